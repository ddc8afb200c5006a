//! Where sentences stand word for word in a text, however often.

use std::collections::{BTreeMap, HashMap};

use super::text::Text;
use super::trace::Fate;
use crate::follow::wording::{Forms, Token, Tokens};
use crate::text::Span;

/// Most places that are told of the same sentences: they are all as good, and one that is in order with the rest is enough.
const MOST_PLACES: usize = 8;

/// The wordings of a text.
pub(super) struct Wordings<'a> {
    text: &'a str,
    forms: Forms,
    tokens: Tokens,
    /// By the first token where sentences begin with it.
    starts: HashMap<Token, Vec<usize>>,
    /// Where sentences of links that still stand begin and end.
    held: BTreeMap<usize, usize>,
}

impl<'a> Wordings<'a> {
    /// Reads a text; `held` is what became of the sentences of its links.
    pub(super) fn new<'b>(text: &'a Text, held: impl Iterator<Item = &'b Fate>) -> Self {
        let mut forms = Forms::default();
        let sentences = text.document.sentences();
        // What was one sentence and is two by now does not stand: a person may have decided on one of the two.
        let is_whole = |span: Span| {
            let after = sentences.partition_point(|sentence| sentence.span.start <= span.start);
            sentences.get(after).is_none_or(|next| span.end <= next.span.start)
        };
        let held = held.filter_map(|fate| match fate {
            Fate::Same { span, .. } if is_whole(*span) => Some((span.start, span.end)),
            _ => None,
        });
        let held = held.collect();
        let sentences = sentences.iter().map(|sentence| sentence.span);
        let text = text.document.text().as_str();
        let tokens = Tokens::read(sentences.map(|span| (span.start, &text[span.range()])), &mut forms);
        let mut starts: HashMap<Token, Vec<usize>> = HashMap::new();
        for &start in &tokens.starts[..tokens.len()] {
            starts.entry(tokens.ids[start]).or_default().push(start);
        }
        Self {
            text,
            forms,
            tokens,
            starts,
            held,
        }
    }

    /// Where these sentences stand one after the other, in no link, and where it is free, from the first place on; without
    /// sentences, one place that is nowhere.
    pub(super) fn places(&mut self, sentences: &[String], is_free: impl Fn(Span) -> bool) -> Vec<Vec<Fate>> {
        let wanted = Tokens::read(sentences.iter().map(|text| (0, text.as_str())), &mut self.forms);
        let Some(first) = wanted.ids.first() else {
            return vec![Vec::new()];
        };
        let Tokens { ids, starts, .. } = &self.tokens;
        let place = |&start: &usize| {
            let end = start + wanted.ids.len();
            let stands = ids.get(start..end) == Some(&wanted.ids[..]) && starts.binary_search(&end).is_ok();
            let span = |from: usize, to: usize| self.tokens.stretch(start + from, start + to, self.text);
            let is_free = |span| !self.is_held(span) && is_free(span);
            (stands && is_free(span(0, wanted.ids.len()))).then(|| {
                let bounds = wanted.starts.windows(2);
                let same = |span| Fate::Same { span, moved: false };
                bounds.map(|bound| same(span(bound[0], bound[1]))).collect()
            })
        };
        let begins = self.starts.get(first).into_iter().flatten();
        begins.filter_map(place).take(MOST_PLACES).collect()
    }

    fn is_held(&self, span: Span) -> bool {
        let mut before = self.held.range(..span.end);
        before.next_back().is_some_and(|(_, &end)| end > span.start)
    }
}
