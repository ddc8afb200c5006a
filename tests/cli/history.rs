//! `cotejo history`

use crate::harness::{Sandbox, code, stdout};
use crate::pending::{older, pending};

const ALIGNMENT: &str = "alignments/faro.json";

/// What is shown, with the times made alike.
fn timeless(shown: &str) -> String {
    let mut text = String::new();
    for word in shown.split_inclusive([' ', '\n']) {
        let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
        let is_date = word.matches('-').count() == 2 && digits(word) == 8;
        let is_time = word.matches(':').count() == 2 && digits(word) == 6;
        text.push_str(match (is_date, is_time) {
            (true, _) => "[DATE] ",
            (_, true) => "[TIME] ",
            _ => word,
        });
    }
    text
}

#[test]
fn versions_are_listed_shown_and_brought_back() {
    let sandbox = older();
    let first = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["history"]), @"
    $ cotejo history
    exit 0
    -- stderr
    no earlier versions are kept
    ");
    insta::assert_snapshot!(sandbox.case(&["history", "faro"]), @"
    $ cotejo history faro
    exit 0
    -- stderr
    no earlier version of alignments/faro.json is kept
    ");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    let second = sandbox.read(ALIGNMENT);
    sandbox.edit(ALIGNMENT, "\"auto\"", "\"disputed\"");
    let third = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["history", "faro", "--restore", "1"]), @"
    $ cotejo history faro --restore 1
    exit 0
    -- stderr
    alignments/faro.json: version 1 is back, with 4 links
    ");
    assert_eq!(sandbox.read(ALIGNMENT), first);
    insta::assert_snapshot!(timeless(&sandbox.case(&["history", "faro"])), @"
    $ cotejo history faro
    exit 0
    -- stdout
    version  links  reviewed  until                    replaced by
    1            4         0  [DATE] [TIME] UTC  align
    2            4         1  [DATE] [TIME] UTC  history --restore
    ");
    insta::assert_snapshot!(timeless(&sandbox.case(&["history"])), @"
    $ cotejo history
    exit 0
    -- stdout
    alignment             versions  newest  until
    alignments/faro.json         2       2  [DATE] [TIME] UTC
    ");
    assert_eq!(stdout(&sandbox.run(&["history", "faro", "--show", "2"])), third);
    assert_eq!(code(&sandbox.run(&["history", "faro", "--restore", "2"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), third);
    assert_ne!(second, third);
    insta::assert_snapshot!(sandbox.case(&["history", ALIGNMENT, "--restore", "2"]), @"
    $ cotejo history alignments/faro.json --restore 2
    exit 0
    -- stderr
    alignments/faro.json is version 2 already
    ");
    insta::assert_snapshot!(sandbox.case(&["history", "faro", "--restore", "9"]), @"
    $ cotejo history faro --restore 9
    exit 2
    -- stderr
    error: there is no version 9; there are 1 to 3
    ");
    insta::assert_snapshot!(sandbox.case(&["history", "farol"]), @"
    $ cotejo history farol
    exit 2
    -- stderr
    error: there is no work farol, and no version of it is kept
    help: cotejo history lists the works of which versions are kept
    ");
    assert_eq!(sandbox.list("."), [".cotejo", "alignments", "texts"]);
    assert_eq!(sandbox.read(".cotejo/.gitignore"), "*\n");
}

#[test]
fn programs_read_the_history_as_json() {
    let sandbox = pending();
    assert_eq!(code(&sandbox.run(&["accept", "--all"])), 0);
    let output = sandbox.run(&["history", "faro", "--json"]);
    let versions: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let version = &versions[0];
    assert_eq!(version["alignment"], ALIGNMENT);
    assert_eq!(
        (&version["number"], &version["links"], &version["pinned"]),
        (&1.into(), &4.into(), &0.into())
    );
    assert_eq!(version["command"], "accept");
    assert_eq!(stdout(&sandbox.run(&["history", "--json"])), stdout(&output));
    assert_eq!(stdout(&Sandbox::aligned().run(&["history", "--json"])), "[]\n");
}

/// The case for which people look for a history.
#[test]
fn what_a_merge_broke_or_someone_deleted_is_brought_back() {
    let sandbox = pending();
    assert_eq!(code(&sandbox.run(&["accept", "--all"])), 0);
    let whole = sandbox.read(ALIGNMENT);
    assert_eq!(code(&sandbox.run(&["history", "faro", "--restore", "1"])), 0);
    let broken = whole.replacen("  \"links\"", "<<<<<<< HEAD\n  \"links\"", 1);
    sandbox.write(ALIGNMENT, &broken);
    assert_eq!(code(&sandbox.run(&["history", "faro", "--restore", "2"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), whole);
    assert_eq!(stdout(&sandbox.run(&["history", "faro", "--show", "3"])), broken);
    std::fs::remove_dir_all(sandbox.path("alignments")).unwrap();
    assert_eq!(code(&sandbox.run(&["history", "faro", "--restore", "2"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), whole);
}
