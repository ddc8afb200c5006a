//! How two alignments of the same texts differ, bead by bead.

mod render;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use crate::file::{AlignmentFile, Link};
use crate::follow::sequence::matches;
use crate::text::Side;

pub use render::{render, render_marked};
pub use words::Marks;

/// A link, and its index in its alignment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbered<'a> {
    /// The index, from 0.
    pub index: usize,
    /// The link.
    pub link: &'a Link,
}

impl std::ops::Deref for Numbered<'_> {
    type Target = Link;

    fn deref(&self) -> &Link {
        self.link
    }
}

/// What differs between two alignments.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff<'a> {
    /// Where the beads differ, in order.
    pub hunks: Vec<Hunk<'a>>,
    /// Where the bead is the same but not what is said of it, in order.
    pub changes: Vec<StatusChange<'a>>,
}

impl Diff<'_> {
    /// Whether both say the same of the same beads.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.hunks.is_empty() && self.changes.is_empty()
    }
}

/// A shortest stretch where the beads differ: both alignments have a border at its start and its end.
///
/// One side is empty where sentences were added to the texts, or removed, with all of their links.
#[derive(Debug, Clone, PartialEq)]
pub struct Hunk<'a> {
    /// The links of the first alignment.
    pub before: Vec<Numbered<'a>>,
    /// The links of the second.
    pub after: Vec<Numbered<'a>>,
}

/// A bead in both alignments of which they say different things: status, confidence, note or reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusChange<'a> {
    /// The link of the first alignment.
    pub before: Numbered<'a>,
    /// The link of the second.
    pub after: Numbered<'a>,
}

impl StatusChange<'_> {
    /// Whether only the aligner's own estimate changed: confidence or reasons.
    #[must_use]
    pub fn is_estimate_only(&self) -> bool {
        self.before.status == self.after.status && self.before.note == self.after.note
    }
}

/// Compares two alignments.
///
/// Where the texts differ, sentences are found again by their wording.
///
/// # Complexity
/// Linear when both are of the same texts; else that of a line diff of the sentences they share.
#[must_use]
pub fn diff<'a>(before: &'a AlignmentFile, after: &'a AlignmentFile) -> Diff<'a> {
    diff_in(before, after, &stretches(before, after))
}

/// Compares some stretches of two alignments.
///
/// # Panics
/// When the stretches are not of these alignments.
#[must_use]
pub fn diff_in<'a>(before: &'a AlignmentFile, after: &'a AlignmentFile, stretches: &[Stretch]) -> Diff<'a> {
    let mut found = Diff {
        hunks: Vec::new(),
        changes: Vec::new(),
    };
    for stretch in stretches {
        let numbered = |range: &Range<usize>, file: &'a AlignmentFile| -> Vec<Numbered<'a>> {
            let link = |index: usize| Numbered {
                index,
                link: &file.links[index],
            };
            range.clone().map(link).collect()
        };
        let (old, new) = (numbered(&stretch.before, before), numbered(&stretch.after, after));
        match (&old[..], &new[..]) {
            (&[before], &[after]) if same_bead(&before, &after) => {
                if !same_judgement(&before, &after) {
                    found.changes.push(StatusChange { before, after });
                }
            }
            _ => found.hunks.push(Hunk {
                before: old,
                after: new,
            }),
        }
    }
    found
}

/// The links of two alignments between two borders that both have, by their numbers from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The links of the first alignment.
    pub before: Range<usize>,
    /// The links of the second.
    pub after: Range<usize>,
}

impl Stretch {
    /// The links themselves.
    ///
    /// # Panics
    /// When the alignments are not those it was made of.
    #[must_use]
    pub fn links<'a>(&self, before: &'a AlignmentFile, after: &'a AlignmentFile) -> (&'a [Link], &'a [Link]) {
        (&before.links[self.before.clone()], &after.links[self.after.clone()])
    }

    /// Whether there is nothing to settle: one bead on each side, of the same sentences, of which the same is said.
    #[must_use]
    pub fn is_same(&self, before: &AlignmentFile, after: &AlignmentFile) -> bool {
        match self.links(before, after) {
            ([before], [after]) => same_bead(before, after) && same_judgement(before, after),
            _ => false,
        }
    }
}

/// Cuts two alignments at every border that both have. The stretches cover both, in order; what is the
/// same bead in both is a stretch of its own.
#[must_use]
pub fn stretches(before: &AlignmentFile, after: &AlignmentFile) -> Vec<Stretch> {
    let (old, new) = common_rungs(before, after);
    let stretches = old.windows(2).zip(new.windows(2)).map(|(old, new)| Stretch {
        before: old[0]..old[1],
        after: new[0]..new[1],
    });
    stretches
        .filter(|stretch| !stretch.before.is_empty() || !stretch.after.is_empty())
        .collect()
}

fn same_bead(before: &Link, after: &Link) -> bool {
    before.words() == after.words()
}

fn same_judgement(before: &Link, after: &Link) -> bool {
    (before.status, before.confidence, &before.note, &before.reasons)
        == (after.status, after.confidence, &after.note, &after.reasons)
}

/// The borders between links that both alignments have, as numbers of the links before them.
///
/// A border is known by how many of the shared sentences of each side stand before it. Where links
/// hold no shared sentence at all, several borders are alike; then the first and the last count.
fn common_rungs(before: &AlignmentFile, after: &AlignmentFile) -> (Vec<usize>, Vec<usize>) {
    let shared =
        Side::BOTH.map(|side| shared_sentences(before.sentences(side).collect(), after.sentences(side).collect()));
    let [(old_source, new_source), (old_target, new_target)] = &shared;
    let old = rungs(before, old_source, old_target);
    let new = rungs(after, new_source, new_target);
    let (mut at_old, mut at_new) = (0, 0);
    let (mut common_old, mut common_new) = (Vec::new(), Vec::new());
    while at_old < old.len() && at_new < new.len() {
        let key = old[at_old];
        match key.cmp(&new[at_new]) {
            std::cmp::Ordering::Less => at_old += 1,
            std::cmp::Ordering::Greater => at_new += 1,
            std::cmp::Ordering::Equal => {
                let end = |rungs: &[(usize, usize)]| rungs.iter().take_while(|&&rung| rung == key).count();
                let (old_run, new_run) = (end(&old[at_old..]), end(&new[at_new..]));
                common_old.extend([at_old, at_old + old_run - 1]);
                common_new.extend([at_new, at_new + new_run - 1]);
                at_old += old_run;
                at_new += new_run;
            }
        }
    }
    (common_old, common_new)
}

/// For each border between links how many shared sentences stand before it, source and target.
fn rungs(file: &AlignmentFile, source: &[bool], target: &[bool]) -> Vec<(usize, usize)> {
    let (mut source, mut target) = (source.iter(), target.iter());
    let mut rung = (0, 0);
    let mut rungs = vec![rung];
    rungs.extend(file.links.iter().map(|link| {
        rung.0 += source
            .by_ref()
            .take(link.source.len())
            .filter(|&&shared| shared)
            .count();
        rung.1 += target
            .by_ref()
            .take(link.target.len())
            .filter(|&&shared| shared)
            .count();
        rung
    }));
    rungs
}

/// Which sentences of each list the other has too, in the same order.
fn shared_sentences(old: Vec<&str>, new: Vec<&str>) -> (Vec<bool>, Vec<bool>) {
    let mut shared = (vec![false; old.len()], vec![false; new.len()]);
    for (old, new) in matches(&old, &new).into_iter().enumerate() {
        if let Some(new) = new {
            shared.0[old] = true;
            shared.1[new] = true;
        }
    }
    shared
}
