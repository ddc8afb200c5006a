//! Omission: what it costs to leave sentences without a counterpart.

use crate::lexical::{Translation, Vocabulary};
use crate::score::Score;

use super::Expected;

/// The price of null beads: one to open a run of them, one for each sentence.
///
/// A sentence that the lexicon knows well and that finds no partner is cheap to leave out: it would
/// have found one. A sentence of unknown words is dear: nothing says that it is not translated.
#[derive(Debug, Clone)]
pub struct OmissionEvidence {
    source: Vec<Price>,
    target: Vec<Price>,
}

/// What it costs to leave a sentence out.
#[derive(Debug, Clone, Copy)]
struct Price {
    /// On top, where a run of left-out sentences begins with it.
    open: Score,
    sentence: Score,
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

impl OmissionPrices {
    /// Learns the prices from how often sentences are left out in these texts: to open a run costs the
    /// logarithm of how often runs are, and so does each sentence more, and the end of the run.
    #[must_use]
    pub fn learn(self, expected: &Expected) -> Self {
        let opens =
            (expected.runs + PRIOR_BEADS * libm::exp(self.open)) / (expected.matches() + expected.runs + PRIOR_BEADS);
        let goes_on = (expected.skipped - expected.runs).max(0.0);
        let goes_on = (goes_on + PRIOR_SKIPPED * libm::exp(self.known)) / (expected.skipped + PRIOR_SKIPPED);
        Self {
            open: libm::log(opens * (1.0 - goes_on)) - libm::log(goes_on),
            known: libm::log(goes_on),
            unknown: self.unknown,
        }
    }
}

/// Beads' and left-out sentences' worth of trust in the prices before learning.
const PRIOR_BEADS: f64 = 50.0;
const PRIOR_SKIPPED: f64 = 10.0;

/// Nats of evidence a sentence could have lost at which the surcharge for unknown ones has fallen to 1/e.
const KNOWLEDGE_SCALE: f64 = 4.0;

/// To leave out a page number or a separator, in nats: editions keep their own as often as not.
const APPARATUS: f64 = -0.7;

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
            source: side(prices, source, to_source),
            target: side(prices, target, to_target),
        }
    }

    /// The price of beginning a run of null beads with a source sentence, on top of its own.
    #[must_use]
    pub fn open_source(&self, index: usize) -> Score {
        self.source[index].open
    }

    /// The price of beginning a run of null beads with a target sentence, on top of its own.
    #[must_use]
    pub fn open_target(&self, index: usize) -> Score {
        self.target[index].open
    }

    /// The price of leaving out one source sentence.
    #[must_use]
    pub fn source(&self, index: usize) -> Score {
        self.source[index].sentence
    }

    /// The price of leaving out one target sentence.
    #[must_use]
    pub fn target(&self, index: usize) -> Score {
        self.target[index].sentence
    }
}

fn side(prices: OmissionPrices, vocabulary: &Vocabulary, predicting: &Translation) -> Vec<Price> {
    // What each token could lose by finding no partner.
    let stakes: Vec<f64> = predicting
        .known
        .iter()
        .map(|&known| -libm::log(1.0 - f64::from(known)))
        .collect();
    (0..vocabulary.sentences())
        .map(|index| {
            let knowledge: f64 = vocabulary
                .tokens(index, index + 1)
                .iter()
                .map(|id| stakes[id.get()])
                .sum();
            let open = if vocabulary.is_apparatus(index) {
                prices.open.max(APPARATUS)
            } else {
                prices.open
            };
            Price {
                open: Score::from_nats(open),
                sentence: Score::from_nats(prices.known + prices.unknown * libm::exp(-knowledge / KNOWLEDGE_SCALE)),
            }
        })
        .collect()
}
