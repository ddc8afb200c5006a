//! What of both texts decisions claim.

use std::collections::BTreeMap;

use super::entry::{Entry, Origin};
use super::place::{Traced, Weight, place};
use super::text::Text;
use super::trace::Fate;
use crate::text::Span;

/// What is claimed of both texts.
pub(super) struct Claims {
    /// The stretches of links with sentences on both sides, in order on both.
    matches: Vec<[Span; 2]>,
    /// By side where sentences of null beads begin and end. Such a bead has no place of its own on the other side: it
    /// goes wherever the links around it leave it room.
    nulls: [BTreeMap<usize, usize>; 2],
}

impl Claims {
    /// What pinned links claim that stand; of some it is told by entry where they do.
    pub(super) fn of_standing(entries: &[Entry<'_>], standing: &[(usize, [Vec<Fate>; 2])], texts: [&Text; 2]) -> Self {
        let mut told = standing.iter().peekable();
        let mut links: Vec<Traced> = Vec::new();
        for (holder, entry) in entries.iter().enumerate() {
            let told = told.next_if(|(at, _)| *at == holder);
            if entry.origin == Origin::Link && entry.weight() == Weight::Pinned {
                let fates = told.map_or(&entry.traced.fates, |(_, fates)| fates).clone();
                links.push(Traced {
                    weight: Weight::Pinned,
                    fates,
                });
            }
        }
        let placed = place(&links, texts.map(|text| text.document.text().as_str()));
        let mut claims = Self {
            matches: Vec::new(),
            nulls: [BTreeMap::new(), BTreeMap::new()],
        };
        for (at, members) in placed.stretches {
            if members.iter().any(|&link| placed.pinned[link]) {
                match at.sides.map(|span| (!span.is_empty()).then_some(span)) {
                    [Some(source), Some(target)] => claims.matches.push([source, target]),
                    [Some(span), None] => claims.take_null(0, span),
                    [None, Some(span)] => claims.take_null(1, span),
                    [None, None] => {}
                }
            }
        }
        claims
    }

    /// How many claims there are.
    pub(super) fn len(&self) -> usize {
        self.matches.len() + self.nulls.iter().map(BTreeMap::len).sum::<usize>()
    }

    fn take_null(&mut self, side: usize, span: Span) {
        self.nulls[side].insert(span.start, span.end);
    }

    /// Claims the sentences of a decision, if nothing claims any of them and it is in order with all that is claimed.
    pub(super) fn take(&mut self, traced: &Traced, texts: [&Text; 2]) -> bool {
        let whole = |side: usize| traced.whole(side, texts[side].document.text().as_str());
        match [whole(0), whole(1)] {
            [Some(source), Some(target)] => {
                let at = self.matches.partition_point(|claimed| claimed[0].end <= source.start);
                let is_after = |claimed: &[Span; 2]| source.end <= claimed[0].start && target.end <= claimed[1].start;
                let fits = at
                    .checked_sub(1)
                    .is_none_or(|before| self.matches[before][1].end <= target.start)
                    && self.matches.get(at).is_none_or(is_after)
                    && self.has_no_null(0, source)
                    && self.has_no_null(1, target);
                if fits {
                    self.matches.insert(at, [source, target]);
                }
                fits
            }
            [Some(span), None] => self.take_free(0, span),
            [None, Some(span)] => self.take_free(1, span),
            [None, None] => false,
        }
    }

    fn take_free(&mut self, side: usize, span: Span) -> bool {
        let is_free = self.leaves_free(side, span);
        if is_free {
            self.take_null(side, span);
        }
        is_free
    }

    /// Whether nothing of a stretch of a side is claimed.
    pub(super) fn leaves_free(&self, side: usize, span: Span) -> bool {
        let at = self.matches.partition_point(|claimed| claimed[side].end <= span.start);
        let next = self.matches.get(at);
        next.is_none_or(|claimed| span.end <= claimed[side].start) && self.has_no_null(side, span)
    }

    fn has_no_null(&self, side: usize, span: Span) -> bool {
        let mut before = self.nulls[side].range(..span.end);
        before.next_back().is_none_or(|(_, &end)| end <= span.start)
    }
}
