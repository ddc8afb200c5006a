//! An alignment that a person works on: the state in memory, the record of each step on the disk, and the file.
//!
//! A step counts when its line of the record is on the disk. The file itself is written now and then and at the end, as every
//! other alignment is; what a killed run had not written into it is taken from the record when the work is opened again.
//! When somebody else wrote the file meanwhile, their work and the person's are merged; neither is overwritten.

mod correct;
mod error;
mod folder;
mod log;
mod resume;
mod saving;
#[cfg(test)]
mod tests;
mod text;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::own::Own;
use super::{AbbreviationList, Project, StoredAlignment, TextOpener};
use crate::lexicon::WordPair;
use crate::review::{Done, Ground, Request, Session};
use crate::text::{Lang, Side, sha256};
use log::{Line, Log};

pub use correct::Preview;
pub use error::DeskError;
pub use folder::RecordFolder;
pub use saving::{Lend, Saved, save};
pub use text::CorrectError;

/// The folder of the records, inside the program's own.
const FOLDER: &str = "review";

/// When a file was written, and how long it was then.
type Stamp = (SystemTime, u64);

/// An alignment that is worked on.
#[derive(Debug)]
pub struct Desk {
    path: PathBuf,
    project: Project,
    abbreviations: Vec<AbbreviationList>,
    /// The file as it stands; nothing while it is being written.
    stored: Option<StoredAlignment>,
    log: Log,
    session: Session,
    /// Whether the version before this session is in the history.
    is_kept: bool,
    /// What the history says that the versions before were replaced by.
    command: &'static str,
    /// Whether the file lacks something of the state.
    unsaved: bool,
    /// What the record says last that it is about to be written.
    announced: Option<(String, u64)>,
    /// When the files of the texts were written, and how long they were then.
    stamps: [Option<Stamp>; 2],
}

impl Desk {
    /// Opens the alignment at a path of a project. `pairs` are known beside the built-in lexicon.
    ///
    /// # Errors
    /// [`DeskError`].
    pub fn open(
        path: &Path,
        project: &Project,
        abbreviations: Vec<AbbreviationList>,
        pairs: &[WordPair],
    ) -> Result<Self, DeskError> {
        let (own, inside) = Own::around_file(path);
        let (log, lines) = Log::open(&own, &own.join(FOLDER).join(inside).with_extension("jsonl"))?;
        let mut stored = StoredAlignment::read(path)?;
        let moved = stored.take_moves();
        let lang = |side: Side| {
            stored
                .file
                .text(side)
                .lang
                .parse::<Lang>()
                .map_err(|_| DeskError::Language)
        };
        let langs = [lang(Side::Source)?, lang(Side::Target)?];
        let mut desk = Self {
            path: path.to_owned(),
            log,
            session: Session::new(stored.file.clone(), Ground::default(), langs, pairs),
            is_kept: false,
            command: "review",
            unsaved: moved > 0,
            announced: None,
            stamps: [None; 2],
            project: project.clone(),
            abbreviations,
            stored: None,
        };
        let now = sha256(stored.bytes());
        desk.stored = Some(stored);
        desk.catch_up(lines, now)?;
        desk.read_texts();
        Ok(desk)
    }

    /// Says which command works on it; the history tells it.
    #[must_use]
    pub const fn with_command(mut self, command: &'static str) -> Self {
        self.command = command;
        self
    }

    /// Reads what the texts know of the sentences. Of a text that was changed what is known from before holds on.
    fn read_texts(&mut self) {
        let opener = TextOpener::new(&self.project, self.abbreviations.clone());
        self.stamps = self.stamps_now();
        let texts = opener.unchanged(&self.session.journal.state().file);
        self.session.texts_changed = texts.iter().any(Option::is_none);
        let ground = Ground::new(texts.each_ref().map(Option::as_ref));
        if !self.session.texts_changed || self.session.ground == Ground::default() {
            self.session.ground = ground;
        }
    }

    fn stamps_now(&self) -> [Option<Stamp>; 2] {
        let opener = TextOpener::new(&self.project, Vec::new());
        Side::BOTH.map(|side| {
            let known = fs::metadata(opener.path(&self.session.journal.state().file, side)).ok()?;
            Some((known.modified().ok()?, known.len()))
        })
    }

    /// Looks whether somebody changed a text meanwhile, or put it back: tells [`texts_changed`](Session::texts_changed) when it is
    /// another than before.
    pub fn look_at_texts(&mut self) -> Option<bool> {
        if self.stamps_now() == self.stamps {
            return None;
        }
        let before = self.session.texts_changed;
        self.read_texts();
        (self.session.texts_changed != before).then_some(self.session.texts_changed)
    }

    /// The alignment as it is worked on, and what is known of it.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Works out what settling one more place of the queue would teach; whether there was one.
    pub fn learn_one(&mut self) -> bool {
        self.session.learn_one()
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
        let start = self.session.journal.last();
        let mut texts = Vec::new();
        let mut done: Vec<Done> = Vec::with_capacity(requests.len());
        for (index, request) in requests.iter().enumerate() {
            let new = self.session.handle(request).map_err(DeskError::from);
            let new = new.and_then(|new| {
                if let Done::New(entries) = &new {
                    self.correct_texts(entries, &mut texts)?;
                }
                Ok(new)
            });
            match new {
                Ok(new) => done.push(new),
                Err(error) => {
                    self.take_back(start, texts);
                    return Err((index, error));
                }
            }
        }
        let has_corrected = !texts.is_empty();
        let lines: Vec<Line> = self
            .session
            .journal
            .since(start)
            .iter()
            .cloned()
            .map(Line::Entry)
            .collect();
        if !lines.is_empty()
            && let Err(error) = self.log.append(&lines)
        {
            self.take_back(start, texts);
            return Err((0, error));
        }
        self.unsaved |= !lines.is_empty();
        if has_corrected {
            // A text and its alignment are not left apart; what fails now is tried again later.
            let _ = self.save();
        }
        Ok(done)
    }
}
