//! What parts of a page are called in links to them.

use crate::view::{Cell, Row};

/// A row is called as the first of its sentences.
pub(super) fn of_row(row: &Row<'_>) -> String {
    match (row.source.first(), row.target.first()) {
        (Some(cell), _) => of_sentence(cell, 's'),
        (None, Some(cell)) => of_sentence(cell, 't'),
        (None, None) => String::new(),
    }
}

/// A sentence is called by its side and its anchor.
pub(super) fn of_sentence(cell: &Cell<'_>, side: char) -> String {
    format!("{side}{}", cell.anchor)
}
