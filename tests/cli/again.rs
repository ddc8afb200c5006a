//! Aligning again: what costs nothing, what is noticed, and what is refused.

use crate::harness::{Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/faro.json";

#[test]
fn a_project_in_which_nothing_changed_is_passed_over_and_told_of_all_the_same() {
    let sandbox = Sandbox::aligned();
    sandbox.judge(ALIGNMENT, "Nadie", "accepted");
    let first = sandbox.case(&["align"]);
    assert_eq!(
        sandbox.case(&["align"]),
        first,
        "a work that is passed over is told of as before"
    );
    // Whatever the result depends on is looked at.
    for (path, from, to) in [
        ("texts/es/faro.txt", "Contó 39", "Contó 41"),
        ("texts/en/faro.txt", "She counted 39", "She counted 41"),
    ] {
        sandbox.edit(path, from, to);
        assert_eq!(code(&sandbox.run(&["align"])), 0);
        assert!(sandbox.read(ALIGNMENT).contains(to));
    }
    sandbox.write("cotejo.toml", "abbreviations = [\"short.txt\"]\n");
    sandbox.write("short.txt", "faro.\n");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert!(
        sandbox
            .read(ALIGNMENT)
            .contains("María subió al faro. Contó 41 escalones.")
    );
}

#[test]
fn works_are_aligned_by_name_and_a_typo_is_told() {
    let sandbox = Sandbox::project()
        .with("texts/es/otra.txt", "Llovía. Nadie salió de casa.\n")
        .with("texts/en/otra.txt", "It rained. Nobody left the house.\n");
    assert_eq!(code(&sandbox.run(&["align", "otra"])), 0);
    assert_eq!(sandbox.list("alignments"), ["otra.json"]);
    let typo = sandbox.run(&["align", "fero"]);
    assert_eq!(code(&typo), 2);
    assert!(stderr(&typo).contains("did you mean faro?"), "{}", stderr(&typo));
    assert_eq!(code(&sandbox.run(&["align", "faro", "otra"])), 0);
    assert_eq!(sandbox.list("alignments"), ["faro.json", "otra.json"]);
}

#[test]
fn a_sentence_moved_by_hand_is_a_decision_though_nobody_wrote_so() {
    let sandbox = Sandbox::aligned();
    let text = sandbox.read(ALIGNMENT);
    let moved = text
        .replace("\"source\": [\"Contó 39 escalones.\"]", "\"source\": []")
        .replace(
            "\"source\": [\"María subió al faro.\"]",
            "\"source\": [\"María subió al faro.\", \"Contó 39 escalones.\"]",
        );
    assert_ne!(moved, text);
    sandbox.write(ALIGNMENT, &moved);
    let output = sandbox.run(&["align"]);
    assert!(
        stderr(&output).contains("2 links whose sentences you moved became edited"),
        "{}",
        stderr(&output)
    );
    let after = sandbox.read(ALIGNMENT);
    assert_eq!(after.matches("\"status\": \"edited\"").count(), 2);
    assert!(after.contains("[\"María subió al faro.\", \"Contó 39 escalones.\"]"));
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), after);
}

#[test]
fn texts_that_were_renamed_do_not_start_afresh_without_a_word() {
    let sandbox = Sandbox::aligned();
    sandbox.judge(ALIGNMENT, "Nadie", "accepted");
    for lang in ["es", "en"] {
        let rename = |from: &str, to: &str| std::fs::rename(sandbox.path(from), sandbox.path(to));
        rename(&format!("texts/{lang}/faro.txt"), &format!("texts/{lang}/torre.txt")).unwrap();
    }
    let output = sandbox.run(&["align"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("alignments/faro.json holds 1 decided"),
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("--follow"));
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
    assert_eq!(code(&sandbox.run(&["align", "--follow"])), 0);
    assert_eq!(sandbox.list("alignments"), ["torre.json"]);
    assert!(
        sandbox
            .read("alignments/torre.json")
            .contains("\"status\": \"accepted\"")
    );
    assert_eq!(code(&sandbox.run(&["check"])), 0);
}

#[test]
fn a_renamed_and_edited_work_can_be_proposed_and_accepted() {
    let sandbox = Sandbox::aligned();
    sandbox.judge(ALIGNMENT, "Nadie", "accepted");
    for path in ["texts/es/faro.txt", "texts/en/faro.txt", ALIGNMENT] {
        std::fs::rename(sandbox.path(path), sandbox.path(&path.replace("faro", "torre"))).unwrap();
    }
    sandbox.edit("texts/es/torre.txt", "Contó 39", "Contó, una por una, 39");
    assert_eq!(code(&sandbox.run(&["align", "--pending"])), 0);
    assert_eq!(code(&sandbox.run(&["accept", "torre"])), 0);
    assert_eq!(
        code(&sandbox.run(&["check"])),
        0,
        "{}",
        stdout(&sandbox.run(&["check"]))
    );
    assert!(
        sandbox
            .read("alignments/torre.json")
            .contains("\"status\": \"accepted\"")
    );
}

#[test]
fn what_to_look_at_is_listed_for_people_and_for_programs() {
    let sandbox = Sandbox::aligned();
    sandbox.judge(ALIGNMENT, "Nadie", "disputed");
    sandbox.remark(ALIGNMENT, "Nadie", "\"note\": \"who?\u{202e}\"");
    let shown = sandbox.run(&["list"]);
    assert_eq!(code(&shown), 0);
    assert!(
        stdout(&shown).starts_with("faro 3.1=3.1  disputed\n  < Nadie la vio bajar.\n"),
        "{}",
        stdout(&shown)
    );
    assert!(
        !stdout(&shown).contains('\u{202e}'),
        "what turns the direction of writing is not written to a terminal"
    );
    let json = sandbox.run(&["list", "faro", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_str(stdout(&json)).unwrap();
    assert_eq!(listed[0]["link"], "3.1=3.1");
    assert_eq!(listed[0]["source"][0], "Nadie la vio bajar.");
    let null = sandbox.run(&["list", "--null", "--format", "json"]);
    assert_eq!(stdout(&null).trim(), "[]");
    sandbox.edit("texts/es/faro.txt", "Nadie la vio bajar.", "Nadie la vio subir.");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert!(stdout(&sandbox.run(&["list", "--stale"])).contains("stale"));
}

#[test]
fn every_report_has_a_form_for_programs() {
    let sandbox = Sandbox::aligned();
    sandbox.judge(ALIGNMENT, "Nadie", "accepted");
    sandbox.edit("texts/es/faro.txt", "Contó 39", "Contó, despacio, 39");
    let json = |arguments: &[&str]| -> serde_json::Value {
        let output = sandbox.run(arguments);
        serde_json::from_str(stdout(&output)).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
    };
    assert_eq!(
        json(&["align", "--pending", "--format", "json"])[0]["change"],
        "pending"
    );
    assert_eq!(json(&["diff", "--format", "json"])[0]["work"], "faro");
    assert_eq!(json(&["accept", "faro", "--format", "json"])[0]["left"], 0);
    assert_eq!(json(&["status", "--format", "json"])[0]["pinned"], 1);
    assert_eq!(json(&["fmt", "--format", "json"])[0]["changed"], false);
    assert!(json(&["history", "faro", "--format", "json"])[0]["sha256"].is_string());
    assert!(json(&["check", "--format", "json"])["works"].is_array());
}
