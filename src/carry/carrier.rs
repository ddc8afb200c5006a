//! What is known of a stored alignment in the texts as they are now, and where each of its links goes.

use super::entry::{Entry, Origin, entries};
use super::lone::{self, Neighbours, Rest};
use super::place::{Placed, Traced, Weight, fixed, place};
use super::recut::recut;
use super::report::Update;
use super::text::Text;
use crate::align::{Aligner, Alignment};
use crate::bead::Bead;
use crate::file::{AlignmentFile, Settings};
use crate::text::{Side, Span};

/// Everything that is known of a stored alignment in the texts as they are now.
pub(super) struct Carrier<'a> {
    pub(super) stored: &'a AlignmentFile,
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) placed: Placed,
    pub(super) source: Text,
    pub(super) target: Text,
    /// Whether a text is another than that which the alignment names.
    edited: bool,
}

/// The entries that a bead of the new alignment takes in.
#[derive(Debug, Clone, Default)]
pub(super) struct Tenants {
    pub(super) entries: Vec<usize>,
    /// Whether it stands where the first of them stood, so that it is theirs and not the aligner's.
    pub(super) fence: bool,
}

impl<'a> Carrier<'a> {
    /// Finds the links in the texts, and cuts these where people did.
    pub(super) fn new(stored: &'a AlignmentFile, source: Text, target: Text) -> Self {
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

    pub(super) fn finish(self, aligner: &Aligner, settings: Settings) -> Update {
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

    pub(super) fn bead(&self, sides: [Span; 2]) -> Bead {
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
}
