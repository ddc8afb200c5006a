//! An alignment under review and the record of what was done to it.

use std::collections::HashMap;

use super::beside::beside;
use super::entry::{Action, Author, Entry, Request};
use super::patch::PatchError;
use super::{Ground, Op, OpError, Patch, State, realign_nearby};
use crate::align::Aligner;
use crate::file::AlignmentFile;
use crate::text::Side;

/// A state, and the entries that led to it.
#[derive(Debug)]
pub struct Journal {
    state: State,
    entries: Vec<Entry>,
    /// The highest number that was given to an entry, even to one that was passed over: none is given twice.
    last: u64,
    /// By client and request the entry that came of it.
    seen: HashMap<(String, u64), u64>,
    /// Entries of persons that can be taken back, and those that were.
    done: Vec<u64>,
    undone: Vec<u64>,
}

/// What the aligner needs to look at a neighbourhood again.
#[derive(Debug)]
pub struct Known<'a> {
    /// What the texts know of the sentences.
    pub ground: &'a Ground,
    /// The aligner of the work.
    pub aligner: &'a Aligner,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    /// These entries are new: what was asked for, and what the aligner made of it.
    New(Vec<Entry>),
    /// The request came before, and this entry came of it.
    Before(u64),
    /// It would change nothing.
    Nothing,
}

/// Why a request is refused. Nothing was changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The operation cannot be done.
    #[error(transparent)]
    Op(#[from] OpError),
    /// Nothing is left to take back, or it was taken back already.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// Nothing is left to do again.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// What it changed was changed again.
    #[error(
        "these links are not as they were then: they were changed since in another way, such as by align, import, fmt or an editor"
    )]
    ChangedSince,
    /// Only the program asks for this.
    #[error("the aligner does this by itself after each correction; nobody asks for it")]
    NotAsked,
}

/// Why a record cannot be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {number} of the record does not fit the alignment: {source}")]
pub struct ReplayError {
    /// The entry.
    pub number: u64,
    /// What is wrong.
    pub source: PatchError,
}

impl Journal {
    /// Starts on an alignment.
    #[must_use]
    pub fn new(file: AlignmentFile) -> Self {
        Self {
            state: State::new(file),
            entries: Vec::new(),
            last: 0,
            seen: HashMap::new(),
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The entries, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The number of the last entry.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.last
    }

    /// The number of the last request of a client.
    #[must_use]
    pub fn last_seq(&self, client: &str) -> u64 {
        let own = self.seen.keys().filter(|(known, _)| known == client);
        own.map(|(_, seq)| *seq).max().unwrap_or(0)
    }

    /// The entries after one.
    #[must_use]
    pub fn since(&self, number: u64) -> &[Entry] {
        let at = self.entries.partition_point(|entry| entry.number <= number);
        &self.entries[at..]
    }

    /// The entry that an undo would take back.
    #[must_use]
    pub fn to_undo(&self) -> Option<u64> {
        self.done.last().copied()
    }

    /// The entry that a redo would do again.
    #[must_use]
    pub fn to_redo(&self) -> Option<u64> {
        self.undone.last().copied()
    }

    /// Takes back all entries after one and forgets them, as if they had never been asked for.
    pub fn forget_after(&mut self, number: u64) {
        let at = self.entries.partition_point(|entry| entry.number <= number);
        let gone = self.entries.split_off(at);
        for patch in gone.iter().rev().flat_map(|entry| entry.patches.iter().rev()) {
            // What was just put in its place stands there.
            let _ = self.state.apply(&patch.inverse());
        }
        let kept = std::mem::take(&mut self.entries);
        (self.done, self.undone) = (Vec::new(), Vec::new());
        self.seen.retain(|_, of| *of <= number);
        self.last = number;
        for entry in kept {
            self.note(entry);
        }
    }

    /// Puts another version of the alignment in the place of the state, such as one that was merged with others' work.
    pub fn replace_file(&mut self, file: AlignmentFile) {
        self.state.file = file;
    }

    /// Says that the text of a side is another one now, which holds the same sentences.
    pub fn set_text_hash(&mut self, side: Side, sha256: String) {
        let text = match side {
            Side::Source => &mut self.state.file.source,
            Side::Target => &mut self.state.file.target,
        };
        text.sha256 = sha256;
    }

    /// Does what was asked for, and lets the aligner look at the neighbourhood again where it is `known`.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn handle(&mut self, request: &Request, known: Option<&Known<'_>>) -> Result<Done, Refused> {
        if let Some(&number) = self.seen.get(&(request.client.clone(), request.seq)) {
            return Ok(Done::Before(number));
        }
        let patches = match &request.action {
            Action::Do(op) => {
                let patch = self.state.prepare(op)?;
                if patch.is_empty() {
                    return Ok(Done::Nothing);
                }
                vec![patch]
            }
            Action::Undo(number) => self.undoing(*number)?,
            Action::Redo(number) => self.redoing(*number)?,
            Action::Realign(_) => return Err(Refused::NotAsked),
        };
        let (applied, is_around) = match (self.apply_all(patches), &request.action) {
            (Ok(applied), _) => (applied, false),
            (Err(_), Action::Undo(number)) => {
                let patch = self.undoing_beside(*number).ok_or(Refused::ChangedSince)?;
                (self.apply_all(vec![patch]).map_err(|_| Refused::ChangedSince)?, true)
            }
            (Err(_), _) => return Err(Refused::ChangedSince),
        };
        let entry = Entry {
            number: self.last() + 1,
            author: Author::Person,
            client: request.client.clone(),
            seq: request.seq,
            action: request.action.clone(),
            patches: applied,
            spent: request.spent,
        };
        self.note(entry.clone());
        let mut new = vec![entry];
        let regroups = matches!(&request.action, Action::Do(op) if op.regroups()) || is_around;
        if let Some(known) = known.filter(|_| regroups)
            && let Some(entry) = again(&self.state, &new[0], known)
        {
            // A patch made of the state fits it.
            let _ = self.take(entry.clone());
            new.push(entry);
        }
        Ok(Done::New(new))
    }

    /// Adds an entry of a record and applies what it changed.
    ///
    /// # Errors
    /// [`ReplayError`]; nothing was changed then.
    pub fn replay(&mut self, entry: Entry) -> Result<(), ReplayError> {
        let number = entry.number;
        self.take(entry).map_err(|source| ReplayError { number, source })
    }

    /// Adds an entry whose changes are in the file already, or are given up.
    pub fn remember(&mut self, entry: Entry) {
        for mark in entry.patches.iter().flat_map(Patch::marks) {
            if mark.on {
                self.state.bookmarks.insert(mark.at.clone());
            } else {
                self.state.bookmarks.remove(&mark.at);
            }
        }
        self.note(entry);
    }

    /// Leaves out an entry of a record that is given up. Its number stays taken, and its request counts as answered.
    pub fn pass_over(&mut self, entry: &Entry) {
        self.last = self.last.max(entry.number);
        if entry.author == Author::Person {
            self.seen.insert((entry.client.clone(), entry.seq), entry.number);
        }
    }

    fn take(&mut self, mut entry: Entry) -> Result<(), PatchError> {
        entry.patches = self.apply_all(std::mem::take(&mut entry.patches))?;
        self.note(entry);
        Ok(())
    }

    /// Applies all of them or none; gives them as they were applied.
    fn apply_all(&mut self, patches: Vec<Patch>) -> Result<Vec<Patch>, PatchError> {
        let mut applied: Vec<Patch> = Vec::with_capacity(patches.len());
        for patch in patches {
            match self.state.apply(&patch) {
                Ok(patch) => applied.push(patch),
                Err(error) => {
                    for patch in applied.iter().rev() {
                        // What was just put in its place stands there.
                        let _ = self.state.apply(&patch.inverse());
                    }
                    return Err(error);
                }
            }
        }
        Ok(applied)
    }

    fn note(&mut self, entry: Entry) {
        match &entry.action {
            Action::Do(_) => {
                self.done.push(entry.number);
                self.undone.clear();
            }
            Action::Undo(number) => {
                self.done.retain(|done| done != number);
                self.undone.push(*number);
            }
            Action::Redo(number) => {
                self.undone.retain(|undone| undone != number);
                self.done.push(*number);
            }
            Action::Realign(_) => {}
        }
        self.pass_over(&entry);
        self.entries.push(entry);
    }

    /// What an entry changed, with what the aligner made of it.
    fn patches_of(&self, number: u64) -> Vec<&Patch> {
        let is_of = |entry: &&Entry| entry.number == number || entry.action == Action::Realign(number);
        self.entries
            .iter()
            .filter(is_of)
            .flat_map(|entry| &entry.patches)
            .collect()
    }

    /// What would take an entry back now.
    ///
    /// # Errors
    /// [`Refused::NothingToUndo`] when it is none that was done.
    pub fn undoing(&self, number: u64) -> Result<Vec<Patch>, Refused> {
        if !self.done.contains(&number) {
            return Err(Refused::NothingToUndo);
        }
        Ok(self.patches_of(number).into_iter().rev().map(Patch::inverse).collect())
    }

    /// What would take an entry back beside which the aligner has grouped sentences otherwise since.
    fn undoing_beside(&self, number: u64) -> Option<Patch> {
        let mut entries = self.entries.iter().filter(|entry| entry.number == number);
        match entries.next()?.patches.as_slice() {
            [patch] => beside(&self.state.file.links, &patch.inverse()),
            _ => None,
        }
    }

    /// What would do an entry again that was taken back.
    ///
    /// # Errors
    /// [`Refused::NothingToRedo`] when it is none that was taken back.
    pub fn redoing(&self, number: u64) -> Result<Vec<Patch>, Refused> {
        if !self.undone.contains(&number) {
            return Err(Refused::NothingToRedo);
        }
        Ok(self.patches_of(number).into_iter().cloned().collect())
    }
}

/// The aligner's answer to an operation.
fn again(state: &State, entry: &Entry, known: &Known<'_>) -> Option<Entry> {
    let patch = entry.patches.first()?;
    let touched = patch.at()..patch.at() + patch.after().len();
    let patch = realign_nearby(state, known.ground, known.aligner, touched)
        .ok()
        .flatten()?;
    Some(Entry {
        number: entry.number + 1,
        author: Author::Auto,
        client: String::new(),
        seq: 0,
        action: Action::Realign(entry.number),
        patches: vec![patch],
        spent: None,
    })
}

impl Request {
    /// A request to do an operation.
    #[must_use]
    pub fn to_do(client: impl Into<String>, seq: u64, op: Op) -> Self {
        Self {
            client: client.into(),
            seq,
            base: 0,
            action: Action::Do(op),
            spent: None,
        }
    }
}
