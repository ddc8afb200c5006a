//! Sentences that go from one link to another.

use std::ops::Range;

use super::{
    Link, OpError, Patch, Place, SentenceName, State, by_side, decided, decided_in_the_way, rest, whole_or_rest,
};
use crate::text::Side;

impl State {
    pub(super) fn first_up(&self, at: &SentenceName) -> Result<Patch, OpError> {
        let (link, side) = (self.find(at)?.link, at.side);
        let before = link.checked_sub(1).ok_or(OpError::First)?;
        let [upper, lower] = [&self.file.links[before], &self.file.links[link]];
        let own = lower.texts(side);
        let taken = [upper.texts(side), &own[..1]].concat();
        self.pass(before, side, [taken, own[1..].to_vec()], 0)
    }

    pub(super) fn last_down(&self, at: &SentenceName) -> Result<Patch, OpError> {
        let (link, side) = (self.find(at)?.link, at.side);
        let lower = self.file.links.get(link + 1).ok_or(OpError::Last)?;
        let own = self.file.links[link].texts(side);
        let keep = own.len() - 1;
        let taken = [&own[keep..], lower.texts(side)].concat();
        self.pass(link, side, [own[..keep].to_vec(), taken], 1)
    }

    /// Two neighbouring links whose side is shared out anew; `taker` says which of them got something.
    fn pass(&self, from: usize, side: Side, shares: [Vec<String>; 2], taker: usize) -> Result<Patch, OpError> {
        let links = &self.file.links[from..from + 2];
        let mut after = Vec::with_capacity(2);
        for (index, (link, share)) in links.iter().zip(shares).enumerate() {
            let (source, target) = by_side(side, share, link.texts(side.other()).to_vec());
            if index == taker {
                after.push(decided(source, target, std::iter::once(link)));
            } else {
                after.extend(rest(link, source, target));
            }
        }
        // The note of a link that is no more goes with its sentences.
        if let ([only], Some(note)) = (after.as_mut_slice(), &links[1 - taker].note) {
            let notes = only.note.take().into_iter().chain([note.clone()]);
            only.note = Some(notes.collect::<Vec<_>>().join("\n"));
        }
        self.change(from, 2, after)
    }

    pub(super) fn merge(&self, first: usize) -> Result<Patch, OpError> {
        let links = self.file.links.get(first..first + 2).ok_or(OpError::Last)?;
        let all = |side: Side| links.iter().flat_map(|link| link.texts(side)).cloned().collect();
        let merged = decided(all(Side::Source), all(Side::Target), links.iter());
        self.change(first, 2, vec![merged])
    }

    pub(super) fn split(&self, at: &SentenceName, with: Option<&SentenceName>) -> Result<Patch, OpError> {
        let Place { link, position } = self.find(at)?;
        let of = &self.file.links[link];
        let cut = match with {
            Some(with) if with.side == at.side => return Err(OpError::OneSide { side: at.side }),
            Some(with) => {
                let there = self.find(with)?;
                if there.link != link {
                    return Err(OpError::TwoLinks);
                }
                there.position
            }
            None => of.texts(at.side.other()).len(),
        };
        if position == 0 && cut == 0 {
            return Err(OpError::NothingBefore);
        }
        let halves = |from: [usize; 2], to: [usize; 2]| {
            let texts = |side: Side, index: usize| of.texts(side)[from[index]..to[index]].to_vec();
            by_side(at.side, texts(at.side, 0), texts(at.side.other(), 1))
        };
        let ends = [of.texts(at.side).len(), of.texts(at.side.other()).len()];
        let (source, target) = halves([0, 0], [position, cut]);
        let first = decided(source, target, std::iter::once(of));
        let (source, target) = halves([position, cut], ends);
        let second = decided(source, target, std::iter::empty());
        self.change(link, 1, vec![first, second])
    }

    pub(super) fn null_out(&self, at: &SentenceName) -> Result<Patch, OpError> {
        let (Place { link, position }, side) = (self.find(at)?, at.side);
        let of = &self.file.links[link];
        let own = of.texts(side);
        if of.is_null() && own.len() == 1 {
            // It is alone already; that is now decided.
            return self.change(
                link,
                1,
                vec![decided(of.source.clone(), of.target.clone(), std::iter::once(of))],
            );
        }
        let (first, last) = (position == 0, position + 1 == own.len());
        if !first && !last {
            return Err(OpError::Between);
        }
        let (source, target) = by_side(side, vec![own[position].clone()], Vec::new());
        let alone = decided(source, target, std::iter::empty());
        let left = if first { &own[1..] } else { &own[..position] };
        let (source, target) = by_side(side, left.to_vec(), of.texts(side.other()).to_vec());
        let left = rest(of, source, target);
        let after = match (left, first) {
            (None, _) => vec![alone],
            (Some(left), true) => vec![alone, left],
            (Some(left), false) => vec![left, alone],
        };
        self.change(link, 1, after)
    }

    pub(super) fn put(&self, at: &SentenceName, to: &SentenceName) -> Result<Patch, OpError> {
        let (Place { link, position }, goal, side) = (self.find(at)?, self.find(to)?.link, at.side);
        let down = goal > link;
        if goal == link {
            return Ok(Patch::new(link, Vec::new(), Vec::new())?);
        }
        let (from, to) = (link.min(goal), link.max(goal));
        if let Some(between) = self.file.links[from + 1..to]
            .iter()
            .find(|link| link.status.is_pinned())
        {
            return Err(decided_in_the_way(between));
        }
        let mut carried = Vec::new();
        let mut after = Vec::new();
        for (index, of) in self.file.links[from..=to]
            .iter()
            .enumerate()
            .map(|(i, of)| (from + i, of))
        {
            let own = of.texts(side);
            let other = of.texts(side.other()).to_vec();
            let stays = match index {
                _ if index == goal => 0..own.len(),
                _ if index == link && down => 0..position,
                _ if index == link => position + 1..own.len(),
                _ => 0..0,
            };
            if index == goal {
                let share = if down {
                    [carried.as_slice(), own].concat()
                } else {
                    // What is carried up comes from below and is put in when all of it is known.
                    own.to_vec()
                };
                let (source, target) = by_side(side, share, other);
                after.push(decided(source, target, std::iter::once(of)));
                continue;
            }
            let left: Vec<String> = own[stays.clone()].to_vec();
            let goes = match down {
                _ if index != link => 0..own.len(),
                true => stays.end..own.len(),
                false => 0..stays.start,
            };
            carried.extend_from_slice(&own[goes]);
            let (source, target) = by_side(side, left, other);
            after.extend(rest(of, source, target));
        }
        if !down && let Some(goal) = after.first_mut() {
            match side {
                Side::Source => goal.source.append(&mut carried),
                Side::Target => goal.target.append(&mut carried),
            }
        }
        self.change(from, to - from + 1, after)
    }

    pub(super) fn group(&self, source: &[SentenceName], target: &[SentenceName]) -> Result<Patch, OpError> {
        let mut ranges = [0..0, 0..0];
        for (side, names) in [(Side::Source, source), (Side::Target, target)] {
            ranges[side.index()] = self.stretch(side, names)?;
        }
        let starts = self.starts();
        // On a side that holds nothing the group stands where the other side's first sentence does.
        let holder = |range: &Range<usize>, side: Side| {
            starts
                .partition_point(|start| start[side.index()] <= range.start)
                .saturating_sub(1)
        };
        for (side, other) in [(Side::Source, Side::Target), (Side::Target, Side::Source)] {
            if ranges[side.index()].is_empty() {
                let link = holder(&ranges[other.index()], other);
                let first = ranges[other.index()].start == starts[link][other.index()];
                let end = starts[link][side.index()] + self.file.links[link].texts(side).len();
                let at = if first { starts[link][side.index()] } else { end };
                ranges[side.index()] = at..at;
            }
        }
        let touches = |index: usize| {
            (0..2).any(|side| {
                let (start, end) = (starts[index][side], starts[index + 1][side]);
                start < ranges[side].end && ranges[side].start < end
            })
        };
        let touched: Vec<usize> = (0..self.file.links.len()).filter(|&index| touches(index)).collect();
        let (Some(&from), Some(&to)) = (touched.first(), touched.last()) else {
            return Err(OpError::Scattered);
        };
        let links = &self.file.links[from..=to];
        let part = |index: usize, cut: [Range<usize>; 2]| {
            let of = &self.file.links[index];
            let texts = |side: Side| {
                let begin = starts[index][side.index()];
                let within = |at: usize| at.clamp(begin, begin + of.texts(side).len()) - begin;
                let Range { start, end } = &cut[side.index()];
                of.texts(side)[within(*start)..within(*end).max(within(*start))].to_vec()
            };
            (of, texts(Side::Source), texts(Side::Target))
        };
        let left = |cut: [Range<usize>; 2]| {
            let parts = (from..=to).map(|index| part(index, cut.clone()));
            let left: Vec<Link> = parts
                .filter_map(|(of, source, target)| whole_or_rest(of, source, target))
                .collect();
            left
        };
        let mut after = left([0..ranges[0].start, 0..ranges[1].start]);
        let grouped = |side: Side| {
            let all = links.iter().flat_map(|link| link.texts(side));
            let range = &ranges[side.index()];
            all.skip(range.start - starts[from][side.index()])
                .take(range.len())
                .cloned()
                .collect()
        };
        let group = decided(
            grouped(Side::Source),
            grouped(Side::Target),
            links.iter().filter(|link| link.is_null()),
        );
        let mut tail = left([ranges[0].end..usize::MAX, ranges[1].end..usize::MAX]);
        // A decision is only taken apart by who names it.
        let torn = |link: &&Link| link.status.is_pinned() && !after.contains(link) && !tail.contains(link);
        if links.len() > 1
            && let Some(link) = links.iter().find(torn)
        {
            return Err(decided_in_the_way(link));
        }
        after.push(group);
        after.append(&mut tail);
        self.change(from, to - from + 1, after)
    }

    /// By link how many sentences of each side stand before it; one more at the end.
    fn starts(&self) -> Vec<[usize; 2]> {
        let mut next = [0, 0];
        let mut starts = vec![next];
        for link in &self.file.links {
            next = [next[0] + link.source.len(), next[1] + link.target.len()];
            starts.push(next);
        }
        starts
    }

    /// Where neighbouring sentences stand among those of their side.
    fn stretch(&self, side: Side, names: &[SentenceName]) -> Result<Range<usize>, OpError> {
        let mut range: Option<Range<usize>> = None;
        for name in names {
            if name.side != side {
                return Err(OpError::OneSide { side: name.side });
            }
            let Place { link, position } = self.find(name)?;
            let before: usize = self.file.links[..link].iter().map(|link| link.texts(side).len()).sum();
            let at = before + position;
            range = match range {
                None => Some(at..at + 1),
                Some(range) if range.end == at => Some(range.start..at + 1),
                Some(_) => return Err(OpError::Scattered),
            };
        }
        Ok(range.unwrap_or(0..0))
    }
}
