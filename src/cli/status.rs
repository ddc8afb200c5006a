//! `cotejo status`

use clap::Args;
use cotejo::check::{Checked, Counts, State};
use serde::Serialize;

use super::check::check_states;
use super::error::CliError;
use super::project::ProjectArgs;
use super::table::Table;
use super::talk::print;
use super::{Context, Outcome};

/// Show what is aligned, reviewed and doubtful, work by work.
///
/// Expected errors are how many links that nobody reviewed are wrong if the confidences are right.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cotejo status\n  cotejo status --json | jq '.[] | select(.reviewed < 1)'")]
pub(crate) struct StatusArgs {
    /// Write a JSON array with one object a work.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: ProjectArgs,
}

/// A line of the table.
#[derive(Debug, Serialize)]
struct Line<'a> {
    name: &'a str,
    alignment: &'a str,
    states: Vec<State>,
    /// Nothing where there is no alignment that can be read.
    #[serde(flatten)]
    counts: Option<Counts>,
    reviewed: Option<f64>,
}

pub(crate) fn run(args: &StatusArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.require()?;
    let checked = check_states(&project, context)?;
    let lines: Vec<_> = checked.iter().map(line).collect();
    if args.json {
        let json = serde_json::to_string_pretty(&lines).map_err(CliError::new)?;
        print(|out| writeln!(out, "{json}"))?;
    } else {
        print(|out| out.write_all(table(&lines).as_bytes()))?;
    }
    Ok(Outcome::Clean)
}

fn line(checked: &Checked) -> Line<'_> {
    Line {
        name: &checked.name,
        alignment: &checked.path,
        states: checked.states(),
        counts: checked.counts,
        reviewed: checked.counts.as_ref().map(Counts::reviewed),
    }
}

fn cells(counts: &Counts) -> [String; 5] {
    [
        counts.source_sentences.to_string(),
        counts.target_sentences.to_string(),
        counts.links.to_string(),
        // Rounded down: all is reviewed only when nothing is left.
        format!("{:.0} %", (counts.reviewed() * 100.0).floor()),
        format!("{:.1}", counts.expected_errors),
    ]
}

fn table(lines: &[Line<'_>]) -> String {
    let mut table = Table::new([
        "work",
        "source sentences",
        "target sentences",
        "links",
        "reviewed",
        "expected errors",
        "state",
    ]);
    let mut total = Counts::default();
    for line in lines {
        let [source, target, links, reviewed, errors] = match &line.counts {
            Some(counts) => cells(counts),
            None => std::array::from_fn(|_| "–".to_owned()),
        };
        total = line.counts.iter().fold(total, |sum, counts| sum.and(counts));
        let states: Vec<_> = line.states.iter().map(|state| state.as_str()).collect();
        table.line([
            line.name.to_owned(),
            source,
            target,
            links,
            reviewed,
            errors,
            states.join(", "),
        ]);
    }
    if lines.len() > 1 {
        let [source, target, links, reviewed, errors] = cells(&total);
        table.line([
            "total".to_owned(),
            source,
            target,
            links,
            reviewed,
            errors,
            String::new(),
        ]);
    }
    table.render(1)
}
