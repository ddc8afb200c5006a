//! A line that need not change does not change: what git shows of an edit, a decision, a merge. And runs that would lose
//! most decisions write nothing.

use std::fmt::Write as _;
use std::process::Command;

use crate::harness::{Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/faro.json";

/// Scenes of a story, each a paragraph of four sentences, as pairs.
const SCENES: [[(&str, &str); 4]; 8] = [
    [
        ("La barca volvió sin remos.", "The boat came back without oars."),
        ("Nadie preguntó por Julián.", "Nobody asked about Julián."),
        ("El muelle olía a brea y a sal.", "The quay smelt of tar and salt."),
        ("Un perro ladró dos veces.", "A dog barked twice."),
    ],
    [
        ("La abuela cerró la ventana.", "Grandmother closed the window."),
        ("Contó las monedas en la mesa.", "She counted the coins on the table."),
        ("Eran 17, y faltaba una.", "There were 17, and one was missing."),
        ("Guardó silencio hasta la cena.", "She kept silent until supper."),
    ],
    [
        ("El maestro llegó en octubre.", "The schoolmaster arrived in October."),
        ("Traía una maleta de cartón.", "He carried a cardboard suitcase."),
        ("Los niños lo miraban de lejos.", "The children watched him from afar."),
        ("Aprendió sus nombres en un día.", "He learnt their names in a day."),
    ],
    [
        ("La lluvia tapó el camino.", "The rain covered the road."),
        ("El cartero no pudo pasar.", "The postman could not get through."),
        ("Las cartas esperaron en Burgos.", "The letters waited in Burgos."),
        ("Una de ellas era para Elena.", "One of them was for Elena."),
    ],
    [
        ("Elena vendía queso en la plaza.", "Elena sold cheese in the square."),
        ("Su puesto era el más pequeño.", "Her stall was the smallest."),
        ("Cobraba 3 reales la pieza.", "She charged 3 reales apiece."),
        (
            "Sabía leer sin mover los labios.",
            "She could read without moving her lips.",
        ),
    ],
    [
        ("El alcalde compró un reloj.", "The mayor bought a clock."),
        ("Lo puso sobre la chimenea.", "He put it on the mantelpiece."),
        ("Daba las horas con retraso.", "It struck the hours late."),
        ("Todos llegaban tarde a misa.", "Everyone was late for mass."),
    ],
    [
        (
            "En mayo florecieron los almendros.",
            "In May the almond trees blossomed.",
        ),
        ("Julián apareció en la colina.", "Julián appeared on the hill."),
        ("Traía los remos al hombro.", "He carried the oars on his shoulder."),
        ("Nadie le preguntó nada.", "Nobody asked him anything."),
    ],
    [
        ("La barca salió al amanecer.", "The boat set out at dawn."),
        ("El mar estaba quieto como un plato.", "The sea lay still as a plate."),
        ("Elena agitó un pañuelo blanco.", "Elena waved a white handkerchief."),
        ("Después volvió a su queso.", "Then she went back to her cheese."),
    ],
];

fn texts() -> [String; 2] {
    let side = |of: fn(&(&str, &str)) -> String| {
        let scenes = SCENES
            .iter()
            .map(|scene| scene.iter().map(of).collect::<Vec<_>>().join(" "));
        scenes.collect::<Vec<_>>().join("\n\n") + "\n"
    };
    [side(|pair| pair.0.to_owned()), side(|pair| pair.1.to_owned())]
}

/// A repository with two works, aligned; git merges as it does by itself.
fn repository() -> Sandbox {
    let [es, en] = texts();
    let sandbox = Sandbox::empty()
        .with("texts/es/faro.txt", &es)
        .with("texts/en/faro.txt", &en)
        .with("texts/es/otra.txt", es.replace("barca", "lancha"))
        .with("texts/en/otra.txt", en.replace("boat", "launch"));
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    git(&sandbox, &["init", "-q"]);
    git(&sandbox, &["checkout", "-q", "-b", "trunk"]);
    commit(&sandbox);
    sandbox
}

fn git(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Julia", "-c", "user.email=julia@example.org"])
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("these tests need git; install it, or run scripts/test, which does");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    stdout(&output).to_owned()
}

fn commit(sandbox: &Sandbox) {
    git(sandbox, &["add", "-A"]);
    git(sandbox, &["commit", "-q", "-m", "a step"]);
}

/// The alignments that are not as they were committed, with the link lines that git calls added and deleted.
fn changed(sandbox: &Sandbox) -> String {
    let diff = git(sandbox, &["diff", "-U0", "--", "alignments"]);
    let mut shown = String::new();
    let mut counts = [0, 0];
    let flush = |shown: &mut String, counts: &mut [usize; 2]| {
        if let Some(name) = shown.lines().last().filter(|line| !line.ends_with(" deleted")) {
            let counted = format!("{name}: {} added, {} deleted", counts[0], counts[1]);
            shown.truncate(shown.len() - name.len() - 1);
            let _ = writeln!(shown, "{counted}");
        }
        *counts = [0, 0];
    };
    for line in diff.lines() {
        if let Some(name) = line.strip_prefix("+++ b/") {
            flush(&mut shown, &mut counts);
            let _ = writeln!(shown, "{name}");
        } else if line.starts_with("+    {\"source\"") {
            counts[0] += 1;
        } else if line.starts_with("-    {\"source\"") {
            counts[1] += 1;
        } else if line.starts_with(['+', '-']) && !line.starts_with("---") {
            // The header: of an edited text the hash, and nothing else.
            assert!(line.contains("\"sha256\""), "{line}");
        }
    }
    flush(&mut shown, &mut counts);
    shown
}

fn align(sandbox: &Sandbox) {
    let output = sandbox.run(&["align"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

/// Accepts the first links that are the aligner's.
fn accept(sandbox: &Sandbox, count: usize) {
    let accepted = sandbox
        .read(ALIGNMENT)
        .replacen("\"status\": \"auto\"", "\"status\": \"accepted\"", count);
    sandbox.write(ALIGNMENT, accepted);
}

#[test]
fn an_inserted_paragraph_adds_lines_and_touches_no_other() {
    let sandbox = repository();
    sandbox.edit(
        "texts/es/faro.txt",
        "El maestro",
        "Nevó en abril. Nadie lo recordaba.\n\nEl maestro",
    );
    sandbox.edit(
        "texts/en/faro.txt",
        "The schoolmaster",
        "It snowed in April. Nobody could recall that.\n\nThe schoolmaster",
    );
    align(&sandbox);
    assert_eq!(changed(&sandbox), "alignments/faro.json: 2 added, 0 deleted\n");
    // And so it is where people decided every link.
    let sandbox = repository();
    accept(&sandbox, usize::MAX);
    commit(&sandbox);
    sandbox.edit(
        "texts/es/faro.txt",
        "La barca volvió",
        "Nevó en abril.\n\nLa barca volvió",
    );
    sandbox.edit(
        "texts/en/faro.txt",
        "The boat came",
        "It snowed in April.\n\nThe boat came",
    );
    align(&sandbox);
    assert_eq!(changed(&sandbox), "alignments/faro.json: 1 added, 0 deleted\n");
}

#[test]
fn a_corrected_typo_changes_its_line() {
    let sandbox = repository();
    sandbox.edit("texts/en/faro.txt", "the smallest", "the smalest");
    align(&sandbox);
    commit(&sandbox);
    sandbox.edit("texts/en/faro.txt", "the smalest", "the smallest");
    align(&sandbox);
    assert_eq!(changed(&sandbox), "alignments/faro.json: 1 added, 1 deleted\n");
}

#[test]
fn accepted_links_change_their_lines_and_no_other_work() {
    let sandbox = repository();
    accept(&sandbox, 20);
    align(&sandbox);
    assert_eq!(changed(&sandbox), "alignments/faro.json: 20 added, 20 deleted\n");
    // All is written anew when that is asked for, and is then as a first run would have it.
    assert_eq!(code(&sandbox.run(&["align", "--refresh"])), 0);
    commit(&sandbox);
    align(&sandbox);
    assert_eq!(changed(&sandbox), "");
}

#[test]
fn two_peoples_decisions_merge_by_lines_without_the_driver() {
    let sandbox = repository();
    for (branch, decided, text) in [("one", "Nadie preguntó", ""), ("two", "El alcalde", "Nevó.")] {
        git(&sandbox, &["checkout", "-q", "-b", branch, "trunk"]);
        sandbox.judge(ALIGNMENT, decided, "accepted");
        if !text.is_empty() {
            // One of them also adds to the texts.
            sandbox.write("texts/es/faro.txt", format!("{}\nNevó en abril.\n", texts()[0]));
            sandbox.write("texts/en/faro.txt", format!("{}\nIt snowed in April.\n", texts()[1]));
        }
        align(&sandbox);
        commit(&sandbox);
    }
    assert!(!sandbox.path(".gitattributes").exists());
    git(&sandbox, &["merge", "-q", "--no-edit", "one"]);
    assert_eq!(code(&sandbox.run(&["check"])), 0);
    let merged = sandbox.read(ALIGNMENT);
    assert_eq!(merged.matches("\"accepted\"").count(), 2);
    align(&sandbox);
    assert_eq!(sandbox.read(ALIGNMENT), merged);
}

/// Runs that would make most decisions stale: exit 2, nothing written, and the ways out.
#[test]
fn a_run_that_would_lose_most_decisions_writes_nothing() {
    type Accident = fn(&Sandbox);
    let accidents: [(&str, Accident); 3] = [
        ("a text is cut off", |sandbox| {
            let [_, en] = texts();
            sandbox.write(
                "texts/en/faro.txt",
                en.split("\n\n").take(4).collect::<Vec<_>>().join("\n\n"),
            );
        }),
        ("the sides are swapped", |sandbox| {
            let [es, en] = texts();
            sandbox.write("texts/es/faro.txt", en);
            sandbox.write("texts/en/faro.txt", es);
        }),
        ("another work's text", |sandbox| {
            sandbox.write(
                "texts/en/faro.txt",
                "Iron is a metal.\n\nIt rusts in the rain. Smiths work it hot.\n",
            );
        }),
    ];
    for (name, accident) in accidents {
        let sandbox = repository();
        accept(&sandbox, usize::MAX);
        align(&sandbox);
        let before = (sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT));
        accident(&sandbox);
        let shown = sandbox.case(&["align"]);
        for part in [
            "\nexit 2\n",
            "nothing was written",
            " 32 ",
            "--pending",
            "--accept-loss",
            "cotejo history",
        ] {
            assert!(shown.contains(part), "{name}: {shown}");
        }
        assert_eq!((sandbox.read(ALIGNMENT), sandbox.modified(ALIGNMENT)), before, "{name}");
        assert_eq!(sandbox.list("alignments"), ["faro.json", "otra.json"]);
        // It can be looked at,
        assert_eq!(code(&sandbox.run(&["align", "--pending"])), 0, "{name}");
        assert_eq!(sandbox.list("alignments"), ["faro.json", "faro.json.new", "otra.json"]);
        assert_eq!(sandbox.read(ALIGNMENT), before.0);
        assert_eq!(code(&sandbox.run(&["reject", "faro"])), 0);
        // and it can be meant: nothing is lost then either.
        assert_eq!(code(&sandbox.run(&["align", "--accept-loss"])), 0, "{name}");
        assert_ne!(sandbox.read(ALIGNMENT), before.0);
        let versions = (1..5).map(|number| sandbox.run(&["history", "faro", "--show", &number.to_string()]));
        assert!(
            versions.into_iter().any(|version| stdout(&version) == before.0),
            "{name}"
        );
        let [es, en] = texts();
        sandbox.write("texts/es/faro.txt", es);
        sandbox.write("texts/en/faro.txt", en);
        align(&sandbox);
        assert_eq!(sandbox.read(ALIGNMENT), before.0, "{name}: undone, all is as before");
    }
}

#[test]
fn a_few_decisions_that_become_stale_are_told_and_written() {
    let sandbox = repository();
    accept(&sandbox, usize::MAX);
    align(&sandbox);
    for (from, to) in [
        ("The rain covered", "Rain buried"),
        ("sold cheese", "used to sell cheese"),
    ] {
        sandbox.edit("texts/en/faro.txt", from, to);
    }
    let output = sandbox.run(&["align"]);
    assert_eq!(code(&output), 0);
    assert!(
        stderr(&output).contains("30 decided links kept, 2 links became stale"),
        "{}",
        stderr(&output)
    );
}
