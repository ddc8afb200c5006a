//! Whether a file and its texts still go together.

use crate::file::AlignmentFile;
use crate::text::{Document, SentenceId, SentenceIndex, Side};

/// How a file and its texts differ.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// The text was edited since.
    #[error("{path} has changed since it was aligned; run `cotejo align` to carry the links over")]
    Stale {
        /// The text, as the alignment names it.
        path: String,
    },
    /// The text has sentences that the alignment lacks at its end.
    #[error(
        "{path} goes on with {side} sentence {first}, which stands in no link ({count} missing in all); \
         run `cotejo align`"
    )]
    Missing {
        /// Which side.
        side: Side,
        /// The text, as the alignment names it.
        path: String,
        /// The first sentence missing.
        first: SentenceId,
        /// How many are missing.
        count: usize,
    },
    /// The alignment has sentences that the text lacks at its end.
    #[error("link {link}: {side} sentence {sentence} is not in {path}, which ends before it")]
    Surplus {
        /// The link, from 1.
        link: usize,
        /// Which side.
        side: Side,
        /// The first sentence too many.
        sentence: SentenceId,
        /// The text, as the alignment names it.
        path: String,
    },
    /// A sentence is cut or worded otherwise than in the text.
    #[error(
        "link {link}: {side} sentence {sentence} is \"{found}\" here, but {path} has sentence {actual} there: \"{expected}\""
    )]
    Sentence {
        /// The link, from 1.
        link: usize,
        /// Which side.
        side: Side,
        /// The sentence as the alignment names it.
        sentence: SentenceId,
        /// Its text in the alignment.
        found: String,
        /// The sentence that stands there in the text.
        actual: SentenceId,
        /// Its text.
        expected: String,
        /// The text, as the alignment names it.
        path: String,
    },
}

/// Compares one side with its text: hash, each sentence, number of sentences.
///
/// The document must be cut as the file's pinned links say.
///
/// # Errors
/// The first difference.
pub fn check_texts(file: &AlignmentFile, side: Side, document: &Document) -> Result<(), Mismatch> {
    let text = match side {
        Side::Source => &file.source,
        Side::Target => &file.target,
    };
    let path = || text.path.clone();
    if document.text().sha256() != text.sha256 {
        return Err(Mismatch::Stale { path: path() });
    }
    let mut next = 0;
    for (at, link) in file.links.iter().zip(1..) {
        for (&sentence, found) in at.ids(side).iter().zip(at.texts(side)) {
            if next == document.len() {
                return Err(Mismatch::Surplus {
                    link,
                    side,
                    sentence,
                    path: path(),
                });
            }
            let index = SentenceIndex::from(next);
            let (actual, expected) = (document.id(index), document.sentence(index));
            if actual != sentence || expected != found.as_str() {
                let (found, expected) = (found.clone(), expected.into_owned());
                return Err(Mismatch::Sentence {
                    link,
                    side,
                    sentence,
                    found,
                    actual,
                    expected,
                    path: path(),
                });
            }
            next += 1;
        }
    }
    if next < document.len() {
        let first = document.id(next.into());
        return Err(Mismatch::Missing {
            side,
            path: path(),
            first,
            count: document.len() - next,
        });
    }
    Ok(())
}
