//! One line of input and its answer.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// It is no JSON object.
    NotJson,
    /// A text is missing.
    MissingKey,
    /// A text is neither a string nor a list of strings.
    WrongType,
    /// A fault of this program.
    Internal,
}

/// Keys as they were written.
type Keys = BTreeMap<String, Box<RawValue>>;

/// Keys of the input that do not come back, and those that the answer has of its own.
const OWN_KEYS: [&str; 9] = [
    "source",
    "target",
    "beads",
    "source_sentences",
    "target_sentences",
    "confidence",
    "line",
    "kind",
    "error",
];

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
    /// The answer to a line of the input, which is the `number`th, from 1.
    pub(super) fn answer(&self, line: &[u8], number: usize) -> Answer {
        let mut keys: Keys = match serde_json::from_slice(line.trim_ascii_end()) {
            Ok(keys) => keys,
            Err(error) => {
                return Answer::Bad {
                    id: None,
                    line: number,
                    kind: Kind::NotJson,
                    error: format!("expected a JSON object: {}", json_fault(&error)),
                    rest: Keys::new(),
                };
            }
        };
        let id = keys.remove("id");
        let [source, target] = ["source", "target"].map(|key| (key, keys.remove(key)));
        keys.retain(|key, _| !OWN_KEYS.contains(&key.as_str()));
        let documents = || Ok([document(source, &self.rules[0])?, document(target, &self.rules[1])?]);
        // One document that shows a fault of ours must not end the others.
        let aligned = catch_unwind(AssertUnwindSafe(|| documents().map(|documents| self.align(documents))));
        let fault = || {
            (
                Kind::Internal,
                "this pair of texts shows a fault of cotejo; please report it".to_owned(),
            )
        };
        match aligned.unwrap_or_else(|_| Err(fault())) {
            Ok(aligned) => Answer::Aligned {
                id,
                aligned,
                rest: keys,
            },
            Err((kind, error)) => Answer::Bad {
                id,
                line: number,
                kind,
                error,
                rest: keys,
            },
        }
    }

    fn align(&self, [source, target]: [Document; 2]) -> Aligned {
        let alignment = self.aligner.align(&source, &target);
        let beads = alignment
            .beads
            .iter()
            .map(|bead| Side::BOTH.map(|side| bead.indices(side).map(|index| index.0).collect()));
        Aligned {
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

/// What is answered of a pair of texts that could be aligned.
#[derive(Debug, Serialize)]
pub(super) struct Aligned {
    beads: Vec<[Vec<u32>; 2]>,
    source_sentences: Vec<String>,
    target_sentences: Vec<String>,
    confidence: Vec<f64>,
}

fn document((key, text): (&str, Option<Box<RawValue>>), rules: &Rules) -> Result<Document, (Kind, String)> {
    let text = text.ok_or_else(|| (Kind::MissingKey, format!("there is no \"{key}\"")))?;
    let text = serde_json::from_str(text.get())
        .map_err(|error| (Kind::WrongType, format!("\"{key}\": {}", json_fault(&error))))?;
    Ok(match text {
        Text::Whole(text) => segment(SourceText::from_string(text), rules),
        Text::Sentences(sentences) => {
            let lines: Vec<_> = sentences.iter().map(|sentence| fold_space(sentence)).collect();
            one_per_line(SourceText::from_string(lines.join("\n")))
        }
    })
}
