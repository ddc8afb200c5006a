use std::path::PathBuf;

use super::*;
use crate::file::{self, AlignmentFile};
use crate::file::{Link, Status};
use crate::fixture;
use crate::project::Project;
use crate::review::{Action, Op, SentenceName};

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

fn statuses(links: &[Link]) -> Vec<Status> {
    links.iter().map(|link| link.status).collect()
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
    assert!(again.unsaved && again.session().fallen.is_empty());
    assert_eq!(again.session().state().links()[1].status, Status::Accepted);
    assert_eq!(
        again.handle(&accept(2, "b")).unwrap(),
        Done::Before(2),
        "sent once more, done once"
    );
    again.save().unwrap();
    assert_eq!(world.links(), again.session().state().links());
    // Undo reaches back over the restart.
    for seq in 3..5 {
        let number = again.session().journal().to_undo().unwrap();
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
    let file = file::write(&desk.session().state().file);
    // Killed after the record says what will be written, and before it is.
    desk.log
        .append(&[Line::Snapshot {
            sha256: sha256(file.as_bytes()),
            number: 1,
        }])
        .unwrap();
    drop(desk);
    let record = world.folder.path().join(".cotejo/review/alignments/obra.jsonl");
    let mut bytes = fs::read(&record).unwrap();
    bytes.extend_from_slice(b"{\"entry\":{\"num");
    fs::write(&record, bytes).unwrap();
    let mut again = world.open().unwrap();
    assert_eq!(again.session().state().links()[0].status, Status::Accepted);
    again.save().unwrap();
    drop(again);
    let last = world.open().unwrap();
    assert!(!last.unsaved);
    assert_eq!(last.session().state().links()[0].status, Status::Accepted);
}

#[test]
fn what_others_wrote_meanwhile_is_merged() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "a")).unwrap();
    world.rewrite(|file| file.links[1].status = Status::Disputed);
    let saved = desk.save().unwrap();
    assert_eq!((saved.written, saved.merged), (true, Some(0)));
    assert_eq!(
        statuses(&world.links()),
        [Status::Accepted, Status::Disputed, Status::Auto]
    );
    drop(desk);
    // And so is what was recorded and not written when somebody else wrote.
    let mut desk = world.open().unwrap();
    desk.handle(&accept(2, "c")).unwrap();
    drop(desk);
    world.rewrite(|file| file.links[1].status = Status::Auto);
    let desk = world.open().unwrap();
    assert_eq!(
        statuses(desk.session().state().links()),
        [Status::Accepted, Status::Auto, Status::Accepted]
    );
}

#[test]
fn one_at_a_time_and_all_or_nothing() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    assert!(matches!(world.open(), Err(DeskError::Busy)));
    let before = desk.session().state().clone();
    let (index, error) = desk.handle_all(&[accept(1, "a"), accept(2, "z")]).unwrap_err();
    assert_eq!(index, 1);
    assert!(error.to_string().contains('z'));
    assert_eq!(desk.session().state(), &before);
    assert!(!desk.unsaved);
}

fn correct(seq: u64, from: &str, words: &str) -> Request {
    let at = SentenceName::new(Side::Source, from);
    let words = words.to_owned();
    Request::to_do("test", seq, Op::Correct { at, words })
}

fn undo(desk: &Desk, seq: u64) -> Request {
    let action = Action::Undo(desk.session().journal().to_undo().unwrap());
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
    assert!(!desk.session().texts_changed && desk.session().fallen.is_empty());
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
    assert_eq!(desk.session().state().links()[1].source, ["b"]);
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
    // The program was killed between the record and the file: nothing says that it was written.
    fs::write(world.path(), before).unwrap();
    let record = world.folder.path().join(".cotejo/review/alignments/obra.jsonl");
    let lines = fs::read_to_string(&record).unwrap();
    let lines: Vec<&str> = lines.lines().filter(|line| !line.contains("written")).collect();
    fs::write(&record, lines.join("\n") + "\n").unwrap();
    let desk = world.open().unwrap();
    assert!(
        !desk.session().texts_changed,
        "the text is the one that the alignment is of"
    );
    assert_eq!(desk.session().state().links()[1].source, ["bé"]);
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
    assert!(!desk.session().texts_changed);
    assert_eq!(
        desk.handle_all(&[correct(3, "b", "bé"), correct(4, "c", "ce")])
            .unwrap()
            .len(),
        2
    );
    assert_eq!(fs::read_to_string(&text).unwrap(), "a\nbé\nce\n");
}

#[test]
fn what_could_not_be_written_does_not_count_as_written() {
    let world = World::new();
    let whole = fs::read(world.path()).unwrap();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "a")).unwrap();
    // git has left a conflict in the file, and the program is ended.
    fs::write(world.path(), "<<<<<<< HEAD\n").unwrap();
    assert!(desk.save().is_err());
    drop(desk);
    // A person settles it by hand.
    fs::write(world.path(), whole).unwrap();
    world.rewrite(|file| file.links[1].status = Status::Disputed);
    let mut desk = world.open().unwrap();
    let expected = [Status::Accepted, Status::Disputed, Status::Auto];
    assert_eq!(statuses(desk.session().state().links()), expected);
    assert!(desk.session().fallen.is_empty());
    // What was written counts as written, whoever writes after it.
    desk.save().unwrap();
    drop(desk);
    world.rewrite(|file| file.links[0].status = Status::Disputed);
    let desk = world.open().unwrap();
    let expected = [Status::Disputed, Status::Disputed, Status::Auto];
    assert_eq!(statuses(desk.session().state().links()), expected);
}

#[test]
fn a_step_that_somebody_else_did_too_is_not_done_twice() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "a")).unwrap();
    drop(desk);
    world.rewrite(|file| {
        file.links[0].status = Status::Accepted;
        file.links[1].status = Status::Disputed;
    });
    let mut desk = world.open().unwrap();
    let back = undo(&desk, 2);
    desk.handle(&back).unwrap();
    assert_eq!(desk.session().state().links()[0].status, Status::Auto);
}

#[test]
fn a_step_that_was_written_and_not_said_to_be_is_not_done_twice() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    let at = SentenceName::new(Side::Target, "A");
    desk.handle(&Request::to_do("test", 1, Op::LastDown { at })).unwrap();
    desk.save().unwrap();
    drop(desk);
    // Killed before the record could say that the file is written; then somebody else changes it.
    let record = world.folder.path().join(".cotejo/review/alignments/obra.jsonl");
    let lines = fs::read_to_string(&record).unwrap();
    let (kept, last) = lines.trim_end().rsplit_once('\n').unwrap();
    assert!(last.contains("written"), "{last}");
    fs::write(&record, format!("{kept}\n")).unwrap();
    world.rewrite(|file| file.aligner.version = "0.0.9".to_owned());
    let before = world.links();
    let mut desk = world.open().unwrap();
    assert!(desk.session().fallen.is_empty());
    assert_eq!(desk.session().state().links(), before);
    let back = undo(&desk, 2);
    desk.handle(&back).unwrap();
    assert_eq!(desk.session().state().links()[0].target, ["A", "B"]);
}

#[test]
fn a_step_that_fell_keeps_its_number_and_stays_fallen() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "b")).unwrap();
    drop(desk);
    world.rewrite(|file| file.links[1].source = vec!["bé".to_owned()]);
    let mut desk = world.open().unwrap();
    assert_eq!(desk.session().fallen.len(), 1);
    assert_eq!(
        (
            desk.session().journal().last(),
            desk.session().journal().last_seq("test")
        ),
        (1, 1)
    );
    let Done::New(new) = desk.handle(&accept(2, "a")).unwrap() else {
        panic!("the request is a new one");
    };
    assert_eq!(new[0].number, 2);
    desk.save().unwrap();
    drop(desk);
    let mut desk = world.open().unwrap();
    assert!(desk.session().fallen.is_empty(), "it is told of once");
    assert_eq!(desk.session().journal().to_undo(), Some(2));
    let back = undo(&desk, 3);
    desk.handle(&back).unwrap();
    assert_eq!(desk.session().state().links()[0].status, Status::Auto);
    assert_eq!(desk.session().journal().to_undo(), None);
}

#[test]
fn a_step_that_was_fitted_to_another_file_can_be_undone_later() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "b")).unwrap();
    drop(desk);
    world.rewrite(|file| file.links[1].note = Some("theirs".to_owned()));
    let mut desk = world.open().unwrap();
    assert_eq!(desk.session().state().links()[1].status, Status::Accepted);
    desk.save().unwrap();
    drop(desk);
    let mut desk = world.open().unwrap();
    let back = undo(&desk, 2);
    desk.handle(&back).unwrap();
    let link = &desk.session().state().links()[1];
    assert_eq!((link.status, link.note.as_deref()), (Status::Auto, Some("theirs")));
}

/// A desk whose file somebody else writes whenever it is not held.
struct Meddled<'a> {
    desk: &'a mut Desk,
    world: &'a World,
    times: usize,
}

impl Lend for Meddled<'_> {
    fn lend<T>(&mut self, act: impl FnOnce(&mut Desk) -> T) -> T {
        let done = act(self.desk);
        self.times += 1;
        let note = Some(self.times.to_string());
        self.world.rewrite(|file| file.links[2].note = note);
        done
    }
}

#[test]
fn what_others_change_all_the_time_is_not_said_to_be_saved() {
    let world = World::new();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "a")).unwrap();
    let mut lender = Meddled {
        desk: &mut desk,
        world: &world,
        times: 0,
    };
    assert!(matches!(save(&mut lender), Err(DeskError::Restless { .. })));
    assert!(desk.save().unwrap().written);
    assert_eq!(world.links()[0].status, Status::Accepted);
}

#[test]
fn a_file_that_was_brought_back_stands_as_it_is() {
    let world = World::new();
    let before = fs::read(world.path()).unwrap();
    let mut desk = world.open().unwrap();
    desk.handle(&accept(1, "a")).unwrap();
    desk.save().unwrap();
    let between = fs::read(world.path()).unwrap();
    desk.handle(&accept(2, "b")).unwrap();
    desk.save().unwrap();
    drop(desk);
    // As `cotejo history --restore`, `git checkout` and an editor do it: to the first of three states, then to the second.
    for (bytes, left, told) in [(before, 0, 2), (between, 1, 0)] {
        fs::write(world.path(), bytes).unwrap();
        for told in [told, 0] {
            let mut desk = world.open().unwrap();
            assert_eq!(desk.session().fallen.len(), told);
            assert!(!desk.unsaved && !desk.save().unwrap().written);
            let accepted = statuses(&world.links())
                .into_iter()
                .filter(|status| *status == Status::Accepted);
            assert_eq!(accepted.count(), left);
            assert_eq!(
                desk.session().journal().to_undo(),
                None,
                "there is nothing of these steps"
            );
        }
    }
    // What is done from there on is there again, and nothing else.
    let mut desk = world.open().unwrap();
    desk.handle(&accept(3, "c")).unwrap();
    drop(desk);
    let desk = world.open().unwrap();
    assert_eq!(
        statuses(desk.session().state().links()),
        [Status::Accepted, Status::Auto, Status::Accepted]
    );
}
