//! What people decided, and what they made, outlives every run.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::harness::{EN, ES, Sandbox, code, stderr};

const ALIGNMENT: &str = "alignments/faro.json";
const PAIR: [&str; 3] = ["align", "texts/es/faro.txt", "texts/en/faro.txt"];

fn pair<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&PAIR, more].concat()
}

/// A project whose work has a link that a person accepted, laid out as no program would.
fn reviewed() -> Sandbox {
    let sandbox = Sandbox::aligned();
    sandbox.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\":   \"accepted\"");
    sandbox
}

/// Runs a command that must leave the alignment as it is, and shows what it says.
fn untouched(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let before = (sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT), sandbox.list("alignments"));
    let shown = sandbox.case(arguments);
    let after = (sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT), sandbox.list("alignments"));
    assert!(before == after, "{arguments:?} changed the alignment");
    shown
}

#[test]
fn reviewed_links_stand_byte_for_byte() {
    let sandbox = reviewed();
    insta::assert_snapshot!(untouched(&sandbox, &["align"]), @"");
    insta::assert_snapshot!(untouched(&sandbox, &pair(&["-o", ALIGNMENT])), @"");
}

#[test]
fn reviewed_links_of_a_changed_text_are_not_aligned_over() {
    let sandbox = reviewed();
    sandbox.edit("texts/en/faro.txt", "Nobody", "No one");
    insta::assert_snapshot!(untouched(&sandbox, &["align"]), @"");
    insta::assert_snapshot!(untouched(&sandbox, &pair(&["-o", ALIGNMENT])), @"");
}

#[test]
fn unreviewed_links_of_a_changed_text_are_made_anew() {
    let sandbox = Sandbox::aligned();
    sandbox.edit("texts/en/faro.txt", "Nobody", "No one");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert!(sandbox.read(ALIGNMENT).contains("No one saw her"));
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
}

#[test]
fn what_cannot_be_read_is_never_written_over() {
    let sandbox = reviewed();
    let whole = sandbox.read(ALIGNMENT);
    for (broken, name) in [
        (whole.replacen("  \"links\"", "<<<<<<< HEAD\n  \"links\"", 1), "conflict"),
        (whole[..whole.len() / 2].to_owned(), "cut off"),
        (String::new(), "empty"),
        ("{\"format\": \"other\"}\n".to_owned(), "other"),
    ] {
        sandbox.write(ALIGNMENT, &broken);
        insta::assert_snapshot!(format!("align over {name}"), untouched(&sandbox, &["align"]));
        let shown = untouched(&sandbox, &pair(&["-o", ALIGNMENT]));
        assert!(shown.contains("\nexit 2\n"), "{shown}");
    }
}

#[test]
fn an_alignment_of_other_languages_is_not_replaced() {
    let sandbox = Sandbox::aligned().with("texts/fr/faro.txt", "Le phare\n\nMarie monta au phare.\n");
    insta::assert_snapshot!(untouched(&sandbox, &["align", "--target-lang", "fr"]), @"");
}

#[test]
fn exports_replace_neither_inputs_nor_alignments() {
    let sandbox = reviewed();
    insta::assert_snapshot!(untouched(&sandbox, &["export", ALIGNMENT, "--to", "tsv", "-o", "alignments/../alignments/faro.json"]), @"");
    insta::assert_snapshot!(untouched(&sandbox, &pair(&["--to", "tsv", "-o", ALIGNMENT])), @"");
    insta::assert_snapshot!(sandbox.case(&["export", ALIGNMENT, "--to", "html", "-o", "texts/es/faro.txt"]), @"");
    insta::assert_snapshot!(sandbox.case(&pair(&["--to", "html", "-o", "./texts/en/faro.txt"])), @"");
    assert_eq!((sandbox.read("texts/es/faro.txt"), sandbox.read("texts/en/faro.txt")), (ES.to_owned(), EN.to_owned()));
}

#[test]
fn places_that_cannot_be_written_are_named() {
    let sandbox = Sandbox::project().with("file", "x");
    insta::assert_snapshot!(sandbox.case(&pair(&["-o", "file/out.json"])), @"");
    insta::assert_snapshot!(sandbox.case(&pair(&["-o", "none/out.json"])), @"");
    insta::assert_snapshot!(sandbox.case(&pair(&["-o", "texts"])), @"");
    insta::assert_snapshot!(sandbox.case(&pair(&["-o", "file"])), @"");
    assert_eq!(sandbox.list("."), ["file", "texts"]);
}

/// Whenever the program is killed, the old file is there or the new one, whole.
#[test]
fn a_killed_run_leaves_the_old_file_or_the_new() {
    let sandbox = Sandbox::empty();
    for lang in ["es", "en"] {
        sandbox.write(&format!("{lang}.txt"), std::fs::read(format!("texts/{lang}/poema.txt")).unwrap());
    }
    let run = ["align", "es.txt", "en.txt", "-o", "out.json"];
    let started = Instant::now();
    assert_eq!(code(&sandbox.run(&run)), 0);
    let whole_run = started.elapsed();
    let new = sandbox.read("out.json");
    let old = new.replacen("\"confidence\": ", "\"confidence\":  ", 1);
    for tenths in 5..=11 {
        sandbox.write("out.json", &old);
        let mut child = sandbox.command(&run).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole_run * tenths / 10);
        // It may be done already.
        let _ = child.kill();
        child.wait().unwrap();
        let found = sandbox.read("out.json");
        assert!(found == old || found == new, "half a file after {tenths} tenths of a run");
    }
    std::thread::sleep(Duration::from_millis(1));
    let output = sandbox.run(&run);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(sandbox.read("out.json"), new);
}
