//! Two texts aligned.

use cotejo::align::Aligner;
use cotejo::carry::{self, Policy, Text};
use cotejo::file::{Settings, TextRef};
use cotejo::project::{Cutter, ReplaceError};
use cotejo::text::guess::{self, Told};
use cotejo::text::{Lang, Side};
use pyo3::prelude::*;

use crate::alignment::Alignment;
use crate::cli::summary::refused;
use crate::errors::{Fault, warn};
use crate::given::{Files, Given, Opened, languages};
use crate::offsets::offsets;
use crate::work::on_two_threads;

/// What messages call the alignment whose decisions are carried over.
const PREVIOUS: &str = "previous";

/// Pairs the sentences of an original and its translation, as `cotejo align` does.
///
/// The arguments are the options of the command. What is odd about the texts, such as a guessed encoding or another
/// language than was said, is told as `cotejo.CotejoWarning`.
///
/// Args:
///     source: the original, as str, its file as pathlib.Path, or the bytes of its file. Files may be plain text, web
///         pages, subtitles, Markdown, EPUB and DOCX.
///     target: the translation.
///     source_lang: code of the language of the original.
///     target_lang: code of the language of the translation.
///     lexicon: a file, or several, of word pairs of your own (.tsv, .tmx or .dic).
///     abbreviations: a file, or several, of abbreviations, one a line, after which no sentence ends.
///     one_per_line: the texts are split already: one sentence a line, a blank line ends a passage.
///     encoding: encoding of files and bytes; recognised where it is not said.
///     source_encoding: encoding of the original.
///     target_encoding: encoding of the translation.
///     previous: an alignment of these texts as they were; what people decided in it is carried over.
///     accept_loss: carry over also where more than a third of the decided links become stale.
///
/// Raises:
///     CotejoError: where the program would end with an error, with the same words.
///
/// Example:
///     >>> import cotejo
///     >>> alignment = cotejo.align(
///     ...     "El faro se apagó. Nadie lo vio. Al día siguiente llegó el barco.",
///     ...     "The light went out, and nobody saw it. Next day the ship came.",
///     ... )
///     >>> [link.shape for link in alignment]
///     ['2-1', '1-1']
///     >>> alignment[1].target
///     ['Next day the ship came.']
#[pyfunction]
#[pyo3(signature = (source, target, *, source_lang="es", target_lang="en", lexicon=None, abbreviations=None,
    one_per_line=false, encoding=None, source_encoding=None, target_encoding=None, previous=None, accept_loss=false))]
#[expect(clippy::too_many_arguments, reason = "keywords of Python")]
#[expect(clippy::needless_pass_by_value, reason = "arguments come from Python")]
pub(crate) fn align(
    py: Python<'_>,
    source: Given,
    target: Given,
    source_lang: &str,
    target_lang: &str,
    lexicon: Option<Files>,
    abbreviations: Option<Files>,
    one_per_line: bool,
    encoding: Option<&str>,
    source_encoding: Option<&str>,
    target_encoding: Option<&str>,
    previous: Option<Py<Alignment>>,
    accept_loss: bool,
) -> PyResult<Alignment> {
    let langs = languages([source_lang, target_lang])?;
    let encodings = [source_encoding.or(encoding), target_encoding.or(encoding)];
    let (alignment, notes) = on_two_threads(py, || {
        let lists = Files::abbreviations(abbreviations.as_ref())?;
        let cutter = |lang| match one_per_line {
            true => Ok(Cutter::one_per_line()),
            false => Cutter::sentences(lang, &lists).map_err(Fault::from),
        };
        let cutters = [cutter(langs[0])?, cutter(langs[1])?];
        let lexicon = Files::lexicon(lexicon.as_ref(), langs)?;
        let source = source.open("the original", encodings[0], langs[0])?;
        let target = target.open("the translation", encodings[1], langs[1])?;
        let mut settings = Settings {
            one_per_line,
            lexicon: lexicon.names,
            ..Settings::default()
        };
        for (side, (opened, encoding)) in Side::BOTH.iter().zip([&source, &target].into_iter().zip(encodings)) {
            if encoding.is_some() {
                let name = opened.text.encoding().name.to_owned();
                settings.encoding.insert(side.to_string(), name);
            }
        }
        let ((source, shown_source), (target, shown_target)) = rayon::join(
            || cut(source, &cutters[0], langs[0]),
            || cut(target, &cutters[1], langs[1]),
        );
        check_any(&source.text, &shown_source.name)?;
        check_any(&target.text, &shown_target.name)?;
        let old = previous.as_ref().map(|previous| previous.get().file());
        if let Some(old) = old {
            check_languages(old.langs(), langs)?;
        }
        let aligner = Aligner::new(langs[0], langs[1]).with_lexicon(&lexicon.pairs);
        let policy = Policy {
            accept_loss,
            refresh: false,
        };
        let update = carry::update(&aligner, old, source.text, target.text, settings, policy)
            .map_err(|error| refused(&error, PREVIOUS, "align without previous, and compare"))?;
        let mut notes: Vec<String> = [&shown_source, &shown_target]
            .into_iter()
            .filter_map(|shown| shown.note.clone())
            .collect();
        let samples = Side::BOTH.map(|side| guess::sample(update.file.sentences(side)));
        let names = [shown_source.name.as_str(), shown_target.name.as_str()];
        let doubt = guess::doubt(samples.each_ref().map(String::as_str), langs);
        notes.extend(doubt.map(|doubt| doubt.message(names, langs, Told::ByOptions)));
        let offsets = [
            offsets(&update.source, source.given.as_deref()),
            offsets(&update.target, target.given.as_deref()),
        ];
        let documents = [Some(update.source), Some(update.target)];
        Ok((Alignment::new(update.file, documents, offsets), notes))
    })?;
    notes.iter().try_for_each(|note| warn(py, note))?;
    Ok(alignment)
}

/// A text that was cut, and the str that it was made of.
struct CutText {
    text: Text,
    given: Option<String>,
}

/// What is told of a text.
struct Shown {
    name: String,
    note: Option<String>,
}

fn cut(opened: Opened, cutter: &Cutter, lang: Lang) -> (CutText, Shown) {
    let document = cutter.cut(opened.text);
    let reference = TextRef::new(&document, lang, &opened.name);
    let cut = CutText {
        text: Text { document, reference },
        given: opened.given,
    };
    let shown = Shown {
        name: opened.shown,
        note: opened.note,
    };
    (cut, shown)
}

fn check_any(text: &Text, shown: &str) -> Result<(), Fault> {
    if text.document.is_empty() {
        return Err(Fault::new(format!(
            "{shown} holds no sentence: it is empty or only white space"
        )));
    }
    Ok(())
}

fn check_languages(old: [&str; 2], langs: [Lang; 2]) -> Result<(), Fault> {
    if old == langs.map(Lang::code) {
        return Ok(());
    }
    Err(Fault::new(ReplaceError::OtherLanguages {
        path: PREVIOUS.into(),
        found: old.join(" with "),
        expected: langs.map(Lang::code).join(" with "),
    }))
}
