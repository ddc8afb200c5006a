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
    /// By type where its places begin; one more at the end.
    places_of: Vec<u32>,
    /// Where the tokens of a type stand in `fours`, lane by lane, ascending.
    places: Vec<u32>,
    /// By place the type that stands there; nothing speaks of a lane left over.
    types_at: Vec<u32>,
    /// By predicted sentence where its tokens begin in `fours`; one more at the end.
    fours_of: Vec<usize>,
    fours: Vec<Four>,
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
            places_of: Vec::new(),
            places: Vec::new(),
            types_at: Vec::new(),
            fours_of: vec![0],
            fours: Vec::new(),
            constant: Vec::with_capacity(predicted.2),
            logarithm: Logarithm::new(),
        };
        stretch.read_given(translation, given, &numbers);
        let mut spoken_of = vec![false; numbers.len()];
        for (id, _) in &stretch.says {
            spoken_of[*id as usize] = true;
        }
        let mut places: Vec<(u32, u32)> = Vec::new();
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
                for (lane, &(id, rest, odds)) in tokens.iter().enumerate() {
                    places.push((id, number(stretch.fours.len() * LANES + lane)));
                    (four.rest[lane], four.odds[lane]) = (rest, odds);
                }
                stretch.fours.push(four);
            }
            stretch.fours_of.push(stretch.fours.len());
            stretch.constant.push(constant);
        }
        stretch.sort_places(&places, numbers.len());
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

    /// Counting sort of (type, place) by type.
    fn sort_places(&mut self, places: &[(u32, u32)], types: usize) {
        let mut starts = vec![0u32; types + 1];
        for (id, _) in places {
            starts[*id as usize + 1] += 1;
        }
        for id in 0..types {
            starts[id + 1] += starts[id];
        }
        let mut next = starts.clone();
        self.places = vec![0; places.len()];
        self.types_at = vec![NOBODY; self.fours.len() * LANES];
        for (id, place) in places {
            let at = &mut next[*id as usize];
            self.places[*at as usize] = *place;
            self.types_at[*place as usize] = *id;
            *at += 1;
        }
        self.places_of = starts;
    }

    /// The types of the tokens of some predicted sentences that anything speaks of.
    fn types_in(&self, columns: &Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let fours = self.fours(columns);
        let types = &self.types_at[fours.start * LANES..fours.end * LANES];
        types.iter().filter(|&&id| id != NOBODY).map(|&id| id as usize)
    }

    fn types(&self) -> usize {
        self.places_of.len() - 1
    }

    fn fours(&self, columns: &Range<usize>) -> Range<usize> {
        self.fours_of[columns.start]..self.fours_of[columns.end]
    }
}

/// No type at all.
const NOBODY: u32 = u32::MAX;

/// Positions fit into half the memory: a stretch has a few thousand sentences, a text at most 1 GiB.
fn number(position: usize) -> u32 {
    u32::try_from(position).expect("texts are limited to 1 GiB")
}

/// What a growing group of given sentences says of the predicted ones of a row.
pub(super) struct Speech<'a> {
    stretch: &'a Stretch,
    /// p(type | sentence) summed over a sentence's tokens, by type; zero between sentences.
    mass: Vec<f32>,
    touched: Vec<u32>,
    /// By type the first of its places that a sentence can still reach: later ones reach no further back.
    next: Vec<u32>,
    /// The predicted sentences that the latest sentence can reach, and by type how often it stands in them.
    reach: Range<usize>,
    within: Vec<u32>,
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
            mass: vec![0.0; stretch.types()],
            touched: Vec::new(),
            next: stretch.places_of[..stretch.types()].to_vec(),
            reach: 0..0,
            within: vec![0; stretch.types()],
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

    fn hear(&mut self, index: usize, reach: &Range<usize>) {
        let stretch = self.stretch;
        self.move_reach(reach);
        let tokens = stretch.tokens_of[index] as usize..stretch.tokens_of[index + 1] as usize;
        for &row in &stretch.tokens[tokens] {
            let says = stretch.rows[row as usize] as usize..stretch.rows[row as usize + 1] as usize;
            for &(id, p) in &stretch.says[says] {
                // Most of what a word can be said with stands nowhere near.
                if self.within[id as usize] == 0 {
                    continue;
                }
                let sum = &mut self.mass[id as usize];
                if *sum <= 0.0 {
                    self.touched.push(id);
                }
                *sum += p;
            }
        }
        let most = self.latest.len();
        let voice = &mut self.latest[index % most];
        let fours = stretch.fours(reach);
        voice.first = fours.start;
        voice.said.clear();
        voice.said.resize(fours.len(), [0.0; LANES]);
        let said = voice.said.as_flattened_mut();
        let first = fours.start * LANES;
        for id in self.touched.drain(..) {
            let p = std::mem::take(&mut self.mass[id as usize]);
            let (next, end) = (&mut self.next[id as usize], stretch.places_of[id as usize + 1]);
            while *next < end && (stretch.places[*next as usize] as usize) < first {
                *next += 1;
            }
            for &place in &stretch.places[*next as usize..end as usize] {
                let Some(said) = said.get_mut(place as usize - first) else {
                    break;
                };
                *said = p;
            }
        }
    }

    /// Counts the types of the predicted sentences that can be reached now.
    fn move_reach(&mut self, reach: &Range<usize>) {
        for id in self.stretch.types_in(&(self.reach.end..reach.end)) {
            self.within[id] += 1;
        }
        for id in self.stretch.types_in(&(self.reach.start..reach.start)) {
            self.within[id] -= 1;
        }
        self.reach = reach.clone();
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
