//! The file as it stands in JSON. The writer and the schema come from these types.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::file::{AlignerInfo, AlignmentFile, FORMAT, Link, Status, TextRef, VERSION};

/// An alignment of two texts, sentence by sentence.
#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(JsonSchema),
    schemars(deny_unknown_fields, rename = "AlignmentFile")
)]
pub(in crate::file) struct WireFile<'a> {
    /// What the file is.
    #[cfg_attr(feature = "schema", schemars(extend("const" = FORMAT)))]
    format: &'static str,
    /// Version of the format.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u32,
    /// The original.
    source: &'a TextRef,
    /// The translation.
    target: &'a TextRef,
    /// What made the `auto` links.
    aligner: &'a AlignerInfo,
    /// Decisions whose sentences stand in neither text any more; they stand again as soon as their sentences do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<WireLink<'a>>,
    /// The links, covering every sentence of both texts exactly once, in order.
    links: Vec<WireLink<'a>>,
}

/// A group of sentences and the sentences that translate it. One side may be empty, not both.
#[derive(Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(JsonSchema),
    schemars(deny_unknown_fields, rename = "Link")
)]
struct WireLink<'a> {
    /// The source sentences, in order, word for word.
    #[cfg_attr(feature = "schema", schemars(inner(length(min = 1))))]
    source: &'a [String],
    /// The target sentences, in order, word for word.
    #[cfg_attr(feature = "schema", schemars(inner(length(min = 1))))]
    target: &'a [String],
    /// Who decided the link.
    status: Status,
    /// How likely the link is to be right.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    confidence: f64,
    /// What a person or the program has to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    note: Option<&'a str>,
    /// Why the program is not sure, as stable codes.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    reasons: &'a [String],
}

impl<'a> WireFile<'a> {
    pub(super) fn new(file: &'a AlignmentFile) -> Self {
        Self {
            format: FORMAT,
            version: VERSION,
            source: &file.source,
            target: &file.target,
            aligner: &file.aligner,
            waiting: file.waiting.iter().map(WireLink::new).collect(),
            links: file.links.iter().map(WireLink::new).collect(),
        }
    }
}

impl<'a> WireLink<'a> {
    fn new(link: &'a Link) -> Self {
        Self {
            source: &link.source,
            target: &link.target,
            status: link.status,
            confidence: link.confidence.get(),
            note: link.note.as_deref().filter(|note| !note.is_empty()),
            reasons: &link.reasons,
        }
    }
}

/// A link on one line as it stands in files and in the form `jsonl`.
///
/// # Errors
/// What `out` says.
pub(crate) fn write_link(link: &Link, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let mut serializer = serde_json::ser::Serializer::with_formatter(out, crate::json::OneLine);
    WireLink::new(link).serialize(&mut serializer).map_err(Into::into)
}
