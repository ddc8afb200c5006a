//! What is told when a command cannot run.

use std::fmt::Display;
use std::io;

use cotejo::file::FileError;
use cotejo::induction::LexiconError;
use cotejo::project::{
    AbbreviationError, HistoryError, OpenError, ProjectError, RealignError, SettleError, StoreError, WriteError,
};
use cotejo::text::ReadError;

use super::near;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum CliError {
    /// Whoever read the output has enough. Not an error.
    ClosedPipe,
    /// Something to tell.
    Told {
        /// What went wrong.
        message: String,
        /// What may help.
        hints: Vec<String>,
    },
}

impl CliError {
    pub(crate) fn new(message: impl Display) -> Self {
        Self::Told {
            message: message.to_string(),
            hints: Vec::new(),
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Self::Told { hints, .. } = &mut self {
            hints.push(hint.into());
        }
        self
    }

    /// What went wrong, without what may help.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::ClosedPipe => "",
            Self::Told { message, .. } => message,
        }
    }

    /// An error of writing to standard output.
    pub(crate) fn output(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::new(format!("cannot write to standard output: {error}")),
        }
    }

    fn missing(error: &impl Display, path: &std::path::Path) -> Self {
        Self::Told {
            message: error.to_string(),
            hints: near::hints(path),
        }
    }
}

impl From<ReadError> for CliError {
    fn from(error: ReadError) -> Self {
        match &error {
            ReadError::Io { path, source } if source.kind() == io::ErrorKind::NotFound => Self::missing(&error, path),
            _ => Self::new(error),
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Io { path, source } if source.kind() == io::ErrorKind::NotFound => Self::missing(&error, path),
            StoreError::Invalid { source, .. } if is_no_json(source) => {
                Self::new(error).hint("expected an alignment that cotejo align wrote, such as alignments/NAME.json")
            }
            _ => Self::new(error),
        }
    }
}

/// Whether a file is no JSON from its first line on: probably another file was meant.
fn is_no_json(fault: &FileError) -> bool {
    matches!(fault, FileError::Syntax { place, .. } if place.at.line == 1)
}

impl From<AbbreviationError> for CliError {
    fn from(error: AbbreviationError) -> Self {
        match error {
            AbbreviationError::Read(error) => error.into(),
            error => Self::new(error),
        }
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Read(error) => error.into(),
            OpenError::Abbreviations(error) => error.into(),
            error => Self::new(error),
        }
    }
}

impl From<LexiconError> for CliError {
    fn from(error: LexiconError) -> Self {
        match error {
            LexiconError::Read(error) => error.into(),
            error => Self::new(error),
        }
    }
}

impl From<ProjectError> for CliError {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::Read(error) => error.into(),
            error => Self::new(error),
        }
    }
}

impl From<WriteError> for CliError {
    fn from(error: WriteError) -> Self {
        Self::new(error)
    }
}

impl From<HistoryError> for CliError {
    fn from(error: HistoryError) -> Self {
        Self::new(error)
    }
}

impl From<SettleError> for CliError {
    fn from(error: SettleError) -> Self {
        Self::new(error)
    }
}

impl From<RealignError> for CliError {
    fn from(error: RealignError) -> Self {
        match error {
            RealignError::Read(error) => error.into(),
            RealignError::Store(error) => error.into(),
            error => Self::new(error),
        }
    }
}
