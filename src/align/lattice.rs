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
        let words = self.forward.score(row, s, column, t) + self.backward.score(column, t, row, s);
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

    /// The price of opening a run of null beads.
    pub(crate) const fn open(&self) -> Score {
        self.evidence.omission.open()
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
