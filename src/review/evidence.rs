//! What speaks for a link, and what else it could be.

use std::ops::Range;

use serde::Serialize;

use super::stretch::{CONTEXT, Stretch};
use super::{Ground, SentenceName, State};
use crate::align::{Aligner, Look, Parts};
use crate::bead::Bead;
use crate::reasons::Rival;
use crate::text::{Side, Span};
use crate::words::WordAligner;

/// What is known of a link.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Words that translate each other.
    pub lit: Vec<[Lit; 2]>,
    /// How likely this very grouping is by the lattice around it, from 0 to 1: what the alternatives are measured by.
    pub share: f64,
    /// What each kind of evidence says of it; nothing where its text is not at hand.
    pub parts: Option<Parts>,
    /// What else its sentences could be grouped with, the likeliest first.
    pub alternatives: Vec<Alternative>,
}

/// A word of a link: in which of the sentences of its side, and where there, in UTF-16 units as browsers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lit {
    /// Which sentence of its side.
    pub sentence: usize,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Another grouping.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative {
    /// The sentences of the original.
    pub source: Vec<SentenceName>,
    /// The sentences of the translation.
    pub target: Vec<SentenceName>,
    /// How likely it is, from 0 to 1.
    pub share: f64,
}

/// Links on either side that may be grouped otherwise: what competes with a link lies next to it.
pub(super) const NEAR: usize = 5;

/// Alternatives that are shown: one for each of the keys 1, 2, 3.
const SHOWN: usize = 3;

/// How much of the texts is read to look at a link once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// What lies around it, some 130 links: milliseconds, but words learnt from so little weigh otherwise than in the whole.
    Around,
    /// All of it, which says most nearly what the aligner saw: a second or two for a novel.
    Whole,
}

impl Reach {
    /// Links on either side.
    fn links(self, state: &State) -> usize {
        match self {
            Self::Around => NEAR + CONTEXT,
            Self::Whole => state.links().len(),
        }
    }
}

/// Looks at a link once more.
///
/// # Complexity
/// That of aligning what [`Reach`] says.
#[must_use]
pub fn evidence(
    state: &State,
    ground: &Ground,
    (aligner, words): (&Aligner, &WordAligner),
    link: usize,
    reach: Reach,
) -> Evidence {
    let Some(of) = state.links().get(link) else {
        return Evidence::default();
    };
    let texts = Side::BOTH.map(|side| of.texts(side).join(" "));
    let mut evidence = Evidence::default();
    if !of.is_null() {
        let found = words.align_texts(&[texts.each_ref().map(String::as_str)]);
        for found in found {
            for pair in &found.links {
                let word = |side: Side, span: Span| placed(of.texts(side), &texts[side.index()], span);
                let (source, target) = (found.source.get(pair.source), found.target.get(pair.target));
                let both = source.zip(target);
                let both = both.and_then(|(&s, &t)| Some([word(Side::Source, s)?, word(Side::Target, t)?]));
                evidence.lit.extend(both);
            }
        }
    }
    look_closer(state, ground, aligner, (link, reach), &mut evidence);
    evidence
}

/// Where a word of sentences joined by blanks stands in them.
fn placed(sentences: &[String], joined: &str, span: Span) -> Option<Lit> {
    let mut start = 0;
    for (sentence, text) in sentences.iter().enumerate() {
        let end = start + text.len();
        if span.start < end {
            let units = |from: usize, to: usize| joined.get(from..to).map(|text| text.encode_utf16().count());
            let first = units(start, span.start)?;
            return Some(Lit {
                sentence,
                start: first,
                end: first + units(span.start, span.end.min(end))?,
            });
        }
        start = end + 1;
    }
    None
}

/// The links around one, and those of them that stand for the aligner.
struct Surroundings {
    stretch: Stretch,
    pins: Vec<Bead>,
}

impl Surroundings {
    /// Those of some links, of which [`NEAR`] on either side may be grouped otherwise; with the number of the first.
    fn of(state: &State, ground: &Ground, block: &Range<usize>, reach: Reach) -> Option<(Self, usize)> {
        let stretch = Stretch::around(state, ground, block, reach.links(state))?;
        let first = stretch.around.start;
        let pins = stretch.pins(|index| {
            let is_near = index + NEAR >= block.start && index < block.end + NEAR;
            !block.contains(&index) && (!is_near || state.links()[index].status.is_pinned())
        });
        Some((Self { stretch, pins }, first))
    }

    fn look(&self, aligner: &Aligner, bead: &Bead, block: &Bead, most: usize) -> Look {
        let [source, target] = &self.stretch.documents;
        aligner.look_at(source, target, &self.pins, (bead, block), most)
    }
}

/// How many errors fewer are to be expected around some links that are looked at together, once the least sure of them is
/// settled: what the posterior of the lattice with that pin says.
///
/// # Complexity
/// That of aligning some 130 links.
#[must_use]
pub(super) fn taught(state: &State, ground: &Ground, aligner: &Aligner, block: &Range<usize>) -> f64 {
    let Some((surroundings, first)) = Surroundings::of(state, ground, block, Reach::Around) else {
        return 0.0;
    };
    let doubt = |index: &usize| 1.0 - state.links()[*index].confidence.get();
    let Some(least) = block.clone().max_by(|a, b| doubt(a).total_cmp(&doubt(b))) else {
        return 0.0;
    };
    let beads = &surroundings.stretch.beads[block.start - first..block.end - first];
    let (from, to) = (&beads[0], &beads[beads.len() - 1]);
    let whole = Bead::new(
        from.source.start.get()..to.source.end.get(),
        from.target.start.get()..to.target.end.get(),
    );
    let bead = &surroundings.stretch.beads[least - first];
    surroundings.look(aligner, bead, &whole, SHOWN).taught
}

/// Adds what the search around a link says of it.
fn look_closer(
    state: &State,
    ground: &Ground,
    aligner: &Aligner,
    (link, reach): (usize, Reach),
    evidence: &mut Evidence,
) {
    let Some((surroundings, first)) = Surroundings::of(state, ground, &(link..link + 1), reach) else {
        return;
    };
    let own = &surroundings.stretch.beads[link - first];
    let look = surroundings.look(aligner, own, own, SHOWN);
    let name = |side: Side, index: usize| {
        let holds = |bead: &Bead| bead.indices(side).any(|at| at.get() == index);
        let at = surroundings.stretch.beads.iter().position(holds)?;
        state.name(
            first + at,
            side,
            index - surroundings.stretch.beads[at].side(side).start.get(),
        )
    };
    let names = |bead: &Bead, side: Side| bead.indices(side).filter_map(|at| name(side, at.get())).collect();
    let alternative = |rival: &Rival| Alternative {
        source: names(&rival.bead, Side::Source),
        target: names(&rival.bead, Side::Target),
        share: rounded(rival.share),
    };
    evidence.share = rounded(look.share);
    evidence.parts = look.parts;
    evidence.alternatives = look.rivals.iter().map(alternative).collect();
}

fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
