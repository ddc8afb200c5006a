//! What every alignment file must hold to.

mod coverage;
#[cfg(test)]
mod tests;

use super::{AlignmentFile, Link, TextRef};
use crate::text::Side;

pub use coverage::{Mismatch, Uncovered, check_coverage, check_texts};

/// A file that breaks the rules; names the link, from 1.
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
    /// A sentence has no text.
    #[error("link {link}: sentence {sentence} of the {side} side is empty; delete the \"\"")]
    EmptyText {
        /// The link.
        link: usize,
        /// Which side.
        side: Side,
        /// Which of its sentences, from 1.
        sentence: usize,
    },
    /// A decision that waits for its sentences is at fault.
    #[error("under \"waiting\", {0}")]
    Waiting(Box<Self>),
    /// A sentence is on more than one line.
    #[error("link {link}: sentence {sentence} of the {side} side holds a line break; write a blank instead")]
    LineBreak {
        /// The link.
        link: usize,
        /// Which side.
        side: Side,
        /// Which of its sentences, from 1.
        sentence: usize,
    },
}

impl InvalidAlignment {
    /// The link at fault, from 1; nothing where it is none of those in the texts.
    #[must_use]
    pub const fn link(&self) -> Option<usize> {
        match self {
            Self::Language { .. } | Self::Path { .. } | Self::Hash { .. } | Self::Waiting(_) => None,
            Self::Empty { link } | Self::EmptyText { link, .. } | Self::LineBreak { link, .. } => Some(*link),
        }
    }

    /// The side at fault, where it is one.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        match self {
            Self::Waiting(fault) => fault.side(),
            Self::Empty { .. } => None,
            Self::Language { side, .. }
            | Self::Path { side, .. }
            | Self::Hash { side, .. }
            | Self::EmptyText { side, .. }
            | Self::LineBreak { side, .. } => Some(*side),
        }
    }
}

/// Checks what can be checked without the texts; [`check_texts`] does the rest.
///
/// # Errors
/// The first fault, with the link.
pub fn validate(file: &AlignmentFile) -> Result<(), InvalidAlignment> {
    check_refs(&file.source, &file.target)?;
    for (link, number) in file.waiting.iter().zip(1..) {
        check_waiting(link, number)?;
    }
    for (link, number) in file.links.iter().zip(1..) {
        check_link(link, number)?;
    }
    Ok(())
}

/// Checks a decision that waits for its sentences, by its number from 1.
pub(super) fn check_waiting(link: &Link, number: usize) -> Result<(), InvalidAlignment> {
    check_link(link, number).map_err(|fault| InvalidAlignment::Waiting(Box::new(fault)))
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

/// Two or three letters, then perhaps `-` and script, region or variant.
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn check_link(link: &Link, number: usize) -> Result<(), InvalidAlignment> {
    if link.source.is_empty() && link.target.is_empty() {
        return Err(InvalidAlignment::Empty { link: number });
    }
    for side in Side::BOTH {
        for (text, sentence) in link.texts(side).iter().zip(1..) {
            if text.trim().is_empty() {
                return Err(InvalidAlignment::EmptyText {
                    link: number,
                    side,
                    sentence,
                });
            }
            if text.contains(LINE_BREAKS) {
                return Err(InvalidAlignment::LineBreak {
                    link: number,
                    side,
                    sentence,
                });
            }
        }
    }
    Ok(())
}

/// Mandatory breaks of UAX #14.
const LINE_BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
