//! Shape: most sentences become one sentence.

use crate::score::Score;

use super::Expected;

/// Most sentences on one side of a bead.
pub const MAX_GROUP: usize = 8;

/// Most sentences on one side of a bead where a gap is looked at again: the long periods of an old text
/// become up to 17 sentences in the freest translation of the development gold.
pub const LARGEST: usize = 24;

/// Most sentences on each side of a bead that has several on both.
pub const MAX_BOTH: usize = 3;

/// How often beads of each shape occur, as log probabilities among matches.
#[derive(Debug, Clone)]
pub struct ShapeEvidence {
    /// By source and target count, both from 1.
    scores: [[Score; MAX_GROUP]; MAX_GROUP],
    /// For each sentence beyond those, in nats.
    further: f64,
}

/// How often beads of each shape occur before learning.
#[derive(Debug, Clone, Copy)]
pub struct ShapeWeights {
    /// The share of 1-1.
    pub single: f64,
    /// The share of 1-2, and of 2-1.
    pub more: f64,
    /// How much less likely each further sentence makes a shape.
    pub further: f64,
    /// How much less likely several sentences on both sides make it.
    pub both: f64,
    /// Beads' worth of trust in all this.
    pub prior_beads: f64,
}

/// From hand-aligned novels, as measured in a first trial of this model; learning replaces it.
impl Default for ShapeWeights {
    fn default() -> Self {
        Self {
            single: 0.8,
            more: 0.06,
            further: 0.3,
            both: 0.4,
            prior_beads: 30.0,
        }
    }
}

impl ShapeWeights {
    fn prior(&self, source: usize, target: usize) -> f64 {
        let (fewer, more) = (source.min(target), source.max(target));
        if more == 1 {
            return self.single;
        }
        let further = i32::try_from(source + target - 3).unwrap_or(i32::MAX);
        self.more * libm::pow(self.further, f64::from(further)) * if fewer > 1 { self.both } else { 1.0 }
    }
}

impl ShapeEvidence {
    /// What is known before learning.
    #[must_use]
    pub fn new(weights: &ShapeWeights) -> Self {
        Self::from_counts(weights, |_, _| 0.0, 0.0)
    }

    /// Learns how often each shape occurs.
    #[must_use]
    pub fn learn(weights: &ShapeWeights, expected: &Expected) -> Self {
        Self::from_counts(weights, |s, t| expected.beads[s - 1][t - 1], expected.matches())
    }

    fn from_counts(weights: &ShapeWeights, count: impl Fn(usize, usize) -> f64, total: f64) -> Self {
        let mut scores = [[Score::IMPOSSIBLE; MAX_GROUP]; MAX_GROUP];
        for (source, target) in shapes(MAX_GROUP) {
            let expected = weights.prior_beads * weights.prior(source, target);
            let share = (count(source, target) + expected) / (total + weights.prior_beads);
            scores[source - 1][target - 1] = Score::from_nats(libm::log(share));
        }
        Self {
            scores,
            further: libm::log(weights.further),
        }
    }

    /// The score of a shape, both counts from 1.
    #[must_use]
    pub(crate) fn score(&self, source: usize, target: usize) -> Score {
        let (s, t) = (source.min(MAX_GROUP), target.min(MAX_GROUP));
        let beyond = (source - s).max(target - t);
        #[expect(clippy::cast_precision_loss, reason = "at most 16")]
        let beyond = Score::from_nats(self.further * beyond as f64);
        self.scores[s - 1][t - 1] + beyond
    }
}

/// All shapes with at most `most` sentences a side, in the order in which ties are settled: fewer
/// sentences first, the more even first, then fewer source sentences.
pub(crate) fn shapes(most: usize) -> impl Iterator<Item = (usize, usize)> {
    let most = most.min(LARGEST);
    (2..=2 * most).flat_map(move |total| {
        let mut of_total: Vec<_> = (1..total)
            .map(|source| (source, total - source))
            .filter(|(s, t)| *s <= most && *t <= most && (s.min(t) == &1 || s.max(t) <= &MAX_BOTH))
            .collect();
        of_total.sort_by_key(|(s, t)| (s.abs_diff(*t), *s));
        of_total
    })
}

#[cfg(test)]
mod tests {
    use super::shapes;

    #[test]
    fn the_order_of_ties_is_written_down() {
        let first: Vec<_> = shapes(8).take(8).collect();
        assert_eq!(first, [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2)]);
        assert_eq!(shapes(8).count(), 19);
    }
}
