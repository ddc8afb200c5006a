//! Words that are corrected in a text and its alignment at once.

use std::path::PathBuf;

use super::text::{Change, CorrectError, Wanted, change};
use super::{Desk, DeskError};
use crate::file::AlignmentFile;
use crate::project::{Before, TextOpener, text_ref, write_file};
use crate::review::{Correction, Entry, Op, Patch, SentenceName};
use crate::text::stream::lay;
use crate::text::{Side, check_inside, read_bytes};

/// How the file of a text would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The text, as the alignment names it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The line, or lines, as they are.
    pub before: String,
    /// As they would be.
    pub after: String,
}

/// A file that was changed, with its content before.
pub(super) struct Changed {
    path: PathBuf,
    before: Vec<u8>,
    after: Vec<u8>,
    side: Side,
    sha256: String,
}

impl Desk {
    /// How the file of the text would change if a sentence were corrected.
    ///
    /// # Errors
    /// [`DeskError`], when it cannot be corrected from here.
    pub fn preview(&self, at: &SentenceName, words: &str) -> Result<Preview, DeskError> {
        let op = Op::Correct {
            at: at.clone(),
            words: words.to_owned(),
        };
        let patch = self
            .session
            .state()
            .prepare(&op)
            .map_err(crate::review::Refused::from)?;
        let mut state = self.session.state().clone();
        // A patch made of the state fits it.
        let _ = state.apply(&patch);
        let (_, Change { line, lines, .. }) = self.plan(&patch, &state.file)?;
        let [before, after] = lines;
        let path = text_ref(&state.file, at.side).path.clone();
        Ok(Preview {
            path,
            line,
            before,
            after,
        })
    }

    /// Works out how the file of a text changes; `file` is the alignment after the patch.
    fn plan(&self, patch: &Patch, file: &AlignmentFile) -> Result<(Vec<u8>, Change), CorrectError> {
        let Some((Correction { side, position }, from, to)) = patch.correction() else {
            return Err(CorrectError::Read("there is nothing to correct".to_owned()));
        };
        let opener = TextOpener::new(&self.project, self.abbreviations.clone());
        let reference = text_ref(file, side);
        let path = opener.path(file, side);
        check_inside(self.project.root(), &path).map_err(|error| CorrectError::Read(error.to_string()))?;
        let bytes = read_bytes(&path).map_err(|error| CorrectError::Read(error.to_string()))?;
        let read = opener.open_bytes(file, side, bytes.clone());
        let read = read.map_err(|error| CorrectError::Read(error.to_string()))?;
        if read.text().sha256() != reference.sha256 {
            return Err(CorrectError::Changed {
                path: reference.path.clone(),
            });
        }
        let earlier = file.links[..patch.at()].iter().flat_map(|link| link.texts(side));
        let own = &file.links[patch.at()].texts(side)[..position];
        let wanted = Wanted {
            path: &reference.path,
            from,
            to,
            before: earlier.chain(own).filter(|text| *text == from).count(),
        };
        let is_right = |bytes: &[u8]| {
            opener
                .open_bytes(file, side, bytes.to_vec())
                .is_ok_and(|document| holds(file, side, &document))
        };
        let change = change(&bytes, read.text(), &wanted, is_right)?;
        Ok((bytes, change))
    }

    /// Makes the corrections of new entries in the files of the texts, and adds what was changed to `changed`.
    pub(super) fn correct_texts(&mut self, entries: &[Entry], changed: &mut Vec<Changed>) -> Result<(), DeskError> {
        let patches = entries.iter().flat_map(|entry| &entry.patches);
        for patch in patches {
            let Some((Correction { side, .. }, ..)) = patch.correction() else {
                continue;
            };
            let (before, Change { bytes, .. }) = self.plan(patch, &self.session.journal.state().file)?;
            let path = TextOpener::new(&self.project, Vec::new()).path(&self.session.journal.state().file, side);
            // Refused as what cannot be corrected is: to try it again would help nobody while the text cannot be written.
            let written = write_file(&path, &bytes, Before::Bytes(&before));
            written.map_err(|error| CorrectError::Read(error.to_string()))?;
            let sha256 = text_ref(&self.session.journal.state().file, side).sha256.clone();
            changed.push(Changed {
                path,
                before,
                after: bytes,
                side,
                sha256,
            });
            self.take_hash(side);
            self.read_texts();
        }
        Ok(())
    }

    /// Takes back all entries after one, and what they changed in texts.
    pub(super) fn take_back(&mut self, start: u64, texts: Vec<Changed>) {
        self.session.journal.forget_after(start);
        let any = !texts.is_empty();
        for text in texts.into_iter().rev() {
            // Where that cannot be done, the text is one that was edited; the page tells of it.
            let _ = write_file(&text.path, &text.before, Before::Bytes(&text.after));
            self.session.journal.set_text_hash(text.side, text.sha256);
        }
        if any {
            self.read_texts();
        }
    }

    /// Makes the text of a side as it stands on the disk that of the alignment, if it holds its sentences.
    pub(super) fn take_hash(&mut self, side: Side) {
        let opener = TextOpener::new(&self.project, self.abbreviations.clone());
        let file = &self.session.journal.state().file;
        if let Ok(document) = opener.open(file, side)
            && holds(file, side, &document)
        {
            let sha256 = document.text().sha256();
            self.session.journal.set_text_hash(side, sha256);
        }
    }
}

/// Whether a text holds the sentences of an alignment and nothing else.
fn holds(file: &AlignmentFile, side: Side, document: &crate::text::Document) -> bool {
    let text: String = document.lines().collect::<Vec<_>>().join("\n");
    lay(file.sentences(side), &text).is_ok()
}
