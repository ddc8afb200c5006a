//! The alignment file: what is stored, what people correct.
//!
//! [`AlignmentFile`] is the content; [`read`] and [`write()`] its canonical JSON form: the same
//! alignment is the same bytes, one link a line.

pub mod hand;
mod json;
mod schema;
mod validate;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::align::Alignment;
use crate::bead::Bead;
use crate::text::{Document, Lang, SentenceId, Side};

pub use json::{Fault, FileError, Kind, Place, link_lines, read, write};
pub use schema::json_schema;
pub use validate::{InvalidAlignment, Mismatch, check_texts, validate};

/// What `format` says in every alignment file.
pub const FORMAT: &str = "cotejo-alignment";

/// The version of the format that this program writes.
pub const VERSION: u32 = 1;

/// A stored alignment of two texts.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignmentFile {
    /// The original.
    pub source: TextRef,
    /// The translation.
    pub target: TextRef,
    /// What made the `auto` links.
    pub aligner: AlignerInfo,
    /// The links, covering every sentence of both texts in order.
    pub links: Vec<Link>,
}

/// Which text, in which state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextRef {
    /// Language code, such as `es`.
    pub lang: String,
    /// Path of the text, with `/`, relative to the project's folder.
    pub path: String,
    /// SHA-256 of the decoded text in NFC with LF line ends, in lower-case hexadecimal.
    pub sha256: String,
}

/// What made the `auto` links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlignerInfo {
    /// Version of the program.
    pub version: String,
    /// Settings that change the result, as far as they differ from the defaults.
    pub settings: Settings,
}

/// Settings that change the result; what is not there is at its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The texts hold one sentence a line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_per_line: bool,
    /// Encodings named by the user, by side (`source`, `target`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub encoding: BTreeMap<String, String>,
    /// Lexicons named by the user, in order; paths with `/`, relative to the project's folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lexicon: Vec<String>,
}

/// A bead as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Ids of the source sentences.
    pub source: Vec<SentenceId>,
    /// Ids of the target sentences.
    pub target: Vec<SentenceId>,
    /// Who decided it.
    pub status: Status,
    /// How likely it is to be right.
    pub confidence: Confidence,
    /// What a person or the program has to say about it.
    pub note: Option<String>,
    /// Why the program is not sure, as stable codes.
    pub reasons: Vec<String>,
    /// The text of each source sentence, one line each.
    pub source_text: Vec<String>,
    /// The text of each target sentence, one line each.
    pub target_text: Vec<String>,
}

impl Link {
    /// The ids of one side.
    #[must_use]
    pub fn ids(&self, side: Side) -> &[SentenceId] {
        match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        }
    }

    /// Its ids, for people: `12.1 + 12.2 = 11.4`, with `–` for an empty side.
    #[must_use]
    pub fn name(&self) -> String {
        let side = |ids: &[SentenceId]| match ids {
            [] => "–".to_owned(),
            ids => ids.iter().map(SentenceId::to_string).collect::<Vec<_>>().join(" + "),
        };
        format!("{} = {}", side(&self.source), side(&self.target))
    }

    /// The sentences of one side.
    #[must_use]
    pub fn texts(&self, side: Side) -> &[String] {
        match side {
            Side::Source => &self.source_text,
            Side::Target => &self.target_text,
        }
    }
}

/// Who decided a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The aligner.
    Auto,
    /// A person agreed with the aligner.
    Accepted,
    /// A person decided otherwise.
    Edited,
    /// A person doubts it.
    Disputed,
}

impl Status {
    /// Whether a person decided; aligning again never changes such a link.
    #[must_use]
    pub fn is_pinned(self) -> bool {
        self != Self::Auto
    }

    /// The word in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Accepted => "accepted",
            Self::Edited => "edited",
            Self::Disputed => "disputed",
        }
    }
}

/// A probability in ten-thousandths, as files hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u16);

impl Confidence {
    /// Certainty.
    pub const CERTAIN: Self = Self(10_000);

    /// Rounds a probability; what lies outside 0 to 1 becomes the nearer end, and NaN 0.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=10000 first"
    )]
    pub fn new(probability: f64) -> Self {
        Self((probability * 10_000.0).round().clamp(0.0, 10_000.0) as u16)
    }

    /// As a probability.
    #[must_use]
    pub fn get(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

impl AlignmentFile {
    /// Puts a fresh alignment into its stored form; all links are `auto`.
    #[must_use]
    pub fn new(
        (source, source_ref): (&Document, TextRef),
        (target, target_ref): (&Document, TextRef),
        alignment: &Alignment,
        settings: Settings,
    ) -> Self {
        let link = |(index, (bead, confidence)): (usize, (&Bead, &f64))| {
            let ids = |document: &Document, side| bead.indices(side).map(|index| document.id(index)).collect();
            let texts = |document: &Document, side| {
                bead.indices(side)
                    .map(|index| document.sentence(index).into_owned())
                    .collect()
            };
            Link {
                source: ids(source, Side::Source),
                target: ids(target, Side::Target),
                status: Status::Auto,
                confidence: Confidence::new(*confidence),
                note: None,
                reasons: alignment.reasons.get(index).map_or_else(Vec::new, |reasons| {
                    reasons.iter().map(|reason| reason.to_text(source, target)).collect()
                }),
                source_text: texts(source, Side::Source),
                target_text: texts(target, Side::Target),
            }
        };
        Self {
            source: source_ref,
            target: target_ref,
            aligner: AlignerInfo {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                settings,
            },
            links: alignment
                .beads
                .iter()
                .zip(&alignment.confidence)
                .enumerate()
                .map(link)
                .collect(),
        }
    }

    /// The text of one side.
    #[must_use]
    pub const fn text(&self, side: Side) -> &TextRef {
        match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        }
    }

    /// The links as beads: positions counted over all sentences of a side.
    #[must_use]
    pub fn beads(&self) -> Vec<Bead> {
        let (mut source, mut target) = (0, 0);
        self.links
            .iter()
            .map(|link| {
                let bead = Bead::new(source..source + link.source.len(), target..target + link.target.len());
                source += link.source.len();
                target += link.target.len();
                bead
            })
            .collect()
    }
}

impl TextRef {
    /// Refers to a document at a path.
    #[must_use]
    pub fn new(document: &Document, lang: Lang, path: &str) -> Self {
        Self {
            lang: lang.code().to_owned(),
            path: path.replace('\\', "/"),
            sha256: document.text().sha256(),
        }
    }
}
