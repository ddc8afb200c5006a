//! One search over two whole texts, piece by piece so that memory stays bounded.

use crate::bead::Bead;
use crate::evidence::Expected;
use crate::lexical::Vocabulary;
use crate::reasons::Rival;

use super::band::{Band, Border};
use super::lattice::{Evidence, Lattice};
use super::posterior::Posterior;
use super::search::Chart;

/// What to search.
pub(super) struct Pass<'a> {
    /// Borders thought to be shared, rising on both sides.
    pub(super) guide: &'a [Border],
    /// Sentences around the guide that are searched; `usize::MAX` for everything.
    pub(super) slack: usize,
    /// Most sentences on one side of a bead.
    pub(super) most: usize,
    /// Whether to work out the probability of each bead.
    pub(super) posteriors: bool,
}

/// What a search found.
#[derive(Default)]
pub(super) struct Found {
    /// The best tiling.
    pub(super) beads: Vec<Bead>,
    /// The probability of each bead, where it was asked for.
    pub(super) confidence: Vec<f64>,
    /// What else the uncertain beads could be, where probabilities were asked for.
    pub(super) rivals: Vec<Option<Rival>>,
    /// How often each kind of step is to be expected, where probabilities were not asked for.
    pub(super) expected: Expected,
}

/// Source sentences searched at a time. The tables of a piece take some hundred bytes a cell; with
/// a band of fifty that is about 20 MB.
const PIECE: usize = 2000;

/// Source sentences searched beyond a piece and thrown away, so that its end does not matter.
const OVERLAP: usize = 150;

pub(super) fn run_pass(pass: &Pass<'_>, evidence: &Evidence, source: &Vocabulary, target: &Vocabulary) -> Found {
    let whole = (source.sentences(), target.sentences());
    let mut found = Found {
        beads: Vec::new(),
        confidence: Vec::new(),
        rivals: Vec::new(),
        expected: Expected::default(),
    };
    let mut start = (0, 0);
    while start != whole {
        let end = if pass.slack == usize::MAX {
            whole
        } else {
            piece_end(pass.guide, start, whole)
        };
        let band = if pass.slack == usize::MAX {
            Band::full(whole.0, whole.1)
        } else {
            let guide: Vec<Border> = pass
                .guide
                .iter()
                .filter(|(s, t)| (start.0..=end.0).contains(s) && (start.1..=end.1).contains(t))
                .map(|(s, t)| (s - start.0, t - start.1))
                .collect();
            Band::around(&guide, end.0 - start.0, end.1 - start.1, pass.slack)
        };
        let lattice = Lattice::new(&band, start, evidence, source, target, pass.most);
        let chart = Chart::fill(&lattice);
        let mut beads = chart.best_tiling(start);
        let (mut confidence, mut rivals) = (Vec::new(), Vec::new());
        if pass.posteriors {
            let posterior = Posterior::sum(&chart, TEMPERATURE);
            confidence = posterior.of_beads(start, &beads);
            rivals = posterior.rivals(start, &beads, &confidence, SURE);
        } else {
            found.expected.add(&Posterior::sum(&chart, 1.0).expected());
        }
        let keep = if end == whole {
            beads.len()
        } else {
            cut(&beads, end.0 - OVERLAP)
        };
        beads.truncate(keep);
        confidence.truncate(keep);
        rivals.truncate(keep);
        if let Some(last) = beads.last() {
            start = (last.source.end.get(), last.target.end.get());
        }
        found.beads.append(&mut beads);
        found.confidence.append(&mut confidence);
        found.rivals.append(&mut rivals);
    }
    found
}

/// Beads with a higher posterior need no rival: they stay over the confidence under which reasons are given
/// unless they are very lopsided.
const SURE: f64 = 0.99;

/// Softens the posterior: the evidence of neighbouring words is not independent, so raw posteriors
/// are too sure of themselves.
const TEMPERATURE: f64 = 0.5;

/// Where a piece that begins at `start` ends: where the guide is after `PIECE` more source sentences,
/// or at the end of the texts.
fn piece_end(guide: &[Border], start: Border, whole: Border) -> Border {
    let wanted = start.0 + PIECE + OVERLAP;
    if wanted + OVERLAP >= whole.0 {
        return whole;
    }
    let next = guide.partition_point(|(s, _)| *s < wanted);
    let after = guide.get(next).copied().unwrap_or(whole);
    let before = next.checked_sub(1).map_or(start, |last| guide[last]).max(start);
    // Between two borders of the guide the path is thought to be straight.
    let column = before.1 + (after.1.saturating_sub(before.1)) * (wanted - before.0) / (after.0 - before.0).max(1);
    (wanted, column.clamp(start.1, whole.1))
}

/// How many of a piece's beads to keep: up to a quiet place before `limit`.
fn cut(beads: &[Bead], limit: usize) -> usize {
    const QUIET: usize = 5;
    let plain = |bead: &Bead| {
        let shape = bead.shape();
        shape.source == 1 && shape.target == 1
    };
    let inside = beads
        .iter()
        .position(|bead| bead.source.end.get() > limit)
        .unwrap_or(beads.len())
        .max(1);
    (QUIET..inside)
        .rev()
        .find(|&at| beads[at - QUIET..(at + QUIET).min(beads.len())].iter().all(plain))
        .unwrap_or(inside)
}
