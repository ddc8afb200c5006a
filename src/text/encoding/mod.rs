//! Which encoding bytes are in, and what is odd about them.
//!
//! A byte order mark decides, then validity as UTF-8, then the zeros that UTF-16 leaves in Latin text. What is
//! left is a file of one of the old code pages, or UTF-8 into which foreign bytes were pasted. Which it is, is
//! told by the letters: each reading is judged by what the language of the text writes.

mod letters;
#[cfg(test)]
mod tests;
mod twice;

use std::fmt;

use encoding_rs::{Encoding as Codec, UTF_8, UTF_16BE, UTF_16LE};

use letters::{by_letters, codecs, is_expected};
pub(super) use twice::encoded_twice;

use super::Lang;

/// How the bytes of a text were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoding {
    /// Name as in the WHATWG Encoding Standard, such as `UTF-8` or `windows-1252`.
    pub name: &'static str,
    /// True when nothing in the file or the call said so and it was concluded from the bytes.
    pub guessed: bool,
    /// What a person should know of how it was read.
    pub doubt: Option<Doubt>,
}

/// What is odd about the bytes of a text that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// The file is UTF-8 but for some bytes, which were read as another encoding.
    Stray {
        /// The line of the first, from 1.
        line: usize,
        /// The byte of that line, from 1.
        column: usize,
        /// The byte itself.
        byte: u8,
        /// What it was read as.
        read_as: char,
        /// The encoding that says so.
        codec: &'static str,
        /// How many such bytes there are.
        count: usize,
    },
    /// An encoding without a mark was concluded; another is possible.
    Guess {
        /// The first line that another encoding would read otherwise, from 1.
        line: usize,
        /// The first such byte.
        byte: u8,
        /// The word around it as it was read.
        found: String,
        /// The second best reading: its encoding and the same word.
        other: Option<(&'static str, String)>,
    },
    /// UTF-8 was taken for an old encoding and converted to UTF-8 once more.
    Twice {
        /// The first line it shows in, from 1.
        line: usize,
        /// A word as it stands there.
        found: String,
        /// What it was.
        meant: String,
    },
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stray {
                line,
                column,
                byte,
                read_as,
                codec,
                count,
            } => {
                let more = match count - 1 {
                    0 => String::new(),
                    1 => " (and one more)".to_owned(),
                    more => format!(" (and {more} more)"),
                };
                write!(
                    f,
                    "line {line}, byte {column} (0x{byte:02X}) is not valid UTF-8{more}, while the rest of the file is; \
                     it was read as \"{read_as}\", its meaning in {codec}"
                )
            }
            Self::Guess {
                line,
                byte,
                found,
                other,
            } => {
                write!(f, "line {line}, byte 0x{byte:02X} in \"{found}\"")?;
                match other {
                    Some((codec, word)) => write!(f, " (it would be \"{word}\" in {codec})"),
                    None => Ok(()),
                }
            }
            Self::Twice { line, found, meant } => write!(
                f,
                "line {line} holds \"{found}\", which was \"{meant}\" before the file was converted to UTF-8 a second time"
            ),
        }
    }
}

/// What was made of bytes whose encoding nobody named.
pub(super) enum Recognised {
    /// One encoding for all of them.
    Whole(&'static Codec, Option<Doubt>),
    /// UTF-8 with some bytes in between that are not; the text is ready.
    Mixed(String, Doubt),
    /// No encoding known makes words of them.
    Nothing {
        line: usize,
        byte: u8,
        readings: [(&'static str, String); 2],
    },
}

/// Concludes the encoding of bytes without a byte order mark that are not valid UTF-8.
pub(super) fn recognise(bytes: &[u8], lang: Option<Lang>) -> Recognised {
    if let Some(codec) = utf16_without_mark(bytes) {
        return Recognised::Whole(codec, None);
    }
    let first = codecs(lang)[0];
    if let Some((text, doubt)) = mixed(bytes, lang, first) {
        return Recognised::Mixed(text, doubt);
    }
    by_letters(bytes, lang)
}

/// Latin text in UTF-16 has a zero in nearly every other byte: the high halves.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Codec> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.is_empty() || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    // Four fifths: Spanish and English text in UTF-16 has well over nine tenths, binary files under half.
    let mostly = |count: usize| count * 5 > half * 4;
    match (mostly(even), mostly(odd)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// A text that is UTF-8 in most places, with every other byte read as `codec`.
///
/// A letter beyond ASCII takes two bytes in UTF-8, and old encodings make such pairs by accident only in the odd
/// "CAFÉ»", so a few of them that give letters of the language are enough.
fn mixed(bytes: &[u8], lang: Option<Lang>, codec: &'static Codec) -> Option<(String, Doubt)> {
    let (mut good, mut bad, mut rest) = (0_usize, 0_usize, bytes);
    while !rest.is_empty() {
        let (valid, wrong) = split_valid(rest);
        good += valid.chars().filter(|&c| is_expected(c, lang)).count();
        bad += usize::from(wrong.is_some());
        rest = &rest[(valid.len() + usize::from(wrong.is_some())).min(rest.len())..];
    }
    // One in ten: a file put together from two, each in its own encoding.
    if good == 0 || good < bad && (good < 3 || good * 10 < bad) {
        return None;
    }
    let (mut text, mut rest, mut doubt) = (String::with_capacity(bytes.len() + 64), bytes, None);
    while !rest.is_empty() {
        let (valid, wrong) = split_valid(rest);
        text.push_str(valid);
        let Some(byte) = wrong else { break };
        let read_as = one(byte, codec);
        doubt.get_or_insert_with(|| {
            let at = bytes.len() - rest.len() + valid.len();
            let (line, column) = place(bytes, at);
            Doubt::Stray {
                line,
                column,
                byte,
                read_as,
                codec: codec.name(),
                count: bad,
            }
        });
        text.push(read_as);
        rest = &rest[valid.len() + 1..];
    }
    doubt.map(|doubt| (text, doubt))
}

fn split_valid(bytes: &[u8]) -> (&str, Option<u8>) {
    match str::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = error.valid_up_to();
            (str::from_utf8(&bytes[..valid]).unwrap_or_default(), Some(bytes[valid]))
        }
    }
}

/// What a byte means; what means nothing becomes the replacement character.
fn one(byte: u8, codec: &'static Codec) -> char {
    let bytes = [byte];
    let decoded = codec.decode_without_bom_handling(&bytes).0;
    let c = decoded.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }
}

/// Line and byte of the line, both from 1.
fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at.min(bytes.len())];
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    (line, at - start + 1)
}

/// Whether bytes are UTF-8 without a mark.
pub(super) fn is_utf8(bytes: &[u8]) -> bool {
    !bytes.contains(&0) && str::from_utf8(bytes).is_ok()
}

/// UTF-8, as an encoding that was not guessed.
pub(super) const fn utf8() -> Encoding {
    Encoding {
        name: "UTF-8",
        guessed: false,
        doubt: None,
    }
}

/// The codec of UTF-8.
pub(super) const UTF8: &Codec = UTF_8;
