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
    /// Links with sentences on one side only.
    pub null_links: usize,
    /// Links that a person decided.
    pub pinned: usize,
    /// How many of the other links are wrong if their confidences are right.
    pub expected_errors: f64,
    /// Mean confidence of all links, from 0 to 1.
    pub mean_confidence: f64,
    /// Links that a person decided and whose sentences were edited since.
    pub stale_links: usize,
}

impl Counts {
    /// Counts an alignment.
    #[must_use]
    pub fn of(file: &AlignmentFile) -> Self {
        let sentences = |side| file.sentences(side).count();
        let (pinned, doubtful): (Vec<&Link>, Vec<_>) = file.links.iter().partition(|link| link.status.is_pinned());
        let confidence: f64 = file.links.iter().map(|link| link.confidence.get()).sum();
        Self {
            source_sentences: sentences(Side::Source),
            target_sentences: sentences(Side::Target),
            links: file.links.len(),
            null_links: file.links.iter().filter(|link| link.is_null()).count(),
            pinned: pinned.len(),
            expected_errors: four_places(doubtful.iter().map(|link| 1.0 - link.confidence.get()).sum()),
            mean_confidence: four_places(confidence / at_least_one(file.links.len())),
            stale_links: file.links.iter().filter(|link| link.is_stale()).count() + file.waiting.len(),
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
            null_links: self.null_links + other.null_links,
            pinned: self.pinned + other.pinned,
            expected_errors: four_places(self.expected_errors + other.expected_errors),
            mean_confidence: four_places((confidence(self) + confidence(other)) / at_least_one(links)),
            stale_links: self.stale_links + other.stale_links,
        }
    }
}

fn at_least_one(count: usize) -> f64 {
    count.max(1) as f64
}

/// As exact as the confidences that numbers come from.
fn four_places(number: f64) -> f64 {
    // Without the sign of an empty sum, which is -0.
    (number * 10_000.0).round() / 10_000.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{AlignerInfo, Confidence, Settings, Status, TextRef};

    fn file(links: &[(Status, f64)]) -> AlignmentFile {
        let text = |lang: &str| TextRef {
            lang: lang.to_owned(),
            path: format!("{lang}.txt"),
            sha256: "0".repeat(64),
        };
        let link = |(number, &(status, confidence)): (u32, &(Status, f64))| Link {
            source: vec![format!("Frase {number}.")],
            target: Vec::new(),
            status,
            confidence: Confidence::new(confidence),
            note: None,
            reasons: Vec::new(),
        };
        AlignmentFile {
            source: text("es"),
            target: text("en"),
            aligner: AlignerInfo {
                version: "1".to_owned(),
                settings: Settings::default(),
            },
            waiting: Vec::new(),
            links: (1..).zip(links).map(link).collect(),
        }
    }

    #[test]
    fn only_what_nobody_decided_is_expected_to_be_wrong() {
        let counts = Counts::of(&file(&[
            (Status::Auto, 0.9),
            (Status::Auto, 0.6),
            (Status::Edited, 0.1),
            (Status::Disputed, 0.4),
        ]));
        assert_eq!((counts.source_sentences, counts.target_sentences), (4, 0));
        assert_eq!((counts.links, counts.pinned), (4, 2));
        assert!((counts.expected_errors - 0.5).abs() < 1e-9);
        assert!((counts.mean_confidence - 0.5).abs() < 1e-9);
        assert!((counts.reviewed() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn works_add_up_as_if_they_were_one() {
        let (a, b) = ([(Status::Auto, 0.9)], [(Status::Auto, 0.5), (Status::Accepted, 0.7)]);
        let together = Counts::of(&file(&[a.as_slice(), &b].concat()));
        assert_eq!(Counts::of(&file(&a)).and(&Counts::of(&file(&b))), together);
        assert_eq!(Counts::default().and(&together), together);
    }
}
