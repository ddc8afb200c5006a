//! Putting groups of sentences in place so that they tile both sides in order.

use std::collections::BTreeMap;
use std::ops::Range;

use super::settle::Judgement;
use super::version::Group;

/// Groups that hold to each other: no sentence twice, none crossing.
#[derive(Debug, Default)]
pub(super) struct Board {
    /// By the first source sentence.
    pairs: BTreeMap<usize, Placed>,
    /// Groups with one side only, by their first sentence.
    lone: [BTreeMap<usize, Placed>; 2],
    taken: [Vec<bool>; 2],
}

/// A group in its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) group: Group,
    pub(super) judgement: Judgement,
    /// Whether two decisions that contradict each other stand behind it.
    pub(super) disputed: bool,
}

/// Sentences that no group holds, between two pairs that follow each other.
#[derive(Debug)]
pub(super) struct Gap {
    /// Runs of free sentences of each side.
    pub(super) free: [Vec<Range<usize>>; 2],
}

impl Board {
    pub(super) fn new(sizes: [usize; 2]) -> Self {
        Self {
            taken: sizes.map(|size| vec![false; size]),
            ..Self::default()
        }
    }

    /// Puts a group in place if it goes together with all that stand there. Returns whether it does.
    pub(super) fn place(&mut self, placed: Placed) -> bool {
        let [source, target] = placed.group.sides.clone();
        if self.taken[0][source.clone()].contains(&true) || self.taken[1][target.clone()].contains(&true) {
            return false;
        }
        if placed.group.is_pair() {
            let before = self.pairs.range(..source.start).next_back();
            let after = self.pairs.range(source.start..).next();
            let fits = before.is_none_or(|(_, pair)| pair.group.sides[1].end <= target.start)
                && after.is_none_or(|(_, pair)| target.end <= pair.group.sides[1].start);
            if !fits {
                return false;
            }
        }
        self.taken[0][source.clone()].fill(true);
        self.taken[1][target.clone()].fill(true);
        if placed.group.is_pair() {
            self.pairs.insert(source.start, placed);
        } else if target.is_empty() {
            self.lone[0].insert(source.start, placed);
        } else {
            self.lone[1].insert(target.start, placed);
        }
        true
    }

    /// Where sentences are left.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let mut starts = [0; 2];
        let ends = self.taken.iter().map(Vec::len);
        let end = ends.collect::<Vec<_>>();
        let bounds = self.pairs.values().map(|pair| pair.group.sides.clone());
        let last = [end[0]..end[0], end[1]..end[1]];
        let mut gaps = Vec::new();
        for sides in bounds.chain([last]) {
            let free = [0, 1].map(|side: usize| self.free_runs(side, starts[side]..sides[side].start));
            if free.iter().any(|runs| !runs.is_empty()) {
                gaps.push(Gap { free });
            }
            starts = [sides[0].end, sides[1].end];
        }
        gaps
    }

    fn free_runs(&self, side: usize, range: Range<usize>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for index in range.filter(|&index| !self.taken[side][index]) {
            match runs.last_mut() {
                Some(run) if run.end == index => run.end += 1,
                _ => runs.push(index..index + 1),
            }
        }
        runs
    }

    /// All groups in order. Between two pairs the order of groups with one side only is free;
    /// `source_first` tells it for two of different sides.
    pub(super) fn in_order(self, source_first: impl Fn(&Group, &Group) -> bool) -> Vec<Placed> {
        let [source, target] = self.lone;
        let mut source = source.into_values().peekable();
        let mut target = target.into_values().peekable();
        let mut ordered = Vec::new();
        let mut until = |ordered: &mut Vec<Placed>, ends: [usize; 2]| {
            loop {
                let sources = source.peek().filter(|placed| placed.group.sides[0].start < ends[0]);
                let targets = target.peek().filter(|placed| placed.group.sides[1].start < ends[1]);
                let take_source = match (sources, targets) {
                    (None, None) => break,
                    (Some(source), Some(target)) => source_first(&source.group, &target.group),
                    (source, _) => source.is_some(),
                };
                ordered.extend(if take_source { source.next() } else { target.next() });
            }
        };
        for pair in self.pairs.into_values() {
            until(&mut ordered, [pair.group.sides[0].start, pair.group.sides[1].start]);
            ordered.push(pair);
        }
        until(&mut ordered, [usize::MAX; 2]);
        ordered
    }
}
