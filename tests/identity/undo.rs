//! What is undone must leave the alignment as it was before: every decision and every link.

use std::sync::atomic::{AtomicUsize, Ordering};

use cotejo::carry::{Policy, Update};
use cotejo::file::{AlignmentFile, Link, Status, write};
use cotejo::text::Side;
use proptest::prelude::*;

use crate::world::{Case, World, any_case, reviewed};
use crate::{check_file, held, pinned, try_all};

/// What is done in a run of the program between two edits, and in which order the texts are put back.
#[derive(Debug, Clone)]
struct Undone {
    case: Case,
    /// Whether people decided every link.
    wholly: bool,
    /// The side that is put back a run before the other.
    first: Option<Side>,
}

fn any_undone() -> impl Strategy<Value = Undone> {
    let sides = prop::sample::select(vec![None, None, Some(Side::Source), Some(Side::Target)]);
    (any_case(), prop::bool::weighted(0.4), sides).prop_map(|(mut case, wholly, first)| {
        for planned in case.passages.iter_mut().flatten().filter(|_| wholly) {
            if planned.status == Status::Auto {
                planned.status = Status::Accepted;
            }
        }
        Undone { case, wholly, first }
    })
}

static CHECKED: AtomicUsize = AtomicUsize::new(0);

/// How far a confidence may be from what it was: so much stays in the file when the link is made again.
const HARDLY_MOVED: f64 = 0.05;

/// Links that are not those of before, as a message shows them.
fn differences(before: &AlignmentFile, after: &AlignmentFile) -> Option<String> {
    let is_same = |(old, new): (&Link, &Link)| match old.status.is_pinned() {
        true => old == new,
        false => {
            (old.words(), old.status, &old.note) == (new.words(), new.status, &new.note)
                && !new.is_stale()
                && (old.confidence.get() - new.confidence.get()).abs() <= HARDLY_MOVED
        }
    };
    let all = before.links.len() == after.links.len() && before.links.iter().zip(&after.links).all(is_same);
    (!all || before.waiting != after.waiting).then(|| {
        let lines = |file: &AlignmentFile| write(file).lines().skip(4).map(str::to_owned).collect::<Vec<_>>();
        let (before, after) = (lines(before), lines(after));
        let only = |one: &[String], other: &[String], mark: &str| -> String {
            let only = one.iter().filter(|line| !other.contains(line));
            only.map(|line| format!("{mark} {line}\n")).collect()
        };
        format!("{}{}", only(&before, &after, "-"), only(&after, &before, "+"))
    })
}

/// Puts the texts back and aligns.
fn undo(base: &World, edited: &World, stored: &AlignmentFile, first: Option<Side>) -> Result<Update, TestCaseError> {
    let mut stored = stored.clone();
    if let Some(side) = first {
        let mut half = edited.clone();
        half.sides[side.index()] = base.sides[side.index()].clone();
        if half.has_text() {
            stored = half.force(&stored)?.file;
        }
    }
    base.update(&stored, Policy::default())
        .map_err(|error| TestCaseError::fail(format!("the undone text is refused: {error}")))
}

fn run(undone: &Undone) -> Result<(), TestCaseError> {
    let base = World::new(&undone.case);
    if !base.has_text() {
        return Ok(());
    }
    let reviewed = reviewed(&base, &undone.case);
    let before = base.update(&reviewed, Policy::default()).unwrap().file;
    prop_assert_eq!(pinned(&before), pinned(&reviewed));
    if undone.wholly {
        prop_assert!(before.links.iter().all(|link| link.status.is_pinned()));
    }
    let (mut world, mut stored) = (base.clone(), before.clone());
    for script in &undone.case.scripts {
        script.iter().for_each(|&edit| world.apply(edit));
        if !world.has_text() {
            return Ok(());
        }
        stored = world.force(&stored)?.file;
        let mut all = [pinned(&stored), held(&stored)].concat();
        let mut expected = pinned(&before);
        all.sort();
        expected.sort();
        prop_assert_eq!(&all, &expected, "decisions lost or doubled");
        let back = undo(&base, &world, &stored, undone.first)?;
        check_file(&back)?;
        if let Some(differences) = differences(&before, &back.file) {
            let texts = [0, 1].map(|side| [&base, &world].map(|world| world.sides[side].text(world.lines)));
            return Err(TestCaseError::fail(format!(
                "{differences}with the edited text:\n{}the texts:\n{}\n--- edited:\n{}\n===\n{}\n--- edited:\n{}",
                write(&stored),
                texts[0][0],
                texts[0][1],
                texts[1][0],
                texts[1][1],
            )));
        }
        CHECKED.fetch_add(expected.len(), Ordering::Relaxed);
    }
    Ok(())
}

#[test]
#[ignore = "not reached: links nobody decided, and decisions among repeated sentences, do not all come back yet"]
fn an_edit_that_is_undone_leaves_every_decision_and_every_link() {
    let result = try_all(&any_undone(), |undone| run(&undone));
    println!("{} decisions came back", CHECKED.load(Ordering::Relaxed));
    if let Err(error) = result {
        panic!("{error}");
    }
}
