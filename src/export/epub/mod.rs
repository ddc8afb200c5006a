//! An e-book: EPUB 3, for reading both texts on any reader.

mod book;
mod cover;
mod package;
mod page;

use std::io::{self, Write};

use super::Exporter;
use crate::view::View;

pub use cover::{Cover, UnknownImage};

/// An EPUB 3 file. The same view and the same settings are the same bytes.
///
/// # Shape
/// A page with the cover, one file a chapter (long ones in parts), a table of contents, a style sheet. No scripts, no fixed
/// layout, nothing that a reader of books would have to be new for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Epub {
    /// How the two texts stand beside each other.
    pub layout: Layout,
    /// The book's title; that of the original where there is none.
    pub title: Option<String>,
    /// Who wrote the original.
    pub authors: Vec<String>,
    /// Who translated it.
    pub translators: Vec<String>,
    /// A picture for the cover; one is drawn from the title where there is none.
    pub cover: Option<Cover>,
}

/// How the two texts of an e-book stand beside each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Each paragraph is followed by its translation.
    #[default]
    Interleaved,
    /// Each paragraph has its translation beside it where the page is wide enough, else below.
    Side,
    /// The original alone; a mark behind each sentence opens its translation as a note.
    Popup,
}

impl Layout {
    /// Every layout, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Interleaved, Self::Side, Self::Popup];

    /// The name, as on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Interleaved => "interleaved",
            Self::Side => "side",
            Self::Popup => "popup",
        }
    }
}

impl Exporter for Epub {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let chapters = book::chapters(&view.rows);
        let files = page::files(&chapters, view, self);
        out.write_all(&package::pack(view, self, &files)?)
    }
}
