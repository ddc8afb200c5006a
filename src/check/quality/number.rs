//! Numbers that stand on one side only.

use super::{Found, Work};
use crate::check::Code;
use crate::reasons::{number_words, roman};
use crate::text::normal::fold_word;
use crate::text::{Lang, Side};
use crate::text::{TokenKind, for_each_token};

/// Numbers in words under this are articles, pronouns and idioms as often as numbers.
const LEAST_IN_WORDS: u64 = 3;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    /// As it is written, or its digits where it is in words.
    shown: String,
    /// The digits it may be written with.
    forms: Vec<String>,
    /// What stands before and after its decimal point.
    parts: Vec<u64>,
    in_words: bool,
    /// Whether it is a part of a date in figures, which the check of dates looks at.
    in_date: bool,
}

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let read = |side| {
        let numbers = |link| numbers(work.text(side, link), work.lang(side));
        (0..work.links.len()).map(numbers).collect::<Vec<_>>()
    };
    let (source, target) = (read(Side::Source), read(Side::Target));
    let lone = |side: Side, link: usize| -> Vec<&Number> {
        let (mine, theirs, other) = match side {
            Side::Source => (&source, &target, Side::Target),
            Side::Target => (&target, &source, Side::Source),
        };
        if mine[link].is_empty() {
            return Vec::new();
        }
        let text = work.text(other, link);
        let there = Other {
            numbers: &theirs[link],
            text,
            halves: [text, work.text(side, link)].into_iter().any(speaks_of_halves),
        };
        let counts = |number: &&Number| !number.in_words || number.value().is_some_and(|value| value >= LEAST_IN_WORDS);
        mine[link]
            .iter()
            .filter(counts)
            .filter(|number| !number.in_date && !there.has(number))
            .collect()
    };
    let links = 0..work.links.len();
    let lone: Vec<_> = links
        .map(|link| (lone(Side::Source, link), lone(Side::Target, link)))
        .collect();
    let mut found = Vec::new();
    for link in work.pairs() {
        let (mut here, mut there) = lone[link].clone();
        if here.iter().chain(&there).all(|number| number.in_words) && (here.is_empty() || there.is_empty()) {
            continue;
        }
        // A number that waits next door went there with its sentence.
        for next in work.around(link, 1) {
            let (before, after) = &lone[next];
            here.retain(|number| !after.iter().any(|other| other.equals(number)));
            there.retain(|number| !before.iter().any(|other| other.equals(number)));
        }
        // Words alone say little: «cuatro palabras» are a few words.
        let plain = |numbers: &[&Number]| numbers.iter().any(|number| !number.in_words);
        if !plain(&here) && !plain(&there) && (here.is_empty() || there.is_empty()) {
            continue;
        }
        let list = |numbers: &[&Number]| {
            let shown: Vec<_> = numbers.iter().map(|number| number.shown.as_str()).collect();
            shown.join(", ")
        };
        let message = match (here.is_empty(), there.is_empty()) {
            (true, true) => continue,
            (false, true) => format!("{} of the original is not in the translation", list(&here)),
            (true, false) => format!("{} of the translation is not in the original", list(&there)),
            (false, false) => format!("the original has {}, the translation {}", list(&here), list(&there)),
        };
        found.push((Code::Number, link..link + 1, message));
    }
    found
}

impl Number {
    fn equals(&self, other: &Self) -> bool {
        self.forms.iter().any(|form| other.forms.contains(form))
    }

    fn values(&self) -> impl Iterator<Item = u64> {
        self.forms.iter().filter_map(|form| form.parse().ok())
    }

    /// Whether it may be hours and minutes.
    fn is_time(&self) -> bool {
        matches!(self.parts[..], [hours, minutes] if hours <= 24 && (10..60).contains(&minutes))
    }

    fn value(&self) -> Option<u64> {
        self.forms.first()?.parse().ok()
    }
}

/// Where a number is looked for.
struct Other<'a> {
    numbers: &'a [Number],
    text: &'a str,
    /// Whether one of the two sides counts halves.
    halves: bool,
}

fn speaks_of_halves(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| ["medio", "media", "half"].contains(&word))
}

impl Other<'_> {
    fn has(&self, number: &Number) -> bool {
        if self.numbers.iter().any(|other| other.equals(number)) {
            return true;
        }
        let Some(value) = number.value() else {
            return self.has_fraction(number);
        };
        let is = |wanted: u64| {
            self.numbers
                .iter()
                .any(|other| other.values().any(|value| value == wanted))
        };
        // Twelve hours and twenty-four.
        let clock = (value > 12 && value <= 24 && is(value - 12))
            || (value > 0 && value <= 12 && is(value + 12))
            || (value == 12 && is(0));
        // «los años 20» are the 1920s.
        let two = format!("{value:02}");
        let decade = value < 100
            && self.numbers.iter().any(|other| {
                let form = &other.forms[0];
                form.len() == 4 && form.ends_with(&two)
            });
        let full_year = number.forms[0].len() == 4
            && self.numbers.iter().any(|other| {
                let form = &other.forms[0];
                form.len() == 2 && number.forms[0].ends_with(form.as_str())
            });
        // Four-and-twenty: two numbers side by side.
        let sum = self.numbers.windows(2).any(|pair| {
            let values = pair[0].value().zip(pair[1].value());
            values.is_some_and(|(a, b)| a.checked_add(b) == Some(value))
        });
        // Three or four hundred; three hundred or four hundred.
        let shared = [100, 1000, 1_000_000]
            .into_iter()
            .any(|size| (value % size == 0 && is(value / size)) || value.checked_mul(size).is_some_and(is));
        let part = number.parts.iter().all(|part| is(*part)) && !number.parts.is_empty()
            || self
                .numbers
                .iter()
                .any(|other| other.is_time() && other.parts.contains(&value));
        // Four millions and a half.
        let half = [500, 500_000].into_iter().any(|half| {
            let mut values = number.values();
            values.any(|value| is(value.saturating_add(half)) || value.checked_sub(half).is_some_and(is))
        });
        value == 0
            || clock
            || decade
            || full_year
            || sum
            || shared
            || part
            || (self.halves && half)
            || self.says(value)
            || self.numeral(number)
    }

    /// Whether a number with decimals is there in other words: its parts, or a half.
    fn has_fraction(&self, number: &Number) -> bool {
        let is = |wanted: &u64| {
            let mut values = self.numbers.iter().flat_map(Number::values);
            values.any(|value| value == *wanted)
        };
        let [whole, fraction, ..] = number.parts[..] else {
            return true;
        };
        let is_half = fraction == 5 && self.halves && (is(&whole) || self.says(whole) || whole <= 1);
        is_half || (is(&whole) && is(&fraction))
    }

    fn numeral(&self, number: &Number) -> bool {
        roman(&number.forms[0]).is_some_and(|numeral| {
            self.text
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word.eq_ignore_ascii_case(&numeral))
        })
    }

    /// Words that hold a number without being one.
    fn says(&self, value: u64) -> bool {
        let words: &[&str] = match value {
            1 => &[
                "un", "una", "uno", "a", "an", "one", "once", "primero", "first", "single",
            ],
            2 => &[
                "par",
                "ambos",
                "ambas",
                "couple",
                "pair",
                "both",
                "twice",
                "fortnight",
                "media",
                "half",
            ],
            3 => &["triple", "thrice", "trio"],
            6 => &["media docena", "half a dozen", "half-dozen", "half dozen"],
            7 => &["week", "weeks", "semana", "semanas"],
            8 => &["week", "week's", "semana"],
            10 => &["decena", "decade"],
            12 => &[
                "docena",
                "docenas",
                "dozen",
                "dozens",
                "mediodía",
                "noon",
                "midday",
                "medianoche",
                "midnight",
            ],
            14 | 15 => &[
                "fortnight",
                "quincena",
                "two weeks",
                "cuarto",
                "quarter",
                "quarters",
                "fortnight's",
            ],
            20 => &["score", "veintena", "twenties"],
            24 => &["two dozen", "dos docenas", "day", "día"],
            30 => &["media", "half", "month", "mes", "treintena", "thirties"],
            40 => &["cuarentena", "twoscore", "forties"],
            45 => &["cuarto", "cuartos", "quarter", "quarters"],
            50 => &["half", "medio", "media", "medio siglo", "fifties"],
            60 => &["hour", "hora", "threescore", "sixties"],
            70 => &["seventies"],
            80 => &["eighties"],
            90 => &["nineties"],
            100 => &["centenar", "centenares", "century", "siglo", "hundreds", "cientos"],
            1000 => &["millar", "millares", "miles", "thousands"],
            _ => return false,
        };
        let text = self.text.to_lowercase();
        let mut held = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-');
        held.any(|word| words.contains(&word)) || words.iter().any(|word| word.contains(' ') && text.contains(word))
    }
}

/// The numbers of a text: all in figures, and those in words that are hardly anything else.
fn numbers(text: &str, lang: Option<Lang>) -> Vec<Number> {
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
