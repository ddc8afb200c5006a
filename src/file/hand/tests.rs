use std::fmt::Write as _;

use insta::assert_snapshot;

use super::{Known, tidy};
use crate::file::{AlignmentFile, Link, read, write};
use crate::fixture::{any_file, document, file, link, sample};
use crate::text::{Document, SentenceId};

fn work() -> AlignmentFile {
    file(vec![
        link("1.1 El faro", "1.1 The lighthouse"),
        link("2.1 Llovía mucho.", "2.1 It was raining hard."),
        link("2.2 Nadie salió, claro.", "2.2 Nobody went out, of course."),
        link("2.3 Todos esperaban.", "2.3 Everybody waited."),
        link("3.1 Paró.", "3.1 It stopped."),
        link("3.2 Fin.", "3.2 The end."),
    ])
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
    let side = |ids: &[SentenceId], texts: &[String]| {
        let both = ids.iter().zip(texts).map(|(id, text)| format!("{id} {text}"));
        both.collect::<Vec<_>>().join(" | ")
    };
    format!(
        "{} = {}  {} {:?}",
        side(&link.source, &link.source_text),
        side(&link.target, &link.target_text),
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

#[test]
fn an_id_moved_to_the_link_before_takes_its_text_along() {
    let shown = after_in_every_case(&[
        (r#"{"source": ["2.1"], "#, r#"{"source": ["2.1", "2.2"], "#),
        (r#"{"source": ["2.2"], "#, r#"{"source": [], "#),
    ]);
    assert_snapshot!(shown, @"
    line 8: source sentence 2.2 moved here from the link after, as its id says
    line 8: the link is edited now
    line 9: the link is edited now
    2.1 Llovía mucho. | 2.2 Nadie salió, claro. = 2.1 It was raining hard.  edited 1.0
     = 2.2 Nobody went out, of course.  edited 1.0
    ");
}

#[test]
fn an_id_moved_to_the_link_after_takes_its_text_along() {
    let shown = after_in_every_case(&[
        (r#""target": ["2.2"], "#, r#""target": [], "#),
        (r#""target": ["2.3"], "#, r#""target": ["2.2", "2.3"], "#),
    ]);
    assert_snapshot!(shown, @"
    line 9: the link is edited now
    line 10: target sentence 2.2 moved here from the link before, as its id says
    line 10: the link is edited now
    2.2 Nadie salió, claro. =   edited 1.0
    2.3 Todos esperaban. = 2.2 Nobody went out, of course. | 2.3 Everybody waited.  edited 1.0
    ");
}

#[test]
fn a_text_moved_without_its_id_is_known_by_the_version_before() {
    let moved = [
        (
            r#""es": ["Llovía mucho."]"#,
            r#""es": ["Llovía mucho.", "Nadie salió, claro."]"#,
        ),
        (
            r#""es": ["Nadie salió, claro."], "en": ["Nobody"#,
            r#""es": [], "en": ["Nobody"#,
        ),
    ];
    assert_snapshot!(after(With::Before, &moved), @"
    line 8: source sentence 2.2 moved here from the link after, as its text says
    line 8: the link is edited now
    line 9: the link is edited now
    2.1 Llovía mucho. | 2.2 Nadie salió, claro. = 2.1 It was raining hard.  edited 1.0
     = 2.2 Nobody went out, of course.  edited 1.0
    ");
    // Nothing else shows which of the two was moved; the ids count, and it is said.
    assert_snapshot!(after(With::Texts, &moved), @"
    line 8: the link is edited now
    line 9: source sentence 2.2 moved here from the link before, as its id says
    line 9: the link is edited now
    2.1 Llovía mucho. = 2.1 It was raining hard.  edited 1.0
    2.2 Nadie salió, claro. = 2.2 Nobody went out, of course.  edited 1.0
    ");
}

#[test]
fn id_and_text_moved_together_are_known_by_the_version_before() {
    let moved = [
        (r#"{"source": ["2.1"], "#, r#"{"source": ["2.1", "2.2"], "#),
        (r#"{"source": ["2.2"], "#, r#"{"source": [], "#),
        (
            r#""es": ["Llovía mucho."]"#,
            r#""es": ["Llovía mucho.", "Nadie salió, claro."]"#,
        ),
        (
            r#""es": ["Nadie salió, claro."], "en": ["Nobody"#,
            r#""es": [], "en": ["Nobody"#,
        ),
    ];
    assert_snapshot!(after(With::Before, &moved), @"
    line 8: the link was grouped otherwise before; it is edited now
    line 9: the link was grouped otherwise before; it is edited now
    2.1 Llovía mucho. | 2.2 Nadie salió, claro. = 2.1 It was raining hard.  edited 1.0
     = 2.2 Nobody went out, of course.  edited 1.0
    ");
    assert_snapshot!(after(With::Nothing, &moved), @"
    2.1 Llovía mucho. | 2.2 Nadie salió, claro. = 2.1 It was raining hard.  auto 0.9
     = 2.2 Nobody went out, of course.  auto 0.9
    ");
}

#[test]
fn a_sentence_cut_in_two_is_numbered_anew() {
    let cut = [(r#""Nadie salió, claro.""#, r#""Nadie salió,", "claro.""#)];
    assert_eq!(after(With::Texts, &cut), after(With::Before, &cut));
    assert_snapshot!(after(With::Texts, &cut), @"
    line 9: source sentence 2.2 is cut in 2; the sentences of passage 2 are numbered anew
    line 9: the link is edited now
    2.2 Nadie salió, | 2.3 claro. = 2.2 Nobody went out, of course.  edited 1.0
    2.4 Todos esperaban. = 2.3 Everybody waited.  auto 0.9
    ");
    assert_snapshot!(after(With::Nothing, &cut), @"refused: line 9: the link has 1 source id, but 2 texts; without the text file it cannot be told what was cut, joined or lost; put the text in its place and run the command again");
    // However far the person has numbered it anew.
    let shown = after(With::Texts, &cut);
    for ids in [r#"["2.2", "2.3"]"#, r#"["2.2", "2.2"]"#] {
        let more = (r#"{"source": ["2.2"]"#, format!(r#"{{"source": {ids}"#));
        assert_eq!(after(With::Texts, &[cut[0], (more.0, &more.1)]), shown);
        let all = [
            cut[0],
            (r#"{"source": ["2.3"]"#, r#"{"source": ["2.4"]"#),
            (more.0, &more.1),
        ];
        if ids == r#"["2.2", "2.3"]"# {
            assert_eq!(after(With::Before, &all), shown);
        }
    }
}

#[test]
fn a_sentence_cut_over_two_links() {
    let cut = [
        (r#""Nadie salió, claro.""#, r#""Nadie salió,""#),
        (r#""Todos esperaban.""#, r#""claro.", "Todos esperaban.""#),
    ];
    assert_eq!(after(With::Texts, &cut), after(With::Before, &cut));
    assert_snapshot!(after(With::Texts, &cut), @"
    line 9: source sentence 2.2 is cut in 2; the sentences of passage 2 are numbered anew
    line 9: the link is edited now
    line 10: the link is edited now
    2.2 Nadie salió, = 2.2 Nobody went out, of course.  edited 1.0
    2.3 claro. | 2.4 Todos esperaban. = 2.3 Everybody waited.  edited 1.0
    ");
}

#[test]
fn two_sentences_joined_are_numbered_anew() {
    let join = [
        (r#"{"source": ["2.1"], "#, r#"{"source": ["2.1", "2.2"], "#),
        (
            r#"{"source": ["2.2"], "target": ["2.2"]"#,
            r#"{"source": [], "target": ["2.2"]"#,
        ),
        (
            r#""es": ["Llovía mucho."]"#,
            r#""es": ["Llovía mucho. Nadie salió, claro."]"#,
        ),
        (
            r#""es": ["Nadie salió, claro."], "en": ["Nobody"#,
            r#""es": [], "en": ["Nobody"#,
        ),
    ];
    assert_snapshot!(after(With::Texts, &join), @"
    line 8: source sentences 2.1 to 2.2 are joined; the sentences of passage 2 are numbered anew
    line 8: the link is edited now
    2.1 Llovía mucho. Nadie salió, claro. = 2.1 It was raining hard.  edited 1.0
     = 2.2 Nobody went out, of course.  auto 0.9
    2.2 Todos esperaban. = 2.3 Everybody waited.  auto 0.9
    ");
    // The version before also shows that the link after it lost its sentence.
    assert_snapshot!(after(With::Before, &join), @"
    line 8: source sentences 2.1 to 2.2 are joined; the sentences of passage 2 are numbered anew
    line 8: the link is edited now
    line 9: the link was grouped otherwise before; it is edited now
    2.1 Llovía mucho. Nadie salió, claro. = 2.1 It was raining hard.  edited 1.0
     = 2.2 Nobody went out, of course.  edited 1.0
    2.2 Todos esperaban. = 2.3 Everybody waited.  auto 0.9
    ");
    assert_snapshot!(after(With::Nothing, &join), @"refused: line 8: the link has 2 source ids, but 1 text; without the text file it cannot be told what was cut, joined or lost; put the text in its place and run the command again");
}

#[test]
fn links_joined_and_split_and_new_lines_without_a_status() {
    let join = [(
        "], \"target\": [\"2.1\"], \"status\": \"auto\", \"confidence\": 0.9, \"es\": [\"Llovía mucho.\"], \"en\": [\"It was raining hard.\"]},\n    {\"source\": [\"2.2\"], \"target\": [\"2.2\"], \"status\": \"auto\", \"confidence\": 0.9, \"es\": [\"Nadie salió, claro.\"], \"en\": [\"Nobody went out, of course.\"]}",
        ", \"2.2\"], \"target\": [\"2.1\", \"2.2\"]}",
    )];
    assert_eq!(after(With::Texts, &join), after(With::Before, &join));
    assert_snapshot!(after(With::Texts, &join), @"
    line 7: the text of source sentence 2.1 was missing and is filled in
    line 7: the text of source sentence 2.2 was missing and is filled in
    line 7: the text of target sentence 2.1 was missing and is filled in
    line 7: the text of target sentence 2.2 was missing and is filled in
    line 8: the link is edited now
    2.1 Llovía mucho. | 2.2 Nadie salió, claro. = 2.1 It was raining hard. | 2.2 Nobody went out, of course.  edited 1.0
    ");
    let split = [(
        r#"{"source": ["3.1"], "target": ["3.1"], "status": "auto", "confidence": 0.9, "es": ["Paró."], "en": ["It stopped."]}"#,
        r#"{"source": ["3.1"], "target": [], "es": ["Paró."], "en": []},
    {"es": [], "en": ["It stopped."], "target": ["3.1"], "source": []}"#,
    )];
    assert_snapshot!(after_in_every_case(&split), @"
    line 11: the link is edited now
    line 12: the link is edited now
    3.1 Paró. =   edited 1.0
     = 3.1 It stopped.  edited 1.0
    ");
}

#[test]
fn a_link_left_empty_goes() {
    let shown = after_in_every_case(&[
        (
            r#"{"source": ["2.1"], "target": ["2.1"]"#,
            r#"{"source": ["2.1", "2.2"], "target": ["2.1", "2.2"]"#,
        ),
        (
            r#"{"source": ["2.2"], "target": ["2.2"]"#,
            r#"{"source": [], "target": []"#,
        ),
        (
            r#""es": ["Llovía mucho."], "en": ["It was raining hard."]"#,
            r#""es": ["Llovía mucho.", "Nadie salió, claro."], "en": ["It was raining hard.", "Nobody went out, of course."]"#,
        ),
        (
            r#""es": ["Nadie salió, claro."], "en": ["Nobody went out, of course."]"#,
            r#""note": "moved up", "es": [], "en": []"#,
        ),
        (
            "\"status\": \"auto\", \"confidence\": 0.9, \"es\": [\"Llovía",
            "\"status\": \"accepted\", \"confidence\": 0.9, \"es\": [\"Llovía",
        ),
    ]);
    assert_snapshot!(shown, @"
    line 9: a link without sentences was left out; its note was “moved up”
    2.1 Llovía mucho. | 2.2 Nadie salió, claro. = 2.1 It was raining hard. | 2.2 Nobody went out, of course.  accepted 0.9
    ");
}

#[test]
fn a_link_goes_when_its_last_id_is_moved_away() {
    let shown = after_in_every_case(&[
        (
            r#"{"source": ["2.1"], "target": ["2.1"]"#,
            r#"{"source": ["2.1", "2.2"], "target": ["2.1", "2.2"]"#,
        ),
        (
            r#"{"source": ["2.2"], "target": ["2.2"]"#,
            r#"{"source": [], "target": []"#,
        ),
    ]);
    assert_snapshot!(shown, @"
    line 8: source sentence 2.2 moved here from the link after, as its id says
    line 8: target sentence 2.2 moved here from the link after, as its id says
    line 8: the link is edited now
    line 9: a link without sentences was left out
    2.1 Llovía mucho. | 2.2 Nadie salió, claro. = 2.1 It was raining hard. | 2.2 Nobody went out, of course.  edited 1.0
    ");
}

#[test]
fn commas_line_ends_and_the_order_of_keys_do_not_matter() {
    let json = write(&work());
    let shown = after_in_every_case(&[
        ("\"The end.\"]}", "\"The end.\"]},"),
        ("hard.\"]},", "hard.\"]}"),
        ("[\"Nobody", "[,\"Nobody"),
        (
            "\"auto\", \"confidence\": 0.9, \"es\": [\"Paró.\"]",
            "\"Accepted\",\n \"es\": [\"Paró.\",], \"confidence\": 0.90",
        ),
    ]);
    assert_snapshot!(shown, @"
    line 8: a comma was missing at the end of the line
    line 9: a comma too many was left out
    line 12: a comma with nothing after it was left out
    line 13: a comma with nothing after it was left out
    3.1 Paró. = 3.1 It stopped.  accepted 0.9
    ");
    for json in [
        format!("\u{feff}{json}"),
        json.replace('\n', "\r\n"),
        json.replace("], ", "],"),
        json.replace(": ", " :\t"),
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&json).unwrap()).unwrap(),
    ] {
        assert_eq!(show(With::Texts, &json), "", "{json}");
    }
}

#[test]
fn coverage_is_never_guessed() {
    let refused = |changes: &[(&str, &str)]| {
        let all = EVERY.map(|with| after(with, changes));
        assert!(all.iter().all(|shown| shown.starts_with("refused: ")), "{all:?}");
        all[1].clone()
    };
    assert_snapshot!(refused(&[(r#"{"source": ["2.2"]"#, r#"{"source": []"#)]), @r#"refused: line 8: source sentence 2.2 stands in no link any more: "Nadie salió, claro."; it belongs in this line or the next"#);
    assert_snapshot!(refused(&[(r#"{"source": ["2.2"]"#, r#"{"source": ["2.1", "2.2"]"#)]), @"refused: line 9: source sentence 2.1 stands twice, first in line 8; delete one of the two");
    assert_snapshot!(refused(&[(r#"{"source": ["2.2"]"#, r#"{"source": ["2.4"]"#)]), @"refused: line 9: source sentence 2.4 does not exist");
    assert_snapshot!(refused(&[(r#"{"source": ["2.2"]"#, r#"{"source": ["2.3"]"#), (r#"{"source": ["2.3"], "target": ["2.3"]"#, r#"{"source": ["2.2"], "target": ["2.3"]"#)]), @"refused: line 9: source sentence 2.3 stands before sentences of line 10 that come before it; links keep the order of the text");
    assert_snapshot!(refused(&[(r#"{"source": ["2.2"]"#, r#"{"source": []"#), (r#""Nadie salió, claro.""#, "")]), @r#"refused: line 8: source sentence 2.2 stands in no link any more: "Nadie salió, claro."; it belongs in this line or the next"#);
    assert_snapshot!(after(With::Texts, &[(r#""Nadie salió, claro.""#, r#""Nadie salió, por supuesto.""#)]), @r#"refused: line 9: "Nadie salió, por supuesto." is not in the source text at this place; expected "Nadie salió, claro.". Words are corrected in the text itself, then `cotejo align` takes them over"#);
}

#[test]
fn a_text_lost_or_copied_is_put_in_order_by_its_id() {
    let lost = [(r#""Nadie salió, claro.""#, "")];
    assert_snapshot!(after(With::Texts, &lost), @"
    line 8: the text of source sentence 2.2 was missing and is filled in
    line 9: the link is edited now
    2.2 Nadie salió, claro. = 2.2 Nobody went out, of course.  edited 1.0
    ");
    assert_snapshot!(after(With::Nothing, &lost), @"refused: line 9: the link has 1 source id, but 0 texts; without the text file it cannot be told what was cut, joined or lost; put the text in its place and run the command again");
    let copied = [
        (
            r#""es": ["Llovía mucho."]"#,
            r#""es": ["Llovía mucho.", "Nadie salió, claro."]"#,
        ),
        (r#"{"source": ["2.1"]"#, r#"{"source": ["2.1", "2.2"]"#),
        (
            r#"{"source": ["2.2"], "target": ["2.2"]"#,
            r#"{"source": [], "target": ["2.2"]"#,
        ),
    ];
    assert_snapshot!(after(With::Texts, &copied), @"
    line 8: the link is edited now
    line 9: the link is edited now
    line 9: the text of source sentence 2.2 stood twice
    2.1 Llovía mucho. | 2.2 Nadie salió, claro. = 2.1 It was raining hard.  edited 1.0
     = 2.2 Nobody went out, of course.  edited 1.0
    ");
}

#[test]
fn what_is_no_json_in_any_reading_is_refused_with_its_line() {
    let refused = |from: &str, to: &str| after(With::Texts, &[(from, to)]);
    assert_snapshot!(refused("\"2.2\"", "“2.2”"), @r#"refused: line 9: “ stands where a plain quotation mark belongs: ""#);
    assert_snapshot!(refused("    {\"source\": [\"2.2\"]", "    // looks wrong\n    {\"source\": [\"2.2\"]"), @r#"refused: line 9: there are no comments in an alignment; write it as the link's "note""#);
    assert_snapshot!(refused("Nobody went", "Nobody \"went\""), @r#"refused: line 9: a comma or "]" was expected; a quotation mark inside a text is written \""#);
    assert_snapshot!(refused("Nobody went", "Nobody\nwent"), @"refused: line 9: a text is not closed on its line; a quotation mark is missing");
    assert_snapshot!(refused("[\"Paró.\"]", "[\"Paró.\""), @r#"refused: line 11: a comma or "]" was expected; a quotation mark inside a text is written \""#);
    assert_snapshot!(refused("\"status\": \"auto\"", "\"status\": auto"), @"refused: line 7: auto stands without quotation marks");
    assert_snapshot!(refused("\"status\": \"auto\"", "\"status\": \"okay\""), @r#"refused: line 7: "status" is "okay"; expected "auto", "accepted", "edited" or "disputed""#);
    assert_snapshot!(refused("\"status\"", "\"state\""), @r#"refused: line 7: unknown key "state"; expected "source", "target", "status", "confidence", "note", "reasons", "es", "en""#);
    assert_snapshot!(refused("\"status\": \"auto\"", "\"status\": \"auto\", \"status\": \"edited\""), @r#"refused: line 7: the key "status" stands twice; delete one of the two"#);
    assert_snapshot!(refused("  ]\n}\n", ""), @r#"refused: line 13: the file ends too early: "]" is missing"#);
    assert_snapshot!(refused("    {\"source\": [\"3.2\"]", "<<<<<<< HEAD\n    {\"source\": [\"3.2\"]"), @"refused: line 12: an unfinished merge left conflict markers; between <<<<<<< and >>>>>>> keep the lines of one version, delete those of the other and the three marker lines");
    assert_snapshot!(show(With::Nothing, ""), @"refused: line 1: the file ends too early");
}

mod random {
    use proptest::prelude::*;

    use super::*;
    use crate::file::{Confidence, Status};

    /// An edit of the file in an editor.
    #[derive(Debug, Clone, Copy)]
    enum Edit {
        /// Moves the last sentence of a link to the next one, or the first of that one back.
        Move {
            forward: bool,
            id: bool,
            text: bool,
        },
        Judge(Status),
        Note,
        JoinLines,
        DropComma,
    }

    fn any_edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            3 => (any::<bool>(), 0..3_u8).prop_map(|(forward, what)| Edit::Move { forward, id: what != 0, text: what != 1 }),
            1 => prop::sample::select(vec![Status::Accepted, Status::Edited, Status::Disputed]).prop_map(Edit::Judge),
            1 => Just(Edit::Note),
            1 => Just(Edit::JoinLines),
            1 => Just(Edit::DropComma),
        ]
    }

    /// A link as lists that need not agree.
    #[derive(Debug, Clone)]
    struct Typed {
        link: Link,
        comma: bool,
    }

    fn print(file: &AlignmentFile, typed: &[Typed]) -> String {
        let empty = AlignmentFile {
            links: Vec::new(),
            ..file.clone()
        };
        let count = typed.len();
        let lines = typed.iter().enumerate().map(|(number, typed)| {
            let one = AlignmentFile {
                links: vec![typed.link.clone()],
                ..file.clone()
            };
            let json = write(&one);
            let line = json.lines().nth_back(2).unwrap().to_owned();
            let comma = if typed.comma && number + 1 < count { "," } else { "" };
            format!("{line}{comma}\n")
        });
        let lines: String = lines.collect();
        write(&empty).replace("\"links\": []", &format!("\"links\": [\n{lines}  ]"))
    }

    /// Moves a sentence over the border after a link, in the lists chosen.
    fn shift(links: &mut [Typed], at: usize, forward: bool, ids: bool, texts: bool) {
        let [one, two] = &mut links[at..at + 2] else { return };
        let (one, two) = (&mut one.link, &mut two.link);
        if forward {
            if ids {
                let id = one.source.pop().unwrap();
                two.source.insert(0, id);
            }
            if texts {
                let text = one.source_text.pop().unwrap();
                two.source_text.insert(0, text);
            }
        } else {
            if ids {
                let id = two.source.remove(0);
                one.source.push(id);
            }
            if texts {
                let text = two.source_text.remove(0);
                one.source_text.push(text);
            }
        }
    }

    proptest! {
        #[test]
        fn edits_by_hand_are_understood(
            mut original in any_file(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), any_edit()), 1..6),
            knows in any::<bool>(),
        ) {
            // Sentences that differ, so that it can be told which was moved.
            for (number, link) in original.links.iter_mut().enumerate() {
                for (place, text) in link.source_text.iter_mut().chain(&mut link.target_text).enumerate() {
                    *text = format!("{number}-{place} {text}");
                }
                link.status = Status::Auto;
                link.confidence = Confidence::new(0.5);
                link.reasons.clear();
            }
            let mut typed: Vec<_> = original.links.iter().map(|link| Typed { link: link.clone(), comma: true }).collect();
            let mut expected = typed.clone();
            let mut free = vec![true; typed.len()];
            for (index, edit) in edits {
                if typed.is_empty() {
                    break;
                }
                let at = index.index(typed.len());
                let next = at + 1 < typed.len();
                match edit {
                    Edit::Move { forward, id, text } if next && free[at] && free[at + 1] => {
                        let giver = if forward { at } else { at + 1 };
                        let link = &typed[giver].link;
                        // Only the text moved: without the version before, the ids would count.
                        if link.source.len() + link.target.len() < 2 || link.source.is_empty() || (text && !knows) {
                            continue;
                        }
                        shift(&mut typed, at, forward, id, text);
                        shift(&mut expected, at, forward, true, true);
                        for changed in at..at + 2 {
                            free[changed] = false;
                            if expected[changed].link.status == Status::Auto {
                                expected[changed].link.status = Status::Edited;
                                expected[changed].link.confidence = Confidence::CERTAIN;
                            }
                        }
                    }
                    Edit::Judge(status) if typed[at].link.status == Status::Auto => {
                        typed[at].link.status = status;
                        let confidence = typed[at].link.confidence;
                        expected[at].link.status = status;
                        expected[at].link.confidence = confidence;
                    }
                    Edit::Note => {
                        typed[at].link.note = Some("¡ojo!".to_owned());
                        expected[at].link.note = Some("¡ojo!".to_owned());
                    }
                    Edit::JoinLines if next && free[at] && free[at + 1] => {
                        for (list, edited) in [(&mut typed, false), (&mut expected, true)] {
                            let Typed { link: second, .. } = list.remove(at + 1);
                            let first = &mut list[at].link;
                            first.source.extend(second.source);
                            first.target.extend(second.target);
                            first.source_text.extend(second.source_text);
                            first.target_text.extend(second.target_text);
                            if edited && knows && first.status == Status::Auto {
                                first.status = Status::Edited;
                                first.confidence = Confidence::CERTAIN;
                            }
                        }
                        free.remove(at + 1);
                        free[at] = false;
                    }
                    Edit::DropComma => typed[at].comma = false,
                    _ => {}
                }
            }
            let known = Known { before: knows.then_some(&original), ..Known::default() };
            let json = print(&original, &typed);
            let tidied = tidy(&json, &known).map_err(|error| TestCaseError::fail(format!("{error}\n{json}")))?;
            let expected = AlignmentFile { links: expected.into_iter().map(|typed| typed.link).collect(), ..original.clone() };
            prop_assert_eq!(write(&tidied.file), write(&expected), "{}", json);
            let again = tidy(&write(&tidied.file), &known).map(|tidied| write(&tidied.file));
            prop_assert_eq!(again, Ok(write(&tidied.file)));
        }

        #[test]
        fn canonical_files_come_back_byte_for_byte(file in any_file()) {
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
