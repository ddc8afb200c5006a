//! The readable sources of the lexicon, one headword a line (`casa = house, home`), and how phrases are cut.
//!
//! The build script includes this file too, so that the lexicon's phrases are cut as a user's are.

use crate::text::{TokenKind, for_each_token};

/// Share of the weight that each further translation of a headword keeps.
/// Lists run from the usual to the possible; in running text ranks fall off about like this.
const RANK_DECAY: f32 = 0.85;

/// Words of an English phrase that say nothing of their own (`give up`, `by means of`).
const ENGLISH_PARTICLES: [&str; 34] = [
    "a", "about", "across", "all", "an", "around", "at", "away", "back", "be", "by", "down", "for", "from", "get",
    "go", "in", "into", "make", "near", "of", "off", "on", "one", "oneself", "out", "over", "self", "take", "the",
    "to", "together", "up", "with",
];

/// Words of a Spanish phrase that say nothing of their own (`al azar`, `darse la mano`). Prepositions with a
/// sense (`sin cesar`, `en torno`) are none: English has them too.
const SPANISH_PARTICLES: [&str; 8] = ["a", "al", "de", "del", "el", "la", "las", "los"];

/// Calls `each` with every headword of a source file, each of its translations, and the weight of the
/// two. Lines that start with `#` and lines without `=` are passed over.
pub(crate) fn for_each_entry<'a>(source: &'a str, mut each: impl FnMut(&'a str, &'a str, f32)) {
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let Some((headword, translations)) = line.split_once('=') else {
            continue;
        };
        let mut weight = 1.0;
        for translation in translations.split(',') {
            each(headword.trim(), translation.trim(), weight);
            weight *= RANK_DECAY;
        }
    }
}

/// The words of a phrase, cut as texts are.
pub(crate) fn words(phrase: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for_each_token(phrase, &mut String::new(), |kind, _, word| {
        if kind == TokenKind::Word {
            words.push(word);
        }
    });
    words
}

/// The words of a phrase that pairs are made of. Particles of the language (an ISO 639-1 code) count only
/// where nothing else is left.
pub(crate) fn content_words<'a>(phrase: &'a str, lang: &str) -> Vec<&'a str> {
    let words = words(phrase);
    let particles: &[&str] = match lang {
        "en" => &ENGLISH_PARTICLES,
        "es" => &SPANISH_PARTICLES,
        _ => &[],
    };
    let is_content = |word: &&&str| !particles.contains(&word.to_lowercase().as_str());
    let content: Vec<&str> = words.iter().filter(is_content).copied().collect();
    if content.is_empty() { words } else { content }
}

/// The weight of each pair of words that a pair of phrases is cut into: they share that of the phrases.
#[expect(clippy::cast_precision_loss, reason = "phrases have a handful of words")]
pub(crate) fn share(weight: f32, from: usize, to: usize) -> f32 {
    weight / (from * to).max(1) as f32
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;

    use super::*;

    /// Name and text of the files in `es-en/`.
    fn files(forms: bool) -> Vec<(String, String)> {
        let folder = format!("{}/src/lexicon/es-en", env!("CARGO_MANIFEST_DIR"));
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| {
                (
                    entry.file_name().into_string().unwrap(),
                    fs::read_to_string(entry.path()).unwrap(),
                )
            })
            .filter(|(name, _)| name.starts_with("forms-") == forms)
            .collect();
        files.sort();
        files
    }

    /// Of two lists for one word the larger weights would win, and nobody who edits one could tell.
    #[test]
    fn every_headword_has_one_home_and_names_each_translation_once() {
        let mut homes = BTreeMap::new();
        for (name, text) in files(false) {
            for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
                let Some((headword, translations)) = line.split_once('=') else {
                    assert!(
                        line.trim().is_empty(),
                        "{name}, line {}: \"{line}\" has no =",
                        number + 1
                    );
                    continue;
                };
                let here = format!("{name}, line {}", number + 1);
                if let Some(first) = homes.insert(headword.trim().to_owned(), here.clone()) {
                    panic!("\"{}\" stands in {first}, and again in {here}", headword.trim());
                }
                let mut seen = BTreeSet::new();
                for translation in translations.split(',').map(str::trim) {
                    assert!(!translation.is_empty(), "{here}: an empty translation");
                    assert!(seen.insert(translation), "{here}: \"{translation}\" twice");
                }
            }
        }
    }

    #[test]
    fn every_lemma_of_irregular_forms_has_one_line() {
        for (name, text) in files(true) {
            let mut lemmas = BTreeSet::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let (lemma, forms) = line.split_once(':').expect("lemma: forms");
                assert!(lemmas.insert(lemma), "{name}: \"{lemma}\" has two lines");
                assert!(
                    forms.split_whitespace().next().is_some(),
                    "{name}: \"{lemma}\" has no form"
                );
            }
        }
    }

    #[test]
    fn particles_of_a_phrase_make_no_pairs() {
        assert_eq!(content_words("al azar", "es"), ["azar"]);
        assert_eq!(content_words("de antemano", "es"), ["antemano"]);
        assert_eq!(content_words("De la", "es"), ["De", "la"]);
        assert_eq!(content_words("to give up", "en"), ["give"]);
        assert_eq!(content_words("de la", "fr"), ["de", "la"]);
    }
}
