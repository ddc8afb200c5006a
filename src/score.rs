//! Log-likelihood ratios as integers.

use std::ops::{Add, AddAssign, Sub};

/// A log-likelihood ratio in micro-nats (10⁻⁶ of a natural logarithm); higher is better.
///
/// Evidence is worked out in floating point and rounded once, here. The search then adds integers:
/// sums do not depend on their order, so the same texts give the same beads on any machine and any
/// number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Score(pub i64);

/// Micro-nats in a nat.
const UNIT: f64 = 1e6;

impl Score {
    /// No evidence either way.
    pub const ZERO: Self = Self(0);

    /// Worse than any sum of real scores, and safe to add to.
    pub const IMPOSSIBLE: Self = Self(i64::MIN / 4);

    /// From nats.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and scores are far below 2^43 nats"
    )]
    pub fn from_nats(nats: f64) -> Self {
        // Half away from zero; `f64::round` is a library call where the processor has no such step.
        Self((nats * UNIT + 0.5f64.copysign(nats)) as i64)
    }

    /// In nats.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "scores are far below 2^53 micro-nats")]
    pub fn nats(self) -> f64 {
        self.0 as f64 / UNIT
    }

    /// Half of it, rounded towards zero.
    #[must_use]
    pub const fn half(self) -> Self {
        Self(self.0 / 2)
    }
}

impl Add for Score {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Score {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
