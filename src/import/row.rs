//! What every importer gives: rows, each with what it says of one link.

use std::fmt;
use std::ops::Range;

use crate::file::{AlignerInfo, Confidence, Status, TextRef};
use crate::text::{SentenceId, Side};

/// Where a row stands in the file it came from, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A line of a text file.
    Line(usize),
    /// A row of a spreadsheet.
    Row(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Row(number) => write!(f, "row {number}"),
        }
    }
}

/// The sentences of one side of a row, as the form names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Their wording, several joined.
    Text(String),
    /// Their positions, from 0. Rows may leave positions out.
    Positions(Range<usize>),
    /// Their ids in the file's own numbering.
    Ids(Vec<String>),
}

impl Part {
    /// Whether the side has no sentence.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Positions(range) => range.is_empty(),
            Self::Ids(ids) => ids.is_empty(),
        }
    }
}

/// What a file says of one link.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// The original's sentences.
    pub source: Part,
    /// The translation's sentences.
    pub target: Part,
    /// The status, where the row has one.
    pub status: Option<Status>,
    /// The confidence, where the row has one.
    pub confidence: Option<Confidence>,
    /// The note; an empty one means that there is none, nothing that the form does not say.
    pub note: Option<String>,
    /// The reasons, where the form says.
    pub reasons: Option<Vec<String>>,
    /// The ids that stood there when the row was exported, source first. People move text and not ids, so these
    /// decide nothing; they tell which row a sentence was lost from.
    pub exported_ids: [Vec<SentenceId>; 2],
    /// The number it was exported with, from 1: tables are sorted by people, and brought back in order by it.
    pub number: Option<usize>,
    /// Whether it holds just the text that it was exported with.
    pub as_exported: bool,
    /// Whether it holds just the status and the note that it was exported with, beside the text.
    pub decision_as_exported: bool,
    is_outdated: bool,
}

impl Row {
    /// A row that says nothing but which sentences go together.
    #[must_use]
    pub const fn new(place: Place, source: Part, target: Part) -> Self {
        Self {
            place,
            source,
            target,
            status: None,
            confidence: None,
            note: None,
            reasons: None,
            exported_ids: [Vec::new(), Vec::new()],
            number: None,
            as_exported: false,
            decision_as_exported: false,
            is_outdated: false,
        }
    }

    /// One side.
    #[must_use]
    pub const fn part(&self, side: Side) -> &Part {
        match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        }
    }

    /// Takes away what the row says of sentences that have been changed since.
    pub(super) fn outdated(&mut self) {
        self.status = None;
        self.confidence = None;
        self.note = None;
        self.reasons = None;
        self.decision_as_exported = false;
        self.is_outdated = true;
    }

    /// Whether its text was changed after it was exported.
    pub(super) const fn is_outdated(&self) -> bool {
        self.is_outdated
    }

    /// Whether the row has no sentence at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.source.is_empty() && self.target.is_empty()
    }
}

/// Who speaks in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// A person who corrected a table: every row is their decision.
    Person,
    /// A program; only rows with a pinned status are a person's.
    Program,
}

/// What a file says of the alignment it was exported from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The original.
    pub source: TextRef,
    /// The translation.
    pub target: TextRef,
    /// What made the `auto` links.
    pub aligner: AlignerInfo,
}

/// A file as read, not yet held against any text.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// Who speaks in them.
    pub author: Author,
    /// Where it was exported from, if it says so.
    pub origin: Option<Origin>,
    /// What was noticed and does not stop the import.
    pub notes: Vec<String>,
}

impl Imported {
    /// Rows of a program, and nothing else.
    #[must_use]
    pub const fn of_program(rows: Vec<Row>) -> Self {
        Self {
            rows,
            author: Author::Program,
            origin: None,
            notes: Vec::new(),
        }
    }
}
