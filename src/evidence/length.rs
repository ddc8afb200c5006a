//! Length: long sentences have long translations.

use crate::bead::Bead;
use crate::lexical::Vocabulary;
use crate::score::Score;

use super::shape::MAX_GROUP;

/// How the lengths of translations relate in two texts, in characters that are not white space.
///
/// The score of a bead is the log-likelihood ratio of its target length given its source length
/// against the length of that many sentences taken at random, averaged over both directions.
///
/// # Source
/// Gale & Church 1993, section 3, for the normal model of the difference with a variance
/// proportional to length. We weigh it against the length distribution of unrelated sentences
/// (a gamma fitted by moments) and mix both, so that one odd length cannot outweigh the words.
#[derive(Debug, Clone)]
pub struct LengthEvidence {
    /// Target characters per source character.
    ratio: f64,
    /// Variance of the difference per character of the longer side.
    variance: f64,
    source: Background,
    target: Background,
    logs: Vec<f64>,
    mixed: Vec<f64>,
}

/// Variance per character found by Gale & Church 1993 on two language pairs.
const VARIANCE: f64 = 6.8;

/// Share of true translations whose length follows no rule; bounds how far length speaks against a bead.
const LAWLESS: f64 = 0.02;

/// Bounds for the ratio taken from whole texts, of which one may be a part of the other. European
/// languages translate each other within them (Europarl figures in Koehn 2005 lie between 0.87 and 1.16).
const RATIO_BOUNDS: (f64, f64) = (0.85, 1.2);

/// Beads' worth of trust in the first estimates.
const PRIOR_BEADS: f64 = 20.0;

/// Logarithms of lengths up to this are looked up.
const LOG_TABLE: usize = 4096;

impl LengthEvidence {
    /// First estimates, from the whole texts.
    #[must_use]
    pub fn new(source: &Vocabulary, target: &Vocabulary) -> Self {
        let (source_total, target_total) =
            (source.characters(0, source.sentences()), target.characters(0, target.sentences()));
        let ratio = f64::from(target_total.max(1)) / f64::from(source_total.max(1));
        Self {
            ratio: ratio.clamp(RATIO_BOUNDS.0, RATIO_BOUNDS.1),
            variance: VARIANCE,
            source: Background::fit(source),
            target: Background::fit(target),
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            logs: (0..LOG_TABLE).map(|n| libm::log((n as f64).max(0.5))).collect(),
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            mixed: (0..=MIX_STEPS).map(|n| mix(MIX_FROM + n as f64 / MIX_RESOLUTION)).collect(),
        }
    }

    /// Estimates the ratio and the variance anew from beads.
    pub fn learn(&mut self, beads: &[Bead], source: &Vocabulary, target: &Vocabulary) {
        let lengths = || beads.iter().filter(|bead| !bead.is_null()).map(|bead| bead_lengths(bead, source, target));
        let (a, b) = lengths().fold((0.0, 0.0), |sum, (s, t)| (sum.0 + s, sum.1 + t));
        if a > 0.0 {
            // The prior is worth some beads of average length.
            let weight = PRIOR_BEADS * self.source.mean;
            self.ratio = (b + weight * self.ratio.clamp(RATIO_BOUNDS.0, RATIO_BOUNDS.1)) / (a + weight);
        }
        let (mut sum, mut count) = (PRIOR_BEADS * VARIANCE, PRIOR_BEADS);
        for (s, t) in lengths() {
            let (expected, found) = (s * self.ratio, t);
            let term = (found - expected) * (found - expected) / (0.5 * (expected + found)).max(1.0);
            // Beads that follow no rule must not widen the rule.
            sum += term.min(9.0 * VARIANCE);
            count += 1.0;
        }
        self.variance = sum / count;
    }

    /// The score of a bead with these numbers of characters and sentences on each side.
    #[must_use]
    pub fn score(&self, source: (u32, usize), target: (u32, usize)) -> Score {
        let (s, t) = (f64::from(source.0), f64::from(target.0));
        let forward = self.ratio_term(s * self.ratio, t) - self.target.log_density(t, self.log(t), target.1);
        let backward = self.ratio_term(t / self.ratio, s) - self.source.log_density(s, self.log(s), source.1);
        Score::from_nats(0.5 * (self.mixed(forward) + self.mixed(backward)))
    }

    /// [`mix`], looked up to the nearest step: half a step is under a hundredth of a nat.
    fn mixed(&self, llr: f64) -> f64 {
        let step = (llr.max(MIX_FROM) - MIX_FROM) * MIX_RESOLUTION + 0.5;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and the cast saturates")]
        self.mixed.get(step as usize).copied().unwrap_or(llr)
    }

    /// Log density of `found` characters where `expected` are.
    fn ratio_term(&self, expected: f64, found: f64) -> f64 {
        let variance = self.variance * (0.5 * (expected + found)).max(1.0);
        let difference = found - expected;
        -0.5 * (LN_TAU + self.log(variance) + difference * difference / variance)
    }

    fn log(&self, x: f64) -> f64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against the table's size")]
        match self.logs.get((x + 0.5) as usize) {
            Some(&log) => log,
            None => libm::log(x),
        }
    }
}

/// A log-likelihood ratio after mixing with lawless translations.
fn mix(llr: f64) -> f64 {
    libm::log((1.0 - LAWLESS) * libm::exp(llr) + LAWLESS)
}

/// The table of [`mix`]: under its start all is lawless, past its end nothing is.
const MIX_FROM: f64 = -16.0;
const MIX_RESOLUTION: f64 = 64.0;
const MIX_STEPS: usize = 32 * 64;

/// ln 2π.
const LN_TAU: f64 = 1.837_877_066_409_345_3;

fn bead_lengths(bead: &Bead, source: &Vocabulary, target: &Vocabulary) -> (f64, f64) {
    let s = source.characters(bead.source.start.get(), bead.source.end.get());
    let t = target.characters(bead.target.start.get(), bead.target.end.get());
    (f64::from(s), f64::from(t))
}

/// Lengths of sentences taken at random: a gamma distribution, and its sums.
#[derive(Debug, Clone)]
struct Background {
    mean: f64,
    /// By number of sentences, from 1: shape, and the part of the log density that is the same for all lengths.
    sums: Vec<(f64, f64)>,
    scale: f64,
}

impl Background {
    fn fit(vocabulary: &Vocabulary) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts of sentences")]
        let n = vocabulary.sentences().max(1) as f64;
        let lengths = || (0..vocabulary.sentences()).map(|i| f64::from(vocabulary.characters(i, i + 1)));
        let mean = (lengths().sum::<f64>() / n).max(1.0);
        let spread = lengths().map(|l| (l - mean) * (l - mean)).sum::<f64>() / n;
        // A text of equal sentences would have no spread; a tenth of the mean keeps the density finite.
        let spread = spread.max(0.1 * mean);
        let (shape, scale) = (mean * mean / spread, spread / mean);
        let sums = (1..=MAX_GROUP)
            .map(|k| {
                #[expect(clippy::cast_precision_loss, reason = "small numbers")]
                let shape = shape * k as f64;
                (shape, -libm::lgamma(shape) - shape * libm::log(scale))
            })
            .collect();
        Self { mean, sums, scale }
    }

    fn log_density(&self, length: f64, log_length: f64, sentences: usize) -> f64 {
        let (shape, constant) = self.sums[sentences.clamp(1, MAX_GROUP) - 1];
        (shape - 1.0) * log_length - length / self.scale + constant
    }
}
