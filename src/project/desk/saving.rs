//! Writing the state into the file, in steps of which the slow ones need the desk no more than the person does.

use std::path::PathBuf;

use super::{Desk, DeskError, Line};
use crate::file::{self, AlignmentFile};
use crate::merge::merge;
use crate::project::history::loses_decisions;
use crate::project::{Before, StoredAlignment, WriteError, write_alignment};
use crate::text::sha256;

/// Lends a desk for a moment at a time, such as between the steps of a person.
pub trait Lend {
    /// Does something with the desk.
    fn lend<T>(&mut self, act: impl FnOnce(&mut Desk) -> T) -> T;
}

impl Lend for Desk {
    fn lend<T>(&mut self, act: impl FnOnce(&mut Desk) -> T) -> T {
        act(self)
    }
}

/// How often others may write the file while it is merged, before a person is asked to wait.
const TRIES: usize = 3;

/// What came of saving.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// Whether the file was written.
    pub written: bool,
    /// How many links people disagree about, where others had written the file and it was merged; the links are `disputed`.
    pub merged: Option<usize>,
}

/// A state that is being written.
#[derive(Debug)]
struct Saving {
    path: PathBuf,
    /// The last entry that it holds.
    number: u64,
    file: AlignmentFile,
    bytes: Vec<u8>,
    stored: StoredAlignment,
    is_kept: bool,
    command: &'static str,
    put: Option<Result<StoredAlignment, DeskError>>,
}

/// Writes the state of a desk into its file, and needs the desk only for moments between the slow steps; nothing where the file
/// lacks nothing.
///
/// # Errors
/// [`DeskError`]; the record still holds all.
pub fn save(lender: &mut impl Lend) -> Result<Option<Saved>, DeskError> {
    let mut saved = Saved::default();
    let mut path = PathBuf::new();
    for round in 0..TRIES {
        let Some(mut saving) = lender.lend(Desk::begin_saving) else {
            return Ok((round > 0).then_some(saved));
        };
        saving.lay_out();
        lender.lend(|desk| desk.announce(&saving))?;
        saving.put();
        path.clone_from(&saving.path);
        let (done, now) = lender.lend(|desk| desk.end_saving(saving))?;
        saved.written |= now.written;
        saved.merged = now.merged.or(saved.merged);
        if done {
            return Ok(Some(saved));
        }
    }
    Err(DeskError::Restless { path })
}

impl Desk {
    /// Writes the state into the file.
    ///
    /// # Errors
    /// [`DeskError`]; the record still holds all.
    pub fn save(&mut self) -> Result<Saved, DeskError> {
        save(self).map(Option::unwrap_or_default)
    }

    /// Takes what is to be written; nothing where the file lacks nothing, or is being written. What follows is, in this order,
    /// [`Saving::lay_out`], [`announce`](Self::announce), [`Saving::put`] and [`end_saving`](Self::end_saving), the last in
    /// any case but where nothing is to be written.
    fn begin_saving(&mut self) -> Option<Saving> {
        if !self.unsaved {
            return None;
        }
        Some(Saving {
            path: self.path.clone(),
            number: self.session.journal.last(),
            file: self.session.journal.state().file.clone(),
            bytes: Vec::new(),
            stored: self.stored.take()?,
            is_kept: self.is_kept,
            command: self.command,
            put: None,
        })
    }

    /// Says in the record what is about to be written: a run that is killed between the two finds either content in it.
    /// Where that cannot be said, nothing is to be written.
    fn announce(&mut self, saving: &Saving) -> Result<(), DeskError> {
        if saving.is_same() {
            return Ok(());
        }
        let (sha256, number) = (sha256(&saving.bytes), saving.number);
        let announced = Some((sha256.clone(), number));
        // What cannot be written is tried again and again; it is said once.
        if self.announced == announced {
            return Ok(());
        }
        let said = self.log.append(&[Line::Snapshot { sha256, number }]);
        match said {
            Ok(()) => self.announced = announced,
            Err(_) => self.stored = Some(saving.stored.clone()),
        }
        said
    }

    /// Takes back what was written. When others had written the file meanwhile, their work is merged with the state, and it is
    /// to be written once more: `false`.
    fn end_saving(&mut self, saving: Saving) -> Result<(bool, Saved), DeskError> {
        let mut saved = Saved::default();
        let Saving {
            stored, put, number, ..
        } = saving;
        match put {
            None => {
                self.stored = Some(stored);
                self.unsaved = self.session.journal.last() != number;
            }
            Some(Ok(now)) => {
                self.stored = Some(now);
                self.is_kept = true;
                self.unsaved = self.session.journal.last() != number;
                saved.written = true;
                // Where that cannot be said, it counts all the same while the file has this content.
                let _ = self.log.append(&[Line::Written { number }]);
            }
            Some(Err(DeskError::Write(WriteError::Changed { .. } | WriteError::ChangedMeanwhile { .. }))) => {
                let base = stored.file.clone();
                self.stored = Some(stored);
                saved.merged = Some(self.take_in(&base)?);
                return Ok((false, saved));
            }
            Some(Err(error)) => {
                self.stored = Some(stored);
                return Err(error);
            }
        }
        Ok((true, saved))
    }

    /// Takes in what somebody else has written meanwhile; returns how many links are disputed now.
    fn take_in(&mut self, base: &AlignmentFile) -> Result<usize, DeskError> {
        let theirs = StoredAlignment::read(&self.path)?;
        let merged = merge(Some(base), &self.session.journal.state().file, &theirs.file).map_err(DeskError::Merge)?;
        self.stored = Some(theirs);
        self.is_kept = false;
        self.session.journal.replace_file(merged.file);
        Ok(merged.disputes.len())
    }
}

impl Saving {
    /// Lays the file out.
    fn lay_out(&mut self) {
        self.bytes = file::write(&self.file).into_bytes();
    }

    fn is_same(&self) -> bool {
        self.bytes == self.stored.bytes()
    }

    /// Writes it, unless it stands there already.
    fn put(&mut self) {
        if !self.is_same() {
            let written = self.write();
            self.put = Some(written.and_then(|()| {
                let bytes = std::mem::take(&mut self.bytes);
                Ok(StoredAlignment::from_bytes(&self.path, bytes)?)
            }));
        }
    }

    fn write(&self) -> Result<(), DeskError> {
        // The version before the session is kept, and each that holds what the next one lacks; between, the record does.
        if self.is_kept && !loses_decisions(&self.stored.file, Some(&self.file)) {
            let before = Before::Bytes(self.stored.bytes());
            return Ok(write_alignment(&self.path, &self.file, before)?);
        }
        self.stored.put_in_place(self.command, &self.file)?;
        Ok(())
    }
}
