//! Going on from the record: what a run before had done and not written into the file.

use std::collections::{HashMap, HashSet};

use super::{Desk, DeskError, Line};
use crate::review::{Action, Correction, Entry, Patch};
use crate::text::Side;

/// The corrections of an entry.
fn corrections(entry: &Entry) -> impl Iterator<Item = (Correction, &str, &str)> {
    entry.patches.iter().filter_map(Patch::correction)
}

/// What the record says beside its entries.
#[derive(Default)]
struct Said {
    snapshots: Vec<(String, u64)>,
    /// The last entry that the file is known to have held.
    written: u64,
    fitted: HashMap<u64, Vec<Patch>>,
    fallen: HashSet<u64>,
}

impl Said {
    /// Takes the record apart.
    fn of(lines: Vec<Line>) -> (Self, Vec<Entry>) {
        let (mut said, mut entries) = (Self::default(), Vec::new());
        for line in lines {
            match line {
                Line::Entry(entry) => entries.push(entry),
                Line::Snapshot { sha256, number } => said.snapshots.push((sha256, number)),
                Line::Written { number } => said.written = number,
                Line::Fitted { number, patches } => {
                    said.fitted.insert(number, patches);
                }
                Line::Fallen { number } => {
                    said.fallen.insert(number);
                }
            }
        }
        (said, entries)
    }
}

impl Desk {
    /// Brings the state to where the record ends; `now` is what the file holds.
    pub(super) fn catch_up(&mut self, lines: Vec<Line>, now: String) -> Result<(), DeskError> {
        let (mut said, entries) = Said::of(lines);
        // The content that stands, else that of the last writing: others have worked on from there.
        let known = said.snapshots.iter().rfind(|(sha256, _)| *sha256 == now);
        let known = known.map(|(_, number)| *number);
        // A file that is as it was before the last writing was brought back, by hand, by git or from the history: it stands
        // as it is, and what was done after that is given up.
        let brought_back = known.filter(|number| *number < said.written);
        let held = match known {
            Some(number) => number.max(said.written),
            None => self.held_of(&said, &entries),
        };
        let mut new = Vec::new();
        if known != Some(held) {
            let (sha256, number) = (now, held);
            new.push(Line::Snapshot { sha256, number });
        }
        if held != said.written {
            new.push(Line::Written { number: held });
        }
        for mut entry in entries {
            let number = entry.number;
            if said.fallen.contains(&number) {
                self.session.journal.pass_over(&entry);
                continue;
            }
            if let Some(patches) = said.fitted.remove(&number) {
                entry.patches = patches;
            }
            let is_undone = brought_back.is_some_and(|from| number > from) && self.lacks(&entry);
            if number <= held && !is_undone {
                self.session.journal.remember(entry);
                continue;
            }
            if number <= held {
                new.push(Line::Fallen { number });
                self.session.journal.pass_over(&entry);
                if !matches!(entry.action, Action::Realign(_)) {
                    self.session.fallen.push(entry);
                }
                continue;
            }
            self.unsaved = true;
            let corrected: Vec<Side> = corrections(&entry).map(|(correction, ..)| correction.side).collect();
            if self.session.journal.replay(entry.clone()).is_err() {
                new.extend(self.fit(entry));
            }
            corrected.into_iter().for_each(|side| self.take_hash(side));
        }
        if !new.is_empty() {
            self.log.append(&new)?;
        }
        Ok(())
    }

    /// The last entry that a file holds which somebody else wrote: that of the last writing, or of one that was announced and
    /// not said to be done, where all that it would have brought stands there.
    fn held_of(&self, said: &Said, entries: &[Entry]) -> u64 {
        let is_there = |number: &u64| {
            let mut state = self.session.journal.state().clone();
            let in_question = said.written + 1..=*number;
            let is_meant = |entry: &&Entry| in_question.contains(&entry.number) && !said.fallen.contains(&entry.number);
            let mut patches = entries.iter().rev().filter(is_meant).flat_map(|entry| {
                let patches = said.fitted.get(&entry.number).unwrap_or(&entry.patches);
                patches.iter().rev()
            });
            patches.all(|patch| state.apply(&patch.inverse()).is_ok())
        };
        let announced = said.snapshots.iter().map(|(_, number)| *number);
        let later = announced.filter(|number| *number > said.written);
        later.filter(is_there).max().unwrap_or(said.written)
    }

    /// Tries an entry of the record once more by what it names; gives what the record is to say of that.
    fn fit(&mut self, mut entry: Entry) -> Option<Line> {
        if self.stands(&entry) {
            self.session.journal.remember(entry);
            return None;
        }
        let number = entry.number;
        let again = match &entry.action {
            Action::Do(op) => self.session.journal.state().prepare(op).ok().map(|patch| vec![patch]),
            // What it takes back, or does again, may have been fitted.
            Action::Undo(of) => self.session.journal.undoing(*of).ok(),
            Action::Redo(of) => self.session.journal.redoing(*of).ok(),
            Action::Realign(_) => None,
        };
        if let Some(patches) = again {
            entry.patches.clone_from(&patches);
            if self.session.journal.replay(entry.clone()).is_ok() {
                return Some(Line::Fitted { number, patches });
            }
        }
        self.session.journal.pass_over(&entry);
        self.session.fallen.push(entry);
        Some(Line::Fallen { number })
    }

    /// Whether an entry changed links and they are not as it left them.
    fn lacks(&self, entry: &Entry) -> bool {
        let links = self.session.journal.state().links();
        let mut patches = entry.patches.iter().filter(|patch| !patch.before().is_empty());
        patches.any(|patch| patch.inverse().found_in(links).is_err())
    }

    /// Whether what an entry led to is there already: somebody else did the same, or the program was killed before it could say
    /// that it was written.
    fn stands(&self, entry: &Entry) -> bool {
        let mut patches = entry
            .patches
            .iter()
            .filter(|patch| !patch.after().is_empty())
            .peekable();
        let links = self.session.journal.state().links();
        patches.peek().is_some() && patches.all(|patch| patch.inverse().found_in(links).is_ok())
    }
}
