//! Cuts a text into passages and sentences.

use crate::text::{Document, DocumentBuilder, PassageKind, SourceText, Span};

/// Reads a text that is already split: one sentence a line, a blank line ends a passage.
#[must_use]
pub fn one_per_line(text: SourceText) -> Document {
    let mut builder = DocumentBuilder::new(text);
    let mut passages: Vec<Vec<Span>> = vec![Vec::new()];
    let mut start = 0;
    for line in builder.as_str().split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        start = span.end;
        if line.trim().is_empty() {
            passages.push(Vec::new());
        } else if let Some(open) = passages.last_mut() {
            open.push(span);
        }
    }
    for passage in passages {
        builder.passage(PassageKind::Paragraph, passage);
    }
    builder.finish()
}
