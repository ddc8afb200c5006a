//! `cotejo merge-driver`

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::Args;
use cotejo::file::hand::{Known, tidy};
use cotejo::file::{self, AlignmentFile};
use cotejo::merge::{Merged, merge};
use cotejo::project::{ALIGNMENTS, Before, Project, StoredAlignment, write_file};
use cotejo::text::{Side, read_stored};

use super::error::CliError;
use super::talk::count;
use super::{Context, Outcome};

/// Merge two people's work on one alignment, link by link; git calls this.
///
/// BASE is the version that both started from (an empty file where there is none); the result takes the
/// place of OURS. What one of them changed stands. Where two decisions contradict each other, the result
/// has one disputed link whose note spells out both, the file stays valid, and the command exits with 1,
/// so that git says CONFLICT and somebody looks. A version that is no valid alignment exits with 2 and
/// leaves git's ordinary conflict.
#[derive(Debug, Args)]
#[command(
    override_usage = "cotejo merge-driver --install\n       cotejo merge-driver BASE OURS THEIRS [PATH]",
    after_help = "Examples:\n  \
    cotejo merge-driver --install               set it up in a clone, once\n  \
    git merge other-branch                      git now merges alignments link by link\n  \
    git checkout --merge alignments/cuento.json have a merge made again that went wrong"
)]
pub(crate) struct MergeDriverArgs {
    /// Set this clone up: tell git of the driver, and which files it is for.
    #[arg(long, conflicts_with = "base")]
    install: bool,
    /// The version that both started from.
    #[arg(value_name = "BASE", required_unless_present = "install", requires = "ours")]
    base: Option<PathBuf>,
    /// Our version; the result takes its place.
    #[arg(value_name = "OURS", requires = "theirs")]
    ours: Option<PathBuf>,
    /// The other version.
    #[arg(value_name = "THEIRS")]
    theirs: Option<PathBuf>,
    /// The name of the file, for messages.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
}

pub(crate) fn run(args: &MergeDriverArgs, context: &Context) -> Result<Outcome, CliError> {
    match (&args.base, &args.ours, &args.theirs) {
        (Some(base), Some(ours), Some(theirs)) => {
            let versions = Versions {
                base,
                ours,
                theirs,
                name: args.path.as_deref().unwrap_or(ours),
            };
            versions.merge(context)
        }
        _ => install(context),
    }
}

struct Versions<'a> {
    base: &'a Path,
    ours: &'a Path,
    theirs: &'a Path,
    name: &'a Path,
}

impl Versions<'_> {
    fn merge(&self, context: &Context) -> Result<Outcome, CliError> {
        let name = self.name.display();
        let base = self.base(context);
        let base = base.as_ref().map(|base| &base.file);
        let read = |whose, path| read_version(path, base).map_err(|fault| format!("{name}, {whose} version: {fault}"));
        let [ours, theirs] = match [read("our", self.ours), read("the other", self.theirs)] {
            [Ok(ours), Ok(theirs)] => [ours, theirs],
            [Err(fault), _] | [_, Err(fault)] => return Ok(self.give_up(&fault, context)),
        };
        let merged = match merge(base, &ours, &theirs) {
            Ok(merged) => merged,
            Err(error) => return Ok(self.give_up(&format!("{name}: {error}"), context)),
        };
        write_file(self.ours, file::write(&merged.file).as_bytes(), Before::Anything)?;
        self.tell(&merged, context);
        Ok(if merged.disputes.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Findings
        })
    }

    /// The version both started from; none, where both added the file.
    fn base(&self, context: &Context) -> Option<StoredAlignment> {
        if fs::metadata(self.base).is_ok_and(|meta| meta.len() == 0) {
            return None;
        }
        StoredAlignment::read(self.base)
            .map_err(|error| {
                context.talk.note(format_args!(
                    "{}, the version before both: {}; merged without it",
                    self.name.display(),
                    error.fault()
                ));
            })
            .ok()
    }

    fn tell(&self, merged: &Merged, context: &Context) {
        let name = self.name.display();
        for &number in &merged.disputes {
            let Some(link) = number.checked_sub(1).and_then(|index| merged.file.links.get(index)) else {
                continue;
            };
            let note = link.note.as_deref().unwrap_or_default();
            context
                .talk
                .note(format_args!("{name}, link {number} is disputed: {note}"));
        }
        if !merged.disputes.is_empty() {
            let disputed = count(merged.disputes.len(), "link");
            context.talk.line(format_args!(
                "{name}: {disputed} decided in two ways; correct them, then say: git add {name}"
            ));
        }
        for side in &merged.unsettled {
            let path = match side {
                Side::Source => &merged.file.source.path,
                Side::Target => &merged.file.target.path,
            };
            context.talk.note(format_args!("{name}: both versions changed {path}"));
        }
        if merged.stale > 0 {
            let decisions = count(merged.stale, "decision");
            context.talk.note(format_args!(
                "{name}: in notes now: {decisions} about sentences that the other version changed"
            ));
        }
        if merged.needs_align() {
            context
                .talk
                .line(format_args!("{name}: when the merge is done, run: cotejo align"));
        }
    }

    /// Leaves the merge to git's own way, line by line with conflict markers.
    fn give_up(&self, fault: &str, context: &Context) -> Outcome {
        let merged = Command::new("git")
            .args(["merge-file", "-q", "-L", "ours", "-L", "base", "-L", "theirs"])
            .args([self.ours, self.base, self.theirs])
            .output();
        // Less than 128: so many conflicts, or none.
        let done = merged.is_ok_and(|output| output.status.code().is_some_and(|code| code < 128));
        let left = if done {
            "merged line by line, as git does it"
        } else {
            "not merged: our version was left as it is, the other is in git"
        };
        context.talk.error(&CliError::new(fault).hint(format!(
            "{left}; repair {name}, then say: git add {name}",
            name = self.name.display()
        )));
        Outcome::Failed
    }
}

/// Reads a version, also as a person has left it who did not say `cotejo fmt` before committing it: a link whose
/// sentences were moved by hand since `base` is decided, whether or not its status says so.
fn read_version(path: &Path, base: Option<&AlignmentFile>) -> Result<AlignmentFile, String> {
    let strict = StoredAlignment::read(path);
    let known = Known {
        before: base,
        ..Known::default()
    };
    if let Ok(json) = fs::read_to_string(path)
        && let Ok(tidied) = tidy(&json, &known)
    {
        return Ok(tidied.file);
    }
    strict.map(|stored| stored.file).map_err(|error| error.fault())
}

const NAME: &str = "alignments merged link by link (cotejo)";

/// Tells git of the driver and which files it is for.
fn install(context: &Context) -> Result<Outcome, CliError> {
    let folder = match Project::find(Path::new(""))? {
        Some(project) => project.root().to_owned(),
        None => PathBuf::from(git(Path::new(""), &["rev-parse", "--show-toplevel"])?.trim_end()),
    };
    // Fails outside of a repository, before anything is written.
    git(&folder, &["rev-parse", "--git-dir"])?;
    let driver = format!("{} merge-driver %O %A %B %P", program(context));
    for (key, value) in [("merge.cotejo.name", NAME), ("merge.cotejo.driver", &driver)] {
        let there = git(&folder, &["config", "--local", "--get", key]).unwrap_or_default();
        if there.trim_end() == value {
            context.talk.line(format_args!("git config {key}: as it should be"));
        } else {
            git(&folder, &["config", "--local", key, value])?;
            context.talk.line(format_args!("git config {key}: set to \"{value}\""));
        }
    }
    let attributes = folder.join(".gitattributes");
    let line = format!("{ALIGNMENTS}/*.json merge=cotejo");
    let checked = git(
        &folder,
        &["check-attr", "merge", "--", &format!("{ALIGNMENTS}/NAME.json")],
    )?;
    if checked.trim_end().ends_with(": merge: cotejo") {
        context
            .talk
            .line(format_args!("{}: as it should be", attributes.display()));
        return Ok(Outcome::Clean);
    }
    let before = match read_stored(&attributes) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(CliError::new(format!("cannot read {}: {error}", attributes.display()))),
    };
    let mut after = before.clone().unwrap_or_default();
    if after.last().is_some_and(|&byte| byte != b'\n') {
        after.push(b'\n');
    }
    after.extend_from_slice(line.as_bytes());
    after.push(b'\n');
    write_file(
        &attributes,
        &after,
        before.as_deref().map_or(Before::Nothing, Before::Bytes),
    )?;
    context.talk.line(format_args!(
        "{}: added \"{line}\"; commit it, so that every clone knows",
        attributes.display()
    ));
    Ok(Outcome::Clean)
}

/// Runs git in a folder and gives its output.
fn git(folder: &Path, arguments: &[&str]) -> Result<String, CliError> {
    let mut command = Command::new("git");
    if !folder.as_os_str().is_empty() {
        command.current_dir(folder);
    }
    let output = command.args(arguments).output().map_err(|error| {
        CliError::new(format!("cannot run git: {error}")).hint("install git, or set the driver up where it is")
    })?;
    let Output { status, stdout, stderr } = &output;
    if status.success() {
        return Ok(String::from_utf8_lossy(stdout).into_owned());
    }
    let said = String::from_utf8_lossy(stderr);
    Err(CliError::new(format!(
        "git {}: {}",
        arguments.join(" "),
        said.trim_end()
    )))
}

/// How git's shell calls this program: by name where that finds it, else by its path.
fn program(context: &Context) -> String {
    let file = format!("cotejo{}", env::consts::EXE_SUFFIX);
    let named =
        env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&file).is_file()));
    match &context.program {
        Some(path) if !named => format!(
            "'{}'",
            path.display().to_string().replace('\\', "/").replace('\'', r"'\''")
        ),
        _ => "cotejo".to_owned(),
    }
}
