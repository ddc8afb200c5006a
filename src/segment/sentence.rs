//! Running text to sentences: every final mark is a candidate, and what stands before and after it
//! decides. Nothing is masked and every look to either side is bounded, so the time is linear.

use crate::text::Span;

use super::chars::{char_at, char_before, is_dash, is_final_mark, is_wide_mark, word_at};
use super::marks::{Candidate, Kind, Next, glued_note, read_marks, read_next};
use super::rules::{Rules, Words};
use super::stop::{full_stop_is_final, is_plain_word, is_word};
use super::tag::is_speech_tag;
use super::web::{address, emoticon, is_part_of_address, is_web_address, ornament};

/// Appends the sentences of a stretch of running text to `out`; together they hold all of it.
pub(super) fn cut_sentences(text: &str, span: Span, rules: &Rules, out: &mut Vec<Span>) {
    let text = &text[span.range()];
    let mut scan = Scan {
        text,
        rules,
        start: 0,
        straight: false,
        bracket: None,
        informal: None,
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !INTERESTING[usize::from(bytes[at])] {
            at += 1;
            continue;
        }
        let (resume, cut) = scan.step(at);
        at = resume;
        if let Some(cut) = cut.filter(|&cut| cut > scan.start && cut < text.len()) {
            out.push(Span::new(span.start + scan.start, span.start + cut));
            scan.start = cut;
            scan.bracket = None;
        }
    }
    out.push(Span::new(span.start + scan.start, span.end));
}

/// Characters of a stretch looked at for a capital.
const MAX_INFORMAL: usize = 2_000;

/// First bytes of the characters a scan stops at.
const INTERESTING: [bool; 256] = {
    let mut table = [false; 256];
    let list = *b".!?\"(-;:=*_~#>@/\xD6\xD8\xDB\xE0\xE1\xE2\xE3\xEF";
    let mut index = 0;
    while index < list.len() {
        table[list[index] as usize] = true;
        index += 1;
    }
    table
};

struct Scan<'a> {
    text: &'a str,
    rules: &'a Rules,
    /// Where the present sentence begins.
    start: usize,
    /// A straight double quote is open.
    straight: bool,
    /// The last opening bracket of the sentence.
    bracket: Option<usize>,
    /// Whether sentences of this stretch may begin with a small letter; found out when asked.
    informal: Option<bool>,
}

impl Scan<'_> {
    /// Looks at the character at `at`: where to go on, and where to cut if it ends a sentence.
    fn step(&mut self, at: usize) -> (usize, Option<usize>) {
        let Some(c) = char_at(self.text, at) else {
            return (self.text.len(), None);
        };
        let after = at + c.len_utf8();
        match c {
            '"' => self.straight = !self.straight,
            '(' => self.bracket = Some(at),
            c if is_final_mark(c) || (c == ';' && self.rules.lang.code() == "el") => {
                let candidate = read_marks(self.text, at, self.rules, &mut self.straight);
                let cut = if self.is_elision(&candidate) {
                    None
                } else {
                    self.judge(&candidate)
                };
                return (candidate.end, cut);
            }
            c if is_dash(c) && ornament(self.text, at).is_none() => return self.broken_off(at),
            ';' if emoticon(self.text, at).is_none() => return (after, self.semicolon(after)),
            _ => return self.web_sign(at, after),
        }
        (after, None)
    }

    /// `(...)` and `[…]` stand for words left out.
    fn is_elision(&self, candidate: &Candidate) -> bool {
        candidate.ellipsis
            && matches!(char_before(self.text, candidate.start), Some('(' | '['))
            && matches!(char_before(self.text, candidate.end), Some(')' | ']'))
    }

    fn judge(&mut self, candidate: &Candidate) -> Option<usize> {
        let next = read_next(self.text, candidate.end, self.rules);
        let text = self.text;
        let first = char_at(text, next.start)?;
        if next.kind == Kind::End || matches!(first, ',' | ';' | ':') {
            return None;
        }
        if !next.gap && next.core == next.start {
            return self.judge_glued(candidate, &next);
        }
        let is_final = match next.kind {
            Kind::End => false,
            Kind::Lower => self.ends_before_small_letter(candidate, &next),
            Kind::Symbol => {
                !matches!(first, '&' | '+' | '=' | '/' | '%' | '|' | '\\' | '^' | '·')
                    && self.stop_is_final(candidate, &next)
            }
            Kind::Digit => {
                let counts = candidate.ellipsis
                    && char_before(text, candidate.start).is_some_and(|c| c.is_ascii_digit() || c == ' ');
                !counts && self.stop_is_final(candidate, &next)
            }
            Kind::Upper => {
                let tag = candidate.quote
                    && !candidate.single
                    && next.core == next.start
                    && is_speech_tag(text, next.core, self.rules);
                !tag && !self.is_remark_inside(candidate, &next) && self.stop_is_final(candidate, &next)
            }
        };
        is_final.then_some(next.start)
    }

    fn stop_is_final(&self, candidate: &Candidate, next: &Next) -> bool {
        !candidate.single || full_stop_is_final(self.text, self.start, candidate.start, next, self.rules)
    }

    /// `our friend (is it he?) John`: the bracket opened inside the sentence and the mark is the bracket's.
    fn is_remark_inside(&self, candidate: &Candidate, next: &Next) -> bool {
        candidate.bracket
            && candidate.strong
            && char_before(self.text, candidate.end) == Some(')')
            && !next.quoted
            && self
                .bracket
                .is_some_and(|open| open > self.start && self.text[self.start..open].chars().any(char::is_alphanumeric))
            && !self.rules.has(Words::Starter, word_at(self.text, next.core, 24))
    }

    fn ends_before_small_letter(&mut self, candidate: &Candidate, next: &Next) -> bool {
        if next.dash || candidate.ellipsis || candidate.quote || candidate.bracket {
            return false;
        }
        if candidate.single && next.inverted {
            return self.stop_is_final(candidate, next);
        }
        let plain = candidate.single && next.gap && is_plain_word(self.text, self.start, candidate.start, self.rules);
        plain || (self.is_informal() && self.stop_is_final(candidate, next))
    }

    /// A text without capitals begins sentences with small letters too, and so does English that writes "i" for "I".
    fn is_informal(&mut self) -> bool {
        let (text, lang) = (self.text, self.rules.lang.code());
        *self.informal.get_or_insert_with(|| {
            let small = text.starts_with(|c: char| c.is_lowercase());
            small && (lang == "en" || !text.chars().take(MAX_INFORMAL).any(char::is_uppercase))
                || lang == "en" && [" i ", " i'm ", " i've "].iter().any(|mark| text.contains(mark))
        })
    }

    /// No white space after the mark: `house.The`, `what?No`, `wait...And`, but not `Main.java`, nor `Major.Minor.Patch`.
    fn judge_glued(&self, candidate: &Candidate, next: &Next) -> Option<usize> {
        let text = self.text;
        if next.kind == Kind::Digit {
            return self.judge_note(candidate);
        }
        if next.kind != Kind::Upper {
            return None;
        }
        let before = char_before(text, candidate.start);
        if char_at(text, candidate.start).is_some_and(is_wide_mark) {
            return Some(next.start);
        }
        let lone = text[next.core..].chars().nth(1);
        let word_like = lone.is_none_or(|c| c.is_lowercase() || c == ' ' || c == '\'' || c == '’');
        if !word_like || is_part_of_address(text, candidate.start, next.core) {
            return None;
        }
        if candidate.ellipsis && before.is_some_and(char::is_whitespace) {
            return (!candidate.quote).then_some(candidate.start);
        }
        if candidate.quote || candidate.bracket {
            return self.stop_is_final(candidate, next).then_some(next.start);
        }
        let mut back = text[..candidate.start].chars().rev();
        let lower = back.by_ref().take(3).filter(|c| c.is_lowercase()).count();
        let needed = if candidate.single { 3 } else { 1 };
        (lower >= needed && self.stop_is_final(candidate, next)).then_some(next.start)
    }

    /// The number of a note stands right after the mark: `in spring.2 No one`. It belongs to what stands before it.
    fn judge_note(&self, candidate: &Candidate) -> Option<usize> {
        let text = self.text;
        let end = glued_note(text, candidate.end)?;
        let next = read_next(text, end, self.rules);
        let word = candidate.quote || candidate.strong || is_word(text, self.start, candidate.start, self.rules);
        (word && next.kind == Kind::Upper).then_some(next.start)
    }

    /// A capital after a semicolon, where the language has none unless for names.
    fn semicolon(&self, after: usize) -> Option<usize> {
        let next = read_next(self.text, after, self.rules);
        let word = word_at(self.text, next.core, 16);
        let article = matches!(word, "El" | "La" | "Los" | "Las" | "Lo");
        let follows = self.text[next.core + word.len()..]
            .trim_start_matches(' ')
            .chars()
            .next();
        let opens = next.kind == Kind::Upper
            && next.gap
            && next.core == next.start
            && self.rules.has(Words::Semicolon, word)
            && (!article || follows.is_some_and(char::is_lowercase));
        opens.then_some(next.start)
    }

    /// Signs that stand between sentences without a final mark: ornaments, addresses, smileys.
    fn web_sign(&mut self, at: usize, after: usize) -> (usize, Option<usize>) {
        let text = self.text;
        if let Some(end) = ornament(text, at) {
            let next = read_next(text, end, self.rules);
            if next.kind == Kind::Lower {
                return (end, None);
            }
            let leads = !text[self.start..at].chars().take(4).any(|c| !c.is_whitespace());
            // Once for the text before it; the next step comes here again and cuts behind it.
            return if leads { (end, Some(next.start)) } else { (at, Some(at)) };
        }
        let found = emoticon(text, at).or_else(|| address(text, at, self.rules));
        if let Some(end) = found {
            let next = read_next(text, end, self.rules);
            let opens = next.kind != Kind::Lower || is_web_address(&text[next.start..]);
            return (end, (opens && next.gap).then_some(next.start));
        }
        (after, None)
    }

    /// Speech broken off: a dash and a closing quote (`"I never--" He stopped.`), or a dash of double
    /// length (`if you wish---- Although`).
    fn broken_off(&mut self, at: usize) -> (usize, Option<usize>) {
        let text = self.text;
        let (mut end, mut length) = (at, 0);
        for c in text[at..].chars() {
            match c {
                '-' => length += 1,
                c if is_dash(c) => length += 2,
                _ => break,
            }
            end += c.len_utf8();
        }
        let before = char_before(text, at);
        let closes = match char_at(text, end) {
            Some('"') => self.straight,
            Some(c) => matches!(c, '”' | '’'),
            None => false,
        };
        let spoken =
            closes && length > 1 && before.is_some_and(|c| c.is_alphanumeric() || is_final_mark(c) || c == ',');
        let long = length > 3 && before.is_some_and(char::is_lowercase);
        if !spoken && !long {
            return (end, None);
        }
        let mut candidate = read_marks(text, end, self.rules, &mut self.straight);
        candidate.start = at;
        candidate.ellipsis = true;
        candidate.single = false;
        let resume = candidate.end.max(end);
        candidate.end = resume;
        let next = read_next(text, resume, self.rules);
        let capital = next.kind == Kind::Upper && next.gap && !next.dash;
        (resume, if capital { self.judge(&candidate) } else { None })
    }
}
