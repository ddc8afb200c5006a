//! The best tiling: exact dynamic programming inside a band.

use crate::bead::Bead;
use crate::evidence::shapes;
use crate::score::Score;

use super::band::Border;
use super::lattice::Lattice;

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

/// Where a path stands: after a match (or at the start), in a run of source-only sentences, in one of
/// target-only sentences. A source-only run may be followed by a target-only one, not the other way
/// round: the order says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Match,
    SourceRun,
    TargetRun,
}

/// The best tiling of the band's rectangle, as beads with positions in the whole texts.
///
/// Of two tilings with the same score the one whose last differing bead has the earlier shape (see
/// `shapes`) wins; a match wins over a null bead.
///
/// # Complexity
/// Cells × shapes.
pub(crate) fn best_tiling(lattice: &Lattice<'_>, origin: Border) -> Vec<Bead> {
    let band = lattice.band;
    let order: Vec<(usize, usize)> = shapes(lattice.most()).collect();
    let mut best = vec![[Score::IMPOSSIBLE; 3]; band.cells()];
    let mut steps = vec![Steps { matched: u8::MAX, source_run: false, target_run: State::Match }; band.cells()];
    best[0][0] = Score::ZERO;
    for row in 0..=band.source() {
        let (low, high) = band.row(row);
        for column in low..=high {
            let cell = band.cell(row, column).expect("the column is inside the row");
            for (index, &(s, t)) in (0u8..).zip(&order) {
                if s > row || t > column {
                    continue;
                }
                let Some(from) = band.cell(row - s, column - t) else { continue };
                let before = best[from].into_iter().max().unwrap_or(Score::IMPOSSIBLE);
                if before == Score::IMPOSSIBLE {
                    continue;
                }
                let score = before + lattice.bead((row, column), (s, t));
                if score > best[cell][0] {
                    best[cell][0] = score;
                    steps[cell].matched = index;
                }
            }
            if let Some(above) = row.checked_sub(1).and_then(|row| band.cell(row, column)) {
                let price = lattice.skip_source(row);
                let [matched, run, _] = best[above];
                let opened = matched + lattice.open();
                steps[cell].source_run = run >= opened;
                best[cell][1] = limit(run.max(opened) + price);
            }
            if let Some(left) = column.checked_sub(1).and_then(|column| band.cell(row, column)) {
                let price = lattice.skip_target(column);
                let [matched, source_run, run] = best[left];
                let candidates = [
                    (run, State::TargetRun),
                    (matched + lattice.open(), State::Match),
                    (source_run + lattice.open(), State::SourceRun),
                ];
                let mut chosen = candidates[0];
                for candidate in &candidates[1..] {
                    if candidate.0 > chosen.0 {
                        chosen = *candidate;
                    }
                }
                steps[cell].target_run = chosen.1;
                best[cell][2] = limit(chosen.0 + price);
            }
        }
    }
    trace_back(lattice, &best, &steps, &order, origin)
}

/// Keeps impossible scores from drifting.
fn limit(score: Score) -> Score {
    score.max(Score::IMPOSSIBLE)
}

fn trace_back(
    lattice: &Lattice<'_>,
    best: &[[Score; 3]],
    steps: &[Steps],
    order: &[(usize, usize)],
    origin: Border,
) -> Vec<Bead> {
    let band = lattice.band;
    let (mut row, mut column) = (band.source(), band.target());
    let mut beads = Vec::new();
    let at = |row: usize, column: usize| band.cell(row, column).expect("the path stays inside the band");
    let best_state = |cell: usize| {
        let [matched, source_run, target_run] = best[cell];
        if matched >= source_run && matched >= target_run {
            State::Match
        } else if source_run >= target_run {
            State::SourceRun
        } else {
            State::TargetRun
        }
    };
    let mut state = best_state(at(row, column));
    while row > 0 || column > 0 {
        let cell = at(row, column);
        let (s, t) = match state {
            State::Match => order[usize::from(steps[cell].matched)],
            State::SourceRun => (1, 0),
            State::TargetRun => (0, 1),
        };
        beads.push(Bead::new(
            origin.0 + row - s..origin.0 + row,
            origin.1 + column - t..origin.1 + column,
        ));
        (row, column) = (row - s, column - t);
        state = match state {
            State::Match => best_state(at(row, column)),
            State::SourceRun if steps[cell].source_run => State::SourceRun,
            State::SourceRun => State::Match,
            State::TargetRun => steps[cell].target_run,
        };
    }
    beads.reverse();
    beads
}
