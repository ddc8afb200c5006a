//! An alignment.

use std::path::{Path, PathBuf};

use cotejo::align::quality;
use cotejo::bead::Bead;
use cotejo::export::Format;
use cotejo::file::{self, AlignmentFile};
use cotejo::project::{Before, StoredAlignment, write_alignment};
use cotejo::text::{Document, Side};
use cotejo::view::View;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyIterator, PyList, PyString};

use crate::errors::{Fault, warn};
use crate::link::Link;
use crate::offsets::Offsets;
use crate::sentence::Sentence;
use crate::work::detached;

/// The links of an original and its translation, in order: every sentence of both texts stands in one.
///
/// It is made by `cotejo.align`, `cotejo.read` and `Alignment.from_json`; it has a length, gives its links by number, and
/// can be walked over.
#[pyclass(frozen, module = "cotejo")]
#[derive(Debug)]
pub(crate) struct Alignment {
    file: AlignmentFile,
    beads: Vec<Bead>,
    /// The texts, where they are at hand.
    documents: [Option<Document>; 2],
    offsets: [Option<Vec<Offsets>>; 2],
}

impl Alignment {
    pub(crate) fn new(
        file: AlignmentFile,
        documents: [Option<Document>; 2],
        offsets: [Option<Vec<Offsets>>; 2],
    ) -> Self {
        Self {
            beads: file.beads(),
            file,
            documents,
            offsets,
        }
    }

    pub(crate) const fn file(&self) -> &AlignmentFile {
        &self.file
    }

    fn of_file(file: AlignmentFile) -> Self {
        Self::new(file, [None, None], [None, None])
    }

    fn link(&self, index: usize) -> Option<Link> {
        Some(Link::new(
            self.file.links.get(index)?.clone(),
            self.beads.get(index)?.clone(),
        ))
    }

    fn sentences(&self, side: Side) -> Vec<Sentence> {
        if self.documents[side.index()].is_none() {
            return self.file.sentences(side).map(Sentence::alone).collect();
        }
        let [source, target] = self.documents.each_ref().map(Option::as_ref);
        let view = View::new("", &self.file, source, target);
        let cells = view.rows.iter().flat_map(|row| match side {
            Side::Source => &row.source,
            Side::Target => &row.target,
        });
        let offsets = self.offsets[side.index()].as_deref();
        cells
            .enumerate()
            .map(|(index, cell)| {
                let offsets = offsets.and_then(|offsets| offsets.get(index).copied());
                Sentence::new(cell.text, cell.id, cell.kind, offsets)
            })
            .collect()
    }

    fn name(&self) -> &str {
        let paths = [&self.file.source.path, &self.file.target.path];
        let path = paths.into_iter().find(|path| *path != "-");
        let stem = path.and_then(|path| Path::new(path).file_stem());
        stem.and_then(|stem| stem.to_str()).unwrap_or_default()
    }
}

#[pymethods]
impl Alignment {
    /// All links, in order.
    #[getter]
    fn links(&self) -> Vec<Link> {
        (0..self.file.links.len())
            .filter_map(|index| self.link(index))
            .collect()
    }

    /// All sentences of the original, in order.
    #[getter]
    fn source_sentences(&self) -> Vec<Sentence> {
        self.sentences(Side::Source)
    }

    /// All sentences of the translation, in order.
    #[getter]
    fn target_sentences(&self) -> Vec<Sentence> {
        self.sentences(Side::Target)
    }

    /// Code of the language of the original.
    #[getter]
    fn source_lang(&self) -> &str {
        &self.file.source.lang
    }

    /// Code of the language of the translation.
    #[getter]
    fn target_lang(&self) -> &str {
        &self.file.target.lang
    }

    /// The file of the original, as the alignment names it; "-" where it was given as str or bytes.
    #[getter]
    fn source_path(&self) -> &str {
        &self.file.source.path
    }

    /// The file of the translation, as the alignment names it; "-" where it was given as str or bytes.
    #[getter]
    fn target_path(&self) -> &str {
        &self.file.target.path
    }

    /// How far the texts match, from 0 to 1: the mean confidence of the matched sentences times their share of all.
    #[getter]
    fn quality(&self) -> f64 {
        let size = |link: &file::Link| [link.source.len(), link.target.len()];
        quality(self.file.links.iter().map(|link| (size(link), link.confidence.get())))
    }

    /// The links as flat dicts, which tables take: `pandas.DataFrame(alignment.records())`, and polars alike.
    ///
    /// Sentences of one side, and reasons, are joined: by a blank, and by "; ".
    ///
    /// Example:
    ///     >>> import cotejo
    ///     >>> [record] = cotejo.align("Llueve. Hace frío.", "It is raining and it is cold.").records()
    ///     >>> record["source"], record["source_count"], record["status"]
    ///     ('Llueve. Hace frío.', 2, 'auto')
    fn records<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let records = PyList::empty(py);
        for (link, row) in self.file.links.iter().zip(1..) {
            let record = PyDict::new(py);
            record.set_item("row", row)?;
            record.set_item("source", link.source.join(" "))?;
            record.set_item("target", link.target.join(" "))?;
            record.set_item("source_count", link.source.len())?;
            record.set_item("target_count", link.target.len())?;
            record.set_item("status", link.status.as_str())?;
            record.set_item("confidence", link.confidence.get())?;
            record.set_item("reasons", link.reasons.join("; "))?;
            record.set_item("note", link.note.as_deref())?;
            records.append(record)?;
        }
        Ok(records)
    }

    /// The alignment file: the bytes that `cotejo align` writes, as str.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        Ok(detached(py, || Ok(file::write(&self.file)))?)
    }

    /// Reads an alignment file that is in memory.
    ///
    /// Raises:
    ///     CotejoError: where it is none, with the line and what is wrong there.
    #[staticmethod]
    fn from_json(py: Python<'_>, json: &str) -> PyResult<Self> {
        Ok(detached(py, || Ok(Self::of_file(file::read(json)?)))?)
    }

    /// Writes the alignment file, whole or not at all.
    ///
    /// Only an alignment is replaced, and no decision is lost: what people decided in the one that is there is kept as
    /// one of its versions under `.cotejo`; in a project `cotejo history` shows and restores them.
    ///
    /// Raises:
    ///     CotejoError: where something else stands in its place.
    ///     CotejoFileError: where the system refuses.
    fn write(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let warning = detached(py, || {
            // What is no regular file, such as /dev/null, holds no alignment.
            if path.exists() && !path.is_file() {
                write_alignment(&path, &self.file, Before::Anything)?;
                return Ok(None);
            }
            let stored = StoredAlignment::read_if_any(&path).map_err(|error| {
                Fault::from(error).hint("a file that is no alignment is not replaced; choose another name")
            })?;
            match stored {
                Some(stored) => Ok(stored.replace_by("write", &self.file)?.warning),
                None => {
                    write_alignment(&path, &self.file, Before::Nothing)?;
                    Ok(None)
                }
            }
        })?;
        match warning {
            Some(warning) => warn(py, &format!("the version before this one could not be kept: {warning}")),
            None => Ok(()),
        }
    }

    /// The alignment in another form, as the bytes that `cotejo align SRC TGT --to FORM` writes.
    ///
    /// Args:
    ///     form: "html", "epub", "tmx", "tsv", "csv", "xlsx", "beads", "vecalign", "ladder", "text", "moses", "jsonl",
    ///         "xliff", "xces", "tei" or "anki".
    ///     name: what the work is called; the original's file without its ending, where it has one.
    ///
    /// Example:
    ///     >>> import cotejo
    ///     >>> cotejo.align("Llueve.", "It is raining.").export("beads")
    ///     b'0:0\n'
    #[pyo3(signature = (form, *, name=None))]
    fn export<'py>(&self, py: Python<'py>, form: &str, name: Option<&str>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = detached(py, || {
            let form: Format = form.parse().map_err(Fault::new)?;
            let [source, target] = self.documents.each_ref().map(Option::as_ref);
            let view = View::new(name.unwrap_or_else(|| self.name()), &self.file, source, target);
            let mut bytes = Vec::new();
            form.exporter().export(&view, &mut bytes).map_err(Fault::new)?;
            Ok(bytes)
        })?;
        Ok(PyBytes::new(py, &bytes))
    }

    fn __len__(&self) -> usize {
        self.file.links.len()
    }

    fn __getitem__(&self, index: isize) -> PyResult<Link> {
        let from_start = usize::try_from(index).ok();
        let at = from_start.or_else(|| self.file.links.len().checked_sub(index.unsigned_abs()));
        let link = at.and_then(|at| self.link(at));
        link.ok_or_else(|| PyIndexError::new_err("the alignment has no link of that number"))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        PyList::new(py, self.links())?.try_iter()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().file == self.file)
    }

    /// Copies and processes get what the file holds, not the texts.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyString>,))> {
        let py = slf.py();
        let json = PyString::new(py, &file::write(&slf.get().file));
        Ok((slf.get_type().getattr("from_json")?, (json,)))
    }

    fn __repr__(&self) -> String {
        let [source, target] = self.file.langs();
        format!("<Alignment {source}-{target}, {} links>", self.file.links.len())
    }
}

/// Reads an alignment file.
///
/// Args:
///     path: the file, which `cotejo align` or `Alignment.write` wrote.
///
/// Raises:
///     CotejoError: where it is no alignment file, with the line and what is wrong there.
///     CotejoFileError: where it cannot be read; CotejoFileNotFoundError where it is not there.
#[pyfunction]
pub(crate) fn read(py: Python<'_>, path: PathBuf) -> PyResult<Alignment> {
    Ok(detached(py, || {
        Ok(Alignment::of_file(StoredAlignment::read(&path)?.file))
    })?)
}
