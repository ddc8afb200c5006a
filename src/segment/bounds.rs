//! Where a work begins and ends in its text, as a person says it.

use super::front::letters;
use crate::text::{Document, SentenceIndex};

/// Where the work begins and ends in a text, as a person says: the first words of the line it begins with, and of the last line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounds {
    /// First words of the first heading or paragraph of the work.
    pub begin: Option<String>,
    /// First words of the last paragraph of the work, or of its end mark.
    pub end: Option<String>,
    /// The title, as the title page has it.
    pub title: Option<String>,
}

/// First words that no passage of a text begins with, so that nothing came of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmetBound {
    /// What they were to tell: `begin` or `end`.
    pub key: &'static str,
    /// The words.
    pub words: String,
}

impl Bounds {
    /// The bounds that a text has not.
    ///
    /// # Complexity
    /// Linear in the text, where there are bounds.
    #[must_use]
    pub fn unmet(&self, document: &Document) -> Vec<UnmetBound> {
        let raw = document.text().as_str();
        let span = |index: SentenceIndex| document.sentences()[index.get()].span;
        let passages = || {
            document.passages().iter().map(|passage| {
                let last = SentenceIndex::from(passage.sentences.end.get() - 1);
                &raw[span(passage.sentences.start).start..span(last).end]
            })
        };
        [("begin", &self.begin), ("end", &self.end)]
            .into_iter()
            .filter_map(|(key, words)| Some((key, words.as_ref()?)))
            .filter(|(_, words)| find(words, passages()).is_none())
            .map(|(key, words)| UnmetBound {
                key,
                words: words.clone(),
            })
            .collect()
    }
}

/// The first passage that begins with these words, capitals and marks aside.
pub(super) fn find<'t>(words: &str, mut passages: impl Iterator<Item = &'t str>) -> Option<usize> {
    let words = letters(words);
    if words.is_empty() {
        return None;
    }
    passages.position(|passage| letters(passage).starts_with(&words))
}
