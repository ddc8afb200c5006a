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

/// What became of the sentences of a link, by side.
type Fates = [Vec<Fate>; 2];

/// An alignment as it was before its decisions became stale.
#[derive(Default)]
struct Before {
    /// With the decisions in the place of the links that hold them, and at the end those that wait.
    links: Vec<Link>,
    /// Decisions that may come back: the entry that holds each, and which link it is.
    ghosts: Vec<(usize, usize)>,
    /// Decisions that stand, likewise.
    pinned: Vec<(usize, usize)>,
    /// How many at the end wait.
    waiting: usize,
}

impl Before {
    fn new(entries: &[Entry<'_>]) -> Self {
        let mut before = Self::default();
        for (holder, entry) in entries.iter().enumerate() {
            let held: Vec<Link> = match (entry.origin, entry.weight()) {
                (Origin::Waiting, _) => vec![entry.link.clone().into_owned()],
                (_, Weight::Stale) => {
                    let note = entry.link.note.as_deref().unwrap_or_default();
                    let decisions = Decision::read_all(note).into_iter();
                    decisions.map(|decision| decision.0).collect()
                }
                _ => Vec::new(),
            };
            if held.is_empty() {
                if entry.weight() == Weight::Pinned {
                    before.pinned.push((holder, before.links.len()));
                }
                before.links.push(entry.link.clone().into_owned());
            }
            before.waiting += if entry.origin == Origin::Waiting { held.len() } else { 0 };
            for link in held {
                before.ghosts.push((holder, before.links.len()));
                before.links.push(link);
            }
        }
        before
    }
}

/// Where decisions are, when sentences are found in one of several ways.
struct Attempt {
    /// By entry where a decision stands.
    standing: Vec<(usize, Fates)>,
    /// By decision that may come back where it does.
    found: Vec<Option<Fates>>,
    /// How many decisions have a place.
    placed: usize,
}

/// Decides again what waits and whose sentences stand again as they were when it was decided, each in one piece and
/// claimed by nothing that stands.
///
/// The alignment is traced as it was before its decisions became stale: with them in the place of the links that hold
/// them, so that of sentences that are the same each finds its own. So do the decisions that stand: none keeps the place of
/// one that comes back. Where sentences stand so often that tracing takes them apart, a decision is looked for by its own words
/// among what no link holds, and takes the first place that is free.
pub(super) fn restore(entries: &mut Vec<Entry<'_>>, texts: [&Text; 2]) {
    let before = Before::new(entries);
    if before.ghosts.is_empty() {
        return;
    }
    let attempts = trace_back(&before, texts).into_iter();
    let attempts = attempts.map(|traced| attempt(&before, traced, entries, texts));
    let Some(best) = attempts.max_by_key(|attempt| attempt.placed) else {
        return;
    };
    for (holder, fates) in best.standing {
        entries[holder].traced.fates = fates;
    }
    let mut restored: Vec<(usize, Link, Fates)> = Vec::new();
    for (&(holder, at), found) in before.ghosts.iter().zip(best.found) {
        // It weighs as much as what never moved.
        restored.extend(found.map(|fates| (holder, before.links[at].clone(), still(fates))));
    }
    put_back(entries, restored);
}

/// Finds the places of the decisions, by what became of all sentences.
fn attempt(before: &Before, traced: Vec<Fates>, entries: &[Entry<'_>], texts: [&Text; 2]) -> Attempt {
    let mut traced: Vec<Option<Fates>> = traced.into_iter().map(Some).collect();
    let mut take = |at: usize| traced[at].take();
    let standing = before.pinned.iter().filter_map(|&(holder, at)| {
        let found = take(at).filter(stands)?;
        let plain = &entries[holder].traced.fates;
        let had_moved = stands(plain) && !is_still(plain);
        Some((holder, if had_moved { found } else { still(found) }))
    });
    let standing: Vec<(usize, Fates)> = standing.collect();
    let ghosts: Vec<Fates> = before.ghosts.iter().filter_map(|&(_, at)| take(at)).collect();
    let mut search = Search {
        texts,
        claims: Claims::of_standing(entries, &standing, texts),
        held: traced.into_iter().flatten().collect(),
        wordings: None,
    };
    let mut found: Vec<Option<Fates>> = vec![None; ghosts.len()];
    // What tracing took apart and what stands but once goes before what others could take from it.
    for ((&(_, at), traced), found) in before.ghosts.iter().zip(&ghosts).zip(&mut found) {
        if !stands_together(traced, texts)
            && let [only] = &search.places(&before.links[at])[..]
        {
            *found = Some(only.clone()).filter(|fates| search.claim(fates));
        }
    }
    for (traced, found) in ghosts.into_iter().zip(&mut found) {
        *found = found
            .take()
            .or_else(|| Some(traced).filter(|fates| search.claim(fates)));
    }
    for (&(_, at), found) in before.ghosts.iter().zip(&mut found) {
        if found.is_none() {
            let places = search.places(&before.links[at]);
            *found = places.into_iter().find(|fates| search.claim(fates));
        }
    }
    let placed = search.claims.len();
    Attempt {
        standing,
        found,
        placed,
    }
}

/// A search for the places of decisions.
struct Search<'a> {
    texts: [&'a Text; 2],
    /// What the decisions have that stand or were found.
    claims: Claims,
    /// What became of the sentences of links without a decision: where one still stands, it stays.
    held: Vec<Fates>,
    /// Read when they are first asked for.
    wordings: Option<[Wordings<'a>; 2]>,
}

impl Search<'_> {
    /// Takes a place for a decision, if its sentences stand there together and nothing has claimed any of them.
    fn claim(&mut self, fates: &Fates) -> bool {
        stands_together(fates, self.texts) && self.claims.take(&pinned_at(fates), self.texts)
    }

    /// Where a link's sentences stand on both sides, held and claimed by nothing.
    fn places(&mut self, link: &Link) -> Vec<Fates> {
        let (texts, held, claims) = (self.texts, &self.held, &self.claims);
        let read = |side: Side| Wordings::new(texts[side.index()], held.iter().flat_map(|fates| &fates[side.index()]));
        let wordings = self.wordings.get_or_insert_with(|| Side::BOTH.map(read));
        let [source, target] = Side::BOTH.map(|side| {
            let is_free = |span| claims.leaves_free(side.index(), span);
            wordings[side.index()].places(link.texts(side), is_free)
        });
        let with_all = |source| target.iter().map(move |target| [Vec::clone(source), target.clone()]);
        source.iter().flat_map(with_all).collect()
    }
}

/// Whether all sentences of a link stand as they were.
fn stands(fates: &Fates) -> bool {
    fates.iter().flatten().all(|fate| matches!(fate, Fate::Same { .. }))
}

/// A decision whose sentences are there.
fn pinned_at(fates: &Fates) -> Traced {
    Traced {
        weight: Weight::Pinned,
        fates: fates.clone(),
    }
}

/// Whether all sentences of a link stand as they were, with nothing between those of a side.
fn stands_together(fates: &Fates, texts: [&Text; 2]) -> bool {
    let together = |side: Side| {
        let text = texts[side.index()].document.text().as_str();
        pinned_at(fates).stands_together(side.index(), text)
    };
    stands(fates) && Side::BOTH.into_iter().all(together)
}

/// Whether they stand, and none was moved.
fn is_still(fates: &Fates) -> bool {
    fates
        .iter()
        .flatten()
        .all(|fate| matches!(fate, Fate::Same { moved: false, .. }))
}

/// The same without having moved.
fn still(mut fates: Fates) -> Fates {
    for fate in fates.iter_mut().flatten() {
        if let Fate::Same { moved, .. } = fate {
            *moved = false;
        }
    }
    fates
}

/// Finds the links of an alignment, of which those that wait have lost their places among the others: at the end, and, where
/// that is another place, where their sentences stand now, so that of sentences that are the same each finds its own.
fn trace_back(before: &Before, texts: [&Text; 2]) -> Vec<Vec<Fates>> {
    let in_turn: Vec<&Link> = before.links.iter().collect();
    let found = trace_all(&in_turn, texts);
    let (standing, lost) = found.split_at(found.len() - before.waiting);
    let start = |fates: &Fates, side: usize| match fates[side].first() {
        Some(Fate::Same { span, .. }) => Some(span.start),
        _ => None,
    };
    // By lost link the first one that stands after it.
    let turn = |fates: &Fates| {
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
        return vec![found];
    }
    let moved: Vec<&Link> = order.iter().map(|&at| in_turn[at]).collect();
    let mut again: Vec<(usize, Fates)> = order.into_iter().zip(trace_all(&moved, texts)).collect();
    again.sort_unstable_by_key(|(at, _)| *at);
    vec![found, again.into_iter().map(|(_, fates)| fates).collect()]
}

/// Puts restored decisions before the entries that held them, which hold them no more.
fn put_back(entries: &mut Vec<Entry<'_>>, restored: Vec<(usize, Link, Fates)>) {
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
