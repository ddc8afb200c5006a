//! Bounds that a whole project is held to.

use super::{Checked, Code, Counts, Finding};

/// What a project has to come up to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bounds {
    /// The least share of its links that people decided, from 0 to 1.
    pub min_reviewed: Option<f64>,
    /// How many of its links may be expected to be wrong.
    pub max_expected_errors: Option<f64>,
}

impl Bounds {
    /// How the works together fall short.
    #[must_use]
    pub fn check(&self, works: &[Checked]) -> Vec<Finding> {
        let counts = works.iter().filter_map(|work| work.counts.as_ref());
        let total = counts.fold(Counts::default(), |sum, counts| sum.and(counts));
        let mut findings = Vec::new();
        // A share of nothing is reached: there is nothing to review.
        if let Some(least) = self.min_reviewed
            && total.links > 0
            && total.pinned as f64 / total.links as f64 + 1e-9 < least
        {
            let message = format!(
                "{} of {} links are reviewed, {}, and {} are asked for",
                total.pinned,
                total.links,
                percent(total.pinned as f64 / total.links as f64, f64::floor),
                percent(least, f64::ceil)
            );
            findings.push(Finding::new(Code::Unreviewed, message));
        }
        if let Some(most) = self.max_expected_errors
            && total.expected_errors > most
        {
            let message = format!(
                "{} links are expected to be wrong, and {most} are allowed",
                over(total.expected_errors, most)
            );
            findings.push(Finding::new(Code::ExpectedErrors, message));
        }
        findings
    }
}

/// A number that is over a bound, with as few decimals as show that it is: at least one.
fn over(number: f64, bound: f64) -> String {
    let shown = (1..=DECIMALS).map(|decimals| format!("{number:.decimals$}"));
    let mut shown = shown.filter(|shown| shown.parse::<f64>().is_ok_and(|shown| shown > bound));
    shown.next().unwrap_or_else(|| number.to_string())
}

/// Decimals that expected errors are counted with.
const DECIMALS: usize = 4;

/// A share in hundredths, rounded so that what is missed never looks as if it were reached.
fn percent(share: f64, round: fn(f64) -> f64) -> String {
    format!("{} %", round(share * 1000.0) / 10.0)
}
