//! Word pairs as people write them.

use std::collections::BTreeMap;

use rust_stemmers::Stemmer;

use super::source::{content_words, for_each_entry, share, words};
use super::{Forms, Lexicon, packed};
use crate::text::Lang;
use crate::text::stem::{readings, stem_of};

/// A word or short phrase with a translation of it.
#[derive(Debug, Clone, PartialEq)]
pub struct WordPair {
    /// In the language of the original.
    pub source: String,
    /// In the language of the translation.
    pub target: String,
    /// How much it is to be trusted beside other translations of the word, above 0, at most 1.
    pub weight: f32,
}

impl WordPair {
    /// The same pair for the other direction.
    #[must_use]
    pub fn swapped(&self) -> Self {
        Self {
            source: self.target.clone(),
            target: self.source.clone(),
            weight: self.weight,
        }
    }
}

impl Lexicon {
    /// Adds pairs as people write them: words are stemmed as texts are, and a phrase shares its weight
    /// among its words.
    pub fn add_pairs(&mut self, pairs: &[WordPair], [source, target]: [Lang; 2], forms: &Forms) {
        let stemmers = [source, target].map(|lang| Stemmer::create(lang.algorithm()));
        let stems = |phrase: &str, lang: Lang, stemmer: &Stemmer| -> Vec<String> {
            content_words(phrase, lang.code())
                .iter()
                .map(|word| stem_of(word, lang.code(), stemmer, |form| forms.stems(lang, form)))
                .collect()
        };
        for pair in pairs {
            let from = stems(&pair.source, source, &stemmers[0]);
            let to = stems(&pair.target, target, &stemmers[1]);
            let share = share(pair.weight, from.len(), to.len());
            for from in from.iter().flat_map(|stem| readings(stem)) {
                for to in to.iter().flat_map(|stem| readings(stem)) {
                    self.add(from, to, share);
                }
            }
        }
    }
}

/// The pairs that come with the program, as they were written, sorted; none for languages without any.
#[must_use]
pub fn known_pairs(source: Lang, target: Lang) -> Vec<WordPair> {
    let swap = match (source, target) {
        (Lang::ES, Lang::EN) => false,
        (Lang::EN, Lang::ES) => true,
        _ => return Vec::new(),
    };
    let mut found = BTreeMap::<(&str, &str), f32>::new();
    for_each_entry(packed::readable_es_en(), |es, en, weight| {
        let pair = if swap { (en, es) } else { (es, en) };
        let known = found.entry(pair).or_default();
        *known = known.max(weight);
    });
    let pair = |((source, target), weight): ((&str, &str), f32)| WordPair {
        source: source.to_owned(),
        target: target.to_owned(),
        weight,
    };
    found.into_iter().map(pair).collect()
}

/// Tells of phrases of a language whether a form of `word` stands in them.
pub fn matches_word(word: &str, lang: Lang) -> impl Fn(&str) -> bool {
    let (forms, stemmer) = (Forms::embedded(), Stemmer::create(lang.algorithm()));
    let stem = move |word: &str| stem_of(word, lang.code(), &stemmer, |form| forms.stems(lang, form));
    let wanted: Vec<String> = words(word).into_iter().map(&stem).collect();
    move |phrase| {
        let found: Vec<String> = words(phrase).into_iter().map(&stem).collect();
        let shares = |wanted: &String| {
            found
                .iter()
                .any(|stem| readings(stem).any(|a| readings(wanted).any(|b| a == b)))
        };
        !wanted.is_empty() && wanted.iter().all(shares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(source: &str, target: &str, weight: f32) -> WordPair {
        WordPair {
            source: source.to_owned(),
            target: target.to_owned(),
            weight,
        }
    }

    fn translations(lexicon: &Lexicon, stem: &str) -> Vec<(String, f32)> {
        let found = lexicon.translations(stem);
        found.map(|(word, weight)| (word.to_owned(), weight)).collect()
    }

    #[test]
    fn pairs_are_stemmed_as_texts_are() {
        let mut lexicon = Lexicon::empty();
        lexicon.add_pairs(
            &[pair("Güisquis", "whiskies", 0.5), pair("cocretas", "meatballs", 1.0)],
            [Lang::ES, Lang::EN],
            &Forms::embedded(),
        );
        assert_eq!(translations(&lexicon, "guisquis"), [("whiski".to_owned(), 0.5)]);
        assert_eq!(translations(&lexicon, "cocret"), [("meatbal".to_owned(), 1.0)]);
    }

    #[test]
    fn phrases_share_their_weight_and_particles_have_none() {
        let mut lexicon = Lexicon::empty();
        let pairs = [pair("tomar el pelo", "to pull a leg", 1.0), pair("por", "by", 1.0)];
        lexicon.add_pairs(&pairs, [Lang::ES, Lang::EN], &Forms::embedded());
        assert_eq!(
            translations(&lexicon, "pel"),
            [("pull".to_owned(), 0.25), ("leg".to_owned(), 0.25)]
        );
        assert_eq!(translations(&lexicon, "por"), [("by".to_owned(), 1.0)]);
        assert_eq!(translations(&lexicon, "el"), []);
    }

    #[test]
    fn known_pairs_mirror_each_other() {
        let (there, back) = (known_pairs(Lang::ES, Lang::EN), known_pairs(Lang::EN, Lang::ES));
        assert!(there.len() > 20_000 && there.len() == back.len());
        assert!(there.iter().any(|pair| pair.source == "casa" && pair.target == "house"));
        assert!(back.iter().any(|pair| pair.source == "house" && pair.target == "casa"));
        assert_eq!(known_pairs(Lang::ES, "fr".parse().unwrap()), []);
    }

    #[test]
    fn a_word_is_found_in_any_of_its_forms() {
        let is_house = matches_word("casas", Lang::ES);
        assert!(is_house("casa") && is_house("la casa") && !is_house("caza"));
        let went = matches_word("went", Lang::EN);
        assert!(went("go away") && !went("want"));
    }
}
