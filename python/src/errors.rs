//! What went wrong, as Python's exceptions, with the words and the hints of the program.

use std::ffi::CString;
use std::io;

use cotejo::file::FileError;
use cotejo::induction::LexiconError;
use cotejo::project::{AbbreviationError, StoreError, WriteError};
use cotejo::text::{ReadError, UnknownLang};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::cli::error::CliError;

mod classes {
    #![allow(unsafe_code, reason = "the macro reads a class of Python")]

    pyo3::import_exception!(cotejo._errors, CotejoError);
    pyo3::import_exception!(cotejo._errors, CotejoFileError);
    pyo3::import_exception!(cotejo._errors, CotejoFileNotFoundError);
    pyo3::import_exception!(cotejo._errors, CotejoWarning);
}
use classes::{CotejoError, CotejoFileError, CotejoFileNotFoundError, CotejoWarning};

/// Why something could not be done.
#[derive(Debug)]
pub(crate) struct Fault {
    kind: Kind,
    error: CliError,
}

/// Which exception says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What was given cannot be used.
    Given,
    /// The system refused.
    System,
    /// There is no such file.
    Missing,
    /// The program is at fault.
    Internal,
}

impl Fault {
    pub(crate) fn new(message: impl std::fmt::Display) -> Self {
        CliError::new(message).into()
    }

    /// A fault of the program's own.
    pub(crate) fn internal() -> Self {
        Self {
            kind: Kind::Internal,
            error: CliError::new("this shows a fault of cotejo; please report it"),
        }
    }

    pub(crate) fn hint(self, hint: &str) -> Self {
        Self {
            error: self.error.hint(hint),
            ..self
        }
    }
}

impl Kind {
    fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::System,
        }
    }

    fn of_read(error: &ReadError) -> Self {
        match error {
            ReadError::Io { source, .. } => Self::of(source),
            _ => Self::Given,
        }
    }
}

impl From<CliError> for Fault {
    fn from(error: CliError) -> Self {
        Self {
            kind: Kind::Given,
            error,
        }
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self {
            kind: Kind::of_read(&error),
            error: error.into(),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let kind = match &error {
            StoreError::Io { source, .. } => Kind::of(source),
            _ => Kind::Given,
        };
        Self {
            kind,
            error: error.into(),
        }
    }
}

impl From<AbbreviationError> for Fault {
    fn from(error: AbbreviationError) -> Self {
        let kind = match &error {
            AbbreviationError::Read(error) => Kind::of_read(error),
            _ => Kind::Given,
        };
        Self {
            kind,
            error: error.into(),
        }
    }
}

impl From<LexiconError> for Fault {
    fn from(error: LexiconError) -> Self {
        let kind = match &error {
            LexiconError::Read(error) => Kind::of_read(error),
            _ => Kind::Given,
        };
        Self {
            kind,
            error: error.into(),
        }
    }
}

impl From<WriteError> for Fault {
    fn from(error: WriteError) -> Self {
        let kind = match &error {
            WriteError::NoFolder { .. } => Kind::Missing,
            _ => Kind::System,
        };
        Self {
            kind,
            error: error.into(),
        }
    }
}

impl From<FileError> for Fault {
    fn from(error: FileError) -> Self {
        Self::new(error)
    }
}

impl From<UnknownLang> for Fault {
    fn from(error: UnknownLang) -> Self {
        Self::new(error)
    }
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        let CliError::Told { message, hints } = fault.error else {
            return PyRuntimeError::new_err("the output was closed");
        };
        let error = match fault.kind {
            Kind::Given => CotejoError::new_err(message),
            Kind::System => CotejoFileError::new_err(message),
            Kind::Missing => CotejoFileNotFoundError::new_err(message),
            Kind::Internal => PyRuntimeError::new_err(message),
        };
        Python::attach(|py| with_hints(py, error, hints))
    }
}

/// An exception with the hints beside it and, from Python 3.11 on, below its traceback.
fn with_hints(py: Python<'_>, error: PyErr, hints: Vec<String>) -> PyErr {
    let value = error.value(py);
    for hint in &hints {
        // Python 3.10 has no notes.
        let _ = value.call_method1("add_note", (format!("help: {hint}"),));
    }
    // An exception that takes no attribute is still the right one.
    let _ = pyo3::types::PyTuple::new(py, hints).and_then(|hints| value.setattr("hints", hints));
    error
}

/// Tells what the caller may want to know or change, as a warning of Python's.
pub(crate) fn warn(py: Python<'_>, note: &str) -> PyResult<()> {
    let note = CString::new(note.replace('\0', "\u{FFFD}")).unwrap_or_default();
    PyErr::warn(py, py.get_type::<CotejoWarning>().as_any(), &note, 1)
}
