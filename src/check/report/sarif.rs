//! SARIF 2.1.0.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Report, shorten};
use crate::check::{Checked, Code, Finding, Severity};

/// Characters of a sentence that are shown.
const MOST: usize = 200;

/// Where the codes are explained.
const DOCUMENTATION: &str = include_str!("../../../docs/CODES.md");

pub(super) fn write(report: &Report<'_>) -> String {
    let results: Vec<Value> = report
        .all()
        .map(|(work, finding)| result(report, work, finding))
        .collect();
    let sarif = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "cotejo",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "informationUri": "https://crates.io/crates/cotejo",
                    "rules": Code::ALL.map(rule),
                }
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }]
    });
    let mut json = serde_json::to_string_pretty(&sarif).expect("all keys are strings");
    json.push('\n');
    json
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn rule(code: Code) -> Value {
    let section = section(code);
    let first_paragraph = section.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": format!("{}.", code.summary()) },
        "fullDescription": { "text": first_paragraph },
        "help": { "text": section, "markdown": section },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

/// What the documentation says of a code.
fn section(code: Code) -> &'static str {
    let head = format!("\n## `{code}`\n");
    let (_, rest) = DOCUMENTATION.split_once(&head).unwrap_or_default();
    rest.split("\n## ").next().unwrap_or_default().trim()
}

fn result(report: &Report<'_>, work: Option<&Checked>, finding: &Finding) -> Value {
    let mut message = finding.message.clone();
    if let Some(link) = &finding.link {
        let (source, target) = (shorten(&link.source, MOST), shorten(&link.target, MOST));
        let _ = write!(message, " ({}: «{source}» / “{target}”)", link.ids);
    }
    let level = if report.fails(finding) { "error" } else { "warning" };
    let path = work.map_or("", |work| work.path.as_str());
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
        "level": level,
        "message": { "text": message },
        "partialFingerprints": { "cotejo/v1": finding.fingerprint(path) },
    });
    // A project has no file of its own; its settings speak for it.
    let path = work.map_or(crate::project::SETTINGS_FILE, |work| &work.path);
    let in_file = |path: &str, line: usize| {
        json!({
            "artifactLocation": { "uri": uri(report.prefix, path), "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": line },
        })
    };
    let alignment = in_file(path, finding.line.unwrap_or(1));
    if let Some(text) = finding.text() {
        result["locations"] = json!([{ "physicalLocation": in_file(&text.path, text.line) }]);
        result["relatedLocations"] = json!([{
            "id": 1,
            "physicalLocation": alignment,
            "message": { "text": "the link in the alignment" },
        }]);
    } else {
        result["locations"] = json!([{ "physicalLocation": alignment }]);
    }
    result
}

/// A path as a relative reference.
fn uri(prefix: &str, path: &str) -> String {
    let mut uri = String::new();
    for byte in prefix.bytes().chain(path.bytes()) {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
