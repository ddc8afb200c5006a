//! Where each sentence of a stored alignment stands in the text as it is now.

use std::collections::{BTreeSet, HashMap, VecDeque};

use strsim::sorensen_dice;

use crate::follow::near::{ALIKE, Group, Texts};
use crate::follow::sequence::{longest_rising, matches, same_in_order, unique};
use crate::follow::wording::{Forms, Token, Tokens};
use crate::segment::{Rules, segment_text};
use crate::text::stream::lay;
use crate::text::{Document, Lang, Span, fold_space};

/// What became of a stored sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is nowhere.
    Gone,
    /// It stands there word for word. `moved` when other sentences changed places with it.
    Same { span: Span, moved: bool },
    /// Something else stands in its place.
    Changed { span: Span, how: How },
}

/// How a sentence was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Edited,
    Split,
    Merged,
}

impl Fate {
    pub(super) const fn span(self) -> Option<Span> {
        match self {
            Self::Gone => None,
            Self::Same { span, .. } | Self::Changed { span, .. } => Some(span),
        }
    }
}

/// Finds the stored sentences in a text.
///
/// # Complexity
/// n log n in the sentences, for stretches that were rewritten their number times a constant.
pub(super) fn trace(stored: &[&str], document: &Document, lang: Option<Lang>) -> Vec<Fate> {
    if let Ok(spans) = lay(stored.iter().copied(), document.text().as_str()) {
        let same = |span| Fate::Same { span, moved: false };
        return spans.into_iter().map(same).collect();
    }
    let mut forms = Forms::default();
    let old = Tokens::read(stored.iter().map(|text| (0, *text)), &mut forms);
    let text = document.text().as_str();
    let sentences = document.sentences().iter().map(|sentence| sentence.span);
    let new = Tokens::read(sentences.map(|span| (span.start, &text[span.range()])), &mut forms);
    let now: Vec<(usize, usize)> = document
        .passages()
        .iter()
        .map(|passage| (passage.sentences.start.get(), passage.sentences.end.get()))
        .collect();
    let rules = lang.map(Rules::for_lang);
    let run = |new: &Tokens, now: &[(usize, usize)], looking_for_cuts: bool| {
        let mut tracer = Tracer {
            stored,
            text,
            rules: rules.as_ref(),
            fates: vec![Fate::Gone; old.len()],
            homes: vec![None; old.len()],
            taken: vec![false; new.len()],
            texts: Texts {
                old: &old,
                new,
                forms: &forms,
            },
            looking_for_cuts,
            cuts: BTreeSet::new(),
        };
        let frame = tracer.find_frame(now);
        let in_order = tracer.keep_order(frame);
        tracer.find_in_place(&in_order);
        tracer.find_moved();
        tracer.search_gaps(&in_order);
        tracer.search_beside_moved();
        if !looking_for_cuts {
            tracer.find_left_over();
            tracer.find_rewritten();
        }
        (tracer.fates, tracer.cuts)
    };
    let (_, cuts) = run(&new, &now, true);
    if cuts.is_empty() {
        return run(&new, &now, false).0;
    }
    // From here on the text is cut as people cut it.
    let before = |sentence: usize| sentence + cuts.range(..new.starts[sentence]).count();
    let now: Vec<(usize, usize)> = now.iter().map(|&(from, to)| (before(from), before(to))).collect();
    let new = new.cut(&cuts, text);
    run(&new, &now, false).0
}

/// Gives every run of tokens a number.
#[derive(Default)]
struct Numbers<'a>(HashMap<&'a [Token], u32>);

impl<'a> Numbers<'a> {
    fn of(&mut self, tokens: &'a [Token]) -> u32 {
        let next = u32::try_from(self.0.len()).expect("texts hold fewer than 2^32 sentences");
        *self.0.entry(tokens).or_insert(next)
    }

    fn of_sentences(&mut self, tokens: &'a Tokens) -> Vec<u32> {
        (0..tokens.len())
            .map(|index| self.of(tokens.of(index, index + 1)))
            .collect()
    }
}

struct Tracer<'a> {
    stored: &'a [&'a str],
    text: &'a str,
    rules: Option<&'a Rules>,
    fates: Vec<Fate>,
    /// By stored sentence the first and one past the last sentence it is found in now.
    homes: Vec<Option<(usize, usize)>>,
    /// By sentence of now whether a stored one was found in it.
    taken: Vec<bool>,
    texts: Texts<'a>,
    /// Whether gaps are searched for cuts of people only.
    looking_for_cuts: bool,
    /// Tokens of now that begin a sentence, though the segmenter does not say so.
    cuts: BTreeSet<usize>,
}

impl<'a> Tracer<'a> {
    /// Finds what stands once in both texts, passages of now and sentences; returns the longest part of it that is in
    /// order.
    ///
    /// Passages that moved are known as a whole, with those of their sentences that stand elsewhere too.
    fn find_frame(&mut self, passages: &[(usize, usize)]) -> Vec<Group> {
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
    fn keep_order(&mut self, frame: Vec<Group>) -> Vec<Group> {
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

    /// Between sentences that kept their order, finds what stands there with the same words and is cut otherwise: it is
    /// that, whatever stands elsewhere in the same words.
    fn find_in_place(&mut self, in_order: &[Group]) {
        let (mut old_at, mut new_at) = (0, 0);
        for next in in_order {
            let (old, new) = ((old_at, next.old.0), (new_at, next.new.0));
            (old_at, new_at) = (next.old.1, next.new.1);
            let (mut o, mut n) = (old.0, new.0);
            while o < old.1
                && n < new.1
                && let Some((p, q)) = self.texts.same_from(o, n)
                && (o + p <= old.1 && n + q <= new.1)
                && self.is_free((o, o + p), (n, n + q))
            {
                self.set_same((o, o + p), (n, n + q), false);
                (o, n) = (o + p, n + q);
            }
            let (first_old, first_new) = (o, n);
            let (mut o, mut n) = (old.1, new.1);
            while o > first_old
                && n > first_new
                && let Some((p, q)) = self.texts.same_until(o - 1, n - 1)
                && (first_old + p <= o && first_new + q <= n)
                && self.is_free((o - p, o), (n - q, n))
            {
                self.set_same((o - p, o), (n - q, n), false);
                (o, n) = (o - p, n - q);
            }
        }
    }

    /// What stands after both texts.
    fn end(&self) -> Group {
        Group {
            old: (self.homes.len(), self.homes.len()),
            new: (self.taken.len(), self.taken.len()),
            same: true,
        }
    }

    /// Sets stored sentences that hold the same words as some of now, however those are cut.
    fn set_same(&mut self, old: (usize, usize), new: (usize, usize), moved: bool) {
        let Texts {
            old: stored, new: now, ..
        } = self.texts;
        let mut at = now.starts[new.0];
        for index in old.0..old.1 {
            let end = at + stored.of(index, index + 1).len();
            let span = now.stretch(at, end, self.text);
            self.fates[index] = Fate::Same { span, moved };
            self.homes[index] = Some(new);
            at = end;
        }
        self.taken[new.0..new.1].fill(true);
    }

    /// Finds sentences that stand once in both texts and changed places, and what moved with them.
    fn find_moved(&mut self) {
        let Texts { old, new, .. } = self.texts;
        let mut places: HashMap<&[u32], [Option<usize>; 2]> = HashMap::new();
        let mut often: HashMap<&[u32], [u32; 2]> = HashMap::new();
        for (side, tokens) in [old, new].into_iter().enumerate() {
            for index in 0..tokens.len() {
                let key = tokens.of(index, index + 1);
                places.entry(key).or_default()[side] = Some(index);
                often.entry(key).or_default()[side] += 1;
            }
        }
        for o in 0..old.len() {
            let key = old.of(o, o + 1);
            let Some(&[_, Some(n)]) = places.get(key) else { continue };
            if often.get(key) != Some(&[1, 1]) || self.homes[o].is_some() || self.taken[n] {
                continue;
            }
            self.set_same((o, o + 1), (n, n + 1), true);
            self.follow_moved((o, o + 1), (n, n + 1));
        }
        self.find_moved_cuts();
    }

    /// Finds sentences that moved and that people cut or joined.
    fn find_moved_cuts(&mut self) {
        let Texts { old, new, .. } = self.texts;
        let head = |tokens: &'a Tokens, index: usize| -> Option<&'a [Token]> {
            tokens.ids[tokens.starts[index]..].get(..HEAD)
        };
        let mut places: HashMap<&[Token], Vec<usize>> = HashMap::new();
        for o in (0..old.len()).filter(|&o| self.homes[o].is_none()) {
            if let Some(head) = head(old, o) {
                places.entry(head).or_default().push(o);
            }
        }
        for n in 0..new.len() {
            let candidates = head(new, n).and_then(|head| places.get(head));
            let Some(candidates) = candidates.filter(|list| list.len() <= MOST_CANDIDATES && !self.taken[n]) else {
                continue;
            };
            let fitting = candidates.iter().filter_map(|&o| {
                let (p, q) = self.texts.same_from(o, n)?;
                let (old, new) = ((o, o + p), (n, n + q));
                (p + q > 2 && self.is_free(old, new)).then_some((old, new))
            });
            if let [(old, new)] = fitting.collect::<Vec<_>>()[..] {
                // Between its old neighbours it did not move at all.
                let before = old.0.checked_sub(1).map_or(Some((0, 0)), |last| self.homes[last]);
                let after = self.homes.get(old.1).map_or(Some(self.end().new), |next| *next);
                let stayed = before.is_none_or(|home| home.1 <= new.0) && after.is_none_or(|home| new.1 <= home.0);
                self.set_same(old, new, !stayed);
                self.follow_moved(old, new);
            }
        }
    }

    fn is_free(&self, old: (usize, usize), new: (usize, usize)) -> bool {
        self.homes[old.0..old.1].iter().all(Option::is_none) && self.taken[new.0..new.1].iter().all(|taken| !taken)
    }

    /// Takes along what stands on either side of a sentence that moved.
    fn follow_moved(&mut self, old: (usize, usize), new: (usize, usize)) {
        let (mut o, mut n) = (old.1, new.1);
        while o < self.homes.len()
            && n < self.taken.len()
            && let Some((p, q)) = self.texts.same_from(o, n)
            && self.is_free((o, o + p), (n, n + q))
        {
            self.set_same((o, o + p), (n, n + q), true);
            (o, n) = (o + p, n + q);
        }
        let (mut o, mut n) = (old.0, new.0);
        while o > 0
            && n > 0
            && let Some((p, q)) = self.texts.same_until(o - 1, n - 1)
            && self.is_free((o - p, o), (n - q, n))
        {
            self.set_same((o - p, o), (n - q, n), true);
            (o, n) = (o - p, n - q);
        }
    }

    /// Searches between sentences that kept their order.
    fn search_gaps(&mut self, in_order: &[Group]) {
        let (mut old_at, mut new_at) = (0, 0);
        for next in in_order {
            self.search((old_at, next.old.0), (new_at, next.new.0), false);
            (old_at, new_at) = (next.old.1, next.new.1);
        }
    }

    /// Of sentences that stand several times, takes what is left over for each other, in order.
    fn find_left_over(&mut self) {
        let mut numbers = Numbers::default();
        let mut left: HashMap<u32, VecDeque<usize>> = HashMap::new();
        for (n, number) in numbers.of_sentences(self.texts.new).into_iter().enumerate() {
            if !self.taken[n] {
                left.entry(number).or_default().push_back(n);
            }
        }
        for (o, number) in numbers.of_sentences(self.texts.old).into_iter().enumerate() {
            if self.homes[o].is_none()
                && let Some(n) = left.get_mut(&number).and_then(VecDeque::pop_front)
            {
                self.set_same((o, o + 1), (n, n + 1), true);
            }
        }
    }

    /// Where one sentence went and one came between the same neighbours, it was written anew.
    fn find_rewritten(&mut self) {
        for o in 0..self.homes.len() {
            let after = if o == 0 {
                Some(0)
            } else {
                self.homes[o - 1].map(|home| home.1)
            };
            let before = self
                .homes
                .get(o + 1)
                .map_or(Some(self.taken.len()), |home| home.map(|home| home.0));
            if self.homes[o].is_none()
                && let (Some(n), Some(end)) = (after, before)
                && n + 1 == end
                && !self.taken[n]
            {
                let group = Group {
                    old: (o, o + 1),
                    new: (n, n + 1),
                    same: false,
                };
                self.set_changed(&group);
            }
        }
    }

    /// Searches beside sentences that moved, for what was edited on the way.
    fn search_beside_moved(&mut self) {
        let mut from = 0;
        while from < self.homes.len() {
            if self.homes[from].is_some() {
                from += 1;
                continue;
            }
            let rest = &self.homes[from..];
            let to = from + rest.iter().position(Option::is_some).unwrap_or(rest.len());
            let after = from.checked_sub(1).and_then(|last| self.homes[last]).map(|home| home.1);
            if let Some(start) = after {
                let rest = &self.taken[start..];
                let end = start + rest.iter().position(|&taken| taken).unwrap_or(rest.len());
                self.search((from, to), (start, end.min(start + 2 * (to - from))), true);
            }
            let before = self.homes.get(to).copied().flatten().map(|home| home.0);
            if let Some(end) = before {
                let free = self.taken[..end].iter().rev().take_while(|&&taken| !taken).count();
                self.search((from, to), (end - free.min(2 * (to - from)), end), true);
            }
            from = to;
        }
    }

    /// Searches a stretch of one text in a stretch of the other.
    fn search(&mut self, old: (usize, usize), new: (usize, usize), moved: bool) {
        let old: Vec<usize> = (old.0..old.1).filter(|&index| self.homes[index].is_none()).collect();
        let new: Vec<usize> = (new.0..new.1).filter(|&index| !self.taken[index]).collect();
        if self.looking_for_cuts {
            self.find_cuts(&old, &new);
            return;
        }
        for group in self.texts.groups(&old, &new) {
            if group.same {
                self.set_same(group.old, group.new, moved);
            } else {
                self.set_changed(&group);
            }
        }
    }

    fn set_changed(&mut self, group: &Group) {
        let new = self.texts.new;
        let span = new.sentences(group.new.0, group.new.1);
        for index in group.old.0..group.old.1 {
            self.homes[index] = Some(group.new);
            let how = match (group.old.1 - group.old.0, group.new.1 - group.new.0) {
                (1, 1) => How::Edited,
                (1, _) => How::Split,
                _ => How::Merged,
            };
            self.fates[index] = Fate::Changed { span, how };
        }
        self.taken[group.new.0..group.new.1].fill(true);
    }

    /// A person may have cut sentences where the segmenter does not. Collects the cuts of stored sentences that are
    /// there word for word, but begin or end inside a sentence of now.
    fn find_cuts(&mut self, old_list: &[usize], new_list: &[usize]) {
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

/// Tokens that two sentences begin with when they may be the same, cut otherwise, and most sentences looked at.
const HEAD: usize = 3;
const MOST_CANDIDATES: usize = 8;

/// Longer stretches are not compared word for word.
const MOST_TOKENS: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SourceText;

    /// Where the stored sentences stand now: the text there, with a mark of what became of them.
    fn traced(stored: &[&str], now: &str) -> Vec<String> {
        let lang = Lang::ES;
        let document = crate::segment::segment(SourceText::from_string(now), &Rules::for_lang(lang));
        let text = document.text().as_str();
        let shown = |fate: &Fate| match *fate {
            Fate::Gone => "-".to_owned(),
            Fate::Same { span, moved } => format!("{}{}", if moved { "> " } else { "= " }, &text[span.range()]),
            Fate::Changed { span, how } => format!("{how:?} {}", &text[span.range()]),
        };
        trace(stored, &document, Some(lang)).iter().map(shown).collect()
    }

    #[test]
    fn typography_and_wrapping_touch_nothing() {
        let stored = ["—¿Qué dice usted? —preguntó.", "“Nada”, contestó Ana."];
        let now = "--¿Que\u{301} dice\nusted? - preguntó.\n\n\"Nada\", contestó\nAna.\n".replace("\\u{301}", "\u{301}");
        let found = traced(&stored, &now);
        assert!(found.iter().all(|fate| fate.starts_with("= ")), "{found:?}");
    }

    #[test]
    fn a_typo_touches_its_sentence_only() {
        let stored = ["Llovía mucho.", "Nadie salio de casa.", "La noche fue larga."];
        assert_eq!(
            traced(&stored, "Llovía mucho. Nadie salió de casa. La noche fue larga."),
            [
                "= Llovía mucho.",
                "Edited Nadie salió de casa.",
                "= La noche fue larga."
            ]
        );
    }

    #[test]
    fn one_more_word_in_a_verse_is_an_edit() {
        let stored = ["Vino Juan", "a la casa de Ana", "y se fue"];
        let now = "Vino Juan ayer\n\na la casa de Ana\n\ny se fue\n";
        assert_eq!(
            traced(&stored, now),
            ["Edited Vino Juan ayer", "= a la casa de Ana", "= y se fue"]
        );
    }

    #[test]
    fn the_cut_of_a_person_stands_beside_an_edit() {
        let stored = ["Subió al faro,", "contó los escalones", "y se sentó a esperar."];
        assert_eq!(
            traced(&stored, "Subió al faro, contó los escalone y se sentó a esperar."),
            [
                "= Subió al faro,",
                "Edited contó los escalone",
                "= y se sentó a esperar."
            ]
        );
        assert_eq!(
            traced(&stored, "Subió al faro, contó los escalones y se sentó a esperarla."),
            [
                "= Subió al faro,",
                "= contó los escalones",
                "Edited y se sentó a esperarla."
            ]
        );
    }

    #[test]
    fn sentences_that_were_joined_are_both_touched() {
        let stored = ["Subió al faro.", "Contó los escalones."];
        let all = "Merged Subió al faro, Contó los escalones.";
        assert_eq!(traced(&stored, "Subió al faro, Contó los escalones."), [all, all]);
        assert_eq!(
            traced(
                &["Subió al faro y contó los escalones."],
                "Subió al faro. Contó los escalones."
            ),
            ["Split Subió al faro. Contó los escalones."]
        );
    }

    #[test]
    fn what_moved_takes_its_neighbours_along() {
        let stored = [
            "Uno fue a casa.",
            "—No.",
            "Dos vino tarde.",
            "—No.",
            "Tres no vino.",
            "Nadie más vino.",
        ];
        let now = "Dos vino tarde.\n\n—No.\n\nUno fue a casa.\n\n—No.\n\nTres no vino.\n\nNadie más vino.\n";
        let found = traced(&stored, now);
        assert_eq!(
            found.iter().filter(|fate| fate.starts_with("> ")).count(),
            2,
            "{found:?}"
        );
        assert!(
            found
                .iter()
                .all(|fate| fate.starts_with("> ") || fate.starts_with("= ")),
            "{found:?}"
        );
    }
}
