//! Reading an alignment that a person has edited in a text editor.
//!
//! [`tidy`] understands ids or texts moved from link to link, links joined and split, sentences cut and
//! joined, statuses and notes written, and commas left over or forgotten. What it cannot understand in
//! one way only it refuses, with the line.

mod rough;
mod side;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::{BTreeSet, HashMap};

use rough::{Head, Rough};
use side::{Fitted, fit};

use super::{AlignmentFile, Confidence, FileError, InvalidAlignment, Link, Status, read, validate};
use crate::text::{Document, SentenceId, Side};

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
    /// The file is not JSON, and it is not clear what was meant.
    #[error("line {line}: {problem}")]
    Json {
        /// The line.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A sentence stands in no link, in two, or out of order.
    #[error("line {line}: {side} sentence {sentence} {problem}")]
    Coverage {
        /// The line of the link.
        line: usize,
        /// The side.
        side: Side,
        /// The sentence.
        sentence: SentenceId,
        /// What is wrong with it.
        problem: String,
    },
    /// A text is not what stands in the text file or stood in the alignment before.
    #[error(
        "line {line}: \"{found}\" is not in the {side} text at this place; expected \"{expected}\". \
         Words are corrected in the text itself, then `cotejo align` takes them over"
    )]
    Wording {
        /// The line.
        line: usize,
        /// The side.
        side: Side,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// Ids and texts say different things, and either could be meant.
    #[error("line {line}: {ids}, but {texts}; {remedy}")]
    Ambiguous {
        /// The line.
        line: usize,
        /// What the ids say.
        ids: String,
        /// What the texts say.
        texts: String,
        /// What to do.
        remedy: &'static str,
    },
}

/// Reads a file as a person left it.
///
/// Where ids and texts of a link differ, the ids count, unless `before` shows that it was the texts
/// that were moved. A link that is grouped or cut otherwise than it was and still says `auto` becomes
/// `edited`, and so does a new one without a status.
///
/// # Errors
/// [`HandError`].
pub fn tidy(json: &str, known: &Known<'_>) -> Result<Tidied, HandError> {
    let strict = read(json);
    if let Err(error @ (FileError::Conflict { .. } | FileError::Format { .. } | FileError::Version { .. })) = strict {
        return Err(error.into());
    }
    let mut understood = Vec::new();
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let tree = tree::parse(json, &mut understood)?;
    let (head, rough) = rough::take_apart(&tree)?;
    let mut links = vec![];
    let mut fitted = Vec::new();
    for (number, side) in [Side::Source, Side::Target].into_iter().enumerate() {
        fitted.push(fit(
            &rough,
            side,
            &reference(&head, known, side, number),
            &mut understood,
        )?);
    }
    for (number, rough) in rough.iter().enumerate() {
        let side = |side: usize| {
            fitted
                .get(side)
                .and_then(|fitted: &Fitted| fitted.links.get(number))
                .cloned()
        };
        let (source, target) = (side(0).unwrap_or_default(), side(1).unwrap_or_default());
        if source.sentences.0.is_empty() && target.sentences.0.is_empty() {
            let note = rough.note.as_ref().map(|note| format!("; its note was “{note}”"));
            understood.push(Understood {
                line: rough.line,
                what: format!("a link without sentences was left out{}", note.unwrap_or_default()),
            });
            continue;
        }
        let changed = source.changed || target.changed;
        links.push((
            rough.line,
            assemble(rough, source.sentences, target.sentences, changed, &mut understood),
        ));
    }
    let lines: Vec<usize> = links.iter().map(|&(line, _)| line).collect();
    let mut file = head.into_file(links.into_iter().map(|(_, link)| link).collect());
    mark_regrouped(&mut file, known, &lines, &mut understood);
    validate(&file).map_err(|fault: InvalidAlignment| {
        let line = fault.link().and_then(|link| lines.get(link.checked_sub(1)?).copied());
        FileError::Invalid {
            line: line.unwrap_or(1),
            fault,
        }
    })?;
    understood.sort();
    understood.dedup();
    Ok(Tidied { file, understood })
}

/// The sentences that the ids named before the file was edited, passage by passage.
fn reference(head: &Head, known: &Known<'_>, side: Side, number: usize) -> side::Reference {
    let text = head.text(side);
    let before = known.before.filter(|before| before.text(side).sha256 == text.sha256);
    if let Some(before) = before {
        let mut ends = Vec::with_capacity(before.links.len());
        let mut passages: Vec<Vec<String>> = Vec::new();
        let mut end = [0, 0];
        for link in &before.links {
            for (id, text) in link.ids(side).iter().zip(link.texts(side)) {
                if id.sentence == 1 || passages.is_empty() {
                    passages.push(Vec::new());
                }
                if let Some(passage) = passages.last_mut() {
                    passage.push(text.clone());
                }
            }
            end = [end[0] + link.ids(side).len(), end[1] + link.ids(other(side)).len()];
            ends.push(end);
        }
        return side::Reference::Before { passages, ends };
    }
    match known.texts[number].filter(|document| document.text().sha256() == text.sha256) {
        Some(document) => side::Reference::Text(
            document
                .passages()
                .iter()
                .map(|passage| {
                    let range = passage.sentences.start.0..passage.sentences.end.0;
                    range
                        .map(|index| document.sentence(crate::text::SentenceIndex(index)).into_owned())
                        .collect()
                })
                .collect(),
        ),
        None => side::Reference::None,
    }
}

const fn other(side: Side) -> Side {
    match side {
        Side::Source => Side::Target,
        Side::Target => Side::Source,
    }
}

type Sentences = (Vec<SentenceId>, Vec<String>);

fn assemble(
    rough: &Rough,
    (source, source_text): Sentences,
    (target, target_text): Sentences,
    changed: bool,
    understood: &mut Vec<Understood>,
) -> Link {
    let typed = rough.status.unwrap_or(Status::Edited);
    let unjudged = typed == Status::Auto && (changed || rough.confidence.is_none());
    let status = if unjudged { Status::Edited } else { typed };
    if rough.status.is_none() || unjudged {
        understood.push(Understood {
            line: rough.line,
            what: "the link is edited now".to_owned(),
        });
    }
    let confidence = rough.confidence.filter(|_| !unjudged).unwrap_or(Confidence::CERTAIN);
    Link {
        source,
        target,
        status,
        confidence,
        note: rough.note.clone().filter(|note| !note.is_empty()),
        reasons: if unjudged { Vec::new() } else { rough.reasons.clone() },
        source_text,
        target_text,
    }
}

/// Finds `auto` links that were regrouped by hand, ids and texts together, so that nothing in the file itself shows it.
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
    let key = |link: &Link| (link.source_text.clone(), link.target_text.clone());
    let old: HashMap<_, &Link> = before.links.iter().map(|link| (key(link), link)).collect();
    let estimates: BTreeSet<_> = before
        .links
        .iter()
        .map(|link| (link.confidence, &link.reasons))
        .collect();
    let autos = || file.links.iter().filter(|link| link.status == Status::Auto);
    let by_hand = autos().all(|link| match old.get(&key(link)) {
        Some(old) => (old.confidence, &old.reasons) == (link.confidence, &link.reasons),
        None => estimates.contains(&(link.confidence, &link.reasons)),
    });
    if !by_hand {
        return;
    }
    let regrouped: Vec<bool> = file
        .links
        .iter()
        .map(|link| link.status == Status::Auto && !old.contains_key(&key(link)))
        .collect();
    for ((link, regrouped), &line) in file.links.iter_mut().zip(regrouped).zip(lines) {
        if regrouped {
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
/// [`HandError`].
pub fn header(json: &str) -> Result<AlignmentFile, HandError> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let tree = tree::parse(json, &mut Vec::new())?;
    rough::take_apart(&tree).map(|(head, _)| head.into_file(Vec::new()))
}
