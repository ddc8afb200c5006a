//! A sentence.

use cotejo::text::{Document, PassageKind, SentenceId};
use pyo3::prelude::*;

use crate::offsets::Offsets;

/// A sentence of a text.
#[pyclass(frozen, eq, hash, module = "cotejo")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Sentence {
    /// The sentence on one line.
    #[pyo3(get)]
    text: String,
    /// Number of its passage in the text, from 1; None where the text is not at hand.
    #[pyo3(get)]
    passage: Option<u32>,
    /// Its number in the passage, from 1; None where the text is not at hand.
    #[pyo3(get)]
    number: Option<u32>,
    /// What its passage is, such as "paragraph" or "heading"; None where the text is not at hand.
    #[pyo3(get)]
    kind: Option<&'static str>,
    /// Where it begins in the str that was given; None where that was a file.
    #[pyo3(get)]
    start: Option<usize>,
    /// Where it ends in the str that was given; None where that was a file.
    #[pyo3(get)]
    end: Option<usize>,
}

#[pymethods]
impl Sentence {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = pyo3::types::PyString::new(py, &self.text).repr()?;
        let place = match (self.passage, self.number) {
            (Some(passage), Some(number)) => format!(" {passage}.{number}"),
            _ => String::new(),
        };
        Ok(format!("<Sentence{place} {text}>"))
    }
}

impl Sentence {
    /// A sentence of a text.
    pub(crate) fn new(text: &str, id: SentenceId, kind: PassageKind, offsets: Option<Offsets>) -> Self {
        Self {
            text: text.to_owned(),
            passage: Some(id.passage),
            number: Some(id.sentence),
            kind: Some(kind_name(kind)),
            start: offsets.map(|(start, _)| start),
            end: offsets.map(|(_, end)| end),
        }
    }

    /// A sentence of a text that is not at hand.
    pub(crate) fn alone(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            passage: None,
            number: None,
            kind: None,
            start: None,
            end: None,
        }
    }

    /// All sentences of a text.
    pub(crate) fn all(document: &Document, offsets: Option<&[Offsets]>) -> Vec<Self> {
        let lines = document.lines().enumerate();
        lines
            .map(|(index, line)| {
                let kind = document.passage_of(index.into()).kind;
                let offsets = offsets.and_then(|offsets| offsets.get(index).copied());
                Self::new(&line, document.id(index.into()), kind, offsets)
            })
            .collect()
    }
}

fn kind_name(kind: PassageKind) -> &'static str {
    match kind {
        PassageKind::Heading => "heading",
        PassageKind::Verse => "verse",
        PassageKind::Separator => "separator",
        PassageKind::ListItem => "list-item",
        PassageKind::Letter => "letter",
        PassageKind::Footnote => "footnote",
        PassageKind::Furniture => "furniture",
        PassageKind::Matter(_) => "matter",
        _ => "paragraph",
    }
}
