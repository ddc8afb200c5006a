//! Translations that are far longer or shorter than the others.

use super::{Found, Work};
use crate::check::Code;
use crate::text::Side;

/// Standard deviations from the usual length that nobody expects. Lengths are not normal: translators are
/// free at times, and far out lies what was left out.
const ODD: f64 = 5.0;

/// Times the usual length, or its part, that is odd too: in long sentences deviations are small.
const TIMES: f64 = 1.8;

/// Characters by which the length differs at least.
const LEAST_DIFFERENCE: f64 = 40.0;

/// Fewer pairs than this do not tell what is usual.
const LEAST_PAIRS: usize = 20;

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let length = |side, link| {
        let text = work.text(side, link);
        text.chars().filter(|c| !c.is_whitespace()).count() as f64
    };
    let lengths: Vec<(usize, f64, f64)> = work
        .pairs()
        .map(|link| (link, length(Side::Source, link), length(Side::Target, link)))
        .collect();
    if lengths.len() < LEAST_PAIRS {
        return Vec::new();
    }
    let (source, target) = lengths.iter().fold((0.0, 0.0), |sum, (_, s, t)| (sum.0 + s, sum.1 + t));
    let ratio = target / source;
    // The variance of a translation's length grows with the length (Gale & Church 1993); the median does not
    // mind the few that are looked for.
    let scaled = |s: f64, t: f64| (t - ratio * s) / (ratio * s).max(1.0).sqrt();
    let mut spread: Vec<f64> = lengths.iter().map(|(_, s, t)| scaled(*s, *t).abs()).collect();
    spread.sort_by(f64::total_cmp);
    // The median of a normal distribution's absolute values, in standard deviations.
    let deviation = (spread[spread.len() / 2] / 0.6745).max(1.0);
    let mut found = Vec::new();
    for (link, source, target) in lengths {
        let usual = ratio * source;
        let times = target / usual;
        let far = scaled(source, target).abs() > ODD * deviation && (target - usual).abs() >= LEAST_DIFFERENCE;
        if far && !(1.0 / TIMES..=TIMES).contains(&times) {
            let message = if times > 1.0 {
                format!("the translation is {times:.1} times as long as usual")
            } else {
                format!("the translation has {:.0} % of the usual length", times * 100.0)
            };
            found.push((Code::Length, link..link + 1, message));
        }
    }
    found
}
