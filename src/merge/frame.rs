//! One row of sentences for each side, on which the links of all versions can be laid.

use std::collections::HashMap;
use std::ops::Range;

use crate::carry::folded;
use crate::file::AlignmentFile;
use crate::sequence::matches;
use crate::text::{SentenceId, Side};

/// How alike two wordings of a sentence must be for the one to count as an edit of the other.
///
/// Levenshtein similarity; a typing error in a short sentence stays above, another sentence far below.
const ALIKE: f64 = 0.6;

/// The sentences of one side after the merge.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) texts: Vec<String>,
    pub(super) ids: Vec<SentenceId>,
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

#[derive(Clone, Copy)]
struct Sentence<'a> {
    text: &'a str,
    /// Whether it is the first of its passage.
    starts: bool,
}

/// One version: its sentences, and their numbers as keys that are equal where only typography differs.
struct Row<'a> {
    sentences: Vec<Sentence<'a>>,
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
            starts: Vec::new(),
        };
        for (place, row) in builder.frame.places.iter_mut().zip(builder.rows) {
            place.resize(row.keys.len(), None);
        }
        builder.merge();
        let mut frame = builder.finish();
        if !has_base {
            frame.places[0].clear();
        }
        frame
    }
}

impl<'a> Row<'a> {
    fn new(file: &'a AlignmentFile, side: Side, known: &mut HashMap<String, usize>) -> Self {
        let links = file.links.iter();
        let sentences: Vec<_> = links
            .flat_map(|link| link.ids(side).iter().zip(link.texts(side)))
            .map(|(id, text)| Sentence {
                text,
                starts: id.sentence == 1,
            })
            .collect();
        let keys = sentences
            .iter()
            .map(|sentence| {
                let next = known.len();
                *known.entry(folded(sentence.text)).or_insert(next)
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
    starts: Vec<bool>,
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

    /// A sentence that all three have; typography and passage break are those of who changed them.
    fn common(&mut self, found: [usize; 3]) {
        let sentences: Vec<_> = (0..3)
            .map(|version| self.rows[version].sentences[found[version]])
            .collect();
        let [base, ours, theirs] = [sentences[BASE], sentences[OURS], sentences[THEIRS]];
        let text = if ours.text == base.text {
            theirs.text
        } else if theirs.text == base.text {
            ours.text
        } else {
            ours.text.min(theirs.text)
        };
        let starts = if ours.starts == base.starts {
            theirs.starts
        } else {
            ours.starts
        };
        let place = Place {
            index: self.frame.texts.len(),
            touched: false,
        };
        for (version, index) in found.into_iter().enumerate() {
            self.frame.places[version][index] = Some(place);
        }
        self.frame.texts.push(text.to_owned());
        self.starts.push(starts);
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
            let words = |version: usize| {
                let sentences = &self.rows[version].sentences[ranges[version].clone()];
                sentences.iter().map(|sentence| sentence.text).collect::<Vec<_>>()
            };
            // Any choice that does not ask who is who; the texts themselves are in conflict here.
            if words(OURS) <= words(THEIRS) { OURS } else { THEIRS }
        };
        let first = self.frame.texts.len();
        for index in ranges[winner].clone() {
            let Sentence { text, starts } = self.rows[winner].sentences[index];
            let place = Place {
                index: self.frame.texts.len(),
                touched: false,
            };
            self.frame.places[winner][index] = Some(place);
            self.frame.texts.push(text.to_owned());
            self.starts.push(starts);
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
        let mut next = 0;
        for (offset, found) in same.iter().enumerate() {
            let place = match found {
                Some(at) => Some((*at, false)),
                None => {
                    let limit = same[offset..].iter().flatten().next().map_or(kept.len(), |&at| at);
                    let text = self.rows[version].sentences[lost.start + offset].text;
                    (next..limit)
                        .find(|&at| alike(text, self.rows[winner].sentences[kept.start + at].text))
                        .map(|at| (at, true))
                }
            };
            if let Some((at, touched)) = place {
                self.frame.places[version][lost.start + offset] = Some(Place {
                    index: first + at,
                    touched,
                });
                next = at + 1;
            }
        }
    }

    /// Numbers the sentences.
    fn finish(mut self) -> Frame {
        let mut id = SentenceId {
            passage: 0,
            sentence: 0,
        };
        for &starts in &self.starts {
            if starts || id.passage == 0 {
                id.passage += 1;
                id.sentence = 0;
            }
            id.sentence += 1;
            self.frame.ids.push(id);
        }
        self.frame
    }
}

/// Whether one wording may be an edit of the other.
fn alike(one: &str, other: &str) -> bool {
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    // Lengths alone rule most out, and cheaply.
    2 * short >= long && strsim::normalized_levenshtein(one, other) >= ALIKE
}
