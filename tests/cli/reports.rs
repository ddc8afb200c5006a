//! `cotejo check`, `status`, `eval` and `diff`.

use std::fs;

use crate::harness::{EN, ES, Sandbox, code, stdout};

/// A project with a work in each state.
fn all_states() -> Sandbox {
    let sandbox = Sandbox::project();
    let works = ["changed-both", "changed-en", "changed-es", "conflict", "gone", "invalid", "unaligned"];
    for work in works {
        sandbox.write(&format!("texts/es/{work}.txt"), ES);
        sandbox.write(&format!("texts/en/{work}.txt"), EN);
    }
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    for work in ["changed-both", "changed-es"] {
        sandbox.edit(&format!("texts/es/{work}.txt"), "Nadie", "Ninguno");
    }
    for work in ["changed-both", "changed-en"] {
        sandbox.edit(&format!("texts/en/{work}.txt"), "Nobody", "No one");
    }
    sandbox.edit("alignments/conflict.json", "  \"links\"", "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n  \"links\"");
    sandbox.edit("alignments/invalid.json", "\"1.1\"", "\"1.2\"");
    for lang in ["es", "en"] {
        fs::remove_file(sandbox.path(&format!("texts/{lang}/gone.txt"))).unwrap();
    }
    fs::remove_file(sandbox.path("alignments/unaligned.json")).unwrap();
    sandbox.with("texts/en/lone.txt", EN)
}

#[test]
fn check_names_every_state() {
    let sandbox = all_states();
    let before = sandbox.list("alignments");
    insta::assert_snapshot!(sandbox.case(&["check"]));
    insta::assert_snapshot!(sandbox.case(&["check", "--format", "json"]));
    assert_eq!(sandbox.list("alignments"), before);
}

#[test]
fn check_is_clean_when_all_is_fresh() {
    let sandbox = Sandbox::aligned();
    insta::assert_snapshot!(sandbox.case(&["check"]), @"");
    insta::assert_snapshot!(sandbox.case(&["check", "--format", "json", "--quiet"]), @"");
    insta::assert_snapshot!(Sandbox::empty().case(&["check"]), @"");
}

#[test]
fn check_finds_sentences_that_were_changed_by_hand() {
    let sandbox = Sandbox::aligned();
    sandbox.edit("alignments/faro.json", "39 steps", "93 steps");
    insta::assert_snapshot!(sandbox.case(&["check"]), @"");
}

#[test]
fn check_tells_another_way_of_cutting_from_a_fault() {
    let sandbox = Sandbox::aligned().with("cotejo.toml", "abbreviations = [\"own.txt\"]\n").with("own.txt", "faro\n");
    insta::assert_snapshot!(sandbox.case(&["check"]), @"");
}

#[test]
fn check_finds_an_alignment_under_another_name() {
    let sandbox = Sandbox::aligned().with("texts/es/otro.txt", ES).with("texts/en/otro.txt", EN);
    sandbox.write("alignments/otro.json", sandbox.read("alignments/faro.json"));
    insta::assert_snapshot!(sandbox.case(&["check"]), @"");
}

#[test]
fn status_is_a_table() {
    let sandbox = all_states().with("texts/es/mañana.txt", ES).with("texts/en/mañana.txt", EN);
    assert_eq!(code(&sandbox.run(&["align"])), 2, "two works are broken");
    for work in sandbox.list("alignments") {
        let path = format!("alignments/{work}");
        let lines = sandbox.read(&path);
        let fixed: Vec<_> = lines
            .lines()
            .map(|line| match line.split_once("\"confidence\": ") {
                Some((before, after)) => format!("{before}\"confidence\": 0.9{}", &after[after.find(',').unwrap()..]),
                None => line.to_owned(),
            })
            .collect();
        sandbox.write(&path, fixed.join("\n"));
    }
    sandbox.edit("alignments/faro.json", "\"status\": \"auto\"", "\"status\": \"accepted\"");
    insta::assert_snapshot!(sandbox.case(&["status"]));
    let output = sandbox.run(&["status", "--json"]);
    assert_eq!(code(&output), 0);
    let works: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let faro = works.as_array().unwrap().iter().find(|work| work["name"] == "faro").unwrap();
    insta::assert_json_snapshot!(faro, @"");
}

#[test]
fn eval_gives_four_measures() {
    let sandbox = Sandbox::aligned().with("gold.beads", "0:0\n1:1\n2:2\n3:\n:3\n");
    insta::assert_snapshot!(sandbox.case(&["eval", "gold.beads", "gold.beads"]), @"");
    let output = sandbox.run(&["eval", "gold.beads", "alignments/faro.json", "--json"]);
    assert_eq!(code(&output), 0);
    let json: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    insta::assert_json_snapshot!(json, @"");
    let piped = sandbox.run_with_input(&["eval", "gold.beads", "-", "--json"], sandbox.read("alignments/faro.json"));
    assert_eq!(stdout(&piped), stdout(&output));
}

#[test]
fn eval_under_a_floor_is_a_finding() {
    let sandbox = Sandbox::aligned().with("gold.beads", "0:0\n1:1\n2:2\n3:\n:3\n");
    let run = |floor: &str| code(&sandbox.run(&["eval", "gold.beads", "alignments/faro.json", "--fail-under", floor]));
    assert_eq!((run("0.5"), run("0.99")), (0, 1));
    assert_eq!(code(&sandbox.run(&["eval", "gold.beads", "gold.beads", "--fail-under", "1"])), 0);
}

#[test]
fn eval_says_what_cannot_be_compared() {
    let sandbox = Sandbox::aligned().with("short.beads", "0:0\n").with("bad.beads", "0:0\nuno:dos\n").with("empty", "");
    insta::assert_snapshot!(sandbox.case(&["eval", "short.beads", "alignments/faro.json"]), @"");
    insta::assert_snapshot!(sandbox.case(&["eval", "bad.beads", "short.beads"]), @"");
    insta::assert_snapshot!(sandbox.case(&["eval", "short.beads", "empty"]), @"");
    insta::assert_snapshot!(sandbox.case(&["eval", "shirt.beads", "empty"]), @"");
}

#[test]
fn diff_tells_same_from_different() {
    let sandbox = Sandbox::aligned();
    insta::assert_snapshot!(sandbox.case(&["diff", "alignments/faro.json", "alignments/faro.json"]), @"");
    sandbox.write("other.json", sandbox.read("alignments/faro.json"));
    sandbox.edit("other.json", "\"status\": \"auto\"", "\"status\": \"accepted\"");
    insta::assert_snapshot!(sandbox.case(&["diff", "alignments/faro.json", "other.json"]), @"");
    insta::assert_snapshot!(sandbox.case(&["diff", "alignments/faro.json", "oter.json"]), @"");
    insta::assert_snapshot!(sandbox.case(&["diff", "texts/es/faro.txt", "other.json"]), @"");
}
