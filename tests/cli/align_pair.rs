//! `cotejo align SRC TGT`

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

const TEXTS: [&str; 2] = ["texts/es/faro.txt", "texts/en/faro.txt"];

fn align<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["align", TEXTS[0], TEXTS[1]], more].concat()
}

#[test]
fn the_alignment_goes_to_standard_output() {
    insta::assert_snapshot!(Sandbox::project().case(&align(&[])));
}

#[test]
fn every_form_can_be_written() {
    let sandbox = Sandbox::project();
    insta::assert_snapshot!(sandbox.case(&align(&["--to", "beads"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt --to beads
    exit 0
    -- stdout
    0:0
    1:1
    2:2
    3:3
    ");
    insta::assert_snapshot!(sandbox.case(&align(&["--to", "tsv"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt --to tsv
    exit 0
    -- stdout
    source	target	status	confidence	source_ids	target_ids	note	reasons	row	check
    El faro	The Lighthouse	auto	0.…	1.1	1.1			1	kc8b3ec48
    María subió al faro.	María climbed the lighthouse.	auto	0.…	2.1	2.1			2	k8595a669
    Contó 39 escalones.	She counted 39 steps.	auto	0.…	2.2	2.2			3	k19a91b7d
    Nadie la vio bajar.	Nobody saw her come down.	auto	0.…	3.1	3.1			4	k200e0e3e
    ");
    for form in [
        "json", "html", "epub", "tmx", "tsv", "xlsx", "beads", "ladder", "moses", "jsonl", "xces",
    ] {
        let output = sandbox.run(&align(&["--to", form]));
        assert_eq!(code(&output), 0, "{form}");
        assert!(!output.stdout.is_empty(), "{form}");
    }
}

#[test]
fn a_file_gets_the_result_and_standard_error_a_line() {
    let sandbox = Sandbox::project();
    insta::assert_snapshot!(sandbox.case(&align(&["-o", "out.json"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt -o out.json
    exit 0
    -- stderr
    out.json: 4 es sentences, 4 en sentences, 4 links, mean confidence 0.…
    ");
    assert_eq!(sandbox.read("out.json"), stdout(&sandbox.run(&align(&[]))));
    assert_eq!(code(&sandbox.run(&align(&["-o", "out.html", "--to", "html"]))), 0);
    assert!(sandbox.read("out.html").contains("Contó 39 escalones."));
    assert_eq!(code(&sandbox.run(&align(&["-o", "train", "--to", "moses"]))), 0);
    assert!(sandbox.read("train.es").contains("Contó 39") && sandbox.read("train.en").contains("39 steps"));
    assert_eq!(
        sandbox.list("."),
        [".cotejo", "out.html", "out.json", "texts", "train.en", "train.es"]
    );
}

#[test]
fn paths_are_stored_from_the_project_and_never_absolute() {
    let sandbox = Sandbox::project().with("elsewhere/deep/x", "");
    let paths = |folder: &str, texts: [&str; 2]| {
        let mut command = sandbox.command(&["align", texts[0], texts[1]]);
        let output = command.current_dir(sandbox.path(folder)).output().unwrap();
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        ["source", "target"].map(|side| json[side]["path"].as_str().unwrap().to_owned())
    };
    let absolute = TEXTS.map(|text| sandbox.path(text).to_str().unwrap().to_owned());
    assert_eq!(paths(".", TEXTS), TEXTS);
    assert_eq!(paths("texts/es", ["faro.txt", "../en/faro.txt"]), TEXTS);
    assert_eq!(
        paths("elsewhere/deep", [&absolute[0], "../../texts/en/faro.txt"]),
        TEXTS
    );
    let outside = Sandbox::empty().with("es.txt", ES).with("en.txt", EN);
    let outside = [outside.path("es.txt"), outside.path("en.txt")];
    assert_eq!(
        paths(".", [outside[0].to_str().unwrap(), outside[1].to_str().unwrap()]),
        ["es.txt", "en.txt"]
    );
}

#[test]
fn one_text_or_three_are_explained() {
    let sandbox = Sandbox::project();
    insta::assert_snapshot!(sandbox.case(&["align", TEXTS[0]]), @"
    $ cotejo align texts/es/faro.txt
    exit 2
    -- stderr
    error: texts/es/faro.txt alone cannot be aligned: its partner is missing
    help: the work it belongs to is aligned by its name: cotejo align faro
    help: or nothing at all, for every work of the project: cotejo align
    ");
    insta::assert_snapshot!(Sandbox::empty().case(&["align", "faro"]), @"
    $ cotejo align faro
    exit 2
    -- stderr
    error: faro alone cannot be aligned: its partner is missing
    help: name the original and the translation: cotejo align original.txt translation.txt
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "a", "b", "c"]), @"
    $ cotejo align a b c
    exit 2
    -- stderr
    error: there is no work a
    help: the works are faro
    ");
}

#[test]
fn verbose_tells_how_each_text_was_read() {
    insta::assert_snapshot!(Sandbox::project().case(&align(&["--verbose", "--to", "beads"])), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt --verbose --to beads
    exit 0
    -- stdout
    0:0
    1:1
    2:2
    3:3
    -- stderr
    texts/es/faro.txt: UTF-8, 4 sentences in 3 passages
    texts/en/faro.txt: UTF-8, 4 sentences in 3 passages
    ");
}

#[test]
fn inputs_that_cannot_be_read_are_named() {
    let sandbox = Sandbox::project()
        .with("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        .with("empty.txt", "")
        .with("blank.txt", " \n\t\n");
    insta::assert_snapshot!(sandbox.case(&["align", "texts/es/Faros.txt", TEXTS[1]]), @"
    $ cotejo align texts/es/Faros.txt texts/en/faro.txt
    exit 2
    -- stderr
    error: cannot read texts/es/Faros.txt: No such file or directory
    help: did you mean texts/es/faro.txt?
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "text/es/faro.txt", TEXTS[1]]), @"
    $ cotejo align text/es/faro.txt texts/en/faro.txt
    exit 2
    -- stderr
    error: cannot read text/es/faro.txt: No such file or directory
    help: there is no folder text/es
    ");
    insta::assert_snapshot!(sandbox.case(&["align", TEXTS[0], "texts"]), @"
    $ cotejo align texts/es/faro.txt texts
    exit 2
    -- stderr
    error: texts is a folder; expected a text file
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "image.txt", TEXTS[1]]), @"
    $ cotejo align image.txt texts/en/faro.txt
    exit 2
    -- stderr
    error: image.txt is a picture (PNG), not a text: text in pictures has to be recognised first (OCR)
    ");
    insta::assert_snapshot!(sandbox.case(&["align", TEXTS[0], "empty.txt"]), @"
    $ cotejo align texts/es/faro.txt empty.txt
    exit 2
    -- stderr
    error: empty.txt holds no sentence: it is empty or only white space
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "blank.txt", TEXTS[1], "-o", "out.json"]), @"
    $ cotejo align blank.txt texts/en/faro.txt -o out.json
    exit 2
    -- stderr
    error: blank.txt holds no sentence: it is empty or only white space
    ");
    assert!(!sandbox.path("out.json").exists());
}

#[test]
fn one_of_the_texts_may_come_from_standard_input() {
    let sandbox = Sandbox::project();
    let expected = sandbox.run(&align(&["--to", "tsv"])).stdout;
    let source = sandbox.run_with_input(&["align", "-", TEXTS[1], "--to", "tsv"], ES);
    assert_eq!((code(&source), &source.stdout), (0, &expected));
    let target = sandbox.run_with_input(&["align", TEXTS[0], "-", "--to", "tsv"], EN);
    assert_eq!((code(&target), &target.stdout), (0, &expected));
    insta::assert_snapshot!(sandbox.case_with_input(&["align", "-", "-"], ES), @"
    $ cotejo align - -
    exit 2
    -- stderr
    error: only one of the texts can come from standard input
    help: name a file for the other one
    ");
    insta::assert_snapshot!(sandbox.case_with_input(&["align", "-", TEXTS[1]], ""), @"
    $ cotejo align - texts/en/faro.txt
    exit 2
    -- stderr
    error: standard input holds no sentence: it is empty or only white space
    ");
}

#[test]
fn texts_the_wrong_way_round_are_noticed() {
    let long = |text: &str| text.replace('\n', " ").repeat(3);
    let sandbox = Sandbox::empty().with("es.txt", long(ES)).with("en.txt", long(EN));
    insta::assert_snapshot!(sandbox.case(&["align", "en.txt", "es.txt", "--to", "beads", "-o", "x.beads"]), @"
    $ cotejo align en.txt es.txt --to beads -o x.beads
    exit 0
    -- stderr
    note: en.txt reads like English and es.txt like Spanish: are they the wrong way round? The original comes first
    x.beads: 9 es sentences, 9 en sentences, 9 links, mean confidence 0.…
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "en.txt", "en.txt", "--to", "beads", "-o", "y.beads"]), @"
    $ cotejo align en.txt en.txt --to beads -o y.beads
    exit 0
    -- stderr
    note: en.txt and en.txt both read like English: are they original and translation?
    y.beads: 9 es sentences, 9 en sentences, 9 links, mean confidence 0.…
    ");
    let output = sandbox.run(&[
        "align",
        "en.txt",
        "es.txt",
        "--source-lang",
        "en",
        "--target-lang",
        "es",
    ]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    insta::assert_snapshot!(sandbox.case(&["align", "es.txt", "en.txt", "--source-lang", "en"]), @r#"
    $ cotejo align es.txt en.txt --source-lang en
    exit 2
    -- stderr
    error: original and translation are both in "en"
    help: name two languages with --source-lang and --target-lang
    help: or use both options with the same language to align two texts of one language
    "#);
}

#[test]
fn lines_are_taken_as_sentences_when_asked() {
    let sandbox = Sandbox::empty()
        .with("es", "Uno. Dos.\n\nTres.\n")
        .with("en", "One. Two.\n\nThree.\n");
    insta::assert_snapshot!(sandbox.case(&["align", "es", "en", "--one-per-line", "--to", "tsv"]), @"
    $ cotejo align es en --one-per-line --to tsv
    exit 0
    -- stdout
    source	target	status	confidence	source_ids	target_ids	note	reasons	row	check
    Uno. Dos.	One. Two.	auto	0.…	1.1	1.1			1	k2c15951a
    Tres.	Three.	auto	0.…	2.1	2.1			2	k51f325ab
    ");
    let output = sandbox.run(&["align", "es", "en", "--one-per-line"]);
    assert!(stdout(&output).contains("\"one_per_line\": true"));
}

#[test]
fn own_abbreviations_end_no_sentence() {
    let sandbox = Sandbox::empty()
        .with("es.txt", "Habló el Excg. Pérez. Nadie contestó.\n")
        .with("en.txt", "The Excg. Pérez spoke. Nobody answered.\n")
        .with("list.txt", "Excg\n")
        .with("bad.txt", "Excg\n[sometimes]\n");
    insta::assert_snapshot!(sandbox.case(&["align", "es.txt", "en.txt", "--to", "beads", "--abbreviations", "list.txt"]), @"
    $ cotejo align es.txt en.txt --to beads --abbreviations list.txt
    exit 0
    -- stdout
    0:0
    1:1
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "es.txt", "en.txt", "--abbreviations", "bad.txt"]), @"
    $ cotejo align es.txt en.txt --abbreviations bad.txt
    exit 2
    -- stderr
    error: bad.txt, line 2: unknown section [sometimes]; known are never-final, final-before-capital, final-before-starter, numeric-only, ordinal, starter, regnal, numbered, heading, salutation, closing, speech, month, after-semicolon
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "es.txt", "en.txt", "--abbreviations", "lists.txt"]), @"
    $ cotejo align es.txt en.txt --abbreviations lists.txt
    exit 2
    -- stderr
    error: cannot read lists.txt: No such file or directory
    help: did you mean list.txt?
    ");
}

#[test]
fn a_line_of_a_megabyte_is_a_text_like_any_other() {
    let long = |text: &str| text.replace('\n', " ").repeat(1_000_000 / text.len() / 40) + &"x".repeat(1_000_000);
    let sandbox = Sandbox::empty().with("es.txt", long(ES)).with("en.txt", long(EN));
    let output = sandbox.run(&["align", "es.txt", "en.txt", "--to", "tsv"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(output.stdout.len() > 2_000_000);
}

#[test]
fn a_poor_match_is_a_finding_under_a_floor() {
    let sandbox = Sandbox::project();
    let run = |floor| sandbox.run(&align(&["--fail-under", floor, "--to", "beads"]));
    assert_eq!(code(&run("0.5")), 0);
    let found = run("1");
    assert_eq!(code(&found), 1);
    assert!(
        stderr(&found).contains("under the floor of 1: are they original and translation"),
        "{}",
        stderr(&found)
    );
    assert!(!stdout(&found).is_empty(), "the result is written all the same");
    insta::assert_snapshot!(sandbox.case(&["align", "--fail-under", "0.5"]), @"
    $ cotejo align --fail-under 0.5
    exit 2
    -- stderr
    error: --fail-under goes with two texts
    help: cotejo status shows how sure each alignment of the project is
    ");
}
