//! An alignment of two files, outside of any project: all that is done to a work is done to it, by its path.

use std::fs;

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

/// Two texts and their alignment, in no project.
fn pair() -> Sandbox {
    let sandbox = Sandbox::empty().with("libro.txt", ES).with("book.txt", EN);
    assert_eq!(
        code(&sandbox.run(&["align", "libro.txt", "book.txt", "-o", "pair.json"])),
        0
    );
    sandbox
}

fn done(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = sandbox.run(arguments);
    assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    format!("{}{}", stdout(&output), stderr(&output))
}

#[test]
fn an_alignment_in_no_project_is_looked_at_by_its_path() {
    let sandbox = pair();
    insta::assert_snapshot!(done(&sandbox, &["status", "pair.json"]), @"
    work  source sentences  target sentences  links          reviewed  expected errors  stale  last reviewed  state
    pair                 4                 4      4  ░░░░░░░░░░   0 %              0.0      0              –  fresh
    ");
    insta::assert_snapshot!(done(&sandbox, &["check", "pair.json"]), @"1 work checked: 1 fresh; each of 4 and 4 sentences stands in one of 4 links, 0 of them on one side only");
    insta::assert_snapshot!(done(&sandbox, &["list", "pair.json", "--below", "1", "--limit", "1"]), @"
    pair 2.1=2.1  0.99
      < María subió al faro.
      > María climbed the lighthouse.
    1 link, 3 more
    ");
    assert!(done(&sandbox, &["explain", "pair.json", "2.1"]).starts_with("pair 2.1="));
    assert!(done(&sandbox, &["diff", "pair.json"]).contains("nothing is pending"));
    let refused = sandbox.run(&["check", "pair.json", "--against", "HEAD"]);
    assert_eq!(code(&refused), 2, "{}", stderr(&refused));
}

#[test]
fn it_is_corrected_followed_and_brought_back() {
    let sandbox = pair();
    let made = sandbox.read("pair.json");
    assert!(done(&sandbox, &["edit", "pair.json", "accept", "2.2"]).starts_with("accepted Contó 39 escalones."));
    assert!(sandbox.read("pair.json").contains("\"accepted\""));
    done(&sandbox, &["edit", "pair.json", "undo"]);
    assert_eq!(sandbox.read("pair.json"), made);
    done(&sandbox, &["edit", "pair.json", "redo"]);
    let decided = sandbox.read("pair.json");
    sandbox.edit("libro.txt", "Nadie", "Ninguno");
    let stale = sandbox.run(&["check", "pair.json"]);
    assert_eq!(code(&stale), 1);
    assert!(
        stdout(&stale).contains("run `cotejo align pair.json` to carry"),
        "{}",
        stdout(&stale)
    );
    let told = done(&sandbox, &["align", "pair.json"]);
    assert!(told.contains("1 decided link kept"), "{told}");
    assert!(sandbox.read("pair.json").contains("Ninguno"));
    assert_eq!(code(&sandbox.run(&["check", "pair.json"])), 0);
    assert!(done(&sandbox, &["history", "pair.json"]).trim_end().ends_with("edit"));
    done(&sandbox, &["history", "pair.json", "--restore", "1"]);
    assert_eq!(sandbox.read("pair.json"), decided);
}

#[test]
fn its_texts_are_found_beside_it_from_any_folder_and_read_as_they_were() {
    let sandbox = Sandbox::empty()
        .with("in/uno.txt", b"Lleg\xf3 tarde.\nNadie la vio bajar por la calle.\n")
        .with("in/one.txt", "She came late.\nNobody saw her go down the street.\n")
        .with("elsewhere/x.txt", "");
    let align = |arguments: &[&str], folder: &str| {
        let output = sandbox
            .command(arguments)
            .current_dir(sandbox.path(folder))
            .output()
            .unwrap();
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        stderr(&output).to_owned()
    };
    let how = ["--one-per-line", "--source-encoding", "latin1"];
    align(
        &[&["align", "uno.txt", "one.txt", "-o", "pair.json"][..], &how].concat(),
        "in",
    );
    let made = sandbox.read("in/pair.json");
    align(&["check", "../in/pair.json"], "elsewhere");
    align(&["edit", "../in/pair.json", "accept", "1.1"], "elsewhere");
    align(&["edit", "../in/pair.json", "undo"], "elsewhere");
    align(&["align", "../in/pair.json"], "elsewhere");
    assert_eq!(sandbox.read("in/pair.json"), made);
    assert_eq!(
        fs::read_dir(sandbox.path("elsewhere")).unwrap().count(),
        1,
        "nothing is left where one stands"
    );
}

#[test]
fn an_alignment_beside_the_works_of_a_project_is_none_of_them() {
    let sandbox = Sandbox::aligned();
    let texts = ["texts/es/faro.txt", "texts/en/faro.txt"];
    done(&sandbox, &["align", texts[0], texts[1], "-o", "trial.json"]);
    let work = sandbox.read("alignments/faro.json");
    assert!(done(&sandbox, &["check", "trial.json"]).contains("1 work checked: 1 fresh"));
    done(&sandbox, &["edit", "trial.json", "accept", "2.2"]);
    assert!(sandbox.read("trial.json").contains("\"accepted\""));
    assert_eq!(sandbox.read("alignments/faro.json"), work);
    let refused = sandbox.run(&["align", "alignments/faro.json"]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("cotejo align faro"), "{}", stderr(&refused));
}

#[test]
fn two_editions_in_one_language_are_looked_at_too() {
    let sandbox = Sandbox::empty().with("a.txt", ES).with("b.txt", ES);
    let langs = ["--source-lang", "es", "--target-lang", "es"];
    done(
        &sandbox,
        &[&["align", "a.txt", "b.txt", "-o", "pair.json"][..], &langs].concat(),
    );
    done(&sandbox, &["list", "pair.json"]);
    done(&sandbox, &["edit", "pair.json", "accept", "2.2"]);
    done(&sandbox, &["align", "pair.json"]);
    done(&sandbox, &["check", "pair.json"]);
}

#[test]
fn what_is_no_alignment_is_told() {
    let sandbox = pair().with("broken.json", "{\"format\": ");
    for arguments in [["list", "broken.json"], ["align", "broken.json"], ["list", "none.json"]] {
        let output = sandbox.run(&arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(
            stderr(&output).contains(".json") && !stderr(&output).contains("panick"),
            "{}",
            stderr(&output)
        );
    }
    let output = sandbox.run(&["check", "broken.json"]);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).starts_with("broken.json:1: invalid: "),
        "{}",
        stdout(&output)
    );
}

#[test]
fn sentences_moved_by_hand_are_never_lost_without_a_word() {
    // The first time nothing is known of what the program wrote: it says so and keeps the version.
    let sandbox = pair();
    sandbox.move_by_hand("pair.json");
    let moved = sandbox.read("pair.json");
    let told = done(&sandbox, &["align", "pair.json"]);
    assert!(
        told.contains("pair.json: the sentences of 1 link were grouped anew"),
        "{told}"
    );
    done(&sandbox, &["history", "pair.json", "--restore", "1"]);
    assert_eq!(sandbox.read("pair.json"), moved);
    // From then on it is known.
    done(&sandbox, &["align", "pair.json"]);
    sandbox.move_by_hand("pair.json");
    let told = done(&sandbox, &["fmt", "pair.json"]);
    assert!(told.contains("edited"), "{told}");
    assert!(done(&sandbox, &["align", "pair.json"]).contains("2 decided links kept"));
}

#[test]
fn a_table_that_was_corrected_is_not_written_over_and_an_old_one_takes_nothing_away() {
    let sandbox = pair();
    let export = ["export", "pair.json", "-o", "pair.csv"];
    done(&sandbox, &["edit", "pair.json", "accept", "1.1"]);
    done(&sandbox, &export);
    let old = sandbox.read("pair.csv");
    // The alignment goes on; the table is older, and holds nothing of its own.
    done(&sandbox, &["edit", "pair.json", "dispute", "1.1", "ask Ana"]);
    let told = done(&sandbox, &["import", "pair.csv", "-o", "pair.json"]);
    assert!(told.contains("1 link decided otherwise than the file says"), "{told}");
    assert!(sandbox.read("pair.json").contains("\"disputed\"") && sandbox.read("pair.json").contains("ask Ana"));
    done(&sandbox, &export);
    // One that was corrected does, however old it is.
    sandbox.write("pair.csv", old.replace("39 steps.,auto", "39 steps.,accepted"));
    done(&sandbox, &["edit", "pair.json", "accept", "2.1"]);
    let refused = sandbox.run(&export);
    assert_eq!(code(&refused), 2);
    let offered = "cotejo import pair.csv -o pair.json";
    assert!(
        stderr(&refused).contains("holds corrections") && stderr(&refused).contains(offered),
        "{}",
        stderr(&refused)
    );
    let told = done(&sandbox, &offered.split(' ').skip(1).collect::<Vec<_>>());
    assert!(told.contains("decided otherwise"), "{told}");
    assert_eq!(sandbox.read("pair.json").matches("\"accepted\"").count(), 2);
    assert!(sandbox.read("pair.json").contains("\"disputed\""));
}

#[test]
fn places_of_other_sentences_are_never_decided() {
    let sandbox = pair();
    sandbox.edit("pair.json", "Contó 39 escalones.", "Contó los 39 escalones.");
    let damaged = sandbox.read("pair.json");
    let refused = sandbox.run(&["edit", "pair.json", "accept", "2.2"]);
    assert_eq!(code(&refused), 2);
    assert!(
        stderr(&refused).contains("does not hold the sentences of its texts: link 3"),
        "{}",
        stderr(&refused)
    );
    assert_eq!(sandbox.read("pair.json"), damaged);
}

#[test]
fn texts_that_are_elsewhere_now_are_named_anew_and_others_are_not_read() {
    let sandbox = Sandbox::empty()
        .with("txt/libro.txt", ES)
        .with("txt/book.txt", EN)
        .with("work/x.txt", "");
    let run = |arguments: &[&str]| {
        let output = sandbox
            .command(arguments)
            .current_dir(sandbox.path("work"))
            .output()
            .unwrap();
        (code(&output), format!("{}{}", stdout(&output), stderr(&output)))
    };
    let by_name = ["align", "../txt/libro.txt", "../txt/book.txt", "-o", "pair.json"];
    assert_eq!(run(&by_name).0, 0);
    // As long as they are as they were, they are read wherever they lie.
    assert_eq!(run(&["check", "pair.json"]).0, 0);
    assert_eq!(run(&["edit", "pair.json", "accept", "2.2"]).0, 0);
    assert_eq!(run(&["align", "pair.json"]).0, 0);
    // What else the alignment names is not read: it may come from anybody.
    sandbox.edit("txt/book.txt", "Nobody", "No one");
    let (code_of, told) = run(&["align", "pair.json"]);
    assert_eq!(code_of, 2);
    assert!(
        told.contains(&by_name.join(" ")) && !sandbox.read("work/pair.json").contains("No one"),
        "{told}"
    );
    let (code_of, told) = run(&by_name);
    assert!(code_of == 0 && told.contains("1 decided link kept"), "{told}");
    // They lie beside the alignment now.
    for text in ["libro.txt", "book.txt"] {
        fs::rename(sandbox.path("txt").join(text), sandbox.path("work").join(text)).unwrap();
    }
    let beside = "cotejo align libro.txt book.txt -o pair.json";
    let (code_of, told) = run(&["check", "pair.json"]);
    assert!(code_of == 2 && told.contains(beside), "{told}");
    let (code_of, told) = run(&beside.split(' ').skip(1).collect::<Vec<_>>());
    assert!(code_of == 0 && told.contains("1 decided link kept"), "{told}");
    assert_eq!(run(&["check", "pair.json"]).0, 0);
}

#[test]
fn a_lexicon_that_did_not_come_along_stands_in_no_way() {
    let sandbox = Sandbox::empty()
        .with("libro.txt", ES)
        .with("book.txt", EN)
        .with("own.tsv", "faro\tlighthouse\n");
    done(
        &sandbox,
        &[
            "align",
            "libro.txt",
            "book.txt",
            "--lexicon",
            "own.tsv",
            "-o",
            "pair.json",
        ],
    );
    assert!(sandbox.read("pair.json").contains("own.tsv"));
    done(&sandbox, &["check", "pair.json"]);
    fs::remove_file(sandbox.path("own.tsv")).unwrap();
    done(&sandbox, &["edit", "pair.json", "accept", "2.2"]);
    done(&sandbox, &["align", "pair.json"]);
    done(&sandbox, &["check", "pair.json"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_text_keeps_nobody_waiting() {
    let sandbox = pair();
    fs::remove_file(sandbox.path("libro.txt")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(sandbox.path("libro.txt"))
        .status();
    assert!(made.unwrap().success());
    for arguments in [
        &["align", "pair.json"][..],
        &["check", "pair.json"],
        &["edit", "pair.json", "accept", "2.2"],
    ] {
        assert_eq!(code(&sandbox.run(arguments)), 2, "{arguments:?}");
    }
}
