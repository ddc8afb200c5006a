//! Texts as rows of letters, in which what editors and spreadsheets alter by themselves makes no difference.

use std::borrow::Cow;

use unicode_normalization::char::decompose_canonical;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::text::typography::{is_invisible, plain_mark};

/// A letter, and the byte after the character that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letter {
    /// The letter.
    pub(crate) letter: char,
    /// Where its character ends.
    pub(crate) end: usize,
}

/// The letters of a text: white space and invisible characters are left out, quotes, dashes and ellipses have one
/// form each, runs of dashes count as one, and accents are letters of their own. All of this is what word processors
/// and spreadsheets put in by themselves.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = Letter> {
    let mut dash = false;
    text.char_indices().flat_map(move |(at, c)| {
        let mut found = Few::default();
        match c {
            c if c.is_whitespace() || is_left_out(c) => {}
            '…' => (0..3).for_each(|_| found.push('.')),
            c if is_dash(c) => {
                if !dash {
                    found.push('-');
                }
            }
            c if c.is_ascii() => found.push(plain_mark(c)),
            c => decompose_canonical(plain_mark(c), |c| found.push(c)),
        }
        dash = is_dash(c);
        let end = at + c.len_utf8();
        found.into_iter().map(move |letter| Letter { letter, end })
    })
}

/// Letters of one character: a canonical decomposition has four at most.
#[derive(Default)]
struct Few {
    letters: [char; 4],
    count: usize,
}

impl Few {
    fn push(&mut self, letter: char) {
        if let Some(place) = self.letters.get_mut(self.count) {
            *place = letter;
            self.count += 1;
        }
    }

    fn into_iter(self) -> impl Iterator<Item = char> {
        self.letters.into_iter().take(self.count)
    }
}

/// The letters alone, of a text in any normal form.
pub(crate) fn of_cell(text: &str) -> Vec<char> {
    letters(&nfc(text)).map(|letter| letter.letter).collect()
}

/// The text in the normal form of texts.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// Whether a letter is a quotation mark.
pub(crate) const fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'')
}

const fn is_dash(c: char) -> bool {
    plain_mark(c) == '-'
}

/// Characters that cannot be seen, and those that XML cannot hold.
fn is_left_out(c: char) -> bool {
    c.is_control() || is_invisible(c) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_alter_makes_no_difference() {
        for (text, altered) in [
            ("—¿Quién va? —preguntó.", "--¿Quién va?\u{a0}– preguntó."),
            ("\"No...\" he said.", "“No…” he said."),
            ("un «faro»", "un \"faro\""),
            ("cañón", "can\u{303}o\u{301}n"),
            ("dos  líneas", "dos\r\nlíneas\u{feff}"),
        ] {
            assert_eq!(of_cell(text), of_cell(altered), "{altered}");
        }
        assert_ne!(of_cell("el faro"), of_cell("El faro"));
        assert_ne!(of_cell("No."), of_cell("No"));
    }

    #[test]
    fn letters_know_where_their_character_ends() {
        let ends: Vec<usize> = letters("a… —b").map(|letter| letter.end).collect();
        assert_eq!(ends, [1, 4, 4, 4, 8, 9]);
    }
}
