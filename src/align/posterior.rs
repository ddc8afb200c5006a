//! The probability of each bead, summed over all tilings of the band.

use crate::bead::Bead;
use crate::evidence::{Expected, shapes};

use super::band::Border;
use super::lattice::Lattice;

/// The posterior probability of each of `beads`, which tile the band's rectangle.
///
/// For a match it is that of exactly this bead; for a null bead that its sentence stays without a
/// counterpart, wherever the null bead stands among the other side's.
///
/// # Source
/// The forward–backward sum over the same lattice as the search (Baum et al. 1970).
///
/// # Complexity
/// Twice the search.
pub(crate) fn posteriors(lattice: &Lattice<'_>, origin: Border, beads: &[Bead], temperature: f64) -> Vec<f64> {
    Table::fill(lattice, temperature).read(lattice, origin, beads)
}

/// How often each kind of step is to be expected, summed over all tilings of the band's rectangle.
pub(crate) fn expected(lattice: &Lattice<'_>) -> Expected {
    Table::fill(lattice, 1.0).count(lattice)
}

/// Log sums of all paths into (forward) and out of (backward) each cell, by state.
struct Table {
    forward: Vec<[f64; 3]>,
    backward: Vec<[f64; 3]>,
    /// By cell and shape, the log weight of the bead that ends there.
    weights: Vec<f32>,
    shapes: Vec<(usize, usize)>,
    total: f64,
    temperature: f64,
}

const NEVER: f64 = f64::NEG_INFINITY;

impl Table {
    fn fill(lattice: &Lattice<'_>, temperature: f64) -> Self {
        let band = lattice.band;
        let shapes: Vec<(usize, usize)> = shapes(lattice.most()).collect();
        let mut table = Self {
            forward: vec![[NEVER; 3]; band.cells()],
            backward: vec![[NEVER; 3]; band.cells()],
            weights: vec![f32::NEG_INFINITY; band.cells() * shapes.len()],
            shapes,
            total: NEVER,
            temperature,
        };
        table.run_forward(lattice);
        table.run_backward(lattice);
        table.total = log_sum(&table.forward[band.cells() - 1]);
        table
    }

    fn run_forward(&mut self, lattice: &Lattice<'_>) {
        let band = lattice.band;
        let open = lattice.open().nats() * self.temperature;
        self.forward[0][0] = 0.0;
        let mut terms = Vec::with_capacity(self.shapes.len());
        for row in 0..=band.source() {
            let (low, high) = band.row(row);
            for column in low..=high {
                let cell = band.cell(row, column).expect("the column is inside the row");
                terms.clear();
                for (index, &(s, t)) in self.shapes.iter().enumerate() {
                    if s > row || t > column {
                        continue;
                    }
                    let Some(from) = band.cell(row - s, column - t) else { continue };
                    let before = log_sum(&self.forward[from]);
                    if before > NEVER {
                        let weight = lattice.bead((row, column), (s, t)).nats() * self.temperature;
                        #[expect(clippy::cast_possible_truncation, reason = "seven digits of a log weight are plenty")]
                        let stored = weight as f32;
                        self.weights[cell * self.shapes.len() + index] = stored;
                        terms.push(before + weight);
                    }
                }
                if cell > 0 {
                    self.forward[cell][0] = log_sum(&terms);
                }
                if let Some(above) = row.checked_sub(1).and_then(|row| band.cell(row, column)) {
                    let price = lattice.skip_source(row).nats() * self.temperature;
                    let [matched, run, _] = self.forward[above];
                    self.forward[cell][1] = log_sum(&[run, matched + open]) + price;
                }
                if let Some(left) = column.checked_sub(1).and_then(|column| band.cell(row, column)) {
                    let price = lattice.skip_target(column).nats() * self.temperature;
                    let [matched, source_run, run] = self.forward[left];
                    self.forward[cell][2] = log_sum(&[run, matched + open, source_run + open]) + price;
                }
            }
        }
    }

    fn run_backward(&mut self, lattice: &Lattice<'_>) {
        let band = lattice.band;
        let open = lattice.open().nats() * self.temperature;
        let last = band.cells() - 1;
        self.backward[last] = [0.0; 3];
        let mut terms = Vec::with_capacity(self.shapes.len() + 2);
        for row in (0..=band.source()).rev() {
            let (low, high) = band.row(row);
            for column in (low..=high).rev() {
                let cell = band.cell(row, column).expect("the column is inside the row");
                if cell == last {
                    continue;
                }
                terms.clear();
                for (index, &(s, t)) in self.shapes.iter().enumerate() {
                    if row + s > band.source() {
                        continue;
                    }
                    let Some(to) = band.cell(row + s, column + t) else { continue };
                    let weight = self.weights[to * self.shapes.len() + index];
                    if weight > f32::NEG_INFINITY {
                        terms.push(self.backward[to][0] + f64::from(weight));
                    }
                }
                let matches = log_sum(&terms);
                let down = (row < band.source())
                    .then(|| band.cell(row + 1, column))
                    .flatten()
                    .map_or(NEVER, |below| self.backward[below][1] + lattice.skip_source(row + 1).nats() * self.temperature);
                let right = (column < band.target())
                    .then(|| band.cell(row, column + 1))
                    .flatten()
                    .map_or(NEVER, |next| self.backward[next][2] + lattice.skip_target(column + 1).nats() * self.temperature);
                self.backward[cell] = [
                    log_sum(&[matches, down + open, right + open]),
                    log_sum(&[matches, down, right + open]),
                    log_sum(&[matches, right]),
                ];
            }
        }
    }

    fn read(&self, lattice: &Lattice<'_>, origin: Border, beads: &[Bead]) -> Vec<f64> {
        let band = lattice.band;
        // A null bead may stand anywhere along the other side: sum over a row or a column.
        let mut source_null = vec![0.0; band.source() + 1];
        let mut target_null = vec![0.0; band.target() + 1];
        for row in 0..=band.source() {
            let (low, high) = band.row(row);
            for column in low..=high {
                let cell = band.cell(row, column).expect("the column is inside the row");
                source_null[row] += self.probability(self.forward[cell][1] + self.backward[cell][1]);
                target_null[column] += self.probability(self.forward[cell][2] + self.backward[cell][2]);
            }
        }
        beads
            .iter()
            .map(|bead| {
                let (row, column) = (bead.source.end.get() - origin.0, bead.target.end.get() - origin.1);
                let shape = bead.shape();
                let (s, t) = (shape.source as usize, shape.target as usize);
                let probability = match (s, t) {
                    (_, 0) => source_null[row],
                    (0, _) => target_null[column],
                    _ => {
                        let index = self.shapes.iter().position(|known| *known == (s, t));
                        let cells = band.cell(row, column).zip(band.cell(row - s, column - t)).zip(index);
                        cells.map_or(0.0, |((end, start), index)| {
                            let weight = f64::from(self.weights[end * self.shapes.len() + index]);
                            self.probability(log_sum(&self.forward[start]) + weight + self.backward[end][0])
                        })
                    }
                };
                probability.clamp(0.0, 1.0)
            })
            .collect()
    }

    fn count(&self, lattice: &Lattice<'_>) -> Expected {
        let band = lattice.band;
        let open = lattice.open().nats() * self.temperature;
        let mut expected = Expected::default();
        for row in 0..=band.source() {
            let (low, high) = band.row(row);
            for column in low..=high {
                let cell = band.cell(row, column).expect("the column is inside the row");
                let [matched, source_run, target_run] = self.forward[cell];
                expected.skipped += self.probability(source_run + self.backward[cell][1]);
                expected.skipped += self.probability(target_run + self.backward[cell][2]);
                if let Some(below) = (row < band.source()).then(|| band.cell(row + 1, column)).flatten() {
                    let price = lattice.skip_source(row + 1).nats() * self.temperature;
                    expected.runs += self.probability(matched + open + price + self.backward[below][1]);
                }
                if let Some(next) = (column < band.target()).then(|| band.cell(row, column + 1)).flatten() {
                    let price = lattice.skip_target(column + 1).nats() * self.temperature;
                    let before = log_sum(&[matched, source_run]);
                    expected.runs += self.probability(before + open + price + self.backward[next][2]);
                }
                for (index, &(s, t)) in self.shapes.iter().enumerate() {
                    let weight = self.weights[cell * self.shapes.len() + index];
                    if weight > f32::NEG_INFINITY
                        && let Some(start) = band.cell(row - s, column - t)
                    {
                        let log = log_sum(&self.forward[start]) + f64::from(weight) + self.backward[cell][0];
                        expected.beads[s - 1][t - 1] += self.probability(log);
                    }
                }
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
    if largest == NEVER {
        return NEVER;
    }
    largest + libm::log(terms.iter().map(|term| libm::exp(term - largest)).sum())
}
