//! One side of an alignment against its text.

use std::io;

use super::{Checker, Finding, State};
use crate::file::{AlignmentFile, Mismatch, check_texts};
use crate::project::{Cutter, text_ref};
use crate::text::{Document, Lang, ReadError, Side, SourceText, UnknownLang};

impl Checker<'_> {
    /// The document an alignment was made of on one side: the same text, cut into the same sentences.
    ///
    /// # Errors
    /// How the alignment and its text differ.
    pub fn document(&self, file: &AlignmentFile, side: Side) -> Result<Document, Finding> {
        let document = self.cutter(file, side)?.cut(self.read(file, side)?);
        let Err(mismatch) = check_texts(file, side, &document) else { return Ok(document) };
        // The same letters in other sentences: a newer version or another list of abbreviations cuts the
        // text elsewhere. Other letters under the right hash: somebody changed the alignment.
        let outdated = matches!(mismatch, Mismatch::Stale { .. }) || holds_the_text(file, side, &document);
        let state = if outdated { State::stale(side) } else { State::Invalid };
        Err(Finding { state, message: mismatch.to_string() })
    }

    fn cutter(&self, file: &AlignmentFile, side: Side) -> Result<Cutter, Finding> {
        if file.aligner.settings.one_per_line {
            return Ok(Cutter::one_per_line());
        }
        let lang: Lang = text_ref(file, side).lang.parse().map_err(|error: UnknownLang| Finding {
            state: State::Invalid,
            message: format!("its {side} text: {error}"),
        })?;
        Cutter::sentences(lang, &self.abbreviations)
            .map_err(|error| Finding { state: State::Invalid, message: error.to_string() })
    }

    fn read(&self, file: &AlignmentFile, side: Side) -> Result<SourceText, Finding> {
        let reference = text_ref(file, side);
        let named = file.aligner.settings.encoding.get(&side.to_string());
        let encoding = self.project.settings().encoding.get(&reference.path).or(named);
        let path = self.project.locate(&reference.path);
        SourceText::read(&path, encoding.map(String::as_str)).map_err(|error| {
            let gone = match &error {
                ReadError::Io { source, .. } => source.kind() == io::ErrorKind::NotFound,
                error => matches!(error, ReadError::Folder { .. }),
            };
            if gone {
                let message = format!("its {side} text {} is gone", reference.path);
                Finding { state: State::Orphan, message }
            } else {
                Finding { state: State::stale(side), message: error.to_string() }
            }
        })
    }
}

/// Whether the links of one side hold the document's letters, however cut.
fn holds_the_text(file: &AlignmentFile, side: Side, document: &Document) -> bool {
    let stored = file.links.iter().flat_map(|link| link.texts(side)).flat_map(|text| text.chars());
    let letters = document.text().as_str().chars();
    stored.filter(|c| !c.is_whitespace()).eq(letters.filter(|c| !c.is_whitespace()))
}
