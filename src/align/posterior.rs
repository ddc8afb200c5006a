//! The probability of each bead, summed over all tilings of the band.

use crate::bead::Bead;
use crate::evidence::Expected;
use crate::score::Score;
use crate::trace::traced;

use super::band::Border;
use super::search::Chart;

/// Log sums of all paths into (forward) and out of (backward) each cell, by state.
///
/// # Source
/// The forward–backward sum over the same lattice as the search (Baum et al. 1970).
pub(crate) struct Posterior<'a> {
    pub(super) chart: &'a Chart<'a>,
    /// Cells worth a look: the others are on no path within [`MARGIN`] of the best.
    alive: Vec<bool>,
    forward: Vec<[f64; 3]>,
    /// By cell the log sum of all paths into it, whatever their state.
    reached: Vec<f64>,
    backward: Vec<[f64; 3]>,
    total: f64,
    /// Factor of all scores: under 1 it softens the posterior.
    temperature: f64,
}

/// Nats, after softening, under the best path at which a path no longer matters: one in a million.
const MARGIN: f64 = 14.0;

const NEVER: f64 = f64::NEG_INFINITY;

impl<'a> Posterior<'a> {
    /// Sums over all tilings.
    ///
    /// # Complexity
    /// Twice the search over the cells near the best paths.
    pub(crate) fn sum(chart: &'a Chart<'a>, temperature: f64) -> Self {
        traced!("all tilings");
        let cells = chart.lattice.band.cells();
        let mut posterior = Self {
            chart,
            alive: chart.within(Score::from_nats(MARGIN / temperature)),
            forward: vec![[NEVER; 3]; cells],
            reached: vec![NEVER; cells],
            backward: vec![[NEVER; 3]; cells],
            total: NEVER,
            temperature,
        };
        posterior.run_forward();
        posterior.run_backward();
        posterior.total = posterior.reached[cells - 1];
        posterior
    }

    /// A cell's position, if it is visited and worth a look.
    pub(super) fn cell(&self, row: usize, column: usize) -> Option<usize> {
        self.chart
            .lattice
            .band
            .cell(row, column)
            .filter(|&cell| self.alive[cell])
    }

    fn below(&self, row: usize, column: usize) -> Option<usize> {
        (row < self.chart.lattice.band.source())
            .then(|| self.cell(row + 1, column))
            .flatten()
    }

    fn beside(&self, row: usize, column: usize) -> Option<usize> {
        (column < self.chart.lattice.band.target())
            .then(|| self.cell(row, column + 1))
            .flatten()
    }

    fn weight(&self, score: Score) -> f64 {
        score.nats() * self.temperature
    }

    /// All cells worth a look, in order, with their row and column.
    fn cells(&self) -> impl DoubleEndedIterator<Item = (usize, usize, usize)> + use<'a, '_> {
        let band = self.chart.lattice.band;
        (0..=band.source()).flat_map(move |row| {
            let (low, high) = band.row(row);
            (low..=high).filter_map(move |column| Some((row, column, self.cell(row, column)?)))
        })
    }

    fn run_forward(&mut self) {
        let (chart, band) = (self.chart, self.chart.lattice.band);
        self.forward[0][0] = 0.0;
        let mut terms = Vec::with_capacity(chart.shapes.len());
        for row in 0..=band.source() {
            let (low, high) = band.row(row);
            for column in low..=high {
                let Some(cell) = self.cell(row, column) else { continue };
                terms.clear();
                for (index, &(s, t)) in chart.shapes.iter().enumerate() {
                    if s <= row
                        && t <= column
                        && let Some(from) = self.cell(row - s, column - t)
                        && let Some(bead) = chart.bead(cell, index)
                    {
                        terms.push(self.reached[from] + self.weight(bead));
                    }
                }
                if cell > 0 {
                    self.forward[cell][0] = log_sum(&terms);
                }
                if let Some(above) = row.checked_sub(1).and_then(|row| self.cell(row, column)) {
                    let price = self.weight(chart.lattice.skip_source(row));
                    let open = self.weight(chart.lattice.open_source(row));
                    let [matched, run, _] = self.forward[above];
                    self.forward[cell][1] = log_sum(&[run, matched + open]) + price;
                }
                if let Some(left) = column.checked_sub(1).and_then(|column| self.cell(row, column)) {
                    let price = self.weight(chart.lattice.skip_target(column));
                    let open = self.weight(chart.lattice.open_target(column));
                    let [matched, source_run, run] = self.forward[left];
                    self.forward[cell][2] = log_sum(&[run, matched + open, source_run + open]) + price;
                }
                self.reached[cell] = log_sum(&self.forward[cell]);
            }
        }
    }

    fn run_backward(&mut self) {
        let (chart, band) = (self.chart, self.chart.lattice.band);
        let last = band.cells() - 1;
        self.backward[last] = [0.0; 3];
        let mut terms = Vec::with_capacity(chart.shapes.len());
        for row in (0..=band.source()).rev() {
            let (low, high) = band.row(row);
            for column in (low..=high).rev() {
                let Some(cell) = self.cell(row, column).filter(|&cell| cell != last) else {
                    continue;
                };
                terms.clear();
                for (index, &(s, t)) in chart.shapes.iter().enumerate() {
                    if row + s <= band.source()
                        && let Some(to) = self.cell(row + s, column + t)
                        && let Some(bead) = chart.bead(to, index)
                    {
                        terms.push(self.backward[to][0] + self.weight(bead));
                    }
                }
                let matches = log_sum(&terms);
                let (mut down, mut open_down) = (NEVER, 0.0);
                if let Some(below) = self.below(row, column) {
                    down = self.backward[below][1] + self.weight(chart.lattice.skip_source(row + 1));
                    open_down = self.weight(chart.lattice.open_source(row + 1));
                }
                let (mut right, mut open_right) = (NEVER, 0.0);
                if let Some(next) = self.beside(row, column) {
                    right = self.backward[next][2] + self.weight(chart.lattice.skip_target(column + 1));
                    open_right = self.weight(chart.lattice.open_target(column + 1));
                }
                self.backward[cell] = [
                    log_sum(&[matches, down + open_down, right + open_right]),
                    log_sum(&[matches, down, right + open_right]),
                    log_sum(&[matches, right]),
                ];
            }
        }
    }

    /// The probability of each of `beads`, which tile the band's rectangle.
    ///
    /// For a match it is that of exactly this bead; for a null bead that its sentence stays without a
    /// counterpart, wherever the null bead stands among the other side's.
    pub(crate) fn of_beads(&self, origin: Border, beads: &[Bead]) -> Vec<f64> {
        let band = self.chart.lattice.band;
        // A null bead may stand anywhere along the other side: sum over a row or a column.
        let mut source_null = vec![0.0; band.source() + 1];
        let mut target_null = vec![0.0; band.target() + 1];
        for (row, column, cell) in self.cells() {
            source_null[row] += self.probability(self.forward[cell][1] + self.backward[cell][1]);
            target_null[column] += self.probability(self.forward[cell][2] + self.backward[cell][2]);
        }
        let of_bead = |bead: &Bead| {
            let (row, column) = (bead.source.end.get() - origin.0, bead.target.end.get() - origin.1);
            let shape = bead.shape();
            let probability = match (shape.source as usize, shape.target as usize) {
                (_, 0) => source_null[row],
                (0, _) => target_null[column],
                (s, t) => self.of_match((row, column), (s, t)).unwrap_or(0.0),
            };
            probability.clamp(0.0, 1.0)
        };
        beads.iter().map(of_bead).collect()
    }

    /// The probability of the match that ends at a border.
    fn of_match(&self, (row, column): Border, (s, t): (usize, usize)) -> Option<f64> {
        let index = self.chart.shapes.iter().position(|known| *known == (s, t))?;
        self.of_shape((row, column), self.cell(row, column)?, index)
    }

    /// The probability of the match of a shape that ends at a border, which is at `end` among the cells.
    pub(super) fn of_shape(&self, (row, column): Border, end: usize, index: usize) -> Option<f64> {
        let (s, t) = self.chart.shapes[index];
        let start = self.cell(row.checked_sub(s)?, column.checked_sub(t)?)?;
        let weight = self.weight(self.chart.bead(end, index)?);
        Some(self.probability(self.reached[start] + weight + self.backward[end][0]))
    }

    /// The probabilities that a border is reached by leaving out a source or a target sentence.
    pub(super) fn alone(&self, cell: usize) -> [f64; 2] {
        [1, 2].map(|state| self.probability(self.forward[cell][state] + self.backward[cell][state]))
    }

    /// How often each kind of step is to be expected.
    pub(crate) fn expected(&self) -> Expected {
        let lattice = self.chart.lattice;
        let mut expected = Expected::default();
        for (row, column, cell) in self.cells() {
            let [matched, source_run, target_run] = self.forward[cell];
            expected.skipped += self.probability(source_run + self.backward[cell][1]);
            expected.skipped += self.probability(target_run + self.backward[cell][2]);
            if let Some(below) = self.below(row, column) {
                let price = self.weight(lattice.skip_source(row + 1));
                let open = self.weight(lattice.open_source(row + 1));
                expected.runs += self.probability(matched + open + price + self.backward[below][1]);
            }
            if let Some(next) = self.beside(row, column) {
                let price = self.weight(lattice.skip_target(column + 1));
                let open = self.weight(lattice.open_target(column + 1));
                let before = log_sum(&[matched, source_run]);
                expected.runs += self.probability(before + open + price + self.backward[next][2]);
            }
            for (index, &(s, t)) in self.chart.shapes.iter().enumerate() {
                expected.beads[s - 1][t - 1] += self.of_shape((row, column), cell, index).unwrap_or(0.0);
            }
        }
        expected
    }

    fn probability(&self, log: f64) -> f64 {
        libm::exp(log - self.total)
    }
}

/// log Σ exp, without overflow, in the order given.
fn log_sum(terms: &[f64]) -> f64 {
    let largest = terms.iter().copied().fold(NEVER, f64::max);
    if largest == NEVER || terms.len() == 1 {
        return largest;
    }
    largest + libm::log(terms.iter().map(|term| libm::exp(term - largest)).sum())
}
