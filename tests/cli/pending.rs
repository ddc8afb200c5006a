//! `cotejo align --pending`, `diff`, `accept` and `reject`.

use std::process::{Command, Stdio};

use crate::harness::{Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/faro.json";
const PROPOSAL: &str = "alignments/faro.json.new";

/// A project whose alignment an older aligner made: it differs from what this one makes in two places.
pub(crate) fn older() -> Sandbox {
    let sandbox = Sandbox::aligned();
    let lines: Vec<String> = sandbox.read(ALIGNMENT).lines().map(str::to_owned).collect();
    let at = |text: &str| lines.iter().position(|line| line.contains(text)).unwrap();
    let (first, last) = (at("María subió"), at("Nadie la vio"));
    let mut older = lines.clone();
    older.splice(
        last..=last,
        [
            r#"    {"source": ["Nadie la vio bajar."], "target": [], "status": "auto", "confidence": 0.5},"#.to_owned(),
            r#"    {"source": [], "target": ["Nobody saw her come down."], "status": "auto", "confidence": 0.5}"#
                .to_owned(),
        ],
    );
    older.splice(first..=first + 1, [
        r#"    {"source": ["María subió al faro.", "Contó 39 escalones."], "target": ["María climbed the lighthouse.", "She counted 39 steps."], "status": "auto", "confidence": 0.5},"#.to_owned(),
    ]);
    sandbox.write(ALIGNMENT, older.join("\n") + "\n");
    sandbox
}

/// Such a project after a run that only proposed.
pub(crate) fn pending() -> Sandbox {
    let sandbox = older();
    assert_eq!(code(&sandbox.run(&["align", "--pending"])), 0);
    sandbox
}

/// What this aligner makes of the texts.
fn fresh() -> String {
    Sandbox::aligned().read(ALIGNMENT)
}

#[test]
fn a_run_that_proposes_leaves_the_alignment_as_it_is() {
    let sandbox = older();
    let before = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["align", "--pending"]), @"
    $ cotejo align --pending
    exit 0
    -- stderr
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  pending
    note: 1 alignment would change; see what with `cotejo diff`, then settle it with `cotejo accept` or `cotejo reject`
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before);
    assert_eq!(sandbox.read(PROPOSAL), fresh());
    let modified = sandbox.modified(PROPOSAL);
    assert_eq!(code(&sandbox.run(&["align", "--pending"])), 0);
    assert_eq!(
        sandbox.modified(PROPOSAL),
        modified,
        "the same proposal is not written again"
    );
    assert!(
        sandbox.case(&["status"]).contains("faro"),
        "a proposal is no work of its own"
    );
    assert!(!sandbox.case(&["status"]).contains("faro.json"));
}

#[test]
fn in_ci_a_run_proposes_and_what_is_new_is_written() {
    let align = |value: &str, more: &[&str]| {
        let sandbox = older();
        let output = sandbox
            .command(&[&["align"], more].concat())
            .env("CI", value)
            .output()
            .unwrap();
        assert_eq!(code(&output), 0);
        sandbox.list("alignments")
    };
    for (value, proposes) in [
        ("true", true),
        ("1", true),
        ("woodpecker", true),
        ("false", false),
        ("0", false),
        ("", false),
    ] {
        let expected: &[&str] = if proposes {
            &["faro.json", "faro.json.new"]
        } else {
            &["faro.json"]
        };
        assert_eq!(align(value, &[]), expected, "CI={value}");
    }
    assert_eq!(align("true", &["--no-pending"]), ["faro.json"]);
    assert_eq!(align("false", &["--pending"]), ["faro.json", "faro.json.new"]);
    let new = Sandbox::project();
    assert_eq!(code(&new.command(&["align"]).env("CI", "true").output().unwrap()), 0);
    assert_eq!(new.list("alignments"), ["faro.json"]);
}

#[test]
fn a_proposal_that_is_no_longer_one_is_removed() {
    let sandbox = pending();
    sandbox.write(ALIGNMENT, fresh());
    insta::assert_snapshot!(sandbox.case(&["align", "--pending"]), @"
    $ cotejo align --pending
    exit 0
    -- stderr
    note: alignments/faro.json.new is settled by this run and was removed
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  unchanged
    ");
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
    let sandbox = pending();
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json.new is settled by this run and was removed
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    ");
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
}

#[test]
fn what_is_in_the_way_of_a_proposal_is_left_alone() {
    let sandbox = older().with(PROPOSAL, "my notes\n");
    insta::assert_snapshot!(sandbox.case(&["align", "--pending"]), @"
    $ cotejo align --pending
    exit 2
    -- stderr
    error: alignments/faro.json.new should be a proposal of this program but is none (line 1, column 1: not valid JSON: my stands without quotation marks); move it away or delete it
    error: 1 of 1 work could not be aligned
    ");
    assert_eq!(sandbox.read(PROPOSAL), "my notes\n");
    insta::assert_snapshot!(sandbox.case(&["accept", "--all"]), @"
    $ cotejo accept --all
    exit 2
    -- stderr
    error: alignments/faro.json.new, line 1, column 1: not valid JSON: my stands without quotation marks
    help: expected an alignment that cotejo align wrote, such as alignments/NAME.json
    help: to drop what is proposed: cotejo reject faro
    ");
    insta::assert_snapshot!(sandbox.case(&["diff"]), @"
    $ cotejo diff
    exit 2
    -- stderr
    error: alignments/faro.json.new, line 1, column 1: not valid JSON: my stands without quotation marks
    help: expected an alignment that cotejo align wrote, such as alignments/NAME.json
    help: to drop what is proposed: cotejo reject faro
    ");
}

#[test]
fn diff_shows_what_is_pending_with_the_words_that_move() {
    let sandbox = pending();
    insta::assert_snapshot!(sandbox.case(&["diff"]), @r#"
    $ cotejo diff
    exit 1
    -- stdout
    alignments/faro.json.new

    - 2.1 + 2.2 = 2.1 + 2.2  "María subió al faro. [-Contó 39 escalones.-]"
    -                        "María climbed the lighthouse. [-She counted 39 steps.-]"
    + 2.1 = 2.1              "María subió al faro."
    +                        "María climbed the lighthouse."
    + 2.2 = 2.2              "Contó 39 escalones."
    +                        "She counted 39 steps."

    - 3.1 = –    "Nadie la vio bajar."
    - – = 3.1    "Nobody saw her come down."
    + 3.1 = 3.1  "{+Nadie la vio bajar.+}"
    +            "Nobody saw her come down."
    "#);
    assert_eq!(
        sandbox.case(&["diff", "faro"]).replace(" faro\n", "\n"),
        sandbox.case(&["diff"])
    );
    assert_eq!(
        sandbox
            .case(&["diff", PROPOSAL])
            .replace(&format!(" {PROPOSAL}\n"), "\n"),
        sandbox.case(&["diff"])
    );
    let coloured = sandbox.run(&["diff", "--color", "always"]);
    assert!(
        stdout(&coloured).contains('\u{1b}') && !stdout(&coloured).contains("{+"),
        "{}",
        stdout(&coloured)
    );
    insta::assert_snapshot!(Sandbox::aligned().case(&["diff"]), @"
    $ cotejo diff
    exit 0
    -- stderr
    nothing is pending
    ");
    insta::assert_snapshot!(Sandbox::aligned().case(&["diff", "faro"]), @"
    $ cotejo diff faro
    exit 0
    -- stderr
    note: nothing is pending for faro
    ");
    insta::assert_snapshot!(sandbox.case(&["diff", "farol"]), @"
    $ cotejo diff farol
    exit 2
    -- stderr
    error: there is no work farol
    help: did you mean faro?
    help: the works are faro
    ");
}

#[test]
fn diff_says_when_the_text_changed() {
    let sandbox = Sandbox::aligned();
    sandbox.edit("texts/en/faro.txt", "Nobody saw her", "No one saw her");
    assert_eq!(code(&sandbox.run(&["align", "--pending"])), 0);
    insta::assert_snapshot!(sandbox.case(&["diff"]), @r#"
    $ cotejo diff
    exit 1
    -- stdout
    alignments/faro.json.new
    ~ texts/en/faro.txt has changed

    - 3.1 = 1.4  "Nadie la vio bajar."
    -            "[-Nobody-] saw her come down."
    + 3.1 = 3.1  "Nadie la vio bajar."
    +            "{+No one+} saw her come down."
    "#);
    insta::assert_snapshot!(sandbox.case(&["accept", "faro", "--link", "3.1"]), @"
    $ cotejo accept faro --link 3.1
    exit 0
    -- stderr
    faro: 1 change accepted, nothing left
    ");
}

/// A text edited under a decision takes nothing away before a person says so, and nothing for good.
#[test]
fn a_decision_under_an_edited_text_waits_for_a_person() {
    let sandbox = Sandbox::aligned();
    sandbox.judge(ALIGNMENT, "Nadie la vio", "accepted");
    let before = sandbox.read(ALIGNMENT);
    sandbox.edit("texts/en/faro.txt", "Nobody saw her", "No one saw her");
    assert_eq!(code(&sandbox.run(&["align", "--pending"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), before);
    assert_eq!(code(&sandbox.run(&["accept", "--all"])), 0);
    let after = sandbox.read(ALIGNMENT);
    assert!(after.contains("stale") && after.contains("was accepted"), "{after}");
    let kept = sandbox.run(&["history", "faro", "--json"]);
    assert!(stdout(&kept).contains("\"decisions\": true"), "{}", stdout(&kept));
    assert_eq!(code(&sandbox.run(&["history", "faro", "--restore", "1"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), before);
}

#[test]
fn without_a_terminal_what_is_pending_is_listed() {
    let sandbox = pending();
    insta::assert_snapshot!(sandbox.case(&["accept"]), @"
    $ cotejo accept
    exit 2
    -- stdout
    work  changes  in confidence only  pending
    faro        2                   0  alignments/faro.json.new
    -- stderr
    error: say what to accept
    help: all of it: cotejo accept --all
    help: that of one work: cotejo accept faro
    help: one change of a work: cotejo accept faro --link ID
    help: to see it: cotejo diff
    ");
    assert_eq!(code(&sandbox.run(&["reject"])), 2);
    assert_eq!(sandbox.list("alignments"), ["faro.json", "faro.json.new"]);
}

#[test]
fn all_is_accepted() {
    for arguments in [
        ["accept", "--all"],
        ["accept", "faro"],
        ["accept", ALIGNMENT],
        ["accept", PROPOSAL],
    ] {
        let sandbox = pending();
        assert_eq!(
            stderr(&sandbox.run(&arguments)),
            "faro: 2 changes accepted, nothing left\n"
        );
        assert_eq!(sandbox.list("alignments"), ["faro.json"]);
        assert_eq!(sandbox.read(ALIGNMENT), fresh());
        insta::allow_duplicates! {
            insta::assert_snapshot!(sandbox.case(&["accept", "--all"]), @"
            $ cotejo accept --all
            exit 0
            -- stderr
            nothing is pending
            ");
        }
    }
}

#[test]
fn all_is_rejected() {
    let sandbox = pending();
    let before = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["reject", "--all"]), @"
    $ cotejo reject --all
    exit 0
    -- stderr
    faro: 2 changes rejected, nothing left
    ");
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
    assert_eq!(sandbox.read(ALIGNMENT), before);
}

/// The decision after the change is the same line, wherever its sentences stand now.
#[test]
fn a_proposal_for_an_edited_text_is_accepted_with_its_decisions() {
    let sandbox = Sandbox::aligned();
    sandbox.judge(ALIGNMENT, "Contó 39", "accepted");
    let decided = sandbox
        .read(ALIGNMENT)
        .lines()
        .find(|line| line.contains("accepted"))
        .unwrap()
        .to_owned();
    sandbox.edit("texts/en/faro.txt", "María climbed", "It was late. María climbed");
    assert_eq!(code(&sandbox.run(&["align", "--pending"])), 0);
    let proposed = sandbox.read(PROPOSAL);
    assert!(proposed.lines().any(|line| line == decided), "{proposed}");
    assert_eq!(code(&sandbox.run(&["accept", "--all"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), proposed);
    assert_eq!(code(&sandbox.run(&["check"])), 0);
}

#[test]
fn one_change_at_a_time() {
    let sandbox = pending();
    insta::assert_snapshot!(sandbox.case(&["accept", "--link", "en:3.1"]), @"
    $ cotejo accept --link en:3.1
    exit 0
    -- stderr
    faro: 1 change accepted, 1 left
    ");
    insta::assert_snapshot!(sandbox.case(&["diff"]), @r#"
    $ cotejo diff
    exit 1
    -- stdout
    alignments/faro.json.new

    - 2.1 + 2.2 = 2.1 + 2.2  "María subió al faro. [-Contó 39 escalones.-]"
    -                        "María climbed the lighthouse. [-She counted 39 steps.-]"
    + 2.1 = 2.1              "María subió al faro."
    +                        "María climbed the lighthouse."
    + 2.2 = 2.2              "Contó 39 escalones."
    +                        "She counted 39 steps."
    "#);
    insta::assert_snapshot!(sandbox.case(&["reject", "faro", "--link", "es:2.2"]), @"
    $ cotejo reject faro --link es:2.2
    exit 0
    -- stderr
    faro: 1 change rejected, nothing left
    ");
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    insta::assert_snapshot!(sandbox.case(&["export", ALIGNMENT, "--to", "beads"]), @"
    $ cotejo export alignments/faro.json --to beads
    exit 0
    -- stdout
    0:0
    1,2:1,2
    3:3
    -- stderr
    note: beads cannot hold everything; left out: 3 confidences
    ");
}

#[test]
fn links_that_do_not_exist_or_do_not_change_are_told() {
    let sandbox = pending();
    let cases = ["9.9", "1.1", "de:1.1", "one"].map(|id| sandbox.case(&["accept", "--link", id]));
    insta::assert_snapshot!(cases.concat(), @r"
    $ cotejo accept --link 9.9
    exit 2
    -- stderr
    error: --link 9.9: source sentence 9.9 of faro does not exist
    help: cotejo diff faro shows what would change
    $ cotejo accept --link 1.1
    exit 2
    -- stderr
    error: --link 1.1: source sentence 1.1 of faro is in no link that would change
    help: cotejo diff faro shows what would change
    $ cotejo accept --link de:1.1
    exit 2
    -- stderr
    error: --link de:1.1: expected a sentence such as 1.3
    help: es:1.3 is one of the original, en:1.3 one of the translation
    $ cotejo accept --link one
    exit 2
    -- stderr
    error: --link one: expected a sentence such as 1.3
    help: es:1.3 is one of the original, en:1.3 one of the translation
    ");
    assert_eq!(code(&Sandbox::aligned().run(&["accept", "--link", "1.1"])), 2);
    insta::assert_snapshot!(sandbox.case(&["accept", "farol"]), @"
    $ cotejo accept farol
    exit 2
    -- stderr
    error: there is no work farol
    help: did you mean faro?
    help: the works are faro
    ");
}

#[test]
fn accepting_reviews_only_when_told_to() {
    let sandbox = pending();
    assert_eq!(code(&sandbox.run(&["accept", "--link", "3.1", "--as-reviewed"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT).matches("\"accepted\"").count(), 1);
    assert_eq!(code(&sandbox.run(&["accept", "--all"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT).matches("\"accepted\"").count(), 1);
}

#[test]
fn decisions_made_after_the_proposal_are_not_taken_away() {
    let sandbox = pending();
    sandbox.judge(ALIGNMENT, "Contó 39", "edited");
    let corrected = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["accept", "--all"]), @"
    $ cotejo accept --all
    exit 2
    -- stderr
    error: alignments/faro.json was corrected by a person after the proposal was made: “María subió al faro. Contó 39 escalones.” = “María climbed the lighthouse. She counte…” would be lost; nothing was written. Run `cotejo align --pending` to renew the proposal, or reject it
    ");
    assert_eq!(sandbox.read(ALIGNMENT), corrected);
    assert_eq!(code(&sandbox.run(&["accept", "--link", "3.1"])), 0);
    assert!(sandbox.read(ALIGNMENT).contains("\"edited\""));
}

#[test]
fn each_change_is_asked_for() {
    let sandbox = pending();
    insta::assert_snapshot!(sandbox.case_with_input(&["accept", "--interactive"], "x\na\nr\n"), @r#"
    $ cotejo accept --interactive
    exit 0
    -- stdout

    faro (1 of 2)
    - 2.1 + 2.2 = 2.1 + 2.2  "María subió al faro. [-Contó 39 escalones.-]"
    -                        "María climbed the lighthouse. [-She counted 39 steps.-]"
    + 2.1 = 2.1              "María subió al faro."
    +                        "María climbed the lighthouse."
    + 2.2 = 2.2              "Contó 39 escalones."
    +                        "She counted 39 steps."


    faro (2 of 2)
    - 3.1 = –    "Nadie la vio bajar."
    - – = 3.1    "Nobody saw her come down."
    + 3.1 = 3.1  "{+Nadie la vio bajar.+}"
    +            "Nobody saw her come down."

    -- stderr
    accept, reject, skip or quit? [a/r/s/q/?] a  accept: the new links take the place of the old ones
    r  reject: the old links stay, and the proposal is dropped
    s  skip: nothing happens, and the change is proposed again next time
    q  quit: what was answered so far is done, the rest is left
    accept, reject, skip or quit? [a/r/s/q/?] accept, reject, skip or quit? [a/r/s/q/?] faro: 1 change accepted, nothing left
    faro: 1 change rejected, nothing left
    "#);
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
    for (answers, left) in [
        ("s\ns\n", 2),
        ("q\n", 2),
        ("", 2),
        ("a\nq\n", 1),
        ("r\n", 1),
        ("s\naccept\n", 1),
    ] {
        let sandbox = pending();
        let output = sandbox.run_with_input(&["reject", "-i"], answers);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let shown = sandbox.case(&["accept"]);
        assert!(shown.contains(&format!("faro        {left}  ")), "{answers:?}: {shown}");
    }
}

/// `script` of util-linux gives the program a terminal.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_each_change_is_asked_for_without_being_told_to() {
    use std::io::Write as _;
    let sandbox = pending();
    let run = format!("'{}' accept --color never", env!("CARGO_BIN_EXE_cotejo"));
    let mut child = Command::new("script")
        .args(["-qec", &run, "/dev/null"])
        .current_dir(sandbox.path(""))
        .env_remove("CI")
        .env("SHELL", "/bin/sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script is part of every Debian system (bsdutils)");
    child.stdin.take().unwrap().write_all(b"a\na\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let shown = stdout(&output);
    assert!(shown.contains("accept, reject, skip or quit?"), "{shown}");
    assert!(shown.contains("faro: 2 changes accepted, nothing left"), "{shown}");
    assert_eq!(sandbox.read(ALIGNMENT), fresh());
}
