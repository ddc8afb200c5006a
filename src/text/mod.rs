//! Texts as they come in and as the rest of the crate sees them.
//!
//! [`SourceText`] is a decoded file: NFC, line ends LF, hashed. [`Document`] is that text cut into
//! passages and sentences, each a [`Span`] of it; nothing is copied and no character is lost.

mod decode;
mod digest;
mod document;
mod encoding;
mod file;
mod given;
#[cfg(feature = "guess")]
pub mod guess;
mod harmless;
mod id;
mod lang;
pub mod normal;
mod span;
pub(crate) mod stem;
pub mod stream;
mod token;
pub(crate) mod typography;

pub use decode::{ReadError, SourceText};
pub(crate) use digest::{hex, sha256};
pub(crate) use document::letters;
pub use document::{
    Document, DocumentBuilder, MarkedPassage, Matter, Passage, PassageKind, Sentence, TextBlock, fold_space,
};
pub use encoding::{Doubt, Encoding};
pub use file::{MAX_BYTES, check_inside, read_bytes, read_stored};
pub use harmless::{harmless, harmless_json, harmless_lines};
pub use id::{ParseIdError, PassageIndex, SentenceId, SentenceIndex, Side};
pub use lang::{Lang, UnknownLang};
pub use span::{LineColumn, Span};
pub use token::TokenKind;
pub(crate) use token::for_each_token;
