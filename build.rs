//! Stems the lexicon's sources and packs them into tables that are looked up in place.
#![allow(clippy::unwrap_used, reason = "a build that cannot read its own sources must stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use fst::MapBuilder;
use rust_stemmers::{Algorithm, Stemmer};

/// The crate's own modules, under the paths they have there.
#[allow(dead_code, unreachable_pub, reason = "the build needs a part of it")]
#[path = "src/text/normal.rs"]
mod normal;
#[allow(dead_code, unreachable_pub, reason = "the build needs a part of it")]
#[path = "src/text/token.rs"]
mod token;
mod text {
    pub(crate) use super::normal;
    pub(crate) use super::token::{TokenKind, for_each_token};
}
#[allow(dead_code, reason = "the build needs a part of it")]
#[path = "src/lexicon/source.rs"]
mod source;
#[path = "src/text/stem.rs"]
mod stem;

use stem::{READING_SEPARATOR, plain_stem, readings, stem_of};

const SOURCES: &str = "src/lexicon/es-en";

fn main() {
    println!("cargo::rerun-if-changed={SOURCES}");
    for file in ["text/normal.rs", "text/stem.rs", "text/token.rs", "lexicon/source.rs"] {
        println!("cargo::rerun-if-changed=src/{file}");
    }
    let (spanish, english) = (Stemmer::create(Algorithm::Spanish), Stemmer::create(Algorithm::English));
    let mut forms_es = irregular("forms-es.txt", &spanish);
    add_older_forms(&mut forms_es, &spanish);
    let forms_en = irregular("forms-en.txt", &english);
    write_strings("forms-es", &forms_es);
    write_strings("forms-en", &forms_en);

    let mut es_en = Pairs::new();
    let mut en_es = Pairs::new();
    let mut readable = String::new();
    for file in sources() {
        let text = fs::read_to_string(Path::new(SOURCES).join(file)).unwrap();
        for line in text.lines().filter(|line| line.contains('=') && !line.starts_with('#')) {
            readable.push_str(line);
            readable.push('\n');
        }
        let stems = |phrase, lang, stemmer: &Stemmer, forms: &BTreeMap<String, String>| -> Vec<String> {
            let stem = |word: &&str| stem_of(word, lang, stemmer, |form| forms.get(form).map(String::as_str));
            source::content_words(phrase, lang).iter().map(stem).collect()
        };
        source::for_each_entry(&text, |es, en, weight| {
            let es = stems(es, "es", &spanish, &forms_es);
            let en = stems(en, "en", &english, &forms_en);
            let weight = source::share(weight, es.len(), en.len());
            for es in es.iter().flat_map(|stem| readings(stem)) {
                for en in en.iter().flat_map(|stem| readings(stem)) {
                    add(&mut es_en, es, en, weight);
                    add(&mut en_es, en, es, weight);
                }
            }
        });
    }
    write("readable-es-en.txt", readable.as_bytes());
    write_pairs("es-en", &es_en);
    write_pairs("en-es", &en_es);
}

/// Irregular forms with the stems of their lemmas.
fn irregular(file: &str, stemmer: &Stemmer) -> BTreeMap<String, String> {
    let mut forms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let source = fs::read_to_string(Path::new(SOURCES).join(file)).unwrap();
    for (lemma, listed) in source
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
    {
        let stem = plain_stem(&lemma.trim().to_lowercase(), stemmer);
        for form in listed.split_whitespace() {
            let stems = forms.entry(form.to_lowercase()).or_default();
            if !stems.contains(&stem) {
                stems.push(stem.clone());
            }
        }
    }
    forms
        .into_iter()
        .map(|(form, stems)| (form, stems.join(&READING_SEPARATOR.to_string())))
        .collect()
}

/// Forms of the verbs of the lexicon that older and spoken Spanish makes and the stemmer does not know: the future
/// subjunctive (`hallare`), and the infinitive with `te`, `os`, or with `le`, `lo`, `la` as the Golden Age wrote
/// them (`decille`).
fn add_older_forms(forms: &mut BTreeMap<String, String>, stemmer: &Stemmer) {
    let headwords = |file: &str| -> Vec<String> {
        let mut found = Vec::new();
        source::for_each_entry(
            &fs::read_to_string(Path::new(SOURCES).join(file)).unwrap(),
            |headword, _, _| {
                found.push(headword.to_lowercase());
            },
        );
        found.dedup();
        found
    };
    let taken: BTreeSet<String> = sources().iter().flat_map(|file| headwords(file)).collect();
    for verb in headwords("verb.txt") {
        let Some(stem) = verb.strip_suffix('r') else { continue };
        let Some(root) = stem.strip_suffix(['a', 'e', 'i']) else {
            continue;
        };
        let stems = stem_of(&verb, "es", stemmer, |form| forms.get(form).map(String::as_str));
        let mut made: Vec<String> = ["te", "os"].map(|pronoun| format!("{verb}{pronoun}")).into();
        // Of the shortest verbs these would be other words (`sella`).
        if root.chars().count() > 1 {
            made.extend(["le", "les", "lo", "los", "la", "las"].map(|pronoun| format!("{stem}l{pronoun}")));
            let ending = if stem.ends_with('a') { "are" } else { "iere" };
            made.extend(["", "s", "n"].map(|person| format!("{root}{ending}{person}")));
        }
        for form in made.into_iter().filter(|form| !taken.contains(form)) {
            forms.entry(form).or_insert_with(|| stems.clone());
        }
    }
}

/// Names of the files with word pairs, sorted.
fn sources() -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(SOURCES)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("forms-"))
        .collect();
    files.sort();
    files
}

type Pairs = BTreeMap<String, BTreeMap<String, f32>>;

/// Of two weights of the same pair the larger counts.
fn add(pairs: &mut Pairs, from: &str, to: &str, weight: f32) {
    let slot = pairs
        .entry(from.to_owned())
        .or_default()
        .entry(to.to_owned())
        .or_insert(0.0);
    *slot = slot.max(weight);
}

/// A text that holds every string once, with where each begins and its length in the low byte.
#[derive(Default)]
struct Text {
    text: String,
    places: BTreeMap<String, u64>,
}

impl Text {
    fn place(&mut self, word: &str) -> u64 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = (self.text.len() as u64) << 8 | u64::from(u8::try_from(word.len()).unwrap());
        self.text.push_str(word);
        self.places.insert(word.to_owned(), place);
        place
    }
}

fn write_strings(name: &str, strings: &BTreeMap<String, String>) {
    let mut text = Text::default();
    let mut map = MapBuilder::memory();
    for (word, string) in strings {
        map.insert(word, text.place(string)).unwrap();
    }
    write(&format!("{name}.fst"), &map.into_inner().unwrap());
    write(&format!("{name}.txt"), text.text.as_bytes());
}

fn write_pairs(name: &str, pairs: &Pairs) {
    let mut text = Text::default();
    let mut map = MapBuilder::memory();
    let mut rows: Vec<u8> = Vec::new();
    let mut entries = 0u64;
    for (word, row) in pairs {
        // The heaviest first; of the few words with more than 255 the rest is dropped.
        let mut row: Vec<_> = row.iter().collect();
        row.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
        row.truncate(255);
        map.insert(word, entries << 8 | row.len() as u64).unwrap();
        for (other, weight) in &row {
            let place = text.place(other);
            rows.extend_from_slice(&(place >> 8).to_le_bytes()[..3]);
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 255"
            )]
            rows.extend_from_slice(&[(place & 0xff) as u8, (**weight * 255.0).round() as u8]);
        }
        entries += row.len() as u64;
    }
    assert!(text.text.len() < 1 << 24, "places take three bytes");
    write(&format!("{name}.fst"), &map.into_inner().unwrap());
    write(&format!("{name}.rows"), &rows);
    write(&format!("{name}.txt"), text.text.as_bytes());
}

fn write(name: &str, bytes: &[u8]) {
    fs::write(Path::new(&env::var_os("OUT_DIR").unwrap()).join(name), bytes).unwrap();
}
