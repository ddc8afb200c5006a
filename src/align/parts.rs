//! What each kind of evidence says of a bead.

use serde::Serialize;

use crate::score::Score;

/// What each kind of evidence says of a bead, in nats: how much likelier it makes its sentences as translations of each other
/// than as sentences that have nothing to do with each other. What speaks for the bead is positive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Parts {
    /// Words that translate each other, numbers and names, and words without a partner.
    pub words: f64,
    /// How long the sides are.
    pub lengths: f64,
    /// How many sentences each side has: one and one is the most common.
    pub numbers: f64,
    /// Headings with headings, speeches with speeches, and what else the layout and the marks tell.
    pub layout: f64,
    /// The price of a sentence without a counterpart.
    pub omission: f64,
}

impl Parts {
    /// Rounded to hundredths, more than which says nothing.
    pub(super) fn new([words, lengths, numbers, layout, omission]: [Score; 5]) -> Self {
        let rounded = |score: Score| (score.nats() * 100.0).round() / 100.0;
        Self {
            words: rounded(words),
            lengths: rounded(lengths),
            numbers: rounded(numbers),
            layout: rounded(layout),
            omission: rounded(omission),
        }
    }

    /// Each kind with its name.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, f64); 5] {
        [
            ("words", self.words),
            ("lengths", self.lengths),
            ("numbers of sentences", self.numbers),
            ("layout and marks", self.layout),
            ("no counterpart", self.omission),
        ]
    }
}
