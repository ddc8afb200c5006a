//! Length: long sentences have long translations.

use std::ops::Range;

use crate::bead::Bead;
use crate::lexical::Vocabulary;
use crate::score::Score;
use crate::text::Side;

use super::shape::LARGEST;

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
    to_target: Expectation,
    to_source: Expectation,
    /// Logarithm of target characters per source character, from the whole texts.
    log_ratio: f64,
    source: Background,
    target: Background,
    weights: LengthWeights,
    /// Half the weight of length: each direction counts half.
    half: f64,
    logs: Vec<f64>,
    mixed: Vec<f64>,
}

/// How far lengths are to be trusted.
#[derive(Debug, Clone, Copy)]
pub struct LengthWeights {
    /// What a nat of length counts against one of words.
    pub weight: f64,
    /// Variance per character, before learning.
    pub variance: f64,
    /// Share of true translations whose length follows no rule; bounds how far length speaks against a bead.
    pub lawless: f64,
    /// Beads' worth of trust in the first estimates.
    pub prior_beads: f64,
}

/// The variance is that of Gale & Church 1993 on two language pairs.
impl Default for LengthWeights {
    fn default() -> Self {
        Self {
            weight: 1.0,
            variance: 6.8,
            lawless: 0.01,
            prior_beads: 20.0,
        }
    }
}

/// Bound for the logarithm of the ratio taken from whole texts, of which one may be a part of the other:
/// European languages translate each other within a factor of 1.2 (Koehn 2005 has 0.87 to 1.16).
const LOG_RATIO_BOUND: f64 = 0.18;

/// Logarithms of lengths up to this are looked up.
const LOG_TABLE: usize = 4096;

impl LengthEvidence {
    /// First estimates, from the whole texts.
    #[must_use]
    pub fn new(source: &Vocabulary, target: &Vocabulary, weights: &LengthWeights) -> Self {
        let total = |side: &Vocabulary| libm::log(f64::from(side.characters(0, side.sentences()).max(1)));
        let log_ratio = (total(target) - total(source)).clamp(-LOG_RATIO_BOUND, LOG_RATIO_BOUND);
        Self {
            to_target: Expectation::new(log_ratio, weights.variance),
            to_source: Expectation::new(-log_ratio, weights.variance),
            log_ratio,
            source: Background::fit(source),
            target: Background::fit(target),
            weights: *weights,
            half: 0.5 * weights.weight,
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            logs: (0..LOG_TABLE).map(|n| libm::log((n as f64).max(0.5))).collect(),
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            mixed: (0..=MIX_STEPS)
                .map(|n| mix(MIX_FROM + n as f64 / MIX_RESOLUTION, weights.lawless))
                .collect(),
        }
    }

    /// Estimates the ratio and the variances anew from beads.
    pub fn learn(&mut self, beads: &[Bead], source: &Vocabulary, target: &Vocabulary) {
        let lengths: Vec<(f64, f64)> = beads
            .iter()
            .filter(|bead| !bead.is_null())
            .map(|bead| bead_lengths(bead, source, target))
            .collect();
        if lengths.is_empty() {
            return;
        }
        let (a, b) = lengths.iter().fold((0.0, 0.0), |sum, (s, t)| (sum.0 + s, sum.1 + t));
        #[expect(clippy::cast_precision_loss, reason = "counts of beads")]
        let count = lengths.len() as f64;
        // In logarithms, so that swapping the texts turns the sign and nothing else.
        let found = (libm::log(b) - libm::log(a)) * count;
        let prior = self.weights.prior_beads;
        let log_ratio = (found + prior * self.log_ratio) / (count + prior);
        let mirrored: Vec<(f64, f64)> = lengths.iter().map(|(s, t)| (*t, *s)).collect();
        self.to_target = Expectation::learn(log_ratio, &lengths, &self.weights);
        self.to_source = Expectation::learn(-log_ratio, &mirrored, &self.weights);
    }

    /// What the length of one side of a bead says by itself, of so many characters in so many sentences.
    pub(crate) fn group(&self, side: Side, characters: u32, sentences: usize) -> GroupLength {
        let (expectation, background) = match side {
            Side::Source => (&self.to_target, &self.source),
            Side::Target => (&self.to_source, &self.target),
        };
        let length = f64::from(characters);
        GroupLength {
            length,
            expected: length * expectation.ratio,
            background: background.log_density(length, self.log(length), sentences),
        }
    }

    /// The score of the bead of a source group and a target group.
    #[inline]
    pub(crate) fn score(&self, source: GroupLength, target: GroupLength) -> Score {
        let forward = self.log_density(&self.to_target, source.expected, target.length) - target.background;
        let backward = self.log_density(&self.to_source, target.expected, source.length) - source.background;
        Score::from_nats(self.half * (self.mixed(forward) + self.mixed(backward)))
    }

    /// The scores of the beads of one source group with many target groups.
    pub(crate) fn scores(
        &self,
        source: GroupLength,
        targets: &GroupLengths,
        range: Range<usize>,
    ) -> impl Iterator<Item = Score> {
        let lengths = targets.length[range.clone()].iter();
        let expected = targets.expected[range.clone()].iter();
        let targets = lengths.zip(expected).zip(&targets.background[range]);
        targets.map(move |((&length, &expected), &background)| {
            let target = GroupLength {
                length,
                expected,
                background,
            };
            self.score(source, target)
        })
    }

    /// By how many standard deviations the length of a translation differs from the expected one;
    /// negative where it is shorter.
    #[must_use]
    pub fn deviations(&self, source: u32, target: u32) -> f64 {
        let expected = f64::from(source) * self.to_target.ratio;
        let (difference, variance) = self.to_target.deviation(expected, f64::from(target));
        difference / variance.sqrt()
    }

    /// [`mix`], looked up to the nearest step: half a step is under a hundredth of a nat.
    #[inline]
    fn mixed(&self, llr: f64) -> f64 {
        let from_start = if llr > MIX_FROM { llr - MIX_FROM } else { 0.0 };
        self.mixed
            .get(nearest(from_start * MIX_RESOLUTION))
            .copied()
            .unwrap_or(llr)
    }

    /// Log density of `found` characters where `expected` are.
    #[inline]
    fn log_density(&self, expectation: &Expectation, expected: f64, found: f64) -> f64 {
        let (difference, variance) = expectation.deviation(expected, found);
        -0.5 * (LN_TAU + self.log(variance) + difference * difference / variance)
    }

    #[inline]
    fn log(&self, x: f64) -> f64 {
        match self.logs.get(nearest(x)) {
            Some(&log) => log,
            None => long_log(x),
        }
    }
}

/// The logarithm of a length past the table; kept out of the loops, which it would slow down.
#[cold]
#[inline(never)]
fn long_log(x: f64) -> f64 {
    libm::log(x)
}

/// The nearest whole number to one from 0 to 2^51. Added to 2^52, a double has no room for a fraction; a
/// conversion would have to look out for numbers that are none.
#[inline]
fn nearest(x: f64) -> usize {
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let bits = (x + WHOLE).to_bits() - WHOLE.to_bits();
    usize::try_from(bits).unwrap_or(usize::MAX)
}

/// What the length of one side of a bead says by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GroupLength {
    /// Characters.
    length: f64,
    /// Characters to expect on the other side.
    expected: f64,
    /// Log density of the length among sentences taken at random.
    background: f64,
}

/// The same of many groups.
#[derive(Debug, Clone, Default)]
pub(crate) struct GroupLengths {
    length: Vec<f64>,
    expected: Vec<f64>,
    background: Vec<f64>,
}

impl GroupLengths {
    pub(crate) fn get(&self, index: usize) -> GroupLength {
        GroupLength {
            length: self.length[index],
            expected: self.expected[index],
            background: self.background[index],
        }
    }
}

impl FromIterator<GroupLength> for GroupLengths {
    fn from_iter<I: IntoIterator<Item = GroupLength>>(groups: I) -> Self {
        let mut all = Self::default();
        for group in groups {
            all.length.push(group.length);
            all.expected.push(group.expected);
            all.background.push(group.background);
        }
        all
    }
}

/// A log-likelihood ratio after mixing with lawless translations.
fn mix(llr: f64, lawless: f64) -> f64 {
    libm::log((1.0 - lawless) * libm::exp(llr) + lawless)
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

/// The length to expect of a translation.
#[derive(Debug, Clone)]
struct Expectation {
    /// Characters found per character given.
    ratio: f64,
    /// Variance of the difference per character.
    variance: f64,
}

impl Expectation {
    fn new(log_ratio: f64, variance: f64) -> Self {
        Self {
            ratio: libm::exp(log_ratio),
            variance,
        }
    }

    fn learn(log_ratio: f64, lengths: &[(f64, f64)], weights: &LengthWeights) -> Self {
        let unit = Self::new(log_ratio, 1.0);
        let (mut sum, mut count) = (weights.prior_beads * weights.variance, weights.prior_beads);
        for (given, found) in lengths {
            let (difference, size) = unit.deviation(given * unit.ratio, *found);
            // Beads that follow no rule must not widen the rule: three standard deviations count at most.
            sum += (difference * difference / size).min(9.0 * weights.variance);
            count += 1.0;
        }
        Self {
            variance: sum / count,
            ..unit
        }
    }

    /// By how much a length differs from the expected one, and the variance of that.
    #[inline]
    fn deviation(&self, expected: f64, found: f64) -> (f64, f64) {
        let size = 0.5 * (expected + found);
        (found - expected, self.variance * if size > 1.0 { size } else { 1.0 })
    }
}

/// Lengths of sentences taken at random: a gamma distribution, and its sums.
#[derive(Debug, Clone)]
struct Background {
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
        let sums = (1..=LARGEST)
            .map(|k| {
                #[expect(clippy::cast_precision_loss, reason = "small numbers")]
                let shape = shape * k as f64;
                (shape, -libm::lgamma(shape) - shape * libm::log(scale))
            })
            .collect();
        Self { sums, scale }
    }

    fn log_density(&self, length: f64, log_length: f64, sentences: usize) -> f64 {
        let (shape, constant) = self.sums[sentences.clamp(1, LARGEST) - 1];
        (shape - 1.0) * log_length - length / self.scale + constant
    }
}
