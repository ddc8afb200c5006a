//! The file as it stands in JSON. The writer and the schema come from these types.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::file::{AlignerInfo, AlignmentFile, FORMAT, Link, Status, TextRef, VERSION};
use crate::text::SentenceId;

/// An alignment of two texts, sentence by sentence.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "AlignmentFile")]
pub(in crate::file) struct WireFile<'a> {
    /// What the file is.
    #[schemars(extend("const" = FORMAT))]
    format: &'static str,
    /// Version of the format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The original.
    source: &'a TextRef,
    /// The translation.
    target: &'a TextRef,
    /// What made the `auto` links.
    aligner: &'a AlignerInfo,
    /// The links, covering every sentence of both texts exactly once, in order.
    links: Vec<WireLink<'a>>,
}

/// A group of sentences and the sentences that translate it. One side may be empty, not both.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Link")]
struct WireLink<'a> {
    /// Ids of the source sentences, in order.
    source: Ids<'a>,
    /// Ids of the target sentences, in order.
    target: Ids<'a>,
    /// Who decided the link.
    status: Status,
    /// How likely the link is to be right.
    #[schemars(range(min = 0, max = 1))]
    confidence: f64,
    /// What a person or the program has to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    note: Option<&'a str>,
    /// Why the program is not sure, as stable codes.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    reasons: &'a [String],
    #[serde(flatten)]
    texts: Texts<'a>,
}

impl<'a> WireFile<'a> {
    pub(super) fn new(file: &'a AlignmentFile) -> Self {
        Self {
            format: FORMAT,
            version: VERSION,
            source: &file.source,
            target: &file.target,
            aligner: &file.aligner,
            links: file.links.iter().map(|link| WireLink::new(file, link)).collect(),
        }
    }
}

impl<'a> WireLink<'a> {
    fn new(file: &'a AlignmentFile, link: &'a Link) -> Self {
        Self {
            source: Ids(&link.source),
            target: Ids(&link.target),
            status: link.status,
            confidence: link.confidence.get(),
            note: link.note.as_deref().filter(|note| !note.is_empty()),
            reasons: &link.reasons,
            texts: Texts([
                (&file.source.lang, &link.source_text),
                (&file.target.lang, &link.target_text),
            ]),
        }
    }
}

/// Sentence ids as strings.
struct Ids<'a>(&'a [SentenceId]);

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(SentenceId::to_string))
    }
}

impl JsonSchema for Ids<'_> {
    fn schema_name() -> Cow<'static, str> {
        "SentenceIds".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Sentence ids: passage.sentence, both counted from 1.",
            "type": "array",
            "items": {"type": "string", "pattern": "^[1-9][0-9]*\\.[1-9][0-9]*$"}
        })
    }
}

/// The sentences under their language codes, source first.
struct Texts<'a>([(&'a str, &'a [String]); 2]);

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (lang, texts) in self.0 {
            map.serialize_entry(lang, texts)?;
        }
        map.end()
    }
}

impl JsonSchema for Texts<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "additionalProperties": {
                "description": "The sentences in the language of the key, one string an id.",
                "type": "array",
                "items": {"type": "string", "minLength": 1}
            }
        })
    }
}
