//! Cutting a document where people cut it.

use std::collections::BTreeSet;

use crate::text::{Document, DocumentBuilder, PassageKind, Span};

/// A stretch of text that begins and ends a sentence, whatever the segmenter says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fixed {
    pub(super) span: Span,
    /// Whether it is one sentence; else the segmenter's cuts inside stand.
    pub(super) whole: bool,
}

/// The document with these sentences in it. A sentence that reaches from one passage into the next joins them.
///
/// # Complexity
/// Linear in the sentences, times a logarithm.
pub(super) fn recut(document: Document, fixed: &[Fixed]) -> Document {
    let starts: BTreeSet<usize> = document.sentences().iter().map(|s| s.span.start).collect();
    let ends: BTreeSet<usize> = document.sentences().iter().map(|s| s.span.end).collect();
    let as_cut = |fixed: &Fixed| {
        let Fixed { span, whole } = *fixed;
        starts.contains(&span.start)
            && ends.contains(&span.end)
            && !(whole && starts.range(span.start + 1..span.end).next().is_some())
    };
    if fixed.iter().all(as_cut) {
        return document;
    }
    let mut cuts = starts;
    let mut joined: BTreeSet<usize> = BTreeSet::new();
    for Fixed { span, whole } in fixed {
        if *whole {
            let inside: Vec<usize> = cuts.range(span.start + 1..span.end).copied().collect();
            inside.iter().for_each(|cut| {
                cuts.remove(cut);
            });
            joined.extend(inside);
        }
    }
    for Fixed { span, .. } in fixed {
        cuts.extend([span.start, span.end]);
    }
    // By passage: what it is, and where it begins.
    let mut passages: Vec<(PassageKind, usize)> = Vec::new();
    let mut end = 0;
    for passage in document.passages() {
        let (first, last) = (passage.sentences.start, passage.sentences.end.get() - 1);
        let start = document.sentences()[first.get()].span.start;
        end = document.sentences()[last].span.end;
        if !joined.contains(&start) {
            passages.push((passage.kind, start));
        }
    }
    let mut builder = DocumentBuilder::new(document.text().clone());
    for (index, &(kind, start)) in passages.iter().enumerate() {
        let end = passages.get(index + 1).map_or(end, |next| next.1);
        let mut borders: Vec<usize> = cuts.range(start..end).copied().collect();
        borders.push(end);
        let spans: Vec<Span> = borders.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect();
        builder.passage(kind, spans);
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::document;

    fn cut(fixed: &[(usize, usize, bool)]) -> Vec<String> {
        let fixed: Vec<Fixed> = fixed
            .iter()
            .map(|&(start, end, whole)| Fixed {
                span: Span::new(start, end),
                whole,
            })
            .collect();
        let document = recut(document("Uno; dos.\nTres.\n\nCuatro.\n"), &fixed);
        let lines = document.lines().enumerate();
        lines
            .map(|(index, line)| format!("{} {line}", document.id(index.into())))
            .collect()
    }

    #[test]
    fn sentences_are_cut_and_joined_where_they_are_fixed() {
        assert_eq!(cut(&[]), ["1.1 Uno; dos.", "1.2 Tres.", "2.1 Cuatro."]);
        assert_eq!(
            cut(&[(0, 4, true)]),
            ["1.1 Uno;", "1.2 dos.", "1.3 Tres.", "2.1 Cuatro."]
        );
        assert_eq!(cut(&[(0, 15, true)]), ["1.1 Uno; dos. Tres.", "2.1 Cuatro."]);
        assert_eq!(cut(&[(0, 15, false)]), ["1.1 Uno; dos.", "1.2 Tres.", "2.1 Cuatro."]);
        assert_eq!(cut(&[(5, 15, true)]), ["1.1 Uno;", "1.2 dos. Tres.", "2.1 Cuatro."]);
        assert_eq!(cut(&[(10, 24, true)]), ["1.1 Uno; dos.", "1.2 Tres. Cuatro."]);
    }
}
