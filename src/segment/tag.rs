//! English speech tags: `"Who?" Anne asked.` is one sentence though a capital follows the quote.

use super::chars::{is_capitalised, word_at};
use super::rules::{Rules, Words};

/// Words looked at: "Mr. John de la Cruz softly asked".
const MAX_WORDS: usize = 6;

/// Whether a name or pronoun with a verb of speech begins at `at`.
pub(super) fn is_speech_tag(text: &str, at: usize, rules: &Rules) -> bool {
    let mut at = at;
    let mut named = false;
    for count in 0..MAX_WORDS {
        let word = word_at(text, at, 24);
        if word.is_empty() {
            return false;
        }
        if count > 0 && rules.has(Words::Speech, word) {
            return named;
        }
        let pronoun = count == 0 && matches!(word, "I" | "He" | "She" | "They" | "We" | "You" | "It");
        let particle = matches!(
            word,
            "de" | "del" | "la" | "of" | "the" | "von" | "van" | "y" | "and" | "da" | "di"
        );
        let adverb = word.ends_with("ly") || matches!(word, "then" | "had" | "only" | "again" | "now");
        if pronoun {
            named = true;
        } else if is_capitalised(word) {
            // "The doctor asked" after a quote begins a sentence, "Anne asked" does not.
            if count == 0 && rules.has(Words::Starter, word) {
                return false;
            }
            named = true;
        } else if count == 0 || !(particle || adverb) {
            return false;
        }
        at += word.len();
        if text[at..].starts_with('.') && word.len() < 5 {
            at += 1;
        }
        match text[at..].chars().next() {
            Some(c) if c.is_whitespace() => at = super::chars::skip_space(text, at).0,
            _ => return false,
        }
    }
    false
}
