//! Files of other forms than plain text, and what a project says of files that it does not read.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

fn page(title: &str, paragraphs: &[&str]) -> String {
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>{title}</h1>\n{body}</body></html>"
    )
}

fn es() -> String {
    page(
        "El faro",
        &["María subió al faro. Contó 39 escalones.", "Nadie la vio bajar."],
    )
}

fn en() -> String {
    page(
        "The Lighthouse",
        &[
            "María climbed the lighthouse. She counted 39 steps.",
            "Nobody saw her come down.",
        ],
    )
}

fn epub(page: &str) -> Vec<u8> {
    let parts = [
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>",
        ),
        (
            "book.opf",
            "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>",
        ),
        ("a.xhtml", page),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn e_books_and_pages_are_aligned_as_texts_are() {
    let sandbox = Sandbox::empty()
        .with("libro.epub", epub(&es()))
        .with("book.epub", epub(&en()))
        .with("libro.html", es())
        .with("book.txt", en())
        .with("es.txt", ES)
        .with("en.txt", EN);
    let beads = |a: &str, b: &str| {
        let output = sandbox.run(&["align", a, b, "--to", "jsonl"]);
        assert_eq!((code(&output), stderr(&output)), (0, ""), "{a} {b}");
        let texts = |line: &str| line.split("\"status\"").next().unwrap().to_owned();
        stdout(&output).lines().map(texts).collect::<Vec<_>>()
    };
    let expected = beads("es.txt", "en.txt");
    assert_eq!(expected.len(), 4);
    assert_eq!(beads("libro.epub", "book.epub"), expected);
    assert_eq!(beads("libro.html", "book.txt"), expected);
    assert_eq!(beads("libro.epub", "en.txt"), expected);
}

#[test]
fn a_project_holds_texts_of_any_form_and_sees_the_same_text_again() {
    let sandbox = Sandbox::empty()
        .with("texts/es/faro.epub", epub(&es()))
        .with("texts/en/faro.html", en());
    let output = sandbox.run(&["align"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(sandbox.read("alignments/faro.json").contains("texts/es/faro.epub"));
    let output = sandbox.run(&["check"]);
    assert_eq!((code(&output), stdout(&output)), (0, ""));
    assert!(stderr(&sandbox.run(&["align"])).contains("unchanged"));
    // The text counts, not its tags.
    sandbox.write("texts/en/faro.html", en().replace("<p>", "<p class='noindent'>"));
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    sandbox.write("texts/en/faro.html", en().replace("Nobody saw", "No one saw"));
    assert_eq!(code(&sandbox.run(&["check"])), 1);
}

#[test]
fn subtitles_are_aligned_without_their_times() {
    let es = "1\n00:00:01,000 --> 00:00:03,000\n- ¿Has visto a Elena?\n- No.\n\n2\n00:00:04,000 --> 00:00:06,000\nSe fue esta mañana\n\n\
              3\n00:00:06,100 --> 00:00:08,000\nen el tren de las siete.\n";
    let en = "1\n00:00:01,000 --> 00:00:03,000\n- Have you seen Elena?\n- No.\n\n2\n00:00:04,000 --> 00:00:08,000\nShe left this morning on the seven o'clock train.\n";
    let sandbox = Sandbox::empty().with("a.es.srt", es).with("a.en.srt", en);
    let output = sandbox.run(&["align", "a.es.srt", "a.en.srt", "--to", "tsv"]);
    assert_eq!(code(&output), 0);
    let told = stdout(&output);
    assert!(!told.contains("-->") && !told.contains("00:00"), "{told}");
    assert!(
        told.contains("Se fue esta mañana en el tren de las siete.\tShe left this morning on the seven o'clock train."),
        "{told}"
    );
    assert!(told.contains("- No.\t- No."), "{told}");
}

#[test]
fn what_is_no_text_is_refused_with_what_to_do() {
    let sandbox = Sandbox::empty()
        .with("a.txt", "{\\rtf1\\ansi El faro.}")
        .with("b.txt", EN);
    insta::assert_snapshot!(sandbox.case(&["align", "a.txt", "b.txt"]), @"
    $ cotejo align a.txt b.txt
    exit 2
    -- stderr
    error: a.txt is an RTF document, not a text: open it in the program that made it and save it as plain text (UTF-8), .docx or .html
    ");
}

#[test]
fn what_lies_among_the_texts_and_is_not_read_is_told() {
    let sandbox = Sandbox::aligned()
        .with("texts/es/faro.docx", "x")
        .with("texts/en/notas.odt", "x")
        .with("texts/es/Cuento.txt", "Uno.")
        .with("texts/en/cuento.txt", "One.")
        .with("texts/en/viejo/faro.txt", "One.");
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 0
    -- stderr
    note: texts/es/faro.docx is not read: the text of faro is the .txt file beside it
    note: texts/en/viejo/ is a folder: texts in it are not read; put them in the folder above
    note: texts/en/notas.odt is not read: its ending is none of those of texts (.txt, .html, .htm, .xhtml, .srt, .vtt, .md, .markdown, .epub, .docx)
    note: texts/es/Cuento.txt and texts/en/cuento.txt differ in capital letters: give both files the same name to pair them
    note: texts/es/Cuento.txt has no translation texts/en/Cuento.txt
    note: texts/en/cuento.txt has no original texts/es/cuento.txt
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  unchanged
    ");
}

#[test]
fn two_texts_of_one_language_are_aligned() {
    let sandbox = Sandbox::empty()
        .with(
            "a.txt",
            "La casa era vieja y oscura.\n\nNo había nadie dentro. El reloj seguía andando.\n\nLlovía.\n",
        )
        .with(
            "b.txt",
            "Era vieja y oscura la casa.\n\nDentro no había nadie, y el reloj seguía andando.\n\nLlovía mucho.\n",
        );
    let output = sandbox.run(&[
        "align",
        "a.txt",
        "b.txt",
        "--source-lang",
        "es",
        "--target-lang",
        "es",
        "--to",
        "beads",
    ]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    assert_eq!(stdout(&output), "0:0\n1,2:1\n3:2\n");
    let sandbox = Sandbox::project();
    let output = sandbox.run(&["align", "--source-lang", "es", "--target-lang", "es"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("would lie in one folder, texts/es"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_text_in_another_language_is_told() {
    let de = "Der Leuchtturm stand am Ende der Mole. Niemand hatte das Licht je ausgehen sehen, und alle fragten sich warum.\n";
    let sandbox = Sandbox::empty()
        .with("de.txt", de)
        .with("en.txt", "The lighthouse stood at the end of the pier. Nobody had ever seen the light go out, and everybody wondered why.\n");
    let output = sandbox.run(&["align", "de.txt", "en.txt", "--to", "beads"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        stderr(&output),
        "note: de.txt looks German, not Spanish: use --source-lang de\n"
    );
    let output = sandbox.run(&["align", "de.txt", "en.txt", "--to", "beads", "--source-lang", "de"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
}
