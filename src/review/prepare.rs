//! From an operation to the links that go and come.
//!
//! What a person puts together is decided (`edited`). What is left over when sentences are taken from a link that nobody
//! decided goes back to the aligner, so that one correction sets right what follows; what is left of a decision stays one.

mod regroup;
mod sentence;
mod shift;

use super::state::Place;
use super::{Mark, Op, OpError, Patch, SentenceName, State};
use crate::carry::{Decision, clear_settled};
use crate::file::{Confidence, Link, STALE, Status};
use crate::text::Side;

/// The confidence of a link that nobody has estimated yet.
const UNKNOWN: f64 = 0.5;

impl State {
    /// What an operation changes. An operation that changes nothing gives an empty patch.
    ///
    /// # Errors
    /// [`OpError`].
    ///
    /// # Complexity
    /// Linear in the sentences.
    pub fn prepare(&self, op: &Op) -> Result<Patch, OpError> {
        match op {
            Op::Accept { at } => self.accept(at, at),
            Op::AcceptAll { from, to } => self.accept(from, to),
            Op::Back { at } => self.rewrite(at, back),
            Op::Dispute { at, note } => self.rewrite(at, |link| {
                link.status = Status::Disputed;
                if let Some(note) = note {
                    link.note = said(note);
                }
            }),
            Op::Note { at, note } => self.rewrite(at, |link| link.note = said(note)),
            Op::Bookmark { at, on } => self.bookmark(at, *on),
            Op::FirstUp { at } => self.first_up(at),
            Op::LastDown { at } => self.last_down(at),
            Op::ShiftUp { at } => self.shift_up(at),
            Op::ShiftDown { at } => self.shift_down(at),
            Op::MergeNext { at } => self.merge(self.find(at)?.link),
            Op::MergePrevious { at } => {
                let link = self.find(at)?.link;
                self.merge(link.checked_sub(1).ok_or(OpError::First)?)
            }
            Op::Split { at, with } => self.split(at, with.as_ref()),
            Op::NullOut { at } => self.null_out(at),
            Op::Put { at, to } => self.put(at, to),
            Op::Group { source, target } => {
                if source.is_empty() && target.is_empty() {
                    return Err(OpError::nothing(op));
                }
                self.group(source, target)
            }
            Op::Cut { at, parts } => self.cut(at, parts),
            Op::Join { at } => self.join(at),
            Op::Correct { at, words } => self.correct(at, words),
        }
    }

    /// The change of a stretch of links.
    fn change(&self, from: usize, count: usize, after: Vec<Link>) -> Result<Patch, OpError> {
        Ok(Patch::new(from, self.file.links[from..from + count].to_vec(), after)?)
    }

    fn rewrite(&self, at: &SentenceName, change: impl FnOnce(&mut Link)) -> Result<Patch, OpError> {
        let Place { link, .. } = self.find(at)?;
        let mut after = self.file.links[link].clone();
        change(&mut after);
        self.change(link, 1, vec![after])
    }

    fn accept(&self, from: &SentenceName, to: &SentenceName) -> Result<Patch, OpError> {
        let (from, to) = (self.find(from)?.link, self.find(to)?.link);
        let (from, to) = (from.min(to), from.max(to));
        let one = from == to;
        let accepted = |link: &Link| {
            let mut link = link.clone();
            // A doubt is only settled by who looks at this very link.
            if link.status == Status::Auto || (one && link.status == Status::Disputed) {
                link.status = Status::Accepted;
                clear_settled(&mut link);
            }
            link
        };
        let after = self.file.links[from..=to].iter().map(accepted).collect();
        self.change(from, to - from + 1, after)
    }

    fn bookmark(&self, at: &SentenceName, on: bool) -> Result<Patch, OpError> {
        self.find(at)?;
        if self.bookmarks.contains(at) == on {
            return Ok(Patch::new(0, Vec::new(), Vec::new())?);
        }
        Ok(Patch::of_mark(Mark { at: at.clone(), on }))
    }
}

fn said(note: &str) -> Option<String> {
    Some(note.to_owned()).filter(|note| !note.trim().is_empty())
}

fn back(link: &mut Link) {
    if link.status == Status::Edited {
        link.confidence = Confidence::new(UNKNOWN);
    }
    link.status = Status::Auto;
}

/// A link that is left to the aligner.
pub(super) fn undecided(source: Vec<String>, target: Vec<String>) -> Link {
    Link {
        source,
        target,
        status: Status::Auto,
        confidence: Confidence::new(UNKNOWN),
        note: None,
        reasons: Vec::new(),
    }
}

/// A link that a person put together of what stood in others.
fn decided<'l>(source: Vec<String>, target: Vec<String>, of: impl Iterator<Item = &'l Link>) -> Link {
    let mut notes: Vec<String> = Vec::new();
    for link in of {
        // What waited in a stale link for somebody to look at it is settled by this; what was noted with it stays.
        let note = link.note.as_deref().and_then(|note| match link.is_stale() {
            true => Decision::remarks(note),
            false => Some(note.to_owned()),
        });
        notes.extend(note.filter(|note| !notes.contains(note)));
    }
    Link {
        source,
        target,
        status: Status::Edited,
        confidence: Confidence::CERTAIN,
        note: (!notes.is_empty()).then(|| notes.join("\n")),
        reasons: Vec::new(),
    }
}

/// What is left of a link from which sentences were taken; nothing where nothing is left.
fn rest(of: &Link, source: Vec<String>, target: Vec<String>) -> Option<Link> {
    if source.is_empty() && target.is_empty() {
        return None;
    }
    if of.status.is_pinned() {
        let note = of.note.clone();
        let disputed = of.status == Status::Disputed;
        let status = if disputed { Status::Disputed } else { Status::Edited };
        return Some(Link {
            status,
            note,
            ..decided(source, target, std::iter::empty())
        });
    }
    let is_kept = |reason: &&String| reason.starts_with(STALE.trim_end());
    Some(Link {
        confidence: Confidence::new(UNKNOWN),
        reasons: of.reasons.iter().filter(is_kept).cloned().collect(),
        source,
        target,
        ..of.clone()
    })
}

/// A link as it is where nothing was taken from it, else what is left of it.
fn whole_or_rest(of: &Link, source: Vec<String>, target: Vec<String>) -> Option<Link> {
    if (source.len(), target.len()) == (of.source.len(), of.target.len()) {
        return Some(of.clone());
    }
    rest(of, source, target)
}

/// The sentences of both sides, those of `side` first.
fn by_side(side: Side, own: Vec<String>, other: Vec<String>) -> (Vec<String>, Vec<String>) {
    match side {
        Side::Source => (own, other),
        Side::Target => (other, own),
    }
}

fn decided_in_the_way(link: &Link) -> OpError {
    let first = link.source.iter().chain(&link.target).next();
    OpError::Decided {
        first: first.cloned().unwrap_or_default(),
    }
}
