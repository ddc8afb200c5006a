//! How well groups of sentences of one text explain the sentences of the other.

use std::ops::Range;

use crate::evidence::MAX_BOTH;
use crate::lexical::{Translation, TypeId, Vocabulary};
use crate::score::Score;

use super::band::{Band, Border};
use super::logarithm::Logarithm;

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
        let mut speech = Speech::new(translation, given, origin.0, &heard, most);
        let mut rows = Vec::with_capacity(band.source());
        let mut sums = Vec::new();
        for row in 0..band.source() {
            let low = band.row(row).0;
            let high = band.row((row + most).min(band.source())).1;
            rows.push((low, high, sums.len()));
            speech.begin(low, high);
            let mut size = 0usize;
            for group in 1..=most {
                if row + group > band.source() {
                    break;
                }
                let first = row + group - 1;
                speech.add(first, || {
                    // All columns it can meet: as the last of a group of `most`, and as the first of one.
                    let earliest = band.row((first + 1).saturating_sub(most)).0;
                    (earliest, band.row((first + most).min(band.source())).1)
                });
                size += given.tokens(origin.0 + first, origin.0 + first + 1).len();
                #[expect(clippy::cast_precision_loss, reason = "sentences are far shorter than 2^24 tokens")]
                let per_token = 1.0 / size.max(1) as f32;
                if group > MAX_BOTH {
                    // Only beads with one predicted sentence are this large: no sums are needed, and
                    // a sentence far shorter than the group is not looked at.
                    let length = given.characters(origin.0 + row, origin.0 + first + 1);
                    let words = speech.explain(per_token, |column| {
                        let index = origin.1 + column;
                        predicted.characters(index, index + 1) * LONGEST_RATIO >= length
                    });
                    sums.extend(words.map(|words| words.unwrap_or(Score::IMPOSSIBLE)));
                    sums.push(Score::IMPOSSIBLE);
                } else {
                    let mut sum = Score::ZERO;
                    sums.push(sum);
                    sums.extend(speech.explain(per_token, |_| true).flatten().map(|words| {
                        sum += words;
                        sum
                    }));
                }
            }
        }
        Self { rows, most, sums }
    }

    /// What a group of given sentences says of the `count` predicted ones from each of `columns` on; nothing
    /// where the words were not looked at, as in lopsided beads of many sentences.
    pub(crate) fn of_group(
        &self,
        row: usize,
        group: usize,
        count: usize,
        columns: Range<usize>,
    ) -> impl Iterator<Item = Option<Score>> {
        debug_assert!(group <= self.most);
        let (low, high, start) = self.rows[row];
        let first = start + (group - 1) * (high - low + 1);
        let summed = group <= MAX_BOTH;
        let sums = &self.sums[first..first + high - low + 1];
        let (begin, end) = (columns.start - low, columns.end - low);
        // Where nothing is summed, the score of the only predicted sentence stands where the sum would begin.
        let ends = if summed {
            &sums[begin + count..end + count]
        } else {
            &sums[begin..end]
        };
        ends.iter().zip(&sums[begin..end]).map(move |(&after, &before)| {
            if summed {
                Some(after - before)
            } else {
                (after != Score::IMPOSSIBLE).then_some(after)
            }
        })
    }

    /// What each of the groups of given sentences that begin in `rows` says of `count` predicted ones from
    /// `column` on; nothing where the words were not looked at.
    pub(crate) fn by_groups(
        &self,
        rows: Range<usize>,
        group: usize,
        column: usize,
        count: usize,
    ) -> impl Iterator<Item = Option<Score>> {
        let summed = group <= MAX_BOTH;
        self.rows[rows].iter().map(move |&(low, high, start)| {
            let at = start + (group - 1) * (high - low + 1) + column - low;
            if summed {
                Some(self.sums[at + count] - self.sums[at])
            } else {
                Some(self.sums[at]).filter(|&words| words != Score::IMPOSSIBLE)
            }
        })
    }
}

/// A group of more than three sentences is at most this many times as long as the one that translates
/// it; beyond, the length evidence alone outweighs any words (see `LAWLESS`).
const LONGEST_RATIO: u32 = 3;

/// What a growing group of given sentences says of the tokens of predicted ones.
struct Speech<'a> {
    translation: &'a Translation,
    given: &'a Vocabulary,
    /// Where the band's corner stands in the given text.
    from: usize,
    heard: &'a Heard,
    /// p(type | sentence) summed over a sentence's tokens, by type; zero between sentences.
    mass: Vec<f32>,
    touched: Vec<TypeId>,
    /// What the latest sentences say of each token they can meet: each sentence is met in several groups.
    latest: Vec<Voice>,
    /// Number of sentences heard so far.
    next: usize,
    /// The predicted sentences looked at, where their tokens stand, and what the group says of each.
    columns: Range<usize>,
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
    fn new(translation: &'a Translation, given: &'a Vocabulary, from: usize, heard: &'a Heard, most: usize) -> Self {
        Self {
            translation,
            given,
            from,
            heard,
            mass: vec![0.0; translation.unigram.len()],
            touched: Vec::new(),
            latest: vec![Voice::default(); most],
            next: 0,
            columns: 0..0,
            fours: 0..0,
            said: Vec::new(),
        }
    }

    /// Starts an empty group that is to explain some of the predicted sentences.
    fn begin(&mut self, low: usize, high: usize) {
        self.columns = low..high;
        self.fours = self.heard.starts[low]..self.heard.starts[high];
        self.said.clear();
        self.said.resize(self.fours.len(), [0.0; LANES]);
    }

    /// Adds a sentence to the group; `reach` tells which predicted sentences it can ever meet.
    fn add(&mut self, index: usize, reach: impl FnOnce() -> (usize, usize)) {
        let most = self.latest.len();
        if index == self.next {
            self.hear(index, reach());
            self.next += 1;
        }
        let voice = &self.latest[index % most];
        let first = self.fours.start - voice.first;
        let says = &voice.said[first..first + self.said.len()];
        for (sum, p) in self.said.as_flattened_mut().iter_mut().zip(says.as_flattened()) {
            *sum += p;
        }
    }

    fn hear(&mut self, index: usize, (low, high): (usize, usize)) {
        for token in self.given.tokens(self.from + index, self.from + index + 1) {
            for (id, p) in &self.translation.rows[token.get()] {
                self.mass[id.get()] += p;
                self.touched.push(*id);
            }
        }
        let most = self.latest.len();
        let voice = &mut self.latest[index % most];
        let fours = self.heard.starts[low]..self.heard.starts[high];
        voice.first = fours.start;
        voice.said.clear();
        let says = |four: &Four| four.ids.map(|id| self.mass[id.get()]);
        voice.said.extend(self.heard.fours[fours].iter().map(says));
        for id in self.touched.drain(..) {
            self.mass[id.get()] = 0.0;
        }
    }

    /// For each predicted sentence that is `wanted`, Σ log(λ · p(t | group) / p(t) + 1 − λ) over its tokens.
    fn explain(&self, per_token: f32, wanted: impl Fn(usize) -> bool) -> impl Iterator<Item = Option<Score>> {
        let mut said = self.said.as_slice();
        let mut fours = &self.heard.fours[self.fours.clone()];
        self.columns.clone().map(move |column| {
            let count = self.heard.starts[column + 1] - self.heard.starts[column];
            let (mine, others) = said.split_at(count);
            let (known, rest) = fours.split_at(count);
            (said, fours) = (others, rest);
            wanted(column).then(|| Score::from_nats(log_product(mine, known, per_token, &self.heard.logarithm)))
        })
    }
}

/// Σ log(λ · p(t | group) / p(t) + 1 − λ).
fn log_product(said: &[[f32; LANES]], fours: &[Four], per_token: f32, logarithm: &Logarithm) -> f64 {
    let mut nats = 0.0;
    for (said, fours) in said.chunks(BATCH).zip(fours.chunks(BATCH)) {
        // Four products side by side, as each multiplication waits for the one before.
        let mut lanes = [1.0f64; LANES];
        for (said, four) in said.iter().zip(fours) {
            for lane in 0..LANES {
                lanes[lane] *= f64::from(four.rest[lane] + four.odds[lane] * said[lane] * per_token);
            }
        }
        nats += logarithm.of((lanes[0] * lanes[1]) * (lanes[2] * lanes[3]));
    }
    nats
}

/// Factors that are worked out side by side.
const LANES: usize = 4;

/// So many times [`LANES`] factors are multiplied before a logarithm is taken; each lies between 1e-2 and
/// 1e9, so thirty-two of them stay inside the range of a double.
const BATCH: usize = 8;

/// What the factors of four tokens are made of: λ · p(t | group) / p(t) + 1 − λ.
#[derive(Clone, Copy)]
struct Four {
    ids: [TypeId; LANES],
    /// 1 − λ.
    rest: [f32; LANES],
    /// λ / p.
    odds: [f32; LANES],
}

/// The tokens of each predicted sentence that something is known about.
struct Heard {
    /// By sentence where its tokens begin in `fours`; one more at the end.
    starts: Vec<usize>,
    fours: Vec<Four>,
    logarithm: Logarithm,
}

impl Heard {
    fn new(translation: &Translation, predicted: &Vocabulary, from: usize, count: usize) -> Self {
        let mut heard = Self {
            starts: vec![0],
            fours: Vec::new(),
            logarithm: Logarithm::new(),
        };
        let mut known: Vec<TypeId> = Vec::new();
        for index in from..from + count {
            known.clear();
            // A word that nothing is known about has a factor of one.
            let tokens = predicted.tokens(index, index + 1).iter();
            known.extend(tokens.filter(|id| translation.known[id.get()] > 0.0));
            heard.fours.extend(known.chunks(LANES).map(|tokens| {
                // Places left over have a factor of one, whatever their type.
                let mut four = Four {
                    ids: [TypeId(0); LANES],
                    rest: [1.0; LANES],
                    odds: [0.0; LANES],
                };
                for (lane, &id) in tokens.iter().enumerate() {
                    let (known, share) = (translation.known[id.get()], translation.unigram[id.get()]);
                    four.ids[lane] = id;
                    four.rest[lane] = 1.0 - known;
                    four.odds[lane] = known / share;
                }
                four
            }));
            heard.starts.push(heard.fours.len());
        }
        heard
    }
}
