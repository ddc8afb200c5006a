//! What the program wrote for other programs and for people, so that nothing is written over what they made of it.

use std::fs;
use std::path::{Path, PathBuf};

use super::Project;
use super::own::Own;
use super::root::or_current;
use crate::text::sha256;

const WRITTEN: &str = "written";

/// The files that were exported from a project: under `.cotejo/written/` a record a file, with the SHA-256 of what was
/// written there last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    root: PathBuf,
    own: Own,
}

impl Written {
    /// The records of a project.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        Self {
            root: project.root().to_owned(),
            own: Own::at(project.root()),
        }
    }

    /// Whether a file with these bytes is as the program wrote it; nothing where it is not known to have written it.
    #[must_use]
    pub fn is_as_written(&self, path: &Path, bytes: &[u8]) -> Option<bool> {
        let record = String::from_utf8(self.own.read(&self.record(path)?).ok()?).ok()?;
        Some(record.lines().next()? == sha256(bytes))
    }

    /// Remembers what stands in a file now. A failure is no harm: the file is then asked for before it is replaced.
    pub fn remember(&self, path: &Path, bytes: &[u8]) {
        let Some(record) = self.record(path) else { return };
        let told = format!("{}\n{}\n", sha256(bytes), path.display());
        let _ = self.own.write(&record, told.as_bytes());
    }

    /// Where the record of a file is: under the hash of its place, so that files of any name and folder have one each.
    fn record(&self, path: &Path) -> Option<PathBuf> {
        let folder = fs::canonicalize(or_current(path.parent()?)).ok()?;
        let place = folder.join(path.file_name()?);
        let root = fs::canonicalize(or_current(&self.root)).ok()?;
        // A project that is moved or copied takes its records along.
        let place = place.strip_prefix(&root).unwrap_or(&place);
        let name = sha256(place.to_string_lossy().as_bytes());
        Some(self.own.join(WRITTEN).join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_known_until_it_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let written = Written::of(&Project::without_settings(folder.path()));
        let path = folder.path().join("a.tsv");
        assert_eq!(written.is_as_written(&path, b"one"), None);
        written.remember(&path, b"one");
        assert_eq!(written.is_as_written(&path, b"one"), Some(true));
        assert_eq!(written.is_as_written(&path, b"two"), Some(false));
        assert_eq!(written.is_as_written(&folder.path().join("b.tsv"), b"one"), None);
        assert_eq!(
            fs::read_to_string(folder.path().join(".cotejo/.gitignore")).unwrap(),
            "*\n"
        );
    }
}
