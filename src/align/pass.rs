//! One search over two whole texts, piece by piece so that memory stays bounded.

use crate::bead::Bead;
use crate::evidence::{Expected, MAX_GROUP};
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
    /// By how much to soften the probability of each bead; nothing where none is asked for.
    pub(super) posteriors: Option<f64>,
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

/// Searches the gaps between the pins, which stand as they are.
pub(super) fn run_pass(
    pass: &Pass<'_>,
    pins: &[Bead],
    evidence: &Evidence,
    source: &Vocabulary,
    target: &Vocabulary,
) -> Found {
    let mut found = Found {
        beads: Vec::new(),
        confidence: Vec::new(),
        rivals: Vec::new(),
        expected: Expected::default(),
    };
    let mut start = (0, 0);
    for pin in pins {
        let fence = (pin.source.start.get(), pin.target.start.get());
        search_gap(pass, [start, fence], evidence, (source, target), &mut found);
        found.pin(pin, pass.posteriors.is_some());
        start = (pin.source.end.get(), pin.target.end.get());
    }
    let whole = (source.sentences(), target.sentences());
    search_gap(pass, [start, whole], evidence, (source, target), &mut found);
    found
}

impl Found {
    fn pin(&mut self, pin: &Bead, posteriors: bool) {
        self.beads.push(pin.clone());
        if posteriors {
            self.confidence.push(1.0);
            self.rivals.push(None);
            return;
        }
        let shape = pin.shape();
        let (s, t) = (shape.source as usize, shape.target as usize);
        if s == 0 || t == 0 {
            self.expected.runs += 1.0;
            self.expected.skipped += f64::from(shape.source + shape.target);
        } else {
            // People may join more than the search ever does; that says that large beads occur.
            self.expected.beads[s.min(MAX_GROUP) - 1][t.min(MAX_GROUP) - 1] += 1.0;
        }
    }
}

/// Finds the best tiling of a stretch of both texts.
fn search_gap(
    pass: &Pass<'_>,
    [mut start, whole]: [Border; 2],
    evidence: &Evidence,
    (source, target): (&Vocabulary, &Vocabulary),
    found: &mut Found,
) {
    let inside = between(pass.guide, start, whole);
    while start != whole {
        let end = if pass.slack == usize::MAX {
            whole
        } else {
            piece_end(inside, start, whole)
        };
        let band = if pass.slack == usize::MAX {
            Band::full(whole.0 - start.0, whole.1 - start.1)
        } else {
            let guide: Vec<Border> = between(inside, start, end)
                .iter()
                .map(|(s, t)| (s - start.0, t - start.1))
                .collect();
            Band::around(&guide, end.0 - start.0, end.1 - start.1, pass.slack)
        };
        let lattice = Lattice::new(&band, start, evidence, source, target, pass.most);
        let chart = Chart::fill(&lattice);
        let mut beads = chart.best_tiling(start);
        let (mut confidence, mut rivals) = (Vec::new(), Vec::new());
        if let Some(temperature) = pass.posteriors {
            let posterior = Posterior::sum(&chart, temperature);
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
}

/// The borders of a guide from one border to another, both included. A guide rises on both sides, so these
/// are neighbours.
fn between(guide: &[Border], from: Border, to: Border) -> &[Border] {
    let first = guide.partition_point(|border| border.0 < from.0 || border.1 < from.1);
    let end = guide.partition_point(|border| border.0 <= to.0 && border.1 <= to.1);
    guide.get(first..end).unwrap_or_default()
}

/// Beads with a higher posterior need no rival: they stay over the confidence under which reasons are given
/// unless they are very lopsided.
pub(super) const SURE: f64 = 0.99;

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
