//! A stretch of links as the aligner takes it.

use std::ops::Range;

use super::{Ground, State};
use crate::bead::Bead;
use crate::text::{Document, Side};

/// Links around those in question that stand as they are and teach the aligner how these texts are translated. With 60 on
/// either side an operation takes some 20 ms.
pub(super) const CONTEXT: usize = 60;

/// The sentences of neighbouring links.
pub(super) struct Stretch {
    /// The links.
    pub(super) around: Range<usize>,
    /// Their sentences of both sides.
    pub(super) documents: [Document; 2],
    /// Each of them.
    pub(super) beads: Vec<Bead>,
}

impl Stretch {
    /// Some links and those around them, so many on either side. Nothing where a sentence is nothing but marks that no text can
    /// hold; the aligner is not asked then.
    pub(super) fn around(state: &State, ground: &Ground, inner: &Range<usize>, reach: usize) -> Option<Self> {
        let links = state.links();
        let around = inner.start.saturating_sub(reach)..(inner.end + reach).min(links.len());
        let documents = Side::BOTH.map(|side| ground.fragment(&state.file, around.clone(), side));
        let mut next = [0, 0];
        let mut beads = Vec::with_capacity(around.len());
        for of in &links[around.clone()] {
            let end = [next[0] + of.source.len(), next[1] + of.target.len()];
            beads.push(Bead::new(next[0]..end[0], next[1]..end[1]));
            next = end;
        }
        let fits = documents.each_ref().map(Document::len) == next;
        fits.then_some(Self {
            around,
            documents,
            beads,
        })
    }

    /// Those that stand, by the number of the link.
    pub(super) fn pins(&self, stands: impl Fn(usize) -> bool) -> Vec<Bead> {
        let links = self.around.clone().zip(&self.beads);
        let standing = links.filter(|(index, _)| stands(*index));
        standing.map(|(_, bead)| bead.clone()).collect()
    }
}
