//! Bytes of a text as Python counts it.

use cotejo::text::{Document, Span};

/// Where a sentence stands in a str: the sentence is `text[start:end]`.
pub(crate) type Offsets = (usize, usize);

/// Where the sentences of a document stand in the str it was made of; nothing where that is not known.
pub(crate) fn offsets(document: &Document, given: Option<&str>) -> Option<Vec<Offsets>> {
    let given = given?;
    Some(code_points(given, &document.spans_in(given)?))
}

/// Spans, which follow each other, in code points.
fn code_points(text: &str, spans: &[Span]) -> Vec<Offsets> {
    let (mut byte, mut count) = (0, 0);
    let mut at = |offset: usize| {
        count += text.get(byte..offset).map_or(0, |part| part.chars().count());
        byte = byte.max(offset);
        count
    };
    spans.iter().map(|span| (at(span.start), at(span.end))).collect()
}
