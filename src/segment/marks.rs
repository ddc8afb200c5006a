//! What a scan reads at a possible sentence end: the marks, and what comes after them.

use super::chars::{
    char_at, is_closing_bracket, is_closing_quote, is_dash, is_final_mark, is_invisible, is_opener, is_strong_mark,
    is_superscript, skip_space,
};
use super::rules::Rules;
use super::web::emoticon;

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
pub(super) struct Candidate {
    /// The first mark.
    pub(super) start: usize,
    /// One past the last mark or closing sign.
    pub(super) end: usize,
    /// It is one full stop and nothing else.
    pub(super) single: bool,
    pub(super) strong: bool,
    pub(super) ellipsis: bool,
    /// A quote closes in it.
    pub(super) quote: bool,
    /// A round bracket closes in it.
    pub(super) bracket: bool,
}

/// Reads the marks and closing signs from `start` on; `straight` tells whether a straight double quote
/// is open, and is kept up to date.
pub(super) fn read_marks(text: &str, start: usize, rules: &Rules, straight: &mut bool) -> Candidate {
    let german = rules.lang.code() == "de";
    let greek = rules.lang.code() == "el";
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
            c if is_strong_mark(c) || (greek && c == ';') => found.strong = true,
            c if is_invisible(c) => {}
            c if is_dash(c) && dots > 0 => match final_dash(text, at) {
                Some(end) if dots == 1 && at == start + 1 => {
                    at = end;
                    break;
                }
                _ => break,
            },
            '»' | '›' if german && letter_follows => break,
            '’' if letter_follows => break,
            c if is_closing_quote(c) || (german && matches!(c, '“' | '«')) => found.quote = true,
            '"' if *straight || !letter_follows => {
                *straight = false;
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
            c if c.is_whitespace() => match spaced_mark(text, at, german, *straight, &mut found) {
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
fn spaced_mark(text: &str, at: usize, german: bool, straight: bool, found: &mut Candidate) -> Option<usize> {
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
        '»' | '›' | '”' if !german && !char_at(text, after).is_some_and(char::is_alphanumeric) => Some(next),
        ')' | ']' => Some(next),
        ':' | ';' | '=' => emoticon(text, next),
        '"' if straight && border(after) => Some(next),
        '[' => note_mark(text, next).filter(|&end| border(end)),
        c if c.is_ascii_digit() || c == ' ' => right_margin_number(text, at),
        _ => None,
    }
}

/// Reads what follows the candidate that ends at `end`.
pub(super) fn read_next(text: &str, end: usize, rules: &Rules) -> Next {
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
        } else if is_opener(c) || (c == '»' && rules.lang.code() != "fr") {
            next.inverted |= matches!(c, '¿' | '¡');
            next.quoted |= !matches!(c, '¿' | '¡' | '_' | '*') && !text[start..].starts_with('(');
        } else if !is_final_mark(c) && !c.is_whitespace() && !is_invisible(c) {
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

/// The end of a note's number that begins at `at`: `[3]`, `(12)`.
pub(super) fn note_mark(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let close = match rest.first()? {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let digits = rest[1..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    (digits > 0 && digits < 4 && rest.get(1 + digits) == Some(&close)).then_some(at + digits + 2)
}

/// The end of the dash of `.-`, with which Spanish laws and deeds close a heading or a clause: a blank follows it.
/// A longer dash does so only near the beginning of a sentence, as it opens speech too.
fn final_dash(text: &str, at: usize) -> Option<usize> {
    /// "DISPOSICIÓN TRANSITORIA VIGÉSIMA SEGUNDA" is one of the longest clause names.
    const LONGEST_NAME: usize = 48;
    let dashes = text[at..].chars().take(4).take_while(|&c| is_dash(c));
    let length: usize = dashes.clone().map(char::len_utf8).sum();
    let end = at + length;
    let set_off = text[end..].chars().next().is_none_or(char::is_whitespace);
    let short = matches!(&text[at..end], "-" | "–");
    let named = || {
        let name = text[..at].chars().rev().skip(1).take(LONGEST_NAME + 1);
        name.take_while(|&c| !is_final_mark(c) && c != '\n').count() <= LONGEST_NAME
            && text[..at]
                .trim_end_matches('.')
                .ends_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, 'º' | 'ª'))
    };
    (set_off && (short || named())).then_some(end)
}

/// The end of a note's number glued to a final mark, `spring.2 No one`: one to three figures, then a blank.
pub(super) fn glued_note(text: &str, at: usize) -> Option<usize> {
    let digits = text.as_bytes()[at..]
        .iter()
        .take(4)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let end = at + digits;
    ((1..4).contains(&digits) && text[end..].starts_with([' ', '\n', '\u{a0}'])).then_some(end)
}

/// The end of a page or line number set in the right margin: three blanks or more, figures, line end.
fn right_margin_number(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let blanks = rest.iter().take(80).take_while(|&&b| b == b' ').count();
    let digits = rest[blanks..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    let end = blanks + digits;
    (blanks > 2 && (1..5).contains(&digits) && rest.get(end).is_none_or(|&b| b == b'\n')).then_some(at + end)
}
