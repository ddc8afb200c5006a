//! Cuts a text into passages and sentences.
//!
//! [`segment`] reads a whole file: first passages, by the look of lines and blank lines, then the
//! sentences of each. [`segment_text`] gives the sentences of one running text. [`one_per_line`] takes
//! a text that is split already. What depends on the language stands in [`Rules`].

mod chars;
mod layout;
mod line;
mod marks;
mod passage;
mod rules;
mod sentence;
mod stop;
mod tag;
mod web;

pub use rules::{Rules, RulesError};

use crate::text::{Document, DocumentBuilder, MarkedPassage, PassageKind, SourceText, Span};

/// Cuts a text into passages and sentences.
///
/// # Complexity
/// Linear in the length of the text.
#[must_use]
pub fn segment(text: SourceText, rules: &Rules) -> Document {
    if !text.marked().is_empty() {
        return marked(text, rules);
    }
    let mut builder = DocumentBuilder::new(text);
    let passages = {
        let text = builder.as_str();
        let mut passages = Vec::new();
        for block in passage::passages(text, &line::read_lines(text), rules) {
            let mut spans = Vec::new();
            sentences_of(text, &block, rules, &mut spans);
            passages.push((block.kind, spans));
        }
        passages
    };
    for (kind, spans) in passages {
        builder.passage(kind, spans);
    }
    builder.finish()
}

/// Cuts a text whose form tells the passages: only their sentences are left to find.
fn marked(text: SourceText, rules: &Rules) -> Document {
    let mut passages = Vec::with_capacity(text.marked().len());
    let mut builder = DocumentBuilder::new(text);
    for &MarkedPassage { kind, span, whole } in builder.marked() {
        let (text, inside) = (builder.as_str(), &builder.as_str()[span.range()]);
        let mut spans = Vec::new();
        let is_title = kind == PassageKind::Heading && inside.chars().count() <= passage::MAX_WHOLE;
        if whole {
            let mut start = span.start;
            for line in inside.split_inclusive('\n') {
                spans.push(Span::new(start, start + line.len()));
                start += line.len();
            }
        } else if is_title {
            spans.push(span);
        } else {
            sentence::cut_sentences(text, span, rules, &mut spans);
        }
        let kind = match kind {
            PassageKind::Paragraph if !whole && line::is_separator(inside) => PassageKind::Separator,
            PassageKind::Paragraph if !whole && line::is_footnote(inside) => PassageKind::Footnote,
            kind => kind,
        };
        passages.push((kind, spans));
    }
    for (kind, spans) in passages {
        builder.passage(kind, spans);
    }
    builder.finish()
}

/// Cuts one running text into sentences, without white space at their ends.
///
/// Line breaks are read as in a file: wrapped prose is joined, blank lines and lines that stand for
/// themselves end sentences.
#[must_use]
pub fn segment_text(text: &str, rules: &Rules) -> Vec<Span> {
    let mut spans = Vec::new();
    if text.trim().contains('\n') {
        for block in passage::passages(text, &line::read_lines(text), rules) {
            sentences_of(text, &block, rules, &mut spans);
        }
    } else {
        sentence::cut_sentences(text, Span::new(0, text.len()), rules, &mut spans);
    }
    spans.iter_mut().for_each(|span| *span = span.trim(text));
    spans.retain(|span| !span.is_empty());
    spans
}

fn sentences_of(text: &str, block: &passage::Block, rules: &Rules, out: &mut Vec<Span>) {
    for &piece in &block.pieces {
        if block.whole {
            out.push(piece);
        } else {
            sentence::cut_sentences(text, piece, rules, out);
        }
    }
}

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

#[cfg(test)]
mod tests;
