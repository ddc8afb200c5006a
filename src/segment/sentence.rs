//! Running text to sentences: every final mark is a candidate, and what stands before and after it
//! decides. Nothing is masked and every look to either side is bounded, so the time is linear.

use crate::text::Span;

use super::chars::{
    char_at, char_before, is_closing_bracket, is_closing_quote, is_dash, is_final_mark, is_opener,
    is_strong_mark, is_superscript, skip_space,
};
use super::rules::Rules;
use super::stop::full_stop_is_final;
use super::tag::is_speech_tag;

/// Most characters looked at in a run of opening marks.
const MAX_OPENERS: usize = 24;

/// What comes after a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A small letter.
    Lower,
    /// A capital, or a letter of a script without case.
    Upper,
    /// A figure.
    Digit,
    /// Anything else.
    Symbol,
    /// Nothing.
    End,
}

/// The text after a candidate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next {
    /// Where it begins, opening marks included.
    pub(super) start: usize,
    /// Its first letter, figure or symbol.
    pub(super) core: usize,
    pub(super) kind: Kind,
    /// White space stands before it.
    pub(super) gap: bool,
    /// An inverted mark stands before its first letter.
    pub(super) inverted: bool,
    /// A quote or bracket opens it.
    pub(super) quoted: bool,
    /// A dash opens it.
    pub(super) dash: bool,
}

/// A run of final marks with the quotes and brackets that close after it.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// The first mark.
    start: usize,
    /// One past the last mark or closing sign.
    end: usize,
    /// It is one full stop and nothing else.
    single: bool,
    strong: bool,
    ellipsis: bool,
    /// A quote closes in it.
    quote: bool,
    /// A round bracket closes in it.
    bracket: bool,
}

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

/// First bytes of the characters a scan stops at.
const INTERESTING: [bool; 256] = {
    let mut table = [false; 256];
    let list = *b".!?\"(-\xE0\xD8\xDB\xE2\xE3\xEF";
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
            c if is_final_mark(c) => {
                let candidate = self.read_marks(at);
                let cut = if self.is_elision(&candidate) {
                    None
                } else {
                    self.judge(&candidate)
                };
                return (candidate.end, cut);
            }
            c if is_dash(c) => return self.broken_off(at),
            _ => {}
        }
        (after, None)
    }

    /// `(...)` and `[…]` stand for words left out.
    fn is_elision(&self, candidate: &Candidate) -> bool {
        candidate.ellipsis
            && matches!(char_before(self.text, candidate.start), Some('(' | '['))
            && matches!(char_before(self.text, candidate.end), Some(')' | ']'))
    }

    fn read_marks(&mut self, start: usize) -> Candidate {
        let text = self.text;
        let german = self.rules.lang.code() == "de";
        let (mut at, mut dots) = (start, 0);
        let mut found = Candidate {
            start,
            end: start,
            single: false,
            strong: false,
            ellipsis: false,
            quote: false,
            bracket: false,
        };
        while let Some(c) = char_at(text, at) {
            let after = at + c.len_utf8();
            let follows = char_at(text, after);
            let letter_follows = follows.is_some_and(char::is_alphanumeric);
            match c {
                '.' => dots += 1,
                '…' => found.ellipsis = true,
                c if is_strong_mark(c) => found.strong = true,
                '»' | '›' if german && letter_follows => break,
                '’' if letter_follows => break,
                c if is_closing_quote(c) || (german && matches!(c, '“' | '«')) => {
                    found.quote = true
                }
                '"' if self.straight || !letter_follows => {
                    self.straight = false;
                    found.quote = true;
                }
                '\'' if !letter_follows => found.quote = true,
                '_' | '*' if !letter_follows => {}
                c if is_closing_bracket(c) => found.bracket |= c == ')',
                c if is_superscript(c) => {}
                '[' | '(' => match note_mark(text, at) {
                    Some(end) if at > start => {
                        at = end;
                        continue;
                    }
                    _ => break,
                },
                c if c.is_whitespace() => match self.spaced_mark(at, &mut found) {
                    Some(end) => {
                        at = end;
                        continue;
                    }
                    None => break,
                },
                _ => break,
            }
            at = after;
        }
        found.end = at;
        found.ellipsis |= dots > 1;
        found.single = dots == 1 && !found.ellipsis && !found.strong;
        found
    }

    /// A mark that belongs to the candidate though white space stands before it: `. . .`, `? !`, `. »`,
    /// a note's number, a page number in the right margin. Gives the place to go on reading.
    fn spaced_mark(&mut self, at: usize, found: &mut Candidate) -> Option<usize> {
        let text = self.text;
        let mut next = at;
        for c in text[at..].chars().take(3) {
            match c {
                ' ' | '\u{a0}' | '\u{202f}' => next += c.len_utf8(),
                _ => break,
            }
        }
        let c = char_at(text, next)?;
        let border = |offset: usize| char_at(text, offset).is_none_or(char::is_whitespace);
        let after = next + c.len_utf8();
        match c {
            _ if next == at => None,
            '.' if !char_at(text, after).is_some_and(char::is_alphanumeric) => {
                found.ellipsis = true;
                Some(after)
            }
            '…' if border(after) => Some(next),
            c if is_strong_mark(c) => Some(next),
            '»' | '›' | '”'
                if self.rules.lang.code() != "de"
                    && !char_at(text, after).is_some_and(char::is_alphanumeric) =>
            {
                Some(next)
            }
            ')' | ']' => Some(next),
            '"' if self.straight && border(after) => Some(next),
            '[' => note_mark(text, next).filter(|&end| border(end)),
            c if c.is_ascii_digit() || c == ' ' => right_margin_number(text, at),
            _ => None,
        }
    }

    fn judge(&mut self, candidate: &Candidate) -> Option<usize> {
        let next = self.read_next(candidate.end);
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
                    && char_before(text, candidate.start)
                        .is_some_and(|c| c.is_ascii_digit() || c == ' ');
                !counts && self.stop_is_final(candidate, &next)
            }
            Kind::Upper => {
                let tag = candidate.quote
                    && !candidate.single
                    && next.core == next.start
                    && is_speech_tag(text, next.core, self.rules);
                !tag && !self.is_remark_inside(candidate, &next)
                    && self.stop_is_final(candidate, &next)
            }
        };
        is_final.then_some(next.start)
    }

    fn stop_is_final(&self, candidate: &Candidate, next: &Next) -> bool {
        !candidate.single
            || full_stop_is_final(self.text, self.start, candidate.start, next, self.rules)
    }

    /// `our friend (is it he?) John`: the bracket opened inside the sentence and the mark is the bracket's.
    fn is_remark_inside(&self, candidate: &Candidate, next: &Next) -> bool {
        candidate.bracket
            && candidate.strong
            && !next.quoted
            && self.bracket.is_some_and(|open| {
                open > self.start
                    && self.text[self.start..open]
                        .chars()
                        .any(char::is_alphanumeric)
            })
            && !self.rules.has(
                super::rules::Words::Starter,
                super::chars::word_at(self.text, next.core, 24),
            )
    }

    fn ends_before_small_letter(&mut self, candidate: &Candidate, next: &Next) -> bool {
        if next.dash || candidate.ellipsis || candidate.quote || candidate.bracket {
            return false;
        }
        if candidate.single && next.inverted {
            return self.stop_is_final(candidate, next);
        }
        self.is_informal() && self.stop_is_final(candidate, next)
    }

    /// English that writes "i" for "I" begins sentences with small letters too.
    fn is_informal(&mut self) -> bool {
        let (text, lang) = (self.text, self.rules.lang.code());
        *self.informal.get_or_insert_with(|| {
            lang == "en"
                && (text.starts_with(|c: char| c.is_lowercase())
                    || [" i ", " i'm ", " i've "]
                        .iter()
                        .any(|mark| text.contains(mark)))
        })
    }

    /// No white space after the mark: `house.The`, `what?No`, `wait...And`, but not `Main.java`.
    fn judge_glued(&self, candidate: &Candidate, next: &Next) -> Option<usize> {
        let text = self.text;
        if next.kind != Kind::Upper {
            return None;
        }
        let before = char_before(text, candidate.start);
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
        let spoken = closes
            && length > 1
            && before.is_some_and(|c| c.is_alphanumeric() || is_final_mark(c) || c == ',');
        let long = length > 3 && before.is_some_and(char::is_lowercase);
        if !spoken && !long {
            return (end, None);
        }
        let mut candidate = self.read_marks(end);
        candidate.start = at;
        candidate.ellipsis = true;
        candidate.single = false;
        let resume = candidate.end.max(end);
        candidate.end = resume;
        let next = self.read_next(resume);
        let capital = next.kind == Kind::Upper && next.gap && !next.dash;
        (
            resume,
            if capital {
                self.judge(&candidate)
            } else {
                None
            },
        )
    }

    fn read_next(&self, end: usize) -> Next {
        let text = self.text;
        let (start, newline) = skip_space(text, end);
        let mut next = Next {
            start,
            core: start,
            kind: Kind::End,
            gap: start > end,
            inverted: false,
            quoted: false,
            dash: false,
        };
        let mut at = start;
        if newline && let Some(mark) = note_mark(text, at) {
            // A line number in the left margin.
            at = skip_space(text, mark).0;
        }
        for _ in 0..MAX_OPENERS {
            let Some(c) = char_at(text, at) else {
                return next;
            };
            if is_dash(c) {
                next.dash = true;
            } else if is_opener(c) || (c == '»' && self.rules.lang.code() != "fr") {
                next.inverted |= matches!(c, '¿' | '¡');
                next.quoted |= !matches!(c, '¿' | '¡' | '_' | '*');
            } else if !is_final_mark(c) && !c.is_whitespace() {
                break;
            }
            at += c.len_utf8();
        }
        let mut letters = text[at..].chars();
        next.core = at;
        next.kind = match letters.next() {
            None => Kind::End,
            // A name such as iPod begins sentences as it is.
            Some(c) if c.is_lowercase() => {
                if letters.next().is_some_and(char::is_uppercase) {
                    Kind::Upper
                } else {
                    Kind::Lower
                }
            }
            Some(c) if c.is_alphabetic() => Kind::Upper,
            Some(c) if c.is_numeric() => Kind::Digit,
            Some(_) => Kind::Symbol,
        };
        next
    }
}

/// The end of a note's number that begins at `at`: `[3]`, `(12)`.
pub(super) fn note_mark(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].as_bytes();
    let close = match rest.first()? {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let digits = rest[1..]
        .iter()
        .take(4)
        .take_while(|b| b.is_ascii_digit())
        .count();
    (digits > 0 && digits < 4 && rest.get(1 + digits) == Some(&close)).then_some(at + digits + 2)
}

/// The end of a page or line number set in the right margin: three blanks or more, figures, line end.
fn right_margin_number(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].as_bytes();
    let blanks = rest.iter().take(80).take_while(|&&b| b == b' ').count();
    let digits = rest[blanks..]
        .iter()
        .take(5)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let end = blanks + digits;
    (blanks > 2 && (1..5).contains(&digits) && rest.get(end).is_none_or(|&b| b == b'\n'))
        .then_some(at + end)
}

/// Whether the word around a mark is a web address, an e-mail address or a file name.
fn is_part_of_address(text: &str, mark: usize, next: usize) -> bool {
    let odd = |c: &char| matches!(c, '/' | '@' | '=' | '\\' | '_' | '~' | '%');
    let before = text[..mark]
        .chars()
        .rev()
        .take(48)
        .take_while(|c| !c.is_whitespace());
    let after = text[next..]
        .chars()
        .take(48)
        .take_while(|c| !c.is_whitespace());
    let word = super::chars::word_at(text, next, 24);
    let file = text[next + word.len()..].starts_with(['.', '(']) && {
        text[next + word.len() + 1..].starts_with(char::is_alphanumeric)
    };
    file || before.clone().any(|c| odd(&c)) || after.clone().any(|c| odd(&c)) || {
        let start: usize = before.map(char::len_utf8).sum();
        text[mark - start..].starts_with("www.")
    }
}
