//! Forms an alignment can be written in. One file each.

mod beads;
#[cfg(feature = "html")]
pub mod epub;
pub(crate) mod escape;
#[cfg(feature = "html")]
pub mod html;
mod jsonl;
mod ladder;
mod moses;
#[cfg(test)]
mod tests;
mod tmx;
mod tsv;
mod xces;
mod xlsx;

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::view::{Cell, View};

pub use beads::Beads;
pub use jsonl::Jsonl;
pub use ladder::Ladder;
pub use moses::Moses;
pub use tmx::Tmx;
pub use tsv::Tsv;
pub use xces::Xces;
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
    /// A spreadsheet: [`Xlsx`].
    Xlsx,
    /// Indices of sentences: [`Beads`].
    Beads,
    /// hunalign's ladder: [`Ladder`].
    Ladder,
    /// Training data of Moses: [`Moses`].
    Moses,
    /// One JSON object a link: [`Jsonl`].
    Jsonl,
    /// Ids as OPUS links them: [`Xces`].
    Xces,
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
        Self::Xlsx,
        Self::Beads,
        Self::Ladder,
        Self::Moses,
        Self::Jsonl,
        Self::Xces,
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
            Self::Xlsx => "xlsx",
            Self::Beads => "beads",
            Self::Ladder => "ladder",
            Self::Moses => "moses",
            Self::Jsonl => "jsonl",
            Self::Xces => "xces",
        }
    }

    /// How files of this form end, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        self.as_str()
    }

    /// Whether it is text that a terminal can show.
    #[must_use]
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Xlsx | Self::Epub)
    }

    /// What writes it.
    #[must_use]
    pub fn exporter(self) -> Box<dyn Exporter> {
        match self {
            #[cfg(feature = "html")]
            Self::Html => Box::new(html::Html),
            #[cfg(feature = "html")]
            Self::Epub => Box::new(epub::Epub::default()),
            Self::Tmx => Box::new(Tmx),
            Self::Tsv => Box::new(Tsv),
            Self::Xlsx => Box::new(Xlsx),
            Self::Beads => Box::new(Beads),
            Self::Ladder => Box::new(Ladder),
            Self::Moses => Box::new(Moses),
            Self::Jsonl => Box::new(Jsonl),
            Self::Xces => Box::new(Xces),
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

/// Text that XML can hold: characters that it cannot are left out. None of them can be seen.
fn visible(text: &str) -> Cow<'_, str> {
    let fine =
        |c: char| matches!(c, '\t' | '\n' | '\r') || !(c.is_ascii_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let fine = |c: char| fine(c) || c == '\u{7f}';
    if text.chars().all(fine) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| fine(c)).collect())
}
