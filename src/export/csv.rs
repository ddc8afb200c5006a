//! A table for programs that read commas.

use std::io::{self, Write};

use super::Exporter;
use super::tsv::{HEADER, line};
use crate::view::View;

/// Comma-separated values (RFC 4180, but for line ends, which are LF): the columns of [`Tsv`](super::Tsv), quoted where
/// they must be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Csv;

impl Exporter for Csv {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(out);
        writer.write_record(HEADER)?;
        for (row, number) in view.rows.iter().zip(1..) {
            writer.write_record(line(row, number))?;
        }
        writer.flush()
    }
}
