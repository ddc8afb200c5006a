//! Cuts that a person made where the segmenter makes none.

use strsim::sorensen_dice;

use super::Tracer;
use crate::follow::near::{ALIKE, Texts};
use crate::follow::sequence::matches;
use crate::follow::wording::{Token, Tokens};
use crate::segment::segment_text;
use crate::text::fold_space;

/// Longer stretches are not compared word for word.
const MOST_TOKENS: usize = 20_000;

impl Tracer<'_> {
    /// A person may have cut sentences where the segmenter does not. Collects the cuts of stored sentences that are
    /// there word for word, but begin or end inside a sentence of now.
    pub(super) fn find_cuts(&mut self, old_list: &[usize], new_list: &[usize]) {
        let Texts { old, new, forms } = self.texts;
        let gather = |tokens: &Tokens, list: &[usize]| -> Vec<Token> {
            list.iter()
                .flat_map(|&index| tokens.of(index, index + 1))
                .copied()
                .collect()
        };
        let (of_old, of_new) = (gather(old, old_list), gather(new, new_list));
        if of_old.is_empty() || of_new.is_empty() || of_old.len() + of_new.len() > MOST_TOKENS {
            return;
        }
        // By token of the stored sentences its place in those of now, and what is matched of the latter.
        let places = matches(&of_old, &of_new);
        let mut shared = vec![false; of_new.len()];
        for &place in places.iter().flatten() {
            shared[place] = true;
        }
        // Where the sentences of now begin in what was gathered, and where they do in the text.
        let mut starts = vec![0];
        for &index in new_list {
            starts.push(starts[starts.len() - 1] + new.of(index, index + 1).len());
        }
        let letters = |range: std::ops::Range<usize>, shared_only: bool| -> usize {
            let counted = range.filter(|&at| !shared_only || shared[at]);
            counted.map(|at| forms.form(of_new[at]).chars().count()).sum()
        };
        let mut from = 0;
        for (at, &index) in old_list.iter().enumerate() {
            let to = from + old.of(index, index + 1).len();
            let places = &places[from..to];
            from = to;
            let Some(first) = places[0] else { continue };
            let last = first + places.len();
            if !places
                .iter()
                .zip(first..)
                .all(|(place, expected)| *place == Some(expected))
            {
                continue;
            }
            let border = |place: usize, is_start: bool| -> Option<Option<usize>> {
                let sentence = starts.partition_point(|&start| start <= place) - 1;
                if starts[sentence] == place {
                    return Some(None);
                }
                let cut = new.starts[new_list[sentence]] + place - starts[sentence];
                if self.is_cut_now(new_list[sentence], cut) {
                    return Some(Some(cut));
                }
                // A person's cut: the rest of the sentence must come from the stored sentence next to this one, and
                // not have been joined to it.
                let neighbour = if is_start { at.checked_sub(1)? } else { at + 1 };
                let beside = old_list.get(neighbour).is_some_and(|&other| other.abs_diff(index) == 1);
                let rest = if is_start {
                    starts[sentence]..place
                } else {
                    place..starts[sentence + 1]
                };
                let is_like = |other: usize| {
                    let range = if is_start {
                        new.starts[new_list[sentence]]..cut
                    } else {
                        cut..new.starts[new_list[sentence] + 1]
                    };
                    let there =
                        fold_space(&self.text[new.stretch(range.start, range.end, self.text).range()]).into_owned();
                    sorensen_dice(&there, self.stored[other]) >= ALIKE
                };
                let explained = 2 * letters(rest.clone(), true) >= letters(rest, false)
                    || old_list.get(neighbour).is_some_and(|&other| is_like(other));
                let joint = if is_start { index - 1 } else { index };
                (beside && explained && !self.was_cut(joint)).then_some(Some(cut))
            };
            if let (Some(start), Some(end)) = (border(first, true), border(last, false)) {
                self.cuts.extend(start.into_iter().chain(end));
            }
        }
    }

    /// Whether the segmenter by itself would cut between a stored sentence and the next.
    fn was_cut(&self, index: usize) -> bool {
        self.is_cut(self.stored[index], self.stored[index + 1])
    }

    /// Whether the segmenter would cut a sentence of now at a token, were it not for the layout around it.
    fn is_cut_now(&self, sentence: usize, cut: usize) -> bool {
        let new = self.texts.new;
        let parts = [(new.starts[sentence], cut), (cut, new.starts[sentence + 1])];
        let [before, after] = parts.map(|(from, to)| fold_space(&self.text[new.stretch(from, to, self.text).range()]));
        self.is_cut(&before, &after)
    }

    fn is_cut(&self, before: &str, after: &str) -> bool {
        let joined = [before, after].join(" ");
        let cuts = |rules| segment_text(&joined, rules).iter().any(|span| span.end == before.len());
        self.rules.is_some_and(cuts)
    }
}
