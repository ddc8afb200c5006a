//! What a run may do to decisions, what it did, and why it does not run.

use crate::file::{AlignmentFile, Uncovered};
use crate::text::Document;

/// What a run may do beyond what is safe without asking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Policy {
    /// It may make any number of decisions stale.
    pub accept_loss: bool,
    /// It writes every confidence and reason anew, however little they moved.
    pub refresh: bool,
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
    /// Pinned links that stand, with strings that followed the typography of the text.
    pub carried: usize,
    /// Links that were pinned and became stale, those among them that wait now.
    pub became_stale: usize,
    /// Links that were pinned and wait now.
    pub set_aside: usize,
    /// Links that are stale now, those from before among them.
    pub stale: usize,
    /// Decisions that were stale or waited and are decided again, as what was edited was put back.
    pub restored: usize,
    /// Decisions that wait in the file, as neither text holds their sentences or other decisions hold them.
    pub waiting: usize,
}

/// Why an alignment is not brought over. Nothing was written then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CarryError {
    /// More than a third of the decisions would become stale.
    #[error(
        "nothing was written: {lost} of its {decided} decided links would become stale. Is a text cut off, are the two \
         sides swapped, or is it the text of another work?"
    )]
    MassLoss {
        /// How many would become stale.
        lost: usize,
        /// How many there are.
        decided: usize,
    },
    /// Each text is that of the other side.
    #[error(
        "nothing was written: people decided {pinned} of its links, and the sides are swapped: {source_path} holds the \
         translation of the alignment, and {target_path} its original"
    )]
    Swapped {
        /// How many links are pinned.
        pinned: usize,
        /// What was given as the original.
        source_path: String,
        /// What was given as the translation.
        target_path: String,
    },
    /// The links do not hold the sentences of a text that is the one they were made of.
    #[error("nothing was written: {path} has not changed, and its sentences are not those of the links: {fault}")]
    Damaged {
        /// The text.
        path: String,
        /// Where they differ.
        fault: Uncovered,
    },
    /// The texts are not those of the alignment.
    #[error(
        "nothing was written: people decided {pinned} of its links, and of its {sentences} sentences only {found} are \
         in {source_path} and {target_path}: these are other texts"
    )]
    OtherTexts {
        /// How many links are pinned.
        pinned: usize,
        /// How many sentences the alignment holds.
        sentences: usize,
        /// How many of them the texts hold.
        found: usize,
        /// The original.
        source_path: String,
        /// The translation.
        target_path: String,
    },
}
