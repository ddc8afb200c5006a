//! Pairs laid out as a project.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cotejo::matching::Matching;
use cotejo::project::{Before, Project, SETTINGS_FILE, TEXTS, write_file};
use cotejo::reading::stem;
use cotejo::text::{Lang, read_stored};

use super::super::error::CliError;
use super::folder::Folder;

/// A text, and where it is copied to.
type Copied = (PathBuf, PathBuf);

/// Copies the texts of the pairs into `texts/` of a project, both of a pair under the name of the original.
///
/// What is there already with the same content stays. When another text has a name that is wanted, nothing is written.
pub(super) fn lay_out(root: &Path, found: &Matching, folders: &[Folder; 2], langs: [Lang; 2]) -> Result<(), CliError> {
    let settings = settings(root, langs)?;
    let mut wanted: Vec<Copied> = Vec::new();
    let mut names = BTreeSet::new();
    for pair in &found.pairs {
        let name = name(&folders[0].texts[pair.source], &mut names);
        for (folder, text, lang) in [
            (&folders[0], pair.source, langs[0]),
            (&folders[1], pair.target, langs[1]),
        ] {
            let from = folder.path(text);
            let to = root
                .join(TEXTS)
                .join(lang.code())
                .join(format!("{name}{}", ending(&from)));
            wanted.push((from, to));
        }
    }
    let mut copies = Vec::new();
    for (from, to) in wanted {
        let there = match fs::symlink_metadata(&to) {
            Ok(_) => Some(read_stored(&to).map_err(|error| unreadable(&to, &error))?),
            Err(_) => None,
        };
        match there {
            Some(there) if there == read_stored(&from).map_err(|error| unreadable(&from, &error))? => {}
            Some(_) => {
                return Err(CliError::new(format!(
                    "{} is there already and is another text than {}; nothing was written",
                    to.display(),
                    from.display()
                ))
                .hint("name a new folder: --link FOLDER"));
            }
            None => copies.push((from, to)),
        }
    }
    for lang in langs {
        let folder = root.join(TEXTS).join(lang.code());
        fs::create_dir_all(&folder)
            .map_err(|error| CliError::new(format!("cannot make {}: {error}", folder.display())))?;
    }
    if let Some(settings) = settings {
        write_file(&root.join(SETTINGS_FILE), settings.as_bytes(), Before::Nothing)?;
    }
    for (from, to) in copies {
        let bytes = read_stored(&from).map_err(|error| unreadable(&from, &error))?;
        write_file(&to, &bytes, Before::Nothing)?;
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> CliError {
    CliError::new(format!("cannot read {}: {error}", path.display()))
}

/// Refuses a folder among the texts: the next time its own would be matched with them.
pub(super) fn refuse_inside(root: &Path, folders: &[Folder; 2]) -> Result<(), CliError> {
    let existing = root.ancestors().find(|folder| folder.exists()).unwrap_or(root);
    let Ok(place) = fs::canonicalize(if existing.as_os_str().is_empty() {
        Path::new(".")
    } else {
        existing
    }) else {
        return Ok(());
    };
    let inside = |folder: &&Folder| fs::canonicalize(&folder.root).is_ok_and(|texts| place.starts_with(texts));
    match folders.iter().find(inside) {
        Some(folder) => Err(CliError::new(format!(
            "{} lies in {}, whose texts are matched",
            root.display(),
            folder.root.display()
        ))
        .hint("name a folder beside it: --link FOLDER")),
        None => Ok(()),
    }
}

/// The settings that the project needs and has not; other languages than it has are refused.
fn settings(root: &Path, langs: [Lang; 2]) -> Result<Option<String>, CliError> {
    let [source, target] = langs;
    if root.join(SETTINGS_FILE).exists() {
        let project = Project::open(root)?;
        let there = project.settings();
        if [there.source_lang, there.target_lang] == langs {
            return Ok(None);
        }
        return Err(CliError::new(format!(
            "{} is a project of {} and {}, not of {source} and {target}",
            root.display(),
            there.source_lang,
            there.target_lang
        ))
        .hint("name a new folder: --link FOLDER"));
    }
    let usual = [Lang::ES, Lang::EN] == langs;
    Ok((!usual).then(|| format!("source-lang = \"{source}\"\ntarget-lang = \"{target}\"\n")))
}

/// The name of a work, after the path of its original; a number is added where two would have the same.
fn name(path: &Path, names: &mut BTreeSet<String>) -> String {
    let whole: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let whole = whole.join("-");
    let plain = stem(&whole).unwrap_or(&whole);
    // A file system may take capitals for small letters.
    let mut tries = std::iter::once(plain.to_owned()).chain((2..).map(|number| format!("{plain}-{number}")));
    tries
        .find(|name| names.insert(name.to_lowercase()))
        .unwrap_or_else(|| plain.to_owned())
}

/// The ending of a text, with its dot.
fn ending(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let begins = stem(&name).map_or(name.len(), str::len);
    name[begins..].to_owned()
}
