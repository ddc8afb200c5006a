//! An alignment under review.

use std::collections::BTreeSet;

use super::patch::PatchError;
use super::{OpError, Patch, SentenceName};
use crate::file::{AlignmentFile, Link};
use crate::text::Side;

/// An alignment and the marks that a reader left in it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The alignment.
    pub file: AlignmentFile,
    /// Sentences to come back to.
    pub bookmarks: BTreeSet<SentenceName>,
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) link: usize,
    /// Which of the sentences of its side in the link.
    pub(super) position: usize,
}

impl State {
    /// An alignment without marks.
    #[must_use]
    pub const fn new(file: AlignmentFile) -> Self {
        Self {
            file,
            bookmarks: BTreeSet::new(),
        }
    }

    /// The links.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.file.links
    }

    /// Where a sentence stands.
    ///
    /// # Complexity
    /// Linear in the sentences.
    pub(super) fn find(&self, name: &SentenceName) -> Result<Place, OpError> {
        let mut left = name.count;
        for (link, of) in self.file.links.iter().enumerate() {
            for (position, text) in of.texts(name.side).iter().enumerate() {
                if *text == name.text {
                    left -= 1;
                    if left == 0 {
                        return Ok(Place { link, position });
                    }
                }
            }
        }
        Err(OpError::NoSentence { name: name.clone() })
    }

    /// The name of a sentence, by its link and position there.
    ///
    /// # Complexity
    /// Linear in the sentences.
    #[must_use]
    pub fn name(&self, link: usize, side: Side, position: usize) -> Option<SentenceName> {
        let text = self.file.links.get(link)?.texts(side).get(position)?;
        let before = self.file.links[..link].iter().flat_map(|link| link.texts(side));
        let here = &self.file.links[link].texts(side)[..position];
        Some(SentenceName {
            side,
            text: text.clone(),
            count: before.chain(here).filter(|other| *other == text).count() + 1,
        })
    }

    /// Applies a patch where its links stand now; returns it as it was applied.
    ///
    /// # Errors
    /// [`PatchError::Gone`] when they do not.
    pub fn apply(&mut self, patch: &Patch) -> Result<Patch, PatchError> {
        let patch = patch.found_in(&self.file.links)?;
        patch.put(&mut self.file.links);
        for mark in patch.marks() {
            if mark.on {
                self.bookmarks.insert(mark.at.clone());
            } else {
                self.bookmarks.remove(&mark.at);
            }
        }
        Ok(patch)
    }
}
