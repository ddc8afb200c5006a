//! Text of any kind in one cell of a table, and back.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Writes a text on one line, in NFC: `\n` for a line break, `\t` for a tab, `\\` for a backslash, `\u0000` for what
/// cannot be seen or would be changed by normalisation.
pub(crate) fn escape(text: &str) -> String {
    let normal = is_nfc_quick(text.chars()) == IsNormalized::Yes;
    let mut cell = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => cell.push_str("\\\\"),
            '\n' => cell.push_str("\\n"),
            '\t' => cell.push_str("\\t"),
            '\r' => cell.push_str("\\r"),
            c if is_hidden(c) || (!normal && is_unstable(c)) => match u32::from(c) {
                code @ ..=0xffff => cell.push_str(&format!("\\u{code:04x}")),
                code => cell.push_str(&format!("\\U{code:08x}")),
            },
            c => cell.push(c),
        }
    }
    cell
}

/// What programs drop, break lines at or refuse.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// What normalisation may change, alone or by what stands before it.
fn is_unstable(c: char) -> bool {
    !c.is_ascii() && (canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes)
}

/// What [`escape`] made, as it was. A backslash that means nothing stays.
pub(crate) fn unescape(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let (c, length) = match after.chars().next() {
            Some('\\') => ('\\', 1),
            Some('n') => ('\n', 1),
            Some('t') => ('\t', 1),
            Some('r') => ('\r', 1),
            Some('s') => (' ', 1),
            Some('u') => code_point(after, 4).unwrap_or(('\\', 0)),
            Some('U') => code_point(after, 8).unwrap_or(('\\', 0)),
            _ => ('\\', 0),
        };
        text.push(c);
        rest = &after[length..];
    }
    text.push_str(rest);
    text
}

/// The character of so many hexadecimal digits after a letter, and how long that is.
fn code_point(after: &str, digits: usize) -> Option<(char, usize)> {
    let hex = after.get(1..=digits)?;
    let hex = Some(hex).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let code = u32::from_str_radix(hex, 16).ok()?;
    Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), digits + 1))
}

/// Writes words into one cell, with one blank between them.
pub(crate) fn join_words(words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| escape(word).replace(' ', "\\s")).collect();
    words.join(" ")
}

/// What [`join_words`] made, as it was.
pub(crate) fn split_words(cell: &str) -> Vec<String> {
    cell.split(' ').filter(|word| !word.is_empty()).map(unescape).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_backslash_that_means_nothing_stays() {
        assert_eq!(unescape(r"C:\casa \uzzzz \"), r"C:\casa \uzzzz \");
        assert_eq!(escape("a\tb\nc\\n\u{2028}"), r"a\tb\nc\\n\u2028");
    }

    proptest! {
        #[test]
        fn any_note_comes_back(text in "(?s).{0,6}|[\\\\nrtsu\\x0b2028 \t\n\r\u{2028}é]{0,12}|\\PC{0,12}") {
            let cell = escape(&text);
            let breaks = cell.contains(is_hidden);
            prop_assert!(!breaks);
            prop_assert_eq!(unescape(&cell), text);
        }

        #[test]
        fn any_words_come_back(words in prop::collection::vec("[a-z \\\\s:\t]{1,6}", 0..4)) {
            prop_assert_eq!(split_words(&join_words(&words)), words);
        }
    }
}
