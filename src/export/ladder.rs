//! hunalign's exchange form.

use std::io::{self, Write};

use super::{Exporter, decimal};
use crate::view::View;

/// A rung a line: `i<TAB>j<TAB>score`. The first is `0 0`, the last the numbers of sentences.
///
/// The score is the confidence of the bead that begins at the rung. None begins at the last, whose
/// score is 0.0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ladder;

impl Exporter for Ladder {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (mut source, mut target) = (0, 0);
        for row in &view.rows {
            writeln!(out, "{source}\t{target}\t{}", decimal(row.confidence.get()))?;
            source += row.source.len();
            target += row.target.len();
        }
        writeln!(out, "{source}\t{target}\t{}", decimal(0.0))
    }
}
