//! `cotejo align` over a project.

use std::fs;

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

#[test]
fn every_work_is_aligned() {
    let sandbox = Sandbox::project()
        .with("texts/es/La niña y el mar.txt", ES)
        .with("texts/en/La niña y el mar.txt", EN)
        .with("texts/es/solo.txt", ES)
        .with("texts/en/alone.txt", EN)
        .with("texts/en/notes.md", "# Notes")
        .with("texts/en/.hidden.txt", EN);
    insta::assert_snapshot!(sandbox.case(&["align", "--verbose"]), @"
    $ cotejo align --verbose
    exit 0
    -- stderr
    project: this folder
    note: texts/en/alone.txt has no original texts/es/alone.txt
    note: texts/en/notes.md has no original texts/es/notes.txt
    note: texts/es/solo.txt has no translation texts/en/solo.txt
    La niña y el mar  4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    faro              4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    ");
    assert_eq!(sandbox.list("alignments"), ["La niña y el mar.json", "faro.json"]);
    assert!(
        sandbox
            .read("alignments/faro.json")
            .contains("\"path\": \"texts/es/faro.txt\"")
    );
}

#[test]
fn running_again_touches_nothing() {
    let sandbox = Sandbox::aligned();
    let before = (
        sandbox.read("alignments/faro.json"),
        sandbox.modified("alignments/faro.json"),
    );
    let output = sandbox.run(&["align"]);
    assert_eq!((code(&output), stdout(&output)), (0, ""));
    assert!(stderr(&output).contains("unchanged"), "{}", stderr(&output));
    assert_eq!(
        (
            sandbox.read("alignments/faro.json"),
            sandbox.modified("alignments/faro.json")
        ),
        before
    );
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let made = |jobs: &str| {
        let sandbox = Sandbox::project();
        for name in ["cuento", "poema", "discurso"] {
            for lang in ["es", "en"] {
                let path = format!("texts/{lang}/{name}.txt");
                sandbox.write(&path, fs::read(&path).unwrap());
            }
        }
        let output = sandbox.run(&["align", "--jobs", jobs]);
        assert_eq!(code(&output), 0);
        let files = sandbox.list("alignments").into_iter();
        let files: Vec<_> = files.map(|name| sandbox.read(&format!("alignments/{name}"))).collect();
        assert_eq!(files.len(), 4);
        (files, stderr(&output).to_owned())
    };
    assert_eq!(made("1"), made("2"));
}

#[test]
fn the_project_is_found_from_any_folder_of_it() {
    let sandbox = Sandbox::project().with("notes/today/x", "");
    let output = sandbox
        .command(&["align"])
        .current_dir(sandbox.path("notes/today"))
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
    let elsewhere = Sandbox::empty();
    let output = elsewhere.run(&["status", "--project", sandbox.path(".").to_str().unwrap()]);
    assert!(stdout(&output).contains("faro"), "{}", stderr(&output));
}

#[test]
fn a_folder_that_is_no_project_is_explained() {
    let sandbox = Sandbox::empty().with("other/x", "");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 2
    -- stderr
    error: no project here: neither this folder nor one above it has cotejo.toml or texts/
    help: put the originals in texts/es/NAME.txt and the translations in texts/en/NAME.txt
    help: or say where the project is: --project DIR
    help: for two files alone: cotejo align ORIGINAL TRANSLATION -o pair.json, then name pair.json
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "--project", "other"]), @"
    $ cotejo align --project other
    exit 2
    -- stderr
    error: other is no project: it has neither cotejo.toml nor a folder texts
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "--project", "none"]), @"
    $ cotejo align --project none
    exit 2
    -- stderr
    error: cannot read none: No such file or directory
    ");
    sandbox.write("texts/es/.keep", "");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 2
    -- stderr
    error: the project in this folder holds no work
    help: put the originals in texts/es/NAME.txt
    help: and the translations in texts/en/NAME.txt, under the same names
    ");
    sandbox.write("texts/es/faro.txt", ES);
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 2
    -- stderr
    note: texts/es/faro.txt has no translation texts/en/faro.txt
    error: no text of the project has a partner
    help: an original and its translation have the same file name, in texts/es and in texts/en
    ");
}

#[test]
fn a_work_that_fails_does_not_stop_the_others() {
    let sandbox = Sandbox::project()
        .with("texts/es/a.txt", "\n\n")
        .with("texts/en/a.txt", EN)
        .with("texts/es/b.txt", ES)
        .with("texts/en/b.txt", b"\0\0\0\0\x01\x02");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 2
    -- stderr
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    error: texts/es/a.txt holds no sentence: it is empty or only white space
    error: texts/en/b.txt does not look like a text file (byte 0 cannot be part of one); convert it to plain text first, or name its encoding with --encoding
    error: 2 of 3 works could not be aligned
    ");
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
}

#[test]
fn results_that_cannot_be_written_are_named() {
    let sandbox = Sandbox::project().with("alignments", "a file where the folder should be");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 2
    -- stderr
    error: cannot read alignments: Not a directory
    ");
}

#[test]
fn output_options_belong_to_pairs() {
    insta::assert_snapshot!(Sandbox::project().case(&["align", "--to", "html", "-o", "site"]), @"
    $ cotejo align --to html -o site
    exit 2
    -- stderr
    error: -o and --to go with two texts; the project's alignments stay in alignments/
    help: cotejo export writes the project's alignments in other forms
    ");
}

#[test]
fn settings_of_the_project_are_used() {
    let sandbox = Sandbox::empty()
        .with(
            "cotejo.toml",
            "source-lang = \"en\"\ntarget-lang = \"es\"\nabbreviations = [\"lists/own.txt\"]\n",
        )
        .with("lists/own.txt", "Excg\n")
        .with("texts/en/a.txt", "The Excg. Pérez spoke. Nobody answered.\n")
        .with("texts/es/a.txt", "Habló el Excg. Pérez. Nadie contestó.\n");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    let json: serde_json::Value = serde_json::from_str(&sandbox.read("alignments/a.json")).unwrap();
    assert_eq!(json["source"]["lang"], "en");
    assert_eq!(json["links"][0]["source"][0], "The Excg. Pérez spoke.");
    assert_eq!(code(&sandbox.run(&["check"])), 0);
}

#[test]
fn faults_of_the_settings_name_the_line() {
    let sandbox = Sandbox::project().with("cotejo.toml", "# ours\nsorce-lang = \"es\"\n");
    insta::assert_snapshot!(sandbox.case(&["align"]), @r#"
    $ cotejo align
    exit 2
    -- stderr
    error: cotejo.toml, line 2: unknown key "sorce-lang", expected one of "source-lang", "target-lang", "abbreviations", "lexicon", "encoding", "check", "works"
    "#);
    sandbox.write("cotejo.toml", "abbreviations = [\"none.txt\"]\n");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 2
    -- stderr
    error: cannot read none.txt: No such file or directory
    help: it is named in cotejo.toml, under abbreviations
    ");
    sandbox.write("cotejo.toml", "target-lang = \"es\"\n");
    insta::assert_snapshot!(sandbox.case(&["align"]), @r#"
    $ cotejo align
    exit 2
    -- stderr
    error: original and translation are both in "es"
    help: name two languages with --source-lang and --target-lang
    help: or use both options with the same language to align two texts of one language
    "#);
}

#[test]
fn an_alignment_whose_texts_are_gone_is_named() {
    let sandbox = Sandbox::aligned();
    fs::remove_file(sandbox.path("texts/es/faro.txt")).unwrap();
    let output = sandbox.run(&["align", "faro"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("error: alignments/faro.json names texts/es/faro.txt, which is gone"),
        "{}",
        stderr(&output)
    );
    fs::remove_file(sandbox.path("texts/en/faro.txt")).unwrap();
    let output = sandbox.run(&["align"]);
    assert_eq!(code(&output), 2);
    let told = stderr(&output);
    assert!(
        told.contains("names texts/es/faro.txt and texts/en/faro.txt, which are gone") && told.contains("--follow"),
        "{told}"
    );
    // Where another work can be aligned it is a note.
    let other = sandbox
        .with("texts/es/otro.txt", "Nevaba.\n")
        .with("texts/en/otro.txt", "It was snowing.\n");
    let output = other.run(&["align"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("note: alignments/faro.json names"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn the_translation_of_another_work_is_told() {
    let other = "A cook may roast nine geese before the fair opens.\nSalt keeps.\n\nHer uncle owned two ferries, a mill, some land.\n";
    let sandbox = Sandbox::project();
    sandbox.write("texts/en/faro.txt", other.repeat(3));
    let output = sandbox.run(&["align"]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("of the same work"), "{}", stderr(&output));
    let sandbox = Sandbox::project();
    assert!(!stderr(&sandbox.run(&["align"])).contains("of the same work"));
}
