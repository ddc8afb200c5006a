//! How well groups of sentences of one text explain the sentences of the other.

use crate::evidence::MAX_BOTH;
use crate::lexical::{Translation, Vocabulary};
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
        let heard = Heard::new(translation, predicted, origin.1, band.target());
        let said = Said::new(translation, given, origin.0, band.source(), &heard);
        let mut rows = Vec::with_capacity(band.source());
        let mut sums = Vec::new();
        let mut group_says = GroupSays::new(&heard);
        for row in 0..band.source() {
            let low = band.row(row).0;
            let high = band.row((row + most).min(band.source())).1;
            rows.push((low, high, sums.len()));
            group_says.begin(low, high);
            let mut size = 0usize;
            for group in 1..=most {
                if row + group > band.source() {
                    break;
                }
                let first = row + group - 1;
                group_says.add(said.sentence(first));
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
                        let words = || group_says.of(column, per_token);
                        sums.push(if plausible { words() } else { Score::IMPOSSIBLE });
                    }
                    sums.push(Score::IMPOSSIBLE);
                    continue;
                }
                let mut sum = Score::ZERO;
                sums.push(sum);
                for column in low..high {
                    sum += group_says.of(column, per_token);
                    sums.push(sum);
                }
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

/// What a growing group of given sentences says of the predicted sentences of a row.
///
/// Two sentences that are no translations of each other share a known word one time in six, so nearly
/// all predicted sentences are ones the group says nothing about, and their score is known beforehand.
struct GroupSays<'a> {
    heard: &'a Heard,
    /// p(type | group) summed over the group's tokens, zero where no token speaks of the type.
    mass: Vec<f32>,
    touched: Vec<u32>,
    /// The predicted sentences looked at.
    low: usize,
    high: usize,
    /// For each of them whether the group speaks of one of its tokens.
    spoken_of: Vec<bool>,
    /// By type the first of its places that is not before the row: rows never begin earlier than the one above.
    next: Vec<u32>,
}

impl<'a> GroupSays<'a> {
    fn new(heard: &'a Heard) -> Self {
        Self {
            heard,
            mass: vec![0.0; heard.types()],
            touched: Vec::new(),
            low: 0,
            high: 0,
            spoken_of: Vec::new(),
            next: heard.first_places[..heard.types()].to_vec(),
        }
    }

    /// Starts an empty group; `low` is never before that of an earlier one.
    fn begin(&mut self, low: usize, high: usize) {
        for id in self.touched.drain(..) {
            self.mass[id as usize] = 0.0;
        }
        (self.low, self.high) = (low, high);
        self.spoken_of.clear();
        self.spoken_of.resize(high - low, false);
    }

    /// Adds a sentence to the group.
    fn add(&mut self, says: &[(u32, f32)]) {
        for &(id, p) in says {
            let slot = &mut self.mass[id as usize];
            if *slot <= 0.0 {
                self.touched.push(id);
                let end = self.heard.first_places[id as usize + 1];
                let next = &mut self.next[id as usize];
                while *next < end && (self.heard.places[*next as usize] as usize) < self.low {
                    *next += 1;
                }
                for &column in &self.heard.places[*next as usize..end as usize] {
                    let Some(spoken_of) = self.spoken_of.get_mut(column as usize - self.low) else {
                        break;
                    };
                    *spoken_of = true;
                }
            }
            *slot += p;
        }
    }

    /// What the group says of a predicted sentence.
    fn of(&self, column: usize, per_token: f32) -> Score {
        if self.spoken_of[column - self.low] {
            self.heard.explained(column, &self.mass, per_token)
        } else {
            self.heard.silent[column]
        }
    }
}

/// What each given sentence says: types heard with p(type | token) summed over its tokens.
struct Said {
    starts: Vec<usize>,
    types: Vec<(u32, f32)>,
}

impl Said {
    fn new(translation: &Translation, given: &Vocabulary, from: usize, count: usize, heard: &Heard) -> Self {
        let mut said = Self {
            starts: vec![0],
            types: Vec::new(),
        };
        let mut mass = vec![0.0f32; heard.types()];
        let mut touched: Vec<u32> = Vec::new();
        for index in from..from + count {
            for token in given.tokens(index, index + 1) {
                for (id, p) in &translation.rows[token.get()] {
                    let Some(id) = heard.numbers[id.get()].checked_sub(1) else {
                        continue;
                    };
                    let slot = &mut mass[id as usize];
                    if *slot <= 0.0 {
                        touched.push(id);
                    }
                    *slot += p;
                }
            }
            for id in touched.drain(..) {
                said.types.push((id, std::mem::take(&mut mass[id as usize])));
            }
            said.starts.push(said.types.len());
        }
        said
    }

    fn sentence(&self, index: usize) -> &[(u32, f32)] {
        &self.types[self.starts[index]..self.starts[index + 1]]
    }
}

/// The tokens of each predicted sentence that something is known about, with what their factors are
/// made of. Their types are numbered anew, as a stretch of a long text holds few of its types.
struct Heard {
    starts: Vec<usize>,
    tokens: Vec<Token>,
    /// By type of the whole text its number here, from 1; 0 where it is not heard.
    numbers: Vec<u32>,
    /// By number: where its places begin. One more at the end.
    first_places: Vec<u32>,
    /// The sentences a type is heard in, ascending; once for each token.
    places: Vec<u32>,
    /// By sentence the score under a group that speaks of none of its tokens.
    silent: Vec<Score>,
}

struct Token {
    /// Number of the type.
    id: u32,
    /// 1 − λ.
    rest: f32,
    /// λ / p.
    odds: f32,
}

impl Token {
    /// λ · p(t | group) / p(t) + 1 − λ.
    fn factor(&self, mass: &[f32], per_token: f32) -> f64 {
        f64::from(self.rest + self.odds * mass[self.id as usize] * per_token)
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
            numbers: vec![0; translation.unigram.len()],
            first_places: vec![0],
            places: Vec::new(),
            silent: Vec::new(),
        };
        let mut types = 0;
        for index in from..from + count {
            // A word that nothing is known about has a factor of one.
            for &id in predicted.tokens(index, index + 1) {
                let (known, share) = (translation.known[id.get()], translation.unigram[id.get()]);
                if known > 0.0 {
                    let number = &mut heard.numbers[id.get()];
                    if *number == 0 {
                        types += 1;
                        *number = types;
                        heard.first_places.push(0);
                    }
                    heard.first_places[*number as usize] += 1;
                    heard.tokens.push(Token {
                        id: *number - 1,
                        rest: 1.0 - known,
                        odds: known / share,
                    });
                }
            }
            heard.starts.push(heard.tokens.len());
        }
        heard.place();
        let nothing = vec![0.0; heard.types()];
        heard.silent = (0..count).map(|index| heard.explained(index, &nothing, 1.0)).collect();
        heard
    }

    /// Counting sort of the sentences by the types heard in them.
    fn place(&mut self) {
        for number in 1..self.first_places.len() {
            self.first_places[number] += self.first_places[number - 1];
        }
        let mut next = self.first_places.clone();
        self.places = vec![0; self.tokens.len()];
        for (column, range) in (0u32..).zip(self.starts.windows(2)) {
            for token in &self.tokens[range[0]..range[1]] {
                let at = &mut next[token.id as usize];
                self.places[*at as usize] = column;
                *at += 1;
            }
        }
    }

    /// Number of types heard.
    fn types(&self) -> usize {
        self.first_places.len() - 1
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
