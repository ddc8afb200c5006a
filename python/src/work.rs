//! Work that needs no Python.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;
use rayon::ThreadPoolBuilder;

use crate::errors::Fault;

/// Does work while other threads of Python run. A fault of the program's own becomes an exception that
/// `except Exception` takes, which Rust's panics are not for Python.
pub(crate) fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T, Fault> + Send) -> Result<T, Fault> {
    py.detach(|| catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Fault::internal())))
}

/// As [`detached`], on two threads.
///
/// They are of this call alone: threads that outlive it would be missing in a process that is forked later, as Python's
/// `multiprocessing` does, which would then wait for them for ever.
pub(crate) fn on_two_threads<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Fault> + Send,
) -> Result<T, Fault> {
    detached(py, || {
        let threads = ThreadPoolBuilder::new().num_threads(2).build();
        let threads = threads.map_err(|error| Fault::new(format!("cannot start threads: {error}")))?;
        threads.install(work)
    })
}
