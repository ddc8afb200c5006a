//! What is undone must leave the alignment as it was before: every decision and every link.

use std::sync::atomic::{AtomicUsize, Ordering};

use cotejo::carry::{Policy, Update};
use cotejo::file::{AlignmentFile, Link, Status, write};
use cotejo::text::Side;
use proptest::prelude::*;

use crate::world::{Case, Edit, World, any_case, reviewed};
use crate::{check_file, held, pinned, try_all};

/// A project, what is done to its texts, and in which order they are put back.
#[derive(Debug, Clone)]
struct Undone {
    case: Case,
    /// Whether people decided every link.
    wholly: bool,
    /// Whether sentences stand several times, or an edit copies a passage.
    repeats: bool,
    /// The side that is put back a run before the other.
    first: Option<Side>,
}

impl Undone {
    /// Whether people decided that a sentence has no counterpart. Its place in the other text is nobody's decision, and what
    /// the aligner pairs around it may be grouped otherwise.
    fn has_decided_nulls(&self) -> bool {
        let mut planned = self.case.passages.iter().flatten();
        planned.any(|planned| planned.status.is_pinned() && planned.shape.contains(&0))
    }
}

fn any_undone() -> impl Strategy<Value = Undone> {
    let sides = prop::sample::select(vec![None, None, Some(Side::Source), Some(Side::Target)]);
    let (wholly, nulls) = (prop::bool::weighted(0.4), prop::bool::weighted(0.5));
    (any_case(), wholly, nulls, prop::bool::weighted(0.3), sides).prop_map(
        |(mut case, wholly, nulls, repeats, first)| {
            for planned in case.passages.iter_mut().flatten() {
                if wholly && planned.status == Status::Auto {
                    planned.status = Status::Accepted;
                }
                if !nulls && planned.shape.contains(&0) {
                    planned.shape = [1, 1];
                }
                if !repeats {
                    planned.repeated = None;
                }
            }
            for script in case.scripts.iter_mut().filter(|_| !repeats) {
                script.retain(|edit| !matches!(edit, Edit::Duplicate(..)));
            }
            Undone {
                case,
                wholly,
                repeats,
                first,
            }
        },
    )
}

static CAME_BACK: AtomicUsize = AtomicUsize::new(0);
static REPEATED: AtomicUsize = AtomicUsize::new(0);
static NOT_TOLD_APART: AtomicUsize = AtomicUsize::new(0);

/// How far a confidence may be from what it was: before and after, what stands in the file may differ by 0.05 from what the
/// aligner finds, one way or the other.
const HARDLY_MOVED: f64 = 0.1;

/// The links with those of a run that leave sentences alone in one order, first the source's: between two pairs, the order of
/// what stands alone in one text and what stands alone in the other says nothing.
fn in_order(file: &AlignmentFile) -> Vec<&Link> {
    let mut links: Vec<&Link> = file.links.iter().collect();
    for run in links.chunk_by_mut(|one, next| one.is_null() && next.is_null()) {
        run.sort_by_key(|link| link.source.is_empty());
    }
    links
}

/// Links that are not those of before, as a message shows them.
fn differences(before: &AlignmentFile, after: &AlignmentFile) -> Option<String> {
    let is_same = |(old, new): (&&Link, &&Link)| match old.status.is_pinned() {
        true => old == new,
        false => {
            (old.words(), old.status, &old.note) == (new.words(), new.status, &new.note)
                && !new.is_stale()
                && (old.confidence.get() - new.confidence.get()).abs() <= HARDLY_MOVED
        }
    };
    let all = before.links.len() == after.links.len() && in_order(before).iter().zip(&in_order(after)).all(is_same);
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
        let (stand, kept) = (pinned(&back.file), held(&back.file));
        if undone.repeats {
            // Of sentences that are the same a note may come back to another one; none is lost.
            let mut all = [stand.clone(), kept].concat();
            all.sort();
            prop_assert_eq!(&all, &expected, "decisions lost or doubled by undoing");
            let other = pinned(&before).iter().filter(|key| !stand.contains(key)).count();
            REPEATED.fetch_add(expected.len(), Ordering::Relaxed);
            NOT_TOLD_APART.fetch_add(other, Ordering::Relaxed);
            continue;
        }
        let sorted = |mut keys: Vec<_>| {
            keys.sort();
            keys
        };
        let as_before = sorted(stand) == expected && kept.is_empty();
        let differences = differences(&before, &back.file).filter(|_| !as_before || !undone.has_decided_nulls());
        if let Some(differences) = differences {
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
        CAME_BACK.fetch_add(expected.len(), Ordering::Relaxed);
    }
    Ok(())
}

/// Of a hundred decisions on sentences of which most stand several times, so many at most may wait for a person because
/// nothing told the sentences apart.
const MOST_NOT_TOLD_APART: usize = 1;

#[test]
fn an_edit_that_is_undone_leaves_every_decision_and_every_link() {
    let result = try_all(&any_undone(), |undone| run(&undone));
    let [came_back, repeated, other] =
        [&CAME_BACK, &REPEATED, &NOT_TOLD_APART].map(|count| count.load(Ordering::Relaxed));
    println!("{came_back} decisions came back; of {repeated} where sentences repeat, {other} wait");
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(other * 100 <= repeated * MOST_NOT_TOLD_APART, "{other} of {repeated}");
}
