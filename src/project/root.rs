//! Finding a project and naming files from its folder.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{ProjectSettings, SETTINGS_FILE, SettingsError, TEXTS, Work};
use crate::reading::Reading;
use crate::text::{ReadError, SourceText, check_inside};

/// A project: a folder with `cotejo.toml` or `texts/` in it, and its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    root: PathBuf,
    settings: ProjectSettings,
    /// The only work, of an alignment that stands for itself.
    lone: Option<Box<Work>>,
}

/// Why a project cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// The file system refused.
    #[error("cannot read {path}: {source}", path = path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder is no project.
    #[error(
        "{path} is no project: it has neither {SETTINGS_FILE} nor a folder {TEXTS}",
        path = path.display()
    )]
    NoProject {
        /// The folder.
        path: PathBuf,
    },
    /// The settings cannot be read as text.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The settings are wrong.
    #[error("{path}, {source}", path = path.display())]
    Settings {
        /// The settings file.
        path: PathBuf,
        /// Line and fault.
        source: SettingsError,
    },
}

impl Project {
    /// The project of the nearest folder, from `start` upwards, that is one.
    ///
    /// Its root is told from `start`, as in `../..`, so that paths built on it stay short.
    ///
    /// # Errors
    /// [`ProjectError`] when a settings file is found and cannot be used.
    pub fn find(start: &Path) -> Result<Option<Self>, ProjectError> {
        let here = or_current(start);
        let depth = fs::canonicalize(here)
            .map_err(|source| ProjectError::Io {
                path: here.to_owned(),
                source,
            })?
            .components()
            .count();
        let mut root = start.to_owned();
        for _ in 0..depth {
            if is_project(&root) {
                return Self::load(root).map(Some);
            }
            root.push("..");
        }
        Ok(None)
    }

    /// The project of a folder.
    ///
    /// # Errors
    /// [`ProjectError`] when the folder is none or its settings cannot be used.
    pub fn open(root: &Path) -> Result<Self, ProjectError> {
        fs::read_dir(or_current(root)).map_err(|source| ProjectError::Io {
            path: root.to_owned(),
            source,
        })?;
        if !is_project(root) {
            return Err(ProjectError::NoProject { path: root.to_owned() });
        }
        Self::load(root.to_owned())
    }

    /// A folder taken for a project with no settings of its own.
    #[must_use]
    pub fn without_settings(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            settings: ProjectSettings::default(),
            lone: None,
        }
    }

    /// A folder taken for a project that holds this work and no other.
    pub(super) fn alone(root: &Path, settings: ProjectSettings, work: Work) -> Self {
        Self {
            root: root.to_owned(),
            settings,
            lone: Some(Box::new(work)),
        }
    }

    /// The only work, of an alignment that stands for itself.
    pub(super) fn lone(&self) -> Option<&Work> {
        self.lone.as_deref()
    }

    fn load(root: PathBuf) -> Result<Self, ProjectError> {
        let path = root.join(SETTINGS_FILE);
        // What is there and is no file, such as a pipe, must not pass for no settings.
        let settings = if path.symlink_metadata().is_ok() {
            check_inside(&root, &path)?;
            ProjectSettings::parse(SourceText::read(&path, None)?.as_str())
                .map_err(|source| ProjectError::Settings { path, source })?
        } else {
            ProjectSettings::default()
        };
        Ok(Self {
            root,
            settings,
            lone: None,
        })
    }

    /// Whether a folder is a project.
    pub(super) fn is_at(folder: &Path) -> bool {
        is_project(folder)
    }

    /// The project's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The project's settings.
    #[must_use]
    pub const fn settings(&self) -> &ProjectSettings {
        &self.settings
    }

    /// Reads a text that is named from the project's folder; it must lie inside.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn read_text(&self, path: &str, reading: &Reading<'_>) -> Result<SourceText, ReadError> {
        reading.read_inside(&self.root, &self.locate(path))
    }

    /// Where a list lies that the settings name, such as a lexicon. Projects may share one, so it may lie outside; it must be a
    /// regular file, as a pipe would keep the program waiting.
    ///
    /// # Errors
    /// [`ReadError::Special`]; what else is wrong is found by who reads it.
    pub fn locate_list(&self, path: &str) -> Result<PathBuf, ReadError> {
        let path = self.locate(path);
        match fs::metadata(&path) {
            Ok(meta) if !meta.is_file() && !meta.is_dir() => Err(ReadError::Special { path }),
            _ => Ok(path),
        }
    }

    /// Where a file named from the project's folder lies.
    #[must_use]
    pub fn locate(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

fn is_project(folder: &Path) -> bool {
    folder.join(SETTINGS_FILE).symlink_metadata().is_ok() || folder.join(TEXTS).is_dir()
}

/// The empty path means the current folder where paths are joined, but not to the system.
pub(super) fn or_current(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}

/// How an alignment names a text: with `/`, from the folder `root`, never absolute.
///
/// A text that lies elsewhere is named as it was given where that was not absolute, else by its name.
#[must_use]
pub fn stored_path(root: &Path, path: &Path) -> String {
    let relative = fs::canonicalize(or_current(root))
        .ok()
        .zip(fs::canonicalize(path).ok())
        .and_then(|(root, path)| Some(path.strip_prefix(root).ok()?.to_owned()));
    let relative = match relative {
        Some(inside) => inside,
        None if path.is_absolute() => path.file_name().map(PathBuf::from).unwrap_or_default(),
        None => path.to_owned(),
    };
    let parts = relative.components().filter(|part| !matches!(part, Component::CurDir));
    parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_project_above_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("book/texts/es");
        fs::create_dir_all(&deep).unwrap();
        fs::write(folder.path().join("cotejo.toml"), "").unwrap();
        let found = |start: &Path| Project::find(start).unwrap().unwrap().root().canonicalize().unwrap();
        let root = folder.path().canonicalize().unwrap();
        assert_eq!(found(&deep), root.join("book"));
        assert_eq!(found(folder.path()), root);
    }

    #[test]
    fn stored_paths_are_relative_and_use_slashes() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        fs::create_dir_all(root.join("texts/es")).unwrap();
        fs::write(root.join("texts/es/niño y luna.txt"), "").unwrap();
        fs::write(folder.path().join("outside.txt"), "").unwrap();
        assert_eq!(
            stored_path(&root, &root.join("texts/es/niño y luna.txt")),
            "texts/es/niño y luna.txt"
        );
        assert_eq!(
            stored_path(&root, &root.join("texts/../texts/./es/niño y luna.txt")),
            "texts/es/niño y luna.txt"
        );
        assert_eq!(stored_path(&root, &folder.path().join("outside.txt")), "outside.txt");
        assert_eq!(
            stored_path(&root, Path::new("../elsewhere/./a.txt")),
            "../elsewhere/a.txt"
        );
    }
}
