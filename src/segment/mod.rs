//! Cuts a text into passages and sentences.
//!
//! [`segment`] reads a whole file: first passages, by the look of lines and blank lines, then the
//! sentences of each. [`segment_text`] gives the sentences of one running text. [`one_per_line`] takes
//! a text that is split already. What depends on the language stands in [`Rules`].

mod bounds;
mod chars;
mod front;
mod furniture;
mod hyphen;
mod item;
mod layout;
mod line;
mod look;
mod marks;
mod matter;
mod passage;
mod rules;
mod sentence;
mod stop;
mod tag;
mod web;

pub use bounds::{Bounds, UnmetBound};
pub use rules::{Rules, RulesError};

use crate::text::{Document, DocumentBuilder, MarkedPassage, PassageKind, SourceText, Span};
use crate::trace::traced;

/// Cuts a text into passages and sentences.
///
/// # Complexity
/// Linear in the length of the text.
#[must_use]
pub fn segment(text: SourceText, rules: &Rules) -> Document {
    segment_work(text, rules, &Bounds::default())
}

/// As [`segment`], for a text of which a person says where the work begins and ends.
#[must_use]
pub fn segment_work(text: SourceText, rules: &Rules, bounds: &Bounds) -> Document {
    traced!("cutting into sentences");
    if !text.marked().is_empty() {
        return marked(text, rules);
    }
    let mut builder = DocumentBuilder::new(text);
    if let Some(joined) = hyphen::join_broken_words(builder.as_str(), rules) {
        builder = builder.reword(joined);
    }
    let passages = {
        let text = builder.as_str();
        let mut passages = Vec::new();
        let mut blocks = passage::passages(text, line::read_lines(text), rules);
        matter::mark(text, &mut blocks, rules, bounds);
        for block in blocks {
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
        for block in passage::passages(text, line::read_lines(text), rules) {
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
    let first = out.len();
    for &piece in &block.pieces {
        if block.whole {
            out.push(piece);
        } else {
            sentence::cut_sentences(text, piece, rules, out);
        }
    }
    join_torn(text, &block.torn, first, out);
}

/// Joins the sentences from `first` on that a mark between pages tore apart.
///
/// # Complexity
/// Linear in the sentences: a book may have a mark on each of its pages.
fn join_torn(text: &str, torn: &[Span], first: usize, sentences: &mut Vec<Span>) {
    let block = &sentences[first..];
    let mut goes_on = vec![false; block.len()];
    for mark in torn {
        // A mark may hold full stops: `[Illustration: The mill. By night.]`
        let after = mark.end + (text[mark.end..].len() - text[mark.end..].trim_start().len());
        let begun = block.partition_point(|sentence| sentence.start <= mark.start);
        let ended = block.partition_point(|sentence| sentence.start <= after);
        if begun > 0 {
            goes_on[begun..ended].fill(true);
        }
    }
    let mut kept = first;
    for (at, goes_on) in (first..).zip(goes_on) {
        let sentence = sentences[at];
        if goes_on {
            sentences[kept - 1].end = sentence.end;
        } else {
            sentences[kept] = sentence;
            kept += 1;
        }
    }
    sentences.truncate(kept);
}

/// Reads a text that is already split: one sentence a line, a blank line ends a passage.
///
/// A line that is one tag, such as the `<p>` of hunalign's input, is a mark between passages.
#[must_use]
pub fn one_per_line(text: SourceText) -> Document {
    let mut builder = DocumentBuilder::new(text);
    let mut passages: Vec<(PassageKind, Vec<Span>)> = vec![(PassageKind::Paragraph, Vec::new())];
    let mut start = 0;
    for line in builder.as_str().split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        start = span.end;
        if is_tag(line.trim()) {
            passages.push((PassageKind::Separator, vec![span]));
            passages.push((PassageKind::Paragraph, Vec::new()));
        } else if line.trim().is_empty() {
            passages.push((PassageKind::Paragraph, Vec::new()));
        } else if let Some((_, open)) = passages.last_mut() {
            open.push(span);
        }
    }
    for (kind, passage) in passages {
        builder.passage(kind, passage);
    }
    builder.finish()
}

/// Whether a line is nothing but one tag: `<p>`, `</s>`, `<delimiter>`.
fn is_tag(line: &str) -> bool {
    let name = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    name.is_some_and(|name| {
        name.trim_start_matches('/')
            .starts_with(|c: char| c.is_ascii_alphabetic())
            && !name.contains(['<', '>', '@', ':'])
            && name.len() < 80
    })
}

#[cfg(test)]
mod tests;
