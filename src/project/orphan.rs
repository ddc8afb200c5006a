//! Alignments whose texts were renamed.

use std::collections::HashSet;

use super::{AbbreviationList, OpenError, Project, StoredAlignment, Work, open_text, text_ref};
use crate::carry::Text;
use crate::file::{AlignmentFile, TextRef};
use crate::text::{Lang, Side};

/// An alignment that lost its texts, and seems to be of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// The name of its work.
    pub name: String,
    /// Its path from the project's folder.
    pub alignment: String,
    /// How many links people decided or annotated in it.
    pub decided: usize,
}

/// Texts that hold this share of an alignment's sentences are its texts: a new edition keeps more of them, and texts of
/// other works share hardly any.
const SAME: f64 = 0.5;

/// The alignment that these texts belonged to under another name, if there is one that holds decisions.
///
/// # Complexity
/// Linear in the alignments whose texts are gone.
pub(super) fn find(project: &Project, works: &[Work], texts: [&Text; 2]) -> Option<Orphan> {
    let orphans = works.iter().filter_map(|work| {
        let alignment = work.alignment.clone()?;
        let stored = StoredAlignment::read(&project.locate(&alignment)).ok()?;
        let is_gone = |side| !project.locate(&text_ref(&stored.file, side).path).is_file();
        // Where only the alignment was renamed, its texts are there, and none has its name.
        let is_alone = work.source.is_none() && work.target.is_none();
        let is_of = |(side, text): (Side, &Text)| text_ref(&stored.file, side).path == text.reference.path;
        let is_misnamed = is_alone && Side::BOTH.into_iter().zip(texts).all(is_of);
        (is_misnamed || Side::BOTH.into_iter().all(is_gone)).then_some((work, alignment, stored.file))
    });
    let mut found: Vec<(f64, Orphan)> = orphans
        .map(|(work, alignment, file)| {
            let decided = |link: &&crate::file::Link| link.status.is_pinned() || link.note.is_some();
            let orphan = Orphan {
                name: work.name.clone(),
                alignment,
                decided: file.links.iter().filter(decided).count() + file.waiting.len(),
            };
            (share(&file, texts), orphan)
        })
        .filter(|(share, orphan)| *share >= SAME && orphan.decided > 0)
        .collect();
    // Of equals the first by name.
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().next().map(|(_, orphan)| orphan)
}

/// The alignment that a work's texts belonged to under another name, if there is one that holds decisions.
///
/// # Errors
/// When a text of the work cannot be read.
pub fn orphan_of(
    project: &Project,
    works: &[Work],
    work: &Work,
    langs: [Lang; 2],
    abbreviations: &[AbbreviationList],
) -> Result<Option<Orphan>, OpenError> {
    let mut texts = Vec::with_capacity(2);
    for (side, lang) in Side::BOTH.into_iter().zip(langs) {
        let Some(path) = work.text(side) else { return Ok(None) };
        let document = open_text(project, path, lang, abbreviations)?;
        let reference = TextRef::new(&document, lang, path);
        texts.push(Text { document, reference });
    }
    let [source, target] = texts.as_slice() else {
        return Ok(None);
    };
    Ok(find(project, works, [source, target]))
}

/// The share of the alignment's sentences that the texts hold.
#[expect(clippy::cast_precision_loss, reason = "texts have far fewer than 2^53 sentences")]
fn share(file: &AlignmentFile, texts: [&Text; 2]) -> f64 {
    let (mut held, mut all) = (0_usize, 0_usize);
    for (side, text) in Side::BOTH.into_iter().zip(texts) {
        let known: HashSet<_> = text.document.lines().collect();
        all += file.sentences(side).count();
        held += file
            .sentences(side)
            .filter(|&sentence| known.contains(sentence))
            .count();
    }
    held as f64 / all.max(1) as f64
}
