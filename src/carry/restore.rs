//! Decisions that wait, decided again where their sentences stand again.

use std::borrow::Cow;

use super::claims::Claims;
use super::decision::Decision;
use super::entry::{Entry, Origin, trace_all, weight};
use super::place::{Traced, Weight};
use super::text::Text;
use super::trace::Fate;
use super::wordings::Wordings;
use crate::file::Link;
use crate::text::Side;

/// A decision that waits, and the entry that holds it.
struct Ghost {
    holder: usize,
    link: Link,
}

/// Decides again what waits and whose sentences stand again as they were when it was decided, each in one piece and
/// claimed by nothing that stands.
///
/// The alignment is traced as it was before its decisions became stale: with them in the place of the links that hold
/// them, so that of sentences that are the same each finds its own. So do the decisions that stand: none keeps the place of
/// one that comes back. Where sentences stand so often that tracing takes them apart, a decision is looked for by its own words
/// among what no link holds, and takes the first place that is free.
pub(super) fn restore(entries: &mut Vec<Entry<'_>>, texts: [&Text; 2]) {
    let mut ghosts: Vec<Ghost> = Vec::new();
    let mut before: Vec<Link> = Vec::new();
    let mut ghost_at: Vec<usize> = Vec::new();
    let mut pinned: Vec<(usize, usize)> = Vec::new();
    let mut waiting = 0;
    for (holder, entry) in entries.iter().enumerate() {
        let held: Vec<Link> = match (entry.origin, entry.weight()) {
            (Origin::Waiting, _) => vec![entry.link.clone().into_owned()],
            (_, Weight::Stale) => {
                let note = entry.link.note.as_deref().unwrap_or_default();
                Decision::read_all(note)
                    .into_iter()
                    .map(|decision| decision.0)
                    .collect()
            }
            _ => Vec::new(),
        };
        if held.is_empty() {
            if entry.weight() == Weight::Pinned {
                pinned.push((holder, before.len()));
            }
            before.push(entry.link.clone().into_owned());
        }
        waiting += if entry.origin == Origin::Waiting { held.len() } else { 0 };
        for link in held {
            ghost_at.push(before.len());
            before.push(link.clone());
            ghosts.push(Ghost { holder, link });
        }
    }
    if ghosts.is_empty() {
        return;
    }
    let mut fates: Vec<Option<[Vec<Fate>; 2]>> = trace_back(&before, waiting, texts).into_iter().map(Some).collect();
    for (holder, at) in pinned {
        if let Some(found) = fates[at].take().filter(stands) {
            let traced = &mut entries[holder].traced;
            let had_moved = stands(&traced.fates) && !is_still(&traced.fates);
            traced.fates = if had_moved { found } else { still(found) };
        }
    }
    let traced: Vec<[Vec<Fate>; 2]> = ghost_at.into_iter().filter_map(|at| fates[at].take()).collect();
    let held: Vec<[Vec<Fate>; 2]> = fates.into_iter().flatten().filter(stands).collect();
    let mut wordings: Option<[Wordings<'_>; 2]> = None;
    let mut places = |link: &Link| -> Vec<[Vec<Fate>; 2]> {
        let of_side =
            |side: Side| Wordings::new(texts[side.index()], held.iter().flat_map(|fates| &fates[side.index()]));
        let wordings = wordings.get_or_insert_with(|| Side::BOTH.map(of_side));
        let [source, target] = Side::BOTH.map(|side| wordings[side.index()].places(link.texts(side)));
        let with_all = |source| target.iter().map(move |target| [Vec::clone(source), target.clone()]);
        source.iter().flat_map(with_all).collect()
    };
    let mut claims = Claims::of_standing(entries, texts);
    let mut claim = |fates: &[Vec<Fate>; 2]| stands_together(fates, texts) && claims.take(&pinned_at(fates), texts);
    let mut found: Vec<Option<[Vec<Fate>; 2]>> = vec![None; ghosts.len()];
    // What tracing took apart and what stands but once goes before what others could take from it.
    for ((ghost, traced), found) in ghosts.iter().zip(&traced).zip(&mut found) {
        if !stands_together(traced, texts)
            && let [only] = &places(&ghost.link)[..]
        {
            *found = Some(only.clone()).filter(&mut claim);
        }
    }
    for (traced, found) in traced.into_iter().zip(&mut found) {
        *found = found.take().or_else(|| Some(traced).filter(&mut claim));
    }
    let mut restored: Vec<(usize, Link, [Vec<Fate>; 2])> = Vec::new();
    for (ghost, found) in ghosts.into_iter().zip(found) {
        let found = found.or_else(|| places(&ghost.link).into_iter().find(&mut claim));
        // It weighs as much as what never moved.
        restored.extend(found.map(|fates| (ghost.holder, ghost.link, still(fates))));
    }
    put_back(entries, restored);
}

/// Whether all sentences of a link stand as they were.
fn stands(fates: &[Vec<Fate>; 2]) -> bool {
    fates.iter().flatten().all(|fate| matches!(fate, Fate::Same { .. }))
}

/// A decision whose sentences are there.
fn pinned_at(fates: &[Vec<Fate>; 2]) -> Traced {
    Traced {
        weight: Weight::Pinned,
        fates: fates.clone(),
    }
}

/// Whether all sentences of a link stand as they were, with nothing between those of a side.
fn stands_together(fates: &[Vec<Fate>; 2], texts: [&Text; 2]) -> bool {
    let together = |side: Side| {
        let text = texts[side.index()].document.text().as_str();
        pinned_at(fates).stands_together(side.index(), text)
    };
    stands(fates) && Side::BOTH.into_iter().all(together)
}

/// Whether they stand, and none was moved.
fn is_still(fates: &[Vec<Fate>; 2]) -> bool {
    fates
        .iter()
        .flatten()
        .all(|fate| matches!(fate, Fate::Same { moved: false, .. }))
}

/// The same without having moved.
fn still(mut fates: [Vec<Fate>; 2]) -> [Vec<Fate>; 2] {
    for fate in fates.iter_mut().flatten() {
        if let Fate::Same { moved, .. } = fate {
            *moved = false;
        }
    }
    fates
}

/// Finds links of which the last `waiting` have lost their places among the others. They are looked for where their
/// sentences stand now, so that of sentences that are the same each finds its own, unless more find theirs at the end.
fn trace_back(links: &[Link], waiting: usize, texts: [&Text; 2]) -> Vec<[Vec<Fate>; 2]> {
    let in_turn: Vec<&Link> = links.iter().collect();
    let found = trace_all(&in_turn, texts);
    let (standing, lost) = found.split_at(found.len() - waiting);
    let start = |fates: &[Vec<Fate>; 2], side: usize| match fates[side].first() {
        Some(Fate::Same { span, .. }) => Some(span.start),
        _ => None,
    };
    // By lost link the first one that stands after it.
    let turn = |fates: &[Vec<Fate>; 2]| {
        let of_side = |side| {
            let place = start(fates, side)?;
            let after = standing
                .iter()
                .position(|fates| start(fates, side).is_some_and(|other| other > place));
            Some((after.unwrap_or(standing.len()), place))
        };
        of_side(0)
            .or_else(|| of_side(1))
            .unwrap_or((standing.len(), usize::MAX))
    };
    let mut order: Vec<(usize, bool, usize, usize)> = (0..standing.len()).map(|at| (at, true, 0, at)).collect();
    order.extend(lost.iter().zip(standing.len()..).map(|(fates, at)| {
        let (turn, place) = turn(fates);
        (turn, false, place, at)
    }));
    order.sort_unstable();
    let order: Vec<usize> = order.into_iter().map(|(.., at)| at).collect();
    if order.is_sorted() {
        return found;
    }
    let moved: Vec<&Link> = order.iter().map(|&at| &links[at]).collect();
    let mut again: Vec<(usize, [Vec<Fate>; 2])> = order.into_iter().zip(trace_all(&moved, texts)).collect();
    again.sort_unstable_by_key(|(at, _)| *at);
    let again: Vec<_> = again.into_iter().map(|(_, fates)| fates).collect();
    let whole = |fates: &[[Vec<Fate>; 2]]| fates.iter().filter(|fates| stands(fates)).count();
    if whole(&again) >= whole(&found) { again } else { found }
}

/// Puts restored decisions before the entries that held them, which hold them no more.
fn put_back(entries: &mut Vec<Entry<'_>>, restored: Vec<(usize, Link, [Vec<Fate>; 2])>) {
    let mut restored = restored.into_iter().peekable();
    let old = std::mem::take(entries);
    for (holder, mut entry) in old.into_iter().enumerate() {
        let mut back: Vec<Link> = Vec::new();
        while let Some((_, link, fates)) = restored.next_if(|(at, ..)| *at == holder) {
            back.push(link.clone());
            entries.push(Entry {
                traced: Traced {
                    weight: weight(&link),
                    fates,
                },
                link: Cow::Owned(link),
                origin: Origin::Restored,
            });
        }
        if back.is_empty() {
            entries.push(entry);
        } else if entry.origin == Origin::Link {
            let link = entry.link.to_mut();
            let (mut held, rest) = Decision::split(link.note.as_deref().unwrap_or_default());
            for link in back {
                if let Some(at) = held.iter().position(|decision| decision.0 == link) {
                    held.remove(at);
                }
            }
            let is_free = held.is_empty();
            let notes: Vec<String> = rest
                .into_iter()
                .chain(held.iter().map(|decision| Decision::to_note(&decision.0)))
                .collect();
            link.note = (!notes.is_empty()).then(|| notes.join("\n"));
            if is_free {
                link.reasons.clear();
                entry.traced.weight = Weight::Free;
            }
            entries.push(entry);
        }
    }
}
