//! Reading an alignment that is there, and putting another in its place.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use super::atomic::write_or_find;
use super::history::loses_decisions;
use super::last::{last_written, remember};
use super::pending::propose;
use super::{Before, History, WriteError, write_file};
use crate::file::hand::mark_moved;
use crate::file::{self, AlignmentFile, FileError, TextRef};
use crate::text::{Side, read_stored};

/// An alignment as it was read, with the bytes that prove later that nobody changed it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAlignment {
    path: PathBuf,
    bytes: Vec<u8>,
    /// Whether links say something else than the bytes, since people moved their sentences.
    is_moved: bool,
    /// What it says.
    pub file: AlignmentFile,
}

/// Why an alignment cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file system refused.
    #[error("cannot read {path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The content is no alignment.
    #[error("{path}, {source}", path = path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: Box<FileError>,
    },
    /// The content is no UTF-8.
    #[error("{path}, {fault}", path = path.display(), fault = self.fault())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

impl StoreError {
    /// What is wrong, without the path.
    #[must_use]
    pub fn fault(&self) -> String {
        match self {
            Self::Io { source, .. } => format!("it cannot be read: {source}"),
            Self::Invalid { source, .. } => source.to_string(),
            Self::NotUtf8 { line, .. } => {
                format!("line {line}: not valid UTF-8, in which alignments are stored")
            }
        }
    }
}

/// Why a stored alignment stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplaceError {
    /// The alignment is of other languages.
    #[error(
        "{path} aligns {found}, not {expected}; nothing was written. \
         Say --source-lang and --target-lang, or move the alignment away",
        path = path.display()
    )]
    OtherLanguages {
        /// The alignment.
        path: PathBuf,
        /// Its languages.
        found: String,
        /// The languages asked for.
        expected: String,
    },
    /// The alignment is of these texts, the other way round.
    #[error(
        "{path} is the alignment of {original}, the original, with {translation}, and here the two are swapped; nothing \
         was written. Give the original first",
        path = path.display()
    )]
    Swapped {
        /// The alignment.
        path: PathBuf,
        /// Its original.
        original: String,
        /// Its translation.
        translation: String,
    },
    /// The alignment is of other texts, and they are there.
    #[error(
        "{path} is the alignment of {stored}, which is still there, and not of {given}; nothing was written. \
         Give another name with -o, or move the alignment away",
        path = path.display()
    )]
    OtherTexts {
        /// The alignment.
        path: PathBuf,
        /// The text it names.
        stored: String,
        /// The text that was to take its place.
        given: String,
    },
}

impl StoredAlignment {
    /// Reads the alignment at a path; nothing when there is no file.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn read_if_any(path: &Path) -> Result<Option<Self>, StoreError> {
        match Self::read(path) {
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// Reads the alignment at a path.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let bytes = read_stored(path).map_err(|source| StoreError::Io {
            path: path.to_owned(),
            source,
        })?;
        Self::from_bytes(path, bytes)
    }

    /// An alignment that was read already; `path` is where it came from.
    ///
    /// # Errors
    /// [`StoreError`], all but [`StoreError::Io`].
    pub fn from_bytes(path: &Path, bytes: Vec<u8>) -> Result<Self, StoreError> {
        let json = str::from_utf8(&bytes).map_err(|error| StoreError::NotUtf8 {
            path: path.to_owned(),
            line: bytes[..error.valid_up_to()]
                .iter()
                .filter(|&&byte| byte == b'\n')
                .count()
                + 1,
        })?;
        let file = file::read(json).map_err(|source| StoreError::Invalid {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        Ok(Self {
            path: path.to_owned(),
            bytes,
            is_moved: false,
            file,
        })
    }

    /// Makes `auto` links `edited` whose sentences a person has moved since the program wrote the file; returns how many.
    pub fn take_moves(&mut self) -> usize {
        let moved = last_written(&self.path).map_or(0, |last| mark_moved(&mut self.file, &last).len());
        self.is_moved |= moved > 0;
        moved
    }

    /// How many links people decided.
    #[must_use]
    pub fn pinned(&self) -> usize {
        self.file.links.iter().filter(|link| link.status.is_pinned()).count()
    }

    /// Checks that no texts are put in the place of others that are still there. `root` is the folder that paths in
    /// alignments are relative to.
    ///
    /// # Errors
    /// [`ReplaceError::OtherTexts`], [`ReplaceError::Swapped`].
    pub fn check_texts(&self, root: &Path, source: &TextRef, target: &TextRef) -> Result<(), ReplaceError> {
        let (original, translation) = (&self.file.source.path, &self.file.target.path);
        if original != translation && (original, translation) == (&target.path, &source.path) {
            return Err(ReplaceError::Swapped {
                path: self.path.clone(),
                original: original.clone(),
                translation: translation.clone(),
            });
        }
        for (stored, given) in [(&self.file.source, source), (&self.file.target, target)] {
            if stored.path != given.path && stored.path != "-" && root.join(&stored.path).is_file() {
                return Err(ReplaceError::OtherTexts {
                    path: self.path.clone(),
                    stored: stored.path.clone(),
                    given: given.path.clone(),
                });
            }
        }
        Ok(())
    }

    /// Checks that texts are in the languages of this alignment.
    ///
    /// # Errors
    /// [`ReplaceError::OtherLanguages`].
    pub fn check_languages(&self, source: &TextRef, target: &TextRef) -> Result<(), ReplaceError> {
        let sides = [(&self.file.source, source), (&self.file.target, target)];
        if sides.iter().all(|(stored, fresh)| stored.lang == fresh.lang) {
            return Ok(());
        }
        Err(ReplaceError::OtherLanguages {
            path: self.path.clone(),
            found: format!("{} with {}", self.file.source.lang, self.file.target.lang),
            expected: format!("{} with {}", source.lang, target.lang),
        })
    }

    /// Where it was read.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The bytes as they were read.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Writes an alignment in this one's place, unless it is the same or someone changed it meanwhile.
    /// One that holds people's decisions is not laid out anew as long as it says the same.
    /// Returns whether it was written. As [`replace_by`](Self::replace_by) with no command to tell.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn replace(&self, file: &AlignmentFile) -> Result<bool, WriteError> {
        self.replace_by("", file).map(|replaced| replaced.written)
    }

    /// Writes an alignment in this one's place, unless it is the same, and keeps this one in the [`History`].
    ///
    /// What someone else wrote meanwhile stays; the new alignment is then put beside it as a proposal.
    ///
    /// # Errors
    /// [`WriteError`]; the alignment is then as it was.
    pub fn replace_by(&self, command: &str, file: &AlignmentFile) -> Result<Replaced, WriteError> {
        match self.put_in_place(command, file) {
            Err(WriteError::Changed { path }) => Err(match propose(&self.path, file) {
                Ok(proposal) => WriteError::ChangedMeanwhile { path, proposal },
                Err(_) => WriteError::Changed { path },
            }),
            replaced => replaced,
        }
    }

    /// As [`replace_by`](Self::replace_by), without a proposal.
    pub(super) fn put_in_place(&self, command: &str, file: &AlignmentFile) -> Result<Replaced, WriteError> {
        let bytes = file::write(file).into_bytes();
        if bytes == self.bytes || (self.pinned() > 0 && *file == self.file && !self.is_moved) {
            return Ok(Replaced::default());
        }
        let warning = keep(&self.path, &self.bytes, Some(&self.file), Some(file), command)?;
        let written = write_or_find(&self.path, &bytes, Before::Bytes(&self.bytes))?;
        remember(&self.path, &bytes);
        Ok(Replaced { written, warning })
    }
}

/// Writes an alignment in the place of one that was read as `bytes` and may be invalid, as files edited by hand are,
/// and keeps these bytes in the [`History`].
///
/// # Errors
/// [`WriteError`]; the file is then as it was.
pub fn replace_edited(path: &Path, bytes: &[u8], file: &AlignmentFile, command: &str) -> Result<Replaced, WriteError> {
    let now = StoredAlignment::from_bytes(path, bytes.to_vec()).ok();
    let warning = keep(path, bytes, now.as_ref().map(|now| &now.file), Some(file), command)?;
    write_alignment(path, file, Before::Bytes(bytes))?;
    Ok(Replaced { written: true, warning })
}

/// Writes an alignment as [`write_file`] does, and remembers it as what the program wrote last.
///
/// # Errors
/// [`WriteError`]; the file is then as it was.
pub fn write_alignment(path: &Path, file: &AlignmentFile, before: Before<'_>) -> Result<(), WriteError> {
    let bytes = file::write(file).into_bytes();
    write_file(path, &bytes, before)?;
    remember(path, &bytes);
    Ok(())
}

/// What became of an alignment in whose place another was to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Whether the other was written; else it was there already.
    pub written: bool,
    /// Why this one could not be kept; nobody had decided anything that it holds and the other lacks.
    pub warning: Option<String>,
}

/// Keeps what is about to be replaced. Where that cannot be done it is refused if a decision would be lost; else
/// the reason is told. Outside of projects only decisions are kept.
pub(super) fn keep(
    path: &Path,
    bytes: &[u8],
    now: Option<&AlignmentFile>,
    next: Option<&AlignmentFile>,
    command: &str,
) -> Result<Option<String>, WriteError> {
    let decisions =
        now.is_none_or(|now| loses_decisions(now, next) || next.is_some_and(|next| regrouped(now, next) > 0));
    let kept = History::of(path).and_then(|history| {
        if decisions || history.is_in_project() {
            history.keep(bytes, now, next, command)
        } else {
            Ok(())
        }
    });
    match kept {
        Ok(()) => Ok(None),
        Err(source) if decisions => Err(WriteError::NotKept {
            path: path.to_owned(),
            source: Box::new(source),
        }),
        Err(error) => Ok(Some(error.to_string())),
    }
}

/// How many links that nobody decided hold other sentences in a newer alignment, where neither the texts nor the program changed:
/// somebody may have moved them.
#[must_use]
pub fn regrouped(now: &AlignmentFile, next: &AlignmentFile) -> usize {
    let same_texts = Side::BOTH
        .into_iter()
        .all(|side| now.text(side).sha256 == next.text(side).sha256);
    if !same_texts || now.aligner != next.aligner {
        return 0;
    }
    let held: HashSet<_> = next.links.iter().map(|link| (&link.source, &link.target)).collect();
    let free = now
        .links
        .iter()
        .filter(|link| !link.status.is_pinned() && !link.is_null());
    free.filter(|link| !held.contains(&(&link.source, &link.target)))
        .count()
}

/// The reference an alignment holds to the text of one side.
#[must_use]
pub const fn text_ref(file: &AlignmentFile, side: Side) -> &TextRef {
    match side {
        Side::Source => &file.source,
        Side::Target => &file.target,
    }
}
