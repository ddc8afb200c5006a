//! Where a run puts what it made, and the proposals it renews or withdraws.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::pending_path;
use crate::file::{self, AlignmentFile};
use crate::project::atomic::write_or_find;
use crate::project::history::loses_decisions;
use crate::project::last::remember;
use crate::project::lock::{Busy, FolderLock};
use crate::project::root::or_current;
use crate::project::{Before, Change, StoredAlignment, WriteError, store};
use crate::text::read_stored;

/// Where a new alignment goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// In the place of the one before.
    #[default]
    InPlace,
    /// Beside the one before, as a proposal; where there is none before, in its place.
    Proposed,
}

/// What became of an alignment that was to be written.
#[derive(Debug)]
pub struct Placed {
    /// What became of it.
    pub change: Change,
    /// The proposal that was removed because it says what now stands.
    pub withdrawn: bool,
    /// Why the version before could not be kept; nobody had decided anything that it holds and the new one lacks.
    pub warning: Option<String>,
}

impl Placement {
    /// Puts an alignment where it belongs. `stored` is what was at `path` when the work began.
    ///
    /// # Errors
    /// [`WriteError`]; the alignment is then as it was.
    pub fn put(
        self,
        path: &Path,
        stored: Option<&StoredAlignment>,
        file: &AlignmentFile,
        command: &str,
    ) -> Result<Placed, WriteError> {
        let placed = |change, withdrawn, warning| Placed {
            change,
            withdrawn,
            warning,
        };
        let Some(stored) = stored else {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(or_current(folder)).map_err(|source| WriteError::Io {
                    path: folder.to_owned(),
                    source,
                })?;
            }
            let bytes = file::write(file).into_bytes();
            write_or_find(path, &bytes, Before::Nothing)?;
            remember(path, &bytes);
            return Ok(placed(Change::Written, withdraw(path), None));
        };
        match self {
            Self::Proposed if stored.file == *file => Ok(placed(Change::Unchanged, withdraw(path), None)),
            Self::Proposed => {
                propose(path, file)?;
                Ok(placed(Change::Proposed, false, None))
            }
            Self::InPlace => {
                let replaced = stored.replace_by(command, file)?;
                let change = if replaced.written {
                    Change::Written
                } else {
                    Change::Unchanged
                };
                Ok(placed(change, withdraw(path), replaced.warning))
            }
        }
    }
}

/// Puts an alignment beside the one at `path`, in the place of an earlier proposal.
pub(in crate::project) fn propose(path: &Path, file: &AlignmentFile) -> Result<PathBuf, WriteError> {
    let pending = pending_path(path);
    let bytes = file::write(file).into_bytes();
    let there = earlier(&pending)?;
    let before = there
        .as_ref()
        .map_or(Before::Nothing, |there| Before::Bytes(there.bytes()));
    if before != Before::Bytes(&bytes) {
        if let Some(there) = &there {
            keep(path, there, Some(file))?;
        }
        write_or_find(&pending, &bytes, before)?;
    }
    Ok(pending)
}

/// Removes the proposal for the alignment at `path`, whatever it proposes; says whether there was one.
///
/// The alignment is in its place by now. A proposal that cannot be removed is no reason to say otherwise, and
/// a file that is none is in nobody's way.
fn withdraw(path: &Path) -> bool {
    let Ok(Some(there)) = earlier(&pending_path(path)) else {
        return false;
    };
    let stands = StoredAlignment::read(path).ok();
    let kept = keep(path, &there, stands.as_ref().map(|stands| &stands.file));
    kept.and_then(|()| remove(&there)).is_ok()
}

pub(super) fn remove(pending: &StoredAlignment) -> Result<(), WriteError> {
    let path = pending.path();
    let io = |source| WriteError::Io {
        path: path.to_owned(),
        source,
    };
    let folder = or_current(path.parent().unwrap_or(Path::new("")));
    let _lock = FolderLock::take(folder).map_err(|Busy| WriteError::Busy {
        path: path.to_owned(),
        folder: folder.to_owned(),
    })?;
    match read_stored(path) {
        Ok(bytes) if bytes == pending.bytes() => fs::remove_file(path).map_err(io),
        // Another run was quicker.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(io(error)),
        // A proposal that was renewed meanwhile is not the one that was settled.
        Ok(_) => Err(WriteError::Changed { path: path.to_owned() }),
    }
}

/// The proposal at a path. A file that is none is not this program's, and in the way.
fn earlier(pending: &Path) -> Result<Option<StoredAlignment>, WriteError> {
    StoredAlignment::read_if_any(pending).map_err(|error| WriteError::NoProposal {
        path: pending.to_owned(),
        fault: error.fault(),
    })
}

/// A proposal may hold what a person decided in it, or what an import brought.
pub(super) fn keep(path: &Path, pending: &StoredAlignment, next: Option<&AlignmentFile>) -> Result<(), WriteError> {
    if !loses_decisions(&pending.file, next) {
        return Ok(());
    }
    store::keep(path, pending.bytes(), Some(&pending.file), next, "proposal").map(drop)
}
