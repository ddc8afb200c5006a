//! An alignment that a person works on: the state in memory, the record of each step on the disk, and the file.
//!
//! A step counts when its line of the record is on the disk. The file itself is written now and then and at the end, as every
//! other alignment is; what a killed run had not written into it is taken from the record when the work is opened again.
//! When somebody else wrote the file meanwhile, their work and the person's are merged; neither is overwritten.

mod error;
mod log;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::history::{loses_decisions, own_folder, prepare};
use super::{Before, StoredAlignment, TextOpener, WriteError, write_alignment};
use crate::align::Aligner;
use crate::file::{self, AlignmentFile};
use crate::lexicon::WordPair;
use crate::merge::merge;
use crate::review::{Action, Done, Entry, Evidence, Ground, Journal, Known, Request, State, evidence};
use crate::text::{Lang, Side};
use crate::words::WordAligner;
use log::{Line, Log};

pub use error::DeskError;

/// The folder of the records, inside the program's own.
const FOLDER: &str = "review";

/// How often others may write the file while it is merged, before a person is asked to wait.
const TRIES: usize = 3;

/// An alignment that is worked on.
#[derive(Debug)]
pub struct Desk {
    path: PathBuf,
    stored: StoredAlignment,
    log: Log,
    journal: Journal,
    ground: Ground,
    aligner: Aligner,
    words: WordAligner,
    /// Whether the version before this session is in the history.
    is_kept: bool,
    /// Whether the file lacks something of the state.
    unsaved: bool,
    /// Whether a text is not as it was when it was aligned.
    pub texts_changed: bool,
    /// What a run before had recorded and what does not fit the file that stands now.
    pub fallen: Vec<Entry>,
}

/// What came of saving.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// Whether the file was written.
    pub written: bool,
    /// How many links people disagree about, where others had written the file and it was merged; the links are `disputed`.
    pub merged: Option<usize>,
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Desk {
    /// Opens the alignment at a path of a project. `pairs` are known beside the built-in lexicon.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn open(path: &Path, opener: &TextOpener<'_>, pairs: &[WordPair]) -> Result<Self, DeskError> {
        let (own, inside) = own_folder(path).ok_or(DeskError::NoProject)?;
        let record = own.join(FOLDER).join(inside).with_extension("jsonl");
        prepare(&own, record.parent().unwrap_or(Path::new("")))?;
        let (log, lines) = Log::open(&record)?;
        let mut stored = StoredAlignment::read(path)?;
        let moved = stored.take_moves();
        let texts = opener.unchanged(&stored.file);
        let lang = |side: Side| {
            stored
                .file
                .text(side)
                .lang
                .parse::<Lang>()
                .map_err(|_| DeskError::Language)
        };
        let (source, target) = (lang(Side::Source)?, lang(Side::Target)?);
        let mut desk = Self {
            path: path.to_owned(),
            log,
            journal: Journal::new(stored.file.clone()),
            ground: Ground::new(texts.each_ref().map(Option::as_ref)),
            aligner: Aligner::new(source, target).with_lexicon(pairs),
            words: WordAligner::new(source, target).with_lexicon(pairs),
            is_kept: false,
            unsaved: moved > 0,
            texts_changed: texts.iter().any(Option::is_none),
            fallen: Vec::new(),
            stored,
        };
        desk.catch_up(lines)?;
        Ok(desk)
    }

    /// Brings the state to where the record ends.
    fn catch_up(&mut self, lines: Vec<Line>) -> Result<(), DeskError> {
        let now = digest(self.stored.bytes());
        let snapshots = || {
            lines.iter().filter_map(|line| match line {
                Line::Snapshot { sha256, number } => Some((sha256, *number)),
                Line::Entry(_) => None,
            })
        };
        // The content that stands, else that of the last writing: others have worked on from there.
        let held = snapshots().rfind(|(sha256, _)| **sha256 == now);
        let is_known = held.is_some();
        let held = held.or_else(|| snapshots().next_back()).map_or(0, |(_, number)| number);
        for line in lines {
            let Line::Entry(entry) = line else { continue };
            if entry.number <= held {
                self.journal.remember(entry);
                continue;
            }
            self.unsaved = true;
            if self.journal.replay(entry.clone()).is_err() {
                self.fit(entry);
            }
        }
        if !is_known {
            let number = held;
            self.log.append(&[Line::Snapshot { sha256: now, number }])?;
        }
        Ok(())
    }

    /// Tries an entry of the record once more by what it names.
    fn fit(&mut self, mut entry: Entry) {
        if let Action::Do(op) = &entry.action
            && let Ok(patch) = self.journal.state().prepare(op)
        {
            entry.patches = vec![patch];
            if self.journal.replay(entry.clone()).is_ok() {
                return;
            }
        }
        self.fallen.push(entry);
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> &State {
        self.journal.state()
    }

    /// The record in memory.
    #[must_use]
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What the texts know of the sentences.
    #[must_use]
    pub const fn ground(&self) -> &Ground {
        &self.ground
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is known of a link.
    #[must_use]
    pub fn evidence(&self, link: usize) -> Evidence {
        evidence(self.state(), &self.ground, &self.aligner, &self.words, link)
    }

    /// Does what is asked for, once it is on the disk.
    ///
    /// # Errors
    /// [`DeskError`]; nothing was changed then.
    pub fn handle(&mut self, request: &Request) -> Result<Done, DeskError> {
        self.handle_all(std::slice::from_ref(request))
            .map_err(|(_, error)| error)
            .map(|mut done| done.pop().unwrap_or(Done::Nothing))
    }

    /// Does all that is asked for, or nothing.
    ///
    /// # Errors
    /// Which request could not be done, from 0, and why.
    pub fn handle_all(&mut self, requests: &[Request]) -> Result<Vec<Done>, (usize, DeskError)> {
        let known = Known {
            ground: &self.ground,
            aligner: &self.aligner,
        };
        let start = self.journal.last();
        let mut done = Vec::with_capacity(requests.len());
        for (index, request) in requests.iter().enumerate() {
            match self.journal.handle(request, Some(&known)) {
                Ok(new) => done.push(new),
                Err(refused) => {
                    self.journal.forget_after(start);
                    return Err((index, refused.into()));
                }
            }
        }
        let lines: Vec<Line> = self.journal.since(start).iter().cloned().map(Line::Entry).collect();
        if !lines.is_empty()
            && let Err(error) = self.log.append(&lines)
        {
            self.journal.forget_after(start);
            return Err((0, error));
        }
        self.unsaved |= !lines.is_empty();
        Ok(done)
    }

    /// Whether the file lacks something of the state.
    #[must_use]
    pub const fn is_dirty(&self) -> bool {
        self.unsaved
    }

    /// Writes the state into the file.
    ///
    /// # Errors
    /// [`DeskError`]; the record still holds all.
    pub fn save(&mut self) -> Result<Saved, DeskError> {
        let mut saved = Saved::default();
        for _ in 0..TRIES {
            let file = self.journal.state().file.clone();
            let bytes = file::write(&file).into_bytes();
            if bytes == self.stored.bytes() {
                self.unsaved = false;
                return Ok(saved);
            }
            // Said first: a run that is killed between the two finds either content in the record.
            let (sha256, number) = (digest(&bytes), self.journal.last());
            self.log.append(&[Line::Snapshot { sha256, number }])?;
            match self.put(&file) {
                Ok(()) => {
                    self.stored = StoredAlignment::from_bytes(&self.path, bytes)?;
                    saved.written = true;
                    self.unsaved = false;
                    return Ok(saved);
                }
                Err(WriteError::Changed { .. } | WriteError::ChangedMeanwhile { .. }) => {
                    saved.merged = Some(self.take_in(&file)?);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Restless {
            path: self.path.clone(),
        })
    }

    fn put(&mut self, file: &AlignmentFile) -> Result<(), WriteError> {
        // The version before the session is kept, and each that holds what the next one lacks; between, the record does.
        if self.is_kept && !loses_decisions(&self.stored.file, Some(file)) {
            return write_alignment(&self.path, file, Before::Bytes(self.stored.bytes()));
        }
        self.stored.put_in_place("review", file)?;
        self.is_kept = true;
        Ok(())
    }

    /// Takes in what somebody else has written meanwhile; returns how many links are disputed now.
    fn take_in(&mut self, ours: &AlignmentFile) -> Result<usize, DeskError> {
        let theirs = StoredAlignment::read(&self.path)?;
        let merged = merge(Some(&self.stored.file), ours, &theirs.file).map_err(DeskError::Merge)?;
        self.stored = theirs;
        self.is_kept = false;
        self.journal.replace_file(merged.file);
        Ok(merged.disputes.len())
    }
}
