//! One search over two whole texts, piece by piece: memory stays bounded, and pieces are searched side by side.

use std::ops::Range;

use crate::bead::Bead;
use crate::evidence::{Expected, MAX_GROUP};
use crate::lexical::Vocabulary;
use crate::reasons::Rival;
use crate::trace::traced;

use super::band::{Band, Border};
use super::lattice::{Evidence, Lattice};
use super::parallel::map;
use super::pieces::{Piece, between, pieces, stitch};
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

/// Searches the gaps between the pins, which stand as they are.
pub(super) fn run_pass(
    pass: &Pass<'_>,
    pins: &[Bead],
    evidence: &Evidence,
    source: &Vocabulary,
    target: &Vocabulary,
) -> Found {
    traced!("a search");
    let mut pieces = Vec::new();
    let mut start = (0, 0);
    let whole = (source.sentences(), target.sentences());
    let fences = pins.iter().map(|pin| (pin.source.start.get(), pin.target.start.get()));
    let mut first_pieces = Vec::with_capacity(pins.len() + 1);
    for (index, fence) in fences.chain([whole]).enumerate() {
        first_pieces.push(pieces.len());
        pieces.extend(pass.pieces_of_gap(start, fence));
        if let Some(pin) = pins.get(index) {
            start = (pin.source.end.get(), pin.target.end.get());
        }
    }
    first_pieces.push(pieces.len());
    let search = |piece: &Piece| search_piece(pass, piece, evidence, (source, target));
    let mut tilings = map(&pieces, search).into_iter();
    let mut found = Found::default();
    for (gap, ends) in first_pieces.windows(2).enumerate() {
        let of_gap: Vec<Found> = tilings.by_ref().take(ends[1] - ends[0]).collect();
        found.append(stitch(&pieces[ends[0]..ends[1]], of_gap, search));
        if let Some(pin) = pins.get(gap) {
            found.pin(pin, pass.posteriors.is_some());
        }
    }
    found
}

impl Found {
    /// Every sentence alone: stands for what nobody waits for any longer.
    fn nothing(start: Border, end: Border) -> Self {
        let source = (start.0..end.0).map(|s| Bead::new(s..s + 1, start.1..start.1));
        let target = (start.1..end.1).map(|t| Bead::new(end.0..end.0, t..t + 1));
        let beads: Vec<Bead> = source.chain(target).collect();
        Self {
            confidence: vec![0.0; beads.len()],
            rivals: vec![None; beads.len()],
            beads,
            expected: Expected::default(),
        }
    }

    /// Adds what was found in the next stretch.
    pub(super) fn append(&mut self, mut next: Self) {
        self.beads.append(&mut next.beads);
        self.confidence.append(&mut next.confidence);
        self.rivals.append(&mut next.rivals);
        self.expected.add(&next.expected);
    }

    /// Keeps some beads only.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        fn cut<T>(all: &mut Vec<T>, range: &Range<usize>) {
            all.truncate(range.end);
            all.drain(..range.start.min(all.len()));
        }
        cut(&mut self.beads, &range);
        cut(&mut self.confidence, &range);
        cut(&mut self.rivals, &range);
    }

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

impl Pass<'_> {
    fn pieces_of_gap(&self, start: Border, end: Border) -> Vec<Piece> {
        if start == end {
            Vec::new()
        } else if self.slack == usize::MAX {
            vec![Piece::whole(start, end)]
        } else {
            pieces(between(self.guide, start, end), start, end)
        }
    }
}

/// Finds the best tiling of a piece of both texts.
fn search_piece(
    pass: &Pass<'_>,
    &Piece { start, end, .. }: &Piece,
    evidence: &Evidence,
    (source, target): (&Vocabulary, &Vocabulary),
) -> Found {
    traced!("a piece");
    if evidence.deadline.is_past() {
        return Found::nothing(start, end);
    }
    let size = (end.0 - start.0, end.1 - start.1);
    let band = if pass.slack == usize::MAX {
        Band::full(size.0, size.1)
    } else {
        let guide: Vec<Border> = between(pass.guide, start, end)
            .iter()
            .map(|(s, t)| (s - start.0, t - start.1))
            .collect();
        Band::around(&guide, size.0, size.1, pass.slack)
    };
    let lattice = Lattice::new(&band, start, evidence, source, target, pass.most);
    let chart = Chart::fill(&lattice);
    let mut found = Found {
        beads: chart.best_tiling(start),
        ..Found::default()
    };
    if let Some(temperature) = pass.posteriors {
        let posterior = Posterior::sum(&chart, temperature);
        found.confidence = posterior.of_beads(start, &found.beads);
        found.rivals = posterior.rivals(start, &found.beads, &found.confidence, SURE);
    } else {
        found.expected = Posterior::sum(&chart, 1.0).expected();
    }
    found
}

/// Beads with a higher posterior need no rival: they stay over the confidence under which reasons are given
/// unless they are very lopsided.
pub(super) const SURE: f64 = 0.99;
