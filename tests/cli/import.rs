//! `cotejo import`

use std::process::{Command, Stdio};

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/faro.json";

/// The work `faro`, with decisions and notes of every kind, and a sentence that spreadsheets take for a formula.
fn reviewed() -> Sandbox {
    let sandbox = Sandbox::empty()
        .with(
            "texts/es/faro.txt",
            format!("{ES}\n=1+1 decía el «cartel».\n\n+34 600, -dijo-, @todos.\n\n1984\n"),
        )
        .with(
            "texts/en/faro.txt",
            format!("{EN}\n=1+1 said the \"sign\".\n\n+34 600, -he said-, @all.\n\n1984\n"),
        );
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    sandbox.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\": \"accepted\"");
    sandbox.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\": \"edited\"");
    let at = sandbox.read(ALIGNMENT).replacen(
        "\"status\": \"auto\", \"confidence\": ",
        "\"status\": \"disputed\", \"confidence\": 0.5, \"note\": \"=SUM(A1)\\n\\t\\\"why?\\\" \\\\n — ¿«sí»?\", \"was\": ",
        1,
    );
    let (head, tail) = at.split_once(", \"was\": ").unwrap();
    let (_, tail) = tail.split_once('}').unwrap();
    sandbox.write(ALIGNMENT, format!("{head}}}{tail}"));
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    sandbox
}

fn export(sandbox: &Sandbox, format: &str) -> String {
    let name = format!("faro.{format}");
    assert_eq!(
        code(&sandbox.run(&["export", ALIGNMENT, "--to", format, "-o", &name])),
        0
    );
    name
}

/// Imports a file and expects that the alignment stays as it was, to the byte.
fn changes_nothing(sandbox: &Sandbox, file: &str) {
    let before = (sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT));
    let output = sandbox.run(&["import", file, "-o", ALIGNMENT]);
    assert_eq!((code(&output), stdout(&output)), (0, ""), "{}", stderr(&output));
    assert!(
        before == (sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT)),
        "{file}"
    );
}

#[test]
fn what_was_exported_comes_back_without_a_byte_changed() {
    let sandbox = reviewed();
    for format in ["tsv", "xlsx", "tmx", "beads", "ladder", "xces"] {
        changes_nothing(&sandbox, &export(&sandbox, format));
    }
}

#[test]
fn a_corrected_table_is_taken_back() {
    let sandbox = Sandbox::aligned();
    export(&sandbox, "tsv");
    sandbox.edit(
        "faro.tsv",
        "María subió al faro.\tMaría climbed the lighthouse.\tauto",
        "María subió al faro. Contó 39 escalones.\tMaría climbed the lighthouse. She counted 39 steps.\taccepted",
    );
    sandbox.edit("faro.tsv", "\nContó 39 escalones.\tShe counted 39 steps.\t", "\n\t\t");
    sandbox.edit("faro.tsv", "down.\tauto", "down.\tdisputed");
    let before = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["import", "faro.tsv", "--dry-run"]), @r#"
    $ cotejo import faro.tsv --dry-run
    exit 0
    -- stdout
    - 2.1 = 2.1              "María subió al faro."
    -                        "María climbed the lighthouse."
    - 2.2 = 2.2              "Contó 39 escalones."
    -                        "She counted 39 steps."
    + 2.1 + 2.2 = 2.1 + 2.2  "María subió al faro. Contó 39 escalones."
    +                        "María climbed the lighthouse. She counted 39 steps."

    ~ 3.1 = 3.1  auto -> disputed
    ~            "Nadie la vio bajar."
    ~            "Nobody saw her come down."
    -- stderr
    alignments/faro.json: 2 links would be changed
    "#);
    assert_eq!(sandbox.read(ALIGNMENT), before);
    insta::assert_snapshot!(sandbox.case(&["import", "faro.tsv"]), @r#"
    $ cotejo import faro.tsv
    exit 0
    -- stdout
    - 2.1 = 2.1              "María subió al faro."
    -                        "María climbed the lighthouse."
    - 2.2 = 2.2              "Contó 39 escalones."
    -                        "She counted 39 steps."
    + 2.1 + 2.2 = 2.1 + 2.2  "María subió al faro. Contó 39 escalones."
    +                        "María climbed the lighthouse. She counted 39 steps."

    ~ 3.1 = 3.1  auto -> disputed
    ~            "Nadie la vio bajar."
    ~            "Nobody saw her come down."
    -- stderr
    alignments/faro.json: 2 links changed
    "#);
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    insta::assert_snapshot!(sandbox.case(&["import", "faro.tsv", "--quiet"]), @"
    $ cotejo import faro.tsv --quiet
    exit 0
    ");
    let table = sandbox.run(&["export", ALIGNMENT, "--to", "beads"]);
    assert_eq!(stdout(&table), "0:0\n1,2:1,2\n3:3\n");
    // What the table says stands when the project is aligned again; it teaches the aligner what it thinks of the rest.
    let pinned = || {
        let file = sandbox.read(ALIGNMENT);
        let pinned = file
            .lines()
            .filter(|line| line.contains("\"source\": [") && !line.contains("\"auto\""));
        pinned.map(str::to_owned).collect::<Vec<_>>()
    };
    let after = pinned();
    assert!(!after.is_empty());
    sandbox.run(&["align"]);
    assert_eq!(pinned(), after);
}

#[test]
fn a_table_from_before_a_review_takes_nothing_back() {
    let sandbox = Sandbox::aligned();
    for format in ["tsv", "xlsx", "tmx", "beads", "ladder", "xces"] {
        export(&sandbox, format);
    }
    sandbox.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\": \"accepted\"");
    sandbox.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\": \"edited\"");
    for format in ["tsv", "xlsx", "tmx", "beads", "ladder", "xces"] {
        changes_nothing(&sandbox, &format!("faro.{format}"));
    }
    insta::assert_snapshot!(sandbox.case(&["import", "faro.tsv"]), @"
    $ cotejo import faro.tsv
    exit 0
    -- stderr
    note: 2 links decided otherwise than the file says, which says auto or was exported before: the decision stands (1.1 = 1.1, 2.1 = 2.1); --replace-decisions takes what the file says
    alignments/faro.json: nothing changed
    ");
    insta::assert_snapshot!(sandbox.case(&["import", "faro.tsv", "--replace-decisions"]), @r#"
    $ cotejo import faro.tsv --replace-decisions
    exit 0
    -- stdout
    ~ 1.1 = 1.1  accepted -> auto
    ~            "El faro"
    ~            "The Lighthouse"

    ~ 2.1 = 2.1  edited -> auto
    ~            "María subió al faro."
    ~            "María climbed the lighthouse."
    -- stderr
    note: link 1.1 = 1.1 (accepted) is auto now: it was decided by a person before
    note: link 2.1 = 2.1 (edited) is auto now: it was decided by a person before
    alignments/faro.json: 2 links changed
    "#);
}

#[test]
fn a_program_does_not_undo_what_a_person_paired() {
    let sandbox = Sandbox::aligned().with("faro.beads", "0:0\n1,2:1,2\n3:3\n");
    sandbox.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\": \"accepted\"");
    sandbox.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\": \"accepted\"");
    let before = sandbox.read(ALIGNMENT);
    insta::assert_snapshot!(sandbox.case(&["import", "faro.beads"]), @"
    $ cotejo import faro.beads
    exit 2
    -- stderr
    error: faro.beads, line 2: link 2.1 = 2.1 was accepted by a person, and the file pairs its sentences otherwise; say --replace-decisions to let the file win; nothing was written
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before);
    insta::assert_snapshot!(sandbox.case(&["import", "faro.beads", "--replace-decisions"]), @r#"
    $ cotejo import faro.beads --replace-decisions
    exit 0
    -- stdout
    - 2.1 = 2.1              "María subió al faro."
    -                        "María climbed the lighthouse."
    - 2.2 = 2.2              "Contó 39 escalones."
    -                        "She counted 39 steps."
    + 2.1 + 2.2 = 2.1 + 2.2  "María subió al faro. Contó 39 escalones."
    +                        "María climbed the lighthouse. She counted 39 steps."
    -- stderr
    note: link 2.1 = 2.1 (accepted) gave way to another: it was decided by a person, and its sentences are paired otherwise now
    alignments/faro.json: 1 link changed
    "#);
    assert_eq!(code(&sandbox.run(&["check"])), 0);
}

#[test]
fn a_damaged_table_is_refused_with_its_line_and_nothing_is_written() {
    let sandbox = reviewed();
    let whole = {
        export(&sandbox, "tsv");
        sandbox.read("faro.tsv")
    };
    let before = (sandbox.read(ALIGNMENT), sandbox.list("alignments"));
    let mut told = String::new();
    for (from, to) in [
        ("Contó 39 escalones.", ""),
        ("Contó 39 escalones.", "Contó 93 escalones."),
        (
            "Nobody saw her come down.",
            "Nobody saw her come down. Nobody saw her come down.",
        ),
        ("the \"sign\"", "the sign"),
        ("accepted", "aceptado"),
        ("source\t", "Original\t"),
    ] {
        sandbox.write("faro.tsv", whole.replacen(from, to, 1));
        told += &sandbox.case(&["import", "faro.tsv"]);
    }
    assert!((sandbox.read(ALIGNMENT), sandbox.list("alignments")) == before);
    insta::assert_snapshot!("damaged", told);
}

#[test]
fn an_emptied_cell_is_named_though_the_text_says_the_same_again() {
    let sandbox = Sandbox::empty();
    sandbox.write(
        "texts/es/eco.txt",
        "Llamó al pozo. Eco. Eco, dijo. Eco. Eco. Y se marchó.\n",
    );
    sandbox.write(
        "texts/en/eco.txt",
        "She called into the well. Echo. Echo, she said. Echo. Echo. And she left.\n",
    );
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_eq!(
        code(&sandbox.run(&["export", "eco", "--to", "tsv", "-o", "eco.tsv"])),
        0
    );
    let whole = sandbox.read("eco.tsv");
    // Line 1 of the table is its header, so sentence 1.n stands in line n + 1.
    for (line, sentence) in [(3, "1.2"), (4, "1.3"), (5, "1.4"), (6, "1.5")] {
        for columns in [usize::MAX, 4] {
            let table: String = whole
                .lines()
                .enumerate()
                .map(|(index, row)| {
                    let mut cells: Vec<&str> = row.split('\t').take(columns).collect();
                    if index + 1 == line {
                        cells[0] = "";
                    }
                    cells.join("\t") + "\n"
                })
                .collect();
            sandbox.write("emptied.tsv", table);
            let output = sandbox.run(&["import", "emptied.tsv", "-o", "alignments/eco.json"]);
            let wanted = format!("emptied.tsv, line {line}: source sentence {sentence} is missing");
            assert!(stderr(&output).contains(&wanted), "{wanted}: {}", stderr(&output));
            assert_eq!(code(&output), 2);
        }
    }
    // What is added behind a sentence is told of that sentence, not of the next.
    sandbox.write("added.tsv", whole.replacen("Llamó al pozo.", "Llamó al pozo. Ay", 1));
    let output = sandbox.run(&["import", "added.tsv", "-o", "alignments/eco.json"]);
    assert!(stderr(&output).contains("sentence 1.1 is"), "{}", stderr(&output));
}

#[test]
fn texts_without_an_alignment_get_one() {
    let sandbox = Sandbox::project().with("faro.beads", "0:0\n1,2:1\n:2\n3:3\n");
    insta::assert_snapshot!(sandbox.case(&["import", "faro.beads"]), @"
    $ cotejo import faro.beads
    exit 0
    -- stderr
    alignments/faro.json: 4 links written
    ");
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    let sandbox = Sandbox::empty()
        .with("es.txt", "Uno.\nDos.\n")
        .with("en.txt", "One and two.\n")
        .with("hun.txt", "Uno. ~~~ Dos.\tOne and two.\t0.7\n");
    insta::assert_snapshot!(sandbox.case(&["import", "hun.txt", "--source", "es.txt", "--target", "en.txt", "-o", "new/a.json", "--one-per-line"]), @"
    $ cotejo import hun.txt --source es.txt --target en.txt -o new/a.json --one-per-line
    exit 0
    -- stderr
    new/a.json: 1 link written
    ");
    assert!(sandbox.read("new/a.json").contains("\"one_per_line\": true"));
    let piped = sandbox.run_with_input(
        &[
            "import",
            "-",
            "--from",
            "beads",
            "--source",
            "es.txt",
            "--target",
            "en.txt",
            "-o",
            "-",
            "--one-per-line",
        ],
        "[0, 1]:[0]:0.25\n",
    );
    assert!(
        stdout(&piped).contains("\"source\": [\"Uno.\", \"Dos.\"], \"target\": [\"One and two.\"]"),
        "{}",
        stderr(&piped)
    );
}

#[test]
fn what_is_missing_is_named() {
    let sandbox = Sandbox::aligned()
        .with("otro.tsv", "source\ttarget\n")
        .with("faro.ods", "x")
        .with("faro.ladder", "0\t0\n9\t9\n")
        .with("empty.tsv", "");
    let mut told = String::new();
    for arguments in [
        &["import", "otro.tsv"][..],
        &["import", "faro.ods"],
        &["import", "gone.tsv"],
        &["import", "faro.ladder"],
        &["import", "empty.tsv", "-o", ALIGNMENT],
        &["import", "otro.tsv", "-o", "new.json"],
        &["import", "otro.tsv", "-o", "otro.tsv"],
        &["import", "faro.ladder", "-o", "texts/es/faro.txt"],
        &[
            "import",
            "faro.ladder",
            "--source",
            "texts/es/faro.txt",
            "--target",
            "texts/en/faro.txt",
        ],
        &["import", "faro.ladder", "--source", "texts/es/faro.txt"],
    ] {
        told += &sandbox.case(arguments);
    }
    insta::assert_snapshot!("missing", told);
}

#[test]
fn a_sentence_that_a_reviewer_cut_stays_cut() {
    let sandbox = Sandbox::aligned();
    export(&sandbox, "tsv");
    sandbox.edit(
        "faro.tsv",
        "Nadie la vio bajar.\tNobody saw her come down.",
        "Nadie\tNobody\tauto\t1\nla vio bajar.\tsaw her come down.",
    );
    insta::assert_snapshot!(sandbox.case(&["import", "faro.tsv"]), @r#"
    $ cotejo import faro.tsv
    exit 0
    -- stdout
    - 3.1 = 3.1  "Nadie la vio bajar."
    -            "Nobody saw her come down."
    + 3.1 = 3.1  "Nadie"
    +            "Nobody"
    + 3.2 = 3.2  "la vio bajar."
    +            "saw her come down."
    -- stderr
    note: 2 sentences cut inside, and pinned
    alignments/faro.json: 2 links changed
    "#);
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    changes_nothing(&sandbox, &export(&sandbox, "xlsx"));
}

fn has(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    found.is_ok_and(|status| status.success())
}

/// Whether a real program is there; it must be, unless the environment says to do without.
fn expect_program(program: &str) -> bool {
    let without = std::env::var("COTEJO_WITHOUT").unwrap_or_default();
    if without.split(',').any(|name| name == program) {
        return false;
    }
    assert!(
        has(program),
        "{program} is not there; scripts/test installs it, COTEJO_WITHOUT={program} does without"
    );
    true
}

fn convert(sandbox: &Sandbox, file: &str, to: &str, folder: &str) {
    let profile = format!("-env:UserInstallation=file://{}", sandbox.path("profile").display());
    let output = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", to, "--outdir", folder, file])
        .current_dir(sandbox.path(""))
        .env("HOME", sandbox.path(""))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn spreadsheets_come_back_from_libreoffice() {
    if !expect_program("soffice") {
        return;
    }
    let sandbox = reviewed();
    export(&sandbox, "xlsx");
    convert(&sandbox, "faro.xlsx", "ods", "there");
    convert(&sandbox, "there/faro.ods", "xlsx", "back");
    changes_nothing(&sandbox, "back/faro.xlsx");
    convert(
        &sandbox,
        "back/faro.xlsx",
        "csv:Text - txt - csv (StarCalc):59,34,76,1",
        "csv",
    );
    let csv = sandbox.read("csv/faro.csv");
    assert!(csv.contains(";\"=1+1 said the \"\"sign\"\".\";"), "{csv}");
    changes_nothing(&sandbox, "csv/faro.csv");
}

/// What of TMX 1.4b is used, in the order and the number in which it may stand.
const TMX: &str = "<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note | prop)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED segtype (block | paragraph | sentence | phrase)
  #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)> <!ELEMENT tu ((note | prop)*, tuv+)> <!ELEMENT tuv ((note | prop)*, seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED> <!ELEMENT seg (#PCDATA)> <!ELEMENT note (#PCDATA)>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>";

#[test]
fn exported_xml_is_well_formed_and_has_the_structure_of_its_form() {
    if !expect_program("xmllint") {
        return;
    }
    let sandbox = reviewed().with("tmx.dtd", TMX);
    for (file, arguments) in [
        (
            export(&sandbox, "tmx"),
            &["--nonet", "--noout", "--dtdvalid", "tmx.dtd"][..],
        ),
        (export(&sandbox, "xces"), &["--nonet", "--noout"]),
    ] {
        let output = Command::new("xmllint")
            .args(arguments)
            .arg(&file)
            .current_dir(sandbox.path(""))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
