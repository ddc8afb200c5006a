//! What given sentences say of the tokens of predicted ones.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexical::{Translation, TypeId, Vocabulary};
use crate::score::Score;

use super::logarithm::Logarithm;

/// A stretch of two texts, as far as words of the one speak of words of the other.
///
/// Predicted types are numbered anew, as a stretch of a long text holds few of its types.
pub(super) struct Stretch {
    /// By given sentence where its tokens begin in `tokens`; one more at the end.
    tokens_of: Vec<u32>,
    /// By token of a given sentence its row.
    tokens: Vec<u32>,
    /// Where each row begins in `says`; one more at the end.
    rows: Vec<u32>,
    /// The types a given type speaks of, with p(type | given type).
    says: Vec<(u32, f32)>,
    /// How many types there are, one more that stands in the lanes left over included: nothing speaks of it.
    types: usize,
    /// By predicted sentence where its tokens begin in `fours`; one more at the end.
    fours_of: Vec<usize>,
    fours: Vec<Four>,
    /// The types of the same tokens.
    types_of: Vec<[u32; LANES]>,
    /// By predicted sentence the logarithms of all factors that are the same for every given sentence.
    constant: Vec<f64>,
    logarithm: Logarithm,
}

/// Factors that are worked out side by side.
const LANES: usize = 4;

/// What the factors of four tokens are made of: λ · p(t | group) / p(t) + 1 − λ.
#[derive(Clone, Copy)]
struct Four {
    /// 1 − λ.
    rest: [f32; LANES],
    /// λ / p.
    odds: [f32; LANES],
}

/// What words of one text say of those of the other, or of a freer translation that keeps a part of it only.
#[derive(Clone, Copy)]
pub(crate) struct Speaker<'a> {
    pub(crate) translation: &'a Translation,
    /// What part of the known words the translation keeps.
    pub(crate) kept: f32,
}

impl<'a> Speaker<'a> {
    /// A translation that keeps all words.
    pub(crate) const fn faithful(translation: &'a Translation) -> Self {
        Self { translation, kept: 1.0 }
    }
}

/// A text, a sentence of it, and how many from there.
type Part<'a> = (&'a Vocabulary, usize, usize);

impl Stretch {
    pub(super) fn new(Speaker { translation, kept }: Speaker<'_>, given: Part<'_>, predicted: Part<'_>) -> Self {
        // A word that nothing is known about has a factor of one.
        let known = |id: &TypeId| translation.known[id.get()] > 0.0;
        let mut numbers: FxHashMap<TypeId, u32> = FxHashMap::default();
        for id in predicted
            .0
            .tokens(predicted.1, predicted.1 + predicted.2)
            .iter()
            .filter(|id| known(id))
        {
            let next = number(numbers.len());
            numbers.entry(*id).or_insert(next);
        }
        let mut stretch = Self {
            tokens_of: vec![0],
            tokens: Vec::new(),
            rows: vec![0],
            says: Vec::new(),
            types: numbers.len() + 1,
            fours_of: vec![0],
            fours: Vec::new(),
            types_of: Vec::new(),
            constant: Vec::with_capacity(predicted.2),
            logarithm: Logarithm::new(),
        };
        stretch.read_given(translation, given, &numbers);
        let mut spoken_of = vec![false; numbers.len()];
        for (id, _) in &stretch.says {
            spoken_of[*id as usize] = true;
        }
        let nobody = number(numbers.len());
        let mut live: Vec<(u32, f32, f32)> = Vec::new();
        for index in predicted.1..predicted.1 + predicted.2 {
            live.clear();
            let mut constant = 0.0;
            for id in predicted.0.tokens(index, index + 1).iter().filter(|id| known(id)) {
                let (known, share) = (translation.known[id.get()] * kept, translation.unigram[id.get()]);
                let number = numbers[id];
                if spoken_of[number as usize] {
                    live.push((number, 1.0 - known, known / share));
                } else {
                    constant += stretch.logarithm.of(f64::from(1.0 - known));
                }
            }
            for tokens in live.chunks(LANES) {
                // Lanes left over have a factor of one.
                let mut four = Four {
                    rest: [1.0; LANES],
                    odds: [0.0; LANES],
                };
                let mut types = [nobody; LANES];
                for (lane, &(id, rest, odds)) in tokens.iter().enumerate() {
                    (types[lane], four.rest[lane], four.odds[lane]) = (id, rest, odds);
                }
                stretch.fours.push(four);
                stretch.types_of.push(types);
            }
            stretch.fours_of.push(stretch.fours.len());
            stretch.constant.push(constant);
        }
        stretch
    }

    /// Copies what the given types say, leaving out types that are not there to be spoken of.
    fn read_given(
        &mut self,
        translation: &Translation,
        (given, from, count): Part<'_>,
        numbers: &FxHashMap<TypeId, u32>,
    ) {
        let mut row_of: FxHashMap<TypeId, u32> = FxHashMap::default();
        for index in from..from + count {
            for id in given.tokens(index, index + 1) {
                let row = *row_of.entry(*id).or_insert_with(|| {
                    let says = translation.rows[id.get()].iter();
                    self.says.extend(says.filter_map(|(t, p)| Some((*numbers.get(t)?, *p))));
                    self.rows.push(number(self.says.len()));
                    number(self.rows.len() - 2)
                });
                if self.rows[row as usize] < self.rows[row as usize + 1] {
                    self.tokens.push(row);
                }
            }
            self.tokens_of.push(number(self.tokens.len()));
        }
    }

    /// What each token of a given sentence says.
    fn said_by(&self, index: usize) -> impl Iterator<Item = &[(u32, f32)]> {
        let tokens = self.tokens_of[index] as usize..self.tokens_of[index + 1] as usize;
        self.tokens[tokens].iter().map(|&row| {
            let row = row as usize;
            &self.says[self.rows[row] as usize..self.rows[row + 1] as usize]
        })
    }

    fn fours(&self, columns: &Range<usize>) -> Range<usize> {
        self.fours_of[columns.start]..self.fours_of[columns.end]
    }
}

/// Positions fit into half the memory: a stretch has a few thousand sentences, a text at most 1 GiB.
fn number(position: usize) -> u32 {
    u32::try_from(position).expect("texts are limited to 1 GiB")
}

/// What a growing group of given sentences says of the predicted ones of a row.
pub(super) struct Speech<'a> {
    stretch: &'a Stretch,
    /// p(type | sentence) summed over a sentence's tokens, by type; zero between sentences.
    mass: Vec<f32>,
    /// What the latest sentences say of each token they can meet: each sentence is met in several groups.
    latest: Vec<Voice>,
    /// Number of sentences heard so far.
    heard: usize,
    /// Where the tokens of the predicted sentences looked at stand, and what the group says of each.
    fours: Range<usize>,
    said: Vec<[f32; LANES]>,
}

/// What a sentence says of the tokens from `first` on.
#[derive(Clone, Default)]
struct Voice {
    first: usize,
    said: Vec<[f32; LANES]>,
}

impl<'a> Speech<'a> {
    /// Groups will have at most `most` sentences.
    pub(super) fn new(stretch: &'a Stretch, most: usize) -> Self {
        Self {
            stretch,
            mass: vec![0.0; stretch.types],
            latest: vec![Voice::default(); most],
            heard: 0,
            fours: 0..0,
            said: Vec::new(),
        }
    }

    /// Starts an empty group that is to explain some of the predicted sentences.
    pub(super) fn begin(&mut self, columns: &Range<usize>) {
        self.fours = self.stretch.fours(columns);
        self.said.clear();
        self.said.resize(self.fours.len(), [0.0; LANES]);
    }

    /// Adds a sentence to the group; `reach` tells which predicted sentences it can ever meet.
    pub(super) fn add(&mut self, index: usize, reach: impl FnOnce() -> Range<usize>) {
        self.listen(index, reach);
        let fours = self.fours.clone();
        self.take_in(index, fours);
    }

    /// Adds a sentence to the group as far as it speaks of these predicted sentences. Of the others nothing can be
    /// asked any more.
    pub(super) fn add_for(&mut self, columns: &[usize], index: usize, reach: impl FnOnce() -> Range<usize>) {
        self.listen(index, reach);
        for &column in columns {
            self.take_in(index, self.stretch.fours(&(column..column + 1)));
        }
    }

    /// Hears a sentence that was not heard before.
    fn listen(&mut self, index: usize, reach: impl FnOnce() -> Range<usize>) {
        if index == self.heard {
            self.hear(index, &reach());
            self.heard += 1;
        }
    }

    /// Adds what a sentence says of some of the tokens.
    fn take_in(&mut self, index: usize, fours: Range<usize>) {
        let voice = &self.latest[index % self.latest.len()];
        let says = &voice.said[fours.start - voice.first..fours.end - voice.first];
        let said = &mut self.said[fours.start - self.fours.start..fours.end - self.fours.start];
        for (sum, p) in said.as_flattened_mut().iter_mut().zip(says.as_flattened()) {
            *sum += p;
        }
    }

    /// Most of what a word can be said with stands nowhere near, but asking whether it does costs more than a sum.
    fn hear(&mut self, index: usize, reach: &Range<usize>) {
        let stretch = self.stretch;
        for token in stretch.said_by(index) {
            for &(id, p) in token {
                self.mass[id as usize] += p;
            }
        }
        let most = self.latest.len();
        let voice = &mut self.latest[index % most];
        let fours = stretch.fours(reach);
        voice.first = fours.start;
        voice.said.clear();
        let types = stretch.types_of[fours].iter();
        voice
            .said
            .extend(types.map(|four| four.map(|id| self.mass[id as usize])));
        for token in stretch.said_by(index) {
            for &(id, _) in token {
                self.mass[id as usize] = 0.0;
            }
        }
    }

    /// What the group says of each of some predicted sentences, from the first on.
    pub(super) fn explain(&self, columns: Range<usize>, per_token: f32, mut each: impl FnMut(Score)) {
        let mut said = self.said.as_slice();
        let mut fours = &self.stretch.fours[self.fours.clone()];
        let borders = &self.stretch.fours_of[columns.start..=columns.end];
        let constants = &self.stretch.constant[columns];
        for (border, constant) in borders.windows(2).zip(constants) {
            let (mine, known);
            (mine, said) = said.split_at(border[1] - border[0]);
            (known, fours) = fours.split_at(border[1] - border[0]);
            each(self.score(mine, known, per_token, *constant));
        }
    }

    /// What the group says of one of the predicted sentences.
    pub(super) fn explain_one(&self, column: usize, per_token: f32) -> Score {
        let fours = self.stretch.fours(&(column..column + 1));
        let said = &self.said[fours.start - self.fours.start..fours.end - self.fours.start];
        self.score(
            said,
            &self.stretch.fours[fours],
            per_token,
            self.stretch.constant[column],
        )
    }

    /// Σ log(λ · p(t | group) / p(t) + 1 − λ) over the tokens of a sentence.
    #[inline]
    fn score(&self, mut said: &[[f32; LANES]], mut fours: &[Four], per_token: f32, constant: f64) -> Score {
        let mut nats = constant;
        loop {
            let batch = said.len().min(BATCH);
            // Four products side by side, as each multiplication waits for the one before.
            let mut lanes = [1.0f32; LANES];
            for (said, four) in said[..batch].iter().zip(fours) {
                for lane in 0..LANES {
                    lanes[lane] *= four.rest[lane] + four.odds[lane] * said[lane] * per_token;
                }
            }
            let lanes = lanes.map(f64::from);
            nats += self.stretch.logarithm.of((lanes[0] * lanes[1]) * (lanes[2] * lanes[3]));
            if said.len() <= BATCH {
                return Score::from_nats(nats);
            }
            (said, fours) = (&said[BATCH..], &fours[BATCH..]);
        }
    }
}

/// So many times [`LANES`] factors are multiplied before a logarithm is taken; each lies between 1e-2 and
/// 1e9, so that four of them stay inside the range of a float, and what they lose there is under a micro-nat.
const BATCH: usize = 4;
