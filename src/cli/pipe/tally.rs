//! What a run came to.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::answer::{Answer, Kind};
use crate::cli::talk::count;

/// Counts over all lines.
#[derive(Debug, Default, Serialize)]
pub(super) struct Tally {
    /// Lines of the input.
    pub(super) documents: usize,
    aligned: usize,
    /// Lines that could not be aligned, by what was wrong.
    errors: BTreeMap<Kind, usize>,
    source_sentences: usize,
    target_sentences: usize,
    beads: usize,
    null_beads: usize,
    /// Over all beads.
    mean_confidence: f64,
    #[serde(rename = "seconds", serialize_with = "in_seconds")]
    time: Duration,
}

fn in_seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((time.as_secs_f64() * 1000.0).round() / 1000.0)
}

impl Tally {
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^53 beads")]
    pub(super) fn add(&mut self, answer: &Answer) {
        self.documents += 1;
        if let Some(kind) = answer.fault() {
            *self.errors.entry(kind).or_default() += 1;
        }
        let Answer::Aligned { aligned, .. } = answer else {
            return;
        };
        self.aligned += 1;
        self.source_sentences += aligned.source_sentences.len();
        self.target_sentences += aligned.target_sentences.len();
        let is_null = |bead: &&[Vec<u32>; 2]| bead.iter().any(Vec::is_empty);
        self.null_beads += aligned.beads.iter().filter(is_null).count();
        let before = self.beads as f64;
        self.beads += aligned.beads.len();
        let sum: f64 = aligned.confidence.iter().sum();
        self.mean_confidence = self.mean_confidence.mul_add(before, sum) / (self.beads as f64).max(1.0);
    }

    pub(super) const fn end(&mut self, time: Duration) {
        self.time = time;
    }

    pub(super) fn bad(&self) -> usize {
        self.errors.values().sum()
    }

    /// Whether there were lines and none could be aligned.
    pub(super) const fn is_all_bad(&self) -> bool {
        self.documents > 0 && self.aligned == 0
    }

    /// What was done, for people.
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^53 sentences")]
    pub(super) fn told(&self) -> String {
        let sentences = self.source_sentences + self.target_sentences;
        let seconds = self.time.as_secs_f64();
        format!(
            "{}, {} in {seconds:.1} s ({:.0} a second)",
            count(self.aligned, "pair"),
            count(sentences, "sentence"),
            sentences as f64 / seconds.max(1e-3)
        )
    }

    /// What was wrong how often.
    pub(super) fn faults(&self) -> String {
        let name = |kind: &Kind| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned);
        let kinds = self.errors.iter();
        let kinds = kinds.map(|(kind, count)| format!("{count} {}", name(kind).unwrap_or_default()));
        kinds.collect::<Vec<_>>().join(", ")
    }
}
