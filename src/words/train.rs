//! Learns both directions at once, so that they agree.

use super::hidden::{Direction, JumpCounts, Jumps, Room};
use super::table::{Corpus, NONE, Table};

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Rounds of IBM model 1, then of the hidden Markov model.
    pub rounds: [usize; 2],
    /// Share of words that come from nothing.
    pub null: f32,
    /// p of a pair nobody remembers.
    pub floor: f32,
    /// Words' worth of trust in a pair of the lexicon.
    pub lexicon: f32,
    /// The same for names, numbers, marks.
    pub identity: f32,
    /// The same for words that look alike.
    pub cognate: f32,
    /// Share of a co-occurrence that counts before anything is learnt.
    pub start: f32,
    /// Least link.
    pub least: f32,
    /// Extras for trials.
    pub x: [f32; 8],
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rounds: [4, 4],
            null: 0.1,
            floor: 1e-6,
            lexicon: 2.0,
            identity: 2.0,
            cognate: 1.5,
            start: 0.05,
            least: 0.1,
            x: [0.0, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        }
    }
}

/// Probabilities of both directions.
pub(super) struct Model {
    /// By cell: p(target | source) and p(source | target).
    pub(super) given: [Vec<f32>; 2],
    /// By predicted type: p(type | nothing).
    pub(super) nothing: [Vec<f32>; 2],
    pub(super) jumps: [Jumps; 2],
    pub(super) hidden: bool,
}

pub(super) struct Sums {
    cells: [Vec<f32>; 2],
    nothing: [Vec<f32>; 2],
    jumps: [JumpCounts; 2],
}

impl Model {
    pub(super) fn new(table: &Table, counts: [&[u32]; 2], settings: &Settings) -> Self {
        let start: Vec<f32> = table.together.iter().map(|t| t * settings.start / 10.0).collect();
        let mut model = Self {
            given: [Vec::new(), Vec::new()],
            nothing: [shares(counts[1]), shares(counts[0])],
            jumps: [Jumps::new(), Jumps::new()],
            hidden: false,
        };
        model.settle(table, counts, &[start.clone(), start]);
        model
    }

    /// Turns counts and what is known into probabilities.
    fn settle(&mut self, table: &Table, counts: [&[u32]; 2], cells: &[Vec<f32>; 2]) {
        for (side, cells) in cells.iter().enumerate() {
            let given = if side == 0 { &table.source } else { &table.target };
            let mut totals = vec![0.0f32; counts[side].len()];
            for ((&id, &count), &prior) in given.iter().zip(cells).zip(&table.prior) {
                totals[id as usize] += count + prior;
            }
            let share = |((&id, &count), &prior): ((&u32, &f32), &f32)| {
                let total = totals[id as usize];
                if total > 0.0 { (count + prior) / total } else { 0.0 }
            };
            self.given[side] = given.iter().zip(cells).zip(&table.prior).map(share).collect();
        }
    }

    /// One round over the whole corpus.
    pub(super) fn round(&mut self, corpus: &Corpus, table: &Table, counts: [&[u32]; 2], settings: &Settings) {
        let cells = table.source.len();
        let mut sums = Sums {
            cells: [vec![0.0; cells], vec![0.0; cells]],
            nothing: [vec![0.0; counts[1].len()], vec![0.0; counts[0].len()]],
            jumps: [JumpCounts::new(), JumpCounts::new()],
        };
        let mut posteriors = Posteriors::default();
        for pair in 0..corpus.len() {
            let (from, to, range) = corpus.pair(pair);
            posteriors.read(self, from, to, &table.cells[range.clone()], settings);
            posteriors.count(from, to, &table.cells[range], &mut sums);
        }
        self.settle(table, counts, &sums.cells);
        for side in 0..2 {
            let total: f32 = sums.nothing[side].iter().sum();
            let shares = shares(counts[1 - side]);
            for ((slot, &count), share) in self.nothing[side].iter_mut().zip(&sums.nothing[side]).zip(shares) {
                *slot = (count + 200.0 * share) / (total + 200.0);
            }
            if self.hidden {
                self.jumps[side] = Jumps::learn(&sums.jumps[side], 100.0);
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of words")]
fn shares(counts: &[u32]) -> Vec<f32> {
    let total = counts.iter().map(|&count| u64::from(count)).sum::<u64>().max(1) as f32;
    counts.iter().map(|&count| count as f32 / total).collect()
}

/// What both directions think of one pair of sentences.
#[derive(Debug, Default)]
pub(super) struct Posteriors {
    emission: Vec<f32>,
    nothing: Vec<f32>,
    room: Room,
    /// By target word, then source word: that the target word comes from the source word.
    pub(super) to_target: Vec<f32>,
    /// By source word, then target word: that the source word comes from the target word.
    pub(super) to_source: Vec<f32>,
}

impl Posteriors {
    pub(super) fn read(&mut self, model: &Model, from: &[u32], to: &[u32], cells: &[u32], settings: &Settings) {
        let (m, n) = (from.len(), to.len());
        for side in 0..2 {
            let given = &model.given[side];
            let p = |j: usize, i: usize| match cells[j * m + i] {
                NONE => settings.floor,
                cell => given[cell as usize].max(settings.floor),
            };
            self.emission.clear();
            self.nothing.clear();
            let (states, out) = if side == 0 {
                self.emission.extend((0..n).flat_map(|j| (0..m).map(move |i| (j, i))).map(|(j, i)| p(j, i)));
                self.nothing.extend(to.iter().map(|&id| model.nothing[0][id as usize]));
                (m, &mut self.to_target)
            } else {
                self.emission.extend((0..m).flat_map(|i| (0..n).map(move |j| (j, i))).map(|(j, i)| p(j, i)));
                self.nothing.extend(from.iter().map(|&id| model.nothing[1][id as usize]));
                (n, &mut self.to_source)
            };
            if model.hidden {
                let direction = Direction {
                    emission: &self.emission,
                    nothing: &self.nothing,
                    states,
                    null: settings.null,
                };
                direction.posteriors(&model.jumps[side], &mut self.room, out);
            } else {
                bag(&self.emission, &self.nothing, states, settings.null, out);
            }
        }
    }

    fn count(&self, from: &[u32], to: &[u32], cells: &[u32], sums: &mut Sums) {
        let (m, n) = (from.len(), to.len());
        let both = |j: usize, i: usize| self.to_target[j * m + i] * self.to_source[i * n + j];
        for j in 0..n {
            let mut rest = 1.0;
            for i in 0..m {
                let share = both(j, i);
                rest -= self.to_target[j * m + i];
                let cell = cells[j * m + i];
                if cell != NONE {
                    sums.cells[0][cell as usize] += share;
                    sums.cells[1][cell as usize] += share;
                }
                if share > 0.01 {
                    if j > 0 {
                        (0..m).for_each(|before| sums.jumps[0].add(before, i, share * both(j - 1, before)));
                    }
                    if i > 0 {
                        (0..n).for_each(|before| sums.jumps[1].add(before, j, share * both(before, i - 1)));
                    }
                }
            }
            sums.nothing[0][to[j] as usize] += rest.max(0.0);
        }
        for i in 0..m {
            let rest: f32 = 1.0 - self.to_source[i * n..][..n].iter().sum::<f32>();
            sums.nothing[1][from[i] as usize] += rest.max(0.0);
        }
    }
}

/// IBM model 1, with a leaning towards the diagonal.
fn bag(emission: &[f32], nothing: &[f32], states: usize, null: f32, out: &mut Vec<f32>) {
    out.clear();
    out.resize(emission.len(), 0.0);
    if states == 0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "sentences are short")]
    let place = |x: usize, of: usize| (x as f32 + 0.5) / of as f32;
    for (j, row) in out.chunks_exact_mut(states).enumerate() {
        let mut places = 0.0;
        for (i, slot) in row.iter_mut().enumerate() {
            let off = (place(i, states) - place(j, nothing.len())).abs();
            let weight = 1.0 / (1.0 + 16.0 * off * off);
            places += weight;
            *slot = weight * emission[j * states + i];
        }
        let of_nothing = null * nothing[j];
        let total = row.iter().sum::<f32>() * (1.0 - null) / places + of_nothing;
        let share = if total > 0.0 { (1.0 - null) / places / total } else { 0.0 };
        row.iter_mut().for_each(|slot| *slot *= share);
    }
}
