//! The texts of a folder.

use std::path::{Path, PathBuf};

use cotejo::reading::{ENDINGS, Reading, stem};
use cotejo::text::{Lang, ReadError, SourceText};
use walkdir::{DirEntry, WalkDir};

use super::super::error::CliError;

/// The texts in a folder and in those inside it.
pub(super) struct Folder {
    pub(super) root: PathBuf,
    /// Where they lie in it, sorted.
    pub(super) texts: Vec<PathBuf>,
    lang: Lang,
    encoding: Option<String>,
}

impl Folder {
    /// Lists the files that have the ending of a text; hidden ones are passed over.
    pub(super) fn list(root: &Path, lang: Lang, encoding: Option<&str>) -> Result<Self, CliError> {
        if !root.is_dir() {
            let problem = if root.exists() {
                "is no folder"
            } else {
                "does not exist"
            };
            return Err(CliError::new(format!("{} {problem}", root.display()))
                .hint("name two folders: that of the originals, then that of the translations"));
        }
        let is_hidden = |entry: &DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        let mut texts = Vec::new();
        for entry in WalkDir::new(root).into_iter().filter_entry(|entry| !is_hidden(entry)) {
            let entry = entry.map_err(|error| CliError::new(format!("cannot read {error}")))?;
            if entry.file_type().is_dir() || !is_text(entry.path()) {
                continue;
            }
            texts.extend(entry.path().strip_prefix(root).ok().map(Path::to_owned));
        }
        texts.sort();
        if texts.is_empty() {
            return Err(CliError::new(format!("there is no text in {}", root.display()))
                .hint(format!("texts end in .{}", ENDINGS.join(", ."))));
        }
        Ok(Self {
            root: root.to_owned(),
            texts,
            lang,
            encoding: encoding.map(str::to_owned),
        })
    }

    /// What a text is called in reports: its path in the folder, with slashes on every system.
    pub(super) fn name(&self, text: usize) -> String {
        let parts: Vec<_> = self.texts[text].iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }

    /// Where a text is.
    pub(super) fn path(&self, text: usize) -> PathBuf {
        self.root.join(&self.texts[text])
    }

    /// Reads a text: a regular file that lies in the folder.
    pub(super) fn read(&self, text: usize) -> Result<SourceText, ReadError> {
        let reading = Reading {
            encoding: self.encoding.as_deref(),
            lang: Some(self.lang),
        };
        reading.read_inside(&self.root, &self.path(text))
    }
}

fn is_text(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| stem(&name.to_string_lossy()).is_some_and(|stem| !stem.is_empty()))
}
