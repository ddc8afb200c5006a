//! An alignment that is worked on, with all that answers questions about it.

use super::evidence::{Evidence, Reach, evidence};
use super::{Done, Entry, Gains, Ground, Item, Journal, Known, Pace, Refused, Request, State, queue, trust};
use crate::align::Aligner;
use crate::file::AlignmentFile;
use crate::lexicon::WordPair;
use crate::text::Lang;
use crate::words::WordAligner;

/// An alignment that a person works on, in memory: the record of the steps, and what is asked while they are taken.
///
/// Where it is kept is not its business: a project keeps it on the disk, a page in a browser where browsers keep things.
#[derive(Debug)]
pub struct Session {
    pub(crate) journal: Journal,
    pub(crate) ground: Ground,
    aligner: Aligner,
    words: WordAligner,
    gains: Gains,
    /// Whether a text is not as it was when it was aligned.
    pub texts_changed: bool,
    /// Steps of an earlier session that do not fit the alignment as it stands now.
    pub fallen: Vec<Entry>,
}

impl Session {
    /// Starts on an alignment of two languages. `pairs` are known beside the built-in lexicon.
    #[must_use]
    pub fn new(file: AlignmentFile, ground: Ground, langs: [Lang; 2], pairs: &[WordPair]) -> Self {
        let [source, target] = langs;
        Self {
            journal: Journal::new(file),
            ground,
            aligner: Aligner::new(source, target).with_lexicon(pairs),
            words: WordAligner::new(source, target).with_lexicon(pairs),
            gains: Gains::default(),
            texts_changed: false,
            fallen: Vec::new(),
        }
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> &State {
        self.journal.state()
    }

    /// The record of the steps.
    #[must_use]
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What the texts know of the sentences.
    #[must_use]
    pub const fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What is known of a link.
    ///
    /// # Complexity
    /// That of aligning some 130 links.
    #[must_use]
    pub fn evidence(&self, link: usize) -> Evidence {
        let aligners = (&self.aligner, &self.words);
        evidence(self.state(), &self.ground, aligners, link, Reach::Around)
    }

    /// What to look at first, and next.
    #[must_use]
    pub fn queue(&self) -> Vec<Item> {
        queue(&self.state().file, &Pace::of(self.journal.entries()), &self.gains)
    }

    /// By how much what the aligner says of its errors is to be multiplied; see [`trust`].
    #[must_use]
    pub fn trust(&self) -> f64 {
        trust(self.journal.entries())
    }

    /// Works out what settling one more place of the queue would teach; whether there was one.
    pub fn learn_one(&mut self) -> bool {
        let pace = Pace::of(self.journal.entries());
        self.gains
            .learn_one(self.journal.state(), &self.ground, &self.aligner, &pace)
    }

    /// Does what is asked for, and lets the aligner look at the neighbourhood again.
    ///
    /// # Errors
    /// [`Refused`]; nothing was changed then.
    pub fn handle(&mut self, request: &Request) -> Result<Done, Refused> {
        let known = Known {
            ground: &self.ground,
            aligner: &self.aligner,
        };
        self.journal.handle(request, Some(&known))
    }
}
