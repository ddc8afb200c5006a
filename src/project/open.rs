//! Opening the texts that an alignment names: the one way to do it.

use std::io;
use std::path::PathBuf;

use super::{AbbreviationError, AbbreviationList, Cutter, Project, text_ref};
use crate::file::{AlignmentFile, Positions};
use crate::reading::Reading;
use crate::text::{Document, Lang, ReadError, Side, UnknownLang, check_inside, read_bytes};

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
    let reading = Reading {
        encoding: project.settings().encoding.get(path).map(String::as_str),
        lang: Some(lang),
    };
    let text = project.read_text(path, &reading)?;
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
        let path = self.path(file, side);
        match check_inside(self.project.root(), &path) {
            Ok(()) => self.open_bytes(file, side, read_bytes(&path)?),
            Err(outside @ ReadError::Outside { .. }) if self.project.is_lone() && path.is_file() => {
                // Two files may lie anywhere. One that is as it was aligned tells nobody what they do not know; what another file
                // holds is not to be learnt by an alignment that came from elsewhere and names it.
                let document = self.open_bytes(file, side, read_bytes(&path)?)?;
                let is_known = document.text().sha256() == text_ref(file, side).sha256;
                if is_known { Ok(document) } else { Err(outside.into()) }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Where the text of one side lies.
    pub(super) fn path(&self, file: &AlignmentFile, side: Side) -> PathBuf {
        self.project.locate(&text_ref(file, side).path)
    }

    /// As [`open`](Self::open), of bytes that are not in the file yet.
    pub(super) fn open_bytes(&self, file: &AlignmentFile, side: Side, bytes: Vec<u8>) -> Result<Document, OpenError> {
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
        let reading = Reading {
            encoding: encoding.map(String::as_str),
            lang: reference.lang.parse().ok(),
        };
        let text = reading.decode(bytes, &self.path(file, side))?;
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
