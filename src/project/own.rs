//! What the program keeps for itself in a project, under `.cotejo/`.
//!
//! A project that comes from elsewhere may bring that folder along, with links in it that lead to files of its reader: nothing is
//! read or written through one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use super::Project;
use super::root::or_current;

/// The folder of what the program keeps for itself; git passes it over.
pub const OWN_FOLDER: &str = ".cotejo";

/// The program's own folder of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Own(PathBuf);

impl Own {
    /// That of the project at a folder.
    pub(super) fn at(root: &Path) -> Self {
        Self(root.join(OWN_FOLDER))
    }

    /// That of the project which a file lies in, and the way from the project to the file.
    pub(super) fn of_file(file: &Path) -> Option<(Self, PathBuf)> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let place = match project_above(folder) {
            Some(_) => folder.to_owned(),
            None => real_folder(folder).ok()?,
        };
        let (root, inside) = project_above(&place)?;
        Some((Self::at(root), inside.join(file.file_name()?)))
    }

    /// That of the project which a file lies in, else one beside the file.
    pub(super) fn around_file(file: &Path) -> (Self, PathBuf) {
        Self::of_file(file).unwrap_or_else(|| {
            let folder = file.parent().unwrap_or(Path::new(""));
            (
                Self::at(folder),
                file.file_name().map(PathBuf::from).unwrap_or_default(),
            )
        })
    }

    /// A place in it.
    pub(super) fn join(&self, inside: impl AsRef<Path>) -> PathBuf {
        self.0.join(inside)
    }

    /// Makes a folder in it, which git passes over.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::InvalidInput`] where a link leads elsewhere.
    pub(super) fn prepare(&self, folder: &Path) -> io::Result<()> {
        self.refuse_links(folder)?;
        fs::create_dir_all(folder)?;
        match self.create(&self.join(".gitignore")) {
            Ok(mut ignore) => ignore.write_all(b"*\n"),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Reads a file in it.
    ///
    /// # Errors
    /// As [`read_stored`](crate::text::read_stored); [`io::ErrorKind::InvalidInput`] where a link leads elsewhere.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.refuse_links(path)?;
        crate::text::read_stored(path)
    }

    /// Writes a file in it, whole or not at all.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare).
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.prepare(path.parent().unwrap_or(Path::new("")))?;
        self.refuse_links(path)?;
        // Under a name that says it is not whole yet; what a killed run left of one goes.
        let part = path.with_extension("part");
        if part.symlink_metadata().is_ok() {
            fs::remove_file(&part)?;
        }
        let mut file = self.create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    }

    /// Opens a file in it to be read and added to; it is made where it is not there.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare), also where it is no regular file.
    pub(super) fn open(&self, path: &Path) -> io::Result<File> {
        self.prepare(path.parent().unwrap_or(Path::new("")))?;
        self.refuse_links(path)?;
        // A pipe would keep the program waiting.
        if path.symlink_metadata().is_ok_and(|meta| !meta.is_file()) {
            return Err(refused(path, "is no regular file"));
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).open(path)
    }

    /// A new file; a link is none, wherever it leads.
    fn create(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(path)
    }

    /// Refuses places that lie behind a link, the folder itself among them.
    fn refuse_links(&self, path: &Path) -> io::Result<()> {
        let inside = path.ancestors().take_while(|place| place.starts_with(&self.0));
        for place in inside {
            if place.symlink_metadata().is_ok_and(|meta| meta.is_symlink()) {
                return Err(refused(
                    place,
                    "is a link, and what cotejo keeps for itself is kept in the project; remove it",
                ));
            }
        }
        Ok(())
    }
}

fn refused(path: &Path, problem: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{} {problem}", path.display()))
}

/// The nearest project that a folder is in as far as its path tells, and the way from there to the folder.
pub(super) fn project_above(folder: &Path) -> Option<(&Path, &Path)> {
    let root = folder.ancestors().find(|folder| Project::is_at(folder))?;
    let inside = folder.strip_prefix(root).ok()?;
    let goes_down = inside.components().all(|part| matches!(part, Component::Normal(_)));
    goes_down.then_some((root, inside))
}

/// The real path of a folder, also of one that is not there any more.
pub(super) fn real_folder(folder: &Path) -> io::Result<PathBuf> {
    match (
        fs::canonicalize(or_current(folder)),
        folder.parent(),
        folder.file_name(),
    ) {
        (Ok(place), ..) => Ok(place),
        (Err(error), Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
            Ok(real_folder(parent)?.join(name))
        }
        (Err(error), ..) => Err(error),
    }
}
