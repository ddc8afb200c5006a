//! Whether two texts are original and translation at all.

use super::{Code, Finding, Part};
use crate::align::quality;
use crate::file::{AlignmentFile, Link};
use crate::text::guess::{self, LanguageDoubt, Told};
use crate::text::{Lang, Side};

/// Texts that match by less are hardly translations of each other, or one of them is a small part of the other. On the development
/// gold texts of different works match by .08 at most, and translations, some of them very free, by .33 at least.
const UNRELATED: f64 = 0.1;

/// How far the texts of an alignment match, from 0 to 1.
#[must_use]
pub fn match_of(file: &AlignmentFile) -> f64 {
    let size = |link: &Link| [link.source.len(), link.target.len()];
    quality(file.links.iter().map(|link| (size(link), link.confidence.get())))
}

/// That the texts of an alignment, called by these names, hardly match, where they do.
#[must_use]
pub fn unrelated(file: &AlignmentFile, names: [&str; 2]) -> Option<String> {
    let found = match_of(file);
    (found < UNRELATED).then(|| {
        format!(
            "{} and {} match by {found:.3} only: are they original and translation of the same work, and both whole?",
            names[0], names[1]
        )
    })
}

/// What is odd about the languages of an alignment's texts.
#[must_use]
pub fn doubt(file: &AlignmentFile, langs: [Lang; 2]) -> Option<LanguageDoubt> {
    let samples = Side::BOTH.map(|side| guess::sample(file.sentences(side)));
    guess::doubt(samples.each_ref().map(String::as_str), langs)
}

/// What is told of both texts of an alignment together.
pub(super) fn findings(file: &AlignmentFile, langs: [Lang; 2]) -> Vec<Finding> {
    let names = [file.source.path.as_str(), &file.target.path];
    let language = doubt(file, langs).map(|doubt| {
        let part = match &doubt {
            LanguageDoubt::Other(others) if others.len() == 1 => Part::Text(others[0].side),
            _ => Part::Whole,
        };
        Finding::new(Code::Language, doubt.message(names, langs, Told::BySettings)).about(part)
    });
    let unrelated = unrelated(file, names).map(|message| Finding::new(Code::Unrelated, message));
    language.into_iter().chain(unrelated).collect()
}
