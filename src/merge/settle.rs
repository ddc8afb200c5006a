//! What becomes of one group of sentences that at least one version links.

use crate::file::{Confidence, Link, STALE, Status};

/// One of the two versions that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Ours,
    Theirs,
}

impl Who {
    pub(super) const BOTH: [Self; 2] = [Self::Ours, Self::Theirs];

    pub(super) const fn other(self) -> Self {
        match self {
            Self::Ours => Self::Theirs,
            Self::Theirs => Self::Ours,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
        }
    }
}

/// What is said of a group of sentences.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judgement {
    pub(super) status: Status,
    pub(super) confidence: Confidence,
    pub(super) reasons: Vec<String>,
    pub(super) note: Option<String>,
}

impl Judgement {
    pub(super) fn of(link: &Link) -> Self {
        Self {
            status: link.status,
            confidence: link.confidence,
            reasons: link.reasons.clone(),
            note: link.note.clone(),
        }
    }

    /// Adds to the note what it does not say already.
    pub(super) fn add_note(&mut self, more: &str) {
        self.note = join_notes(self.note.as_deref(), Some(more));
    }

    /// Whether a decision waits here to be settled.
    fn is_stale(&self) -> bool {
        self.reasons.iter().any(|reason| reason.starts_with(STALE.trim_end()))
    }

    /// Says that a decision waits here to be settled.
    pub(super) fn mark_stale(&mut self) {
        if !self.is_stale() {
            self.reasons.insert(0, format!("{STALE}merge"));
        }
    }

    /// Whether a person, or what is left of a person's decision, speaks here.
    pub(super) fn is_remarked(&self) -> bool {
        self.status.is_pinned() || self.note.is_some() || self.is_stale()
    }
}

/// Both versions link the same sentences. Says whether they contradict each other.
pub(super) fn settle(base: Option<&Link>, ours: &Link, theirs: &Link, preferred: Who) -> (Judgement, bool) {
    let (status, contradiction) = settle_status(base.map(|link| link.status), ours.status, theirs.status);
    let speaker = match (ours.status == status, theirs.status == status) {
        (true, false) => ours,
        (false, true) => theirs,
        _ => {
            let estimate = |link: &Link| (link.confidence, link.reasons.clone());
            let changed = |link: &Link| base.is_some_and(|base| estimate(base) != estimate(link));
            match (changed(ours), changed(theirs), preferred) {
                (true, false, _) => ours,
                (false, true, _) => theirs,
                (_, _, Who::Ours) => ours,
                (_, _, Who::Theirs) => theirs,
            }
        }
    };
    let mut judgement = Judgement::of(speaker);
    judgement.status = status;
    judgement.note = settle_note(base.map(|link| link.note.as_deref()), ours, theirs);
    if contradiction {
        judgement.add_note(&format!(
            "merge: ours says {}, theirs says {}",
            ours.status.as_str(),
            theirs.status.as_str()
        ));
    }
    (judgement, contradiction)
}

/// Who alone changed it wins; where both did, doubt is stronger than a correction, and that than consent.
fn settle_status(base: Option<Status>, ours: Status, theirs: Status) -> (Status, bool) {
    if ours == theirs || base == Some(theirs) {
        return (ours, false);
    }
    if base == Some(ours) {
        return (theirs, false);
    }
    let contradiction = ours.is_pinned() && theirs.is_pinned() && ours.max(theirs) == Status::Disputed;
    (ours.max(theirs), contradiction)
}

fn settle_note(base: Option<Option<&str>>, ours: &Link, theirs: &Link) -> Option<String> {
    let (ours, theirs) = (ours.note.as_deref(), theirs.note.as_deref());
    if ours == theirs || base == Some(theirs) {
        return ours.map(str::to_owned);
    }
    if base == Some(ours) {
        return theirs.map(str::to_owned);
    }
    join_notes(ours, theirs)
}

/// Both notes, each beginning a line, without saying anything twice.
fn join_notes(first: Option<&str>, second: Option<&str>) -> Option<String> {
    const BETWEEN: &str = "\n";
    let fenced = |note: &str| format!("{BETWEEN}{note}{BETWEEN}");
    match (first.unwrap_or_default(), second.unwrap_or_default()) {
        ("", "") => None,
        ("", only) | (only, "") => Some(only.to_owned()),
        (first, second) if fenced(first).contains(&fenced(second)) => Some(first.to_owned()),
        (first, second) if fenced(second).contains(&fenced(first)) => Some(second.to_owned()),
        (first, second) => Some(format!("{first}{BETWEEN}{second}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_alone_changed_a_status_wins_and_else_the_stronger_one() {
        use Status::{Accepted, Auto, Disputed, Edited};
        assert_eq!(settle_status(Some(Auto), Accepted, Auto), (Accepted, false));
        assert_eq!(
            settle_status(Some(Accepted), Accepted, Auto),
            (Auto, false),
            "withdrawn"
        );
        assert_eq!(settle_status(Some(Auto), Accepted, Edited), (Edited, false));
        assert_eq!(settle_status(Some(Auto), Disputed, Accepted), (Disputed, true));
        assert_eq!(settle_status(Some(Accepted), Disputed, Auto), (Disputed, false));
        assert_eq!(settle_status(None, Auto, Accepted), (Accepted, false));
        for base in [None, Some(Auto), Some(Accepted), Some(Edited), Some(Disputed)] {
            for ours in [Auto, Accepted, Edited, Disputed] {
                for theirs in [Auto, Accepted, Edited, Disputed] {
                    assert_eq!(settle_status(base, ours, theirs), settle_status(base, theirs, ours));
                }
            }
        }
    }

    #[test]
    fn no_note_is_said_twice_or_lost() {
        assert_eq!(join_notes(Some("a"), Some("b")).as_deref(), Some("a\nb"));
        assert_eq!(join_notes(Some("a\nb"), Some("b")).as_deref(), Some("a\nb"));
        assert_eq!(
            join_notes(Some("no"), Some("not sure")).as_deref(),
            Some("no\nnot sure")
        );
        assert_eq!(join_notes(None, Some("b")).as_deref(), Some("b"));
        assert_eq!(join_notes(None, None), None);
    }
}
