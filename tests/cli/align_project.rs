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
    insta::assert_snapshot!(sandbox.case(&["align", "--verbose"]), @"");
    assert_eq!(sandbox.list("alignments"), ["La niña y el mar.json", "faro.json"]);
    assert!(sandbox.read("alignments/faro.json").contains("\"path\": \"texts/es/faro.txt\""));
}

#[test]
fn running_again_touches_nothing() {
    let sandbox = Sandbox::aligned();
    let before = (sandbox.read("alignments/faro.json"), sandbox.modified("alignments/faro.json"));
    let output = sandbox.run(&["align"]);
    assert_eq!((code(&output), stdout(&output)), (0, ""));
    assert!(stderr(&output).contains("unchanged"), "{}", stderr(&output));
    assert_eq!((sandbox.read("alignments/faro.json"), sandbox.modified("alignments/faro.json")), before);
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
    let output = sandbox.command(&["align"]).current_dir(sandbox.path("notes/today")).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
    let elsewhere = Sandbox::empty();
    let output = elsewhere.run(&["status", "--project", sandbox.path(".").to_str().unwrap()]);
    assert!(stdout(&output).contains("faro"), "{}", stderr(&output));
}

#[test]
fn a_folder_that_is_no_project_is_explained() {
    let sandbox = Sandbox::empty().with("other/x", "");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"");
    insta::assert_snapshot!(sandbox.case(&["align", "--project", "other"]), @"");
    insta::assert_snapshot!(sandbox.case(&["align", "--project", "none"]), @"");
    sandbox.write("texts/es/.keep", "");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"");
    sandbox.write("texts/es/faro.txt", ES);
    insta::assert_snapshot!(sandbox.case(&["align"]), @"");
}

#[test]
fn a_work_that_fails_does_not_stop_the_others() {
    let sandbox = Sandbox::project()
        .with("texts/es/a.txt", "\n\n")
        .with("texts/en/a.txt", EN)
        .with("texts/es/b.txt", ES)
        .with("texts/en/b.txt", b"\0\0\0\0\x01\x02");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"");
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
}

#[test]
fn results_that_cannot_be_written_are_named() {
    let sandbox = Sandbox::project().with("alignments", "a file where the folder should be");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"");
}

#[test]
fn output_options_belong_to_pairs() {
    insta::assert_snapshot!(Sandbox::project().case(&["align", "--to", "html", "-o", "site"]), @"");
}

#[test]
fn settings_of_the_project_are_used() {
    let sandbox = Sandbox::empty()
        .with("cotejo.toml", "source-lang = \"en\"\ntarget-lang = \"es\"\nabbreviations = [\"lists/own.txt\"]\n")
        .with("lists/own.txt", "Excg\n")
        .with("texts/en/a.txt", "The Excg. Pérez spoke. Nobody answered.\n")
        .with("texts/es/a.txt", "Habló el Excg. Pérez. Nadie contestó.\n");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    let json: serde_json::Value = serde_json::from_str(&sandbox.read("alignments/a.json")).unwrap();
    assert_eq!(json["source"]["lang"], "en");
    assert_eq!(json["links"][0]["en"][0], "The Excg. Pérez spoke.");
    assert_eq!(code(&sandbox.run(&["check"])), 0);
}

#[test]
fn faults_of_the_settings_name_the_line() {
    let sandbox = Sandbox::project().with("cotejo.toml", "# ours\nsorce-lang = \"es\"\n");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"");
    sandbox.write("cotejo.toml", "abbreviations = [\"none.txt\"]\n");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"");
    sandbox.write("cotejo.toml", "target-lang = \"es\"\n");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"");
}
