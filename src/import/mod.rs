//! Forms an alignment can be read from. One file each.
//!
//! [`import`] makes rows of a file; [`Base::settle`] gives the sentences of an alignment, or of two texts, the groups
//! of these rows. Nothing is ever taken from a file but groups, statuses, notes and estimates: the wording is that of
//! the base, and a file that holds another is refused with its line.

pub mod beads;
mod cells;
mod cuts;
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
mod tile;
mod tmx;
mod xces;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::cell::OnceCell;
use std::fmt;
use std::io::Read as _;
use std::path::Path;
use std::str::FromStr;

use crate::cell::letters::of_cell;
use crate::foreign::{unreadable, xml};
use crate::text::{Side, SourceText};

pub use error::ImportError;
pub use row::{Author, Imported, Origin, Part, Place, Row};
pub use settle::{Base, NamedLink, Outdated, Settled};

/// The name of a form that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// A table with tabs.
    Tsv,
    /// A table with commas or semicolons.
    Csv,
    /// A spreadsheet.
    #[cfg(feature = "xlsx")]
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
    /// Whether it is a table that people correct, a link a row.
    #[must_use]
    pub const fn is_table(self) -> bool {
        match self {
            Self::Tsv | Self::Csv => true,
            #[cfg(feature = "xlsx")]
            Self::Xlsx => true,
            _ => false,
        }
    }

    /// Every form, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::Tsv,
        Self::Csv,
        #[cfg(feature = "xlsx")]
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
            #[cfg(feature = "xlsx")]
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
            #[cfg(feature = "xlsx")]
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            "tmx" => Some(Self::Tmx),
            "beads" | "vecalign" => Some(Self::Beads),
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
struct Reading<'a> {
    /// Language codes, source first.
    langs: [&'a str; 2],
    /// The names of the texts' files without folder and ending, source first.
    names: [String; 2],
    /// Gives the content of a file that the imported one names, if it is at hand.
    companion: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// Whether a text holds what a cell holds.
    holds: &'a dyn Fn(Side, &str) -> bool,
}

/// What a file may mean, likeliest first.
#[derive(Debug, Default)]
struct Readings {
    fine: Vec<Imported>,
    /// Why the likeliest of all is none.
    fault: Option<ImportError>,
}

impl Readings {
    fn add(&mut self, read: Result<Imported, ImportError>) {
        match read {
            Ok(imported) => self.fine.push(imported),
            Err(error) if self.fine.is_empty() => {
                self.fault.get_or_insert(error);
            }
            Err(_) => {}
        }
    }
}

impl From<Vec<Imported>> for Readings {
    fn from(fine: Vec<Imported>) -> Self {
        Self { fine, fault: None }
    }
}

/// Largest file read, in bytes, packed or not: a novel as a spreadsheet has about 1 MB.
pub const MAX_BYTES: u64 = 256 << 20;

/// Reads a file.
fn read(format: Format, bytes: &[u8], reading: &Reading<'_>) -> Result<Readings, ImportError> {
    if bytes.len() as u64 > MAX_BYTES {
        let problem = format!("it holds {} bytes; the limit is {MAX_BYTES}", bytes.len());
        return Err(ImportError::form(None, problem));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::form(None, "the file is empty"));
    }
    let one = |imported: Imported| Readings::from(vec![imported]);
    Ok(match format {
        #[cfg(feature = "xlsx")]
        Format::Xlsx => one(xlsx::read(bytes, reading)?),
        Format::Tsv => delimited::read_tsv(&decode(bytes)?, reading),
        Format::Csv => delimited::read_csv(&decode(bytes)?, reading),
        Format::Beads => one(beads::read_rows(&decode(bytes)?)?),
        Format::Ladder => one(ladder::read(&decode(bytes)?)?),
        Format::Text => {
            let text = decode(bytes)?;
            let mut readings = Readings::default();
            readings.add(hunalign::read(&text));
            if readings.fine.is_empty() {
                // Other programs write tables with tabs too, and call them so.
                readings.fine = delimited::read_tsv(&text, reading).fine;
            }
            readings
        }
        Format::Tmx => tmx::read(&xml::decode(bytes)?, reading.langs)?.into(),
        Format::Xces => xces::read(&xml::decode(bytes)?, reading)?,
        Format::Tei => tei::read(&xml::decode(bytes)?, reading)?,
    })
}

/// What a packed file holds (gzip); any other as it is.
///
/// # Errors
/// [`ImportError`] when it is damaged, or holds too much.
pub fn unpack(bytes: Vec<u8>) -> Result<Vec<u8>, ImportError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut content = Vec::new();
    let unpacked = flate2::read::MultiGzDecoder::new(bytes.as_slice())
        .take(MAX_BYTES + 1)
        .read_to_end(&mut content);
    unpacked.map_err(|error| ImportError::form(None, format!("it is packed (gzip) and damaged: {error}")))?;
    if content.len() as u64 > MAX_BYTES {
        let problem = format!("it unpacks to more than {MAX_BYTES} bytes, the limit");
        return Err(ImportError::form(None, problem));
    }
    Ok(content)
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
    let letters = OnceCell::new();
    let holds = |side: Side, cell: &str| {
        let letters: &[String; 2] = letters.get_or_init(|| base.letters());
        let wanted: String = of_cell(cell).into_iter().collect();
        !wanted.is_empty() && letters[side.index()].contains(&wanted)
    };
    let reading = Reading {
        langs: base.langs(),
        names: base.names(),
        companion,
        holds: &holds,
    };
    let Readings { fine, mut fault } = read(format, bytes, &reading)?;
    for imported in fine {
        match base.settle(&imported, replace_decisions) {
            Ok(settled) => return Ok((settled, imported.notes)),
            Err(error) => {
                fault.get_or_insert(error);
            }
        }
    }
    Err(fault.unwrap_or(ImportError::Empty))
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
