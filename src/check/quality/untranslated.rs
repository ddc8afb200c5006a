//! Sentences that stand in the translation as they were.

use std::borrow::Cow;

use super::{Found, Work};
use crate::check::Code;
use crate::text::normal::fold_word;
use crate::text::{Lang, Side};

/// Fewer words than this may be the same in both languages, or a name.
const LEAST_WORDS: usize = 3;

/// Small words inside names.
const PARTICLES: [&str; 10] = ["de", "del", "el", "la", "las", "los", "y", "of", "the", "and"];

/// Little words that hardly a Spanish sentence does without.
const SPANISH: [&str; 34] = [
    "a", "al", "como", "con", "de", "del", "el", "en", "es", "esta", "está", "fue", "ha", "la", "las", "le", "lo",
    "los", "me", "más", "no", "o", "para", "pero", "por", "que", "se", "si", "su", "sus", "un", "una", "y", "ya",
];

fn has_spanish(text: &str) -> bool {
    words(text).any(|word| SPANISH.contains(&word.to_lowercase().as_str()))
}

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let is_spanish = work.lang(Side::Source) == Some(Lang::ES);
    for link in work.pairs() {
        let source = work.links[link].texts(Side::Source);
        for text in work.links[link].texts(Side::Target) {
            if !source.iter().any(|other| folded(other).eq(folded(text))) {
                continue;
            }
            // What is set in italics is meant to stay, and verses in Latin are no business of the translator.
            let foreign = text.contains('_') || (is_spanish && !has_spanish(text));
            if is_prose(text) && !foreign {
                let message = "the sentence is the same in the translation as in the original".to_owned();
                found.push((Code::Untranslated, link..link + 1, message));
                break;
            }
        }
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn folded(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    words(text).map(fold_word)
}

/// Whether a sentence has enough different words that are neither names nor numbers.
fn is_prose(text: &str) -> bool {
    let mut all: Vec<&str> = words(text)
        .filter(|word| word.chars().all(char::is_alphabetic))
        .collect();
    all.sort_unstable();
    all.dedup();
    // «María de los Ángeles» has small words too.
    let is_small = |word: &&&str| word.starts_with(char::is_lowercase) && !PARTICLES.contains(word);
    all.len() >= LEAST_WORDS && all.iter().any(|word| is_small(&word))
}
