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
    let source = Names::read(work, Side::Source);
    let target = Names::read(work, Side::Target);
    let known = Known::new(source_lang, target_lang);
    let partners = Partners::find(&source, &target, &known);
    let mut found = Vec::new();
    for link in work.pairs() {
        let told = |name: &Name, reach: usize| {
            let partners = partners.of(&name.folded);
            let mut near = work.around(link, reach).chain([link]);
            near.any(|near| partners.iter().any(|partner| target.words[near].contains(partner)))
        };
        // «Gabriel Lasarte» is there when one of the two is.
        let missing = source.runs[link]
            .iter()
            .filter(|run| !run.iter().any(|name| told(name, 0)));
        let missing = missing.filter_map(|run| run.iter().find(|name| partners.usually_kept(&name.folded)));
        let missing = missing.filter(|name| !is_paraphrased(partners.of(&name.folded), &target.runs[link]));
        for name in missing {
            // Another name where one is missing, which nobody near speaks of: the wrong person.
            let from_nowhere = |other: &&Name| {
                let mut near = work.around(link, CONTEXT).chain([link]);
                !near.any(|near| {
                    let own = source.words[near].iter();
                    own.clone().any(|word| *word == other.folded)
                        || own.clone().any(|word| partners.may_be(word, other, &known))
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

/// Whether a name of the translation is of the same root as the one that is missing: “Greek” for «Grecia».
fn is_paraphrased(partners: &[String], names: &[Vec<Name>]) -> bool {
    let root = |word: &str| word.chars().take(ROOT).collect::<String>();
    let mut names = names.iter().flatten();
    names.any(|name| partners.iter().any(|partner| root(partner) == root(&name.folded)))
}

/// A word written as names are.
struct Name {
    shown: String,
    folded: String,
}

/// The names and words of one side, link by link.
struct Names {
    /// Names that stand side by side are one run.
    runs: Vec<Vec<Vec<Name>>>,
    words: Vec<FxHashSet<String>>,
    /// How often a word stands inside a sentence with a capital, and how often without.
    cases: FxHashMap<String, (usize, usize)>,
    /// In how many links a word stands.
    links: FxHashMap<String, usize>,
}

impl Names {
    fn read(work: &Work<'_>, side: Side) -> Self {
        let mut names = Self {
            runs: Vec::new(),
            words: Vec::new(),
            cases: FxHashMap::default(),
            links: FxHashMap::default(),
        };
        for link in work.links {
            for text in link.texts(side) {
                for_each_word(text, |word, inside| {
                    let capital = word.starts_with(char::is_uppercase);
                    let cases = names.cases.entry(fold_word(word).into_owned()).or_default();
                    match (capital, inside) {
                        (true, true) => cases.0 += 1,
                        (false, _) => cases.1 += 1,
                        (true, false) => {}
                    }
                });
            }
        }
        for link in work.links {
            let (mut runs, mut words) = (Vec::new(), FxHashSet::default());
            for text in link.texts(side) {
                let mut run = Vec::new();
                for_each_word(text, |word, _| {
                    let folded = fold_word(word).into_owned();
                    if names.is_written_as_name(word, &folded) {
                        run.push(Name {
                            shown: word.to_owned(),
                            folded: folded.clone(),
                        });
                    } else if !matches!(word, "de" | "del" | "la" | "las" | "los" | "of" | "the" | "y")
                        && !run.is_empty()
                    {
                        runs.push(std::mem::take(&mut run));
                    }
                    words.insert(folded);
                });
                if !run.is_empty() {
                    runs.push(run);
                }
            }
            for word in &words {
                *names.links.entry(word.clone()).or_default() += 1;
            }
            names.runs.push(runs);
            names.words.push(words);
        }
        names
    }

    fn is_written_as_name(&self, word: &str, folded: &str) -> bool {
        let mixed = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        mixed && word.chars().count() >= SHORTEST && self.is_name(folded)
    }

    /// Whether a word stands with a capital inside sentences, nearly always.
    fn is_name(&self, folded: &str) -> bool {
        self.cases
            .get(folded)
            .is_some_and(|(capital, small)| *capital > 0 && *capital >= 4 * small)
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

/// What the lexicon says of words.
struct Known {
    lexicon: Lexicon,
    forms: Forms,
    langs: [Lang; 2],
    stemmers: [Stemmer; 2],
}

impl Known {
    fn new(source: Lang, target: Lang) -> Self {
        Self {
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
}

/// What the names of the original are in the translation.
struct Partners {
    of: FxHashMap<String, Vec<String>>,
    kept: FxHashMap<String, (usize, usize)>,
    /// How often a name of the translation stands where one of the original is missing.
    instead: FxHashMap<(String, String), usize>,
}

impl Partners {
    fn find(source: &Names, target: &Names, known: &Known) -> Self {
        let mut together: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        let mut seen: FxHashMap<&str, (String, usize)> = FxHashMap::default();
        for (runs, others) in source.runs.iter().zip(&target.runs) {
            let mut mine: Vec<&Name> = runs.iter().flatten().collect();
            mine.sort_by(|a, b| a.folded.cmp(&b.folded));
            mine.dedup_by(|a, b| a.folded == b.folded);
            let theirs: FxHashSet<&str> = others.iter().flatten().map(|name| name.folded.as_str()).collect();
            for name in mine {
                seen.entry(&name.folded).or_insert_with(|| (name.shown.clone(), 0)).1 += 1;
                for other in &theirs {
                    *together.entry((&name.folded, other)).or_default() += 1;
                }
            }
        }
        let mut of: FxHashMap<String, Vec<String>> = FxHashMap::default();
        let stems: OnceCell<FxHashMap<String, Vec<&str>>> = OnceCell::new();
        let stems = || {
            stems.get_or_init(|| {
                let mut by_stem: FxHashMap<String, Vec<&str>> = FxHashMap::default();
                for word in target.links.keys() {
                    for reading in readings(&known.stem(1, word)) {
                        by_stem.entry(reading.to_owned()).or_default().push(word);
                    }
                }
                by_stem
            })
        };
        for (name, (shown, _)) in &seen {
            let mut partners = vec![(*name).to_owned()];
            for translation in known.translations(shown) {
                partners.extend(
                    stems()
                        .get(&translation)
                        .into_iter()
                        .flatten()
                        .map(|word| (*word).to_owned()),
                );
            }
            of.insert((*name).to_owned(), partners);
        }
        for ((name, other), count) in &together {
            let (mine, theirs) = (seen[name].1, target.links[*other]);
            let share = 2.0 * *count as f64 / (mine + theirs) as f64;
            let alike = name.chars().next() == other.chars().next() && normalized_levenshtein(name, other) >= ALIKE;
            if alike || (*count >= 2 && share >= TOGETHER) {
                of.entry((*name).to_owned()).or_default().push((*other).to_owned());
            }
        }
        let mut kept: FxHashMap<String, (usize, usize)> = FxHashMap::default();
        let mut instead: FxHashMap<(String, String), usize> = FxHashMap::default();
        for (link, (runs, words)) in source.runs.iter().zip(&target.words).enumerate() {
            if words.is_empty() {
                continue;
            }
            for name in runs.iter().flatten() {
                let (with, all) = kept.entry(name.folded.clone()).or_default();
                *all += 1;
                let met = of[&name.folded].iter().any(|partner| words.contains(partner));
                *with += usize::from(met);
                for other in target.runs[link].iter().flatten().filter(|_| !met) {
                    *instead.entry((name.folded.clone(), other.folded.clone())).or_default() += 1;
                }
            }
        }
        Self { of, kept, instead }
    }

    fn of(&self, name: &str) -> &[String] {
        self.of.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a word of the original may have become a name.
    fn may_be(&self, word: &str, other: &Name, known: &Known) -> bool {
        let alike = || {
            word.chars().next() == other.folded.chars().next() && normalized_levenshtein(word, &other.folded) >= ALIKE
        };
        let stem = known.stem(1, &other.shown);
        let translates = || readings(&stem).any(|reading| known.translations(word).contains(reading));
        self.of(word).contains(&other.folded) || alike() || translates()
    }

    fn stands_in(&self, name: &Name, other: &Name) -> usize {
        let pair = (name.folded.clone(), other.folded.clone());
        self.instead.get(&pair).copied().unwrap_or_default()
    }

    fn usually_kept(&self, name: &str) -> bool {
        self.kept.get(name).is_some_and(|(with, all)| {
            // The link that is looked at lacks it; the others speak.
            *all > LEAST_LINKS && *with as f64 >= USUALLY_KEPT * (*all - 1) as f64
        })
    }
}
