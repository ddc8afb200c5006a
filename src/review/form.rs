//! A link as the record of a review and the page hold it.

use serde::{Deserialize, Serialize};

use crate::file::{Confidence, Link, Status};

/// A link in JSON: that of alignment files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkForm {
    /// The source sentences.
    pub source: Vec<String>,
    /// The target sentences.
    pub target: Vec<String>,
    /// Who decided it.
    pub status: Status,
    /// How likely it is to be right, from 0 to 1.
    pub confidence: f64,
    /// What a person or the program has to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why the program is not sure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

impl From<&Link> for LinkForm {
    fn from(link: &Link) -> Self {
        Self {
            source: link.source.clone(),
            target: link.target.clone(),
            status: link.status,
            confidence: link.confidence.get(),
            note: link.note.clone(),
            reasons: link.reasons.clone(),
        }
    }
}

impl From<LinkForm> for Link {
    fn from(form: LinkForm) -> Self {
        Self {
            source: form.source,
            target: form.target,
            status: form.status,
            confidence: Confidence::new(form.confidence),
            note: form.note,
            reasons: form.reasons,
        }
    }
}
