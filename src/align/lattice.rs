//! The scores of all beads inside a band.

use crate::evidence::{
    Class, ClassScores, GroupLengths, LengthEvidence, MAX_GROUP, OmissionEvidence, ShapeEvidence, StructureEvidence,
};
use crate::lexical::{Translation, Vocabulary};
use crate::score::Score;
use crate::text::Side;

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
    structure: ClassScores,
    source: Vec<Groups>,
    target: Vec<Groups>,
    forward: Explained,
    backward: Explained,
    most: usize,
}

/// What is known beforehand of all groups of so many sentences of one side, by first sentence.
struct Groups {
    lengths: GroupLengths,
    classes: Vec<Class>,
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
        let groups = |side, vocabulary: &Vocabulary, from: usize, count: usize| -> Vec<Groups> {
            let of_size = |size: usize| {
                let groups = || (from..(from + count + 1).saturating_sub(size)).map(|first| (first, first + size));
                let length = |(first, end)| evidence.length.group(side, vocabulary.characters(first, end), size);
                Groups {
                    lengths: groups().map(length).collect(),
                    classes: groups()
                        .map(|(first, end)| evidence.structure.class(side, first, end))
                        .collect(),
                }
            };
            (1..=most).map(of_size).collect()
        };
        Self {
            band,
            origin,
            evidence,
            structure: evidence.structure.scores(),
            source: groups(Side::Source, source, origin.0, band.source()),
            target: groups(Side::Target, target, origin.1, band.target()),
            forward,
            backward,
            most,
        }
    }

    /// Calls `each` with the end and the score of every bead of `s` source and `t` target sentences that ends
    /// in a row and lies inside the band. Beads that the lengths alone rule out are left out. `lengths` is
    /// room to work in.
    pub(crate) fn beads(
        &self,
        row: usize,
        (s, t): (usize, usize),
        lengths: &mut Vec<Score>,
        mut each: impl FnMut(usize, Score),
    ) {
        let Some(first_row) = row.checked_sub(s) else { return };
        let (above, here) = (self.band.row(first_row), self.band.row(row));
        // Where the beads begin: inside the row above, and so that they end inside this one.
        let low = above.0.max(here.0.saturating_sub(t));
        let end = (above.1 + 1).min((here.1 + 1).saturating_sub(t));
        if low >= end {
            return;
        }
        let (source, target) = (&self.source[s - 1], &self.target[t - 1]);
        let structure = &self.structure[source.classes[first_row].get()];
        let shape = self.evidence.shape.score(s, t);
        // Apart from the rest: there are not registers enough for both.
        lengths.clear();
        let length = &self.evidence.length;
        lengths.extend(length.scores(source.lengths.get(first_row), &target.lengths, low..end));
        let forward = self.forward.of_group(first_row, s, t, low..end);
        let backward = self.backward.by_groups(low..end, t, first_row, s);
        let rest = lengths.iter().zip(&target.classes[low..end]);
        for (column, ((forward, backward), (length, class))) in (low + t..).zip(forward.zip(backward).zip(rest)) {
            if forward != Score::IMPOSSIBLE && backward != Score::IMPOSSIBLE {
                let words = (forward + backward).half();
                each(column, shape + words + *length + structure[class.get()]);
            }
        }
    }

    /// Most sentences on one side of a bead.
    pub(crate) const fn most(&self) -> usize {
        self.most
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
