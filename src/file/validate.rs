//! What every alignment file must hold to.

use super::AlignmentFile;
use crate::text::{Document, Side};

/// A file that breaks the rules; names the link and the sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAlignment {}

/// How a file and its texts differ.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {}

/// Checks order, coverage as far as ids tell, and that every id has its text.
///
/// # Errors
/// The first fault, with the link (from 1) and the sentence.
pub fn validate(_file: &AlignmentFile) -> Result<(), InvalidAlignment> {
    Ok(())
}

/// Compares one side with its text: hash, number of sentences, each sentence.
///
/// # Errors
/// The first difference.
pub fn check_texts(_file: &AlignmentFile, _side: Side, _document: &Document) -> Result<(), Mismatch> {
    Ok(())
}
