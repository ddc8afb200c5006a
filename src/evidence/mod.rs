//! What speaks for and against a bead. One file for each kind of evidence.

mod length;
mod omission;
mod shape;
mod staging;
mod structure;

pub(crate) use length::GroupLengths;
pub use length::{LengthEvidence, LengthWeights};
pub use omission::{OmissionEvidence, OmissionPrices, OmissionWeights};
pub(crate) use shape::shapes;
pub use shape::{LARGEST, MAX_BOTH, MAX_GROUP, ShapeEvidence, ShapeWeights};
pub(crate) use structure::{Class, ClassScores};
pub use structure::{StructureEvidence, StructureWeights};

/// How often each kind of step is to be expected in two texts.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// Matches, by source and target count, both from 1.
    pub beads: [[f64; MAX_GROUP]; MAX_GROUP],
    /// Runs of null beads.
    pub runs: f64,
    /// Sentences in them.
    pub skipped: f64,
}

impl Expected {
    /// Adds what is expected of another stretch of the texts.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.beads.iter_mut().flatten().zip(other.beads.iter().flatten()) {
            *mine += theirs;
        }
        self.runs += other.runs;
        self.skipped += other.skipped;
    }

    /// Number of matches.
    #[must_use]
    pub fn matches(&self) -> f64 {
        self.beads.iter().flatten().sum()
    }
}
