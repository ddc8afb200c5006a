//! Text in one cell of a table, for both who write it and who read it.
//!
//! [`note`] and [`from_cell`] are the two ways of a note, [`check`] the mark by which a row is known again, and
//! [`letters`] what is left of a text when all is passed over that editors alter by themselves.

pub(crate) mod escape;
pub(crate) mod letters;

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};
use unicode_normalization::{IsNormalized, is_nfc_quick};

use crate::text::hex;
use escape::{escape, unescape};

/// How a note begins that is written with [`escape`]. Nobody begins a note so, and no spreadsheet program makes
/// anything else of it; a note without it stands for itself, backslashes and all.
const ESCAPED: &str = r"\:";

/// How cells begin that spreadsheet programs compute instead of showing them.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// Whether a spreadsheet program that opens a table as text would compute the cell.
pub(crate) fn is_formula(cell: &str) -> bool {
    cell.starts_with(FORMULA)
}

/// A note as one line that survives text tables and spreadsheet programs: as it is where that is so, else escaped.
pub(crate) fn note(note: &str) -> Cow<'_, str> {
    let plain = escape(note) == note.replace('\\', r"\\") && !is_formula(note);
    if plain && keeps_its_ends(note) {
        return Cow::Borrowed(note);
    }
    Cow::Owned(format!("{ESCAPED}{}", escape(note)))
}

/// A note as the cell of a workbook, which holds line breaks: escaped only where it holds what cells do not.
pub(crate) fn sheet_note(note: &str) -> Cow<'_, str> {
    let lines = note.replace('\n', "");
    let plain = escape(&lines) == lines.replace('\\', r"\\") && is_nfc_quick(note.chars()) == IsNormalized::Yes;
    if plain && keeps_its_ends(note) {
        return Cow::Borrowed(note);
    }
    Cow::Owned(format!("{ESCAPED}{}", escape(note)))
}

/// Programs trim cells, take a quotation mark at the beginning for one of their own, and an apostrophe for a sign that
/// the cell is text.
fn keeps_its_ends(note: &str) -> bool {
    note.trim() == note && !note.starts_with(['"', '\'']) && !note.starts_with(ESCAPED)
}

/// What [`note`] or [`sheet_note`] made, or a person typed.
pub(crate) fn from_cell(cell: &str) -> String {
    match cell.trim_start().strip_prefix(ESCAPED) {
        Some(escaped) => unescape(escaped),
        None => cell.to_owned(),
    }
}

/// A mark of what a row holds, of letters only, so that it outlives spreadsheet programs. It begins with a letter, or it
/// could be taken for a number.
pub(crate) fn check(source: &str, target: &str) -> String {
    let mut hash = Sha256::new();
    for side in [source, target] {
        let plain: String = letters::of_cell(side).into_iter().collect();
        hash.update(plain.as_bytes());
        hash.update(b"\n");
    }
    format!("k{}", hex(&hash.finalize()[..4]))
}

/// What follows the mark of a row where a person decided or noted something: a mark of that, so that a row which nobody
/// touched is known from a decision. Nothing where the row is `auto` and has no note.
pub(crate) fn check_decision(status: &str, note: &str) -> String {
    let note: String = letters::of_cell(note).into_iter().collect();
    if status == "auto" && note.is_empty() {
        return String::new();
    }
    let mut hash = Sha256::new();
    hash.update(status.as_bytes());
    hash.update(b"\n");
    hash.update(note.as_bytes());
    format!("d{}", hex(&hash.finalize()[..3]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_note_stands_as_it_is_where_a_cell_can_hold_it() {
        for plain in [r"C:\temp\neu.txt", "two words", "¿Por qué?", r"\n", "5 - 3"] {
            assert_eq!(note(plain), plain);
            assert_eq!(sheet_note(plain), plain);
        }
        assert_eq!(note("one\ntwo"), r"\:one\ntwo");
        assert_eq!(sheet_note("one\ntwo"), "one\ntwo");
        assert_eq!(note("=1+1"), r"\:=1+1");
        assert_eq!(note("\u{0}"), r"\:\u0000");
        assert_eq!(note("'tis"), r"\:'tis");
    }

    #[test]
    fn marks_are_of_letters_alone() {
        assert_eq!(
            check("«No» —dijo.", "“No,” he said."),
            check("\"No\" - dijo. ", "\"No,\" he  said.")
        );
        assert_ne!(check("No.", "No."), check("No. No.", ""));
        assert!(check("a", "b").starts_with('k'));
    }

    proptest! {
        #[test]
        fn any_note_comes_back_from_any_cell(text in "[\\\\:nrtsu\\x002028 =\"'\t\n\re\u{301}\u{2028}é]{0,12}|\\PC{0,12}|(?s).{0,6}") {
            let cell = note(&text);
            prop_assert!(!cell.contains(|c: char| c.is_control()));
            prop_assert_eq!(from_cell(&cell), text.clone());
            prop_assert_eq!(from_cell(&sheet_note(&text)), text);
        }
    }
}
