//! Alignments that were edited in a text editor.

use std::process::Command;

use crate::harness::{Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/faro.json";

/// A project whose alignment has an id moved to the link before, as a person leaves it.
fn edited() -> Sandbox {
    let sandbox = Sandbox::aligned();
    let json = sandbox.read(ALIGNMENT);
    assert!(json.contains(r#"{"source": ["2.2"], "target": ["2.2"], "#), "{json}");
    sandbox.edit(ALIGNMENT, r#"{"source": ["2.1"], "#, r#"{"source": ["2.1", "2.2"], "#);
    sandbox.edit(ALIGNMENT, r#"{"source": ["2.2"], "#, r#"{"source": [], "#);
    sandbox
}

#[test]
fn what_the_program_wrote_is_not_touched() {
    let sandbox = Sandbox::aligned();
    let before = (sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT));
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 0
    -- stderr
    1 alignment, 0 changed
    ");
    insta::assert_snapshot!(sandbox.case(&["fmt", "--check", ALIGNMENT]), @"
    $ cotejo fmt --check alignments/faro.json
    exit 0
    -- stderr
    1 alignment, 0 would change
    ");
    assert_eq!((sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT)), before);
}

#[test]
fn ids_moved_between_lines_are_understood() {
    let sandbox = edited();
    let before = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["fmt", "--check"]), @"
    $ cotejo fmt --check
    exit 1
    -- stdout
    alignments/faro.json, line 8: source sentence 2.2 moved here from the link after, as its id says
    alignments/faro.json, line 8: the link is edited now
    alignments/faro.json, line 9: the link is edited now
    -- stderr
    1 alignment, 1 would change
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before, "--check writes nothing");
    insta::assert_snapshot!(sandbox.case(&["fmt", ALIGNMENT]), @"
    $ cotejo fmt alignments/faro.json
    exit 0
    -- stderr
    alignments/faro.json, line 8: source sentence 2.2 moved here from the link after, as its id says
    alignments/faro.json, line 8: the link is edited now
    alignments/faro.json, line 9: the link is edited now
    1 alignment, 1 changed
    ");
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    let tsv = sandbox.run(&["export", ALIGNMENT, "--to", "tsv"]);
    let rows: Vec<_> = stdout(&tsv)
        .lines()
        .filter(|row| row.contains("\tedited\t1.0\t"))
        .collect();
    assert_eq!(
        rows,
        [
            "María subió al faro. Contó 39 escalones.\tMaría climbed the lighthouse.\tedited\t1.0\t2.1 2.2\t2.1\t\t",
            "\tShe counted 39 steps.\tedited\t1.0\t\t2.2\t\t",
        ]
    );
    assert_eq!(code(&sandbox.run(&["fmt", "--check"])), 0);
}

#[test]
fn a_sentence_cut_by_hand_needs_its_text() {
    let sandbox = Sandbox::aligned();
    sandbox.edit(ALIGNMENT, r#""Contó 39 escalones.""#, r#""Contó 39", "escalones.""#);
    let cut = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 0
    -- stderr
    alignments/faro.json, line 9: source sentence 2.2 is cut in 2; the sentences of passage 2 are numbered anew
    alignments/faro.json, line 9: the link is edited now
    1 alignment, 1 changed
    ");
    assert!(sandbox.read(ALIGNMENT).contains(r#""source": ["2.2", "2.3"]"#));

    let elsewhere = Sandbox::empty().with("faro.json", cut);
    insta::assert_snapshot!(elsewhere.case(&["fmt", "faro.json"]), @"
    $ cotejo fmt faro.json
    exit 2
    -- stderr
    error: faro.json, line 9: the link has 1 source id, but 2 texts; without the text file it cannot be told what was cut, joined or lost; put the text in its place and run the command again
    1 alignment, 0 changed
    ");
}

#[test]
fn what_means_two_things_is_refused_and_nothing_is_written() {
    let sandbox = edited();
    sandbox.edit(ALIGNMENT, r#""target": ["2.2"]"#, r#""target": ["2.1"]"#);
    let before = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 2
    -- stderr
    error: alignments/faro.json, line 9: target sentence 2.1 stands twice, first in line 8; delete one of the two
    1 alignment, 0 changed
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before);
}

#[test]
fn one_file_that_is_refused_does_not_stop_the_others() {
    let sandbox = edited();
    sandbox.write("alignments/a.json", "{");
    let output = sandbox.run(&["fmt", "alignments/a.json", ALIGNMENT, "none.json"]);
    assert_eq!(code(&output), 2);
    assert_eq!(stderr(&output).matches("error: ").count(), 2, "{}", stderr(&output));
    assert!(sandbox.read(ALIGNMENT).contains("\"edited\""));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let sandbox = edited();
    let output = sandbox.run_with_input(&["fmt", "-"], sandbox.read(ALIGNMENT));
    assert_eq!(code(&output), 0);
    assert_eq!(code(&sandbox.run(&["fmt", "--quiet"])), 0);
    assert_eq!(stdout(&output), sandbox.read(ALIGNMENT));
    let output = sandbox.run_with_input(&["fmt", "-", "--check"], stdout(&output));
    assert_eq!((code(&output), stdout(&output)), (0, ""));
}

#[test]
fn conflict_markers_are_refused_with_the_way_out() {
    let sandbox = Sandbox::aligned();
    sandbox.edit(
        ALIGNMENT,
        "    {\"source\": [\"2.2\"]",
        "<<<<<<< ours\n    {\"source\": [\"2.2\"]",
    );
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 2
    -- stderr
    error: alignments/faro.json, line 9: an unfinished merge left conflict markers; between <<<<<<< and >>>>>>> keep the lines of one version, delete those of the other and the three marker lines
    help: git can merge it again link by link: cotejo merge-driver --install, then git checkout --merge alignments/faro.json
    1 alignment, 0 changed
    ");
}

#[test]
fn git_shows_what_was_moved_when_the_file_does_not() {
    let sandbox = Sandbox::aligned();
    let git = |arguments: &[&str]| {
        let status = Command::new("git")
            .args(["-c", "user.name=Julia", "-c", "user.email=julia@example.org"])
            .args(arguments)
            .current_dir(sandbox.path(""))
            .status()
            .expect("this test needs git; install it, or run scripts/test, which does");
        assert!(status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "aligned"]);
    // A text without its id, and further on an id with its text.
    let json = sandbox.read(ALIGNMENT);
    sandbox.edit(
        ALIGNMENT,
        r#""María subió al faro.""#,
        r#""María subió al faro.", "Contó 39 escalones.""#,
    );
    sandbox.edit(ALIGNMENT, r#""es": ["Contó 39 escalones."]"#, r#""es": []"#);
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 0
    -- stderr
    alignments/faro.json, line 8: source sentence 2.2 moved here from the link after, as its text says
    alignments/faro.json, line 8: the link is edited now
    alignments/faro.json, line 9: the link is edited now
    1 alignment, 1 changed
    ");
    sandbox.write(ALIGNMENT, json);
    for (from, to) in [
        (r#""target": ["2.2"]"#, r#""target": []"#),
        (r#""target": ["3.1"]"#, r#""target": ["2.2", "3.1"]"#),
        (r#""en": ["She counted 39 steps."]"#, r#""en": []"#),
        (r#""en": ["Nobody"#, r#""en": ["She counted 39 steps.", "Nobody"#),
    ] {
        sandbox.edit(ALIGNMENT, from, to);
    }
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 0
    -- stderr
    alignments/faro.json, line 9: the link was grouped otherwise before; it is edited now
    alignments/faro.json, line 10: the link was grouped otherwise before; it is edited now
    1 alignment, 1 changed
    ");
    assert!(!sandbox.read(ALIGNMENT).contains("\"target\": [], \"status\": \"auto\""));
}
