//! Pairs originals with their translations, sentence by sentence.
#![deny(missing_docs)]

pub mod segment;
pub mod text;
