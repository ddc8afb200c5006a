//! Whether confidence means what it says: of the links given 0.8, eight in ten should be right.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::eval::LooseBead;

/// Number of bins of a reliability table.
pub const BINS: usize = 10;

/// How far the confidence of links can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Ten bins of equal width, the least confident first; the last holds 1 too.
    pub bins: [Bin; BINS],
    /// Number of links.
    pub links: usize,
    /// Number of links that are wrong.
    pub errors: usize,
    /// Mean distance between confidence and share right over the bins, weighted by their links.
    ///
    /// # Source
    /// Expected calibration error: Naeini, Cooper & Hauskrecht 2015.
    pub expected_error: f64,
    /// The share of the errors among the tenth of links with the lowest confidence; nothing where there
    /// is no error. Links of equal confidence at the edge of the tenth count in part, so that their order
    /// says nothing.
    pub errors_in_lowest_tenth: Option<f64>,
}

/// Links of like confidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Bin {
    /// Number of links.
    pub links: usize,
    /// Their mean confidence; 0 where there are none.
    pub mean_confidence: f64,
    /// The share of them that is right; 0 where there are none.
    pub right: f64,
}

/// Compares confidence with what the gold says: one (confidence, right) a link.
#[must_use]
pub fn calibration(judged: &[(f64, bool)]) -> Calibration {
    let mut bins = [(0usize, 0.0f64, 0usize); BINS];
    for &(confidence, right) in judged {
        let bin = &mut bins[bin_of(confidence)];
        bin.0 += 1;
        bin.1 += confidence;
        bin.2 += usize::from(right);
    }
    let links = judged.len();
    let expected_error = bins
        .iter()
        .map(|(_, confidence, right)| (confidence - number(*right)).abs())
        .sum::<f64>()
        / number(links.max(1));
    let share = |part: f64, whole: usize| if whole == 0 { 0.0 } else { part / number(whole) };
    Calibration {
        bins: bins.map(|(links, confidence, right)| Bin {
            links,
            mean_confidence: share(confidence, links),
            right: share(number(right), links),
        }),
        links,
        errors: judged.iter().filter(|(_, right)| !right).count(),
        expected_error,
        errors_in_lowest_tenth: errors_in_lowest_tenth(judged),
    }
}

/// Says of each bead of a hypothesis, which has a confidence, whether it is right.
///
/// A match is right when the gold has the same bead, a null bead when the gold leaves all its sentences
/// without a counterpart.
#[must_use]
pub fn judge(gold: &[LooseBead], hypothesis: &[(LooseBead, f64)]) -> Vec<(f64, bool)> {
    let sorted = |group: &[u32]| group.iter().copied().collect::<BTreeSet<_>>();
    let matches: BTreeSet<_> = gold
        .iter()
        .filter(|bead| !bead.source.is_empty() && !bead.target.is_empty())
        .map(|bead| (sorted(&bead.source), sorted(&bead.target)))
        .collect();
    let nulls = |pick: fn(&LooseBead) -> (&[u32], &[u32])| -> BTreeSet<u32> {
        let lonely = gold.iter().map(pick).filter(|(_, other)| other.is_empty());
        lonely.flat_map(|(group, _)| group.iter().copied()).collect()
    };
    let source_nulls = nulls(|bead| (&bead.source, &bead.target));
    let target_nulls = nulls(|bead| (&bead.target, &bead.source));
    let right = |bead: &LooseBead| match (bead.source.is_empty(), bead.target.is_empty()) {
        (false, true) => bead.source.iter().all(|index| source_nulls.contains(index)),
        (true, false) => bead.target.iter().all(|index| target_nulls.contains(index)),
        _ => matches.contains(&(sorted(&bead.source), sorted(&bead.target))),
    };
    hypothesis
        .iter()
        .map(|(bead, confidence)| (*confidence, right(bead)))
        .collect()
}

fn errors_in_lowest_tenth(judged: &[(f64, bool)]) -> Option<f64> {
    let errors = judged.iter().filter(|(_, right)| !right).count();
    if errors == 0 {
        return None;
    }
    let mut sorted = judged.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut room, mut held) = (number(judged.len()) / 10.0, 0.0);
    for equal in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let wrong = equal.iter().filter(|(_, right)| !right).count();
        let part = (room / number(equal.len())).min(1.0);
        held += part * number(wrong);
        room -= part * number(equal.len());
        if room <= 0.0 {
            break;
        }
    }
    Some(held / number(errors))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and the bin is bounded"
)]
fn bin_of(confidence: f64) -> usize {
    ((confidence * 10.0) as usize).min(BINS - 1)
}

#[expect(clippy::cast_precision_loss, reason = "texts have far fewer than 2^53 sentences")]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::beads::read_loose;

    fn assert_near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn bins_and_their_error_by_hand() {
        let found = calibration(&[
            (0.95, true),
            (0.91, true),
            (1.0, false),
            (0.42, true),
            (0.48, false),
            (0.1, false),
        ]);
        assert_eq!(found.bins.map(|bin| bin.links), [0, 1, 0, 0, 2, 0, 0, 0, 0, 3]);
        assert_near(found.bins[9].mean_confidence, 2.86 / 3.0);
        assert_near(found.bins[9].right, 2.0 / 3.0);
        assert_near(found.bins[4].mean_confidence, 0.45);
        assert_near(found.bins[4].right, 0.5);
        assert_eq!(found.bins[0], Bin::default());
        // (|2.86 − 2| + |0.9 − 1| + |0.1 − 0|) / 6
        assert_near(found.expected_error, 1.06 / 6.0);
        assert_eq!((found.links, found.errors), (6, 3));
    }

    #[test]
    fn the_lowest_tenth_holds_its_share_of_the_errors() {
        // Twenty links: the tenth is two. Errors: the lowest, the third lowest, the highest.
        let judged: Vec<_> = (0..20)
            .map(|i| (f64::from(i) / 20.0, ![0, 2, 19].contains(&i)))
            .collect();
        assert_near(calibration(&judged).errors_in_lowest_tenth.unwrap(), 1.0 / 3.0);
        assert_eq!(calibration(&[(0.3, true)]).errors_in_lowest_tenth, None);
        assert_eq!(calibration(&[]).errors_in_lowest_tenth, None);
    }

    #[test]
    fn equal_confidence_counts_in_part() {
        // The tenth of ten links is one; four are equally low and two of them wrong: half an error of three.
        let mut judged = vec![(0.5, false), (0.5, true), (0.5, false), (0.5, true), (0.9, false)];
        judged.extend([(1.0, true); 5]);
        let found = calibration(&judged).errors_in_lowest_tenth.unwrap();
        assert_near(found, 0.5 / 3.0);
        judged.reverse();
        assert_near(calibration(&judged).errors_in_lowest_tenth.unwrap(), found);
    }

    #[test]
    fn null_beads_are_right_where_the_gold_leaves_the_sentence_alone() {
        let gold = read_loose("0:0\n1,2:\n:1\n3:2,3\n").unwrap();
        let hypothesis = read_loose("0:0\n1:\n2:1\n:2\n3:3\n").unwrap();
        let with: Vec<_> = hypothesis.into_iter().zip([0.9, 0.8, 0.7, 0.6, 0.5]).collect();
        let right: Vec<_> = judge(&gold, &with).into_iter().map(|(_, right)| right).collect();
        assert_eq!(right, [true, true, false, false, false]);
    }
}
