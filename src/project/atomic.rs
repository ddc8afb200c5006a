//! Putting a file in place: whole or not at all, and never over another's work.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::HistoryError;
use super::lock::{Busy, FolderLock, new_temporary};
use super::root::or_current;
use crate::text::read_stored;
use crate::trace::traced;

/// What must stand at the path for a file to be put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before<'a> {
    /// Anything or nothing.
    Anything,
    /// No file.
    Nothing,
    /// A file with these bytes.
    Bytes(&'a [u8]),
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The file system refused.
    #[error("cannot write {path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The path is a folder.
    #[error("cannot write {path}: it is a folder; name a file in it", path = path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// There is no folder to put it in.
    #[error("cannot write {path}: there is no folder {folder}", path = path.display(), folder = folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// The folder takes no new file.
    #[error(
        "cannot write {path}: no file can be made in {folder}; allow writing in that folder",
        path = path.display(),
        folder = or_current(folder).display()
    )]
    ClosedFolder {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// The file is protected.
    #[error(
        "{path} is write-protected and is left as it is; allow writing to it, or choose another name",
        path = path.display()
    )]
    Protected {
        /// The file.
        path: PathBuf,
    },
    /// The path is a symbolic link to nothing.
    #[error(
        "{path} is a symbolic link to {target}, which is not there; put it back, or remove the link",
        path = path.display(),
        target = target.display()
    )]
    Dangling {
        /// The link.
        path: PathBuf,
        /// Where it points.
        target: PathBuf,
    },
    /// Another run of the program does not let go of the folder.
    #[error(
        "cannot write {path}: another program holds the folder {folder}; wait for it to end and run the command again",
        path = path.display(),
        folder = or_current(folder).display()
    )]
    Busy {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// Someone else wrote the file since it was read.
    #[error(
        "{path} was changed by another program meanwhile and is left as it is; run the command again",
        path = path.display()
    )]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Someone else wrote the alignment since it was read, and ours was put beside it.
    #[error(
        "{path} was changed by another program meanwhile and is left as it is; what this run made is in {proposal}. \
         See `cotejo diff`, then `cotejo accept` or `cotejo reject`",
        path = path.display(),
        proposal = proposal.display()
    )]
    ChangedMeanwhile {
        /// The alignment.
        path: PathBuf,
        /// What this run made.
        proposal: PathBuf,
    },
    /// What stands at the place of a proposal is none.
    #[error("{path} should be a proposal of this program but is none ({fault}); move it away or delete it", path = path.display())]
    NoProposal {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: String,
    },
    /// The version before, with decisions of people in it, could not be kept.
    #[error("{path} is left as it is, because people decided links that would change, and the version before cannot be kept: {source}", path = path.display())]
    NotKept {
        /// The alignment.
        path: PathBuf,
        /// Why not.
        source: Box<HistoryError>,
    },
}

/// Writes a file by way of a temporary one in the same folder, flushed to disk and then renamed.
///
/// Whoever looks sees the old file or the new one. Of two runs of this program only one compares and
/// renames at a time. A symbolic link stays one, and mode and owner of the file stay as far as the
/// system allows; a hard link is parted from its other names, which keep what was there. What is no regular
/// file, such as `/dev/null` or a named pipe, is written directly.
///
/// # Errors
/// [`WriteError`]; the file is then as it was.
pub fn write_file(path: &Path, bytes: &[u8], before: Before<'_>) -> Result<(), WriteError> {
    traced!("writing a file");
    let io = |source| WriteError::Io {
        path: path.to_owned(),
        source,
    };
    let known = match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            return Err(WriteError::Folder { path: path.to_owned() });
        }
        Ok(meta) if !meta.is_file() => return fs::write(path, bytes).map_err(io),
        Ok(meta) if meta.permissions().readonly() => {
            return Err(WriteError::Protected { path: path.to_owned() });
        }
        Ok(meta) => Some(meta),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => None,
        Err(error) => return Err(io(error)),
    };
    if let (None, Ok(target)) = (&known, fs::read_link(path)) {
        return Err(WriteError::Dangling {
            path: path.to_owned(),
            target,
        });
    }
    let place = if known.is_some() {
        fs::canonicalize(path).map_err(io)?
    } else {
        path.to_owned()
    };
    let folder = or_current(place.parent().unwrap_or(Path::new("")));
    if !folder.is_dir() {
        return Err(WriteError::NoFolder {
            path: path.to_owned(),
            folder: folder.to_owned(),
        });
    }
    let in_folder = |error: io::Error| match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => WriteError::ClosedFolder {
            path: path.to_owned(),
            // As it was named, but for a link, which is not written where it is.
            folder: match path.parent() {
                Some(named) if !path.is_symlink() => named,
                _ => folder,
            }
            .to_owned(),
        },
        io::ErrorKind::ResourceBusy => busy(path, folder),
        // Without the name of the temporary file, which means nothing to the user.
        kind => io(kind.into()),
    };
    let mut file = new_temporary(folder).map_err(in_folder)?;
    file.write_all(bytes).map_err(io)?;
    if let Some(known) = &known {
        keep_owner(file.as_file(), known);
        file.as_file().set_permissions(known.permissions()).map_err(io)?;
    }
    file.as_file().sync_all().map_err(io)?;
    // From here to the rename no other run of this program writes here; what else does so in that
    // moment cannot be kept from it.
    let lock = FolderLock::take(folder).map_err(|Busy| busy(path, folder))?;
    let changed = || WriteError::Changed { path: path.to_owned() };
    match before {
        Before::Anything => {}
        Before::Nothing if known.is_some() => return Err(changed()),
        Before::Nothing => {}
        Before::Bytes(expected) => {
            if read_stored(&place).ok().as_deref() != Some(expected) {
                return Err(changed());
            }
        }
    }
    let persisted = match before {
        Before::Nothing => file.persist_noclobber(&place),
        Before::Anything | Before::Bytes(_) => file.persist(&place),
    };
    persisted.map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => changed(),
        _ => io(error.error),
    })?;
    drop(lock);
    sync_folder(folder);
    Ok(())
}

/// As [`write_file`]; when another run has meanwhile written the same, all is well. Says whether this one wrote.
pub(super) fn write_or_find(path: &Path, bytes: &[u8], before: Before<'_>) -> Result<bool, WriteError> {
    match write_file(path, bytes, before) {
        Ok(()) => Ok(true),
        Err(WriteError::Changed { .. }) if read_stored(path).is_ok_and(|there| there == bytes) => Ok(false),
        Err(error) => Err(error),
    }
}

fn busy(path: &Path, folder: &Path) -> WriteError {
    WriteError::Busy {
        path: path.to_owned(),
        folder: folder.to_owned(),
    }
}

/// Makes a rename outlive a power cut. The file is in place by now, and some file systems cannot do this,
/// so a failure changes nothing.
pub(super) fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = fs::File::open(or_current(folder)).and_then(|folder| folder.sync_all());
    }
}

/// Gives a new file the owner of the one it replaces, so that a run as root takes nothing away. Who is
/// not root may only keep the group, and only one of their own.
#[cfg(unix)]
fn keep_owner(file: &fs::File, known: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let Ok(new) = file.metadata() else {
        return;
    };
    let (owner, group) = (known.uid(), known.gid());
    if new.uid() != owner && fchown(file, Some(owner), Some(group)).is_ok() {
        return;
    }
    if new.gid() != group {
        let _ = fchown(file, None, Some(group));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_file(&path, b"one", Before::Nothing).unwrap();
        assert!(matches!(
            write_file(&path, b"two", Before::Nothing),
            Err(WriteError::Changed { .. })
        ));
        assert!(matches!(
            write_file(&path, b"two", Before::Bytes(b"zero")),
            Err(WriteError::Changed { .. })
        ));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_file(&path, b"two", Before::Bytes(b"one")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        fs::remove_file(&path).unwrap();
        assert!(matches!(
            write_file(&path, b"three", Before::Bytes(b"two")),
            Err(WriteError::Changed { .. })
        ));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_is_no_place_for_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let error = write_file(folder.path(), b"x", Before::Anything);
        assert!(matches!(error, Err(WriteError::Folder { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_outlive_a_write() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        write_file(&link, b"new", Before::Anything).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
