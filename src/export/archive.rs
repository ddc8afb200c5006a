//! Archives of the same bytes, whatever system they are written on.

use zip::write::SimpleFileOptions;
use zip::{DateTime, System};

/// How files are packed: without the time of the run, and as if on Unix.
pub(super) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .system(System::Unix)
}
