//! Forms an alignment can be read from. One file each.
//!
//! [`read`] makes rows of a file; [`Base::settle`] gives the sentences of an alignment, or of two texts, the groups
//! of these rows. Nothing is ever taken from a file but groups, statuses, notes and estimates: the wording is that of
//! the base, and a file that holds another is refused with its line.

pub mod beads;
mod cells;
mod delimited;
mod error;
mod fit;
mod hunalign;
mod ladder;
mod misfit;
mod row;
mod settle;
mod tei;
#[cfg(test)]
mod tests;
mod tmx;
mod xces;
mod xlsx;
mod xml;

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use crate::text::{ReadError, SourceText};

pub use error::ImportError;
pub use row::{Author, Imported, Origin, Part, Place, Row};
pub use settle::{Base, NamedLink, Settled};

/// The name of a form that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// A table with tabs.
    Tsv,
    /// A table with commas or semicolons.
    Csv,
    /// A spreadsheet.
    Xlsx,
    /// A translation memory, TMX 1.4b.
    Tmx,
    /// Indices of sentences, as the program and vecalign write them.
    Beads,
    /// hunalign's ladder.
    Ladder,
    /// hunalign's text form.
    Text,
    /// Alignments of OPUS.
    Xces,
    /// Alignments of InterText.
    Tei,
}

impl Format {
    /// Every form, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::Tsv,
        Self::Csv,
        Self::Xlsx,
        Self::Tmx,
        Self::Beads,
        Self::Ladder,
        Self::Text,
        Self::Xces,
        Self::Tei,
    ];

    /// The name, as on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Tmx => "tmx",
            Self::Beads => "beads",
            Self::Ladder => "ladder",
            Self::Text => "text",
            Self::Xces => "xces",
            Self::Tei => "tei",
        }
    }

    /// The form of a file with this ending and content, as far as they tell.
    #[must_use]
    pub fn guess(extension: &str, content: &[u8]) -> Option<Self> {
        match extension.to_lowercase().as_str() {
            "tsv" | "tab" => Some(Self::Tsv),
            "csv" => Some(Self::Csv),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "tmx" => Some(Self::Tmx),
            "beads" => Some(Self::Beads),
            "ladder" => Some(Self::Ladder),
            "xces" | "ces" => Some(Self::Xces),
            "xml" | "tei" => xml::root(content).and_then(|root| match root.as_str() {
                "cesAlign" => Some(Self::Xces),
                "linkGrp" | "TEI" => Some(Self::Tei),
                "tmx" => Some(Self::Tmx),
                _ => None,
            }),
            // Excel calls its tables with tabs "Unicode text".
            "txt" | "text" => Some(if cells::begins_with_header(content) {
                Self::Tsv
            } else {
                Self::Text
            }),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that no form has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown format \"{name}\"; known are {}", known_formats())]
pub struct UnknownFormat {
    /// What was asked for.
    pub name: String,
}

fn known_formats() -> String {
    let names: Vec<_> = Format::ALL.iter().map(|format| format.as_str()).collect();
    names.join(", ")
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| UnknownFormat { name: name.to_owned() })
    }
}

/// What a file that is imported may need besides its own bytes.
pub struct Reading<'a> {
    /// Language codes, source first.
    pub langs: [&'a str; 2],
    /// Gives the content of a file that the imported one names, if it is at hand.
    pub companion: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

impl fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("langs", &self.langs)
            .finish_non_exhaustive()
    }
}

/// Largest file read, in bytes: a novel as a spreadsheet has about 1 MB.
pub const MAX_BYTES: u64 = 256 << 20;

/// Reads a file. Several readings come out where the form leaves it open, likeliest first.
///
/// # Errors
/// [`ImportError`] when it is not of the form.
pub fn read(format: Format, bytes: &[u8], reading: &Reading<'_>) -> Result<Vec<Imported>, ImportError> {
    if bytes.len() as u64 > MAX_BYTES {
        let problem = format!("it holds {} bytes; the limit is {MAX_BYTES}", bytes.len());
        return Err(ImportError::form(None, problem));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::form(None, "the file is empty"));
    }
    match format {
        Format::Xlsx => xlsx::read(bytes).map(|imported| vec![imported]),
        Format::Tsv => delimited::read_tsv(&decode(bytes)?),
        Format::Csv => delimited::read_csv(&decode(bytes)?).map(|imported| vec![imported]),
        Format::Beads => Ok(vec![beads::read_rows(&decode(bytes)?)?]),
        Format::Ladder => Ok(vec![ladder::read(&decode(bytes)?)?]),
        Format::Text => Ok(vec![hunalign::read(&decode(bytes)?)?]),
        Format::Tmx => Ok(vec![tmx::read(&xml::decode(bytes)?, reading.langs)?]),
        Format::Xces => Ok(vec![xces::read(&xml::decode(bytes)?, reading)?]),
        Format::Tei => Ok(vec![tei::read(&xml::decode(bytes)?, reading)?]),
    }
}

/// Imports a file onto a base, in the first reading that fits.
///
/// # Errors
/// [`ImportError`] of the likeliest reading.
pub fn import(
    format: Format,
    bytes: &[u8],
    base: &Base,
    companion: &dyn Fn(&str) -> Option<Vec<u8>>,
    replace_decisions: bool,
) -> Result<(Settled, Vec<String>), ImportError> {
    let reading = Reading {
        langs: base.langs(),
        companion,
    };
    let mut first = None;
    for imported in read(format, bytes, &reading)? {
        match base.settle(&imported, replace_decisions) {
            Ok(settled) => return Ok((settled, imported.notes)),
            Err(error) => {
                first.get_or_insert(error);
            }
        }
    }
    Err(first.unwrap_or(ImportError::Empty))
}

/// The text of a file that is not XML.
fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    let text = SourceText::decode(bytes, None, Path::new("it")).map_err(|error| unreadable(bytes, &error))?;
    if text.encoding().guessed && !text.encoding().name.starts_with("UTF-16") && mostly_utf8(bytes) {
        let valid = str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let line = bytes[..valid].split(|&byte| byte == b'\n').count();
        return Err(ImportError::form(
            Place::Line(line),
            "it holds bytes that are no UTF-8, while the rest of the file is; save it again as UTF-8",
        ));
    }
    Ok(text.as_str().to_owned())
}

/// Why bytes are no text.
fn unreadable(bytes: &[u8], error: &ReadError) -> ImportError {
    match error {
        ReadError::Binary { offset, .. } => {
            let line = bytes[..(*offset).min(bytes.len())].split(|&byte| byte == b'\n').count();
            ImportError::form(Place::Line(line), "this is no text file")
        }
        ReadError::Malformed { encoding, line, .. } => ImportError::form(
            Place::Line(*line),
            format!("it holds bytes that are no {encoding}; save it again, as UTF-8"),
        ),
        error => ImportError::form(None, error.to_string()),
    }
}

/// Whether letters beyond ASCII are UTF-8 for the most part, so that the file is damaged and not in another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (mut good, mut bad) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if c == char::REPLACEMENT_CHARACTER {
            bad += 1;
        } else {
            good += 1;
        }
    }
    good > bad
}
