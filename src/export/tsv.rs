//! A table for spreadsheets and scripts.

use std::io::{self, Write};

use super::{Exporter, decimal, joined, one_cell};
use crate::view::{Cell, View};

/// Tab-separated values: a header, then one link a line. A side without sentences is an empty cell.
///
/// Cells are not quoted and cells that begin with `=` are not altered: the text stays as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tsv;

const HEADER: [&str; 7] = [
    "source",
    "target",
    "status",
    "confidence",
    "source_ids",
    "target_ids",
    "note",
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
                one_cell(row.note.unwrap_or_default()).into_owned(),
            ];
            writeln!(out, "{}", cells.join("\t"))?;
        }
        Ok(())
    }
}

fn ids(cells: &[Cell<'_>]) -> String {
    cells
        .iter()
        .map(|cell| cell.id.to_string())
        .collect::<Vec<_>>()
        .join(" ")
}
