//! `cotejo split`

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::harness::{EN, ES, Sandbox, code, stdout};

#[test]
fn sentences_come_one_a_line() {
    let sandbox = Sandbox::project();
    insta::assert_snapshot!(sandbox.case(&["split", "texts/es/faro.txt"]), @"
    $ cotejo split texts/es/faro.txt
    exit 0
    -- stdout
    El faro
    María subió al faro.
    Contó 39 escalones.
    Nadie la vio bajar.
    ");
    insta::assert_snapshot!(sandbox.case(&["split", "texts/es/faro.txt", "--passages"]), @"
    $ cotejo split texts/es/faro.txt --passages
    exit 0
    -- stdout
    El faro

    María subió al faro.
    Contó 39 escalones.

    Nadie la vio bajar.
    ");
    let piped = sandbox.run_with_input(&["split", "-", "--lang", "es"], ES);
    assert_eq!(stdout(&piped), stdout(&sandbox.run(&["split", "texts/es/faro.txt"])));
}

#[test]
fn split_texts_align_like_whole_ones() {
    let sandbox = Sandbox::project();
    for (lang, path) in [("es", "texts/es/faro.txt"), ("en", "texts/en/faro.txt")] {
        let output = sandbox.run(&["split", path, "--lang", lang, "--passages"]);
        sandbox.write(lang, &output.stdout);
    }
    let whole = sandbox.run(&["align", "texts/es/faro.txt", "texts/en/faro.txt", "--to", "beads"]);
    let split = sandbox.run(&["align", "es", "en", "--one-per-line", "--to", "beads"]);
    assert_eq!(stdout(&whole), stdout(&split));
}

#[test]
fn the_language_is_that_of_the_folder() {
    let text = "He met Mrs. Kent. They left.\n";
    let sandbox = Sandbox::empty().with("texts/en/a.txt", text).with("a.txt", text);
    let named = sandbox.run(&["split", "a.txt", "--lang", "en"]);
    assert_eq!(stdout(&sandbox.run(&["split", "texts/en/a.txt"])), stdout(&named));
    assert_eq!(stdout(&named).lines().count(), 2);
}

#[test]
fn nothing_in_gives_nothing_out() {
    insta::assert_snapshot!(Sandbox::empty().with("empty.txt", "").case(&["split", "empty.txt"]), @"
    $ cotejo split empty.txt
    exit 0
    ");
    insta::assert_snapshot!(Sandbox::empty().case_with_input(&["split", "-", "--jsonl"], ""), @"
    $ cotejo split - --jsonl
    exit 0
    ");
}

#[test]
fn json_lines_are_answered_line_by_line() {
    let lines = "{\"id\": 18446744073709551616, \"text\": \"Uno. Dos.\"}\n\
                 {\"text\": \"\"}\n\
                 {\"id\": \"b\", \"text\": 5}\n\
                 {\"id\": \"c\"}\n\
                 not json\n\
                 {\"text\": \"El fin.\"}";
    insta::assert_snapshot!(Sandbox::empty().case_with_input(&["split", "-", "--jsonl"], lines), @r#"
    $ cotejo split - --jsonl
    exit 1
    -- stdout
    {"id":18446744073709551616,"sentences":["Uno.","Dos."]}
    {"sentences":[]}
    {"error":"\"text\" is no string","id":"b"}
    {"error":"there is no \"text\"","id":"c"}
    {"error":"expected a line {\"text\": \"…\"}: expected ident, at column 2"}
    {"sentences":["El fin."]}
    "#);
    let sandbox = Sandbox::empty().with("in.jsonl", lines);
    let output = sandbox.run(&["split", "in.jsonl", "--jsonl"]);
    assert_eq!((code(&output), stdout(&output).lines().count()), (1, 6));
}

#[test]
fn each_line_is_answered_before_the_next_is_read() {
    let sandbox = Sandbox::empty();
    let mut child = sandbox
        .command(&["split", "--jsonl", "--lang", "en", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for text in ["One. Two.", "Three."] {
        writeln!(input, "{{\"text\": \"{text}\"}}").unwrap();
        let answer: serde_json::Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["sentences"][0].as_str(), text.split_inclusive('.').next());
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_missing_text_is_named() {
    let sandbox = Sandbox::empty().with("faro.txt", EN);
    insta::assert_snapshot!(sandbox.case(&["split", "fero.txt"]), @"
    $ cotejo split fero.txt
    exit 2
    -- stderr
    error: cannot read fero.txt: No such file or directory
    help: did you mean faro.txt?
    ");
    insta::assert_snapshot!(sandbox.case(&["split", "fero.jsonl", "--jsonl"]), @"
    $ cotejo split fero.jsonl --jsonl
    exit 2
    -- stderr
    error: cannot read fero.jsonl: No such file or directory
    ");
    insta::assert_snapshot!(sandbox.case(&["split"]), @"
    $ cotejo split
    exit 2
    -- stderr
    error: the following required arguments were not provided:
      <FILE>

    Usage: cotejo split <FILE>

    For more information, try '--help'.
    ");
}
