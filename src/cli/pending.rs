//! What `accept`, `reject` and `diff` share: which proposals are meant, how they look, asking about them.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::slice;

use clap::Args;
use cotejo::diff::{Diff, Hunk, Marks, Numbered, StatusChange, Stretch, diff_in, render_marked};
use cotejo::file::Positions;
use cotejo::project::{
    ALIGNMENTS, Choice, PENDING_SUFFIX, Pending, Project, StoreError, StoredAlignment, TextOpener, pending_path,
    remove_leftovers, stored_path,
};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::colours::Colours;
use super::error::CliError;
use super::format::{ReportArgs, print_json};
use super::project::ProjectArgs;
use super::read::project_abbreviations;
use super::table::Table;
use super::talk::{count, print};
use super::{Context, Outcome, named};

/// Which changes.
#[derive(Debug, Args)]
pub(super) struct PendingArgs {
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
pub(super) struct Waiting {
    /// The work.
    pub(super) name: String,
    /// The alignment that stands, from the project's folder.
    path: String,
    pub(super) pending: Pending,
    /// Where the sentences stand in what stands and in what is proposed.
    names: [Positions; 2],
}

/// What is pending.
pub(super) struct Selected {
    pub(super) found: Vec<Waiting>,
    /// Whether something pending could not be read; what it was has been told.
    pub(super) failed: bool,
}

impl Selected {
    /// How a command ends that could do what it should with everything else.
    pub(super) fn outcome(&self, otherwise: Outcome) -> Outcome {
        if self.failed { Outcome::Failed } else { otherwise }
    }
}

/// What is pending for the works named, or for all.
pub(super) fn select(project: &Project, names: &[String], context: &Context) -> Result<Selected, CliError> {
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
                context.talk.error(&error.into());
                selected.failed = true;
            }
        }
    }
    Ok(selected)
}

/// The name of the work an alignment belongs to.
pub(super) fn work_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).nfc().collect()
}

/// Whether a path from the project's folder is what was typed: a work, or a path to its alignment or proposal.
pub(super) fn is_meant(project: &Project, path: &str, typed: &str) -> bool {
    let typed = typed.strip_suffix(PENDING_SUFFIX).unwrap_or(typed);
    work_name(path) == typed.nfc().collect::<String>() || stored_path(project.root(), Path::new(typed)) == path
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
pub(super) fn shown(waiting: &Waiting) -> String {
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
pub(super) fn as_json(waiting: &Waiting) -> serde_json::Value {
    let pending = &waiting.pending;
    let found = diff_in(pending.before(), pending.after(), &pending.changes());
    let mut json = as_json_diff(&found, waiting.names.each_ref());
    json["work"] = waiting.name.as_str().into();
    json["pending"] = format!("{}{PENDING_SUFFIX}", waiting.path).into();
    json["about"] = pending.about().into();
    json
}

/// A difference, for programs.
pub(super) fn as_json_diff(found: &Diff<'_>, names: [&Positions; 2]) -> serde_json::Value {
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

/// What is done with what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
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

    const fn reviewed(self) -> bool {
        matches!(self, Self::Accept { reviewed: true })
    }
}

pub(super) fn settle(args: &PendingArgs, verb: Verb, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.require()?;
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
        let word = verb.word();
        return Err(CliError::new(format!("say what to {word}"))
            .hint(format!("all of it: cotejo {word} --all"))
            .hint(format!("that of one work: cotejo {word} {}", found[0].name))
            .hint(format!(
                "one change of a work: cotejo {word} {} --link ID",
                found[0].name
            ))
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

fn report(waiting: &Waiting, choice: Choice, changes: usize, left: usize, context: &Context) {
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

fn warn(waiting: &Waiting, warning: Option<&str>, context: &Context) {
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
                found[0].name,
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
        .hint(format!("cotejo diff {} shows what would change", waiting.name))
    })
}

/// Asks about each change.
fn ask(found: &[Waiting], verb: Verb, context: &Context) -> Result<Outcome, CliError> {
    let mut failed = false;
    for waiting in found {
        let (choices, go_on) = ask_work(waiting)?;
        let all = |wanted| choices.iter().all(|&choice| choice == wanted);
        let pending = &waiting.pending;
        let done = if all(Choice::Accept) {
            pending.accept(verb.reviewed())
        } else if all(Choice::Reject) {
            pending.reject()
        } else {
            pending.settle(&choices[..pending.changes().len()], verb.reviewed())
        };
        match done {
            Ok(done) => {
                for choice in [Choice::Accept, Choice::Reject] {
                    let chosen = choices.iter().filter(|&&chosen| chosen == choice).count();
                    if chosen > 0 {
                        report(waiting, choice, chosen, done.left, context);
                    }
                }
                warn(waiting, done.warning.as_deref(), context);
            }
            Err(error) => {
                context.talk.error(&error.into());
                failed = true;
            }
        }
        if !go_on {
            break;
        }
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

/// What a person says to the changes of a work, one choice a change and at least one, and whether to go on.
fn ask_work(waiting: &Waiting) -> Result<(Vec<Choice>, bool), CliError> {
    let pending = &waiting.pending;
    let changes = pending.changes();
    let mut choices = vec![Choice::Leave; changes.len().max(1)];
    // What cannot be settled apart is one question; so is what only the aligner thinks of links.
    let whole = pending.other_texts().is_some() || pending.is_new() || changes.is_empty();
    let mut questions: Vec<Vec<usize>> = Vec::new();
    if whole {
        questions.push((0..choices.len()).collect());
    } else {
        let (estimates, others): (Vec<usize>, Vec<usize>) =
            (0..changes.len()).partition(|&at| is_estimate(pending, &changes[at]));
        questions.extend(others.into_iter().map(|at| vec![at]));
        questions.extend((!estimates.is_empty()).then_some(estimates));
    }
    let all = questions.len();
    for (number, question) in (1..).zip(questions) {
        let shown = if whole {
            shown(waiting)
        } else {
            let asked: Vec<_> = question.iter().map(|&at| changes[at].clone()).collect();
            marked(&diff_in(pending.before(), pending.after(), &asked), waiting)
        };
        print(|out| writeln!(out, "\n{} ({number} of {all})\n{shown}", waiting.name))?;
        let Some(choice) = answer()? else {
            return Ok((choices, false));
        };
        for at in question {
            choices[at] = choice;
        }
    }
    Ok((choices, true))
}

/// What the letters of the prompt do.
const PROMPT_HELP: &str = "\
a  accept: the new links take the place of the old ones
r  reject: the old links stay, and the proposal is dropped
s  skip: nothing happens, and the change is proposed again next time
q  quit: what was answered so far is done, the rest is left
";

/// One answer; nothing when there are no more to come.
fn answer() -> Result<Option<Choice>, CliError> {
    loop {
        let mut out = anstream::stderr();
        // A prompt that cannot be seen is answered all the same.
        let _ = write!(out, "accept, reject, skip or quit? [a/r/s/q/?] ").and_then(|()| out.flush());
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        if read.map_err(|error| CliError::new(format!("cannot read the answer: {error}")))? == 0 {
            let _ = writeln!(out);
            return Ok(None);
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" => return Ok(Some(Choice::Accept)),
            "r" | "reject" => return Ok(Some(Choice::Reject)),
            "s" | "skip" => return Ok(Some(Choice::Leave)),
            "q" | "quit" => return Ok(None),
            _ => {
                let _ = write!(out, "{PROMPT_HELP}");
            }
        }
    }
}
