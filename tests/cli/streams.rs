//! Standard input and output as other programs leave them.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

#[cfg(target_os = "linux")]
use crate::harness::stderr;
use crate::harness::{ES, Sandbox, code};

/// Reads one line of the output, closes it, and gives what the program made of that.
fn head(sandbox: &Sandbox, arguments: &[&str], input: Option<&str>) -> (Option<i32>, String) {
    let mut command = sandbox.command(arguments);
    if let Some(input) = input {
        command.stdin(std::fs::File::open(sandbox.path(input)).unwrap());
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(16, child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(!line.is_empty());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    (child.wait().unwrap().code(), said)
}

#[test]
fn a_closed_pipe_is_no_error() {
    let long = ES.repeat(4000);
    let one = serde_json::json!({"text": ES, "source": ES, "target": ES}).to_string() + "\n";
    let sandbox = Sandbox::empty()
        .with("long.txt", &long)
        .with("long.jsonl", one.repeat(1000));
    assert_eq!(head(&sandbox, &["split", "long.txt"], None), (Some(0), String::new()));
    assert_eq!(
        head(&sandbox, &["split", "-", "--jsonl"], Some("long.jsonl")),
        (Some(0), String::new())
    );
    assert_eq!(head(&sandbox, &["pipe"], Some("long.jsonl")), (Some(0), String::new()));
    assert_eq!(head(&sandbox, &["completions", "zsh"], None), (Some(0), String::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let sandbox = Sandbox::project();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = sandbox
        .command(&["split", "texts/es/faro.txt"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("cannot write to standard output"),
        "{}",
        stderr(&output)
    );
}

#[cfg(unix)]
#[test]
fn devices_are_written_to_and_not_replaced() {
    let sandbox = Sandbox::project();
    for form in ["json", "tsv"] {
        let pair = [
            "align",
            "texts/es/faro.txt",
            "texts/en/faro.txt",
            "--to",
            form,
            "-o",
            "/dev/null",
        ];
        assert_eq!(code(&sandbox.run(&pair)), 0);
    }
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
}
