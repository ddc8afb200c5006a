//! Whether a proposal holds what people decided in the alignment that stands.

use std::collections::{HashMap, HashSet};

use crate::carry::{Decision, is_stale};
use crate::file::{AlignmentFile, Link, Status};
use crate::text::Side;

/// A decision by what it says, whatever the ids.
type Key = (Status, Vec<String>, Vec<String>, Option<String>);

fn key(decision: Decision) -> Key {
    (
        decision.status,
        decision.source_text,
        decision.target_text,
        decision.note,
    )
}

/// What an alignment holds of decisions: those that stand and those that a note spells out.
pub(super) struct Decisions<'a> {
    keys: HashSet<Key>,
    notes: Vec<&'a str>,
}

impl<'a> Decisions<'a> {
    pub(super) fn of(file: &'a AlignmentFile) -> Self {
        Self {
            keys: file.links.iter().flat_map(|link| decisions(link, file)).collect(),
            notes: file.links.iter().filter_map(|link| link.note.as_deref()).collect(),
        }
    }

    /// The links of a stretch of the alignment that stands whose decisions or notes would be lost.
    ///
    /// A run that makes a proposal keeps all of them: where it can the link itself, else its decision in a note.
    /// So what is missing was decided after the proposal was made.
    pub(super) fn lost<'b>(&self, before: (&'b [Link], &AlignmentFile), after: &[Link]) -> Vec<&'b Link> {
        let (links, file) = before;
        // The sentences of a link that was carried over may be written otherwise now.
        let mut carried = HashMap::new();
        if [Side::Source, Side::Target]
            .into_iter()
            .any(|side| !same_sentences(links, after, side))
        {
            for link in after.iter().filter(|link| link.status.is_pinned()) {
                *carried.entry(look(link)).or_insert(0_usize) += 1;
            }
        }
        let mut lost = Vec::new();
        for link in links.iter().filter(|link| is_decided(link)) {
            let mut missing = decisions(link, file)
                .filter(|decision| !self.keys.contains(decision))
                .peekable();
            let stands = if link.status.is_pinned() || is_stale(link) {
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

fn decisions(link: &Link, file: &AlignmentFile) -> impl Iterator<Item = Key> {
    let stands = link.status.is_pinned().then(|| Decision::of(link));
    let langs = [file.source.lang.as_str(), file.target.lang.as_str()];
    let note = link.note.as_deref().filter(|_| is_stale(link));
    let spelled = note.map_or_else(Vec::new, |note| Decision::read_all(note, langs));
    stands.into_iter().chain(spelled).map(key)
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
    let same = (&before.source_text, &before.target_text) == (&after.source_text, &after.target_text);
    (same && is_decided(before) && !is_decided(after)).then_some(before)
}
