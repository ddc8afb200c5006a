//! The numbers of a text, in figures and in words.

use crate::reasons::number_words;
use crate::text::normal::fold_word;
use crate::text::{Lang, TokenKind, for_each_token};

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// As it is written, or its digits where it is in words.
    pub(super) shown: String,
    /// The digits it may be written with.
    pub(super) forms: Vec<String>,
    /// What stands before and after its decimal point.
    pub(super) parts: Vec<u64>,
    pub(super) in_words: bool,
    /// Whether it is a part of a date in figures, which the check of dates looks at.
    pub(super) in_date: bool,
}

impl Number {
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.forms.iter().any(|form| other.forms.contains(form))
    }

    pub(super) fn values(&self) -> impl Iterator<Item = u64> {
        self.forms.iter().filter_map(|form| form.parse().ok())
    }

    /// Whether it may be hours and minutes.
    pub(super) fn is_time(&self) -> bool {
        matches!(self.parts[..], [hours, minutes] if hours <= 24 && (10..60).contains(&minutes))
    }

    pub(super) fn value(&self) -> Option<u64> {
        self.forms.first()?.parse().ok()
    }
}

/// The numbers of a text: all in figures, and those in words that are hardly anything else.
pub(super) fn numbers(text: &str, lang: Option<Lang>) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    if text.contains(|c: char| c.is_ascii_digit()) {
        let mut brackets = 0_usize;
        for_each_token(text, &mut String::new(), |kind, digits, raw| match kind {
            TokenKind::Mark if raw == "[" => brackets += 1,
            TokenKind::Mark if raw == "]" => brackets = brackets.saturating_sub(1),
            // Editors' notes and their numbers are not the author's.
            TokenKind::Number if brackets == 0 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                found.push(figures(text, raw, lang));
                if in_date(text, raw) {
                    found.last_mut().into_iter().for_each(|number| number.in_date = true);
                }
            }
            _ => {}
        });
    }
    if let Some(lang) = lang {
        let in_words = |digits: String| Number {
            shown: digits.clone(),
            forms: vec![digits],
            parts: Vec::new(),
            in_words: true,
            in_date: false,
        };
        found.extend(number_words(&plain_words(text, lang), lang).into_iter().map(in_words));
    }
    found
}

/// A number in figures, read by the habit of its language, which a word for a large number may follow.
fn figures(text: &str, raw: &str, lang: Option<Lang>) -> Number {
    // The token is a part of the text.
    let end = raw.as_ptr() as usize - text.as_ptr() as usize + raw.len();
    let next = text[end..].split_whitespace().next().unwrap_or_default().to_lowercase();
    let zeros = match next.trim_end_matches(|c: char| !c.is_alphabetic()) {
        "mil" | "thousand" => 3,
        "millón" | "millones" | "million" | "millions" => 6,
        _ => 0,
    };
    let mut forms = Vec::new();
    let mut parts = Vec::new();
    for (whole, fraction) in readings(raw, lang) {
        let plain = match whole.trim_start_matches('0') {
            "" => "0",
            plain => plain,
        };
        let fraction = fraction.trim_end_matches('0');
        if zeros > 0 && fraction.len() <= zeros {
            let all = format!("{whole}{fraction}{}", "0".repeat(zeros - fraction.len()));
            forms.push(all.trim_start_matches('0').to_owned());
        }
        forms.push(if fraction.is_empty() {
            plain.to_owned()
        } else {
            format!("{plain}.{fraction}")
        });
        if !fraction.is_empty() {
            let both = [&whole, fraction].into_iter();
            parts.extend(both.filter_map(|digits| digits.parse::<u64>().ok()));
        }
    }
    Number {
        shown: raw.to_owned(),
        forms,
        parts,
        in_words: false,
        in_date: false,
    }
}

/// What stands before and after the decimal mark, for each way to read a number.
///
/// Spanish, as most languages of Europe, writes 1.234,5 and English 1,234.5. A Spanish comma before three digits parts
/// thousands in Mexico and decimals elsewhere, so both are read; a Spanish point before three digits is never a decimal one,
/// nor is an English comma.
fn readings(raw: &str, lang: Option<Lang>) -> Vec<(String, String)> {
    let clean = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let cut = |at: usize| (clean(&raw[..at]), clean(&raw[at..]));
    let whole = (clean(raw), String::new());
    let Some(last) = raw.rfind([',', '.']) else {
        return vec![whole];
    };
    let mark = raw.as_bytes()[last];
    let alone = raw.bytes().filter(|&byte| byte == mark).count() == 1;
    let other = if mark == b',' { '.' } else { ',' };
    if raw.contains(other) {
        // The last of two kinds is the decimal mark; several of it part thousands.
        return vec![if alone { cut(last) } else { whole }];
    }
    let groups = raw.split([',', '.']).skip(1).all(|group| clean(group).len() == 3);
    let is_decimal = lang.map(|lang| (mark == b'.') == (lang == Lang::EN));
    match (alone, groups, is_decimal) {
        (false, ..) => vec![whole],
        (true, false, _) => vec![cut(last)],
        (true, true, Some(true)) if mark == b'.' => vec![cut(last)],
        (true, true, Some(false)) => vec![whole],
        (true, true, _) => vec![cut(last), whole],
    }
}

/// Whether a number stands in a date in figures, such as 03/05/2011: which of them is the month differs from country to
/// country, and words may tell it.
fn in_date(text: &str, raw: &str) -> bool {
    let start = raw.as_ptr() as usize - text.as_ptr() as usize;
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.');
    let from = text[..start]
        .rfind(|c: char| !is_part(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[start..]
        .find(|c: char| !is_part(c))
        .map_or(text.len(), |at| start + at);
    let date = text[from..end].trim_end_matches('.');
    ['/', '-', '.'].into_iter().any(|mark| {
        let parts: Vec<&str> = date.split(mark).collect();
        let is_number = |part: &&str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        parts.len() == 3 && is_number(&parts[0], 2) && is_number(&parts[1], 2) && is_number(&parts[2], 4)
    })
}

/// The text in words that spell numbers only: «cuarto» is a room, a second is short, and older spellings are
/// brought to the one that is known.
fn plain_words(text: &str, lang: Lang) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphabetic());
        let folded = fold_word(bare);
        let known = match (lang.code(), folded.as_ref()) {
            ("es", "cuarto" | "cuartos" | "cuarta" | "quinta" | "quinto" | "sexta" | "octava" | "decima")
            | ("en", "second" | "seconds") => "x",
            ("es", "docientos" | "docientas") => "doscientos",
            ("es", "trecientos" | "trecientas") => "trescientos",
            ("es", "seicientos" | "seicientas") => "seiscientos",
            _ => &folded,
        };
        plain.push_str(known);
        // Numbers do not go on over a comma or a full stop.
        plain.push_str(match &word[bare.len()..] {
            "" => "",
            " " | "-" | "\u{a0}" => " ",
            _ => " x ",
        });
    }
    if lang == Lang::ES {
        for (two, one) in [
            ("diez y seis", "dieciseis"),
            ("diez y siete", "diecisiete"),
            ("diez y ocho", "dieciocho"),
            ("diez y nueve", "diecinueve"),
        ] {
            plain = plain.replace(two, one);
        }
    }
    plain
}
