//! What `accept`, `reject` and `diff` share: which proposals are meant, how they look, asking about them.

mod ask;
mod settle;

use std::fmt::Write as _;
use std::path::Path;
use std::slice;

use clap::Args;
use cotejo::diff::{Diff, Hunk, Marks, Numbered, StatusChange, Stretch, diff_in, render_marked};
use cotejo::file::Positions;
use cotejo::project::{PENDING_SUFFIX, Pending, Project, TextOpener, stored_path};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::colours::Colours;
use super::error::CliError;
use super::format::ReportArgs;
use super::project::ProjectArgs;
use super::read::project_abbreviations;
use super::talk::argument;
use super::{Context, Outcome, named};

pub(super) use settle::{Verb, settle};

/// Which changes.
#[derive(Debug, Args)]
pub(in crate::cli) struct PendingArgs {
    /// Works, by name; all of what is pending for them is settled unless --link is given.
    #[arg(value_name = "WORK", conflicts_with = "all")]
    works: Vec<String>,
    /// All that is pending.
    #[arg(long)]
    all: bool,
    /// Only the change that holds this sentence: 1.3 or es:1.3 in the original, en:2.1 in the translation; can be given
    /// more than once.
    #[arg(long, value_name = "ID", conflicts_with_all = ["all", "interactive"])]
    link: Vec<String>,
    /// Ask about each change, also where there is no terminal.
    #[arg(short, long, conflicts_with = "all")]
    interactive: bool,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

/// The pending alignment of a work.
pub(in crate::cli) struct Waiting {
    /// The work.
    pub(in crate::cli) name: String,
    /// The alignment that stands, from the project's folder.
    path: String,
    pub(in crate::cli) pending: Pending,
    /// Where the sentences stand in what stands and in what is proposed.
    names: [Positions; 2],
}

/// What is pending.
pub(in crate::cli) struct Selected {
    pub(in crate::cli) found: Vec<Waiting>,
    /// Whether something pending could not be read; what it was has been told.
    pub(in crate::cli) failed: bool,
}

impl Selected {
    /// How a command ends that could do what it should with everything else.
    pub(in crate::cli) fn outcome(&self, otherwise: Outcome) -> Outcome {
        if self.failed { Outcome::Failed } else { otherwise }
    }
}

/// What is pending for the works named, or for all.
pub(in crate::cli) fn select(project: &Project, names: &[String], context: &Context) -> Result<Selected, CliError> {
    let paths = project.pending()?;
    let mut chosen = Vec::new();
    for name in names {
        match paths.iter().find(|path| is_meant(project, path, name)) {
            Some(path) => chosen.push(path),
            None => {
                known_work(project, name)?;
                context.talk.note(format_args!("nothing is pending for {name}"));
            }
        }
    }
    if names.is_empty() {
        chosen.extend(&paths);
    }
    chosen.sort();
    chosen.dedup();
    let opener = TextOpener::new(project, project_abbreviations(project)?);
    let mut selected = Selected {
        found: Vec::new(),
        failed: false,
    };
    for path in chosen {
        match Pending::read(&project.locate(path)) {
            Ok(pending) => selected.found.extend(pending.map(|pending| Waiting {
                name: work_name(path),
                path: path.clone(),
                names: [pending.before(), pending.after()].map(|file| opener.positions(file)),
                pending,
            })),
            Err(error) => {
                let told = CliError::from(error).hint(format!(
                    "to drop what is proposed: cotejo reject {}",
                    argument(&work_name(path))
                ));
                context.talk.error(&told);
                selected.failed = true;
            }
        }
    }
    Ok(selected)
}

/// The name of the work an alignment belongs to.
pub(in crate::cli) fn work_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).nfc().collect()
}

/// Whether a path from the project's folder is what was typed: a work, or a path to its alignment or proposal.
pub(in crate::cli) fn is_meant(project: &Project, path: &str, typed: &str) -> bool {
    let typed = typed.strip_suffix(PENDING_SUFFIX).unwrap_or(typed);
    project.is_lone()
        || work_name(path) == typed.nfc().collect::<String>()
        || stored_path(project.root(), Path::new(typed)) == path
}

/// A work that does not exist is an error; one with nothing pending is none.
fn known_work(project: &Project, typed: &str) -> Result<(), CliError> {
    let settings = project.settings();
    let works = project.works(settings.source_lang, settings.target_lang)?.works;
    if works
        .iter()
        .any(|work| is_meant(project, &work.alignment_path(), typed))
    {
        return Ok(());
    }
    Err(named::unknown(typed, works.iter().map(|work| work.name.as_str())))
}

/// All that a proposal would change.
pub(in crate::cli) fn shown(waiting: &Waiting) -> String {
    let pending = &waiting.pending;
    let mut text = format!("{}{PENDING_SUFFIX}\n", waiting.path);
    if pending.is_new() {
        let _ = writeln!(text, "~ there is no {} yet", waiting.path);
    }
    for line in pending.about() {
        let _ = writeln!(text, "~ {line}");
    }
    let found = diff_in(pending.before(), pending.after(), &pending.changes());
    if !found.is_empty() {
        text.push('\n');
        text.push_str(&marked(&found, waiting));
    }
    text
}

/// All that a proposal would change, for programs.
pub(in crate::cli) fn as_json(waiting: &Waiting) -> serde_json::Value {
    let pending = &waiting.pending;
    let found = diff_in(pending.before(), pending.after(), &pending.changes());
    let mut json = as_json_diff(&found, waiting.names.each_ref());
    json["work"] = waiting.name.as_str().into();
    json["pending"] = format!("{}{PENDING_SUFFIX}", waiting.path).into();
    json["about"] = pending.about().into();
    json
}

/// A difference, for programs.
pub(in crate::cli) fn as_json_diff(found: &Diff<'_>, names: [&Positions; 2]) -> serde_json::Value {
    let link = |link: &Numbered<'_>, names: &Positions| {
        json!({
            "link": names.short_name(link.index),
            "source": link.source,
            "target": link.target,
            "status": link.status,
            "confidence": link.confidence.get(),
            "note": link.note,
            "reasons": link.reasons,
        })
    };
    let hunk = |hunk: &Hunk<'_>| {
        let before: Vec<_> = hunk.before.iter().map(|it| link(it, names[0])).collect();
        let after: Vec<_> = hunk.after.iter().map(|it| link(it, names[1])).collect();
        json!({"before": before, "after": after})
    };
    let change = |change: &StatusChange<'_>| json!({"before": link(&change.before, names[0]), "after": link(&change.after, names[1])});
    json!({
        "hunks": found.hunks.iter().map(hunk).collect::<Vec<_>>(),
        "changes": found.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

/// Whether a change is one of what the aligner thinks of a link and of nothing else.
fn is_estimate(pending: &Pending, change: &Stretch) -> bool {
    let found = diff_in(pending.before(), pending.after(), slice::from_ref(change));
    found.hunks.is_empty() && found.changes.iter().all(StatusChange::is_estimate_only)
}

fn marked(found: &Diff<'_>, waiting: &Waiting) -> String {
    let colours = Colours::of_output();
    render_marked(
        found,
        waiting.names.each_ref(),
        &colours.as_ref().map_or(Marks::BRACKETS, Colours::marks),
    )
}
