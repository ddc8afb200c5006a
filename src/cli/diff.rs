//! `cotejo diff`

use std::path::PathBuf;

use clap::Args;
use cotejo::diff::{diff, render_marked};

use super::colours::Colours;
use super::error::CliError;
use super::format::{ReportArgs, print_json};
use super::named::Named;
use super::pending::{self, as_json_diff as as_json};
use super::project::ProjectArgs;
use super::read::is_dash;
use super::talk::print;
use super::{Context, Outcome};

/// Compare two alignments bead by bead, with the text, or show what is pending.
///
/// Without alignments it shows what the pending alignments of the project would change, or that of one work: the
/// words that move from one link to another stand in marks, [-taken away-] and {+added+}, or in colours on a terminal.
///
/// Exits with 0 when nothing differs and with 1 when something does.
#[derive(Debug, Args)]
#[command(override_usage = "cotejo diff [OPTIONS] [WORK]\n       cotejo diff A B")]
#[command(after_help = "Examples:\n  \
    cotejo diff                                     all that is pending\n  \
    cotejo diff cuento                              what is pending for one work\n  \
    cotejo diff before.json alignments/cuento.json\n  \
    git show HEAD:alignments/cuento.json | cotejo diff - alignments/cuento.json")]
pub(crate) struct DiffArgs {
    /// A work with a pending alignment, or the alignments before and after; - is standard input.
    #[arg(value_name = "WORK | A B", num_args = 0..=2)]
    named: Vec<PathBuf>,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

pub(crate) fn run(args: &DiffArgs, context: &Context) -> Result<Outcome, CliError> {
    let [before, after] = args.named.as_slice() else {
        return show_pending(args, context);
    };
    if is_dash(before) && is_dash(after) {
        return Err(CliError::new("only one of the alignments can come from standard input"));
    }
    let (before, after) = (Named::read(before, &args.project)?, Named::read(after, &args.project)?);
    let found = diff(&before.stored.file, &after.stored.file);
    let names = [before.positions(), after.positions()];
    if args.report.is_json() {
        print_json(&as_json(&found, names.each_ref()))?;
    } else {
        let marks = Colours::of_output();
        let marks = marks.as_ref().map(Colours::marks).unwrap_or_default();
        let shown = render_marked(&found, names.each_ref(), &marks);
        print(|out| out.write_all(shown.as_bytes()))?;
    }
    Ok(if found.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

fn show_pending(args: &DiffArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(&args.named)?;
    let names: Vec<String> = args
        .named
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let selected = pending::select(&project, &names, context)?;
    if selected.found.is_empty() {
        if names.is_empty() && !selected.failed {
            context.talk.line("nothing is pending");
        }
        return Ok(selected.outcome(Outcome::Clean));
    }
    if args.report.is_json() {
        print_json(&selected.found.iter().map(pending::as_json).collect::<Vec<_>>())?;
    } else {
        let blocks: Vec<String> = selected.found.iter().map(pending::shown).collect();
        print(|out| out.write_all(blocks.join("\n").as_bytes()))?;
    }
    Ok(selected.outcome(Outcome::Findings))
}
