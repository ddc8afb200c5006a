//! Reading an alignment that a person has edited in a text editor.
//!
//! [`tidy`] understands sentences moved from link to link, links joined and split, sentences cut and joined, statuses and
//! notes written, and commas left over or forgotten. Coverage is never guessed: what it cannot understand in one way only
//! it refuses, with the line.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization as _;

use super::json::{TypedLink, take_apart};
use super::validate::{Uncovered, check_coverage};
use super::{AlignmentFile, Confidence, FileError, Link, Status, validate};
use crate::text::{Document, DocumentBuilder, PassageKind, Side, SourceText, Span, fold_space};

/// Something in a file that is not as the program would have written it, and how it was understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Understood {
    /// The line in the file as it was, from 1.
    pub line: usize,
    /// What was understood.
    pub what: String,
}

/// What is known beside the file itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// The alignment before it was edited.
    pub before: Option<&'a AlignmentFile>,
    /// The texts, cut as the program cuts them. Those that are not the ones the file names are passed over.
    pub texts: [Option<&'a Document>; 2],
}

/// An alignment that was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Tidied {
    /// The alignment.
    pub file: AlignmentFile,
    /// What was understood, by line; nothing where only the layout was not canonical.
    pub understood: Vec<Understood>,
}

/// Why a file could not be understood. Names the line.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum HandError {
    /// A fault that the strict reader finds too.
    #[error(transparent)]
    File(#[from] FileError),
    /// A sentence stands in no link, in two, or out of order, or its words are not those of the text.
    #[error("line {line}: {fault}")]
    Coverage {
        /// The line of the link.
        line: usize,
        /// What is wrong.
        fault: Uncovered,
    },
}

/// Reads a file as a person left it.
///
/// The strings say which sentences a link holds. A link that is grouped or cut otherwise than it was and still says
/// `auto` becomes `edited`, and so does a new one without a status.
///
/// # Errors
/// [`HandError`].
pub fn tidy(json: &str, known: &Known<'_>) -> Result<Tidied, HandError> {
    let typed = take_apart(json)?;
    let mut understood: Vec<Understood> = typed
        .repairs()
        .map(|(line, what)| Understood {
            line,
            what: what.to_owned(),
        })
        .collect();
    let (mut file, mut lines) = (typed.file, Vec::with_capacity(typed.links.len()));
    for typed in typed.links {
        let line = typed.line;
        let [source, target] = [0, 1].map(|side: usize| sentences(&typed, side));
        if source.is_empty() && target.is_empty() {
            let note = typed.note.as_ref().map(|note| format!("; its note was “{note}”"));
            understood.push(Understood {
                line,
                what: format!("a link without sentences was left out{}", note.unwrap_or_default()),
            });
            continue;
        }
        lines.push(line);
        file.links.push(assemble(typed, source, target, &mut understood));
    }
    for side in Side::BOTH {
        bring_onto_text(&mut file, side, known, &lines)?;
    }
    mark_regrouped(&mut file, known, &lines, &mut understood);
    validate(&file).map_err(|fault| FileError::at(&lines, fault))?;
    understood.sort();
    understood.dedup();
    Ok(Tidied { file, understood })
}

/// The sentences of one side of a link, on one line each, without those that were emptied.
fn sentences(typed: &TypedLink, side: usize) -> Vec<String> {
    let typed = typed.texts[side].iter().flatten();
    typed
        .map(|(_, text)| fold_space(&text.nfc().collect::<String>()).into_owned())
        .filter(|text| !text.trim().is_empty())
        .collect()
}

fn assemble(typed: TypedLink, source: Vec<String>, target: Vec<String>, understood: &mut Vec<Understood>) -> Link {
    let unjudged = typed.status.is_none() || (typed.status == Some(Status::Auto) && typed.confidence.is_none());
    if unjudged {
        understood.push(Understood {
            line: typed.line,
            what: "the link is edited now".to_owned(),
        });
    }
    Link {
        source,
        target,
        status: typed.status.filter(|_| !unjudged).unwrap_or(Status::Edited),
        confidence: typed.confidence.unwrap_or(Confidence::CERTAIN),
        note: typed.note,
        reasons: if unjudged { Vec::new() } else { typed.reasons },
    }
}

/// Holds the sentences of a side against its text, where that is at hand, and words them as it does.
fn bring_onto_text(
    file: &mut AlignmentFile,
    side: Side,
    known: &Known<'_>,
    lines: &[usize],
) -> Result<(), HandError> {
    let is_meant = |sha256: &str| sha256 == file.text(side).sha256;
    let rebuilt;
    let text = match (known.texts[side.index()], known.before) {
        (Some(document), _) if is_meant(&document.text().sha256()) => document,
        (_, Some(before)) if is_meant(&before.text(side).sha256) => {
            rebuilt = text_of(before, side);
            &rebuilt
        }
        _ => return Ok(()),
    };
    let spans = check_coverage(file, side, text).map_err(|(link, fault)| HandError::Coverage {
        line: lines.get(link).copied().unwrap_or(1),
        fault,
    })?;
    let mut spans = spans.into_iter();
    for link in &mut file.links {
        let texts = match side {
            Side::Source => &mut link.source,
            Side::Target => &mut link.target,
        };
        for (held, span) in texts.iter_mut().zip(spans.by_ref()) {
            let stands = fold_space(&text.text().as_str()[span.range()]);
            if *held != stands {
                *held = stands.into_owned();
            }
        }
    }
    Ok(())
}

/// The text that an alignment holds, as far as its links tell.
fn text_of(file: &AlignmentFile, side: Side) -> Document {
    let mut text = String::new();
    let mut spans = Vec::new();
    for sentence in file.sentences(side) {
        spans.push(Span::new(text.len(), text.len() + sentence.len()));
        text.push_str(sentence);
        text.push('\n');
    }
    let mut builder = DocumentBuilder::new(SourceText::from_string(&text));
    builder.passage(PassageKind::Paragraph, spans);
    builder.finish()
}

/// Finds `auto` links that were regrouped by hand.
///
/// A new run of the aligner regroups links too, but then it does not leave all others as they were to
/// the last digit and give the new ones the confidence that stood at an old one.
fn mark_regrouped(file: &mut AlignmentFile, known: &Known<'_>, lines: &[usize], understood: &mut Vec<Understood>) {
    let Some(before) = known.before.filter(|before| {
        before.aligner == file.aligner
            && before.source.sha256 == file.source.sha256
            && before.target.sha256 == file.target.sha256
    }) else {
        return;
    };
    let old: HashMap<_, &Link> = before.links.iter().map(|link| (link.words(), link)).collect();
    let estimates: BTreeSet<_> = before
        .links
        .iter()
        .map(|link| (link.confidence, &link.reasons))
        .collect();
    let mut autos = file.links.iter().filter(|link| link.status == Status::Auto);
    let by_hand = autos.all(|link| match old.get(&link.words()) {
        Some(old) => (old.confidence, &old.reasons) == (link.confidence, &link.reasons),
        None => estimates.contains(&(link.confidence, &link.reasons)),
    });
    if !by_hand {
        return;
    }
    let is_new = |link: &Link| link.status == Status::Auto && !old.contains_key(&link.words());
    for (link, &line) in file.links.iter_mut().zip(lines) {
        if is_new(link) {
            link.status = Status::Edited;
            link.confidence = Confidence::CERTAIN;
            link.reasons.clear();
            understood.push(Understood {
                line,
                what: "the link was grouped otherwise before; it is edited now".to_owned(),
            });
        }
    }
}

/// What a file says of its texts and of the aligner, to find the texts by.
///
/// # Errors
/// [`FileError`].
pub fn header(json: &str) -> Result<AlignmentFile, FileError> {
    take_apart(json).map(|typed| typed.file)
}
