//! `cotejo list`

use clap::Args;
use cotejo::file::{AlignmentFile, Confidence, Link, Positions, Status};
use cotejo::project::{Project, StoredAlignment, TextOpener, Work, open_text};
use cotejo::reasons::{self, UNCERTAIN_BELOW};
use cotejo::text::{SentenceIndex, Side};
use serde::Serialize;

use super::error::CliError;
use super::eval::share;
use super::format::{ReportArgs, print_json};
use super::named::{not_aligned, selected};
use super::project::{LangArgs, ProjectArgs};
use super::read::project_abbreviations;
use super::talk::{plain, print};
use super::{Context, Outcome, whole};

/// List links to look at, those most likely wrong first, with their texts and why they are doubtful.
///
/// Without a choice, doubtful, disputed and stale links are listed: those that a person has something to do about.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo list                          what to look at, in all works\n  \
    cotejo list cuento --limit 20        the twenty links of a work that are most likely wrong\n  \
    cotejo list --null                   sentences without a counterpart\n  \
    cotejo list marianela --matter       what was taken for title pages, licences, adverts\n  \
    cotejo list --below 0.5 --format json")]
pub(crate) struct ListArgs {
    /// The works [default: all].
    #[arg(value_name = "WORK")]
    works: Vec<String>,
    /// Links that nobody decided and that are less sure than the mark for doubt.
    #[arg(long)]
    doubtful: bool,
    /// Links that somebody decided and whose sentences were edited since, and decisions that wait for their sentences.
    #[arg(long)]
    stale: bool,
    /// Links with sentences on one side only.
    #[arg(long)]
    null: bool,
    /// Links that nobody decided and that are less sure than this, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = share)]
    below: Option<f64>,
    /// What was taken for front and back matter (title pages, licences, printed contents, adverts), instead of links.
    #[arg(long, conflicts_with_all = ["doubtful", "stale", "null", "below"])]
    matter: bool,
    /// At most so many links.
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    limit: Option<usize>,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

impl ListArgs {
    fn wants(&self, link: &Link) -> bool {
        let is_unsure = |mark: f64| link.status == Status::Auto && link.confidence.get() < mark;
        let chosen = self.doubtful || self.stale || self.null || self.below.is_some();
        if !chosen {
            return is_unsure(UNCERTAIN_BELOW) || link.is_stale() || link.status == Status::Disputed;
        }
        (self.doubtful && is_unsure(UNCERTAIN_BELOW))
            || (self.stale && link.is_stale())
            || (self.null && link.is_null())
            || self.below.is_some_and(is_unsure)
    }

    /// Whether decisions are listed whose sentences are gone.
    const fn wants_waiting(&self) -> bool {
        self.stale || !(self.doubtful || self.null || self.below.is_some())
    }
}

/// A link that is listed.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    work: &'a str,
    /// Where its sentences stand, such as `12.3+12.4=11.2`; nothing for a decision that waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    source: &'a [String],
    target: &'a [String],
    status: Status,
    confidence: f64,
    stale: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    reasons: &'a [String],
    /// How many errors are expected of it.
    expected_errors: f64,
}

impl<'a> Listed<'a> {
    fn new(work: &'a str, name: Option<String>, link: &'a Link) -> Self {
        let stale = link.is_stale() || name.is_none();
        // What a person has to settle comes before what may be right.
        let expected_errors = match link.status {
            Status::Disputed => 1.0,
            _ if stale => 1.0,
            Status::Auto => Confidence::new(1.0 - link.confidence.get()).get(),
            Status::Accepted | Status::Edited => 0.0,
        };
        Self {
            work,
            link: name,
            source: &link.source,
            target: &link.target,
            status: link.status,
            confidence: link.confidence.get(),
            stale,
            note: link.note.as_deref(),
            reasons: &link.reasons,
            expected_errors,
        }
    }
}

/// A work with what is known of it.
struct Opened {
    name: String,
    file: AlignmentFile,
    positions: Positions,
}

pub(crate) fn run(args: &ListArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(&args.works)?;
    let works = selected(&project, args.langs.resolve(Some(&project))?, &args.works)?;
    if args.matter {
        return list_matter(args, &project, &works, context);
    }
    let (opened, failed) = open(&project, &works, !args.works.is_empty(), context)?;
    let mut listed: Vec<Listed<'_>> = Vec::new();
    for work in &opened {
        for (index, link) in work.file.links.iter().enumerate().filter(|(_, link)| args.wants(link)) {
            listed.push(Listed::new(&work.name, Some(work.positions.short_name(index)), link));
        }
        if args.wants_waiting() {
            listed.extend(work.file.waiting.iter().map(|link| Listed::new(&work.name, None, link)));
        }
    }
    // Stable: links that are as doubtful stay in the order of the text.
    listed.sort_by(|a, b| b.expected_errors.total_cmp(&a.expected_errors));
    let all = listed.len();
    listed.truncate(args.limit.unwrap_or(usize::MAX));
    if args.report.is_json() {
        print_json(&listed)?;
    } else {
        print(|out| listed.iter().try_for_each(|link| out.write_all(shown(link).as_bytes())))?;
        let more = all - listed.len();
        let more = if more > 0 {
            format!(", {more} more")
        } else {
            String::new()
        };
        if failed && listed.is_empty() {
            return Ok(Outcome::Failed);
        }
        let none = if more.is_empty() {
            "nothing to look at"
        } else {
            "no link"
        };
        context.talk.line(format_args!(
            "{}{more}",
            match listed.len() {
                0 => none.to_owned(),
                1 => "1 link".to_owned(),
                count => format!("{count} links"),
            }
        ));
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

/// A stretch of a text that does not belong to the work.
#[derive(Debug, Serialize)]
struct Apart {
    work: String,
    path: String,
    /// Where its first and last sentences stand.
    from: String,
    to: String,
    reason: &'static str,
    sentences: Vec<String>,
}

fn list_matter(args: &ListArgs, project: &Project, works: &[Work], context: &Context) -> Result<Outcome, CliError> {
    let langs = args.langs.resolve(Some(project))?;
    let lists = project_abbreviations(project)?;
    let (mut found, mut failed) = (Vec::new(), false);
    for work in works {
        for (side, lang) in Side::BOTH.into_iter().zip(langs) {
            let Some(path) = work.text(side) else { continue };
            let document = match open_text(project, path, lang, &lists) {
                Ok(document) => document,
                Err(error) => {
                    context.talk.error(&error.into());
                    failed = true;
                    continue;
                }
            };
            for (range, matter) in document.matter() {
                let indices = || (range.start.0..range.end.0).map(SentenceIndex);
                found.push(Apart {
                    work: work.name.clone(),
                    path: path.to_owned(),
                    from: document.id(range.start).to_string(),
                    to: indices()
                        .next_back()
                        .map_or_else(String::new, |last| document.id(last).to_string()),
                    reason: matter.reason(),
                    sentences: indices().map(|index| document.sentence(index).into_owned()).collect(),
                });
            }
        }
    }
    found.truncate(args.limit.unwrap_or(usize::MAX));
    if args.report.is_json() {
        print_json(&found)?;
    } else {
        let shown = |apart: &Apart| {
            let Apart {
                path,
                from,
                to,
                reason,
                sentences,
                ..
            } = apart;
            let place = if from == to {
                from.clone()
            } else {
                format!("{from} to {to}")
            };
            let mut text = format!("{} {place}  {reason}\n", plain(path));
            for sentence in sentences.iter().take(SHOWN) {
                text.push_str(&format!("  {}\n", plain(sentence)));
            }
            if let Some(more) = sentences.len().checked_sub(SHOWN).filter(|&more| more > 0) {
                text.push_str(&format!("  … {more} more\n"));
            }
            text
        };
        print(|out| {
            found
                .iter()
                .try_for_each(|apart| out.write_all(shown(apart).as_bytes()))
        })?;
        if found.is_empty() {
            context.talk.line("no front or back matter");
        }
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

/// Sentences of a stretch that are shown.
const SHOWN: usize = 3;

/// Reads the alignments of works; says what cannot be read. That there is none is an error where a work `is_named`.
fn open(project: &Project, works: &[Work], is_named: bool, context: &Context) -> Result<(Vec<Opened>, bool), CliError> {
    let opener = TextOpener::new(project, project_abbreviations(project)?);
    let (mut opened, mut failed) = (Vec::new(), false);
    for work in works {
        let Some(path) = &work.alignment else {
            if is_named {
                context.talk.error(&not_aligned(&work.name));
                failed = true;
            } else {
                context.talk.note(format_args!("{} is not aligned yet", work.name));
            }
            continue;
        };
        match StoredAlignment::read(&project.locate(path)) {
            Ok(stored) => opened.push(Opened {
                name: work.name.clone(),
                positions: opener.positions(&stored.file),
                file: stored.file,
            }),
            Err(error) => {
                context.talk.error(&error.into());
                failed = true;
            }
        }
    }
    Ok((opened, failed))
}

fn shown(link: &Listed<'_>) -> String {
    let name = link.link.as_deref().unwrap_or("waits for its sentences");
    let mut text = format!("{} {name}  ", plain(link.work));
    match link.status {
        _ if link.stale => text.push_str("stale"),
        Status::Auto => text.push_str(&format!("{:.2}", link.confidence)),
        status => text.push_str(status.as_str()),
    }
    let reasons: Vec<String> = link.reasons.iter().map(|reason| reasons::in_words(reason)).collect();
    if !reasons.is_empty() {
        text.push_str(&format!("  {}", plain(&reasons.join("; "))));
    }
    text.push('\n');
    for (side, texts) in Side::BOTH.into_iter().zip([link.source, link.target]) {
        let sentences = if texts.is_empty() {
            "–".to_owned()
        } else {
            texts.join(" ")
        };
        let mark = if side == Side::Source { "<" } else { ">" };
        text.push_str(&format!("  {mark} {}\n", plain(&sentences)));
    }
    if let Some(note) = link.note {
        for line in note.lines() {
            text.push_str(&format!("  # {}\n", plain(line)));
        }
    }
    text
}
