//! Forms an alignment can be written in. One file each.

#[cfg(feature = "html")]
pub mod anki;
#[cfg(feature = "html")]
mod archive;
mod beads;
mod csv;
mod drift;
#[cfg(feature = "html")]
pub mod epub;
#[cfg(feature = "html")]
pub mod html;
mod jsonl;
mod ladder;
mod loss;
mod moses;
mod partners;
mod tei;
#[cfg(test)]
mod tests;
mod text;
mod tmx;
mod tsv;
mod xces;
mod xliff;
#[cfg(feature = "xlsx")]
mod xlsx;
mod xml;

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::view::{Cell, View};

pub use beads::{Beads, Vecalign};
pub use csv::Csv;
pub use drift::Drift;
pub use jsonl::Jsonl;
pub use ladder::Ladder;
pub use loss::{Loss, formulas, losses};
pub use moses::Moses;
pub use tei::Tei;
pub use text::Text;
pub use tmx::Tmx;
pub use tsv::Tsv;
pub use xces::Xces;
pub use xliff::Xliff;
#[cfg(feature = "xlsx")]
pub use xlsx::Xlsx;

/// A form an alignment can be written in.
pub trait Exporter {
    /// Writes the view.
    ///
    /// # Errors
    /// Whatever `out` says.
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// The name of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// A web page to read.
    #[cfg(feature = "html")]
    Html,
    /// An e-book: [`Epub`](epub::Epub).
    #[cfg(feature = "html")]
    Epub,
    /// A translation memory: [`Tmx`].
    Tmx,
    /// A table with tabs: [`Tsv`].
    Tsv,
    /// A table with commas: [`Csv`].
    Csv,
    /// A spreadsheet: [`Xlsx`].
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// Indices of sentences: [`Beads`].
    Beads,
    /// Indices of sentences as vecalign has them: [`Vecalign`].
    Vecalign,
    /// hunalign's ladder: [`Ladder`].
    Ladder,
    /// hunalign's text form: [`Text`].
    Text,
    /// Training data of Moses: [`Moses`].
    Moses,
    /// One JSON object a link: [`Jsonl`].
    Jsonl,
    /// For translators' programs: [`Xliff`].
    Xliff,
    /// Ids as OPUS links them: [`Xces`].
    Xces,
    /// Both texts and their links: [`Tei`].
    Tei,
    /// Cards of the words in a work: [`Anki`](anki::Anki).
    #[cfg(feature = "html")]
    Anki,
}

impl Format {
    /// Every form, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        #[cfg(feature = "html")]
        Self::Html,
        #[cfg(feature = "html")]
        Self::Epub,
        Self::Tmx,
        Self::Tsv,
        Self::Csv,
        #[cfg(feature = "xlsx")]
        Self::Xlsx,
        Self::Beads,
        Self::Vecalign,
        Self::Ladder,
        Self::Text,
        Self::Moses,
        Self::Jsonl,
        Self::Xliff,
        Self::Xces,
        Self::Tei,
        #[cfg(feature = "html")]
        Self::Anki,
    ];

    /// The name, as on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            #[cfg(feature = "html")]
            Self::Html => "html",
            #[cfg(feature = "html")]
            Self::Epub => "epub",
            Self::Tmx => "tmx",
            Self::Tsv => "tsv",
            Self::Csv => "csv",
            #[cfg(feature = "xlsx")]
            Self::Xlsx => "xlsx",
            Self::Beads => "beads",
            Self::Vecalign => "vecalign",
            Self::Ladder => "ladder",
            Self::Text => "text",
            Self::Moses => "moses",
            Self::Jsonl => "jsonl",
            Self::Xliff => "xliff",
            Self::Xces => "xces",
            Self::Tei => "tei",
            #[cfg(feature = "html")]
            Self::Anki => "anki",
        }
    }

    /// How files of this form end, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            #[cfg(feature = "html")]
            Self::Anki => "apkg",
            other => other.as_str(),
        }
    }

    /// The form that the ending of a file's name tells, in any case and without the dot. `txt` and `xml` tell none:
    /// many forms end so; nor does `anki`, which no file of Anki's ends in.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_lowercase().as_str() {
            #[cfg(feature = "html")]
            "htm" => Some(Self::Html),
            "tab" => Some(Self::Tsv),
            "ndjson" => Some(Self::Jsonl),
            "xlf" => Some(Self::Xliff),
            "ces" => Some(Self::Xces),
            #[cfg(feature = "html")]
            "apkg" => Some(Self::Anki),
            ending => ending
                .parse()
                .ok()
                .filter(|&form: &Self| form.as_str() != "anki" && form != Self::Text && form != Self::Moses),
        }
    }

    /// Whether it is text that a terminal can show.
    #[must_use]
    pub const fn is_text(self) -> bool {
        match self {
            #[cfg(feature = "xlsx")]
            Self::Xlsx => false,
            #[cfg(feature = "html")]
            Self::Epub | Self::Anki => false,
            _ => true,
        }
    }

    /// What writes it.
    #[must_use]
    pub fn exporter(self) -> Box<dyn Exporter> {
        match self {
            #[cfg(feature = "html")]
            Self::Html => Box::new(html::Html::default()),
            #[cfg(feature = "html")]
            Self::Epub => Box::new(epub::Epub::default()),
            Self::Tmx => Box::new(Tmx),
            Self::Tsv => Box::new(Tsv),
            Self::Csv => Box::new(Csv),
            #[cfg(feature = "xlsx")]
            Self::Xlsx => Box::new(Xlsx),
            Self::Beads => Box::new(Beads),
            Self::Vecalign => Box::new(Vecalign),
            Self::Ladder => Box::new(Ladder),
            Self::Text => Box::new(Text),
            Self::Moses => Box::new(Moses),
            Self::Jsonl => Box::new(Jsonl::default()),
            Self::Xliff => Box::new(Xliff),
            Self::Xces => Box::new(Xces),
            Self::Tei => Box::new(Tei),
            #[cfg(feature = "html")]
            Self::Anki => Box::new(anki::Anki),
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
    Format::ALL
        .iter()
        .map(|format| format.as_str())
        .collect::<Vec<_>>()
        .join(", ")
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

/// Text that must stay in one column and one line: each run of tabs and line breaks becomes one
/// blank.
fn one_cell(text: &str) -> Cow<'_, str> {
    let breaks = |c: char| {
        matches!(
            c,
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    if !text.contains(breaks) {
        return Cow::Borrowed(text);
    }
    let mut cell = String::with_capacity(text.len());
    let mut broken = false;
    for c in text.chars() {
        if !breaks(c) {
            cell.push(c);
        } else if !broken {
            cell.push(' ');
        }
        broken = breaks(c);
    }
    Cow::Owned(cell)
}

/// The sentences of one side, joined by one blank.
fn joined(cells: &[Cell<'_>]) -> String {
    cells
        .iter()
        .map(|cell| one_cell(cell.text))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The ids of one side, joined by one blank.
fn ids(cells: &[Cell<'_>]) -> String {
    let ids: Vec<_> = cells.iter().map(|cell| cell.id.to_string()).collect();
    ids.join(" ")
}

/// A probability as it stands in alignment files: at most four decimals, at least one.
fn decimal(probability: f64) -> String {
    format!("{probability:?}")
}
