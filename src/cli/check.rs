//! `cotejo check`

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use cotejo::check::{Checked, Checker, Finding, State};
use cotejo::project::Project;
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Serialize;

use super::error::CliError;
use super::project::{ProjectArgs, lone_text, works};
use super::read::project_abbreviations;
use super::talk::{count, print};
use super::{Context, Outcome};

/// Check that every alignment of the project is whole and still fits its texts.
///
/// Each work is fresh, stale-source or stale-target (a text changed since), orphan (a text is gone),
/// missing (two texts without an alignment), invalid, or in conflict (an unfinished merge). Nothing is
/// ever written. Exits with 0 when all are fresh and with 1 when something was found.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo check\n  \
    cotejo check --format json | jq '.works[].findings[].message'")]
pub(crate) struct CheckArgs {
    /// How the findings are written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ReportFormat,
    #[command(flatten)]
    project: ProjectArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// A line a finding.
    Text,
    /// One JSON object with all works.
    Json,
}

#[derive(Serialize)]
struct Report<'a> {
    clean: bool,
    works: Vec<WorkReport<'a>>,
}

#[derive(Serialize)]
struct WorkReport<'a> {
    name: &'a str,
    alignment: &'a str,
    states: Vec<State>,
    findings: &'a [Finding],
}

pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.require()?;
    let checked = check_all(&project, context)?;
    let clean = checked.iter().all(|work| work.findings.is_empty());
    match args.format {
        ReportFormat::Text => print(|out| {
            for work in &checked {
                for finding in &work.findings {
                    writeln!(out, "{}: {}: {}", work.path, finding.state.as_str(), finding.message)?;
                }
            }
            Ok(())
        })?,
        ReportFormat::Json => {
            let works = checked.iter().map(|work| WorkReport {
                name: &work.name,
                alignment: &work.path,
                states: work.states(),
                findings: &work.findings,
            });
            let report = Report {
                clean,
                works: works.collect(),
            };
            let json = serde_json::to_string_pretty(&report).map_err(CliError::new)?;
            print(|out| writeln!(out, "{json}"))?;
        }
    }
    context.talk.line(totals(&checked));
    Ok(if clean { Outcome::Clean } else { Outcome::Findings })
}

/// Checks every work of a project; says which texts have no partner.
pub(super) fn check_all(project: &Project, context: &Context) -> Result<Vec<Checked>, CliError> {
    let langs = [project.settings().source_lang, project.settings().target_lang];
    let found = works(project, langs)?;
    found
        .works
        .iter()
        .filter_map(|work| lone_text(work, langs))
        .for_each(|note| context.talk.note(note));
    let checker = Checker::new(project, project_abbreviations(project)?);
    let bar = context.talk.progress(found.works.len(), "checking");
    let mut checked: Vec<Checked> = context.threads()?.install(|| {
        let checked = found.works.par_iter().filter_map(|work| {
            bar.inc(1);
            checker.check(work)
        });
        checked.collect()
    });
    bar.finish_and_clear();
    checked.extend(found.faults.iter().map(Checked::misnamed));
    Ok(checked)
}

fn totals(checked: &[Checked]) -> String {
    let mut counts = BTreeMap::new();
    for state in checked.iter().flat_map(Checked::states) {
        *counts.entry(state).or_insert(0_usize) += 1;
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(state, count)| format!("{count} {}", state.as_str()))
        .collect();
    format!("{} checked: {}", count(checked.len(), "work"), counts.join(", "))
}
