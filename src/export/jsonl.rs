//! JSON Lines.

use std::io::{self, Write};

use super::Exporter;
use crate::file::write_link;
use crate::view::View;

/// One link a line, as it stands in alignment files:
/// `{"source": ["…"], "target": ["…"], "status": "auto", "confidence": 0.97}`, with `note` and `reasons` where they
/// hold something. A side without sentences is an empty array.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Jsonl;

impl Exporter for Jsonl {
    fn export(&self, view: &View<'_>, mut out: &mut dyn Write) -> io::Result<()> {
        for row in &view.rows {
            write_link(row.link, &mut out)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
