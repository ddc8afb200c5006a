//! E-books: `--to epub`.

use std::fs::File;
use std::io::Read as _;

use crate::harness::{Sandbox, code, stderr, stdout};

const ES: &str = "El faro & la mar\n\nCAPÍTULO PRIMERO\n\nMaría subió al _viejo_ faro. Contó 39 escalones. Nadie la vio.\n\n\
    CAPÍTULO II\n\n—¿Quién va? —preguntó Tomás.\n\n* * * * *\n\nLa tormenta se llevó los barcos del puerto viejo.\n";
const EN: &str = "The Lighthouse & the Sea\n\nCHAPTER I\n\nMaría climbed the _old_ lighthouse. She counted 39 steps.\n\n\
    CHAPTER II\n\n\u{201c}Who goes there?\u{201d} asked Tomás.\n\n* * * * *\n\nThe storm carried off the ships of the old harbour. \
    The sixteen fishermen of Santander were never found again.\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::project()
        .with("texts/es/faro.txt", ES)
        .with("texts/en/faro.txt", EN);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    sandbox
}

/// The files of a book in their order, as text.
fn book(sandbox: &Sandbox, options: &[&str]) -> Vec<(String, String)> {
    let mut arguments = vec!["export", "alignments/faro.json", "--to", "epub", "-o", "faro.epub"];
    arguments.extend(options);
    let output = sandbox.run(&arguments);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let mut archive = zip::ZipArchive::new(File::open(sandbox.path("faro.epub")).unwrap()).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let name = file.name().unwrap().into_owned();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

fn file<'a>(book: &'a [(String, String)], name: &str) -> &'a str {
    let found = book.iter().find(|(known, _)| known == name);
    &found.unwrap_or_else(|| panic!("{name} is not in the book")).1
}

/// All of a text's words in order, without markup.
fn words(book: &[(String, String)]) -> String {
    let mut text = String::new();
    for (_, xhtml) in book.iter().filter(|(name, _)| name.starts_with("EPUB/text-")) {
        for piece in xhtml.split('<').skip(1) {
            text.push_str(piece.split_once('>').map_or("", |(_, words)| words));
        }
    }
    text.replace("&amp;", "&")
}

#[test]
fn no_layout_loses_a_sentence() {
    let sandbox = sandbox();
    for layout in ["interleaved", "side", "popup"] {
        let words = words(&book(&sandbox, &["--layout", layout]));
        for sentence in ES.lines().chain(EN.lines()).flat_map(|line| line.split_inclusive(". ")) {
            let plain = sentence.trim().replace('_', "");
            let found = plain.split_whitespace().all(|word| words.contains(word));
            assert!(found, "{layout}: {plain} in {words}");
        }
        assert!(
            words.contains("The sixteen fishermen of Santander were never found again."),
            "{layout}"
        );
    }
}

#[test]
fn chapters_are_files_and_stand_in_the_contents() {
    let book = book(&sandbox(), &[]);
    let names: Vec<_> = book.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "mimetype",
            "META-INF/container.xml",
            "EPUB/package.opf",
            "EPUB/nav.xhtml",
            "EPUB/style.css",
            "EPUB/cover.svg",
            "EPUB/cover.xhtml",
            "EPUB/text-0001.xhtml",
            "EPUB/text-0002.xhtml",
            "EPUB/text-0003.xhtml"
        ]
    );
    let contents = file(&book, "EPUB/nav.xhtml");
    for name in ["CAPÍTULO PRIMERO", "CHAPTER I", "CAPÍTULO II", "El faro &amp; la mar"] {
        assert!(contents.contains(name), "{name} in {contents}");
    }
    let chapter = file(&book, "EPUB/text-0002.xhtml");
    assert!(chapter.contains("<h1 class=\"o cp-original heading\" lang=\"es\" xml:lang=\"es\">CAPÍTULO PRIMERO</h1>"));
    assert!(chapter.contains("al <em>viejo</em> faro.") && chapter.contains("the <em>old</em> lighthouse."));
    for (_, xml) in book[1..].iter().filter(|(name, _)| name != "EPUB/style.css") {
        let mut reader = quick_xml::Reader::from_str(xml);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}

#[test]
fn a_note_stands_in_the_file_of_its_sentence_and_leads_back() {
    let book = book(&sandbox(), &["--layout", "popup"]);
    let (mut marks, mut notes) = (0, 0);
    for (_, xhtml) in book.iter().filter(|(name, _)| name.starts_with("EPUB/text-")) {
        for mark in xhtml.split("role=\"doc-noteref\" id=\"r").skip(1) {
            let number = mark.split('"').next().unwrap();
            let note = format!(
                "<div id=\"n{number}\" epub:type=\"footnote\" role=\"doc-footnote\"><p><a role=\"doc-backlink\" href=\"#r{number}\">"
            );
            assert!(xhtml.contains(&note), "{number} in {xhtml}");
            marks += 1;
        }
        notes += xhtml.matches("doc-footnote").count();
    }
    assert!(marks == notes && marks >= 6, "{marks} marks, {notes} notes");
}

#[test]
fn a_book_is_the_same_bytes_again() {
    let sandbox = sandbox();
    let bytes = || {
        book(&sandbox, &[]);
        std::fs::read(sandbox.path("faro.epub")).unwrap()
    };
    let first = bytes();
    assert!(first[30..].starts_with(b"mimetypeapplication/epub+zip"));
    // Longer than the two seconds in which an archive counts time.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == bytes());
}

#[test]
fn title_people_and_cover_are_those_given() {
    let sandbox = sandbox().with("cover.png", b"\x89PNG\r\n\x1a\n\0");
    let given = [
        "--title",
        "Faro",
        "--author",
        "A. <B>",
        "--translator",
        "C. D.",
        "--cover",
        "cover.png",
    ];
    let book = book(&sandbox, &given);
    let package = file(&book, "EPUB/package.opf");
    for part in [
        "<dc:title id=\"title\" xml:lang=\"es\">Faro</dc:title>",
        "<dc:creator id=\"aut1\">A. &lt;B&gt;</dc:creator>",
        "<dc:contributor id=\"trl1\">C. D.</dc:contributor>",
        "<dc:language>es</dc:language>\n<dc:language>en</dc:language>",
        "href=\"cover.png\" media-type=\"image/png\" properties=\"cover-image\"",
    ] {
        assert!(package.contains(part), "{part} in {package}");
    }
}

#[test]
fn what_only_books_have_is_refused_elsewhere() {
    let sandbox = sandbox().with("cover.gif", b"GIF89a");
    let output = sandbox.run(&["export", "alignments/faro.json", "--to", "tsv", "--layout", "side"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("--layout is for e-books, and the form is tsv"),
        "{}",
        stderr(&output)
    );
    let arguments = [
        "export",
        "alignments/faro.json",
        "--to",
        "epub",
        "-o",
        "x.epub",
        "--cover",
        "cover.gif",
    ];
    let output = sandbox.run(&arguments);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("cover.gif: this is neither a PNG nor a JPEG picture"),
        "{}",
        stderr(&output)
    );
    assert!(!sandbox.path("x.epub").exists());
}

/// An e-book of one of a work's texts, made by the program itself: the work's links without the other side.
fn book_of(sandbox: &Sandbox, work: &str, [own, other]: [&str; 2], lang: &str) -> String {
    let bundled = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let alignment = std::fs::read_to_string(bundled.join(format!("alignments/{work}.json"))).unwrap();
    let mut alignment: serde_json::Value = serde_json::from_str(&alignment).unwrap();
    let links = alignment["links"].as_array_mut().unwrap();
    links.retain(|link| link[own].as_array().is_some_and(|side| !side.is_empty()));
    for link in links {
        link[other] = serde_json::json!([]);
    }
    let text = std::fs::read(bundled.join(format!("texts/{lang}/{work}.txt"))).unwrap();
    sandbox.write(&format!("texts/{lang}/{work}.txt"), text);
    sandbox.write(&format!("alignments/{work}.json"), alignment.to_string());
    let name = format!("{work}.{lang}.epub");
    let output = sandbox.run(&["export", work, "-o", &name]);
    assert_eq!(code(&output), 0, "{work}: {}", stderr(&output));
    name
}

#[test]
fn books_in_one_language_are_aligned_as_the_texts_they_were_made_of() {
    for work in ["cartas", "cuento", "leyenda", "novela", "poema"] {
        let [es, en] = [Sandbox::project(), Sandbox::project()];
        let source = book_of(&es, work, ["source", "target"], "es");
        let target = en.path(&book_of(&en, work, ["target", "source"], "en"));
        let texts = ["es", "en"].map(|lang| format!("{}/texts/{lang}/{work}.txt", env!("CARGO_MANIFEST_DIR")));
        let beads = |source: &str, target: &str| {
            let output = es.run(&["align", source, target, "--to", "beads"]);
            assert_eq!(code(&output), 0, "{work}: {}", stderr(&output));
            stdout(&output).to_owned()
        };
        let of_books = beads(&source, &target.display().to_string());
        assert_eq!(of_books, beads(&texts[0], &texts[1]), "{work}");
    }
}
