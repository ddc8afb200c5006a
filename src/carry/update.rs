//! A stored alignment and its texts as they are now, made into an alignment of these texts.

use super::decision::Decision;
use super::entry::{Entry, Origin, entries, weight};
use super::estimates::keep_estimates;
use super::lone::{self, Neighbours, Rest};
use super::place::{Placed, Traced, Weight, fixed, place};
use super::recut::recut;
use super::report::{CarryError, Policy, Report, Update};
use super::swap::swapped;
use super::text::Text;
use super::trace::{Fate, How};
use crate::align::{Aligner, Alignment};
use crate::bead::Bead;
use crate::file::{AlignmentFile, Confidence, Link, STALE, Settings};
use crate::text::{Side, Span};

/// A run that makes a larger share of the decisions stale than one in so many is refused.
const MOST_LOST: usize = 3;

/// So few decisions that become stale are told and not refused: the edit of a sentence or two is no accident.
const FEW_LOST: usize = 2;

/// Texts that hold a smaller share of an alignment's sentences than one in so many are other texts. Of two texts of
/// different works none to three in a hundred sentences are the same (“—No.”, “* * *”); a translation made anew
/// leaves the half that is the original.
const OTHER_TEXTS: usize = 5;

/// The beads that the aligner must keep: those of pinned and of stale links.
#[must_use]
pub fn fences(file: &AlignmentFile) -> Vec<Bead> {
    let links = file.beads().into_iter().zip(&file.links);
    links
        .filter(|(_, link)| weight(link) != Weight::Free)
        .map(|(bead, _)| bead)
        .collect()
}

/// How the reasons end of links that lost their pins by the place of their sentences.
const APART: &str = "no longer stand together";
const MOVED_ALONE: &str = "it moved in one text and not in the other";

/// Aligns two texts, keeping what people decided in the alignment that is stored of them.
///
/// # Errors
/// [`CarryError`].
pub fn update(
    aligner: &Aligner,
    stored: Option<&AlignmentFile>,
    source: Text,
    target: Text,
    settings: Settings,
    policy: Policy,
) -> Result<Update, CarryError> {
    let is_bare = |link: &Link| weight(link) == Weight::Free && link.note.is_none();
    let holds = |stored: &AlignmentFile| !stored.waiting.is_empty() || !stored.links.iter().all(is_bare);
    let Some(held) = stored.filter(|stored| holds(stored)) else {
        let alignment = aligner.align(&source.document, &target.document);
        let mut file = AlignmentFile::new(
            (&source.document, source.reference),
            (&target.document, target.reference),
            &alignment,
            settings,
        );
        if let Some(stored) = stored.filter(|_| !policy.refresh) {
            keep_estimates(&mut file, stored);
        }
        return Ok(Update {
            file,
            source: source.document,
            target: target.document,
            report: Report::default(),
        });
    };
    let stored = held;
    let paths = [source.reference.path.clone(), target.reference.path.clone()];
    let decided = stored.links.iter().filter(|link| link.status.is_pinned()).count();
    if !policy.accept_loss && decided > 0 && swapped(stored, [&source.document, &target.document]) {
        let [source_path, target_path] = paths;
        return Err(CarryError::Swapped {
            pinned: decided,
            source_path,
            target_path,
        });
    }
    let carrier = Carrier::new(stored, source, target);
    if !policy.accept_loss && decided > 0 {
        let fates = || carrier.entries.iter().filter(|entry| entry.origin == Origin::Link);
        let fates = || fates().flat_map(|entry| entry.traced.fates.iter().flatten());
        let (sentences, found) = (fates().count(), fates().filter(|fate| **fate != Fate::Gone).count());
        if found * OTHER_TEXTS < sentences {
            let [source_path, target_path] = paths;
            return Err(CarryError::OtherTexts {
                pinned: decided,
                sentences,
                found,
                source_path,
                target_path,
            });
        }
    }
    let mut update = carrier.finish(aligner, settings);
    let lost = update.report.became_stale;
    if !policy.accept_loss && lost > FEW_LOST && lost * MOST_LOST > decided {
        return Err(CarryError::MassLoss { lost, decided });
    }
    if !policy.refresh {
        keep_estimates(&mut update.file, stored);
    }
    Ok(update)
}

/// The pinned links of a stored alignment that stand in texts as they are now, worded as these word them; what
/// [`update`] keeps of them.
#[must_use]
pub fn standing(stored: &AlignmentFile, source: Text, target: Text) -> Vec<Link> {
    let carrier = Carrier::new(stored, source, target);
    let placed = carrier.placed.stretches.iter().filter_map(|(at, members)| {
        let pinned = members.iter().copied().find(|&entry| carrier.placed.pinned[entry])?;
        Some((&carrier.entries[pinned].link, carrier.bead(at.sides)))
    });
    placed
        .map(|(link, bead)| {
            let texts = |text: &Text, side| {
                bead.indices(side)
                    .map(|at| text.document.sentence(at).into_owned())
                    .collect()
            };
            Link {
                source: texts(&carrier.source, Side::Source),
                target: texts(&carrier.target, Side::Target),
                ..link.clone().into_owned()
            }
        })
        .collect()
}

/// Everything that is known of a stored alignment in the texts as they are now.
struct Carrier<'a> {
    stored: &'a AlignmentFile,
    entries: Vec<Entry<'a>>,
    placed: Placed,
    source: Text,
    target: Text,
    /// Whether a text is another than that which the alignment names.
    edited: bool,
}

/// The entries that a bead of the new alignment takes in.
#[derive(Debug, Clone, Default)]
struct Tenants {
    entries: Vec<usize>,
    /// Whether it stands where the first of them stood, so that it is theirs and not the aligner's.
    fence: bool,
}

impl<'a> Carrier<'a> {
    /// Finds the links in the texts, and cuts these where people did.
    fn new(stored: &'a AlignmentFile, source: Text, target: Text) -> Self {
        // As long as nobody edits a text, a second run finds nothing to do.
        let edited =
            (&stored.source.sha256, &stored.target.sha256) != (&source.reference.sha256, &target.reference.sha256);
        let entries = entries(stored, [&source, &target], edited);
        let texts = [&source, &target].map(|text| text.document.text().as_str());
        let traced: Vec<Traced> = entries.iter().map(|entry| entry.traced.clone()).collect();
        let placed = place(&traced, texts);
        let fixed = [0, 1].map(|side| fixed(&traced, &placed, side));
        let cut = |text: Text, side: usize| Text {
            document: recut(text.document, &fixed[side]),
            ..text
        };
        Self {
            source: cut(source, 0),
            target: cut(target, 1),
            stored,
            entries,
            placed,
            edited,
        }
    }

    fn finish(self, aligner: &Aligner, settings: Settings) -> Update {
        let align = |fences: &[Bead]| aligner.align_with_pins(&self.source.document, &self.target.document, fences);
        let (fences, members) = self.fences(aligner);
        let mut alignment = align(&fences);
        let mut tenants = Self::tenants(&alignment, &fences, &members);
        let mut settled = vec![false; self.entries.len()];
        for &entry in self.placed.stretches.iter().flat_map(|(_, members)| members) {
            settled[entry] = true;
        }
        let of_weight = |free: bool| {
            let entries = self.entries.iter().enumerate();
            let matching = entries.filter(move |(_, entry)| (entry.weight() == Weight::Free) == free);
            matching.map(|(at, _)| at)
        };
        let homeless: Vec<usize> = of_weight(false).filter(|&entry| !settled[entry]).collect();
        let mut waiting = self.house(&homeless, &alignment, &mut tenants);
        if waiting.len() < homeless.len() {
            // The links that take these decisions in become stale. The next run will find them stale and keep
            // them; so that it finds nothing else to do, this one keeps them as well.
            let kept: Vec<Bead> = Self::occupied(&alignment, &tenants);
            let again = align(&kept);
            let first = std::mem::replace(&mut alignment, again);
            let before = first.beads.iter().zip(first.confidence).zip(tenants);
            let mut before = before.filter(|(_, tenants)| !tenants.entries.is_empty()).peekable();
            tenants = vec![Tenants::default(); alignment.beads.len()];
            for (index, bead) in alignment.beads.iter().enumerate() {
                if let Some(((_, confidence), here)) = before.next_if(|((kept, _), _)| *kept == bead) {
                    (alignment.confidence[index], tenants[index]) = (confidence, here);
                }
            }
        }
        let remarks: Vec<usize> = of_weight(true)
            .filter(|&entry| self.entries[entry].link.note.is_some())
            .collect();
        waiting.extend(self.house(&remarks, &alignment, &mut tenants));
        waiting.sort_unstable();
        self.assemble(&alignment, &tenants, &waiting, settings)
    }

    fn bead(&self, sides: [Span; 2]) -> Bead {
        let [source, target] = [&self.source, &self.target].map(|text| text.document.sentences());
        let index = |side: usize, place: usize| {
            let sentences = if side == 0 { source } else { target };
            sentences.partition_point(|sentence| sentence.span.start < place)
        };
        let range = |side: usize| index(side, sides[side].start)..index(side, sides[side].end);
        Bead::new(range(0), range(1))
    }

    /// The beads that the aligner must keep, and the entries that stand in each.
    fn fences(&self, aligner: &Aligner) -> (Vec<Bead>, Vec<Vec<usize>>) {
        let stretches = &self.placed.stretches;
        let fences: Vec<Bead> = stretches.iter().map(|(at, _)| self.bead(at.sides)).collect();
        let members: Vec<Vec<usize>> = stretches.iter().map(|(_, members)| members.clone()).collect();
        if !self.edited {
            return (fences, members);
        }
        let texts = [&self.source, &self.target].map(|text| text.document.text().as_str());
        let traced: Vec<Traced> = self.entries.iter().map(|entry| entry.traced.clone()).collect();
        let neighbours = Neighbours::new(&traced);
        let is_loose = |members: &[usize]| {
            let pinned = members.iter().find(|&&entry| self.placed.pinned[entry]);
            pinned.is_some_and(|&entry| {
                self.entries[entry].origin == Origin::Restored || !neighbours.are_beside(entry, texts)
            })
        };
        let all = fences.into_iter().zip(members);
        let (loose, mut known): (Vec<_>, Vec<_>) = all.partition(|(bead, members)| bead.is_null() && is_loose(members));
        if !loose.is_empty() {
            let documents = [&self.source.document, &self.target.document];
            let rest = Rest::without(documents, loose.iter().map(|(bead, _)| bead));
            let pins: Vec<Bead> = known.iter().map(|(bead, _)| rest.bead(bead)).collect();
            let [source, target] = &rest.documents;
            let alignment = aligner.align_with_pins(source, target, &pins);
            let places = rest.places(&alignment, known.iter().map(|(bead, _)| bead));
            known.extend(
                loose
                    .into_iter()
                    .map(|(bead, members)| (lone::placed(&bead, &places), members)),
            );
            known.sort_by_key(|(bead, _)| {
                let [source, target] = [&bead.source, &bead.target];
                (source.start, target.start, source.end, target.end)
            });
        }
        known.into_iter().unzip()
    }

    fn tenants(alignment: &Alignment, fences: &[Bead], members: &[Vec<usize>]) -> Vec<Tenants> {
        let mut placed = fences.iter().zip(members).peekable();
        let beads = alignment.beads.iter();
        beads
            .map(|bead| {
                let here = placed.next_if(|(fence, _)| *fence == bead);
                here.map_or_else(Tenants::default, |(_, members)| Tenants {
                    entries: members.clone(),
                    fence: true,
                })
            })
            .collect()
    }

    fn occupied(alignment: &Alignment, tenants: &[Tenants]) -> Vec<Bead> {
        let beads = alignment.beads.iter().zip(tenants);
        beads
            .filter(|(_, here)| !here.entries.is_empty())
            .map(|(bead, _)| bead.clone())
            .collect()
    }

    /// Gives entries without a place of their own to the link that holds the first of their sentences, unless it is
    /// pinned. Returns those that find none.
    fn house(&self, entries: &[usize], alignment: &Alignment, tenants: &mut [Tenants]) -> Vec<usize> {
        let is_pinned = |here: &Tenants| here.entries.iter().any(|&entry| self.placed.pinned[entry]);
        let open: Vec<bool> = tenants.iter().map(|here| !is_pinned(here)).collect();
        let mut lost = Vec::new();
        for &entry in entries {
            match self.home(entry, alignment).filter(|&at| open[at]) {
                Some(at) => tenants[at].entries.push(entry),
                None => lost.push(entry),
            }
        }
        lost
    }

    /// The bead that holds the first sentence of an entry that is still there.
    fn home(&self, entry: usize, alignment: &Alignment) -> Option<usize> {
        let sides = [(&self.source, Side::Source), (&self.target, Side::Target)];
        let mut fates = sides.into_iter().zip(&self.entries[entry].traced.fates);
        fates.find_map(|((text, side), fates)| {
            let span = fates.iter().find_map(|fate| fate.span())?;
            let sentences = text.document.sentences();
            let index = sentences
                .partition_point(|sentence| sentence.span.start <= span.start)
                .checked_sub(1)?;
            let at = alignment
                .beads
                .partition_point(|bead| bead.side(side).end.get() <= index);
            (at < alignment.beads.len()).then_some(at)
        })
    }

    fn assemble(self, alignment: &Alignment, tenants: &[Tenants], waiting: &[usize], settings: Settings) -> Update {
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::file::{Status, TextRef};
    use crate::fixture::document;
    use crate::text::Lang;

    fn text(lines: &str, lang: Lang) -> Text {
        let document = document(lines);
        Text {
            reference: TextRef::new(&document, lang, &format!("{lang}.txt")),
            document,
        }
    }

    /// As many numbered sentences as a long novel has.
    fn long(word: &str) -> String {
        let mut text = String::new();
        for number in 0..10_000 {
            let _ = writeln!(text, "{word} {number}.");
            if number % 7 == 0 {
                text.push_str("—No.\n");
            }
            if number % 5 == 0 {
                text.push('\n');
            }
        }
        text
    }

    #[test]
    fn a_long_text_with_every_link_pinned_takes_moments_however_it_is_edited() {
        let (source, target) = (text(&long("Verso"), Lang::ES), text(&long("Verse"), Lang::EN));
        let beads: Vec<Bead> = (0..source.document.len())
            .map(|at| Bead::new(at..at + 1, at..at + 1))
            .collect();
        let alignment = Alignment {
            confidence: vec![1.0; beads.len()],
            reasons: vec![Vec::new(); beads.len()],
            beads,
        };
        let mut stored = AlignmentFile::new(
            (&source.document, source.reference.clone()),
            (&target.document, target.reference.clone()),
            &alignment,
            Settings::default(),
        );
        stored.links.iter_mut().for_each(|link| link.status = Status::Accepted);
        let find = |source: &str| {
            let started = Instant::now();
            let standing = standing(&stored, text(source, Lang::ES), target.clone()).len();
            // A quadratic search takes minutes.
            assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
            standing
        };
        let all = stored.links.len();
        assert_eq!(find(&long("Verso")), all);
        assert_eq!(find(&long("Verso").replace("Verso 4999.\n", "")), all - 1);
        // Every numbered sentence changed; only what is repeated is left.
        assert!(find(&long("Versos")) <= all - 10_000);
        // Nothing in common at all.
        assert_eq!(find(&long("Otra cosa").replace("—No.", "—Sí.")), 0);
    }
}
