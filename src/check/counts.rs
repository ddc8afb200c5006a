//! An alignment in numbers.

use serde::Serialize;

use crate::file::{AlignmentFile, Link};
use crate::text::Side;

/// How large an alignment is, how much of it people decided, and how sure the rest is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Sentences of the original.
    pub source_sentences: usize,
    /// Sentences of the translation.
    pub target_sentences: usize,
    /// Links.
    pub links: usize,
    /// Links that a person decided.
    pub pinned: usize,
    /// How many of the other links are wrong if their confidences are right.
    pub expected_errors: f64,
    /// Mean confidence of all links, from 0 to 1.
    pub mean_confidence: f64,
}

impl Counts {
    /// Counts an alignment.
    #[must_use]
    pub fn of(file: &AlignmentFile) -> Self {
        let sentences = |side| file.links.iter().map(|link| link.ids(side).len()).sum();
        let (pinned, doubtful): (Vec<&Link>, Vec<_>) =
            file.links.iter().partition(|link| link.status.is_pinned());
        let confidence: f64 = file.links.iter().map(|link| link.confidence.get()).sum();
        Self {
            source_sentences: sentences(Side::Source),
            target_sentences: sentences(Side::Target),
            links: file.links.len(),
            pinned: pinned.len(),
            expected_errors: four_places(
                doubtful
                    .iter()
                    .map(|link| 1.0 - link.confidence.get())
                    .sum(),
            ),
            mean_confidence: four_places(confidence / at_least_one(file.links.len())),
        }
    }

    /// The share of the links that a person decided, from 0 to 1.
    #[must_use]
    pub fn reviewed(&self) -> f64 {
        four_places(self.pinned as f64 / at_least_one(self.links))
    }

    /// Both together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let confidence = |counts: &Self| counts.mean_confidence * counts.links as f64;
        let links = self.links + other.links;
        Self {
            source_sentences: self.source_sentences + other.source_sentences,
            target_sentences: self.target_sentences + other.target_sentences,
            links,
            pinned: self.pinned + other.pinned,
            expected_errors: four_places(self.expected_errors + other.expected_errors),
            mean_confidence: four_places(
                (confidence(self) + confidence(other)) / at_least_one(links),
            ),
        }
    }
}

fn at_least_one(count: usize) -> f64 {
    count.max(1) as f64
}

/// As exact as the confidences that numbers come from.
fn four_places(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}
