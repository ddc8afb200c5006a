//! A trace of a run: what a viewer of flame graphs opens.

use serde_json::Value;

use crate::harness::{Sandbox, code, stderr};

#[test]
fn a_trace_tells_what_began_and_ended_on_each_thread() {
    let sandbox = Sandbox::project();
    for _ in 0..2 {
        // The second run writes over the trace of the first.
        assert_eq!(code(&sandbox.run(&["align", "--refresh", "--trace", "run.json"])), 0);
    }
    let events: Vec<Value> = serde_json::from_str(&sandbox.read("run.json")).unwrap();
    let of_kind = |kind: &str| -> Vec<&Value> { events.iter().filter(|event| event["ph"] == kind).collect() };
    let (begun, ended) = (of_kind("B"), of_kind("E"));
    assert_eq!(begun.len(), ended.len());
    let names: Vec<_> = begun.iter().filter_map(|event| event["name"].as_str()).collect();
    for name in ["a work", "reading a text", "cutting into sentences", "aligning"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    let work = begun.iter().find(|event| event["name"] == "a work").unwrap();
    assert_eq!(work["args"]["work"], "faro");
    // Nothing ends on a thread before it began there.
    let mut open: Vec<(&Value, &Value)> = Vec::new();
    for event in &events {
        match event["ph"].as_str() {
            Some("B") => open.push((&event["tid"], &event["name"])),
            Some("E") => {
                let last = open.iter().rposition(|(thread, _)| **thread == event["tid"]).unwrap();
                assert_eq!(open.remove(last).1, &event["name"]);
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
}

#[test]
fn a_file_that_is_no_trace_is_not_written_over() {
    let sandbox = Sandbox::project();
    // A diary, a list as other programs lay it out, and an empty one of theirs.
    for diary in ["Querido diario:", "[\n  {\n    \"word\": \"faro\"\n  }\n]\n", "[]\n"] {
        sandbox.write("diary.json", diary);
        let run = sandbox.run(&["align", "--trace", "diary.json"]);
        assert_eq!(code(&run), 2);
        let told = stderr(&run);
        assert!(told.contains("diary.json is there and is no trace"), "{told}");
        assert_eq!(sandbox.read("diary.json"), diary);
        assert!(!sandbox.path("alignments/faro.json").exists());
    }
    // What a trace leaves that was cut off at its beginning is none of them.
    sandbox.write("cut.json", "[\n");
    assert_eq!(code(&sandbox.run(&["align", "--trace", "cut.json"])), 0);
}

#[test]
fn a_trace_does_not_go_where_results_go() {
    let sandbox = Sandbox::project();
    let run = sandbox.run(&["align", "--trace", "-"]);
    assert_eq!(code(&run), 2);
    assert!(stderr(&run).contains("a trace goes to a file"), "{}", stderr(&run));
    assert!(!sandbox.path("-").exists());
}

#[test]
fn a_trace_that_cannot_be_written_is_told() {
    let sandbox = Sandbox::project();
    let run = sandbox.run(&["align", "--trace", "no/such/folder/run.json"]);
    assert_eq!(code(&run), 2);
    assert!(stderr(&run).contains("no/such/folder"), "{}", stderr(&run));
    // Told before anything is done.
    assert!(!sandbox.path("alignments/faro.json").exists());
}

#[test]
fn a_trace_does_not_take_the_place_of_a_result() {
    let sandbox = Sandbox::project();
    let texts = ["texts/es/faro.txt", "texts/en/faro.txt"];
    let run = sandbox.run(&["align", texts[0], texts[1], "--trace", "one.json", "-o", "one.json"]);
    assert_eq!(code(&run), 2);
    assert!(
        stderr(&run).contains("one.json is there and is no trace"),
        "{}",
        stderr(&run)
    );
    assert!(sandbox.read("one.json").starts_with('{'));
}
