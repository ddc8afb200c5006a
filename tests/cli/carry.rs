//! What becomes of decisions when the texts under them are edited.

use crate::harness::{ES, Sandbox, code, stdout};

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
        .skip(6)
        .filter(|line| line.contains("\"status\""))
    {
        let (before, after) = line.split_once("\"confidence\": ").unwrap();
        let after = after.split_once(", ").unwrap().1;
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
        shown.push_str(&format!("{} {}\n", before.trim(), note.join(", confidence …")));
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
    note: alignments/faro.json: 4 decided links kept, 1 of them carried over to the edited text
    faro  5 es sentences  5 en sentences  5 links  mean confidence 0.…  written
    ");
    insta::assert_snapshot!(links(&sandbox), @r#"
    {"source": ["1.1"], "target": ["1.1"], "status": "accepted", "es": ["El faro"], "en": ["The Lighthouse"]},
    {"source": ["2.1"], "target": ["2.1"], "status": "accepted", "es": ["María subió al faro."], "en": ["María climbed the lighthouse."]},
    {"source": ["2.2"], "target": ["2.2"], "status": "accepted", "es": ["Contó 39 escalones."], "en": ["She counted 39 steps."]},
    {"source": ["3.1"], "target": ["3.1"], "status": "auto", "es": ["Llovía mucho."], "en": ["It rained hard."]},
    {"source": ["4.1"], "target": ["4.1"], "status": "accepted", "es": ["Nadie la vio bajar."], "en": ["Nobody saw her come down."]}
    "#);
}

#[test]
fn a_touched_link_becomes_stale_and_keeps_the_old_decision() {
    let sandbox = reviewed();
    sandbox.edit(ALIGNMENT, "\"es\": [\"Nadie", "\"note\": \"así\", \"es\": [\"Nadie");
    sandbox.edit("texts/en/faro.txt", "Nobody", "No one");
    insta::assert_snapshot!(align(&sandbox), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json: 3 decided links kept, 1 link became stale
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    ");
    let stale = links(&sandbox);
    insta::assert_snapshot!(stale, @r#"
    {"source": ["1.1"], "target": ["1.1"], "status": "accepted", "es": ["El faro"], "en": ["The Lighthouse"]},
    {"source": ["2.1"], "target": ["2.1"], "status": "accepted", "es": ["María subió al faro."], "en": ["María climbed the lighthouse."]},
    {"source": ["2.2"], "target": ["2.2"], "status": "accepted", "es": ["Contó 39 escalones."], "en": ["She counted 39 steps."]},
    {"source": ["3.1"], "target": ["3.1"], "status": "auto", "note": "was accepted: 3.1 = 3.1, confidence …\nes 3.1: Nadie la vio bajar.\nen 3.1: Nobody saw her come down.\nnote: así", "reasons": ["stale: target sentence 3.1 was changed"], "es": ["Nadie la vio bajar."], "en": ["No one saw her come down."]}
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
        "    {\"source\": [\"3.1\"], \"target\": [\"3.1\"], \"status\": \"edited\", \"confidence\": 0.9, ",
        "\"es\": [\"Nadie la\"], \"en\": [\"Nobody saw her\"]},\n",
        "    {\"source\": [\"3.2\"], \"target\": [\"3.2\"], \"status\": \"edited\", \"confidence\": 0.9, ",
        "\"es\": [\"vio bajar.\"], \"en\": [\"come down.\"]}"
    );
    sandbox.write(ALIGNMENT, whole.replace(line, cut));
    align(&sandbox);
    assert!(sandbox.read(ALIGNMENT).contains(cut));
    // One half edited, the other stands with its cut.
    sandbox.edit("texts/es/faro.txt", "bajar", "bajarse");
    align(&sandbox);
    insta::assert_snapshot!(links(&sandbox), @r#"
    {"source": ["1.1"], "target": ["1.1"], "status": "auto", "es": ["El faro"], "en": ["The Lighthouse"]},
    {"source": ["2.1"], "target": ["2.1"], "status": "auto", "es": ["María subió al faro."], "en": ["María climbed the lighthouse."]},
    {"source": ["2.2"], "target": ["2.2"], "status": "auto", "es": ["Contó 39 escalones."], "en": ["She counted 39 steps."]},
    {"source": ["3.1"], "target": ["3.1"], "status": "edited", "es": ["Nadie la"], "en": ["Nobody saw her"]},
    {"source": ["3.2"], "target": ["3.2"], "status": "auto", "note": "was edited: 3.2 = 3.2, confidence …\nes 3.2: vio bajar.\nen 3.2: come down.", "reasons": ["stale: source sentence 3.2 was changed"], "es": ["vio bajarse."], "en": ["come down."]}
    "#);
}

#[test]
fn an_edit_that_is_undone_brings_the_decision_back() {
    let sandbox = reviewed();
    align(&sandbox);
    let before = sandbox.read(ALIGNMENT);
    sandbox.edit("texts/es/faro.txt", "Contó 39", "Contó unos 39");
    align(&sandbox);
    assert!(sandbox.read(ALIGNMENT).contains("stale: source sentence"));
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
fn decisions_without_any_sentence_and_place_are_told_and_kept_in_the_history() {
    let sandbox = reviewed();
    let before = sandbox.read(ALIGNMENT);
    sandbox.edit("texts/es/faro.txt", "\nNadie la vio bajar.\n", "");
    sandbox.edit("texts/en/faro.txt", "\nNobody saw her come down.\n", "");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json: 3 decided links kept, 1 decided link gone from both texts, to be found in the version before (cotejo history)
    faro  3 es sentences  3 en sentences  3 links  mean confidence 0.…  written
    ");
    assert_eq!(sandbox.read(ALIGNMENT).matches("accepted").count(), 3);
    assert_eq!(stdout(&sandbox.run(&["history", "faro", "--show", "1"])), before);
}

#[test]
fn decisions_on_other_texts_are_not_made_stale() {
    let sandbox = reviewed()
        .with("uno.txt", OTHER)
        .with("one.txt", "Iron.\n\nSomething else entirely.\n");
    let before = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["align", "uno.txt", "one.txt", "-o", ALIGNMENT]), @"
    $ cotejo align uno.txt one.txt -o alignments/faro.json
    exit 2
    -- stderr
    error: alignments/faro.json: nothing was written: people decided 4 of its links, and not one of its sentences is in uno.txt or one.txt. Name the texts it belongs to, or move the alignment away to start afresh
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before);
    // The same texts under another name are the same texts.
    let sandbox = sandbox.with("copia.txt", ES);
    assert_eq!(
        code(&sandbox.run(&["align", "copia.txt", "texts/en/faro.txt", "-o", ALIGNMENT])),
        0
    );
    assert_eq!(
        sandbox.read(ALIGNMENT),
        before.replace("texts/es/faro.txt", "copia.txt")
    );
}
