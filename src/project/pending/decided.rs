//! Whether a proposal holds what people decided in the alignment that stands.

use std::collections::{HashMap, HashSet};

use crate::carry::Decision;
use crate::file::{AlignmentFile, Link, Status};
use crate::text::Side;

/// A decision by what it says.
type Key = (Status, Vec<String>, Vec<String>, Option<String>);

fn key(link: Link) -> Key {
    (link.status, link.source, link.target, link.note)
}

/// What an alignment holds of decisions: those that stand and those that a note spells out.
pub(super) struct Decisions<'a> {
    keys: HashSet<Key>,
    notes: Vec<&'a str>,
}

impl<'a> Decisions<'a> {
    pub(super) fn of(file: &'a AlignmentFile) -> Self {
        Self {
            keys: file.links.iter().chain(&file.waiting).flat_map(decisions).collect(),
            notes: file.links.iter().filter_map(|link| link.note.as_deref()).collect(),
        }
    }

    /// The links of a stretch of the alignment that stands whose decisions or notes would be lost.
    ///
    /// A run that makes a proposal keeps all of them: where it can the link itself, else its decision in a note.
    /// So what is missing was decided after the proposal was made.
    pub(super) fn lost<'b>(&self, links: &'b [Link], after: &[Link]) -> Vec<&'b Link> {
        // The sentences of a link that was carried over may be written otherwise now.
        let mut carried = HashMap::new();
        if Side::BOTH.into_iter().any(|side| !same_sentences(links, after, side)) {
            for link in after.iter().filter(|link| link.status.is_pinned()) {
                *carried.entry(look(link)).or_insert(0_usize) += 1;
            }
        }
        let mut lost = Vec::new();
        for link in links.iter().filter(|link| is_decided(link)) {
            let mut missing = decisions(link)
                .filter(|decision| !self.keys.contains(decision))
                .peekable();
            let stands = if link.status.is_pinned() || link.is_stale() {
                missing.peek().is_none()
            } else {
                let note = link.note.as_deref().unwrap_or_default();
                self.notes.iter().any(|there| there.contains(note))
            };
            if stands {
                continue;
            }
            match carried.get_mut(&look(link)).filter(|left| **left > 0) {
                Some(left) => *left -= 1,
                None => lost.push(link),
            }
        }
        lost
    }
}

/// Whether a person had a say in a link, or a decision waits in it to be settled.
pub(in crate::project) fn is_decided(link: &Link) -> bool {
    link.status.is_pinned() || link.note.is_some()
}

fn decisions(link: &Link) -> impl Iterator<Item = Key> {
    let stands = link.status.is_pinned().then(|| link.clone());
    let note = link.note.as_deref().filter(|_| link.is_stale());
    let spelled = note.map_or_else(Vec::new, Decision::read_all);
    stands
        .into_iter()
        .chain(spelled.into_iter().map(|decision| decision.0))
        .map(key)
}

/// What of a link stays when its sentences are written otherwise.
fn look(link: &Link) -> (Status, Option<&str>, usize, usize) {
    (link.status, link.note.as_deref(), link.source.len(), link.target.len())
}

fn same_sentences(before: &[Link], after: &[Link], side: Side) -> bool {
    let sentences = |links: &[Link]| {
        links
            .iter()
            .flat_map(|link| link.texts(side).to_vec())
            .collect::<Vec<_>>()
    };
    sentences(before) == sentences(after)
}

/// A person's say on a bead that is proposed too: it came after the proposal, or the proposal would hold it.
pub(super) fn decided_since<'a>(links: (&'a [Link], &'a [Link])) -> Option<&'a Link> {
    let ([before], [after]) = links else {
        return None;
    };
    let same = before.words() == after.words();
    (same && is_decided(before) && !is_decided(after)).then_some(before)
}
