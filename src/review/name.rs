//! Naming a sentence by what it says.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::Side;

/// A sentence of one side: its words, and which of the sentences with these very words it is.
///
/// In JSON `{"source": "Llovía."}` or `{"target": "It rained.", "count": 2}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct SentenceName {
    /// Whose sentence.
    pub side: Side,
    /// Its words.
    pub text: String,
    /// Which of those that say this on its side, from 1.
    pub count: usize,
}

impl SentenceName {
    /// The first sentence of a side that says this.
    #[must_use]
    pub fn new(side: Side, text: impl Into<String>) -> Self {
        Self {
            side,
            text: text.into(),
            count: 1,
        }
    }
}

impl fmt::Display for SentenceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} sentence “{}”", self.side, self.text)?;
        match self.count {
            1 => Ok(()),
            count => write!(f, " (number {count} of those that say so)"),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

const fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_one(count: &usize) -> bool {
    *count == 1
}

impl TryFrom<Form> for SentenceName {
    type Error = &'static str;

    fn try_from(form: Form) -> Result<Self, Self::Error> {
        let (side, text) = match (form.source, form.target) {
            (Some(text), None) => (Side::Source, text),
            (None, Some(text)) => (Side::Target, text),
            _ => return Err("a sentence is named by \"source\" or by \"target\""),
        };
        if form.count == 0 {
            return Err("\"count\" is counted from 1");
        }
        Ok(Self {
            side,
            text,
            count: form.count,
        })
    }
}

impl From<SentenceName> for Form {
    fn from(name: SentenceName) -> Self {
        let (source, target) = match name.side {
            Side::Source => (Some(name.text), None),
            Side::Target => (None, Some(name.text)),
        };
        Self {
            source,
            target,
            count: name.count,
        }
    }
}
