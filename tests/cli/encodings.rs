//! Texts as they come from other programs.

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

#[test]
fn a_guessed_encoding_is_told() {
    let sandbox = Sandbox::project().with("texts/es/faro.txt", latin1(ES));
    insta::assert_snapshot!(sandbox.case(&["align", "texts/es/faro.txt", "texts/en/faro.txt", "--to", "beads"]), @r#"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt --to beads
    exit 0
    -- stdout
    0:0
    1:1
    2:2
    3:3
    -- stderr
    note: texts/es/faro.txt: read as windows-1252, which nothing in the file says: line 3, byte 0xED in "María"; use --encoding to change
    "#);
    insta::assert_snapshot!(sandbox.case(&["split", "texts/es/faro.txt"]), @r#"
    $ cotejo split texts/es/faro.txt
    exit 0
    -- stdout
    El faro
    María subió al faro.
    Contó 39 escalones.
    Nadie la vio bajar.
    -- stderr
    note: texts/es/faro.txt: read as windows-1252, which nothing in the file says: line 3, byte 0xED in "María"; use --encoding to change
    "#);
    insta::assert_snapshot!(sandbox.case(&["align"]), @r#"
    $ cotejo align
    exit 0
    -- stderr
    note: texts/es/faro.txt: read as windows-1252, which nothing in the file says: line 3, byte 0xED in "María"; use --encoding, or [encoding] in cotejo.toml, to change
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  written
    "#);
    let named = [
        "align",
        "texts/es/faro.txt",
        "texts/en/faro.txt",
        "--source-encoding",
        "latin1",
    ];
    let output = sandbox.run(&named);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    assert!(
        stdout(&output).contains("\"encoding\": {\"source\": \"windows-1252\"}"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn the_same_text_gives_the_same_alignment_in_any_encoding() {
    let utf16 = |text: &str| -> Vec<u8> {
        let marked = format!("\u{feff}{text}");
        marked.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let expected = Sandbox::aligned().read("alignments/faro.json");
    for (name, es, en) in [
        ("utf-16", utf16(ES), utf16(EN)),
        ("crlf", crlf(ES).into_bytes(), crlf(EN).into_bytes()),
        (
            "bom",
            format!("\u{feff}{ES}").into_bytes(),
            format!("\u{feff}{EN}").into_bytes(),
        ),
        ("latin-1", latin1(ES), latin1(EN)),
    ] {
        let sandbox = Sandbox::empty()
            .with("texts/es/faro.txt", es)
            .with("texts/en/faro.txt", en);
        assert_eq!(code(&sandbox.run(&["align"])), 0, "{name}");
        assert_eq!(sandbox.read("alignments/faro.json"), expected, "{name}");
    }
}

#[test]
fn a_text_that_is_not_in_the_encoding_named_is_refused() {
    let sandbox = Sandbox::project().with("texts/es/faro.txt", latin1(ES));
    insta::assert_snapshot!(sandbox.case(&["align", "texts/es/faro.txt", "texts/en/faro.txt", "--encoding", "utf-8"]), @"
    $ cotejo align texts/es/faro.txt texts/en/faro.txt --encoding utf-8
    exit 2
    -- stderr
    error: texts/es/faro.txt is not valid UTF-8: line 3 holds bytes that mean nothing there; leave --encoding out to have it recognised
    ");
}

#[test]
fn the_project_may_name_encodings() {
    let sandbox = Sandbox::project()
        .with("texts/es/faro.txt", latin1(ES))
        .with("cotejo.toml", "[encoding]\n'texts\\es\\faro.txt' = \"windows-1252\"\n");
    let output = sandbox.run(&["align"]);
    assert_eq!(code(&output), 0);
    assert!(!stderr(&output).contains("read as"), "{}", stderr(&output));
    let output = sandbox.run(&["check"]);
    assert_eq!((code(&output), stdout(&output)), (0, ""));
}

#[test]
fn one_foreign_byte_is_told_with_its_place() {
    let es = b"Nadie subi\xc3\xb3 al faro. \x97 Ni t\xc3\xba.\n";
    let sandbox = Sandbox::empty()
        .with("es.txt", es)
        .with("en.txt", "Nobody climbed the lighthouse. Nor you.\n");
    let output = sandbox.run(&["align", "es.txt", "en.txt", "--to", "tsv"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).contains("Nadie subió al faro."), "{}", stdout(&output));
    assert_eq!(
        stderr(&output),
        "note: es.txt: line 1, byte 23 (0x97) is not valid UTF-8, while the rest of the file is; it was read as \"—\", its \
         meaning in windows-1252; put it right and save the file as UTF-8, or use --encoding to read all of it in one encoding\n"
    );
}

#[test]
fn text_that_was_encoded_twice_is_told() {
    let sandbox = Sandbox::empty().with("es.txt", "El niÃ±o subiÃ³ al faro.\n");
    let output = sandbox.run(&["split", "es.txt"]);
    assert_eq!(code(&output), 0);
    assert!(
        stderr(&output).contains("line 1 holds \"niÃ±o\", which was \"niño\""),
        "{}",
        stderr(&output)
    );
}
