//! Shape: most sentences become one sentence.

use crate::score::Score;

use super::Expected;

/// Most sentences on one side of a bead.
pub const MAX_GROUP: usize = 8;

/// Most sentences on each side of a bead that has several on both.
pub const MAX_BOTH: usize = 3;

/// How often beads of each shape occur, as log probabilities among matches.
#[derive(Debug, Clone)]
pub struct ShapeEvidence {
    /// By source and target count, both from 1.
    scores: [[Score; MAX_GROUP]; MAX_GROUP],
}

/// Log prior of a shape before learning: 1-1 four fifths, a sentence more 0.06, each further one
/// 0.3 times as likely, several on both sides 0.4 times. Source: hand-aligned novels, as measured
/// in a first trial of this model; learning replaces it.
fn prior(source: usize, target: usize) -> f64 {
    let (fewer, more) = (source.min(target), source.max(target));
    if more == 1 {
        return 0.8;
    }
    let further = i32::try_from(source + target - 3).unwrap_or(i32::MAX);
    0.06 * libm::pow(0.3, f64::from(further)) * if fewer > 1 { 0.4 } else { 1.0 }
}

/// Beads' worth of trust in the prior.
const PRIOR_BEADS: f64 = 30.0;

impl Default for ShapeEvidence {
    fn default() -> Self {
        Self::from_counts(|_, _| 0.0, 0.0)
    }
}

impl ShapeEvidence {
    /// Learns how often each shape occurs.
    #[must_use]
    pub fn learn(expected: &Expected) -> Self {
        Self::from_counts(|s, t| expected.beads[s - 1][t - 1], expected.matches())
    }

    fn from_counts(count: impl Fn(usize, usize) -> f64, total: f64) -> Self {
        let mut scores = [[Score::IMPOSSIBLE; MAX_GROUP]; MAX_GROUP];
        for (source, target) in shapes(MAX_GROUP) {
            let share = (count(source, target) + PRIOR_BEADS * prior(source, target)) / (total + PRIOR_BEADS);
            scores[source - 1][target - 1] = Score::from_nats(libm::log(share));
        }
        Self { scores }
    }

    /// The score of a shape, both counts from 1.
    #[must_use]
    pub const fn score(&self, source: usize, target: usize) -> Score {
        self.scores[source - 1][target - 1]
    }
}

/// All shapes with at most `most` sentences a side, in the order in which ties are settled: fewer
/// sentences first, the more even first, then fewer source sentences.
pub(crate) fn shapes(most: usize) -> impl Iterator<Item = (usize, usize)> {
    let most = most.min(MAX_GROUP);
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
