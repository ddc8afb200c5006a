//! Parallel text as Moses and its successors train on.

use std::io::{self, Write};

use super::{Exporter, joined};
use crate::view::View;

/// Two parallel texts, one link a line in both; links with an empty side are left out.
///
/// [`export_pair`](Moses::export_pair) writes the two files. Through [`Exporter`], which has one
/// output, the two lines stand side by side with a tab between them, so `cut -f` parts them again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moses;

impl Moses {
    /// Writes the two files.
    ///
    /// # Errors
    /// Whatever `source` or `target` says.
    pub fn export_pair(self, view: &View<'_>, source: &mut dyn Write, target: &mut dyn Write) -> io::Result<()> {
        for (from, to) in pairs(view) {
            writeln!(source, "{from}")?;
            writeln!(target, "{to}")?;
        }
        Ok(())
    }
}

impl Exporter for Moses {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (source, target) in pairs(view) {
            writeln!(out, "{source}\t{target}")?;
        }
        Ok(())
    }
}

fn pairs(view: &View<'_>) -> impl Iterator<Item = (String, String)> {
    let whole = view
        .rows
        .iter()
        .filter(|row| !row.source.is_empty() && !row.target.is_empty());
    whole.map(|row| (joined(&row.source), joined(&row.target)))
}
