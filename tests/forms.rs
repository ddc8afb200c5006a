//! Forms of other programs: what is told by a file's name, what is never written over, and what comes back.

#![allow(missing_docs, clippy::unwrap_used, reason = "a test that fails must do so loudly")]

#[path = "cli/harness.rs"]
#[allow(dead_code, reason = "shared with the other tests of the program")]
mod harness;

use harness::{EN, ES, Sandbox, code, stderr, stdout};

#[test]
fn a_sheet_that_was_edited_and_not_imported_is_not_written_over() {
    let sandbox = Sandbox::aligned();
    let export = ["export", "faro", "-o", "faro.tsv"];
    assert_eq!(code(&sandbox.run(&export)), 0);
    sandbox.edit("faro.tsv", "\tauto\t", "\taccepted\t");
    insta::assert_snapshot!(sandbox.case(&export), @"
    $ cotejo export faro -o faro.tsv
    exit 2
    -- stderr
    error: faro.tsv was changed since cotejo wrote it; it is left as it is
    help: if it was corrected, take it in first: cotejo import faro.tsv
    help: to write over it: --force; or choose another name
    ");
    assert!(sandbox.read("faro.tsv").contains("\taccepted\t"));

    assert_eq!(code(&sandbox.run(&["import", "faro.tsv"])), 0);
    assert_eq!(code(&sandbox.run(&export)), 0, "it is taken in, so nothing can be lost");
    assert!(sandbox.read("faro.tsv").contains("\taccepted\t"));
    sandbox.edit("faro.tsv", "accepted", "disputed");
    assert_eq!(code(&sandbox.run(&["export", "faro", "-o", "faro.tsv", "--force"])), 0);
    assert!(!sandbox.read("faro.tsv").contains("disputed"));
}

#[test]
fn an_export_that_nobody_touched_is_renewed() {
    let sandbox = Sandbox::aligned();
    let export = ["export", "faro", "-o", "out.beads"];
    assert_eq!(code(&sandbox.run(&export)), 0);
    sandbox.edit(
        "texts/en/faro.txt",
        "Nobody saw her come down.",
        "Nobody saw her. She never came down.",
    );
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_eq!(code(&sandbox.run(&export)), 0);
    assert!(sandbox.read("out.beads").contains(":3,4"));
}

#[test]
fn results_take_the_place_of_nothing_that_others_made() {
    let sandbox = Sandbox::aligned()
        .with("thesis.tsv", "years of work\n")
        .with("plain/es.txt", ES)
        .with("plain/en.txt", EN);
    for arguments in [
        &["export", "faro", "-o", "thesis.tsv"][..],
        &["align", "plain/es.txt", "plain/en.txt", "-o", "thesis.tsv"],
        &["lexicon", "learn", "-o", "thesis.tsv"],
        &["lexicon", "export", "-o", "thesis.tsv"],
    ] {
        let output = sandbox.run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains("it is left as it is"), "{}", stderr(&output));
        assert_eq!(sandbox.read("thesis.tsv"), "years of work\n");
    }
    for arguments in [
        &["export", "faro", "--to", "tsv", "-o", "texts/es/faro.txt", "--force"][..],
        &[
            "align",
            "plain/es.txt",
            "plain/en.txt",
            "--to",
            "tsv",
            "-o",
            "texts/en/faro.txt",
            "--force",
        ],
        &[
            "align",
            "plain/es.txt",
            "plain/en.txt",
            "--to",
            "tsv",
            "-o",
            "plain/en.txt",
            "--force",
        ],
        &["lexicon", "learn", "-o", "texts/en/faro.txt", "--force"],
        &["lexicon", "export", "-o", "texts/es/faro.txt", "--force"],
    ] {
        assert_eq!(code(&sandbox.run(arguments)), 2, "{arguments:?}");
    }
    assert_eq!(sandbox.read("texts/es/faro.txt"), ES);
    assert_eq!(sandbox.read("texts/en/faro.txt"), EN);
    assert_eq!(sandbox.read("plain/en.txt"), EN);
}

#[test]
fn without_a_project_what_is_newer_than_the_alignment_stays() {
    let sandbox = Sandbox::empty().with("es.txt", ES).with("en.txt", EN);
    assert_eq!(code(&sandbox.run(&["align", "es.txt", "en.txt", "-o", "a.json"])), 0);
    let export = ["export", "a.json", "-o", "a.tsv"];
    assert_eq!(code(&sandbox.run(&export)), 0);
    assert_eq!(code(&sandbox.run(&export)), 0, "the same is written again");
    sandbox.edit("a.tsv", "\tauto\t", "\tedited\t");
    assert_eq!(code(&sandbox.run(&export)), 2);
    assert!(sandbox.read("a.tsv").contains("\tedited\t"));
}

#[test]
fn the_ending_of_a_file_tells_its_form() {
    let sandbox = Sandbox::aligned().with("plain/es.txt", ES).with("plain/en.txt", EN);
    for (name, begins) in [
        ("a.html", "<!doctype html"),
        ("a.csv", "source,target,status,confidence,"),
        ("a.vecalign", "[0]:[0]\n[1]:[1]\n"),
        ("a.xlf", "<?xml"),
        ("a.tei", "<?xml"),
        ("a.xces", "<?xml"),
        ("a.json", "{\n"),
    ] {
        assert_eq!(
            code(&sandbox.run(&["align", "plain/es.txt", "plain/en.txt", "-o", name])),
            0,
            "{name}"
        );
        assert!(sandbox.read(name).to_lowercase().starts_with(begins), "{name}");
        if name != "a.json" {
            let written = sandbox.read(name);
            let output = sandbox.run(&["export", "faro", "-o", &format!("b{name}")]);
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            assert_eq!(sandbox.read(&format!("b{name}")).len() > 20, written.len() > 20);
        }
    }
    for arguments in [
        &["align", "plain/es.txt", "plain/en.txt", "-o", "book.docx"][..],
        &["export", "faro", "-o", "book.docx"],
        &["export", "faro", "-o", "book.json"],
    ] {
        let output = sandbox.run(arguments);
        assert_eq!(code(&output), 2);
        assert!(
            stderr(&output).contains("is the ending of no form"),
            "{}",
            stderr(&output)
        );
    }
    assert_eq!(
        stdout(&sandbox.run(&["export", "faro", "--to", "vecalign"])),
        "[0]:[0]\n[1]:[1]\n[2]:[2]\n[3]:[3]\n"
    );
    assert_eq!(code(&sandbox.run(&["export", "faro"])), 2);
}

/// A project whose alignment has a note of every kind, as a path may hold it.
fn noted() -> Sandbox {
    let notes = [
        r#"C:\\temp\\neu.txt"#,
        "=1+1",
        r#"one\ntwo\tthree"#,
        r#"\"no\" \u0000\u0007 é"#,
    ];
    let sandbox = Sandbox::aligned();
    let mut notes = notes.into_iter();
    let lines: Vec<String> = sandbox
        .read("alignments/faro.json")
        .lines()
        .map(|line| match line.split_once("\"status\": \"auto\"") {
            Some((before, after)) => {
                let (confidence, end) = after.split_at(after.find('}').unwrap());
                let note = notes.next().unwrap();
                format!("{before}\"status\": \"disputed\"{confidence}, \"note\": \"{note}\"{end}")
            }
            None => line.to_owned(),
        })
        .collect();
    assert_eq!(notes.next(), None);
    sandbox.write("alignments/faro.json", lines.join("\n") + "\n");
    assert_eq!(code(&sandbox.run(&["fmt"])), 0);
    sandbox
}

/// The notes of an alignment, in order.
fn notes(alignment: &str) -> Vec<String> {
    let lines = alignment.lines();
    let note = |line: &str| {
        line.split_once("\"note\": ")
            .map(|(_, note)| note.trim_end_matches(',').to_owned())
    };
    lines.filter_map(note).collect()
}

#[test]
fn every_note_comes_back_from_every_form() {
    let sandbox = noted();
    let before = notes(&sandbox.read("alignments/faro.json"));
    assert_eq!(before.len(), 4);
    for form in ["tsv", "csv", "xlsx", "tmx", "xces", "tei"] {
        let file = format!("faro.{form}");
        assert_eq!(code(&sandbox.run(&["export", "faro", "-o", &file])), 0);
        let back = format!("back-{form}.json");
        let texts = ["--source", "texts/es/faro.txt", "--target", "texts/en/faro.txt"];
        let output = sandbox.run(&[&["import", &file, "-o", &back], &texts[..]].concat());
        assert_eq!(code(&output), 0, "{form}: {}", stderr(&output));
        assert_eq!(notes(&sandbox.read(&back)), before, "{form}");
        assert!(sandbox.read(&back).contains("\"disputed\""), "{form}");
        let onto = sandbox.run(&["import", &file]);
        assert!(stderr(&onto).contains("nothing changed"), "{form}: {}", stderr(&onto));
    }
}

#[test]
fn a_sorted_table_is_brought_back_in_order() {
    let sandbox = Sandbox::aligned();
    assert_eq!(code(&sandbox.run(&["export", "faro", "-o", "faro.tsv"])), 0);
    let table = sandbox.read("faro.tsv");
    let (header, rows) = table.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    sandbox.write(
        "faro.tsv",
        format!("{header}\n{}\n", rows.join("\n")).replacen("\tauto\t", "\taccepted\t", 1),
    );
    let output = sandbox.run(&["import", "faro.tsv"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("the table was sorted"), "{}", stderr(&output));
    let alignment = sandbox.read("alignments/faro.json");
    assert!(
        alignment
            .lines()
            .any(|line| line.contains("Nadie la vio") && line.contains("accepted"))
    );
    assert_eq!(alignment.matches("accepted").count(), 1);
}

#[test]
fn a_sheet_older_than_a_corrected_word_is_taken_but_for_that_row() {
    let sandbox = Sandbox::aligned();
    assert_eq!(code(&sandbox.run(&["export", "faro", "-o", "faro.csv"])), 0);
    let sheet = sandbox.read("faro.csv").replace(",auto,", ",accepted,");
    sandbox.edit(
        "texts/en/faro.txt",
        "Nobody saw her come down.",
        "Nobody ever saw her come down.",
    );
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    sandbox.write("faro.csv", sheet);
    let output = sandbox.run(&["import", "faro.csv"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("line 5 is not taken: its target was changed in the text"),
        "{}",
        stderr(&output)
    );
    let alignment = sandbox.read("alignments/faro.json");
    assert_eq!(alignment.matches("\"accepted\"").count(), 3);
    assert!(
        alignment
            .lines()
            .any(|line| line.contains("Nobody ever") && line.contains("\"auto\""))
    );

    // Wording that was corrected in the sheet is another matter: it belongs into the text.
    sandbox.edit("faro.csv", "El faro", "La torre");
    assert_eq!(code(&sandbox.run(&["import", "faro.csv"])), 2);
}

#[test]
fn a_mistyped_status_is_told_at_its_own_line() {
    let es = "Dijo \"no\n\nLlovía.\n\nFin.\n";
    let en = "He said \"no\n\nIt rained.\n\nThe end.\n";
    let sandbox = Sandbox::empty().with("texts/es/a.txt", es).with("texts/en/a.txt", en);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_eq!(code(&sandbox.run(&["export", "a", "-o", "a.tsv"])), 0);
    let table = sandbox.read("a.tsv");
    let at = table.rfind("\tauto\t").unwrap();
    sandbox.write("a.tsv", format!("{}\tacepted\t{}", &table[..at], &table[at + 6..]));
    let output = sandbox.run(&["import", "a.tsv"]);
    let last = table.lines().count();
    assert!(
        stderr(&output).contains(&format!("line {last}: the status is \"acepted\"")),
        "{}",
        stderr(&output)
    );
}

/// Two texts outside of any project.
fn plain() -> Sandbox {
    Sandbox::empty()
        .with("es.txt", "Nevaba en el puerto.\nNadie salió. La taberna cerró.\n")
        .with(
            "en.txt",
            "Snow fell on the harbour.\nNobody went out, and the tavern closed.\n",
        )
}

/// Imports a file with these texts, and gives what was told.
fn imported(sandbox: &Sandbox, name: &str, content: impl AsRef<[u8]>, more: &[&str]) -> (i32, String, String) {
    sandbox.write(name, content);
    drop(std::fs::remove_file(sandbox.path("o.json")));
    let texts = [
        "import", name, "--source", "es.txt", "--target", "en.txt", "-o", "o.json",
    ];
    let output = sandbox.run(&[&texts, more].concat());
    let made = std::fs::read_to_string(sandbox.path("o.json")).unwrap_or_default();
    (code(&output), stderr(&output).to_owned(), made)
}

#[test]
fn tables_of_other_programs_are_read() {
    let sandbox = plain();
    let rows = [
        ["Nevaba en el puerto.", "Snow fell on the harbour."],
        [
            "Nadie salió. La taberna cerró.",
            "Nobody went out, and the tavern closed.",
        ],
    ];
    let lines = |between: &str, after: &str| {
        let quoted = |cell: &str| {
            if cell.contains(between) {
                format!("\"{cell}\"")
            } else {
                cell.to_owned()
            }
        };
        rows.map(|row| format!("{}{after}\n", row.map(quoted).join(between)))
            .concat()
    };
    let swapped = format!(
        "English|Spanish\n{}|{}\n{}|{}\n",
        rows[0][1], rows[0][0], rows[1][1], rows[1][0]
    );
    for (name, content) in [
        ("codes.csv", format!("es,en\n{}", lines(",", ""))),
        (
            "names.csv",
            format!("Español;Inglés;Target (en-US)\n{}", lines(";;", "")),
        ),
        (
            "regions.csv",
            format!("Source (es-AR);Target (en-US)\n{}", lines(";", "")),
        ),
        ("title.csv", format!("Pedido 7;\n;\nsource;target\n{}", lines(";", ""))),
        ("marked.csv", format!("sep=;\nes;en\n{}", lines(";", ""))),
        ("bars.csv", swapped),
        ("none.tsv", lines("\t", "")),
        ("named.txt", lines("\t", "\tobra_es")),
        ("scored.txt", lines("\t", "\tobra_es\t0.61")),
        ("hunalign.txt", lines("\t", "\t0.61")),
        ("packed.csv.gz", String::new()),
    ] {
        let bytes = if name.ends_with(".gz") {
            use std::io::Write as _;
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packer
                .write_all(format!("es,en\n{}", lines(",", "")).as_bytes())
                .unwrap();
            packer.finish().unwrap()
        } else {
            content.into_bytes()
        };
        let (code, told, made) = imported(&sandbox, name, bytes, &[]);
        assert_eq!(code, 0, "{name}: {told}");
        assert_eq!(made.matches("\"status\"").count(), 2, "{name}");
    }
}

#[test]
fn beads_may_leave_sentences_out_and_nothing_else() {
    let lines = "uno\ndos\ntres\ncuatro\ncinco\n";
    let sandbox = Sandbox::empty().with("es.txt", lines).with("en.txt", lines);
    for (name, content, links) in [
        ("holes.beads", "0:0\n2:2\n3:3\n4:4\n", 6),
        ("later.beads", "[0]:[0]\n[3]:[3]\n[4]:[4]\n[1, 2]:[]\n[]:[1, 2]\n", 5),
        ("short.ladder", "0\t0\t0.8\n2\t2\t0.8\n3\t3\t0\n", 6),
    ] {
        let (code, told, made) = imported(&sandbox, name, content, &["--one-per-line"]);
        assert_eq!(code, 0, "{name}: {told}");
        assert_eq!(made.matches("\"status\"").count(), links, "{name}");
    }
    let (_, told, _) = imported(&sandbox, "holes.beads", "0:0\n2:2\n3:3\n4:4\n", &["--one-per-line"]);
    assert!(told.contains("1 source sentence is in no link of the file"), "{told}");
    for (content, fault) in [
        ("0:0\n1:2\n2:1\n3:3\n", "stands before"),
        ("0:0\n0:1\n", "stands there a second time"),
        ("0:0\n5:5\n", "the file counts 6 source sentences"),
        ("0,2:0\n", "the sentences of a bead follow each other"),
    ] {
        let (code, told, _) = imported(&sandbox, "bad.beads", content, &["--one-per-line"]);
        assert_eq!(code, 2);
        assert!(told.contains(fault), "{told}");
    }
}

#[test]
fn eval_refuses_what_is_no_alignment() {
    let sandbox = Sandbox::empty()
        .with("gold.beads", "0:0\n1:1\n3:3\n")
        .with("crossing.beads", "0:1\n1:0\n")
        .with("twice.beads", "0:0\n0:1\n");
    assert_eq!(code(&sandbox.run(&["eval", "gold.beads", "gold.beads"])), 0);
    assert_eq!(code(&sandbox.run(&["eval", "crossing.beads", "gold.beads"])), 0);
    for (hypothesis, fault) in [
        ("crossing.beads", "stands before"),
        ("twice.beads", "stands in line 1 already"),
    ] {
        let output = sandbox.run(&["eval", "gold.beads", hypothesis]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(fault), "{}", stderr(&output));
    }
    assert_eq!(code(&sandbox.run(&["eval", "twice.beads", "gold.beads"])), 2);
}

fn memory(declaration: &str, units: &[[&str; 2]], langs: [&str; 2]) -> String {
    let tuv = |lang: &str, text: &str| format!("<tuv xml:lang=\"{lang}\"><seg>{text}</seg></tuv>");
    let unit = |[source, target]: &[&str; 2]| format!("<tu>{}{}</tu>\n", tuv(langs[0], source), tuv(langs[1], target));
    format!(
        "{declaration}\n<tmx version=\"1.4\"><header/><body>\n{}</body></tmx>\n",
        units.iter().map(unit).collect::<String>()
    )
}

#[test]
fn memories_of_other_programs_are_read() {
    let sandbox = plain();
    let units = [
        ["Nevaba en el puerto.", "Snow fell on the harbour."],
        [
            "Nadie salió. La taberna cerró.",
            "Nobody went out, and the tavern closed.",
        ],
    ];
    let tagged = [["&lt;b&gt;Nevaba&lt;/b&gt; en el puerto.", units[0][1]], units[1]];
    let plain = "<?xml version=\"1.0\"?>";
    for (content, told_of) in [
        (
            memory("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", &units, ["es", "en"]),
            "",
        ),
        (memory(plain, &units, ["spa", "en-Latn-GB"]), ""),
        (memory(plain, &tagged, ["es-UY", "eng"]), ""),
        (
            memory(plain, &units, ["es", "en-US"]).replace("</tu>", "<tuv xml:lang=\"en-GB\"><seg>x</seg></tuv></tu>"),
            "several segments in one language",
        ),
        (
            memory(plain, &units, ["es", "en"]).replace("Snow fell", "<ph/>Snow <bpt i=\"1\">{b}</bpt>fell"),
            "inline codes, left out: 2",
        ),
    ] {
        let (code, told, made) = imported(&sandbox, "m.tmx", &content, &[]);
        assert_eq!(code, 0, "{told}{content}");
        assert!(told.contains(told_of), "{told}");
        assert_eq!(made.matches("\"status\"").count(), 2);
    }
    let (code, told, _) = imported(&sandbox, "m.tmx", memory(plain, &units, ["gl", "en"]), &[]);
    assert_eq!(code, 2);
    assert!(
        told.contains("no unit has a segment in es; its languages are en, gl"),
        "{told}"
    );
    let halves = memory(plain, &[["Nevaba &#xD83D;&#xDE00;", "Snow"]], ["es", "en"]);
    let (_, told, _) = imported(&sandbox, "m.tmx", &halves, &[]);
    assert!(told.contains("Nevaba 😀"), "{told}");
    let (_, told, _) = imported(&sandbox, "m.tmx", halves.replace("&#xDE00;", ""), &[]);
    assert!(told.contains("half a character"), "{told}");
}

#[test]
fn links_between_documents_are_read() {
    let sandbox = plain();
    let document = |lang: &str, sentences: &[&str]| {
        let numbered = sentences.iter().zip(1..);
        let seg = numbered.map(|(text, number)| format!("<seg xml:id=\"{lang}.{number}\">{text}</seg> "));
        format!(
            "<TEI><text><body><ab>{}</ab></body></text></TEI>",
            seg.collect::<String>()
        )
    };
    sandbox.write(
        "o.es.xml",
        document("es", &["Nevaba en el puerto.", "Nadie salió.", "La taberna cerró."]),
    );
    sandbox.write(
        "o.en.xml",
        document(
            "en",
            &["Snow fell on the harbour.", "Nobody went out, and the tavern closed."],
        ),
    );
    let pointers = "<linkGrp corresp=\"o.es.xml o.en.xml\"><link target=\"#es.1 #en.1\"/>\
                    <link target=\"#en.2 #es.2 #es.3\"/></linkGrp>";
    let (code, told, made) = imported(&sandbox, "links.tei", pointers, &[]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(made.matches("\"status\"").count(), 2);
    let group =
        |from: &str, to: &str, links: &str| format!("<linkGrp fromDoc=\"{from}\" toDoc=\"{to}\">{links}</linkGrp>");
    let other = group("es/x.xml.gz", "en/x.xml.gz", "<link xtargets=\"s1;s1\"/>");
    let own = group(
        "es/es.xml.gz",
        "en/en.xml.gz",
        "<link xtargets=\"s1;s1\"/><link xtargets=\"s3;s2\"/>",
    );
    let opus = format!("<cesAlign version=\"1.0\">{other}{own}</cesAlign>");
    let (code, told, made) = imported(&sandbox, "links.xces", opus, &[]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("it aligns 2 pairs of documents"), "{told}");
    assert_eq!(made.matches("\"status\"").count(), 3, "s2 stands alone");
}

/// A workbook with one of its parts altered.
fn altered(workbook: &[u8], part: &str, alter: impl Fn(String) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        let content = if name.ends_with(part) { alter(content) } else { content };
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_that_claims_more_than_it_holds_is_refused() {
    let sandbox = Sandbox::aligned();
    assert_eq!(code(&sandbox.run(&["export", "faro", "-o", "faro.xlsx"])), 0);
    let honest = std::fs::read(sandbox.path("faro.xlsx")).unwrap();
    assert_eq!(code(&sandbox.run(&["import", "faro.xlsx"])), 0);
    for claim in ["90000000", "700000000000", "18446744073709551615"] {
        let forged = altered(&honest, "sharedStrings.xml", |part| {
            let (before, after) = part.split_once("uniqueCount=\"").unwrap();
            let (_, after) = after.split_once('"').unwrap();
            format!("{before}uniqueCount=\"{claim}\"{after}")
        });
        sandbox.write("faro.xlsx", forged);
        let output = sandbox.run(&["import", "faro.xlsx"]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains("it claims to share"), "{}", stderr(&output));
    }
}

/// Other programs count the blank lines of a text that is split already.
#[test]
fn blank_lines_that_another_program_counted_are_told() {
    let sandbox = Sandbox::empty()
        .with("es.txt", "Nevaba.\n\nNadie salió.\nLa taberna cerró.\n")
        .with("en.txt", "Snow fell.\nNobody went out.\nThe tavern closed.\n");
    let lines = ["--one-per-line"];
    let (code, told, _) = imported(&sandbox, "all.beads", "0:0\n1:\n2:1\n3:2\n", &lines);
    assert_eq!(code, 2, "{told}");
    assert!(
        told.contains("1 blank line of the source text was not counted here"),
        "{told}"
    );
    let (code, told, _) = imported(&sandbox, "ours.beads", "0:0\n1:1\n2:2\n", &lines);
    assert_eq!(code, 0, "{told}");
}

/// A carriage return inside a line of a text with line feeds is a blank.
#[test]
fn a_carriage_return_inside_a_line_ends_none() {
    let sandbox = Sandbox::empty()
        .with("es.txt", "Nevaba\ren el puerto.\nNadie salió.\n")
        .with("en.txt", "Snow fell on the harbour.\nNobody went out.\n");
    let output = sandbox.run(&["align", "es.txt", "en.txt", "--one-per-line", "--to", "beads"]);
    assert_eq!(stdout(&output), "0:0\n1:1\n");
}
