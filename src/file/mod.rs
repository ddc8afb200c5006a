//! The alignment file: what is stored, what people correct.
//!
//! [`AlignmentFile`] is the content; [`read`] and [`write()`] its canonical JSON form: the same
//! alignment is the same bytes, one link a line.

pub mod hand;
mod json;
mod position;
#[cfg(feature = "schema")]
mod schema;
mod validate;

use std::collections::BTreeMap;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::align::Alignment;
use crate::bead::Bead;
use crate::text::{Document, Lang, Side};

pub(crate) use json::write_link;
pub use json::{Fault, FileError, Kind, Lines, Place, read, write};
pub use position::Positions;
#[cfg(feature = "schema")]
pub use schema::json_schema;
pub use validate::{InvalidAlignment, Mismatch, Uncovered, check_coverage, check_texts, validate};

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
    /// Decisions whose sentences stand in neither text any more. They stand again as soon as their sentences do.
    pub waiting: Vec<Link>,
    /// The links, covering every sentence of both texts in order.
    pub links: Vec<Link>,
}

/// Which text, in which state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AlignerInfo {
    /// Version of the program.
    pub version: String,
    /// Settings that change the result, as far as they differ from the defaults.
    pub settings: Settings,
}

/// Settings that change the result; what is not there is at its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
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

/// A bead as stored: its sentences word for word, one line each. Which sentences of the texts they are follows from
/// their order and wording.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The source sentences.
    pub source: Vec<String>,
    /// The target sentences.
    pub target: Vec<String>,
    /// Who decided it.
    pub status: Status,
    /// How likely it is to be right.
    pub confidence: Confidence,
    /// What a person or the program has to say about it.
    pub note: Option<String>,
    /// Why the program is not sure, as stable codes.
    pub reasons: Vec<String>,
}

/// How the reason of a stale link begins.
pub const STALE: &str = "stale: ";

impl Link {
    /// The sentences of one side.
    #[must_use]
    pub fn texts(&self, side: Side) -> &[String] {
        match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        }
    }

    /// The sentences of both sides: what makes two links the same.
    #[must_use]
    pub fn words(&self) -> [&[String]; 2] {
        [&self.source, &self.target]
    }

    /// Whether a side is empty.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.source.is_empty() || self.target.is_empty()
    }

    /// Whether it is stale: a decision stood here and lost its sentences, and nobody has settled it.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        !self.status.is_pinned() && self.stale_reason().is_some()
    }

    /// What says that a decision lost its sentences here.
    #[must_use]
    pub fn stale_reason(&self) -> Option<&str> {
        let mut reasons = self.reasons.iter().map(String::as_str);
        reasons.find(|reason| reason.starts_with(STALE.trim_end()))
    }
}

/// Who decided a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
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
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Accepted, Self::Edited, Self::Disputed];

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

impl std::str::FromStr for Status {
    type Err = UnknownStatus;

    /// Reads the word in files, in any case and with blanks around it.
    fn from_str(word: &str) -> Result<Self, UnknownStatus> {
        let typed = word.trim().to_lowercase();
        let mut all = Self::ALL.into_iter();
        all.find(|status| status.as_str() == typed)
            .ok_or_else(|| UnknownStatus(word.to_owned()))
    }
}

/// A word that is no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"status\" is \"{0}\"; expected \"auto\", \"accepted\", \"edited\" or \"disputed\"")]
pub struct UnknownStatus(pub String);

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
            let texts = |document: &Document, side| {
                bead.indices(side)
                    .map(|index| document.sentence(index).into_owned())
                    .collect()
            };
            Link {
                source: texts(source, Side::Source),
                target: texts(target, Side::Target),
                status: Status::Auto,
                confidence: Confidence::new(*confidence),
                note: None,
                reasons: alignment
                    .reasons
                    .get(index)
                    .map_or_else(Vec::new, |reasons| reasons.iter().map(ToString::to_string).collect()),
            }
        };
        Self {
            source: source_ref,
            target: target_ref,
            aligner: AlignerInfo {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                settings,
            },
            waiting: Vec::new(),
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

    /// The sentences of one side, in order.
    pub fn sentences(&self, side: Side) -> impl Iterator<Item = &str> {
        self.links
            .iter()
            .flat_map(move |link| link.texts(side))
            .map(String::as_str)
    }

    /// The language codes, source first.
    #[must_use]
    pub fn langs(&self) -> [&str; 2] {
        [&self.source.lang, &self.target.lang]
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
