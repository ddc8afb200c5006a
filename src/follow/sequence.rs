//! What two lists share, in order.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// For each of the first list which of the second it is, or nothing; rising.
///
/// # Complexity
/// n log n in the length of the lists; rests without anything unique cost what a diff of them does.
pub(crate) fn matches<T: Hash + Eq>(first: &[T], second: &[T]) -> Vec<Option<usize>> {
    let mut numbers: HashMap<&T, u32> = HashMap::new();
    let mut number = |item| {
        let next = u32::try_from(numbers.len()).expect("texts hold fewer than 2^32 sentences");
        *numbers.entry(item).or_insert(next)
    };
    let (of_first, of_second): (Vec<u32>, Vec<u32>) = (
        first.iter().map(&mut number).collect(),
        second.iter().map(&mut number).collect(),
    );
    // What the other list lacks cannot be shared, and without it texts with nothing in common cost nothing.
    let candidates = |list: &[u32], other: &[u32]| -> Vec<usize> {
        let known: HashSet<u32> = other.iter().copied().collect();
        (0..list.len()).filter(|&at| known.contains(&list[at])).collect()
    };
    let (firsts, seconds) = (candidates(&of_first, &of_second), candidates(&of_second, &of_first));
    let pick = |list: &[u32], at: &[usize]| -> Vec<u32> { at.iter().map(|&at| list[at]).collect() };
    let mut found = vec![None; first.len()];
    for (o, n) in in_order(&pick(&of_first, &firsts), &pick(&of_second, &seconds), 0) {
        found[firsts[o]] = Some(seconds[n]);
    }
    found
}

/// Pairs of positions that hold the same, rising on both sides.
///
/// Sentences that stand once in both lists come first, then their equal neighbours, then what is unique between two
/// of these: so a repeated sentence is told from its likes by what stands around it. What is left between two pairs
/// is small, or holds nothing that could be told apart; large rests are given to a diff with a bounded effort.
///
/// # Complexity
/// n log n in the length of the lists.
pub(crate) fn same_in_order(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    in_order(old, new, SMALL)
}

/// Rests of at most `small` pairs without anything unique are left alone.
fn in_order(old: &[u32], new: &[u32], small: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut open = vec![(0..old.len(), 0..new.len())];
    while let Some((mut old_range, mut new_range)) = open.pop() {
        while !old_range.is_empty() && !new_range.is_empty() && old[old_range.start] == new[new_range.start] {
            pairs.push((old_range.start, new_range.start));
            old_range.start += 1;
            new_range.start += 1;
        }
        while !old_range.is_empty() && !new_range.is_empty() && old[old_range.end - 1] == new[new_range.end - 1] {
            old_range.end -= 1;
            new_range.end -= 1;
            pairs.push((old_range.end, new_range.end));
        }
        if old_range.is_empty() || new_range.is_empty() {
            continue;
        }
        let anchors = unique_in_both(old, new, &old_range, &new_range);
        if anchors.is_empty() {
            if old_range.len() * new_range.len() > small {
                diff(old, new, &old_range, &new_range, &mut pairs);
            }
            continue;
        }
        let (mut old_at, mut new_at) = (old_range.start, new_range.start);
        for (o, n) in anchors {
            pairs.push((o, n));
            open.push((old_at..o, new_at..n));
            (old_at, new_at) = (o + 1, n + 1);
        }
        open.push((old_at..old_range.end, new_at..new_range.end));
    }
    pairs.sort_unstable();
    pairs
}

/// Rests of at most so many pairs are left to the search for near matches, which sees exact ones too and weighs
/// them against what stands around.
pub(crate) const SMALL: usize = 40_000;

fn unique_in_both(old: &[u32], new: &[u32], old_range: &Range<usize>, new_range: &Range<usize>) -> Vec<(usize, usize)> {
    longest_rising(&unique(old, new, old_range, new_range))
}

/// What stands once in both stretches, sorted by the place in the first.
pub(crate) fn unique(
    old: &[u32],
    new: &[u32],
    old_range: &Range<usize>,
    new_range: &Range<usize>,
) -> Vec<(usize, usize)> {
    // Position of an item that stands once, none of one that stands more often.
    let once = |list: &[u32], range: &Range<usize>| {
        let mut places: HashMap<u32, Option<usize>> = HashMap::new();
        for at in range.clone() {
            places
                .entry(list[at])
                .and_modify(|place| *place = None)
                .or_insert(Some(at));
        }
        places
    };
    let (in_old, in_new) = (once(old, old_range), once(new, new_range));
    let shared = old_range
        .clone()
        .filter(|&at| in_old.get(&old[at]) == Some(&Some(at)))
        .filter_map(|at| Some((at, (*in_new.get(&old[at])?)?)));
    shared.collect()
}

/// The longest chain of pairs that rises on the second side too; the pairs come sorted by the first.
pub(crate) fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Patience sorting: the last pair of the best chain of each length, and what each pair follows.
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|&top| pairs[top].1 < pair.1);
        before.push(pile.checked_sub(1).map(|below| tops[below]));
        if pile == tops.len() {
            tops.push(index);
        } else {
            tops[pile] = index;
        }
    }
    let mut chain = Vec::with_capacity(tops.len());
    let mut at = tops.last().copied();
    while let Some(index) = at {
        chain.push(pairs[index]);
        at = before[index];
    }
    chain.reverse();
    chain
}

fn diff(old: &[u32], new: &[u32], old_range: &Range<usize>, new_range: &Range<usize>, pairs: &mut Vec<(usize, usize)>) {
    let ops = capture_diff_slices(Algorithm::Myers, &old[old_range.clone()], &new[new_range.clone()]);
    for op in ops {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            pairs.extend((0..len).map(|step| {
                let (old, new) = (old_index + step, new_index + step);
                (old_range.start + old, new_range.start + new)
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::same_in_order;

    fn same(old: &str, new: &str) -> String {
        let read = |list: &str| list.chars().map(u32::from).collect::<Vec<_>>();
        let (mut from, mut to) = (vec!['.'; old.len()], vec!['.'; new.len()]);
        for (o, n) in same_in_order(&read(old), &read(new)) {
            from[o] = char::from(old.as_bytes()[o]);
            to[n] = char::from(new.as_bytes()[n]);
        }
        format!("{} {}", String::from_iter(from), String::from_iter(to))
    }

    #[test]
    fn repeated_items_are_told_apart_by_their_neighbours() {
        assert_eq!(same("anbncn", "anbcn"), "anb.cn anbcn");
        assert_eq!(same("anbncn", "bncn"), "..bncn bncn");
        assert_eq!(same("anbn", "axbn"), "a.bn a.bn");
    }

    #[test]
    fn of_two_that_crossed_one_is_in_order() {
        assert_eq!(same("abcXYd", "aXYbcd").matches(char::is_alphabetic).count(), 8);
    }

    #[test]
    fn large_lists_without_any_unique_item_cost_little() {
        let list = |seed: u64| -> Vec<u32> {
            let mut state = seed;
            let next = |_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                u32::try_from(state >> 62).unwrap()
            };
            (0..20_000).map(next).collect()
        };
        let (old, new) = (list(1), list(2));
        let pairs = same_in_order(&old, &new);
        assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
        assert!(pairs.iter().all(|&(o, n)| old[o] == new[n]));
    }
}
