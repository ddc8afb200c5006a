//! Which text of one collection translates which of another, told by their words alone.
//!
//! Every text is reduced to the word types in it. Words of the lexicon, names, numbers and words that look alike lead
//! from those of one text to those of the other; rare ones find the candidates through an inverted index, and all of
//! them weigh these as evidence (a likelihood ratio of independent words, as in the naive Bayes model of Maron 1961).
//! What remains in doubt is aligned, and how well that went decides.

mod candidates;
mod choice;
mod collection;
mod likeness;
mod links;
#[cfg(test)]
mod tests;

use crate::lexicon::{Forms, Lexicon, WordPair};
use crate::text::Lang;

pub use choice::{Matched, Matching, Rival};
pub use collection::Collection;

use likeness::Likeness;
use links::WordLinks;

/// Tells which text translates which.
///
/// ```
/// use cotejo::align::Aligner;
/// use cotejo::matching::{Collection, Matcher};
/// use cotejo::segment::{Rules, segment};
/// use cotejo::text::{Lang, SourceText};
///
/// let originals = ["El faro rojo se apagó anoche. Nadie lo vio.", "Mi hermano bebe leche. La montaña tiene nieve."];
/// let translations = ["My brother drinks milk. The mountain has snow.", "The red lighthouse went out last night. Nobody saw it."];
/// let text = |texts: &[&str], at: usize| SourceText::from_string(texts[at]);
/// let source = Collection::read(Lang::ES, originals.len(), |at| Some(text(&originals, at)));
/// let target = Collection::read(Lang::EN, translations.len(), |at| Some(text(&translations, at)));
/// let (aligner, rules) = (Aligner::new(Lang::ES, Lang::EN), [Rules::for_lang(Lang::ES), Rules::for_lang(Lang::EN)]);
/// let judge = |original: usize, translation: usize| {
///     let original = segment(text(&originals, original), &rules[0]);
///     let translation = segment(text(&translations, translation), &rules[1]);
///     Some(aligner.align(&original, &translation).quality())
/// };
/// let found = Matcher::new(Lang::ES, Lang::EN).pair(&source, &target, &judge);
/// let pairs: Vec<_> = found.pairs.iter().map(|pair| (pair.source, pair.target)).collect();
/// assert_eq!(pairs, [(0, 1), (1, 0)]);
/// ```
#[derive(Debug, Clone)]
pub struct Matcher {
    lexicon: Lexicon,
    langs: [Lang; 2],
}

impl Matcher {
    /// A matcher with the embedded lexicon.
    #[must_use]
    pub fn new(source: Lang, target: Lang) -> Self {
        Self {
            lexicon: Lexicon::embedded(source, target),
            langs: [source, target],
        }
    }

    /// Adds pairs of words, as [`Aligner::with_lexicon`](crate::align::Aligner::with_lexicon) does.
    #[must_use]
    pub fn with_lexicon(mut self, pairs: &[WordPair]) -> Self {
        self.lexicon.add_pairs(pairs, self.langs, &Forms::embedded());
        self
    }

    /// Pairs the texts of two collections, each with one other at most.
    ///
    /// `judge` is asked about pairs that the words leave in doubt, by their positions: the quality of their alignment
    /// (see [`Alignment::quality`](crate::align::Alignment::quality)), from 0 to 1, or nothing where it cannot be told.
    /// It may be called from several threads; the result does not depend on their number.
    ///
    /// # Complexity
    /// Linear in the texts, but for words that look alike, which are compared within buckets of the vocabulary; a text
    /// is compared with a bounded number of candidates, and a bounded number of postings is read to find them.
    #[must_use]
    pub fn pair(
        &self,
        source: &Collection,
        target: &Collection,
        judge: &(dyn Fn(usize, usize) -> Option<f64> + Sync),
    ) -> Matching {
        let links = WordLinks::gather(source, target, &self.lexicon, self.langs[0] == self.langs[1]);
        let found = candidates::find(source, target, &links);
        let scored = Likeness::new(source, target, &links).weigh(&found);
        choice::choose([source.len(), target.len()], &scored, judge)
    }
}
