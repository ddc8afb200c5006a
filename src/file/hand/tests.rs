use std::fmt::Write as _;

use insta::assert_snapshot;

use super::{Known, tidy};
use crate::file::{AlignmentFile, Link, read, write};
use crate::fixture::{any_aligned_file, any_file, document, file, link, sample};
use crate::text::Document;

fn work() -> AlignmentFile {
    let mut file = file(vec![
        link("El faro", "The lighthouse"),
        link("Llovía mucho.", "It was raining hard."),
        link("Nadie salió, claro.", "Nobody went out, of course."),
        link("Todos esperaban.", "Everybody waited."),
        link("Paró.", "It stopped."),
        link("Fin.", "The end."),
    ]);
    let texts = texts();
    file.source.sha256 = texts[0].text().sha256();
    file.target.sha256 = texts[1].text().sha256();
    file
}

fn texts() -> [Document; 2] {
    [
        document("El faro\n\nLlovía mucho.\nNadie salió, claro.\nTodos esperaban.\n\nParó.\nFin.\n"),
        document(
            "The lighthouse\n\nIt was raining hard.\nNobody went out, of course.\nEverybody waited.\n\nIt stopped.\nThe end.\n",
        ),
    ]
}

#[derive(Clone, Copy, PartialEq)]
enum With {
    Nothing,
    Texts,
    Before,
}

/// What comes of the work after changes to its JSON: what was understood, and the links that differ.
fn after(with: With, changes: &[(&str, &str)]) -> String {
    let mut json = write(&work());
    for (from, to) in changes {
        assert!(json.contains(from), "{from} is not in {json}");
        json = json.replacen(from, to, 1);
    }
    show(with, &json)
}

fn show(with: With, json: &str) -> String {
    let (before, documents) = (work(), texts());
    let known = Known {
        before: (with == With::Before).then_some(&before),
        texts: [0, 1].map(|side: usize| (with == With::Texts).then_some(&documents[side])),
    };
    let tidied = match tidy(json, &known) {
        Ok(tidied) => tidied,
        Err(error) => return format!("refused: {error}"),
    };
    let json = write(&tidied.file);
    assert_eq!(read(&json).as_ref(), Ok(&tidied.file));
    let again = tidy(&json, &known).map(|again| again.file);
    assert_eq!(again, Ok(tidied.file.clone()), "a second time changes nothing");
    let mut shown = String::new();
    for understood in &tidied.understood {
        let _ = writeln!(shown, "line {}: {}", understood.line, understood.what);
    }
    for link in tidied.file.links.iter().filter(|link| !before.links.contains(link)) {
        let _ = writeln!(shown, "{}", line(link));
    }
    shown
}

fn line(link: &Link) -> String {
    let side = |texts: &[String]| texts.join(" | ");
    format!(
        "{} = {}  {} {:?}",
        side(&link.source),
        side(&link.target),
        link.status.as_str(),
        link.confidence.get()
    )
}

const EVERY: [With; 3] = [With::Nothing, With::Texts, With::Before];

/// The same whatever is known beside the file.
fn after_in_every_case(changes: &[(&str, &str)]) -> String {
    let [first, second, third] = EVERY.map(|with| after(with, changes));
    assert_eq!(first, second);
    assert_eq!(first, third);
    first
}

#[test]
fn what_the_program_wrote_comes_back_byte_for_byte() {
    for with in EVERY {
        assert_eq!(after(with, &[]), "");
    }
    let json = write(&sample());
    assert_eq!(
        tidy(&json, &Known::default()).map(|tidied| write(&tidied.file)),
        Ok(json)
    );
}

/// Moves a string to the link before or after.
const TO_BEFORE: [(&str, &str); 2] = [
    (r#"["Llovía mucho."]"#, r#"["Llovía mucho.", "Nadie salió, claro."]"#),
    (r#"["Nadie salió, claro."], "#, "[], "),
];
const TO_AFTER: [(&str, &str); 2] = [
    (r#"["Nobody went out, of course."]"#, "[]"),
    (
        r#"["Everybody waited."]"#,
        r#"["Nobody went out, of course.", "Everybody waited."]"#,
    ),
];

#[test]
fn a_string_moved_to_the_link_before_is_a_sentence_moved() {
    assert_eq!(after(With::Texts, &TO_BEFORE), after(With::Nothing, &TO_BEFORE));
    assert_snapshot!(after(With::Before, &TO_BEFORE), @"
    line 8: the link was grouped otherwise before; it is edited now
    line 9: the link was grouped otherwise before; it is edited now
    Llovía mucho. | Nadie salió, claro. = It was raining hard.  edited 1.0
     = Nobody went out, of course.  edited 1.0
    ");
    assert_snapshot!(after(With::Nothing, &TO_BEFORE), @"
    Llovía mucho. | Nadie salió, claro. = It was raining hard.  auto 0.9
     = Nobody went out, of course.  auto 0.9
    ");
}

#[test]
fn a_string_moved_to_the_link_after_is_a_sentence_moved() {
    assert_eq!(after(With::Texts, &TO_AFTER), after(With::Nothing, &TO_AFTER));
    assert_snapshot!(after(With::Before, &TO_AFTER), @"
    line 9: the link was grouped otherwise before; it is edited now
    line 10: the link was grouped otherwise before; it is edited now
    Nadie salió, claro. =   edited 1.0
    Todos esperaban. = Nobody went out, of course. | Everybody waited.  edited 1.0
    ");
    assert_snapshot!(after(With::Nothing, &TO_AFTER), @"
    Nadie salió, claro. =   auto 0.9
    Todos esperaban. = Nobody went out, of course. | Everybody waited.  auto 0.9
    ");
}

#[test]
fn a_moved_string_with_a_status_says_what_the_person_says() {
    let mut judged = TO_BEFORE.to_vec();
    judged.push((
        r#""Nadie salió, claro."], "target": ["It was raining hard."], "status": "auto""#,
        r#""Nadie salió, claro."], "target": ["It was raining hard."], "status": "accepted""#,
    ));
    judged.push((
        r#"of course."], "status": "auto""#,
        r#"of course."], "status": "disputed""#,
    ));
    assert_snapshot!(after_in_every_case(&judged), @"
    Llovía mucho. | Nadie salió, claro. = It was raining hard.  accepted 0.9
     = Nobody went out, of course.  disputed 0.9
    ");
}

#[test]
fn a_sentence_cut_in_two() {
    let cut = [(r#""Nadie salió, claro.""#, r#""Nadie salió,", "claro.""#)];
    assert_eq!(
        after(With::Nothing, &cut),
        "Nadie salió, | claro. = Nobody went out, of course.  auto 0.9\n"
    );
    assert_snapshot!(after(With::Before, &cut), @"
    line 9: a source sentence is cut otherwise than it was; the link is edited now
    Nadie salió, | claro. = Nobody went out, of course.  edited 1.0
    ");
    assert_eq!(after(With::Texts, &cut), after(With::Before, &cut));
}

#[test]
fn a_sentence_cut_over_two_links() {
    let cut = [
        (r#""Nadie salió, claro.""#, r#""Nadie salió,""#),
        (r#""Todos esperaban.""#, r#""claro.", "Todos esperaban.""#),
    ];
    assert_snapshot!(after(With::Before, &cut), @"
    line 9: a source sentence is cut otherwise than it was; the link is edited now
    line 10: a source sentence is cut otherwise than it was; the link is edited now
    Nadie salió, = Nobody went out, of course.  edited 1.0
    claro. | Todos esperaban. = Everybody waited.  edited 1.0
    ");
    assert_snapshot!(after(With::Texts, &cut), @"
    line 9: a source sentence is cut otherwise than it was; the link is edited now
    line 10: a source sentence is cut otherwise than it was; the link is edited now
    Nadie salió, = Nobody went out, of course.  edited 1.0
    claro. | Todos esperaban. = Everybody waited.  edited 1.0
    ");
}

#[test]
fn two_sentences_joined() {
    let join = [
        (r#"["Llovía mucho."]"#, r#"["Llovía mucho. Nadie salió, claro."]"#),
        (r#"["Nadie salió, claro."], "#, "[], "),
    ];
    assert_snapshot!(after(With::Before, &join), @"
    line 8: a source sentence is cut otherwise than it was; the link is edited now
    line 9: the link was grouped otherwise before; it is edited now
    Llovía mucho. Nadie salió, claro. = It was raining hard.  edited 1.0
     = Nobody went out, of course.  edited 1.0
    ");
    assert_snapshot!(after(With::Texts, &join), @"
    line 8: a source sentence is cut otherwise than it was; the link is edited now
    Llovía mucho. Nadie salió, claro. = It was raining hard.  edited 1.0
     = Nobody went out, of course.  auto 0.9
    ");
}

#[test]
fn links_joined_and_split_and_new_lines_without_a_status() {
    let join = [
        (
            r#""target": ["It was raining hard."], "status": "auto", "confidence": 0.9},
    {"source": ["Nadie salió, claro."], "target": ["Nobody went out, of course."], "status": "auto", "confidence": 0.9}"#,
            r#""target": ["It was raining hard.", "Nobody went out, of course."]}"#,
        ),
        (r#"["Llovía mucho."]"#, r#"["Llovía mucho.", "Nadie salió, claro."]"#),
    ];
    assert_snapshot!(after_in_every_case(&join), @"
    line 8: the link is edited now
    Llovía mucho. | Nadie salió, claro. = It was raining hard. | Nobody went out, of course.  edited 1.0
    ");
    let split = [(
        r#"{"source": ["Paró."], "target": ["It stopped."], "status": "auto", "confidence": 0.9}"#,
        r#"{"source": ["Paró."], "target": []},
    {"target": ["It stopped."], "source": []}"#,
    )];
    assert_snapshot!(after_in_every_case(&split), @"
    line 11: the link is edited now
    line 12: the link is edited now
    Paró. =   edited 1.0
     = It stopped.  edited 1.0
    ");
    let one_sided = [(
        r#"{"source": ["Paró."], "target": ["It stopped."], "status": "auto", "confidence": 0.9}"#,
        r#"{"source": ["Paró."]},
    {"target": ["It stopped."], "status": "accepted"}"#,
    )];
    assert_snapshot!(after_in_every_case(&one_sided), @"
    line 11: the link is edited now
    Paró. =   edited 1.0
     = It stopped.  accepted 1.0
    ");
}

#[test]
fn a_link_left_empty_goes() {
    let emptied = [
        (
            r#"["Llovía mucho."], "target": ["It was raining hard."], "status": "auto""#,
            r#"["Llovía mucho.", "Nadie salió, claro."], "target": ["It was raining hard.", "Nobody went out, of course."], "status": "accepted""#,
        ),
        (
            r#"{"source": ["Nadie salió, claro."], "target": ["Nobody went out, of course."]"#,
            r#"{"source": [], "target": [""], "note": "moved up""#,
        ),
    ];
    assert_snapshot!(after_in_every_case(&emptied), @"
    line 9: a link without sentences was left out; its note was “moved up”
    Llovía mucho. | Nadie salió, claro. = It was raining hard. | Nobody went out, of course.  accepted 0.9
    ");
}

#[test]
fn commas_line_ends_and_the_order_of_keys_do_not_matter() {
    let json = write(&work());
    let shown = after_in_every_case(&[
        ("0.9}\n  ]", "0.9},\n  ]"),
        (
            "hard.\"], \"status\": \"auto\", \"confidence\": 0.9},",
            "hard.\"], \"status\": \"auto\", \"confidence\": 0.9}",
        ),
        ("[\"Nobody", "[,\"Nobody"),
        (
            "{\"source\": [\"Paró.\"], \"target\": [\"It stopped.\"], \"status\": \"auto\", \"confidence\": 0.9}",
            "{\"status\": \"Accepted\",\n \"target\": [\"It stopped.\",], \"confidence\": 0.90, \"source\": [\"Paró.\"]}",
        ),
    ]);
    assert_snapshot!(shown, @"
    line 8: a comma was missing at the end of the line
    line 9: a comma too many was left out
    line 12: a comma with nothing after it was left out
    line 13: a comma with nothing after it was left out
    Paró. = It stopped.  accepted 0.9
    ");
    for json in [
        format!("\u{feff}{json}"),
        json.replace('\n', "\r\n"),
        json.replace("], ", "],"),
        json.replace(": ", " :\t"),
        json.replace("Nadie salió", "Nadie  salió")
            .replace("went out", "went\u{a0} out"),
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&json).unwrap()).unwrap(),
    ] {
        assert_eq!(show(With::Texts, &json), "", "{json}");
    }
}

#[test]
fn coverage_is_never_guessed() {
    let refused = |changes: &[(&str, &str)]| {
        let all = [With::Texts, With::Before].map(|with| after(with, changes));
        assert!(all.iter().all(|shown| shown.starts_with("refused: ")), "{all:?}");
        all[0].clone()
    };
    let nadie = r#"["Nadie salió, claro."]"#;
    // Lost, and lost before its neighbour.
    assert_snapshot!(refused(&[(nadie, "[]")]), @r#"refused: line 10: source sentence 2.2 stands in no link: "Nadie salió, claro."; it belongs here or in the link before"#);
    assert_snapshot!(refused(&[(nadie, r#"[""]"#)]), @r#"refused: line 10: source sentence 2.2 stands in no link: "Nadie salió, claro."; it belongs here or in the link before"#);
    assert_snapshot!(refused(&[(r#"["The end."]"#, "[]")]), @r#"refused: line 12: target sentence 3.2 stands in no link: "The end."; it belongs here or in the link before"#);
    // Copied and not taken away.
    assert_snapshot!(refused(&[(r#"["Llovía mucho."]"#, r#"["Llovía mucho.", "Nadie salió, claro."]"#)]), @r#"refused: line 9: source sentence 2.2 stands here a second time: "Nadie salió, claro."; delete one of the two"#);
    assert_snapshot!(refused(&[(r#"["Todos esperaban."]"#, r#"["Nadie salió, claro.", "Todos esperaban."]"#)]), @r#"refused: line 10: source sentence 2.2 stands here a second time: "Nadie salió, claro."; delete one of the two"#);
    // Two links that changed places, and a sentence moved too far.
    assert_snapshot!(refused(&[(nadie, r#"["Todos esperaban." ]"#), (r#"["Todos esperaban."]"#, nadie)]), @"refused: line 9: source sentence 2.3 stands before sentence 2.2: links keep the order of the text");
    assert_snapshot!(refused(&[(nadie, "[]"), (r#"["Paró."]"#, r#"["Paró.", "Nadie salió, claro."]"#)]), @"refused: line 10: source sentence 2.3 stands before sentence 2.2: links keep the order of the text");
    // Corrected in the wrong file.
    assert_snapshot!(refused(&[(nadie, r#"["Nadie salió, por supuesto."]"#)]), @r#"refused: line 9: "Nadie salió, por supuesto." is not in the source text at this place; expected "Nadie salió, claro." (sentence 2.2). Words are corrected in the text itself, then `cotejo align` takes them over"#);
    assert_snapshot!(refused(&[("The lighthouse", "The light-house")]), @r#"refused: line 7: "The light-house" is not in the target text at this place; expected "The lighthouse" (sentence 1.1). Words are corrected in the text itself, then `cotejo align` takes them over"#);
    assert_snapshot!(refused(&[(r#"["The end."]"#, r#"["The end.", "Curtain."]"#)]), @r#"refused: line 12: "Curtain." stands after the end of the target text; delete it, or write it into the text as well and run `cotejo align`"#);
}

#[test]
fn sentences_that_are_the_same_are_told_apart_by_their_order() {
    let before = file(vec![
        link("—No.", "“No.”"),
        link("—¿No?", "“No?”"),
        link("—No. | —No.", "“No, no.”"),
        link("—No.", "“No.”"),
    ]);
    let known = Known {
        before: Some(&before),
        ..Known::default()
    };
    let json = write(&before).replacen(r#"["—No.", "—No."]"#, r#"["—No."]"#, 1);
    assert_snapshot!(tidy(&json, &known).unwrap_err(), @r#"line 10: source sentence 1.5 stands in no link: "—No."; it belongs here or in the link before"#);
    // Put to the one after, it is the next one.
    let moved = json.replacen(
        r#"["—No."], "target": ["“No.”"], "status": "auto", "confidence": 0.9}
  ]"#,
        r#"["—No.", "—No."], "target": ["“No.”"], "status": "auto", "confidence": 0.9}
  ]"#,
        1,
    );
    assert_ne!(moved, json);
    let tidied = tidy(&moved, &known).unwrap();
    let lines: Vec<_> = tidied.file.links.iter().map(line).collect();
    assert_snapshot!(lines.join("\n"), @"
    —No. = “No.”  auto 0.9
    —¿No? = “No?”  auto 0.9
    —No. = “No, no.”  edited 1.0
    —No. | —No. = “No.”  edited 1.0
    ");
}

#[test]
fn letters_typed_in_two_parts_are_the_letters_of_the_text() {
    let apart = [("Nadie salió, claro.", "Nadie salio\u{301}, claro.")];
    assert_eq!(after_in_every_case(&apart), "");
    // An alignment of before that is spelt so is no trouble either.
    let mut before = work();
    before.links[2].source = vec![apart[0].1.to_owned()];
    let known = Known {
        before: Some(&before),
        ..Known::default()
    };
    let tidied = tidy(&write(&before), &known).unwrap().file;
    assert_eq!(tidied.links[2].source, work().links[2].source);
}

#[test]
fn what_waits_comes_back_as_it_was() {
    let mut waiting = work();
    waiting.waiting = vec![link("Nadie contestó.", "Nobody answered.")];
    waiting.waiting[0].status = crate::file::Status::Edited;
    let json = write(&waiting);
    let tidied = tidy(&json.replacen("\"auto\"", "\"accepted\"", 1), &Known::default()).unwrap();
    assert_eq!(tidied.file.waiting, waiting.waiting);
}

#[test]
fn what_is_no_json_in_any_reading_is_refused_with_its_line() {
    let refused = |from: &str, to: &str| after(With::Texts, &[(from, to)]);
    assert_snapshot!(refused("\"Paró.\"", "“Paró.”"), @r#"refused: line 11, column 17, link 5: not valid JSON: “ stands where a plain quotation mark belongs: ""#);
    assert_snapshot!(refused("    {\"source\": [\"Nadie salió, claro.\"]", "    // looks wrong\n    {\"source\": [\"Nadie salió, claro.\"]"), @r#"refused: line 9, column 5, link 3: not valid JSON: there are no comments in an alignment; write it as the link's "note""#);
    assert_snapshot!(refused("Nobody went", "Nobody \"went\""), @r#"refused: line 9, column 61, link 3: not valid JSON: a comma or "]" was expected; a quotation mark inside a text is written \""#);
    assert_snapshot!(refused("Nobody went", "Nobody\nwent"), @"refused: line 9, column 52, link 3: not valid JSON: a text is not closed on its line; a quotation mark is missing");
    assert_snapshot!(refused("[\"Paró.\"]", "[\"Paró.\""), @r#"refused: line 11, column 34, link 5: not valid JSON: a comma or "]" was expected; a quotation mark inside a text is written \""#);
    assert_snapshot!(refused("\"status\": \"auto\"", "\"status\": auto"), @"refused: line 7, column 69, link 1: not valid JSON: auto stands without quotation marks");
    assert_snapshot!(refused("\"status\": \"auto\"", "\"status\": \"okay\""), @r#"refused: line 7, column 69, link 1: "status" is "okay"; expected "auto", "accepted", "edited" or "disputed""#);
    assert_snapshot!(refused("\"status\"", "\"state\""), @r#"refused: line 7, column 59, link 1: unknown key "state"; expected "source", "target", "status", "confidence", "note", "reasons""#);
    assert_snapshot!(refused("\"status\": \"auto\"", "\"status\": \"auto\", \"status\": \"edited\""), @r#"refused: line 7, column 77, link 1: the key "status" stands twice; delete one of the two"#);
    assert_snapshot!(refused("  ]\n}\n", ""), @r#"refused: line 12, column 86, link 6: not valid JSON: "]" is missing; the file ends too early: restore its end, for example from version control or with `cotejo history`; where neither has it, move the file away and align again"#);
    assert_snapshot!(refused("    {\"source\": [\"Fin.\"]", "<<<<<<< HEAD\n    {\"source\": [\"Fin.\"]"), @"refused: line 12: an unfinished merge left conflict markers; between <<<<<<< and >>>>>>> keep the lines of one version, delete those of the other and the three marker lines");
    assert_snapshot!(show(With::Nothing, ""), @"refused: line 1, column 1: not valid JSON: a value is missing; the file ends too early: restore its end, for example from version control or with `cotejo history`; where neither has it, move the file away and align again");
}

mod random {
    use proptest::prelude::*;

    use super::*;
    use crate::file::{Confidence, Status};
    use crate::text::{Side, SourceText, fold_space};

    /// An edit of the file in an editor.
    #[derive(Debug, Clone, Copy)]
    enum Edit {
        /// Moves the last sentence of a link to the next one, or the first of that one back.
        Move {
            forward: bool,
            side: Side,
        },
        /// Cuts the first sentence of a side in two, after its first letter.
        Cut {
            side: Side,
        },
        Judge(Status),
        Note,
        JoinLines,
        DropComma,
    }

    fn any_side() -> impl Strategy<Value = Side> {
        prop::sample::select(Side::BOTH.as_slice())
    }

    fn any_edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            3 => (any::<bool>(), any_side()).prop_map(|(forward, side)| Edit::Move { forward, side }),
            1 => any_side().prop_map(|side| Edit::Cut { side }),
            1 => prop::sample::select(vec![Status::Accepted, Status::Edited, Status::Disputed]).prop_map(Edit::Judge),
            1 => Just(Edit::Note),
            1 => Just(Edit::JoinLines),
            1 => Just(Edit::DropComma),
        ]
    }

    /// A link as it was typed, with what it was made from.
    #[derive(Debug, Clone)]
    struct Typed {
        link: Link,
        comma: bool,
        regrouped: bool,
    }

    fn print(file: &AlignmentFile, typed: &[Typed]) -> String {
        let empty = AlignmentFile {
            links: Vec::new(),
            ..file.clone()
        };
        let count = typed.len();
        let lines = typed.iter().enumerate().map(|(number, typed)| {
            let mut line = Vec::new();
            crate::file::write_link(&typed.link, &mut line).unwrap();
            let line = String::from_utf8(line).unwrap();
            let comma = if typed.comma && number + 1 < count { "," } else { "" };
            format!("    {line}{comma}\n")
        });
        let lines: String = lines.collect();
        write(&empty).replace("\"links\": []", &format!("\"links\": [\n{lines}  ]"))
    }

    fn texts_mut(link: &mut Link, side: Side) -> &mut Vec<String> {
        match side {
            Side::Source => &mut link.source,
            Side::Target => &mut link.target,
        }
    }

    proptest! {
        #[test]
        fn edits_by_hand_are_understood(
            mut original in any_aligned_file(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), any_edit()), 1..6),
            knows in any::<bool>(),
        ) {
            for link in &mut original.links {
                link.status = Status::Auto;
                link.confidence = Confidence::new(0.5);
                link.reasons.clear();
            }
            // What the links hold is the text, so that the sentences can be held against it.
            for side in Side::BOTH {
                let text: String = original.sentences(side).map(|text| format!("{text}\n")).collect();
                let sha256 = SourceText::from_string(&text).sha256();
                match side {
                    Side::Source => original.source.sha256 = sha256,
                    Side::Target => original.target.sha256 = sha256,
                }
            }
            let mut typed: Vec<_> = original.links.iter().map(|link| Typed { link: link.clone(), comma: true, regrouped: false }).collect();
            for (index, edit) in edits {
                if typed.is_empty() {
                    break;
                }
                let at = index.index(typed.len());
                let next = at + 1 < typed.len();
                match edit {
                    Edit::Move { forward, side } if next => {
                        let (giver, taker) = if forward { (at, at + 1) } else { (at + 1, at) };
                        let texts = texts_mut(&mut typed[giver].link, side);
                        let Some(text) = (if forward { texts.pop() } else { (!texts.is_empty()).then(|| texts.remove(0)) }) else {
                            continue;
                        };
                        let place = if forward { 0 } else { typed[taker].link.texts(side).len() };
                        texts_mut(&mut typed[taker].link, side).insert(place, text);
                        typed[at].regrouped = true;
                        typed[at + 1].regrouped = true;
                    }
                    Edit::Cut { side } => {
                        let texts = texts_mut(&mut typed[at].link, side);
                        let Some(first) = texts.first().cloned() else { continue };
                        let Some((cut, _)) = first.char_indices().nth(1) else { continue };
                        let parts = [first[..cut].to_owned(), first[cut..].trim_start().to_owned()];
                        if parts.iter().all(|part| !part.trim().is_empty()) {
                            texts.splice(..1, parts);
                            typed[at].regrouped = true;
                        }
                    }
                    Edit::Judge(status) => typed[at].link.status = status,
                    Edit::Note => typed[at].link.note = Some("¡ojo!".to_owned()),
                    Edit::JoinLines if next => {
                        let second = typed.remove(at + 1).link;
                        typed[at].link.source.extend(second.source);
                        typed[at].link.target.extend(second.target);
                        typed[at].regrouped = true;
                    }
                    Edit::DropComma => typed[at].comma = false,
                    Edit::Move { .. } | Edit::JoinLines => {}
                }
            }
            let known = Known { before: knows.then_some(&original), ..Known::default() };
            let json = print(&original, &typed);
            let tidied = tidy(&json, &known).map_err(|error| TestCaseError::fail(format!("{error}\n{json}")))?;
            // A moved string is a moved sentence, an emptied link goes, and who regroups decides.
            let is_old = |link: &Link| original.links.iter().any(|old| old.words() == link.words());
            let links = typed.into_iter().filter(|typed| !typed.link.source.is_empty() || !typed.link.target.is_empty());
            let links: Vec<_> = links.map(|Typed { mut link, regrouped, .. }| {
                prop_assert!(regrouped || is_old(&link));
                for side in Side::BOTH {
                    for text in texts_mut(&mut link, side) {
                        *text = fold_space(text).into_owned();
                    }
                }
                if knows && link.status == Status::Auto && !is_old(&link) {
                    link.status = Status::Edited;
                    link.confidence = Confidence::CERTAIN;
                }
                Ok(link)
            }).collect::<Result<_, TestCaseError>>()?;
            let expected = AlignmentFile { links, ..original.clone() };
            prop_assert_eq!(write(&tidied.file), write(&expected), "{}", json);
            let again = tidy(&write(&tidied.file), &known).map(|tidied| write(&tidied.file));
            prop_assert_eq!(again, Ok(write(&tidied.file)));
        }

        #[test]
        fn no_sentence_is_lost_copied_or_moved_unnoticed(
            original in any_aligned_file(),
            at in any::<prop::sample::Index>(),
            to in any::<prop::sample::Index>(),
            what in 0..3_u8,
            side in any_side(),
        ) {
            let held: Vec<String> = original.sentences(side).map(str::to_owned).collect();
            if held.is_empty() {
                return Ok(());
            }
            let (at, to) = (at.index(held.len()), to.index(held.len()));
            let mut changed = held.clone();
            match what {
                0 => drop(changed.remove(at)),
                1 => changed.insert(to, held[at].clone()),
                _ => changed.swap(at, to),
            }
            // In as many links as before, the last of which takes what is left.
            let mut file = original.clone();
            let mut rest = changed.iter().cloned();
            for link in &mut file.links {
                let count = link.texts(side).len();
                *texts_mut(link, side) = rest.by_ref().take(count).collect();
            }
            texts_mut(file.links.last_mut().unwrap(), side).extend(rest);
            let letters = |texts: &[String]| -> String { texts.concat().split_whitespace().collect() };
            let known = Known { before: Some(&original), ..Known::default() };
            let is_whole = letters(&changed) == letters(&held);
            let tidied = tidy(&write(&file), &known);
            prop_assert_eq!(tidied.is_ok(), is_whole, "{:?}", tidied);
        }

        #[test]
        fn canonical_files_come_back_byte_for_byte(file in any_aligned_file()) {
            let json = write(&file);
            prop_assert_eq!(tidy(&json, &Known::default()).map(|tidied| write(&tidied.file)), Ok(json));
        }

        #[test]
        fn no_damage_makes_it_panic_or_write_what_is_invalid(file in any_file(), at in any::<prop::sample::Index>(), with in "[\"\\\\{}\\[\\],:0-9a\n<]{0,3}", cut in 0..4_usize) {
            let mut chars: Vec<char> = write(&file).chars().collect();
            let at = at.index(chars.len());
            let end = (at + cut).min(chars.len());
            chars.splice(at..end, with.chars());
            let damaged: String = chars.into_iter().collect();
            for known in [Known::default(), Known { before: Some(&file), ..Known::default() }] {
                if let Ok(tidied) = tidy(&damaged, &known) {
                    prop_assert_eq!(read(&write(&tidied.file)), Ok(tidied.file));
                }
            }
        }
    }
}
