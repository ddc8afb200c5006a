//! What a stored alignment holds that must not be lost, and where it stands now.

use std::borrow::Cow;
use std::collections::HashMap;

use super::place::{Traced, Weight};
use super::restore::restore;
use super::text::Text;
use super::trace::{Fate, trace};
use crate::file::{AlignmentFile, Link};
use crate::follow::wording::{Forms, Token, Tokens};
use crate::text::Side;

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

pub(super) fn trace_all(links: &[&Link], texts: [&Text; 2]) -> Vec<[Vec<Fate>; 2]> {
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
