//! Texts are edited at random; what people decided about sentences that nobody touched must stand, and every other
//! decision must be found in a note or wait in the file; what is undone must leave the alignment as it was before.
//! `COTEJO_EDIT_SCRIPTS` says how many projects are tried (200 when it is not set), `COTEJO_EDIT_SEED` which.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

mod standing;
mod undo;
mod world;

use cotejo::carry::{Decision, Policy, Update};
use cotejo::file::{AlignmentFile, Confidence, Link, Status, check_texts, validate, write};
use cotejo::text::{Document, Side};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestError, TestRunner};
use standing::must_stand;
use world::{Case, World, any_case, reviewed};

/// A decision by what it says, with the typography of texts left out of account. The confidence numbers it.
type Key = (Status, Option<String>, Confidence, [Vec<String>; 2]);

fn folded(text: &str) -> String {
    text.replace(['“', '”'], "\"")
        .replace('’', "'")
        .replace('—', "--")
        .replace('…', "...")
}

fn key(link: &Link) -> Key {
    let texts = link
        .words()
        .map(|texts| texts.iter().map(|text| folded(text)).collect());
    (link.status, link.note.clone(), link.confidence, texts)
}

fn pinned(file: &AlignmentFile) -> Vec<Key> {
    let links = file.links.iter();
    links.filter(|link| link.status.is_pinned()).map(key).collect()
}

/// The decisions that stale links hold in their notes, and those that wait.
fn held(file: &AlignmentFile) -> Vec<Key> {
    let stale = file.links.iter().filter(|link| link.is_stale());
    let notes = stale.filter_map(|link| link.note.as_deref());
    let of_notes = notes.flat_map(Decision::read_all).map(|decision| key(&decision.0));
    of_notes.chain(file.waiting.iter().map(key)).collect()
}

static REQUIRED: AtomicUsize = AtomicUsize::new(0);
static STOOD: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);
static REFUSED: AtomicUsize = AtomicUsize::new(0);

fn count(list: &[Key]) -> HashMap<&Key, usize> {
    let mut counts = HashMap::new();
    for key in list {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn check_file(update: &Update) -> Result<(), TestCaseError> {
    let Update {
        file, source, target, ..
    } = update;
    prop_assert_eq!(validate(file), Ok(()));
    prop_assert_eq!(check_texts(file, Side::Source, source), Ok(()));
    prop_assert_eq!(check_texts(file, Side::Target, target), Ok(()));
    let read = |document: &Document| document.len();
    prop_assert!(read(source) > 0 && read(target) > 0);
    Ok(())
}

fn run(case: &Case) -> Result<(), TestCaseError> {
    let mut world = World::new(case);
    if !world.has_text() {
        return Ok(());
    }
    let made = reviewed(&world, case);
    prop_assert_eq!(validate(&made), Ok(()));
    // With nothing edited, every decision stands, byte for byte.
    let mut update = world.update(&made, Policy::default()).unwrap();
    let decided: Vec<Key> = pinned(&made);
    prop_assert_eq!(&pinned(&update.file), &decided);
    prop_assert_eq!(update.report.kept, decided.len());
    check_file(&update)?;
    let links_of: Vec<Key> = made.links.iter().map(key).collect();
    let mut standing: Vec<bool> = made.links.iter().map(|link| link.status.is_pinned()).collect();
    for script in &case.scripts {
        let before = world.clone();
        script.iter().for_each(|&edit| world.apply(edit));
        if !world.has_text() {
            return Ok(());
        }
        let stored = update.file.clone();
        update = world.force(&stored)?;
        check_file(&update)?;
        let (stand, kept) = (pinned(&update.file), held(&update.file));
        let required: Vec<Key> = must_stand(&before, &world)
            .into_iter()
            .zip(&standing)
            .zip(&links_of)
            .filter(|((must, stood), _)| *must && **stood)
            .map(|(_, key)| key.clone())
            .collect();
        let there = count(&stand);
        for (key, times) in count(&required) {
            prop_assert!(
                there.get(key).copied().unwrap_or(0) >= times,
                "lost its pin: {:?}\n{}\nbefore:\n{}\nafter:\n{}",
                key,
                write(&update.file),
                before.sides[0].text(world.lines),
                world.sides[0].text(world.lines)
            );
        }
        // Every decision is somewhere, once.
        let mut all: Vec<Key> = stand.iter().chain(&kept).cloned().collect();
        let mut expected = decided.clone();
        all.sort();
        expected.sort();
        prop_assert_eq!(all, expected, "decisions lost or doubled");
        REQUIRED.fetch_add(required.len(), Ordering::Relaxed);
        STOOD.fetch_add(stand.len(), Ordering::Relaxed);
        HELD.fetch_add(kept.len(), Ordering::Relaxed);
        // A second run finds nothing to do.
        let again = world.update(&update.file, Policy::default()).unwrap();
        prop_assert_eq!(write(&again.file), write(&update.file), "the second run differs");
        prop_assert_eq!(again.report.became_stale, 0);
        standing = links_of.iter().map(|key| there.contains_key(key)).collect();
    }
    Ok(())
}

/// Tries as many cases as the environment says.
fn try_all<T: std::fmt::Debug>(
    cases: &impl Strategy<Value = T>,
    test: impl Fn(T) -> Result<(), TestCaseError>,
) -> Result<u32, TestError<T>> {
    let number = |name: &str, default: u32| std::env::var(name).map_or(default, |count| count.parse().unwrap());
    let count = number("COTEJO_EDIT_SCRIPTS", 200);
    let config = ProptestConfig {
        cases: count,
        // The same scripts in every run, unless others are asked for.
        rng_seed: RngSeed::Fixed(number("COTEJO_EDIT_SEED", 1).into()),
        failure_persistence: None,
        max_shrink_iters: 3000,
        ..ProptestConfig::default()
    };
    TestRunner::new(config).run(cases, test).map(|()| count)
}

#[test]
fn no_decision_is_lost_whatever_is_edited() {
    let result = try_all(&any_case(), |case| run(&case));
    println!(
        "{} decisions had to stand, {} stood, {} were held, {} runs would have been refused",
        REQUIRED.load(Ordering::Relaxed),
        STOOD.load(Ordering::Relaxed),
        HELD.load(Ordering::Relaxed),
        REFUSED.load(Ordering::Relaxed)
    );
    if let Err(error) = result {
        panic!("{error}");
    }
}
