//! Sentences as words and marks, folded so that typography makes no difference.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::text::Span;
use crate::text::typography::{is_invisible, plain_mark};

/// A folded word or mark.
pub(crate) type Token = u32;

/// Gives every folded form a number.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    ids: HashMap<String, Token>,
    forms: Vec<String>,
}

impl Forms {
    fn intern(&mut self, form: String) -> Token {
        let next = Token::try_from(self.forms.len()).expect("texts are limited to 1 GiB");
        let forms = &mut self.forms;
        *self.ids.entry(form).or_insert_with_key(|form| {
            forms.push(form.clone());
            next
        })
    }

    /// The folded form.
    pub(crate) fn form(&self, token: Token) -> &str {
        &self.forms[token as usize]
    }
}

/// Sentences as tokens, with where each token stands in the text they come from.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) ids: Vec<Token>,
    spans: Vec<Span>,
    /// Where each sentence begins, and where the last one ends.
    pub(crate) starts: Vec<usize>,
    /// The sentences, white space at their ends left out.
    sentences: Vec<Span>,
}

impl Tokens {
    /// Reads sentences; each comes with the place in its text where it begins.
    pub(crate) fn read<'a>(sentences: impl Iterator<Item = (usize, &'a str)>, forms: &mut Forms) -> Self {
        let mut tokens = Self {
            starts: vec![0],
            ..Self::default()
        };
        for (offset, sentence) in sentences {
            let before = tokens.ids.len();
            for_each_token(sentence, |form, span| {
                tokens.ids.push(forms.intern(form));
                tokens.spans.push(Span::new(offset + span.start, offset + span.end));
            });
            let whole = Span::new(offset, offset + sentence.len());
            if tokens.ids.len() == before {
                // Nothing but invisible characters.
                tokens.ids.push(forms.intern(sentence.to_owned()));
                tokens.spans.push(whole);
            }
            tokens.starts.push(tokens.ids.len());
            tokens.sentences.push(whole);
        }
        tokens
    }

    /// The same tokens, with sentences beginning at these as well.
    pub(crate) fn cut(&self, cuts: &BTreeSet<usize>, text: &str) -> Self {
        let mut starts: Vec<usize> = self.starts.iter().chain(cuts).copied().collect();
        starts.sort_unstable();
        starts.dedup();
        Self {
            sentences: starts
                .windows(2)
                .map(|pair| self.stretch(pair[0], pair[1], text))
                .collect(),
            ids: self.ids.clone(),
            spans: self.spans.clone(),
            starts,
        }
    }

    /// Number of sentences.
    pub(crate) fn len(&self) -> usize {
        self.sentences.len()
    }

    /// The tokens of sentences `from` to `to` (excluded).
    pub(crate) fn of(&self, from: usize, to: usize) -> &[Token] {
        &self.ids[self.starts[from]..self.starts[to]]
    }

    /// The stretch of text of sentences `from` to `to` (excluded).
    pub(crate) fn sentences(&self, from: usize, to: usize) -> Span {
        Span::new(self.sentences[from].start, self.sentences[to - 1].end)
    }

    /// The stretch of text of tokens `from` to `to` (excluded), which stand in one sentence or more; what is
    /// between them and the next token belongs to them.
    pub(crate) fn stretch(&self, from: usize, to: usize, text: &str) -> Span {
        let sentence = self.starts.partition_point(|&start| start <= from) - 1;
        let start = if self.starts[sentence] == from {
            self.sentences[sentence].start
        } else {
            self.spans[from].start
        };
        let last = self.starts.partition_point(|&start| start < to) - 1;
        let end = if self.starts[last + 1] == to {
            self.sentences[last].end
        } else {
            self.spans[to].start
        };
        Span::new(start, end).trim(text)
    }
}

/// The folded words and marks of a sentence, a blank between them: two sentences that only typography tells apart
/// have the same.
pub(crate) fn folded(text: &str) -> String {
    let mut forms: Vec<String> = Vec::new();
    for_each_token(text, |form, _| forms.push(form));
    forms.join(" ")
}

/// Words are runs of letters and digits; every other visible character is a mark, but runs of dashes and of dots
/// are one. Quotes are straight, dashes hyphens, accents composed; white space and invisible marks count for nothing.
fn for_each_token(text: &str, mut each: impl FnMut(String, Span)) {
    let mut characters = text.char_indices().peekable();
    while let Some((start, c)) = characters.next() {
        if c.is_whitespace() || is_invisible(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut take_while = |belongs: fn(char) -> bool| {
            while let Some((at, c)) = characters.next_if(|&(_, c)| belongs(c)) {
                end = at + c.len_utf8();
            }
            end
        };
        let form = match plain_mark(c) {
            '-' => {
                end = take_while(|c| plain_mark(c) == '-');
                "-".to_owned()
            }
            '.' | '…' => {
                end = take_while(|c| matches!(c, '.' | '…'));
                if end > start + 1 { "…" } else { "." }.to_owned()
            }
            c if is_word(c) => {
                end = take_while(|c| is_word(c) || is_invisible(c));
                let visible = text[start..end].chars().filter(|&c| !is_invisible(c));
                visible.nfc().collect()
            }
            c => c.to_string(),
        };
        each(form, Span::new(start, end));
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<Token> {
        thread_local!(static FORMS: std::cell::RefCell<Forms> = std::cell::RefCell::default());
        FORMS.with_borrow_mut(|forms| Tokens::read([(0, text)].into_iter(), forms).ids)
    }

    #[test]
    fn typography_makes_no_difference() {
        for (one, other) in [
            ("“¿Qué?” —dijo Ana…", "\"¿Que\u{301}?\" - dijo Ana..."),
            ("« Don’t »", "\"Don't\""),
            ("a pa\u{ad}la\u{ad}bra\u{200b} b", "a  palabra\nb"),
            ("wait -- no", "wait—no"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
    }

    #[test]
    fn words_and_marks_do() {
        for (one, other) in [
            ("No.", "no."),
            ("No.", "No?"),
            ("el", "él"),
            ("today", "to day"),
            ("1", "2"),
        ] {
            assert_ne!(folded(one), folded(other), "{one}");
        }
    }

    #[test]
    fn a_stretch_takes_what_is_invisible_with_it() {
        let text = "Uno\u{200b}; dos. \u{feff}Tres.";
        let mut forms = Forms::default();
        let tokens = Tokens::read(
            [(0, "Uno\u{200b}; dos."), (13, "\u{feff}Tres.")].into_iter(),
            &mut forms,
        );
        assert_eq!(&text[tokens.stretch(0, 1, text).range()], "Uno\u{200b}");
        assert_eq!(&text[tokens.stretch(0, 2, text).range()], "Uno\u{200b};");
        assert_eq!(&text[tokens.stretch(2, 6, text).range()], "dos. \u{feff}Tres.");
    }
}
