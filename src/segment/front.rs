//! What single lines of front and back matter say: who made a book, who printed it, what stands in it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::Matter;

use super::chars::is_dash;
use super::rules::{Rules, Words};
use crate::text::normal::roman_value;

/// Longest passage that is a line of a title page, in bytes.
const MAX_LINE: usize = 240;

/// The lists of `rules/front.txt`, by name.
fn list(name: &str) -> &'static [&'static str] {
    static LISTS: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
        let mut lists: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        let mut open = "";
        for line in include_str!("rules/front.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(name) => open = name,
                None => {
                    let entries = line.split(',').map(str::trim).filter(|entry| !entry.is_empty());
                    lists.entry(open).or_default().extend(entries);
                }
            }
        }
        lists
    });
    LISTS.get(name).map_or(&[], Vec::as_slice)
}

fn is_one_of(name: &str, word: &str) -> bool {
    list(name).contains(&word)
}

/// How a heading is numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// The word before the number, in small letters; empty for a number alone.
    word: String,
    /// Figures, not a Roman number or a word.
    figures: bool,
    /// The number; 2 stands for any word that is not "first".
    pub(super) value: u32,
    /// It numbers a part, not a chapter.
    pub(super) part: bool,
}

impl Label {
    /// Whether both number the same kind of thing in the same way.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.series() == other.series()
    }

    /// What kind of thing is numbered, and of a number alone whether in figures.
    pub(super) fn series(&self) -> (&str, bool) {
        (&self.word, self.figures && self.word.is_empty())
    }
}

/// The letters and figures of a line, words set apart by one blank, in small letters.
pub(super) fn letters(line: &str) -> String {
    let words = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    joined(words).to_lowercase()
}

/// Words with a blank between them.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The number of a heading: `I`, `-I-`, `CHAPTER I. Of windmills`, `Capítulo primero`, `PART FIRST`, `1. The house`.
pub(super) fn label(heading: &str, rules: &Rules) -> Option<Label> {
    let core = heading.trim_matches(|c: char| {
        is_dash(c) || c.is_whitespace() || matches!(c, '_' | '*' | '=' | '[' | ']' | '#' | '§')
    });
    let words: Vec<String> = letters(core.lines().next().unwrap_or_default())
        .split(' ')
        .take(3)
        .map(str::to_owned)
        .collect();
    let named =
        |word: &str| rules.has(Words::Numbered, word) || rules.has(Words::Heading, word) || is_one_of("part", word);
    let number = |word: &str| -> Option<(u32, bool)> {
        if let Ok(value) = word.parse() {
            return (word.len() < 4).then_some((value, true));
        }
        if is_one_of("first", word) {
            return Some((1, false));
        }
        if is_one_of("later", word) {
            return Some((2, false));
        }
        let capitals = word.to_uppercase();
        let long = || capitals.len() < 9 && capitals.bytes().all(|b| b"IVXLC".contains(&b));
        roman_value(&capitals)
            .or_else(|| long().then_some(2))
            .map(|value| (value, false))
    };
    let made = |word: &str, (value, figures): (u32, bool)| Label {
        word: word.to_owned(),
        figures,
        value,
        part: is_one_of("part", word),
    };
    match words.as_slice() {
        [name, the, value, ..] if named(name) && the == "the" => number(value).map(|value| made(name, value)),
        [name, value, ..] if named(name) => number(value).map(|value| made(name, value)),
        // "PRIMERA PARTE"
        [value, name, ..] if is_one_of("part", name) && !value.bytes().all(|b| b.is_ascii_digit()) => {
            number(value).map(|value| made(name, value))
        }
        [value, ..] => {
            // A number alone, or with a title after a full stop, dash or bracket. "A" and "mi" are no numbers.
            let written = &core[..core.find(|c: char| !c.is_alphanumeric()).unwrap_or(core.len())];
            let figures = written.bytes().all(|b| b.is_ascii_digit());
            let capitals = written.bytes().all(|b| b.is_ascii_uppercase());
            let rest = core[written.len()..].trim_start_matches(['º', 'ª']);
            let closed =
                rest.is_empty() || rest.starts_with(['.', ':', ')', '\n']) || rest.trim_start().starts_with(is_dash);
            (closed && (figures || capitals)).then(|| number(value).map(|value| made("", value)))?
        }
        [] => None,
    }
}

/// Whether a heading is that of a part, numbered or not: `PRIMERA PARTE`, `Book the First`.
pub(super) fn is_part(heading: &str, rules: &Rules) -> bool {
    label(heading, rules).is_some_and(|label| label.part)
}

/// Whether a line is the heading of a printed table of contents.
pub(super) fn is_contents_heading(line: &str) -> bool {
    line.len() < 60 && is_one_of("contents", &letters(line))
}

/// Whether a line marks the end of the whole work: `THE END`, `FIN DE «MARIANELA»`, but not `End of Part One`.
pub(super) fn is_end(line: &str) -> bool {
    if line.len() > 80 {
        return false;
    }
    let words = letters(line);
    let part = words
        .split(' ')
        .any(|word| is_one_of("part", word) || matches!(word, "capítulo" | "chapter" | "primera" | "scene" | "escena"));
    let begins = |start: &&str| words.strip_prefix(*start).is_some_and(|rest| rest.starts_with(' '));
    let closed = line.trim_end_matches(['.', '!', '_', '*', '=', '»', '"', '”', ' ']);
    is_one_of("end", &words) || list("end-of").iter().any(begins) && !part && !closed.contains(['.', ';', ','])
}

/// Whether a line is a name of a person as title pages have it: a given name or initials, then names.
pub(super) fn is_author(line: &str) -> bool {
    if line.len() > 60 || line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let Some(first) = words.first() else {
        return false;
    };
    let initial = first.ends_with('.') && first.chars().count() <= 6 && first.starts_with(char::is_uppercase);
    let given = is_one_of("given-name", &first.to_lowercase());
    let named = words[1..].iter().all(|word| {
        word.starts_with(char::is_uppercase)
            || matches!(
                *word,
                "de" | "del" | "la" | "y" | "of" | "and" | "von" | "van" | "da" | "&"
            )
    });
    (2..7).contains(&words.len())
        && named
        && (given || initial && words[1..].iter().any(|word| word.chars().count() > 3))
}

/// Whether a line is none of the work even where nothing else says that something stands before it: who made the text, a licence, rights.
pub(super) fn is_certain(passage: &str) -> bool {
    match definite(passage) {
        Some(Matter::Licence | Matter::Producer | Matter::Transcriber) => true,
        Some(Matter::Publisher) => {
            let small = passage.to_lowercase();
            list("publisher-holds").iter().any(|part| small.contains(part))
        }
        _ => false,
    }
}

/// What a passage certainly is, by its words.
pub(super) fn definite(passage: &str) -> Option<Matter> {
    let begin = passage
        .char_indices()
        .nth(MAX_LINE * 4)
        .map_or(passage, |(end, _)| &passage[..end]);
    let small = joined(begin.split_whitespace()).to_lowercase();
    let bare = small.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    let starts = |name: &str| list(name).iter().any(|start| bare.starts_with(start));
    let holds = |name: &str| list(name).iter().any(|part| small.contains(part));
    if starts("transcriber") {
        return Some(Matter::Transcriber);
    }
    if starts("licence") || holds("licence-holds") {
        return Some(Matter::Licence);
    }
    if passage.len() > MAX_LINE * 2 {
        return None;
    }
    if starts("producer") || holds("producer-holds") {
        return Some(Matter::Producer);
    }
    if passage.len() > MAX_LINE {
        return None;
    }
    let words = letters(passage);
    let year = words.len() == 4 && words.starts_with(['1', '2']) && words.bytes().all(|b| b.is_ascii_digit());
    if year
        || holds("publisher-holds")
        || starts("publisher")
        || words.split(' ').any(|word| {
            matches!(
                word,
                "editores" | "publishers" | "publisher" | "ejemplares" | "printers" | "impresores"
            )
        })
        || is_printing(&words)
    {
        return Some(Matter::Publisher);
    }
    if starts("advert") || has_price(&small) && !passage.starts_with(['—', '-', '"', '“', '«']) {
        return Some(Matter::Advert);
    }
    if is_contents_heading(passage) {
        return Some(Matter::Contents);
    }
    let by = matches!(words.as_str(), "by" | "por" | "de")
        || is_by_line(passage)
        || starts("title-page")
        || matches!(
            words.as_str(),
            "novela" | "novelas" | "a romance" | "cuentos" | "drama" | "poesías"
        );
    let line = by && passage.len() < 120 && !passage.trim_end().ends_with(['.', ',', ';', '?', '!'])
        || words.ends_with("translated from the spanish");
    line.then_some(Matter::TitlePage)
}

/// `By John Hale`, `Por Marta Los Arcos`: names only.
fn is_by_line(line: &str) -> bool {
    let mut words = line
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let by = words
        .next()
        .is_some_and(|word| matches!(word.to_lowercase().as_str(), "by" | "por"));
    let name = |word: &str| {
        word.starts_with(char::is_uppercase) || matches!(word, "de" | "del" | "la" | "y" | "of" | "and" | "von" | "")
    };
    by && line.len() < 80 && words.clone().count() > 1 && words.all(name)
}

/// `Fourth printing, March, 1920`, `12.ª edición`.
fn is_printing(words: &str) -> bool {
    words.len() < 60
        && (words.split(' ').any(|word| matches!(word, "printing" | "impression"))
            && words.contains(|c: char| c.is_ascii_digit())
            || words.ends_with(" edición") && words.len() < 30
            || words.ends_with(" edition") && words.len() < 30)
}

/// Whether a short line names a price as catalogues do.
fn has_price(small: &str) -> bool {
    let mut words = small
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '$'));
    let mut before = "";
    small.len() < 160
        && words.any(|word| {
            let unit = matches!(word, "pesetas" | "peseta" | "ptas" | "pta" | "cents" | "cts" | "net");
            let counted = before.contains(|c: char| c.is_ascii_digit()) || matches!(before, "una" | "one");
            before = word;
            unit && counted || word.starts_with('$') && word.len() > 1
        })
        && small.split_whitespace().count() < 24
}
