//! For programs.

use serde::Serialize;

use super::Report;
use crate::check::{Finding, State};

#[derive(Serialize)]
struct WireReport<'a> {
    clean: bool,
    works: Vec<WireWork<'a>>,
    #[serde(skip_serializing_if = "<[Finding]>::is_empty")]
    project: &'a [Finding],
}

#[derive(Serialize)]
struct WireWork<'a> {
    name: &'a str,
    alignment: &'a str,
    states: Vec<State>,
    findings: &'a [Finding],
}

pub(super) fn write(report: &Report<'_>) -> String {
    let works = report.works.iter().map(|work| WireWork {
        name: &work.name,
        alignment: &work.path,
        states: work.states(),
        findings: &work.findings,
    });
    let wire = WireReport {
        clean: report.passes(),
        works: works.collect(),
        project: report.project,
    };
    let mut json = serde_json::to_string_pretty(&wire).expect("all keys are strings");
    json.push('\n');
    json
}
