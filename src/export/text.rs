//! hunalign's text form.

use std::io::{self, Write};

use super::{Exporter, decimal, one_cell};
use crate::view::{Cell, View};

/// Original, translation and score a line, with tabs between them; ` ~~~ ` stands between the sentences of a side.
///
/// # Source
/// hunalign's `-text` output (Varga et al. 2005).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Text;

impl Exporter for Text {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let side = |cells: &[Cell<'_>]| {
            cells
                .iter()
                .map(|cell| one_cell(cell.text))
                .collect::<Vec<_>>()
                .join(" ~~~ ")
        };
        for row in &view.rows {
            let score = decimal(row.confidence.get());
            writeln!(out, "{}\t{}\t{score}", side(&row.source), side(&row.target))?;
        }
        Ok(())
    }
}
