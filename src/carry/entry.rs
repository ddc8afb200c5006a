//! What a stored alignment holds that must not be lost, and where it stands now.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::decision::Decision;
use super::place::{Traced, Weight, place};
use super::text::Text;
use super::trace::{Fate, trace};
use crate::file::{AlignmentFile, Link};
use crate::follow::wording::{Forms, Token, Tokens};
use crate::text::{Side, Span};

/// A stored link, or a decision that waits in one, with what became of its sentences.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub(super) link: Cow<'a, Link>,
    pub(super) origin: Origin,
    pub(super) traced: Traced,
}

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is a link of the alignment.
    Link,
    /// It was stale or waited, and its sentences stand again.
    Restored,
    /// It waits.
    Waiting,
}

impl Entry<'_> {
    pub(super) const fn weight(&self) -> Weight {
        self.traced.weight
    }
}

pub(super) fn weight(link: &Link) -> Weight {
    if link.status.is_pinned() {
        Weight::Pinned
    } else if link.is_stale() {
        Weight::Stale
    } else {
        Weight::Free
    }
}

/// Everything a stored alignment holds, found in the texts as they are now. Decisions that wait are tried again when
/// `edited` says that the texts are others than those the alignment names.
///
/// # Complexity
/// That of tracing, once or twice.
pub(super) fn entries<'a>(stored: &'a AlignmentFile, texts: [&Text; 2], edited: bool) -> Vec<Entry<'a>> {
    let links: Vec<&Link> = stored.links.iter().collect();
    let plain = trace_all(&links, texts);
    let entry = |link: &'a Link, fates: [Vec<Fate>; 2], origin| Entry {
        link: Cow::Borrowed(link),
        origin,
        traced: Traced {
            weight: weight(link),
            fates,
        },
    };
    let mut entries: Vec<Entry<'a>> = links
        .iter()
        .zip(plain)
        .map(|(link, fates)| entry(link, fates, Origin::Link))
        .collect();
    let waiting = |link: &'a Link| {
        let fates = [&link.source, &link.target].map(|texts| vec![Fate::Gone; texts.len()]);
        entry(link, fates, Origin::Waiting)
    };
    entries.extend(stored.waiting.iter().map(waiting));
    if edited {
        restore(&mut entries, texts);
    }
    entries
}

fn trace_all(links: &[&Link], texts: [&Text; 2]) -> Vec<[Vec<Fate>; 2]> {
    let mut fates = Side::BOTH.map(|side| {
        let text = texts[side.index()];
        let is_surplus = surplus(links, side, text);
        let sentences = links.iter().flat_map(|link| link.texts(side)).map(String::as_str);
        let traced = sentences.zip(&is_surplus).filter(|(_, surplus)| !**surplus);
        let traced: Vec<&str> = traced.map(|(sentence, _)| sentence).collect();
        let lang = text.reference.lang.parse().ok();
        let mut found = trace(&traced, &text.document, lang).into_iter();
        let fate = |surplus| match surplus {
            true => Fate::Gone,
            false => found.next().unwrap_or(Fate::Gone),
        };
        is_surplus.into_iter().map(fate).collect::<Vec<Fate>>().into_iter()
    });
    let of_link = |link: &&Link| {
        let [source, target] = &mut fates;
        [
            source.take(link.source.len()).collect(),
            target.take(link.target.len()).collect(),
        ]
    };
    links.iter().map(of_link).collect()
}

/// The sentences of links without a decision that stand in a link with one as well, and in the text less often: the
/// decision's sentence is that of the text. So it is with the other half of a decision that was torn, and with a copy that
/// was taken away again.
fn surplus(links: &[&Link], side: Side, text: &Text) -> Vec<bool> {
    let mut forms = Forms::default();
    let mut folded = |texts: &[&str]| Tokens::read(texts.iter().map(|text| (0, *text)), &mut forms).ids;
    let is_free = |link: &Link| weight(link) == Weight::Free && link.note.is_none();
    // By wording how often it is decided, and how often the text has it.
    let mut counts: HashMap<Vec<Token>, [usize; 2]> = HashMap::new();
    for link in links.iter().filter(|link| !is_free(link)) {
        let texts: Vec<&str> = link.texts(side).iter().map(String::as_str).collect();
        for text in &texts {
            counts.entry(folded(&[text])).or_default()[0] += 1;
        }
        // Where a person cut a sentence, the text may have it uncut.
        if texts.len() > 1 {
            counts.entry(folded(&texts)).or_default()[0] += 1;
        }
    }
    if !counts.is_empty() {
        for line in text.document.lines() {
            if let Some(counts) = counts.get_mut(&folded(&[&line])) {
                counts[1] += 1;
            }
        }
    }
    let mut is_surplus = Vec::new();
    for link in links {
        for text in link.texts(side) {
            let surplus = is_free(link)
                && counts.get_mut(&folded(&[text])).is_some_and(|[decided, there]| {
                    let left = *there > *decided;
                    *there -= usize::from(left);
                    !left && *there > 0
                });
            is_surplus.push(surplus);
        }
    }
    is_surplus
}

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
/// one that comes back.
fn restore(entries: &mut Vec<Entry<'_>>, texts: [&Text; 2]) {
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
    let mut claims = Claims::of_standing(entries, texts);
    let mut claimed = |at: usize| {
        let fates = fates[at].take()?;
        let traced = Traced {
            weight: Weight::Pinned,
            fates: fates.clone(),
        };
        let whole = Side::BOTH.map(|side| {
            let text = texts[side.index()].document.text().as_str();
            traced.stands_together(side.index(), text)
        });
        if !stands(&fates) || whole != [true, true] || !claims.take(&traced, texts) {
            return None;
        }
        // It weighs as much as what never moved.
        Some(still(fates))
    };
    let mut restored: Vec<(usize, Link, [Vec<Fate>; 2])> = Vec::new();
    for (ghost, at) in ghosts.into_iter().zip(ghost_at) {
        restored.extend(claimed(at).map(|fates| (ghost.holder, ghost.link, fates)));
    }
    put_back(entries, restored);
}

/// Whether all sentences of a link stand as they were.
fn stands(fates: &[Vec<Fate>; 2]) -> bool {
    fates.iter().flatten().all(|fate| matches!(fate, Fate::Same { .. }))
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

/// What is claimed of both texts.
struct Claims {
    /// The stretches of links with sentences on both sides, in order on both.
    matches: Vec<[Span; 2]>,
    /// By side where sentences of null beads begin and end. Such a bead has no place of its own on the other side: it
    /// goes wherever the links around it leave it room.
    nulls: [BTreeMap<usize, usize>; 2],
}

impl Claims {
    /// What pinned links claim that stand.
    fn of_standing(entries: &[Entry<'_>], texts: [&Text; 2]) -> Self {
        let links: Vec<Traced> = entries
            .iter()
            .filter(|entry| entry.origin == Origin::Link && entry.weight() == Weight::Pinned)
            .map(|entry| entry.traced.clone())
            .collect();
        let placed = place(&links, texts.map(|text| text.document.text().as_str()));
        let mut claims = Self {
            matches: Vec::new(),
            nulls: [BTreeMap::new(), BTreeMap::new()],
        };
        for (at, members) in placed.stretches {
            if members.iter().any(|&link| placed.pinned[link]) {
                match at.sides.map(|span| (!span.is_empty()).then_some(span)) {
                    [Some(source), Some(target)] => claims.matches.push([source, target]),
                    [Some(span), None] => claims.take_null(0, span),
                    [None, Some(span)] => claims.take_null(1, span),
                    [None, None] => {}
                }
            }
        }
        claims
    }

    fn take_null(&mut self, side: usize, span: Span) {
        self.nulls[side].insert(span.start, span.end);
    }

    /// Claims the sentences of a decision, if nothing claims any of them and it is in order with all that is claimed.
    fn take(&mut self, traced: &Traced, texts: [&Text; 2]) -> bool {
        let whole = |side: usize| traced.whole(side, texts[side].document.text().as_str());
        match [whole(0), whole(1)] {
            [Some(source), Some(target)] => {
                let at = self.matches.partition_point(|claimed| claimed[0].end <= source.start);
                let is_after = |claimed: &[Span; 2]| source.end <= claimed[0].start && target.end <= claimed[1].start;
                let fits = at
                    .checked_sub(1)
                    .is_none_or(|before| self.matches[before][1].end <= target.start)
                    && self.matches.get(at).is_none_or(is_after)
                    && self.has_no_null(0, source)
                    && self.has_no_null(1, target);
                if fits {
                    self.matches.insert(at, [source, target]);
                }
                fits
            }
            [Some(span), None] => self.take_free(0, span),
            [None, Some(span)] => self.take_free(1, span),
            [None, None] => false,
        }
    }

    fn take_free(&mut self, side: usize, span: Span) -> bool {
        let at = self.matches.partition_point(|claimed| claimed[side].end <= span.start);
        let is_free = self
            .matches
            .get(at)
            .is_none_or(|claimed| span.end <= claimed[side].start)
            && self.has_no_null(side, span);
        if is_free {
            self.take_null(side, span);
        }
        is_free
    }

    fn has_no_null(&self, side: usize, span: Span) -> bool {
        let mut before = self.nulls[side].range(..span.end);
        before.next_back().is_none_or(|(_, &end)| end <= span.start)
    }
}
