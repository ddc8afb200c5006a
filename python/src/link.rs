//! A link.

use cotejo::bead::Bead;
use cotejo::text::Side;
use pyo3::prelude::*;
use pyo3::types::PyRange;

/// A few sentences of the original and those that translate them.
#[pyclass(frozen, eq, module = "cotejo")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    link: cotejo::file::Link,
    bead: Bead,
}

impl Link {
    pub(crate) const fn new(link: cotejo::file::Link, bead: Bead) -> Self {
        Self { link, bead }
    }

    fn range<'py>(&self, py: Python<'py>, side: Side) -> PyResult<Bound<'py, PyRange>> {
        let range = match side {
            Side::Source => &self.bead.source,
            Side::Target => &self.bead.target,
        };
        let end = |index: cotejo::text::SentenceIndex| isize::try_from(index.get()).unwrap_or(isize::MAX);
        PyRange::new(py, end(range.start), end(range.end))
    }
}

#[pymethods]
impl Link {
    /// The sentences of the original, as str; none where the translation stands alone.
    #[getter]
    fn source(&self) -> &[String] {
        &self.link.source
    }

    /// The sentences of the translation, as str; none where the original stands alone.
    #[getter]
    fn target(&self) -> &[String] {
        &self.link.target
    }

    /// Which sentences of the original they are, counted from 0.
    #[getter]
    fn source_range<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyRange>> {
        self.range(py, Side::Source)
    }

    /// Which sentences of the translation they are, counted from 0.
    #[getter]
    fn target_range<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyRange>> {
        self.range(py, Side::Target)
    }

    /// How many sentences it joins, such as "2-1".
    #[getter]
    fn shape(&self) -> String {
        format!("{}-{}", self.link.source.len(), self.link.target.len())
    }

    /// How likely it is to be right, from 0 to 1.
    #[getter]
    fn confidence(&self) -> f64 {
        self.link.confidence.get()
    }

    /// Who decided it: "auto", "accepted", "edited" or "disputed".
    #[getter]
    fn status(&self) -> &'static str {
        self.link.status.as_str()
    }

    /// Why the program is not sure, as codes.
    #[getter]
    fn reasons(&self) -> &[String] {
        &self.link.reasons
    }

    /// What a person or the program has to say about it.
    #[getter]
    fn note(&self) -> Option<&str> {
        self.link.note.as_deref()
    }

    fn __repr__(&self) -> String {
        format!("<Link {} {} {:.4}>", self.shape(), self.status(), self.confidence())
    }
}
