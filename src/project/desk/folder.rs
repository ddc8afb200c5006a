//! Where the records of a project are kept.

use std::path::PathBuf;

use super::{DeskError, FOLDER};
use crate::project::Project;
use crate::project::own::Own;

/// The folder of the records of a project.
#[derive(Debug)]
pub struct RecordFolder {
    own: Own,
    folder: PathBuf,
}

impl RecordFolder {
    /// That of a project; it is made where it is not there yet, and can be written.
    ///
    /// # Errors
    /// [`DeskError::Log`] when no record can be kept there.
    pub fn open(project: &Project) -> Result<Self, DeskError> {
        let own = match project.lone() {
            Some(work) => Own::around_file(&project.locate(&work.alignment_path())).0,
            None => Own::at(project.root()),
        };
        let folder = own.join(FOLDER);
        let is_writable = own.prepare(&folder).and_then(|()| tempfile::tempfile_in(&folder));
        match is_writable {
            Ok(_) => Ok(Self { own, folder }),
            Err(source) => Err(DeskError::Log { path: folder, source }),
        }
    }

    /// What was noted under a name; nothing where that cannot be told.
    #[must_use]
    pub fn noted(&self, name: &str) -> Option<String> {
        String::from_utf8(self.own.read(&self.folder.join(name)).ok()?).ok()
    }

    /// Notes something under a name: a help, and no condition.
    pub fn note(&self, name: &str, text: &str) {
        let _ = self.own.write(&self.folder.join(name), text.as_bytes());
    }
}
