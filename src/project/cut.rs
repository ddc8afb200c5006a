//! From a text to a document, with the user's abbreviations.

use std::path::{Path, PathBuf};

use crate::segment::{Bounds, Rules, RulesError, one_per_line, segment_work};
use crate::text::{Document, Lang, ReadError, SourceText};

/// A user's list of abbreviations.
#[derive(Debug, Clone)]
pub struct AbbreviationList {
    path: PathBuf,
    text: SourceText,
}

/// Why a list of abbreviations cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AbbreviationError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A line of it is at fault.
    #[error("{path}, {source}", path = path.display())]
    Line {
        /// The list.
        path: PathBuf,
        /// The line and what is wrong with it.
        source: RulesError,
    },
}

impl AbbreviationList {
    /// Reads a list.
    ///
    /// # Errors
    /// [`AbbreviationError::Read`].
    pub fn read(path: &Path) -> Result<Self, AbbreviationError> {
        Ok(Self {
            path: path.to_owned(),
            text: SourceText::read(path, None)?,
        })
    }

    /// The rules of a language with some lists added, later ones over earlier ones.
    ///
    /// # Errors
    /// [`AbbreviationError::Line`].
    pub fn rules(lang: Lang, lists: &[Self]) -> Result<Rules, AbbreviationError> {
        let mut rules = Rules::for_lang(lang);
        for list in lists {
            rules
                .add_abbreviations(list.text.as_str())
                .map_err(|source| AbbreviationError::Line {
                    path: list.path.clone(),
                    source,
                })?;
        }
        Ok(rules)
    }
}

/// Cuts texts of one language into passages and sentences.
#[derive(Debug, Clone)]
pub struct Cutter(Cut);

#[derive(Debug, Clone)]
enum Cut {
    Lines,
    Sentences(Box<Rules>),
}

impl Cutter {
    /// For texts that are split already, one sentence a line.
    #[must_use]
    pub const fn one_per_line() -> Self {
        Self(Cut::Lines)
    }

    /// For running text.
    ///
    /// # Errors
    /// [`AbbreviationError::Line`].
    pub fn sentences(lang: Lang, abbreviations: &[AbbreviationList]) -> Result<Self, AbbreviationError> {
        AbbreviationList::rules(lang, abbreviations).map(|rules| Self(Cut::Sentences(Box::new(rules))))
    }

    /// Cuts a text.
    #[must_use]
    pub fn cut(&self, text: SourceText) -> Document {
        self.cut_work(text, &Bounds::default())
    }

    /// Cuts a text of which a person says where its work begins and ends.
    #[must_use]
    pub fn cut_work(&self, text: SourceText, bounds: &Bounds) -> Document {
        match &self.0 {
            Cut::Lines => one_per_line(text),
            Cut::Sentences(rules) => segment_work(text, rules, bounds),
        }
    }
}
