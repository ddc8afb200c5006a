//! Which sentences the rows of a table hold, whole and in part.

use std::ops::Range;

use super::fit::{Border, Sentence};
use crate::text::SentenceId;

/// The sentences of one side as the rows cut them.
pub(super) struct Cuts {
    borders: Vec<Border>,
    /// For each row its sentences, and the positions of those they are, or are parts of.
    rows: Vec<(Vec<String>, Vec<SentenceId>)>,
}

impl Cuts {
    pub(super) fn new(sentences: &[Sentence], borders: Vec<Border>) -> Self {
        let mut rows = Vec::with_capacity(borders.len());
        for pair in borders.windows(2) {
            let (mut row, mut ids) = (Vec::new(), Vec::new());
            let (from, to) = (pair[0], pair[1]);
            let end = to.sentence + usize::from(to.byte > 0);
            let held = sentences.iter().enumerate().take(end).skip(from.sentence);
            for (index, sentence) in held {
                let start = if index == from.sentence { from.byte } else { 0 };
                let stop = if index == to.sentence {
                    to.byte
                } else {
                    sentence.text.len()
                };
                let text = sentence.text.get(start..stop).unwrap_or_default().trim();
                if text.is_empty() {
                    continue;
                }
                row.push(text.to_owned());
                ids.push(sentence.id);
            }
            rows.push((row, ids));
        }
        Self { borders, rows }
    }

    pub(super) fn pieces(&self, row: usize) -> &[String] {
        self.rows.get(row).map_or(&[], |(pieces, _)| pieces)
    }

    pub(super) fn ids(&self, row: usize) -> Vec<SentenceId> {
        self.rows.get(row).map(|(_, ids)| ids.clone()).unwrap_or_default()
    }

    fn ends(&self, row: usize) -> [Border; 2] {
        let nowhere = Border { sentence: 0, byte: 0 };
        [row, row + 1].map(|at| self.borders.get(at).copied().unwrap_or(nowhere))
    }

    /// Whether the row begins or ends inside a sentence.
    pub(super) fn is_cut(&self, row: usize) -> bool {
        let [from, to] = self.ends(row);
        from != to && (from.byte > 0 || to.byte > 0)
    }

    /// The sentences of a row, if they are whole.
    pub(super) fn whole(&self, row: usize) -> Option<Range<usize>> {
        let [from, to] = self.ends(row);
        (!self.is_cut(row)).then_some(from.sentence..to.sentence.max(from.sentence))
    }

    /// The sentences of a row, in part too.
    pub(super) fn touched(&self, row: usize) -> Range<usize> {
        let [from, to] = self.ends(row);
        if from == to {
            return from.sentence..from.sentence;
        }
        from.sentence..to.sentence + usize::from(to.byte > 0)
    }

    /// How many sentences are cut.
    pub(super) fn count(&self) -> usize {
        let mut cut: Vec<usize> = self
            .borders
            .iter()
            .filter(|border| border.byte > 0)
            .map(|border| border.sentence)
            .collect();
        cut.dedup();
        cut.len()
    }
}

/// The sentences of a link on both sides.
pub(super) struct Ranges(pub(super) [Range<usize>; 2]);

/// A side without sentences is the same wherever it stands.
pub(super) type Key = [Option<(usize, usize)>; 2];

impl Ranges {
    /// What a row holds, if it holds whole sentences.
    pub(super) fn of_row(cuts: &[Cuts], row: usize) -> Option<Self> {
        let [source, target] = cuts else { return None };
        Some(Self([source.whole(row)?, target.whole(row)?]))
    }

    pub(super) fn key(&self) -> Key {
        [0, 1].map(|side| {
            let range = &self.0[side];
            (!range.is_empty()).then_some((range.start, range.end))
        })
    }
}
