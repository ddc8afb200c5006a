//! `cotejo lexicon`, and `--lexicon` where texts are aligned.

use crate::harness::{Sandbox, code, stderr, stdout};

/// A bundled work in which the bus is a thing that no lexicon knows, aligned.
fn zurrapos() -> Sandbox {
    let es = include_str!("../../texts/es/cuento.txt").replace("autobús", "zurrapo");
    let en = include_str!("../../texts/en/cuento.txt").replace(" bus", " drongle");
    let sandbox = Sandbox::empty()
        .with("texts/es/zurrapos.txt", es)
        .with("texts/en/zurrapos.txt", en);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    sandbox
}

#[test]
fn alignments_teach_words_the_program_does_not_know() {
    let sandbox = zurrapos();
    let learned = sandbox.run(&["lexicon", "learn", "--new"]);
    assert_eq!(code(&learned), 0);
    assert!(stdout(&learned).starts_with("# source\ttarget\tweight\tcount\n"));
    assert!(
        stdout(&learned).contains("\nzurrapo\tdrongle\t"),
        "{}",
        stdout(&learned)
    );
    assert!(!stdout(&learned).contains("\npuerta\tdoor\t"), "that pair is known");
    let pinned = sandbox.run(&["lexicon", "learn", "--pinned", "alignments/zurrapos.json"]);
    assert_eq!(stdout(&pinned).lines().count(), 1, "nobody decided anything");
}

#[test]
fn what_is_learnt_can_be_given_back() {
    let sandbox = zurrapos();
    let learn = ["lexicon", "learn", "-o", "own.tsv"];
    assert_eq!(code(&sandbox.run(&learn)), 0);
    let output = sandbox.run(&["lexicon", "list", "drongle", "--lexicon", "own.tsv"]);
    assert!(stdout(&output).contains("zurrapo\tdrongle\t"), "{}", stdout(&output));
    let texts = ["texts/es/zurrapos.txt", "texts/en/zurrapos.txt"];
    let aligned = sandbox.run(&["align", texts[0], texts[1], "--lexicon", "own.tsv"]);
    assert_eq!(code(&aligned), 0, "{}", stderr(&aligned));
    let recorded = "\"settings\": {\"lexicon\": [\"own.tsv\"]}";
    assert!(stdout(&aligned).contains(recorded), "{}", stdout(&aligned));
}

#[test]
fn a_project_names_its_lexicons() {
    let sandbox = Sandbox::project()
        .with("cotejo.toml", "lexicon = [\"words/own.dic\"]\n")
        .with("words/own.dic", "lighthouse @ faro\n");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    let alignment = sandbox.read("alignments/faro.json");
    assert!(
        alignment.contains("\"settings\": {\"lexicon\": [\"words/own.dic\"]}"),
        "{alignment}"
    );
    sandbox.write("words/own.dic", "lighthouse = faro\n");
    insta::assert_snapshot!("project_fault", sandbox.case(&["align"]));
    sandbox.write("cotejo.toml", "lexicon = [\"none.tsv\"]\n");
    insta::assert_snapshot!("project_gone", sandbox.case(&["align"]));
}

#[test]
fn a_lexicon_joins_what_nothing_else_does() {
    let sandbox = Sandbox::empty().with("own.tsv", "drum\tzelf\nbrap\tquon\n");
    let line = "{\"id\": 1, \"source\": [\"Drum.\", \"Brap.\"], \"target\": [\"Quon.\"]}\n";
    let beads = |arguments: &[&str]| {
        let output = sandbox.run_with_input(arguments, line);
        let answer: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
        answer["confidence"].to_string()
    };
    assert_ne!(beads(&["pipe"]), beads(&["pipe", "--lexicon", "own.tsv"]));
}

#[test]
fn links_people_decided_teach_the_next_run() {
    let learnt = |decided: usize| {
        let sandbox = zurrapos();
        for _ in 0..decided {
            sandbox.edit(
                "alignments/zurrapos.json",
                "\"status\": \"auto\"",
                "\"status\": \"accepted\"",
            );
        }
        stderr(&sandbox.run(&["align", "--verbose"])).contains("learnt from the links you decided")
    };
    assert!(learnt(100));
    assert!(!learnt(19));
}

#[test]
fn words_are_listed_from_both_sides() {
    let sandbox = Sandbox::empty().with("own.tsv", "faro\tpharos\t0.5\n");
    let list = |word: &str| stdout(&sandbox.run(&["lexicon", "list", word, "--lexicon", "own.tsv"])).to_owned();
    for word in ["faros", "lighthouses"] {
        assert!(list(word).contains("faro\tlighthouse\t"), "{}", list(word));
    }
    assert!(
        list("pharos").contains("faro\tpharos\t0.5000\town"),
        "{}",
        list("pharos")
    );
    insta::assert_snapshot!(sandbox.case(&["lexicon", "list", "zurrapo"]));
}

const MEMORY: &str = "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\">\n<header/>\n<body>\n\
    <tu><tuv xml:lang=\"EN-GB\"><seg>clew</seg></tuv>\n<tuv xml:lang=\"es\"><seg>puño de escota</seg></tuv></tu>\n\
    </body>\n</tmx>\n";

#[test]
fn memories_and_dictionaries_are_imported() {
    let sandbox = Sandbox::empty()
        .with("sea.tmx", MEMORY)
        .with("sea.dic", "clew @ puño de escota\ngybe @ trasluchar\n");
    insta::assert_snapshot!("import_tmx", sandbox.case(&["lexicon", "import", "sea.tmx"]));
    insta::assert_snapshot!(
        "import_dic",
        sandbox.case(&["lexicon", "import", "sea.dic", "-o", "sea.tsv"])
    );
    insta::assert_snapshot!("imported_tsv", sandbox.read("sea.tsv"));
    let export = ["lexicon", "export", "--own", "--lexicon", "sea.tsv", "--format", "dic"];
    assert_eq!(stdout(&sandbox.run(&export)), sandbox.read("sea.dic"));
    let all = sandbox.run(&["lexicon", "export"]);
    assert!(stdout(&all).contains("\nfaro\tlighthouse\t"));
}

#[test]
fn faults_of_lexicons_name_file_and_line() {
    let sandbox = Sandbox::empty()
        .with("sea.tmx", MEMORY.replace("</body>", "</boy>"))
        .with("fr.tmx", MEMORY.replace("\"es\"", "\"fr\""))
        .with("own.tsv", "faro\tlighthouse\ncosta coast\n");
    for (name, file) in [
        ("broken", "sea.tmx"),
        ("languages", "fr.tmx"),
        ("line", "own.tsv"),
        ("gone", "owm.tsv"),
    ] {
        insta::assert_snapshot!(name, sandbox.case(&["lexicon", "import", file]));
    }
}

#[test]
fn coverage_tells_both_sides() {
    let sandbox = Sandbox::project();
    let coverage = ["lexicon", "coverage", "texts/es/faro.txt", "texts/en/faro.txt"];
    insta::assert_snapshot!("coverage", sandbox.case(&coverage));
    let json = sandbox.run(&[&coverage[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_str(stdout(&json)).unwrap();
    assert!(json["source"]["met"].as_u64() <= json["source"]["with_entry"].as_u64());
}
