//! Whether a number of one side is there on the other, however it is said.

use super::read::Number;
use crate::reasons::roman;

/// Where a number is looked for.
pub(super) struct Other<'a> {
    pub(super) numbers: &'a [Number],
    pub(super) text: &'a str,
    /// Whether one of the two sides counts halves.
    pub(super) halves: bool,
}

pub(super) fn speaks_of_halves(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| ["medio", "media", "half"].contains(&word))
}

impl Other<'_> {
    pub(super) fn has(&self, number: &Number) -> bool {
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
