//! Putting a file in place: whole or not at all, and never over another's work.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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
    /// Someone else wrote the file since it was read.
    #[error(
        "{path} was changed by another program meanwhile and is left as it is; run the command again",
        path = path.display()
    )]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

/// Writes a file by way of a temporary one in the same folder, flushed to disk and then renamed.
///
/// Whoever looks sees the old file or the new one. A symbolic link stays one; what is no regular file,
/// such as `/dev/null` or a named pipe, is written directly.
///
/// # Errors
/// [`WriteError`]; the file is then as it was.
pub fn write_file(path: &Path, bytes: &[u8], before: Before<'_>) -> Result<(), WriteError> {
    let io = |source| WriteError::Io {
        path: path.to_owned(),
        source,
    };
    let known = match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            return Err(WriteError::Folder { path: path.to_owned() });
        }
        Ok(meta) if !meta.is_file() => return fs::write(path, bytes).map_err(io),
        Ok(meta) => Some(meta),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => None,
        Err(error) => return Err(io(error)),
    };
    let place = if known.is_some() {
        fs::canonicalize(path).map_err(io)?
    } else {
        path.to_owned()
    };
    let folder = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(WriteError::NoFolder {
            path: path.to_owned(),
            folder: folder.to_owned(),
        });
    }
    // Without the name of the temporary file, which means nothing to the user.
    let mut file = new_file_in(folder).map_err(|error| io(error.kind().into()))?;
    file.write_all(bytes).map_err(io)?;
    if let Some(known) = &known {
        file.as_file().set_permissions(known.permissions()).map_err(io)?;
    }
    file.as_file().sync_all().map_err(io)?;
    // As late as can be: what is checked here may only change in the moment before the rename.
    let changed = || WriteError::Changed { path: path.to_owned() };
    match before {
        Before::Anything => {}
        Before::Nothing if known.is_some() => return Err(changed()),
        Before::Nothing => {}
        Before::Bytes(expected) => {
            if fs::read(&place).ok().as_deref() != Some(expected) {
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
    Ok(())
}

/// A temporary file that will have the permissions of any new file of this user.
fn new_file_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cotejo-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

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
