//! How well groups of sentences of one text explain the sentences of the other.

use std::ops::Range;

use crate::evidence::MAX_BOTH;
use crate::lexical::Vocabulary;
use crate::score::Score;

use super::band::{Band, Border};
use super::speech::{Speaker, Speech, Stretch};

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
        speaker: Speaker<'_>,
        given: &Vocabulary,
        predicted: &Vocabulary,
        band: &Band,
        origin: Border,
        most: usize,
    ) -> Self {
        let stretch = Stretch::new(
            speaker,
            (given, origin.0, band.source()),
            (predicted, origin.1, band.target()),
        );
        let mut speech = Speech::new(&stretch, most);
        let mut rows = Vec::with_capacity(band.source());
        // The end of the predicted sentences that groups of so many from a row on can be in a bead with: it begins in the
        // row and ends in the one after them.
        let end = |row: usize, group: usize| {
            let after = band.row((row + group).min(band.source())).1;
            after.min(band.row(row).1 + widest(group, most))
        };
        let highest = |row: usize| (1..=most).map(|group| end(row, group)).max().unwrap_or(0);
        let highs: Vec<usize> = (0..band.source()).map(highest).collect();
        let cells = |(row, high): (usize, &usize)| high - band.row(row).0 + 1;
        let mut sums = Vec::with_capacity(highs.iter().enumerate().map(cells).sum::<usize>() * most);
        for (row, &high) in highs.iter().enumerate() {
            let low = band.row(row).0;
            rows.push((low, high, sums.len()));
            speech.begin(&(low..high));
            let mut size = 0usize;
            // The predicted sentences that a large group may be translated by: a larger one by fewer of them.
            let mut plausible: Vec<usize> = (low..high).collect();
            for group in 1..=most {
                if row + group > band.source() {
                    break;
                }
                let first = row + group - 1;
                // All columns it can meet: as the last of a group of `most`, and as the first of one.
                let reach = || band.row((first + 1).saturating_sub(most)).0..highs[first];
                let (begin, end) = (sums.len(), end(row, group));
                size += given.tokens(origin.0 + first, origin.0 + first + 1).len();
                #[expect(clippy::cast_precision_loss, reason = "sentences are far shorter than 2^24 tokens")]
                let per_token = 1.0 / size.max(1) as f32;
                if group > MAX_BOTH {
                    // Only beads with one predicted sentence are this large: no sums are needed, and
                    // a sentence far shorter than the group is not looked at.
                    let length = given.characters(origin.0 + row, origin.0 + first + 1);
                    plausible.retain(|column| {
                        let index = origin.1 + column;
                        *column < end && predicted.characters(index, index + 1) * LONGEST_RATIO >= length
                    });
                    sums.resize(begin + high - low + 1, Score::IMPOSSIBLE);
                    if !plausible.is_empty() {
                        speech.add_for(&plausible, first, reach);
                    }
                    for &column in &plausible {
                        sums[begin + column - low] = speech.explain_one(column, per_token);
                    }
                } else {
                    speech.add(first, reach);
                    let mut sum = Score::ZERO;
                    sums.push(sum);
                    speech.explain(low..end, per_token, |words| {
                        sum += words;
                        sums.push(sum);
                    });
                    // Nobody asks for those after.
                    sums.resize(begin + high - low + 1, Score::IMPOSSIBLE);
                }
            }
        }
        Self { rows, most, sums }
    }

    /// What a group of given sentences says of the `count` predicted ones from each of `columns` on. Of large
    /// groups it can be nothing: their words were not looked at.
    pub(crate) fn of_group(
        &self,
        row: usize,
        group: usize,
        count: usize,
        columns: Range<usize>,
    ) -> impl Iterator<Item = Score> {
        debug_assert!(group <= self.most);
        let (low, high, start) = self.rows[row];
        let first = start + (group - 1) * (high - low + 1);
        let sums = &self.sums[first..first + high - low + 1];
        let (begin, end) = (columns.start - low, columns.end - low);
        // A large group has the score of its only predicted sentence where others have the sum before it.
        let is_sum = group <= MAX_BOTH;
        let ends = if is_sum { begin + count..end + count } else { begin..end };
        let mask = if is_sum { -1 } else { 0 };
        sums[ends]
            .iter()
            .zip(&sums[begin..end])
            .map(move |(&after, &before)| Score(after.0 - (before.0 & mask)))
    }

    /// What each of the groups of given sentences that begin in `rows` says of `count` predicted ones from
    /// `column` on.
    pub(crate) fn by_groups(
        &self,
        rows: Range<usize>,
        group: usize,
        column: usize,
        count: usize,
    ) -> impl Iterator<Item = Score> {
        let is_sum = group <= MAX_BOTH;
        self.rows[rows].iter().map(move |&(low, high, start)| {
            let at = start + (group - 1) * (high - low + 1) + column - low;
            if is_sum {
                let sums = &self.sums[at..=at + count];
                sums[count] - sums[0]
            } else {
                self.sums[at]
            }
        })
    }
}

/// Most predicted sentences in a bead with so many given ones (see `shapes`).
fn widest(group: usize, most: usize) -> usize {
    match group {
        1 => most,
        group if group <= MAX_BOTH => MAX_BOTH,
        _ => 1,
    }
}

/// A group of more than three sentences is at most this many times as long as the one that translates
/// it; beyond, the length evidence alone outweighs any words (see `LAWLESS`).
const LONGEST_RATIO: u32 = 3;
