//! Why a file is not imported.

use super::Place;
use crate::file::InvalidAlignment;
use crate::foreign::Fault;
use crate::text::{SentenceId, Side};

/// Why a file is not imported. The caller knows the path and names it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file is not of the form it is taken for.
    #[error("{}{problem}", at(*.place))]
    Form {
        /// Where, if anywhere in particular.
        place: Option<Place>,
        /// What is wrong and what was expected.
        problem: String,
    },
    /// There is nothing in it.
    #[error("it holds no rows; expected one a link")]
    Empty,
    /// A sentence is not worded as in the text.
    #[error(
        "{place}: {side} sentence {sentence} is \"{found}\" here, but \"{expected}\" in the text; {}",
        correct_in_text(*.quotes)
    )]
    Changed {
        /// Where.
        place: Place,
        /// Which side.
        side: Side,
        /// The sentence that stands there in the text.
        sentence: SentenceId,
        /// What the row holds, from shortly before the difference on.
        found: String,
        /// What the text has there.
        expected: String,
        /// Whether the two differ in quotation marks only.
        quotes: bool,
    },
    /// A sentence is in no row.
    #[error(
        "{place}: {side} sentence {sentence} is missing: \"{expected}\"{}; what comes next is \"{found}\"",
        and_more(*.more)
    )]
    Missing {
        /// The row it was lost from, as far as can be told, else the row that stands in its place.
        place: Place,
        /// Which side.
        side: Side,
        /// The first sentence that is missing.
        sentence: SentenceId,
        /// Its wording, or what of it is missing.
        expected: String,
        /// What stands in its place.
        found: String,
        /// How many more are missing there.
        more: usize,
    },
    /// The rows end before the text does.
    #[error(
        "{place}: {side} sentence {sentence} is missing: \"{expected}\"{}; the rows end before the text",
        and_more(*.more)
    )]
    Short {
        /// The row it was lost from, as far as can be told, else the last row.
        place: Place,
        /// Which side.
        side: Side,
        /// The first sentence that is missing.
        sentence: SentenceId,
        /// Its wording, or what of it is missing.
        expected: String,
        /// How many more are missing.
        more: usize,
    },
    /// A sentence stands in two places.
    #[error("{place}: {side} sentence {sentence} stands {}: \"{found}\"", again(*.place, *.first))]
    Repeated {
        /// The second place.
        place: Place,
        /// The first.
        first: Place,
        /// Which side.
        side: Side,
        /// The sentence.
        sentence: SentenceId,
        /// Its wording.
        found: String,
    },
    /// Sentences stand in another order than in the text.
    #[error(
        "{place}: {side} sentence {later} stands before {earlier}, which is in {other}; \
         the sentences of a side stay in the order of the text"
    )]
    Order {
        /// The row that comes too early.
        place: Place,
        /// The row that holds the earlier sentence.
        other: Place,
        /// Which side.
        side: Side,
        /// The sentence that comes too early.
        later: SentenceId,
        /// The sentence that was expected.
        earlier: SentenceId,
    },
    /// There is more in the rows than in the text.
    #[error("{place}: \"{found}\" is not in the {side} text, which ends before it")]
    Surplus {
        /// Where.
        place: Place,
        /// Which side.
        side: Side,
        /// What is too much.
        found: String,
    },
    /// The numbers of sentences differ.
    #[error(
        "{place}: the file counts {found} {side} sentences, the text has {expected}; \
         both must be cut alike: name the texts it was made of, and say --one-per-line where they are split already"
    )]
    Count {
        /// The last row.
        place: Place,
        /// Which side.
        side: Side,
        /// How many the file has.
        found: usize,
        /// How many the text has.
        expected: usize,
    },
    /// An id is none of the text's.
    #[error("{place}: \"{id}\" is no {side} sentence; {expected}")]
    UnknownId {
        /// Where.
        place: Place,
        /// Which side.
        side: Side,
        /// The id.
        id: String,
        /// What is known instead.
        expected: String,
    },
    /// Rows of a program contradict what a person decided.
    #[error(
        "{place}: link {link} was {status} by a person, and the file pairs its sentences otherwise; \
         say --replace-decisions to let the file win"
    )]
    Decision {
        /// The first row that contradicts it.
        place: Place,
        /// The link, as `source ids = target ids`.
        link: String,
        /// Its status.
        status: &'static str,
    },
    /// The result would break a rule of alignment files.
    #[error("the result would be no valid alignment: {0}")]
    Invalid(#[from] InvalidAlignment),
}

impl From<Fault> for ImportError {
    fn from(Fault { line, problem }: Fault) -> Self {
        Self::form(line.map(Place::Line), problem)
    }
}

impl ImportError {
    /// The file is not of the form it is taken for.
    pub(super) fn form(place: impl Into<Option<Place>>, problem: impl Into<String>) -> Self {
        Self::Form {
            place: place.into(),
            problem: problem.into(),
        }
    }

    /// Where it is wrong, if anywhere in particular.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::Form { place, .. } => *place,
            Self::Empty | Self::Invalid(_) => None,
            Self::Changed { place, .. }
            | Self::Missing { place, .. }
            | Self::Short { place, .. }
            | Self::Repeated { place, .. }
            | Self::Order { place, .. }
            | Self::Surplus { place, .. }
            | Self::Count { place, .. }
            | Self::UnknownId { place, .. }
            | Self::Decision { place, .. } => Some(*place),
        }
    }

    /// Whether the file holds other sentences than the text, or in another order.
    #[must_use]
    pub const fn is_of_sentences(&self) -> bool {
        matches!(
            self,
            Self::Changed { .. }
                | Self::Missing { .. }
                | Self::Short { .. }
                | Self::Repeated { .. }
                | Self::Order { .. }
                | Self::Surplus { .. }
        )
    }
}

fn at(place: Option<Place>) -> String {
    place.map_or_else(String::new, |place| format!("{place}: "))
}

fn again(place: Place, first: Place) -> String {
    if place == first {
        "there twice".to_owned()
    } else {
        format!("there a second time, it is in {first} already")
    }
}

fn and_more(more: usize) -> String {
    match more {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    }
}

const fn correct_in_text(quotes: bool) -> &'static str {
    if quotes {
        "only quotation marks differ: a spreadsheet program takes them away from TSV and CSV, use xlsx instead"
    } else {
        "correct wording in the text itself, and the alignment by moving whole words"
    }
}
