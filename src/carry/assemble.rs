//! The alignment of the texts as they are now, written with what was decided before.

use super::carrier::{Carrier, Tenants};
use super::decision::Decision;
use super::entry::{Entry, Origin, weight};
use super::place::Weight;
use super::report::{Report, Update};
use super::trace::{Fate, How};
use crate::align::Alignment;
use crate::file::{AlignmentFile, Confidence, Link, STALE, Settings};
use crate::text::Side;

/// How the reasons end of links that lost their pins by the place of their sentences.
const APART: &str = "no longer stand together";
const MOVED_ALONE: &str = "it moved in one text and not in the other";

impl Carrier<'_> {
    /// The file of an alignment, with what the entries of each bead have to say.
    pub(super) fn assemble(
        self,
        alignment: &Alignment,
        tenants: &[Tenants],
        waiting: &[usize],
        settings: Settings,
    ) -> Update {
        let mut report = Report::default();
        let mut file = AlignmentFile::new(
            (&self.source.document, self.source.reference.clone()),
            (&self.target.document, self.target.reference.clone()),
            alignment,
            settings,
        );
        for (link, here) in file.links.iter_mut().zip(tenants) {
            match here.entries.iter().find(|&&entry| self.placed.pinned[entry]) {
                Some(&pinned) => self.keep(link, pinned, &mut report),
                None => self.take_in(link, here, &mut report),
            }
            report.stale += usize::from(link.is_stale());
        }
        for &entry in waiting {
            let Entry { link, origin, .. } = &self.entries[entry];
            let decisions = match self.entries[entry].weight() {
                Weight::Stale => Decision::read_all(link.note.as_deref().unwrap_or_default()),
                Weight::Pinned | Weight::Free => Vec::new(),
            };
            let was_pinned = usize::from(*origin == Origin::Link && link.status.is_pinned());
            report.became_stale += was_pinned;
            report.set_aside += was_pinned;
            if decisions.is_empty() {
                file.waiting.push(link.clone().into_owned());
            } else {
                file.waiting.extend(decisions.into_iter().map(|decision| decision.0));
            }
        }
        report.waiting = file.waiting.len();
        let all_decided = file.links.iter().all(|link| weight(link) != Weight::Free);
        if all_decided
            && (&file.source, &file.target, &file.links)
                == (&self.stored.source, &self.stored.target, &self.stored.links)
        {
            // There is no `auto` link that this version made.
            file.aligner.clone_from(&self.stored.aligner);
        }
        Update {
            file,
            source: self.source.document,
            target: self.target.document,
            report,
        }
    }

    /// Makes a link again what was decided of it.
    fn keep(&self, link: &mut Link, entry: usize, report: &mut Report) {
        let entry = &self.entries[entry];
        let old = &*entry.link;
        link.status = old.status;
        link.confidence = old.confidence;
        link.note.clone_from(&old.note);
        link.reasons.clone_from(&old.reasons);
        match entry.origin {
            Origin::Restored => report.restored += 1,
            _ if link == old => report.kept += 1,
            _ => report.carried += 1,
        }
    }

    /// Writes into a link what the entries have to say that it takes in.
    fn take_in(&self, link: &mut Link, here: &Tenants, report: &mut Report) {
        if here
            .entries
            .iter()
            .any(|&entry| self.entries[entry].weight() != Weight::Free)
        {
            link.reasons = Vec::new();
        }
        let mut notes: Vec<String> = Vec::new();
        let mut confidence: Option<Confidence> = None;
        for &at in &here.entries {
            let entry = &self.entries[at];
            let stored = &*entry.link;
            match entry.weight() {
                Weight::Pinned => {
                    report.became_stale += usize::from(entry.origin == Origin::Link);
                    notes.push(Decision::to_note(stored));
                    link.reasons.push(self.reason(at));
                }
                Weight::Stale => {
                    notes.extend(stored.note.clone());
                    let new = stored.reasons.iter().filter(|reason| !link.reasons.contains(reason));
                    let new: Vec<String> = new.cloned().collect();
                    link.reasons.extend(new);
                }
                Weight::Free => {
                    notes.extend(stored.note.clone());
                    continue;
                }
            }
            confidence = Some(confidence.map_or(stored.confidence, |least| least.min(stored.confidence)));
        }
        if !notes.is_empty() {
            link.note = Some(notes.join("\n"));
        }
        if here.fence && link.is_stale() {
            link.confidence = confidence.unwrap_or(link.confidence);
        }
    }

    /// What happened to a link that was pinned.
    fn reason(&self, index: usize) -> String {
        let traced = &self.entries[index].traced;
        let mut happened: Vec<String> = Vec::new();
        for (side, fates) in Side::BOTH.into_iter().zip(&traced.fates) {
            for (number, fate) in fates.iter().enumerate() {
                let what = match fate {
                    Fate::Same { .. } => continue,
                    Fate::Gone => "was removed",
                    Fate::Changed { how: How::Edited, .. } => "was changed",
                    Fate::Changed { how: How::Split, .. } => "was split",
                    Fate::Changed { how: How::Merged, .. } => "was merged with a neighbour",
                };
                happened.push(match fates.len() {
                    1 => format!("its {side} sentence {what}"),
                    _ => format!("its {} {side} sentence {what}", ordinal(number + 1)),
                });
            }
        }
        if happened.is_empty() {
            let texts = [&self.source, &self.target].map(|text| text.document.text().as_str());
            for side in Side::BOTH {
                if !traced.stands_together(side.index(), texts[side.index()]) {
                    happened.push(format!("its {side} sentences {APART}"));
                }
            }
        }
        if happened.is_empty() {
            happened.push(MOVED_ALONE.to_owned());
        }
        format!("{STALE}{}", happened.join("; "))
    }
}

fn ordinal(number: usize) -> String {
    match number {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        number => format!("{number}th"),
    }
}
