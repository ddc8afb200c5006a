//! Aligns two documents.
//!
//! Rare words give a skeleton of anchors, dynamic programming finds the best tiling in a band around
//! it, the beads found teach word pairs, lengths, shapes and structure, and the search runs again with
//! what was learnt. The last pass also sums over all tilings, which gives every bead its probability.

mod again;
mod band;
mod bridge;
mod deadline;
mod doubt;
mod explain;
#[cfg(test)]
#[path = "tests/gold.rs"]
pub(crate) mod gold;
mod lattice;
mod logarithm;
mod look;
mod mass;
mod parallel;
mod parts;
mod pass;
mod pieces;
mod pins;
mod posterior;
mod related;
mod rival;
mod search;
mod skeleton;
mod speech;
mod trust;
mod weights;

use crate::bead::{Bead, check_tiling};
use crate::evidence::{LengthEvidence, MAX_GROUP, OmissionEvidence, ShapeEvidence, StructureEvidence};
use crate::lexical::{Associations, Translation, Vocabulary, learn};
use crate::lexicon::{Forms, Lexicon, WordPair};
use crate::reasons::Reason;
use crate::text::{Document, Lang, Side};
use crate::trace::traced;

use again::look_again;
use bridge::bridge;
use doubt::{Doubts, SideView};
use lattice::Evidence;
use parallel::join;
use pass::{Pass, run_pass};
use pins::{assert_pins, missing, settle, undecided};
use related::Known;
use trust::{Signs, TextSigns};
use weights::Weights;

pub use deadline::{Deadline, TimeIsUp};
pub(crate) use look::Look;
pub use parts::Parts;

/// Two aligned documents: beads that tile both, each with its probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// The beads, covering both documents in order.
    pub beads: Vec<Bead>,
    /// For each bead the probability that it is right, from 0 to 1.
    pub confidence: Vec<f64>,
    /// For each bead why it is uncertain; nothing for a sure one.
    pub reasons: Vec<Vec<Reason>>,
}

impl Alignment {
    /// How far the texts match, from 0 to 1; see [`quality`].
    #[must_use]
    pub fn quality(&self) -> f64 {
        let size = |bead: &Bead| [&bead.source, &bead.target].map(|range| range.end.get() - range.start.get());
        quality(self.beads.iter().map(size).zip(self.confidence.iter().copied()))
    }
}

/// How far two texts match: the mean confidence of the matched sentences times their share of all sentences of both.
/// For each bead it takes how many sentences of either side it holds, and its confidence.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "texts have far fewer than 2^53 sentences")]
pub fn quality(beads: impl IntoIterator<Item = ([usize; 2], f64)>) -> f64 {
    let (mut sum, mut all) = (0.0, 0_usize);
    for ([source, target], confidence) in beads {
        all += source + target;
        if source > 0 && target > 0 {
            sum += confidence * (source + target) as f64;
        }
    }
    // The mean over the matched sentences times their share is the sum over all of them.
    sum / all.max(1) as f64
}

/// Aligns documents of one pair of languages.
#[derive(Debug, Clone)]
pub struct Aligner {
    source: Lang,
    target: Lang,
    forms: Forms,
    lexicon: Lexicon,
    weights: Weights,
}

/// Rounds of learning and searching again, for short texts. On the development gold more than four change nothing.
const MOST_ROUNDS: usize = 4;

/// Most sentences on one side of a bead before the last round of a long text: larger beads are rare, and
/// they are found in the last round all the same.
const EARLY_GROUP: usize = 4;

/// Target sentences searched on either side of the skeleton. With 12 and with 8 the beads of six novels are the same; of the
/// 8,900 of a freer one some forty differ, with a mean confidence of .995 and .994.
const FIRST_SLACK: usize = 8;

/// Target sentences searched on either side of the path of the round before. On the development gold
/// 12, 8 and 6 give the same beads.
const SLACK: usize = 6;

/// Least confidence of a sentence without partner that belongs to an edition, not to the work: none is looked for.
const APART: f64 = 0.999;

/// The confidence, at most, of a match whose words are known and speak against it, so that it holds by its place alone.
/// Of the 18 that were surer in the Spanish and English development gold, 15 are right.
const BY_PLACE: f64 = 0.8;

/// Pairs from which on a lexicon knows most words, so that it says something when none of them agrees. The embedded one has
/// 35,134; a list of terms has some hundreds.
const GENERAL: usize = 10_000;

/// Lattices up to this many cells are searched whole in the first pass: 700 sentences a side.
const FULL_LATTICE: usize = 500_000;

impl Aligner {
    /// An aligner with what the program knows of the two languages.
    #[must_use]
    pub fn new(source: Lang, target: Lang) -> Self {
        Self {
            lexicon: Lexicon::embedded(source, target),
            ..Self::without_lexicon(source, target)
        }
    }

    /// An aligner that knows no word pairs.
    #[must_use]
    pub fn without_lexicon(source: Lang, target: Lang) -> Self {
        Self {
            source,
            target,
            forms: Forms::embedded(),
            lexicon: Lexicon::empty(),
            weights: Weights::default(),
        }
    }

    /// Adds word pairs to what the aligner knows; of two weights of a pair the larger counts.
    #[must_use]
    pub fn with_lexicon(mut self, pairs: &[WordPair]) -> Self {
        self.lexicon.add_pairs(pairs, [self.source, self.target], &self.forms);
        self
    }

    /// Aligns two documents.
    ///
    /// # Complexity
    /// Linear in the texts where rare words anchor them.
    #[must_use]
    pub fn align(&self, source: &Document, target: &Document) -> Alignment {
        self.align_with_pins(source, target, &[])
    }

    /// Aligns two documents, or gives up.
    ///
    /// The deadline is looked at between the pieces of the search, each of which takes a second at most; what comes
    /// in time is the same as without one.
    ///
    /// # Errors
    /// [`TimeIsUp`] when the deadline passes first.
    ///
    /// # Complexity
    /// As [`align`](Self::align).
    pub fn align_until(&self, source: &Document, target: &Document, deadline: Deadline) -> Result<Alignment, TimeIsUp> {
        self.align_and_look(source, target, &[], deadline, |_, _| ())
            .map(|(alignment, ..)| alignment)
    }

    /// Aligns two documents around beads that stand already, such as those a person decided.
    ///
    /// The pins come back unchanged, with confidence 1 and without reasons. Those that the search finds by itself
    /// change nothing else; the others are searched around, and it learns from them as from what it finds. So what
    /// a person agrees with never moves anything elsewhere, be it a near tie that falls the other way.
    ///
    /// # Panics
    /// When the pins are not in order, overlap, or reach beyond the documents.
    ///
    /// # Complexity
    /// As [`align`](Self::align), up to three times where the search does not find the pins.
    #[must_use]
    pub fn align_with_pins(&self, source: &Document, target: &Document, pins: &[Bead]) -> Alignment {
        assert_pins(pins, source.len(), target.len());
        if check_tiling(pins, source.len(), target.len()).is_ok() {
            return Alignment {
                beads: pins.to_vec(),
                confidence: vec![1.0; pins.len()],
                reasons: vec![Vec::new(); pins.len()],
            };
        }
        let align = |pins: &[Bead]| self.align_with_signs(source, target, pins).0;
        let mut found = align(&[]);
        let needed = missing(pins, &found.beads);
        if !needed.is_empty() {
            found = align(&needed);
            if !missing(pins, &found.beads).is_empty() {
                found = align(pins);
            }
        }
        settle(&mut found, pins);
        found
    }

    /// Aligns, and gives what the confidence of each bead was worked out from.
    fn align_with_signs(&self, source: &Document, target: &Document, pins: &[Bead]) -> (Alignment, Vec<Signs>) {
        let (alignment, signs, ()) = self
            .align_and_look(source, target, pins, Deadline::NEVER, |_, _| ())
            .expect("without a deadline nothing is given up");
        (alignment, signs)
    }

    /// As [`align_with_signs`](Self::align_with_signs); `look` sees all that was learnt of the texts.
    fn align_and_look<T>(
        &self,
        source: &Document,
        target: &Document,
        pins: &[Bead],
        deadline: Deadline,
        look: impl FnOnce(&Evidence, (&Vocabulary, &Vocabulary)) -> T,
    ) -> Result<(Alignment, Vec<Signs>, T), TimeIsUp> {
        traced!("aligning");
        let weights = &self.weights;
        let (from, to) = join(
            || Vocabulary::read(source, self.source, &self.forms),
            || Vocabulary::read(target, self.target, &self.forms),
        );
        let associations = Associations::gather_in(&from, &to, &self.lexicon, self.source == self.target);
        let prior_to_target = Translation::prior(&associations, &from, &to, &weights.knowledge);
        let reversed = associations.reversed(to.types().len());
        let prior_to_source = Translation::prior(&reversed, &to, &from, &weights.knowledge);
        let omissions = &weights.omission;
        let priors = (&prior_to_source, &prior_to_target);
        let omission = OmissionEvidence::new(omissions.first, omissions, &from, &to, priors.0, priors.1);
        let mut evidence = Evidence {
            length: LengthEvidence::new(&from, &to, &weights.length),
            shape: ShapeEvidence::new(&weights.shape),
            structure: StructureEvidence::new((source, &from), (target, &to), &weights.structure),
            omission,
            to_target: prior_to_target.clone(),
            to_source: prior_to_source.clone(),
            deadline,
        };
        let small = from.sentences() * to.sentences() <= FULL_LATTICE;
        let guide = if small {
            Vec::new()
        } else {
            skeleton::skeleton(&from, &to, &prior_to_target)
        };
        let first = Pass {
            guide: &guide,
            slack: if small { usize::MAX } else { FIRST_SLACK },
            most: 3,
            posteriors: None,
        };
        let mut found = run_pass(&first, pins, &evidence, &from, &to);
        // Short texts teach little in a round and can afford more of them; long ones have taught what they
        // can after the second.
        let rounds = if small { MOST_ROUNDS } else { 2 };
        for round in 1..=rounds {
            deadline.check()?;
            let beads = &found.beads;
            evidence.length.learn(beads, &from, &to);
            evidence.shape = ShapeEvidence::learn(&weights.shape, &found.expected);
            evidence.structure.learn(beads);
            (evidence.to_target, evidence.to_source) = join(
                || learn(beads, Side::Source, &from, &to, &prior_to_target, weights.learn),
                || learn(beads, Side::Target, &to, &from, &prior_to_source, weights.learn),
            );
            let prices = omissions.learn(&found.expected);
            let learnt = (&evidence.to_source, &evidence.to_target);
            evidence.omission = OmissionEvidence::new(prices, omissions, &from, &to, learnt.0, learnt.1);
            let guide = guide_of(beads);
            let last = round == rounds;
            let most = if small || last { MAX_GROUP } else { EARLY_GROUP };
            let pass = Pass {
                guide: &guide,
                slack: SLACK,
                most,
                posteriors: last.then_some(weights.temperature),
            };
            found = run_pass(&pass, pins, &evidence, &from, &to);
        }
        deadline.check()?;
        let looked = look(&evidence, (&from, &to));
        look_again(
            &mut found,
            pins,
            &evidence,
            (weights.free, weights.temperature),
            (&from, &to),
        );
        deadline.check()?;
        bridge(&mut found, pins, &evidence, &weights.bridge, (&from, &to));
        deadline.check()?;
        let doubts = Doubts {
            source: SideView {
                document: source,
                lang: self.source,
                words: &from,
                partners: &associations,
                prior: &prior_to_source,
            },
            target: SideView {
                document: target,
                lang: self.target,
                words: &to,
                partners: &reversed,
                prior: &prior_to_target,
            },
            length: &evidence.length,
        };
        let undecided = undecided(&found.beads, pins);
        let posteriors = || found.beads.iter().zip(found.confidence.iter().copied());
        let free = posteriors().zip(&undecided).filter(|(_, undecided)| **undecided);
        let text = TextSigns::of(free.map(|(bead, _)| bead));
        let signs: Vec<_> = posteriors()
            .map(|(bead, posterior)| Signs::of(bead, posterior, &evidence.length, (&from, &to), text))
            .collect();
        let mut known = Known::new((&from, &to), (&prior_to_source, &prior_to_target));
        // What a person decided says that the texts belong together.
        let related = if pins.iter().all(Bead::is_null) {
            known.related(&found.beads, &evidence.length, weights.temperature)
        } else {
            1.0
        };
        let knows_most = self.lexicon.len() >= GENERAL;
        let confidence = |((bead, signs), undecided): ((&Bead, &Signs), bool)| {
            let confidence = signs.confidence();
            if !undecided {
                1.0
            } else if !bead.is_null() {
                let by_place = knows_most && known.by_place_alone(bead);
                confidence.min(related).min(if by_place { BY_PLACE } else { 1.0 })
            } else if source.is_apart(&bead.source) && target.is_apart(&bead.target) {
                confidence.max(APART)
            } else {
                confidence
            }
        };
        let confidence: Vec<_> = found.beads.iter().zip(&signs).zip(undecided).map(confidence).collect();
        let alignment = Alignment {
            reasons: doubts.of_beads(&found.beads, &confidence, &found.rivals),
            beads: found.beads,
            confidence,
        };
        Ok((alignment, signs, looked))
    }
}

/// The borders of a tiling to search around. Null beads lead nowhere: a search kept to their path could never
/// find that what they leave out on both sides belongs together.
fn guide_of(beads: &[Bead]) -> Vec<band::Border> {
    let end = |bead: &Bead| (bead.source.end.get(), bead.target.end.get());
    beads.iter().filter(|bead| !bead.is_null()).map(end).collect()
}
