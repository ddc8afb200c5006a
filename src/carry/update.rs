//! A stored alignment and its texts as they are now, made into an alignment of these texts.

use super::decision::{Decision, STALE, is_stale};
use super::place::{Placed, Traced, Weight, fixed, place};
use super::recut::recut;
use super::trace::{Fate, How, trace};
use crate::align::{Aligner, Alignment};
use crate::bead::Bead;
use crate::file::{AlignmentFile, Confidence, Link, Settings, TextRef};
use crate::text::{Document, Side};

/// A text as it is now, and how an alignment names it.
#[derive(Debug, Clone)]
pub struct Text {
    /// The text, as the segmenter cuts it.
    pub document: Document,
    /// What the alignment says of it.
    pub reference: TextRef,
}

/// An alignment brought up to date.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The alignment.
    pub file: AlignmentFile,
    /// The original, cut as the alignment has it.
    pub source: Document,
    /// The translation, cut as the alignment has it.
    pub target: Document,
    /// What became of the decisions in the one before.
    pub report: Report,
}

/// What became of people's decisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Pinned links that stand exactly as they were.
    pub kept: usize,
    /// Pinned links that stand, with ids or strings that followed the text.
    pub carried: usize,
    /// Links that were pinned and became stale.
    pub became_stale: usize,
    /// Links that are stale now, those from before among them.
    pub stale: usize,
    /// Links that were stale and are decided again, as what was edited was put back.
    pub restored: usize,
    /// Decisions and annotations of links whose sentences are gone from both texts, where no undecided link is left to take
    /// their notes: they are in the version before only.
    pub gone: usize,
}

/// Why an alignment cannot be brought over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CarryError {
    /// Decisions lost their place to other decisions, and every link that is left is pinned.
    #[error(
        "nothing was written: {count} decided or annotated links lost their place (first: source {source_ids}, \
         target {target_ids}), and people decided every link that is left, so that no note can take the old decisions. \
         Put the sentences back, or set the status of these links to \"auto\" and delete their notes to give the \
         decisions up, and align again"
    )]
    NoRoom {
        /// How many links.
        count: usize,
        /// The source sentences of the first, or `none`.
        source_ids: String,
        /// The target sentences of the first, or `none`.
        target_ids: String,
    },
    /// No sentence of the alignment is in the texts.
    #[error(
        "nothing was written: people decided {pinned} of its links, and not one of its sentences is in {source_path} or \
         {target_path}. Name the texts it belongs to, or move the alignment away to start afresh"
    )]
    OtherTexts {
        /// How many links are pinned.
        pinned: usize,
        /// The original.
        source_path: String,
        /// The translation.
        target_path: String,
    },
}

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

/// The decision a stale link waits for, if its sentences are again what was decided on.
fn undone(link: &Link, langs: [&str; 2]) -> Option<Decision> {
    // What lost its pin by its place has had its words all the time.
    let by_place = |reason: &String| [APART, MOVED_ALONE].iter().any(|what| reason.ends_with(what));
    if link.reasons.iter().any(by_place) {
        return None;
    }
    let mut decisions = Decision::read_all(link.note.as_deref()?, langs);
    let decision = decisions.pop().filter(|_| decisions.is_empty())?;
    let same = (&decision.source_text, &decision.target_text) == (&link.source_text, &link.target_text);
    // A note that says more than the decision would lose what it says.
    (same && link.note.as_deref() == Some(decision.to_note(langs).as_str())).then_some(decision)
}

fn weight(link: &Link) -> Weight {
    if link.status.is_pinned() {
        Weight::Pinned
    } else if is_stale(link) {
        Weight::Stale
    } else {
        Weight::Free
    }
}

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
) -> Result<Update, CarryError> {
    let is_bare = |link: &Link| weight(link) == Weight::Free && link.note.is_none();
    let Some(stored) = stored.filter(|stored| !stored.links.iter().all(is_bare)) else {
        let alignment = aligner.align(&source.document, &target.document);
        return Ok(Update {
            file: AlignmentFile::new(
                (&source.document, source.reference),
                (&target.document, target.reference),
                &alignment,
                settings,
            ),
            source: source.document,
            target: target.document,
            report: Report::default(),
        });
    };
    let paths = [source.reference.path.clone(), target.reference.path.clone()];
    let carrier = Carrier::new(stored, source, target);
    let found = |link: &Traced| link.fates.iter().flatten().any(|fate| *fate != Fate::Gone);
    let pinned = stored.links.iter().filter(|link| link.status.is_pinned()).count();
    if pinned > 0 && !carrier.links.iter().any(found) {
        let [source_path, target_path] = paths;
        return Err(CarryError::OtherTexts {
            pinned,
            source_path,
            target_path,
        });
    }
    carrier.finish(aligner, settings)
}

/// The pinned links of a stored alignment that stand in texts as they are now, worded as these word them; what
/// [`update`] keeps of them.
#[must_use]
pub fn standing(stored: &AlignmentFile, source: Text, target: Text) -> Vec<Link> {
    let carrier = Carrier::new(stored, source, target);
    let placed = carrier.placed.stretches.iter().filter_map(|(at, members)| {
        let pinned = members.iter().copied().find(|&link| carrier.placed.pinned[link])?;
        Some((&stored.links[pinned], carrier.bead(at.sides)))
    });
    let link = |(link, bead): (&Link, Bead)| {
        let texts = |text: &Text, side| {
            bead.indices(side)
                .map(|at| text.document.sentence(at).into_owned())
                .collect()
        };
        Link {
            source_text: texts(&carrier.source, Side::Source),
            target_text: texts(&carrier.target, Side::Target),
            ..link.clone()
        }
    };
    placed.map(link).collect()
}

fn trace_links(stored: &AlignmentFile, source: &Text, target: &Text) -> Vec<Traced> {
    let mut fates = [(Side::Source, source), (Side::Target, target)].map(|(side, text)| {
        let sentences = stored.links.iter().flat_map(|link| link.texts(side));
        let sentences: Vec<&str> = sentences.map(String::as_str).collect();
        let ids = stored.links.iter().flat_map(|link| link.ids(side));
        let mut starts: Vec<usize> = ids
            .enumerate()
            .filter(|(_, id)| id.sentence == 1)
            .map(|(at, _)| at)
            .collect();
        starts.push(sentences.len());
        let passages: Vec<(usize, usize)> = starts.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let lang = text.reference.lang.parse().ok();
        trace(&sentences, &passages, &text.document, lang).into_iter()
    });
    let traced = |link: &Link| {
        let [source, target] = &mut fates;
        Traced {
            weight: weight(link),
            fates: [
                source.take(link.source.len()).collect(),
                target.take(link.target.len()).collect(),
            ],
        }
    };
    stored.links.iter().map(traced).collect()
}

/// Everything that is known of a stored alignment in the texts as they are now.
struct Carrier<'a> {
    stored: &'a AlignmentFile,
    links: Vec<Traced>,
    placed: Placed,
    source: Text,
    target: Text,
}

/// The stored links that a bead of the new alignment takes in.
#[derive(Debug, Clone, Default)]
struct Tenants {
    links: Vec<usize>,
    /// Whether it stands where the first of them stood, so that it is theirs and not the aligner's.
    fence: bool,
}

impl<'a> Carrier<'a> {
    /// Finds the links in the texts, and cuts these where people did.
    fn new(stored: &'a AlignmentFile, source: Text, target: Text) -> Self {
        let links = trace_links(stored, &source, &target);
        let texts = [&source, &target].map(|text| text.document.text().as_str());
        let placed = place(&links, texts);
        let fixed = [0, 1].map(|side| fixed(&links, &placed, side));
        let cut = |text: Text, side: usize| Text {
            document: recut(text.document, &fixed[side]),
            ..text
        };
        Self {
            source: cut(source, 0),
            target: cut(target, 1),
            stored,
            links,
            placed,
        }
    }

    fn finish(self, aligner: &Aligner, settings: Settings) -> Result<Update, CarryError> {
        let fences: Vec<Bead> = self
            .placed
            .stretches
            .iter()
            .map(|(at, _)| self.bead(at.sides))
            .collect();
        let align = |fences: &[Bead]| aligner.align_with_pins(&self.source.document, &self.target.document, fences);
        let mut alignment = align(&fences);
        let mut tenants = self.tenants(&alignment, &fences);
        let settled: Vec<bool> = self.settled();
        let homeless: Vec<usize> = (0..self.links.len())
            .filter(|&link| self.links[link].weight != Weight::Free && !settled[link])
            .collect();
        let mut gone = 0;
        if !homeless.is_empty() {
            // The links that take these decisions in become stale. The next run will find them stale and keep
            // them; so that it finds nothing else to do, this one keeps them as well.
            gone += self.house(&homeless, &alignment, &mut tenants)?;
            let kept: Vec<Bead> = Self::occupied(&alignment, &tenants);
            let again = align(&kept);
            let first = std::mem::replace(&mut alignment, again);
            let before = first.beads.iter().zip(first.confidence).zip(tenants);
            let mut before = before.filter(|(_, tenants)| !tenants.links.is_empty()).peekable();
            tenants = vec![Tenants::default(); alignment.beads.len()];
            for (index, bead) in alignment.beads.iter().enumerate() {
                if let Some(((_, confidence), here)) = before.next_if(|((kept, _), _)| *kept == bead) {
                    (alignment.confidence[index], tenants[index]) = (confidence, here);
                }
            }
        }
        let remarks: Vec<usize> = (0..self.links.len())
            .filter(|&link| self.links[link].weight == Weight::Free && self.stored.links[link].note.is_some())
            .collect();
        gone += self.house(&remarks, &alignment, &mut tenants)?;
        let mut update = self.assemble(&alignment, &tenants, settings);
        update.report.gone = gone;
        Ok(update)
    }

    /// By link whether it has a place.
    fn settled(&self) -> Vec<bool> {
        let mut settled = vec![false; self.links.len()];
        for &link in self.placed.stretches.iter().flat_map(|(_, members)| members) {
            settled[link] = true;
        }
        settled
    }

    fn bead(&self, sides: [crate::text::Span; 2]) -> Bead {
        let [source, target] = [&self.source, &self.target].map(|text| text.document.sentences());
        let index = |side: usize, place: usize| {
            let sentences = if side == 0 { source } else { target };
            sentences.partition_point(|sentence| sentence.span.start < place)
        };
        let range = |side: usize| index(side, sides[side].start)..index(side, sides[side].end);
        Bead::new(range(0), range(1))
    }

    fn tenants(&self, alignment: &Alignment, fences: &[Bead]) -> Vec<Tenants> {
        let mut placed = fences.iter().zip(&self.placed.stretches).peekable();
        let beads = alignment.beads.iter();
        beads
            .map(|bead| {
                let here = placed.next_if(|(fence, _)| *fence == bead);
                here.map_or_else(Tenants::default, |(_, (_, members))| Tenants {
                    links: members.clone(),
                    fence: true,
                })
            })
            .collect()
    }

    fn occupied(alignment: &Alignment, tenants: &[Tenants]) -> Vec<Bead> {
        let beads = alignment.beads.iter().zip(tenants);
        beads
            .filter(|(_, here)| !here.links.is_empty())
            .map(|(bead, _)| bead.clone())
            .collect()
    }

    /// Gives links without a place of their own to the link that holds the first of their sentences, or to the
    /// nearest that is not pinned.
    /// Returns how many found no such link and have no sentence left that could be missed.
    fn house(&self, links: &[usize], alignment: &Alignment, tenants: &mut [Tenants]) -> Result<usize, CarryError> {
        if links.is_empty() {
            return Ok(0);
        }
        let count = alignment.beads.len();
        let is_pinned = |here: &Tenants| here.links.iter().any(|&link| self.placed.pinned[link]);
        let open: Vec<bool> = tenants.iter().map(|here| !is_pinned(here)).collect();
        let mut next_open: Vec<Option<usize>> = vec![None; count + 1];
        for at in (0..count).rev() {
            next_open[at] = if open[at] { Some(at) } else { next_open[at + 1] };
        }
        let last_open = |at: usize| (0..at).rev().find(|&at| open[at]);
        // By stored link the bead that holds the first of its sentences, or of those after it.
        let mut after = vec![count; self.links.len() + 1];
        let mut own = vec![None; self.links.len()];
        for link in (0..self.links.len()).rev() {
            own[link] = self.home(link, alignment);
            after[link] = own[link].unwrap_or(after[link + 1]);
        }
        let mut lost = Vec::new();
        for &link in links {
            let home = own[link]
                .filter(|&at| open[at])
                .or_else(|| next_open[after[link]])
                .or_else(|| last_open(after[link]));
            match home {
                Some(at) => tenants[at].links.push(link),
                None => lost.push(link),
            }
        }
        let is_gone = |link: &usize| self.links[*link].fates.iter().flatten().all(|fate| *fate == Fate::Gone);
        let langs = [self.source.reference.lang.as_str(), self.target.reference.lang.as_str()];
        let decisions = |link: usize| {
            let note = self.stored.links[link].note.as_deref().unwrap_or_default();
            match self.links[link].weight {
                Weight::Stale => Decision::read_all(note, langs).len().max(1),
                Weight::Pinned | Weight::Free => 1,
            }
        };
        let gone = lost.extract_if(.., |link| is_gone(link)).map(decisions).sum();
        let Some(&first) = lost.first() else { return Ok(gone) };
        let ids = |side: Side| {
            let ids = self.stored.links[first].ids(side);
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            if ids.is_empty() {
                "none".to_owned()
            } else {
                ids.join(", ")
            }
        };
        Err(CarryError::NoRoom {
            count: lost.len(),
            source_ids: ids(Side::Source),
            target_ids: ids(Side::Target),
        })
    }

    /// The bead that holds the first sentence of a link that is still there.
    fn home(&self, link: usize, alignment: &Alignment) -> Option<usize> {
        let sides = [(&self.source, Side::Source), (&self.target, Side::Target)];
        let mut fates = sides.into_iter().zip(&self.links[link].fates);
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

    fn assemble(self, alignment: &Alignment, tenants: &[Tenants], settings: Settings) -> Update {
        let mut report = Report::default();
        let langs = [self.source.reference.lang.as_str(), self.target.reference.lang.as_str()];
        // As long as nobody edits a text, a second run finds nothing to do.
        let edited = (&self.stored.source.sha256, &self.stored.target.sha256)
            != (&self.source.reference.sha256, &self.target.reference.sha256);
        let mut file = AlignmentFile::new(
            (&self.source.document, self.source.reference.clone()),
            (&self.target.document, self.target.reference.clone()),
            alignment,
            settings,
        );
        for (link, Tenants { links: list, fence }) in file.links.iter_mut().zip(tenants) {
            if let Some(&pinned) = list.iter().find(|&&old| self.placed.pinned[old]) {
                let old = &self.stored.links[pinned];
                link.status = old.status;
                link.confidence = old.confidence;
                link.note.clone_from(&old.note);
                link.reasons.clone_from(&old.reasons);
                if link == old {
                    report.kept += 1;
                } else {
                    report.carried += 1;
                }
                continue;
            }
            let decided: Vec<usize> = list
                .iter()
                .copied()
                .filter(|&old| self.links[old].weight != Weight::Free)
                .collect();
            if !decided.is_empty() {
                link.reasons = Vec::new();
            }
            let mut notes: Vec<String> = Vec::new();
            let mut confidence: Option<Confidence> = None;
            for &old in list {
                let stored = &self.stored.links[old];
                match self.links[old].weight {
                    Weight::Pinned => {
                        report.became_stale += 1;
                        notes.push(Decision::of(stored).to_note(langs));
                        link.reasons.push(self.reason(old));
                    }
                    Weight::Stale => {
                        notes.extend(stored.note.clone());
                        let new = stored.reasons.iter().filter(|reason| !link.reasons.contains(reason));
                        let new: Vec<String> = new.cloned().collect();
                        link.reasons.extend(new);
                    }
                    Weight::Free => notes.extend(stored.note.clone()),
                }
                if decided.contains(&old) {
                    confidence = Some(confidence.map_or(stored.confidence, |least| least.min(stored.confidence)));
                }
            }
            if !notes.is_empty() {
                link.note = Some(notes.join("\n"));
            }
            if edited
                && let [only] = list[..]
                && self.links[only].weight == Weight::Stale
                && let Some(decision) = undone(link, langs)
            {
                decision.restore(link);
                report.restored += 1;
                continue;
            }
            if is_stale(link) {
                report.stale += 1;
                if *fence {
                    link.confidence = confidence.unwrap_or(link.confidence);
                }
            }
        }
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

    /// What happened to a link that was pinned.
    fn reason(&self, index: usize) -> String {
        let (link, traced) = (&self.stored.links[index], &self.links[index]);
        let mut happened: Vec<String> = Vec::new();
        for (side, fates) in [Side::Source, Side::Target].into_iter().zip(&traced.fates) {
            for (id, fate) in link.ids(side).iter().zip(fates) {
                let what = match fate {
                    Fate::Same { .. } => continue,
                    Fate::Gone => "was removed",
                    Fate::Changed { how: How::Edited, .. } => "was changed",
                    Fate::Changed { how: How::Split, .. } => "was split",
                    Fate::Changed { how: How::Merged, .. } => "was merged with a neighbour",
                };
                happened.push(format!("{side} sentence {id} {what}"));
            }
        }
        if happened.is_empty() {
            let texts = [&self.source, &self.target].map(|text| text.document.text().as_str());
            for (number, side) in [Side::Source, Side::Target].into_iter().enumerate() {
                if !traced.stands_together(number, texts[number]) {
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::file::Status;
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
