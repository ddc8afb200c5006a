//! `cotejo fmt`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use cotejo::carry::clear_settled;
use cotejo::file::hand::{HandError, Known, Tidied, header, tidy};
use cotejo::file::{self, AlignmentFile, FileError};
use cotejo::project::{Cutter, Project, StoreError, replace_edited};
use cotejo::reading::Reading;
use cotejo::text::{Document, Lang, Side};

use super::error::CliError;
use super::project::ProjectArgs;
use super::read::{STDIN, is_dash, project_abbreviations, stdin};
use super::talk::{count, print};
use super::{Context, Outcome};

/// Bring alignments that were edited by hand back into their one form.
///
/// Ids or texts that were moved from link to link, links joined and split, sentences cut and joined,
/// statuses, notes and stray commas are understood, and what was understood is told by line. Where ids
/// and texts of a link differ, the ids count, unless git's version shows that it was the texts that were
/// moved. A link that is grouped otherwise than it was becomes edited. What could mean two things is
/// refused, and nothing is written then.
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
    /// The git revision that shows how the file was before it was edited.
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    against: String,
    #[command(flatten)]
    project: ProjectArgs,
}

pub(crate) fn run(args: &FmtArgs, context: &Context) -> Result<Outcome, CliError> {
    let files = if args.files.is_empty() {
        let project = args.project.require()?;
        let works = project.works(project.settings().source_lang, project.settings().target_lang)?;
        let alignments = works.works.iter().filter_map(|work| work.alignment.as_ref());
        alignments.map(|path| project.locate(path)).collect()
    } else {
        args.files.clone()
    };
    let (mut changed, mut failed) = (0, 0);
    for path in &files {
        match format(path, args, context) {
            Ok(true) => changed += 1,
            Ok(false) => {}
            Err(CliError::ClosedPipe) => return Err(CliError::ClosedPipe),
            Err(error) => {
                context.talk.error(&error);
                failed += 1;
            }
        }
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

/// Returns whether the file is not, or was not, in its one form.
fn format(path: &Path, args: &FmtArgs, context: &Context) -> Result<bool, CliError> {
    let from_stdin = is_dash(path);
    let name = if from_stdin {
        STDIN.to_owned()
    } else {
        path.display().to_string()
    };
    let bytes = if from_stdin {
        stdin()?
    } else {
        fs::read(path).map_err(|source| StoreError::Io {
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
    let before = if from_stdin { None } else { before(path, &args.against) };
    let texts = texts(json, path, args, context)?;
    let known = Known {
        before: before.as_ref(),
        texts: texts.each_ref().map(Option::as_ref),
    };
    let Tidied { mut file, understood } = tidy(json, &known).map_err(told)?;
    let langs = [file.source.lang.clone(), file.target.lang.clone()];
    let langs = langs.each_ref().map(String::as_str);
    let settled = file
        .links
        .iter_mut()
        .filter_map(|link| clear_settled(link, langs).then_some(()));
    let settled = settled.count();
    let tidied = file::write(&file).into_bytes();
    let changed = tidied != bytes;
    if from_stdin && !args.check {
        print(|out| out.write_all(&tidied))?;
    }
    if !changed {
        return Ok(false);
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
        print(|out| lines.iter().try_for_each(|line| writeln!(out, "{line}")))?;
        return Ok(true);
    }
    if !from_stdin {
        let replaced = replace_edited(path, &bytes, &file, "fmt")?;
        if let Some(warning) = replaced.warning {
            context.talk.note(warning);
        }
    }
    lines.iter().for_each(|line| context.talk.line(line));
    Ok(true)
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

/// The texts the file names, where they are at hand; without them less is understood, which is said.
fn texts(json: &str, path: &Path, args: &FmtArgs, context: &Context) -> Result<[Option<Document>; 2], CliError> {
    let Ok(head) = header(json) else {
        // What is wrong with it will be said when it is read.
        return Ok([None, None]);
    };
    let here = path.parent().filter(|_| !is_dash(path)).unwrap_or(Path::new(""));
    let project = if args.project.is_given() {
        args.project.find()?
    } else {
        Project::find(here)?
    };
    let Some(project) = project else {
        return Ok([None, None]);
    };
    let lists = project_abbreviations(&project)?;
    Ok([Side::Source, Side::Target].map(|side| {
        let text = head.text(side);
        let settings = &head.aligner.settings;
        let encoding = settings
            .encoding
            .get(&side.to_string())
            .or_else(|| project.settings().encoding.get(&text.path));
        let source = project
            .read_text(
                &text.path,
                &Reading {
                    encoding: encoding.map(String::as_str),
                    lang: text.lang.parse().ok(),
                },
            )
            .ok()?;
        let cutter = if settings.one_per_line {
            Cutter::one_per_line()
        } else {
            Cutter::sentences(text.lang.parse::<Lang>().ok()?, &lists).ok()?
        };
        if source.sha256() != text.sha256 {
            context
                .talk
                .detail(format_args!("{}: {} has changed since", path.display(), text.path));
            return None;
        }
        Some(cutter.cut(source))
    }))
}
