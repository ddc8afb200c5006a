//! How fast a reader is, learnt from the record, and whether the aligner's word can be trusted.

use serde::{Deserialize, Serialize};

use super::{Action, Entry};

/// What a step took the person who did it, as the page counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    /// Thousandths of a second since the link came into view.
    pub millis: u32,
    /// Words of the link, on both sides.
    pub words: u32,
    /// Keys that were pressed.
    pub keys: u32,
    /// Whether the link was drawn by lot.
    #[serde(default, skip_serializing_if = "is_false")]
    pub drawn: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(it: &bool) -> bool {
    !*it
}

/// How long things take, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pace {
    /// To make up one's mind about a link.
    pub thought: f64,
    /// To read a word.
    pub word: f64,
    /// To press a key.
    pub key: f64,
}

/// Reading silently at 238 words a minute (Brysbaert 2019); a mental operator of 1.35 s and a keystroke of .28 s (Card,
/// Moran & Newell 1980).
impl Default for Pace {
    fn default() -> Self {
        Self {
            thought: 1.35,
            word: 60.0 / 238.0,
            key: 0.28,
        }
    }
}

/// Steps whose worth the figures of the literature have: after as many of this reader's own, both count alike.
const PRIOR_STEPS: f64 = 30.0;

/// What a usual step has of thoughts, words and keys: the scale of that prior.
const USUAL: [f64; 3] = [1.0, 30.0, 1.5];

/// Steps that took less were no reading, and of those that took longer nobody knows what was done meanwhile.
const SHORTEST: u32 = 150;
const LONGEST: u32 = 60_000;

/// How many times slower or faster than in the literature a reader may be.
const FURTHEST: f64 = 5.0;

impl Pace {
    /// The pace of who made a record: least squares over its steps, drawn to the figures of the literature as long as there
    /// are few.
    ///
    /// # Complexity
    /// Linear in the entries.
    #[must_use]
    pub fn of(entries: &[Entry]) -> Self {
        let start = Self::default().parts();
        let mut matrix = [[0.0; 3]; 3];
        let mut vector = [0.0; 3];
        for (at, usual) in USUAL.iter().enumerate() {
            matrix[at][at] = PRIOR_STEPS * usual * usual;
            vector[at] = matrix[at][at] * start[at];
        }
        let steps = entries.iter().filter_map(|entry| entry.spent);
        for spent in steps.filter(|spent| (SHORTEST..=LONGEST).contains(&spent.millis)) {
            let signs = [1.0, f64::from(spent.words), f64::from(spent.keys)];
            let seconds = f64::from(spent.millis) / 1000.0;
            for (row, sign) in signs.iter().enumerate() {
                vector[row] += sign * seconds;
                for (column, other) in signs.iter().enumerate() {
                    matrix[row][column] += sign * other;
                }
            }
        }
        let found = solve(matrix, vector);
        let bounded = |at: usize| found[at].clamp(start[at] / FURTHEST, start[at] * FURTHEST);
        Self {
            thought: bounded(0),
            word: bounded(1),
            key: bounded(2),
        }
    }

    const fn parts(self) -> [f64; 3] {
        [self.thought, self.word, self.key]
    }
}

/// Cramer's rule: the matrix is symmetric and positive, so that its determinant is not 0.
fn solve(matrix: [[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    let determinant = |m: [[f64; 3]; 3]| {
        let minor = |a: usize, b: usize| m[1][a] * m[2][b] - m[1][b] * m[2][a];
        m[0][0] * minor(1, 2) - m[0][1] * minor(0, 2) + m[0][2] * minor(0, 1)
    };
    let whole = determinant(matrix);
    std::array::from_fn(|column| {
        let mut replaced = matrix;
        for (row, value) in replaced.iter_mut().zip(vector) {
            row[column] = value;
        }
        determinant(replaced) / whole
    })
}

/// By how much what the aligner says of the errors among links that it is sure of is to be multiplied, by those that were
/// drawn by lot and looked at. With none drawn it is 1; one error that was expected weighs as much as one that was found.
///
/// # Complexity
/// Linear in the entries.
#[must_use]
pub fn trust(entries: &[Entry]) -> f64 {
    let (mut expected, mut found) = (1.0, 1.0);
    let drawn = entries
        .iter()
        .filter(|entry| entry.spent.is_some_and(|spent| spent.drawn));
    for entry in drawn {
        let Action::Do(op) = &entry.action else { continue };
        let before = entry.patches.iter().flat_map(|patch| patch.before()).next();
        expected += before.map_or(0.0, |link| 1.0 - link.confidence.get());
        found += f64::from(u8::from(op.regroups()));
    }
    found / expected
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::link;
    use crate::review::{Author, Op, Patch, SentenceName};
    use crate::text::Side;

    fn entry(number: u64, spent: Spent, op: Op) -> Entry {
        let before = vec![link("Una.", "One.")];
        Entry {
            number,
            author: Author::Person,
            client: "test".to_owned(),
            seq: number,
            action: Action::Do(op),
            patches: vec![Patch::new(0, before.clone(), before).unwrap()],
            spent: Some(spent),
        }
    }

    fn accept() -> Op {
        Op::Accept {
            at: SentenceName::new(Side::Source, "Una."),
        }
    }

    #[test]
    fn a_pace_is_learnt_and_nonsense_is_not() {
        let is_default = |pace: Pace| (pace.word - Pace::default().word).abs() < 1e-9;
        assert!(is_default(Pace::of(&[])));
        let steps = |count: u64, millis: fn(u32) -> u32| -> Vec<Entry> {
            (1..=count)
                .map(|number| {
                    let words = 5 + (u32::try_from(number).unwrap() * 7) % 40;
                    let keys = 1 + words % 3;
                    let spent = Spent {
                        millis: millis(words) + 280 * keys,
                        words,
                        keys,
                        drawn: false,
                    };
                    entry(number, spent, accept())
                })
                .collect()
        };
        // Half a second a link and a tenth of one a word.
        let quick = Pace::of(&steps(2_000, |words| 500 + 100 * words));
        assert!(
            (quick.word - 0.1).abs() < 0.02 && (quick.thought - 0.5).abs() < 0.25,
            "{quick:?}"
        );
        let few = Pace::of(&steps(3, |words| 500 + 100 * words));
        assert!(few.word > 0.2, "{few:?}");
        assert!(is_default(Pace::of(&steps(50, |_| 3_600_000))));
    }

    #[test]
    fn errors_among_drawn_links_raise_what_is_expected() {
        let drawn = Spent {
            millis: 2_000,
            words: 2,
            keys: 1,
            drawn: true,
        };
        assert!((trust(&[]) - 1.0).abs() < 1e-12);
        let right: Vec<Entry> = (1..=10).map(|number| entry(number, drawn, accept())).collect();
        assert!(trust(&right) <= 1.0);
        let join = Op::MergeNext {
            at: SentenceName::new(Side::Source, "Una."),
        };
        let wrong = entry(11, drawn, join);
        assert!(trust(&[right, vec![wrong.clone(), wrong]].concat()) > trust(&[]));
    }
}
