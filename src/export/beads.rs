//! Indices of sentences.

use std::io::{self, Write};
use std::ops::Range;

use super::Exporter;
use crate::view::View;

/// One bead a line: `0,1:0`, counted from 0; a side without sentences is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beads;

/// One bead a line as Python writes lists: `[0, 1]:[0]`, counted from 0; a side without sentences is `[]`.
///
/// # Source
/// What vecalign (Thompson & Koehn 2019) writes without scores, and its `score.py` reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vecalign;

impl Exporter for Beads {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        beads(view).try_for_each(|[source, target]| writeln!(out, "{}:{}", list(source, ","), list(target, ",")))
    }
}

impl Exporter for Vecalign {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        beads(view).try_for_each(|[source, target]| writeln!(out, "[{}]:[{}]", list(source, ", "), list(target, ", ")))
    }
}

fn beads(view: &View<'_>) -> impl Iterator<Item = [Range<usize>; 2]> {
    let mut next = [0, 0];
    view.rows.iter().map(move |row| {
        let start = next;
        next = [start[0] + row.source.len(), start[1] + row.target.len()];
        [start[0]..next[0], start[1]..next[1]]
    })
}

fn list(range: Range<usize>, between: &str) -> String {
    range.map(|index| index.to_string()).collect::<Vec<_>>().join(between)
}
