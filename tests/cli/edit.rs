//! `cotejo edit`: corrections without the page, and their record.

use crate::harness::Sandbox;

fn statuses(sandbox: &Sandbox) -> Vec<String> {
    let text = sandbox.read("alignments/faro.json");
    let links = text
        .lines()
        .filter(|line| line.trim_start().starts_with("{\"source\": ["));
    links
        .map(|line| {
            line.split("\"status\": \"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

fn edit(sandbox: &Sandbox, arguments: &[&str]) -> (Option<i32>, String) {
    let output = sandbox.run(&[&["edit", "faro"], arguments].concat());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn an_operation_is_done_recorded_and_taken_back() {
    let sandbox = Sandbox::aligned();
    let before = sandbox.read("alignments/faro.json");
    let (code, said) = edit(&sandbox, &["merge-next", "2.1"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("edited"), "{said}");
    let merged = sandbox.read("alignments/faro.json");
    assert!(
        merged.contains("\"María subió al faro.\", \"Contó 39 escalones.\""),
        "{merged}"
    );
    assert_eq!(edit(&sandbox, &["undo"]).0, Some(0));
    assert_eq!(sandbox.read("alignments/faro.json"), before);
    assert_eq!(edit(&sandbox, &["redo"]).0, Some(0));
    assert_eq!(sandbox.read("alignments/faro.json"), merged);
    assert_eq!(edit(&sandbox, &["accept", "1.1"]).0, Some(0));
    assert_eq!(statuses(&sandbox), ["accepted", "edited", "auto"]);
    // What a person cut stands when the texts are aligned again.
    assert_eq!(
        edit(&sandbox, &["cut", "en:3.1", "Nobody saw", "her come down."]).0,
        Some(0)
    );
    let cut = sandbox.read("alignments/faro.json");
    assert_eq!(sandbox.run(&["align"]).status.code(), Some(0));
    assert_eq!(sandbox.read("alignments/faro.json"), cut);
}

#[test]
fn a_typo_is_corrected_in_the_text_and_the_alignment_still_fits() {
    let sandbox = Sandbox::aligned();
    let text = sandbox.read("texts/es/faro.txt");
    let (code, said) = edit(&sandbox, &["correct", "2.1", "Marta subió al faro."]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(
        sandbox.read("texts/es/faro.txt"),
        text.replace("María subió", "Marta subió")
    );
    assert!(sandbox.read("alignments/faro.json").contains("Marta subió al faro."));
    assert_eq!(sandbox.run(&["check", "--fail-on", "error"]).status.code(), Some(0));
    assert_eq!(edit(&sandbox, &["undo"]).0, Some(0));
    assert_eq!(sandbox.read("texts/es/faro.txt"), text);
}

#[test]
fn a_file_of_operations_is_done_whole_or_not_at_all() {
    let sandbox = Sandbox::aligned();
    let before = sandbox.read("alignments/faro.json");
    let good = r#"{"op": "accept", "at": {"source": "El faro"}}"#;
    let bad = r#"{"op": "accept", "at": {"source": "Nadie."}}"#;
    sandbox.write("ops.jsonl", format!("{good}\n{bad}\n"));
    let (code, said) = edit(&sandbox, &["--ops", "ops.jsonl"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("line 2") && said.contains("“Nadie.”") && said.contains("nothing was done"),
        "{said}"
    );
    assert_eq!(sandbox.read("alignments/faro.json"), before);
    sandbox.write("ops.jsonl", format!("{good}\n\n"));
    assert_eq!(edit(&sandbox, &["--ops", "ops.jsonl"]).0, Some(0));
    assert_eq!(statuses(&sandbox)[0], "accepted");
}

#[test]
fn what_cannot_be_done_is_told_and_changes_nothing() {
    let sandbox = Sandbox::aligned();
    let before = sandbox.read("alignments/faro.json");
    for (arguments, expected) in [
        (&["accept", "9.9"][..], "has no sentence 9.9"),
        (
            &["accept", "fr:1.1"],
            "es:1.3 is one of the original, en:1.3 one of the translation",
        ),
        (&["accept"], "expected: cotejo edit WORK accept ID"),
        (&["first-up", "1.1"], "nothing stands before it"),
        (&["vanish", "1.1"], "there is no operation vanish"),
        (&["undo"], "there is nothing to undo"),
        (&["cut", "1.1", "El", "barco"], "do not say together"),
    ] {
        let (code, said) = edit(&sandbox, arguments);
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    assert_eq!(sandbox.read("alignments/faro.json"), before);
}

#[test]
fn a_fault_in_a_file_of_operations_is_told_by_its_line() {
    let sandbox = Sandbox::aligned();
    let good = r#"{"op": "accept", "at": {"source": "El faro"}}"#;
    for (bad, expected) in [
        (
            r#"{"op": "accept", "at": {"source": "Nadie."}}"#,
            "there is no source sentence",
        ),
        (
            r#"{"op": "zap"}"#,
            "there is no operation zap; there are accept, accept-all",
        ),
        (r#"{"op": "accept"}"#, "accept cannot be read: missing field `at`"),
        ("{", "this is no JSON"),
    ] {
        // Blank lines count.
        sandbox.write("ops.jsonl", format!("\n{good}\n\n\n{bad}\n"));
        let (code, said) = edit(&sandbox, &["--ops", "ops.jsonl"]);
        assert_eq!(code, Some(2));
        assert!(said.contains("line 5: ") && said.contains(expected), "{said}");
        assert!(!said.contains("column"), "{said}");
    }
}

#[test]
fn what_is_typed_too_much_or_too_little_is_no_operation() {
    let sandbox = Sandbox::aligned();
    assert_eq!(edit(&sandbox, &["note", "1.1", "mira", "esto"]).0, Some(0));
    let before = sandbox.read("alignments/faro.json");
    assert!(before.contains("mira esto"), "{before}");
    for arguments in [
        &["undo", "5", "6", "7"][..],
        &["redo", "1"],
        &["split", "2.1", "en:2.1", "2.2"],
        &["note", "1.1"],
        &["correct", "1.1"],
        &["cut", "1.1", "El faro"],
        &["group"],
        &["accept", "1.1", "2.1"],
    ] {
        let (code, said) = edit(&sandbox, arguments);
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(said.contains("expected: cotejo edit WORK"), "{arguments:?}: {said}");
    }
    let (_, said) = edit(&sandbox, &["correct", "1.1", ""]);
    assert!(said.contains("say what the sentence should read"), "{said}");
    assert_eq!(sandbox.read("alignments/faro.json"), before);
    assert_eq!(edit(&sandbox, &["note", "1.1", ""]).0, Some(0));
    assert!(!sandbox.read("alignments/faro.json").contains("mira esto"));
}

#[test]
fn a_bookmark_is_told_of() {
    let sandbox = Sandbox::aligned();
    for (arguments, expected) in [
        (&["bookmark", "2.1"][..], "bookmark María subió"),
        (&["undo"], "no bookmark María subió"),
        (&["redo"], "bookmark María subió"),
        (&["unbookmark", "2.1"], "no bookmark María subió"),
    ] {
        let (code, said) = edit(&sandbox, arguments);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

#[test]
fn a_page_on_which_nothing_could_be_recorded_is_not_opened() {
    let sandbox = Sandbox::aligned();
    // As where the project cannot be written; those who may write everywhere run tests too.
    sandbox.write(".cotejo/review", "in the way");
    let output = sandbox.run(&["review", "--no-open", "--port", "0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "no address is told");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(".cotejo/review"), "{said}");
}
