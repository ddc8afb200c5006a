//! One row of sentences for each side, on which the links of all versions can be laid.

use std::collections::HashMap;
use std::ops::Range;

use crate::file::AlignmentFile;
use crate::follow::near::alike_in_order;
use crate::follow::sequence::matches;
use crate::follow::wording::folded;
use crate::text::Side;

/// The sentences of one side after the merge.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) texts: Vec<String>,
    /// Where the sentences of base, ours and theirs are found, in this order.
    pub(super) places: [Vec<Option<Place>>; 3],
    /// Whether both versions have sentences that the other lacks.
    pub(super) both_changed: bool,
}

/// Where a sentence of a version stands in the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) index: usize,
    /// Whether it is worded otherwise there.
    pub(super) touched: bool,
}

/// One version: its sentences, and their numbers as keys that are equal where only typography differs.
struct Row<'a> {
    sentences: Vec<&'a str>,
    keys: Vec<usize>,
}

impl Frame {
    /// Merges the sentences of one side, by content. Without a base, what both share takes its place.
    pub(super) fn new(base: Option<&AlignmentFile>, ours: &AlignmentFile, theirs: &AlignmentFile, side: Side) -> Self {
        let mut known = HashMap::new();
        let ours = Row::new(ours, side, &mut known);
        let theirs = Row::new(theirs, side, &mut known);
        let base = base.map(|file| Row::new(file, side, &mut known));
        let has_base = base.is_some();
        let base = base.unwrap_or_else(|| ours.shared(&theirs));
        let mut builder = Builder {
            rows: [&base, &ours, &theirs],
            frame: Self::default(),
        };
        for (place, row) in builder.frame.places.iter_mut().zip(builder.rows) {
            place.resize(row.keys.len(), None);
        }
        builder.merge();
        let mut frame = builder.frame;
        if !has_base {
            frame.places[0].clear();
        }
        frame
    }
}

impl<'a> Row<'a> {
    fn new(file: &'a AlignmentFile, side: Side, known: &mut HashMap<String, usize>) -> Self {
        let sentences: Vec<&str> = file.sentences(side).collect();
        let keys = sentences
            .iter()
            .map(|sentence| {
                let next = known.len();
                *known.entry(folded(sentence)).or_insert(next)
            })
            .collect();
        Self { sentences, keys }
    }

    /// What stands in both, in order.
    fn shared(&self, other: &Self) -> Self {
        let mut shared = Self {
            sentences: Vec::new(),
            keys: Vec::new(),
        };
        let found = matches(&self.keys, &other.keys);
        for (mine, _) in found.iter().enumerate().filter(|(_, found)| found.is_some()) {
            shared.sentences.push(self.sentences[mine]);
            shared.keys.push(self.keys[mine]);
        }
        shared
    }
}

const BASE: usize = 0;
const OURS: usize = 1;
const THEIRS: usize = 2;

struct Builder<'r, 'a> {
    rows: [&'r Row<'a>; 3],
    frame: Frame,
}

impl Builder<'_, '_> {
    /// Walks from one sentence that all three share to the next.
    fn merge(&mut self) {
        let [base, ours, theirs] = self.rows;
        let to_ours = matches(&base.keys, &ours.keys);
        let to_theirs = matches(&base.keys, &theirs.keys);
        let mut done = [0; 3];
        for index in 0..base.keys.len() {
            let (Some(our), Some(their)) = (to_ours[index], to_theirs[index]) else {
                continue;
            };
            let found = [index, our, their];
            self.chunk([done[0]..index, done[1]..our, done[2]..their]);
            self.common(found);
            done = found.map(|index| index + 1);
        }
        let ends = self.rows.map(|row| row.keys.len());
        self.chunk([done[0]..ends[0], done[1]..ends[1], done[2]..ends[2]]);
    }

    /// A sentence that all three have; typography is that of who changed it.
    fn common(&mut self, found: [usize; 3]) {
        let sentences: Vec<_> = (0..3)
            .map(|version| self.rows[version].sentences[found[version]])
            .collect();
        let [base, ours, theirs] = [sentences[BASE], sentences[OURS], sentences[THEIRS]];
        let text = if ours == base {
            theirs
        } else if theirs == base {
            ours
        } else {
            ours.min(theirs)
        };
        let place = Place {
            index: self.frame.texts.len(),
            touched: false,
        };
        for (version, index) in found.into_iter().enumerate() {
            self.frame.places[version][index] = Some(place);
        }
        self.frame.texts.push(text.to_owned());
    }

    /// A stretch in which the three differ: it goes as the version says that changed it.
    fn chunk(&mut self, ranges: [Range<usize>; 3]) {
        let keys: Vec<_> = (0..3)
            .map(|version| &self.rows[version].keys[ranges[version].clone()])
            .collect();
        let winner = if keys[OURS] == keys[BASE] {
            THEIRS
        } else if keys[THEIRS] == keys[BASE] {
            OURS
        } else {
            self.frame.both_changed |= keys[OURS] != keys[THEIRS];
            let words = |version: usize| &self.rows[version].sentences[ranges[version].clone()];
            // Any choice that does not ask who is who; the texts themselves are in conflict here.
            if words(OURS) <= words(THEIRS) { OURS } else { THEIRS }
        };
        let first = self.frame.texts.len();
        for index in ranges[winner].clone() {
            let text = self.rows[winner].sentences[index];
            let place = Place {
                index: self.frame.texts.len(),
                touched: false,
            };
            self.frame.places[winner][index] = Some(place);
            self.frame.texts.push(text.to_owned());
        }
        for version in (0..3).filter(|&version| version != winner) {
            self.find_edited(version, ranges[version].clone(), winner, ranges[winner].clone(), first);
        }
    }

    /// Finds sentences of one version again in the one that stands, in order: first those that are the
    /// same, then between them those that are alike.
    fn find_edited(&mut self, version: usize, lost: Range<usize>, winner: usize, kept: Range<usize>, first: usize) {
        let same = matches(
            &self.rows[version].keys[lost.clone()],
            &self.rows[winner].keys[kept.clone()],
        );
        let mut places: Vec<Option<(usize, bool)>> = same.iter().map(|at| at.map(|at| (at, false))).collect();
        let (mut from, mut next) = (0, 0);
        let borders = same
            .iter()
            .enumerate()
            .filter_map(|(offset, at)| Some((offset, (*at)?)));
        for (to, limit) in borders.chain([(same.len(), kept.len())]) {
            let old = &self.rows[version].sentences[lost.start + from..lost.start + to];
            let new = &self.rows[winner].sentences[kept.start + next..kept.start + limit];
            for (offset, at) in alike_in_order(old, new).into_iter().enumerate() {
                places[from + offset] = at.map(|at| (next + at, true));
            }
            (from, next) = (to + 1, limit + 1);
        }
        for (offset, place) in places.into_iter().enumerate() {
            self.frame.places[version][lost.start + offset] = place.map(|(at, touched)| Place {
                index: first + at,
                touched,
            });
        }
    }
}
