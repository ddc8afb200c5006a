//! One line of input and its answer.

use std::collections::BTreeMap;

use cotejo::align::Aligner;
use cotejo::file::Confidence;
use cotejo::segment::{Rules, one_per_line, segment};
use cotejo::text::{Document, Side, SourceText, fold_space};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::cli::read::json_fault;

/// Answers lines; each answer depends on its line alone.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) aligner: Aligner,
    pub(super) rules: [Rules; 2],
}

/// What is written for a line.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Answer {
    Aligned {
        id: Id,
        beads: Vec<[Vec<u32>; 2]>,
        source_sentences: Vec<String>,
        target_sentences: Vec<String>,
        confidence: Vec<f64>,
    },
    Bad {
        id: Id,
        error: String,
    },
}

/// The id as it was written, so that no digit of a long number is lost; null where there is none.
type Id = Option<Box<RawValue>>;

impl Answer {
    pub(super) const fn is_error(&self) -> bool {
        matches!(self, Self::Bad { .. })
    }
}

/// A text whole, or in sentences.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a string or a list of strings")]
enum Text {
    Whole(String),
    Sentences(Vec<String>),
}

impl Worker {
    pub(super) fn answer(&self, line: &[u8]) -> Answer {
        let mut keys: BTreeMap<String, Box<RawValue>> = match serde_json::from_slice(line.trim_ascii_end()) {
            Ok(keys) => keys,
            Err(error) => {
                return Answer::Bad {
                    id: None,
                    error: format!("expected a JSON object: {}", json_fault(&error)),
                };
            }
        };
        let id = keys.remove("id");
        let read = |key: &str, rules: &Rules| {
            let text = keys.get(key).ok_or_else(|| format!("there is no \"{key}\""))?;
            let text =
                serde_json::from_str(text.get()).map_err(|error| format!("\"{key}\": {}", json_fault(&error)))?;
            Ok::<_, String>(document(text, rules))
        };
        let read_both = || Ok::<_, String>((read("source", &self.rules[0])?, read("target", &self.rules[1])?));
        let (source, target) = match read_both() {
            Ok(both) => both,
            Err(error) => return Answer::Bad { id, error },
        };
        let alignment = self.aligner.align(&source, &target);
        let beads = alignment
            .beads
            .iter()
            .map(|bead| Side::BOTH.map(|side| bead.indices(side).map(|index| index.0).collect()));
        Answer::Aligned {
            id,
            beads: beads.collect(),
            source_sentences: source.lines().map(String::from).collect(),
            target_sentences: target.lines().map(String::from).collect(),
            confidence: alignment
                .confidence
                .iter()
                .map(|&share| Confidence::new(share).get())
                .collect(),
        }
    }
}

fn document(text: Text, rules: &Rules) -> Document {
    match text {
        Text::Whole(text) => segment(SourceText::from_string(text), rules),
        Text::Sentences(sentences) => {
            let lines: Vec<_> = sentences.iter().map(|sentence| fold_space(sentence)).collect();
            one_per_line(SourceText::from_string(lines.join("\n")))
        }
    }
}
