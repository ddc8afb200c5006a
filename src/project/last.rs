//! What the program wrote last: tells what a person changed since, where no version control does.
//!
//! Kept under `.cotejo/last/`, in projects only. It is a help and never a condition: what cannot be kept or read is
//! passed over, and nothing is decided by its absence.

use std::fs;
use std::path::{Path, PathBuf};

use super::history::{own_folder, prepare};
use crate::file::{self, AlignmentFile};
use crate::text::read_stored;

const LAST: &str = "last";

fn place(alignment: &Path) -> Option<(PathBuf, PathBuf)> {
    let (own, inside) = own_folder(alignment)?;
    let place = own.join(LAST).join(inside);
    Some((own, place))
}

/// Remembers an alignment that was written at a path.
pub(super) fn remember(alignment: &Path, bytes: &[u8]) {
    let Some((own, place)) = place(alignment) else { return };
    if read_stored(&place).is_ok_and(|there| there == bytes) {
        return;
    }
    let folder = place.parent().unwrap_or(Path::new(""));
    if prepare(&own, folder).is_err() {
        return;
    }
    // Whole or not at all: half of it would tell of changes that nobody made.
    let part = place.with_extension("part");
    let _ = fs::write(&part, bytes).and_then(|()| fs::rename(&part, &place));
}

/// The alignment at a path as the program wrote it last.
#[must_use]
pub fn last_written(alignment: &Path) -> Option<AlignmentFile> {
    let (_, place) = place(alignment)?;
    let json = String::from_utf8(read_stored(&place).ok()?).ok()?;
    file::read(&json).ok()
}
