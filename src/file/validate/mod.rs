//! What every alignment file must hold to.

mod mismatch;
#[cfg(test)]
mod tests;

use super::{AlignmentFile, TextRef};
use crate::text::{SentenceId, Side};

pub use mismatch::{Mismatch, check_texts};

/// A file that breaks the rules; names the link (from 1) and the sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAlignment {
    /// The language code is none.
    #[error("the {side} language is \"{lang}\"; expected a code such as \"es\" or \"pt-BR\"")]
    Language {
        /// Which side.
        side: Side,
        /// What stands there.
        lang: String,
    },
    /// The path is empty or not relative.
    #[error(
        "the {side} path is \"{path}\"; expected one relative to the project's folder, such as \"texts/es/NAME.txt\""
    )]
    Path {
        /// Which side.
        side: Side,
        /// What stands there.
        path: String,
    },
    /// The hash is none.
    #[error("the {side} sha256 is \"{sha256}\"; expected 64 lower-case hexadecimal digits")]
    Hash {
        /// Which side.
        side: Side,
        /// What stands there.
        sha256: String,
    },
    /// A link holds nothing.
    #[error("link {link} holds no sentence on either side; delete it")]
    Empty {
        /// The link.
        link: usize,
    },
    /// An id counts from 0.
    #[error("link {link}: {side} sentence {sentence}: passages and sentences are counted from 1")]
    Id {
        /// The link.
        link: usize,
        /// Which side.
        side: Side,
        /// The id.
        sentence: SentenceId,
    },
    /// A sentence is in no link.
    #[error("link {link}: {side} sentence {found} stands where {expected} was expected: {expected} is missing")]
    Missing {
        /// The link after the gap.
        link: usize,
        /// Which side.
        side: Side,
        /// The sentence after the gap.
        found: SentenceId,
        /// The first sentence that is missing.
        expected: SentenceId,
    },
    /// A sentence is in more than one place.
    #[error("link {link}: {side} sentence {sentence} stands twice, first in link {first}")]
    Repeated {
        /// The link of the second place.
        link: usize,
        /// Which side.
        side: Side,
        /// The sentence.
        sentence: SentenceId,
        /// The link of the first place.
        first: usize,
    },
    /// Sentences are not in the text's order.
    #[error("{}: {side} sentence {later} stands before {earlier}", wrong_order(*.first, *.link))]
    Order {
        /// The link that stands first.
        first: usize,
        /// The link that holds a sentence from before it.
        link: usize,
        /// Which side.
        side: Side,
        /// The sentence in the first link.
        later: SentenceId,
        /// The sentence that should come before it.
        earlier: SentenceId,
    },
    /// The numbers of ids and of sentences differ.
    #[error(
        "link {link}: \"{side}\" names {ids} sentences, but \"{lang}\" holds {texts}; where ids were moved by hand, run `cotejo fmt`"
    )]
    TextCount {
        /// The link.
        link: usize,
        /// Which side.
        side: Side,
        /// Its language code, the key of the texts.
        lang: String,
        /// How many ids.
        ids: usize,
        /// How many texts.
        texts: usize,
    },
    /// A sentence has no text.
    #[error("link {link}: the text of {side} sentence {sentence} is empty")]
    EmptyText {
        /// The link.
        link: usize,
        /// Which side.
        side: Side,
        /// The sentence.
        sentence: SentenceId,
    },
    /// A sentence is on more than one line.
    #[error("link {link}: the text of {side} sentence {sentence} holds a line break; write a blank instead")]
    LineBreak {
        /// The link.
        link: usize,
        /// Which side.
        side: Side,
        /// The sentence.
        sentence: SentenceId,
    },
}

fn wrong_order(first: usize, second: usize) -> String {
    if first == second {
        format!("link {first}: sentences are in the wrong order")
    } else {
        format!("links {first} and {second} are in the wrong order")
    }
}

impl InvalidAlignment {
    /// The link at fault, from 1; the second where two do not go together.
    #[must_use]
    pub const fn link(&self) -> Option<usize> {
        match self {
            Self::Language { .. } | Self::Path { .. } | Self::Hash { .. } => None,
            Self::Empty { link }
            | Self::Id { link, .. }
            | Self::Missing { link, .. }
            | Self::Repeated { link, .. }
            | Self::Order { link, .. }
            | Self::TextCount { link, .. }
            | Self::EmptyText { link, .. }
            | Self::LineBreak { link, .. } => Some(*link),
        }
    }

    /// The side at fault, where it is one.
    #[must_use]
    pub const fn side(&self) -> Option<Side> {
        match self {
            Self::Empty { .. } => None,
            Self::Language { side, .. }
            | Self::Path { side, .. }
            | Self::Hash { side, .. }
            | Self::Id { side, .. }
            | Self::Missing { side, .. }
            | Self::Repeated { side, .. }
            | Self::Order { side, .. }
            | Self::TextCount { side, .. }
            | Self::EmptyText { side, .. }
            | Self::LineBreak { side, .. } => Some(*side),
        }
    }
}

const SIDES: [Side; 2] = [Side::Source, Side::Target];

/// Checks order, coverage as far as ids tell, and that every id has its text.
///
/// Sentences missing at the end of a passage do not show in the ids; [`check_texts`] finds them.
///
/// # Errors
/// The first fault, with the link (from 1) and the sentence.
pub fn validate(file: &AlignmentFile) -> Result<(), InvalidAlignment> {
    check_refs(&file.source, &file.target)?;
    let mut last = [None; 2];
    for (index, link) in file.links.iter().enumerate() {
        if SIDES.iter().all(|&side| link.ids(side).is_empty()) {
            return Err(InvalidAlignment::Empty { link: index + 1 });
        }
        for (side, last) in SIDES.into_iter().zip(&mut last) {
            for &id in link.ids(side) {
                if !follows(*last, id) {
                    return Err(explain_order(file, side, index + 1, *last, id));
                }
                *last = Some(id);
            }
            check_link_texts(file, side, index)?;
        }
    }
    Ok(())
}

/// Checks what describes the two texts.
pub(super) fn check_refs(source: &TextRef, target: &TextRef) -> Result<(), InvalidAlignment> {
    check_ref(Side::Source, source)?;
    check_ref(Side::Target, target)
}

fn check_ref(side: Side, text: &TextRef) -> Result<(), InvalidAlignment> {
    if !is_language(&text.lang) {
        return Err(InvalidAlignment::Language {
            side,
            lang: text.lang.clone(),
        });
    }
    let drive = matches!(
        text.path.as_bytes(),
        [b'a'..=b'z' | b'A'..=b'Z', b':', b'/' | b'\\', ..]
    );
    if text.path.is_empty() || text.path.starts_with(['/', '\\']) || drive {
        return Err(InvalidAlignment::Path {
            side,
            path: text.path.clone(),
        });
    }
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.sha256.len() != 64 || !text.sha256.bytes().all(digit) {
        return Err(InvalidAlignment::Hash {
            side,
            sha256: text.sha256.clone(),
        });
    }
    Ok(())
}

/// Two or three letters, then perhaps `-` and script, region or variant. No other key of a link is
/// that short, so the code can be a key there.
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Whether a sentence may stand directly after another: the next of its passage, or the first of the next.
fn follows(last: Option<SentenceId>, id: SentenceId) -> bool {
    let SentenceId { passage, sentence } = id;
    last.map_or(
        id == SentenceId {
            passage: 1,
            sentence: 1,
        },
        |last| {
            (passage == last.passage && last.sentence.checked_add(1) == Some(sentence))
                || (last.passage.checked_add(1) == Some(passage) && sentence == 1)
        },
    )
}

/// Why a sentence does not follow the one before: missing, repeated or in the wrong order.
fn explain_order(
    file: &AlignmentFile,
    side: Side,
    link: usize,
    last: Option<SentenceId>,
    found: SentenceId,
) -> InvalidAlignment {
    if found.passage == 0 || found.sentence == 0 {
        return InvalidAlignment::Id {
            link,
            side,
            sentence: found,
        };
    }
    let places = || {
        let numbered = file.links.iter().zip(1..);
        numbered.flat_map(|(at, number)| at.ids(side).iter().map(move |&id| (number, id)))
    };
    // Up to here the ids rise, so what stands before is what is not after `last`.
    if last.is_some_and(|last| found <= last) {
        let (first, later) = places().find(|&(_, id)| id >= found).unwrap_or((link, found));
        if later == found {
            return InvalidAlignment::Repeated {
                link,
                side,
                sentence: found,
                first,
            };
        }
        return InvalidAlignment::Order {
            first,
            link,
            side,
            later,
            earlier: found,
        };
    }
    let expected = match last {
        Some(last) if last.passage == found.passage => SentenceId {
            sentence: last.sentence + 1,
            ..last
        },
        Some(last) => SentenceId {
            passage: last.passage + 1,
            sentence: 1,
        },
        None => SentenceId {
            passage: 1,
            sentence: 1,
        },
    };
    match places().find(|&(_, id)| id == expected) {
        Some((second, _)) => InvalidAlignment::Order {
            first: link,
            link: second,
            side,
            later: found,
            earlier: expected,
        },
        None => InvalidAlignment::Missing {
            link,
            side,
            found,
            expected,
        },
    }
}

fn check_link_texts(file: &AlignmentFile, side: Side, index: usize) -> Result<(), InvalidAlignment> {
    let Some(at) = file.links.get(index) else {
        return Ok(());
    };
    let (link, ids, texts) = (index + 1, at.ids(side), at.texts(side));
    if ids.len() != texts.len() {
        let lang = match side {
            Side::Source => &file.source.lang,
            Side::Target => &file.target.lang,
        };
        let (ids, texts) = (ids.len(), texts.len());
        return Err(InvalidAlignment::TextCount {
            link,
            side,
            lang: lang.clone(),
            ids,
            texts,
        });
    }
    for (&sentence, text) in ids.iter().zip(texts) {
        if text.trim().is_empty() {
            return Err(InvalidAlignment::EmptyText { link, side, sentence });
        }
        if text.contains(LINE_BREAKS) {
            return Err(InvalidAlignment::LineBreak { link, side, sentence });
        }
    }
    Ok(())
}

/// Mandatory breaks of UAX #14.
const LINE_BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
