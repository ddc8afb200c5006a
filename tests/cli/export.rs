//! `cotejo export`

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

#[test]
fn one_alignment_goes_to_standard_output_or_a_file() {
    let sandbox = Sandbox::aligned();
    insta::assert_snapshot!(sandbox.case(&["export", "alignments/faro.json", "--to", "beads"]), @"
    $ cotejo export alignments/faro.json --to beads
    exit 0
    -- stdout
    0:0
    1:1
    2:2
    3:3
    -- stderr
    note: beads cannot hold everything; left out: 4 confidences
    ");
    insta::assert_snapshot!(sandbox.case(&["export", "alignments/faro.json", "--to", "beads", "-o", "faro.beads"]), @"
    $ cotejo export alignments/faro.json --to beads -o faro.beads
    exit 0
    -- stderr
    note: beads cannot hold everything; left out: 4 confidences
    ");
    assert_eq!(sandbox.read("faro.beads"), "0:0\n1:1\n2:2\n3:3\n");
    assert_eq!(
        code(&sandbox.run(&["export", "alignments/faro.json", "--to", "tsv", "-o", "new/folder/"])),
        0
    );
    assert_eq!(sandbox.list("new/folder"), ["faro.tsv"]);
    let piped = sandbox.run_with_input(&["export", "-", "--to", "beads"], sandbox.read("alignments/faro.json"));
    assert_eq!(stdout(&piped), sandbox.read("faro.beads"));
}

#[test]
fn a_project_becomes_a_website() {
    let sandbox = Sandbox::aligned()
        .with("texts/es/otro día.txt", ES)
        .with("texts/en/otro día.txt", EN);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    insta::assert_snapshot!(sandbox.case(&["export", "--to", "html"]), @"
    $ cotejo export --to html
    exit 0
    -- stderr
    2 works written to site
    ");
    assert_eq!(sandbox.list("site"), ["faro.html", "index.html", "otro día.html"]);
    assert!(sandbox.read("site/index.html").contains("The Lighthouse"));
    assert!(
        sandbox.read("site/faro.html").contains("<h"),
        "headings are known from the texts"
    );
    let before = sandbox.modified("site/faro.html");
    assert_eq!(code(&sandbox.run(&["export", "--to", "html"])), 0);
    assert_eq!(sandbox.modified("site/faro.html"), before);
}

#[test]
fn several_alignments_go_to_a_folder() {
    let sandbox = Sandbox::aligned();
    sandbox.write("alignments/b.json", sandbox.read("alignments/faro.json"));
    let both = ["export", "alignments/faro.json", "alignments/b.json", "--to"];
    let with = |more: &[&'static str]| [&both, more].concat();
    assert_eq!(code(&sandbox.run(&with(&["moses", "-o", "train"]))), 0);
    assert_eq!(sandbox.list("train"), ["b.en", "b.es", "faro.en", "faro.es"]);
    assert_eq!(code(&sandbox.run(&with(&["tsv", "-o", "out/tables"]))), 0);
    assert_eq!(sandbox.list("out/tables"), ["b.tsv", "faro.tsv"]);
    insta::assert_snapshot!(sandbox.case(&with(&["tsv"])), @"
    $ cotejo export alignments/faro.json alignments/b.json --to tsv
    exit 2
    -- stderr
    error: 2 alignments need a folder to go to
    help: name it with -o, or name one alignment
    ");
    insta::assert_snapshot!(sandbox.case(&with(&["tsv", "-o", "-"])), @"
    $ cotejo export alignments/faro.json alignments/b.json --to tsv -o -
    exit 2
    -- stderr
    error: several alignments do not go to standard output
    help: name a folder with -o, or one alignment
    ");
    sandbox.write("other/faro.json", sandbox.read("alignments/faro.json"));
    insta::assert_snapshot!(sandbox.case(&["export", "alignments/faro.json", "other/faro.json", "--to", "tsv", "-o", "x"]), @"
    $ cotejo export alignments/faro.json other/faro.json --to tsv -o x
    exit 2
    -- stderr
    error: alignments/faro.json and other/faro.json would be written to one file
    help: export them one by one
    ");
}

#[test]
fn texts_that_no_longer_fit_are_done_without() {
    let sandbox = Sandbox::aligned();
    sandbox.edit("texts/es/faro.txt", "Nadie", "Ninguno");
    std::fs::remove_file(sandbox.path("texts/en/faro.txt")).unwrap();
    insta::assert_snapshot!(sandbox.case(&["export", "alignments/faro.json", "--to", "beads"]), @"
    $ cotejo export alignments/faro.json --to beads
    exit 0
    -- stdout
    0:0
    1:1
    2:2
    3:3
    -- stderr
    note: alignments/faro.json: texts/es/faro.txt has changed since it was aligned; run `cotejo align` to carry the links over; exported without its headings
    note: alignments/faro.json: its target text texts/en/faro.txt is gone; exported without its headings
    note: beads cannot hold everything; left out: 4 confidences
    ");
}

#[test]
fn faults_are_explained() {
    let sandbox = Sandbox::aligned().with("alignments/broken.json", "{\n\"format\": \"cotejo-alignment\",");
    insta::assert_snapshot!(sandbox.case(&["export", "alignments/fero.json", "--to", "tsv"]), @"
    $ cotejo export alignments/fero.json --to tsv
    exit 2
    -- stderr
    error: cannot read alignments/fero.json: No such file or directory
    help: did you mean alignments/faro.json?
    ");
    insta::assert_snapshot!(sandbox.case(&["export", "texts/es/faro.txt", "--to", "tsv"]), @"
    $ cotejo export texts/es/faro.txt --to tsv
    exit 2
    -- stderr
    error: texts/es/faro.txt, line 1, column 1: not valid JSON: El stands without quotation marks
    help: expected an alignment that cotejo align wrote, such as alignments/NAME.json
    ");
    insta::assert_snapshot!(sandbox.case(&["export", "alignments/faro.json"]), @"
    $ cotejo export alignments/faro.json
    exit 2
    -- stderr
    error: which form is it to be written in?
    help: name it with --to: html, epub, tmx, tsv, csv, xlsx, beads, vecalign, ladder, text, moses, jsonl, xliff, xces, tei, anki
    ");
    insta::assert_snapshot!(sandbox.case(&["export", "--to", "html"]), @r#"
    $ cotejo export --to html
    exit 2
    -- stderr
    error: alignments/broken.json, line 2, column 30: not valid JSON: "}" is missing; the file ends too early: restore its end, for example from version control or with `cotejo history`; where neither has it, move the file away and align again
    1 work written to site
    error: 1 of 2 works could not be exported
    "#);
    assert_eq!(
        sandbox.list("site"),
        ["faro.html", "index.html"],
        "the others are written"
    );
    insta::assert_snapshot!(Sandbox::project().case(&["export", "--to", "html"]), @"
    $ cotejo export --to html
    exit 2
    -- stderr
    error: the project has no alignments yet
    help: make them with: cotejo align
    ");
}

#[test]
fn an_alignment_of_no_project_is_exported_too() {
    let sandbox = Sandbox::empty().with("es.txt", ES).with("en.txt", EN);
    assert_eq!(code(&sandbox.run(&["align", "es.txt", "en.txt", "-o", "faro.json"])), 0);
    let output = sandbox.run(&["export", "faro.json", "--to", "html"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    assert!(stdout(&output).contains("Contó 39 escalones."));
}

/// A bundled alignment, from any folder.
fn bundled(work: &str) -> String {
    format!("{}/alignments/{work}.json", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn help_with_words_adds_less_than_a_third_and_a_bit_to_a_page() {
    let sandbox = Sandbox::aligned();
    let size = |work: &str, options: &[&str]| {
        let path = bundled(work);
        let mut arguments = vec!["export", &path, "--to", "html"];
        arguments.extend(options);
        stdout(&sandbox.run(&arguments)).len()
    };
    for work in ["cuento", "novela", "memoria"] {
        let (with, without) = (size(work, &[]), size(work, &["--no-words"]));
        let percent = (with - without) * 100 / without;
        println!("{work}: {with} bytes, {percent} % of them more than without words");
        assert!((1..=35).contains(&percent), "{work}: {percent} %");
    }
}

#[test]
fn json_lines_can_say_which_word_translates_which() {
    let sandbox = Sandbox::aligned();
    let plain = sandbox.run(&["export", "faro", "--to", "jsonl"]);
    let worded = sandbox.run(&["export", "faro", "--to", "jsonl", "--words"]);
    for (plain, worded) in stdout(&plain).lines().zip(stdout(&worded).lines()) {
        assert!(worded.starts_with(plain.strip_suffix('}').unwrap()), "{worded}");
        let line: serde_json::Value = serde_json::from_str(worded).unwrap();
        let count = |key: &str| line[key].as_str().unwrap().split(' ').count();
        let sides = [count("source_words"), count("target_words")];
        for pair in line["words"].as_str().unwrap().split_whitespace() {
            let (source, target) = pair.split_once('-').unwrap();
            assert!(source.parse::<usize>().unwrap() < sides[0] && target.parse::<usize>().unwrap() < sides[1]);
        }
    }
    let refused = sandbox.run(&["export", "faro", "--to", "tsv", "--words"]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("--words is for JSON lines"));
}

#[test]
fn cards_are_a_package_and_the_same_bytes() {
    let sandbox = Sandbox::aligned();
    let path = bundled("cuento");
    let package = |name: &str| {
        assert_eq!(code(&sandbox.run(&["export", &path, "-o", name])), 0);
        std::fs::read(sandbox.path(name)).unwrap()
    };
    let bytes = package("a.apkg");
    assert_eq!(bytes, package("b.apkg"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut database = Vec::new();
    std::io::copy(&mut archive.by_name("collection.anki2").unwrap(), &mut database).unwrap();
    assert!(database.starts_with(b"SQLite format 3\0"));
    let text = String::from_utf8_lossy(&database);
    assert!(
        text.contains("cuento.es-en/brazo/"),
        "a key is made of work, headword and sentence"
    );
    assert!(archive.by_name("media").is_ok());
}

#[test]
fn cards_are_made_where_there_is_something_to_learn() {
    let sandbox = Sandbox::project();
    // A page of prose is no help to remember a word by, and no hindrance to the rest.
    let long = |word: &str, text: &str| format!("{} fin.\n\n{text}", format!("{word} ").repeat(6_000));
    sandbox.write("texts/es/faro.txt", long("faro", ES));
    sandbox.write("texts/en/faro.txt", long("lighthouse", EN));
    assert_eq!(code(&sandbox.run(&["align", "--quiet"])), 0);
    let output = sandbox.run(&["export", "faro", "-o", "faro.apkg"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    sandbox.write("a.txt", "Zzz qqq.");
    sandbox.write("b.txt", "Xxx www.");
    let output = sandbox.run(&["align", "a.txt", "b.txt", "-o", "a.apkg"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("no word in it has a partner that is sure"),
        "{}",
        stderr(&output)
    );
    assert!(!sandbox.path("a.apkg").exists());
}
