//! `cotejo edit`

use std::collections::HashSet;
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use clap::Args;
use cotejo::check::{Checker, Code};
use cotejo::file::{AlignmentFile, Link};
use cotejo::lexicon::WordPair;
use cotejo::project::{Desk, DeskError, Project, Work, pinned_pairs};
use cotejo::review::{Action, Done, Journal, Op, Refused, Request, SentenceName, State};
use cotejo::text::{Lang, SentenceId, Side};
use serde_json::Value;

use super::error::CliError;
use super::named::{no_sentence, not_aligned, one, sentence};
use super::project::{LangArgs, ProjectArgs, lost_texts};
use super::read::{LexiconArgs, is_dash, project_abbreviations};
use super::talk::{argument, count, plain};
use super::{Context, Outcome};

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

/// The operations of a file, each with its line.
fn read(path: &PathBuf) -> Result<Vec<(usize, Action)>, CliError> {
    let failed = |error| CliError::new(format!("cannot read {}: {error}", path.display()));
    let text = if is_dash(path) {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
        text
    } else {
        fs::read_to_string(path).map_err(failed)?
    };
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let op = parse(line).map_err(|error| {
                let fault = format!("{}, line {number}: {}", path.display(), error.message());
                CliError::new(fault).hint(r#"a line is such as {"op": "first-up", "at": {"target": "It rained."}}"#)
            })?;
            Ok((number, Action::Do(op)))
        })
        .collect()
}

/// An operation in JSON.
fn parse(line: &str) -> Result<Op, CliError> {
    let fault = |error: &serde_json::Error| {
        // The line of the file has been told, and that of its JSON is always the first.
        if error.is_eof() {
            return "it ends too early".to_owned();
        }
        let told = error.to_string();
        told.split(" at line ").next().unwrap_or_default().to_owned()
    };
    let value: Value =
        serde_json::from_str(line).map_err(|error| CliError::new(format!("this is no JSON: {}", fault(&error))))?;
    let Some(name) = value["op"].as_str().map(str::to_owned) else {
        return Err(CliError::new("no operation is named"));
    };
    if !Op::NAMES.contains(&name.as_str()) {
        return Err(unknown(&name));
    }
    serde_json::from_value(value).map_err(|error| CliError::new(format!("{name} cannot be read: {}", fault(&error))))
}

fn unknown(operation: &str) -> CliError {
    CliError::new(format!(
        "there is no operation {}; there are {}",
        plain(operation),
        Op::NAMES.join(", ")
    ))
}

/// Finds sentences by their place.
struct Places<'a> {
    state: &'a State,
    positions: [Vec<Vec<SentenceId>>; 2],
    codes: [String; 2],
    /// What is to be done first where a text was changed, so that its sentences have no places.
    changed: Option<String>,
}

impl<'a> Places<'a> {
    fn new(desk: &'a Desk, project: &Project, work: &str, codes: [String; 2]) -> Self {
        let file = &desk.session().state().file;
        let positions = Side::BOTH.map(|side| {
            let places = desk.session().ground().places(file, side);
            places
                .into_iter()
                .map(|link| link.into_iter().map(|(id, _)| id).collect())
                .collect()
        });
        Self {
            state: desk.session().state(),
            positions,
            codes,
            changed: desk.session().texts_changed.then(|| lost_texts(project).unwrap_or_else(|| {
                format!(
                    "a text was changed since it was aligned, and only align tells where its sentences are now: cotejo align {}",
                    argument(work)
                )
            })),
        }
    }

    fn sentence(&self, typed: &str) -> Result<SentenceName, CliError> {
        let (side, id) = sentence(typed, "", self.codes.each_ref().map(String::as_str))?;
        for (link, ids) in self.positions[side.index()].iter().enumerate() {
            if let Some(position) = ids.iter().position(|known| *known == id)
                && let Some(name) = self.state.name(link, side, position)
            {
                return Ok(name);
            }
        }
        let missing = no_sentence(side, id);
        Err(match &self.changed {
            Some(hint) => missing.hint(hint),
            None => missing,
        })
    }
}

fn action(operation: &str, about: &[String], places: &Places<'_>, journal: &Journal) -> Result<Action, CliError> {
    let usage = |how: &str| CliError::new(format!("expected: cotejo edit WORK {operation} {how}").trim_end());
    let one = || match about {
        [at] => places.sentence(at),
        _ => Err(usage("ID")),
    };
    let two = || match about {
        [first, second] => Ok((places.sentence(first)?, places.sentence(second)?)),
        _ => Err(usage("ID ID")),
    };
    // Words need not be quoted; none at all would be a slip, and '' says that there are to be none.
    let with_text = || match about {
        [at, words @ ..] if !words.is_empty() => Ok((places.sentence(at)?, words.join(" "))),
        _ => Err(usage("ID TEXT")),
    };
    let none = || match about {
        [] => Ok(()),
        _ => Err(usage("").hint("it is always the last step")),
    };
    Ok(Action::Do(match operation {
        "accept" => Op::Accept { at: one()? },
        "accept-all" => {
            let (from, to) = two()?;
            Op::AcceptAll { from, to }
        }
        "back" => Op::Back { at: one()? },
        "dispute" => {
            let [at, note @ ..] = about else {
                return Err(usage("ID [NOTE]"));
            };
            let note = (!note.is_empty()).then(|| note.join(" "));
            Op::Dispute {
                at: places.sentence(at)?,
                note,
            }
        }
        "note" => {
            let (at, note) = with_text()?;
            Op::Note { at, note }
        }
        "bookmark" => Op::Bookmark { at: one()?, on: true },
        "unbookmark" => Op::Bookmark { at: one()?, on: false },
        "first-up" => Op::FirstUp { at: one()? },
        "last-down" => Op::LastDown { at: one()? },
        "shift-up" => Op::ShiftUp { at: one()? },
        "shift-down" => Op::ShiftDown { at: one()? },
        "merge-next" => Op::MergeNext { at: one()? },
        "merge-previous" => Op::MergePrevious { at: one()? },
        "split" => {
            let (at, with) = match about {
                [at] => (at, None),
                [at, with] => (at, Some(places.sentence(with)?)),
                _ => return Err(usage("ID [ID]")),
            };
            Op::Split {
                at: places.sentence(at)?,
                with,
            }
        }
        "null-out" => Op::NullOut { at: one()? },
        "put" => {
            let (at, to) = two()?;
            Op::Put { at, to }
        }
        "group" => {
            if about.is_empty() {
                return Err(usage("ID…"));
            }
            let names = about
                .iter()
                .map(|id| places.sentence(id))
                .collect::<Result<Vec<_>, _>>()?;
            let (source, target) = names.into_iter().partition(|name| name.side == Side::Source);
            Op::Group { source, target }
        }
        "cut" => {
            let (at, parts) = match about {
                [at, parts @ ..] if parts.len() > 1 => (places.sentence(at)?, parts.to_vec()),
                _ => return Err(usage("ID PART PART…")),
            };
            Op::Cut { at, parts }
        }
        "join" => Op::Join { at: one()? },
        "correct" => {
            let (at, words) = with_text()?;
            Op::Correct { at, words }
        }
        "undo" => {
            none()?;
            let last = journal
                .to_undo()
                .ok_or_else(|| CliError::new("there is nothing to undo"))?;
            return Ok(Action::Undo(last));
        }
        "redo" => {
            none()?;
            let last = journal
                .to_redo()
                .ok_or_else(|| CliError::new("there is nothing to redo"))?;
            return Ok(Action::Redo(last));
        }
        other => {
            return Err(unknown(other)
                .hint("undo and redo take the last step back and do it again; cotejo edit --help shows each"));
        }
    }))
}
