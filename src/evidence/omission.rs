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

/// What omissions cost before learning, and how soon learning changes it.
#[derive(Debug, Clone, Copy)]
pub struct OmissionWeights {
    /// Prices of the first pass, on thin evidence.
    pub first: OmissionPrices,
    /// Prices of the later ones, before learning.
    pub later: OmissionPrices,
    /// Beads' worth of trust in the price to open a run.
    pub prior_beads: f64,
    /// Left-out sentences' worth of trust in the price of each.
    pub prior_skipped: f64,
    /// Nats of evidence a sentence could have lost at which the surcharge for unknown ones has fallen to 1/e.
    pub knowledge_scale: f64,
    /// To leave out a page number or a separator, in nats: editions keep their own as often as not.
    pub apparatus: f64,
}

/// The prices are from a first trial of this model, which needed −2 a sentence without a lexicon and −0.7 with one.
impl Default for OmissionWeights {
    fn default() -> Self {
        Self {
            first: OmissionPrices {
                open: -5.0,
                known: -1.2,
                unknown: -1.5,
            },
            later: OmissionPrices {
                open: -5.0,
                known: -0.7,
                unknown: -1.5,
            },
            prior_beads: 50.0,
            prior_skipped: 10.0,
            knowledge_scale: 4.0,
            apparatus: -0.7,
        }
    }
}

impl OmissionWeights {
    /// Learns the prices from how often sentences are left out in these texts: to open a run costs the
    /// logarithm of how often runs are, and so does each sentence more, and the end of the run.
    #[must_use]
    pub fn learn(&self, expected: &Expected) -> OmissionPrices {
        let (later, beads, skipped) = (self.later, self.prior_beads, self.prior_skipped);
        let opens = (expected.runs + beads * libm::exp(later.open)) / (expected.matches() + expected.runs + beads);
        let goes_on = (expected.skipped - expected.runs).max(0.0);
        let goes_on = (goes_on + skipped * libm::exp(later.known)) / (expected.skipped + skipped);
        OmissionPrices {
            open: libm::log(opens * (1.0 - goes_on)) - libm::log(goes_on),
            known: libm::log(goes_on),
            unknown: later.unknown,
        }
    }
}

impl OmissionEvidence {
    /// Prices for all sentences of both texts. `to_source` predicts the source from the target.
    #[must_use]
    pub fn new(
        prices: OmissionPrices,
        weights: &OmissionWeights,
        source: &Vocabulary,
        target: &Vocabulary,
        to_source: &Translation,
        to_target: &Translation,
    ) -> Self {
        Self {
            source: side(prices, weights, source, to_source),
            target: side(prices, weights, target, to_target),
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

fn side(
    prices: OmissionPrices,
    weights: &OmissionWeights,
    vocabulary: &Vocabulary,
    predicting: &Translation,
) -> Vec<Price> {
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
                prices.open.max(weights.apparatus)
            } else {
                prices.open
            };
            let unknown = libm::exp(-knowledge / weights.knowledge_scale);
            Price {
                open: Score::from_nats(open),
                sentence: Score::from_nats(prices.known + prices.unknown * unknown),
            }
        })
        .collect()
}
