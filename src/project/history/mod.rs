//! Earlier versions of alignments, kept under `.cotejo/`.
//!
//! Each alignment has a folder of its own, `.cotejo/history/alignments/NAME.json/`: its versions under
//! their SHA-256, readable without this program, and `index.jsonl`, a line a version, only ever added to.

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fs;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::Project;
use super::atomic::sync_folder;
use super::lock::{Busy, FolderLock};
use super::own::{Own, project_above, real_folder};
use super::pending::decided::is_decided;
use crate::file::AlignmentFile;
use crate::text::sha256;

const HISTORY: &str = "history";
const INDEX: &str = "index.jsonl";

/// How many versions are kept beside those that hold a decision which the next version lacks. Those are
/// all kept.
pub const KEPT_VERSIONS: usize = 50;

/// The earlier versions of one alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    own: Own,
    /// The folder of this alignment's versions.
    folder: PathBuf,
    in_project: bool,
}

/// A version that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Counted from 1, never given twice.
    pub number: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// When it was replaced, in seconds since 1970.
    pub time: u64,
    /// The command that replaced it; empty where that is not known.
    pub command: String,
    /// Its links; nothing where it was no valid alignment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<usize>,
    /// How many of them people had decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<usize>,
    /// Whether it holds a decision that the version after it lacks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decisions: bool,
}

/// Why earlier versions cannot be kept or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// The file system refused.
    #[error("cannot use {path}: {source}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another run of the program does not let go of the folder.
    #[error("another program holds the folder {folder}; wait for it to end and run the command again", folder = folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// There is no version of that number.
    #[error("there is no version {number}; {there}")]
    NoVersion {
        /// The number asked for.
        number: u64,
        /// What there is.
        there: String,
    },
    /// A version is not what it was when it was kept.
    #[error("{path} is damaged: it is not the version that was kept under this name", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
}

impl History {
    /// The history of the alignment at a path: in the nearest project above it, else beside it.
    ///
    /// # Errors
    /// [`HistoryError::Io`] when the folder of the alignment cannot be looked at.
    pub fn of(alignment: &Path) -> Result<Self, HistoryError> {
        let folder = alignment.parent().unwrap_or(Path::new(""));
        let name = alignment.file_name().unwrap_or_default();
        // As it was named where that will do: the folder of the alignments may be a link to elsewhere.
        let place = match project_above(folder) {
            Some(_) => folder.to_owned(),
            None => real_folder(folder).map_err(io_at(folder))?,
        };
        let (root, inside) = project_above(&place).unwrap_or((&place, Path::new("")));
        let own = Own::at(root);
        Ok(Self {
            folder: own.join(HISTORY).join(inside).join(name),
            own,
            in_project: Project::is_at(root),
        })
    }

    /// Goes on as the history of another alignment, if that has none yet.
    ///
    /// # Errors
    /// [`HistoryError::Io`]; it is then where it was.
    pub fn move_to(&self, other: &Self) -> Result<(), HistoryError> {
        if !self.folder.is_dir() || other.folder.exists() {
            return Ok(());
        }
        fs::rename(&self.folder, &other.folder).map_err(|source| HistoryError::Io {
            path: self.folder.clone(),
            source,
        })
    }

    /// Whether the alignment lies in a project.
    #[must_use]
    pub const fn is_in_project(&self) -> bool {
        self.in_project
    }

    /// The versions that are there, oldest first.
    ///
    /// # Errors
    /// [`HistoryError::Io`].
    pub fn versions(&self) -> Result<Vec<Version>, HistoryError> {
        let mut versions = self.index()?;
        versions.retain(|version| self.place(version).is_file());
        Ok(versions)
    }

    /// The bytes of a version.
    ///
    /// # Errors
    /// [`HistoryError`] when there is no such version, or when it cannot be read or is damaged.
    pub fn read(&self, number: u64) -> Result<Vec<u8>, HistoryError> {
        let versions = self.versions()?;
        let Some(version) = versions.iter().find(|version| version.number == number) else {
            let there = match (versions.first(), versions.last()) {
                (Some(first), Some(last)) if first.number < last.number => {
                    format!("there are {} to {}", first.number, last.number)
                }
                (Some(only), _) => format!("there is only {}", only.number),
                _ => "none is kept".to_owned(),
            };
            return Err(HistoryError::NoVersion { number, there });
        };
        let path = self.place(version);
        let bytes = self.own.read(&path).map_err(io_at(&path))?;
        if sha256(&bytes) == version.sha256 {
            Ok(bytes)
        } else {
            Err(HistoryError::Damaged { path })
        }
    }

    /// Keeps a version that is about to be replaced by `next`; one that was kept last is not kept twice.
    ///
    /// `now` is what it says as an alignment, if it is one.
    ///
    /// # Errors
    /// [`HistoryError`]; it may then be kept or not.
    pub fn keep(
        &self,
        bytes: &[u8],
        now: Option<&AlignmentFile>,
        next: Option<&AlignmentFile>,
        command: &str,
    ) -> Result<(), HistoryError> {
        self.own.prepare(&self.folder).map_err(io_at(&self.folder))?;
        let _lock = FolderLock::take(&self.folder).map_err(|Busy| HistoryError::Busy {
            folder: self.folder.clone(),
        })?;
        let index = self.index()?;
        let sha256 = sha256(bytes);
        let version = Version {
            number: index.last().map_or(1, |last| last.number.saturating_add(1)),
            time: seconds(SystemTime::now()),
            command: command.to_owned(),
            links: now.map(|file| file.links.len()),
            pinned: now.map(|file| file.links.iter().filter(|link| link.status.is_pinned()).count()),
            decisions: now.is_none_or(|now| loses_decisions(now, next)),
            sha256,
        };
        let place = self.place(&version);
        if self.own.read(&place).ok().as_deref() != Some(bytes) {
            self.own.write(&place, bytes).map_err(io_at(&place))?;
            sync_folder(&self.folder);
        }
        let again = |last: &Version| last.sha256 == version.sha256 && (last.decisions || !version.decisions);
        if index.last().is_some_and(again) {
            return Ok(());
        }
        self.append(&version).map_err(io_at(&self.folder.join(INDEX)))?;
        self.prune(index, version);
        Ok(())
    }

    fn append(&self, version: &Version) -> io::Result<()> {
        let path = self.folder.join(INDEX);
        let mut line = serde_json::to_string(version)?;
        line.push('\n');
        // A line that a killed run left unfinished must not swallow this one.
        if self
            .own
            .read(&path)
            .is_ok_and(|index| index.last().is_some_and(|&byte| byte != b'\n'))
        {
            line.insert(0, '\n');
        }
        let mut file = self.own.open(&path)?;
        file.seek(SeekFrom::End(0))?;
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        sync_folder(&self.folder);
        Ok(())
    }

    /// Removes the oldest versions past [`KEPT_VERSIONS`] that hold no lost decision. What cannot be removed
    /// stays: that is no harm.
    fn prune(&self, mut index: Vec<Version>, newest: Version) {
        index.push(newest);
        let mut kept = HashSet::new();
        let mut others = 0;
        for version in index.iter().rev() {
            if version.decisions || others < KEPT_VERSIONS {
                kept.insert(version.sha256.as_str());
            }
            others += usize::from(!version.decisions);
        }
        for version in &index {
            if !kept.contains(version.sha256.as_str()) {
                let _ = fs::remove_file(self.place(version));
            }
        }
    }

    /// Every line that can be read: a killed run may have left one unfinished.
    fn index(&self) -> Result<Vec<Version>, HistoryError> {
        let path = self.folder.join(INDEX);
        let lines = match self.own.read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => return Err(HistoryError::Io { path, source }),
        };
        let versions = lines.split(|&byte| byte == b'\n').filter_map(|line| {
            let version: Version = serde_json::from_slice(line).ok()?;
            let digits = version.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
            (digits && version.sha256.len() == 64).then_some(version)
        });
        Ok(versions.collect())
    }

    fn place(&self, version: &Version) -> PathBuf {
        self.folder.join(format!("{}.json", version.sha256))
    }
}

impl Project {
    /// The alignments of which earlier versions are kept, by path from the project's folder.
    ///
    /// # Errors
    /// [`HistoryError::Io`].
    pub fn histories(&self) -> Result<Vec<(String, History)>, HistoryError> {
        let own = Own::at(self.root());
        let mut found = Vec::new();
        let mut folders = vec![(own.join(HISTORY), String::new())];
        while let Some((folder, name)) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(source) => return Err(HistoryError::Io { path: folder, source }),
            };
            for entry in entries.filter_map(Result::ok) {
                let (file, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
                if path.is_dir() {
                    let name = if name.is_empty() {
                        file
                    } else {
                        format!("{name}/{file}")
                    };
                    folders.push((path, name));
                } else if file == INDEX {
                    let history = History {
                        own: own.clone(),
                        folder: folder.clone(),
                        in_project: true,
                    };
                    found.push((name.clone(), history));
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(found)
    }
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> HistoryError {
    let path = path.to_owned();
    move |source| HistoryError::Io { path, source }
}

/// Whether a decision or a note would no longer stand as it does.
pub(super) fn loses_decisions(now: &AlignmentFile, next: Option<&AlignmentFile>) -> bool {
    let mut decided = now.links.iter().filter(|link| is_decided(link));
    let Some(next) = next else {
        return decided.next().is_some();
    };
    // Both in the order of the text: what stands is found in one pass.
    let mut there = next.links.iter().filter(|link| is_decided(link));
    !decided.all(|link| {
        there.any(|other| (link.status, &link.note) == (other.status, &other.note) && link.words() == other.words())
    })
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
