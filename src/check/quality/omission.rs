//! Passages of the original that have no translation.

use super::{Found, Work};
use crate::check::Code;
use crate::text::Side;

/// A run of sentences without translation with fewer words than this is a translator's freedom.
const LEAST_WORDS: usize = 12;

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let lone = |link: usize| work.links[link].target.is_empty();
    let mut found = Vec::new();
    let mut link = 0;
    while link < work.links.len() {
        let end = (link..work.links.len())
            .find(|&next| !lone(next))
            .unwrap_or(work.links.len());
        if end > link {
            let run = &work.links[link..end];
            let sentences: usize = run.iter().map(|link| link.source.len()).sum();
            let texts = run.iter().flat_map(|link| link.texts(Side::Source));
            let words: usize = texts.map(|text| words(text)).sum();
            if words >= LEAST_WORDS {
                let message = if sentences == 1 {
                    format!("a sentence of {words} words of the original has no translation")
                } else {
                    format!("{sentences} sentences of the original, {words} words, have no translation")
                };
                found.push((Code::Omission, link..end, message));
            }
        }
        link = end + 1;
    }
    found
}

fn words(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.contains(char::is_alphabetic)).count()
}
