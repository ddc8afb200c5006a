//! Word pairs learnt from sentences that translate each other.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::bead::Bead;
use crate::file::{AlignmentFile, Confidence, Status};
use crate::lexical::{Associations, Knowledge, LearnSettings, Translation, TypeId, Vocabulary, WordType, learn};
use crate::lexicon::{Forms, Lexicon, WordPair};
use crate::segment::one_per_line;
use crate::text::normal::SOFT_HYPHEN;
use crate::text::stem::readings;
use crate::text::{Document, Lang, SentenceIndex, Side, SourceText, fold_space};
use crate::text::{TokenKind, for_each_token};

/// Two stretches of text that translate each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// In the language of the original.
    pub source: String,
    /// In the language of the translation.
    pub target: String,
}

/// A pair that was learnt, in the forms met most often.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnedPair {
    /// The words; the weight is the geometric mean of the probabilities of one given the other.
    pub pair: WordPair,
    /// How often they translate each other in the examples, as is to be expected: the lower figure of
    /// the two directions.
    pub count: f32,
    /// Whether the program knows the pair without having learnt it.
    pub known: bool,
}

/// How well a pair must be supported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Support {
    /// Least probability of each word given the other.
    pub probability: f32,
    /// Least expected count. A pair met once may be chance.
    pub count: f32,
}

impl Default for Support {
    fn default() -> Self {
        Self {
            probability: 0.1,
            count: 2.0,
        }
    }
}

/// The links of an alignment that teach word pairs: those a person accepted or made, and those of the
/// aligner that have `least` confidence at least; only the former where it is `None`.
pub fn examples(file: &AlignmentFile, least: Option<Confidence>) -> impl Iterator<Item = Example> + '_ {
    let teaches = move |status, confidence| match status {
        Status::Accepted | Status::Edited => true,
        Status::Auto => least.is_some_and(|least| confidence >= least),
        Status::Disputed => false,
    };
    let links = file.links.iter();
    links
        .filter(move |link| teaches(link.status, link.confidence))
        .filter(|link| !link.source.is_empty() && !link.target.is_empty())
        .map(|link| Example {
            source: link.source.join(" "),
            target: link.target.join(" "),
        })
}

/// Learns the word pairs of examples, sorted by source word, then by falling weight.
///
/// Numbers, marks and words that are the same on both sides are left out: they are known without a lexicon.
///
/// # Complexity
/// As [`learn()`], in both directions.
#[must_use]
pub fn learn_pairs(examples: &[Example], [source, target]: [Lang; 2], support: &Support) -> Vec<LearnedPair> {
    let lines: Vec<[String; 2]> = examples
        .iter()
        .map(|example| [&example.source, &example.target].map(|text| fold_space(text).trim().to_owned()))
        .filter(|sides| sides.iter().all(|text| !text.is_empty()))
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let (forms, lexicon) = (Forms::embedded(), Lexicon::embedded(source, target));
    let document = |side: usize| {
        let lines: Vec<&str> = lines.iter().map(|sides| sides[side].as_str()).collect();
        one_per_line(SourceText::from_string(lines.join("\n")))
    };
    let (source_text, target_text) = (document(0), document(1));
    let (from, to) = (
        Vocabulary::read(&source_text, source, &forms),
        Vocabulary::read(&target_text, target, &forms),
    );
    let associations = Associations::gather(&from, &to, &lexicon);
    let knowledge = Knowledge::default();
    let prior_to_target = Translation::prior(&associations, &from, &to, &knowledge);
    let prior_to_source = Translation::prior(&associations.reversed(to.types().len()), &to, &from, &knowledge);
    let beads: Vec<Bead> = (0..lines.len()).map(|i| Bead::new(i..i + 1, i..i + 1)).collect();
    // The links are right, so nothing is taken off the counts as in a search that may yet be wrong;
    // what is met too seldom is dropped at the end.
    let settings = LearnSettings {
        rounds: 8,
        prior_strength: 1.0,
        discount: 0.0,
        most_beads: usize::MAX,
        ..LearnSettings::default()
    };
    let to_target = learn(&beads, Side::Source, &from, &to, &prior_to_target, settings);
    let to_source = learn(&beads, Side::Target, &to, &from, &prior_to_source, settings);
    let back = expected_counts(&to_source, &to, &from);
    let probability = |translation: &Translation, given: TypeId, predicted: TypeId| {
        let row = &translation.rows[given.get()];
        row.binary_search_by_key(&predicted, |(id, _)| *id)
            .map_or(0.0, |at| row[at].1)
    };
    let shown = [readable(&source_text, &from), readable(&target_text, &to)];
    let mut learned: Vec<LearnedPair> = expected_counts(&to_target, &from, &to)
        .into_iter()
        .filter_map(|((s, t), there)| {
            let count = there.min(*back.get(&(t, s))?);
            let both = [probability(&to_target, s, t), probability(&to_source, t, s)];
            let (from, to) = (&from.types()[s.get()], &to.types()[t.get()]);
            let supported = count >= support.count && both.iter().all(|&p| p >= support.probability);
            (supported && says_something(from, to)).then(|| LearnedPair {
                pair: WordPair {
                    source: shown[0][s.get()].clone(),
                    target: shown[1][t.get()].clone(),
                    weight: libm::sqrtf(both[0] * both[1]).min(1.0),
                },
                count,
                known: lexicon
                    .translations(&from.stem)
                    .any(|(word, _)| readings(&to.stem).any(|reading| reading == word)),
            })
        })
        .collect();
    learned.sort_by(|a, b| {
        let words = |pair: &WordPair| (pair.source.clone(), pair.target.clone());
        let by_source = a.pair.source.cmp(&b.pair.source);
        by_source
            .then(b.pair.weight.total_cmp(&a.pair.weight))
            .then_with(|| words(&a.pair).cmp(&words(&b.pair)))
    });
    learned
}

fn says_something(from: &WordType, to: &WordType) -> bool {
    let words = from.kind == TokenKind::Word && to.kind == TokenKind::Word;
    let names = from.looks_like_name() && to.looks_like_name();
    // Short words that are spelt alike are not taken for the same without a lexicon.
    let same = from.stem == to.stem && (names || from.form.chars().count() > 4);
    words && !same
}

/// How often each given type is to be expected behind each predicted one, over all sentences.
fn expected_counts(
    translation: &Translation,
    given: &Vocabulary,
    predicted: &Vocabulary,
) -> FxHashMap<(TypeId, TypeId), f32> {
    let mut counts = FxHashMap::default();
    let mut mass = vec![0.0f32; predicted.types().len()];
    let mut times = vec![0.0f32; predicted.types().len()];
    for sentence in 0..given.sentences() {
        let words = given.tokens(sentence, sentence + 1);
        let others = predicted.tokens(sentence, sentence + 1);
        #[expect(clippy::cast_precision_loss, reason = "sentences are far shorter than 2^24 tokens")]
        let size = words.len().max(1) as f32;
        for id in others {
            times[id.get()] += 1.0;
        }
        for s in words {
            for (t, p) in translation.rows[s.get()].iter().filter(|(t, _)| times[t.get()] > 0.0) {
                mass[t.get()] += p;
            }
        }
        for s in words {
            for (t, p) in &translation.rows[s.get()] {
                let (times, mass) = (times[t.get()], mass[t.get()]);
                if times > 0.0 && mass > 0.0 {
                    let share = translation.known[t.get()];
                    let from_given = share * mass / size;
                    let from_chance = (1.0 - share) * translation.unigram[t.get()];
                    let explained = from_given / (from_given + from_chance);
                    *counts.entry((*s, *t)).or_insert(0.0) += times * explained * p / mass;
                }
            }
        }
        for id in others {
            mass[id.get()] = 0.0;
            times[id.get()] = 0.0;
        }
    }
    counts
}

/// For each type the form met most often: in small letters, unless it is a name.
fn readable(document: &Document, vocabulary: &Vocabulary) -> Vec<String> {
    let mut forms: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); vocabulary.types().len()];
    let mut digits = String::new();
    for index in 0..document.len() {
        let mut ids = vocabulary.tokens(index, index + 1).iter();
        for_each_token(document.raw(SentenceIndex::from(index)), &mut digits, |kind, _, raw| {
            let Some(id) = ids.next().filter(|_| kind == TokenKind::Word) else {
                return;
            };
            let name = vocabulary.types()[id.get()].looks_like_name();
            let mut form = if name { raw.to_owned() } else { raw.to_lowercase() };
            form.retain(|c| c != SOFT_HYPHEN);
            *forms[id.get()].entry(form).or_default() += 1;
        });
    }
    let most = |forms: BTreeMap<String, u32>| {
        let by_count = |a: &(String, u32), b: &(String, u32)| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0));
        forms
            .into_iter()
            .max_by(by_count)
            .map(|(form, _)| form)
            .unwrap_or_default()
    };
    forms.into_iter().map(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bundled work in which the bus is a thing that no lexicon knows.
    fn lessons() -> Vec<Example> {
        let json = include_str!("../../alignments/cuento.json")
            .replace("autobús", "zurrapo")
            .replace(" buses", " drongles")
            .replace(" bus", " drongle");
        examples(&crate::file::read(&json).unwrap(), Some(Confidence::new(0.9))).collect()
    }

    #[test]
    fn words_unknown_to_the_program_are_learnt_in_their_usual_form() {
        let learned = learn_pairs(&lessons(), [Lang::ES, Lang::EN], &Support::default());
        let words = |learned: &&LearnedPair| {
            (learned.pair.source.as_str(), learned.pair.target.as_str()) == ("zurrapo", "drongle")
        };
        let pair = learned.iter().find(words).unwrap();
        assert!(!pair.known && pair.count > 3.0 && pair.pair.weight > 0.3, "{pair:?}");
        assert!(learned.iter().any(|learned| learned.known));
    }

    #[test]
    fn only_links_that_can_be_trusted_teach() {
        let json = include_str!("../../alignments/cuento.json");
        let mut file = crate::file::read(json).unwrap();
        assert_eq!(examples(&file, None).count(), 0);
        let all = examples(&file, Some(Confidence::new(0.0))).count();
        let sure = examples(&file, Some(Confidence::new(0.9))).count();
        assert!(0 < sure && sure < all && all < file.links.len());
        file.links.iter_mut().for_each(|link| link.status = Status::Disputed);
        assert_eq!(examples(&file, Some(Confidence::new(0.0))).count(), 0);
        file.links.iter_mut().for_each(|link| link.status = Status::Edited);
        assert_eq!(examples(&file, None).count(), all);
    }

    #[test]
    fn one_example_teaches_nothing() {
        assert_eq!(
            learn_pairs(&lessons()[..1], [Lang::ES, Lang::EN], &Support::default()),
            []
        );
        assert_eq!(learn_pairs(&[], [Lang::ES, Lang::EN], &Support::default()), []);
    }

    #[test]
    fn blank_examples_do_not_shift_the_others() {
        let mut with_blank = lessons();
        let blank = Example {
            source: " \n ".to_owned(),
            target: "x".to_owned(),
        };
        with_blank.insert(2, blank);
        let learn = |examples: &[Example]| learn_pairs(examples, [Lang::ES, Lang::EN], &Support::default());
        assert_eq!(learn(&with_blank), learn(&lessons()));
    }
}
