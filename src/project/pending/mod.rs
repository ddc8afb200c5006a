//! Proposals: `NAME.json.new` beside `NAME.json`, until a person accepts or rejects it.

pub(super) mod decided;
mod placement;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use decided::{Decisions, decided_since};
use placement::{keep, remove};

use super::{
    ALIGNMENTS, Before, Project, ProjectError, StoreError, StoredAlignment, WriteError, write_alignment, write_file,
};
use crate::diff::{Stretch, stretches};
use crate::file::{self, AlignmentFile, InvalidAlignment, Link, Status};
use crate::text::Side;

pub(super) use placement::propose;
pub use placement::{Placed, Placement};

/// What the name of a proposal has after that of its alignment.
pub const PENDING_SUFFIX: &str = ".new";

/// Where the proposal for an alignment is.
#[must_use]
pub fn pending_path(alignment: &Path) -> PathBuf {
    let mut path = alignment.as_os_str().to_owned();
    path.push(PENDING_SUFFIX);
    path.into()
}

/// A proposal and the alignment it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    path: PathBuf,
    stands: Option<StoredAlignment>,
    /// What it says; no links where there is none.
    before: AlignmentFile,
    proposal: StoredAlignment,
    /// What accepting all of it gives.
    merged: AlignmentFile,
    /// All stretches of both.
    stretches: Vec<Stretch>,
    /// Which of them differ.
    open: Vec<usize>,
}

/// What a person says to one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is taken over.
    Accept,
    /// It is dropped.
    Reject,
    /// It stays proposed.
    Leave,
}

/// A proposal after it was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// How many changes are still proposed.
    pub left: usize,
    /// Why the version before could not be kept.
    pub warning: Option<String>,
}

/// Why a proposal cannot be settled so. Nothing was written then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettleError {
    /// A part would fit neither the texts before nor those after.
    #[error(
        "{path} is for other texts than the alignment that stands ({text} has changed), so it can only be accepted or \
         rejected as a whole",
        path = path.display()
    )]
    OtherTexts {
        /// The proposal.
        path: PathBuf,
        /// The text.
        text: String,
    },
    /// It is the alignment of another work.
    #[error(
        "{path} is an alignment of other texts than the one that stands ({found}, not {expected}); nothing was written. \
         Reject it, or run `cotejo align --pending` to renew it",
        path = path.display()
    )]
    OtherWork {
        /// The proposal.
        path: PathBuf,
        /// The text it names.
        found: String,
        /// The text of the alignment that stands.
        expected: String,
    },
    /// People decided since what it would change.
    #[error(
        "{path} was corrected by a person after the proposal was made: {links} would be lost; nothing was written. \
         Run `cotejo align --pending` to renew the proposal, or reject it",
        path = path.display()
    )]
    Decided {
        /// The alignment.
        path: PathBuf,
        /// The links at stake, by their words.
        links: String,
    },
    /// What would stand then breaks a rule of alignments.
    #[error(
        "{path} does not fit the alignment that stands: {source}; nothing was written. Reject it, and run \
         `cotejo align --pending` again",
        path = path.display()
    )]
    Broken {
        /// The proposal.
        path: PathBuf,
        /// The rule.
        source: Box<InvalidAlignment>,
    },
    /// Something cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Pending {
    /// Reads the proposal for the alignment at a path, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] of either file.
    pub fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        let Some(proposal) = StoredAlignment::read_if_any(&pending_path(path))? else {
            return Ok(None);
        };
        let mut stands = StoredAlignment::read_if_any(path)?;
        // What a person moved in the file is decided, as when it is aligned.
        if let Some(stands) = &mut stands {
            stands.take_moves();
        }
        let nothing = || AlignmentFile {
            links: Vec::new(),
            ..proposal.file.clone()
        };
        let before = stands.as_ref().map_or_else(nothing, |stands| stands.file.clone());
        let stretches = stretches(&before, &proposal.file);
        let mut merged = proposal.file.clone();
        for stretch in &stretches {
            if let Some(decided) = decided_since(stretch.links(&before, &proposal.file)) {
                merged.links[stretch.after.start] = decided.clone();
            }
        }
        let open = (0..stretches.len())
            .filter(|&at| !stretches[at].is_same(&before, &merged))
            .collect();
        Ok(Some(Self {
            path: path.to_owned(),
            open,
            stands,
            before,
            proposal,
            merged,
            stretches,
        }))
    }

    /// The alignment as it stands; one without links where there is none.
    #[must_use]
    pub const fn before(&self) -> &AlignmentFile {
        &self.before
    }

    /// Whether there is an alignment yet.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.stands.is_none()
    }

    /// The alignment as it would be: what is proposed, with what people decided meanwhile of the same beads.
    #[must_use]
    pub const fn after(&self) -> &AlignmentFile {
        &self.merged
    }

    /// Where the proposal is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.proposal.path()
    }

    /// The changes, in order.
    #[must_use]
    pub fn changes(&self) -> Vec<Stretch> {
        self.open.iter().map(|&at| self.stretches[at].clone()).collect()
    }

    /// Which text has changed since the alignment that stands was made, so that only the whole can be settled.
    #[must_use]
    pub fn other_texts(&self) -> Option<&str> {
        let before = self.stands.as_ref().map(|stands| &stands.file)?;
        let sides = Side::BOTH.into_iter();
        let changed = sides.filter(|&side| {
            let (old, new) = (super::text_ref(before, side), super::text_ref(&self.merged, side));
            (&old.lang, &old.sha256) != (&new.lang, &new.sha256)
                || !before.sentences(side).eq(self.merged.sentences(side))
        });
        let mut changed = changed.map(|side| super::text_ref(&self.merged, side).path.as_str());
        changed.next()
    }

    /// What differs beside the links: texts, languages, and what made the links. A line each, for a person.
    #[must_use]
    pub fn about(&self) -> Vec<String> {
        let (old, new) = (&self.before, &self.merged);
        let mut lines = Vec::new();
        for side in Side::BOTH {
            let (old, new) = (super::text_ref(old, side), super::text_ref(new, side));
            if (&old.lang, &old.path) != (&new.lang, &new.path) {
                lines.push(format!("{side} text {} -> {}", old.path, new.path));
            } else if old.sha256 != new.sha256 {
                lines.push(format!("{} has changed", new.path));
            }
        }
        let (old, new) = (&old.aligner, &new.aligner);
        if old.version != new.version {
            lines.push(format!("aligner version {} -> {}", old.version, new.version));
        }
        if old.settings != new.settings {
            lines.push("aligner settings differ".to_owned());
        }
        lines
    }

    /// The change that holds a link of what is proposed, by its number among [`changes`](Self::changes); `link` is an
    /// index of [`after`](Self::after).
    #[must_use]
    pub fn find(&self, link: usize) -> Option<usize> {
        self.open
            .iter()
            .position(|&at| self.stretches[at].after.contains(&link))
    }

    fn refuse_other_work(&self) -> Result<(), SettleError> {
        let Some(stands) = &self.stands else { return Ok(()) };
        for side in Side::BOTH {
            let (old, new) = (super::text_ref(&stands.file, side), super::text_ref(&self.merged, side));
            // A text that was renamed is the same work.
            let is_there = || {
                let root = self.path.parent().and_then(Path::parent).unwrap_or(Path::new(""));
                root.join(&old.path).is_file()
            };
            if old.lang != new.lang || (old.path != new.path && is_there()) {
                return Err(SettleError::OtherWork {
                    path: self.path().to_owned(),
                    found: new.path.clone(),
                    expected: old.path.clone(),
                });
            }
        }
        Ok(())
    }

    /// Takes all of it over. With `reviewed`, `auto` links that are taken over become `accepted`.
    ///
    /// # Errors
    /// [`SettleError`].
    pub fn accept(&self, reviewed: bool) -> Result<Settled, SettleError> {
        self.apply(&vec![Choice::Accept; self.open.len()], true, reviewed, "accept")
    }

    /// Drops all of it.
    ///
    /// # Errors
    /// [`SettleError::Write`].
    pub fn reject(&self) -> Result<Settled, SettleError> {
        self.apply(&vec![Choice::Reject; self.open.len()], false, false, "reject")
    }

    /// Accepts, rejects or leaves each of the changes; those without a choice are left.
    ///
    /// # Errors
    /// [`SettleError`].
    pub fn settle(&self, choices: &[Choice], reviewed: bool) -> Result<Settled, SettleError> {
        if choices.iter().all(|&choice| choice == Choice::Leave) {
            return Ok(Settled {
                left: self.open.len(),
                warning: None,
            });
        }
        let accepted = choices.iter().filter(|&&choice| choice == Choice::Accept).count();
        self.apply(choices, accepted >= self.open.len(), reviewed, "accept")
    }

    /// The alignment is written first, then the proposal: whatever happens between, what was accepted
    /// stands, and what was not is still proposed.
    fn apply(&self, choices: &[Choice], whole: bool, reviewed: bool, command: &str) -> Result<Settled, SettleError> {
        let choice = |at: usize| {
            let change = self.open.binary_search(&at).ok()?;
            Some(choices.get(change).copied().unwrap_or(Choice::Leave))
        };
        let chosen = |wanted| (0..self.stretches.len()).filter(move |&at| choice(at) == Some(wanted));
        let [accepted, rejected, left] =
            [Choice::Accept, Choice::Reject, Choice::Leave].map(|wanted| chosen(wanted).count());
        let part = !whole && (accepted > 0 || (rejected > 0 && left > 0));
        if let Some(text) = self.other_texts().filter(|_| part) {
            return Err(SettleError::OtherTexts {
                path: self.path().to_owned(),
                text: text.to_owned(),
            });
        }
        if accepted > 0 {
            self.refuse_other_work()?;
        }
        self.refuse_decided(chosen(Choice::Accept))?;

        let before = &self.before;
        let renewed = left == 0 && (accepted > 0 || whole);
        let mut settled = AlignmentFile {
            links: Vec::new(),
            // What made the links is known to be the new aligner once nothing else is left of the old.
            ..if renewed { &self.merged } else { before }.clone()
        };
        let mut proposed = AlignmentFile {
            links: Vec::new(),
            ..self.merged.clone()
        };
        for (at, stretch) in self.stretches.iter().enumerate() {
            let (old, new) = stretch.links(before, &self.merged);
            match choice(at) {
                Some(Choice::Accept) => {
                    let new = new.iter().cloned().map(|mut link| {
                        if reviewed && link.status == Status::Auto && !old.contains(&link) {
                            link.status = Status::Accepted;
                        }
                        link
                    });
                    settled.links.extend(new.clone());
                    proposed.links.extend(new);
                }
                Some(Choice::Reject) => {
                    settled.links.extend_from_slice(old);
                    proposed.links.extend_from_slice(old);
                }
                // The same link may be written otherwise in an edited text.
                None if renewed => {
                    settled.links.extend_from_slice(new);
                    proposed.links.extend_from_slice(new);
                }
                Some(Choice::Leave) | None => {
                    settled.links.extend_from_slice(old);
                    proposed.links.extend_from_slice(new);
                }
            }
        }
        let mut warning = None;
        if accepted > 0 || whole {
            file::validate(&settled).map_err(|source| SettleError::Broken {
                path: self.path().to_owned(),
                source: Box::new(source),
            })?;
            warning = match &self.stands {
                Some(stands) => stands.put_in_place(command, &settled)?.warning,
                None => {
                    write_alignment(&self.path, &settled, Before::Nothing)?;
                    None
                }
            };
        }
        if left == 0 {
            keep(&self.path, &self.proposal, Some(&settled))?;
            remove(&self.proposal)?;
        } else if rejected > 0 {
            let bytes = file::write(&proposed).into_bytes();
            keep(&self.path, &self.proposal, Some(&proposed))?;
            write_file(self.path(), &bytes, Before::Bytes(self.proposal.bytes()))?;
        }
        Ok(Settled { left, warning })
    }

    /// A link that a person decided after the proposal was made is not taken away by accepting it.
    fn refuse_decided(&self, accepted: impl Iterator<Item = usize>) -> Result<(), SettleError> {
        let held = Decisions::of(&self.merged);
        let lost: Vec<String> = accepted
            .flat_map(|at| {
                let (old, new) = self.stretches[at].links(&self.before, &self.merged);
                held.lost(old, new)
            })
            .map(quoted)
            .collect();
        if lost.is_empty() {
            return Ok(());
        }
        Err(SettleError::Decided {
            path: self.path.clone(),
            links: lost.join(", "),
        })
    }
}

/// A link by the beginnings of its sides, for a message.
fn quoted(link: &Link) -> String {
    const MOST: usize = 40;
    let side = |side| {
        let text = link.texts(side).join(" ");
        match text.char_indices().nth(MOST) {
            Some((end, _)) => format!("“{}…”", &text[..end]),
            None if text.is_empty() => "–".to_owned(),
            None => format!("“{text}”"),
        }
    };
    format!("{} = {}", side(Side::Source), side(Side::Target))
}

impl Project {
    /// The alignments for which there is a proposal, by path from the project's folder.
    ///
    /// # Errors
    /// [`ProjectError::Io`] when the folder cannot be read.
    pub fn pending(&self) -> Result<Vec<String>, ProjectError> {
        if let Some(work) = self.lone() {
            let waits = work.pending.is_some();
            return Ok(work.alignment.iter().filter(|_| waits).cloned().collect());
        }
        let folder = self.locate(ALIGNMENTS);
        let io = |source| ProjectError::Io {
            path: folder.clone(),
            source,
        };
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let name = entry.map_err(io)?.file_name().to_string_lossy().into_owned();
            let alignment = name.strip_suffix(PENDING_SUFFIX).filter(|name| !name.starts_with('.'));
            if let Some(alignment) = alignment.filter(|name| name.to_ascii_lowercase().ends_with(".json")) {
                found.push(format!("{ALIGNMENTS}/{alignment}"));
            }
        }
        found.sort();
        Ok(found)
    }
}
