//! Any string is cut without panic and without losing a character that is not white space.
#![no_main]

use cotejo::segment::{Rules, one_per_line, segment, segment_text};
use cotejo::text::{Document, Lang, SourceText, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for lang in [Lang::ES, Lang::EN] {
        let rules = Rules::for_lang(lang);
        check(&segment(SourceText::from_string(text), &rules));
        check_spans(text, &segment_text(text, &rules));
    }
    check(&one_per_line(SourceText::from_string(text)));
});

fn check(document: &Document) {
    let spans: Vec<_> = document.sentences().iter().map(|sentence| sentence.span).collect();
    check_spans(document.text().as_str(), &spans);
}

/// Sentences follow each other, none is empty, and only white space lies outside of them.
fn check_spans(text: &str, spans: &[Span]) {
    let mut end = 0;
    for span in spans {
        assert!(!span.is_empty(), "an empty sentence at byte {}", span.start);
        assert!(
            text[end..span.start].trim().is_empty(),
            "lost before byte {}",
            span.start
        );
        end = span.end;
    }
    assert!(text[end..].trim().is_empty(), "lost after byte {end}");
}
