//! `cotejo edit`

mod action;

use std::collections::HashSet;
use std::path::PathBuf;

use clap::Args;
use cotejo::check::{Checker, Code};
use cotejo::file::{AlignmentFile, Link};
use cotejo::lexicon::WordPair;
use cotejo::project::{Desk, DeskError, Project, Work, pinned_pairs};
use cotejo::review::{Done, Refused, Request};
use cotejo::text::{Lang, Side};

use super::error::CliError;
use super::named::{not_aligned, one};
use super::project::{LangArgs, ProjectArgs};
use super::read::{LexiconArgs, project_abbreviations};
use super::talk::{argument, count, plain};
use super::{Context, Outcome};
use action::{Places, action, read};

/// Correct an alignment by commands: what the review page does with keys.
///
/// A sentence is named by its place, as `cotejo list` shows it: 12.3 or es:12.3 in the original, en:11.2 in the
/// translation. After each operation the aligner looks again at what lies around it.
///
/// Operations: accept ID · accept-all ID ID · back ID · dispute ID [NOTE] · note ID TEXT · bookmark ID · unbookmark ID ·
/// first-up ID · last-down ID · shift-up ID · shift-down ID · merge-next ID · merge-previous ID · split ID [ID] ·
/// null-out ID · put ID ID · group ID… · cut ID PART PART… · join ID · correct ID TEXT · undo · redo
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo edit cuento accept 12.3\n  \
    cotejo edit cuento first-up en:57.2       the first English sentence of that link goes to the link before\n  \
    cotejo edit cuento split es:12.3 en:12.4  a new link begins with these two\n  \
    cotejo edit cuento cut 3.1 'El faro se apagó;' 'nadie lo vio.'\n  \
    cotejo edit cuento undo\n  \
    cotejo edit cuento --ops corrections.jsonl")]
pub(crate) struct EditArgs {
    /// The work.
    work: String,
    /// The operation.
    #[arg(value_name = "OPERATION", required_unless_present = "ops", conflicts_with = "ops")]
    operation: Option<String>,
    /// What it is about.
    #[arg(value_name = "ID | TEXT")]
    about: Vec<String>,
    /// Operations, one a line, in JSON: {"op": "first-up", "at": {"target": "It rained."}}; all are done or none. - is
    /// standard input.
    #[arg(long, value_name = "FILE")]
    ops: Option<PathBuf>,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

/// Opens the alignment of a work to work on it.
/// What people decided in any of `works` teaches the aligner.
pub(super) fn open(project: &Project, work: &Work, works: &[Work]) -> Result<Desk, CliError> {
    let Some(path) = &work.alignment else {
        return Err(not_aligned(&work.name));
    };
    let settings = project.settings();
    let pairs = known_pairs(project, works, [settings.source_lang, settings.target_lang])?;
    let abbreviations = project_abbreviations(project)?;
    Desk::open(&project.locate(path), project, abbreviations, &pairs).map_err(|error| match error {
        // It names the file.
        DeskError::Store(_) => CliError::new(error),
        error => CliError::new(format!("{path}: {error}")),
    })
}

/// Word pairs of the project, and those that its decisions teach.
pub(super) fn known_pairs(project: &Project, works: &[Work], langs: [Lang; 2]) -> Result<Vec<WordPair>, CliError> {
    let mut pairs = LexiconArgs { lexicon: Vec::new() }.read(Some(project), langs)?.pairs;
    pairs.extend(pinned_pairs(project, works, langs));
    Ok(pairs)
}

pub(crate) fn run(args: &EditArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(&[&args.work])?;
    let langs = args.langs.resolve(Some(&project))?;
    let work = one(&project, langs, &args.work)?;
    let all = super::project::works(&project, langs)?.works;
    let mut desk = open(&project, &work, &all)?.with_command("edit");
    tell_of_fallen(&desk, &work.name, context);
    refuse_damage(&desk, &project, &args.work)?;
    let actions = match (&args.ops, &args.operation) {
        (Some(path), _) => read(path)?,
        (None, Some(operation)) => {
            let place = Places::new(&desk, &project, &args.work, langs.map(|lang| lang.code().to_owned()));
            vec![(1, action(operation, &args.about, &place, desk.session().journal())?)]
        }
        (None, None) => Vec::new(),
    };
    let requests: Vec<Request> = (desk.session().journal().last_seq(CLIENT) + 1..)
        .zip(&actions)
        .map(|(seq, (_, action))| Request {
            client: CLIENT.to_owned(),
            seq,
            base: desk.session().journal().last(),
            action: action.clone(),
            spent: None,
        })
        .collect();
    let done = desk.handle_all(&requests).map_err(|(index, error)| match &args.ops {
        Some(path) => CliError::new(format!(
            "{}, line {}: {error}; nothing was done",
            path.display(),
            actions[index].0
        )),
        None => {
            let is_of_earlier = matches!(error, DeskError::Refused(Refused::ChangedSince));
            let error = CliError::new(error);
            if is_of_earlier {
                error.hint(format!(
                    "earlier versions of the alignment: cotejo history {}",
                    argument(&args.work)
                ))
            } else {
                error
            }
        }
    })?;
    let saved = desk.save().map_err(|error| {
        CliError::new(error).hint(format!(
            "the correction is kept aside and is written with the next one; cotejo edit {} undo takes it back",
            argument(&work.name)
        ))
    })?;
    if let Some(disputes) = saved.merged {
        context.talk.note(format_args!(
            "somebody else wrote the alignment meanwhile; both versions were merged, {} disputed",
            count(disputes, "link")
        ));
    }
    tell_of(&done, &desk.session().state().file, context);
    if done.iter().all(|done| !matches!(done, Done::New(_))) {
        context.talk.line("nothing to change");
    }
    Ok(Outcome::Clean)
}

/// Says what the changes led to: each link once, as it stands when all is done.
fn tell_of(done: &[Done], file: &AlignmentFile, context: &Context) {
    let patches = done.iter().filter_map(|done| match done {
        Done::New(entries) => Some(entries.iter().flat_map(|entry| &entry.patches)),
        _ => None,
    });
    let standing: HashSet<String> = file.links.iter().map(line_of).collect();
    let mut told = HashSet::new();
    for patch in patches.flatten() {
        for line in patch.after().iter().map(line_of) {
            if standing.contains(&line) && told.insert(line.clone()) {
                context.talk.line(line);
            }
        }
        for mark in patch.marks() {
            let what = if mark.on { "bookmark" } else { "no bookmark" };
            context.talk.line(format_args!("{what:<8} {}", plain(&mark.at.text)));
        }
    }
}

fn line_of(link: &Link) -> String {
    let side = |texts: &[String]| match texts {
        [] => "–".to_owned(),
        texts => plain(&texts.join(" | ")),
    };
    let [source, target] = [side(&link.source), side(&link.target)];
    format!("{:<8} {source}  =  {target}", link.status.as_str())
}

/// What this command calls itself in the record.
const CLIENT: &str = "edit";

/// Says what a run before had recorded and what has no place in the alignment as it stands now.
pub(super) fn tell_of_fallen(desk: &Desk, work: &str, context: &Context) {
    if !desk.session().fallen.is_empty() {
        context.talk.note(format_args!(
            "{work}: {} of an earlier review or edit left out, because the alignment was changed or brought back since",
            count(desk.session().fallen.len(), "step")
        ));
    }
}

/// Refuses an alignment that lacks sentences of its texts, or has others: places would be those of other sentences.
fn refuse_damage(desk: &Desk, project: &Project, work: &str) -> Result<(), CliError> {
    if desk.session().texts_changed {
        return Ok(());
    }
    let checker = Checker::new(project, project_abbreviations(project)?);
    let file = &desk.session().state().file;
    let mut faults = Side::BOTH
        .into_iter()
        .filter_map(|side| checker.document(file, side).err());
    match faults.find(|fault| fault.code == Code::Invalid) {
        Some(fault) => Err(CliError::new(format!(
            "{} does not hold the sentences of its texts: {}",
            desk.path().display(),
            fault.message
        ))
        .hint(format!(
            "put that line right, or bring a version back that is whole: cotejo history {}",
            argument(work)
        ))),
        None => Ok(()),
    }
}
