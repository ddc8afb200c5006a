//! Texts of files and names of files, made fit for a terminal.

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

fn harmless_char(c: char) -> char {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || turns { '\u{fffd}' } else { c }
}
