//! Alignments that were edited in a text editor.

use std::process::Command;

use crate::harness::{Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/faro.json";

/// A project whose alignment has a sentence moved to the link before, as a person leaves it.
fn edited() -> Sandbox {
    let sandbox = committed();
    sandbox.edit(
        ALIGNMENT,
        r#"["María subió al faro."]"#,
        r#"["María subió al faro.", "Contó 39 escalones."]"#,
    );
    sandbox.edit(
        ALIGNMENT,
        r#"{"source": ["Contó 39 escalones."], "#,
        r#"{"source": [], "#,
    );
    sandbox
}

/// A project that is a repository, which shows how its alignment was before it was edited.
fn committed() -> Sandbox {
    let sandbox = Sandbox::aligned();
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "-m", "aligned"]] {
        let status = Command::new("git")
            .args(["-c", "user.name=Julia", "-c", "user.email=julia@example.org"])
            .args(arguments)
            .current_dir(sandbox.path(""))
            .status()
            .expect("this test needs git; install it, or run scripts/test, which does");
        assert!(status.success(), "{arguments:?}");
    }
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
fn sentences_moved_between_lines_are_understood() {
    let sandbox = edited();
    let before = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["fmt", "--check"]), @"
    $ cotejo fmt --check
    exit 1
    -- stdout
    alignments/faro.json, line 8: the link was grouped otherwise before; it is edited now
    alignments/faro.json, line 9: the link was grouped otherwise before; it is edited now
    -- stderr
    1 alignment, 1 would change
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before, "--check writes nothing");
    insta::assert_snapshot!(sandbox.case(&["fmt", ALIGNMENT]), @"
    $ cotejo fmt alignments/faro.json
    exit 0
    -- stderr
    alignments/faro.json, line 8: the link was grouped otherwise before; it is edited now
    alignments/faro.json, line 9: the link was grouped otherwise before; it is edited now
    1 alignment, 1 changed
    ");
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    let tsv = sandbox.run(&["export", ALIGNMENT, "--to", "tsv"]);
    let rows: Vec<_> = stdout(&tsv)
        .lines()
        .filter(|row| row.contains("\tedited\t1.0\t"))
        .map(|row| row.splitn(9, '\t').take(8).collect::<Vec<_>>().join("\t"))
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
fn a_sentence_cut_by_hand_is_a_decision() {
    let sandbox = committed();
    sandbox.edit(ALIGNMENT, r#""Contó 39 escalones.""#, r#""Contó 39", "escalones.""#);
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 0
    -- stderr
    alignments/faro.json, line 9: a source sentence is cut otherwise than it was; the link is edited now
    1 alignment, 1 changed
    ");
    let cut = r#"{"source": ["Contó 39", "escalones."], "target": ["She counted 39 steps."], "status": "edited", "confidence": 1.0}"#;
    assert!(sandbox.read(ALIGNMENT).contains(cut), "{}", sandbox.read(ALIGNMENT));
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert!(sandbox.read(ALIGNMENT).contains(cut), "the cut stands");

    // Two sentences that a person joined into one.
    let sandbox = edited();
    sandbox.edit(ALIGNMENT, r#"faro.", "Contó"#, "faro. Contó");
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 0
    -- stderr
    alignments/faro.json, line 8: a source sentence is cut otherwise than it was; the link is edited now
    alignments/faro.json, line 9: the link was grouped otherwise before; it is edited now
    1 alignment, 1 changed
    ");
    assert_eq!(code(&sandbox.run(&["check"])), 0);
}

#[test]
fn words_that_are_not_those_of_the_text_are_refused() {
    let sandbox = Sandbox::aligned();
    sandbox.edit(ALIGNMENT, "39 escalones", "39 peldaños");
    let edited = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @r#"
    $ cotejo fmt
    exit 2
    -- stderr
    error: alignments/faro.json, line 9: "Contó 39 peldaños." is not in the source text at this place; expected "Contó 39 escalones." (sentence 2.2). Words are corrected in the text itself, then `cotejo align` takes them over
    1 alignment, 0 changed
    "#);
    assert_eq!(sandbox.read(ALIGNMENT), edited);
    // Typography is no wording; the text's own is written.
    let sandbox = Sandbox::aligned();
    sandbox.edit(ALIGNMENT, "Contó 39 escalones.", "Conto\\u0301  39 escalones.");
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 0
    -- stderr
    alignments/faro.json: laid out otherwise than the program writes it
    1 alignment, 1 changed
    ");
    assert_eq!(sandbox.read(ALIGNMENT), Sandbox::aligned().read(ALIGNMENT));
}

#[test]
fn what_means_two_things_is_refused_and_nothing_is_written() {
    for (fault, from, to) in [
        (
            "in two links",
            r#"["She counted 39 steps."]"#,
            r#"["María climbed the lighthouse.", "She counted 39 steps."]"#,
        ),
        ("in none", r#"["She counted 39 steps."]"#, "[]"),
        (
            "out of order",
            r#"["The Lighthouse"]"#,
            r#"["The Lighthouse", "She counted 39 steps."]"#,
        ),
    ] {
        let sandbox = edited();
        sandbox.edit(ALIGNMENT, from, to);
        let before = sandbox.read(ALIGNMENT);
        insta::assert_snapshot!(format!("sentence {fault}"), sandbox.case(&["fmt"]));
        assert_eq!(sandbox.read(ALIGNMENT), before);
    }
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
    // Nothing tells how the links of standard input were before, so that they say it themselves.
    sandbox.judge(ALIGNMENT, "Contó 39", "edited");
    sandbox.judge(ALIGNMENT, "She counted", "edited");
    sandbox.edit(ALIGNMENT, "\"edited\"", "  \"edited\"");
    let output = sandbox.run_with_input(&["fmt", "-"], sandbox.read(ALIGNMENT));
    assert_eq!(code(&output), 0);
    assert_eq!(
        stdout(&output),
        sandbox.read(ALIGNMENT).replace("  \"edited\"", "\"edited\"")
    );
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
        "    {\"source\": [\"Contó",
        "<<<<<<< ours\n    {\"source\": [\"Contó",
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

/// Git tells what the file does not; where there is none, the status says it.
#[test]
fn a_link_without_git_is_edited_when_it_says_so() {
    let sandbox = Sandbox::aligned();
    sandbox.edit(
        ALIGNMENT,
        r#"["María subió al faro."]"#,
        r#"["María subió al faro.", "Contó 39 escalones."]"#,
    );
    // Without status and confidence, as links are typed anew.
    let whole = sandbox.read(ALIGNMENT);
    let line = whole
        .lines()
        .find(|line| line.contains(r#"{"source": ["Contó"#))
        .unwrap();
    sandbox.edit(
        ALIGNMENT,
        line,
        r#"{"source": [], "target": ["She counted 39 steps."]},"#,
    );
    sandbox.judge(ALIGNMENT, "María subió", "edited");
    insta::assert_snapshot!(sandbox.case(&["fmt"]), @"
    $ cotejo fmt
    exit 0
    -- stderr
    alignments/faro.json, line 9: the link is edited now
    1 alignment, 1 changed
    ");
    // What a person decided and the aligner would make otherwise stays as it is.
    let tidy = sandbox.read(ALIGNMENT);
    assert_eq!(tidy.matches("\"edited\"").count(), 2);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), tidy);
}

#[test]
fn a_sentence_moved_on_either_side_is_found_by_git() {
    let sandbox = committed();
    for (from, to) in [
        (r#"["She counted 39 steps."]"#, "[]"),
        (r#"["Nobody"#, r#"["She counted 39 steps.", "Nobody"#),
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
