//! Texts cut into sentences.

use cotejo::project::AbbreviationList;
use cotejo::segment::segment;
use cotejo::text::Lang;
use pyo3::prelude::*;

use crate::cli::split::folder_lang;
use crate::errors::{Fault, warn};
use crate::given::{Files, Given};
use crate::offsets::offsets;
use crate::sentence::Sentence;
use crate::work::detached;

/// Cuts a text into sentences, as `cotejo split` does.
///
/// Args:
///     text: the text as str, its file as pathlib.Path, or the bytes of its file.
///     lang: code of its language; that of its folder in `texts/`, else "es".
///     encoding: encoding of a file or of bytes; recognised where it is not said.
///     abbreviations: a file, or several, of abbreviations, one a line, after which no sentence ends.
///
/// Example:
///     >>> import cotejo
///     >>> text = "Vino el Sr. Gil. ¿Quién era?"
///     >>> sentences = cotejo.split(text)
///     >>> [sentence.text for sentence in sentences]
///     ['Vino el Sr. Gil.', '¿Quién era?']
///     >>> text[sentences[1].start : sentences[1].end]
///     '¿Quién era?'
#[pyfunction]
#[pyo3(signature = (text, lang=None, *, encoding=None, abbreviations=None))]
#[expect(clippy::needless_pass_by_value, reason = "arguments come from Python")]
pub(crate) fn split(
    py: Python<'_>,
    text: Given,
    lang: Option<&str>,
    encoding: Option<&str>,
    abbreviations: Option<Files>,
) -> PyResult<Vec<Sentence>> {
    let of_folder = match &text {
        Given::File(path) => folder_lang(path),
        _ => None,
    };
    let lang = match lang {
        Some(code) => code.parse().map_err(Fault::from)?,
        None => of_folder.unwrap_or(Lang::ES),
    };
    let (sentences, note) = detached(py, || {
        let lists = Files::abbreviations(abbreviations.as_ref())?;
        let rules = AbbreviationList::rules(lang, &lists)?;
        let opened = text.open("the text", encoding, lang)?;
        let document = segment(opened.text, &rules);
        let offsets = offsets(&document, opened.given.as_deref());
        Ok((Sentence::all(&document, offsets.as_deref()), opened.note))
    })?;
    if let Some(note) = note {
        warn(py, &note)?;
    }
    Ok(sentences)
}
