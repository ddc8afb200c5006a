//! Where the sentences of a text stand in what was given, which was brought to NFC and LF to be read.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

use super::{Document, Span};

impl Document {
    /// The sentences as bytes of `given`, the text that this document was made of in memory; nothing if it is another.
    ///
    /// # Complexity
    /// Linear in the text.
    #[must_use]
    pub fn spans_in(&self, given: &str) -> Option<Vec<Span>> {
        let read = self.text().as_str();
        let spans = self.sentences().iter().map(|sentence| sentence.span);
        if read == given {
            return Some(spans.collect());
        }
        let borders = borders(given, read)?;
        let place = |border: &(usize, usize)| border.1;
        spans
            .map(|span| {
                // A border inside a letter that was put together stands before or after the whole letter.
                let start = borders
                    .partition_point(|(read, _)| *read <= span.start)
                    .checked_sub(1)?;
                let end = borders.partition_point(|(read, _)| *read < span.end);
                Some(Span::new(place(&borders[start]), borders.get(end).map(place)?))
            })
            .collect()
    }
}

/// Borders of letters in a text as it was read and as it was given, rising; nothing if one is not made of the other.
fn borders(given: &str, read: &str) -> Option<Vec<(usize, usize)>> {
    let mut borders = Vec::with_capacity(read.len());
    let mut at = given.len() - given.trim_start_matches('\u{FEFF}').len();
    let mut rest = read;
    while let Some(first) = given[at..].chars().next() {
        borders.push((read.len() - rest.len(), at));
        let letter = letter(&given[at..]);
        at += letter.len();
        if first == '\r' {
            // Whatever its kind, an end of a line is one sign, or a blank.
            rest = rest.strip_prefix(['\n', ' '])?;
        } else if letter.is_ascii() {
            rest = rest.strip_prefix(letter)?;
        } else {
            for c in letter.nfc() {
                rest = rest.strip_prefix(c)?;
            }
        }
    }
    borders.push((read.len(), given.len()));
    rest.is_empty().then_some(borders)
}

/// The letter that a text begins with: what normalisation never joins with what follows.
fn letter(text: &str) -> &str {
    // As many returns as reading takes for one end of a line.
    for end in ["\r\r\r\n", "\r\r\n", "\r\n", "\r"] {
        if text.starts_with(end) {
            return &text[..end.len()];
        }
    }
    let mut signs = text.char_indices();
    let first = signs.next().map_or(' ', |(_, c)| c);
    let goes_on = |c: char| canonical_combining_class(c) != 0 || is_hangul(first) && is_vowel_or_final(c);
    // Nothing is put together with a blank, and sentences begin after one.
    let end = signs.find(|(_, c)| first.is_whitespace() || !goes_on(*c));
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Whether a sign begins a syllable of Hangul.
const fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{AC00}'..='\u{D7A3}')
}

/// Whether a sign of class 0 is put together with the one before it. The few of Indic scripts are told by the text that
/// then does not agree.
const fn is_vowel_or_final(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11FF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::segment::{Rules, segment};
    use crate::text::{Lang, SourceText};

    fn cuts(given: &str) -> Vec<&str> {
        let document = segment(SourceText::from_string(given), &Rules::for_lang(Lang::ES));
        let spans = document.spans_in(given).unwrap();
        spans.into_iter().map(|span| &given[span.range()]).collect()
    }

    #[test]
    fn sentences_are_cut_from_the_text_as_it_was_given() {
        assert_eq!(cuts("Uno. Dos."), ["Uno.", "Dos."]);
        assert_eq!(
            cuts("\u{FEFF}El nin\u{303}o llego\u{301}.\r\n\r\nNadie lo\r\nvio. Fin."),
            ["El nin\u{303}o llego\u{301}.", "Nadie lo\r\nvio.", "Fin."]
        );
    }

    #[test]
    fn of_another_text_nothing_is_said() {
        let document = segment(SourceText::from_string("Uno."), &Rules::for_lang(Lang::ES));
        assert_eq!(document.spans_in("Dos."), None);
        assert_eq!(document.spans_in("Uno. Dos."), None);
    }

    proptest! {
        #[test]
        fn every_sentence_stands_where_its_span_says(given in "([a-c]|n\u{303}|o\u{301}\u{323}|[.!?] |\r\n|\r|\n|[\u{1100}\u{1161}\u{11a8}é]){0,40}") {
            let document = segment(SourceText::from_string(given.as_str()), &Rules::for_lang(Lang::ES));
            let spans = document.spans_in(&given).unwrap();
            for (index, span) in spans.into_iter().enumerate() {
                let cut = SourceText::from_string(&given[span.range()]);
                let (cut, wanted) = (cut.as_str().replace('\n', " "), document.raw(index.into()).replace('\n', " "));
                prop_assert_eq!(cut, wanted);
            }
        }
    }
}
