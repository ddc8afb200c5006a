//! `cotejo explain`: why a link is as it is.

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::Sandbox;

fn explain(sandbox: &Sandbox, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = sandbox.run(&[&["explain"], arguments].concat());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_link_is_explained_by_a_sentence_of_either_side() {
    let sandbox = Sandbox::aligned();
    let before = sandbox.read("alignments/faro.json");
    let (code, told, _) = explain(&sandbox, &["faro", "2.1"]);
    assert_eq!(code, Some(0));
    assert_snapshot!(told);
    assert_eq!(explain(&sandbox, &["faro", "en:2.1"]).1, told);
    assert_eq!(sandbox.read("alignments/faro.json"), before);
}

#[test]
fn a_program_reads_the_evidence_its_words_and_its_rivals() {
    let sandbox = Sandbox::aligned();
    // A link that should be two.
    assert_eq!(
        sandbox.run(&["edit", "faro", "merge-next", "2.1"]).status.code(),
        Some(0)
    );
    let (code, told, _) = explain(&sandbox, &["faro", "2.2", "--format", "json"]);
    assert_eq!(code, Some(0));
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["status"], "edited");
    assert!(told["evidence"]["numbers"].as_f64().unwrap() < 0.0, "{told}");
    assert!(
        told["words"]
            .as_array()
            .unwrap()
            .contains(&serde_json::json!(["María", "María"])),
        "{told}"
    );
    let alternatives = told["alternatives"].as_array().unwrap();
    assert!(alternatives[0]["share"].as_f64() > told["share"].as_f64(), "{told}");
    assert_eq!(alternatives[0]["source"].as_array().unwrap().len(), 1, "{told}");
}

#[test]
fn what_cannot_be_explained_is_told() {
    let sandbox = Sandbox::aligned();
    let fault = |arguments: &[&str]| {
        let (code, _, said) = explain(&sandbox, arguments);
        assert_eq!(code, Some(2), "{said}");
        said
    };
    assert_snapshot!(fault(&["faro", "9.9"]), @"
    error: the source text has no sentence 9.9
    help: cotejo list shows where sentences stand
    ");
    assert_snapshot!(fault(&["faro", "dos"]), @"
    error: dos: expected a sentence such as 1.3
    help: es:1.3 is one of the original, en:1.3 one of the translation
    ");
    assert_snapshot!(fault(&["fero", "2.1"]), @"
    error: there is no work fero
    help: did you mean faro?
    help: the works are faro
    ");
    sandbox.write("texts/es/faro.txt", "María bajó del faro.\n");
    assert_snapshot!(fault(&["faro", "2.1"]), @"
    error: the texts of faro are not as they were when it was aligned
    help: cotejo align faro
    ");
}
