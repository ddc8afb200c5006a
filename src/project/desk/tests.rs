use std::path::PathBuf;

use super::*;
use crate::file::{self, AlignmentFile};
use crate::file::{Link, Status};
use crate::fixture;
use crate::project::Project;
use crate::review::{Op, SentenceName};

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [("texts/es/obra.txt", "a\nb\nc\n"), ("texts/en/obra.txt", "A\nB\nC\n")] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let links = vec![
            fixture::link("a", "A | B"),
            fixture::link("b", "C"),
            fixture::link("c", ""),
        ];
        fs::create_dir_all(folder.path().join("alignments")).unwrap();
        let world = Self { folder };
        fs::write(world.path(), file::write(&fixture::file(links))).unwrap();
        world
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("alignments/obra.json")
    }

    fn open(&self) -> Result<Desk, DeskError> {
        let project = Project::open(self.folder.path()).unwrap();
        Desk::open(&self.path(), &project, Vec::new(), &[])
    }

    fn links(&self) -> Vec<Link> {
        StoredAlignment::read(&self.path()).unwrap().file.links
    }

    fn rewrite(&self, change: impl FnOnce(&mut AlignmentFile)) {
        let mut stored = StoredAlignment::read(&self.path()).unwrap().file;
        change(&mut stored);
        fs::write(self.path(), file::write(&stored)).unwrap();
    }
}

fn accept(seq: u64, words: &str) -> Request {
    let at = SentenceName::new(Side::Source, words);
    Request::to_do("test", seq, Op::Accept { at })
}

#[test]
fn what_a_killed_run_had_recorded_is_there_again() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "a")).unwrap();
    desk.save().unwrap();
    desk.handle(&accept(2, "b")).unwrap();
    // The program is killed: the file holds the first step only.
    drop(desk);
    assert_eq!(world.links()[1].status, Status::Auto);
    let mut again = world.open().unwrap();
    assert!(again.is_dirty() && again.fallen.is_empty());
    assert_eq!(again.state().links()[1].status, Status::Accepted);
    assert_eq!(
        again.handle(&accept(2, "b")).unwrap(),
        Done::Before(2),
        "sent once more, done once"
    );
    again.save().unwrap();
    assert_eq!(world.links(), again.state().links());
    // Undo reaches back over the restart.
    for seq in 3..5 {
        let number = again.journal().to_undo().unwrap();
        let action = Action::Undo(number);
        again
            .handle(&Request {
                client: "test".to_owned(),
                seq,
                base: 0,
                action,
                spent: None,
            })
            .unwrap();
    }
    again.save().unwrap();
    assert!(world.links().iter().all(|link| link.status == Status::Auto));
}

#[test]
fn half_a_line_and_a_kill_before_the_rename_do_no_harm() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "a")).unwrap();
    let file = file::write(&desk.state().file);
    // Killed after the record says what will be written, and before it is.
    desk.log
        .append(&[Line::Snapshot {
            sha256: digest(file.as_bytes()),
            number: 1,
        }])
        .unwrap();
    drop(desk);
    let record = world.folder.path().join(".cotejo/review/alignments/obra.jsonl");
    let mut bytes = fs::read(&record).unwrap();
    bytes.extend_from_slice(b"{\"entry\":{\"num");
    fs::write(&record, bytes).unwrap();
    let mut again = world.open().unwrap();
    assert_eq!(again.state().links()[0].status, Status::Accepted);
    again.save().unwrap();
    drop(again);
    let last = world.open().unwrap();
    assert!(!last.is_dirty());
    assert_eq!(last.state().links()[0].status, Status::Accepted);
}

#[test]
fn what_others_wrote_meanwhile_is_merged() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "a")).unwrap();
    world.rewrite(|file| file.links[1].status = Status::Disputed);
    let saved = desk.save().unwrap();
    assert_eq!((saved.written, saved.merged), (true, Some(0)));
    let states: Vec<_> = world.links().iter().map(|link| link.status).collect();
    assert_eq!(states, [Status::Accepted, Status::Disputed, Status::Auto]);
    drop(desk);
    // And so is what was recorded and not written when somebody else wrote.
    let mut desk = world.open().unwrap();
    desk.handle(&accept(2, "c")).unwrap();
    drop(desk);
    world.rewrite(|file| file.links[1].status = Status::Auto);
    let desk = world.open().unwrap();
    let states: Vec<_> = desk.state().links().iter().map(|link| link.status).collect();
    assert_eq!(states, [Status::Accepted, Status::Auto, Status::Accepted]);
}

#[test]
fn one_at_a_time_and_all_or_nothing() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    assert!(matches!(world.open(), Err(DeskError::Busy)));
    let before = desk.state().clone();
    let (index, error) = desk.handle_all(&[accept(1, "a"), accept(2, "z")]).unwrap_err();
    assert_eq!(index, 1);
    assert!(error.to_string().contains('z'));
    assert_eq!(desk.state(), &before);
    assert!(!desk.is_dirty());
}

fn correct(seq: u64, from: &str, words: &str) -> Request {
    let at = SentenceName::new(Side::Source, from);
    let words = words.to_owned();
    Request::to_do("test", seq, Op::Correct { at, words })
}

fn undo(desk: &Desk, seq: u64) -> Request {
    let action = Action::Undo(desk.journal().to_undo().unwrap());
    Request {
        action,
        ..Request::to_do(
            "test",
            seq,
            Op::Join {
                at: SentenceName::new(Side::Source, "a"),
            },
        )
    }
}

#[test]
fn a_correction_changes_the_text_and_its_link_and_undo_gives_both_back() {
    let world = World::new();
    let text = world.folder.path().join("texts/es/obra.txt");
    let mut desk = world.open().unwrap();
    let preview = desk.preview(&SentenceName::new(Side::Source, "b"), "bé").unwrap();
    assert_eq!(
        (preview.line, preview.before.as_str(), preview.after.as_str()),
        (2, "b", "bé")
    );
    assert_eq!(fs::read_to_string(&text).unwrap(), "a\nb\nc\n");
    desk.handle(&correct(1, "b", "bé")).unwrap();
    assert_eq!(fs::read_to_string(&text).unwrap(), "a\nbé\nc\n");
    // The alignment goes with the text at once.
    assert_eq!(world.links()[1].source, ["bé"]);
    drop(desk);
    let mut desk = world.open().unwrap();
    assert!(!desk.texts_changed && desk.fallen.is_empty());
    let back = undo(&desk, 2);
    desk.handle(&back).unwrap();
    assert_eq!(fs::read_to_string(&text).unwrap(), "a\nb\nc\n");
    assert_eq!(world.links()[1].source, ["b"]);
    // Somebody edits the text: it is theirs now.
    assert_eq!(desk.look_at_texts(), None);
    fs::write(&text, "a\nb!\nc\n").unwrap();
    assert_eq!(desk.look_at_texts(), Some(true));
    let refused = desk.handle(&correct(3, "b", "bé")).unwrap_err();
    assert!(refused.to_string().contains("cotejo align"), "{refused}");
    assert_eq!(desk.state().links()[1].source, ["b"]);
    assert_eq!(fs::read_to_string(&text).unwrap(), "a\nb!\nc\n");
    fs::write(&text, "a\nb\nc\n").unwrap();
    assert_eq!(desk.look_at_texts(), Some(false));
}

#[test]
fn a_correction_whose_alignment_was_not_written_is_there_again() {
    let world = World::new();
    let before = fs::read(world.path()).unwrap();
    let mut desk = world.open().unwrap();
    desk.handle(&correct(1, "b", "bé")).unwrap();
    drop(desk);
    // The program was killed between the record and the file.
    fs::write(world.path(), before).unwrap();
    let desk = world.open().unwrap();
    assert!(!desk.texts_changed, "the text is the one that the alignment is of");
    assert_eq!(desk.state().links()[1].source, ["bé"]);
}

#[test]
fn of_a_file_of_corrections_all_are_made_or_none() {
    let world = World::new();
    let text = world.folder.path().join("texts/es/obra.txt");
    let mut desk = world.open().unwrap();
    let (index, _) = desk
        .handle_all(&[correct(1, "b", "bé"), correct(2, "z", "y")])
        .unwrap_err();
    assert_eq!(index, 1);
    assert_eq!(fs::read_to_string(&text).unwrap(), "a\nb\nc\n");
    assert!(!desk.texts_changed);
    assert_eq!(
        desk.handle_all(&[correct(3, "b", "bé"), correct(4, "c", "ce")])
            .unwrap()
            .len(),
        2
    );
    assert_eq!(fs::read_to_string(&text).unwrap(), "a\nbé\nce\n");
}
