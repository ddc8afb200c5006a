//! What stands once in both texts holds the rest in place.

use std::collections::HashMap;

use super::Tracer;
use crate::follow::near::{Group, Texts};
use crate::follow::sequence::{longest_rising, same_in_order, unique};
use crate::follow::wording::{Token, Tokens};

/// Tokens that two sentences begin with when they may be the same, cut otherwise, and most sentences looked at.
pub(super) const HEAD: usize = 3;
pub(super) const MOST_CANDIDATES: usize = 8;

/// Gives every run of tokens a number.
#[derive(Default)]
pub(super) struct Numbers<'a>(HashMap<&'a [Token], u32>);

impl<'a> Numbers<'a> {
    fn of(&mut self, tokens: &'a [Token]) -> u32 {
        let next = u32::try_from(self.0.len()).expect("texts hold fewer than 2^32 sentences");
        *self.0.entry(tokens).or_insert(next)
    }

    pub(super) fn of_sentences(&mut self, tokens: &'a Tokens) -> Vec<u32> {
        (0..tokens.len())
            .map(|index| self.of(tokens.of(index, index + 1)))
            .collect()
    }
}

impl Tracer<'_> {
    /// Finds what stands once in both texts, passages of now and sentences; returns the longest part of it that is in
    /// order.
    ///
    /// Passages that moved are known as a whole, with those of their sentences that stand elsewhere too.
    pub(super) fn find_frame(&mut self, passages: &[(usize, usize)]) -> Vec<Group> {
        let mut pieces: Vec<Group> = Vec::new();
        let mut in_passage = vec![false; self.homes.len()];
        for (old, new) in self.whole_passages(passages) {
            in_passage[old.0..old.1].fill(true);
            let (mut at, mut now) = (old.0, new.0);
            while at < old.1
                && let Some((p, q)) = self.texts.same_from(at, now)
            {
                pieces.push(Group {
                    old: (at, at + p),
                    new: (now, now + q),
                    same: true,
                });
                (at, now) = (at + p, now + q);
            }
        }
        let whole = pieces.len();
        let mut numbers = Numbers::default();
        let old_numbers = numbers.of_sentences(self.texts.old);
        let new_numbers = numbers.of_sentences(self.texts.new);
        let (all_old, all_new) = (0..old_numbers.len(), 0..new_numbers.len());
        let sentences = unique(&old_numbers, &new_numbers, &all_old, &all_new);
        let alone = sentences
            .into_iter()
            .filter(|&(o, _)| !in_passage[o])
            .map(|(o, n)| Group {
                old: (o, o + 1),
                new: (n, n + 1),
                same: true,
            });
        pieces.extend(alone);
        let mut places: Vec<(usize, usize, usize)> = pieces
            .iter()
            .enumerate()
            .map(|(index, piece)| (piece.old.0, piece.new.0, index))
            .collect();
        places.sort_unstable();
        let pairs: Vec<(usize, usize)> = places.iter().map(|&(o, n, _)| (o, n)).collect();
        let chain = longest_rising(&pairs);
        let mut chained = chain.iter().peekable();
        let mut frame = Vec::with_capacity(chain.len());
        for (o, n, index) in places {
            let in_order = chained.next_if(|&&pair| pair == (o, n)).is_some();
            if in_order || index < whole {
                self.set_same(pieces[index].old, pieces[index].new, !in_order);
            }
            if in_order {
                frame.push(pieces[index].clone());
            }
        }
        frame
    }

    /// The passages of now that stand word for word in one place of what was stored, and there alone.
    fn whole_passages(&self, passages: &[(usize, usize)]) -> Vec<((usize, usize), (usize, usize))> {
        let Texts { old, new, .. } = self.texts;
        let mut by_head: HashMap<&[Token], Vec<usize>> = HashMap::new();
        for o in 0..old.len() {
            let rest = &old.ids[old.starts[o]..];
            by_head.entry(&rest[..HEAD.min(rest.len())]).or_default().push(o);
        }
        // A sentence that is a passage may stand inside others too.
        let sentences = (0..new.len()).map(|at| (at, at + 1));
        let longer = passages.iter().copied().filter(|&(from, to)| to > from + 1);
        let mut often: HashMap<&[Token], u32> = HashMap::new();
        for (from, to) in sentences.chain(longer) {
            *often.entry(new.of(from, to)).or_default() += 1;
        }
        let mut found = Vec::new();
        for &(from, to) in passages {
            let tokens = new.of(from, to);
            let candidates = tokens.get(..HEAD).and_then(|head| by_head.get(head));
            let Some(candidates) = candidates.filter(|list| list.len() <= MOST_CANDIDATES) else {
                continue;
            };
            let place = |&o: &usize| {
                let start = old.starts[o];
                let same = old.ids.get(start..start + tokens.len()) == Some(tokens);
                let end = old.starts.binary_search(&(start + tokens.len())).ok();
                end.filter(|_| same).map(|end| (o, end))
            };
            let mut places = candidates.iter().filter_map(place);
            if let (Some(place), None, Some(1)) = (places.next(), places.next(), often.get(tokens)) {
                found.push((place, (from, to)));
            }
        }
        found
    }

    /// Finds the sentences inside this frame that are the same and in the same order; gives all that are.
    pub(super) fn keep_order(&mut self, frame: Vec<Group>) -> Vec<Group> {
        let mut numbers = Numbers::default();
        let old_numbers = numbers.of_sentences(self.texts.old);
        let new_numbers = numbers.of_sentences(self.texts.new);
        let mut in_order = Vec::new();
        let (mut old_at, mut new_at) = (0, 0);
        let end = self.end();
        for next in frame.into_iter().chain([end]) {
            let old: Vec<usize> = (old_at..next.old.0).filter(|&o| self.homes[o].is_none()).collect();
            let new: Vec<usize> = (new_at..next.new.0).filter(|&n| !self.taken[n]).collect();
            let of_old: Vec<u32> = old.iter().map(|&o| old_numbers[o]).collect();
            let of_new: Vec<u32> = new.iter().map(|&n| new_numbers[n]).collect();
            for (o, n) in same_in_order(&of_old, &of_new) {
                let group = Group {
                    old: (old[o], old[o] + 1),
                    new: (new[n], new[n] + 1),
                    same: true,
                };
                self.set_same(group.old, group.new, false);
                in_order.push(group);
            }
            (old_at, new_at) = (next.old.1, next.new.1);
            in_order.push(next);
        }
        in_order
    }
}
