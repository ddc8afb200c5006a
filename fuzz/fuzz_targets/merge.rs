//! Any two versions of any alignment merge into a valid one, and which of the two is ours does not matter for what stands.
#![no_main]

mod versions;

use cotejo::file::{AlignmentFile, Status, validate};
use cotejo::merge::merge;
use cotejo::text::Lang;
use libfuzzer_sys::fuzz_target;
use versions::{alignment, parts, text};

fn stands(file: &AlignmentFile) -> Vec<([&[String]; 2], Status)> {
    file.links.iter().map(|link| (link.words(), link.status)).collect()
}

fuzz_target!(|data: &[u8]| {
    let [base, ours, theirs, target, choices, our_choices, their_choices] = parts(data);
    if [base, ours, theirs, target].iter().any(|text| text.is_empty() || text.len() > 60) {
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
        assert_eq!(stands(&merged.file), stands(&swapped.file));
    }
});
