//! Alignments as they are named on the command line: by path, or by the name of a work.

use std::path::{Path, PathBuf};

use cotejo::file::{AlignmentFile, Positions};
use cotejo::project::{Project, StoredAlignment, TextOpener, Work, stored_path};
use cotejo::text::{Document, Lang, SentenceId, Side};
use unicode_normalization::UnicodeNormalization as _;

use super::error::CliError;
use super::project::{ProjectArgs, works};
use super::read::{alignment, is_dash, project_abbreviations};
use super::talk::argument;

/// The side and the place of a sentence as it is typed: 1.3 or es:1.3 in the original, en:1.3 in the translation. `option` is
/// what it was typed for, in messages.
///
/// # Errors
/// When it is no such place.
pub(super) fn sentence(typed: &str, option: &str, codes: [&str; 2]) -> Result<(Side, SentenceId), CliError> {
    let [source, target] = codes;
    let (side, id) = match typed.split_once(':') {
        None => (Some(Side::Source), typed),
        Some((code, id)) if code == source => (Some(Side::Source), id),
        Some((code, id)) if code == target => (Some(Side::Target), id),
        Some((_, id)) => (None, id),
    };
    let found = side.zip(id.parse().ok());
    found.ok_or_else(|| {
        let fault = CliError::new(format!("{option}{typed}: expected a sentence such as 1.3"));
        fault.hint(format!(
            "{source}:1.3 is one of the original, {target}:1.3 one of the translation"
        ))
    })
}

/// A place is typed where no sentence stands.
pub(super) fn no_sentence(side: Side, id: SentenceId) -> CliError {
    CliError::new(format!("the {side} text has no sentence {id}")).hint("cotejo list shows where sentences stand")
}

/// Where the alignment is that was named: a file, or that of a work of the project.
///
/// # Errors
/// When it is neither; works of a like name are told.
pub(crate) fn path(typed: &Path, project: &ProjectArgs) -> Result<PathBuf, CliError> {
    if is_dash(typed) || typed.is_file() {
        return Ok(typed.to_owned());
    }
    let is_name = typed.components().count() == 1 && typed.extension().is_none_or(|ending| ending != "json");
    let Some(found) = project.find()?.filter(|_| is_name) else {
        return Ok(typed.to_owned());
    };
    let name: String = typed.to_string_lossy().nfc().collect();
    let settings = found.settings();
    let works = found.works(settings.source_lang, settings.target_lang)?.works;
    match works.iter().find(|work| work.name == name) {
        Some(work) if work.alignment.is_some() => Ok(found.locate(&work.alignment_path())),
        Some(_) => Err(not_aligned(&name)),
        None => Err(unknown(&name, works.iter().map(|work| work.name.as_str()))),
    }
}

/// The name of a work by the path of its alignment.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A work is asked about that has no alignment.
pub(crate) fn not_aligned(name: &str) -> CliError {
    CliError::new(format!("{name} is not aligned yet")).hint(format!("cotejo align {}", argument(name)))
}

/// The works of the project that were named, or all of them.
pub(crate) fn selected(project: &Project, langs: [Lang; 2], names: &[String]) -> Result<Vec<Work>, CliError> {
    let all = works(project, langs)?.works;
    if names.is_empty() {
        return Ok(all);
    }
    names.iter().map(|name| meant(project, &all, name)).collect()
}

/// The work of the project that was named.
pub(crate) fn one(project: &Project, langs: [Lang; 2], name: &str) -> Result<Work, CliError> {
    meant(project, &works(project, langs)?.works, name)
}

fn meant(project: &Project, all: &[Work], name: &str) -> Result<Work, CliError> {
    let found = all.iter().find(|work| is_meant(project, work, name));
    found
        .cloned()
        .ok_or_else(|| unknown(name, all.iter().map(|work| work.name.as_str())))
}

/// Whether a work is what was typed: its name, or the path of its alignment.
fn is_meant(project: &Project, work: &Work, typed: &str) -> bool {
    let name: String = typed.nfc().collect();
    project.is_lone() || work.name == name || stored_path(project.root(), Path::new(typed)) == work.alignment_path()
}

/// What is told of a work that does not exist.
pub(crate) fn unknown<'w>(typed: &str, works: impl Iterator<Item = &'w str>) -> CliError {
    const MOST: usize = 12;
    let names: Vec<&str> = works.collect();
    let like = |name: &&&str| strsim::normalized_damerau_levenshtein(name, typed);
    let nearest = names.iter().max_by(|a, b| like(a).total_cmp(&like(b)));
    let mut error = CliError::new(format!("there is no work {typed}"));
    if let Some(nearest) = nearest.filter(|name| like(name) >= 0.6) {
        error = error.hint(format!("did you mean {nearest}?"));
    }
    if !names.is_empty() {
        let more = if names.len() > MOST { ", …" } else { "" };
        error = error.hint(format!(
            "the works are {}{more}",
            names[..names.len().min(MOST)].join(", ")
        ));
    }
    error
}

/// An alignment with what is known of its texts.
pub(crate) struct Named {
    pub(crate) stored: StoredAlignment,
    /// The texts, where they are as they were aligned.
    pub(crate) texts: [Option<Document>; 2],
}

impl Named {
    /// Reads the alignment that was named.
    pub(crate) fn read(typed: &Path, project: &ProjectArgs) -> Result<Self, CliError> {
        let path = path(typed, project)?;
        let stored = alignment(&path)?;
        let texts = texts(&stored.file, &path, project)?;
        Ok(Self { stored, texts })
    }

    pub(crate) fn positions(&self) -> Positions {
        Positions::new(&self.stored.file, self.texts.each_ref().map(Option::as_ref))
    }
}

/// The project that an alignment belongs to: the one named, the one it lies in, or the one of this folder.
pub(crate) fn project_of(path: &Path, project: &ProjectArgs) -> Result<Option<Project>, CliError> {
    let inside = path.parent().filter(|_| !is_dash(path) && !project.is_given());
    match inside.map(Project::find) {
        Some(Ok(Some(found))) => Ok(Some(found)),
        _ => project.find(),
    }
}

/// The texts of an alignment that are as they were aligned, as far as they are at hand.
pub(crate) fn texts(
    file: &AlignmentFile,
    path: &Path,
    project: &ProjectArgs,
) -> Result<[Option<Document>; 2], CliError> {
    let Some(project) = project_of(path, project)? else {
        let here = Project::of_alignment(path, None);
        return Ok(TextOpener::new(&here, Vec::new()).unchanged(file));
    };
    let lists = project_abbreviations(&project)?;
    Ok(TextOpener::new(&project, lists).unchanged(file))
}
