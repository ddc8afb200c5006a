//! Texts and files as a caller gives them.

use std::path::{Path, PathBuf};

use cotejo::project::{AbbreviationList, AddedLexicon, stored_path};
use cotejo::reading::Reading;
use cotejo::text::{Lang, MAX_BYTES, ReadError, SourceText};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::cli::read::encoding_note;
use crate::errors::Fault;

/// A text: itself, the bytes of a file, or a file.
pub(crate) enum Given {
    Text(String),
    Bytes(Vec<u8>),
    File(PathBuf),
}

impl<'py> FromPyObject<'_, 'py> for Given {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            // A lone surrogate is no text: UnicodeEncodeError.
            return Ok(Self::Text(text.to_cow()?.into_owned()));
        }
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.as_bytes().to_vec()));
        }
        if object.hasattr("__fspath__")? {
            return Ok(Self::File(object.extract()?));
        }
        let found = object.get_type().name()?;
        Err(PyTypeError::new_err(format!(
            "expected the text as str, its file as pathlib.Path, or the bytes of its file, not {found}"
        )))
    }
}

/// A text that was read.
pub(crate) struct Opened {
    /// What people call it.
    pub(crate) shown: String,
    /// What its alignment calls it.
    pub(crate) name: String,
    pub(crate) text: SourceText,
    /// The text in memory that it was made of.
    pub(crate) given: Option<String>,
    /// What is to be told of its encoding.
    pub(crate) note: Option<String>,
}

impl Given {
    /// Reads it as the program does; `what` names a text without a file.
    pub(crate) fn open(self, what: &str, encoding: Option<&str>, lang: Lang) -> Result<Opened, Fault> {
        let reading = Reading {
            encoding,
            lang: Some(lang),
        };
        let (shown, name, text, given) = match self {
            Self::Text(given) => {
                if encoding.is_some() {
                    return Err(Fault::new(format!("{what} is a str and has no encoding any more"))
                        .hint("leave the encoding out, or give the file as pathlib.Path, or its bytes"));
                }
                let bytes = given.len() as u64;
                if bytes > MAX_BYTES {
                    return Err(ReadError::TooLarge {
                        path: what.into(),
                        bytes,
                    }
                    .into());
                }
                let text = SourceText::from_string(given.as_str());
                (what.to_owned(), "-".to_owned(), text, Some(given))
            }
            Self::Bytes(bytes) => {
                let text = reading.decode(bytes, Path::new(what))?;
                (what.to_owned(), "-".to_owned(), text, None)
            }
            Self::File(path) => {
                let text = reading.read(&path)?;
                (
                    path.display().to_string(),
                    stored_path(Path::new(""), &path),
                    text,
                    None,
                )
            }
        };
        let note = match given {
            Some(_) => None,
            None => encoding_note(&shown, text.encoding(), "--encoding"),
        };
        Ok(Opened {
            shown,
            name,
            text,
            given,
            note,
        })
    }
}

/// One file, or several.
#[derive(FromPyObject)]
pub(crate) enum Files {
    #[pyo3(transparent)]
    One(PathBuf),
    #[pyo3(transparent)]
    Many(Vec<PathBuf>),
}

impl Files {
    fn paths(files: Option<&Self>) -> &[PathBuf] {
        match files {
            None => &[],
            Some(Self::One(path)) => std::slice::from_ref(path),
            Some(Self::Many(paths)) => paths,
        }
    }

    /// Reads them as lists of abbreviations.
    pub(crate) fn abbreviations(files: Option<&Self>) -> Result<Vec<AbbreviationList>, Fault> {
        let lists = Self::paths(files).iter().map(|path| AbbreviationList::read(path));
        Ok(lists.collect::<Result<_, _>>()?)
    }

    /// Reads them as lexicons.
    pub(crate) fn lexicon(files: Option<&Self>, langs: [Lang; 2]) -> Result<AddedLexicon, Fault> {
        let mut added = AddedLexicon::default();
        for path in Self::paths(files) {
            added.read(Path::new(""), path, langs)?;
        }
        Ok(added)
    }
}

/// The languages of two codes.
pub(crate) fn languages(codes: [&str; 2]) -> Result<[Lang; 2], Fault> {
    Ok([codes[0].parse()?, codes[1].parse()?])
}
