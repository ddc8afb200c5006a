//! The best tiling: exact dynamic programming inside a band.

use crate::bead::Bead;
use crate::evidence::shapes;
use crate::score::Score;
use crate::trace::traced;

use super::band::Border;
use super::lattice::Lattice;

/// Where a path stands: after a match (or at the start), in a run of source-only sentences, in one of
/// target-only sentences. A source-only run may be followed by a target-only one, not the other way
/// round: the order says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Match,
    SourceRun,
    TargetRun,
}

/// How the best path reaches a cell in each of the three states.
#[derive(Debug, Clone, Copy)]
struct Steps {
    /// Position of the bead's shape in the order of shapes; none at the first border.
    matched: u8,
    /// Whether the run of source-only sentences was open already.
    source_run: bool,
    /// Where the run of target-only sentences comes from.
    target_run: State,
}

/// The scores of the best paths through a band, and of every bead in it.
pub(crate) struct Chart<'a> {
    pub(crate) lattice: &'a Lattice<'a>,
    /// The shapes in the order of ties.
    pub(crate) shapes: Vec<(usize, usize)>,
    /// By cell and shape the score of the bead that ends there; `i32::MIN` where there is none.
    beads: Vec<i32>,
    /// By cell and state the best score of a path that reaches it.
    best: Vec<[Score; 3]>,
    steps: Vec<Steps>,
}

impl<'a> Chart<'a> {
    /// Finds the best path to every cell.
    ///
    /// # Complexity
    /// Cells × shapes.
    pub(crate) fn fill(lattice: &'a Lattice<'a>) -> Self {
        traced!("the best path");
        let band = lattice.band;
        let shapes: Vec<(usize, usize)> = shapes(lattice.most()).collect();
        let mut chart = Self {
            lattice,
            beads: vec![i32::MIN; band.cells() * shapes.len()],
            shapes,
            best: vec![[Score::IMPOSSIBLE; 3]; band.cells()],
            steps: vec![
                Steps {
                    matched: u8::MAX,
                    source_run: false,
                    target_run: State::Match
                };
                band.cells()
            ],
        };
        chart.best[0][0] = Score::ZERO;
        let mut lengths = Vec::new();
        // By cell the best score of any state.
        let mut reached = vec![Score::IMPOSSIBLE; band.cells()];
        for row in 0..=band.source() {
            chart.reach_by_matches(row, &reached, &mut lengths);
            let (low, high) = band.row(row);
            for column in low..=high {
                chart.reach_by_omissions((row, column));
                let cell = band.cell(row, column).expect("the column is inside the row");
                reached[cell] = best_of(chart.best[cell]);
            }
        }
        chart
    }

    /// Finds the best match that ends at each cell of a row; `reached` has the best scores of the rows above.
    fn reach_by_matches(&mut self, row: usize, reached: &[Score], lengths: &mut Vec<Score>) {
        let (lattice, band) = (self.lattice, self.lattice.band);
        let count = self.shapes.len();
        let offset = |row| band.cell(row, band.row(row).0).expect("a row has a first cell") - band.row(row).0;
        let here = offset(row);
        for (index, &(s, t)) in (0u8..).zip(&self.shapes) {
            if s > row {
                continue;
            }
            let above = offset(row - s);
            let Self { best, steps, beads, .. } = self;
            lattice.beads(row, (s, t), lengths, |column, bead| {
                let cell = here + column;
                beads[cell * count + usize::from(index)] = stored(bead);
                let score = reached[above + column - t] + bead;
                let best = &mut best[cell][0];
                if score > *best {
                    *best = score;
                    steps[cell].matched = index;
                }
            });
        }
    }

    /// Finds the best runs of null beads that reach a cell.
    fn reach_by_omissions(&mut self, (row, column): Border) {
        let (lattice, band) = (self.lattice, self.lattice.band);
        let cell = band.cell(row, column).expect("the column is inside the row");
        if let Some(above) = row.checked_sub(1).and_then(|row| band.cell(row, column)) {
            let [matched, run, _] = self.best[above];
            let opened = matched + lattice.open_source(row);
            self.steps[cell].source_run = run >= opened;
            self.best[cell][1] = limit(run.max(opened) + lattice.skip_source(row));
        }
        if let Some(left) = column.checked_sub(1).and_then(|column| band.cell(row, column)) {
            let [matched, source_run, run] = self.best[left];
            let mut chosen = (run, State::TargetRun);
            for candidate in [
                (matched + lattice.open_target(column), State::Match),
                (source_run + lattice.open_target(column), State::SourceRun),
            ] {
                if candidate.0 > chosen.0 {
                    chosen = candidate;
                }
            }
            self.steps[cell].target_run = chosen.1;
            self.best[cell][2] = limit(chosen.0 + lattice.skip_target(column));
        }
    }

    /// The score of the bead of a shape that ends at a cell, if there is one.
    pub(crate) fn bead(&self, cell: usize, shape: usize) -> Option<Score> {
        let score = self.beads[cell * self.shapes.len() + shape];
        (score != i32::MIN).then_some(Score(i64::from(score)))
    }

    /// The best tiling of the band's rectangle, as beads with positions in the whole texts.
    ///
    /// Of two tilings with the same score the one whose last differing bead has the earlier shape
    /// (see `shapes`) wins; a match wins over a null bead.
    pub(crate) fn best_tiling(&self, origin: Border) -> Vec<Bead> {
        let band = self.lattice.band;
        let at = |row: usize, column: usize| band.cell(row, column).expect("the path stays inside the band");
        let (mut row, mut column) = (band.source(), band.target());
        let mut beads = Vec::new();
        let mut state = self.best_state(at(row, column));
        while row > 0 || column > 0 {
            let steps = self.steps[at(row, column)];
            let (s, t) = match state {
                State::Match => self.shapes[usize::from(steps.matched)],
                State::SourceRun => (1, 0),
                State::TargetRun => (0, 1),
            };
            beads.push(Bead::new(
                origin.0 + row - s..origin.0 + row,
                origin.1 + column - t..origin.1 + column,
            ));
            (row, column) = (row - s, column - t);
            state = match state {
                State::Match => self.best_state(at(row, column)),
                State::SourceRun if steps.source_run => State::SourceRun,
                State::SourceRun => State::Match,
                State::TargetRun => steps.target_run,
            };
        }
        beads.reverse();
        beads
    }

    fn best_state(&self, cell: usize) -> State {
        let [matched, source_run, target_run] = self.best[cell];
        if matched >= source_run && matched >= target_run {
            State::Match
        } else if source_run >= target_run {
            State::SourceRun
        } else {
            State::TargetRun
        }
    }

    /// By cell, whether a path through it comes within `margin` of the best one.
    ///
    /// # Complexity
    /// Cells × shapes, additions only.
    pub(crate) fn within(&self, margin: Score) -> Vec<bool> {
        let band = self.lattice.band;
        let last = band.cells() - 1;
        let mut onward = vec![[Score::IMPOSSIBLE; 3]; band.cells()];
        onward[last] = [Score::ZERO; 3];
        let least = best_of(self.best[last]) - margin;
        let mut alive = vec![false; band.cells()];
        for row in (0..=band.source()).rev() {
            let (low, high) = band.row(row);
            for column in (low..=high).rev() {
                let cell = band.cell(row, column).expect("the column is inside the row");
                if cell != last {
                    onward[cell] = self.onward((row, column), &onward);
                }
                alive[cell] = (0..3).any(|state| self.best[cell][state] + onward[cell][state] >= least);
            }
        }
        alive
    }

    /// The best scores from a cell to the end, by state.
    fn onward(&self, (row, column): Border, onward: &[[Score; 3]]) -> [Score; 3] {
        let (lattice, band) = (self.lattice, self.lattice.band);
        let mut matches = Score::IMPOSSIBLE;
        for (index, &(s, t)) in self.shapes.iter().enumerate() {
            if row + s <= band.source()
                && let Some(to) = band.cell(row + s, column + t)
                && let Some(bead) = self.bead(to, index)
            {
                matches = matches.max(onward[to][0] + bead);
            }
        }
        let (mut down, mut open_down) = (Score::IMPOSSIBLE, Score::ZERO);
        if let Some(below) = (row < band.source()).then(|| band.cell(row + 1, column)).flatten() {
            down = onward[below][1] + lattice.skip_source(row + 1);
            open_down = lattice.open_source(row + 1);
        }
        let (mut right, mut open_right) = (Score::IMPOSSIBLE, Score::ZERO);
        if let Some(next) = (column < band.target()).then(|| band.cell(row, column + 1)).flatten() {
            right = onward[next][2] + lattice.skip_target(column + 1);
            open_right = lattice.open_target(column + 1);
        }
        [
            matches.max(down + open_down).max(right + open_right),
            matches.max(down).max(right + open_right),
            matches.max(right),
        ]
        .map(limit)
    }
}

fn best_of(states: [Score; 3]) -> Score {
    states[0].max(states[1]).max(states[2])
}

/// Keeps impossible scores from drifting.
fn limit(score: Score) -> Score {
    score.max(Score::IMPOSSIBLE)
}

const STORED_LEAST: i64 = i32::MIN as i64 + 1;
const STORED_MOST: i64 = i32::MAX as i64;

/// A bead's score in half the memory; beyond 2,000 nats nothing is more impossible or more certain.
fn stored(score: Score) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    let stored = score.0.clamp(STORED_LEAST, STORED_MOST) as i32;
    stored
}
