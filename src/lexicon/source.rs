//! The readable sources of the lexicon: one headword a line, `casa = house, home`.
//!
//! The build script includes this file too.

/// Share of the weight that each further translation of a headword keeps.
/// Lists run from the usual to the possible; in running text ranks fall off about like this.
const RANK_DECAY: f32 = 0.85;

/// Words of an English phrase that say nothing of their own (`give up`, `by means of`).
pub(crate) const PARTICLES: [&str; 34] = [
    "a", "about", "across", "all", "an", "around", "at", "away", "back", "be", "by", "down", "for", "from", "get",
    "go", "in", "into", "make", "near", "of", "off", "on", "one", "oneself", "out", "over", "self", "take", "the",
    "to", "together", "up", "with",
];

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

/// Calls `each` with every pair of words of a source file and its weight: phrases share it among their words.
#[allow(dead_code, reason = "the build script needs it, the crate itself does not")]
pub(crate) fn for_each_pair<'a>(source: &'a str, mut each: impl FnMut(&'a str, &'a str, f32)) {
    for_each_entry(source, |headword, translation, weight| {
        let (from, to) = (content_words(headword), content_words(translation));
        #[expect(clippy::cast_precision_loss, reason = "phrases have a handful of words")]
        let share = weight / (from.len().max(1) * to.len().max(1)) as f32;
        for word in &from {
            to.iter().for_each(|other| each(word, other, share));
        }
    });
}

/// The words of a headword or translation; particles only where nothing else is left.
#[allow(dead_code, reason = "the build script needs it, the crate itself does not")]
fn content_words(phrase: &str) -> Vec<&str> {
    let words = || phrase.split([' ', '-', '\'', '’']).filter(|word| !word.is_empty());
    let content: Vec<&str> = words().filter(|word| !PARTICLES.contains(word)).collect();
    if content.is_empty() { words().collect() } else { content }
}
