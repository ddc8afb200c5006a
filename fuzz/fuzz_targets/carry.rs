//! Any edit of the texts leaves a valid alignment of them, a second run finds nothing to do, and undoing the edit brings
//! every decision back whose sentences can be told from others.
#![no_main]

mod versions;

use cotejo::align::Aligner;
use cotejo::carry::{Decision, Policy, Update, update};
use cotejo::file::{AlignmentFile, Link, Settings, check_coverage, validate};
use cotejo::text::{Lang, Side};
use libfuzzer_sys::fuzz_target;
use versions::{alignment, parts, text};

fn run(stored: &AlignmentFile, source: &[u8], target: &[u8]) -> Update {
    let policy = Policy {
        accept_loss: true,
        refresh: false,
    };
    let aligner = Aligner::without_lexicon(Lang::ES, Lang::EN);
    let (source, target) = (text(source, Lang::ES), text(target, Lang::EN));
    let done = update(&aligner, Some(stored), source, target, Settings::default(), policy);
    let done = done.expect("nothing is refused under this policy");
    assert_eq!(validate(&done.file), Ok(()));
    for (side, document) in [(Side::Source, &done.source), (Side::Target, &done.target)] {
        check_coverage(&done.file, side, document).expect("every sentence stands once, in order");
    }
    done
}

const SIDES: [Side; 2] = [Side::Source, Side::Target];

/// What waits, in a place of its own or in a stale link.
fn held(file: &AlignmentFile) -> Vec<Link> {
    let notes = file
        .links
        .iter()
        .filter(|link| link.is_stale())
        .filter_map(|link| link.note.as_deref());
    let in_notes = notes.flat_map(Decision::read_all).map(|decision| decision.0);
    file.waiting.iter().cloned().chain(in_notes).collect()
}

/// What people decided, in the order of the texts; among sentences that stand more than once without it: whose place
/// is whose cannot be told once an edit has taken all of them. In what order null beads stand with no decided match
/// between them says nothing either: such a bead has no place of its own on the other side.
fn decided(file: &AlignmentFile) -> Vec<&Link> {
    let is_null = |link: &Link| link.source.is_empty() || link.target.is_empty();
    let pinned: Vec<&Link> = file.links.iter().filter(|link| link.status.is_pinned()).collect();
    let runs = pinned.chunk_by(|link, next| is_null(link) && is_null(next));
    let in_order = runs.flat_map(|run| {
        let mut run = run.to_vec();
        // Each side keeps its order, as every sentence stands in it once.
        run.sort_by_key(|link| link.source.is_empty());
        run
    });
    let mut decided: Vec<&Link> = in_order.collect();
    let repeats = SIDES.into_iter().any(|side| {
        let mut sentences: Vec<&str> = file.sentences(side).collect();
        sentences.sort_unstable();
        sentences.windows(2).any(|pair| pair[0] == pair[1])
    });
    if repeats {
        decided.sort_by_key(|link| (&link.source, &link.target, link.status));
    }
    decided
}

fuzz_target!(|data: &[u8]| {
    let [source, target, choices, edited_source, edited_target] = parts(data);
    let lengths = [source, target, edited_source, edited_target].map(<[u8]>::len);
    if lengths.iter().any(|&length| length == 0 || length > 60) {
        return;
    }
    let made = alignment(&text(source, Lang::ES), &text(target, Lang::EN), choices);
    // As a run leaves it.
    let stored = run(&made, source, target).file;
    let edited = run(&stored, edited_source, edited_target).file;
    assert_eq!(run(&edited, edited_source, edited_target).file, edited);
    let undone = run(&edited, source, target).file;
    let (before, mut after) = (decided(&stored), decided(&undone));
    if before == after {
        return;
    }
    // Which of several sentences that are the same was that of a decision, nobody can tell once all are gone. It may go on
    // waiting, and is in the file.
    let held = held(&undone);
    for link in &held {
        let may_wait = SIDES.iter().any(|&side| {
            let mut texts = link.texts(side).iter();
            texts.any(|text| undone.sentences(side).filter(|sentence| sentence == text).count() > 1)
        });
        assert!(may_wait, "{link:?} waits in {undone:?}");
    }
    after.extend(&held);
    after.sort_by_key(|link| (&link.source, &link.target, link.status));
    assert_eq!(after, before);
});
