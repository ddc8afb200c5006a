//! Which word translates which.

use cotejo::words::{TokenPair, WordAligner};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use crate::errors::Fault;
use crate::given::{Files, languages};
use crate::work::detached;

/// A word of the original and a word of the translation that translate each other.
#[pyclass(frozen, eq, hash, module = "cotejo")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct WordLink {
    /// Position of the word of the original, from 0.
    #[pyo3(get)]
    source: usize,
    /// Position of the word of the translation, from 0.
    #[pyo3(get)]
    target: usize,
    /// How far it can be trusted: "solid", "dotted" or "hidden".
    #[pyo3(get)]
    strength: &'static str,
}

#[pymethods]
impl WordLink {
    /// As `cotejo words` writes it.
    fn __str__(&self) -> String {
        format!("{}-{}", self.source, self.target)
    }

    fn __repr__(&self) -> String {
        format!("<WordLink {}-{} {}>", self.source, self.target, self.strength)
    }
}

/// A sentence as a str with blanks between its words, or as a list of them.
#[derive(FromPyObject)]
enum Tokens {
    #[pyo3(transparent)]
    Whole(String),
    #[pyo3(transparent)]
    Words(Vec<String>),
}

impl Tokens {
    fn words(&self) -> Vec<&str> {
        match self {
            Self::Whole(text) => text.split_whitespace().collect(),
            Self::Words(words) => words.iter().map(String::as_str).collect(),
        }
    }
}

/// The two sides of a pair, which is a tuple or a list.
fn sides(pair: &Bound<'_, PyAny>) -> PyResult<[Tokens; 2]> {
    let sides: Vec<Tokens> = if pair.is_instance_of::<PyTuple>() || pair.is_instance_of::<PyList>() {
        pair.extract()?
    } else {
        return Err(PyTypeError::new_err(format!(
            "expected a pair of sentences, not {}",
            pair.get_type().name()?
        )));
    };
    let found = sides.len();
    let sides = sides.try_into();
    sides.map_err(|_| Fault::new(format!("a pair holds {found} sentences, expected two")).into())
}

/// Links the words of sentences that translate each other, as `cotejo words` does.
///
/// The pairs learn from one another, so they should come from one work or be of one kind.
///
/// Args:
///     pairs: pairs of a sentence and its translation, each a str with blanks between its words or a list of words.
///     source_lang: code of the language of the originals.
///     target_lang: code of the language of the translations.
///     lexicon: a file, or several, of word pairs of your own (.tsv, .tmx or .dic).
///
/// Example:
///     >>> import cotejo
///     >>> [links] = cotejo.words([("la luz roja", "the red light")])
///     >>> [str(link) for link in links]
///     ['0-0', '1-2', '2-1']
#[pyfunction]
#[pyo3(signature = (pairs, *, source_lang="es", target_lang="en", lexicon=None))]
#[expect(clippy::needless_pass_by_value, reason = "arguments come from Python")]
pub(crate) fn words(
    py: Python<'_>,
    pairs: &Bound<'_, PyAny>,
    source_lang: &str,
    target_lang: &str,
    lexicon: Option<Files>,
) -> PyResult<Vec<Vec<WordLink>>> {
    if pairs.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("expected a list of pairs of sentences, not str"));
    }
    let langs = languages([source_lang, target_lang])?;
    let pairs = pairs
        .try_iter()?
        .map(|pair| sides(&pair?))
        .collect::<PyResult<Vec<_>>>()?;
    let answers = detached(py, || {
        let added = Files::lexicon(lexicon.as_ref(), langs)?;
        let tokens: Vec<TokenPair<'_>> = pairs.iter().map(|pair| pair.each_ref().map(Tokens::words)).collect();
        let aligner = WordAligner::new(langs[0], langs[1]).with_lexicon(&added.pairs);
        Ok(aligner.align(&tokens))
    })?;
    let link = |link: cotejo::words::WordLink| WordLink {
        source: link.source,
        target: link.target,
        strength: link.strength.as_str(),
    };
    Ok(answers
        .into_iter()
        .map(|links| links.into_iter().map(link).collect())
        .collect())
}
