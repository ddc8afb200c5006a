//! JSON Lines.

use std::io::{self, Write};

use serde::Serialize;

use super::Exporter;
use crate::file::Status;
use crate::json::write_line;
use crate::view::{Cell, View};

/// One JSON object a link and line: `{"source": ["…"], "target": ["…"], "status": "auto", "confidence": 0.97}`.
/// A side without sentences is an empty array.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Jsonl;

#[derive(Serialize)]
struct Line<'a> {
    source: Vec<&'a str>,
    target: Vec<&'a str>,
    status: Status,
    confidence: f64,
}

impl Exporter for Jsonl {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        for row in &view.rows {
            let line = Line {
                source: texts(&row.source),
                target: texts(&row.target),
                status: row.status,
                confidence: row.confidence.get(),
            };
            write_line(out, &line)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

fn texts<'a>(cells: &[Cell<'a>]) -> Vec<&'a str> {
    cells.iter().map(|cell| cell.text).collect()
}
