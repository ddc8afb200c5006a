//! What becomes of decisions when the texts under them are edited.

use std::fs;

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/faro.json";
const OTHER: &str = "Hierro.\n\nOtra cosa muy distinta.\n";

/// A project whose work has been reviewed from end to end.
fn reviewed() -> Sandbox {
    let sandbox = Sandbox::aligned();
    let all = sandbox
        .read(ALIGNMENT)
        .replace("\"status\": \"auto\"", "\"status\": \"accepted\"");
    sandbox.write(ALIGNMENT, all);
    sandbox
}

/// The links of the alignment, without their confidence, one a line.
fn links(sandbox: &Sandbox) -> String {
    let mut shown = String::new();
    for line in sandbox
        .read(ALIGNMENT)
        .lines()
        .skip(5)
        .filter(|line| line.contains("\"status\""))
    {
        let (before, after) = line.split_once("\"confidence\": ").unwrap();
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let note = after.split(", confidence ").collect::<Vec<_>>();
        let note: Vec<&str> = note
            .iter()
            .enumerate()
            .map(|(at, part)| {
                if at == 0 {
                    *part
                } else {
                    part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
                }
            })
            .collect();
        shown.push_str(&format!(
            "{}{}\n",
            before.trim().trim_end_matches(','),
            note.join(", confidence …")
        ));
    }
    shown
}

/// Aligns, shows what is said, and proves that a second run and the check find nothing.
fn align(sandbox: &Sandbox) -> String {
    let shown = sandbox.case(&["align"]);
    let after = (sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT));
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert!(
        after == (sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT)),
        "the second run changed something"
    );
    let check = sandbox.case(&["check"]);
    let stale = check.contains(" stale-link ") || check.contains("stale-link:");
    assert!(
        check.contains(if stale { "\nexit 1\n" } else { "\nexit 0\n" }),
        "{check}"
    );
    shown
}

#[test]
fn links_are_found_again_by_their_sentences() {
    let sandbox = reviewed();
    sandbox.edit("texts/es/faro.txt", "Nadie", "Llovía mucho.\n\nNadie");
    sandbox.edit("texts/en/faro.txt", "Nobody", "It rained hard.\n\nNobody");
    sandbox.edit("texts/en/faro.txt", "climbed the", "climbed\r\nthe");
    insta::assert_snapshot!(align(&sandbox), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json: 4 decided links kept
    faro  5 es sentences  5 en sentences  5 links  mean confidence 0.…  written
    ");
    insta::assert_snapshot!(links(&sandbox), @r#"
    {"source": ["El faro"], "target": ["The Lighthouse"], "status": "accepted"},
    {"source": ["María subió al faro."], "target": ["María climbed the lighthouse."], "status": "accepted"},
    {"source": ["Contó 39 escalones."], "target": ["She counted 39 steps."], "status": "accepted"},
    {"source": ["Llovía mucho."], "target": ["It rained hard."], "status": "auto"},
    {"source": ["Nadie la vio bajar."], "target": ["Nobody saw her come down."], "status": "accepted"}
    "#);
}

#[test]
fn a_touched_link_becomes_stale_and_keeps_the_old_decision() {
    let sandbox = reviewed();
    sandbox.remark(ALIGNMENT, "Nadie", "\"note\": \"así\"");
    sandbox.edit("texts/en/faro.txt", "Nobody", "No one");
    insta::assert_snapshot!(align(&sandbox), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json: 3 decided links kept, 1 link became stale
    note: alignments/faro.json: the version before is kept; to go back to it: cotejo history faro --restore 1
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    ");
    let stale = links(&sandbox);
    insta::assert_snapshot!(stale, @r#"
    {"source": ["El faro"], "target": ["The Lighthouse"], "status": "accepted"},
    {"source": ["María subió al faro."], "target": ["María climbed the lighthouse."], "status": "accepted"},
    {"source": ["Contó 39 escalones."], "target": ["She counted 39 steps."], "status": "accepted"},
    {"source": ["Nadie la vio bajar."], "target": ["No one saw her come down."], "status": "auto", "note": "was accepted, confidence …\nsource: Nadie la vio bajar.\ntarget: Nobody saw her come down.\nnote: así", "reasons": ["stale: its target sentence was changed"]}
    "#);
    // Touched again, it says the same: the first decision is kept, not wrapped.
    sandbox.edit("texts/en/faro.txt", "No one", "Nobody at all");
    align(&sandbox);
    assert_eq!(links(&sandbox), stale.replace("No one", "Nobody at all"));
    // Settled, it is a decision like any other.
    sandbox.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\": \"accepted\"");
    let settled = sandbox.read(ALIGNMENT);
    align(&sandbox);
    assert_eq!(sandbox.read(ALIGNMENT), settled);
}

#[test]
fn the_cut_of_a_person_stands() {
    let sandbox = Sandbox::aligned();
    let whole = sandbox.read(ALIGNMENT);
    let line = whole.lines().find(|line| line.contains("Nadie la vio")).unwrap();
    let cut = concat!(
        "    {\"source\": [\"Nadie la\"], \"target\": [\"Nobody saw her\"], \"status\": \"edited\", \"confidence\": 0.9},\n",
        "    {\"source\": [\"vio bajar.\"], \"target\": [\"come down.\"], \"status\": \"edited\", \"confidence\": 0.9}",
    );
    sandbox.write(ALIGNMENT, whole.replace(line, cut));
    align(&sandbox);
    assert!(sandbox.read(ALIGNMENT).contains(cut));
    // One half edited, the other stands with its cut.
    sandbox.edit("texts/es/faro.txt", "bajar", "bajarse");
    align(&sandbox);
    insta::assert_snapshot!(links(&sandbox), @r#"
    {"source": ["El faro"], "target": ["The Lighthouse"], "status": "auto"},
    {"source": ["María subió al faro."], "target": ["María climbed the lighthouse."], "status": "auto"},
    {"source": ["Contó 39 escalones."], "target": ["She counted 39 steps."], "status": "auto"},
    {"source": ["Nadie la"], "target": ["Nobody saw her"], "status": "edited"},
    {"source": ["vio bajarse."], "target": ["come down."], "status": "auto", "note": "was edited, confidence …\nsource: vio bajar.\ntarget: come down.", "reasons": ["stale: its source sentence was changed"]}
    "#);
}

#[test]
fn an_edit_that_is_undone_brings_the_decision_back() {
    let sandbox = reviewed();
    align(&sandbox);
    let before = sandbox.read(ALIGNMENT);
    sandbox.edit("texts/es/faro.txt", "Contó 39", "Contó unos 39");
    align(&sandbox);
    assert!(
        sandbox
            .read(ALIGNMENT)
            .contains("stale: its source sentence was changed")
    );
    sandbox.edit("texts/es/faro.txt", "Contó unos 39", "Contó 39");
    insta::assert_snapshot!(align(&sandbox), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json: 3 decided links kept, 1 stale link decided again
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before);
}

#[test]
fn decisions_whose_sentences_are_gone_wait_for_them() {
    let sandbox = reviewed();
    let before = sandbox.read(ALIGNMENT);
    sandbox.edit("texts/es/faro.txt", "\nNadie la vio bajar.\n", "");
    sandbox.edit("texts/en/faro.txt", "\nNobody saw her come down.\n", "");
    insta::assert_snapshot!(align(&sandbox), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json: 3 decided links kept, 1 decision waits for sentences that are gone from the texts
    note: alignments/faro.json: the version before is kept; to go back to it: cotejo history faro --restore 1
    faro  3 es sentences  3 en sentences  3 links  mean confidence 0.…  written
    ");
    assert!(
        sandbox
            .read(ALIGNMENT)
            .contains("\"waiting\": [\n    {\"source\": [\"Nadie la vio bajar.\"]")
    );
    assert_eq!(stdout(&sandbox.run(&["history", "faro", "--show", "1"])), before);
    sandbox.write("texts/es/faro.txt", ES);
    sandbox.write("texts/en/faro.txt", EN);
    insta::assert_snapshot!(align(&sandbox), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json: 3 decided links kept, 1 stale link decided again
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before);
}

#[test]
fn decisions_on_other_texts_are_not_made_stale() {
    let other = ["align", "uno.txt", "one.txt", "-o", ALIGNMENT];
    let sandbox = reviewed()
        .with("uno.txt", OTHER)
        .with("one.txt", "Iron.\n\nSomething else entirely.\n");
    let before = sandbox.read(ALIGNMENT);
    // As long as its own texts are there, no others are put in their place, whatever they share.
    insta::assert_snapshot!(sandbox.case(&other), @"
    $ cotejo align uno.txt one.txt -o alignments/faro.json
    exit 2
    -- stderr
    error: alignments/faro.json is the alignment of texts/es/faro.txt, which is still there, and not of uno.txt; nothing was written. Give another name with -o, or move the alignment away
    ");
    sandbox.write("uno.txt", format!("{ES}\n{OTHER}"));
    assert_eq!(code(&sandbox.run(&other)), 2);
    assert_eq!(code(&sandbox.run(&[&other[..], &["--accept-loss"]].concat())), 2);
    assert_eq!(sandbox.read(ALIGNMENT), before);
    // And where they are gone, their share in the others must tell that these are they.
    sandbox.write("uno.txt", OTHER);
    for lang in ["es", "en"] {
        fs::rename(
            sandbox.path(&format!("texts/{lang}/faro.txt")),
            sandbox.path(&format!("{lang}.txt")),
        )
        .unwrap();
    }
    insta::assert_snapshot!(sandbox.case(&other), @"
    $ cotejo align uno.txt one.txt -o alignments/faro.json
    exit 2
    -- stderr
    error: alignments/faro.json: nothing was written: people decided 4 of its links, and of its 8 sentences only 0 are in uno.txt and one.txt: these are other texts
    help: name the texts it belongs to, or move the alignment away to start afresh
    help: to look at it first: cotejo align uno.txt one.txt -o new.json, then cotejo diff alignments/faro.json new.json
    help: if it is meant: --accept-loss; what was decided stays in the notes and in cotejo history
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before);
    // The same texts under other names are the same texts.
    assert_eq!(code(&sandbox.run(&["align", "es.txt", "en.txt", "-o", ALIGNMENT])), 0);
    let renamed = before
        .replace("texts/es/faro.txt", "es.txt")
        .replace("texts/en/faro.txt", "en.txt");
    assert_eq!(sandbox.read(ALIGNMENT), renamed);
}

#[test]
fn swapped_sides_are_called_swapped() {
    let sandbox = reviewed();
    let before = sandbox.read(ALIGNMENT);
    let (es, en) = (sandbox.read("texts/es/faro.txt"), sandbox.read("texts/en/faro.txt"));
    sandbox.write("texts/es/faro.txt", &en);
    sandbox.write("texts/en/faro.txt", &es);
    let output = sandbox.run(&["align", "--no-pending"]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains("the sides are swapped"), "{}", stderr(&output));
    sandbox.write("texts/es/faro.txt", &es);
    sandbox.write("texts/en/faro.txt", &en);
    let output = sandbox.run(&["align", "texts/en/faro.txt", "texts/es/faro.txt", "-o", ALIGNMENT]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains("the two are swapped"), "{}", stderr(&output));
    assert_eq!(sandbox.read(ALIGNMENT), before);
}

#[test]
fn what_a_person_moved_in_the_file_is_decided_for_import_and_accept_too() {
    let moved = "\"María climbed the lighthouse.\", \"She counted 39 steps.\"], \"status\": \"edited\"";
    let sandbox = Sandbox::aligned();
    sandbox.move_by_hand("alignments/faro.json");
    assert_eq!(code(&sandbox.run(&["export", "faro", "-o", "faro.tsv"])), 0);
    sandbox.edit("faro.tsv", "come down.\tauto", "come down.\taccepted");
    let imported = sandbox.run(&["import", "faro.tsv"]);
    assert!(
        stderr(&imported).contains("2 links whose sentences you moved became edited"),
        "{}",
        stderr(&imported)
    );
    assert!(sandbox.read("alignments/faro.json").contains(moved));
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert!(sandbox.read("alignments/faro.json").contains(moved));

    let sandbox = Sandbox::aligned();
    sandbox.edit("texts/en/faro.txt", "Nobody", "No one");
    assert_eq!(code(&sandbox.run(&["align", "--pending"])), 0);
    sandbox.move_by_hand("alignments/faro.json");
    let accepted = sandbox.run(&["accept", "faro"]);
    let kept = sandbox.read("alignments/faro.json");
    assert!(
        kept.contains("39 steps.\"], \"status\""),
        "nothing that was moved is gone: {kept}"
    );
    assert_eq!(code(&accepted), 2, "{}", stderr(&accepted));
    assert!(
        stderr(&accepted).contains("would be lost; nothing was written"),
        "{}",
        stderr(&accepted)
    );
}
