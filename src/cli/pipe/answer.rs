//! What is written for a line of the input.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

/// What is written for a line.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Answer {
    Aligned {
        id: Id,
        #[serde(flatten)]
        aligned: Aligned,
        #[serde(flatten)]
        rest: Keys,
    },
    Bad {
        id: Id,
        /// Of the input, from 1.
        line: usize,
        kind: Kind,
        error: String,
        #[serde(flatten)]
        rest: Keys,
    },
}

/// What is wrong with a line, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// It is no JSON object.
    NotJson,
    /// A text is missing.
    MissingKey,
    /// A text is neither a string nor a list of strings.
    WrongType,
    /// Its languages are none that the program knows.
    UnknownLanguage,
    /// It is longer than was allowed.
    TooLarge,
    /// It took longer than was allowed.
    TimedOut,
    /// A fault of this program.
    Internal,
}

/// Keys as they were written.
pub(super) type Keys = BTreeMap<String, Box<RawValue>>;

/// Keys of the input that do not come back, and those that an answer has of its own.
pub(super) const OWN_KEYS: [&str; 13] = [
    "source",
    "target",
    "beads",
    "source_sentences",
    "target_sentences",
    "confidence",
    "quality",
    "source_spans",
    "target_spans",
    "segments",
    "line",
    "kind",
    "error",
];

/// The id as it was written, so that no digit of a long number is lost; null where there is none.
pub(super) type Id = Option<Box<RawValue>>;

/// What is answered of a pair of texts that could be aligned.
#[derive(Debug, Serialize)]
pub(super) struct Aligned {
    pub(super) beads: Vec<[Vec<u32>; 2]>,
    pub(super) source_sentences: Vec<String>,
    pub(super) target_sentences: Vec<String>,
    pub(super) confidence: Vec<f64>,
    #[serde(flatten)]
    pub(super) more: More,
}

/// What is answered on demand.
#[derive(Debug, Default, Serialize)]
pub(super) struct More {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quality: Option<f64>,
    /// First byte of each sentence and the one past its last; null for a list of sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source_spans: Option<Spans>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target_spans: Option<Spans>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) segments: Option<Vec<[String; 2]>>,
}

/// Sentences as bytes of the text that was given, if it was one text.
pub(super) type Spans = Option<Vec<[usize; 2]>>;

impl Answer {
    /// What is wrong, if anything is.
    pub(super) const fn fault(&self) -> Option<Kind> {
        match self {
            Self::Aligned { .. } => None,
            Self::Bad { kind, .. } => Some(*kind),
        }
    }
}
