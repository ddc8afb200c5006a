//! The scores of all beads inside a band.

use crate::evidence::{LengthEvidence, MAX_GROUP, OmissionEvidence, ShapeEvidence, StructureEvidence};
use crate::lexical::{Translation, Vocabulary};
use crate::score::Score;

use super::band::{Band, Border};
use super::explain::Explained;
use super::parallel::join;

/// All evidence about two texts.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub(crate) length: LengthEvidence,
    pub(crate) shape: ShapeEvidence,
    pub(crate) structure: StructureEvidence,
    pub(crate) omission: OmissionEvidence,
    /// Predicts the target from the source, and the reverse.
    pub(crate) to_target: Translation,
    pub(crate) to_source: Translation,
}

/// Scores of beads inside a band, ready to be looked up.
pub(crate) struct Lattice<'a> {
    pub(crate) band: &'a Band,
    /// Where the band's corner stands in the texts.
    origin: Border,
    evidence: &'a Evidence,
    source: &'a Vocabulary,
    target: &'a Vocabulary,
    forward: Explained,
    backward: Explained,
    source_repeats: Repeats,
    target_repeats: Repeats,
    most: usize,
}

impl<'a> Lattice<'a> {
    /// Works out what the words say of all pairs of sentences inside the band.
    ///
    /// # Complexity
    /// `most` × tokens × width of the band.
    pub(crate) fn new(
        band: &'a Band,
        origin: Border,
        evidence: &'a Evidence,
        source: &'a Vocabulary,
        target: &'a Vocabulary,
        most: usize,
    ) -> Self {
        let most = most.min(MAX_GROUP);
        let (forward, backward) = join(
            || Explained::new(&evidence.to_target, source, target, band, origin, most),
            || {
                let mirrored = (origin.1, origin.0);
                Explained::new(&evidence.to_source, target, source, &band.transposed(), mirrored, most)
            },
        );
        Self {
            band,
            origin,
            evidence,
            source,
            target,
            forward,
            backward,
            source_repeats: Repeats::find(source, origin.0, band.source()),
            target_repeats: Repeats::find(target, origin.1, band.target()),
            most,
        }
    }

    /// Most sentences on one side of a bead.
    pub(crate) const fn most(&self) -> usize {
        self.most
    }

    /// The score of the bead of `s` source and `t` target sentences that ends at a border of the band.
    /// `None` where the lengths alone rule it out.
    pub(crate) fn bead(&self, end: Border, (s, t): (usize, usize)) -> Option<Score> {
        let (row, column) = (end.0 - s, end.1 - t);
        if !self.forward.has(row, s, column) || !self.backward.has(column, t, row) {
            return None;
        }
        let mut words = self.forward.score(row, s, column, t) + self.backward.score(column, t, row, s);
        // One sentence translates one refrain: what speaks for the first does not speak for the next as well.
        for repeated in self.source_repeats.within(row, s) {
            words = words - self.backward.score(column, t, repeated, 1).max(Score::ZERO);
        }
        for repeated in self.target_repeats.within(column, t) {
            words = words - self.forward.score(row, s, repeated, 1).max(Score::ZERO);
        }
        let (from, to) = (
            (self.origin.0 + row, self.origin.0 + end.0),
            (self.origin.1 + column, self.origin.1 + end.1),
        );
        let length = self.evidence.length.score(
            (self.source.characters(from.0, from.1), s),
            (self.target.characters(to.0, to.1), t),
        );
        let structure = self.evidence.structure.score(from, to);
        Some(self.evidence.shape.score(s, t) + words.half() + length + structure)
    }

    /// The price of opening a run of null beads with the source sentence before a row.
    pub(crate) fn open_source(&self, row: usize) -> Score {
        self.evidence.omission.open_source(self.origin.0 + row - 1)
    }

    /// The price of opening a run of null beads with the target sentence before a column.
    pub(crate) fn open_target(&self, column: usize) -> Score {
        self.evidence.omission.open_target(self.origin.1 + column - 1)
    }

    /// The price of leaving out the source sentence before a row.
    pub(crate) fn skip_source(&self, row: usize) -> Score {
        self.evidence.omission.source(self.origin.0 + row - 1)
    }

    /// The price of leaving out the target sentence before a column.
    pub(crate) fn skip_target(&self, column: usize) -> Score {
        self.evidence.omission.target(self.origin.1 + column - 1)
    }
}

/// Sentences that say the same as one shortly before.
struct Repeats {
    /// By sentence how far back the last one with the same words is; 0 where there is none that near.
    distances: Vec<u8>,
}

impl Repeats {
    fn find(vocabulary: &Vocabulary, from: usize, count: usize) -> Self {
        let words = |index: usize| vocabulary.tokens(from + index, from + index + 1);
        let distance = |index: usize| {
            (1u8..)
                .zip((0..index).rev().take(MAX_GROUP - 1))
                .find_map(|(distance, before)| (words(before) == words(index)).then_some(distance))
        };
        Self {
            distances: (0..count).map(|index| distance(index).unwrap_or(0)).collect(),
        }
    }

    /// The sentences of a group that repeat one of it.
    fn within(&self, first: usize, count: usize) -> impl Iterator<Item = usize> + '_ {
        (1..count)
            .filter(move |&at| (1..=at).contains(&usize::from(self.distances[first + at])))
            .map(move |at| first + at)
    }
}
