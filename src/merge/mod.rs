//! Merging two people's work on one alignment, link by link.
//!
//! [`merge`] takes the version both started from and the two that came of it, as git knows them. A
//! decision of either stands, wherever it goes together with those of the other; decisions that
//! contradict each other become one `disputed` link whose note spells out both. Links of the
//! aligner fill what is left.

mod board;
mod cluster;
mod frame;
mod header;
mod settle;
#[cfg(test)]
mod tests;
mod version;

use std::collections::{BTreeSet, HashSet};

use board::{Board, Placed};
use cluster::{Cluster, clusters};
use frame::Frame;
use settle::{Judgement, Who, settle};
use version::{Group, Version, spell};

use crate::carry::Decision;
use crate::file::{AlignmentFile, Confidence, Link, Status};
use crate::follow::wording::folded;
use crate::text::Side;

/// What came of a merge. The file is always a valid one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The merged alignment.
    pub file: AlignmentFile,
    /// Links, numbered from 1, on which the versions contradict each other; they are `disputed`.
    pub disputes: Vec<usize>,
    /// Decisions whose sentences the other version changed; they stand in notes until a person settles them.
    pub stale: usize,
    /// Sides whose text both versions changed, so that nobody has aligned the merged text yet.
    pub unsettled: Vec<Side>,
    /// Sentences that stand in links of no version, which were made up to keep the file whole.
    pub unaligned: usize,
}

impl Merged {
    /// Whether `cotejo align` has something to do on it.
    #[must_use]
    pub fn needs_align(&self) -> bool {
        self.stale > 0 || self.unaligned > 0 || !self.unsettled.is_empty()
    }
}

/// Why two versions cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// They are of different languages.
    #[error("one version aligns {ours}, the other {theirs}; they cannot be merged: keep one of them")]
    OtherLanguages {
        /// Languages of ours.
        ours: String,
        /// Languages of theirs.
        theirs: String,
    },
}

/// Merges two versions of an alignment. Without a base, everything in which they differ was changed by both.
///
/// Which of the two is called ours changes nothing but the words in notes.
///
/// # Errors
/// [`MergeError`].
///
/// # Complexity
/// Linear where the texts are the same; else that of a diff of their sentences.
pub fn merge(base: Option<&AlignmentFile>, ours: &AlignmentFile, theirs: &AlignmentFile) -> Result<Merged, MergeError> {
    if langs(ours) != langs(theirs) {
        let shown = |file| langs(file).join(" with ");
        return Err(MergeError::OtherLanguages {
            ours: shown(ours),
            theirs: shown(theirs),
        });
    }
    let base = base.filter(|base| langs(base) == langs(ours));
    for (same, one, other) in [
        (ours == theirs, ours, theirs),
        (base == Some(theirs), ours, theirs),
        (base == Some(ours), theirs, ours),
    ] {
        if same {
            debug_assert_eq!(langs(one), langs(other));
            return Ok(Merged {
                file: one.clone(),
                disputes: Vec::new(),
                stale: 0,
                unsettled: Vec::new(),
                unaligned: 0,
            });
        }
    }
    let frames = Side::BOTH.map(|side| Frame::new(base, ours, theirs, side));
    let versions = [Version::new(ours, 1, &frames), Version::new(theirs, 2, &frames)];
    let merger = Merger {
        base: base.map(|base| Version::new(base, 0, &frames)),
        preferred: header::preferred(base, ours, theirs),
        frames: &frames,
        versions: &versions,
        stale: 0,
    };
    Ok(merger.merge())
}

fn langs(file: &AlignmentFile) -> [&str; 2] {
    [&file.source.lang, &file.target.lang]
}

struct Merger<'m> {
    base: Option<Version<'m>>,
    preferred: Who,
    frames: &'m [Frame; 2],
    versions: &'m [Version<'m>; 2],
    stale: usize,
}

/// How strongly a group claims its place.
enum Claim {
    /// A person decided it.
    Decided(Judgement, bool),
    /// A person's words stand at it.
    Remarked(Judgement),
    /// The aligner's.
    Free(Judgement),
    /// The other version decided otherwise, knowing it.
    Dropped,
}

impl<'m> Merger<'m> {
    fn version(&self, who: Who) -> &'m Version<'m> {
        let [ours, theirs] = self.versions;
        match who {
            Who::Ours => ours,
            Who::Theirs => theirs,
        }
    }

    fn merge(mut self) -> Merged {
        let groups: BTreeSet<&Group> = self
            .versions
            .iter()
            .flat_map(|version| version.by_group.keys())
            .collect();
        let (mut decided, mut remarked, mut free) = (Vec::new(), Vec::new(), Vec::new());
        for group in groups {
            match self.claim(group) {
                Claim::Decided(judgement, disputed) => decided.push((group.clone(), judgement, disputed)),
                Claim::Remarked(judgement) => remarked.push((group.clone(), judgement)),
                Claim::Free(judgement) => free.push((group.clone(), judgement)),
                Claim::Dropped => {}
            }
        }
        let mut board = Board::new([0, 1].map(|side: usize| self.frames[side].texts.len()));
        let mut lost = Vec::new();
        let hulls: Vec<Group> = decided.iter().map(|(group, ..)| group.clone()).collect();
        for cluster in clusters(&hulls) {
            board.place(self.decide(cluster, &decided));
        }
        for (group, judgement) in remarked {
            let note = judgement.note.clone();
            let placed = board.place(Placed {
                group: group.clone(),
                judgement,
                disputed: false,
            });
            if let (false, Some(note)) = (placed, note) {
                lost.push((Some(group), elsewhere(&note)));
            }
        }
        self.fill(&mut board, free);
        let unaligned = fill_up(&mut board);
        lost.extend(self.homeless());
        let mut placed = board.in_order(|source, target| self.source_first(source, target));
        attach(&mut placed, lost, self.frames);
        self.finish(&placed, unaligned)
    }

    /// What the versions make of a group that one of them has at least.
    fn claim(&mut self, group: &Group) -> Claim {
        let base = self.base.as_ref().and_then(|base| base.find(group));
        let [ours, theirs] = Who::BOTH.map(|who| self.version(who).find(group));
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => self.claim_of_both(group, base, ours, theirs),
            (Some(link), None) => self.claim_of_one(group, base, link, Who::Ours),
            (None, Some(link)) => self.claim_of_one(group, base, link, Who::Theirs),
            (None, None) => Claim::Dropped,
        }
    }

    fn claim_of_both(&mut self, group: &Group, base: Option<&Link>, ours: &Link, theirs: &Link) -> Claim {
        let touched = Who::BOTH.map(|who| self.version(who).is_touched(group));
        let (mut judgement, disputed) = match touched {
            [false, false] | [true, true] => {
                // What the base said of other words was said of something else.
                let base = base.filter(|base| same_words(base, ours) && same_words(base, theirs));
                settle(base, ours, theirs, self.preferred)
            }
            [true, false] => (self.on_new_words(base, ours, theirs), false),
            [false, true] => (self.on_new_words(base, theirs, ours), false),
        };
        if touched == [true, true] && judgement.status.is_pinned() {
            // Each decided on words of its own, which the merged text has not.
            let mut decided = [ours, theirs].into_iter().filter(|link| link.status.is_pinned());
            if let Some(link) = decided.next() {
                self.unpin(&mut judgement, link);
            }
            if let Some(link) = decided.next().filter(|_| words(ours) != words(theirs)) {
                judgement.add_note(&Decision::to_note(link));
            }
        }
        classify(judgement, disputed)
    }

    /// The links are the same, but one version decided on the words as they were before the other changed them.
    fn on_new_words(&mut self, base: Option<&Link>, old: &Link, new: &Link) -> Judgement {
        let mut judgement = Judgement::of(new);
        if is_of_base(base, old) || !Judgement::of(old).is_remarked() {
            return judgement;
        }
        judgement.add_note(&told(old));
        if old.status.is_pinned() && !judgement.status.is_pinned() {
            self.mark_stale(&mut judgement);
        }
        judgement
    }

    fn claim_of_one(&mut self, group: &Group, base: Option<&Link>, link: &Link, who: Who) -> Claim {
        let touched = self.version(who).is_touched(group);
        let mut judgement = Judgement::of(link);
        if is_of_base(base, link) && judgement.is_remarked() && (touched || self.version(who.other()).decides(group)) {
            return Claim::Dropped;
        }
        if touched && judgement.status.is_pinned() {
            self.unpin(&mut judgement, link);
        }
        classify(judgement, false)
    }

    /// Turns a decision about words that have changed into a note.
    fn unpin(&mut self, judgement: &mut Judgement, link: &Link) {
        judgement.status = Status::Auto;
        judgement.note = None;
        judgement.add_note(&Decision::to_note(link));
        self.mark_stale(judgement);
    }

    fn mark_stale(&mut self, judgement: &mut Judgement) {
        self.stale += 1;
        judgement.mark_stale();
    }

    /// A decision that stands alone, or the one link that those become which contradict each other.
    fn decide(&self, cluster: Cluster, decided: &[(Group, Judgement, bool)]) -> Placed {
        let members = cluster.members.iter().map(|&index| &decided[index]);
        if let [(_, judgement, disputed)] = members.clone().collect::<Vec<_>>()[..] {
            return Placed {
                group: cluster.hull,
                judgement: judgement.clone(),
                disputed: *disputed,
            };
        }
        let said = |who: Who| {
            let version = self.version(who);
            let links = version.overlapping(&cluster.hull).into_iter();
            let said = links.map(|index| spell(&version.file.links[index]));
            format!("{} has {}", who.name(), said.collect::<Vec<_>>().join(", "))
        };
        let confidences = members.clone().map(|(_, judgement, _)| judgement.confidence);
        let mut judgement = Judgement {
            status: Status::Disputed,
            confidence: confidences.min().unwrap_or(Confidence::new(0.0)),
            reasons: Vec::new(),
            note: Some(format!("merge: {}; {}", said(Who::Ours), said(Who::Theirs))),
        };
        // A note can come from a link that only the other version has decided.
        for note in members.filter_map(|(_, judgement, _)| judgement.note.as_deref()) {
            if !judgement
                .note
                .as_deref()
                .is_some_and(|said| said.contains(&note.replace('\n', " ")))
            {
                judgement.add_note(note);
            }
        }
        Placed {
            judgement,
            group: cluster.hull,
            disputed: true,
        }
    }

    /// The aligner's links: first those of both, then those that one of them has changed, then the rest.
    fn fill(&self, board: &mut Board, mut free: Vec<(Group, Judgement)>) {
        let order = |group: &Group| {
            let has = |who: Who| self.version(who).by_group.contains_key(group);
            let (preferred, other) = (has(self.preferred), has(self.preferred.other()));
            let old = self.base.as_ref().is_some_and(|base| base.by_group.contains_key(group));
            match (preferred, other, old) {
                (true, true, _) => 0,
                (true, false, false) => 1,
                (false, _, false) => 2,
                (true, false, true) => 3,
                (false, _, true) => 4,
            }
        };
        free.sort_by_cached_key(|(group, _)| order(group));
        for (group, judgement) in free {
            board.place(Placed {
                group,
                judgement,
                disputed: false,
            });
        }
    }

    /// Decisions and notes whose sentences do not stand side by side any more, and what to say of them.
    fn homeless(&mut self) -> Vec<(Option<Group>, String)> {
        let known: HashSet<_> = self.base.iter().flat_map(|base| &base.file.links).map(words).collect();
        let mut said = Vec::new();
        for who in Who::BOTH {
            let version = self.version(who);
            for (index, link) in version.file.links.iter().enumerate() {
                let remarked = Judgement::of(link).is_remarked() && version.groups[index].is_none();
                // Who changed the text had the decision before their eyes when it is older than that.
                if !remarked || known.contains(&words(link)) {
                    continue;
                }
                self.stale += usize::from(link.status.is_pinned());
                said.push((version.nearest(index), told(link)));
            }
        }
        said
    }

    /// Decisions that wait in either version; one that waited before and does no more in one of them was settled there.
    fn waiting(&self) -> Vec<Link> {
        let [ours, theirs] = Who::BOTH.map(|who| &self.version(who).file.waiting);
        let base = self.base.as_ref().map_or(&[][..], |base| &base.file.waiting);
        let settled = |link: &Link| base.contains(link) && !(ours.contains(link) && theirs.contains(link));
        let theirs = theirs.iter().filter(|link| !ours.contains(link));
        let all = ours.iter().chain(theirs);
        all.filter(|link| !settled(link)).cloned().collect()
    }

    fn source_first(&self, source: &Group, target: &Group) -> bool {
        [self.preferred, self.preferred.other()]
            .into_iter()
            .find_map(|who| {
                let at = |group: &Group| self.version(who).by_group.get(group);
                Some(at(source)? < at(target)?)
            })
            .unwrap_or(true)
    }

    fn finish(&self, placed: &[Placed], unaligned: usize) -> Merged {
        let [ours, theirs] = [Who::Ours, Who::Theirs].map(|who| self.version(who).file);
        let base = self.base.as_ref().map(|base| base.file);
        let text = |side: usize| header::text(base, ours, theirs, Side::BOTH[side], self.frames[side].both_changed);
        let ((source, source_unsettled), (target, target_unsettled)) = (text(0), text(1));
        let link = |placed: &Placed| {
            let [source, target] = &placed.group.sides;
            Link {
                source: self.frames[0].texts[source.clone()].to_vec(),
                target: self.frames[1].texts[target.clone()].to_vec(),
                status: placed.judgement.status,
                confidence: placed.judgement.confidence,
                note: placed.judgement.note.clone(),
                reasons: placed.judgement.reasons.clone(),
            }
        };
        let disputes = placed.iter().zip(1..).filter(|(placed, _)| placed.disputed);
        Merged {
            file: AlignmentFile {
                source,
                target,
                aligner: header::aligner(base, ours, theirs, self.preferred),
                waiting: self.waiting(),
                links: placed.iter().map(link).collect(),
            },
            disputes: disputes.map(|(_, number)| number).collect(),
            stale: self.stale,
            unsettled: [(Side::Source, source_unsettled), (Side::Target, target_unsettled)]
                .into_iter()
                .filter_map(|(side, unsettled)| unsettled.then_some(side))
                .collect(),
            unaligned,
        }
    }
}

fn classify(judgement: Judgement, disputed: bool) -> Claim {
    if judgement.status.is_pinned() {
        Claim::Decided(judgement, disputed)
    } else if judgement.is_remarked() {
        Claim::Remarked(judgement)
    } else {
        Claim::Free(judgement)
    }
}

/// Whether a link says what it said in the base, of the same words: whoever changed it or its text since had it before
/// their eyes. On words of its own it is a decision anew, even if it comes to the same.
fn is_of_base(base: Option<&Link>, link: &Link) -> bool {
    base.is_some_and(|base| base.status == link.status && base.note == link.note && same_words(base, link))
}

/// Whether two links hold the same words, however they are typeset.
fn same_words(one: &Link, other: &Link) -> bool {
    Side::BOTH.into_iter().all(|side| {
        let words = |link: &Link| {
            link.texts(side)
                .iter()
                .map(|sentence| folded(sentence))
                .collect::<Vec<_>>()
        };
        words(one) == words(other)
    })
}

/// What makes a link the same in two files.
fn words(link: &Link) -> ([&[String]; 2], Status, Option<&str>) {
    (link.words(), link.status, link.note.as_deref())
}

/// What a link that cannot stand has to tell, for a note: its decision in the form that every command reads, or what
/// stood in its own note.
fn told(link: &Link) -> String {
    match link.note.as_deref().filter(|_| link.is_stale()) {
        Some(note) => note.to_owned(),
        None => Decision::to_note(link),
    }
}

/// What a note says that finds no place of its own. Decisions in it stay as every command reads them.
fn elsewhere(note: &str) -> String {
    let (decisions, rest) = Decision::split(note);
    let rest = rest.filter(|rest| !rest.trim().is_empty());
    let rest = rest.map(|rest| format!("merge: noted at other borders: “{}”", rest.replace('\n', " ")));
    let decisions = decisions.iter().map(|decision| Decision::to_note(&decision.0));
    rest.into_iter().chain(decisions).collect::<Vec<_>>().join("\n")
}

/// Links sentences that no version's links could take, so that the file is whole. Returns how many.
fn fill_up(board: &mut Board) -> usize {
    let mut count = 0;
    for gap in board.gaps() {
        let [mut source, mut target] = gap.free;
        let mut groups = Vec::new();
        if !source.is_empty() && !target.is_empty() {
            groups.push(Group::new(source.remove(0), target.remove(0)));
        }
        groups.extend(
            source
                .into_iter()
                .flatten()
                .map(|index| Group::new(index..index + 1, 0..0)),
        );
        groups.extend(
            target
                .into_iter()
                .flatten()
                .map(|index| Group::new(0..0, index..index + 1)),
        );
        for group in groups {
            count += group.sides.iter().map(ExactSizeIterator::len).sum::<usize>();
            board.place(Placed {
                group,
                judgement: Judgement {
                    status: Status::Auto,
                    confidence: Confidence::new(0.0),
                    reasons: Vec::new(),
                    note: None,
                },
                disputed: false,
            });
        }
    }
    count
}

/// Writes what found no link of its own into the note of the link that now stands there.
fn attach(placed: &mut [Placed], lost: Vec<(Option<Group>, String)>, frames: &[Frame; 2]) {
    let mut holders = [0, 1].map(|side: usize| vec![0; frames[side].texts.len()]);
    for (number, placed) in placed.iter().enumerate() {
        for (side, range) in placed.group.sides.iter().enumerate() {
            holders[side][range.clone()].fill(number);
        }
    }
    for (group, said) in lost {
        let sides = group.iter().flat_map(|group| group.sides.iter().enumerate());
        let number = sides
            .flat_map(|(side, range)| holders[side].get(range.start).filter(|_| !range.is_empty()))
            .next()
            .copied()
            .unwrap_or_default();
        if let Some(placed) = placed.get_mut(number) {
            placed.judgement.add_note(&said);
            if placed.judgement.status == Status::Auto {
                placed.judgement.mark_stale();
            }
        }
    }
}
