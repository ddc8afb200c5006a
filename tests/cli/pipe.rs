//! `cotejo pipe`

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::{EN, ES, Sandbox, code, stderr, stdout};

#[test]
fn pairs_are_aligned_in_order_and_bad_lines_explained() {
    let lines = "{\"id\": 12345678901234567890123, \"source\": \"Uno. Dos.\", \"target\": \"One. Two.\"}\n\
                 {\"id\": {\"a\": [1]}, \"source\": [\"Hola.\", \"\", \"Adiós,\\namigo.\"], \"target\": [\"Hello.\", \"Bye, friend.\"]}\n\
                 {\"id\": \"only\", \"source\": \"\", \"target\": \"One.\"}\n\
                 {\"id\": \"none\", \"source\": [], \"target\": []}\n\
                 \n\
                 {\"id\": 7, \"source\": 5, \"target\": \"\"}\n\
                 {\"id\": 8, \"source\": \"x\"}\n\
                 [1, 2]\n\
                 {\"source\": \"Fin.\", \"target\": \"End.\"}";
    let shown = Sandbox::empty().case_with_input(&["pipe"], lines);
    // The last line tells the time.
    let (shown, time) = shown.trim_end().rsplit_once('\n').unwrap();
    assert!(time.starts_with("5 pairs, 11 sentences in "), "{time}");
    insta::assert_snapshot!(shown);
}

#[test]
fn other_keys_come_back_and_a_run_of_bad_lines_only_is_a_finding() {
    let sandbox = Sandbox::empty();
    let line =
        "{\"id\": 1, \"source\": \"Uno.\", \"target\": \"One.\", \"shelf\": {\"row\": 1.50}, \"line\": \"mine\"}\n";
    let output = sandbox.run_with_input(&["pipe"], format!("no JSON\n{line}"));
    assert_eq!(code(&output), 0);
    let answers: Vec<_> = stdout(&output).lines().collect();
    assert!(
        answers[0].starts_with("{\"id\":null,\"line\":1,\"kind\":\"not-json\",\"error\":"),
        "{}",
        answers[0]
    );
    assert!(answers[1].ends_with(",\"shelf\":{\"row\": 1.50}}"), "{}", answers[1]);
    let bad = "{\"id\": \"a\", \"source\": \"Uno.\", \"page\": 3}\n\n";
    let output = sandbox.run_with_input(&["pipe"], bad);
    assert_eq!(code(&output), 1);
    let first: Value = serde_json::from_str(stdout(&output).lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["id"], &first["line"], &first["kind"], &first["page"]),
        (&json!("a"), &json!(1), &json!("missing-key"), &json!(3))
    );
}

#[test]
fn many_lines_come_out_in_order_with_any_number_of_jobs() {
    let line =
        |id: usize| json!({"id": id, "source": ES.repeat(id % 5), "target": EN.repeat(id % 3)}).to_string() + "\n";
    let input: String = (0..200).map(line).collect();
    let sandbox = Sandbox::empty();
    let run = |jobs: &str| {
        let output = sandbox.run_with_input(&["pipe", "--jobs", jobs], &input);
        assert_eq!(code(&output), 0);
        output.stdout
    };
    let one = run("1");
    assert_eq!(one, run("2"));
    let ids = str::from_utf8(&one)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone());
    assert!(ids.eq((0..200).map(Value::from)));
}

#[test]
fn a_pair_is_answered_while_the_input_stays_open() {
    let sandbox = Sandbox::empty();
    let mut child = sandbox
        .command(&["pipe"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 0..3 {
        writeln!(input, "{}", json!({"id": id, "source": ES, "target": EN})).unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(
            (&answer["id"], answer["source_sentences"].as_array().unwrap().len()),
            (&json!(id), 4)
        );
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_pair_comes_out_as_from_files() {
    let sandbox = Sandbox::project();
    let piped = sandbox.run_with_input(&["pipe"], json!({"source": ES, "target": EN}).to_string());
    let piped: Value = serde_json::from_str(stdout(&piped)).unwrap();
    let side = |indices: &Value| {
        let indices = indices.as_array().unwrap().iter();
        indices.map(Value::to_string).collect::<Vec<_>>().join(",")
    };
    let beads = piped["beads"].as_array().unwrap().iter();
    let beads: String = beads
        .map(|bead| format!("{}:{}\n", side(&bead[0]), side(&bead[1])))
        .collect();
    let aligned = sandbox.run(&["align", "texts/es/faro.txt", "texts/en/faro.txt", "--to", "beads"]);
    assert_eq!(beads, stdout(&aligned));
}

fn answers(output: &std::process::Output) -> Vec<Value> {
    let lines = stdout(output).lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn more_is_answered_on_demand() {
    let line = json!({"id": 1, "source": "El nin\u{303}o.\r\nDos.", "target": ["The boy.", "Two."]}).to_string();
    let output = Sandbox::empty().run_with_input(&["pipe", "--with", "quality,spans,segments"], &line);
    let answer = &answers(&output)[0];
    assert_eq!(answer["source_spans"], json!([[0, 10], [12, 16]]));
    assert_eq!(answer["target_spans"], Value::Null);
    assert_eq!(answer["segments"], json!([["El niño.", "The boy."], ["Dos.", "Two."]]));
    let quality = answer["quality"].as_f64().unwrap();
    let mean = answer["confidence"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_f64)
        .sum::<f64>()
        / 2.0;
    assert!((quality - mean).abs() < 1e-3, "{answer}");
}

#[test]
fn a_line_says_its_languages() {
    let lines = [
        json!({"id": 1, "source": "Der Hund schläft.", "target": "Le chien dort.", "source_lang": "de", "target_lang": "fr"}),
        json!({"id": 2, "source": "Uno.", "target": "One.", "source_lang": "xx"}),
        json!({"id": 3, "source": "Uno.", "target": "One.", "target_lang": 5}),
    ];
    let output = Sandbox::empty().run_with_input(&["pipe"], lines.map(|line| line.to_string()).join("\n"));
    let found = answers(&output);
    assert_eq!(
        (&found[0]["beads"], &found[0]["source_lang"]),
        (&json!([[[0], [0]]]), &json!("de"))
    );
    for (answer, line) in found[1..].iter().zip(2..) {
        assert_eq!(
            (&answer["kind"], &answer["line"]),
            (&json!("unknown-language"), &json!(line)),
            "{answer}"
        );
    }
}

#[test]
fn what_is_too_large_or_too_slow_is_answered_by_an_error() {
    let line = json!({"id": "long", "source": ES.repeat(400), "target": EN.repeat(400)}).to_string();
    let short = json!({"id": "short", "source": "Uno.", "target": "One."}).to_string();
    let input = format!("{line}\n{short}\n");
    for (limit, kind) in [
        ("--max-sentences=100", "too-large"),
        ("--max-seconds=0.000001", "timed-out"),
    ] {
        let output = Sandbox::empty().run_with_input(&["pipe", limit], &input);
        let found = answers(&output);
        assert_eq!(
            (&found[0]["id"], &found[0]["kind"]),
            (&json!("long"), &json!(kind)),
            "{}",
            found[0]
        );
    }
    // With time enough it is as without a limit.
    let run = |arguments: &[&str]| Sandbox::empty().run_with_input(arguments, &input).stdout;
    assert_eq!(
        run(&["pipe", "--max-seconds", "600", "--max-sentences", "5000"]),
        run(&["pipe"])
    );
    let typed = Sandbox::empty().run(&["pipe", "--max-seconds", "-1"]);
    assert_eq!(code(&typed), 2);
}

#[test]
fn a_long_document_holds_up_no_other_where_order_is_no_matter() {
    let long = json!({"id": "long", "source": ES.repeat(1_500), "target": EN.repeat(1_500)}).to_string() + "\n";
    let short = |id| json!({"id": id, "source": "Uno.", "target": "One."}).to_string() + "\n";
    let input = long + &(0..30).map(short).collect::<String>();
    let run = |order: &[&str]| {
        let arguments = [&["pipe", "--jobs", "2"], order].concat();
        let found = answers(&Sandbox::empty().run_with_input(&arguments, &input));
        found.into_iter().map(|answer| answer["id"].clone()).collect::<Vec<_>>()
    };
    let ordered = run(&[]);
    assert_eq!(ordered[0], "long");
    let mut unordered = run(&["--unordered"]);
    assert_ne!(unordered[0], "long");
    assert_eq!(unordered.len(), ordered.len());
    unordered.sort_by_key(Value::to_string);
    let mut wanted = ordered;
    wanted.sort_by_key(Value::to_string);
    assert_eq!(unordered, wanted);
}

#[test]
fn a_run_says_what_it_came_to() {
    let lines = format!(
        "{}\nno JSON\n{{}}\n",
        json!({"source": "Uno. Dos. Tres.", "target": "One. Two."})
    );
    let sandbox = Sandbox::empty();
    let output = sandbox.run_with_input(&["pipe", "--stats", "stats.json"], lines);
    assert_eq!(code(&output), 0);
    let told = stderr(&output);
    assert!(
        told.contains("2 of 3 lines could not be aligned (1 not-json, 1 missing-key)"),
        "{told}"
    );
    assert!(told.contains("1 pair, 5 sentences in "), "{told}");
    let stats: Value = serde_json::from_str(&sandbox.read("stats.json")).unwrap();
    let counts = ["documents", "aligned", "source_sentences", "target_sentences"].map(|key| stats[key].clone());
    assert_eq!(counts, [3, 1, 3, 2].map(Value::from), "{stats}");
    assert_eq!(stats["errors"], json!({"not-json": 1, "missing-key": 1}));
    assert!(
        stats["seconds"].is_f64() && stats["mean_confidence"].is_f64(),
        "{stats}"
    );
}

#[test]
fn compressed_input_is_unpacked() {
    let line = |id: usize| json!({"id": id, "source": "Uno.", "target": "One."}).to_string() + "\n";
    let parts = [line(1), line(2) + &line(3)];
    let mut gzip = Vec::new();
    for part in &parts {
        let mut encoder = flate2::write::GzEncoder::new(&mut gzip, flate2::Compression::default());
        encoder.write_all(part.as_bytes()).unwrap();
        encoder.finish().unwrap();
    }
    let mut zstd = Vec::new();
    for part in &parts {
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        zstd.extend(ruzstd::encoding::compress_to_vec(part.as_bytes(), level));
        // Programs that pack in parallel leave frames with notes of their own between the others.
        zstd.extend([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
    }
    for (form, packed) in [("gzip", &gzip), ("zstd", &zstd)] {
        let output = Sandbox::empty().run_with_input(&["pipe"], packed);
        let ids: Vec<_> = answers(&output).iter().map(|answer| answer["id"].clone()).collect();
        assert_eq!(ids, [1, 2, 3].map(Value::from), "{form}: {}", stderr(&output));
    }
    let cut = Sandbox::empty().run_with_input(&["pipe"], &gzip[..gzip.len() - 9]);
    assert_eq!(code(&cut), 2);
    assert!(stderr(&cut).contains("cannot read standard input"), "{}", stderr(&cut));
}

#[test]
fn counts_are_written_over_counts_alone() {
    let sandbox = Sandbox::empty().with("mine.txt", "Mis notas.\n");
    let line = "{\"id\": 1, \"source\": \"Uno.\", \"target\": \"One.\"}\n";
    let refused = sandbox.run_with_input(&["pipe", "--stats", "mine.txt"], line);
    assert_eq!((code(&refused), stdout(&refused)), (2, ""), "told before the work");
    assert_eq!(sandbox.read("mine.txt"), "Mis notas.\n");
    for _ in 0..2 {
        assert_eq!(code(&sandbox.run_with_input(&["pipe", "--stats", "run.json"], line)), 0);
        assert!(sandbox.read("run.json").contains("\"documents\": 1"));
    }
}
