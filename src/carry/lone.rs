//! Where pinned null beads go on the side on which they hold nothing.
//!
//! A person who leaves a sentence without a counterpart says nothing of a place in the other text. While the sentences
//! around such a bead stand as they did, its place is between them; where they were edited, the aligner finds it: it aligns
//! the texts without such sentences, and they go between those that are paired.

use std::collections::BTreeSet;
use std::ops::Range;

use super::place::Traced;
use super::trace::Fate;
use crate::align::Alignment;
use crate::bead::Bead;
use crate::text::{Document, DocumentBuilder, Side};

/// The sentences of all links in their order, by side.
pub(super) struct Neighbours {
    fates: [Vec<Fate>; 2],
    /// By side and link where its sentences begin; one more at the end.
    starts: [Vec<usize>; 2],
}

impl Neighbours {
    pub(super) fn new(links: &[Traced]) -> Self {
        let fates = [0, 1].map(|side| links.iter().flat_map(|link| link.fates[side].iter().copied()).collect());
        let starts = [0, 1].map(|side| {
            let mut next = 0;
            let starts = links.iter().map(|link| {
                next += link.fates[side].len();
                next
            });
            [0].into_iter().chain(starts).collect()
        });
        Self { fates, starts }
    }

    /// Whether the sentences before and after a null bead stand beside it, on either side, be it that they were edited
    /// there, so that its place is known.
    pub(super) fn are_beside(&self, link: usize, texts: [&str; 2]) -> bool {
        let still = |fate: &Fate| match *fate {
            Fate::Same { span, moved: false } | Fate::Changed { span, .. } => Some(span),
            _ => None,
        };
        (0..2).all(|side| {
            let (fates, text) = (&self.fates[side], texts[side]);
            let (from, to) = (self.starts[side][link], self.starts[side][link + 1]);
            let mut end = if from == 0 {
                Some(0)
            } else {
                still(&fates[from - 1]).map(|span| span.end)
            };
            for at in from..=to {
                let next = match fates.get(at) {
                    Some(fate) => still(fate).map(|span| (span.start, span.end)),
                    None => Some((text.len(), text.len())),
                };
                let gap = end.zip(next).and_then(|(end, next)| text.get(end..next.0));
                if gap.is_none_or(|gap| !gap.trim().is_empty()) {
                    return false;
                }
                end = next.map(|next| next.1);
            }
            true
        })
    }
}

/// Two texts without some of their sentences.
pub(super) struct Rest {
    pub(super) documents: [Document; 2],
    /// By side the sentences that are left, as they are counted in the whole text.
    kept: [Vec<usize>; 2],
    lengths: [usize; 2],
}

impl Rest {
    /// Leaves the sentences of null beads out.
    pub(super) fn without<'a>(documents: [&Document; 2], beads: impl Iterator<Item = &'a Bead>) -> Self {
        let mut left_out = [BTreeSet::new(), BTreeSet::new()];
        for bead in beads {
            for side in Side::BOTH {
                left_out[side.index()].extend(range(bead, side));
            }
        }
        let kept = [0, 1].map(|side: usize| {
            let all = 0..documents[side].len();
            all.filter(|at| !left_out[side].contains(at)).collect::<Vec<usize>>()
        });
        let of_side = |side: usize| {
            let document = documents[side];
            let mut builder = DocumentBuilder::new(document.text().clone());
            for passage in document.passages() {
                let sentences = passage.sentences.start.get()..passage.sentences.end.get();
                let left = sentences.filter(|at| !left_out[side].contains(at));
                builder.passage(passage.kind, left.map(|at| document.sentences()[at].span));
            }
            builder.finish()
        };
        Self {
            documents: [of_side(0), of_side(1)],
            kept,
            lengths: documents.map(Document::len),
        }
    }

    /// A bead of the whole texts, counted in those that are left.
    pub(super) fn bead(&self, bead: &Bead) -> Bead {
        let [source, target] = Side::BOTH.map(|side| {
            let kept = &self.kept[side.index()];
            let Range { start, end } = range(bead, side);
            kept.partition_point(|&at| at < start)..kept.partition_point(|&at| at < end)
        });
        Bead::new(source, target)
    }

    /// By side and sentence that was left out its place on the other side, as an alignment of the rest has it; `known` are
    /// the beads of the whole texts that it kept.
    pub(super) fn places<'a>(&self, alignment: &Alignment, known: impl Iterator<Item = &'a Bead>) -> [Vec<usize>; 2] {
        let mut walk = Walk {
            at: [0, 0],
            places: self.lengths.map(|length| vec![0; length]),
        };
        let mut known = known.map(|bead| (self.bead(bead), bead)).peekable();
        for bead in &alignment.beads {
            let ends = match known.next_if(|(rest, _)| rest == bead) {
                // Of an empty side, too, it is known where it is.
                Some((_, whole)) => Side::BOTH.map(|side| Some(range(whole, side))),
                None => Side::BOTH.map(|side| {
                    let kept = &self.kept[side.index()][range(bead, side)];
                    Some(*kept.first()?..kept.last()? + 1)
                }),
            };
            let starts = ends.clone().map(|range| range.map(|range| range.start));
            for places in [starts, ends.map(|range| range.map(|range| range.end))] {
                for (side, place) in places.into_iter().enumerate() {
                    walk.pass(side, place.unwrap_or(walk.at[side]));
                }
            }
        }
        for side in [0, 1] {
            walk.pass(side, self.lengths[side]);
        }
        walk.places
    }
}

/// A way through both texts.
struct Walk {
    at: [usize; 2],
    places: [Vec<usize>; 2],
}

impl Walk {
    fn pass(&mut self, side: usize, to: usize) {
        let from = self.at[side].min(to);
        self.places[side][from..to].fill(self.at[1 - side]);
        self.at[side] = to;
    }
}

fn range(bead: &Bead, side: Side) -> Range<usize> {
    bead.side(side).start.get()..bead.side(side).end.get()
}

/// A null bead at its place.
pub(super) fn placed(bead: &Bead, places: &[Vec<usize>; 2]) -> Bead {
    let [source, target] = Side::BOTH.map(|side| range(bead, side));
    if source.is_empty() {
        let place = places[1][target.start];
        Bead::new(place..place, target)
    } else {
        let place = places[0][source.start];
        Bead::new(source, place..place)
    }
}
