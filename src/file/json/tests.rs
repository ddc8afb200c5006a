use insta::assert_snapshot;
use proptest::prelude::*;

use super::{read, write};
use crate::file::{Confidence, FileError};
use crate::fixture::{any_file, file, link, sample};

/// The error of reading the sample after a change to its JSON.
fn error_after(from: &str, to: &str) -> String {
    let json = write(&sample());
    assert!(json.contains(from), "the sample holds {from}");
    read(&json.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn the_canonical_layout() {
    assert_snapshot!(write(&sample()), @r#"
    {
      "format": "cotejo-alignment", "version": 1,
      "source": {"lang": "es", "path": "texts/es/obra.txt", "sha256": "7da62fbf1c9f6fab839047ec3b1ffd9186ef588b8460300e118d657afc1a64ed"},
      "target": {"lang": "en", "path": "texts/en/obra.txt", "sha256": "54ae71017c8d1d9533cc62a8cc0de298f55433ded5441734fecd029f062e90e5"},
      "aligner": {"version": "0.1.0", "settings": {}},
      "links": [
        {"source": ["1.1"], "target": ["1.1"], "status": "accepted", "confidence": 1.0, "es": ["El faro"], "en": ["The lighthouse"]},
        {"source": ["2.1", "2.2"], "target": ["2.1"], "status": "auto", "confidence": 0.9731, "es": ["Llovía.", "Nadie salió de casa."], "en": ["It rained, and nobody left the house."]},
        {"source": ["2.3"], "target": ["2.2", "2.3"], "status": "edited", "confidence": 0.9, "note": "speech\tand frame\nbelong together", "es": ["—¿Quién va? —preguntó."], "en": ["\"Who goes there?\"", "he asked."]},
        {"source": [], "target": ["2.4"], "status": "auto", "confidence": 0.5, "reasons": ["null", "length"], "es": [], "en": ["No answer came."]},
        {"source": ["3.1"], "target": [], "status": "disputed", "confidence": 0.0001, "note": "left out on purpose?", "es": ["=1+1"], "en": []},
        {"source": ["3.2"], "target": ["3.1"], "status": "auto", "confidence": 0.9, "es": ["Fin."], "en": ["The end."]}
      ]
    }
    "#);
}

#[test]
fn an_alignment_without_links_can_be_written_and_read() {
    let empty = file(Vec::new());
    let json = write(&empty);
    assert!(json.ends_with("},\n  \"links\": []\n}\n"), "{json}");
    assert_eq!(read(&json), Ok(empty));
}

#[test]
fn settings_are_written_where_they_hold_something() {
    let mut file = file(Vec::new());
    file.aligner.settings.one_per_line = true;
    file.aligner
        .settings
        .encoding
        .insert("source".to_owned(), "windows-1252".to_owned());
    let json = write(&file);
    let line = json.lines().find(|line| line.contains("aligner")).unwrap();
    assert_snapshot!(line, @r#"  "aligner": {"version": "0.1.0", "settings": {"one_per_line": true, "encoding": {"source": "windows-1252"}}},"#);
    assert_eq!(read(&json), Ok(file));
}

#[test]
fn every_confidence_has_at_most_four_decimals_and_comes_back() {
    let mut file = file(vec![link("1.1 a", "1.1 b")]);
    for step in 0..=10_000 {
        let confidence = Confidence::new(f64::from(step) / 10_000.0);
        file.links[0].confidence = confidence;
        let json = write(&file);
        let digits = json
            .split("\"confidence\": ")
            .nth(1)
            .unwrap()
            .split(',')
            .next()
            .unwrap();
        let decimals = digits.split_once('.').unwrap().1;
        assert!(
            (1..=4).contains(&decimals.len()) && decimals.bytes().all(|b| b.is_ascii_digit()),
            "{digits}"
        );
        assert_eq!(read(&json).unwrap().links[0].confidence, confidence);
    }
}

#[test]
fn an_empty_note_is_no_note() {
    let mut file = file(vec![link("1.1 a", "1.1 b")]);
    file.links[0].note = Some(String::new());
    let json = write(&file);
    assert!(!json.contains("note"));
    let with_empty = json.replace(", \"es\": [", ", \"note\": \"\", \"reasons\": [], \"es\": [");
    assert_ne!(with_empty, json);
    assert_eq!(write(&read(&with_empty).unwrap()), json);
}

#[test]
fn any_layout_byte_order_mark_and_line_ends_are_read() {
    let file = sample();
    let json = write(&file);
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&json).unwrap()).unwrap();
    let dense = serde_json::from_str::<serde_json::Value>(&json).unwrap().to_string();
    for other in [
        json.replace('\n', "\r\n"),
        format!("\u{feff}{json}"),
        pretty,
        dense,
        format!("\n\n{json}\n"),
    ] {
        assert_eq!(read(&other).as_ref(), Ok(&file));
    }
}

#[test]
fn unknown_keys_are_named_with_the_known_ones() {
    assert_snapshot!(error_after("\"status\"", "\"sttus\""), @r#"line 7, column 44, link 1 (source sentence 1.1): unknown key "sttus"; expected "source", "target", "status", "confidence", "note", "reasons", "es", "en""#);
    assert_snapshot!(error_after("\"es\": [\"El", "\"fr\": [\"El"), @r#"line 7, column 85, link 1 (source sentence 1.1): unknown key "fr"; expected "source", "target", "status", "confidence", "note", "reasons", "es", "en""#);
    assert_snapshot!(error_after("  \"aligner\"", "  \"remark\": 1, \"aligner\""), @r#"line 5, column 3: unknown key "remark"; expected "format", "version", "source", "target", "aligner", "links""#);
    assert_snapshot!(error_after("\"settings\": {", "\"settings\": {\"speed\": 1"), @r#"line 5, column 54: "settings": unknown field `speed`, expected one of `one_per_line`, `encoding`, `lexicon`"#);
    assert_snapshot!(error_after("\"lang\"", "\"language\""), @r#"line 3, column 14: unknown key "language"; expected "lang", "path", "sha256""#);
}

#[test]
fn missing_keys_are_named() {
    assert_snapshot!(error_after(", \"es\": [\"El faro\"]", ""), @r#"line 7, column 5, link 1 (source sentence 1.1): the key "es" is missing"#);
    assert_snapshot!(error_after(", \"confidence\": 0.5", ""), @r#"line 10, column 5, link 4 (target sentence 2.4): the key "confidence" is missing"#);
    assert_snapshot!(error_after("\"path\": \"texts/es/obra.txt\", ", ""), @r#"line 3, column 13: the key "path" is missing"#);
    assert_snapshot!(read("{\"format\": \"cotejo-alignment\", \"version\": 1}").unwrap_err(), @r#"line 1, column 1: the key "source" is missing"#);
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    assert_snapshot!(error_after("\"status\": \"edited\"", "\"status\": \"auto\", \"status\": \"edited\""), @r#"line 9, column 69, link 3: the key "status" stands twice; delete one of the two"#);
    assert_snapshot!(error_after("\"links\"", "\"links\": [], \"links\""), @r#"line 6, column 16: the key "links" stands twice; delete one of the two"#);
    assert_snapshot!(error_after("\"settings\": {", "\"settings\": {\"encoding\": {\"source\": \"a\", \"source\": \"b\"}"), @r#"line 5, column 76: the key "source" stands twice; delete one of the two"#);
    assert_snapshot!(error_after("\"version\": \"0.1.0\"", "\"version\": \"0.1.0\", \"ver\\u0073ion\": \"0.1.0\""), @r#"line 5, column 35: the key "version" stands twice; delete one of the two"#);
}

#[test]
fn values_of_the_wrong_kind_are_refused() {
    assert_snapshot!(error_after("\"status\": \"edited\"", "\"status\": \"done\""), @r#"line 9, column 61, link 3 (source sentence 2.3): "status" is "done"; expected "auto", "accepted", "edited" or "disputed""#);
    assert_snapshot!(error_after("\"status\": \"edited\"", "\"status\": null"), @r#"line 9, column 61, link 3 (source sentence 2.3): "status" is null; expected a text in quotation marks"#);
    assert_snapshot!(error_after("\"confidence\": 0.5", "\"confidence\": 1.5"), @r#"line 10, column 71, link 4 (target sentence 2.4): "confidence" is 1.5; expected a number from 0 to 1"#);
    assert_snapshot!(error_after("\"confidence\": 0.5", "\"confidence\": \"0.5\""), @r#"line 10, column 71, link 4 (target sentence 2.4): "confidence" is a text in quotation marks; expected a number"#);
    assert_snapshot!(error_after("[\"2.4\"]", "[\"2.04\"]"), @r#"line 10, column 31, link 4: "target": "2.04" is no sentence id; expected passage.sentence, both counted from 1, as in "12.3""#);
    assert_snapshot!(error_after("[\"2.4\"]", "[2.4]"), @r#"line 10, column 31, link 4: "target" is a number; expected a text in quotation marks"#);
    assert_snapshot!(error_after("[\"2.4\"]", "\"2.4\""), @r#"line 10, column 30, link 4: "target" is a text in quotation marks; expected a list in brackets"#);
    assert_snapshot!(error_after("[\"No answer came.\"]", "[\"No answer came.\", 7]"), @r#"line 10, column 143, link 4 (target sentence 2.4): "en" is a number; expected a text in quotation marks"#);
    assert_snapshot!(error_after("\"note\": \"left", "\"note\": null, \"x\": \"left"), @r#"line 11, column 97, link 5 (source sentence 3.1): unknown key "x"; expected "source", "target", "status", "confidence", "note", "reasons", "es", "en""#);
    assert_snapshot!(error_after("    {\"source\": [], \"target\": [\"2.4\"]", "    3, {\"source\": [], \"target\": [\"2.4\"]"), @"line 10, column 5, link 4: a link is a number; expected an object in braces");
    assert_snapshot!(read("[]").unwrap_err(), @"line 1, column 1: the file is a list in brackets; expected an object in braces");
}

#[test]
fn files_of_something_else_or_of_another_version_say_what_to_do() {
    assert_snapshot!(error_after("cotejo-alignment", "my-alignment"), @r#"line 2: not an alignment file: "format" is "my-alignment", expected "cotejo-alignment"; give a file that `cotejo align` wrote"#);
    assert_snapshot!(read("{}").unwrap_err(), @r#"line 1: not an alignment file: "format" is missing, expected "cotejo-alignment"; give a file that `cotejo align` wrote"#);
    assert_snapshot!(error_after("\"version\": 1,", "\"version\": 2, \"new\": 3,"), @r#"line 2: "version" is 2, but this cotejo reads version 1; update cotejo to read it"#);
    assert_snapshot!(error_after("\"version\": 1,", "\"version\": \"1\","), @r#"line 2: "version" is "1", but this cotejo reads version 1; write "version": 1"#);
    assert_snapshot!(error_after(" \"version\": 1,", ""), @r#"line 1: "version" is missing, but this cotejo reads version 1; write "version": 1"#);
}

#[test]
fn broken_json_is_placed() {
    assert_snapshot!(error_after("\"The end.\"", "\"The \"end\".\""), @r#"line 12, column 110, link 6: not valid JSON: expected `,` or `]`; a comma stands between two values, and a quotation mark inside a text is written \""#);
    assert_snapshot!(error_after("[\"=1+1\"]", ""), @"line 11, column 121, link 5: not valid JSON: expected value");
    assert_snapshot!(error_after("},\n    {\"source\": [\"3.2\"]", "}\n    {\"source\": [\"3.2\"]"), @r#"line 12, column 5: not valid JSON: expected `,` or `]`; a comma stands between two values, and a quotation mark inside a text is written \""#);
    assert_snapshot!(error_after("Llovía.", "Llovía.\n"), @r"line 8, column 105, link 2: not valid JSON: control character (\u0000-\u001F) found while parsing a string; a text stands on one line");
    assert_snapshot!(error_after("\"1.1\"]", "\"1.1\""), @r#"line 7, column 32, link 1: not valid JSON: expected `,` or `]`; a comma stands between two values, and a quotation mark inside a text is written \""#);
    assert_snapshot!(error_after("]\n}\n", "]\n}}\n"), @"line 14, column 2: not valid JSON: trailing characters; nothing stands after the brace that closes the file");
    assert_snapshot!(read("").unwrap_err(), @"line 1, column 1: not valid JSON: EOF while parsing a value; the file ends too early: restore its end, for example from version control");
    let json = write(&sample());
    assert_snapshot!(read(&json[..json.find("Nadie").unwrap()]).unwrap_err(), @"line 8, column 109, link 2: not valid JSON: EOF while parsing a string; the file ends too early: restore its end, for example from version control");
    assert_snapshot!(error_after("Llovía.", "Llovía\\ud800."), @"line 8, column 111, link 2 (source sentence 2.1): not valid JSON: unexpected end of hex escape");
}

#[test]
fn merge_conflict_markers_have_their_own_message() {
    let json = write(&sample());
    let ours = "    {\"source\": [\"3.2\"]";
    let conflict = format!("<<<<<<< HEAD\n{ours}, \"x\": 1}}\n=======\n{ours}");
    let json = json.replace(ours, &conflict).replace('\n', "\r\n");
    assert_snapshot!(read(&json).unwrap_err(), @"line 12: an unfinished merge left conflict markers; between <<<<<<< and >>>>>>> keep the lines of one version, delete those of the other and the three marker lines");
}

#[test]
fn broken_rules_name_the_line_where_the_link_begins_in_any_layout() {
    let mut file = sample();
    file.links.remove(3);
    let json = write(&file);
    assert!(
        read(&json).is_ok(),
        "2.4 was the last of its passage: the ids alone do not tell"
    );
    file.links.remove(1);
    let json = write(&file);
    assert_snapshot!(read(&json).unwrap_err(), @"line 8: link 2: source sentence 2.3 stands where 2.1 was expected: 2.1 is missing");
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&json).unwrap()).unwrap();
    let error = read(&pretty).unwrap_err();
    let line = pretty.lines().nth(error.line() - 1).unwrap();
    assert_eq!(line, "    {");
    assert!(
        pretty
            .lines()
            .skip(error.line())
            .take_while(|&line| line != "    }")
            .any(|line| line.contains("\"2.3\""))
    );
}

#[test]
fn faults_of_a_side_name_its_line() {
    assert_snapshot!(error_after("texts/en/obra.txt", "/home/me/obra.txt"), @r#"line 4: the target path is "/home/me/obra.txt"; expected one relative to the project's folder, such as "texts/es/NAME.txt""#);
}

#[test]
fn deep_nesting_and_long_garbage_are_refused_quietly() {
    let deep = |open: &str| open.repeat(200_000);
    for json in [
        deep("["),
        deep("{\"a\":"),
        write(&sample()).replace("\"settings\": {}", &format!("\"settings\": {}", deep("{\"encoding\":"))),
        write(&sample()).replace("\"settings\": {}", &format!("\"settings\": {}{}", deep("["), deep("]"))),
        write(&sample()).replace("[\"3.2\"]", &format!("{}{}", deep("["), deep("]"))),
        write(&sample()).replace(
            "\"note\": \"left",
            &format!("\"note\": {}{}, \"x\": \"", deep("{\"a\":"), deep("}")),
        ),
    ] {
        assert!(read(&json).is_err());
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(file in any_file()) {
        let json = write(&file);
        let back = read(&json);
        prop_assert_eq!(back.as_ref(), Ok(&file));
        prop_assert_eq!(write(&file), json);
    }

    #[test]
    fn a_link_is_a_line_for_every_reader_of_lines(file in any_file()) {
        let json = write(&file);
        let breaks = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        // The list of links ends on a line of its own, unless it is empty.
        let frame = if file.links.is_empty() { 7 } else { 8 };
        prop_assert_eq!(json.matches(breaks).count(), file.links.len() + frame);
        prop_assert_eq!(json.lines().filter(|line| line.starts_with("    {\"source\": [")).count(), file.links.len());
    }

    #[test]
    fn no_string_makes_the_reader_panic(text in any::<String>()) {
        prop_assert!(read(&text).is_err());
    }

    #[test]
    fn no_damage_makes_the_reader_panic(file in any_file(), at in any::<prop::sample::Index>(), with in "[\"\\\\{}\\[\\],:0-9a\n<]{0,3}", cut in 0..4_usize) {
        let mut chars: Vec<char> = write(&file).chars().collect();
        let at = at.index(chars.len());
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, with.chars());
        let damaged: String = chars.into_iter().collect();
        let lines = damaged.lines().count().max(1);
        match read(&damaged) {
            Ok(read_back) => prop_assert!(read(&write(&read_back)) == Ok(read_back)),
            Err(error) => {
                prop_assert!((1..=lines).contains(&error.line()), "{}", error);
                if let FileError::Syntax { place, .. } = error {
                    // The damage can begin links of its own.
                    let most = file.links.len() + with.chars().count();
                    prop_assert!(place.link.is_none_or(|link| link <= most));
                }
            }
        }
    }
}
