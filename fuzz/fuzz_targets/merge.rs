//! Any two versions of any alignment merge into a valid one, which of the two is ours does not matter for what stands where
//! they are of one text, and no decision that a version made is gone.
#![no_main]

mod versions;

use cotejo::file::{AlignmentFile, Link, Status, validate};
use cotejo::merge::merge;
use cotejo::text::Lang;
use libfuzzer_sys::fuzz_target;
use versions::{alignment, parts, text};

fn stands(file: &AlignmentFile) -> Vec<([&[String]; 2], Status)> {
    file.links.iter().map(|link| (link.words(), link.status)).collect()
}

/// Whether a decision stands, waits, or is told by a note, sentence by sentence.
fn holds(file: &AlignmentFile, decided: &Link) -> bool {
    let all = file.links.iter().chain(&file.waiting);
    let stands = |link: &Link| link.status.is_pinned() && link.words() == decided.words();
    let told = |link: &Link| {
        let note = link.note.as_deref().unwrap_or_default();
        decided
            .words()
            .into_iter()
            .flatten()
            .all(|sentence| note.contains(sentence.as_str()))
    };
    all.into_iter().any(|link| stands(link) || told(link))
}

fuzz_target!(|data: &[u8]| {
    let [base, ours, theirs, target, choices, our_choices, their_choices] = parts(data);
    if [base, ours, theirs, target]
        .iter()
        .any(|text| text.is_empty() || text.len() > 60)
    {
        return;
    }
    let target = text(target, Lang::EN);
    let version = |source: &[u8], choices: &[u8]| alignment(&text(source, Lang::ES), &target, choices);
    let base = version(base, choices);
    let (ours, theirs) = (version(ours, our_choices), version(theirs, their_choices));
    for base in [Some(&base), None] {
        let merged = merge(base, &ours, &theirs).expect("the languages are the same");
        assert_eq!(validate(&merged.file), Ok(()));
        let swapped = merge(base, &theirs, &ours).expect("the languages are the same");
        // Of a text that both changed nobody has a version that is right for both.
        if merged.unsettled.is_empty() {
            assert_eq!(stands(&merged.file), stands(&swapped.file));
        }
        for version in [&ours, &theirs] {
            for link in version.links.iter().filter(|link| link.status.is_pinned()) {
                let known = base.is_some_and(|base| {
                    base.links
                        .iter()
                        .any(|old| old.words() == link.words() && old.status == link.status)
                });
                assert!(known || holds(&merged.file, link), "{link:?} in {:?}", merged.file);
            }
        }
    }
});
