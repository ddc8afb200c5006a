//! The forms of one report that holds everything that is hard to write.

use super::{Format, Report, shorten};
use crate::check::{Checked, Code, FailOn, Finding, FoundLink, TextLine};

fn works() -> [Checked; 2] {
    let mut odd = Checked::new("100 %, «año»: uno", "alignments/100 %, «año»: uno.json".to_owned());
    let link = FoundLink {
        number: 3,
        count: 1,
        ids: "2.2=2.2".to_owned(),
        source: "Contó 39 escalones & <uno> más.\u{1}".to_owned(),
        target: "She counted 93% of \"the\" steps.".to_owned(),
        text: Some(TextLine {
            path: "texts/en/100 %, «año»: uno.txt".to_owned(),
            line: 4,
        }),
    };
    odd.findings = vec![
        Finding::new(Code::StaleSource, "texts/es/x.txt has changed\r\nsince"),
        Finding {
            line: Some(9),
            ..Finding::of_link(Code::Number, link, "the original has 39, the translation 93")
        },
    ];
    [Checked::new("faro", "alignments/faro.json".to_owned()), odd]
}

fn written(format: Format) -> String {
    let works = works();
    let project = [Finding::new(Code::Unreviewed, "1 of 4 links is reviewed")];
    let report = Report {
        works: &works,
        project: &project,
        fail_on: &FailOn::default(),
        prefix: "book/",
    };
    assert!(!report.passes());
    report.write(format)
}

#[test]
fn text_is_for_people() {
    insta::assert_snapshot!(written(Format::Text));
}

#[test]
fn json_is_for_programs() {
    insta::assert_snapshot!(written(Format::Json));
}

#[test]
fn github_commands_are_escaped() {
    insta::assert_snapshot!(written(Format::Github));
}

#[test]
fn junit_has_a_case_a_code() {
    insta::assert_snapshot!(written(Format::Junit));
}

#[test]
fn sarif_names_rules_lines_and_fingerprints() {
    let mut sarif: serde_json::Value = serde_json::from_str(&written(Format::Sarif)).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].take();
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    for (rule, code) in rules.iter().zip(Code::ALL) {
        assert_eq!(rule["id"], code.as_str());
        assert!(
            rule["fullDescription"]["text"].as_str().unwrap().ends_with('.'),
            "{code}"
        );
        assert!(
            rule["help"]["markdown"].as_str().unwrap().contains("What to do"),
            "{code}"
        );
    }
    insta::assert_json_snapshot!(sarif["runs"][0]["results"]);
}

#[test]
fn only_what_fails_is_an_error() {
    let works = works();
    let [default, number, name] = [
        FailOn::default(),
        FailOn::codes([Code::Number]),
        FailOn::codes([Code::Name]),
    ];
    let report = |fail_on| Report {
        works: &works,
        project: &[],
        fail_on,
        prefix: "",
    };
    assert!(!report(&default).passes());
    assert!(!report(&number).passes());
    assert!(report(&name).passes());
    let levels = |fail_on| {
        let sarif: serde_json::Value = serde_json::from_str(&report(fail_on).write(Format::Sarif)).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap().clone();
        results
            .iter()
            .map(|result| result["level"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(levels(&default), ["error", "warning"]);
    assert_eq!(levels(&number), ["warning", "error"]);
}

#[test]
fn fingerprints_hold_on_to_what_is_said_not_to_where() {
    let [_, odd] = works();
    let [state, number] = odd.findings.as_slice() else {
        panic!()
    };
    let mut moved = number.clone();
    let link = moved.link.as_mut().unwrap();
    (link.number, link.ids, moved.line) = (7, "5.1=5.1".to_owned(), Some(13));
    assert_eq!(moved.fingerprint("elsewhere"), number.fingerprint(&odd.path));
    moved.link.as_mut().unwrap().target.push('!');
    assert_ne!(moved.fingerprint(&odd.path), number.fingerprint(&odd.path));
    assert_ne!(state.fingerprint("a"), state.fingerprint("b"));
}

#[test]
fn long_sentences_are_cut_at_words() {
    assert_eq!(shorten("Subió al faro", 20), "Subió al faro");
    assert_eq!(shorten("Subió al faro de noche", 16), "Subió al faro…");
    assert_eq!(shorten("ñññññññññññ", 4), "ññññ…");
}
