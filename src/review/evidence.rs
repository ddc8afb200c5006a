//! What speaks for a link, and what else it could be.

use serde::Serialize;

use super::{Ground, SentenceName, State};
use crate::align::Aligner;
use crate::bead::Bead;
use crate::reasons::Reason;
use crate::text::{Side, Span};
use crate::words::WordAligner;

/// What is known of a link.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Words that translate each other.
    pub lit: Vec<[Lit; 2]>,
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
const NEAR: usize = 5;

/// Links around these that teach the aligner.
const CONTEXT: usize = 60;

/// Alternatives that are shown: one for each of the keys 1, 2, 3.
const SHOWN: usize = 3;

/// Looks at a link once more.
///
/// # Complexity
/// That of aligning some 130 links.
#[must_use]
pub fn evidence(state: &State, ground: &Ground, aligner: &Aligner, words: &WordAligner, link: usize) -> Evidence {
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
    evidence.alternatives = alternatives(state, ground, aligner, link);
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

fn alternatives(state: &State, ground: &Ground, aligner: &Aligner, link: usize) -> Vec<Alternative> {
    let links = state.links();
    let around = link.saturating_sub(NEAR + CONTEXT)..(link + NEAR + CONTEXT + 1).min(links.len());
    let documents = Side::BOTH.map(|side| ground.fragment(&state.file, around.clone(), side));
    let mut next = [0, 0];
    let (mut pins, mut own) = (Vec::new(), Bead::new(0..0, 0..0));
    for (index, of) in around.clone().zip(&links[around.clone()]) {
        let end = [next[0] + of.source.len(), next[1] + of.target.len()];
        let bead = Bead::new(next[0]..end[0], next[1]..end[1]);
        if index == link {
            own = bead;
        } else if index.abs_diff(link) > NEAR || of.status.is_pinned() {
            pins.push(bead);
        }
        next = end;
    }
    if documents.each_ref().map(crate::text::Document::len) != next {
        return Vec::new();
    }
    let alignment = aligner.align_with_pins(&documents[0], &documents[1], &pins);
    let overlaps = |bead: &Bead| {
        Side::BOTH.iter().any(|&side| {
            let (a, b) = (bead.side(side), own.side(side));
            a.start < b.end && b.start < a.end
        })
    };
    let mut found: Vec<(Bead, f64)> = Vec::new();
    for (index, bead) in alignment.beads.iter().enumerate().filter(|(_, bead)| overlaps(bead)) {
        if *bead != own {
            found.push((bead.clone(), alignment.confidence[index]));
        }
        for reason in &alignment.reasons[index] {
            if let Reason::NearTie(rival) = reason
                && rival.bead != own
                && overlaps(&rival.bead)
            {
                found.push((rival.bead.clone(), rival.share));
            }
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut shown: Vec<(Bead, f64)> = Vec::new();
    for (bead, share) in found {
        if shown.len() < SHOWN && !shown.iter().any(|(known, _)| *known == bead) {
            shown.push((bead, share));
        }
    }
    let name = |side: Side, index: usize| {
        let mut left = index;
        for (at, of) in around.clone().zip(&links[around.clone()]) {
            let count = of.texts(side).len();
            if left < count {
                return state.name(at, side, left);
            }
            left -= count;
        }
        None
    };
    let names = |bead: &Bead, side: Side| bead.indices(side).filter_map(|at| name(side, at.get())).collect();
    let alternative = |(bead, share): &(Bead, f64)| Alternative {
        source: names(bead, Side::Source),
        target: names(bead, Side::Target),
        share: (share * 100.0).round() / 100.0,
    };
    shown.iter().map(alternative).collect()
}
