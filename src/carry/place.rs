//! Which links can stand in the texts as they are now, and as which beads.

use std::collections::{BTreeMap, BTreeSet};

use super::recut::Fixed;
use super::trace::Fate;
use crate::text::Span;

/// A stretch of both texts; an empty side is a place between two sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) sides: [Span; 2],
}

impl Stretch {
    /// Whether this one stands before another on both sides.
    fn is_before(&self, other: &Self) -> bool {
        (0..2).all(|side| self.sides[side].end <= other.sides[side].start)
    }

    const fn is_null(&self) -> bool {
        self.sides[0].is_empty() || self.sides[1].is_empty()
    }
}

/// What a stored link holds that must not be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// A person decided it.
    Pinned,
    /// It is stale, from before.
    Stale,
    /// Nothing.
    Free,
}

/// A stored link with what became of its sentences.
#[derive(Debug, Clone)]
pub(super) struct Traced {
    pub(super) weight: Weight,
    /// By side what became of each sentence.
    pub(super) fates: [Vec<Fate>; 2],
}

impl Traced {
    /// Where all sentences of a side stand, when there is nothing else between the first and the last but `slack`
    /// letters.
    fn hull(&self, side: usize, text: &str, exact: bool) -> Option<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for fate in &self.fates[side] {
            match fate {
                Fate::Same { span, .. } => spans.push(*span),
                Fate::Changed { span, .. } if !exact => spans.push(*span),
                Fate::Gone if !exact => {}
                _ => return None,
            }
        }
        let in_order = spans.windows(2).all(|two| two[0].end <= two[1].start);
        let start = spans.iter().map(|span| span.start).min()?;
        let end = spans.iter().map(|span| span.end).max()?;
        if exact {
            let between = |two: &[Span]| text[two[0].end..two[1].start].trim().is_empty();
            return (in_order && spans.windows(2).all(between)).then_some(Span::new(start, end));
        }
        // What was put between is part of the proposal unless it outweighs the sentences themselves.
        let own: usize = spans.iter().map(|span| span.len()).sum();
        (end - start <= 2 * own + 1).then_some(Span::new(start, end))
    }

    /// Where all sentences of a side stand untouched, with nothing between; nothing where there is none.
    pub(super) fn whole(&self, side: usize, text: &str) -> Option<Span> {
        self.hull(side, text, true)
    }

    /// Whether all sentences of a side stand there untouched, with nothing between.
    pub(super) fn stands_together(&self, side: usize, text: &str) -> bool {
        self.fates[side].is_empty() || self.hull(side, text, true).is_some()
    }

    fn moved(&self) -> bool {
        let mut fates = self.fates.iter().flatten();
        fates.any(|fate| matches!(fate, Fate::Same { moved: true, .. }))
    }
}

/// Where links stand, in the order of the texts.
#[derive(Debug)]
pub(super) struct Placed {
    /// The stretch, and the links that stand there: one, or several stale ones whose sentences were joined.
    pub(super) stretches: Vec<(Stretch, Vec<usize>)>,
    /// By link whether it stands, pinned and untouched.
    pub(super) pinned: Vec<bool>,
}

/// Finds a place for every pinned link whose sentences are untouched, and for as many stale ones as fit between.
///
/// # Complexity
/// n log n in the links.
pub(super) fn place(links: &[Traced], texts: [&str; 2]) -> Placed {
    let mut pinned = vec![false; links.len()];
    let stretch = |link: &Traced, exact: bool| -> Option<Stretch> {
        let side = |side: usize| {
            if link.fates[side].is_empty() {
                return Some(Span::new(0, 0));
            }
            link.hull(side, texts[side], exact)
        };
        Some(Stretch {
            sides: [side(0)?, side(1)?],
        })
    };
    let mut matches = Vec::new();
    let mut nulls = Vec::new();
    let mut loose = Vec::new();
    for (index, link) in links.iter().enumerate() {
        match (link.weight, stretch(link, true)) {
            (Weight::Free, _) => {}
            (Weight::Pinned, Some(at)) if at.is_null() => nulls.push((index, at)),
            (Weight::Pinned, Some(at)) => matches.push((index, at)),
            _ => loose.push(index),
        }
    }
    let mut chain = Chain::default();
    for (index, at) in heaviest(&matches, links) {
        pinned[index] = true;
        chain.insert(at, vec![index]);
    }
    loose.extend(matches.iter().map(|&(index, _)| index).filter(|&index| !pinned[index]));
    loose.sort_unstable();
    let loose = loose
        .into_iter()
        .filter_map(|index| Some((index, stretch(&links[index], false)?)));
    let (loose_nulls, loose): (Vec<_>, Vec<_>) = loose.partition(|(_, at)| at.is_null());
    // A pinned null bead goes before a stale link that would take its sentence in.
    let lone = [0, 1].map(|side| -> BTreeSet<usize> {
        let spans = nulls.iter().map(|(_, at)| at.sides[side]);
        spans.filter(|span| !span.is_empty()).map(|span| span.start).collect()
    });
    for (at, members) in joined(&loose) {
        let takes_in = |side: usize| lone[side].range(at.sides[side].range()).next().is_some();
        if chain.has_room_for(&at) && !takes_in(0) && !takes_in(1) {
            chain.insert(at, members);
        }
    }
    let beside = Beside::new(links);
    for (of, is_pinned) in [(nulls, true), (loose_nulls, false)] {
        for (index, at) in of {
            let side = usize::from(links[index].fates[0].is_empty());
            let Some(room) = chain.room(side, at.sides[side]) else {
                continue;
            };
            let mut sides = at.sides;
            let place = beside.place(index, 1 - side, room);
            sides[1 - side] = Span::new(place, place);
            chain.insert(Stretch { sides }, vec![index]);
            pinned[index] = is_pinned;
        }
    }
    Placed {
        stretches: chain.finish(),
        pinned,
    }
}

/// The links, each with the place where its neighbours are on a side.
struct Beside {
    /// By side and link the end of the last sentence before it, and the start of the first after it.
    around: [Vec<[Option<usize>; 2]>; 2],
}

impl Beside {
    fn new(links: &[Traced]) -> Self {
        let of_side = |side: usize| {
            let mut around = vec![[None; 2]; links.len()];
            let mut last = None;
            for (link, around) in links.iter().zip(&mut around) {
                around[0] = last;
                last = link.fates[side]
                    .iter()
                    .rev()
                    .find_map(|fate| fate.span())
                    .map(|span| span.end)
                    .or(last);
            }
            let mut next = None;
            for (link, around) in links.iter().zip(&mut around).rev() {
                around[1] = next;
                next = link.fates[side]
                    .iter()
                    .find_map(|fate| fate.span())
                    .map(|span| span.start)
                    .or(next);
            }
            around
        };
        Self {
            around: [of_side(0), of_side(1)],
        }
    }

    /// Where a link without sentences on a side stands there: after its old neighbour if it can, else before the
    /// other one, else as near as it can.
    fn place(&self, link: usize, side: usize, (low, high): (usize, usize)) -> usize {
        let [before, after] = self.around[side][link];
        let fitting = [before, after]
            .into_iter()
            .flatten()
            .find(|place| (low..=high).contains(place));
        fitting.unwrap_or_else(|| before.or(after).unwrap_or(low).clamp(low, high))
    }
}

/// Stretches in order on both sides.
#[derive(Debug, Default)]
struct Chain {
    /// By each side: start there, start on the other side, ends; these orders are the same.
    by_side: [BTreeMap<[usize; 4], usize>; 2],
    stretches: Vec<(Stretch, Vec<usize>)>,
}

fn key(at: &Stretch, side: usize) -> [usize; 4] {
    let (here, there) = (at.sides[side], at.sides[1 - side]);
    [here.start, there.start, here.end, there.end]
}

impl Chain {
    fn insert(&mut self, at: Stretch, members: Vec<usize>) {
        for side in 0..2 {
            self.by_side[side].insert(key(&at, side), self.stretches.len());
        }
        self.stretches.push((at, members));
    }

    /// The last stretch that begins at or before a place of a side, and the first that begins after it.
    fn around(&self, side: usize, place: usize) -> [Option<&Stretch>; 2] {
        let after = [place + 1, 0, 0, 0];
        let stretch = |(_, &index): (&[usize; 4], &usize)| &self.stretches[index].0;
        let map = &self.by_side[side];
        [
            map.range(..after).next_back().map(stretch),
            map.range(after..).next().map(stretch),
        ]
    }

    fn has_room_for(&self, at: &Stretch) -> bool {
        let [before, after] = self.around(0, at.sides[0].start);
        before.is_none_or(|before| before.is_before(at)) && after.is_none_or(|after| at.is_before(after))
    }

    /// What is free on the other side of a span of one side, from where to where.
    fn room(&self, side: usize, span: Span) -> Option<(usize, usize)> {
        let [before, after] = self.around(side, span.start);
        let fits = before.is_none_or(|before| before.sides[side].end <= span.start)
            && after.is_none_or(|after| span.end <= after.sides[side].start);
        let low = before.map_or(0, |before| before.sides[1 - side].end);
        let high = after.map_or(usize::MAX, |after| after.sides[1 - side].start);
        (fits && low <= high).then_some((low, high))
    }

    fn finish(mut self) -> Vec<(Stretch, Vec<usize>)> {
        let order: Vec<usize> = self.by_side[0].values().copied().collect();
        let mut take = |index: usize| {
            let (at, members) = &mut self.stretches[index];
            (*at, std::mem::take(members))
        };
        order.into_iter().map(&mut take).collect()
    }
}

/// Of links in any order the heaviest choice that is in order on both sides. Links of which nothing moved are in
/// order among themselves and weigh more than all others together.
fn heaviest(matches: &[(usize, Stretch)], links: &[Traced]) -> Vec<(usize, Stretch)> {
    let mut order: Vec<usize> = (0..matches.len()).collect();
    order.sort_unstable_by_key(|&at| matches[at].1.sides[0].start);
    let mut columns: Vec<usize> = matches.iter().map(|(_, at)| at.sides[1].start).collect();
    columns.sort_unstable();
    let much = u64::try_from(matches.len()).unwrap_or(u64::MAX).saturating_add(1);
    // A Fenwick tree of prefix maxima.
    let mut tree: Vec<(u64, Option<usize>)> = vec![(0, None); columns.len() + 1];
    let mut before: Vec<Option<usize>> = vec![None; matches.len()];
    let mut best: (u64, Option<usize>) = (0, None);
    for at in order {
        let (index, stretch) = &matches[at];
        let column = columns.partition_point(|&start| start < stretch.sides[1].start);
        let mut prefix = (0, None);
        let mut slot = column;
        while slot > 0 {
            if tree[slot].0 > prefix.0 {
                prefix = tree[slot];
            }
            slot &= slot - 1;
        }
        before[at] = prefix.1;
        let weight = prefix.0 + if links[*index].moved() { 1 } else { much };
        let mut slot = column + 1;
        while slot < tree.len() {
            if weight > tree[slot].0 {
                tree[slot] = (weight, Some(at));
            }
            slot += slot & slot.wrapping_neg();
        }
        if weight > best.0 {
            best = (weight, Some(at));
        }
    }
    let mut chosen = Vec::new();
    let mut at = best.1;
    while let Some(index) = at {
        chosen.push(matches[index]);
        at = before[index];
    }
    chosen.reverse();
    chosen
}

/// Rounds in which stretches that overlap are joined; joining makes them longer, so that they may overlap others.
const ROUNDS: usize = 8;

/// Joins stretches that overlap on a side.
fn joined(loose: &[(usize, Stretch)]) -> Vec<(Stretch, Vec<usize>)> {
    let mut groups: Vec<(Stretch, Vec<usize>)> = loose.iter().map(|&(index, at)| (at, vec![index])).collect();
    for _ in 0..ROUNDS {
        let before = groups.len();
        for side in 0..2 {
            groups.sort_by_key(|(at, _)| at.sides[side].start);
            let mut next: Vec<(Stretch, Vec<usize>)> = Vec::with_capacity(groups.len());
            for (at, members) in groups {
                match next.last_mut() {
                    Some((last, list)) if at.sides[side].start < last.sides[side].end => {
                        for side in 0..2 {
                            let (a, b) = (last.sides[side], at.sides[side]);
                            last.sides[side] = Span::new(a.start.min(b.start), a.end.max(b.end));
                        }
                        list.extend(members);
                    }
                    _ => next.push((at, members)),
                }
            }
            groups = next;
        }
        if groups.len() == before {
            break;
        }
    }
    for (_, members) in &mut groups {
        members.sort_unstable();
    }
    groups.sort_by_key(|(_, members)| members[0]);
    groups
}

/// The sentences that links in their places fix on a side.
pub(super) fn fixed(links: &[Traced], placed: &Placed, side: usize) -> Vec<Fixed> {
    let members = placed.stretches.iter().flat_map(|(_, members)| members);
    let fates = members.flat_map(|&index| &links[index].fates[side]);
    fates
        .filter_map(|fate| match *fate {
            Fate::Gone => None,
            Fate::Same { span, .. } => Some(Fixed { span, whole: true }),
            Fate::Changed { span, .. } => Some(Fixed { span, whole: false }),
        })
        .collect()
}
