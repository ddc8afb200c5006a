//! Where a result goes.

use std::fmt;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use cotejo::file;
use cotejo::project::{Before, write_file};

use super::error::CliError;
use super::read::is_dash;
use super::talk::print;

/// Standard output or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    Stdout,
    File(PathBuf),
}

impl Destination {
    /// What `-o` means, if nothing of it is among `inputs`.
    pub(crate) fn new(output: &Path, inputs: &[&Path]) -> Result<Self, CliError> {
        if is_dash(output) {
            return Ok(Self::Stdout);
        }
        refuse_inputs(output, inputs)?;
        Ok(Self::File(output.to_owned()))
    }

    /// Writes what no person has decided anything in.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), CliError> {
        match self {
            Self::Stdout => print(|out| out.write_all(bytes)),
            Self::File(path) => write_export(path, bytes),
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdout => f.write_str("standard output"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

/// An output may be none of the inputs.
pub(crate) fn refuse_inputs(output: &Path, inputs: &[&Path]) -> Result<(), CliError> {
    let Ok(place) = fs::canonicalize(output) else {
        return Ok(());
    };
    match inputs
        .iter()
        .find(|input| fs::canonicalize(input).is_ok_and(|input| input == place))
    {
        Some(input) => Err(CliError::new(format!(
            "the result would be written over {}, which is read",
            input.display()
        ))
        .hint("choose another name with -o")),
        None => Ok(()),
    }
}

/// Writes an exported file; one that is the same already is not touched, an alignment never replaced.
pub(crate) fn write_export(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    if holds_alignment(path) {
        return Err(CliError::new(format!(
            "{} is an alignment; an export does not replace it",
            path.display()
        ))
        .hint("choose another name with -o"));
    }
    if path.is_file() && fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    Ok(write_file(path, bytes, Before::Anything)?)
}

/// Whether a file says at its beginning that it is an alignment; it may be broken further down.
fn holds_alignment(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = path.is_file() && fs::File::open(path).is_ok_and(|file| file.take(200).read_to_end(&mut head).is_ok());
    let mark = format!("\"{}\"", file::FORMAT);
    // A translation memory names the program in the same words.
    let is_json = head.trim_ascii_start().starts_with(b"{") || head.starts_with("\u{feff}{".as_bytes());
    read && is_json && head.windows(mark.len()).any(|window| window == mark.as_bytes())
}
