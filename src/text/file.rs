//! The bytes of a file, never more than a text may have.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path};

use super::ReadError;

/// Largest file read, in bytes. The longest novels are under 10 MB; 1 GiB keeps byte offsets and
/// sentence counts far inside 32 bits and a mistaken disk image out of memory.
pub const MAX_BYTES: u64 = 1 << 30;

/// Reads a file, or a pipe that the shell made for the command.
///
/// The limit holds while reading, whatever size the system tells. Devices that never end are refused.
///
/// # Errors
/// [`ReadError`], naming the file.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let io = |source| ReadError::Io {
        path: path.to_owned(),
        source,
    };
    let too_large = |bytes| ReadError::TooLarge {
        path: path.to_owned(),
        bytes,
    };
    let meta = fs::metadata(path).map_err(io)?;
    if meta.is_dir() {
        return Err(ReadError::Folder { path: path.to_owned() });
    }
    if is_device(&meta) && !is_of_shell(path) {
        return Err(ReadError::Special { path: path.to_owned() });
    }
    if meta.len() > MAX_BYTES {
        return Err(too_large(meta.len()));
    }
    let file = File::open(path).map_err(io)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Reads a file of a project, such as an alignment: a regular file, or a pipe that the shell made for the command.
///
/// A pipe or a device that lies in a project would keep the program waiting, or never end.
///
/// # Errors
/// What the system says; [`io::ErrorKind::InvalidInput`] where it is no regular file or larger than [`MAX_BYTES`].
pub fn read_stored(path: &Path) -> io::Result<Vec<u8>> {
    let invalid = |problem| io::Error::new(io::ErrorKind::InvalidInput, problem);
    let meta = fs::metadata(path)?;
    if !meta.is_file() && !meta.is_dir() && !is_of_shell(path) {
        return Err(invalid("it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(invalid("it is larger than any alignment"));
    }
    Ok(bytes)
}

/// What the program was started with: the empty device, the terminal, and pipes that the shell made.
fn is_of_shell(path: &Path) -> bool {
    ["/dev/null", "/dev/stdin", "/dev/tty", "/dev/fd", "/proc/self/fd"]
        .iter()
        .any(|place| path.starts_with(place))
}

#[cfg(unix)]
fn is_device(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = meta.file_type();
    kind.is_char_device() || kind.is_block_device() || kind.is_socket()
}

#[cfg(not(unix))]
fn is_device(_: &fs::Metadata) -> bool {
    false
}

/// Whether a path of a project names a regular file that lies inside the project's folder, links followed.
///
/// # Errors
/// [`ReadError::Outside`] or [`ReadError::Special`]; [`ReadError::Io`] when there is no such file.
pub fn check_inside(root: &Path, path: &Path) -> Result<(), ReadError> {
    let io = |source: io::Error| ReadError::Io {
        path: path.to_owned(),
        source,
    };
    // Before the system is asked: what lies outside is nobody's business, not even whether it is there.
    if path.strip_prefix(root).is_ok_and(climbs) {
        return Err(ReadError::Outside { path: path.to_owned() });
    }
    let root = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let root = fs::canonicalize(root).map_err(io)?;
    let real = fs::canonicalize(path).map_err(io)?;
    if !real.starts_with(&root) {
        return Err(ReadError::Outside { path: path.to_owned() });
    }
    let meta = fs::metadata(&real).map_err(io)?;
    if meta.is_dir() {
        return Err(ReadError::Folder { path: path.to_owned() });
    }
    if !meta.is_file() {
        return Err(ReadError::Special { path: path.to_owned() });
    }
    Ok(())
}

/// Whether a path from a folder leads out of it.
fn climbs(path: &Path) -> bool {
    let mut depth = 0usize;
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(_) => depth += 1,
            Component::ParentDir if depth > 0 => depth -= 1,
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return true,
        }
    }
    false
}
