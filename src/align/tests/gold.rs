//! Gold for the tests that constants are fitted with.

use std::path::{Path, PathBuf};

use crate::eval::LooseBead;
use crate::import::beads::read_loose;
use crate::segment::one_per_line;
use crate::text::{Document, Lang, SourceText};

/// Two texts of which people said what belongs together.
pub(crate) struct Gold {
    pub(crate) path: PathBuf,
    pub(crate) langs: (Lang, Lang),
    pub(crate) source: Document,
    pub(crate) target: Document,
    pub(crate) beads: Vec<LooseBead>,
}

/// All gold of folders separated by colons: NAME.gold or NAME.beads, with the texts beside it.
pub(crate) fn read_golds(folders: &str) -> Vec<Gold> {
    let mut paths: Vec<PathBuf> = folders
        .split(':')
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|end| end == "gold" || end == "beads"))
        .collect();
    paths.sort();
    paths.into_iter().map(read_gold).collect()
}

fn read_gold(path: PathBuf) -> Gold {
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .unwrap()
        .to_string_lossy()
        .into_owned();
    let code = |at: usize| folder.get(at..at + 2).and_then(|code| code.parse().ok());
    // Folders are named for their languages; the project's own gold is Spanish and English.
    let langs = match (code(0), code(3)) {
        (Some(from), Some(to)) if folder.as_bytes()[2] == b'-' => (from, to),
        _ => (Lang::ES, Lang::EN),
    };
    let text = |ends: [&str; 2]| {
        let files = ends.map(|end| path.with_extension(end));
        let file = files.into_iter().find(|file| file.exists());
        one_per_line(SourceText::read(&file.unwrap(), None).unwrap())
    };
    Gold {
        langs,
        source: text(["src.txt", "es.txt"]),
        target: text(["tgt.txt", "en.txt"]),
        beads: read_loose(&std::fs::read_to_string(&path).unwrap()).unwrap(),
        path,
    }
}
