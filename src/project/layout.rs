//! Which works a project holds.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use unicode_normalization::UnicodeNormalization as _;

use super::{ALIGNMENTS, Project, ProjectError, TEXTS};
use crate::reading;
use crate::text::{Lang, Side};

/// A work: the files of one stem. Paths are told from the project's folder, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The stem, in NFC: some systems store names decomposed.
    pub name: String,
    /// The original.
    pub source: Option<String>,
    /// The translation.
    pub target: Option<String>,
    /// The alignment as it is there.
    pub alignment: Option<String>,
    /// The new alignment that waits beside it to be accepted.
    pub pending: Option<String>,
}

impl Work {
    fn new(name: String) -> Self {
        Self {
            name,
            source: None,
            target: None,
            alignment: None,
            pending: None,
        }
    }

    /// The text of one side.
    #[must_use]
    pub fn text(&self, side: Side) -> Option<&str> {
        match side {
            Side::Source => self.source.as_deref(),
            Side::Target => self.target.as_deref(),
        }
    }

    /// Where the alignment is or will be.
    #[must_use]
    pub fn alignment_path(&self) -> String {
        self.alignment
            .clone()
            .unwrap_or_else(|| format!("{ALIGNMENTS}/{}.json", self.name))
    }
}

/// A file whose name makes no work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameFault {
    /// The name is no Unicode.
    #[error("the name of {path} is not valid Unicode; rename the file")]
    NotUnicode {
        /// The path, as far as it can be shown.
        path: String,
    },
    /// A work has two texts of one side, in two forms.
    #[error("{first} and {second} are two texts of one name; move one of them away")]
    TwoForms {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// Two names look the same.
    #[error("the names of {first} and {second} differ only in how their letters are stored; rename one")]
    Twice {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
}

/// What a project holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Works {
    /// The works, by name.
    pub works: Vec<Work>,
    /// Files whose names make no work.
    pub faults: Vec<NameFault>,
    /// Files that are neither texts nor alignments.
    pub ignored: Vec<String>,
}

impl Works {
    /// Texts without a partner whose names differ in nothing but capital letters, original first.
    #[must_use]
    pub fn case_twins(&self) -> Vec<[&str; 2]> {
        let lone = |side: Side| {
            let works = self.works.iter().filter(move |work| work.text(other(side)).is_none());
            works.filter_map(move |work| Some((work.name.to_lowercase(), work.text(side)?)))
        };
        let targets: BTreeMap<String, &str> = lone(Side::Target).collect();
        lone(Side::Source)
            .filter_map(|(name, source)| Some([source, *targets.get(&name)?]))
            .collect()
    }
}

impl Project {
    /// All works that have a text in one of two languages, or an alignment.
    ///
    /// Texts are the files `texts/<lang>/NAME.txt`, alignments `alignments/NAME.json`, with
    /// `alignments/NAME.json.new` beside one that waits. Folders that do not exist hold nothing; hidden files and folders inside are passed over.
    ///
    /// # Errors
    /// [`ProjectError::Io`] when a folder cannot be read.
    pub fn works(&self, source: Lang, target: Lang) -> Result<Works, ProjectError> {
        let mut found = Works::default();
        if let Some(work) = self.lone() {
            found.works.push(work.clone());
            return Ok(found);
        }
        let mut works = BTreeMap::<String, Work>::new();
        let folders = [
            (format!("{TEXTS}/{source}"), TEXT, source_of as Field),
            (format!("{TEXTS}/{target}"), TEXT, target_of),
            (ALIGNMENTS.to_owned(), "json", alignment_of),
            (ALIGNMENTS.to_owned(), PENDING, pending_of),
        ];
        for (folder, extension, field) in folders {
            if extension == TEXT {
                found.ignored.extend(self.folders(&folder));
            }
            for path in self.files(&folder)? {
                let Ok(path) = path else {
                    found.faults.extend(path.err());
                    continue;
                };
                let Some(name) = stem(&path, extension) else {
                    // The folder of the alignments is gone through twice, and each file is told of once.
                    if extension != PENDING && stem(&path, PENDING).is_none() {
                        found.ignored.push(path);
                    }
                    continue;
                };
                let work = works.entry(name.clone()).or_insert_with(|| Work::new(name));
                match field(work) {
                    // A book beside the text that was made of it.
                    Some(first) if extension == TEXT && is_plain(first) != is_plain(&path) => {
                        let other = if is_plain(first) {
                            path
                        } else {
                            std::mem::replace(first, path)
                        };
                        found.ignored.push(other);
                    }
                    Some(first) if extension == TEXT && file_stem(first) == file_stem(&path) => {
                        found.faults.push(NameFault::TwoForms {
                            first: first.clone(),
                            second: path,
                        });
                    }
                    Some(first) => found.faults.push(NameFault::Twice {
                        first: first.clone(),
                        second: path,
                    }),
                    place => *place = Some(path),
                }
            }
        }
        found.works = works.into_values().collect();
        Ok(found)
    }

    /// The visible folders inside a folder, sorted, a slash at the end of each.
    fn folders(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.locate(folder)).into_iter().flatten().flatten();
        let mut folders: Vec<String> = entries
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .map(|name| format!("{folder}/{name}/"))
            .collect();
        folders.sort();
        folders
    }

    /// The visible files of a folder, sorted.
    fn files(&self, folder: &str) -> Result<Vec<Result<String, NameFault>>, ProjectError> {
        let place = self.locate(folder);
        let io = |source| ProjectError::Io {
            path: place.clone(),
            source,
        };
        let entries = match fs::read_dir(&place) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io(error)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry.map_err(io)?;
            let name = entry.file_name();
            // Symbolic links count as what they point to.
            if entry.path().is_dir() || name.to_string_lossy().starts_with('.') {
                continue;
            }
            files.push(match name.to_str() {
                Some(name) => Ok(format!("{folder}/{name}")),
                None => Err(NameFault::NotUnicode {
                    path: format!("{folder}/{}", name.to_string_lossy()),
                }),
            });
        }
        files.sort_by(|a, b| a.as_ref().ok().cmp(&b.as_ref().ok()));
        Ok(files)
    }
}

type Field = fn(&mut Work) -> &mut Option<String>;

fn source_of(work: &mut Work) -> &mut Option<String> {
    &mut work.source
}

fn target_of(work: &mut Work) -> &mut Option<String> {
    &mut work.target
}

fn alignment_of(work: &mut Work) -> &mut Option<String> {
    &mut work.alignment
}

fn pending_of(work: &mut Work) -> &mut Option<String> {
    &mut work.pending
}

/// What the names of alignments end with that wait to be accepted.
const PENDING: &str = "json.new";

/// Stands for the endings of all forms that are read as texts.
const TEXT: &str = "";

const fn other(side: Side) -> Side {
    match side {
        Side::Source => Side::Target,
        Side::Target => Side::Source,
    }
}

fn is_plain(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".txt")
}

fn file_stem(path: &str) -> Option<&str> {
    reading::stem(path.rsplit('/').next()?)
}

/// The work a file belongs to, if it has the extension.
fn stem(path: &str, extension: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    if extension == TEXT {
        return reading::stem(name).map(|stem| stem.nfc().collect());
    }
    let dot = name.len().checked_sub(extension.len() + 1)?;
    let (stem, found) = (name.get(..dot)?, name.get(dot..)?);
    let matches = found.starts_with('.') && found[1..].eq_ignore_ascii_case(extension);
    matches.then(|| stem.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_are_paired_by_stem_in_any_normal_form() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("texts/es/mañana fría.txt", "x"),
            ("texts/en/man\u{303}ana fri\u{301}a.txt", "x"),
            ("texts/en/notes.pdf", "x"),
            ("texts/en/mañana fría.epub", "x"),
            ("texts/en/._notes.txt", "x"),
            ("texts/es/v1.0.TXT", "x"),
            ("texts/fr/other.txt", "x"),
            ("alignments/v1.0.json", "x"),
            ("alignments/v1.0.json.new", "x"),
            ("alignments/v1.0.json.bak", "x"),
            ("texts/es/old/inside.txt", "x"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let found = Project::open(folder.path()).unwrap().works(Lang::ES, Lang::EN).unwrap();
        let names: Vec<_> = found.works.iter().map(|work| work.name.as_str()).collect();
        assert_eq!(names, ["mañana fría", "v1.0"]);
        assert!(found.works[0].source.is_some() && found.works[0].target.is_some());
        assert_eq!(found.works[0].alignment_path(), "alignments/mañana fría.json");
        assert_eq!(found.works[1].alignment.as_deref(), Some("alignments/v1.0.json"));
        assert_eq!(found.works[1].pending.as_deref(), Some("alignments/v1.0.json.new"));
        assert_eq!(found.works[0].pending, None);
        assert_eq!(
            found.ignored,
            [
                "texts/es/old/",
                "texts/en/mañana fría.epub",
                "texts/en/notes.pdf",
                "alignments/v1.0.json.bak"
            ]
        );
        assert_eq!(found.faults, []);
    }

    #[test]
    fn texts_of_other_forms_are_works_and_names_that_nearly_match_are_told() {
        let folder = tempfile::tempdir().unwrap();
        for path in [
            "texts/es/libro.epub",
            "texts/en/libro.html.gz",
            "texts/es/Faro.txt",
            "texts/en/faro.txt",
            "texts/es/uno.html",
            "texts/es/uno.md",
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let found = Project::open(folder.path()).unwrap().works(Lang::ES, Lang::EN).unwrap();
        let libro = found.works.iter().find(|work| work.name == "libro").unwrap();
        assert_eq!(
            (libro.source.as_deref(), libro.target.as_deref()),
            (Some("texts/es/libro.epub"), Some("texts/en/libro.html.gz"))
        );
        assert_eq!(found.case_twins(), [["texts/es/Faro.txt", "texts/en/faro.txt"]]);
        assert!(matches!(found.faults.as_slice(), [NameFault::TwoForms { .. }]));
    }
}
