//! What can be wrong with an alignment file, said to the person who edited it.

use std::fmt;

use crate::file::{FORMAT, InvalidAlignment, UnknownStatus, VERSION};
use crate::text::LineColumn;

/// Why an alignment file could not be read. The caller knows the path and names it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Git left both versions of some lines in the file.
    #[error(
        "line {line}: an unfinished merge left conflict markers; between <<<<<<< and >>>>>>> keep \
         the lines of one version, delete those of the other and the three marker lines"
    )]
    Conflict {
        /// Line of the first marker.
        line: usize,
    },
    /// The file is not JSON.
    #[error("{place}: not valid JSON: {problem}{hint}", hint = syntax_hint(*.cut_off))]
    Syntax {
        /// Where the reader noticed; the mistake is there or just before.
        place: Place,
        /// What the JSON reader expected or found.
        problem: String,
        /// Whether the file ends too early.
        cut_off: bool,
    },
    /// The file is JSON, but of something else.
    #[error(
        "line {line}: not an alignment file: \"format\" is {found}, expected \"{FORMAT}\"; \
         give a file that `cotejo align` wrote"
    )]
    Format {
        /// Line of the value, or of the object that lacks it.
        line: usize,
        /// The value as it stands in the file, or `missing`.
        found: String,
    },
    /// The file is of a version of the format that this program does not read.
    #[error("line {line}: \"version\" is {found}, but this cotejo reads version {VERSION}; {hint}", hint = version_hint(.found))]
    Version {
        /// Line of the value, or of the object that lacks it.
        line: usize,
        /// The value as it stands in the file, or `missing`.
        found: String,
    },
    /// A key or a value is not what it should be.
    #[error("{place}: {fault}")]
    Content {
        /// Where.
        place: Place,
        /// What.
        fault: Fault,
    },
    /// The links break a rule that holds between them.
    #[error("line {line}: {fault}")]
    Invalid {
        /// Line where the link begins, or the side's description.
        line: usize,
        /// The rule.
        fault: InvalidAlignment,
    },
}

impl FileError {
    /// The line at fault, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        match self {
            Self::Conflict { line }
            | Self::Format { line, .. }
            | Self::Version { line, .. }
            | Self::Invalid { line, .. } => *line,
            Self::Syntax { place, .. } | Self::Content { place, .. } => place.at.line,
        }
    }
}

const fn syntax_hint(cut_off: bool) -> &'static str {
    if cut_off {
        "; the file ends too early: restore its end, for example from version control or with `cotejo history`; where neither has it, move the file away and align again"
    } else {
        ""
    }
}

fn version_hint(found: &str) -> String {
    match found.parse::<u64>() {
        Ok(found) if found > u64::from(VERSION) => "update cotejo to read it".to_owned(),
        _ => format!("write \"version\": {VERSION}"),
    }
}

/// A place in an alignment file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line and column.
    pub at: LineColumn,
    /// Number of the link, from 1, inside one.
    pub link: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.at.line, self.at.column)?;
        if let Some(link) = self.link {
            write!(f, ", link {link}")?;
        }
        Ok(())
    }
}

/// What is wrong with a key or a value.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A key that has no meaning here.
    #[error("unknown key \"{key}\"; expected {}", quoted(.expected))]
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that have one.
        expected: Vec<String>,
    },
    /// A key that must be there.
    #[error("the key \"{key}\" is missing")]
    MissingKey {
        /// The key.
        key: String,
    },
    /// A key that stands more than once in one object.
    #[error("the key \"{key}\" stands twice; delete one of the two")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A value of the wrong kind.
    #[error("{key} is {found}; expected {expected}", key = key_or_part(.key))]
    Kind {
        /// Whose value, or what it is.
        key: String,
        /// What it is.
        found: Kind,
        /// What it should be.
        expected: Kind,
    },
    /// A value that cannot be read.
    #[error("\"{key}\": {problem}")]
    Value {
        /// Whose value.
        key: String,
        /// What was found and what was expected.
        problem: String,
    },
    /// A status that does not exist.
    #[error(transparent)]
    Status(#[from] UnknownStatus),
    /// A confidence that is no probability.
    #[error("\"confidence\" is {0}; expected a number from 0 to 1")]
    Confidence(f64),
}

fn quoted(keys: &[String]) -> String {
    keys.iter()
        .map(|key| format!("\"{key}\""))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Keys are quoted; `the file` and `a link` have none.
fn key_or_part(key: &str) -> String {
    if key.contains(' ') {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    }
}

/// Kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    List,
    /// `"…"`
    Text,
    /// Digits.
    Number,
    /// `true` or `false`.
    Truth,
    /// `null`
    Null,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Object => "an object in braces",
            Self::List => "a list in brackets",
            Self::Text => "a text in quotation marks",
            Self::Number => "a number",
            Self::Truth => "true or false",
            Self::Null => "null",
        })
    }
}
