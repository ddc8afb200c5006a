//! Cuts a text into the tokens whose counterparts are looked for.

use crate::text::{Span, TokenKind, for_each_token};

/// The words, numbers and marks of a text in order. A word keeps its apostrophe (`don't`, `mother's`); a
/// hyphen parts words, as it does where sentences are aligned.
///
/// # Units
/// Bytes of `text`.
///
/// # Complexity
/// Linear in the text.
#[must_use]
pub fn words(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut after_word = false;
    let mut at = 0;
    for_each_token(text, &mut String::new(), |kind, _, raw| {
        let start = raw.as_ptr().addr() - text.as_ptr().addr();
        let (gap, span) = (&text[at..start], Span::new(start, start + raw.len()));
        at = span.end;
        let is_word = kind == TokenKind::Word;
        match found.last_mut() {
            Some(last) if after_word && is_word && matches!(gap, "'" | "\u{2019}") => last.end = span.end,
            _ => {
                marks(gap, start - gap.len(), &mut found);
                found.push(span);
            }
        }
        after_word = is_word;
    });
    marks(&text[at..], at, &mut found);
    found
}

/// Marks that are no evidence for sentences, such as full stops, help to keep words in their place.
fn marks(gap: &str, start: usize, found: &mut Vec<Span>) {
    let marks = gap.char_indices().filter(|(_, c)| !c.is_whitespace());
    found.extend(marks.map(|(at, c)| Span::new(start + at, start + at + c.len_utf8())));
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn apostrophes_stay_and_marks_stand_alone() {
        let text = "«No», dijo: mother's 1.200 well-to-do...";
        let found: Vec<_> = words(text).iter().map(|span| &text[span.range()]).collect();
        assert_eq!(
            found,
            [
                "«", "No", "»", ",", "dijo", ":", "mother's", "1.200", "well", "-", "to", "-", "do", "..."
            ]
        );
    }
}
