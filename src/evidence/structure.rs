//! Structure: paragraphs of a translation begin where those of the original do.

use crate::bead::Bead;
use crate::lexical::Vocabulary;
use crate::score::Score;
use crate::text::{Document, PassageKind, SentenceIndex};

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
}

/// What structure knows of a sentence.
#[derive(Debug, Clone, Copy)]
struct Mark {
    starts: bool,
    kind: PassageKind,
    /// Position of the passage.
    passage: u32,
    /// Page numbers and separators up to here, this sentence included.
    apparatus: u32,
}

/// Counts of bead starts before learning, by whether each side starts a passage: in novels a third
/// of the sentences does, and nine in ten borders agree.
const START_PRIOR: [[f64; 2]; 2] = [[13.0, 1.0], [1.0, 5.0]];

/// Beads' worth of crossings before learning: one bead in fifty has a border inside on one side.
const INSIDE_PRIOR: (f64, f64) = (0.4, 0.4);

/// Against a bead that joins a page number or a separator to text, in nats: set by hand to one in twenty of those
/// that would have been joined were they text.
const MIXED: Score = Score(-3_000_000);

/// Nats for two passages of the same marked kind (both headings, both separators), and against two
/// of which only one is marked. Set by hand: even odds that a marked kind keeps its mark, against
/// one in ten that an unrelated passage has it.
const SAME_KIND: Score = Score(1_600_000);
const OTHER_KIND: Score = Score(-1_600_000);

impl StructureEvidence {
    /// Reads the passages of both texts.
    #[must_use]
    pub fn new(
        (source, source_words): (&Document, &Vocabulary),
        (target, target_words): (&Document, &Vocabulary),
    ) -> Self {
        let mut evidence = Self {
            active: source.passages().len() > 1 && target.passages().len() > 1,
            start: [[Score::ZERO; 2]; 2],
            inside: (Score::ZERO, Score::ZERO),
            source: marks(source, source_words),
            target: marks(target, target_words),
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
    }

    /// The score of a bead of these sentences, first included, last excluded.
    #[must_use]
    pub fn score(&self, source: (usize, usize), target: (usize, usize)) -> Score {
        let mut mixed = Score::ZERO;
        for (marks, range) in [(&self.source, source), (&self.target, target)] {
            if mixes(marks, range) {
                mixed += MIXED;
            }
        }
        if !self.active {
            return mixed;
        }
        let (s, t) = (self.source[source.0], self.target[target.0]);
        let mut score = mixed + self.start[usize::from(s.starts)][usize::from(t.starts)];
        if marked(s.kind) || marked(t.kind) {
            score += if s.kind == t.kind { SAME_KIND } else { OTHER_KIND };
        }
        let crosses = |marks: &[Mark], (from, to): (usize, usize)| marks[from].passage != marks[to - 1].passage;
        match (crosses(&self.source, source), crosses(&self.target, target)) {
            (false, false) => {}
            (true, true) => score += self.inside.1,
            _ => score += self.inside.0,
        }
        score
    }
}

/// Whether sentences are partly apparatus, partly text.
fn mixes(marks: &[Mark], (from, to): (usize, usize)) -> bool {
    if to - from < 2 {
        return false;
    }
    let before = from.checked_sub(1).map_or(0, |before| marks[before].apparatus);
    let inside = (marks[to - 1].apparatus - before) as usize;
    (1..to - from).contains(&inside)
}

fn marks(document: &Document, words: &Vocabulary) -> Vec<Mark> {
    let mut apparatus = 0;
    (0..document.len())
        .map(|index| {
            apparatus += u32::from(words.is_apparatus(index));
            let index = SentenceIndex::from(index);
            let passage = document.sentences()[index.get()].passage;
            Mark {
                starts: document.starts_passage(index),
                kind: document.passage_of(index).kind,
                passage: passage.0,
                apparatus,
            }
        })
        .collect()
}

/// Kinds that a translation keeps.
const fn marked(kind: PassageKind) -> bool {
    matches!(
        kind,
        PassageKind::Heading | PassageKind::Separator | PassageKind::Footnote
    )
}
