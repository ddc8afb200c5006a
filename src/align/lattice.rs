//! The scores of all beads inside a band.

use crate::bead::Bead;
use crate::evidence::{
    Class, ClassScores, GroupLengths, LARGEST, LengthEvidence, MAX_BOTH, MAX_GROUP, OmissionEvidence, ShapeEvidence,
    StructureEvidence,
};
use crate::lexical::{Translation, Vocabulary};
use crate::score::Score;
use crate::text::Side;
use crate::trace::traced;

use super::again::FreeWeights;
use super::band::{Band, Border};
use super::deadline::Deadline;
use super::explain::Explained;
use super::parallel::join;
use super::parts::Parts;
use super::speech::Speaker;

/// All evidence about two texts.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub(crate) length: LengthEvidence,
    pub(crate) shape: ShapeEvidence,
    pub(crate) structure: StructureEvidence,
    pub(crate) omission: OmissionEvidence,
    /// Predicts the target from the source, and the reverse.
    pub(crate) to_target: Translation,
    pub(crate) to_source: Translation,
    /// When a search is no longer worth its end.
    pub(crate) deadline: Deadline,
}

/// Scores of beads inside a band, ready to be looked up.
pub(crate) struct Lattice<'a> {
    pub(crate) band: &'a Band,
    /// Where the band's corner stands in the texts.
    origin: Border,
    evidence: &'a Evidence,
    structure: &'a ClassScores,
    source: Vec<Groups>,
    target: Vec<Groups>,
    forward: Explained,
    backward: Explained,
    source_repeats: Repeats,
    target_repeats: Repeats,
    most: usize,
    /// What words say of free translations, and the share of those.
    free: Option<Free>,
}

/// What words say of free translations.
struct Free {
    /// Share of beads that are free.
    share: f64,
    forward: Explained,
    backward: Explained,
}

/// What is known beforehand of all groups of so many sentences of one side, by first sentence.
struct Groups {
    lengths: GroupLengths,
    classes: Vec<Class>,
}

impl<'a> Lattice<'a> {
    /// Works out what the words say of all pairs of sentences inside the band.
    ///
    /// # Complexity
    /// `most` × tokens × width of the band.
    pub(crate) fn new(
        band: &'a Band,
        origin: Border,
        evidence: &'a Evidence,
        source: &'a Vocabulary,
        target: &'a Vocabulary,
        most: usize,
    ) -> Self {
        traced!("what words say");
        let most = most.min(LARGEST);
        let (forward, backward) = join(
            || {
                let speaker = Speaker::faithful(&evidence.to_target);
                Explained::new(speaker, source, target, band, origin, most)
            },
            || {
                let (speaker, mirrored) = (Speaker::faithful(&evidence.to_source), (origin.1, origin.0));
                Explained::new(speaker, target, source, &band.transposed(), mirrored, most)
            },
        );
        let groups = |side, vocabulary: &Vocabulary, from: usize, count: usize| -> Vec<Groups> {
            let of_size = |size: usize| {
                let groups = || (from..(from + count + 1).saturating_sub(size)).map(|first| (first, first + size));
                let length = |(first, end)| evidence.length.group(side, vocabulary.characters(first, end), size);
                Groups {
                    lengths: groups().map(length).collect(),
                    classes: groups()
                        .map(|(first, end)| evidence.structure.class(side, first, end))
                        .collect(),
                }
            };
            (1..=most).map(of_size).collect()
        };
        Self {
            band,
            origin,
            evidence,
            structure: evidence.structure.scores(),
            source: groups(Side::Source, source, origin.0, band.source()),
            target: groups(Side::Target, target, origin.1, band.target()),
            forward,
            backward,
            source_repeats: Repeats::find(source, origin.0, band.source()),
            target_repeats: Repeats::find(target, origin.1, band.target()),
            most,
            free: None,
        }
    }

    /// Takes a share of the beads for free translations, which keep a lesser part of what is known of words.
    pub(crate) fn with_free_beads(self, (source, target): (&Vocabulary, &Vocabulary), weights: FreeWeights) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more than 24 bits")]
        let kept = weights.kept as f32;
        let (band, origin, most) = (self.band, self.origin, self.most);
        let freer = |translation| Speaker { translation, kept };
        let forward = Explained::new(freer(&self.evidence.to_target), source, target, band, origin, most);
        let (mirrored, band) = ((origin.1, origin.0), band.transposed());
        let backward = Explained::new(freer(&self.evidence.to_source), target, source, &band, mirrored, most);
        let free = Some(Free {
            share: weights.share,
            forward,
            backward,
        });
        Self { free, ..self }
    }

    /// Calls `each` with the end and the score of every bead of `s` source and `t` target sentences that ends
    /// in a row and lies inside the band. Beads that the lengths alone rule out are left out. `lengths` is
    /// room to work in.
    pub(crate) fn beads(
        &self,
        row: usize,
        (s, t): (usize, usize),
        lengths: &mut Vec<Score>,
        mut each: impl FnMut(usize, Score),
    ) {
        let Some(first_row) = row.checked_sub(s) else { return };
        let (above, here) = (self.band.row(first_row), self.band.row(row));
        // Where the beads begin: inside the row above, and so that they end inside this one.
        let low = above.0.max(here.0.saturating_sub(t));
        let end = (above.1 + 1).min((here.1 + 1).saturating_sub(t));
        if low >= end {
            return;
        }
        let (source, target) = (&self.source[s - 1], &self.target[t - 1]);
        let structure = &self.structure[source.classes[first_row].get()];
        let shape = self.evidence.shape.score(s, t);
        // Apart from the rest: there are not registers enough for both.
        lengths.clear();
        let length = &self.evidence.length;
        lengths.extend(length.scores(source.lengths.get(first_row), &target.lengths, low..end));
        let repeats = self.source_repeats.any(first_row, s) || self.target_repeats.any(low, end - low + t - 1);
        let forward = self.forward.of_group(first_row, s, t, low..end);
        let backward = self.backward.by_groups(low..end, t, first_row, s);
        let rest = lengths.iter().zip(&target.classes[low..end]);
        for (column, ((forward, backward), (length, class))) in (low + t..).zip(forward.zip(backward).zip(rest)) {
            if forward != Score::IMPOSSIBLE && backward != Score::IMPOSSIBLE {
                let words = if repeats {
                    forward + backward - self.said_twice((first_row, s), (column - t, t))
                } else {
                    forward + backward
                };
                each(
                    column,
                    shape
                        + self.mixed(words.half(), (first_row, s), (column - t, t))
                        + *length
                        + structure[class.get()],
                );
            }
        }
    }

    /// What each kind of evidence says of a bead; nothing where it lies outside of the band or is larger than any searched.
    pub(super) fn parts(&self, bead: &Bead) -> Option<Parts> {
        let (row, column) = (
            bead.source.start.get().checked_sub(self.origin.0)?,
            bead.target.start.get().checked_sub(self.origin.1)?,
        );
        let [s, t] = Side::BOTH.map(|side| bead.indices(side).count());
        if row + s > self.band.source() || column + t > self.band.target() || s.max(t) > self.most {
            return None;
        }
        let zero = Score::ZERO;
        if s == 0 || t == 0 {
            let mut omission = if t == 0 {
                self.open_source(row + 1)
            } else {
                self.open_target(column + 1)
            };
            (1..=s).for_each(|at| omission += self.skip_source(row + at));
            (1..=t).for_each(|at| omission += self.skip_target(column + at));
            return Some(Parts::new([zero, zero, zero, zero, omission]));
        }
        let (source, target) = (&self.source[s - 1], &self.target[t - 1]);
        let columns = column..column + 1;
        let forward = self.forward.of_group(row, s, t, columns.clone()).next()?;
        let backward = self.backward.of_group(column, t, s, row..row + 1).next()?;
        if forward == Score::IMPOSSIBLE || backward == Score::IMPOSSIBLE {
            return None;
        }
        let words = (forward + backward - self.said_twice((row, s), (column, t))).half();
        let length = &self.evidence.length;
        let lengths = length
            .scores(source.lengths.get(row), &target.lengths, columns)
            .next()?;
        let layout = self.structure[source.classes[row].get()][target.classes[column].get()];
        let words = self.mixed(words, (row, s), (column, t));
        Some(Parts::new([
            words,
            lengths,
            self.evidence.shape.score(s, t),
            layout,
            zero,
        ]))
    }

    /// What words say, where a share of the beads is translated freely.
    fn mixed(&self, words: Score, (row, s): (usize, usize), (column, t): (usize, usize)) -> Score {
        let Some(Free {
            share,
            forward,
            backward,
        }) = &self.free
        else {
            return words;
        };
        // A large group says too little for what it takes in.
        if s.max(t) > MAX_BOTH {
            return words;
        }
        let forward = forward.of_group(row, s, t, column..column + 1).next();
        let backward = backward.of_group(column, t, s, row..row + 1).next();
        let (Some(forward), Some(backward)) = (forward, backward) else {
            return words;
        };
        let free = (forward + backward).half().nats();
        let (close, free) = (words.nats() + libm::log(1.0 - share), free + libm::log(*share));
        let most = close.max(free);
        Score::from_nats(most + libm::log(libm::exp(close - most) + libm::exp(free - most)))
    }

    /// What speaks for the repetitions in a bead: one sentence translates one refrain, and what speaks for the
    /// first does not speak for the next as well. Rows and columns by their first and their number.
    fn said_twice(&self, (row, s): (usize, usize), (column, t): (usize, usize)) -> Score {
        let mut twice = Score::ZERO;
        let positive = |score: Option<Score>| score.map_or(Score::ZERO, |score| score.max(Score::ZERO));
        for repeated in self.source_repeats.within(row, s) {
            twice += positive(self.backward.of_group(column, t, 1, repeated..repeated + 1).next());
        }
        for repeated in self.target_repeats.within(column, t) {
            twice += positive(self.forward.of_group(row, s, 1, repeated..repeated + 1).next());
        }
        twice
    }

    /// Most sentences on one side of a bead.
    pub(crate) const fn most(&self) -> usize {
        self.most
    }

    /// The price of opening a run of null beads with the source sentence before a row.
    pub(crate) fn open_source(&self, row: usize) -> Score {
        self.evidence.omission.open_source(self.origin.0 + row - 1)
    }

    /// The price of opening a run of null beads with the target sentence before a column.
    pub(crate) fn open_target(&self, column: usize) -> Score {
        self.evidence.omission.open_target(self.origin.1 + column - 1)
    }

    /// The price of leaving out the source sentence before a row.
    pub(crate) fn skip_source(&self, row: usize) -> Score {
        self.evidence.omission.source(self.origin.0 + row - 1)
    }

    /// The price of leaving out the target sentence before a column.
    pub(crate) fn skip_target(&self, column: usize) -> Score {
        self.evidence.omission.target(self.origin.1 + column - 1)
    }
}

/// Sentences that say the same as one shortly before.
struct Repeats {
    /// By sentence how far back the last one with the same words is; 0 where there is none that near.
    distances: Vec<u8>,
}

impl Repeats {
    fn find(vocabulary: &Vocabulary, from: usize, count: usize) -> Self {
        let words = |index: usize| vocabulary.tokens(from + index, from + index + 1);
        let distance = |index: usize| {
            (1u8..)
                .zip((0..index).rev().take(MAX_GROUP - 1))
                .find_map(|(distance, before)| (words(before) == words(index)).then_some(distance))
        };
        Self {
            distances: (0..count).map(|index| distance(index).unwrap_or(0)).collect(),
        }
    }

    /// Whether a sentence among so many could repeat another.
    fn any(&self, first: usize, count: usize) -> bool {
        self.distances[first..first + count]
            .iter()
            .any(|&distance| distance > 0)
    }

    /// The sentences of a group that repeat one of it.
    fn within(&self, first: usize, count: usize) -> impl Iterator<Item = usize> + '_ {
        (1..count)
            .filter(move |&at| (1..=at).contains(&usize::from(self.distances[first + at])))
            .map(move |at| first + at)
    }
}
