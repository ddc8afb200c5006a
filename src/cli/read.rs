//! Reading texts and alignments, from files or standard input.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::project::{AbbreviationList, AddedLexicon, Cutter, Project, SideSettings, StoredAlignment};
use cotejo::reading::Reading;
use cotejo::segment::Rules;
use cotejo::text::{Doubt, Encoding, Lang, MAX_BYTES, SourceText, read_stored};

use super::error::CliError;

/// What messages call the text that comes in through `-`.
pub(crate) const STDIN: &str = "standard input";

/// How texts are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "How the texts are read")]
pub(crate) struct ReadArgs {
    /// The texts are split already: one sentence a line, a blank line ends a passage.
    #[arg(long)]
    pub(crate) one_per_line: bool,
    /// Encoding of both texts, such as utf-8, windows-1252 or utf-16le [default: recognised].
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    encoding: Option<String>,
    /// Encoding of the original.
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    source_encoding: Option<String>,
    /// Encoding of the translation.
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    target_encoding: Option<String>,
    #[command(flatten)]
    abbreviations: AbbreviationArgs,
}

/// The user's own abbreviations.
#[derive(Debug, Args)]
pub(crate) struct AbbreviationArgs {
    /// A list of abbreviations, one a line, after which no sentence ends; can be given more than once.
    #[arg(long, value_name = "FILE")]
    abbreviations: Vec<PathBuf>,
}

impl AbbreviationArgs {
    /// The lists of the project and of the command line.
    pub(crate) fn read(&self, project: Option<&Project>) -> Result<Vec<AbbreviationList>, CliError> {
        let mut lists = project.map_or(Ok(Vec::new()), project_abbreviations)?;
        for path in &self.abbreviations {
            lists.push(AbbreviationList::read(path)?);
        }
        Ok(lists)
    }
}

impl AbbreviationArgs {
    /// The rules of a language with the lists of the project and of the command line.
    pub(crate) fn rules(&self, lang: Lang, project: Option<&Project>) -> Result<Rules, CliError> {
        Ok(AbbreviationList::rules(lang, &self.read(project)?)?)
    }
}

/// The lists that the project's settings name.
pub(crate) fn project_abbreviations(project: &Project) -> Result<Vec<AbbreviationList>, CliError> {
    let read = |path: &String| Ok::<_, CliError>(AbbreviationList::read(&project.locate_list(path)?)?);
    let named = project.settings().abbreviations.iter();
    named
        .map(|path| read(path).map_err(|error| error.hint("it is named in cotejo.toml, under abbreviations")))
        .collect()
}

impl ReadArgs {
    /// What was asked for, and what the lists of abbreviations hold that were named.
    pub(crate) fn fingerprint(&self) -> String {
        let lists = self.abbreviations.abbreviations.iter();
        let lists: Vec<_> = lists.map(|path| read_stored(path).unwrap_or_default()).collect();
        let encodings = [&self.encoding, &self.source_encoding, &self.target_encoding];
        format!("{} {encodings:?} {lists:?}", self.one_per_line)
    }

    /// How each side is read.
    pub(crate) fn resolve(&self, langs: [Lang; 2], project: Option<&Project>) -> Result<[SideSettings; 2], CliError> {
        self.resolve_lines(langs, project, self.one_per_line)
    }

    /// As [`resolve`](Self::resolve), where it is known by other means whether the texts are split already.
    pub(crate) fn resolve_lines(
        &self,
        langs: [Lang; 2],
        project: Option<&Project>,
        one_per_line: bool,
    ) -> Result<[SideSettings; 2], CliError> {
        let lists = self.abbreviations.read(project)?;
        let side = |lang, encoding: &Option<String>| {
            let cutter = if one_per_line {
                Cutter::one_per_line()
            } else {
                Cutter::sentences(lang, &lists)?
            };
            let encoding = encoding.clone().or_else(|| self.encoding.clone());
            Ok::<_, CliError>(SideSettings { lang, cutter, encoding })
        };
        Ok([
            side(langs[0], &self.source_encoding)?,
            side(langs[1], &self.target_encoding)?,
        ])
    }
}

/// The user's own word pairs.
#[derive(Debug, Args)]
pub(crate) struct LexiconArgs {
    /// A lexicon of your own (.tsv, .tmx or hunalign's .dic), added to that of the program; can be given more than once.
    #[arg(long, value_name = "FILE")]
    pub(crate) lexicon: Vec<PathBuf>,
}

impl LexiconArgs {
    /// The lexicons of the project and of the command line.
    pub(crate) fn read(&self, project: Option<&Project>, langs: [Lang; 2]) -> Result<AddedLexicon, CliError> {
        let mut added = AddedLexicon::default();
        let root = project.map_or(Path::new(""), Project::root);
        if let Some(project) = project {
            let mut read = |name| Ok::<_, CliError>(added.read(root, &project.locate_list(name)?, langs)?);
            for name in &project.settings().lexicon {
                read(name).map_err(|error| error.hint("it is named in cotejo.toml, under lexicon"))?;
            }
        }
        for path in &self.lexicon {
            added.read(root, path, langs)?;
        }
        Ok(added)
    }
}

/// Takes a label that the Encoding Standard knows.
pub(crate) fn encoding(label: &str) -> Result<String, String> {
    // Decoding nothing tells whether the label is known.
    SourceText::decode(b"", Some(label), Path::new(""))
        .map(|_| label.to_owned())
        .map_err(|error| error.to_string())
}

/// Whether a path means standard input or output.
pub(crate) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a text of any form that a person named.
pub(crate) fn text(path: &Path, encoding: Option<&str>, lang: Lang) -> Result<SourceText, CliError> {
    let reading = Reading {
        encoding,
        lang: Some(lang),
    };
    if is_dash(path) {
        return Ok(reading.decode(stdin()?, Path::new(STDIN))?);
    }
    Ok(reading.read(path)?)
}

/// Reads what is no text of a work, such as a list of beads.
pub(crate) fn plain_text(path: &Path) -> Result<SourceText, CliError> {
    if is_dash(path) {
        return Ok(SourceText::decode(&stdin()?, None, Path::new(STDIN))?);
    }
    Ok(SourceText::read(path, None)?)
}

/// Reads an alignment.
pub(crate) fn alignment(path: &Path) -> Result<StoredAlignment, CliError> {
    if is_dash(path) {
        return Ok(StoredAlignment::from_bytes(Path::new(STDIN), stdin()?)?);
    }
    Ok(StoredAlignment::read(path)?)
}

/// What is wrong with a line of JSON; which line it is, is known.
pub(crate) fn json_fault(error: &serde_json::Error) -> String {
    let mut told = error.to_string();
    if error.is_eof() {
        let place = told.find(" at line ").unwrap_or(told.len());
        let is_blank = error.line() <= 1 && error.column() == 0;
        told.replace_range(
            ..place,
            if is_blank {
                "nothing is there"
            } else {
                "it ends too early"
            },
        );
    }
    match told.split_once(" at line 1 column ") {
        Some((fault, column)) if error.column() > 0 => format!("{fault}, at column {column}"),
        Some((fault, _)) => fault.to_owned(),
        None => told,
    }
}

/// All of standard input.
pub(crate) fn stdin() -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| CliError::new(format!("cannot read {STDIN}: {error}")))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(CliError::new(format!(
            "{STDIN} holds more than {MAX_BYTES} bytes, the limit for one text"
        )));
    }
    Ok(bytes)
}

/// What is said of an encoding that was only guessed, or of bytes that do not fit it.
pub(crate) fn encoding_note(name: &str, encoding: Encoding, remedy: &str) -> Option<String> {
    let label = encoding.name;
    match encoding.doubt {
        Some(doubt @ Doubt::Stray { .. }) => Some(format!(
            "{name}: {doubt}; put it right and save the file as UTF-8, or use {remedy} to read all of it in one encoding"
        )),
        Some(doubt @ Doubt::Twice { .. }) => Some(format!(
            "{name}: {doubt}; convert it back: iconv -f UTF-8 -t WINDOWS-1252 FILE > NEWFILE"
        )),
        Some(doubt) => Some(format!(
            "{name}: read as {label}, which nothing in the file says: {doubt}; use {remedy} to change"
        )),
        None => encoding
            .guessed
            .then(|| format!("{name}: read as {label}, which nothing in the file says; use {remedy} to change")),
    }
}
