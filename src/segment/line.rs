//! Lines and what a single one looks like: heading, separator, list item, letter, note.

use crate::text::Span;

use super::chars::{is_closing_bracket, is_closing_quote, is_dash, is_final_mark, is_in_capitals, is_opener};
use super::marks::note_mark;
use super::rules::{Rules, Words};
use crate::text::normal::is_roman;

/// Widest line of a heading that has no other sign of one than standing alone, in characters.
const MAX_TITLE: usize = 64;

/// A line of the text that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// From its first to its last character that is not white space.
    pub(super) span: Span,
    /// Column of its first letter, a line number in the margin left out.
    pub(super) indent: usize,
    /// Characters from that column on.
    pub(super) width: usize,
    /// Blank lines before it.
    pub(super) blanks: usize,
    /// A number in brackets stands before it.
    pub(super) marked: bool,
    /// It belongs to the page, not to the text.
    pub(super) apart: bool,
}

/// The lines of a text that are not blank.
pub(super) fn read_lines(text: &str) -> Vec<Line> {
    let (mut lines, mut start, mut blanks) = (Vec::new(), 0, 0);
    for raw in text.split_inclusive('\n') {
        let span = Span::new(start, start + raw.len()).trim(text);
        if span.is_empty() {
            blanks += 1;
        } else {
            lines.push(read_line(text, start, span, blanks));
            blanks = 0;
        }
        start += raw.len();
    }
    lines
}

fn read_line(text: &str, start: usize, span: Span, blanks: usize) -> Line {
    let mut first = span.start;
    let mark = note_mark(text, span.start);
    if let Some(end) = mark.filter(|&end| text[span.start..].starts_with('[') && end < span.end) {
        first = end + (text[end..span.end].len() - text[end..span.end].trim_start().len());
    }
    let indent = text[start..first].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let body = without_margin_number(&text[first..span.end]);
    Line {
        span,
        indent,
        width: body.chars().count(),
        blanks,
        marked: mark.is_some(),
        apart: false,
    }
}

/// A line without the page number set three blanks or more to its right.
fn without_margin_number(line: &str) -> &str {
    let body = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let cut = body.trim_end();
    if line.len() - body.len() < 5 && body.len() < line.len() && body.len() > cut.len() + 2 {
        cut
    } else {
        line
    }
}

impl Line {
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.span.range()]
    }
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = without_margin_number(line);
    let closing = |c: char| {
        is_closing_quote(c) || is_closing_bracket(c) || matches!(c, '"' | '\'' | '_' | '*') || c.is_whitespace()
    };
    let bare = line.trim_end_matches(closing);
    bare.ends_with(|c: char| is_final_mark(c) || c == ':')
        || bare.ends_with(is_dash) && bare.len() > 1
        || line.ends_with(['»', '”'])
}

/// Whether a line begins as a sentence may.
pub(super) fn begins_sentence(line: &str) -> bool {
    // A line number in the margin says nothing.
    let line = note_mark(line, 0).map_or(line, |end| if line.starts_with('[') { &line[end..] } else { line });
    let first = line.chars().find(|&c| !is_opener(c) && !c.is_whitespace());
    first.is_some_and(|c| !c.is_lowercase() && !is_final_mark(c) && !matches!(c, ',' | ';' | ':'))
}

/// Whether a line begins with a dash that is speech, not a list's mark.
pub(super) fn opens_speech(line: &str) -> bool {
    line.starts_with(['—', '―', '–', '«', '“', '"', '¿', '¡']) || line.starts_with("--") || {
        line.strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace() && !is_dash(c)))
    }
}

/// An ornament between passages: signs without a letter or figure.
pub(super) fn is_separator(line: &str) -> bool {
    let ornaments = line.chars().filter(|c| !c.is_whitespace()).count();
    let signs = |c: char| "*-—–―_=~·•#+⁂§※❦☙✻✽◆◇○●□■♦".contains(c) || c.is_whitespace();
    line.chars().all(signs) || (ornaments > 4 && line.chars().all(|c| signs(c) || matches!(c, '.' | ':')))
}

/// `[1] …`, `(1) …`, `¹ …`, `[Footnote 1: …]`, `[Nota 1: …]`.
pub(super) fn is_footnote(line: &str) -> bool {
    if let Some(end) = note_mark(line, 0) {
        return line[end..].trim_start().chars().next().is_some_and(|c| !is_dash(c));
    }
    // [A], [*]
    if let Some((mark, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']'))
        && (mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_alphabetic()) || matches!(mark, "*" | "**" | "†"))
        && rest.starts_with(' ')
    {
        return true;
    }
    let inside = line.strip_prefix('[').or_else(|| line.strip_prefix('{'));
    let named = inside.is_some_and(|rest| {
        ["Footnote", "Nota", "Note", "Fußnote", "FOOTNOTE", "NOTA"]
            .iter()
            .any(|name| {
                rest.strip_prefix(name).is_some_and(|rest| {
                    let rest = rest.trim_start();
                    rest.starts_with(':') || rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.contains(':')
                })
            })
    });
    named || line.starts_with(super::chars::is_superscript)
}

/// The mark of a list's item: its length in bytes and its kind (items of one list share it).
pub(super) fn list_mark(line: &str) -> Option<(usize, char)> {
    let first = line.chars().next()?;
    let after = |length: usize| line[length..].starts_with([' ', '\t']);
    if matches!(first, '-' | '•' | '*' | '◦' | '▪' | '‣' | '·' | '+') && after(first.len_utf8()) {
        return Some((first.len_utf8(), first));
    }
    let body = line.strip_prefix('(').unwrap_or(line);
    let offset = line.len() - body.len();
    let label = body.bytes().take(5).take_while(u8::is_ascii_alphanumeric).count();
    let name = &body[..label];
    let close = body[label..].chars().next().filter(|c| matches!(c, '.' | ')'))?;
    if offset == 1 && close == '.' || !after(offset + label + 1) {
        return None;
    }
    let kind = if !name.is_empty() && name.len() < 4 && name.bytes().all(|b| b.is_ascii_digit()) {
        '1'
    } else if name.len() == 1 && name.bytes().all(|b| b.is_ascii_lowercase()) {
        'a'
    } else if name.len() == 1 && close == ')' {
        'A'
    } else {
        return None;
    };
    Some((
        offset + label + 1,
        if close == ')' { kind.to_ascii_uppercase() } else { kind },
    ))
}

/// How sure it is that a line is a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Title {
    /// It is none.
    No,
    /// It looks like one where it stands apart: short, without a final mark.
    Maybe,
    /// Its words or letters say so: all capitals, `1. The house`.
    Likely,
    /// A heading of its own: a number, `Chapter IV`.
    Number,
}

/// Judges one line, or a heading wrapped over several.
pub(super) fn title(line: &str, rules: &Rules) -> Title {
    let core =
        line.trim_matches(|c: char| is_dash(c) || c.is_whitespace() || matches!(c, '_' | '*' | '=' | '§' | '[' | ']'));
    let label = core.trim_end_matches(['.', ':', ')', 'º', 'ª']).trim_end();
    let figures = !label.is_empty() && label.len() < 5 && label.bytes().all(|b| b.is_ascii_digit());
    if is_roman(label) || figures {
        return Title::Number;
    }
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return Title::No;
    }
    if rules.begins_with(Words::Heading, core) && begins_sentence(core) {
        return keyword_title(core, rules);
    }
    if opens_speech(line) && !is_dash(line.chars().next_back().unwrap_or(' ')) {
        return Title::No;
    }
    if is_in_capitals(core) && letters > 1 && core.chars().count() <= 200 {
        return Title::Likely;
    }
    let width = core.chars().count();
    let closed =
        core.ends_with(|c: char| is_final_mark(c) || matches!(c, ',' | ';' | ':' | '"' | '”' | '»' | '-' | '—'));
    if let Some((label, _)) = core.split_once(". ").filter(|_| width <= 120 && !closed)
        && (is_roman(label) || label.len() < 4 && label.bytes().all(|b| b.is_ascii_digit()))
        && begins_sentence(core)
    {
        return Title::Likely;
    }
    if !closed && width <= MAX_TITLE && begins_sentence(core) {
        Title::Maybe
    } else {
        Title::No
    }
}

/// A line that begins with "Chapter": alone or with a number it is a heading; so it is with a title.
fn keyword_title(core: &str, rules: &Rules) -> Title {
    let words: Vec<&str> = core
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .collect();
    let number = words.get(1).is_some_and(|word| {
        is_roman(word)
            || is_roman(&word.to_uppercase())
            || word.bytes().all(|b| b.is_ascii_digit())
            || is_number_word(word)
    });
    let ends = ends_sentence(core);
    match words.len() {
        1 => {
            if ends && core.ends_with(['!', '?', '…']) {
                Title::No
            } else {
                Title::Number
            }
        }
        2 if number => Title::Number,
        _ if number => Title::Likely,
        _ if is_in_capitals(core) => Title::Likely,
        // "Parte de la noche" is no heading for beginning with "Parte".
        2..=5 if !ends && !rules.has(Words::Starter, words[1]) => Title::Likely,
        2..=5 if !ends => Title::Maybe,
        _ => Title::No,
    }
}

fn is_number_word(word: &str) -> bool {
    const WORDS: [&str; 66] = [
        "primero",
        "primera",
        "segundo",
        "segunda",
        "tercero",
        "tercera",
        "cuarto",
        "cuarta",
        "quinto",
        "quinta",
        "sexto",
        "sexta",
        "séptimo",
        "séptima",
        "octavo",
        "octava",
        "noveno",
        "novena",
        "décimo",
        "décima",
        "último",
        "última",
        "uno",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "the",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "last",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}

/// What a line is in a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetterPart {
    /// `Madrid, 3 de mayo de 1897.`
    Dateline,
    /// `Muy Sr. mío:`
    Opening,
    /// `Yours truly,`
    Closing,
}

/// Judges one short line.
pub(super) fn letter_part(line: &str, rules: &Rules) -> Option<LetterPart> {
    let width = line.chars().count();
    let core = line.trim_start_matches(|c: char| is_opener(c) || is_dash(c));
    if width > 70 {
        return None;
    }
    let bare = core.trim_end_matches(['_', '*', ' ']);
    if bare.ends_with([':', ',']) || bare.ends_with(".--") || bare.ends_with(".—") || bare.ends_with(",--") {
        if width <= 60 && rules.begins_with(Words::Salutation, core) {
            return Some(LetterPart::Opening);
        }
        if bare.ends_with(',') && width <= 50 && rules.begins_with(Words::Closing, core) {
            return Some(LetterPart::Closing);
        }
    }
    let words = || {
        core.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    let year =
        words().any(|word| word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|b| b.is_ascii_digit()));
    let month = words().any(|word| rules.has(Words::Month, word));
    let day = words().any(|word| word.len() < 5 && word.starts_with(|c: char| c.is_ascii_digit()));
    let dated = month && (year || day) && words().count() <= 9 && !opens_speech(line);
    (dated && begins_sentence(core)).then_some(LetterPart::Dateline)
}
