//! Why an alignment cannot be worked on.

use std::io;
use std::path::PathBuf;

use super::text::CorrectError;
use crate::merge::MergeError;
use crate::project::{StoreError, WriteError};
use crate::review::Refused;

/// Why an alignment cannot be worked on, or a step not be taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// The record cannot be read or written.
    #[error("cannot keep the record of the review in {path}: {source}", path = path.display())]
    Log {
        /// The record.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The record is not what was written.
    #[error("{path}, line {line}: the record of the review is damaged ({fault}); move it away to go on without it", path = path.display())]
    Damaged {
        /// The record.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong.
        fault: String,
    },
    /// Another run has it open.
    #[error("it is open in another cotejo review or edit; close that first")]
    Busy,
    /// The alignment cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its language is not known.
    #[error("the language of one of its texts is not known to the aligner")]
    Language,
    /// The alignment cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Somebody else wrote it, and the two cannot be merged.
    #[error("the alignment was changed by another program meanwhile: {0}")]
    Merge(MergeError),
    /// Somebody else writes it all the time.
    #[error("{path} is changed by another program all the time; what was done is in the record and will be written later", path = path.display())]
    Restless {
        /// The alignment.
        path: PathBuf,
    },
    /// The words of a text cannot be corrected.
    #[error(transparent)]
    Correct(#[from] CorrectError),
    /// What is asked for cannot be done.
    #[error(transparent)]
    Refused(#[from] Refused),
}
