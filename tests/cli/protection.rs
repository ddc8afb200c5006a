//! What people decided, and what they made, outlives every run.

#[cfg(unix)]
use std::io::Read as _;
use std::process::Stdio;
use std::time::Instant;

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
    let before = (
        sandbox.read(ALIGNMENT),
        sandbox.modified(ALIGNMENT),
        sandbox.list("alignments"),
    );
    let shown = sandbox.case(arguments);
    let after = (
        sandbox.read(ALIGNMENT),
        sandbox.modified(ALIGNMENT),
        sandbox.list("alignments"),
    );
    assert!(before == after, "{arguments:?} changed the alignment");
    shown
}

#[test]
fn an_alignment_that_people_decided_stands_byte_for_byte() {
    let sandbox = Sandbox::aligned();
    let all = sandbox
        .read(ALIGNMENT)
        .replace("\"status\": \"auto\"", "\"status\":   \"accepted\"");
    sandbox.write(ALIGNMENT, all);
    insta::assert_snapshot!(untouched(&sandbox, &["align"]), @"
    $ cotejo align
    exit 0
    -- stderr
    note: alignments/faro.json: 4 decided links kept
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  unchanged
    ");
    insta::assert_snapshot!(untouched(&sandbox, &pair(&["-o", ALIGNMENT])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt -o alignments/faro.json
    exit 0
    -- stderr
    alignments/faro.json: 4 es sentences, 4 en sentences, 4 links, mean confidence 0.…
    note: alignments/faro.json: 4 decided links kept
    ");
}

#[test]
fn around_reviewed_links_the_rest_is_aligned_anew() {
    let sandbox = reviewed();
    let pinned = sandbox.read(ALIGNMENT).lines().nth(6).unwrap().replace(":   ", ": ");
    assert!(pinned.contains("\"accepted\""), "{pinned}");
    let whole = sandbox.read(ALIGNMENT);
    // An older version took the last pair apart.
    sandbox.edit(
        ALIGNMENT,
        "\"target\": [\"Nobody",
        "\"target\": [], \"status\": \"auto\", \"confidence\": 0.5},\n{\"source\": [], \"target\": [\"Nobody",
    );
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_eq!(sandbox.read(ALIGNMENT), whole.replace(":   ", ": "));
    assert_eq!(sandbox.read(ALIGNMENT).lines().nth(6).unwrap(), pinned);
    // A second run, of either form, finds nothing to do.
    untouched(&sandbox, &["align"]);
    untouched(&sandbox, &pair(&["-o", ALIGNMENT]));
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
        (
            whole.replacen("  \"links\"", "<<<<<<< HEAD\n  \"links\"", 1),
            "conflict",
        ),
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
    insta::assert_snapshot!(untouched(&sandbox, &["align", "--target-lang", "fr"]), @"
    $ cotejo align --target-lang fr
    exit 2
    -- stderr
    error: alignments/faro.json aligns es with en, not es with fr; nothing was written. Say --source-lang and --target-lang, or move the alignment away
    error: 1 of 1 work could not be aligned
    ");
}

#[test]
fn exports_replace_neither_inputs_nor_alignments() {
    let sandbox = reviewed();
    insta::assert_snapshot!(untouched(&sandbox, &["export", ALIGNMENT, "--to", "tsv", "-o", "alignments/../alignments/faro.json"]), @"
    $ cotejo export alignments/faro.json --to tsv -o alignments/../alignments/faro.json
    exit 2
    -- stderr
    error: the result would be written over alignments/faro.json, which is read
    help: choose another name
    ");
    insta::assert_snapshot!(untouched(&sandbox, &pair(&["--to", "tsv", "-o", ALIGNMENT])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt --to tsv -o alignments/faro.json
    exit 2
    -- stderr
    error: alignments/faro.json is an alignment; an export does not replace it
    help: choose another name
    ");
    insta::assert_snapshot!(sandbox.case(&["export", ALIGNMENT, "--to", "html", "-o", "texts/es/faro.txt"]), @"
    $ cotejo export alignments/faro.json --to html -o texts/es/faro.txt
    exit 2
    -- stderr
    error: the result would be written over alignments/../texts/es/faro.txt, which is read
    help: choose another name
    ");
    insta::assert_snapshot!(sandbox.case(&pair(&["--to", "html", "-o", "./texts/en/faro.txt"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt --to html -o ./texts/en/faro.txt
    exit 2
    -- stderr
    error: the result would be written over texts/en/faro.txt, which is read
    help: choose another name
    ");
    assert_eq!(
        (sandbox.read("texts/es/faro.txt"), sandbox.read("texts/en/faro.txt")),
        (ES.to_owned(), EN.to_owned())
    );
}

#[test]
fn places_that_cannot_be_written_are_named() {
    let sandbox = Sandbox::project().with("file", "x");
    insta::assert_snapshot!(sandbox.case(&pair(&["-o", "file/out.json"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt -o file/out.json
    exit 2
    -- stderr
    error: cannot write file/out.json: there is no folder file
    ");
    insta::assert_snapshot!(sandbox.case(&pair(&["-o", "none/out.json"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt -o none/out.json
    exit 2
    -- stderr
    error: cannot write none/out.json: there is no folder none
    ");
    insta::assert_snapshot!(sandbox.case(&pair(&["-o", "texts"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt -o texts
    exit 2
    -- stderr
    error: cannot write texts: it is a folder; name a file in it
    ");
    insta::assert_snapshot!(sandbox.case(&pair(&["-o", "file"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt -o file
    exit 2
    -- stderr
    error: file, line 1, column 1: not valid JSON: x stands without quotation marks
    help: expected an alignment that cotejo align wrote, such as alignments/NAME.json
    help: a file that is no alignment is not replaced; choose another name with -o
    ");
    assert_eq!(sandbox.list("."), ["file", "texts"]);
}

/// Whoever opened the file before a run goes on reading what was there then.
#[cfg(unix)]
#[test]
fn the_new_file_is_put_in_place_of_the_old_not_written_into_it() {
    let sandbox = Sandbox::aligned();
    sandbox.edit("texts/en/faro.txt", "Nobody", "No one");
    let before = sandbox.read(ALIGNMENT);
    let mut opened = std::fs::File::open(sandbox.path(ALIGNMENT)).unwrap();
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_ne!(sandbox.read(ALIGNMENT), before);
    let mut found = String::new();
    opened.read_to_string(&mut found).unwrap();
    assert_eq!(found, before);
}

/// Whenever someone looks, and whenever the program is killed, the file is the old one or the new.
#[test]
fn a_killed_run_leaves_the_old_file_or_the_new() {
    // Large, so that writing it takes long enough to be caught at.
    let large = |text: &str| format!("{text}\n{}\n", "x".repeat(1_000_000));
    let sandbox = Sandbox::empty().with("es.txt", large(ES)).with("en.txt", large(EN));
    let run = ["align", "es.txt", "en.txt", "-o", "out.json"];
    let started = Instant::now();
    assert_eq!(code(&sandbox.run(&run)), 0);
    let whole_run = started.elapsed();
    let new = sandbox.read("out.json");
    let old = new.replacen("\"confidence\": ", "\"confidence\":  ", 1);
    for tenths in [5, 8, 9, 10, 11] {
        sandbox.write("out.json", &old);
        let started = Instant::now();
        let mut child = sandbox.command(&run).stderr(Stdio::null()).spawn().unwrap();
        while started.elapsed() < whole_run * tenths / 10 {
            let found = sandbox.read("out.json");
            assert!(found == old || found == new, "half a file during a run");
        }
        // It may be done already.
        let _ = child.kill();
        child.wait().unwrap();
        let found = sandbox.read("out.json");
        assert!(found == old || found == new, "half a file after a kill");
    }
    let output = sandbox.run(&run);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(sandbox.read("out.json"), new);
}

#[test]
fn an_alignment_from_which_a_line_was_lost_is_not_made_anew_over_it() {
    let sandbox = reviewed();
    let lines: Vec<String> = sandbox.read(ALIGNMENT).lines().map(str::to_owned).collect();
    let link = lines
        .iter()
        .rposition(|line| line.contains("\"status\":"))
        .expect("it has links");
    let mut lost = lines.clone();
    lost.remove(link - 1);
    sandbox.write(ALIGNMENT, lost.join("\n") + "\n");
    insta::assert_snapshot!(untouched(&sandbox, &["align"]), @r#"
    $ cotejo align
    exit 2
    -- stderr
    error: alignments/faro.json: nothing was written: texts/es/faro.txt has not changed, and its sentences are not those of the links: source sentence 2.2 stands in no link: "Contó 39 escalones."; it belongs here or in the link before
    help: cotejo fmt names the line; put it right there
    help: or bring a version back that is whole: cotejo history lists them
    help: if it is meant: --accept-loss aligns anew what the links no longer hold
    error: 1 of 1 work could not be aligned
    "#);
    let of_pair = untouched(&sandbox, &pair(&["-o", ALIGNMENT]));
    assert!(of_pair.contains("source sentence 2.2 stands in no link"), "{of_pair}");
    let mut twice = lines.clone();
    twice.insert(link - 1, lines[link - 1].clone());
    sandbox.write(ALIGNMENT, twice.join("\n") + "\n");
    let doubled = untouched(&sandbox, &["align"]);
    assert!(
        doubled.contains("source sentence 2.2 stands here a second time"),
        "{doubled}"
    );
    let meant = sandbox.run(&["align", "--accept-loss"]);
    assert_eq!(code(&meant), 0, "{}", stderr(&meant));
    // The marks of an editor are no damage.
    let sandbox = reviewed();
    sandbox.edit(ALIGNMENT, "escalones.", "escalones…");
    let edited = sandbox.run(&["align"]);
    assert_eq!(code(&edited), 0, "{}", stderr(&edited));
}
