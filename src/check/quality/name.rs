//! Names that are missing, or are other names.

use std::cell::OnceCell;

use rust_stemmers::Stemmer;
use rustc_hash::{FxHashMap, FxHashSet};
use strsim::normalized_levenshtein;

use super::{Found, Work};
use crate::check::Code;
use crate::lexicon::{Forms, Lexicon};
use crate::text::normal::fold_word;
use crate::text::stem::{readings, stem_of};
use crate::text::{Lang, Side};

/// Shortest word that is taken for a name.
const SHORTEST: usize = 3;

/// Links a name stands in before its absence means anything: often kept, never dropped by this translator.
const LEAST_LINKS: usize = 3;

/// Share of the links with a name in which the translation has it too, from which on its absence is odd.
const USUALLY_KEPT: f64 = 0.97;

/// Links around one in which a name counts as told: pronouns and titles stand for it.
const CONTEXT: usize = 8;

/// Similarity from which on two names are one: «Andrés» and “Andres”, «Sofía» and “Sophia”.
const ALIKE: f64 = 0.7;

/// Letters that a country and its people have in common.
const ROOT: usize = 2;

/// Share of common links from which on two names are partners, though they do not look alike.
const TOGETHER: f64 = 0.5;

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let (Some(source_lang), Some(target_lang)) = (work.lang(Side::Source), work.lang(Side::Target)) else {
        return Vec::new();
    };
    let mut words = Words::default();
    let source = Names::read(work, Side::Source, &mut words);
    let target = Names::read(work, Side::Target, &mut words);
    let known = Known::new(source_lang, target_lang, words);
    let partners = Partners::find(&source, &target, &known);
    let mut found = Vec::new();
    for link in work.pairs() {
        let told = |name: &Name<'_>, reach: usize| {
            let partners = partners.of(name.word);
            let mut near = work.around(link, reach).chain([link]);
            near.any(|near| target.stands_one_of(partners, near))
        };
        // «Gabriel Lasarte» is there when one of the two is.
        let missing = source.runs[link]
            .iter()
            .filter(|run| !run.iter().any(|name| told(name, 0)));
        let missing = missing.filter_map(|run| run.iter().find(|name| partners.usually_kept(name.word)));
        let missing = missing.filter(|name| !known.is_paraphrased(partners.of(name.word), &target.runs[link]));
        for name in missing {
            // Another name where one is missing, which nobody near speaks of: the wrong person.
            let from_nowhere = |other: &&Name<'_>| {
                let mut near = work.around(link, CONTEXT).chain([link]);
                !near.any(|near| {
                    let mut own = source.words[near].iter();
                    source.stands_one_of(&[other.word], near) || own.any(|&word| partners.may_be(word, other, &known))
                })
            };
            let other = target.runs[link].iter().flatten().find(from_nowhere);
            // Who is called otherwise more than once is the same person under another name.
            let other = other.filter(|other| partners.stands_in(name, other) < 2);
            let message = match other {
                Some(other) => format!("the original names {}, the translation {}", name.shown, other.shown),
                None if told(name, CONTEXT) => continue,
                None => format!("{} of the original is not named in the translation", name.shown),
            };
            found.push((Code::Name, link..link + 1, message));
            break;
        }
    }
    found
}

/// A word of either side, small and without accents, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct WordId(usize);

/// The words of both sides.
#[derive(Default)]
struct Words {
    ids: FxHashMap<String, WordId>,
    texts: Vec<String>,
}

impl Words {
    fn id(&mut self, word: &str) -> WordId {
        let word = fold_word(word);
        if let Some(id) = self.ids.get(word.as_ref()) {
            return *id;
        }
        let id = WordId(self.texts.len());
        self.texts.push(word.clone().into_owned());
        self.ids.insert(word.into_owned(), id);
        id
    }

    fn text(&self, word: WordId) -> &str {
        &self.texts[word.0]
    }
}

/// A word written as names are.
#[derive(Clone, Copy)]
struct Name<'a> {
    shown: &'a str,
    word: WordId,
}

/// The names and words of one side, link by link.
struct Names<'a> {
    /// Names that stand side by side are one run.
    runs: Vec<Vec<Vec<Name<'a>>>>,
    /// The words of a link, in the order of their numbers.
    words: Vec<Vec<WordId>>,
    /// How often a word stands inside a sentence with a capital, and how often without, by its number.
    cases: Vec<(usize, usize)>,
    /// In how many links a word stands, by its number.
    links: Vec<usize>,
}

impl<'a> Names<'a> {
    fn read(work: &Work<'a>, side: Side, ids: &mut Words) -> Self {
        let mut names = Self {
            runs: Vec::new(),
            words: Vec::new(),
            cases: Vec::new(),
            links: Vec::new(),
        };
        let mut texts = Vec::new();
        for link in work.links {
            for text in link.texts(side) {
                let mut words = Vec::new();
                for_each_word(text, |word, inside| {
                    let id = ids.id(word);
                    words.push(Name { shown: word, word: id });
                    names.cases.resize(ids.texts.len(), (0, 0));
                    let cases = &mut names.cases[id.0];
                    match (word.starts_with(char::is_uppercase), inside) {
                        (true, true) => cases.0 += 1,
                        (false, _) => cases.1 += 1,
                        (true, false) => {}
                    }
                });
                texts.push(words);
            }
        }
        names.links.resize(ids.texts.len(), 0);
        let mut texts = texts.into_iter();
        for link in work.links {
            let (mut runs, mut words) = (Vec::new(), Vec::new());
            for text in texts.by_ref().take(link.texts(side).len()) {
                let mut run = Vec::new();
                for name in text {
                    if names.is_written_as_name(name) {
                        run.push(name);
                    } else if !matches!(name.shown, "de" | "del" | "la" | "las" | "los" | "of" | "the" | "y")
                        && !run.is_empty()
                    {
                        runs.push(std::mem::take(&mut run));
                    }
                    words.push(name.word);
                }
                if !run.is_empty() {
                    runs.push(run);
                }
            }
            words.sort_unstable();
            words.dedup();
            for word in &words {
                names.links[word.0] += 1;
            }
            names.runs.push(runs);
            names.words.push(words);
        }
        names
    }

    /// Whether one of some words stands in a link.
    fn stands_one_of(&self, words: &[WordId], link: usize) -> bool {
        words.iter().any(|word| self.words[link].binary_search(word).is_ok())
    }

    fn is_written_as_name(&self, name: Name<'_>) -> bool {
        let word = name.shown;
        let mixed = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        mixed && word.chars().count() >= SHORTEST && self.is_name(name.word)
    }

    /// Whether a word stands with a capital inside sentences, nearly always.
    fn is_name(&self, word: WordId) -> bool {
        let (capital, small) = self.cases[word.0];
        capital > 0 && capital >= 4 * small
    }
}

/// Calls `each` with every word and whether it stands inside a sentence: not first, nor after a mark that
/// another sentence may follow.
fn for_each_word<'a>(text: &'a str, mut each: impl FnMut(&'a str, bool)) {
    let mut inside = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            each(&rest[..end], inside);
            inside = true;
            rest = &rest[end..];
        } else {
            inside &= matches!(first, ' ' | ',' | '\'' | '’' | '-' | '\u{a0}' | ';');
            rest = &rest[first.len_utf8()..];
        }
    }
}

/// The words of both sides, and what the lexicon says of them.
struct Known {
    words: Words,
    lexicon: Lexicon,
    forms: Forms,
    langs: [Lang; 2],
    stemmers: [Stemmer; 2],
}

impl Known {
    fn new(source: Lang, target: Lang, words: Words) -> Self {
        Self {
            words,
            lexicon: Lexicon::embedded(source, target),
            forms: Forms::embedded(),
            langs: [source, target],
            stemmers: [source, target].map(|lang| Stemmer::create(lang.algorithm())),
        }
    }

    fn stem(&self, side: usize, word: &str) -> String {
        let lang = self.langs[side];
        stem_of(word, lang.code(), &self.stemmers[side], |form| {
            self.forms.stems(lang, form)
        })
    }

    fn translations(&self, word: &str) -> FxHashSet<String> {
        let stem = self.stem(0, word);
        self.lexicon
            .translations(&stem)
            .map(|(word, _)| word.to_owned())
            .collect()
    }

    /// Whether two words look like one name in two languages.
    fn are_alike(&self, one: WordId, other: WordId) -> bool {
        let [one, other] = [one, other].map(|word| self.words.text(word));
        one.chars().next() == other.chars().next() && normalized_levenshtein(one, other) >= ALIKE
    }

    /// Whether a name of the translation is of the same root as the one that is missing: “Greek” for «Grecia».
    fn is_paraphrased(&self, partners: &[WordId], names: &[Vec<Name<'_>>]) -> bool {
        let root = |word: WordId| self.words.text(word).chars().take(ROOT);
        let mut names = names.iter().flatten();
        names.any(|name| partners.iter().any(|&partner| root(partner).eq(root(name.word))))
    }
}

/// What the names of the original are in the translation.
struct Partners {
    of: FxHashMap<WordId, Vec<WordId>>,
    kept: FxHashMap<WordId, (usize, usize)>,
    /// How often a name of the translation stands where one of the original is missing.
    instead: FxHashMap<(WordId, WordId), usize>,
}

impl Partners {
    fn find(source: &Names<'_>, target: &Names<'_>, known: &Known) -> Self {
        let mut together: FxHashMap<(WordId, WordId), usize> = FxHashMap::default();
        let mut seen: FxHashMap<WordId, (&str, usize)> = FxHashMap::default();
        for (runs, others) in source.runs.iter().zip(&target.runs) {
            let mut mine: Vec<&Name<'_>> = runs.iter().flatten().collect();
            mine.sort_by_key(|name| name.word);
            mine.dedup_by_key(|name| name.word);
            let theirs: FxHashSet<WordId> = others.iter().flatten().map(|name| name.word).collect();
            for name in mine {
                seen.entry(name.word).or_insert((name.shown, 0)).1 += 1;
                for other in &theirs {
                    *together.entry((name.word, *other)).or_default() += 1;
                }
            }
        }
        let mut of: FxHashMap<WordId, Vec<WordId>> = FxHashMap::default();
        let stems: OnceCell<FxHashMap<String, Vec<WordId>>> = OnceCell::new();
        let stems = || {
            stems.get_or_init(|| {
                let mut by_stem: FxHashMap<String, Vec<WordId>> = FxHashMap::default();
                for word in (0..target.links.len())
                    .filter(|&word| target.links[word] > 0)
                    .map(WordId)
                {
                    for reading in readings(&known.stem(1, known.words.text(word))) {
                        by_stem.entry(reading.to_owned()).or_default().push(word);
                    }
                }
                by_stem
            })
        };
        for (name, (shown, _)) in &seen {
            let mut partners = vec![*name];
            for translation in known.translations(shown) {
                partners.extend(stems().get(&translation).into_iter().flatten());
            }
            of.insert(*name, partners);
        }
        for (&(name, other), &count) in &together {
            let (mine, theirs) = (seen[&name].1, target.links[other.0]);
            let share = 2.0 * count as f64 / (mine + theirs) as f64;
            if known.are_alike(name, other) || (count >= 2 && share >= TOGETHER) {
                of.entry(name).or_default().push(other);
            }
        }
        let mut kept: FxHashMap<WordId, (usize, usize)> = FxHashMap::default();
        let mut instead: FxHashMap<(WordId, WordId), usize> = FxHashMap::default();
        for (link, runs) in source.runs.iter().enumerate() {
            if target.words[link].is_empty() {
                continue;
            }
            for name in runs.iter().flatten() {
                let (with, all) = kept.entry(name.word).or_default();
                *all += 1;
                let met = target.stands_one_of(&of[&name.word], link);
                *with += usize::from(met);
                for other in target.runs[link].iter().flatten().filter(|_| !met) {
                    *instead.entry((name.word, other.word)).or_default() += 1;
                }
            }
        }
        Self { of, kept, instead }
    }

    fn of(&self, name: WordId) -> &[WordId] {
        self.of.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether a word of the original may have become a name.
    fn may_be(&self, word: WordId, other: &Name<'_>, known: &Known) -> bool {
        let stem = known.stem(1, other.shown);
        let translates = || {
            let translations = known.translations(known.words.text(word));
            readings(&stem).any(|reading| translations.contains(reading))
        };
        self.of(word).contains(&other.word) || known.are_alike(word, other.word) || translates()
    }

    fn stands_in(&self, name: &Name<'_>, other: &Name<'_>) -> usize {
        let pair = (name.word, other.word);
        self.instead.get(&pair).copied().unwrap_or_default()
    }

    fn usually_kept(&self, name: WordId) -> bool {
        self.kept.get(&name).is_some_and(|(with, all)| {
            // The link that is looked at lacks it; the others speak.
            *all > LEAST_LINKS && *with as f64 >= USUALLY_KEPT * (*all - 1) as f64
        })
    }
}
