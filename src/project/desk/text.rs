//! Correcting words in the file of a text. The file is a person's: no byte changes but those of the words, its encoding
//! stays, and what cannot be done so is refused and left to an editor.

use encoding_rs::Encoding as Codec;

use crate::text::{SourceText, letters};

/// How a file changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// Its bytes as they will be.
    pub(super) bytes: Vec<u8>,
    /// The line of the first change, from 1.
    pub(super) line: usize,
    /// The lines that change, as they are and as they will be.
    pub(super) lines: [String; 2],
}

/// Why the words of a text cannot be corrected from here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CorrectError {
    /// The file is no plain text.
    #[error(
        "{path} is no plain text file, or mixes encodings; correct it with the program that it was made with, then run cotejo align"
    )]
    Form {
        /// The text.
        path: String,
    },
    /// The encoding of the file cannot say it.
    #[error(
        "{path} is encoded as {encoding}, which has no “{letter}”; convert it to UTF-8 first, or write it otherwise"
    )]
    Letter {
        /// The text.
        path: String,
        /// Its encoding.
        encoding: &'static str,
        /// What it lacks.
        letter: char,
    },
    /// The words do not stand in the file as they were read.
    #[error(
        "the sentence does not stand in {path} letter by letter (a word may be broken there, or marked up); correct it in an editor, then run cotejo align"
    )]
    NotFound {
        /// The text.
        path: String,
    },
    /// The text was changed since it was aligned.
    #[error("{path} was changed since it was aligned; run cotejo align first")]
    Changed {
        /// The text.
        path: String,
    },
    /// The text cannot be read or written.
    #[error("{0}")]
    Read(String),
}

/// Places that are tried where the same words stand more than once.
const TRIES: usize = 50;

/// What is to be changed in a file.
pub(super) struct Wanted<'a> {
    /// How the file is named in messages.
    pub(super) path: &'a str,
    /// The sentence as it stands in the alignment, and as it should.
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    /// How many sentences of the text before it say the same.
    pub(super) before: usize,
}

/// Works out how a file changes. `read` is the text as it was read from `bytes`; `is_right` says whether new bytes are read as
/// they should.
pub(super) fn change(
    bytes: &[u8],
    read: &SourceText,
    wanted: &Wanted<'_>,
    is_right: impl Fn(&[u8]) -> bool,
) -> Result<Change, CorrectError> {
    let path = || wanted.path.to_owned();
    let form = || CorrectError::Form { path: path() };
    let codec = Codec::for_label(read.encoding().name.as_bytes()).ok_or_else(form)?;
    let mark = Codec::for_bom(bytes)
        .filter(|(found, _)| *found == codec)
        .map_or(0, |(_, length)| length);
    let (head, body) = bytes.split_at(mark);
    let text = codec
        .decode_without_bom_handling_and_without_replacement(body)
        .ok_or_else(form)?;
    let encoded = |text: &str| encode(text, codec).map(|body| [head, &body].concat());
    if encoded(&text).as_deref() != Ok(bytes) {
        return Err(form());
    }
    let mut places = places(&text, wanted.from);
    // The place that should be it first: what is marked up or left out of the work may say the same.
    let likeliest = wanted.before.min(places.len().saturating_sub(1));
    if !places.is_empty() {
        places[..=likeliest].rotate_right(1);
    }
    for place in places.iter().take(TRIES) {
        let (start, end, words) = cut_out(place, wanted);
        let words = wrapped(words, &text[start..end]);
        let changed = [&text[..start], &words, &text[end..]].concat();
        let bytes = encoded(&changed).map_err(|letter| CorrectError::Letter {
            path: path(),
            encoding: codec.name(),
            letter,
        })?;
        if is_right(&bytes) {
            let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
            let lines = |text: &str, end: usize| {
                let rest = text[end..].find(['\n', '\r']).map_or(text.len(), |at| end + at);
                text[line_start..rest].to_owned()
            };
            return Ok(Change {
                bytes,
                line: text[..start].matches('\n').count() + 1,
                lines: [lines(&text, end), lines(&changed, start + words.len())],
            });
        }
    }
    Err(CorrectError::NotFound { path: path() })
}

/// Encodes a text; the first letter that cannot be where that fails.
fn encode(text: &str, codec: &'static Codec) -> Result<Vec<u8>, char> {
    // The library decodes UTF-16 and does not encode it.
    match codec.name() {
        "UTF-16LE" => return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "UTF-16BE" => return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        _ => {}
    }
    let (bytes, _, failed) = codec.encode(text);
    if failed {
        let fails = |letter: &char| codec.encode(letter.encode_utf8(&mut [0; 4])).2;
        return Err(text.chars().find(fails).unwrap_or_default());
    }
    Ok(bytes.into_owned())
}

/// Where each letter of a sentence stands, from byte to byte; white space lies between.
type Place = Vec<(usize, usize)>;

/// All places of a text that hold the letters of a sentence, however it is wrapped.
fn places(text: &str, sentence: &str) -> Vec<Place> {
    let letters: Vec<char> = letters(sentence).collect();
    let Some(&first) = letters.first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (start, _) in text.match_indices(first) {
        let there = text[start..].char_indices().filter(|(_, c)| !c.is_whitespace());
        let place: Place = there
            .zip(&letters)
            .take_while(|((_, c), letter)| c == *letter)
            .map(|((at, c), _)| (start + at, start + at + c.len_utf8()))
            .collect();
        if place.len() == letters.len() {
            found.push(place);
        }
    }
    found
}

/// The part of a place that changes, and what comes there.
fn cut_out<'w>(place: &Place, wanted: &Wanted<'w>) -> (usize, usize, &'w str) {
    let (from, to) = (wanted.from, wanted.to);
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let head: usize = from
        .chars()
        .zip(to.chars())
        .take_while(same)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let (rest_from, rest_to) = (&from[head..], &to[head..]);
    let tail = rest_from.chars().rev().zip(rest_to.chars().rev()).take_while(same);
    let tail: usize = tail.map(|(c, _)| c.len_utf8()).sum();
    let (before, after) = (&from[..head], &from[from.len() - tail..]);
    let (first, last) = (letters(before).count(), place.len() - letters(after).count());
    // A blank that stays is the one that stands there, be it a line's end.
    let start = match first.checked_sub(1) {
        Some(at) if !before.ends_with(char::is_whitespace) => place[at].1,
        _ => place
            .get(first)
            .map_or_else(|| place[place.len() - 1].1, |letter| letter.0),
    };
    let end = match place.get(last) {
        Some(letter) if !after.starts_with(char::is_whitespace) => letter.0,
        _ => last.checked_sub(1).map_or(place[0].0, |at| place[at].1),
    };
    (start, end.max(start), &to[head..to.len() - tail])
}

/// Words with the white space of those that they replace, where there is as much of it: lines stay wrapped as they are.
fn wrapped(words: &str, replaced: &str) -> String {
    let is_letter = |c: char| !c.is_whitespace();
    let blanks: Vec<&str> = replaced.split(is_letter).filter(|blank| !blank.is_empty()).collect();
    if words.matches(char::is_whitespace).count() != blanks.len() {
        return words.to_owned();
    }
    let mut blanks = blanks.into_iter();
    let parts = words
        .split_inclusive(char::is_whitespace)
        .map(|part| match part.strip_suffix(char::is_whitespace) {
            Some(word) => [word, blanks.next().unwrap_or(" ")].concat(),
            None => part.to_owned(),
        });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn corrected(bytes: &[u8], from: &str, to: &str, before: usize) -> Result<Change, CorrectError> {
        let read = SourceText::decode(bytes, None, Path::new("t.txt")).unwrap();
        let path = "t.txt";
        change(bytes, &read, &Wanted { path, from, to, before }, |_| true)
    }

    fn latin1(text: &str) -> Vec<u8> {
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    }

    #[test]
    fn only_the_words_change_and_line_ends_stay() {
        let text = "\u{FEFF}El perro duerme\r\nen la caza. Llueve.\r\n\r\nFin.\r\n";
        let change = corrected(
            text.as_bytes(),
            "El perro duerme en la caza.",
            "El perro duerme en la casa.",
            0,
        )
        .unwrap();
        assert_eq!(change.bytes, text.replace("caza", "casa").as_bytes());
        assert_eq!((change.line, change.lines[1].as_str()), (2, "en la casa. Llueve."));
        let undone = corrected(
            &change.bytes,
            "El perro duerme en la casa.",
            "El perro duerme en la caza.",
            0,
        )
        .unwrap();
        assert_eq!(undone.bytes, text.as_bytes());
    }

    #[test]
    fn words_come_and_go() {
        for (from, to, expected) in [
            ("Uno dos tres.", "Uno tres.", "Uno\ntres.\nFin.\n"),
            ("Uno dos tres.", "Uno dos y tres.", "Uno\ndos y tres.\nFin.\n"),
            ("Uno dos tres.", "¡Uno dos tres!", "¡Uno\ndos tres!\nFin.\n"),
            ("Uno dos tres.", "Dos tres.", "Dos tres.\nFin.\n"),
            ("Fin.", "Fin", "Uno\ndos tres.\nFin\n"),
        ] {
            let change = corrected(b"Uno\ndos tres.\nFin.\n", from, to, 0).unwrap();
            assert_eq!(String::from_utf8(change.bytes).unwrap(), expected, "{from} > {to}");
        }
    }

    #[test]
    fn encodings_stay_or_the_letter_is_named() {
        let bytes = latin1("El ni\u{f1}o canto ma\u{f1}ana. \u{bf}Qui\u{e9}n?\nEl a\u{f1}o acab\u{f3}.\n");
        let change = corrected(&bytes, "El niño canto mañana.", "El niño cantó mañana.", 0).unwrap();
        assert!(change.bytes.contains(&0xF3));
        assert_eq!(change.bytes.len(), bytes.len());
        let refused = corrected(&bytes, "El año acabó.", "El año acabó → fin.", 0).unwrap_err();
        assert!(matches!(refused, CorrectError::Letter { letter: '→', .. }), "{refused}");
        let utf16: Vec<u8> = "\u{FEFF}Cayo.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let change = corrected(&utf16, "Cayo.", "Cayó.", 0).unwrap();
        assert_eq!(change.bytes.len(), utf16.len());
    }

    #[test]
    fn of_the_same_words_those_that_are_meant_change() {
        let text = b"No.\nSi.\nNo.\nNo.\n";
        let change = corrected(text, "No.", "Nunca.", 1).unwrap();
        assert_eq!(change.bytes, b"No.\nSi.\nNunca.\nNo.\n");
        let missing = corrected(text, "Quizas.", "Nunca.", 0).unwrap_err();
        assert!(missing.to_string().contains("letter by letter"), "{missing}");
    }
}
