//! The record of a review on the disk: a line an entry, only ever added to, each flushed before it counts.

use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::DeskError;
use crate::project::own::Own;
use crate::review::{Entry, Patch};

/// A line of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Line {
    /// Something was done.
    Entry(Entry),
    /// The alignment is about to be written, or was found, with this content; it holds all entries up to `number`. Whether it
    /// was written is not said: it counts where the file has just this content.
    Snapshot {
        /// SHA-256 of its bytes.
        sha256: String,
        /// The last entry that it holds.
        number: u64,
    },
    /// The file held all entries up to `number`, whatever others have made of it since.
    Written {
        /// The last entry that it held.
        number: u64,
    },
    /// An entry was done again by what it names, on links that are not those of before.
    Fitted {
        /// The entry.
        number: u64,
        /// What it changed this time.
        patches: Vec<Patch>,
    },
    /// An entry could not be done again and is given up; a person was told.
    Fallen {
        /// The entry.
        number: u64,
    },
}

/// The record, held by this process alone.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    length: u64,
}

impl Log {
    /// Opens the record at a path, or begins it, and reads what it holds. The last line is left out where a killed run wrote half
    /// of it: nobody was told that it counts.
    pub(super) fn open(own: &Own, path: &Path) -> Result<(Self, Vec<Line>), DeskError> {
        let failed = |source| DeskError::Log {
            path: path.to_owned(),
            source,
        };
        let mut file = own.open(path).map_err(failed)?;
        match file.try_lock() {
            // Where the system cannot lock, nobody is kept out.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(DeskError::Busy),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let mut lines = Vec::new();
        let mut whole = 0;
        for (number, line) in (1..).zip(bytes.split_inclusive(|&byte| byte == b'\n')) {
            if line.last() != Some(&b'\n') {
                break;
            }
            let parsed = serde_json::from_slice(line).map_err(|source| DeskError::Damaged {
                path: path.to_owned(),
                line: number,
                fault: source.to_string(),
            })?;
            lines.push(parsed);
            whole += line.len();
        }
        let length = whole as u64;
        if whole < bytes.len() {
            file.set_len(length).map_err(failed)?;
        }
        let path = path.to_owned();
        Ok((Self { path, file, length }, lines))
    }

    /// Adds lines and waits until they are on the disk. When that cannot be done, the record is as it was.
    pub(super) fn append(&mut self, lines: &[Line]) -> Result<(), DeskError> {
        let mut bytes = Vec::new();
        for line in lines {
            serde_json::to_writer(&mut bytes, line).map_err(|error| self.failed(error.into()))?;
            bytes.push(b'\n');
        }
        let written = self.write(&bytes);
        if let Err(error) = written {
            // Half a line at the end is passed over when the record is read, even if it cannot be cut off now.
            let _ = self.file.set_len(self.length);
            return Err(self.failed(error));
        }
        self.length += bytes.len() as u64;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(bytes)?;
        self.file.sync_data()
    }

    fn failed(&self, source: io::Error) -> DeskError {
        DeskError::Log {
            path: self.path.clone(),
            source,
        }
    }
}
