//! `cotejo check`: findings, forms, bounds, revisions. What it says of states is in `reports`.

use std::fs;
use std::process::Command;

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

/// A project with a fault of the translation.
fn faulty() -> Sandbox {
    let sandbox = Sandbox::project();
    sandbox.edit("texts/en/faro.txt", "39", "93");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    sandbox
}

#[test]
fn warnings_are_told_and_fail_when_asked() {
    let sandbox = faulty();
    insta::assert_snapshot!(sandbox.case(&["check"]), @"
    $ cotejo check
    exit 0
    -- stdout
    texts/en/faro.txt:3: number: 2.2=2.2 (alignments/faro.json:9): the original has 39, the translation 93
        Contó 39 escalones.
        She counted 93 steps.
    -- stderr
    1 work checked: 1 fresh; 1 warning; each of 4 and 4 sentences stands in one of 4 links, 0 of them on one side only
    ");
    for (fail_on, expected) in [
        ("error", 0),
        ("warning", 1),
        ("number", 1),
        ("name,balance", 0),
        ("error,number", 1),
    ] {
        let output = sandbox.run(&["check", "--fail-on", fail_on]);
        assert_eq!(code(&output), expected, "{fail_on}");
    }
    let output = sandbox.run(&["check", "--fail-on", "numbers"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("unknown code \"numbers\"; known are stale-source, "),
        "{}",
        stderr(&output)
    );
    sandbox.edit("texts/es/faro.txt", "Nadie", "Ninguno");
    assert_eq!(code(&sandbox.run(&["check", "--fail-on", "number"])), 1);
    assert_eq!(
        code(&sandbox.run(&["check", "--fail-on", "name"])),
        0,
        "these and no others"
    );
}

#[test]
fn warnings_can_be_allowed_or_ignored() {
    let sandbox = faulty();
    sandbox.remark(
        "alignments/faro.json",
        "Contó",
        "\"note\": \"a misprint there. cotejo: allow number\"",
    );
    let noted = sandbox.read("alignments/faro.json");
    assert!(
        stdout(&sandbox.run(&["check"])).contains("number"),
        "nobody accepted it"
    );
    let accepted: Vec<_> = noted
        .lines()
        .map(|line| {
            if line.contains("allow") {
                line.replace("auto", "accepted")
            } else {
                line.to_owned()
            }
        })
        .collect();
    sandbox.write("alignments/faro.json", accepted.join("\n"));
    assert_eq!(stdout(&sandbox.run(&["check"])), "");

    let sandbox = faulty().with("cotejo.toml", "[check]\nignore = [\"number\"]\n");
    assert_eq!(stdout(&sandbox.run(&["check"])), "");
    sandbox.write("cotejo.toml", "[check]\nignore = [\"invalid\"]\n");
    insta::assert_snapshot!(sandbox.case(&["check"]), @r#"
    $ cotejo check
    exit 2
    -- stderr
    error: cotejo.toml, line 2: "invalid" is an error and cannot be ignored; warnings can
    "#);
}

#[test]
fn a_pending_alignment_is_a_finding_and_no_work_of_its_own() {
    let sandbox = Sandbox::aligned();
    sandbox.write("alignments/faro.json.new", sandbox.read("alignments/faro.json"));
    insta::assert_snapshot!(sandbox.case(&["check"]), @"
    $ cotejo check
    exit 1
    -- stdout
    alignments/faro.json:1: pending: alignments/faro.json.new waits: it is a new alignment that nobody has accepted; see `cotejo diff alignments/faro.json alignments/faro.json.new`, then run `cotejo accept` or `cotejo reject`
    -- stderr
    1 work checked: 1 pending
    ");
    let status = sandbox.run(&["status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(stdout(&status)).unwrap();
    assert_eq!(status.as_array().unwrap().len(), 1);
    assert_eq!((&status[0]["pending"], &status[0]["links"]), (&true.into(), &4.into()));
    assert_eq!(code(&sandbox.run(&["check", "alignments/faro.json.new", "--quiet"])), 1);
    fs::remove_file(sandbox.path("alignments/faro.json")).unwrap();
    assert!(
        stdout(&sandbox.run(&["check"])).contains("faro.json:1: pending: "),
        "instead of missing"
    );
}

#[test]
fn another_aligner_is_looked_at_closely() {
    let sandbox = Sandbox::aligned();
    let path = "alignments/faro.json";
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let same_links = sandbox.read(path).replace(&version, "\"version\": \"0.0.9\"");
    sandbox.write(path, &same_links);
    assert_eq!(stdout(&sandbox.run(&["check"])), "", "it makes the same links");

    // Somebody aligned the last sentence to nothing, and says that a program did.
    let other = |version: &str| {
        let text = same_links.replace("\"version\": \"0.0.9\"", version);
        let at = text.find("    {\"source\": [\"Nadie").unwrap();
        let split = "    {\"source\": [\"Nadie la vio bajar.\"], \"target\": [], \"status\": \"auto\", \"confidence\": 0.5},\n    \
                     {\"source\": [], \"target\": [\"Nobody saw her come down.\"], \"status\": \"auto\", \"confidence\": 0.5}\n  ]\n}\n";
        format!("{}{split}", &text[..at])
    };
    sandbox.write(path, other("\"version\": \"0.0.9\""));
    insta::assert_snapshot!(sandbox.case(&["check"]), @"
    $ cotejo check
    exit 1
    -- stdout
    alignments/faro.json:5: stale-aligner: this version would make 2 of its links otherwise (it was made by version 0.…): 3.1=, =3.1; run `cotejo align --pending` and look at what changes
    -- stderr
    1 work checked: 1 stale-aligner
    ");
    sandbox.write(path, other(&version));
    assert_eq!(
        code(&sandbox.run(&["check"])),
        0,
        "the same version makes the same of the same"
    );
    assert_eq!(code(&sandbox.run(&["check", "--realign"])), 1);
    sandbox.write("cotejo.toml", "lexicon = [\"own.tsv\"]\n");
    sandbox.write("own.tsv", "faro\tbeacon\n");
    let output = sandbox.run(&["check"]);
    assert!(
        stdout(&output).contains("other lexicons than cotejo.toml names"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_stale_link_fails_and_a_disputed_one_warns() {
    let sandbox = Sandbox::aligned();
    sandbox.remark(
        "alignments/faro.json",
        "Contó",
        "\"note\": \"was accepted, confidence 0.9\\nsource: Contó 38 escalones.\", \"reasons\": [\"stale: the original was edited\"]",
    );
    insta::assert_snapshot!(sandbox.case(&["check"]), @"
    $ cotejo check
    exit 1
    -- stdout
    alignments/faro.json:9: stale-link: 2.2=2.2: a person's decision no longer stands (the original was edited): was accepted, confidence 0.9; look at it and set its status
        Contó 39 escalones.
        She counted 39 steps.
    -- stderr
    1 work checked: 1 fresh; 1 error; each of 4 and 4 sentences stands in one of 4 links, 0 of them on one side only
    ");
    let status = sandbox.run(&["status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(stdout(&status)).unwrap();
    assert_eq!(status[0]["stale_links"], 1);
    let sandbox = Sandbox::aligned();
    sandbox.edit(
        "alignments/faro.json",
        "\"status\": \"auto\"",
        "\"status\": \"disputed\"",
    );
    let output = sandbox.run(&["check"]);
    assert_eq!(code(&output), 0);
    assert!(stdout(&output).starts_with("alignments/faro.json:7: disputed: 1.1=1.1: somebody doubts this link"));
}

#[test]
fn a_project_is_held_to_bounds() {
    let sandbox = Sandbox::aligned();
    sandbox.edit(
        "alignments/faro.json",
        "\"status\": \"auto\"",
        "\"status\": \"accepted\"",
    );
    insta::assert_snapshot!(sandbox.case(&["check", "--min-reviewed", "80%"]), @"
    $ cotejo check --min-reviewed 80%
    exit 1
    -- stdout
    unreviewed: 1 of 4 links are reviewed, 25 %, and 80 % are asked for
    -- stderr
    1 work checked: 1 fresh; each of 4 and 4 sentences stands in one of 4 links, 0 of them on one side only
    ");
    for (arguments, expected) in [
        (["--min-reviewed", "25%"], 0),
        (["--min-reviewed", "0.25"], 0),
        (["--min-reviewed", "26 %"], 1),
        (["--max-expected-errors", "4"], 0),
        (["--max-expected-errors", "0"], 1),
        (["--min-reviewed", "80"], 2),
        (["--max-expected-errors", "-1"], 2),
        (["--max-expected-errors", "nan"], 2),
    ] {
        let output = sandbox.run(&[&["check"], &arguments[..]].concat());
        assert_eq!(code(&output), expected, "{arguments:?}: {}", stderr(&output));
    }
    let output = sandbox.run(&["check", "--min-reviewed", "100%", "--fail-on", "name"]);
    assert_eq!(code(&output), 1, "a bound that was asked for holds");
}

#[test]
fn works_can_be_named() {
    let sandbox = Sandbox::aligned()
        .with("texts/es/mañana fría.txt", ES)
        .with("texts/en/mañana fría.txt", EN);
    let paths = |arguments: &[&str]| {
        let output = sandbox.run(&[&["check", "--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
        let works = report["works"].as_array().unwrap().clone();
        works
            .iter()
            .map(|work| work["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(paths(&[]), ["faro", "mañana fría"]);
    assert_eq!(paths(&["faro"]), ["faro"]);
    assert_eq!(paths(&["./texts/en/../es/faro.txt"]), ["faro"]);
    assert_eq!(
        paths(&["man\u{303}ana fri\u{301}a"]),
        ["mañana fría"],
        "stored otherwise"
    );
    assert_eq!(
        paths(&["alignments/mañana fría.json", "faro", "faro"]),
        ["faro", "mañana fría"]
    );
    insta::assert_snapshot!(sandbox.case(&["check", "farol"]), @"
    $ cotejo check farol
    exit 2
    -- stderr
    error: no work of the project is called farol
    help: did you mean faro?
    ");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let sandbox = faulty();
    for work in ["a", "b", "c", "d"] {
        sandbox.write(&format!("texts/es/{work}.txt"), ES);
        sandbox.write(&format!("texts/en/{work}.txt"), EN.replace("39", "40"));
    }
    sandbox.run(&["align"]);
    for format in ["text", "json", "sarif", "github", "junit"] {
        let run = |jobs| stdout(&sandbox.run(&["check", "--format", format, "--jobs", jobs])).to_owned();
        assert_eq!(run("1"), run("4"), "{format}");
        assert_eq!(run("4"), run("4"), "{format}");
        assert!(
            !run("1").contains(sandbox.path("").to_str().unwrap()),
            "{format} names a folder of this machine"
        );
    }
}

#[test]
fn paths_are_told_from_here() {
    let sandbox = Sandbox::empty()
        .with("book/texts/es/faro.txt", ES)
        .with("book/texts/en/faro.txt", EN.replace("39", "93"));
    assert_eq!(code(&sandbox.run(&["align", "--project", "book"])), 0);
    let output = sandbox.run(&["check", "--project", "book", "--format", "github"]);
    let expected = "::warning file=book/texts/en/faro.txt,line=3,title=number 2.2=2.2::";
    assert!(stdout(&output).starts_with(expected), "{}", stdout(&output));
    let output = sandbox.run(&["check", "--project", "./book/", "--format", "sarif"]);
    assert!(
        stdout(&output).contains("\"uri\": \"book/alignments/faro.json\""),
        "{}",
        stdout(&output)
    );
}

/// Runs Git in a sandbox, as nobody in particular.
fn git(sandbox: &Sandbox, arguments: &[&str]) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(sandbox.path(""))
        .output()
        .expect("the tests need Git");
    assert!(output.status.success(), "git {arguments:?}: {}", stderr(&output));
}

/// A project with a fault, committed.
fn committed() -> Sandbox {
    let sandbox = faulty()
        .with("texts/es/segundo.txt", ES)
        .with("texts/en/segundo.txt", EN);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    git(&sandbox, &["init", "--quiet"]);
    git(&sandbox, &["add", "."]);
    git(&sandbox, &["commit", "--quiet", "-m", "One"]);
    sandbox
}

#[test]
fn only_what_a_change_broke_is_told() {
    let sandbox = committed();
    let against = |revision: &str| sandbox.run(&["check", "--against", revision, "--fail-on", "warning"]);
    let output = against("HEAD");
    assert_eq!((code(&output), stdout(&output)), (0, ""), "it was there before");

    // A paragraph before it moves the old fault to another place and another line; a new one comes.
    let before = "El mar\n\nEra noviembre. Llegaron 12 barcas.\n\n";
    sandbox.write(
        "texts/es/faro.txt",
        format!("{before}{}", sandbox.read("texts/es/faro.txt")),
    );
    let before = "The Sea\n\nIt was November. There came 21 boats.\n\n";
    sandbox.write(
        "texts/en/faro.txt",
        format!("{before}{}", sandbox.read("texts/en/faro.txt")),
    );
    let output = against("HEAD");
    assert!(stdout(&output).contains("stale-source"), "{}", stdout(&output));
    assert!(!stdout(&output).contains("number"), "{}", stdout(&output));
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    insta::assert_snapshot!(sandbox.case(&["check", "--against", "HEAD", "--fail-on", "warning"]), @"
    $ cotejo check --against HEAD --fail-on warning
    exit 1
    -- stdout
    texts/en/faro.txt:3: number: 2.1=2.1 (alignments/faro.json:8): the original has 12, the translation 21
        Era noviembre. Llegaron 12 barcas.
        It was November. There came 21 boats.
    -- stderr
    2 works checked: 2 fresh; 1 warning; each of 10 and 10 sentences stands in one of 10 links, 0 of them on one side only; only what is new since HEAD counts
    ");
    assert!(
        stdout(&sandbox.run(&["check"])).contains("93"),
        "the old fault is still there"
    );

    // A work that was broken stays broken; one that breaks now is told.
    sandbox.edit("alignments/segundo.json", "\"target\": [\"", "\"target\": [\"x");
    git(&sandbox, &["commit", "--quiet", "-am", "Two"]);
    sandbox.edit("texts/en/faro.txt", "Nobody", "No one");
    let output = against("HEAD");
    assert!(stdout(&output).contains("faro.json:4: stale-target") && !stdout(&output).contains("segundo"));
    assert_eq!(code(&against("HEAD~1")), 1);
    let output = against("HEAD~1");
    let told = stdout(&output);
    assert!(told.contains("alignments/segundo.json:7: invalid: "), "{told}");
}

#[test]
fn a_revision_is_read_from_a_folder_inside_the_repository() {
    let sandbox = Sandbox::empty()
        .with("books/own.txt", "faro\n")
        .with("books/uno/cotejo.toml", "abbreviations = [\"../own.txt\"]\n")
        .with("books/uno/texts/es/año nuevo.txt", ES)
        .with("books/uno/texts/en/año nuevo.txt", EN.replace("39", "93"));
    assert_eq!(code(&sandbox.run(&["align", "--project", "books/uno"])), 0);
    git(&sandbox, &["init", "--quiet"]);
    git(&sandbox, &["add", "."]);
    git(&sandbox, &["commit", "--quiet", "-m", "One"]);
    let listing = || (sandbox.list("books"), sandbox.list("books/uno"), sandbox.list(".git"));
    let before = listing();
    let output = sandbox.run(&[
        "check",
        "--project",
        "books/uno",
        "--against",
        "main",
        "--fail-on",
        "warning",
    ]);
    assert_eq!((code(&output), stdout(&output)), (0, ""), "{}", stderr(&output));
    assert_eq!(listing(), before, "nothing is written");
}

#[test]
fn what_a_revision_lacks_is_new() {
    let sandbox = Sandbox::empty().with("README", "x");
    git(&sandbox, &["init", "--quiet"]);
    git(&sandbox, &["add", "."]);
    git(&sandbox, &["commit", "--quiet", "-m", "One"]);
    sandbox.write("texts/es/faro.txt", ES);
    sandbox.write("texts/en/faro.txt", EN);
    let output = sandbox.run(&["check", "--against", "HEAD"]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).starts_with("alignments/faro.json:1: missing"));
}

#[test]
fn revisions_that_cannot_be_read_are_explained() {
    let sandbox = committed();
    insta::assert_snapshot!(sandbox.case(&["check", "--against", "origin/main"]), @r#"
    $ cotejo check --against origin/main
    exit 2
    -- stderr
    error: Git knows no revision "origin/main" here; name a commit, a tag or a branch. In a shallow clone fetch it first, for example with: git fetch origin main
    "#);
    for odd in ["", "--help", "HEAD:texts", "--output=x"] {
        let output = sandbox.run(&["check", &format!("--against={odd}")]);
        assert_eq!(code(&output), 2, "{odd}");
        assert!(stderr(&output).contains("knows no revision"), "{}", stderr(&output));
    }
    let outside = Sandbox::aligned();
    let mut command = outside.command(&["check", "--against", "HEAD"]);
    let output = command
        .env("GIT_CEILING_DIRECTORIES", outside.path(".."))
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("is in no Git repository"),
        "{}",
        stderr(&output)
    );
    let mut command = sandbox.command(&["check", "--against", "HEAD"]);
    let output = command.env("PATH", "").output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("--against needs Git"), "{}", stderr(&output));
}

#[test]
fn a_mark_without_a_partner_is_shown_in_the_text_that_lacks_it() {
    let sandbox = Sandbox::project();
    let es = sandbox.read("texts/es/faro.txt");
    sandbox.write("texts/es/faro.txt", es.replacen("Contó", "»Contó", 1));
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    let told = sandbox.run(&["check"]);
    let told = format!("{}{}", stdout(&told), stderr(&told));
    let line = told.lines().find(|line| line.contains("balance")).expect("it is found");
    assert!(line.contains("texts/es/faro.txt:"), "{line}");
}

/// The bundled texts of these works, as original and translation of one.
fn paired(source: &str, target: &str) -> Sandbox {
    Sandbox::empty()
        .with("texts/es/obra.txt", source)
        .with("texts/en/obra.txt", target)
}

#[test]
fn texts_that_are_no_translation_of_each_other_are_told_by_align_and_check_alike() {
    let unrelated = paired(
        include_str!("../../texts/es/cartas.txt"),
        include_str!("../../texts/en/cuento.txt"),
    );
    let aligned = unrelated.run(&["align"]);
    assert_eq!(code(&aligned), 0);
    let says = "texts/es/obra.txt and texts/en/obra.txt match by 0.0";
    assert!(stderr(&aligned).contains(says), "{}", stderr(&aligned));
    let checked = unrelated.run(&["check"]);
    assert_eq!(code(&checked), 0, "a person has to look");
    assert!(stdout(&checked).starts_with(&format!("alignments/obra.json:1: unrelated: {says}")));
    assert_eq!(stdout(&checked).lines().count(), 1, "nothing of the wording");
    assert_eq!(code(&unrelated.run(&["check", "--fail-on", "unrelated"])), 1);
    unrelated.write("cotejo.toml", "[works.obra]\nignore = [\"unrelated\"]\n");
    let checked = unrelated.run(&["check"]);
    assert!(!stdout(&checked).contains("unrelated") && stdout(&checked).contains(": omission: "));
}

#[test]
fn texts_in_each_others_place_or_in_another_language_are_told() {
    let [es, en] = [
        include_str!("../../texts/es/cuento.txt"),
        include_str!("../../texts/en/cuento.txt"),
    ];
    let language = |sandbox: &Sandbox| {
        assert_eq!(code(&sandbox.run(&["align"])), 0);
        let output = sandbox.run(&["check", "--fail-on", "language"]);
        let told = stdout(&output).lines().find(|line| line.contains(": language: "));
        format!("{} {}", code(&output), told.unwrap_or_default())
    };
    insta::assert_snapshot!(language(&paired(en, es)), @"1 alignments/obra.json:1: language: texts/es/obra.txt reads like English and texts/en/obra.txt like Spanish: are they the wrong way round?");
    insta::assert_snapshot!(language(&paired(es, es)), @"1 alignments/obra.json:1: language: texts/es/obra.txt and texts/en/obra.txt both read like Spanish: are they original and translation?");
    insta::assert_snapshot!(language(&paired(es, &"Die Nacht war still, und niemand ging mehr durch die Gassen der alten Stadt.\n\n".repeat(9))), @r#"1 alignments/obra.json:4: language: texts/en/obra.txt looks German, not English: is it another text, or is target-lang = "de" missing in cotejo.toml?"#);
    assert_eq!(language(&paired(es, en)), "0 ");
}

#[test]
fn settings_that_nothing_comes_of_are_told() {
    let sandbox = Sandbox::project().with(
        "cotejo.toml",
        "[works.fary]\nauthor = \"A. Ruiz\"\n[works.faro]\nbegin = {es = \"Capítulo uno\", en = \"El faro\"}\n\
         end = {en = \"She counted\"}\n[encoding]\n\"texts/es/far.txt\" = \"latin1\"\n",
    );
    let notes = |arguments: &[&str]| {
        let output = sandbox.run(arguments);
        assert_eq!(code(&output), 0);
        let notes = stderr(&output)
            .lines()
            .filter(|line| line.starts_with("note: cotejo.toml"));
        notes.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(notes(&["align"]), @r#"
    note: cotejo.toml: there is no work "fary", as [works.fary] says; did you mean faro?
    note: cotejo.toml: there is no text texts/es/far.txt, as [encoding] says
    note: cotejo.toml: works.faro.begin.es: no passage of texts/es/faro.txt begins with "Capítulo uno"; write its first words
    note: cotejo.toml: works.faro.begin.en: no passage of texts/en/faro.txt begins with "El faro"; write its first words
    note: cotejo.toml: works.faro.end.en: no passage of texts/en/faro.txt begins with "She counted"; write its first words
    "#);
    insta::assert_snapshot!(notes(&["check"]), @r#"
    note: cotejo.toml: there is no work "fary", as [works.fary] says; did you mean faro?
    note: cotejo.toml: there is no text texts/es/far.txt, as [encoding] says
    "#);
}
