//! What the program wrote last: tells what a person changed since, where no version control does.
//!
//! Kept under `.cotejo/last/`, outside of projects where that folder is beside the alignment. It is a help and never a
//! condition: what cannot be kept or read is passed over, and nothing is decided by its absence.

use std::path::{Path, PathBuf};

use super::own::Own;
use crate::file::{self, AlignmentFile};
use crate::text::read_stored;

const LAST: &str = "last";

fn place(alignment: &Path) -> Option<(Own, PathBuf)> {
    let (own, inside) = Own::of_file(alignment).or_else(|| {
        // Outside of projects a folder is begun for it only when something is to be kept.
        let (own, inside) = Own::around_file(alignment);
        own.join("").is_dir().then_some((own, inside))
    })?;
    let place = own.join(LAST).join(inside);
    Some((own, place))
}

/// Remembers an alignment that was written at a path.
pub(super) fn remember(alignment: &Path, bytes: &[u8]) {
    let Some((own, place)) = place(alignment) else { return };
    if own.read(&place).is_ok_and(|there| there == bytes) {
        return;
    }
    // Whole or not at all: half of it would tell of changes that nobody made.
    let _ = own.write(&place, bytes);
}

/// Remembers an alignment that lies in no project as it stands, so that what a person changes from now on is known.
pub fn begin_memory(alignment: &Path) {
    let (own, inside) = Own::around_file(alignment);
    if let Ok(bytes) = read_stored(alignment) {
        let _ = own.write(&own.join(LAST).join(inside), &bytes);
    }
}

/// The alignment at a path as the program wrote it last.
#[must_use]
pub fn last_written(alignment: &Path) -> Option<AlignmentFile> {
    let (own, place) = place(alignment)?;
    let json = String::from_utf8(own.read(&place).ok()?).ok()?;
    file::read(&json).ok()
}
