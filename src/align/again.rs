//! A second look at places where sentences were left alone that may belong together.
//!
//! Words speak so strongly against a paraphrase that leaving out both of its sides can be the cheaper story. Where
//! sentences of both sides stand alone at one place, though, that one translates the other freely is likelier than
//! that both are strangers. Such a gap is searched once more, whole, with beads among which some are free
//! translations; and a bead that may have been cut short by the largest group of the search, together with what
//! stands alone beside it, in larger groups.

use std::ops::Range;

use crate::bead::Bead;
use crate::evidence::{LARGEST, MAX_GROUP};
use crate::lexical::Vocabulary;
use crate::trace::traced;

use super::band::{Band, Border};
use super::lattice::{Evidence, Lattice};
use super::parallel::map;
use super::pass::{Found, SURE};
use super::pins::undecided;
use super::posterior::Posterior;
use super::search::Chart;

/// What is known of free translations.
#[derive(Debug, Clone, Copy)]
pub(super) struct FreeWeights {
    /// The share of beads that are free, of those in a gap on both sides.
    pub(super) share: f64,
    /// What part of the known words a free translation keeps.
    pub(super) kept: f64,
}

/// Of the shares .05, .2 and .5 and the parts 0, .2 and .4, those that lose no bead of the development gold where
/// both sides are truly strangers. A share of 0 kept takes unrelated texts for free translations.
impl Default for FreeWeights {
    fn default() -> Self {
        Self { share: 0.5, kept: 0.3 }
    }
}

/// Most cells of a gap that is searched once more: 250 × 250 sentences, as much as the band visits whole.
const MOST_CELLS: usize = 60_000;

/// Standard deviations by which a bead is too short for its other side.
const SHORT: f64 = 2.0;

/// Standard deviations up to which two sentences are as long as translations of each other: two in three are.
const ALIKE: f64 = 1.0;

/// Searches the gaps of a tiling once more; `pins` stay as they are.
///
/// # Complexity
/// The cells of the gaps, which are few, times the largest group.
pub(super) fn look_again(
    found: &mut Found,
    pins: &[Bead],
    evidence: &Evidence,
    (weights, temperature): (FreeWeights, f64),
    (source, target): (&Vocabulary, &Vocabulary),
) {
    traced!("a second look");
    let mut gaps = gaps(&found.beads, pins, evidence, (source, target));
    gaps.retain(|gap| gap.cells(&found.beads) <= MOST_CELLS);
    let searched = map(&gaps, |gap| {
        let beads = &found.beads[gap.beads.clone()];
        let (start, size) = extent(beads);
        if evidence.deadline.is_past() {
            return Found {
                beads: beads.to_vec(),
                confidence: found.confidence[gap.beads.clone()].to_vec(),
                rivals: found.rivals[gap.beads.clone()].to_vec(),
                ..Found::default()
            };
        }
        let band = Band::full(size.0, size.1);
        let mut lattice = Lattice::new(&band, start, evidence, source, target, LARGEST);
        if gap.both {
            lattice = lattice.with_free_beads((source, target), weights);
        }
        let chart = Chart::fill(&lattice);
        let posterior = Posterior::sum(&chart, temperature);
        let beads = chart.best_tiling(start);
        let confidence = posterior.of_beads(start, &beads);
        let rivals = posterior.rivals(start, &beads, &confidence, SURE);
        Found {
            beads,
            confidence,
            rivals,
            ..Found::default()
        }
    });
    let before = std::mem::take(found);
    let mut next = 0;
    for (gap, again) in gaps.iter().zip(searched) {
        found.take(&before, next..gap.beads.start);
        found.append(again);
        next = gap.beads.end;
    }
    found.take(&before, next..before.beads.len());
}

/// Where beads that follow each other begin, and how many sentences of each side they hold.
fn extent(beads: &[Bead]) -> (Border, (usize, usize)) {
    let (first, last) = (&beads[0], &beads[beads.len() - 1]);
    let start = (first.source.start.get(), first.target.start.get());
    (
        start,
        (last.source.end.get() - start.0, last.target.end.get() - start.1),
    )
}

impl Found {
    /// Takes over some beads of another search.
    fn take(&mut self, other: &Self, range: Range<usize>) {
        self.beads.extend_from_slice(&other.beads[range.clone()]);
        self.confidence.extend_from_slice(&other.confidence[range.clone()]);
        self.rivals.extend_from_slice(&other.rivals[range]);
    }
}

/// Neighbouring beads worth a second look.
struct Gap {
    beads: Range<usize>,
    /// Whether sentences of both sides stand alone in it.
    both: bool,
}

impl Gap {
    fn cells(&self, beads: &[Bead]) -> usize {
        let (_, size) = extent(&beads[self.beads.clone()]);
        size.0 * size.1
    }
}

fn gaps(beads: &[Bead], pins: &[Bead], evidence: &Evidence, texts: (&Vocabulary, &Vocabulary)) -> Vec<Gap> {
    let free = undecided(beads, pins);
    let null = |at: usize| free[at] && beads[at].is_null();
    let mut gaps: Vec<Gap> = Vec::new();
    let mut start = 0;
    while start < beads.len() {
        if !null(start) {
            start += 1;
            continue;
        }
        let end = (start..beads.len()).find(|&at| !null(at)).unwrap_or(beads.len());
        if let Some(end) = leap(beads, &free, start..end) {
            gaps.push(Gap {
                beads: start..end,
                both: true,
            });
            start = end;
            continue;
        }
        let of_source = beads[start..end].iter().any(|bead| bead.shape().target == 0);
        let of_target = beads[start..end].iter().any(|bead| bead.shape().source == 0);
        let wants = |&at: &usize| {
            let (bead, shape) = (&beads[at], beads[at].shape());
            let deviations = deviations(bead, evidence, texts);
            let could = |alone, sentences: u32, short| alone && (sentences as usize >= MAX_GROUP || short);
            free[at]
                && (could(of_source, shape.source, deviations > SHORT)
                    || could(of_target, shape.target, deviations < -SHORT))
        };
        let taken = gaps.last().map_or(0, |gap| gap.beads.end);
        let before = start.checked_sub(1).filter(|&at| at >= taken).filter(wants);
        let after = (end < beads.len()).then_some(end).filter(wants);
        // Of one sentence a side the search has seen all there is: by their words they are strangers. Where they are
        // as long as translations are, between neighbours that have their partners, a free translation is as likely.
        let pair = || {
            let last = end - 1;
            let joined = Bead::new(
                beads[start].source.start.get()..beads[last].source.end.get(),
                beads[start].target.start.get()..beads[last].target.end.get(),
            );
            deviations(&joined, evidence, texts).abs() < ALIKE
        };
        let both = of_source && of_target && (end - start > 2 || pair());
        if both || before.is_some() || after.is_some() {
            gaps.push(Gap {
                beads: before.unwrap_or(start)..after.map_or(end, |at| at + 1),
                both,
            });
        }
        start = after.map_or(end, |at| at + 1);
    }
    gaps
}

/// Sentences that stand alone from which the search may have lost its way.
const LOST: usize = 8;

/// Beads between sentences of one side that stand alone and those of the other.
const STRAY: usize = 4;

/// Where a run of sentences of one side is followed, after a few beads, by one of the other side: what the
/// search took for matches between them may have led it astray. Gives the end of the second run.
fn leap(beads: &[Bead], free: &[bool], run: Range<usize>) -> Option<usize> {
    let source = |range: Range<usize>| beads[range].iter().filter(|bead| bead.shape().target == 0).count();
    let target = |range: Range<usize>| beads[range].iter().filter(|bead| bead.shape().source == 0).count();
    let next = (run.end..beads.len()).take(STRAY + 1).find(|&at| beads[at].is_null())?;
    let end = (next..beads.len())
        .find(|&at| !beads[at].is_null())
        .unwrap_or(beads.len());
    let lost = source(run.clone()).min(target(next..end)) >= LOST || target(run.clone()).min(source(next..end)) >= LOST;
    (lost && free[run.start..end].iter().all(|&free| free)).then_some(end)
}

/// By how many standard deviations the target of a bead differs from its expected length.
fn deviations(bead: &Bead, evidence: &Evidence, (source, target): (&Vocabulary, &Vocabulary)) -> f64 {
    let s = source.characters(bead.source.start.get(), bead.source.end.get());
    let t = target.characters(bead.target.start.get(), bead.target.end.get());
    evidence.length.deviations(s.max(1), t.max(1))
}
