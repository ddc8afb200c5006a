//! Where a result goes.

use std::fmt;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use cotejo::file::{self, AlignmentFile};
use cotejo::import;
use cotejo::project::{Before, Project, SETTINGS_FILE, TEXTS, Written, write_file};
use cotejo::text::Document;

use super::error::CliError;
use super::read::is_dash;
use super::talk::{argument, print};

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
    pub(crate) fn write(&self, bytes: &[u8], guard: &Guard<'_>) -> Result<(), CliError> {
        match self {
            Self::Stdout => print(|out| out.write_all(bytes)),
            Self::File(path) => guard.write(path, bytes),
        }
    }
}

/// How many bytes two files of one form begin with alike: a header or the sign of a form have more.
const ALIKE: usize = 3;

/// How a web page begins.
const PAGE: &[u8] = b"<!";

/// Whether a file is a page that the program made: each names it.
fn is_page(there: &[u8]) -> bool {
    let mark = b"cotejo";
    there.starts_with(PAGE) && there.windows(mark.len()).any(|window| window == mark)
}

/// An alignment and its texts, as far as they are at hand.
pub(crate) type Shown<'a> = (&'a AlignmentFile, [Option<&'a Document>; 2]);

/// What keeps a result from taking the place of something else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard<'a> {
    /// The project that the result comes from.
    pub(crate) project: Option<&'a Project>,
    /// The files that it is made of.
    pub(crate) inputs: &'a [&'a Path],
    /// The alignment that it shows, onto which it can be imported.
    pub(crate) shows: Option<Shown<'a>>,
    /// Whether the user wants it written over whatever is there.
    pub(crate) force: bool,
}

impl Guard<'_> {
    /// Writes a file; one that is the same already is not touched, and none is replaced that somebody else made or changed.
    pub(crate) fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), CliError> {
        refuse_inputs(path, self.inputs)?;
        if holds_alignment(path) {
            return Err(CliError::new(format!(
                "{} is an alignment; an export does not replace it",
                path.display()
            ))
            .hint("choose another name"));
        }
        let there = path.is_file().then(|| fs::read(path).ok()).flatten();
        let written = self.project.map(Written::of);
        if there.as_deref() != Some(bytes) {
            if let Some(there) = &there {
                self.refuse_text(path)?;
                self.refuse_changed(path, [there, bytes], written.as_ref())?;
            }
            write_file(path, bytes, Before::Anything)?;
        }
        if let Some(written) = written.filter(|_| path.is_file()) {
            written.remember(path, bytes);
        }
        Ok(())
    }

    /// What a project is made of is never replaced.
    fn refuse_text(&self, path: &Path) -> Result<(), CliError> {
        let Some(project) = self.project else { return Ok(()) };
        let Ok(place) = fs::canonicalize(path) else {
            return Ok(());
        };
        let real = |name: &str| fs::canonicalize(project.locate(name)).ok();
        let is_text = real(TEXTS).is_some_and(|texts| place.starts_with(texts));
        if is_text || real(SETTINGS_FILE).as_ref() == Some(&place) {
            return Err(CliError::new(format!(
                "{} belongs to the project; a result does not replace it",
                path.display()
            ))
            .hint("choose another name"));
        }
        Ok(())
    }

    /// What somebody made, or changed since the program wrote it, may hold work that is nowhere else.
    fn refuse_changed(
        &self,
        path: &Path,
        [there, next]: [&[u8]; 2],
        written: Option<&Written>,
    ) -> Result<(), CliError> {
        if self.force || there.is_empty() {
            return Ok(());
        }
        let alike = there.iter().zip(next).take(ALIKE).all(|(there, next)| there == next);
        let why = match written.and_then(|written| written.is_as_written(path, there)) {
            Some(true) => return Ok(()),
            Some(false) => "was changed since cotejo wrote it",
            None if self.is_named(path) => "is named in cotejo.toml, and cotejo did not write it",
            // Nobody corrects a web page, which is known by its sign.
            None if next.starts_with(PAGE) && is_page(there) => return Ok(()),
            None if !alike => "is not what cotejo writes there",
            None if self.is_corrected(path, there) => "holds corrections that the alignment lacks",
            None if self.is_newer(path) => "is newer than what it would be made of, and differs",
            None => return Ok(()),
        };
        let error = CliError::new(format!("{} {why}; it is left as it is", path.display()));
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let error = match import::Format::guess(&ending, there).filter(|_| self.shows.is_some()) {
            Some(_) => {
                let onto = self
                    .inputs
                    .first()
                    .filter(|_| self.project.is_none_or(Project::is_lone));
                let onto = onto.map(|path| format!(" -o {}", argument(&path.to_string_lossy())));
                error.hint(format!(
                    "if it was corrected, take it in first: cotejo import {}{}",
                    argument(&path.to_string_lossy()),
                    onto.unwrap_or_default()
                ))
            }
            None => error,
        };
        Err(error.hint("to write over it: --force; or choose another name"))
    }

    /// Whether a table holds what the alignment would take in from it. Rows that nobody touched say nothing, however old they are.
    fn is_corrected(&self, path: &Path, there: &[u8]) -> bool {
        let Some((file, texts)) = self.shows else { return false };
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let Some(format) = import::Format::guess(&ending, there).filter(|format| format.is_table()) else {
            return false;
        };
        let base = import::Base::stored(file, texts);
        let taken = import::unpack(there.to_vec()).map(|bytes| import::import(format, &bytes, &base, &|_| None, false));
        matches!(taken, Ok(Ok((settled, _))) if settled.file.links != file.links)
    }

    /// Whether the settings of the project name the file.
    fn is_named(&self, path: &Path) -> bool {
        let (Some(project), Ok(place)) = (self.project, fs::canonicalize(path)) else {
            return false;
        };
        let settings = project.settings();
        let mut named = settings.lexicon.iter().chain(&settings.abbreviations);
        named.any(|name| fs::canonicalize(project.locate(name)).is_ok_and(|named| named == place))
    }

    /// Whether a file was written after everything that the result is made of.
    fn is_newer(&self, path: &Path) -> bool {
        let time = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
        let newest = self.inputs.iter().filter_map(|input| time(input)).max();
        match (time(path), newest) {
            (Some(there), Some(newest)) => there > newest,
            // Nothing tells; what comes through a pipe has no time.
            _ => true,
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
        .hint("choose another name")),
        None => Ok(()),
    }
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
