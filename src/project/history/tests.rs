use super::*;
use crate::file::{Status, write};
use crate::fixture::{file, link, sample};
use crate::project::{StoredAlignment, WriteError, pending_path};

/// A project with an alignment.
fn project(file: &AlignmentFile) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("texts")).unwrap();
    fs::create_dir_all(folder.path().join("alignments")).unwrap();
    let path = folder.path().join("alignments/obra.json");
    fs::write(&path, write(file)).unwrap();
    (folder, path)
}

/// The sample with another note, which a person wrote.
fn noted(note: &str) -> AlignmentFile {
    let mut file = sample();
    file.links[2].note = Some(note.to_owned());
    file
}

/// The sample with another confidence, which the aligner gave.
fn estimated(ten_thousandths: u16) -> AlignmentFile {
    let mut file = sample();
    file.links[1].confidence = crate::file::Confidence::new(f64::from(ten_thousandths) / 10_000.0);
    file
}

#[test]
fn what_is_replaced_can_be_read_again() {
    let (folder, path) = project(&sample());
    let first = StoredAlignment::read(&path).unwrap();
    assert!(first.replace_by("align", &estimated(1)).unwrap().written);
    let second = StoredAlignment::read(&path).unwrap();
    assert!(!second.replace_by("align", &estimated(1)).unwrap().written);
    assert!(second.replace_by("import", &noted("new")).unwrap().written);

    let history = History::of(&path).unwrap();
    let versions = history.versions().unwrap();
    let told: Vec<_> = versions
        .iter()
        .map(|v| (v.number, v.command.as_str(), v.links, v.pinned, v.decisions))
        .collect();
    assert_eq!(
        told,
        [
            (1, "align", Some(6), Some(3), false),
            (2, "import", Some(6), Some(3), true)
        ]
    );
    assert_eq!(history.read(1).unwrap(), first.bytes());
    assert_eq!(history.read(2).unwrap(), second.bytes());
    assert_eq!(
        history.read(3).unwrap_err().to_string(),
        "there is no version 3; there are 1 to 2"
    );
    assert_eq!(fs::read(folder.path().join(".cotejo/.gitignore")).unwrap(), b"*\n");
    let project = Project::open(folder.path()).unwrap();
    let all: Vec<_> = project.histories().unwrap().into_iter().map(|(path, _)| path).collect();
    assert_eq!(all, ["alignments/obra.json"]);
}

#[test]
fn decisions_are_kept_for_good_and_estimates_for_a_while() {
    let (_folder, path) = project(&noted("the first decision"));
    let history = History::of(&path).unwrap();
    StoredAlignment::read(&path).unwrap().replace(&sample()).unwrap();
    let more = KEPT_VERSIONS + 5;
    for round in 1..=more {
        let next = estimated(u16::try_from(round).unwrap());
        StoredAlignment::read(&path).unwrap().replace(&next).unwrap();
    }
    let versions = history.versions().unwrap();
    assert_eq!(versions.len(), KEPT_VERSIONS + 1);
    assert_eq!(
        history.read(1).unwrap(),
        write(&noted("the first decision")).into_bytes()
    );
    assert_eq!(versions[1].number, 1 + 5 + 1);
    assert_eq!(versions.last().unwrap().number, u64::try_from(more).unwrap() + 1);
    assert!(matches!(history.read(2), Err(HistoryError::NoVersion { .. })));
}

#[test]
fn a_version_that_comes_again_is_stored_once_and_told_twice() {
    let (_folder, path) = project(&estimated(1));
    for next in [estimated(2), estimated(1), estimated(2), estimated(1)] {
        StoredAlignment::read(&path).unwrap().replace(&next).unwrap();
    }
    let history = History::of(&path).unwrap();
    assert_eq!(history.versions().unwrap().len(), 4);
    let stored = fs::read_dir(&history.folder).unwrap().count();
    assert_eq!(stored, 2 + 1, "two versions and the index");
}

#[test]
fn an_index_that_a_killed_run_left_unfinished_goes_on() {
    let (_folder, path) = project(&estimated(1));
    StoredAlignment::read(&path).unwrap().replace(&estimated(2)).unwrap();
    let history = History::of(&path).unwrap();
    let index = history.folder.join(INDEX);
    let mut bytes = fs::read(&index).unwrap();
    bytes.extend(b"{\"number\":2,\"sha2");
    fs::write(&index, bytes).unwrap();
    StoredAlignment::read(&path).unwrap().replace(&estimated(3)).unwrap();
    let numbers: Vec<_> = history
        .versions()
        .unwrap()
        .iter()
        .map(|version| version.number)
        .collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(history.read(2).unwrap(), write(&estimated(2)).into_bytes());
}

#[test]
fn a_damaged_version_is_not_taken_for_the_one_that_was_kept() {
    let (_folder, path) = project(&estimated(1));
    StoredAlignment::read(&path).unwrap().replace(&estimated(2)).unwrap();
    let history = History::of(&path).unwrap();
    let place = history.place(&history.versions().unwrap()[0]);
    fs::write(&place, "cut off").unwrap();
    assert!(matches!(history.read(1), Err(HistoryError::Damaged { .. })));
    // The same version kept again is whole again.
    fs::write(&path, write(&estimated(1))).unwrap();
    StoredAlignment::read(&path).unwrap().replace(&estimated(2)).unwrap();
    assert_eq!(history.read(1).unwrap(), write(&estimated(1)).into_bytes());
}

#[test]
fn without_a_history_estimates_are_replaced_and_decisions_are_not() {
    let (folder, path) = project(&sample());
    fs::write(folder.path().join(".cotejo"), "a file in the way").unwrap();
    let stored = StoredAlignment::read(&path).unwrap();
    let error = stored.replace_by("import", &noted("another")).unwrap_err();
    assert!(matches!(error, WriteError::NotKept { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), stored.bytes());
    let replaced = stored.replace_by("align", &estimated(1)).unwrap();
    assert!(replaced.written && replaced.warning.is_some());
}

#[test]
fn outside_of_projects_only_decisions_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.json");
    fs::write(&path, write(&sample())).unwrap();
    StoredAlignment::read(&path).unwrap().replace(&estimated(1)).unwrap();
    assert!(!folder.path().join(".cotejo").exists());
    StoredAlignment::read(&path)
        .unwrap()
        .replace(&noted("another"))
        .unwrap();
    assert_eq!(
        History::of(&path).unwrap().read(1).unwrap(),
        write(&estimated(1)).into_bytes()
    );
    assert!(folder.path().join(".cotejo/history/out.json").is_dir());
}

#[test]
fn what_someone_else_wrote_meanwhile_stays_and_ours_is_put_beside_it() {
    let (_folder, path) = project(&sample());
    let stored = StoredAlignment::read(&path).unwrap();
    fs::write(&path, "theirs").unwrap();
    let error = stored.replace_by("align", &estimated(1)).unwrap_err();
    assert!(matches!(error, WriteError::ChangedMeanwhile { .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"theirs");
    assert_eq!(fs::read_to_string(pending_path(&path)).unwrap(), write(&estimated(1)));
    // Two runs that come to the same do not disturb each other.
    fs::write(&path, write(&estimated(2))).unwrap();
    assert!(!stored.replace_by("align", &estimated(2)).unwrap().written);
}

#[test]
fn a_decision_is_lost_when_its_link_is_gone_or_says_otherwise() {
    let before = sample();
    assert!(!loses_decisions(&before, Some(&before)));
    assert!(!loses_decisions(&before, Some(&estimated(3))));
    assert!(loses_decisions(&before, Some(&noted("another"))));
    assert!(loses_decisions(&before, None));
    let mut undecided = sample();
    undecided.links[0].status = Status::Auto;
    assert!(loses_decisions(&before, Some(&undecided)));
    assert!(!loses_decisions(&undecided, Some(&before)));
    let nobody = file(vec![link("1.1 Uno.", "1.1 One.")]);
    assert!(!loses_decisions(&nobody, None));
}

#[cfg(unix)]
#[test]
fn a_linked_folder_of_alignments_has_its_history_in_the_project() {
    let (folder, path) = project(&estimated(1));
    let (here, elsewhere) = (folder.path().join("alignments"), folder.path().join("elsewhere"));
    fs::rename(&here, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &here).unwrap();
    StoredAlignment::read(&path).unwrap().replace(&estimated(2)).unwrap();
    assert!(folder.path().join(".cotejo/history/alignments/obra.json").is_dir());
    assert!(History::of(&path).unwrap().is_in_project());
}

#[test]
fn a_path_that_leaves_the_project_is_not_taken_to_be_in_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("project/texts")).unwrap();
    let outside = History::of(&folder.path().join("project/../out.json")).unwrap();
    assert!(!outside.is_in_project());
    let inside = History::of(&folder.path().join("project/texts/../out.json")).unwrap();
    assert!(inside.is_in_project());
    assert!(inside.folder.ends_with(".cotejo/history/out.json"));
}
