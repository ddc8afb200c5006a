//! The program as a user meets it: exit codes, both outputs, and what is on disk afterwards.
#![allow(clippy::unwrap_used, reason = "a test that fails must do so loudly")]

mod again;
mod align_pair;
mod align_project;
mod alone;
mod carry;
mod check;
mod edit;
mod encodings;
mod epub;
mod explain;
mod export;
mod fmt;
mod git;
mod harness;
mod history;
mod hostile;
mod import;
mod kill;
mod lexicon;
mod lines;
mod matching;
mod pending;
mod pipe;
mod protection;
mod reading;
mod reports;
mod safety;
mod split;
mod streams;
mod trace;
mod usage;
mod words;

#[test]
fn every_file_of_tests_is_run() {
    let listed = include_str!("main.rs");
    for entry in std::fs::read_dir("tests/cli").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|&name| name != "main") {
            assert!(
                listed.contains(&format!("mod {module};")),
                "{name} is not listed in main.rs"
            );
        }
    }
}
