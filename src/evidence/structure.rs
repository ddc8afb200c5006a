//! Structure: paragraphs of a translation begin where those of the original do.

use crate::bead::Bead;
use crate::lexical::Vocabulary;
use crate::score::Score;
use crate::text::{Document, Matter, PassageKind, SentenceIndex, Side};

use super::staging::{Staging, staging};

/// How passage borders of two texts go together.
#[derive(Debug, Clone)]
pub struct StructureEvidence {
    /// Whether both texts have passages at all.
    active: bool,
    /// For a bead's first sentences: by whether the source, then the target one starts a passage.
    start: [[Score; 2]; 2],
    /// For each passage border inside a bead: on one side only, and on both.
    inside: (Score, Score),
    source: Vec<Mark>,
    target: Vec<Mark>,
    weights: StructureWeights,
    /// What all this makes of two classes.
    scores: Box<ClassScores>,
}

/// What structure knows of a sentence.
#[derive(Debug, Clone, Copy)]
struct Mark {
    starts: bool,
    group: Group,
    /// Position of the passage.
    passage: u32,
    /// Sentences up to here, this one included, that are no running text: notes, furniture, front and back matter.
    apart: u32,
    /// Page numbers and separators up to here, this sentence included.
    apparatus: u32,
    /// Stage directions and speakers up to here, this sentence included.
    staging: u32,
}

/// Counts of bead starts before learning, by whether each side starts a passage: in novels a third
/// of the sentences does, and nine in ten borders agree.
const START_PRIOR: [[f64; 2]; 2] = [[13.0, 1.0], [1.0, 5.0]];

/// Beads' worth of crossings before learning: one bead in fifty has a border inside on one side.
const INSIDE_PRIOR: (f64, f64) = (0.4, 0.4);

/// What kinds of passages say, in nats.
#[derive(Debug, Clone, Copy)]
pub struct StructureWeights {
    /// For two passages of the same marked kind: both headings, both separators.
    pub same_kind: f64,
    /// Against two passages of which only one is marked.
    pub other_kind: f64,
    /// Against a bead that joins a page number or a separator to text.
    pub mixed: f64,
    /// Against a bead of front or back matter on both sides: editions have their own.
    pub both_matter: f64,
    /// Against what stands before the work in one text, paired with the work itself in the other.
    pub preface: f64,
    /// Against notes, furniture or matter paired with or joined to the text of the work.
    pub apart: f64,
    /// Against a bead that joins a stage direction or the name of a speaker to what is said.
    pub staged: f64,
}

/// Set by hand: even odds that a marked kind keeps its mark, against one in ten that an unrelated passage has it;
/// one in twenty joined of those that would have been joined were they text. Title pages in one of seven published novels say the same
/// in both languages; one preface in fifty is
/// the other text's first chapter; a note that is part of a sentence of the text is a fault of the reading, one in three thousand.
impl Default for StructureWeights {
    fn default() -> Self {
        Self {
            same_kind: 1.6,
            other_kind: -1.6,
            mixed: -3.0,
            both_matter: -2.0,
            preface: -4.0,
            apart: -8.0,
            staged: -3.0,
        }
    }
}

impl StructureEvidence {
    /// Reads the passages of both texts.
    #[must_use]
    pub fn new(
        (source, source_words): (&Document, &Vocabulary),
        (target, target_words): (&Document, &Vocabulary),
        weights: &StructureWeights,
    ) -> Self {
        let mut evidence = Self {
            active: source.passages().len() > 1 && target.passages().len() > 1,
            start: [[Score::ZERO; 2]; 2],
            inside: (Score::ZERO, Score::ZERO),
            source: marks(source, source_words),
            target: marks(target, target_words),
            weights: *weights,
            scores: Box::new([[Score::ZERO; CLASSES]; CLASSES]),
        };
        evidence.learn(&[]);
        evidence
    }

    /// Estimates from beads how borders go together.
    pub fn learn(&mut self, beads: &[Bead]) {
        let mut start = START_PRIOR;
        let (mut one, mut both) = INSIDE_PRIOR;
        let mut total = 20.0;
        for bead in beads.iter().filter(|bead| !bead.is_null()) {
            let (s, t) = (bead.source.start.get(), bead.target.start.get());
            start[usize::from(self.source[s].starts)][usize::from(self.target[t].starts)] += 1.0;
            let inner =
                |marks: &[Mark], from: usize, to: usize| marks[from + 1..to].iter().filter(|m| m.starts).count();
            let crossings = (
                inner(&self.source, s, bead.source.end.get()),
                inner(&self.target, t, bead.target.end.get()),
            );
            match crossings {
                (0, 0) => {}
                (0, _) | (_, 0) => one += 1.0,
                _ => both += 1.0,
            }
            total += 1.0;
        }
        let all: f64 = start.iter().flatten().sum();
        for s in 0..2 {
            for t in 0..2 {
                let independent = (start[s][0] + start[s][1]) * (start[0][t] + start[1][t]) / all;
                self.start[s][t] = Score::from_nats(libm::log(start[s][t] / independent));
            }
        }
        self.inside = (
            Score::from_nats(libm::log(one / total)),
            Score::from_nats(libm::log(both / total)),
        );
        *self.scores = self.work_out();
    }

    /// What structure sees of one side of a bead: sentences `from` to `to` (excluded), at least one.
    #[must_use]
    pub(crate) fn class(&self, side: Side, from: usize, to: usize) -> Class {
        let marks = match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        };
        let mixes = |count: fn(&Mark) -> u32| mixes(marks, (from, to), count);
        let mixture = if mixes(|mark| mark.apart) {
            Mixture::Apart
        } else if mixes(|mark| mark.apparatus) {
            Mixture::Apparatus
        } else if mixes(|mark| mark.staging) {
            Mixture::Staging
        } else {
            Mixture::None
        };
        let first = marks[from];
        let (starts, crosses, group) = if self.active {
            (first.starts, first.passage != marks[to - 1].passage, first.group)
        } else {
            (false, false, first.group.of_line())
        };
        Class(mixture as u8 | u8::from(starts) << 2 | u8::from(crosses) << 3 | (group as u8) << 4)
    }

    /// The scores of beads by the classes of their sides.
    #[must_use]
    pub(crate) const fn scores(&self) -> &ClassScores {
        &self.scores
    }

    fn work_out(&self) -> ClassScores {
        let weights = &self.weights;
        let [mixed, same_kind, other_kind, both_matter, preface, apart, staged] = [
            weights.mixed,
            weights.same_kind,
            weights.other_kind,
            weights.both_matter,
            weights.preface,
            weights.apart,
            weights.staged,
        ]
        .map(Score::from_nats);
        let mixture = |class: usize| match Mixture::ALL[class & 3] {
            Mixture::None => Score::ZERO,
            Mixture::Apart => apart,
            Mixture::Apparatus => mixed,
            Mixture::Staging => staged,
        };
        // What sides mix and what marks them says one thing, where their passages begin and end another: both are worked out by
        // themselves and added up, as the whole table is made in every round, of the shortest text too.
        let kinds = |source: usize, target: usize| {
            let groups = match (Group::at(source >> 2), Group::at(target >> 2)) {
                // A speaker's name may be set in small letters, or be a heading: its capitals tell little.
                (Group::Text, Group::Text | Group::Speaker)
                | (Group::Speaker, Group::Text)
                | (Group::Furniture, Group::Furniture)
                | (Group::Preface, Group::Preface) => Score::ZERO,
                (Group::Matter, Group::Matter) => both_matter,
                (Group::Heading, Group::Speaker) | (Group::Speaker, Group::Heading) => same_kind,
                (s, t) if s == t => same_kind,
                (s, t) if s.is_apart() || t.is_apart() => apart,
                (s, t) if s == Group::Preface || t == Group::Preface => preface,
                _ => other_kind,
            };
            mixture(source) + mixture(target) + groups
        };
        let borders = |source: usize, target: usize| {
            if !self.active {
                return Score::ZERO;
            }
            let inside = match (source >> 1, target >> 1) {
                (0, 0) => Score::ZERO,
                (1, 1) => self.inside.1,
                _ => self.inside.0,
            };
            self.start[source & 1][target & 1] + inside
        };
        let kinds: [[Score; KINDS]; KINDS] = std::array::from_fn(|s| std::array::from_fn(|t| kinds(s, t)));
        let borders: [[Score; 4]; 4] = std::array::from_fn(|s| std::array::from_fn(|t| borders(s, t)));
        let kind = |class: usize| class & 3 | class >> 4 << 2;
        let border = |class: usize| class >> 2 & 3;
        std::array::from_fn(|source| {
            let (kinds, borders) = (&kinds[kind(source)], &borders[border(source)]);
            std::array::from_fn(|target| kinds[kind(target)] + borders[border(target)])
        })
    }
}

/// One side of a bead: what it mixes, whether it starts a passage, whether it holds the end of one, and of which
/// marked kind it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Class(u8);

impl Class {
    /// Its position in [`ClassScores`].
    pub(crate) const fn get(self) -> usize {
        self.0 as usize % CLASSES
    }
}

/// What sentences of one side of a bead mix with the text of the work, the worst of it.
#[derive(Debug, Clone, Copy)]
enum Mixture {
    None,
    /// Notes, furniture, front and back matter.
    Apart,
    /// Page numbers and separators.
    Apparatus,
    /// Stage directions and speakers.
    Staging,
}

impl Mixture {
    const ALL: [Self; 4] = [Self::None, Self::Apart, Self::Apparatus, Self::Staging];
}

/// Scores by the class of the source and that of the target side.
pub(crate) type ClassScores = [[Score; CLASSES]; CLASSES];

const CLASSES: usize = 16 * Group::ALL.len();

/// What sides mix and what marks them, without the borders of passages.
const KINDS: usize = CLASSES / 4;

/// What kinds of passages are to the pairing of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// Text of any look.
    Text,
    /// Headings, which a translation keeps.
    Heading,
    /// Ornaments, which it mostly keeps.
    Separator,
    /// Notes, which go with notes only.
    Footnote,
    /// Running heads and page numbers, which belong to an edition.
    Furniture,
    /// Front and back matter, which does too.
    Matter,
    /// The title on a title page.
    Title,
    /// Prefaces and dedications, which a translation may have.
    Preface,
    /// Stage directions and other sentences in brackets, which go with their like.
    Direction,
    /// Names of speakers on a line of their own.
    Speaker,
}

impl Group {
    const ALL: [Self; 10] = [
        Self::Text,
        Self::Heading,
        Self::Separator,
        Self::Footnote,
        Self::Furniture,
        Self::Matter,
        Self::Title,
        Self::Preface,
        Self::Direction,
        Self::Speaker,
    ];

    const fn at(position: usize) -> Self {
        Self::ALL[position]
    }

    /// Whether its sentences are no running text.
    const fn is_apart(self) -> bool {
        matches!(self, Self::Footnote | Self::Furniture | Self::Matter)
    }

    /// What a line alone tells, where texts have no passages.
    const fn of_line(self) -> Self {
        match self {
            Self::Direction | Self::Speaker => self,
            _ => Self::Text,
        }
    }

    const fn of(kind: PassageKind) -> Self {
        match kind {
            PassageKind::Heading => Self::Heading,
            PassageKind::Matter(Matter::Title) => Self::Title,
            PassageKind::Separator => Self::Separator,
            PassageKind::Footnote => Self::Footnote,
            PassageKind::Furniture => Self::Furniture,
            PassageKind::Matter(Matter::Preface | Matter::PrefaceHeading) => Self::Preface,
            PassageKind::Matter(_) => Self::Matter,
            _ => Self::Text,
        }
    }
}

/// Whether sentences are partly of the kind that `count` counts, partly not.
fn mixes(marks: &[Mark], (from, to): (usize, usize), count: impl Fn(&Mark) -> u32) -> bool {
    if to - from < 2 {
        return false;
    }
    let before = from.checked_sub(1).map_or(0, |before| count(&marks[before]));
    let inside = (count(&marks[to - 1]) - before) as usize;
    (1..to - from).contains(&inside)
}

fn marks(document: &Document, words: &Vocabulary) -> Vec<Mark> {
    let staged = staging(document);
    let (mut apparatus, mut apart, mut lines) = (0, 0, 0);
    (0..document.len())
        .map(|position| {
            let index = SentenceIndex::from(position);
            let kind = document.passage_of(index).kind;
            let line = match staged[position] {
                Some(Staging::Direction) => Group::Direction,
                Some(Staging::Speaker) => Group::Speaker,
                None => Group::Text,
            };
            let group = match Group::of(kind) {
                Group::Text => line,
                Group::Heading if line == Group::Speaker => line,
                other => other,
            };
            apparatus += u32::from(kind == PassageKind::Separator || words.is_apparatus(position));
            apart += u32::from(group.is_apart());
            lines += u32::from(group.of_line() != Group::Text);
            Mark {
                starts: document.starts_passage(index),
                group,
                apart,
                passage: document.sentences()[position].passage.0,
                apparatus,
                staging: lines,
            }
        })
        .collect()
}
