//! `cotejo match`: which text translates which.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

use crate::harness::{Sandbox, code, stderr, stdout};

/// The folders `a` and `b` with works of this project under names that tell nothing; of two one side is left out.
fn folders() -> Sandbox {
    let sandbox = Sandbox::empty();
    let named = [
        ("a/uno.txt", "es/cuento.txt"),
        ("a/dos.txt", "es/cartas.txt"),
        ("a/viejo/tres.txt", "es/poema.txt"),
        ("a/cuatro.md", "es/leyenda.txt"),
        ("b/x1.txt", "en/poema.txt"),
        ("b/x2.txt", "en/cuento.txt"),
        ("b/x3.txt", "en/cartas.txt"),
        ("b/x4.txt", "en/discurso.txt"),
    ];
    for (name, text) in named {
        sandbox.write(name, fs::read(Path::new("texts").join(text)).unwrap());
    }
    sandbox
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let output = sandbox.run(&[arguments, &["--format", "json"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    serde_json::from_str(stdout(&output)).unwrap()
}

/// The pairs that were told, original first.
fn pairs(report: &Value) -> Vec<[&str; 2]> {
    let pairs = report["pairs"].as_array().unwrap().iter();
    pairs
        .map(|pair| ["source", "target"].map(|side| pair[side].as_str().unwrap()))
        .collect()
}

#[test]
fn texts_are_paired_by_what_they_say() {
    let sandbox = folders();
    assert_snapshot!(sandbox.case(&["match", "a", "b"]), @"
    $ cotejo match a b
    exit 0
    -- stdout
    original        translation  confidence
    dos.txt         x3.txt       0.…
    uno.txt         x2.txt       0.…
    viejo/tres.txt  x1.txt       0.…

    in a without translation:
      cuatro.md

    in b without original:
      x4.txt

    3 pairs; 1 original and 1 translation are left
    ");
    let report = json(&sandbox, &["match", "a", "b"]);
    assert_eq!(
        pairs(&report),
        [
            ["dos.txt", "x3.txt"],
            ["uno.txt", "x2.txt"],
            ["viejo/tres.txt", "x1.txt"]
        ]
    );
    assert_eq!(report["source_only"][0]["text"], "cuatro.md");
    assert_eq!(report["target_only"][0]["text"], "x4.txt");
}

#[test]
fn pieces_of_one_work_find_their_partners() {
    // The same names and the same places in all of them; every fourth has no partner.
    let sandbox = Sandbox::empty();
    let alignment = fs::read_to_string("alignments/novela.json").unwrap();
    let alignment: Value = serde_json::from_str(&alignment).unwrap();
    let links = alignment["links"].as_array().unwrap();
    let mut wanted = Vec::new();
    for (number, piece) in links.chunks(20).enumerate() {
        for (side, folder, name) in [("source", "a", number), ("target", "b", 999 - number)] {
            if folder == "b" && number % 4 == 3 {
                continue;
            }
            let sentences = piece.iter().flat_map(|link| link[side].as_array().unwrap());
            let text: String = sentences
                .map(|text| format!("{}\n\n", text.as_str().unwrap()))
                .collect();
            sandbox.write(&format!("{folder}/{name:03}.txt"), text);
        }
        if number % 4 != 3 {
            wanted.push([format!("{number:03}.txt"), format!("{:03}.txt", 999 - number)]);
        }
    }
    assert!(wanted.len() > 20);
    let report = json(&sandbox, &["match", "a", "b"]);
    assert_eq!(pairs(&report), wanted);
    assert_eq!(
        stdout(&sandbox.run(&["match", "a", "b", "-j", "1"])),
        stdout(&sandbox.run(&["match", "a", "b", "-j", "3"]))
    );
}

#[test]
fn two_translations_of_one_text_are_a_tie_that_is_told() {
    let sandbox = folders();
    let copy = fs::read_to_string("texts/en/cuento.txt").unwrap();
    sandbox.write("b/copy.txt", copy);
    let report = json(&sandbox, &["match", "a", "b"]);
    let pair = report["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|pair| pair["source"] == "uno.txt");
    let pair = pair.unwrap();
    assert!((pair["confidence"].as_f64().unwrap() - 0.5).abs() < 0.01, "{pair}");
    assert_eq!(pair["rivals"][0]["target"], "x2.txt");
    let told = sandbox.case(&["match", "a", "b"]);
    assert!(told.contains("to look at:"), "{told}");
}

#[test]
fn pairs_are_laid_out_as_a_project() {
    let sandbox = folders();
    sandbox.write("a/viejo/uno.txt", fs::read("texts/es/memoria.txt").unwrap());
    sandbox.write("b/x5.txt", fs::read("texts/en/memoria.txt").unwrap());
    assert_eq!(code(&sandbox.run(&["match", "a", "b", "--link", "libros"])), 0);
    assert_eq!(
        sandbox.list("libros/texts/en"),
        ["dos.txt", "uno.txt", "viejo-tres.txt", "viejo-uno.txt"]
    );
    assert_eq!(sandbox.read("libros/texts/en/uno.txt"), sandbox.read("b/x2.txt"));
    assert_eq!(code(&sandbox.run(&["align", "--project", "libros", "viejo-tres"])), 0);
    // Once more, and nothing is written again.
    let before = sandbox.modified("libros/texts/en/uno.txt");
    assert_eq!(code(&sandbox.run(&["match", "a", "b", "--link", "libros"])), 0);
    assert_eq!(sandbox.modified("libros/texts/en/uno.txt"), before);
    // What a translator corrected there is not written over, and nothing else is written either.
    sandbox.write("libros/texts/en/uno.txt", "Mine.\n");
    fs::remove_file(sandbox.path("libros/texts/en/dos.txt")).unwrap();
    let refused = sandbox.run(&["match", "a", "b", "--link", "libros"]);
    assert_eq!(code(&refused), 2);
    assert_snapshot!(stderr(&refused), @"
    error: libros/texts/en/uno.txt is there already and is another text than b/x2.txt; nothing was written
    help: name a new folder: --link FOLDER
    ");
    assert_eq!(sandbox.read("libros/texts/en/uno.txt"), "Mine.\n");
    assert!(!sandbox.path("libros/texts/en/dos.txt").exists());
}

#[test]
fn a_project_of_other_languages_says_so() {
    let sandbox = Sandbox::empty();
    // No lexicon knows these languages: names and numbers are all there is, and other texts to tell them from.
    let texts = [
        (
            "a/eins.txt",
            "b/un.txt",
            "Cabo Vilán 1896 Camariñas Laxe Serpent 1890 Corcubión",
        ),
        (
            "a/zwei.txt",
            "b/deux.txt",
            "Bilbao 1512 Deusto Portugalete Erandio 1889 Getxo Sestao",
        ),
        (
            "a/drei.txt",
            "b/trois.txt",
            "Teruel 1937 Albarracín Calamocha 1171 Alfambra Cella",
        ),
    ];
    for (source, target, names) in texts {
        sandbox.write(source, format!("Was von {names} bleibt.\n"));
        sandbox.write(target, format!("Ce qui reste de {names}.\n"));
    }
    let languages = ["--source-lang", "de", "--target-lang", "fr"];
    let output = sandbox.run(&[&["match", "a", "b", "--link", "p"], &languages[..]].concat());
    assert_eq!(code(&output), 0);
    assert_eq!(
        sandbox.read("p/cotejo.toml"),
        "source-lang = \"de\"\ntarget-lang = \"fr\"\n"
    );
    let refused = sandbox.run(&["match", "a", "b", "--link", "p"]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("is a project of de and fr, not of es and en"));
}

#[test]
fn an_encoding_that_was_named_is_read() {
    let sandbox = Sandbox::empty();
    for (name, text) in [("a/uno.txt", "es/leyenda.txt"), ("b/x1.txt", "en/leyenda.txt")] {
        let text = fs::read_to_string(Path::new("texts").join(text)).unwrap();
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        sandbox.write(name, bytes);
    }
    let report = json(&sandbox, &["match", "a", "b", "--encoding", "utf-16le"]);
    assert_eq!(pairs(&report), [["uno.txt", "x1.txt"]]);
}

#[test]
fn what_cannot_be_matched_is_told() {
    let sandbox = folders();
    sandbox.write("empty/readme", "");
    let fault = |arguments: &[&str]| {
        let output = sandbox.run(&[&["match"], arguments].concat());
        assert_eq!(code(&output), 2);
        stderr(&output).to_owned()
    };
    assert_snapshot!(fault(&["a", "c"]), @"
    error: c does not exist
    help: name two folders: that of the originals, then that of the translations
    ");
    assert_snapshot!(fault(&["a", "b/x1.txt"]), @"
    error: b/x1.txt is no folder
    help: name two folders: that of the originals, then that of the translations
    ");
    assert_snapshot!(fault(&["a", "empty"]), @"
    error: there is no text in empty
    help: texts end in .txt, .html, .htm, .xhtml, .srt, .vtt, .md, .markdown, .epub, .docx
    ");
    assert_snapshot!(fault(&["a", "b", "--link", "a/project"]), @"
    error: a/project lies in a, whose texts are matched
    help: name a folder beside it: --link FOLDER
    ");
    // One text that cannot be read does not keep the others from being told.
    sandbox.write("b/broken.epub", "PK\u{3}\u{4} no archive");
    let output = sandbox.run(&["match", "a", "b"]);
    assert_eq!(code(&output), 2);
    assert!(stdout(&output).contains("3 pairs"), "{}", stdout(&output));
    assert!(stderr(&output).contains("broken.epub"), "{}", stderr(&output));
}

#[test]
#[cfg(unix)]
fn links_and_pipes_in_a_folder_lead_nowhere() {
    let sandbox = folders();
    sandbox.write("secret.txt", fs::read("texts/en/leyenda.txt").unwrap());
    std::os::unix::fs::symlink(sandbox.path("secret.txt"), sandbox.path("b/out.txt")).unwrap();
    let pipe = Command::new("mkfifo").arg(sandbox.path("b/pipe.txt")).status();
    assert!(pipe.unwrap().success());
    let output = sandbox.run(&["match", "a", "b", "--link", "p"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        stderr(&output).lines().filter(|line| line.starts_with("error")).count(),
        2
    );
    assert_eq!(sandbox.list("p/texts/es"), ["dos.txt", "uno.txt", "viejo-tres.txt"]);
}
