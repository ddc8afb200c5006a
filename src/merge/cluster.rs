//! Which decisions contradict each other, and the smallest group that holds them all.

use std::ops::Range;

use super::version::Group;

/// Decisions that stand or fall together; only one, where nothing contradicts it.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    /// The sentences of all of them and what lies between.
    pub(super) hull: Group,
    /// Numbers of the decisions.
    pub(super) members: Vec<usize>,
}

impl Cluster {
    fn absorb(&mut self, other: Self) {
        let hull = |side: usize| span(&self.hull.sides[side], &other.hull.sides[side]);
        self.hull = Group::new(hull(0), hull(1));
        self.members.extend(other.members);
    }
}

fn span(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    if one.is_empty() {
        return other.clone();
    }
    if other.is_empty() {
        return one.clone();
    }
    one.start.min(other.start)..one.end.max(other.end)
}

/// Gathers decisions that cannot stand in one alignment: a sentence in two of them, or two that cross.
///
/// # Complexity
/// n log n, and once more for each round in which a group with one side only joins others.
pub(super) fn clusters(decisions: &[Group]) -> Vec<Cluster> {
    let (mut pairs, mut lone): (Vec<_>, Vec<_>) = decisions
        .iter()
        .enumerate()
        .map(|(index, group)| Cluster {
            hull: group.clone(),
            members: vec![index],
        })
        .partition(|cluster| cluster.hull.is_pair());
    lone = join_lone(lone);
    loop {
        pairs = join_crossing(pairs);
        let before = lone.len();
        let mut left = Vec::with_capacity(before);
        for cluster in lone {
            let side = usize::from(cluster.hull.sides[0].is_empty());
            let own = &cluster.hull.sides[side];
            let first = pairs.partition_point(|pair| pair.hull.sides[side].end <= own.start);
            match pairs.get_mut(first) {
                Some(pair) if pair.hull.sides[side].start < own.end => pair.absorb(cluster),
                _ => left.push(cluster),
            }
        }
        lone = left;
        if lone.len() == before {
            break;
        }
    }
    pairs.extend(lone);
    for cluster in &mut pairs {
        cluster.members.sort_unstable();
    }
    pairs
}

fn shares(one: &Group, other: &Group) -> bool {
    one.sides
        .iter()
        .zip(&other.sides)
        .any(|(one, other)| one.start < other.end && other.start < one.end)
}

/// Joins pairs until they follow each other on both sides.
fn join_crossing(mut pairs: Vec<Cluster>) -> Vec<Cluster> {
    pairs.sort_by(|one, other| one.hull.cmp(&other.hull));
    let mut joined: Vec<Cluster> = Vec::with_capacity(pairs.len());
    for mut cluster in pairs {
        // What crosses a cluster further back crosses all after it too.
        while let Some(last) = joined.pop() {
            let follows = |side: usize| last.hull.sides[side].end <= cluster.hull.sides[side].start;
            if follows(0) && follows(1) {
                joined.push(last);
                break;
            }
            cluster.absorb(last);
        }
        joined.push(cluster);
    }
    joined
}

/// Joins groups of one side that share sentences.
fn join_lone(mut lone: Vec<Cluster>) -> Vec<Cluster> {
    lone.sort_by(|one, other| one.hull.cmp(&other.hull));
    let mut joined: Vec<Cluster> = Vec::with_capacity(lone.len());
    for cluster in lone {
        match joined.last_mut() {
            Some(last) if shares(&last.hull, &cluster.hull) => last.absorb(cluster),
            _ => joined.push(cluster),
        }
    }
    joined
}
