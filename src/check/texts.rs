//! One side of an alignment against its text.

use std::collections::BTreeSet;

use super::{Checker, Code, Finding, Part};
use crate::file::{AlignmentFile, Link, Mismatch, check_texts};
use crate::project::{OpenError, text_ref};
use crate::text::{Document, ReadError, Side};

impl Checker<'_> {
    /// The document an alignment was made of on one side: the same text, cut into the same sentences.
    ///
    /// # Errors
    /// How the alignment and its text differ.
    pub fn document(&self, file: &AlignmentFile, side: Side) -> Result<Document, Finding> {
        self.fitting(file, side).map_err(|finding| match finding.part {
            Part::Whole => finding.about(Part::Text(side)),
            _ => finding,
        })
    }

    fn fitting(&self, file: &AlignmentFile, side: Side) -> Result<Document, Finding> {
        let document = self.opener.open(file, side).map_err(|error| {
            let code = match &error {
                OpenError::Language { .. } | OpenError::Abbreviations(_) => Code::Invalid,
                OpenError::Read(ReadError::Outside { .. } | ReadError::Special { .. }) => Code::Invalid,
                _ => stale(side),
            };
            let refused = matches!(
                error,
                OpenError::Read(ReadError::Outside { .. } | ReadError::Special { .. })
            );
            if error.is_gone() {
                let path = &text_ref(file, side).path;
                Finding::new(Code::Orphan, format!("its {side} text {path} is gone"))
            } else {
                Finding {
                    refused,
                    ..Finding::new(code, error.to_string())
                }
            }
        })?;
        let Err(mismatch) = check_texts(file, side, &document) else {
            return Ok(document);
        };
        if matches!(mismatch, Mismatch::Stale { .. }) {
            let message = if document.is_empty() {
                let path = &text_ref(file, side).path;
                format!("{path} holds no sentence any more: it is empty or only white space")
            } else {
                mismatch.to_string()
            };
            return Err(Finding::new(stale(side), message));
        }
        let part = match mismatch {
            Mismatch::Uncovered { link, .. } | Mismatch::Cut { link, .. } => Part::Link(link),
            Mismatch::Stale { .. } => Part::Text(side),
        };
        match compare_cuts(file, side, &document) {
            Cuts::ByPeople => Ok(document),
            Cuts::Otherwise => {
                let message = format!("the text is cut into other sentences now, run `cotejo align`: {mismatch}");
                Err(Finding::new(stale(side), message).about(part))
            }
            Cuts::OtherText => Err(Finding::new(Code::Invalid, mismatch.to_string()).about(part)),
        }
    }
}

const fn stale(side: Side) -> Code {
    match side {
        Side::Source => Code::StaleSource,
        Side::Target => Code::StaleTarget,
    }
}

/// How the sentences of an alignment and those of its text differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cuts {
    /// Only where a person cut or joined sentences of a link that is pinned, or was until it became stale; that stands.
    ByPeople,
    /// A newer version or another list of abbreviations cuts the text elsewhere.
    Otherwise,
    /// They hold other letters: somebody changed the text inside the alignment.
    OtherText,
}

fn keeps_cuts(link: &Link) -> bool {
    link.status.is_pinned() || link.is_stale()
}

fn compare_cuts(file: &AlignmentFile, side: Side, document: &Document) -> Cuts {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let held = file
        .links
        .iter()
        .flat_map(|link| link.texts(side))
        .flat_map(|text| text.chars());
    let there = document.text().as_str().chars();
    if !held
        .filter(|c| !c.is_whitespace())
        .eq(there.filter(|c| !c.is_whitespace()))
    {
        return Cuts::OtherText;
    }
    // Where sentences end, counted in letters, which white space cannot change.
    let add = |at: &mut usize, text: &str| {
        *at += letters(text);
        Some(*at)
    };
    let document_ends: BTreeSet<usize> = document.lines().scan(0, |at, line| add(at, &line)).collect();
    let sentences = file
        .links
        .iter()
        .flat_map(|link| link.texts(side).iter().map(|text| (text, keeps_cuts(link))));
    let sentences: Vec<(usize, bool)> = sentences
        .scan(0, |at, (text, pinned)| Some((add(at, text)?, pinned)))
        .collect();
    let mut start = 0;
    for (index, &(end, pinned)) in sentences.iter().enumerate() {
        let next_pinned = sentences.get(index + 1).is_some_and(|&(_, pinned)| pinned);
        let joined = document_ends.range(start + 1..end).next().is_some();
        let cut = !document_ends.contains(&end);
        if (joined && !pinned) || (cut && !pinned && !next_pinned) {
            return Cuts::Otherwise;
        }
        start = end;
    }
    Cuts::ByPeople
}
