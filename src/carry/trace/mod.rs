//! Where each sentence of a stored alignment stands in the text as it is now.

mod cuts;
mod frame;

use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::follow::near::{Group, Texts};
use crate::follow::wording::{Forms, Token, Tokens};
use crate::segment::Rules;
use crate::text::stream::lay;
use crate::text::{Document, Lang, Span};
use frame::{HEAD, MOST_CANDIDATES, Numbers};

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
