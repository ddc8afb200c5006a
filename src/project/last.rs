//! What the program wrote last: tells what a person changed since, where no version control does.
//!
//! Kept under `.cotejo/last/`, in projects only. It is a help and never a condition: what cannot be kept or read is
//! passed over, and nothing is decided by its absence.

use std::path::{Path, PathBuf};

use super::own::Own;
use crate::file::{self, AlignmentFile};

const LAST: &str = "last";

fn place(alignment: &Path) -> Option<(Own, PathBuf)> {
    let (own, inside) = Own::of_file(alignment)?;
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

/// The alignment at a path as the program wrote it last.
#[must_use]
pub fn last_written(alignment: &Path) -> Option<AlignmentFile> {
    let (own, place) = place(alignment)?;
    let json = String::from_utf8(own.read(&place).ok()?).ok()?;
    file::read(&json).ok()
}
