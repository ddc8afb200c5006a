//! Folding for comparison only: case, accents, typographic variants. Texts are never changed by it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The word without case and without combining marks: `Ángel` becomes `angel`.
#[must_use]
pub fn fold_word(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(strip_accents(&word.to_lowercase()).into_owned())
}

/// The word without combining marks and soft hyphens.
#[must_use]
pub fn strip_accents(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    Cow::Owned(
        word.nfd()
            .filter(|&c| !is_combining_mark(c) && c != SOFT_HYPHEN)
            .collect(),
    )
}

/// Invisible mark of a possible line break inside a word.
pub const SOFT_HYPHEN: char = '\u{ad}';

/// The value of a Roman number in capitals, written as is usual, up to 3999.
pub(crate) fn roman_value(word: &str) -> Option<u32> {
    const DIGITS: [[&str; 9]; 4] = [
        ["M", "MM", "MMM", "", "", "", "", "", ""],
        ["C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
        ["X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
    ];
    if !word.bytes().all(is_roman_sign) {
        return None;
    }
    let (mut value, mut rest) = (0, word);
    for digits in DIGITS {
        let here = digits
            .iter()
            .zip(1..)
            .filter(|(sign, _)| !sign.is_empty() && rest.starts_with(**sign));
        let (sign, digit) = here.max_by_key(|(sign, _)| sign.len()).unwrap_or((&"", 0));
        value = value * 10 + digit;
        rest = &rest[sign.len()..];
    }
    (value > 0 && rest.is_empty()).then_some(value)
}

/// Whether a word is a Roman number in capitals.
pub(crate) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.len() <= 9 && word.bytes().all(is_roman_sign)
}

const fn is_roman_sign(byte: u8) -> bool {
    matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M')
}

#[cfg(test)]
mod tests {
    use super::{fold_word, roman_value};

    #[test]
    fn roman_numbers_have_one_spelling() {
        let values = ["I", "IV", "IX", "XXXIX", "LII", "XC", "CDXLIV", "MCMXXVI"].map(roman_value);
        assert_eq!(values, [1, 4, 9, 39, 52, 90, 444, 1926].map(Some));
        assert_eq!(
            ["", "IIII", "VIV", "IC", "XIX.", "Ia", "MMMM"].map(roman_value),
            [None; 7]
        );
    }

    #[test]
    fn case_accents_and_soft_hyphens_do_not_matter() {
        assert_eq!(fold_word("ÁNGEL"), "angel");
        assert_eq!(fold_word("ni\u{f1}o"), "nino");
        assert_eq!(fold_word("pa\u{ad}la\u{ad}bra"), "palabra");
    }
}
