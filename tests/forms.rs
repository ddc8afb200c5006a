//! Forms of other programs: what is told by a file's name, what is never written over, and what comes back.

#![allow(missing_docs, clippy::unwrap_used, reason = "a test that fails must do so loudly")]

#[path = "cli/harness.rs"]
#[allow(dead_code, reason = "shared with the other tests of the program")]
mod harness;

use harness::{EN, ES, Sandbox, code, stderr, stdout};

#[test]
fn a_sheet_that_was_edited_and_not_imported_is_not_written_over() {
    let sandbox = Sandbox::aligned();
    let export = ["export", "faro", "-o", "faro.tsv"];
    assert_eq!(code(&sandbox.run(&export)), 0);
    sandbox.edit("faro.tsv", "\tauto\t", "\taccepted\t");
    insta::assert_snapshot!(sandbox.case(&export), @"
    $ cotejo export faro -o faro.tsv
    exit 2
    -- stderr
    error: faro.tsv was changed since cotejo wrote it; it is left as it is
    help: if it was corrected, take it in first: cotejo import faro.tsv
    help: to write over it: --force; or choose another name with -o
    ");
    assert!(sandbox.read("faro.tsv").contains("\taccepted\t"));

    assert_eq!(code(&sandbox.run(&["import", "faro.tsv"])), 0);
    assert_eq!(code(&sandbox.run(&export)), 0, "it is taken in, so nothing can be lost");
    assert!(sandbox.read("faro.tsv").contains("\taccepted\t"));
    sandbox.edit("faro.tsv", "accepted", "disputed");
    assert_eq!(code(&sandbox.run(&["export", "faro", "-o", "faro.tsv", "--force"])), 0);
    assert!(!sandbox.read("faro.tsv").contains("disputed"));
}

#[test]
fn an_export_that_nobody_touched_is_renewed() {
    let sandbox = Sandbox::aligned();
    let export = ["export", "faro", "-o", "out.beads"];
    assert_eq!(code(&sandbox.run(&export)), 0);
    sandbox.edit(
        "texts/en/faro.txt",
        "Nobody saw her come down.",
        "Nobody saw her. She never came down.",
    );
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_eq!(code(&sandbox.run(&export)), 0);
    assert!(sandbox.read("out.beads").contains(":3,4"));
}

#[test]
fn results_take_the_place_of_nothing_that_others_made() {
    let sandbox = Sandbox::aligned()
        .with("thesis.tsv", "years of work\n")
        .with("plain/es.txt", ES)
        .with("plain/en.txt", EN);
    for arguments in [
        &["export", "faro", "-o", "thesis.tsv"][..],
        &["align", "plain/es.txt", "plain/en.txt", "-o", "thesis.tsv"],
        &["lexicon", "learn", "-o", "thesis.tsv"],
        &["lexicon", "export", "-o", "thesis.tsv"],
    ] {
        let output = sandbox.run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains("it is left as it is"), "{}", stderr(&output));
        assert_eq!(sandbox.read("thesis.tsv"), "years of work\n");
    }
    for arguments in [
        &["export", "faro", "--to", "tsv", "-o", "texts/es/faro.txt", "--force"][..],
        &[
            "align",
            "plain/es.txt",
            "plain/en.txt",
            "--to",
            "tsv",
            "-o",
            "texts/en/faro.txt",
            "--force",
        ],
        &[
            "align",
            "plain/es.txt",
            "plain/en.txt",
            "--to",
            "tsv",
            "-o",
            "plain/en.txt",
            "--force",
        ],
        &["lexicon", "learn", "-o", "texts/en/faro.txt", "--force"],
        &["lexicon", "export", "-o", "texts/es/faro.txt", "--force"],
    ] {
        assert_eq!(code(&sandbox.run(arguments)), 2, "{arguments:?}");
    }
    assert_eq!(sandbox.read("texts/es/faro.txt"), ES);
    assert_eq!(sandbox.read("texts/en/faro.txt"), EN);
    assert_eq!(sandbox.read("plain/en.txt"), EN);
}

#[test]
fn without_a_project_what_is_newer_than_the_alignment_stays() {
    let sandbox = Sandbox::empty().with("es.txt", ES).with("en.txt", EN);
    assert_eq!(code(&sandbox.run(&["align", "es.txt", "en.txt", "-o", "a.json"])), 0);
    let export = ["export", "a.json", "-o", "a.tsv"];
    assert_eq!(code(&sandbox.run(&export)), 0);
    assert_eq!(code(&sandbox.run(&export)), 0, "the same is written again");
    sandbox.edit("a.tsv", "\tauto\t", "\tedited\t");
    assert_eq!(code(&sandbox.run(&export)), 2);
    assert!(sandbox.read("a.tsv").contains("\tedited\t"));
}

#[test]
fn the_ending_of_a_file_tells_its_form() {
    let sandbox = Sandbox::aligned().with("plain/es.txt", ES).with("plain/en.txt", EN);
    for (name, begins) in [
        ("a.html", "<!doctype html"),
        ("a.csv", "source,target,status,confidence,"),
        ("a.vecalign", "[0]:[0]\n[1]:[1]\n"),
        ("a.xlf", "<?xml"),
        ("a.tei", "<?xml"),
        ("a.xces", "<?xml"),
        ("a.json", "{\n"),
    ] {
        assert_eq!(
            code(&sandbox.run(&["align", "plain/es.txt", "plain/en.txt", "-o", name])),
            0,
            "{name}"
        );
        assert!(sandbox.read(name).to_lowercase().starts_with(begins), "{name}");
        if name != "a.json" {
            let written = sandbox.read(name);
            let output = sandbox.run(&["export", "faro", "-o", &format!("b{name}")]);
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            assert_eq!(sandbox.read(&format!("b{name}")).len() > 20, written.len() > 20);
        }
    }
    for arguments in [
        &["align", "plain/es.txt", "plain/en.txt", "-o", "book.docx"][..],
        &["export", "faro", "-o", "book.docx"],
        &["export", "faro", "-o", "book.json"],
    ] {
        let output = sandbox.run(arguments);
        assert_eq!(code(&output), 2);
        assert!(
            stderr(&output).contains("is the ending of no form"),
            "{}",
            stderr(&output)
        );
    }
    assert_eq!(
        stdout(&sandbox.run(&["export", "faro", "--to", "vecalign"])),
        "[0]:[0]\n[1]:[1]\n[2]:[2]\n[3]:[3]\n"
    );
    assert_eq!(code(&sandbox.run(&["export", "faro"])), 2);
}
