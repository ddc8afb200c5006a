//! `cotejo status`

use clap::Args;
use cotejo::check::{Checked, State};
use cotejo::file::{AlignmentFile, Link};
use cotejo::text::Side;
use serde::Serialize;

use super::check::check_all;
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
}

#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Counts {
    source_sentences: usize,
    target_sentences: usize,
    links: usize,
    pinned: usize,
    reviewed: f64,
    expected_errors: f64,
}

impl Counts {
    fn of(file: &AlignmentFile) -> Self {
        let sentences = |side| file.links.iter().map(|link| link.ids(side).len()).sum();
        let pinned = |link: &&Link| link.status.is_pinned();
        let doubts = file.links.iter().filter(|link| !link.status.is_pinned());
        let mut counts = Self {
            source_sentences: sentences(Side::Source),
            target_sentences: sentences(Side::Target),
            links: file.links.len(),
            pinned: file.links.iter().filter(pinned).count(),
            reviewed: 0.0,
            expected_errors: four_places(doubts.map(|link| 1.0 - link.confidence.get()).sum()),
        };
        counts.reviewed = four_places(counts.share());
        counts
    }

    fn add(&mut self, other: &Self) {
        self.source_sentences += other.source_sentences;
        self.target_sentences += other.target_sentences;
        self.links += other.links;
        self.pinned += other.pinned;
        self.expected_errors += other.expected_errors;
        self.reviewed = self.share();
    }

    /// The share of the links that a person decided.
    fn share(&self) -> f64 {
        self.pinned as f64 / self.links.max(1) as f64
    }

    fn cells(&self) -> [String; 5] {
        [
            self.source_sentences.to_string(),
            self.target_sentences.to_string(),
            self.links.to_string(),
            // Rounded down: all is reviewed only when nothing is left.
            format!("{:.0} %", (self.reviewed * 100.0).floor()),
            format!("{:.1}", self.expected_errors),
        ]
    }
}

/// As exact as the confidences are that it comes from.
fn four_places(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

pub(crate) fn run(args: &StatusArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.require()?;
    let checked = check_all(&project, context)?;
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
        counts: checked.file.as_ref().map(Counts::of),
    }
}

fn table(lines: &[Line<'_>]) -> String {
    let mut table =
        Table::new(["work", "source sentences", "target sentences", "links", "reviewed", "expected errors", "state"]);
    let mut total = Counts::default();
    for line in lines {
        let [source, target, links, reviewed, errors] = match &line.counts {
            Some(counts) => counts.cells(),
            None => std::array::from_fn(|_| "–".to_owned()),
        };
        line.counts.iter().for_each(|counts| total.add(counts));
        let states: Vec<_> = line.states.iter().map(|state| state.as_str()).collect();
        table.line([line.name.to_owned(), source, target, links, reviewed, errors, states.join(", ")]);
    }
    if lines.len() > 1 {
        let [source, target, links, reviewed, errors] = total.cells();
        table.line(["total".to_owned(), source, target, links, reviewed, errors, String::new()]);
    }
    table.render(1)
}
