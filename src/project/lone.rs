//! Alignments that lie in no project: each is taken for a project of one work.

use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;

use super::{PENDING_SUFFIX, Project, StoredAlignment, Work, pending_path, stored_path, text_ref};
use crate::file::AlignmentFile;
use crate::text::{Lang, Side, check_inside};

impl Project {
    /// An alignment that stands for itself, as that of two files does: a project of this one work.
    ///
    /// Its texts are looked for from the folder of the project around it, where there is one, then from this folder, then from that
    /// of the alignment; languages, encodings and, where they are there, lexicons are those that it was made with. Of a file that
    /// cannot be read nothing is known, and whoever reads it says why.
    #[must_use]
    pub fn of_alignment(path: &Path, around: Option<&Self>) -> Self {
        let file = StoredAlignment::read(path).ok().map(|stored| stored.file);
        let has_texts = |root: &&Path| {
            let file = file.as_ref();
            file.is_some_and(|file| Side::BOTH.map(|side| root.join(&text_ref(file, side).path).is_file()) == [true; 2])
        };
        let here = Path::new("");
        let roots = around.map(Self::root).into_iter().chain([here]).chain(path.parent());
        let root = roots
            .clone()
            .find(has_texts)
            .or_else(|| roots.clone().next())
            .unwrap_or(here);
        let mut settings = around.map(|project| project.settings().clone()).unwrap_or_default();
        if let Some([source, target]) = file.as_ref().and_then(languages) {
            (settings.source_lang, settings.target_lang) = (source, target);
        }
        let shown = path.to_string_lossy().into_owned();
        let inside = stored_path(root, path);
        let alignment = if root.join(&inside).is_file() { inside } else { shown };
        if let Some(file) = &file {
            let made = &file.aligner.settings;
            // An alignment that came from elsewhere may have been made with lexicons that did not come along, or name any file.
            let is_there = |name: &&String| check_inside(root, &root.join(name)).is_ok();
            settings.lexicon = made.lexicon.iter().filter(is_there).cloned().collect();
            for side in Side::BOTH {
                if let Some(label) = made.encoding.get(&side.to_string()) {
                    settings
                        .encoding
                        .insert(text_ref(file, side).path.clone(), label.clone());
                }
            }
        }
        let text = |side| file.as_ref().map(|file| text_ref(file, side).path.clone());
        let pending = pending_path(path);
        let work = Work {
            name: path.file_stem().unwrap_or_default().to_string_lossy().nfc().collect(),
            source: text(Side::Source),
            target: text(Side::Target),
            pending: pending.is_file().then(|| format!("{alignment}{PENDING_SUFFIX}")),
            alignment: Some(alignment),
        };
        Self::alone(root, settings, work)
    }

    /// Whether it is an alignment that stands for itself.
    #[must_use]
    pub fn is_lone(&self) -> bool {
        self.lone().is_some()
    }
}

fn languages(file: &AlignmentFile) -> Option<[Lang; 2]> {
    let [source, target] = file.langs().map(|code| code.parse().ok());
    Some([source?, target?])
}
