//! What a page knows of words: links between them, a row a line, and a small dictionary.
//!
//! Both are text for the page's script, packed so that they add less than a third to a page. Numbers are digits of base 32: the last
//! digit of a number is one of the first 32 characters of [`DIGITS`], those before it are of the second half.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use crate::export::partners::{RowWords, row_words};
use crate::lexicon::Glossary;
use crate::text::{Lang, Span};
use crate::view::View;
use crate::words::Strength;

const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// Senses of a headword that a page holds.
const MOST_SENSES: usize = 8;

/// The two texts for the script.
#[derive(Debug, Default, Serialize)]
pub(super) struct Help {
    /// A line a row.
    links: String,
    /// A line a headword: the word, its senses, and the other forms of it in the work, with bars between the three. Packed with gzip,
    /// as base 64 with `-` and `_`.
    dictionary: String,
}

impl Help {
    /// What is known of the words of a work; nothing where one of its languages is not known.
    ///
    /// # Errors
    /// Of packing, which has none in memory.
    pub(super) fn new(view: &View<'_>) -> io::Result<Option<Self>> {
        let Some(rows) = row_words(view) else {
            return Ok(None);
        };
        let links: Vec<String> = rows.iter().map(links).collect();
        let dictionary = dictionary(view, &rows);
        let packed = if dictionary.is_empty() {
            String::new()
        } else {
            let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
            gzip.write_all(dictionary.as_bytes())?;
            URL_SAFE.encode(gzip.finish()?)
        };
        Ok(Some(Self {
            links: links.join("\n"),
            dictionary: packed,
        }))
    }
}

/// The links of a row that may be shown: for each how far its source word begins behind that of the link before, the length of the word twice
/// and one more if there is doubt, how far its target word begins behind the end of that of the link before, below zero as odd
/// numbers, and the length of that word.
///
/// # Units
/// UTF-16 units, which scripts count in.
fn links(row: &RowWords) -> String {
    let places = [0, 1].map(|side| {
        let spans = if side == 0 {
            &row.words.source
        } else {
            &row.words.target
        };
        utf16(&row.texts[side], spans)
    });
    let mut shown: Vec<_> = row
        .words
        .links
        .iter()
        .filter(|link| link.strength != Strength::Hidden)
        .collect();
    shown.sort_by_key(|link| (link.source, link.target));
    let mut line = String::new();
    let (mut source, mut target) = (0, 0);
    for link in shown {
        let (from, to) = (places[0][link.source], places[1][link.target]);
        let doubt = usize::from(link.strength == Strength::Dotted);
        number(from.0 - source, &mut line);
        number(from.1 * 2 + doubt, &mut line);
        number(
            if to.0 >= target {
                (to.0 - target) * 2
            } else {
                (target - to.0) * 2 - 1
            },
            &mut line,
        );
        number(to.1, &mut line);
        (source, target) = (from.0, to.0 + to.1);
    }
    line
}

/// Where spans begin and how long they are, counted in UTF-16 units. Spans are in order.
fn utf16(text: &str, spans: &[Span]) -> Vec<(usize, usize)> {
    let units = |text: &str| text.encode_utf16().count();
    let (mut bytes, mut at) = (0, 0);
    spans
        .iter()
        .map(|span| {
            at += units(&text[bytes..span.start]);
            bytes = span.start;
            (at, units(&text[span.range()]))
        })
        .collect()
}

fn number(mut number: usize, line: &mut String) {
    let mut digits = vec![DIGITS[number % 32]];
    number /= 32;
    while number > 0 {
        digits.push(DIGITS[32 + number % 32]);
        number /= 32;
    }
    line.extend(digits.iter().rev().map(|&digit| char::from(digit)));
}

/// The headwords of all words of the original.
fn dictionary(view: &View<'_>, rows: &[RowWords]) -> String {
    let langs = [view.source_lang, view.target_lang].map(|lang| lang.parse::<Lang>().ok());
    let [Some(source), Some(target)] = langs else {
        return String::new();
    };
    let glossary = Glossary::embedded(source, target);
    let forms: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| {
            row.words
                .source
                .iter()
                .map(|span| row.texts[0][span.range()].to_lowercase())
        })
        .filter(|form| form.chars().any(char::is_alphabetic))
        .collect();
    let mut found = BTreeMap::<&str, (&[String], Vec<&str>)>::new();
    for form in &forms {
        for entry in glossary.look_up(form) {
            let slot = found.entry(&entry.headword).or_insert((&entry.senses, Vec::new()));
            if *form != entry.headword {
                slot.1.push(form);
            }
        }
    }
    let lines = found.iter().map(|(headword, (senses, forms))| {
        let senses = &senses[..senses.len().min(MOST_SENSES)];
        format!("{headword}|{}|{}", senses.join(","), forms.join(" "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{BeadWords, WordLink};

    fn read(line: &str) -> Vec<usize> {
        let mut numbers = Vec::new();
        let mut number = 0;
        for byte in line.bytes() {
            let digit = DIGITS.iter().position(|&known| known == byte).unwrap();
            number = number * 32 + digit % 32;
            if digit < 32 {
                numbers.push(number);
                number = 0;
            }
        }
        numbers
    }

    #[test]
    fn numbers_come_back() {
        let mut line = String::new();
        let all = [0, 1, 31, 32, 33, 1023, 1024, 70_000];
        all.iter().for_each(|&each| number(each, &mut line));
        assert_eq!(read(&line), all);
    }

    #[test]
    fn links_are_counted_in_the_units_of_scripts() {
        let texts = ["«Sí, 𝔁 faro»".to_owned(), "“Yes, 𝔁 lighthouse”".to_owned()];
        let words = crate::words::words;
        let words = BeadWords {
            source: words(&texts[0]),
            target: words(&texts[1]),
            links: vec![WordLink {
                source: 4,
                target: 4,
                strength: Strength::Dotted,
            }],
        };
        let [source, target] = [0, 1].map(|side| {
            let spans = if side == 0 { &words.source } else { &words.target };
            texts[side][spans[4].range()].to_owned()
        });
        let numbers = read(&links(&RowWords {
            texts: texts.clone(),
            words,
        }));
        let at = |side: usize, word: &str| {
            let text: Vec<u16> = texts[side].encode_utf16().collect();
            let word: Vec<u16> = word.encode_utf16().collect();
            (text.windows(word.len()).position(|it| it == word).unwrap(), word.len())
        };
        let (from, to) = (at(0, &source), at(1, &target));
        assert_eq!(numbers, [from.0, from.1 * 2 + 1, to.0 * 2, to.1]);
    }
}
