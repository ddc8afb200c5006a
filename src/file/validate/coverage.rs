//! Whether the links hold every sentence of a text once and in order, and if not, what became of which.

use std::collections::HashMap;

use crate::file::AlignmentFile;
use crate::text::stream::{Astray, lay};
use crate::text::{Document, SentenceId, SentenceIndex, Side, Span, fold_space};

/// How a file and its text differ.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// The text was edited since.
    #[error("{path} has changed since it was aligned; run `cotejo align` to carry the links over")]
    Stale {
        /// The text, as the alignment names it.
        path: String,
    },
    /// The links do not hold the sentences of the text.
    #[error("link {link}: {fault}")]
    Uncovered {
        /// The link, from 1.
        link: usize,
        /// What is wrong.
        fault: Uncovered,
    },
    /// A sentence of a link is not cut as in the document.
    #[error("link {link}: \"{found}\" is not one sentence of {path} but is cut otherwise there")]
    Cut {
        /// The link, from 1.
        link: usize,
        /// The sentence in the link.
        found: String,
        /// The text, as the alignment names it.
        path: String,
    },
}

/// A sentence that stands in no link, in two, or out of order, or one that no text holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Uncovered {
    /// A sentence of the text is in no link.
    #[error("{side} sentence {sentence} stands in no link: \"{text}\"; it belongs here or in the link before")]
    Missing {
        /// Which side.
        side: Side,
        /// Where it stands in the text.
        sentence: SentenceId,
        /// The sentence.
        text: String,
    },
    /// A sentence is in two places.
    #[error("{side} sentence {sentence} stands here a second time: \"{text}\"; delete one of the two")]
    Repeated {
        /// Which side.
        side: Side,
        /// Where it stands in the text.
        sentence: SentenceId,
        /// The sentence.
        text: String,
    },
    /// A sentence stands before one that comes before it in the text.
    #[error("{side} sentence {found} stands before sentence {expected}: links keep the order of the text")]
    Order {
        /// Which side.
        side: Side,
        /// The sentence that stands there.
        found: SentenceId,
        /// The one that should.
        expected: SentenceId,
    },
    /// The text is over, and the links go on.
    #[error(
        "\"{text}\" stands after the end of the {side} text; delete it, or write it into the text as well and run \
         `cotejo align`"
    )]
    Surplus {
        /// Which side.
        side: Side,
        /// What stands in the link.
        text: String,
    },
    /// Words are not those of the text.
    #[error(
        "\"{found}\" is not in the {side} text at this place; expected \"{expected}\" (sentence {sentence}). Words are \
         corrected in the text itself, then `cotejo align` takes them over"
    )]
    Wording {
        /// Which side.
        side: Side,
        /// The sentence of the text.
        sentence: SentenceId,
        /// What stands in the link.
        found: String,
        /// What should.
        expected: String,
    },
}

/// Compares one side with its text: hash, each sentence, number of sentences.
///
/// The document must be cut as the file's pinned links say.
///
/// # Errors
/// The first difference.
pub fn check_texts(file: &AlignmentFile, side: Side, document: &Document) -> Result<(), Mismatch> {
    let text = file.text(side);
    if document.text().sha256() != text.sha256 {
        return Err(Mismatch::Stale {
            path: text.path.clone(),
        });
    }
    let spans =
        check_coverage(file, side, document).map_err(|(link, fault)| Mismatch::Uncovered { link: link + 1, fault })?;
    let mut sentences = document.sentences().iter();
    let links = file.links.iter().zip(1..);
    let held = links.flat_map(|(link, number)| link.texts(side).iter().map(move |text| (number, text)));
    for (span, (link, found)) in spans.into_iter().zip(held) {
        if sentences.next().map(|sentence| sentence.span) != Some(span) {
            return Err(Mismatch::Cut {
                link,
                found: found.clone(),
                path: text.path.clone(),
            });
        }
    }
    Ok(())
}

/// Where the sentences of the links stand in the text of their side.
///
/// # Errors
/// The link, from 0, at which they stop being those of the text, and what is wrong there.
pub fn check_coverage(file: &AlignmentFile, side: Side, document: &Document) -> Result<Vec<Span>, (usize, Uncovered)> {
    lay(file.sentences(side), document.text().as_str())
        .map_err(|(astray, spans)| explain(file, side, document, astray, &spans))
}

/// How much of a sentence a message quotes, in characters.
const QUOTED: usize = 80;

fn clipped(text: &str) -> String {
    let text = fold_space(text);
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

/// The letters of a sentence.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn explain(
    file: &AlignmentFile,
    side: Side,
    document: &Document,
    astray: Astray,
    spans: &[Span],
) -> (usize, Uncovered) {
    let held = file.links.iter().enumerate();
    let held: Vec<(usize, &str)> = held
        .flat_map(|(link, of)| of.texts(side).iter().map(move |text| (link, text.as_str())))
        .collect();
    let last = file.links.len().saturating_sub(1);
    let link = held.get(astray.sentence).map_or(last, |&(link, _)| link);
    // The sentence that the text goes on with; part of it may stand in the link before, where a person cut it.
    let from = spans.last().map_or(0, |span| span.end);
    let expected = document
        .sentences()
        .partition_point(|sentence| sentence.span.end <= from);
    let found = held.get(astray.sentence).map_or("", |&(_, text)| text);
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, line) in document.lines().enumerate() {
        known.entry(letters(&line)).or_default().push(index);
    }
    let at = |index: usize| document.id(SentenceIndex::from(index));
    let quoted = |index: usize| clipped(&document.sentence(SentenceIndex::from(index)));
    let places = known.get(&letters(found)).map_or(&[][..], Vec::as_slice);
    if expected >= document.len() {
        let fault = match places.first() {
            Some(&earlier) => Uncovered::Repeated {
                side,
                sentence: at(earlier),
                text: quoted(earlier),
            },
            None => Uncovered::Surplus {
                side,
                text: clipped(found),
            },
        };
        return (link, fault);
    }
    let wanted = letters(&document.sentence(SentenceIndex::from(expected)));
    let stands_later = || {
        held[astray.sentence.min(held.len())..]
            .iter()
            .any(|(_, text)| letters(text) == wanted)
    };
    let fault = if found.is_empty() {
        Uncovered::Missing {
            side,
            sentence: at(expected),
            text: quoted(expected),
        }
    } else if let Some(&later) = places.iter().find(|&&place| place > expected) {
        if stands_later() {
            Uncovered::Order {
                side,
                found: at(later),
                expected: at(expected),
            }
        } else {
            Uncovered::Missing {
                side,
                sentence: at(expected),
                text: quoted(expected),
            }
        }
    } else if let Some(&earlier) = places.iter().find(|&&place| place < expected) {
        Uncovered::Repeated {
            side,
            sentence: at(earlier),
            text: quoted(earlier),
        }
    } else {
        Uncovered::Wording {
            side,
            sentence: at(expected),
            found: clipped(found),
            expected: quoted(expected),
        }
    };
    (link, fault)
}
