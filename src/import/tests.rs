use std::path::Path;

use insta::assert_snapshot;
use proptest::prelude::*;

use super::settle::NamedLink;
use super::{Base, Format, ImportError, Settled, import};
use crate::export;
use crate::file::{AlignmentFile, Positions, Settings, Status, TextRef, validate, write};
use crate::fixture::{any_file, sample, sample_texts};
use crate::text::{Lang, Side, SourceText};
use crate::view::View;

/// The forms that are exported and imported, by both names.
const BOTH: [(export::Format, Format); 6] = [
    (export::Format::Tsv, Format::Tsv),
    (export::Format::Xlsx, Format::Xlsx),
    (export::Format::Tmx, Format::Tmx),
    (export::Format::Beads, Format::Beads),
    (export::Format::Ladder, Format::Ladder),
    (export::Format::Xces, Format::Xces),
];

fn exported(format: export::Format, file: &AlignmentFile) -> Vec<u8> {
    let mut out = Vec::new();
    let [source, target] = sample_texts();
    let view = View::new("obra", file, Some(&source), Some(&target));
    format.exporter().export(&view, &mut out).unwrap();
    out
}

/// A stored alignment as a base; positions are told by the texts of the sample where they are those.
fn stored(file: &AlignmentFile) -> Base {
    let texts = sample_texts();
    Base::stored(file, texts.each_ref().map(Some))
}

fn onto(base: &Base, format: Format, bytes: impl AsRef<[u8]>) -> Result<Settled, ImportError> {
    import(format, bytes.as_ref(), base, &|_| None, false).map(|(settled, _)| settled)
}

fn corrected(format: Format, bytes: impl AsRef<[u8]>) -> Result<Settled, ImportError> {
    onto(&stored(&sample()), format, bytes)
}

/// A link of the sample as reports name it.
fn named(link: usize, name: &str) -> NamedLink {
    NamedLink {
        name: name.to_owned(),
        link: sample().links[link].clone(),
    }
}

fn refused(format: Format, bytes: impl AsRef<[u8]>) -> String {
    corrected(format, bytes).unwrap_err().to_string()
}

fn tsv() -> String {
    String::from_utf8(exported(export::Format::Tsv, &sample())).unwrap()
}

/// The links, one a line: status, then the sentences of both sides.
fn shown(file: &AlignmentFile) -> String {
    let side = |texts: &[String]| texts.join(" | ");
    let line = |link: &crate::file::Link| {
        let (source, target) = (side(&link.source), side(&link.target));
        format!("{} {source} = {target}", link.status.as_str())
    };
    file.links.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_comes_back_untouched_changes_no_byte() {
    for (to, from) in BOTH {
        let settled = corrected(from, exported(to, &sample())).unwrap();
        assert_eq!(write(&settled.file), write(&sample()), "{from}");
        assert!(settled.replaced.is_empty() && settled.withdrawn.is_empty() && settled.cut == 0);
    }
}

#[test]
fn rows_are_merged_split_and_judged() {
    let table = tsv()
        .replace("It rained, and nobody left the house.\tauto", "It rained,\taccepted")
        .replace("Llovía. Nadie salió de casa.", "Llovía.")
        .replace(
            "—¿Quién va? —preguntó.\t",
            "Nadie salió de casa.\tand nobody left the house.\tauto\n—¿Quién va? —preguntó.\t",
        )
        .replace("\tNo answer came.\tauto", "\t\tauto")
        .replace("=1+1\t\tdisputed", "=1+1\tNo answer came.\tdisputed");
    let settled = corrected(Format::Tsv, table).unwrap();
    assert_snapshot!(shown(&settled.file), @r#"
    accepted El faro = The lighthouse
    accepted Llovía. = It rained,
    edited Nadie salió de casa. = and nobody left the house.
    edited —¿Quién va? —preguntó. = "Who goes there?" | he asked.
    disputed =1+1 = No answer came.
    auto Fin. = The end.
    "#);
    assert_eq!(settled.cut, 1);
    assert_snapshot!(settled.replaced.len(), @"1");
}

#[test]
fn a_lost_sentence_is_refused_with_its_line() {
    let cases = [
        tsv().replace("Llovía. Nadie salió de casa.", "Llovía."),
        tsv().replace("Llovía. Nadie salió de casa.", "Nadie salió de casa."),
        tsv().replace("El faro\t", "\t"),
        tsv().replace("Fin.\tThe end.", "\tThe end."),
        tsv().replace("he asked.", "he"),
        tsv().lines().take(4).collect::<Vec<_>>().join("\n"),
    ];
    let told: Vec<_> = cases.iter().map(|case| refused(Format::Tsv, case)).collect();
    assert_snapshot!(told.join("\n"), @r#"
    line 3: source sentence 2.2 is missing: "Nadie salió de casa."; what comes next is "—¿Quién va? —preguntó."
    line 3: source sentence 2.1 is missing: "Llovía."; what comes next is "Nadie salió de casa."
    line 2: source sentence 1.1 is missing: "El faro"; what comes next is "Llovía. Nadie salió de casa."
    line 7: source sentence 3.2 is missing: "Fin."; the rows end before the text
    line 4: target sentence 2.3 is missing: "asked."; what comes next is "No answer came."
    line 4: source sentence 3.1 is missing: "=1+1" (and 1 more); the rows end before the text
    "#);
}

#[test]
fn a_changed_sentence_is_refused_with_its_line() {
    let cases = [
        tsv().replace("nobody", "no one"),
        tsv().replace("Llovía", "Llovió"),
        tsv().replace("The end.", "The end!"),
        tsv().replace("The end.", "The end. Curtain."),
        tsv().replace("\"Who goes there?\" he", "Who goes there? he"),
    ];
    let told: Vec<_> = cases.iter().map(|case| refused(Format::Tsv, case)).collect();
    assert_snapshot!(told.join("\n"), @r#"
    line 3: target sentence 2.1 is "It rained, and no one left the house." here, but "It rained, and nobody left the house." in the text; correct wording in the text itself, and the alignment by moving whole words
    line 3: source sentence 2.1 is "Llovió. Nadie salió de casa." here, but "Llovía." in the text; correct wording in the text itself, and the alignment by moving whole words
    line 7: target sentence 3.1 is "The end!" here, but "The end." in the text; correct wording in the text itself, and the alignment by moving whole words
    line 7: "Curtain." is not in the target text, which ends before it
    line 4: target sentence 2.2 is "Who goes there? he asked." here, but ""Who goes there?"" in the text; only quotation marks differ: a spreadsheet program takes them away from TSV and CSV, use xlsx instead
    "#);
}

#[test]
fn sentences_in_another_order_or_twice_are_refused() {
    let swapped = |a: usize, b: usize| {
        let mut lines: Vec<_> = tsv().lines().map(str::to_owned).collect();
        lines.swap(a, b);
        lines.join("\n")
    };
    let mut doubled: Vec<_> = tsv().lines().map(str::to_owned).collect();
    doubled.insert(3, doubled[2].clone());
    // A table that was sorted is brought back by its row numbers; without these its order is an error.
    for sorted in [swapped(1, 2), swapped(2, 6)] {
        assert_eq!(corrected(Format::Tsv, sorted).unwrap().file, sample());
    }
    let unnumbered = |table: String| {
        let cut = |line: &str| line.split('\t').take(8).collect::<Vec<_>>().join("\t");
        table.lines().map(cut).collect::<Vec<_>>().join("\n")
    };
    let told = [
        refused(Format::Tsv, unnumbered(swapped(1, 2))),
        refused(Format::Tsv, unnumbered(swapped(2, 6))),
        refused(Format::Tsv, doubled.join("\n")),
    ];
    assert_snapshot!(told.join("\n"), @r#"
    line 2: source sentence 2.1 stands before 1.1, which is in line 3; the sentences of a side stay in the order of the text
    line 3: source sentence 3.2 stands before 2.1, which is in line 7; the sentences of a side stay in the order of the text
    line 4: source sentence 2.1 stands there a second time, it is in line 3 already: "Llovía. Nadie salió de casa."
    "#);
}

#[test]
fn what_spreadsheets_do_by_themselves_is_borne() {
    let typographic = tsv()
        .replace('"', "”")
        .replace('—', "--")
        .replace("Nadie salió", "Nadie\u{a0}salió");
    let utf16: Vec<u8> = format!("\u{feff}{}", tsv())
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let excel = tsv()
        .lines()
        .map(|line| {
            let cells = line.split('\t').map(|cell| match cell.contains('"') {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.to_owned(),
            });
            cells.collect::<Vec<_>>().join("\t") + "\t\t\r\n"
        })
        .collect::<String>()
        + "\t\t\t\r\n\r\n";
    let wide = tsv().replace("\t0.9731\t", "\t97,31 %\t").replace("\t0.5\t", "\t50%\t");
    for (name, bytes) in [
        ("typographic marks", typographic.into_bytes()),
        ("a byte order mark", format!("\u{feff}{}", tsv()).into_bytes()),
        ("CRLF", tsv().replace('\n', "\r\n").into_bytes()),
        ("UTF-16", utf16),
        ("quoted cells, empty columns and rows", excel.into_bytes()),
        ("percentages", wide.into_bytes()),
    ] {
        let settled = corrected(Format::Tsv, bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(write(&settled.file), write(&sample()), "{name}");
    }
    let csv = tsv()
        .replace('"', "\"\"")
        .replace('\t', "\";\"")
        .replace('\n', "\"\r\n\"");
    let csv = format!("\"{}", csv.trim_end_matches('"'));
    assert_eq!(write(&corrected(Format::Csv, csv).unwrap().file), write(&sample()));
}

#[test]
fn columns_are_known_by_name() {
    let table = "Note\tTARGET\tmine\tsource\n\tThe lighthouse\tx\tEl faro\n\
        It rains\tIt rained, and nobody left the house.\t\tLlovía. Nadie salió de casa.\n\
        \t\"Who goes there?\" he asked. No answer came.\t\t—¿Quién va? —preguntó. =1+1\n\tThe end.\t\tFin.\n";
    let (settled, notes) = import(Format::Tsv, table.as_bytes(), &stored(&sample()), &|_| None, false).unwrap();
    assert_snapshot!(shown(&settled.file), @r#"
    accepted El faro = The lighthouse
    auto Llovía. | Nadie salió de casa. = It rained, and nobody left the house.
    edited —¿Quién va? —preguntó. | =1+1 = "Who goes there?" | he asked. | No answer came.
    auto Fin. = The end.
    "#);
    assert_eq!(settled.file.links[1].note.as_deref(), Some("It rains"));
    assert_snapshot!(notes.join("\n"), @r#"
    the column "mine" is passed over
    there is no column "status": links that stay together keep theirs
    "#);
    assert_snapshot!(refused(Format::Tsv, "source\tstatus\nx\tauto\n"), @r#"line 1: expected a header with the columns source, target and status, found no "target" among: source, status"#);
    assert_snapshot!(refused(Format::Tsv, "source\ttarget\tsource\n"), @r#"line 1: the column "source" stands twice"#);
    assert_snapshot!(refused(Format::Tsv, tsv().replace("\taccepted", "\tgood")), @r#"line 2: the status is "good"; expected auto, accepted, edited or disputed"#);
    assert_snapshot!(refused(Format::Tsv, tsv().replace("\t0.5\t", "\tlow\t")), @r#"line 5: the confidence is "low"; expected a number from 0 to 1"#);
}

#[test]
fn decisions_give_way_to_people_and_not_to_programs() {
    let merged = "0,1,2:0,1\n3:2,3\n:4\n4:\n5:5\n";
    assert_snapshot!(refused(Format::Beads, merged), @"line 1: link 1.1 = 1.1 was accepted by a person, and the file pairs its sentences otherwise; say --replace-decisions to let the file win");
    let base = stored(&sample());
    let (settled, _) = import(Format::Beads, merged.as_bytes(), &base, &|_| None, true).unwrap();
    assert_eq!(settled.replaced, [named(0, "1.1 = 1.1")]);
    assert_eq!(settled.file.links[0].status, Status::Edited);
    // What is `auto` in a file is no decision: the file may be older.
    let unreviewed = tsv()
        .replace("\tdisputed", "\tauto")
        .replace("left out on purpose?", "");
    let settled = corrected(Format::Tsv, &unreviewed).unwrap();
    assert_eq!((settled.file, settled.upheld), (sample(), vec![named(4, "3.1 = –")]));
    let (settled, _) = import(Format::Tsv, unreviewed.as_bytes(), &base, &|_| None, true).unwrap();
    assert_eq!(settled.withdrawn, [named(4, "3.1 = –")]);
    assert_eq!(settled.file.links[4].note, None);
    let tmx = String::from_utf8(exported(export::Format::Tmx, &sample())).unwrap();
    let settled = corrected(Format::Tmx, tmx.replace(">accepted<", ">auto<")).unwrap();
    assert_eq!(settled.file, sample());
}

#[test]
fn a_table_from_before_a_decision_does_not_undo_it() {
    let mut before = sample();
    before.links.iter_mut().for_each(|link| link.status = Status::Auto);
    let table = String::from_utf8(exported(export::Format::Tsv, &before)).unwrap();
    let merged = table
        .replace(
            "El faro\tThe lighthouse\t",
            "El faro Llovía. Nadie salió de casa.\tThe lighthouse It rained, and nobody left the house.\t",
        )
        .replace(
            "\nLlovía. Nadie salió de casa.\tIt rained, and nobody left the house.\t",
            "\n\t\t",
        );
    let decided = corrected(Format::Tsv, &merged).unwrap().file;
    assert_eq!(decided.links.len(), sample().links.len() - 1);
    let onto_decided = |table: &str| onto(&stored(&decided), Format::Tsv, table);
    assert_snapshot!(onto_decided(&table).unwrap_err(), @"line 2: link 1.1 + 2.1 + 2.2 = 1.1 + 2.1 was edited by a person, and the file pairs its sentences otherwise; say --replace-decisions to let the file win");
    // A row that a reviewer changed since is a decision of its own.
    let judged = table.replace("The lighthouse\tauto", "The lighthouse\taccepted");
    assert_eq!(onto_decided(&judged).unwrap().replaced.len(), 1);
    let moved = table
        .replace("Llovía. Nadie salió de casa.\tIt", "Nadie salió de casa.\tIt")
        .replace("El faro\t", "El faro Llovía.\t");
    assert_eq!(onto_decided(&moved).unwrap().replaced.len(), 1);
}

#[test]
fn a_decision_whose_text_changed_waits_for_a_person() {
    let mut file = sample();
    file.links[0].status = Status::Auto;
    file.links[0].reasons = vec!["stale: a source sentence was changed".to_owned()];
    file.links[0].note = Some("was accepted".to_owned());
    let base = stored(&file);
    let unreviewed = tsv().replace("\taccepted", "\tauto");
    assert_eq!(onto(&base, Format::Tsv, &unreviewed).unwrap().file, file);
    let merged = "0,1,2:0,1\n3:2,3\n:4\n4:\n5:5\n";
    assert_snapshot!(onto(&base, Format::Beads, merged).unwrap_err(), @"line 1: link 1.1 = 1.1 was decided by a person, and the file pairs its sentences otherwise; say --replace-decisions to let the file win");
    let settled = onto(&base, Format::Tsv, tsv()).unwrap();
    assert_eq!(
        (settled.file.links[0].status, &settled.file.links[0].note),
        (Status::Accepted, &None)
    );
}

#[test]
fn a_sentence_cut_over_two_rows_is_held_in_two_pieces() {
    let table = tsv()
        .replace("Llovía. Nadie salió de casa.\t", "Llovía. Nadie\t")
        .replace("—¿Quién va?", "salió de casa. —¿Quién va?");
    let settled = corrected(Format::Tsv, table).unwrap();
    assert_eq!(
        settled.file.sentences(Side::Source).collect::<Vec<_>>(),
        [
            "El faro",
            "Llovía.",
            "Nadie",
            "salió de casa.",
            "—¿Quién va? —preguntó.",
            "=1+1",
            "Fin."
        ]
    );
    assert_eq!(settled.cut, 1);
    let names = Positions::new(&settled.file, [Some(&sample_texts()[0]), None]);
    assert_eq!(names.name(1), "2.1 + 2.2 = 1.2");
    assert_eq!(names.name(2), "2.3 + 2.4 = 1.3 + 1.4");
    let pinned = |at: usize| settled.file.links[at].status.is_pinned();
    assert!(pinned(1) && pinned(2));
}

#[test]
fn bad_files_are_refused_in_words() {
    let mut told = Vec::new();
    for &format in Format::ALL {
        for bytes in [
            &b""[..],
            b"\xff\xfe\x00",
            b"PK\x03\x04abc",
            b"<a",
            b"\xc3\xb1o\n\xff\xf1\n",
            b"1 2 3",
        ] {
            let shown = String::from_utf8_lossy(bytes).into_owned();
            told.push(format!("{format} {shown:?}: {}", refused(format, bytes)));
        }
    }
    insta::assert_snapshot!("bad_files", told.join("\n"));
}

/// The texts of the sample without its alignment.
fn texts_alone() -> Base {
    let [source, target] = sample_texts();
    let refs = (
        TextRef::new(&source, Lang::ES, "texts/es/obra.txt"),
        TextRef::new(&target, Lang::EN, "texts/en/obra.txt"),
    );
    Base::fresh((&source, refs.0), (&target, refs.1), Settings::default())
}

#[test]
fn a_memory_of_ours_brings_everything_back_onto_the_texts_alone() {
    for (to, from) in [BOTH[0], BOTH[1], BOTH[2], BOTH[5]] {
        let settled = onto(&texts_alone(), from, exported(to, &sample())).unwrap();
        // The texts stand in passages, which the sample leaves open.
        let mut wanted = sample();
        wanted.source.sha256 = sample_texts()[0].text().sha256();
        wanted.target.sha256 = sample_texts()[1].text().sha256();
        assert_eq!(write(&settled.file), write(&wanted), "{from}");
    }
}

const FOREIGN: &str = r#"<?xml version="1.0" encoding="UTF-16"?>
<!DOCTYPE tmx SYSTEM "http://nowhere.invalid/tmx14.dtd" [<!ENTITY bomb "x">]>
<tmx version="1.4"><header srclang="*all*" datatype="xml"><note>made elsewhere</note></header><body>
<tu><tuv xml:lang="en-GB"><seg>The <bpt i="1">&lt;b&gt;</bpt>lighthouse<ept i="1">&lt;/b&gt;</ept></seg></tuv><tuv xml:lang="ES"><seg>El faro</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Il pleuvait.</seg></tuv></tu>
<tu><tuv xml:lang="en-GB"><seg>It rained, and nobody left the house.</seg></tuv><tuv xml:lang="es"><seg>Llov&#237;a. Nadie sali&#243; de casa.</seg></tuv></tu>
<tu><tuv xml:lang="en-GB"><seg>"Who goes there?" he asked. No answer came.</seg></tuv><tuv xml:lang="es"><seg>—¿Quién va? —preguntó.<ph x="1">br</ph> =1+1</seg></tuv></tu>
<tu><tuv xml:lang="en-GB"><seg>The end.</seg></tuv><tuv xml:lang="es"><seg>Fin.</seg></tuv></tu>
</body></tmx>"#;

#[test]
fn a_memory_made_elsewhere_becomes_an_alignment() {
    let utf16: Vec<u8> = format!("\u{feff}{FOREIGN}")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let (settled, notes) = import(Format::Tmx, &utf16, &texts_alone(), &|_| None, false).unwrap();
    assert_snapshot!(shown(&settled.file), @r#"
    auto El faro = The lighthouse
    auto Llovía. | Nadie salió de casa. = It rained, and nobody left the house.
    auto —¿Quién va? —preguntó. | =1+1 = "Who goes there?" | he asked. | No answer came.
    auto Fin. = The end.
    "#);
    assert_snapshot!(notes.join("\n"), @"
    units of other languages, passed over: 1 (its languages are ES, en-GB, es, fr)
    inline codes, left out: 3
    ");
}

#[test]
fn a_memory_that_is_no_alignment_is_refused_with_its_line() {
    let fresh = texts_alone();
    let foreign = FOREIGN.replace("UTF-16", "UTF-8");
    let told = |text: String| onto(&fresh, Format::Tmx, text).unwrap_err().to_string();
    let lines: Vec<&str> = foreign.lines().collect();
    let without = |line: usize| [&lines[..line], &lines[line + 1..]].concat().join("\n");
    let mut sorted = lines.clone();
    sorted.swap(3, 6);
    let cases = [
        told(without(5)),
        told(sorted.join("\n")),
        told(foreign.replace("made elsewhere", "&bomb;")),
        told(foreign.replace("<tuv xml:lang=\"fr\">", "<tuv>")),
        told(foreign.replace("\"fr\"", "\"es\"").replace("Il pleuvait.", "Llovió.")),
        told(foreign.replace("</body></tmx>", "")),
        told(
            foreign
                .replace("es\"", "de\"")
                .replace("ES\"", "de\"")
                .replace("en-GB", "fr"),
        ),
    ];
    assert_snapshot!(cases.join("\n"), @r#"
    line 6: source sentence 2.1 is missing: "Llovía." (and 1 more); what comes next is "—¿Quién va? —preguntó. =1+1"
    line 4: source sentence 2.3 stands before 1.1, which is in line 7; the sentences of a side stay in the order of the text
    line 3: "&bomb;" stands for nothing; entities of a document type are not read
    line 5: a <tuv> has no xml:lang
    line 5: source sentence 2.1 is "Llovió." here, but "Llovía." in the text; correct wording in the text itself, and the alignment by moving whole words
    line 8: the file ends inside <body>: it is cut off
    no unit has a segment in es or en; its languages are de, fr: name the right ones with --source-lang and --target-lang
    "#);
}

#[test]
fn hunaligns_forms_are_read() {
    let ladder = "0\t0\t0.3\n1\t1\t-0.2\n3\t2\t1.5\n4\t4\t0.1\n4\t5\t0\n5\t5\t0.2\n6\t6\t0.0\n";
    let settled = onto(&texts_alone(), Format::Ladder, ladder).unwrap();
    assert_eq!(settled.file.beads(), sample().beads());
    let text = "El faro\tThe lighthouse\t0.3\n<p>\t<p>\t0.3\n\
        Llovía. ~~~ Nadie salió de casa.\tIt rained, and nobody left the house.\t0.5\n\
        —¿Quién va? —preguntó.\t\"Who goes there?\" ~~~ he asked.\t-0.3\n\tNo answer came.\t0\n=1+1\t\t0\nFin.\tThe end.\t1\n";
    let settled = onto(&texts_alone(), Format::Text, text).unwrap();
    assert_eq!(settled.file.beads(), sample().beads());
    let told = |format, text: &str| onto(&texts_alone(), format, text).unwrap_err().to_string();
    let cases = [
        told(Format::Ladder, &ladder.replace("6\t6", "7\t6")),
        told(Format::Ladder, &ladder.replace("4\t4", "2\t4")),
        told(Format::Ladder, &ladder.replace("4\t5\t0\n", "4\t4\t0\n")),
        told(Format::Ladder, &ladder.replace("0\t0\t0.3\n", "")),
        told(Format::Ladder, &ladder.replace("1.5", "good")),
        told(Format::Text, &text.replace(" ~~~ he asked.", "")),
        told(Format::Text, &text.replace("Fin.\t", "Fin.\t\t\t")),
    ];
    assert_snapshot!(cases.join("\n"), @r#"
    line 6: the file counts 7 source sentences, the text has 6; both must be cut alike: name the texts it was made of, and say --one-per-line where they are split already
    line 4: the source goes back from 3 to 2; rungs rise from line to line
    line 5: the rung 4 4 stands twice
    line 1: the first rung is 1 1; expected 0 0
    line 3: "3	2	good" is no rung; expected two numbers of sentences and perhaps a score, as in "12<TAB>11<TAB>0.9"
    line 5: target sentence 2.3 is missing: "he asked."; what comes next is "No answer came."
    line 7: it has 5 columns; expected original, translation and perhaps a score, with tabs between them
    "#);
}

#[test]
fn opus_and_intertext_are_read() {
    let opus = "<cesAlign version=\"1.0\"><linkGrp fromDoc=\"en/obra.xml.gz\" toDoc=\"es/obra.xml.gz\">\n\
        <link certainty=\"0.5\" xtargets=\"s1;s1\"/>\n<link certainty=\"1.2\" xtargets=\"s2;s2 s3\"/>\n\
        <link xtargets=\"s3 s4;s4\"/>\n<link xtargets=\"s5;\"/>\n<link xtargets=\";s5\"/>\n<link xtargets=\"s6;s6\"/>\n\
        </linkGrp></cesAlign>";
    let settled = onto(&texts_alone(), Format::Xces, opus).unwrap();
    assert_eq!(settled.file.beads(), sample().beads());
    let intertext = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<linkGrp toDoc=\"obra.en.xml\" fromDoc=\"obra.es.xml\">\n\
        <link type='1-1' xtargets='1:1;1:1' status='man'/>\n<link type='1-2' xtargets='2:1;2:1 2:2' status='auto'/>\n\
        <link type='2-1' xtargets='2:2 2:3;2:3' status='plain'/>\n<link xtargets='2:4;' status='auto'/>\n\
        <link xtargets=';3:1' status='auto'/>\n<link xtargets='3:1;3:2' status='man' mark='1'/>\n</linkGrp>\n";
    let settled = onto(&texts_alone(), Format::Tei, intertext).unwrap();
    assert_eq!(settled.file.beads(), sample().beads());
    let statuses: Vec<_> = settled.file.links.iter().map(|link| link.status.as_str()).collect();
    assert_eq!(statuses, ["accepted", "auto", "auto", "auto", "auto", "accepted"]);
    // What a link leaves out stands alone, and is told.
    let told = |format, text: &str| match onto(&texts_alone(), format, text) {
        Ok(settled) => format!("sentences left alone: {:?}", settled.alone),
        Err(error) => error.to_string(),
    };
    let cases = [
        told(Format::Xces, &opus.replace("s3 s4;s4", "s3;s4")),
        told(Format::Xces, &opus.replace("s2;s2 s3", "s2;s3 s2")),
        told(Format::Xces, &opus.replace("s6;s6", "s6")),
        told(Format::Tei, &intertext.replace("2:1 2:2", "2:1")),
        told(Format::Tei, &intertext.replace("2:1 2:2", "2:2 2:1")),
        told(Format::Tei, &intertext.replace("3:2'", "3:2 3:3'")),
        told(Format::Tei, "<linkGrp toDoc='a'></linkGrp>"),
        told(Format::Tei, "<html/>"),
    ];
    assert_snapshot!(cases.join("\n"), @r#"
    sentences left alone: [0, 1]
    line 3: source sentences 2.2 and 2.1 are in one link, but do not follow each other
    line 7: expected xtargets with one ";" between the ids of both sides, as in xtargets="1.1 1.2;1.1"
    sentences left alone: [1, 0]
    line 4: source sentences 2.2 and 2.1 are in one link, but do not follow each other
    line 8: the file counts 7 source sentences, the text has 6; both must be cut alike: name the texts it was made of, and say --one-per-line where they are split already
    it holds no links: expected <linkGrp> with <link xtargets="…"/> or <link target="…"/>
    line 1: expected <linkGrp> or <TEI> or <teiCorpus>, found <html>
    "#);
}

#[test]
fn the_texts_that_intertext_names_are_held_against_the_base() {
    let links =
        "<linkGrp toDoc=\"obra.en.xml\" fromDoc=\"obra.es.xml\">\n<link xtargets='1;1' status='man'/>\n</linkGrp>";
    let companion = |text: &'static str| {
        move |name: &str| match name {
            "obra.es.xml" => Some(b"<text><p><s id='1'>El <w>faro</w></s></p></text>".to_vec()),
            _ => Some(text.as_bytes().to_vec()),
        }
    };
    let mut file = sample();
    file.links.truncate(1);
    let base = stored(&file);
    let fine = import(
        Format::Tei,
        links.as_bytes(),
        &base,
        &companion("<text><s id='1'>The lighthouse</s></text>"),
        false,
    );
    assert_eq!(fine.unwrap().0.file, file);
    let other = import(
        Format::Tei,
        links.as_bytes(),
        &base,
        &companion("<text><s id='1'>The lamp</s></text>"),
        false,
    );
    assert_snapshot!(other.unwrap_err(), @r#"line 2: target sentence 1.1 is "The lamp" here, but "The lighthouse" in the text; correct wording in the text itself, and the alignment by moving whole words"#);
    let none = import(
        Format::Tei,
        links.as_bytes(),
        &base,
        &companion("<text><s id='9'>The lamp</s></text>"),
        false,
    );
    assert_snapshot!(none.unwrap_err(), @r#"line 2: obra.en.xml has no sentence "1"; its sentences are 9 to 9"#);
}

/// Other groups of the same sentences: where links end on each side.
fn regrouped(file: &AlignmentFile, ends: &[(usize, usize)]) -> AlignmentFile {
    let sentences = |side: Side| -> Vec<_> {
        let links = file.links.iter();
        links.flat_map(|link| link.texts(side).to_vec()).collect()
    };
    let (source, target) = (sentences(Side::Source), sentences(Side::Target));
    let mut cuts: Vec<(usize, usize)> = ends
        .iter()
        .map(|&(s, t)| (s % (source.len() + 1), t % (target.len() + 1)))
        .collect();
    let (mut sources, mut targets): (Vec<_>, Vec<_>) = cuts.drain(..).unzip();
    sources.sort_unstable();
    targets.sort_unstable();
    sources.push(source.len());
    targets.push(target.len());
    let (mut at, mut links) = ((0, 0), Vec::new());
    for (s, t) in sources.into_iter().zip(targets) {
        if (s, t) == at {
            continue;
        }
        let mut link = crate::fixture::link("", "");
        link.source = source[at.0..s].to_vec();
        link.target = target[at.1..t].to_vec();
        links.push(link);
        at = (s, t);
    }
    AlignmentFile { links, ..file.clone() }
}

/// Files of control characters are not taken for text, nor are texts: no alignment holds so many.
fn is_readable(to: export::Format, bytes: &[u8]) -> bool {
    to == export::Format::Xlsx || SourceText::decode(bytes, None, Path::new("it")).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_grouping_goes_through_every_form(
        file in any_file(),
        ends in prop::collection::vec((0..40_usize, 0..40_usize), 0..12),
    ) {
        let mut file = file;
        for link in &mut file.links {
            link.status = Status::Auto;
        }
        let wanted = regrouped(&file, &ends);
        prop_assume!(!wanted.links.is_empty());
        for (to, from) in BOTH {
            let bytes = exported(to, &wanted);
            if !is_readable(to, &bytes) {
                continue;
            }
            let settled = match onto(&stored(&file), from, &bytes) {
                Ok(settled) => settled,
                Err(error) => return Err(TestCaseError::fail(format!("{from}: {error}"))),
            };
            prop_assert_eq!(settled.file.beads(), wanted.beads(), "{}", from);
            prop_assert_eq!(validate(&settled.file), Ok(()));
        }
    }

    #[test]
    fn decisions_come_back_whole_through_every_form(file in any_file()) {
        prop_assume!(!file.links.is_empty());
        for (to, from) in BOTH {
            let bytes = exported(to, &file);
            if !is_readable(to, &bytes) {
                continue;
            }
            match onto(&stored(&file), from, &bytes) {
                Ok(settled) => prop_assert_eq!(write(&settled.file), write(&file), "{}", from),
                Err(error) => return Err(TestCaseError::fail(format!("{from}: {error}"))),
            }
        }
    }

    #[test]
    fn words_may_be_cut_anywhere_and_what_is_cut_is_pinned(
        ends in prop::collection::vec((0..14_usize, 0..20_usize), 0..8),
    ) {
        let words = |side: Side| -> Vec<String> {
            let file = sample();
            let texts = file.links.iter().flat_map(|link| link.texts(side));
            texts.flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
        };
        let (source, target) = (words(Side::Source), words(Side::Target));
        let (mut sources, mut targets): (Vec<_>, Vec<_>) =
            ends.into_iter().map(|(s, t)| (s.min(source.len()), t.min(target.len()))).unzip();
        sources.sort_unstable();
        targets.sort_unstable();
        sources.push(source.len());
        targets.push(target.len());
        let (mut table, mut cells, mut at) = ("source\ttarget\n".to_owned(), Vec::new(), (0, 0));
        for end in sources.into_iter().zip(targets) {
            let row = (source[at.0..end.0].join(" "), target[at.1..end.1].join(" "));
            table += &format!("{}\t{}\n", row.0, row.1);
            cells.extend(Some(row).filter(|_| end != at));
            at = end;
        }
        let settled = corrected(Format::Tsv, &table).unwrap();
        let links = settled.file.links.iter();
        let held: Vec<_> = links.map(|link| (link.source.join(" "), link.target.join(" "))).collect();
        prop_assert_eq!(held, cells);
        let whole: Vec<String> = Side::BOTH
            .into_iter()
            .flat_map(|side| sample().links.into_iter().flat_map(move |link| link.texts(side).to_vec()))
            .collect();
        for link in &settled.file.links {
            let mut texts = link.source.iter().chain(&link.target);
            prop_assert!(link.status.is_pinned() || texts.all(|text| whole.contains(text)));
        }
    }

    #[test]
    fn nothing_makes_an_importer_panic(
        at in 0..4_000_usize, byte in any::<u8>(), cut in any::<bool>(), form in 0..BOTH.len(),
    ) {
        let (to, from) = BOTH[form];
        let mut bytes = exported(to, &sample());
        let at = at % bytes.len();
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        if let Ok(settled) = corrected(from, &bytes) {
            prop_assert_eq!(validate(&settled.file), Ok(()));
        }
    }
}
