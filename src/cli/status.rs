//! `cotejo status`

use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::check::{Checked, Counts, State};
use cotejo::project::Project;
use cotejo::view::View;
use serde::Serialize;

use super::check::check_states;
use super::destination::{Destination, Guard};
use super::error::CliError;
use super::export::drift;
use super::format::{ReportArgs, print_json};
use super::named::{Named, selected, stem};
use super::project::ProjectArgs;
use super::read::is_dash;
use super::table::Table;
use super::talk::{argument, print};
use super::{Context, Outcome};

/// Show what is aligned, reviewed and doubtful, work by work.
///
/// Expected errors are how many links that nobody reviewed are wrong if the confidences are right. Stale are
/// links that somebody decided and whose sentences were edited since. Last reviewed is the last link that
/// somebody decided, so you know where to go on.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cotejo status\n  cotejo status cuento --plot cuento.svg\n  cotejo status --format json | jq '.[] | select(.reviewed < 1)'"
)]
pub(crate) struct StatusArgs {
    /// The works [default: all].
    #[arg(value_name = "WORK")]
    works: Vec<String>,
    /// Draw the links of a work as a picture (SVG): position in the original against position in the translation, gaps, doubtful links,
    /// passages that stand elsewhere. - is standard output, instead of the table.
    #[arg(long, value_name = "FILE", requires = "works")]
    plot: Option<PathBuf>,
    /// Write the picture over a file that cotejo did not write, or that was changed since.
    #[arg(long, requires = "plot")]
    force: bool,
    #[command(flatten)]
    report: ReportArgs,
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
    pending: bool,
    last_reviewed: Option<&'a str>,
}

pub(crate) fn run(args: &StatusArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(&args.works)?;
    let settings = project.settings();
    let meant = selected(&project, [settings.source_lang, settings.target_lang], &args.works)?;
    let checked = check_states(&project, context)?;
    let is_meant = |checked: &&Checked| args.works.is_empty() || meant.iter().any(|work| work.name == checked.name);
    if let Some(plot) = &args.plot {
        draw(args, plot, &project)?;
        if is_dash(plot) {
            return Ok(Outcome::Clean);
        }
    }
    let lines: Vec<_> = checked.iter().filter(is_meant).map(line).collect();
    if args.report.is_json() {
        print_json(&lines)?;
    } else {
        print(|out| out.write_all(table(&lines).as_bytes()))?;
    }
    Ok(Outcome::Clean)
}

/// Draws the work that was named.
fn draw(args: &StatusArgs, plot: &Path, project: &Project) -> Result<(), CliError> {
    let [work] = args.works.as_slice() else {
        return Err(CliError::new("--plot draws one work at a time").hint("cotejo status WORK --plot FILE"));
    };
    if plot
        .extension()
        .is_some_and(|ending| !ending.eq_ignore_ascii_case("svg"))
    {
        let svg = plot.with_extension("svg");
        return Err(
            CliError::new(format!("{}: the picture is drawn as SVG", plot.display()))
                .hint(format!("--plot {}", argument(&svg.to_string_lossy()))),
        );
    }
    let named = Named::read(Path::new(work), &args.project)?;
    let file = &named.stored.file;
    let [source, target] = named.texts.each_ref().map(Option::as_ref);
    let name = stem(named.stored.path());
    let picture = drift(&View::new(&name, file, source, target), file, &named.texts);
    let inputs = [named.stored.path()];
    let guard = Guard {
        project: Some(project),
        inputs: &inputs,
        shows: None,
        force: args.force,
    };
    Destination::new(plot, &inputs)?.write(picture.as_bytes(), &guard)
}

fn line(checked: &Checked) -> Line<'_> {
    let states = checked.states();
    Line {
        name: &checked.name,
        alignment: &checked.path,
        pending: states.contains(&State::Pending),
        states,
        counts: checked.counts,
        reviewed: checked.counts.as_ref().map(Counts::reviewed),
        last_reviewed: checked.last_reviewed.as_deref(),
    }
}

/// Blocks of the bar that shows how much is reviewed.
const BAR: usize = 10;

/// A share as a bar and a number, both rounded down: all is reviewed only when nothing is left.
fn bar(counts: &Counts) -> String {
    let filled = counts.pinned * BAR / counts.links.max(1);
    format!(
        "{}{} {:>3} %",
        "█".repeat(filled),
        "░".repeat(BAR - filled),
        counts.pinned * 100 / counts.links.max(1)
    )
}

fn cells(counts: &Counts) -> [String; 6] {
    [
        counts.source_sentences.to_string(),
        counts.target_sentences.to_string(),
        counts.links.to_string(),
        bar(counts),
        format!("{:.1}", counts.expected_errors),
        counts.stale_links.to_string(),
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
        "stale",
        "last reviewed",
        "state",
    ]);
    let mut total = Counts::default();
    let mut add = |name: &str, counts: Option<&Counts>, last: &str, states: String| {
        let [source, target, links, reviewed, errors, stale] = match counts {
            Some(counts) => cells(counts),
            None => std::array::from_fn(|_| "–".to_owned()),
        };
        let (name, last) = (name.to_owned(), last.to_owned());
        table.line([name, source, target, links, reviewed, errors, stale, last, states]);
    };
    for line in lines {
        total = line.counts.iter().fold(total, |sum, counts| sum.and(counts));
        let states: Vec<_> = line.states.iter().map(|state| state.as_str()).collect();
        let last = line.last_reviewed.unwrap_or("–");
        add(line.name, line.counts.as_ref(), last, states.join(", "));
    }
    if lines.len() > 1 {
        add("total", Some(&total), "", String::new());
    }
    table.render(1)
}
