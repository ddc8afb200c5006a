//! Natural logarithms, many of them.

use std::f64::consts::LN_2;

/// A table of logarithms, so that others are found by a short series around its nearest entry.
///
/// Only additions and multiplications, which are the same on every machine; a few units in the last place
/// from the truth, a hundred-millionth of what scores are rounded to.
pub(super) struct Logarithm {
    /// For each interval the inverse of a number inside it, and the logarithm of that number.
    table: [(f64, f64); INTERVALS],
}

/// Bits of the fraction that choose an entry of the table.
const BITS: u32 = 7;
const INTERVALS: usize = 1 << BITS;

/// Bits after the exponent of a double.
const FRACTION: u32 = 52;

/// Where the intervals begin: 11/16, so that one is in the midst of an interval and numbers near to it lose nothing.
const START: u64 = 0x3fe6 << 48;

impl Logarithm {
    pub(super) fn new() -> Self {
        let entry = |interval: usize| {
            let middle = f64::from_bits(START + ((2 * interval as u64 + 1) << (FRACTION - BITS - 1)));
            let inverse = 1.0 / middle;
            (inverse, -libm::log(inverse))
        };
        Self {
            table: std::array::from_fn(entry),
        }
    }

    /// The natural logarithm of a positive, normal number.
    #[inline]
    pub(super) fn of(&self, x: f64) -> f64 {
        let bits = x.to_bits();
        let above = bits.wrapping_sub(START);
        let interval = (above >> (FRACTION - BITS)) as usize % INTERVALS;
        #[expect(clippy::cast_possible_wrap, reason = "the sign is meant to be read")]
        let exponent = above as i64 >> FRACTION;
        // The number without its exponent, from 11/16 to 11/8.
        let fraction = f64::from_bits(bits.wrapping_sub(above & (u64::MAX << FRACTION)));
        let (inverse, log) = self.table[interval];
        let r = fraction * inverse - 1.0;
        let square = r * r;
        // log(1 + r) to the sixth power; |r| is under 1/128.
        let series = r + square * (-0.5 + r * (1.0 / 3.0) + square * (-0.25 + r * 0.2 - square * (1.0 / 6.0)));
        #[expect(clippy::cast_precision_loss, reason = "under 2^11")]
        let whole = exponent as f64 * LN_2;
        whole + log + series
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_library() {
        let logarithm = Logarithm::new();
        let mut x = 1e-290;
        while x < 1e290 {
            let truth = libm::log(x);
            let error = (logarithm.of(x) - truth).abs();
            assert!(error <= 1e-15 * truth.abs().max(1.0), "{x}: off by {error}");
            x *= 1.000_7;
        }
        for step in -2_000..=2_000 {
            let x = 1.0 + f64::from(step) / 100_000.0;
            assert!((logarithm.of(x) - libm::log(x)).abs() < 1e-15, "{x}");
        }
    }
}
