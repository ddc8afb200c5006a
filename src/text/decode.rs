//! Bytes to text: encodings, line ends, normal form, hash.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::digest::sha256;
use encoding_rs::Encoding as Codec;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::encoding::{self, Recognised};
use super::file::{MAX_BYTES, read_bytes};
use super::{Encoding, Lang, MarkedPassage, Span, TextBlock};

/// Share of control characters above which decoded bytes are not text.
/// Plain text has none but tab, line ends and form feeds; one in a hundred is already a binary file.
const MAX_CONTROL_SHARE: usize = 100;

/// A text as decoded from its file: NFC, line ends LF, no byte order mark.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceText {
    text: String,
    encoding: Encoding,
    /// The hash of the text as it was read, where [`reworded`](Self::reworded) put another in its place.
    hash: Option<String>,
    /// Passages that the form of the file tells; none in plain text.
    marked: Vec<MarkedPassage>,
}

impl fmt::Debug for SourceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceText({} bytes, {})", self.text.len(), self.encoding.name)
    }
}

/// Why a text could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file system refused.
    #[error("cannot read {path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The path is a folder.
    #[error("{path} is a folder; expected a text file", path = path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// The path is a device, or anything else that is no file.
    #[error("{path} is no regular file; expected a text file", path = path.display())]
    Special {
        /// The path.
        path: PathBuf,
    },
    /// A path of a project leads out of it.
    #[error("{path} lies outside of the project; only texts inside its folder are read", path = path.display())]
    Outside {
        /// The path.
        path: PathBuf,
    },
    /// The file is of a form that is not read as a text.
    #[error("{path} is {what}, not a text: {remedy}", path = path.display())]
    OtherForm {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The file is of a form that is read, and damaged, or made to do damage.
    #[error("{path}: {problem}", path = path.display())]
    BadForm {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The file is larger than is sensible for a text.
    #[error("{path} holds {bytes} bytes; the limit for one text is {MAX_BYTES}", path = path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// The bytes are no text in any encoding known.
    #[error(
        "{path} does not look like a text file (byte {offset} cannot be part of one); \
         convert it to plain text first, or name its encoding with --encoding",
        path = path.display()
    )]
    Binary {
        /// The file.
        path: PathBuf,
        /// Where the first impossible byte stands.
        offset: usize,
    },
    /// No encoding known makes words of the bytes.
    #[error(
        "{path}, line {line}: cannot tell the encoding: byte 0x{byte:02X} would make \"{}\" in {} and \"{}\" in {}; \
         save the file as UTF-8, or name its encoding with --encoding",
        readings[0].1, readings[0].0, readings[1].1, readings[1].0, path = path.display()
    )]
    Unclear {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// A byte that no reading explains.
        byte: u8,
        /// Two encodings and the word around that byte in each.
        readings: Box<[(&'static str, String); 2]>,
    },
    /// The bytes do not fit the encoding that was asked for.
    #[error(
        "{path} is not valid {encoding}: line {line} holds bytes that mean nothing there; \
         leave --encoding out to have it recognised",
        path = path.display()
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The encoding asked for.
        encoding: &'static str,
        /// The first bad line, from 1.
        line: usize,
    },
    /// `--encoding` names nothing known.
    #[error("unknown encoding \"{0}\"; use a name such as utf-8, iso-8859-1, windows-1252, utf-16le")]
    UnknownEncoding(String),
}

impl SourceText {
    /// Reads and decodes a file. `encoding` overrides recognition.
    ///
    /// # Errors
    /// [`ReadError`], naming the file.
    pub fn read(path: &Path, encoding: Option<&str>) -> Result<Self, ReadError> {
        let bytes = read_bytes(path)?;
        Self::decode(&bytes, encoding, path)
    }

    /// Decodes bytes; `path` is only named in messages. As [`decode_in`](Self::decode_in) with no language.
    ///
    /// # Errors
    /// [`ReadError`] when the bytes are no text or do not fit `encoding`.
    pub fn decode(bytes: &[u8], encoding: Option<&str>, path: &Path) -> Result<Self, ReadError> {
        Self::decode_in(bytes, encoding, None, path)
    }

    /// Decodes bytes of a text in some language; `path` is only named in messages.
    ///
    /// A byte order mark decides, then validity as UTF-8, then the pattern of zero bytes that UTF-16 leaves in Latin
    /// text. A file that is UTF-8 but for single bytes is read as UTF-8 with these bytes in the old encoding of the
    /// language. What is left is read in the encoding whose letters and marks fit the language best.
    /// [`Encoding::doubt`] holds what a person should know of it.
    ///
    /// # Errors
    /// [`ReadError`] when the bytes are no text, do not fit `encoding`, or make no words in any encoding known.
    ///
    /// # Complexity
    /// Linear in the number of bytes.
    pub fn decode_in(bytes: &[u8], encoding: Option<&str>, lang: Option<Lang>, path: &Path) -> Result<Self, ReadError> {
        let marked = Codec::for_bom(bytes);
        let (codec, guessed, doubt) = match (encoding, marked) {
            (Some(label), _) => {
                let codec = Codec::for_label(label.as_bytes());
                (
                    codec.ok_or_else(|| ReadError::UnknownEncoding(label.to_owned()))?,
                    false,
                    None,
                )
            }
            (None, Some((codec, _))) => (codec, false, None),
            (None, None) if encoding::is_utf8(bytes) => (encoding::UTF8, false, None),
            (None, None) => match encoding::recognise(bytes, lang) {
                Recognised::Whole(codec, doubt) => (codec, true, doubt),
                Recognised::Mixed(text, doubt) => {
                    let encoding = Encoding {
                        doubt: Some(doubt),
                        ..encoding::utf8()
                    };
                    return Self::decoded(Cow::Owned(text), encoding, bytes, path);
                }
                Recognised::Nothing { .. }
                    if bytes.iter().filter(|&&byte| byte < 9).count() > bytes.len() / MAX_CONTROL_SHARE =>
                {
                    return Err(ReadError::Binary {
                        path: path.to_owned(),
                        offset: first_control(bytes),
                    });
                }
                Recognised::Nothing { line, byte, readings } => {
                    return Err(ReadError::Unclear {
                        path: path.to_owned(),
                        line,
                        byte,
                        readings: Box::new(readings),
                    });
                }
            },
        };
        let body = match marked {
            Some((found, length)) if found == codec => &bytes[length..],
            _ => bytes,
        };
        let decoded = match codec.decode_without_bom_handling_and_without_replacement(body) {
            Some(text) => text,
            None if guessed => {
                return Err(ReadError::Binary {
                    path: path.to_owned(),
                    offset: first_control(bytes),
                });
            }
            None => {
                let lossy = codec.decode_without_bom_handling(body).0;
                let before = lossy.split('\u{FFFD}').next().unwrap_or_default();
                return Err(ReadError::Malformed {
                    path: path.to_owned(),
                    encoding: codec.name(),
                    line: before.matches('\n').count() + 1,
                });
            }
        };
        let doubt = doubt.or_else(|| encoding::encoded_twice(&decoded));
        let encoding = Encoding {
            name: codec.name(),
            guessed,
            doubt,
        };
        Self::decoded(decoded, encoding, bytes, path)
    }

    /// Takes what was decoded, unless it is no text.
    fn decoded(text: Cow<'_, str>, encoding: Encoding, bytes: &[u8], path: &Path) -> Result<Self, ReadError> {
        let control = text.chars().filter(|&c| is_stray_control(c)).count();
        if text.contains('\0') || control > text.len() / MAX_CONTROL_SHARE {
            return Err(ReadError::Binary {
                path: path.to_owned(),
                offset: first_control(bytes),
            });
        }
        Ok(Self {
            text: normalise(text),
            hash: None,
            encoding,
            marked: Vec::new(),
        })
    }

    /// A text that is already in memory; it is brought to NFC and LF.
    #[must_use]
    pub fn from_string(text: impl Into<String>) -> Self {
        let text = normalise(Cow::Owned(text.into()));
        Self {
            text,
            hash: None,
            encoding: encoding::utf8(),
            marked: Vec::new(),
        }
    }

    /// A text of passages that are known already, a blank line between them.
    #[must_use]
    pub fn from_blocks(blocks: &[TextBlock], encoding: Encoding) -> Self {
        let (mut text, mut marked) = (String::new(), Vec::with_capacity(blocks.len()));
        for block in blocks {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(&normalise(Cow::Borrowed(&block.text)));
            marked.push(MarkedPassage {
                kind: block.kind,
                span: Span::new(start, text.len()),
                whole: block.whole,
            });
        }
        text.push('\n');
        Self {
            text,
            hash: None,
            encoding,
            marked,
        }
    }

    /// The passages that the form of the file tells; none in plain text.
    #[must_use]
    pub fn marked(&self) -> &[MarkedPassage] {
        &self.marked
    }

    /// The decoded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How the bytes were read.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding.clone()
    }

    /// The same text with other characters, as it is read on: [`sha256`](Self::sha256) stays that of the file.
    pub(crate) fn reworded(self, text: String) -> Self {
        Self {
            hash: Some(self.sha256()),
            text,
            encoding: self.encoding,
            marked: Vec::new(),
        }
    }

    /// SHA-256 of the decoded text as UTF-8, in lower-case hexadecimal.
    ///
    /// A checkout with CRLF, a BOM or another encoding has the same hash.
    #[must_use]
    pub fn sha256(&self) -> String {
        match &self.hash {
            Some(hash) => hash.clone(),
            None => sha256(self.text.as_bytes()),
        }
    }
}

fn is_stray_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')
}

fn first_control(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|&b| b < 32 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c))
        .unwrap_or(0)
}

fn normalise(text: Cow<'_, str>) -> String {
    // Programs that join files leave one mark after another.
    let text = match text.trim_start_matches('\u{FEFF}') {
        rest if rest.len() < text.len() => Cow::Owned(rest.to_owned()),
        _ => text,
    };
    let text = if text.contains('\r') {
        // A file with CRLF that was converted once more ends its lines with CR CR LF.
        let text = text.replace("\r\r\n", "\n").replace("\r\n", "\n");
        // Where lines end otherwise, a return alone ends none.
        Cow::Owned(if text.contains('\n') {
            text.replace('\r', " ")
        } else {
            text.replace('\r', "\n")
        })
    } else {
        text
    };
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.into_owned(),
        _ => text.nfc().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<SourceText, ReadError> {
        SourceText::decode(bytes, None, Path::new("t.txt"))
    }

    #[test]
    fn a_return_inside_a_line_ends_none() {
        let read = |bytes: &[u8]| decode(bytes).unwrap().as_str().to_owned();
        assert_eq!(read(b"Uno y\rdos.\nTres.\n"), "Uno y dos.\nTres.\n");
        assert_eq!(read(b"Uno y\rdos.\r\nTres.\r\n"), "Uno y dos.\nTres.\n");
        assert_eq!(read(b"Uno.\rDos.\r"), "Uno.\nDos.\n");
    }

    #[test]
    fn another_wording_keeps_the_hash_of_the_file() {
        let text = decode(b"vol-\nver\n").unwrap();
        let hash = text.sha256();
        let reworded = text.reworded("\nvolver\n".to_owned());
        assert_eq!((reworded.as_str(), reworded.sha256()), ("\nvolver\n", hash));
    }

    #[test]
    fn the_same_text_in_any_encoding_has_the_same_hash() {
        let plain = "¿Mañana?\nEl niño cantó: «Sí».\n";
        let utf16: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_be: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let latin1: Vec<u8> = plain.chars().map(|c| u8::try_from(c as u32).unwrap()).collect();
        let crlf = plain.replace('\n', "\r\n");
        let cr = plain.replace('\n', "\r");
        let nfd: String = plain.nfd().collect();
        let bom = format!("\u{FEFF}{plain}");
        let expected = decode(plain.as_bytes()).unwrap().sha256();
        for (name, bytes) in [
            ("utf-16le", utf16.as_slice()),
            ("utf-16be", &utf16_be),
            ("latin-1", &latin1),
            ("crlf", crlf.as_bytes()),
            ("cr", cr.as_bytes()),
            ("nfd", nfd.as_bytes()),
            ("bom", bom.as_bytes()),
        ] {
            assert_eq!(decode(bytes).unwrap().sha256(), expected, "{name}");
        }
    }

    #[test]
    fn a_guess_is_marked_as_one() {
        assert!(!decode("niño".as_bytes()).unwrap().encoding().guessed);
        let latin1 = decode(b"El ni\xf1o cant\xf3 ayer en la ca\xf1ada.").unwrap();
        assert_eq!(
            (latin1.encoding().name, latin1.encoding().guessed),
            ("windows-1252", true)
        );
    }

    #[test]
    fn binary_files_are_refused() {
        assert!(matches!(
            decode(b"\x7fELF\x02\x01\x01\0\0\0\0"),
            Err(ReadError::Binary { .. })
        ));
        assert!(matches!(
            decode(b"PK\x03\x04\x14\x00\x06\x00"),
            Err(ReadError::Binary { .. })
        ));
    }

    #[test]
    fn line_ends_and_marks_of_any_kind_and_number_are_levelled() {
        for (bytes, text) in [
            ("\u{feff}\u{feff}\u{feff}uno\n", "uno\n"),
            ("uno\rdos\r\rtres", "uno\ndos\n\ntres"),
            ("uno\r\r\ndos\r\r\n", "uno\ndos\n"),
        ] {
            assert_eq!(decode(bytes.as_bytes()).unwrap().as_str(), text);
        }
        let utf16: Vec<u8> = "\u{feff}\u{feff}uno"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&utf16).unwrap().as_str(), "uno");
    }

    #[test]
    fn a_wrong_encoding_names_the_line() {
        let error = SourceText::decode(b"uno\ndos\n\xf1\n", Some("utf-8"), Path::new("t.txt"));
        assert!(matches!(error, Err(ReadError::Malformed { line: 3, .. })));
    }
}
