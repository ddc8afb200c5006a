//! How well groups of sentences of one text explain the sentences of the other.

use crate::evidence::MAX_BOTH;
use crate::lexical::{Translation, TypeId, Vocabulary};
use crate::score::Score;

use super::band::{Band, Border};

/// For every group of given sentences inside a band, the running sum over the predicted sentences of
/// what the group says of them.
///
/// With the group fixed, tokens are independent of each other, so the score of any number of
/// predicted sentences is a difference of two sums.
pub(crate) struct Explained {
    /// By first given sentence: first and last predicted border, and where its sums begin.
    rows: Vec<(usize, usize, usize)>,
    most: usize,
    sums: Vec<Score>,
}

impl Explained {
    pub(crate) fn new(
        translation: &Translation,
        given: &Vocabulary,
        predicted: &Vocabulary,
        band: &Band,
        origin: Border,
        most: usize,
    ) -> Self {
        let columns = band.target();
        let said = Said::new(translation, given, origin.0, band.source());
        let heard = Heard::new(translation, predicted, origin.1, columns);
        let mut rows = Vec::with_capacity(band.source());
        let mut sums = Vec::new();
        // p(type | group) summed over the group's tokens, zero where no token speaks of the type.
        let mut mass = vec![0.0f32; translation.unigram.len()];
        let mut touched: Vec<TypeId> = Vec::new();
        for row in 0..band.source() {
            let low = band.row(row).0;
            let high = band.row((row + most).min(band.source())).1;
            rows.push((low, high, sums.len()));
            let mut size = 0usize;
            for group in 1..=most {
                if row + group > band.source() {
                    break;
                }
                let first = row + group - 1;
                for (id, p) in said.sentence(first) {
                    let slot = &mut mass[id.get()];
                    if *slot <= 0.0 {
                        touched.push(*id);
                    }
                    *slot += p;
                }
                size += given.tokens(origin.0 + first, origin.0 + first + 1).len();
                #[expect(clippy::cast_precision_loss, reason = "sentences are far shorter than 2^24 tokens")]
                let per_token = 1.0 / size.max(1) as f32;
                if group > MAX_BOTH {
                    // Only beads with one predicted sentence are this large: no sums are needed, and
                    // a sentence far shorter than the group is not looked at.
                    let length = given.characters(origin.0 + row, origin.0 + first + 1);
                    for column in low..high {
                        let index = origin.1 + column;
                        let plausible = predicted.characters(index, index + 1) * LONGEST_RATIO >= length;
                        let words = || heard.explained(column, &mass, per_token);
                        sums.push(if plausible { words() } else { Score::IMPOSSIBLE });
                    }
                    sums.push(Score::IMPOSSIBLE);
                    continue;
                }
                let mut sum = Score::ZERO;
                sums.push(sum);
                for column in low..high {
                    sum += heard.explained(column, &mass, per_token);
                    sums.push(sum);
                }
            }
            for id in touched.drain(..) {
                mass[id.get()] = 0.0;
            }
        }
        Self { rows, most, sums }
    }

    /// Whether the words of a bead were looked at; only lopsided beads of many sentences are not.
    pub(crate) fn has(&self, row: usize, group: usize, column: usize) -> bool {
        let (low, high, start) = self.rows[row];
        group <= MAX_BOTH || self.sums[start + (group - 1) * (high - low + 1) + column - low] != Score::IMPOSSIBLE
    }

    /// What `group` given sentences from `row` on say of `count` predicted ones from `column` on.
    pub(crate) fn score(&self, row: usize, group: usize, column: usize, count: usize) -> Score {
        debug_assert!(group <= self.most);
        let (low, high, start) = self.rows[row];
        let base = start + (group - 1) * (high - low + 1);
        if group > MAX_BOTH {
            return self.sums[base + column - low];
        }
        self.sums[base + column + count - low] - self.sums[base + column - low]
    }
}

/// A group of more than three sentences is at most this many times as long as the one that translates
/// it; beyond, the length evidence alone outweighs any words (see `LAWLESS`).
const LONGEST_RATIO: u32 = 3;

/// What each given sentence says: predicted types with p(type | token) summed over its tokens.
struct Said {
    starts: Vec<usize>,
    types: Vec<(TypeId, f32)>,
}

impl Said {
    fn new(translation: &Translation, given: &Vocabulary, from: usize, count: usize) -> Self {
        let mut said = Self {
            starts: vec![0],
            types: Vec::new(),
        };
        let mut mass = vec![0.0f32; translation.unigram.len()];
        let mut touched: Vec<TypeId> = Vec::new();
        for index in from..from + count {
            for token in given.tokens(index, index + 1) {
                for (id, p) in &translation.rows[token.get()] {
                    let slot = &mut mass[id.get()];
                    if *slot <= 0.0 {
                        touched.push(*id);
                    }
                    *slot += p;
                }
            }
            for id in touched.drain(..) {
                said.types.push((id, std::mem::take(&mut mass[id.get()])));
            }
            said.starts.push(said.types.len());
        }
        said
    }

    fn sentence(&self, index: usize) -> &[(TypeId, f32)] {
        &self.types[self.starts[index]..self.starts[index + 1]]
    }
}

/// The tokens of each predicted sentence that something is known about, with what their factors are
/// made of.
struct Heard {
    starts: Vec<usize>,
    tokens: Vec<Token>,
}

struct Token {
    id: TypeId,
    /// 1 − λ.
    rest: f32,
    /// λ / p.
    odds: f32,
}

impl Token {
    /// λ · p(t | group) / p(t) + 1 − λ.
    fn factor(&self, mass: &[f32], per_token: f32) -> f64 {
        f64::from(self.rest + self.odds * mass[self.id.get()] * per_token)
    }
}

/// Factors multiplied before a logarithm is taken; each lies between 1e-2 and 1e9, so sixteen of
/// them stay far inside the range of a double.
const BATCH: usize = 16;

impl Heard {
    fn new(translation: &Translation, predicted: &Vocabulary, from: usize, count: usize) -> Self {
        let mut heard = Self {
            starts: vec![0],
            tokens: Vec::new(),
        };
        for index in from..from + count {
            // A word that nothing is known about has a factor of one.
            heard
                .tokens
                .extend(predicted.tokens(index, index + 1).iter().filter_map(|&id| {
                    let (known, share) = (translation.known[id.get()], translation.unigram[id.get()]);
                    (known > 0.0).then(|| Token {
                        id,
                        rest: 1.0 - known,
                        odds: known / share,
                    })
                }));
            heard.starts.push(heard.tokens.len());
        }
        heard
    }

    /// Σ log(λ · p(t | group) / p(t) + 1 − λ) over the tokens of a sentence.
    fn explained(&self, index: usize, mass: &[f32], per_token: f32) -> Score {
        let mut nats = 0.0;
        for batch in self.tokens[self.starts[index]..self.starts[index + 1]].chunks(BATCH) {
            // Four products side by side, as each multiplication waits for the one before.
            let mut lanes = [1.0f64; 4];
            let fours = batch.chunks_exact(lanes.len());
            for (lane, token) in lanes.iter_mut().zip(fours.remainder()) {
                *lane = token.factor(mass, per_token);
            }
            for four in fours {
                for (lane, token) in lanes.iter_mut().zip(four) {
                    *lane *= token.factor(mass, per_token);
                }
            }
            let product = (lanes[0] * lanes[1]) * (lanes[2] * lanes[3]);
            nats += libm::log(product);
        }
        Score::from_nats(nats)
    }
}
