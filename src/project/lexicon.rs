//! The word pairs a project brings: lexicons it names, and what people's decisions teach.

use std::path::Path;

use super::{Project, StoredAlignment, Work, stored_path};
use crate::file::AlignmentFile;
use crate::induction::{Example, Support, examples, learn_pairs};
use crate::induction::{LexiconError, UserLexicon};
use crate::lexicon::WordPair;
use crate::text::Lang;

/// Word pairs that are added to those of the program for a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AddedLexicon {
    /// The lexicons they come from, as alignments name them.
    pub names: Vec<String>,
    /// All of them.
    pub pairs: Vec<WordPair>,
}

/// Fewer links than this teach more chance than words.
pub const LEAST_PINNED_LINKS: usize = 20;

impl AddedLexicon {
    /// Adds the lexicon of a file; `root` is the project's folder.
    ///
    /// # Errors
    /// [`LexiconError`].
    pub fn read(&mut self, root: &Path, path: &Path, langs: [Lang; 2]) -> Result<(), LexiconError> {
        self.pairs.extend(UserLexicon::read(path, langs)?.all_pairs(langs));
        self.names.push(stored_path(root, path));
        Ok(())
    }
}

/// The word pairs taught by the links that people accepted or made in a project's alignments; none from fewer
/// than [`LEAST_PINNED_LINKS`]. They are taken as they are stored; [`Realigner`](super::Realigner) takes them as the
/// texts have them. Alignments that cannot be read, or are of other languages, teach nothing.
#[must_use]
pub fn pinned_pairs(project: &Project, works: &[Work], langs: [Lang; 2]) -> Vec<WordPair> {
    let stored = works
        .iter()
        .filter_map(|work| work.alignment.as_deref())
        .filter_map(|path| StoredAlignment::read(&project.locate(path)).ok())
        .filter(|stored| [&stored.file.source.lang, &stored.file.target.lang] == langs.map(Lang::code));
    pairs_of(stored.map(|stored| stored.file), langs)
}

/// The word pairs that the links people accepted or made teach; none from fewer than [`LEAST_PINNED_LINKS`].
pub(super) fn pairs_of(files: impl Iterator<Item = AlignmentFile>, langs: [Lang; 2]) -> Vec<WordPair> {
    let taught: Vec<Example> = files
        .flat_map(|file| examples(&file, None).collect::<Vec<_>>())
        .collect();
    if taught.len() < LEAST_PINNED_LINKS {
        return Vec::new();
    }
    let learned = learn_pairs(&taught, langs, &Support::default());
    learned.into_iter().map(|learned| learned.pair).collect()
}
