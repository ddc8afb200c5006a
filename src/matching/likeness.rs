//! How much likelier the words of two texts are if these translate each other.

use rayon::prelude::*;

use super::collection::Collection;
use super::links::{SideLinks, WordLinks};
use crate::text::Side;

/// A pair of texts, and what their words say for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub(super) source: u32,
    pub(super) target: u32,
    /// The nats that the words say for it, less those it takes to be the one among all texts, by the root of the number
    /// of words: what words say that come and go with one another adds up as steps of a random walk do, so that this is of
    /// the same size for long texts and short ones.
    pub(super) likeness: f64,
}

impl Scored {
    /// Both positions.
    pub(super) const fn texts(&self) -> [usize; 2] {
        [self.source as usize, self.target as usize]
    }
}

/// Weighs pairs of texts.
pub(super) struct Likeness<'a> {
    sides: [Half<'a>; 2],
}

/// One direction: whether the words of a text have their partners in the other.
struct Half<'a> {
    texts: &'a [Vec<u32>],
    others: &'a [Vec<u32>],
    links: &'a SideLinks,
    other_types: usize,
    /// Types in a text of the other side, on average.
    usual: f64,
}

impl<'a> Likeness<'a> {
    pub(super) fn new(source: &'a Collection, target: &'a Collection, links: &'a WordLinks) -> Self {
        Self {
            sides: [
                Half::new(source, target, links.from(Side::Source)),
                Half::new(target, source, links.from(Side::Target)),
            ],
        }
    }

    /// Weighs pairs of positions, which are in order.
    pub(super) fn weigh(&self, pairs: &[(u32, u32)]) -> Vec<Scored> {
        let there = self.sides[0].weigh(pairs.iter().map(|&(source, target)| (source, target)));
        let back = self.sides[1].weigh(pairs.iter().map(|&(source, target)| (target, source)));
        let most = self.sides.iter().map(|side| side.texts.len()).max().unwrap_or(0).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a logarithm needs no more than 52 bits")]
        let prior = libm::log(most as f64);
        pairs
            .iter()
            .zip(there.iter().zip(&back))
            .map(|(&(source, target), (there, back))| Scored {
                source,
                target,
                likeness: (f64::midpoint(there.nats, back.nats) - prior)
                    / f64::midpoint(there.words, back.words).max(1.0).sqrt(),
            })
            .collect()
    }
}

/// What the words of one text say for another.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    nats: f64,
    /// Words that say something.
    words: f64,
}

impl<'a> Half<'a> {
    fn new(from: &'a Collection, to: &'a Collection, links: &'a SideLinks) -> Self {
        let types: usize = to.texts.iter().map(Vec::len).sum();
        #[expect(clippy::cast_precision_loss, reason = "a mean needs no more than 52 bits")]
        let usual = types as f64 / to.texts.iter().filter(|text| !text.is_empty()).count().max(1) as f64;
        Self {
            texts: &from.texts,
            others: &to.texts,
            links,
            other_types: to.types.len(),
            usual: usual.max(1.0),
        }
    }

    /// Weighs pairs of a text here and one there.
    fn weigh(&self, pairs: impl Iterator<Item = (u32, u32)>) -> Vec<Said> {
        // Texts of the other side, one after the other, so that what stands in it is marked once.
        let mut order: Vec<(u32, u32, usize)> = pairs
            .enumerate()
            .map(|(number, (here, there))| (there, here, number))
            .collect();
        order.sort_unstable();
        let groups: Vec<&[(u32, u32, usize)]> = order.chunk_by(|a, b| a.0 == b.0).collect();
        let weighed: Vec<(usize, Said)> = groups
            .into_par_iter()
            .map_init(
                || vec![false; self.other_types],
                |holds, group| {
                    let other = &self.others[group[0].0 as usize];
                    other.iter().for_each(|id| holds[*id as usize] = true);
                    #[expect(clippy::cast_precision_loss, reason = "a text has fewer than 2^52 words")]
                    let length = other.len() as f64 / self.usual;
                    let found: Vec<_> = group
                        .iter()
                        .map(|&(_, here, number)| (number, self.said(&self.texts[here as usize], holds, length)))
                        .collect();
                    other.iter().for_each(|id| holds[*id as usize] = false);
                    found
                },
            )
            .flatten_iter()
            .collect();
        let mut said = vec![Said::default(); order.len()];
        for (number, found) in weighed {
            said[number] = found;
        }
        said
    }

    /// What the words of a text say for one that is so many times as long as usual.
    fn said(&self, text: &[u32], holds: &[bool], length: f64) -> Said {
        let mut said = Said::default();
        for &id in text {
            let partners = &self.links.partners[id as usize];
            if partners.is_empty() {
                continue;
            }
            let kept = f64::from(self.links.kept[id as usize]);
            said.words += 1.0;
            said.nats += if partners.iter().any(|partner| holds[*partner as usize]) {
                // It stands there because it was translated, or by chance.
                let chance = -libm::expm1(f64::from(self.links.absent[id as usize]) * length);
                libm::log1p(kept * (1.0 - chance) / chance)
            } else {
                libm::log1p(-kept)
            };
        }
        said
    }
}
