//! What `accept` and `reject` do with what is chosen.

use std::fs;
use std::io::{self, IsTerminal as _};

use cotejo::project::{
    ALIGNMENTS, Choice, PENDING_SUFFIX, Project, StoreError, StoredAlignment, pending_path, remove_leftovers,
};
use serde_json::json;

use super::ask::ask;
use super::{PendingArgs, Waiting, is_estimate, is_meant, select};
use crate::cli::error::CliError;
use crate::cli::format::print_json;
use crate::cli::table::Table;
use crate::cli::talk::{argument, count, print};
use crate::cli::{Context, Outcome, named};

/// What is done with what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Verb {
    Accept { reviewed: bool },
    Reject,
}

impl Verb {
    const fn word(self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::Reject => "reject",
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Accept { .. } => "accepted",
            Self::Reject => "rejected",
        }
    }

    const fn choice(self) -> Choice {
        match self {
            Self::Accept { .. } => Choice::Accept,
            Self::Reject => Choice::Reject,
        }
    }

    pub(super) const fn reviewed(self) -> bool {
        matches!(self, Self::Accept { reviewed: true })
    }
}

pub(in crate::cli) fn settle(args: &PendingArgs, verb: Verb, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(&args.works)?;
    remove_leftovers(&project.locate(ALIGNMENTS));
    if matches!(verb, Verb::Reject) && args.link.is_empty() && (args.all || !args.works.is_empty()) {
        drop_unreadable(&project, &args.works, context)?;
    }
    let selected = select(&project, &args.works, context)?;
    if selected.failed && selected.found.is_empty() {
        return Ok(Outcome::Failed);
    }
    let outcome = settle_selected(args, &selected.found, verb, context)?;
    Ok(selected.outcome(outcome))
}

/// Removes proposals that are no alignments, which nobody could settle otherwise.
fn drop_unreadable(project: &Project, names: &[String], context: &Context) -> Result<(), CliError> {
    for path in project.pending()? {
        let proposal = pending_path(&project.locate(&path));
        let is_chosen = names.is_empty() || names.iter().any(|name| is_meant(project, &path, name));
        let fault = match StoredAlignment::read(&proposal) {
            Err(error @ (StoreError::Invalid { .. } | StoreError::NotUtf8 { .. })) if is_chosen => error,
            _ => continue,
        };
        fs::remove_file(&proposal)
            .map_err(|error| CliError::new(format!("cannot remove {}: {error}", proposal.display())))?;
        context.talk.line(format_args!(
            "{path}.new was no alignment and was dropped: {}",
            fault.fault()
        ));
    }
    Ok(())
}

fn settle_selected(args: &PendingArgs, found: &[Waiting], verb: Verb, context: &Context) -> Result<Outcome, CliError> {
    if found.is_empty() {
        if args.works.is_empty() {
            context.talk.line("nothing is pending");
        }
        return match args.link.first() {
            Some(id) => Err(CliError::new(format!("--link {id}: nothing is pending"))),
            None => Ok(Outcome::Clean),
        };
    }
    if !args.link.is_empty() {
        return settle_links(found, args, verb, context);
    }
    let terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    if args.interactive || (terminal && args.works.is_empty() && !args.all) {
        return ask(found, verb, context);
    }
    if args.works.is_empty() && !args.all {
        print(|out| out.write_all(list(found).as_bytes()))?;
        let (word, name) = (verb.word(), argument(&found[0].name));
        return Err(CliError::new(format!("say what to {word}"))
            .hint(format!("all of it: cotejo {word} --all"))
            .hint(format!("that of one work: cotejo {word} {name}"))
            .hint(format!("one change of a work: cotejo {word} {name} --link ID"))
            .hint("to see it: cotejo diff"));
    }
    let mut failed = false;
    let mut settled = Vec::new();
    for waiting in found {
        let done = match verb {
            Verb::Accept { reviewed } => waiting.pending.accept(reviewed),
            Verb::Reject => waiting.pending.reject(),
        };
        match done {
            Ok(done) => {
                let changes = waiting.pending.changes().len();
                report(waiting, verb.choice(), changes, done.left, context);
                warn(waiting, done.warning.as_deref(), context);
                settled.push(json!({"work": waiting.name, verb.done(): changes, "left": done.left}));
            }
            Err(error) => {
                let error = error.into();
                context.talk.error(&error);
                settled.push(json!({"work": waiting.name, "error": error.message()}));
                failed = true;
            }
        }
    }
    if args.report.is_json() {
        print_json(&settled)?;
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

fn list(found: &[Waiting]) -> String {
    let mut table = Table::new(["work", "changes", "in confidence only", "pending"]);
    for waiting in found {
        let changes = waiting.pending.changes();
        let estimates = changes
            .iter()
            .filter(|change| is_estimate(&waiting.pending, change))
            .count();
        table.line([
            waiting.name.clone(),
            (changes.len() - estimates).to_string(),
            estimates.to_string(),
            format!("{}{PENDING_SUFFIX}", waiting.path),
        ]);
    }
    table.render(1)
}

pub(super) fn report(waiting: &Waiting, choice: Choice, changes: usize, left: usize, context: &Context) {
    let done = match choice {
        Choice::Accept => "accepted",
        Choice::Reject => "rejected",
        Choice::Leave => return,
    };
    let left = if left == 0 {
        "nothing left".to_owned()
    } else {
        format!("{left} left")
    };
    context.talk.line(format_args!(
        "{}: {} {done}, {left}",
        waiting.name,
        count(changes, "change")
    ));
}

pub(super) fn warn(waiting: &Waiting, warning: Option<&str>, context: &Context) {
    if let Some(warning) = warning {
        context.talk.note(format_args!(
            "the version of {} before could not be kept: {warning}",
            waiting.path
        ));
    }
}

/// Settles single changes of one work.
fn settle_links(found: &[Waiting], args: &PendingArgs, verb: Verb, context: &Context) -> Result<Outcome, CliError> {
    let ids = &args.link;
    let [waiting] = found else {
        return Err(
            CliError::new("--link goes with one work, and several are pending").hint(format!(
                "cotejo {} {} --link {}",
                verb.word(),
                argument(&found[0].name),
                ids[0]
            )),
        );
    };
    let changes = waiting.pending.changes().len();
    let mut choices = vec![Choice::Leave; changes];
    for id in ids {
        choices[find(waiting, id)?] = verb.choice();
    }
    let done = waiting.pending.settle(&choices, verb.reviewed())?;
    report(waiting, verb.choice(), changes - done.left, done.left, context);
    warn(waiting, done.warning.as_deref(), context);
    if args.report.is_json() {
        let settled = changes - done.left;
        print_json(&[json!({"work": waiting.name, verb.done(): settled, "left": done.left})])?;
    }
    Ok(Outcome::Clean)
}

/// The change that a typed sentence is in.
fn find(waiting: &Waiting, typed: &str) -> Result<usize, CliError> {
    let file = waiting.pending.after();
    let (side, id) = named::sentence(typed, "--link ", [&file.source.lang, &file.target.lang])?;
    let link = waiting.names[1].find(side, id);
    link.and_then(|link| waiting.pending.find(link)).ok_or_else(|| {
        let fault = if link.is_some() {
            "is in no link that would change"
        } else {
            "does not exist"
        };
        CliError::new(format!(
            "--link {typed}: {side} sentence {id} of {} {fault}",
            waiting.name
        ))
        .hint(format!(
            "cotejo diff {} shows what would change",
            argument(&waiting.name)
        ))
    })
}
