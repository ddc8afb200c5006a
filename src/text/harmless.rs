//! Texts of files and names of files, made fit for a terminal.

use std::fmt::Write as _;

/// A text that does nothing to a terminal: control characters and marks that turn the direction of writing, which could
/// hide or forge what is shown, become visible, and line breaks and tabs become blanks.
#[must_use]
pub fn harmless(text: &str) -> String {
    let show = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        c => harmless_char(c),
    };
    text.chars().map(show).collect()
}

/// The same for a message of several lines.
#[must_use]
pub fn harmless_lines(text: &str) -> String {
    let show = |c: char| if matches!(c, '\t' | '\n') { c } else { harmless_char(c) };
    text.chars().map(show).collect()
}

/// JSON that does nothing to a terminal: the same value, with such characters written as `\u202e`.
///
/// Outside of its strings JSON has none of them but tabs and line breaks, which stay.
#[must_use]
pub fn harmless_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if matches!(c, '\t' | '\n' | '\r') || harmless_char(c) == c {
            out.push(c);
        } else {
            // All of them are below U+FFFF. Writing to a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
    out
}

fn harmless_char(c: char) -> char {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || turns { '\u{fffd}' } else { c }
}

#[cfg(test)]
mod tests {
    use super::harmless_json;

    #[test]
    fn json_keeps_its_value() {
        let value = "a\u{202e}b\u{9b}c\u{7f}\u{1b}ñ";
        let json = serde_json::to_string_pretty(&[value]).unwrap();
        let shown = harmless_json(&json);
        assert!(!shown.contains(['\u{202e}', '\u{9b}', '\u{7f}', '\u{1b}']), "{shown}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&shown).unwrap(), [value]);
    }
}
