//! `cotejo fmt`

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use cotejo::carry::clear_settled;
use cotejo::file::hand::{HandError, Known, Tidied, header, tidy};
use cotejo::file::{self, AlignmentFile, FileError};
use cotejo::project::{StoreError, last_written, replace_edited};
use cotejo::text::read_stored;
use serde::Serialize;

use super::error::CliError;
use super::format::{ReportArgs, print_json};
use super::project::ProjectArgs;
use super::read::{STDIN, is_dash, stdin};
use super::talk::{count, print};
use super::{Context, Outcome, named};

/// Bring alignments that were edited by hand back into their one form.
///
/// Sentences that were moved from link to link, links joined and split, sentences cut and joined, statuses, notes and
/// stray commas are understood, and what was understood is told by line. A link that is grouped otherwise than in
/// git's version becomes edited. What could mean two things is refused, and nothing is written then.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo fmt                                  every alignment of the project\n  \
    cotejo fmt alignments/cuento.json           the one you have edited\n  \
    cotejo fmt --check                          exit with 1 when something would change; for CI\n  \
    cotejo fmt - < edited.json > tidy.json")]
pub(crate) struct FmtArgs {
    /// The alignments; - reads standard input and writes standard output [default: all of the project].
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write nothing; say what would change, and exit with 1 if anything would.
    #[arg(long)]
    check: bool,
    /// The git revision that shows how the file was before it was edited [default: as the program wrote it last, else HEAD].
    #[arg(long, value_name = "REV")]
    against: Option<String>,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

/// What became of a file, for programs.
#[derive(Serialize)]
struct Formatted {
    file: String,
    /// Whether it was, or would be, written anew.
    changed: bool,
    understood: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(crate) fn run(args: &FmtArgs, context: &Context) -> Result<Outcome, CliError> {
    let files = if args.files.is_empty() {
        let project = args.project.require()?;
        let works = project.works(project.settings().source_lang, project.settings().target_lang)?;
        let alignments = works.works.iter().filter_map(|work| work.alignment.as_ref());
        alignments.map(|path| project.locate(path)).collect()
    } else {
        let named = args.files.iter().map(|file| named::path(file, &args.project));
        named.collect::<Result<Vec<PathBuf>, _>>()?
    };
    let (mut changed, mut failed) = (0, 0);
    let mut report = Vec::new();
    for path in &files {
        let mut formatted = Formatted {
            file: path.display().to_string(),
            changed: false,
            understood: Vec::new(),
            error: None,
        };
        match format(path, args, context) {
            Ok(lines) => {
                changed += usize::from(lines.is_some());
                formatted.changed = lines.is_some();
                formatted.understood = lines.unwrap_or_default();
            }
            Err(CliError::ClosedPipe) => return Err(CliError::ClosedPipe),
            Err(error) => {
                context.talk.error(&error);
                formatted.error = Some(error.message().to_owned());
                failed += 1;
            }
        }
        report.push(formatted);
    }
    if args.report.is_json() {
        print_json(&report)?;
    }
    let verb = if args.check { "would change" } else { "changed" };
    context
        .talk
        .line(format_args!("{}, {changed} {verb}", count(files.len(), "alignment")));
    Ok(match (failed, changed) {
        (0, 0) => Outcome::Clean,
        (0, _) if args.check => Outcome::Findings,
        (0, _) => Outcome::Clean,
        _ => Outcome::Failed,
    })
}

/// Returns what was understood of a file that is not, or was not, in its one form.
fn format(path: &Path, args: &FmtArgs, context: &Context) -> Result<Option<Vec<String>>, CliError> {
    let from_stdin = is_dash(path);
    let name = if from_stdin {
        STDIN.to_owned()
    } else {
        path.display().to_string()
    };
    let bytes = if from_stdin {
        stdin()?
    } else {
        read_stored(path).map_err(|source| StoreError::Io {
            path: path.to_owned(),
            source,
        })?
    };
    let json = str::from_utf8(&bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        CliError::new(format!(
            "{name}, line {line}: not valid UTF-8, in which alignments are stored"
        ))
    })?;
    let told = |error: HandError| tell(&name, path, &error);
    let before = match &args.against {
        _ if from_stdin => None,
        Some(revision) => Some(before(path, revision).ok_or_else(|| {
            CliError::new(format!("{name} cannot be read at \"{revision}\"")).hint(
                "it takes a revision of the Git repository that holds the alignment, such as HEAD~1 or origin/main",
            )
        })?),
        None => last_written(path).or_else(|| before(path, "HEAD")),
    };
    // What is wrong with it will be said when it is read.
    let texts = match header(json) {
        Ok(head) => named::texts(&head, path, &args.project)?,
        Err(_) => [None, None],
    };
    let known = Known {
        before: before.as_ref(),
        texts: texts.each_ref().map(Option::as_ref),
    };
    let Tidied { mut file, understood } = tidy(json, &known).map_err(told)?;
    let settled = file
        .links
        .iter_mut()
        .filter_map(|link| clear_settled(link).then_some(()));
    let settled = settled.count();
    let tidied = file::write(&file).into_bytes();
    let changed = tidied != bytes;
    if from_stdin && !args.check {
        print(|out| out.write_all(&tidied))?;
    }
    if !changed {
        return Ok(None);
    }
    let mut lines: Vec<_> = understood
        .iter()
        .map(|understood| format!("{name}, line {}: {}", understood.line, understood.what))
        .collect();
    if settled > 0 {
        lines.push(format!(
            "{name}: {}: the old decision was taken out of the note",
            count(settled, "settled link")
        ));
    }
    let layout = format!("{name}: laid out otherwise than the program writes it");
    let lines = if lines.is_empty() { vec![layout] } else { lines };
    if args.check {
        if !args.report.is_json() {
            print(|out| lines.iter().try_for_each(|line| writeln!(out, "{line}")))?;
        }
        return Ok(Some(lines));
    }
    if !from_stdin {
        let replaced = replace_edited(path, &bytes, &file, "fmt")?;
        if let Some(warning) = replaced.warning {
            context.talk.note(warning);
        }
    }
    if !args.report.is_json() {
        lines.iter().for_each(|line| context.talk.line(line));
    }
    Ok(Some(lines))
}

fn tell(name: &str, path: &Path, error: &HandError) -> CliError {
    let told = CliError::new(format!("{name}, {error}"));
    match error {
        HandError::File(FileError::Conflict { .. }) => told.hint(format!(
            "git can merge it again link by link: cotejo merge-driver --install, then git checkout --merge {}",
            path.display()
        )),
        _ => told,
    }
}

/// The alignment as it is in git, where it is.
fn before(path: &Path, revision: &str) -> Option<AlignmentFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = path.file_name()?.to_str()?;
    let output = Command::new("git")
        .current_dir(folder.unwrap_or(Path::new(".")))
        .args(["show", &format!("{revision}:./{name}")])
        .output()
        .ok()?;
    let json = String::from_utf8(output.stdout).ok()?;
    file::read(&json).ok().filter(|_| output.status.success())
}
