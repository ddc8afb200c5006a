//! Long texts are searched in pieces that overlap, which are cut in advance and stitched afterwards.
//!
//! Where pieces begin and end depends on the guide only, so they can be searched in any order and side by side, and
//! what comes out is the same.

use super::band::Border;
use super::pass::Found;
use crate::bead::Bead;

/// A stretch of both texts to search at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// What is searched, with the overlap on both sides.
    pub(super) start: Border,
    pub(super) end: Border,
    /// Where the piece before ends and this one is to begin, about.
    seam: Border,
}

impl Piece {
    /// All of a gap.
    pub(super) const fn whole(start: Border, end: Border) -> Self {
        Self {
            start,
            end,
            seam: start,
        }
    }
}

/// Source sentences searched at a time. The tables of a piece take some hundred bytes a cell; with
/// a band of fifty that is about 20 MB.
const PIECE: usize = 2000;

/// Source sentences searched on either side of a seam by both pieces, so that their ends do not matter.
const OVERLAP: usize = 100;

/// Source sentences around the wanted place for a seam where a sure one is looked for.
const REACH: usize = PIECE / 4;

/// Borders of the guide that lie close together around a sure one.
const CLOSE: usize = 5;

/// Source sentences that so many borders of the guide may span. A guide of anchors has one every few sentences.
const SPAN: usize = 5 * CLOSE;

/// Cuts a gap into pieces of about [`PIECE`] source sentences, at places where the guide is sure.
pub(super) fn pieces(guide: &[Border], start: Border, end: Border) -> Vec<Piece> {
    let count = ((end.0 - start.0) / PIECE).max(1);
    let mut seams = vec![start];
    for index in 1..count {
        let wanted = start.0 + (end.0 - start.0) * index / count;
        seams.push(sure_border(guide, wanted).unwrap_or_else(|| on_path(guide, start, end, wanted)));
    }
    seams.push(end);
    let place = |source: usize| on_path(guide, start, end, source);
    seams
        .windows(2)
        .map(|pair| Piece {
            start: if pair[0] == start {
                start
            } else {
                place(pair[0].0.saturating_sub(OVERLAP).max(start.0))
            },
            end: if pair[1] == end {
                end
            } else {
                place((pair[1].0 + OVERLAP).min(end.0))
            },
            seam: pair[0],
        })
        .collect()
}

/// The border of the guide nearest to a source sentence with several close ones on both sides.
fn sure_border(guide: &[Border], wanted: usize) -> Option<Border> {
    let low = guide.partition_point(|border| border.0 + REACH < wanted).max(CLOSE);
    let high = guide
        .partition_point(|border| border.0 < wanted + REACH)
        .min(guide.len().saturating_sub(CLOSE));
    let sure = |&at: &usize| {
        let (first, last) = (guide[at - CLOSE], guide[at + CLOSE]);
        let (height, width) = (last.0 - first.0, last.1 - first.1);
        // Neither side has twice as many sentences as the other.
        height <= 2 * SPAN && height <= 2 * width && width <= 2 * height
    };
    let nearest = (low..high).filter(sure).min_by_key(|&at| guide[at].0.abs_diff(wanted));
    nearest.map(|at| guide[at])
}

/// Where the guide is at a source sentence. Between two of its borders the path is thought to be straight.
fn on_path(guide: &[Border], start: Border, end: Border, source: usize) -> Border {
    let next = guide.partition_point(|border| border.0 < source);
    let after = guide.get(next).copied().unwrap_or(end);
    let before = next.checked_sub(1).map_or(start, |last| guide[last]).max(start);
    let column = before.1 + after.1.saturating_sub(before.1) * (source - before.0) / (after.0 - before.0).max(1);
    (source, column.clamp(start.1, end.1))
}

/// The borders of a guide from one border to another, both included. A guide rises on both sides, so these
/// are neighbours.
pub(super) fn between(guide: &[Border], from: Border, to: Border) -> &[Border] {
    let first = guide.partition_point(|border| border.0 < from.0 || border.1 < from.1);
    let end = guide.partition_point(|border| border.0 <= to.0 && border.1 <= to.1);
    guide.get(first..end).unwrap_or_default()
}

/// Joins what was found in pieces that follow each other, at borders both of two neighbours found. Where they
/// have none in common, both are searched again as one, and what stands before the two is kept: were it searched
/// again too, texts without any likeness would take a time that grows with their square.
pub(super) fn stitch(pieces: &[Piece], found: Vec<Found>, search: impl Fn(&Piece) -> Found) -> Found {
    let mut done: Option<(Piece, Found)> = None;
    for (piece, mut next) in pieces.iter().zip(found) {
        let Some((before, mut whole)) = done.take() else {
            done = Some((*piece, next));
            continue;
        };
        // Only what the two share, so that a long text is not gone through at each of its seams.
        let near = whole.beads.partition_point(|bead| end(bead).0 < piece.start.0);
        if let Some((last, first)) = common_border(&whole.beads[near..], &next.beads, piece.seam) {
            whole.keep(0..near + last);
            next.keep(first..next.beads.len());
            whole.append(next);
        } else {
            let kept = whole.beads.partition_point(|bead| end(bead).0 <= before.seam.0);
            let start = kept
                .checked_sub(1)
                .map_or(pieces[0].start, |last| end(&whole.beads[last]));
            whole.keep(0..kept);
            whole.append(search(&Piece {
                start,
                end: piece.end,
                seam: start,
            }));
        }
        done = Some((*piece, whole));
    }
    done.map(|(_, found)| found).unwrap_or_default()
}

fn end(bead: &Bead) -> Border {
    (bead.source.end.get(), bead.target.end.get())
}

/// How many beads of one piece to keep and how many of the next to leave out: up to a border that both found
/// within plain beads, or else any border of both, nearest to the seam.
fn common_border(before: &[Bead], after: &[Bead], seam: Border) -> Option<(usize, usize)> {
    const QUIET: usize = 3;
    let plain = |bead: &Bead| {
        let shape = bead.shape();
        shape.source == 1 && shape.target == 1
    };
    let begin = |bead: &Bead| (bead.source.start.get(), bead.target.start.get());
    let quiet = |beads: &[Bead], at: usize| {
        at >= QUIET && at + QUIET <= beads.len() && beads[at - QUIET..at + QUIET].iter().all(plain)
    };
    let mut best = None;
    let mut first = 0;
    for (last, bead) in before.iter().enumerate().map(|(at, bead)| (at + 1, bead)) {
        while first < after.len() && begin(&after[first]) < end(bead) {
            first += 1;
        }
        if first < after.len() && begin(&after[first]) == end(bead) {
            let noisy = !(quiet(before, last) && quiet(after, first));
            let rank = (noisy, end(bead).0.abs_diff(seam.0));
            if best.is_none_or(|(before, _)| rank < before) {
                best = Some((rank, (last, first)));
            }
        }
    }
    best.map(|(_, cut)| cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences that match one by one from a border to another.
    fn plain(start: Border, end: Border) -> Found {
        let beads = (start.0..end.0).zip(start.1..end.1);
        Found {
            beads: beads.map(|(s, t)| Bead::new(s..s + 1, t..t + 1)).collect(),
            ..Found::default()
        }
    }

    #[test]
    fn seams_stand_where_the_guide_is_sure() {
        // Sixty sentences are missing in the translation just where the seam was wanted.
        let kept = (0..2_500).filter(|s| !(1_995..2_055).contains(s));
        let guide: Vec<Border> = kept.map(|s| (s, if s < 2_000 { s } else { s - 60 })).collect();
        let pieces = pieces(&guide, (0, 0), (4_000, 3_940));
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[1].seam, (1_989, 1_989));
        assert_eq!((pieces[0].start, pieces[1].end), ((0, 0), (4_000, 3_940)));
        assert_eq!(pieces[0].end, (2_089, 2_029));
        assert_eq!(pieces[1].start, (1_889, 1_889));
    }

    #[test]
    fn neighbours_are_stitched_at_the_seam() {
        let pieces = pieces(&[], (0, 0), (4_000, 4_000));
        let found: Vec<Found> = pieces.iter().map(|piece| plain(piece.start, piece.end)).collect();
        let whole = stitch(&pieces, found, |_| unreachable!("both found the same borders"));
        assert_eq!(whole.beads, plain((0, 0), (4_000, 4_000)).beads);
    }

    #[test]
    fn neighbours_without_a_common_border_are_searched_as_one() {
        let pieces = pieces(&[], (0, 0), (4_000, 4_010));
        let apart = |piece: &Piece| plain(piece.start, (piece.end.0, piece.end.1 - 5));
        let mut found: Vec<Found> = pieces.iter().map(apart).collect();
        // The second one is off by a sentence everywhere.
        for bead in &mut found[1].beads {
            *bead = Bead::new(
                bead.source.start.get()..bead.source.end.get(),
                bead.target.start.get() + 1..bead.target.end.get() + 1,
            );
        }
        let whole = stitch(&pieces, found, |piece| {
            assert_eq!((piece.start, piece.end), ((0, 0), (4_000, 4_010)));
            plain(piece.start, piece.end)
        });
        assert_eq!(whole.beads.len(), 4_000);
    }

    #[test]
    fn what_is_searched_again_does_not_grow_with_the_text() {
        let pieces = pieces(&[], (0, 0), (20_000, 20_000));
        // All but the first are off by a sentence everywhere, each by another.
        let found = pieces.iter().enumerate().map(|(index, piece)| {
            let mut found = plain(piece.start, piece.end);
            for bead in &mut found.beads {
                *bead = Bead::new(
                    bead.source.start.get()..bead.source.end.get(),
                    bead.target.start.get() + index..bead.target.end.get() + index,
                );
            }
            found
        });
        let whole = stitch(&pieces, found.collect(), |piece| {
            assert!(piece.end.0 - piece.start.0 <= 2 * PIECE + 2 * OVERLAP, "{piece:?}");
            plain(piece.start, piece.end)
        });
        assert_eq!(whole.beads, plain((0, 0), (20_000, 20_000)).beads);
    }
}
