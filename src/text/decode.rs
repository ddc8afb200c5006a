//! Bytes to text: encodings, line ends, normal form, hash.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding as Codec, UTF_8, UTF_16BE, UTF_16LE};
use sha2::{Digest, Sha256};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Largest file read, in bytes. The longest novels are under 10 MB; 1 GiB keeps byte offsets and
/// sentence counts far inside 32 bits and a mistaken disk image out of memory.
const MAX_BYTES: u64 = 1 << 30;

/// Share of control characters above which decoded bytes are not text.
/// Plain text has none but tab, line ends and form feeds; one in a hundred is already a binary file.
const MAX_CONTROL_SHARE: usize = 100;

/// How the bytes of a text were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// Name as in the WHATWG Encoding Standard, such as `UTF-8` or `windows-1252`.
    pub name: &'static str,
    /// True when nothing in the file or the call said so and it was concluded from the bytes.
    pub guessed: bool,
}

/// A text as decoded from its file: NFC, line ends LF, no byte order mark.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceText {
    text: String,
    encoding: Encoding,
    /// The hash of the text as it was read, where [`reworded`](Self::reworded) put another in its place.
    hash: Option<String>,
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
        let io = |source| ReadError::Io {
            path: path.to_owned(),
            source,
        };
        let meta = fs::metadata(path).map_err(io)?;
        if meta.is_dir() {
            return Err(ReadError::Folder { path: path.to_owned() });
        }
        if meta.len() > MAX_BYTES {
            return Err(ReadError::TooLarge {
                path: path.to_owned(),
                bytes: meta.len(),
            });
        }
        let bytes = fs::read(path).map_err(io)?;
        Self::decode(&bytes, encoding, path)
    }

    /// Decodes bytes; `path` is only named in messages.
    ///
    /// A byte order mark decides, then validity as UTF-8, then the pattern of zero bytes that
    /// UTF-16 leaves in Latin text, then the guess of `chardetng`.
    ///
    /// # Errors
    /// [`ReadError`] when the bytes are no text or do not fit `encoding`.
    pub fn decode(bytes: &[u8], encoding: Option<&str>, path: &Path) -> Result<Self, ReadError> {
        let (codec, guessed) = match encoding {
            Some(label) => (
                Codec::for_label(label.as_bytes()).ok_or_else(|| ReadError::UnknownEncoding(label.to_owned()))?,
                false,
            ),
            None => recognise(bytes),
        };
        let body = match Codec::for_bom(bytes) {
            Some((marked, length)) if marked == codec => &bytes[length..],
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
        let control = decoded.chars().filter(|&c| is_stray_control(c)).count();
        if decoded.contains('\0') || control > decoded.len() / MAX_CONTROL_SHARE {
            return Err(ReadError::Binary {
                path: path.to_owned(),
                offset: first_control(bytes),
            });
        }
        Ok(Self {
            text: normalise(decoded),
            hash: None,
            encoding: Encoding {
                name: codec.name(),
                guessed,
            },
        })
    }

    /// A text that is already in memory; it is brought to NFC and LF.
    #[must_use]
    pub fn from_string(text: impl Into<String>) -> Self {
        let text = normalise(Cow::Owned(text.into()));
        Self {
            text,
            hash: None,
            encoding: Encoding {
                name: UTF_8.name(),
                guessed: false,
            },
        }
    }

    /// The decoded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How the bytes were read.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The same text with other characters, as it is read on: [`sha256`](Self::sha256) stays that of the file.
    pub(crate) fn reworded(self, text: String) -> Self {
        Self {
            hash: Some(self.sha256()),
            text,
            encoding: self.encoding,
        }
    }

    /// SHA-256 of the decoded text as UTF-8, in lower-case hexadecimal.
    ///
    /// A checkout with CRLF, a BOM or another encoding has the same hash.
    #[must_use]
    pub fn sha256(&self) -> String {
        use fmt::Write as _;
        if let Some(hash) = &self.hash {
            return hash.clone();
        }
        Sha256::digest(self.text.as_bytes())
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

fn recognise(bytes: &[u8]) -> (&'static Codec, bool) {
    if let Some((codec, _)) = Codec::for_bom(bytes) {
        return (codec, false);
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return (UTF_8, false);
    }
    if let Some(codec) = utf16_without_mark(bytes) {
        return (codec, true);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, chardetng::Utf8Detection::Allow), true)
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
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => text,
    };
    let text = if text.contains('\r') {
        let text = text.replace("\r\n", "\n");
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
            latin1.encoding(),
            Encoding {
                name: "windows-1252",
                guessed: true
            }
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
    fn a_wrong_encoding_names_the_line() {
        let error = SourceText::decode(b"uno\ndos\n\xf1\n", Some("utf-8"), Path::new("t.txt"));
        assert!(matches!(error, Err(ReadError::Malformed { line: 3, .. })));
    }
}
