//! Locks that die with their holder, so that none is ever stale, and what killed runs left behind.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::root::or_current;

/// How long another program may hold a folder. Ours hold it for the moment of one comparison and one rename.
const PATIENCE: Duration = Duration::from_secs(10);

/// A folder that no other run of this program writes to while this lives.
///
/// Nothing is made in the folder: the folder itself is locked, and the system lets go of it when the
/// process ends in whatever way. Where the system cannot lock folders, nothing is held.
#[derive(Debug)]
pub(super) struct FolderLock(Option<File>);

/// Another program has held the folder for too long.
#[derive(Debug)]
pub(super) struct Busy;

impl FolderLock {
    /// Waits until the folder is free.
    pub(super) fn take(folder: &Path) -> Result<Self, Busy> {
        let Ok(opened) = File::open(or_current(folder)) else {
            return Ok(Self(None));
        };
        let started = Instant::now();
        loop {
            match opened.try_lock() {
                Ok(()) => return Ok(Self(Some(opened))),
                Err(TryLockError::Error(_)) => return Ok(Self(None)),
                Err(TryLockError::WouldBlock) if started.elapsed() > PATIENCE => return Err(Busy),
                Err(TryLockError::WouldBlock) => sleep(Duration::from_millis(2)),
            }
        }
    }

    fn is_held(&self) -> bool {
        self.0.is_some()
    }
}

const PREFIX: &str = ".cotejo-";
const SUFFIX: &str = ".tmp";
const RANDOM: usize = 8;

/// A temporary file that will have the permissions of any new file of this user.
///
/// It is locked as long as it is open, which tells it from what a killed run left behind.
pub(super) fn new_temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // Held, so that the file is not taken for left over before it is locked itself.
    let busy = |Busy| io::Error::new(io::ErrorKind::ResourceBusy, "another program holds the folder");
    let _folder = FolderLock::take(folder).map_err(busy)?;
    let file = builder.tempfile_in(folder)?;
    // Elsewhere a lock would keep readers out after the file has got its name.
    if cfg!(unix) {
        // Without locks nothing is removed, so nothing need be told apart.
        let _ = file.as_file().try_lock();
    }
    Ok(file)
}

/// Removes the temporary files that killed runs left in a folder, and tells how many there were.
///
/// Only files of this program's own naming that no running process holds are removed; what cannot be
/// is left.
pub fn remove_leftovers(folder: &Path) -> usize {
    let folder = or_current(folder);
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let candidates: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_str().is_some_and(is_temporary))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.path())
        .collect();
    if candidates.is_empty() || !cfg!(unix) {
        return 0;
    }
    let Ok(lock) = FolderLock::take(folder) else {
        return 0;
    };
    if !lock.is_held() {
        return 0;
    }
    let removed = candidates.iter().filter(|path| {
        let ownerless = File::open(path).is_ok_and(|file| file.try_lock().is_ok());
        ownerless && fs::remove_file(path).is_ok()
    });
    removed.count()
}

/// Whether a name is one that [`new_temporary`] gives.
fn is_temporary(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_suffix(SUFFIX))
        .is_some_and(|middle| middle.len() == RANDOM && middle.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn only_what_killed_runs_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let (_, left) = new_temporary(folder.path()).unwrap().keep().unwrap();
        let running = new_temporary(folder.path()).unwrap();
        let others = [
            ".cotejo-notes.tmp",
            ".cotejo-abcdefgh.json",
            "cotejo-abcdefgh.tmp",
            ".cotejo-año12345.tmp",
        ];
        for name in others {
            fs::write(folder.path().join(name), "mine").unwrap();
        }
        fs::create_dir(folder.path().join(".cotejo-abcdefgh.tmp")).unwrap();
        assert_eq!(remove_leftovers(folder.path()), 1);
        assert!(!left.exists() && running.path().exists());
        assert!(others.iter().all(|name| folder.path().join(name).exists()));
        assert_eq!(remove_leftovers(&folder.path().join("none")), 0);
    }

    #[test]
    fn a_folder_is_held_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let held = FolderLock::take(folder.path()).unwrap();
        let place = folder.path().to_owned();
        let waiting = std::thread::spawn(move || {
            let lock = FolderLock::take(&place).unwrap();
            (Instant::now(), lock)
        });
        sleep(Duration::from_millis(40));
        let freed = Instant::now();
        drop(held);
        let (taken, _lock) = waiting.join().unwrap();
        assert!(taken >= freed);
    }
}
