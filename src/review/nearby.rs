//! Aligning the neighbourhood of a correction anew.

use std::ops::Range;

use super::patch::PatchError;
use super::stretch::{CONTEXT, Stretch};
use super::{Ground, Patch, State};
use crate::align::{Aligner, Alignment};
use crate::bead::Bead;
use crate::file::{Confidence, Link, Status};
use crate::text::Side;

/// Links on either side of a correction that may be grouped anew. A slip of the aligner seldom reaches further than its
/// search does.
const REACH: usize = 12;

/// Links this sure end the neighbourhood like a decision, when they do not touch what was corrected.
const SURE: f64 = 0.995;

fn stands(link: &Link) -> bool {
    link.status.is_pinned() || link.is_stale() || link.note.is_some()
}

/// What the aligner makes of the links around those of `touched`, up to the nearest that stand: decided, stale and annotated
/// ones, and those it is sure of. Nothing where it comes to the same.
///
/// # Errors
/// [`PatchError`], which would be a fault of the program.
///
/// # Complexity
/// That of aligning some 150 links, and of counting the letters before them.
pub fn realign_nearby(
    state: &State,
    ground: &Ground,
    aligner: &Aligner,
    touched: Range<usize>,
) -> Result<Option<Patch>, PatchError> {
    let links = state.links();
    let touched = touched.start.min(links.len())..touched.end.min(links.len());
    let Some(gap) = gap(links, &touched) else {
        return Ok(None);
    };
    let Some(stretch) = Stretch::around(state, ground, &gap, CONTEXT) else {
        return Ok(None);
    };
    let pins = stretch.pins(|index| !gap.contains(&index) || stands(&links[index]));
    let [source, target] = &stretch.documents;
    let alignment = aligner.align_around(source, target, &pins);
    let around = stretch.around;
    let texts = Side::BOTH.map(|side| {
        let all = links[around.clone()].iter().flat_map(|link| link.texts(side));
        all.cloned().collect::<Vec<String>>()
    });
    let fresh = as_links(&alignment, &texts);
    let (before, behind) = (gap.start - around.start, around.end - gap.end);
    let Some(fresh) = fresh.get(before..fresh.len().saturating_sub(behind)) else {
        return Ok(None);
    };
    let old = &links[gap.clone()];
    let mut fresh: Vec<Link> = fresh.to_vec();
    let moving = touched.start.saturating_sub(gap.start)..touched.end.saturating_sub(gap.start);
    keep_what_stands(old, &mut fresh, &moving);
    // Only what changes is put anew.
    let same = |pair: &(&Link, &Link)| pair.0 == pair.1;
    let head = old.iter().zip(&fresh).take_while(same).count();
    let most = old.len().min(fresh.len()) - head;
    let tail = old
        .iter()
        .rev()
        .zip(fresh.iter().rev())
        .take(most)
        .take_while(same)
        .count();
    let after = fresh[head..fresh.len() - tail].to_vec();
    let before = old[head..old.len() - tail].to_vec();
    if before.is_empty() && after.is_empty() {
        return Ok(None);
    }
    Patch::new(gap.start + head, before, after).map(Some)
}

/// The links that may be grouped anew; nothing where all stand.
fn gap(links: &[Link], touched: &Range<usize>) -> Option<Range<usize>> {
    let ends = |link: &Link| stands(link) || link.confidence.get() >= SURE;
    let back = links[..touched.start].iter().rev().take(REACH);
    let start = touched.start - back.take_while(|link| !ends(link)).count();
    let forth = links[touched.end..].iter().take(REACH);
    let end = touched.end + forth.take_while(|link| !ends(link)).count();
    // The neighbours of what was touched are looked at however sure the aligner was of them.
    let free = |at: usize| links.get(at).is_some_and(|link| !stands(link));
    let start = if start == touched.start && start > 0 && free(start - 1) {
        start - 1
    } else {
        start
    };
    let end = if end == touched.end && free(end) { end + 1 } else { end };
    links[start..end].iter().any(|link| !stands(link)).then_some(start..end)
}

fn as_links(alignment: &Alignment, texts: &[Vec<String>; 2]) -> Vec<Link> {
    let beads = alignment.beads.iter().enumerate();
    let link = |(index, bead): (usize, &Bead)| {
        let side = |side: Side| {
            let range = bead.side(side);
            texts[side.index()][range.start.get()..range.end.get()].to_vec()
        };
        let reasons = alignment.reasons.get(index).into_iter().flatten();
        Link {
            source: side(Side::Source),
            target: side(Side::Target),
            status: Status::Auto,
            confidence: Confidence::new(alignment.confidence[index]),
            note: None,
            reasons: reasons.map(ToString::to_string).collect(),
        }
    };
    beads.map(link).collect()
}

/// Gives links that came out as they were what was known of them: the decision, the note, the estimate from the whole text.
/// Those of `moving`, which were corrected, are estimated anew.
fn keep_what_stands(old: &[Link], fresh: &mut [Link], moving: &Range<usize>) {
    let known = old.iter().zip(ends(old)).enumerate();
    let mut known = known.peekable();
    let places = ends(fresh);
    for (link, place) in fresh.iter_mut().zip(places) {
        while known
            .next_if(|(_, (_, there))| there[0] < place[0] || there[1] < place[1])
            .is_some()
        {}
        let Some((index, (before, _))) = known.next_if(|(_, (_, there))| *there == place) else {
            continue;
        };
        if before.words() == link.words() && (stands(before) || !moving.contains(&index)) {
            *link = before.clone();
        }
    }
}

/// How many sentences of each side stand before the end of each link.
fn ends(links: &[Link]) -> Vec<[usize; 2]> {
    let mut at = [0, 0];
    let end = |link: &Link| {
        at = [at[0] + link.source.len(), at[1] + link.target.len()];
        at
    };
    links.iter().map(end).collect()
}
