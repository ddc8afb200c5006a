//! Opening the texts that an alignment names: the one way to do it.

use std::io;

use super::{AbbreviationError, AbbreviationList, Cutter, Project, text_ref};
use crate::file::{AlignmentFile, Positions};
use crate::text::{Document, Lang, ReadError, Side, SourceText, UnknownLang};

/// Opens the texts of a project's alignments as the alignments say that they were read.
#[derive(Debug, Clone)]
pub struct TextOpener<'a> {
    project: &'a Project,
    abbreviations: Vec<AbbreviationList>,
}

/// Why a text cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Its language is not known.
    #[error("its {side} text: {source}")]
    Language {
        /// The side.
        side: Side,
        /// What is wrong.
        source: UnknownLang,
    },
    /// The abbreviations of the project cannot be used.
    #[error(transparent)]
    Abbreviations(#[from] AbbreviationError),
}

impl OpenError {
    /// Whether there is no text at the path.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        match self {
            Self::Read(ReadError::Io { source, .. }) => source.kind() == io::ErrorKind::NotFound,
            Self::Read(ReadError::Folder { .. }) => true,
            _ => false,
        }
    }
}

/// A text of a project that no alignment says anything about.
///
/// # Errors
/// [`OpenError`].
pub fn open_text(
    project: &Project,
    path: &str,
    lang: Lang,
    abbreviations: &[AbbreviationList],
) -> Result<Document, OpenError> {
    let encoding = project.settings().encoding.get(path).map(String::as_str);
    let text = SourceText::read(&project.locate(path), encoding)?;
    Ok(Cutter::sentences(lang, abbreviations)?.cut_work(text, &project.settings().bounds_of(path)))
}

impl<'a> TextOpener<'a> {
    /// Opens texts of `project`, cut with these abbreviations.
    #[must_use]
    pub const fn new(project: &'a Project, abbreviations: Vec<AbbreviationList>) -> Self {
        Self { project, abbreviations }
    }

    /// The text of one side as it is now, cut as the segmenter cuts it. The encoding that `cotejo.toml` names goes
    /// before the one that the alignment was made with, as it does when the text is aligned again.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(&self, file: &AlignmentFile, side: Side) -> Result<Document, OpenError> {
        let (reference, settings) = (text_ref(file, side), &file.aligner.settings);
        let cutter = if settings.one_per_line {
            Cutter::one_per_line()
        } else {
            let lang: Result<Lang, _> = reference.lang.parse();
            let lang = lang.map_err(|source| OpenError::Language { side, source })?;
            Cutter::sentences(lang, &self.abbreviations)?
        };
        let named = settings.encoding.get(&side.to_string());
        let encoding = self.project.settings().encoding.get(&reference.path).or(named);
        let text = SourceText::read(&self.project.locate(&reference.path), encoding.map(String::as_str))?;
        Ok(cutter.cut_work(text, &self.project.settings().bounds_of(&reference.path)))
    }

    /// The texts that are still as they were aligned.
    #[must_use]
    pub fn unchanged(&self, file: &AlignmentFile) -> [Option<Document>; 2] {
        Side::BOTH.map(|side| {
            let document = self.open(file, side).ok()?;
            (document.text().sha256() == text_ref(file, side).sha256).then_some(document)
        })
    }

    /// Where the sentences of an alignment stand, as far as its texts are at hand.
    #[must_use]
    pub fn positions(&self, file: &AlignmentFile) -> Positions {
        let texts = self.unchanged(file);
        Positions::new(file, texts.each_ref().map(Option::as_ref))
    }
}
