use insta::assert_snapshot;
use proptest::prelude::*;

use super::{read, write, write_link};
use crate::file::{AlignmentFile, Confidence, FileError, Status};
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
      "source": {"lang": "es", "path": "texts/es/obra.txt", "sha256": "edabf5fc96a5643163761c4a7c04c613fc94b72566f574718419dafc8371a420"},
      "target": {"lang": "en", "path": "texts/en/obra.txt", "sha256": "a3728d83729ca43a4d1a2568ba0cbe98c1d971c79aa8bc74d3773ea3e7d4d49c"},
      "aligner": {"version": "0.1.0", "settings": {}},
      "links": [
        {"source": ["El faro"], "target": ["The lighthouse"], "status": "accepted", "confidence": 1.0},
        {"source": ["Llovía.", "Nadie salió de casa."], "target": ["It rained, and nobody left the house."], "status": "auto", "confidence": 0.9731},
        {"source": ["—¿Quién va? —preguntó."], "target": ["\"Who goes there?\"", "he asked."], "status": "edited", "confidence": 0.9, "note": "speech\tand frame\nbelong together"},
        {"source": [], "target": ["No answer came."], "status": "auto", "confidence": 0.5, "reasons": ["null", "length"]},
        {"source": ["=1+1"], "target": [], "status": "disputed", "confidence": 0.0001, "note": "left out on purpose?"},
        {"source": ["Fin."], "target": ["The end."], "status": "auto", "confidence": 0.9}
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
    let mut file = file(vec![link("a", "b")]);
    for step in 0..=10_000 {
        let confidence = Confidence::new(f64::from(step) / 10_000.0);
        file.links[0].confidence = confidence;
        let json = write(&file);
        let digits = json
            .split("\"confidence\": ")
            .nth(1)
            .unwrap()
            .split('}')
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
    let mut file = file(vec![link("a", "b")]);
    file.links[0].note = Some(String::new());
    let json = write(&file);
    assert!(!json.contains("note"));
    let with_empty = json.replace("0.9}", "0.9, \"note\": \"\", \"reasons\": []}");
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
    assert_snapshot!(error_after("\"status\"", "\"sttus\""), @r#"line 7, column 59, link 1: unknown key "sttus"; expected "source", "target", "status", "confidence", "note", "reasons""#);
    assert_snapshot!(error_after("\"source\": [\"El", "\"es\": [\"El"), @r#"line 7, column 6, link 1: unknown key "es"; expected "source", "target", "status", "confidence", "note", "reasons""#);
    assert_snapshot!(error_after("  \"aligner\"", "  \"remark\": 1, \"aligner\""), @r#"line 5, column 3: unknown key "remark"; expected "format", "version", "source", "target", "aligner", "waiting", "links""#);
    assert_snapshot!(error_after("\"settings\": {", "\"settings\": {\"speed\": 1"), @r#"line 5, column 47: "settings": unknown field "speed", expected one of "one_per_line", "encoding", "lexicon""#);
    assert_snapshot!(error_after("\"lang\"", "\"language\""), @r#"line 3, column 14: unknown key "language"; expected "lang", "path", "sha256""#);
}

#[test]
fn missing_keys_are_named() {
    assert_snapshot!(error_after("\"source\": [\"El faro\"], ", ""), @r#"line 7, column 5, link 1: the key "source" is missing"#);
    assert_snapshot!(error_after(", \"confidence\": 0.5", ""), @r#"line 10, column 5, link 4: the key "confidence" is missing"#);
    assert_snapshot!(error_after("\"path\": \"texts/es/obra.txt\", ", ""), @r#"line 3, column 13: the key "path" is missing"#);
    assert_snapshot!(read("{\"format\": \"cotejo-alignment\", \"version\": 1}").unwrap_err(), @r#"line 1, column 1: the key "source" is missing"#);
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    assert_snapshot!(error_after("\"status\": \"edited\"", "\"status\": \"auto\", \"status\": \"edited\""), @r#"line 9, column 110, link 3: the key "status" stands twice; delete one of the two"#);
    assert_snapshot!(error_after("\"links\"", "\"links\": [], \"links\""), @r#"line 6, column 16: the key "links" stands twice; delete one of the two"#);
    assert_snapshot!(error_after("\"settings\": {", "\"settings\": {\"encoding\": {\"source\": \"a\", \"source\": \"b\"}"), @r#"line 5, column 76: the key "source" stands twice; delete one of the two"#);
    assert_snapshot!(error_after("\"version\": \"0.1.0\"", "\"version\": \"0.1.0\", \"ver\\u0073ion\": \"0.1.0\""), @r#"line 5, column 35: the key "version" stands twice; delete one of the two"#);
}

#[test]
fn values_of_the_wrong_kind_are_refused() {
    assert_snapshot!(error_after("\"status\": \"edited\"", "\"status\": \"done\""), @r#"line 9, column 102, link 3: "status" is "done"; expected "auto", "accepted", "edited" or "disputed""#);
    assert_snapshot!(error_after("\"status\": \"edited\"", "\"status\": null"), @r#"line 9, column 102, link 3: "status" is null; expected a text in quotation marks"#);
    assert_snapshot!(error_after("\"confidence\": 0.5", "\"confidence\": 1.5"), @r#"line 10, column 83, link 4: "confidence" is 1.5; expected a number from 0 to 1"#);
    assert_snapshot!(error_after("\"confidence\": 0.5", "\"confidence\": \"0.5\""), @r#"line 10, column 83, link 4: "confidence" is a text in quotation marks; expected a number"#);
    assert_snapshot!(error_after("[\"No answer came.\"]", "[2.4]"), @r#"line 10, column 31, link 4: "target" is a number; expected a text in quotation marks"#);
    assert_snapshot!(error_after("[\"No answer came.\"]", "\"No answer came.\""), @r#"line 10, column 30, link 4: "target" is a text in quotation marks; expected a list in brackets"#);
    assert_snapshot!(error_after("[\"No answer came.\"]", "[\"No answer came.\", 7]"), @r#"line 10, column 50, link 4: "target" is a number; expected a text in quotation marks"#);
    assert_snapshot!(error_after("[\"No answer came.\"]", "[\"No answer came.\", null]"), @r#"line 10, column 50, link 4: "target" is null; expected a text in quotation marks"#);
    assert_snapshot!(error_after("[\"No answer came.\"]", "null"), @r#"line 10, column 30, link 4: "target" is null; expected a list in brackets"#);
    assert_snapshot!(error_after("\"note\": \"left out on purpose?\"", "\"note\": 7"), @r#"line 11, column 92, link 5: "note" is a number; expected a text in quotation marks"#);
    assert_snapshot!(error_after("[\"null\", \"length\"]", "\"null\""), @r#"line 10, column 99, link 4: "reasons" is a text in quotation marks; expected a list in brackets"#);
    assert_snapshot!(error_after("\"note\": \"left", "\"note\": null, \"x\": \"left"), @r#"line 11, column 98, link 5: unknown key "x"; expected "source", "target", "status", "confidence", "note", "reasons""#);
    assert_snapshot!(error_after("    {\"source\": [], ", "    3, {\"source\": [], "), @"line 10, column 5, link 4: a link is a number; expected an object in braces");
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
    assert_snapshot!(error_after("\"The end.\"", "\"The \"end\".\""), @r#"line 12, column 43, link 6: not valid JSON: a comma or "]" was expected; a quotation mark inside a text is written \""#);
    assert_snapshot!(error_after("[\"=1+1\"]", ""), @r#"line 11, column 16, link 5: not valid JSON: "," stands where a value was expected"#);
    assert_snapshot!(error_after("},\n    {\"source\": [\"Fin.\"]", "}\n    {\"source\": [\"Fin.\"]"), @"line 11, column 115: not valid JSON: a comma was missing at the end of the line; `cotejo fmt` mends this");
    assert_snapshot!(error_after("Llovía.", "Llovía.\n"), @"line 8, column 17, link 2: not valid JSON: a text is not closed on its line; a quotation mark is missing");
    assert_snapshot!(error_after("\"El faro\"]", "\"El faro\""), @r#"line 7, column 36, link 1: not valid JSON: a comma or "]" was expected; a quotation mark inside a text is written \""#);
    assert_snapshot!(error_after("]\n}\n", "]\n}}\n"), @r#"line 14, column 2: not valid JSON: "}" stands after the brace that closes the file"#);
    assert_snapshot!(read("").unwrap_err(), @"line 1, column 1: not valid JSON: a value is missing; the file ends too early: restore its end, for example from version control or with `cotejo history`; where neither has it, move the file away and align again");
    let json = write(&sample());
    assert_snapshot!(read(&json[..json.find("Nadie").unwrap()]).unwrap_err(), @"line 8, column 28, link 2: not valid JSON: a text is not closed on its line; a quotation mark is missing; the file ends too early: restore its end, for example from version control or with `cotejo history`; where neither has it, move the file away and align again");
    assert_snapshot!(error_after("Llovía.", "Llovía\\ud800."), @r"line 8, column 17, link 2: not valid JSON: a text cannot be read: unexpected end of hex escape; a backslash is written \\");
}

#[test]
fn merge_conflict_markers_have_their_own_message() {
    let json = write(&sample());
    let ours = "    {\"source\": [\"Fin.\"]";
    let conflict = format!("<<<<<<< HEAD\n{ours}, \"x\": 1}}\n=======\n{ours}");
    let json = json.replace(ours, &conflict).replace('\n', "\r\n");
    assert_snapshot!(read(&json).unwrap_err(), @"line 12: an unfinished merge left conflict markers; between <<<<<<< and >>>>>>> keep the lines of one version, delete those of the other and the three marker lines");
}

#[test]
fn broken_rules_name_the_line_where_the_link_begins_in_any_layout() {
    let mut file = sample();
    file.links[1].source[1] = " ".to_owned();
    let json = write(&file);
    assert_snapshot!(read(&json).unwrap_err(), @r#"line 8: link 2: sentence 2 of the source side is empty; delete the """#);
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&json).unwrap()).unwrap();
    let error = read(&pretty).unwrap_err();
    let line = pretty.lines().nth(error.line() - 1).unwrap();
    assert_eq!(line, "    {");
    assert!(
        pretty
            .lines()
            .skip(error.line())
            .take_while(|&line| line != "    }")
            .any(|line| line.contains("\"Llovía.\""))
    );
}

#[test]
fn faults_of_a_side_name_its_line() {
    assert_snapshot!(error_after("\"lang\": \"en\"", "\"lang\": \"English\""), @r#"line 4: the target language is "English"; expected a code such as "es" or "pt-BR""#);
    assert_snapshot!(error_after("texts/en/obra.txt", "/home/me/obra.txt"), @r#"line 4: the target path is "/home/me/obra.txt"; expected one relative to the project's folder, such as "texts/es/NAME.txt""#);
}

#[test]
fn two_texts_of_one_language_are_read() {
    let json = write(&sample()).replacen("\"lang\": \"en\"", "\"lang\": \"es\"", 1);
    let file = read(&json).unwrap();
    assert_eq!(file.langs(), ["es", "es"]);
    assert_eq!(write(&file), json);
}

/// The sample with decisions whose sentences are gone.
fn waiting() -> AlignmentFile {
    let mut gone = link("Nadie contestó.", "Nobody | answered.");
    gone.status = Status::Edited;
    gone.note = Some("keep the pause".to_owned());
    let mut other = link("", "He left.");
    other.status = Status::Accepted;
    AlignmentFile {
        waiting: vec![gone, other],
        ..sample()
    }
}

#[test]
fn decisions_that_wait_are_written_before_the_links_and_read_again() {
    let json = write(&waiting());
    let lines: Vec<_> = json.lines().skip(4).take(5).map(|line| format!("{line}\n")).collect();
    assert_snapshot!(lines.concat(), @r#"
    "aligner": {"version": "0.1.0", "settings": {}},
    "waiting": [
      {"source": ["Nadie contestó."], "target": ["Nobody", "answered."], "status": "edited", "confidence": 0.9, "note": "keep the pause"},
      {"source": [], "target": ["He left."], "status": "accepted", "confidence": 0.9}
    ],
    "#);
    assert_eq!(read(&json), Ok(waiting()));
    let plain = write(&sample());
    assert!(!plain.contains("waiting"), "nothing waits, so nothing is said");
    let empty = plain.replacen("  \"links\"", "  \"waiting\": [],\n  \"links\"", 1);
    assert_eq!(read(&empty).map(|file| write(&file)), Ok(plain));
}

#[test]
fn faults_of_what_waits_are_placed() {
    let fault = |from: &str, to: &str| {
        let json = write(&waiting());
        assert!(json.contains(from));
        read(&json.replacen(from, to, 1)).unwrap_err().to_string()
    };
    assert_snapshot!(fault("\"edited\"", "\"done\""), @r#"line 7, column 82, link 1: "status" is "done"; expected "auto", "accepted", "edited" or "disputed""#);
    assert_snapshot!(fault("\"target\": [\"He left.\"], ", ""), @r#"line 8, column 5, link 2: the key "target" is missing"#);
    assert_snapshot!(fault("[\"He left.\"]", "[]"), @r#"line 8: under "waiting", link 2 holds no sentence on either side; delete it"#);
    assert_snapshot!(fault("[\"He left.\"]", "[\" \"]"), @r#"line 8: under "waiting", link 2: sentence 1 of the target side is empty; delete the """#);
}

#[test]
fn a_link_line_is_a_line_of_the_form_jsonl() {
    let file = sample();
    let json = write(&file);
    let lines = json.lines().filter_map(|line| line.strip_prefix("    "));
    let lines: String = lines.map(|line| format!("{}\n", line.trim_end_matches(','))).collect();
    let mut jsonl = Vec::new();
    for link in &file.links {
        write_link(link, &mut jsonl).unwrap();
        jsonl.push(b'\n');
    }
    assert_eq!(lines.as_bytes(), jsonl);
}

#[test]
fn one_sentence_corrected_is_one_line_changed() {
    let before = write(&sample());
    let mut file = sample();
    file.links[1].source[0] = "Llovió.".to_owned();
    let after = write(&file);
    let changed = before
        .lines()
        .zip(after.lines())
        .filter(|(before, after)| before != after);
    assert_eq!(changed.count(), 1);
    assert_eq!(before.lines().count(), after.lines().count());
    file.links.insert(1, link("Era de noche.", "It was night."));
    let longer = write(&file);
    let (old, new): (Vec<_>, Vec<_>) = (after.lines().collect(), longer.lines().collect());
    assert_eq!(new.len(), old.len() + 1);
    assert!(
        old.iter().all(|line| new.contains(line)),
        "a link added changes no other line"
    );
}

#[test]
fn what_fmt_mends_is_refused_and_named() {
    assert_snapshot!(error_after("\"},\n    {\"source\": [\"Fin.\"]", "\"}\n    {\"source\": [\"Fin.\"]"), @"line 11, column 115: not valid JSON: a comma was missing at the end of the line; `cotejo fmt` mends this");
    assert_snapshot!(error_after("0.9}\n  ]", "0.9},\n  ]"), @"line 12, column 86: not valid JSON: a comma with nothing after it stands here; `cotejo fmt` mends this");
    assert_snapshot!(error_after("[\"El faro\"]", "[\"El faro\",]"), @"line 7, column 26: not valid JSON: a comma with nothing after it stands here; `cotejo fmt` mends this");
    assert_snapshot!(error_after("[\"El faro\"]", "[,\"El faro\"]"), @"line 7, column 17: not valid JSON: a comma too many stands here; `cotejo fmt` mends this");
    assert_snapshot!(error_after("El faro", "El\tfaro"), @r"line 7, column 17: not valid JSON: a tab inside a text is written \t; `cotejo fmt` mends this");
}

#[test]
fn two_hundred_thousand_keys_are_not_compared_each_with_each() {
    let keys = |count: usize| -> String {
        let keys: Vec<_> = (0..count).map(|key| format!("\"key {key}\": 0")).collect();
        write(&sample()).replacen("\"settings\": {", &format!("\"settings\": {{{}", keys.join(", ")), 1)
    };
    let time = |count: usize| {
        let json = keys(count);
        let start = std::time::Instant::now();
        assert!(matches!(read(&json), Err(FileError::Content { .. })));
        start.elapsed()
    };
    let took = time(200_000);
    // Compared each with each they take half a minute when optimised, and many minutes when not.
    assert!(took.as_secs() < 20, "{took:?}");
    let twice = keys(200_000).replacen("\"key 199999\"", "\"key 7\"", 1);
    assert_snapshot!(read(&twice).unwrap_err().to_string().split(": ").last().unwrap(), @r#"the key "key 7" stands twice; delete one of the two"#);
}

#[test]
fn deep_nesting_and_long_garbage_are_refused_quietly() {
    let deep = |open: &str| open.repeat(200_000);
    for json in [
        deep("["),
        deep("{\"a\":"),
        write(&sample()).replace("\"settings\": {}", &format!("\"settings\": {}", deep("{\"encoding\":"))),
        write(&sample()).replace("\"settings\": {}", &format!("\"settings\": {}{}", deep("["), deep("]"))),
        write(&sample()).replace("[\"Fin.\"]", &format!("{}{}", deep("["), deep("]"))),
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
        let links = file.links.len() + file.waiting.len();
        let frame = 7 + usize::from(!file.links.is_empty()) + 2 * usize::from(!file.waiting.is_empty());
        prop_assert_eq!(json.matches(breaks).count(), links + frame);
        prop_assert_eq!(json.lines().filter(|line| line.starts_with("    {\"source\": [")).count(), links);
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
                    // The damage can begin links of its own, and a list that it leaves open goes on in the next: the key of that
                    // one and its links are then read as links of the first.
                    let most = file.waiting.len() + 1 + file.links.len() + with.chars().count();
                    prop_assert!(place.link.is_none_or(|link| link <= most));
                }
            }
        }
    }
}
