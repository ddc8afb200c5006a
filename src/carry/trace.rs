//! Where each sentence of a stored alignment stands in the text as it is now.

use std::collections::{HashMap, VecDeque};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::exact::{longest_rising, same_in_order, unique};
use super::fold::{Forms, Token, Tokens};
use super::near::{Group, Texts};
use crate::segment::{Rules, segment_text};
use crate::text::{Document, Lang, Span};

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

/// Finds the stored sentences in a text. `passages` holds for each stored passage its first sentence and one past
/// the last.
///
/// # Complexity
/// n log n in the sentences, for stretches that were rewritten their number times a constant.
pub(super) fn trace(
    stored: &[&str],
    passages: &[(usize, usize)],
    document: &Document,
    lang: Option<Lang>,
) -> Vec<Fate> {
    if let Some(spans) = letter_by_letter(stored, document.text().as_str()) {
        let same = |span| Fate::Same { span, moved: false };
        return spans.into_iter().map(same).collect();
    }
    let mut forms = Forms::default();
    let old = Tokens::read(stored.iter().map(|text| (0, *text)), &mut forms);
    let text = document.text().as_str();
    let sentences = document.sentences().iter().map(|sentence| sentence.span);
    let new = Tokens::read(sentences.map(|span| (span.start, &text[span.range()])), &mut forms);
    let texts = Texts {
        old: &old,
        new: &new,
        forms: &forms,
    };
    let mut tracer = Tracer {
        stored,
        text,
        rules: lang.map(Rules::for_lang),
        fates: vec![Fate::Gone; old.len()],
        homes: vec![None; old.len()],
        taken: vec![false; new.len()],
        texts,
    };
    let now: Vec<(usize, usize)> = document
        .passages()
        .iter()
        .map(|passage| (passage.sentences.start.get(), passage.sentences.end.get()))
        .collect();
    let passages = tracer.find_passages(passages, &now);
    let in_order = tracer.keep_order(passages);
    tracer.find_moved();
    tracer.search_gaps(&in_order);
    tracer.search_beside_moved();
    tracer.find_left_over();
    tracer.find_rewritten();
    tracer.fates
}

/// Where the sentences stand when the text holds their letters and no others, however it is wrapped and cut.
fn letter_by_letter(stored: &[&str], text: &str) -> Option<Vec<Span>> {
    let mut letters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let mut spans = Vec::with_capacity(stored.len());
    for sentence in stored {
        let mut span: Option<Span> = None;
        for c in sentence.chars().filter(|c| !c.is_whitespace()) {
            let (at, found) = letters.next()?;
            if found != c {
                return None;
            }
            let end = at + c.len_utf8();
            span = Some(span.map_or(Span::new(at, end), |span| Span::new(span.start, end)));
        }
        spans.push(span?);
    }
    letters.next().is_none().then_some(spans)
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
    rules: Option<Rules>,
    fates: Vec<Fate>,
    /// By stored sentence the first and one past the last sentence it is found in now.
    homes: Vec<Option<(usize, usize)>>,
    /// By sentence of now whether a stored one was found in it.
    taken: Vec<bool>,
    texts: Texts<'a>,
}

impl<'a> Tracer<'a> {
    /// Finds passages that stand once in both texts; returns those in the same order, as their sentences.
    fn find_passages(&mut self, old: &[(usize, usize)], new: &[(usize, usize)]) -> Vec<Group> {
        let mut numbers = Numbers::default();
        let old_numbers: Vec<u32> = old
            .iter()
            .map(|&(from, to)| numbers.of(self.texts.old.of(from, to)))
            .collect();
        let new_numbers: Vec<u32> = new
            .iter()
            .map(|&(from, to)| numbers.of(self.texts.new.of(from, to)))
            .collect();
        let pairs = unique(&old_numbers, &new_numbers, &(0..old.len()), &(0..new.len()));
        let chain = longest_rising(&pairs);
        let mut chained = chain.iter().peekable();
        for pair in &pairs {
            let moved = chained.next_if_eq(&pair).is_none();
            self.set_same(old[pair.0], new[pair.1], moved);
        }
        let group = |&(o, n): &(usize, usize)| Group {
            old: old[o],
            new: new[n],
            same: true,
        };
        chain.iter().map(group).collect()
    }

    /// Finds the sentences between these passages that are the same and in the same order; gives all that are.
    fn keep_order(&mut self, passages: Vec<Group>) -> Vec<Group> {
        let mut numbers = Numbers::default();
        let old_numbers = numbers.of_sentences(self.texts.old);
        let new_numbers = numbers.of_sentences(self.texts.new);
        let mut in_order = Vec::new();
        let (mut old_at, mut new_at) = (0, 0);
        let end = self.end();
        for passage in passages.into_iter().chain([end]) {
            let old: Vec<usize> = (old_at..passage.old.0).filter(|&o| self.homes[o].is_none()).collect();
            let new: Vec<usize> = (new_at..passage.new.0).filter(|&n| !self.taken[n]).collect();
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
            (old_at, new_at) = (passage.old.1, passage.new.1);
            in_order.push(passage);
        }
        in_order
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
            self.follow_moved(o, n);
        }
    }

    /// Takes along what stands on either side of a sentence that moved.
    fn follow_moved(&mut self, old: usize, new: usize) {
        let free = |tracer: &Self, old: (usize, usize), new: (usize, usize)| {
            tracer.homes[old.0..old.1].iter().all(Option::is_none)
                && tracer.taken[new.0..new.1].iter().all(|taken| !taken)
        };
        let (mut o, mut n) = (old + 1, new + 1);
        while o < self.homes.len()
            && n < self.taken.len()
            && let Some((p, q)) = self.texts.same_from(o, n)
            && free(self, (o, o + p), (n, n + q))
        {
            self.set_same((o, o + p), (n, n + q), true);
            (o, n) = (o + p, n + q);
        }
        let (mut o, mut n) = (old, new);
        while o > 0
            && n > 0
            && let Some((p, q)) = self.texts.same_until(o - 1, n - 1)
            && free(self, (o - p, o), (n - q, n))
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
                self.set_changed(&group, false);
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
        for group in self.texts.groups(&old, &new) {
            if group.same {
                self.set_same(group.old, group.new, moved);
            } else {
                self.set_changed(&group, moved);
            }
        }
    }

    fn set_changed(&mut self, group: &Group, moved: bool) {
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
        if group.old.1 - group.old.0 > 1 {
            self.find_parts(group, moved);
        }
    }

    /// A person may have cut a sentence where the segmenter does not. When one part of it was edited, the others are
    /// found inside it.
    fn find_parts(&mut self, group: &Group, moved: bool) {
        let Texts { old, new, forms } = self.texts;
        let (old_from, new_from) = (old.starts[group.old.0], new.starts[group.new.0]);
        let of_old = old.of(group.old.0, group.old.1);
        let of_new = new.of(group.new.0, group.new.1);
        // By token of the stored sentences its place in the sentence of now.
        let mut places: Vec<Option<usize>> = vec![None; of_old.len()];
        for op in capture_diff_slices(Algorithm::Myers, of_old, of_new) {
            if let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = op
            {
                (0..len).for_each(|step| places[old_index + step] = Some(new_index + step));
            }
        }
        let whole: Vec<Option<(usize, usize)>> = (group.old.0..group.old.1)
            .map(|index| {
                let places = &places[old.starts[index] - old_from..old.starts[index + 1] - old_from];
                let (first, last) = ((*places.first()?)?, (*places.last()?)?);
                let unbroken = places
                    .iter()
                    .zip(first..)
                    .all(|(place, expected)| *place == Some(expected));
                unbroken.then_some((first, last + 1))
            })
            .collect();
        let letters = |ids: &[u32]| -> usize { ids.iter().map(|&id| forms.form(id).chars().count()).sum() };
        let shared: Vec<usize> = places.iter().flatten().copied().collect();
        // What stands between two parts must come from the sentences that stood between them.
        let explained = |from: usize, to: usize| {
            let kept: usize = shared
                .iter()
                .filter(|place| (from..to).contains(*place))
                .map(|&place| letters(&of_new[place..=place]))
                .sum();
            2 * kept >= letters(&of_new[from..to])
        };
        let count = whole.len();
        let mut kept: Vec<Option<(usize, usize)>> = vec![None; count];
        for at in 0..count {
            let Some((from, to)) = whole[at] else { continue };
            let index = group.old.0 + at;
            let before = from == 0 || (at > 0 && !self.is_natural(index - 1) && explained(0, from));
            let after =
                to == of_new.len() || (at + 1 < count && !self.is_natural(index) && explained(to, of_new.len()));
            if before && after {
                kept[at] = Some((from, to));
            }
        }
        if kept.iter().all(Option::is_none) {
            return;
        }
        let mut from = 0;
        let mut at = 0;
        while at < count {
            if let Some((start, end)) = kept[at] {
                let span = new.stretch(new_from + start, new_from + end, self.text);
                self.fates[group.old.0 + at] = Fate::Same { span, moved };
                (from, at) = (end, at + 1);
                continue;
            }
            let run = kept[at..].iter().take_while(|part| part.is_none()).count();
            let end = kept[at..].iter().flatten().next().map_or(of_new.len(), |part| part.0);
            let fate = if from < end {
                let span = new.stretch(new_from + from, new_from + end, self.text);
                let how = if run == 1 { How::Edited } else { How::Merged };
                Fate::Changed { span, how }
            } else {
                Fate::Gone
            };
            self.fates[group.old.0 + at..group.old.0 + at + run].fill(fate);
            at += run;
        }
    }

    /// Whether the segmenter itself would cut between a stored sentence and the next, so that no person did.
    fn is_natural(&self, index: usize) -> bool {
        let Some(rules) = &self.rules else { return false };
        let joined = [self.stored[index], self.stored[index + 1]].join(" ");
        let cuts = segment_text(&joined, rules);
        cuts.iter().any(|span| span.end == self.stored[index].len())
    }
}

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
        trace(stored, &[(0, stored.len())], &document, Some(lang))
            .iter()
            .map(shown)
            .collect()
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
