//! Passages of one text that the other lacks: left out, added, or moved.

use std::ops::Range;

use super::{Found, Work};
use crate::align::Aligner;
use crate::check::Code;
use crate::text::{Document, DocumentBuilder, PassageKind, Side, SourceText, Span};

/// A run of sentences without a counterpart with fewer words than this is a translator's freedom.
const LEAST_WORDS: usize = 12;

/// Two runs that match this well, mean confidence times share of sentences, translate each other. Unrelated runs of a
/// sentence or two stay under a half.
const MOVED: f64 = 0.6;

/// Most pairs of runs that are compared: where more is missing, the texts are versions of each other and nothing moved.
const MOST_PAIRS: usize = 400;

/// A run of links with sentences on one side only.
struct Run {
    links: Range<usize>,
    sentences: usize,
    words: usize,
}

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let [omitted, added] = Side::BOTH.map(|side| runs(work, side));
    let moved = moved(work, &omitted, &added);
    let mut found = Vec::new();
    for (runs, code, [text, lacks]) in [
        (&omitted, Code::Omission, ["original", "no translation"]),
        (&added, Code::Addition, ["translation", "no original"]),
    ] {
        for run in runs {
            let Run {
                links,
                sentences,
                words,
            } = run;
            let is_moved = moved.iter().any(|(one, other)| [one, other].contains(&links));
            if is_moved {
                continue;
            }
            let message = match sentences {
                1 => format!("a sentence of {words} words of the {text} has {lacks}"),
                _ => format!("{sentences} sentences of the {text}, {words} words, have {lacks}"),
            };
            found.push((code, links.clone(), message));
        }
    }
    for (from, to) in moved {
        let place = work.positions.short_name(to.start);
        let message = format!("the passage seems to stand elsewhere in the translation, at {place}: it was moved");
        found.push((Code::Moved, from, message));
    }
    found
}

/// The runs of a side that are long enough to be told.
fn runs(work: &Work<'_>, side: Side) -> Vec<Run> {
    let lone = |link: usize| work.links[link].texts(side.other()).is_empty();
    let mut runs = Vec::new();
    let mut link = 0;
    while link < work.links.len() {
        let end = (link..work.links.len())
            .find(|&next| !lone(next))
            .unwrap_or(work.links.len());
        let held = || work.links[link..end].iter().flat_map(|link| link.texts(side));
        let words: usize = held().map(|text| words(text)).sum();
        if words >= LEAST_WORDS {
            runs.push(Run {
                links: link..end,
                sentences: held().count(),
                words,
            });
        }
        link = end + 1;
    }
    runs
}

/// Runs of links that hold a passage of the original without a translation, each with the run that holds its translation, at another
/// place.
pub(super) fn moved_passages(work: &Work<'_>) -> Vec<(Range<usize>, Range<usize>)> {
    let [omitted, added] = Side::BOTH.map(|side| runs(work, side));
    moved(work, &omitted, &added)
}

/// Runs of the original and of the translation at different places that translate each other.
fn moved(work: &Work<'_>, omitted: &[Run], added: &[Run]) -> Vec<(Range<usize>, Range<usize>)> {
    let (Some(source), Some(target)) = (work.lang(Side::Source), work.lang(Side::Target)) else {
        return Vec::new();
    };
    if omitted.is_empty() || added.is_empty() || omitted.len() * added.len() > MOST_PAIRS {
        return Vec::new();
    }
    let aligner = Aligner::new(source, target);
    let mut taken = vec![false; added.len()];
    let mut moved = Vec::new();
    for run in omitted {
        let here = document(work, Side::Source, &run.links);
        let mut best: Option<(f64, usize)> = None;
        for (at, other) in added.iter().enumerate().filter(|&(at, _)| !taken[at]) {
            let alike = run.words <= 2 * other.words && other.words <= 2 * run.words;
            if !alike {
                continue;
            }
            let there = document(work, Side::Target, &other.links);
            let match_of = matched(&aligner, &here, &there);
            if match_of >= MOVED && best.is_none_or(|(most, _)| match_of > most) {
                best = Some((match_of, at));
            }
        }
        if let Some((_, at)) = best {
            taken[at] = true;
            moved.push((run.links.clone(), added[at].links.clone()));
        }
    }
    moved
}

/// The mean confidence of the matched sentences times their share of all.
#[expect(clippy::cast_precision_loss, reason = "texts have far fewer than 2^53 sentences")]
fn matched(aligner: &Aligner, source: &Document, target: &Document) -> f64 {
    let alignment = aligner.align(source, target);
    let beads = alignment.beads.iter().zip(&alignment.confidence);
    let sum: f64 = beads
        .filter(|(bead, _)| !bead.is_null())
        .map(|(bead, confidence)| confidence * f64::from(bead.shape().source + bead.shape().target))
        .sum();
    sum / (source.len() + target.len()).max(1) as f64
}

fn document(work: &Work<'_>, side: Side, links: &Range<usize>) -> Document {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for sentence in work.links[links.clone()].iter().flat_map(|link| link.texts(side)) {
        spans.push(Span::new(text.len(), text.len() + sentence.len()));
        text.push_str(sentence);
        text.push('\n');
    }
    let mut builder = DocumentBuilder::new(SourceText::from_string(&text));
    builder.passage(PassageKind::Paragraph, spans);
    builder.finish()
}

fn words(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.contains(char::is_alphabetic)).count()
}
