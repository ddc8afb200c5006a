//! The lexicon as a dictionary for readers: a form as it stands in a text leads to headwords and their senses.

use std::collections::BTreeMap;

use rust_stemmers::Stemmer;
use rustc_hash::FxHashMap;

use super::{Forms, known_pairs};
use crate::text::Lang;
use crate::text::stem::{readings, stem_of};

/// A headword and what it may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The word as dictionaries list it.
    pub headword: String,
    /// Its translations, the usual ones first.
    pub senses: Vec<String>,
}

/// Headwords of one language, found by any form.
pub struct Glossary {
    lang: Lang,
    forms: Forms,
    stemmer: Stemmer,
    entries: Vec<Entry>,
    by_word: FxHashMap<String, usize>,
    by_stem: FxHashMap<String, Vec<usize>>,
}

/// Headwords that a form leads to at most: more would be a list to search in.
const MOST_ENTRIES: usize = 3;

impl Glossary {
    /// What the program knows of words of `source` in `target`; empty for languages without a lexicon.
    #[must_use]
    pub fn embedded(source: Lang, target: Lang) -> Self {
        let mut weighed = BTreeMap::<String, Vec<(f32, String)>>::new();
        for pair in known_pairs(source, target) {
            // A phrase is not what a reader points at.
            if !pair.source.contains(' ') {
                weighed.entry(pair.source).or_default().push((pair.weight, pair.target));
            }
        }
        let mut glossary = Self {
            lang: source,
            forms: Forms::embedded(),
            stemmer: Stemmer::create(source.algorithm()),
            entries: Vec::new(),
            by_word: FxHashMap::default(),
            by_stem: FxHashMap::default(),
        };
        for (headword, mut senses) in weighed {
            senses.sort_by(|a, b| b.0.total_cmp(&a.0));
            let id = glossary.entries.len();
            glossary.by_word.insert(headword.to_lowercase(), id);
            let stems = glossary.stems(&headword);
            for stem in readings(&stems) {
                glossary.by_stem.entry(stem.to_owned()).or_default().push(id);
            }
            let senses = senses.into_iter().map(|(_, sense)| sense).collect();
            glossary.entries.push(Entry { headword, senses });
        }
        glossary
    }

    /// The headwords a form may belong to, the likeliest first: itself, then those of its stem that begin most like it.
    #[must_use]
    pub fn look_up(&self, form: &str) -> Vec<&Entry> {
        let form = form.to_lowercase();
        let own = self.by_word.get(&form).copied();
        let stems = self.stems(&form);
        let mut others: Vec<usize> = readings(&stems)
            .flat_map(|stem| self.by_stem.get(stem).into_iter().flatten().copied())
            .filter(|&id| Some(id) != own)
            // A name is no form of a word, whatever its stem.
            .filter(|&id| !self.entries[id].headword.starts_with(char::is_uppercase))
            .collect();
        others.sort_unstable();
        others.dedup();
        let alike = |id: usize| {
            let headword = &self.entries[id].headword;
            let same = headword.chars().zip(form.chars()).take_while(|(a, b)| a == b).count();
            // `casas` is of `casa`, not of `casar`.
            let inside = form.starts_with(headword.as_str());
            let longer = headword.chars().count().abs_diff(form.chars().count());
            (usize::MAX - same, !inside, longer)
        };
        others.sort_by_key(|&id| alike(id));
        let found = own.into_iter().chain(others).take(MOST_ENTRIES);
        found.map(|id| &self.entries[id]).collect()
    }

    fn stems(&self, form: &str) -> String {
        stem_of(form, self.lang.code(), &self.stemmer, |form| {
            self.forms.stems(self.lang, form)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headwords(form: &str) -> Vec<String> {
        let glossary = Glossary::embedded(Lang::ES, Lang::EN);
        let found = glossary.look_up(form);
        found.iter().map(|entry| entry.headword.clone()).collect()
    }

    #[test]
    fn a_form_leads_to_its_headword() {
        assert_eq!(headwords("casas")[0], "casa");
        assert_eq!(headwords("Faro")[0], "faro");
        assert!(headwords("anduvieron").contains(&"andar".to_owned()));
        assert_eq!(headwords("xyzzy"), [""; 0]);
    }

    #[test]
    fn senses_stand_as_they_are_listed() {
        let glossary = Glossary::embedded(Lang::ES, Lang::EN);
        let found = glossary.look_up("amenaza");
        assert_eq!(found[0].senses[..2], ["threat", "menace"]);
    }

    #[test]
    fn languages_without_a_lexicon_have_no_entries() {
        assert!(Glossary::embedded(Lang::EN, Lang::EN).look_up("house").is_empty());
    }
}
