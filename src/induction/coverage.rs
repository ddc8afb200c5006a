//! How much of two aligned texts a lexicon knows.

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::bead::Bead;
use crate::lexical::{TypeId, Vocabulary};
use crate::lexicon::{Forms, Lexicon};
use crate::text::TokenKind;
use crate::text::stem::readings;
use crate::text::{Document, Lang, Side};

/// What a lexicon knows of the running content words of one text.
///
/// Content words have four letters at least, do not look like names and do not stand in more than a
/// tenth of the sentences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Content words.
    pub words: usize,
    /// Those that have an entry.
    pub with_entry: usize,
    /// Those of which a translation the lexicon gives stands in the aligned sentences.
    pub met: usize,
}

/// Shorter words are mostly articles, pronouns and prepositions.
const SHORTEST: usize = 4;

impl Coverage {
    /// The share of the words whose translation was met.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    pub fn share(&self) -> f64 {
        self.met as f64 / self.words.max(1) as f64
    }
}

/// Coverage of source and target. Each side has its text, its language and the lexicon that begins with it.
#[must_use]
pub fn coverage(sides: [(&Document, Lang, &Lexicon); 2], beads: &[Bead]) -> [Coverage; 2] {
    let forms = Forms::embedded();
    let [source, target] = sides.map(|(document, lang, _)| Vocabulary::read(document, lang, &forms));
    [
        side(&source, &target, Side::Source, sides[0].2, beads),
        side(&target, &source, Side::Target, sides[1].2, beads),
    ]
}

fn side(own: &Vocabulary, other: &Vocabulary, side: Side, lexicon: &Lexicon, beads: &[Bead]) -> Coverage {
    let content = content_words(own);
    let opposite = match side {
        Side::Source => Side::Target,
        Side::Target => Side::Source,
    };
    let tokens = |vocabulary: &Vocabulary, bead: &Bead, side| {
        let range = bead.side(side);
        vocabulary.tokens(range.start.get(), range.end.get()).to_vec()
    };
    let mut coverage = Coverage::default();
    for bead in beads {
        let others = tokens(other, bead, opposite);
        let there: FxHashSet<&str> = others
            .iter()
            .flat_map(|id| readings(&other.types()[id.get()].stem))
            .collect();
        for id in tokens(own, bead, side).into_iter().filter(|id| content[id.get()]) {
            let mut translations = lexicon.translations(&own.types()[id.get()].stem).peekable();
            coverage.words += 1;
            coverage.with_entry += usize::from(translations.peek().is_some());
            coverage.met += usize::from(translations.any(|(word, _)| there.contains(word)));
        }
    }
    coverage
}

/// By type, whether it is a content word.
fn content_words(vocabulary: &Vocabulary) -> Vec<bool> {
    let limit = (vocabulary.sentences() / 10).max(8);
    let is_content = |(index, sentences): (usize, Vec<u32>)| {
        let class = &vocabulary.types()[TypeId(u32::try_from(index).unwrap_or(u32::MAX)).get()];
        class.kind == TokenKind::Word
            && class.form.chars().count() >= SHORTEST
            && !class.looks_like_name()
            && sentences.len() <= limit
    };
    vocabulary.postings().into_iter().enumerate().map(is_content).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::WordPair;
    use crate::segment::one_per_line;
    use crate::text::SourceText;

    #[test]
    fn entries_and_partners_are_counted_on_both_sides() {
        let text = |text: &str| one_per_line(SourceText::from_string(text));
        let (es, en) = (
            text("La ventana cerrada.\nUn zurrapo con sombrero."),
            text("The closed door.\nA drongle with a hat by the window."),
        );
        let pairs = |list: &[[&str; 2]]| -> Vec<WordPair> {
            let pair = |[source, target]: &[&str; 2]| WordPair {
                source: (*source).to_owned(),
                target: (*target).to_owned(),
                weight: 1.0,
            };
            list.iter().map(pair).collect()
        };
        let pairs = pairs(&[["ventana", "window"], ["cerrado", "closed"], ["sombrero", "hat"]]);
        let swapped: Vec<_> = pairs.iter().map(WordPair::swapped).collect();
        let (mut there, mut back) = (Lexicon::empty(), Lexicon::empty());
        there.add_pairs(&pairs, [Lang::ES, Lang::EN], &Forms::embedded());
        back.add_pairs(&swapped, [Lang::EN, Lang::ES], &Forms::embedded());
        let beads = [Bead::new(0..1, 0..1), Bead::new(1..2, 1..2)];
        let found = coverage([(&es, Lang::ES, &there), (&en, Lang::EN, &back)], &beads);
        let expected = |words, with_entry, met| Coverage { words, with_entry, met };
        // ventana, cerrada, zurrapo, sombrero; the window stands in another sentence.
        assert_eq!(found[0], expected(4, 3, 2));
        // closed, door, drongle, with, window
        assert_eq!(found[1], expected(5, 2, 1));
    }
}
