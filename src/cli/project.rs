//! Options and reports that the commands on projects share.

use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::project::{OpenError, Project, StoredAlignment, TEXTS, TextOpener, Work, Works, stored_path, text_ref};
use cotejo::text::{Lang, ReadError, Side};

use super::error::CliError;
use super::language;
use super::near;
use super::talk::argument;

/// Which project.
#[derive(Debug, Default, Args)]
pub(crate) struct ProjectArgs {
    /// The project's folder [default: the nearest one above with cotejo.toml or texts/].
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
}

impl ProjectArgs {
    /// Whether the project was named.
    pub(crate) const fn is_given(&self) -> bool {
        self.project.is_some()
    }

    /// The project, if there is one here.
    pub(crate) fn find(&self) -> Result<Option<Project>, CliError> {
        Ok(match &self.project {
            Some(root) => Some(Project::open(root)?),
            None => Project::find(Path::new(""))?,
        })
    }

    /// The project of what was named. An alignment that is no work of a project stands for itself.
    pub(crate) fn of<P: AsRef<Path>>(&self, typed: &[P]) -> Result<Project, CliError> {
        let [one] = typed else { return self.require() };
        let path = one.as_ref();
        if !is_alignment(path) || self.is_given() {
            return self.require().map_err(|error| match missing(path) {
                Some(missing) if !self.is_given() => missing,
                _ => error,
            });
        }
        let Some(around) = self.find()? else {
            return Ok(Project::of_alignment(path, None));
        };
        let settings = around.settings();
        let works = around.works(settings.source_lang, settings.target_lang)?.works;
        let named = stored_path(around.root(), path);
        Ok(if works.iter().any(|work| work.alignment_path() == named) {
            around
        } else {
            Project::of_alignment(path, Some(&around))
        })
    }

    /// The project; it is an error when there is none.
    pub(crate) fn require(&self) -> Result<Project, CliError> {
        self.find()?.ok_or_else(|| {
            CliError::new("no project here: neither this folder nor one above it has cotejo.toml or texts/")
                .hint("put the originals in texts/es/NAME.txt and the translations in texts/en/NAME.txt")
                .hint("or say where the project is: --project DIR")
                .hint("for two files alone: cotejo align ORIGINAL TRANSLATION -o pair.json, then name pair.json")
        })
    }
}

/// How an alignment that stands for itself is given its texts anew, where they are not where it names them.
pub(crate) fn lost_texts(project: &Project) -> Option<String> {
    let works = project
        .works(project.settings().source_lang, project.settings().target_lang)
        .ok()?
        .works;
    let work = works.first().filter(|_| project.is_lone())?;
    let path = project.locate(&work.alignment_path());
    let named = Side::BOTH.map(|side| work.text(side).map(|text| project.locate(text)));
    let file = StoredAlignment::read(&path).ok()?.file;
    let opener = TextOpener::new(project, Vec::new());
    let is_lost = |side| match opener.open(&file, side) {
        Err(OpenError::Read(ReadError::Outside { .. } | ReadError::Special { .. })) => true,
        Err(error) => error.is_gone(),
        Ok(_) => false,
    };
    if !Side::BOTH.into_iter().any(is_lost) {
        return None;
    }
    // The ones of the same names beside the alignment, or where it names them.
    let texts = named.into_iter().zip(["ORIGINAL", "TRANSLATION"]).map(|(text, word)| {
        let text = text?;
        let beside = path.with_file_name(text.file_name()?);
        let found = [beside, text].into_iter().find(|text| text.is_file());
        Some(found.map_or_else(|| word.to_owned(), |text| argument(&text.to_string_lossy())))
    });
    let texts: Vec<String> = texts.collect::<Option<_>>()?;
    let path = argument(&path.to_string_lossy());
    Some(format!(
        "its texts are not where it names them; this gives them anew and keeps what was decided: cotejo align {} -o {path}",
        texts.join(" ")
    ))
}

/// What is told of an alignment that was named outside of any project and is not there.
fn missing(path: &Path) -> Option<CliError> {
    let is_meant = has_json(path) && !path.exists();
    is_meant.then(|| {
        let error = CliError::new(format!("there is no file {}", path.display()));
        near::hints(path).into_iter().fold(error, CliError::hint)
    })
}

fn has_json(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// Whether a path is that of an alignment that is there.
pub(crate) fn is_alignment(path: &Path) -> bool {
    has_json(path) && path.is_file()
}

/// Which languages.
#[derive(Debug, Args)]
pub(crate) struct LangArgs {
    /// Language of the original [default: es, or what cotejo.toml says].
    #[arg(long, value_name = "CODE", value_parser = language::parser(), hide_possible_values = true)]
    source_lang: Option<Lang>,
    /// Language of the translation [default: en, or what cotejo.toml says].
    #[arg(long, value_name = "CODE", value_parser = language::parser(), hide_possible_values = true)]
    target_lang: Option<Lang>,
}

impl LangArgs {
    /// The languages of source and target.
    pub(crate) fn resolve(&self, project: Option<&Project>) -> Result<[Lang; 2], CliError> {
        let settings = project.map(|project| project.settings().clone()).unwrap_or_default();
        let [source, target] = [
            self.source_lang.unwrap_or(settings.source_lang),
            self.target_lang.unwrap_or(settings.target_lang),
        ];
        // One option alone was forgotten; both were meant.
        let is_said =
            (self.source_lang.is_some() && self.target_lang.is_some()) || project.is_some_and(Project::is_lone);
        if source == target && !is_said {
            return Err(
                CliError::new(format!("original and translation are both in \"{source}\""))
                    .hint("name two languages with --source-lang and --target-lang")
                    .hint("or use both options with the same language to align two texts of one language"),
            );
        }
        Ok([source, target])
    }
}

/// The works of a project in the languages its settings name; an empty project is an error.
pub(crate) fn works(project: &Project, [source, target]: [Lang; 2]) -> Result<Works, CliError> {
    if source == target && !project.is_lone() {
        return Err(CliError::new(format!(
            "the project's originals and translations would lie in one folder, texts/{source}"
        ))
        .hint("name two languages with --source-lang and --target-lang")
        .hint("or align two texts of one language by their names: cotejo align first.txt second.txt"));
    }
    let works = project.works(source, target)?;
    if works.works.is_empty() && works.faults.is_empty() {
        return Err(
            CliError::new(format!("the project in {} holds no work", shown(project)))
                .hint(format!("put the originals in texts/{source}/NAME.txt"))
                .hint(format!(
                    "and the translations in texts/{target}/NAME.txt, under the same names"
                )),
        );
    }
    Ok(works)
}

/// The project's folder, for a message.
pub(crate) fn shown(project: &Project) -> String {
    match project.root() {
        root if root.as_os_str().is_empty() => "this folder".to_owned(),
        root => root.display().to_string(),
    }
}

/// What is said of a text without a partner.
pub(crate) fn lone_text(work: &Work, [source, target]: [Lang; 2]) -> Option<String> {
    let name = &work.name;
    match (&work.source, &work.target) {
        (Some(text), None) => Some(format!("{text} has no translation texts/{target}/{name}.txt")),
        (None, Some(text)) => Some(format!("{text} has no original texts/{source}/{name}.txt")),
        _ => None,
    }
}

/// What is said of a work whose alignment names texts that are gone, all of them or one.
pub(crate) fn gone_texts(project: &Project, work: &Work) -> Option<String> {
    if work.source.is_some() && work.target.is_some() {
        return None;
    }
    let alignment = work.alignment.as_deref()?;
    let file = StoredAlignment::read(&project.locate(alignment)).ok()?.file;
    let named = Side::BOTH.map(|side| text_ref(&file, side).path.as_str());
    let gone: Vec<&str> = named
        .into_iter()
        .filter(|path| !project.locate(path).exists())
        .collect();
    match gone.as_slice() {
        [] => None,
        [text] => Some(format!("{alignment} names {text}, which is gone")),
        texts => Some(format!("{alignment} names {}, which are gone", texts.join(" and "))),
    }
}

/// What is said of a file or folder among the texts that is not read.
pub(crate) fn ignored_text(path: &str, found: &Works) -> Option<String> {
    let inside = path.strip_prefix(TEXTS)?;
    if inside.ends_with('/') {
        return Some(format!(
            "{path} is a folder: texts in it are not read; put them in the folder above"
        ));
    }
    let name = path.rsplit('/').next().and_then(cotejo::reading::stem);
    let twin = |work: &&Work| Some(work.name.as_str()) == name;
    Some(match found.works.iter().find(twin) {
        Some(work) => format!(
            "{path} is not read: the text of {} is the .txt file beside it",
            work.name
        ),
        None => format!(
            "{path} is not read: its ending is none of those of texts (.{})",
            cotejo::reading::ENDINGS.join(", .")
        ),
    })
}

/// What is said of works and texts that the settings name and the project has not.
pub(crate) fn unknown_names(project: &Project, found: &Works) -> Vec<String> {
    let settings = project.settings();
    let names = || found.works.iter().map(|work| work.name.as_str());
    let works = settings.works.keys().filter(|name| names().all(|work| work != *name));
    let works = works.map(|name| {
        let nearest = near::nearest(name, names()).map(|name| format!("; did you mean {name}?"));
        format!(
            "cotejo.toml: there is no work \"{name}\", as [works.{name}] says{}",
            nearest.unwrap_or_default()
        )
    });
    let texts = settings.encoding.keys().filter(|path| !project.locate(path).exists());
    let texts = texts.map(|path| format!("cotejo.toml: there is no text {path}, as [encoding] says"));
    works.chain(texts).collect()
}
