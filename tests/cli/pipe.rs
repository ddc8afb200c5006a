//! `cotejo pipe`

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::{EN, ES, Sandbox, code, stdout};

#[test]
fn pairs_are_aligned_in_order_and_bad_lines_explained() {
    let lines = "{\"id\": 12345678901234567890123, \"source\": \"Uno. Dos.\", \"target\": \"One. Two.\"}\n\
                 {\"id\": {\"a\": [1]}, \"source\": [\"Hola.\", \"\", \"Adiós,\\namigo.\"], \"target\": [\"Hello.\", \"Bye, friend.\"]}\n\
                 {\"id\": \"only\", \"source\": \"\", \"target\": \"One.\"}\n\
                 {\"id\": \"none\", \"source\": [], \"target\": []}\n\
                 \n\
                 {\"id\": 7, \"source\": 5, \"target\": \"\"}\n\
                 {\"id\": 8, \"source\": \"x\"}\n\
                 [1, 2]\n\
                 {\"source\": \"Fin.\", \"target\": \"End.\"}";
    insta::assert_snapshot!(Sandbox::empty().case_with_input(&["pipe"], lines));
}

#[test]
fn other_keys_come_back_and_a_run_of_bad_lines_only_is_a_finding() {
    let sandbox = Sandbox::empty();
    let line =
        "{\"id\": 1, \"source\": \"Uno.\", \"target\": \"One.\", \"shelf\": {\"row\": 1.50}, \"line\": \"mine\"}\n";
    let output = sandbox.run_with_input(&["pipe"], format!("no JSON\n{line}"));
    assert_eq!(code(&output), 0);
    let answers: Vec<_> = stdout(&output).lines().collect();
    assert!(
        answers[0].starts_with("{\"id\":null,\"line\":1,\"kind\":\"not-json\",\"error\":"),
        "{}",
        answers[0]
    );
    assert!(answers[1].ends_with(",\"shelf\":{\"row\": 1.50}}"), "{}", answers[1]);
    let bad = "{\"id\": \"a\", \"source\": \"Uno.\", \"page\": 3}\n\n";
    let output = sandbox.run_with_input(&["pipe"], bad);
    assert_eq!(code(&output), 1);
    let first: Value = serde_json::from_str(stdout(&output).lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["id"], &first["line"], &first["kind"], &first["page"]),
        (&json!("a"), &json!(1), &json!("missing-key"), &json!(3))
    );
}

#[test]
fn many_lines_come_out_in_order_with_any_number_of_jobs() {
    let line =
        |id: usize| json!({"id": id, "source": ES.repeat(id % 5), "target": EN.repeat(id % 3)}).to_string() + "\n";
    let input: String = (0..200).map(line).collect();
    let sandbox = Sandbox::empty();
    let run = |jobs: &str| {
        let output = sandbox.run_with_input(&["pipe", "--jobs", jobs], &input);
        assert_eq!(code(&output), 0);
        output.stdout
    };
    let one = run("1");
    assert_eq!(one, run("2"));
    let ids = str::from_utf8(&one)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone());
    assert!(ids.eq((0..200).map(Value::from)));
}

#[test]
fn a_pair_is_answered_while_the_input_stays_open() {
    let sandbox = Sandbox::empty();
    let mut child = sandbox
        .command(&["pipe"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 0..3 {
        writeln!(input, "{}", json!({"id": id, "source": ES, "target": EN})).unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(
            (&answer["id"], answer["source_sentences"].as_array().unwrap().len()),
            (&json!(id), 4)
        );
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_pair_comes_out_as_from_files() {
    let sandbox = Sandbox::project();
    let piped = sandbox.run_with_input(&["pipe"], json!({"source": ES, "target": EN}).to_string());
    let piped: Value = serde_json::from_str(stdout(&piped)).unwrap();
    let side = |indices: &Value| {
        let indices = indices.as_array().unwrap().iter();
        indices.map(Value::to_string).collect::<Vec<_>>().join(",")
    };
    let beads = piped["beads"].as_array().unwrap().iter();
    let beads: String = beads
        .map(|bead| format!("{}:{}\n", side(&bead[0]), side(&bead[1])))
        .collect();
    let aligned = sandbox.run(&["align", "texts/es/faro.txt", "texts/en/faro.txt", "--to", "beads"]);
    assert_eq!(beads, stdout(&aligned));
}
