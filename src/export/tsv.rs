//! A table for spreadsheets and scripts.

use std::io::{self, Write};

use super::{Exporter, decimal, ids, joined};
use crate::cell;
use crate::cell::escape::join_words;
use crate::view::{Row, View};

/// Tab-separated values: a header, then one link a line. A side without sentences is an empty cell.
///
/// Cells are not quoted and cells of text that begin with `=` are not altered: the text stays as it is. A note that holds
/// line breaks or begins like a formula begins with `\:` here, and is escaped: `\n` is a line break, `\t` a tab.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tsv;

/// The columns, which importers know by these names.
pub(super) const HEADER: [&str; 10] = [
    "source",
    "target",
    "status",
    "confidence",
    "source_ids",
    "target_ids",
    "note",
    "reasons",
    "row",
    "check",
];

/// The cells of a link, of which the note is to be written as the form wants it. Rows are counted from 1.
pub(super) fn cells(row: &Row<'_>, number: usize, note: String) -> [String; HEADER.len()] {
    let (source, target) = (joined(&row.source), joined(&row.target));
    let decision = cell::check_decision(row.status.as_str(), row.note.unwrap_or_default());
    let check = cell::check(&source, &target) + &decision;
    [
        source,
        target,
        row.status.as_str().to_owned(),
        decimal(row.confidence.get()),
        ids(&row.source),
        ids(&row.target),
        note,
        join_words(row.reasons),
        number.to_string(),
        check,
    ]
}

/// The cells of a link on one line.
pub(super) fn line(row: &Row<'_>, number: usize) -> [String; HEADER.len()] {
    cells(row, number, cell::note(row.note.unwrap_or_default()).into_owned())
}

impl Exporter for Tsv {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", HEADER.join("\t"))?;
        for (row, number) in view.rows.iter().zip(1..) {
            writeln!(out, "{}", line(row, number).join("\t"))?;
        }
        Ok(())
    }
}
