//! The Python package: the library's functions for Python, and the program inside the same file.
//!
//! A wheel could carry the program as a second file beside this one. The program is 16.6 MB and this file, with the program in
//! it, 16.9 MB: a second file would double that, since lexicon and aligner would be there twice, and it would be missing
//! wherever pip builds the package itself. So the modules of the program are compiled in here, and the command `cotejo` of a
//! Python environment calls them (`program`).

mod align;
mod alignment;
mod errors;
mod given;
mod link;
mod offsets;
mod program;
mod sentence;
mod split;
mod words;
mod work;

#[path = "../../src/cli/mod.rs"]
mod cli;

/// What the package `cotejo` is made of.
#[pyo3::pymodule]
mod _cotejo {
    #[pymodule_export]
    use super::align::align;
    #[pymodule_export]
    use super::alignment::{Alignment, read};
    #[pymodule_export]
    use super::link::Link;
    #[pymodule_export]
    use super::program::run_program;
    #[pymodule_export]
    use super::sentence::Sentence;
    #[pymodule_export]
    use super::split::split;
    #[pymodule_export]
    use super::words::{WordLink, words};

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "a name of Python's")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
