//! What is known of two languages before a text is read: word pairs and irregular forms.
//!
//! The sources are the text files in `es-en/`, written for this project. The build script stems them
//! and packs them into finite-state maps (crate `fst`), which are looked up where they lie in the
//! program: nothing is loaded or parsed at run time.
//!
//! What a user adds comes from files or is learnt from aligned sentences: see the module `induction`.

mod gloss;
mod packed;
mod pair;
mod source;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::Lang;
use crate::text::stem::readings;

use packed::{Pairs, Strings};

pub use gloss::{Entry, Glossary};
pub use pair::{WordPair, known_pairs, matches_word};
pub(crate) use source::words;

/// Stems of irregular word forms.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    spanish: Option<Strings>,
    english: Option<Strings>,
}

impl Forms {
    /// The forms known to the program: Spanish and English.
    #[must_use]
    pub fn embedded() -> Self {
        Self {
            spanish: Some(packed::forms_es()),
            english: Some(packed::forms_en()),
        }
    }

    /// The stems of a lower-case form, if the form is irregular; several (see [`readings`]) where it
    /// is ambiguous.
    pub(crate) fn stems(&self, lang: Lang, form: &str) -> Option<&'static str> {
        match lang {
            Lang::ES => self.spanish.as_ref()?.get(form),
            Lang::EN => self.english.as_ref()?.get(form),
            _ => None,
        }
    }
}

/// Weighted word pairs of two languages, as stems.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    embedded: Option<Pairs>,
    /// The embedded pairs seen from the target.
    mirrored: Option<Pairs>,
    added: FxHashMap<Box<str>, Vec<(Box<str>, f32)>>,
    /// Target stems of added pairs.
    reached: FxHashSet<Box<str>>,
}

impl Lexicon {
    /// No pairs at all.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The embedded pairs for two languages; empty for pairs of languages without any.
    #[must_use]
    pub fn embedded(source: Lang, target: Lang) -> Self {
        let (embedded, mirrored) = match (source, target) {
            (Lang::ES, Lang::EN) => (Some(packed::pairs_es_en()), Some(packed::pairs_en_es())),
            (Lang::EN, Lang::ES) => (Some(packed::pairs_en_es()), Some(packed::pairs_es_en())),
            _ => (None, None),
        };
        Self {
            embedded,
            mirrored,
            ..Self::default()
        }
    }

    /// Adds a pair of stems; of two weights the larger counts.
    pub fn add(&mut self, source: &str, target: &str, weight: f32) {
        self.reached.insert(target.into());
        let row = self.added.entry(source.into()).or_default();
        match row.iter_mut().find(|(known, _)| &**known == target) {
            Some((_, known)) => *known = known.max(weight),
            None => row.push((target.into(), weight)),
        }
    }

    /// The translations of a source stem, of each of its readings where it has several. A pair may
    /// come twice.
    pub(crate) fn translations<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = (&'a str, f32)> {
        readings(stem).flat_map(move |reading: &'a str| {
            let embedded = self
                .embedded
                .iter()
                .flat_map(move |pairs: &'a Pairs| pairs.get(reading));
            let added = self.added.get(reading).map_or(&[][..], Vec::as_slice).iter();
            let added = added.map(|(word, weight): &'a (Box<str>, f32)| (word.as_ref(), *weight));
            embedded
                .map(|(word, weight): (&'static str, f32)| -> (&'a str, f32) { (word, weight) })
                .chain(added)
        })
    }

    /// Whether a source stem, or a reading of it, has an entry.
    pub(crate) fn knows_source(&self, stem: &str) -> bool {
        self.translations(stem).next().is_some()
    }

    /// Whether a target stem, or a reading of it, stands in an entry.
    pub(crate) fn knows_target(&self, stem: &str) -> bool {
        readings(stem).any(|reading| {
            self.reached.contains(reading)
                || self
                    .mirrored
                    .as_ref()
                    .is_some_and(|pairs| pairs.get(reading).next().is_some())
        })
    }

    /// Number of pairs, both those of the program and those added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.embedded.as_ref().map_or(0, Pairs::len) + self.added.values().map(Vec::len).sum::<usize>()
    }

    /// Whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
