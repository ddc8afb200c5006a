//! Indices of sentences.

use std::io::{self, Write};
use std::ops::Range;

use super::Exporter;
use crate::view::View;

/// One bead a line: `0,1:0`, counted from 0; a side without sentences is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beads;

impl Exporter for Beads {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (mut source, mut target) = (0, 0);
        for row in &view.rows {
            let ends = (source + row.source.len(), target + row.target.len());
            writeln!(out, "{}:{}", indices(source..ends.0), indices(target..ends.1))?;
            (source, target) = ends;
        }
        Ok(())
    }
}

fn indices(range: Range<usize>) -> String {
    range.map(|index| index.to_string()).collect::<Vec<_>>().join(",")
}
