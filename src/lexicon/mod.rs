//! What is known of two languages before a text is read: word pairs and irregular forms.
//!
//! The sources are the text files beside this one, written for this project; one headword a line,
//! the usual translations best first. Words are compared as stems, so a headword stands for all its
//! regular forms; `forms-*.txt` lists the irregular ones.

use rust_stemmers::Stemmer;
use rustc_hash::FxHashMap;

use crate::lexical::{readings, stem_of};
use crate::text::Lang;

const ES_EN: [&str; 17] = [
    include_str!("es-en/action.txt"),
    include_str!("es-en/adjective.txt"),
    include_str!("es-en/adverb.txt"),
    include_str!("es-en/body.txt"),
    include_str!("es-en/function.txt"),
    include_str!("es-en/home.txt"),
    include_str!("es-en/mind.txt"),
    include_str!("es-en/name.txt"),
    include_str!("es-en/nature.txt"),
    include_str!("es-en/number.txt"),
    include_str!("es-en/old.txt"),
    include_str!("es-en/person.txt"),
    include_str!("es-en/place.txt"),
    include_str!("es-en/sea.txt"),
    include_str!("es-en/society.txt"),
    include_str!("es-en/thing.txt"),
    include_str!("es-en/verb.txt"),
];
const FORMS_ES: &str = include_str!("es-en/forms-es.txt");
const FORMS_EN: &str = include_str!("es-en/forms-en.txt");

/// Lemmas of irregular word forms, by language.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    by_lang: FxHashMap<Lang, FxHashMap<&'static str, Vec<&'static str>>>,
}

impl Forms {
    /// The forms known to the program: Spanish and English.
    #[must_use]
    pub fn embedded() -> Self {
        let mut by_lang = FxHashMap::default();
        for (lang, source) in [(Lang::ES, FORMS_ES), (Lang::EN, FORMS_EN)] {
            let mut lemmas: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
            for line in source.lines().filter(|line| !line.starts_with('#')) {
                let Some((lemma, forms)) = line.split_once(':') else { continue };
                for form in forms.split_whitespace() {
                    let known = lemmas.entry(form).or_default();
                    if !known.contains(&lemma.trim()) {
                        known.push(lemma.trim());
                    }
                }
            }
            by_lang.insert(lang, lemmas);
        }
        Self { by_lang }
    }

    /// No forms at all.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The lemmas of a lower-case form, if the form is irregular; several where it is ambiguous.
    #[must_use]
    pub fn lemmas(&self, lang: Lang, form: &str) -> Option<&[&'static str]> {
        self.by_lang.get(&lang)?.get(form).map(Vec::as_slice)
    }
}

/// Weighted word pairs of two languages, as stems.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    pairs: FxHashMap<Box<str>, Vec<(Box<str>, f32)>>,
}

/// Share of the weight that each further translation of a headword keeps.
/// Lists run from the usual to the possible; in running text ranks fall off about like this.
const RANK_DECAY: f32 = 0.85;

/// Words of an English phrase that say nothing of their own (`give up`, `by means of`).
const PARTICLES: [&str; 34] = [
    "a", "about", "across", "all", "an", "around", "at", "away", "back", "be", "by", "down", "for", "from", "go", "in",
    "into", "make", "near", "of", "off", "on", "one", "oneself", "out", "over", "self", "take", "the", "to", "together",
    "up", "with", "get",
];

impl Lexicon {
    /// No pairs at all.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The embedded pairs for two languages; empty for pairs of languages without any.
    #[must_use]
    pub fn embedded(source: Lang, target: Lang, forms: &Forms) -> Self {
        let mut lexicon = Self::default();
        let swapped = match (source, target) {
            (Lang::ES, Lang::EN) => false,
            (Lang::EN, Lang::ES) => true,
            _ => return lexicon,
        };
        let (spanish, english) = (Stemmer::create(Lang::ES.algorithm()), Stemmer::create(Lang::EN.algorithm()));
        for line in ES_EN.iter().flat_map(|file| file.lines()) {
            if line.starts_with('#') {
                continue;
            }
            let Some((headword, translations)) = line.split_once('=') else { continue };
            let from = content_words(headword);
            for (rank, translation) in translations.split(',').enumerate() {
                let weight = RANK_DECAY.powi(i32::try_from(rank).unwrap_or(i32::MAX));
                let to = content_words(translation);
                #[expect(clippy::cast_precision_loss, reason = "phrases have a handful of words")]
                let weight = weight / (from.len().max(1) * to.len().max(1)) as f32;
                for word in &from {
                    for other in &to {
                        let es = stem_of(word, Lang::ES, &spanish, forms);
                        let en = stem_of(other, Lang::EN, &english, forms);
                        for es in readings(&es) {
                            for en in readings(&en) {
                                let (a, b) = if swapped { (en, es) } else { (es, en) };
                                lexicon.add(a, b, weight);
                            }
                        }
                    }
                }
            }
        }
        lexicon
    }

    /// Adds a pair of stems; of two weights the larger counts.
    pub fn add(&mut self, source: &str, target: &str, weight: f32) {
        let row = self.pairs.entry(source.into()).or_default();
        match row.iter_mut().find(|(known, _)| &**known == target) {
            Some((_, known)) => *known = known.max(weight),
            None => row.push((target.into(), weight)),
        }
    }

    /// The translations of a source stem; of each of its readings, where it has several.
    pub(crate) fn translations<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = (&'a str, f32)> {
        readings(stem)
            .flat_map(|reading| self.pairs.get(reading).map_or(&[][..], Vec::as_slice))
            .map(|(word, weight)| (word.as_ref(), *weight))
    }

    /// Number of pairs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.values().map(Vec::len).sum()
    }

    /// Whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

/// The words of a headword or translation; particles only where nothing else is left.
fn content_words(phrase: &str) -> Vec<&str> {
    let words = || phrase.split([' ', '-', '\'', '’']).filter(|word| !word.is_empty());
    let content: Vec<&str> = words().filter(|word| !PARTICLES.contains(word)).collect();
    if content.is_empty() { words().collect() } else { content }
}
