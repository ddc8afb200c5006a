use insta::assert_snapshot;
use proptest::prelude::*;

use super::{Drift, Format, Moses};
use crate::file::AlignmentFile;
use crate::fixture::{any_file, file, sample};
use crate::import;
use crate::view::View;

fn exported(format: Format, file: &AlignmentFile) -> String {
    let mut out = Vec::new();
    // The texts of the sample tell positions; other files have none.
    let [source, target] = crate::fixture::sample_texts();
    format
        .exporter()
        .export(&View::new("obra", file, Some(&source), Some(&target)), &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

/// With tabs made visible.
fn shown(format: Format) -> String {
    exported(format, &sample()).replace('\t', "→")
}

#[test]
fn tsv_is_a_header_and_a_line_a_link() {
    assert_snapshot!(shown(Format::Tsv), @r#"
    source→target→status→confidence→source_ids→target_ids→note→reasons→row→check
    El faro→The lighthouse→accepted→1.0→1.1→1.1→→→1→kb1db6048d4825c3
    Llovía. Nadie salió de casa.→It rained, and nobody left the house.→auto→0.9731→2.1 2.2→2.1→→→2→k32f94cd3
    —¿Quién va? —preguntó.→"Who goes there?" he asked.→edited→0.9→2.3→2.2 2.3→\:speech\tand frame\nbelong together→→3→k10181fded11960c
    →No answer came.→auto→0.5→→2.4→→null length→4→k6d10dc5a
    =1+1→→disputed→0.0001→3.1→→left out on purpose?→→5→k51115d86d5c286e
    Fin.→The end.→auto→0.9→3.2→3.1→→→6→k362a425a
    "#);
}

#[test]
fn jsonl_is_an_object_a_link() {
    assert_snapshot!(shown(Format::Jsonl), @r#"
    {"source": ["El faro"], "target": ["The lighthouse"], "status": "accepted", "confidence": 1.0}
    {"source": ["Llovía.", "Nadie salió de casa."], "target": ["It rained, and nobody left the house."], "status": "auto", "confidence": 0.9731}
    {"source": ["—¿Quién va? —preguntó."], "target": ["\"Who goes there?\"", "he asked."], "status": "edited", "confidence": 0.9, "note": "speech\tand frame\nbelong together"}
    {"source": [], "target": ["No answer came."], "status": "auto", "confidence": 0.5, "reasons": ["null", "length"]}
    {"source": ["=1+1"], "target": [], "status": "disputed", "confidence": 0.0001, "note": "left out on purpose?"}
    {"source": ["Fin."], "target": ["The end."], "status": "auto", "confidence": 0.9}
    "#);
}

#[test]
fn beads_count_from_zero() {
    assert_snapshot!(shown(Format::Beads), @r"
    0:0
    1,2:1
    3:2,3
    :4
    4:
    5:5
    ");
}

#[test]
fn a_ladder_begins_at_zero_and_ends_at_the_sizes() {
    assert_snapshot!(shown(Format::Ladder), @r"
    0→0→1.0
    1→1→0.9731
    3→2→0.9
    4→4→0.5
    4→5→0.0001
    5→5→0.9
    6→6→0.0
    ");
}

#[test]
fn moses_leaves_null_beads_out() {
    assert_snapshot!(shown(Format::Moses), @r#"
    El faro→The lighthouse
    Llovía. Nadie salió de casa.→It rained, and nobody left the house.
    —¿Quién va? —preguntó.→"Who goes there?" he asked.
    Fin.→The end.
    "#);
}

#[test]
fn moses_writes_two_parallel_files() {
    let (mut source, mut target) = (Vec::new(), Vec::new());
    let file = sample();
    Moses
        .export_pair(&View::new("obra", &file, None, None), &mut source, &mut target)
        .unwrap();
    assert_snapshot!(String::from_utf8(source).unwrap(), @r"
    El faro
    Llovía. Nadie salió de casa.
    —¿Quién va? —preguntó.
    Fin.
    ");
    assert_snapshot!(String::from_utf8(target).unwrap(), @r#"
    The lighthouse
    It rained, and nobody left the house.
    "Who goes there?" he asked.
    The end.
    "#);
}

#[test]
fn tmx_is_a_unit_a_link() {
    insta::assert_snapshot!("tmx", exported(Format::Tmx, &sample()));
}

#[test]
fn xces_is_a_link_a_link() {
    assert_snapshot!(shown(Format::Xces), @r#"
    <?xml version="1.0" encoding="utf-8"?>
    <!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">
    <cesAlign version="1.0">
    <linkGrp targType="s" fromDoc="texts/es/obra.txt" toDoc="texts/en/obra.txt">
    <link id="SL1" certainty="1.0" xtargets="1.1;1.1" status="accepted"/>
    <link id="SL2" certainty="0.9731" xtargets="2.1 2.2;2.1"/>
    <link id="SL3" certainty="0.9" xtargets="2.3;2.2 2.3" status="edited" note="speech\tand frame\nbelong together"/>
    <link id="SL4" certainty="0.5" xtargets=";2.4" reasons="null length"/>
    <link id="SL5" certainty="0.0001" xtargets="3.1;" status="disputed" note="left out on purpose?"/>
    <link id="SL6" certainty="0.9" xtargets="3.2;3.1"/>
    </linkGrp>
    </cesAlign>
    "#);
}

#[test]
fn a_workbook_is_the_same_bytes_every_time() {
    let bytes = || {
        let mut out = Vec::new();
        let file = sample();
        let view = View::new("obra", &file, None, None);
        Format::Xlsx.exporter().export(&view, &mut out).unwrap();
        out
    };
    let first = bytes();
    // Longer than the two seconds in which a zip archive counts time.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == bytes());
}

#[test]
fn an_alignment_without_links_exports() {
    let empty = file(Vec::new());
    let all = Format::ALL
        .iter()
        .filter(|format| {
            !matches!(
                format,
                Format::Html | Format::Epub | Format::Anki | Format::Tmx | Format::Xlsx
            )
        })
        .map(|&format| format!("{format}: {:?}", exported(format, &empty)));
    assert_snapshot!(all.collect::<Vec<_>>().join("\n"), @r#"
    tsv: "source\ttarget\tstatus\tconfidence\tsource_ids\ttarget_ids\tnote\treasons\trow\tcheck\n"
    csv: "source,target,status,confidence,source_ids,target_ids,note,reasons,row,check\n"
    beads: ""
    vecalign: ""
    ladder: "0\t0\t0.0\n"
    text: ""
    moses: ""
    jsonl: ""
    xliff: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" xmlns:cotejo=\"urn:cotejo:alignment\">\n  <file original=\"obra\" source-language=\"es\" target-language=\"en\" datatype=\"plaintext\">\n    <body>\n    </body>\n  </file>\n</xliff>\n"
    xces: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">\n<cesAlign version=\"1.0\">\n<linkGrp targType=\"s\" fromDoc=\"texts/es/obra.txt\" toDoc=\"texts/en/obra.txt\">\n</linkGrp>\n</cesAlign>\n"
    tei: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <teiHeader>\n    <fileDesc>\n      <titleStmt>\n        <title>obra</title>\n      </titleStmt>\n      <publicationStmt>\n        <p>An alignment made with cotejo</p>\n      </publicationStmt>\n      <sourceDesc>\n        <p>Two texts, sentence by sentence</p>\n      </sourceDesc>\n    </fileDesc>\n  </teiHeader>\n  <standOff>\n    <linkGrp type=\"alignment\">\n    </linkGrp>\n  </standOff>\n  <text>\n    <group>\n      <text xml:lang=\"es\">\n        <body>\n          <ab/>\n        </body>\n      </text>\n      <text xml:lang=\"en\">\n        <body>\n          <ab/>\n        </body>\n      </text>\n    </group>\n  </text>\n</TEI>\n"
    "#);
}

#[test]
fn tabs_and_line_breaks_inside_cells_become_one_blank() {
    let mut file = sample();
    file.links[0].source = vec!["El\tfaro\u{2028}viejo".to_owned()];
    file.links[0].note = Some("one\r\ntwo\n\nthree".to_owned());
    let tsv = exported(Format::Tsv, &file);
    let line = tsv.lines().nth(1).unwrap();
    assert!(
        line.starts_with("El faro viejo\tThe lighthouse\taccepted\t1.0\t1.1\t1.1\t\\:one\\r\\ntwo\\n\\nthree\t\t1\t"),
        "{line}"
    );
    assert!(exported(Format::Moses, &file).starts_with("El faro viejo\tThe lighthouse\n"));
}

#[test]
fn every_format_has_a_name_that_finds_it() {
    for &format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let unknown = "docx".parse::<Format>().unwrap_err();
    assert_snapshot!(unknown, @r#"unknown format "docx"; known are html, epub, tmx, tsv, csv, xlsx, beads, vecalign, ladder, text, moses, jsonl, xliff, xces, tei, anki"#);
}

proptest! {
    #[test]
    fn beads_read_back_as_the_beads_of_the_file(file in any_file()) {
        let read_back = import::beads::read(&exported(Format::Beads, &file));
        prop_assert_eq!(read_back, Ok(file.beads()));
    }

    #[test]
    fn tsv_has_ten_cells_a_link_whatever_the_text(file in any_file()) {
        let tsv = exported(Format::Tsv, &file);
        // As Python and other readers of Unicode lines see it.
        let breaks = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
        let lines: Vec<&str> = tsv.strip_suffix('\n').unwrap().split(breaks).collect();
        prop_assert_eq!(lines.len(), file.links.len() + 1);
        for (line, link) in lines.iter().skip(1).zip(&file.links) {
            let cells: Vec<&str> = line.split('\t').collect();
            prop_assert_eq!(cells.len(), 10);
            prop_assert_eq!(cells[0], link.source.join(" ").replace('\t', " "));
        }
    }

    #[test]
    fn jsonl_holds_the_texts_unchanged(file in any_file()) {
        let jsonl = exported(Format::Jsonl, &file);
        prop_assert_eq!(jsonl.lines().count(), file.links.len());
        for (line, link) in jsonl.lines().zip(&file.links) {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            prop_assert_eq!(&object["source"], &serde_json::json!(link.source));
            prop_assert_eq!(&object["target"], &serde_json::json!(link.target));
        }
    }

    #[test]
    fn rungs_rise_to_the_sizes(file in any_file()) {
        let ladder = exported(Format::Ladder, &file);
        let rungs: Vec<(usize, usize)> = ladder
            .lines()
            .map(|line| {
                let mut cells = line.split('\t').map(|cell| cell.parse::<f64>().unwrap() as usize);
                (cells.next().unwrap(), cells.next().unwrap())
            })
            .collect();
        let ends = file.beads().into_iter().map(|bead| (bead.source.end.get(), bead.target.end.get()));
        prop_assert_eq!(rungs, std::iter::once((0, 0)).chain(ends).collect::<Vec<_>>());
    }
}

#[test]
fn a_picture_shows_links_gaps_doubt_and_what_moved() {
    let file = sample();
    let [source, target] = crate::fixture::sample_texts();
    let mut out = Vec::new();
    let moved = [(4..5, 3..4)];
    let view = View::new("faro & <b>", &file, Some(&source), Some(&target));
    Drift { moved: &moved }.draw(&view, &mut out).unwrap();
    assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn a_picture_of_nothing_is_a_picture() {
    let mut out = Vec::new();
    let none = file(Vec::new());
    Drift { moved: &[(3..9, 0..1)] }
        .draw(&View::new("obra", &none, None, None), &mut out)
        .unwrap();
    let picture = String::from_utf8(out).unwrap();
    assert!(picture.contains("Links: 0;") && !picture.contains("NaN"), "{picture}");
}
