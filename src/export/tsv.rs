//! A table for spreadsheets and scripts.

use std::io::{self, Write};

use super::escape::{escape, join_words};
use super::{Exporter, decimal, ids, joined};
use crate::view::View;

/// Tab-separated values: a header, then one link a line. A side without sentences is an empty cell.
///
/// Cells are not quoted and cells that begin with `=` are not altered: the text stays as it is. In notes a line break
/// is `\n`, a tab `\t` and a backslash `\\`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tsv;

/// The columns, which importers know by these names.
pub(super) const HEADER: [&str; 8] = [
    "source",
    "target",
    "status",
    "confidence",
    "source_ids",
    "target_ids",
    "note",
    "reasons",
];

impl Exporter for Tsv {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", HEADER.join("\t"))?;
        for row in &view.rows {
            let cells = [
                joined(&row.source),
                joined(&row.target),
                row.status.as_str().to_owned(),
                decimal(row.confidence.get()),
                ids(&row.source),
                ids(&row.target),
                escape(row.note.unwrap_or_default()),
                join_words(row.reasons),
            ];
            writeln!(out, "{}", cells.join("\t"))?;
        }
        Ok(())
    }
}
