//! Omission: what it costs to leave sentences without a counterpart.

use crate::lexical::{Translation, Vocabulary};
use crate::score::Score;

/// The price of null beads: one to open a run of them, one for each sentence.
///
/// A sentence that the lexicon knows well and that finds no partner is cheap to leave out: it would
/// have found one. A sentence of unknown words is dear: nothing says that it is not translated.
#[derive(Debug, Clone)]
pub struct OmissionEvidence {
    open: Score,
    source: Vec<Score>,
    target: Vec<Score>,
}

/// What the prices are worked out from, in nats.
#[derive(Debug, Clone, Copy)]
pub struct OmissionPrices {
    /// To open a run.
    pub open: f64,
    /// For each sentence, however well known.
    pub known: f64,
    /// On top, for a sentence of which nothing is known.
    pub unknown: f64,
}

/// Nats of evidence a sentence could have lost at which the surcharge for unknown ones has fallen to 1/e.
const KNOWLEDGE_SCALE: f64 = 4.0;

impl OmissionEvidence {
    /// Prices for all sentences of both texts. `to_source` predicts the source from the target.
    #[must_use]
    pub fn new(
        prices: OmissionPrices,
        source: &Vocabulary,
        target: &Vocabulary,
        to_source: &Translation,
        to_target: &Translation,
    ) -> Self {
        Self {
            open: Score::from_nats(prices.open),
            source: side(prices, source, to_source),
            target: side(prices, target, to_target),
        }
    }

    /// The price of opening a run of null beads.
    #[must_use]
    pub const fn open(&self) -> Score {
        self.open
    }

    /// The price of leaving out one source sentence.
    #[must_use]
    pub fn source(&self, index: usize) -> Score {
        self.source[index]
    }

    /// The price of leaving out one target sentence.
    #[must_use]
    pub fn target(&self, index: usize) -> Score {
        self.target[index]
    }
}

fn side(prices: OmissionPrices, vocabulary: &Vocabulary, predicting: &Translation) -> Vec<Score> {
    // What each token could lose by finding no partner.
    let stakes: Vec<f64> = predicting.known.iter().map(|&known| -libm::log(1.0 - f64::from(known))).collect();
    (0..vocabulary.sentences())
        .map(|index| {
            let knowledge: f64 = vocabulary.tokens(index, index + 1).iter().map(|id| stakes[id.get()]).sum();
            Score::from_nats(prices.known + prices.unknown * libm::exp(-knowledge / KNOWLEDGE_SCALE))
        })
        .collect()
}
