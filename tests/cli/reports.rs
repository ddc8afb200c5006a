//! `cotejo check`, `status`, `eval` and `diff`.

use std::fs;

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

/// A project with a work in each state.
fn all_states() -> Sandbox {
    let sandbox = Sandbox::project();
    let works = [
        "changed-both",
        "changed-en",
        "changed-es",
        "conflict",
        "gone",
        "invalid",
        "unaligned",
    ];
    for work in works {
        sandbox.write(&format!("texts/es/{work}.txt"), ES);
        sandbox.write(&format!("texts/en/{work}.txt"), EN);
    }
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    for work in ["changed-both", "changed-es"] {
        sandbox.edit(&format!("texts/es/{work}.txt"), "Nadie", "Ninguno");
    }
    for work in ["changed-both", "changed-en"] {
        sandbox.edit(&format!("texts/en/{work}.txt"), "Nobody", "No one");
    }
    sandbox.edit(
        "alignments/conflict.json",
        "  \"links\"",
        "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n  \"links\"",
    );
    sandbox.edit(
        "alignments/invalid.json",
        "[\"El faro\"], \"target\": [\"The Lighthouse\"]",
        "[], \"target\": []",
    );
    for lang in ["es", "en"] {
        fs::remove_file(sandbox.path(&format!("texts/{lang}/gone.txt"))).unwrap();
    }
    fs::remove_file(sandbox.path("alignments/unaligned.json")).unwrap();
    sandbox.with("texts/en/lone.txt", EN)
}

#[test]
fn check_names_every_state() {
    let sandbox = all_states();
    let before = sandbox.list("alignments");
    insta::assert_snapshot!(sandbox.case(&["check"]));
    insta::assert_snapshot!(sandbox.case(&["check", "--format", "json"]));
    assert_eq!(sandbox.list("alignments"), before);
}

#[test]
fn check_is_clean_when_all_is_fresh() {
    let sandbox = Sandbox::aligned();
    insta::assert_snapshot!(sandbox.case(&["check"]), @"
    $ cotejo check
    exit 0
    -- stderr
    1 work checked: 1 fresh; each of 4 and 4 sentences stands in one of 4 links, 0 of them on one side only
    ");
    insta::assert_snapshot!(sandbox.case(&["check", "--format", "json", "--quiet"]), @r#"
    $ cotejo check --format json --quiet
    exit 0
    -- stdout
    {
      "clean": true,
      "works": [
        {
          "name": "faro",
          "alignment": "alignments/faro.json",
          "states": [
            "fresh"
          ],
          "findings": []
        }
      ]
    }
    "#);
    insta::assert_snapshot!(Sandbox::empty().case(&["check"]), @"
    $ cotejo check
    exit 2
    -- stderr
    error: no project here: neither this folder nor one above it has cotejo.toml or texts/
    help: put the originals in texts/es/NAME.txt and the translations in texts/en/NAME.txt
    help: or say where the project is: --project DIR
    help: for two files alone: cotejo align ORIGINAL TRANSLATION -o pair.json, then name pair.json
    ");
}

#[test]
fn check_finds_sentences_that_were_changed_by_hand() {
    let sandbox = Sandbox::aligned();
    sandbox.edit("alignments/faro.json", "39 steps", "93 steps");
    insta::assert_snapshot!(sandbox.case(&["check"]), @r#"
    $ cotejo check
    exit 1
    -- stdout
    alignments/faro.json:9: invalid: link 3: "She counted 93 steps." is not in the target text at this place; expected "She counted 39 steps." (sentence 2.2). Words are corrected in the text itself, then `cotejo align` takes them over
    -- stderr
    1 work checked: 1 invalid
    "#);
}

#[test]
fn check_tells_another_way_of_cutting_from_a_fault() {
    let sandbox = Sandbox::aligned()
        .with("cotejo.toml", "abbreviations = [\"own.txt\"]\n")
        .with("own.txt", "faro\n");
    insta::assert_snapshot!(sandbox.case(&["check"]), @r#"
    $ cotejo check
    exit 1
    -- stdout
    alignments/faro.json:8: stale-source: the text is cut into other sentences now, run `cotejo align`: link 2: "María subió al faro." is not one sentence of texts/es/faro.txt but is cut otherwise there
    -- stderr
    1 work checked: 1 stale-source
    "#);
}

#[test]
fn check_lets_stand_how_people_cut() {
    let sandbox = Sandbox::aligned();
    let path = "alignments/faro.json";
    let auto = sandbox.read(path);
    let cut = auto.replace("[\"María subió al faro.\"]", "[\"María subió\", \"al faro.\"]");
    assert_ne!(cut, auto);
    sandbox.write(path, &cut);
    assert_eq!(code(&sandbox.run(&["check"])), 1, "nobody says that a person cut here");
    let pinned: Vec<_> = cut
        .lines()
        .map(|line| {
            if line.contains("al faro") {
                line.replace("auto", "edited")
            } else {
                line.to_owned()
            }
        })
        .collect();
    sandbox.write(path, pinned.join("\n"));
    let output = sandbox.run(&["check"]);
    assert_eq!((code(&output), stdout(&output)), (0, ""));
}

#[test]
fn check_finds_an_alignment_under_another_name() {
    let sandbox = Sandbox::aligned()
        .with("texts/es/otro.txt", ES)
        .with("texts/en/otro.txt", EN);
    sandbox.write("alignments/otro.json", sandbox.read("alignments/faro.json"));
    insta::assert_snapshot!(sandbox.case(&["check"]), @"
    $ cotejo check
    exit 1
    -- stdout
    alignments/otro.json:3: invalid: it names texts/es/faro.txt as its source text, but texts/es/otro.txt is there and has its name
    alignments/otro.json:4: invalid: it names texts/en/faro.txt as its target text, but texts/en/otro.txt is there and has its name
    -- stderr
    2 works checked: 1 fresh, 1 invalid
    ");
}

#[test]
fn status_is_a_table() {
    let sandbox = all_states()
        .with("texts/es/mañana.txt", ES)
        .with("texts/en/mañana.txt", EN);
    assert_eq!(code(&sandbox.run(&["align"])), 2, "two works are broken");
    for work in sandbox.list("alignments") {
        let path = format!("alignments/{work}");
        let lines = sandbox.read(&path);
        let fixed: Vec<_> = lines
            .lines()
            .map(|line| match line.split_once("\"confidence\": ") {
                Some((before, after)) => format!(
                    "{before}\"confidence\": 0.9{}",
                    &after[after.find([',', '}']).unwrap()..]
                ),
                None => line.to_owned(),
            })
            .collect();
        sandbox.write(&path, fixed.join("\n"));
    }
    sandbox.edit(
        "alignments/faro.json",
        "\"status\": \"auto\"",
        "\"status\": \"accepted\"",
    );
    insta::assert_snapshot!(sandbox.case(&["status"]));
    let output = sandbox.run(&["status", "--json"]);
    assert_eq!(code(&output), 0);
    let works: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let faro = works
        .as_array()
        .unwrap()
        .iter()
        .find(|work| work["name"] == "faro")
        .unwrap();
    insta::assert_json_snapshot!(faro, @r#"
    {
      "alignment": "alignments/faro.json",
      "expected_errors": 0.3,
      "last_reviewed": "1.1=1.1",
      "links": 4,
      "mean_confidence": 0.9,
      "name": "faro",
      "null_links": 0,
      "pending": false,
      "pinned": 1,
      "reviewed": 0.25,
      "source_sentences": 4,
      "stale_links": 0,
      "states": [
        "fresh"
      ],
      "target_sentences": 4
    }
    "#);
}

#[test]
fn eval_gives_four_measures() {
    let sandbox = Sandbox::aligned().with("gold.beads", "0:0\n1:1\n2:2\n3:\n:3\n");
    insta::assert_snapshot!(stdout(&sandbox.run(&["eval", "gold.beads", "gold.beads"])), @"
                        precision  recall      F1
    strict                 1.0000  1.0000  1.0000
    lax                    1.0000  1.0000  1.0000
    without null beads     1.0000  1.0000  1.0000
    with null beads        1.0000  1.0000  1.0000
    ");
    let output = sandbox.run(&["eval", "gold.beads", "alignments/faro.json", "--json"]);
    assert_eq!(code(&output), 0);
    let mut json: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let calibration = json.as_object_mut().unwrap().remove("calibration").unwrap();
    // The last pair is wrong: the gold leaves both its sentences alone.
    assert_eq!((&calibration["links"], &calibration["errors"]), (&4.into(), &1.into()));
    assert_eq!(calibration["bins"].as_array().unwrap().len(), 10);
    insta::assert_json_snapshot!(json, @r#"
    {
      "all": {
        "f1": 0.6666666666666665,
        "precision": 0.75,
        "recall": 0.6
      },
      "lax": {
        "f1": 0.8571428571428571,
        "precision": 0.75,
        "recall": 1.0
      },
      "non_null": {
        "f1": 0.8571428571428571,
        "precision": 0.75,
        "recall": 1.0
      },
      "strict": {
        "f1": 0.8571428571428571,
        "precision": 0.75,
        "recall": 1.0
      }
    }
    "#);
    let piped = sandbox.run_with_input(
        &["eval", "gold.beads", "-", "--json"],
        sandbox.read("alignments/faro.json"),
    );
    assert_eq!(stdout(&piped), stdout(&output));
}

#[test]
fn eval_says_whether_confidence_can_be_trusted() {
    let sandbox = Sandbox::aligned().with("gold.beads", "0:0\n1:1\n2:2\n3:\n:3\n");
    let plain = sandbox.run(&["eval", "gold.beads", "gold.beads", "--json"]);
    assert!(!stdout(&plain).contains("calibration"), "bead files have no confidence");
    let mut json = sandbox.read("alignments/faro.json");
    for confidence in ["0.95", "0.91", "1.0", "0.42"] {
        let at = json.find("\"confidence\": ").unwrap();
        let end = at + json[at..].find('}').unwrap();
        json.replace_range(at..end, &format!("\"CONFIDENCE\": {confidence}"));
    }
    sandbox.write("alignments/faro.json", json.replace("CONFIDENCE", "confidence"));
    insta::assert_snapshot!(stdout(&sandbox.run(&["eval", "gold.beads", "alignments/faro.json"])), @"
                        precision  recall      F1
    strict                 0.7500  1.0000  0.8571
    lax                    0.7500  1.0000  0.8571
    without null beads     0.7500  1.0000  0.8571
    with null beads        0.7500  0.6000  0.6667

    confidence  links    mean   right
    0.0 to 0.1      0       -       -
    0.1 to 0.2      0       -       -
    0.2 to 0.3      0       -       -
    0.3 to 0.4      0       -       -
    0.4 to 0.5      1  0.4200  0.0000
    0.5 to 0.6      0       -       -
    0.6 to 0.7      0       -       -
    0.7 to 0.8      0       -       -
    0.8 to 0.9      0       -       -
    0.9 to 1.0      3  0.9533  1.0000
    expected calibration error 0.1400; 40.0 % of 1 wrong link in the tenth with the lowest confidence
    ");
}

#[test]
fn eval_takes_gold_that_crosses_or_leaves_sentences_out() {
    let sandbox = Sandbox::aligned().with("gold.beads", "1:2\n2:1\n0:0\n");
    let output = sandbox.run(&["eval", "gold.beads", "alignments/faro.json", "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let json: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(json["non_null"]["precision"], 0.25);
}

#[test]
fn eval_under_a_floor_is_a_finding() {
    let sandbox = Sandbox::aligned().with("gold.beads", "0:0\n1:1\n2:2\n3:\n:3\n");
    let run = |floor: &str| code(&sandbox.run(&["eval", "gold.beads", "alignments/faro.json", "--fail-under", floor]));
    assert_eq!((run("0.5"), run("0.99")), (0, 1));
    assert_eq!(
        code(&sandbox.run(&["eval", "gold.beads", "gold.beads", "--fail-under", "1"])),
        0
    );
}

#[test]
fn eval_says_what_cannot_be_compared() {
    let sandbox = Sandbox::aligned()
        .with("short.beads", "0:0\n")
        .with("bad.beads", "0:0\nuno:dos\n")
        .with("empty", "");
    insta::assert_snapshot!(sandbox.case(&["eval", "short.beads", "alignments/faro.json"]), @"
    $ cotejo eval short.beads alignments/faro.json
    exit 2
    -- stderr
    error: short.beads covers 1 source sentences and alignments/faro.json covers 4: they are not of the same texts
    help: both must be made of the same sentences, for example with --one-per-line
    ");
    insta::assert_snapshot!(sandbox.case(&["eval", "bad.beads", "short.beads"]), @r#"
    $ cotejo eval bad.beads short.beads
    exit 2
    -- stderr
    error: bad.beads, line 2: the source index "uno" is no number that counts from 0; expected a form such as 0,1:0
    "#);
    insta::assert_snapshot!(sandbox.case(&["eval", "short.beads", "empty"]), @"
    $ cotejo eval short.beads empty
    exit 2
    -- stderr
    error: empty holds no bead
    help: expected lines such as 0,1:0, or an alignment file
    ");
    insta::assert_snapshot!(sandbox.case(&["eval", "shirt.beads", "empty"]), @"
    $ cotejo eval shirt.beads empty
    exit 2
    -- stderr
    error: cannot read shirt.beads: No such file or directory
    help: did you mean short.beads?
    ");
}

#[test]
fn diff_tells_same_from_different() {
    let sandbox = Sandbox::aligned();
    insta::assert_snapshot!(sandbox.case(&["diff", "alignments/faro.json", "alignments/faro.json"]), @"
    $ cotejo diff alignments/faro.json alignments/faro.json
    exit 0
    ");
    sandbox.write("other.json", sandbox.read("alignments/faro.json"));
    sandbox.edit("other.json", "\"status\": \"auto\"", "\"status\": \"accepted\"");
    insta::assert_snapshot!(sandbox.case(&["diff", "alignments/faro.json", "other.json"]), @r#"
    $ cotejo diff alignments/faro.json other.json
    exit 1
    -- stdout
    ~ 1.1 = 1.1  auto -> accepted
    ~            "El faro"
    ~            "The Lighthouse"
    "#);
    insta::assert_snapshot!(sandbox.case(&["diff", "alignments/faro.json", "oter.json"]), @"
    $ cotejo diff alignments/faro.json oter.json
    exit 2
    -- stderr
    error: cannot read oter.json: No such file or directory
    help: did you mean other.json?
    ");
    insta::assert_snapshot!(sandbox.case(&["diff", "texts/es/faro.txt", "other.json"]), @"
    $ cotejo diff texts/es/faro.txt other.json
    exit 2
    -- stderr
    error: texts/es/faro.txt, line 1, column 1: not valid JSON: El stands without quotation marks
    help: expected an alignment that cotejo align wrote, such as alignments/NAME.json
    ");
}

#[test]
fn of_a_work_that_is_not_aligned_nothing_is_listed() {
    let sandbox = Sandbox::project();
    let named = sandbox.run(&["list", "faro"]);
    assert_eq!(code(&named), 2);
    assert!(
        stderr(&named).contains("error: faro is not aligned yet\nhelp: cotejo align faro"),
        "{}",
        stderr(&named)
    );
    let all = sandbox.run(&["list"]);
    assert_eq!(code(&all), 0);
    assert!(
        stderr(&all).contains("note: faro is not aligned yet"),
        "{}",
        stderr(&all)
    );
}

#[test]
fn an_alignment_is_drawn() {
    let sandbox = Sandbox::aligned();
    let output = sandbox.run(&["status", "faro", "--plot", "faro.svg"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).contains("faro"), "the table too");
    let picture = sandbox.read("faro.svg");
    assert!(
        picture.contains("<polyline") && picture.ends_with("</svg>\n"),
        "{picture}"
    );
    // Again, the same; to standard output, the same and nothing else.
    let before = sandbox.modified("faro.svg");
    assert_eq!(code(&sandbox.run(&["status", "faro", "--plot", "faro.svg"])), 0);
    assert_eq!(sandbox.modified("faro.svg"), before);
    assert_eq!(stdout(&sandbox.run(&["status", "faro", "--plot", "-"])), picture);
    // What somebody drew is not written over.
    sandbox.write("faro.svg", "mine");
    assert_eq!(code(&sandbox.run(&["status", "faro", "--plot", "faro.svg"])), 2);
    assert_eq!(sandbox.read("faro.svg"), "mine");
    assert_eq!(
        code(&sandbox.run(&["status", "faro", "--plot", "faro.svg", "--force"])),
        0
    );
    // A picture is of one work, and reviewers find it in the list of the site.
    assert_eq!(code(&sandbox.run(&["status", "--plot", "all.svg"])), 2);
    assert_eq!(code(&sandbox.run(&["export", "--to", "html", "--review"])), 0);
    assert!(
        sandbox
            .read("site/index.html")
            .contains("src=\"data:image/svg+xml;base64,")
    );
    assert_eq!(code(&sandbox.run(&["export", "--to", "html"])), 0);
    assert!(!sandbox.read("site/index.html").contains("svg+xml"));
}
