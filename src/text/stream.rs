//! Sentences laid on a text, letter by letter. White space, which wrapping and cutting change, does not count.

use super::Span;

/// Where sentences stop being those of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Astray {
    /// Which sentence, from 0; one past the last when the text goes on after all of them.
    pub sentence: usize,
    /// How many bytes of the sentence are as in the text.
    pub same: usize,
    /// The byte of the text at which it goes another way; its end when it ends before.
    pub at: usize,
}

/// Lays sentences on a text that should hold their letters and no others, in this order. Returns where each stands.
///
/// # Errors
/// The first place where the two differ, with the spans of the sentences before it.
///
/// # Complexity
/// Linear in the text.
pub fn lay<'s>(sentences: impl IntoIterator<Item = &'s str>, text: &str) -> Result<Vec<Span>, (Astray, Vec<Span>)> {
    let mut spans: Vec<Span> = Vec::new();
    let mut count = 0;
    let mut end = 0; // of what is laid
    let letter_from = |at: usize| text[at..].find(|c: char| !c.is_whitespace()).map(|blank| at + blank);
    for (number, sentence) in sentences.into_iter().enumerate() {
        let start = letter_from(end).unwrap_or(text.len());
        // Nearly every sentence stands there as it is.
        if text[start..].starts_with(sentence) && !sentence.is_empty() && !sentence.ends_with(char::is_whitespace) {
            end = start + sentence.len();
            spans.push(Span::new(start, end));
        } else {
            let mut span: Option<Span> = None;
            let mut letters = text[start..].char_indices().filter(|(_, c)| !c.is_whitespace());
            for (same, c) in sentence.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                let found = letters.next().map(|(at, found)| (start + at, found));
                let Some((at, _)) = found.filter(|&(_, found)| found == c) else {
                    let at = found.map_or(text.len(), |(at, _)| at);
                    let sentence = number;
                    return Err((Astray { sentence, same, at }, spans));
                };
                end = at + c.len_utf8();
                span = Some(Span::new(span.map_or(at, |span| span.start), end));
            }
            spans.push(span.unwrap_or(Span::new(end, end)));
        }
        count = number + 1;
    }
    match letter_from(end) {
        None => Ok(spans),
        Some(at) => Err((
            Astray {
                sentence: count,
                same: 0,
                at,
            },
            spans,
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_does_not_count_and_all_else_does() {
        let text = "Llovía  mucho.\nNadie\nsalió. ";
        let spans = lay(["Llovía mucho.", "Nadie salió."], text).unwrap();
        assert_eq!(
            spans.iter().map(|span| &text[span.range()]).collect::<Vec<_>>(),
            ["Llovía  mucho.", "Nadie\nsalió."]
        );
        let astray = |sentences: &[&str]| lay(sentences.iter().copied(), text).unwrap_err().0;
        assert_eq!(
            astray(&["Llovía mucho.", "Nadie entró."]),
            Astray {
                sentence: 1,
                same: 6,
                at: text.find("salió").unwrap()
            }
        );
        assert_eq!(
            astray(&["Llovía mucho."]),
            Astray {
                sentence: 1,
                same: 0,
                at: text.find("Nadie").unwrap()
            }
        );
        assert_eq!(
            astray(&["Llovía mucho.", "Nadie salió. Fin."]),
            Astray {
                sentence: 1,
                same: 14,
                at: text.len()
            }
        );
    }
}
