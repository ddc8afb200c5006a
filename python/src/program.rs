//! The program, called from Python.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

use pyo3::prelude::*;

use crate::cli;

/// Runs the program with arguments, the first of them its name, and gives its exit code. `program` is the file that was
/// called, for git to call it again.
#[pyfunction]
pub(crate) fn run_program(py: Python<'_>, arguments: Vec<OsString>, program: Option<PathBuf>) -> u8 {
    py.detach(|| {
        let code = cli::main(program, arguments);
        // Nobody does it at the end of a Python process; what cannot be written was told by the command.
        let _ = std::io::stdout().flush();
        code
    })
}
