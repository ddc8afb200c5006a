//! From the words of one collection to those of the other.

use super::collection::Collection;
use crate::lexical::{Associations, Knowledge, Vocabulary};
use crate::lexicon::Lexicon;
use crate::text::Side;

/// For every word type of a side those of the other that it may be translated by.
pub(super) struct WordLinks {
    sides: [SideLinks; 2],
}

/// The links that start from one side.
pub(super) struct SideLinks {
    /// By type its partners.
    pub(super) partners: Vec<Vec<u32>>,
    /// By type how likely one of them stands in a translation of a text that holds it.
    pub(super) kept: Vec<f32>,
    /// By type how likely a text of the other side holds none of them by chance, as a logarithm.
    pub(super) absent: Vec<f32>,
}

impl WordLinks {
    pub(super) fn gather(source: &Collection, target: &Collection, lexicon: &Lexicon, one_language: bool) -> Self {
        let vocabularies = [source, target].map(|side| Vocabulary::of_types(side.types.clone()));
        let found = Associations::gather_in(&vocabularies[0], &vocabularies[1], lexicon, one_language);
        let knowledge = Knowledge::default();
        let mut sides = [source, target].map(|side| SideLinks {
            partners: vec![Vec::new(); side.types.len()],
            kept: vec![0.0; side.types.len()],
            absent: Vec::new(),
        });
        for (from, row) in found.rows.iter().enumerate() {
            for partner in row {
                let kept = knowledge.of(partner.origin);
                for (side, from, to) in [(0, from, partner.id.get()), (1, partner.id.get(), from)] {
                    sides[side].partners[from].push(u32::try_from(to).expect("types are numbered in 32 bits"));
                    sides[side].kept[from] = sides[side].kept[from].max(kept);
                }
            }
        }
        for (side, other) in sides.iter_mut().zip([target, source]) {
            let frequencies = other.frequencies();
            let absent = |partners: &Vec<u32>| absent(&frequencies, other.len(), partners);
            side.absent = side.partners.iter().map(absent).collect();
        }
        Self { sides }
    }

    pub(super) fn from(&self, side: Side) -> &SideLinks {
        &self.sides[side.index()]
    }
}

/// The logarithm of the chance that a text of a collection holds none of some types, if they are strewn over it.
fn absent(frequencies: &[u32], texts: usize, partners: &[u32]) -> f32 {
    // A type stands in some text that was not seen, too.
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 24 bits")]
    let share = |id: &u32| (frequencies[*id as usize] as f32 + 0.5) / (texts as f32 + 1.0);
    partners.iter().map(|id| libm::log1pf(-share(id))).sum()
}
