//! How good an alignment is, against one judged by people.
//!
//! Precision, recall and F1 in the four ways of counting in use; what each counts is said at
//! [`Evaluation`]. Counts are pooled over texts, not averaged: a long text weighs more.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::bead::Bead;
use crate::text::Side;

/// Shares between 0 and 1; a share of nothing is 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Measure {
    /// The share of the hypothesis that is right.
    pub precision: f64,
    /// The share of the gold that was found.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// Four ways of counting.
///
/// # Source
/// `strict` and `lax` are those of Sennrich & Volk (2011), as vecalign's scorer and Bleualign count them.
/// In both, null beads count for precision (found in the gold is right, else wrong) but not for recall.
/// Two texts that share nothing have only null beads, so of these ways only `all` can reach 1 there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Evaluation {
    /// A bead is right when the other side has the same bead.
    pub strict: Measure,
    /// A bead is right already when it shares a source and a target sentence with one bead of the other side.
    pub lax: Measure,
    /// Same beads, null beads left out of precision and recall.
    pub non_null: Measure,
    /// Same beads, null beads counted in both, a run of them as one a sentence.
    pub all: Measure,
}

/// A bead of sentences that need not stand together, from 0. Gold made elsewhere has such beads, and
/// beads that cross.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LooseBead {
    /// The source sentences.
    pub source: Vec<u32>,
    /// The target sentences.
    pub target: Vec<u32>,
}

impl From<&Bead> for LooseBead {
    fn from(bead: &Bead) -> Self {
        let indices = |side| bead.indices(side).map(|index| index.0).collect();
        Self {
            source: indices(Side::Source),
            target: indices(Side::Target),
        }
    }
}

/// Evaluates hypotheses against gold: pairs of (gold, hypothesis), one a text.
#[must_use]
pub fn evaluate(pairs: &[(Vec<Bead>, Vec<Bead>)]) -> Evaluation {
    let set = |beads: &[Bead]| BeadSet::new(beads.iter().map(LooseBead::from));
    pool(pairs.iter().map(|(gold, hypothesis)| (set(gold), set(hypothesis))))
}

/// Evaluates like [`evaluate`] where beads may cross, have gaps or leave sentences out.
#[must_use]
pub fn evaluate_loose(pairs: &[(Vec<LooseBead>, Vec<LooseBead>)]) -> Evaluation {
    let set = |beads: &[LooseBead]| BeadSet::new(beads.iter().cloned());
    pool(pairs.iter().map(|(gold, hypothesis)| (set(gold), set(hypothesis))))
}

fn pool(pairs: impl Iterator<Item = (BeadSet, BeadSet)>) -> Evaluation {
    let mut counts = Counts::default();
    for (gold, hypothesis) in pairs {
        counts.precision.add(gold.judge(&hypothesis));
        let (gold_full, hypothesis_full) = (gold.without_nulls(), hypothesis.without_nulls());
        counts.recall.add(hypothesis_full.judge(&gold_full));
        counts.non_null.add(gold_full.overlap(&hypothesis_full));
        counts
            .all
            .add(gold.with_single_nulls().overlap(&hypothesis.with_single_nulls()));
    }
    let Counts {
        precision,
        recall,
        non_null,
        all,
    } = counts;
    Evaluation {
        strict: measure(share(precision.same, precision.total), share(recall.same, recall.total)),
        lax: measure(
            share(precision.touching, precision.total),
            share(recall.touching, recall.total),
        ),
        non_null: measure(
            share(non_null.shared, non_null.hypothesis),
            share(non_null.shared, non_null.gold),
        ),
        all: measure(share(all.shared, all.hypothesis), share(all.shared, all.gold)),
    }
}

#[derive(Default)]
struct Counts {
    precision: Verdicts,
    recall: Verdicts,
    non_null: Overlap,
    all: Overlap,
}

/// How many beads of one list another list confirms.
#[derive(Default)]
struct Verdicts {
    same: usize,
    touching: usize,
    total: usize,
}

impl Verdicts {
    fn add(&mut self, other: Self) {
        self.same += other.same;
        self.touching += other.touching;
        self.total += other.total;
    }
}

/// How many beads two lists share.
#[derive(Default)]
struct Overlap {
    shared: usize,
    gold: usize,
    hypothesis: usize,
}

impl Overlap {
    fn add(&mut self, other: Self) {
        self.shared += other.shared;
        self.gold += other.gold;
        self.hypothesis += other.hypothesis;
    }
}

/// The sentences of one side of a bead, sorted.
type Group = Vec<u32>;

/// Distinct beads.
struct BeadSet(BTreeSet<(Group, Group)>);

impl BeadSet {
    fn new(beads: impl Iterator<Item = LooseBead>) -> Self {
        let sorted = |mut group: Group| {
            group.sort_unstable();
            group.dedup();
            group
        };
        let groups = beads.map(|bead| (sorted(bead.source), sorted(bead.target)));
        Self(
            groups
                .filter(|(source, target)| !source.is_empty() || !target.is_empty())
                .collect(),
        )
    }

    fn without_nulls(&self) -> Self {
        let full = |(source, target): &&(Group, Group)| !source.is_empty() && !target.is_empty();
        Self(self.0.iter().filter(full).cloned().collect())
    }

    fn with_single_nulls(&self) -> Self {
        let mut split = self.without_nulls().0;
        for (source, target) in &self.0 {
            if target.is_empty() {
                split.extend(source.iter().map(|&index| (vec![index], Vec::new())));
            } else if source.is_empty() {
                split.extend(target.iter().map(|&index| (Vec::new(), vec![index])));
            }
        }
        Self(split)
    }

    /// Takes this list as right and judges another by it.
    fn judge(&self, other: &Self) -> Verdicts {
        let mut partners: BTreeMap<u32, Vec<&Group>> = BTreeMap::new();
        for (source, target) in &self.0 {
            for &index in source {
                partners.entry(index).or_default().push(target);
            }
        }
        let touches = |source: &Group, target: &Group| {
            let mut known = source.iter().filter_map(|index| partners.get(index)).flatten();
            known.any(|partner| target.iter().any(|index| partner.binary_search(index).is_ok()))
        };
        let mut verdicts = Verdicts {
            total: other.0.len(),
            ..Verdicts::default()
        };
        for bead in &other.0 {
            let same = self.0.contains(bead);
            verdicts.same += usize::from(same);
            verdicts.touching += usize::from(same || touches(&bead.0, &bead.1));
        }
        verdicts
    }

    fn overlap(&self, hypothesis: &Self) -> Overlap {
        let shared = self.0.intersection(&hypothesis.0).count();
        Overlap {
            shared,
            gold: self.0.len(),
            hypothesis: hypothesis.0.len(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "texts have far fewer than 2^53 sentences")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn measure(precision: f64, recall: f64) -> Measure {
    let sum = precision + recall;
    let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
    Measure { precision, recall, f1 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Evaluation, LooseBead, Measure, evaluate, evaluate_loose};
    use crate::bead::Bead;
    use crate::import::beads::{read, read_loose};

    fn score(pairs: &[(&str, &str)]) -> Evaluation {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(gold, hyp)| (read(gold).unwrap(), read(hyp).unwrap()))
            .collect();
        evaluate(&pairs)
    }

    fn assert_measure(found: Measure, precision: f64, recall: f64) {
        let f1 = if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        };
        for (found, expected) in [(found.precision, precision), (found.recall, recall), (found.f1, f1)] {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
    }

    #[test]
    fn each_way_of_counting_by_hand() {
        // Right: 0:0 and the null 5:. Touching: 1:1 and 2:2 in the gold's 1,2:1,2. Wrong: :3 and 3:.
        let gold = "0:0\n1,2:1,2\n3:3\n4:4\n5:\n";
        let hyp = "0:0\n1:1\n2:2\n:3\n3:\n4:4\n5:\n";
        let found = score(&[(gold, hyp)]);
        assert_measure(found.strict, 3.0 / 7.0, 2.0 / 4.0);
        assert_measure(found.lax, 5.0 / 7.0, 3.0 / 4.0);
        assert_measure(found.non_null, 2.0 / 4.0, 2.0 / 4.0);
        assert_measure(found.all, 3.0 / 7.0, 3.0 / 5.0);
    }

    #[test]
    fn lax_needs_a_sentence_of_each_side_in_the_same_bead() {
        // 0,1:0 shares 0 and 0 with 0:0. 2:1 shares 2 with 2:2 and 1 with 1:1, but no bead on both sides.
        let found = score(&[("0:0\n1:1\n2:2\n", "0,1:0\n2:1\n:2\n")]);
        assert_measure(found.lax, 1.0 / 3.0, 1.0 / 3.0);
        assert_measure(found.strict, 0.0, 0.0);
    }

    #[test]
    fn a_run_of_null_sentences_counts_as_one_bead_or_as_single_ones() {
        let found = score(&[("0:0\n1,2:\n:1,2\n", "0:0\n1:\n2:\n:1\n:2\n")]);
        assert_measure(found.all, 1.0, 1.0);
        assert_measure(found.strict, 1.0 / 5.0, 1.0);
    }

    #[test]
    fn a_null_bead_is_the_same_wherever_the_other_side_stands() {
        let found = score(&[
            ("0:\n1:0\n2:1\n", "0:\n1:0\n2:1\n"),
            ("0:0\n1:\n:1\n2:2\n", "0:0\n:1\n1:\n2:2\n"),
        ]);
        assert_measure(found.strict, 1.0, 1.0);
        assert_measure(found.all, 1.0, 1.0);
    }

    #[test]
    fn counts_are_pooled_over_texts() {
        let wrong = ("0:0\n1:1\n", "0,1:0,1\n");
        let right = ("0:0\n1:1\n2:2\n", "0:0\n1:1\n2:2\n");
        assert_measure(score(&[wrong, right]).strict, 3.0 / 4.0, 3.0 / 5.0);
    }

    #[test]
    fn texts_that_share_nothing_are_right_only_where_null_beads_count() {
        let nothing = "0:\n1:\n:0\n";
        let found = score(&[(nothing, nothing)]);
        assert_measure(found.all, 1.0, 1.0);
        assert_measure(found.strict, 1.0, 0.0);
        assert_measure(found.non_null, 0.0, 0.0);
        assert_eq!(evaluate(&[]), Evaluation::default());
    }

    #[test]
    fn beads_that_cross_or_have_gaps_count_as_they_stand() {
        // Touching: 0:0, 1:1,2 on both sides; 2 and 3 have changed partners.
        let gold = read_loose("0:0,2\n1:1\n2:4\n3:3\n").unwrap();
        let hyp = read_loose("0:0\n1:1,2\n2:3\n3:4\n").unwrap();
        let found = evaluate_loose(&[(gold, hyp)]);
        assert_measure(found.strict, 0.0, 0.0);
        assert_measure(found.lax, 2.0 / 4.0, 2.0 / 4.0);
    }

    #[test]
    fn the_measures_serialise_by_name() {
        let json = serde_json::to_value(score(&[("0:0\n", "0:0\n")])).unwrap();
        for way in ["strict", "lax", "non_null", "all"] {
            assert_eq!(
                json[way],
                serde_json::json!({"precision": 1.0, "recall": 1.0, "f1": 1.0})
            );
        }
    }

    /// Beads that tile `source` and `target` sentences.
    fn tiling(source: usize, target: usize) -> impl Strategy<Value = Vec<Bead>> {
        prop::collection::vec((0..3_usize, 0..3_usize), 0..40).prop_map(move |steps| {
            let (mut i, mut j) = (0, 0);
            let mut beads = Vec::new();
            for (di, dj) in steps {
                let (end_i, end_j) = ((i + di).min(source), (j + dj).min(target));
                if (end_i, end_j) != (i, j) {
                    beads.push(Bead::new(i..end_i, j..end_j));
                }
                (i, j) = (end_i, end_j);
            }
            if (i, j) != (source, target) {
                beads.push(Bead::new(i..source, j..target));
            }
            beads
        })
    }

    proptest! {
        #[test]
        fn gold_against_itself_is_perfect(beads in tiling(12, 10)) {
            let full = beads.iter().any(|bead| !bead.is_null());
            let found = evaluate(&[(beads.clone(), beads)]);
            prop_assert!((found.all.f1 - 1.0).abs() < 1e-12);
            if full {
                for measure in [found.strict, found.lax, found.non_null] {
                    prop_assert!((measure.f1 - 1.0).abs() < 1e-12);
                }
            }
        }

        #[test]
        fn lax_is_never_below_strict_and_swapping_swaps(gold in tiling(12, 10), hyp in tiling(12, 10)) {
            let found = evaluate(&[(gold.clone(), hyp.clone())]);
            let loose = |beads: &[Bead]| beads.iter().map(LooseBead::from).collect();
            prop_assert_eq!(found, evaluate_loose(&[(loose(&gold), loose(&hyp))]));
            prop_assert!(found.lax.precision >= found.strict.precision);
            prop_assert!(found.lax.recall >= found.strict.recall);
            let swapped = evaluate(&[(hyp, gold)]);
            prop_assert!((found.all.precision - swapped.all.recall).abs() < 1e-12);
            prop_assert!((found.non_null.recall - swapped.non_null.precision).abs() < 1e-12);
        }
    }
}
