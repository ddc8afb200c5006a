//! `cotejo history`

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use clap::Args;
use cotejo::project::{
    ALIGNMENTS, Before, History, Project, StoredAlignment, Version, pending_path, remove_leftovers, stored_path,
    write_file,
};
use cotejo::text::read_stored;
use serde::Serialize;

use super::error::CliError;
use super::format::{ReportArgs, print_json};
use super::pending::is_meant;
use super::project::ProjectArgs;
use super::table::Table;
use super::talk::{count, print};
use super::{Context, Outcome, whole};

/// List earlier versions of an alignment, show one, or bring one back.
///
/// Before a command replaces an alignment, the version that was there is kept under .cotejo/ in the project's
/// folder, on this machine only. Versions that hold a decision which the next one lacks are kept for good,
/// of the others the last 50.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo history                      the works of which versions are kept\n  \
    cotejo history cuento\n  \
    cotejo history cuento --show 3 | cotejo diff - alignments/cuento.json\n  \
    cotejo history cuento --restore 3")]
pub(crate) struct HistoryArgs {
    /// The work, by name, or the path of an alignment.
    #[arg(value_name = "WORK")]
    work: Option<String>,
    /// Bring this version back; what is there now is kept first.
    #[arg(long, value_name = "N", requires = "work", conflicts_with_all = ["show", "json"], value_parser = whole::<u64>)]
    restore: Option<u64>,
    /// Write this version to standard output.
    #[arg(long, value_name = "N", requires = "work", conflicts_with = "json", value_parser = whole::<u64>)]
    show: Option<u64>,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

/// A version in JSON.
#[derive(Serialize)]
struct Line<'a> {
    alignment: &'a str,
    #[serde(flatten)]
    version: &'a Version,
}

pub(crate) fn run(args: &HistoryArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(args.work.as_slice())?;
    let Some(work) = &args.work else {
        return list_all(&project, args.report.is_json(), context);
    };
    let path = named(&project, work)?;
    let history = History::of(&project.locate(&path))?;
    if let Some(number) = args.show {
        let bytes = history.read(number)?;
        print(|out| out.write_all(&bytes))?;
        return Ok(Outcome::Clean);
    }
    if let Some(number) = args.restore {
        return restore(&project, &path, &history, number, context);
    }
    let versions = history.versions()?;
    if args.report.is_json() {
        return versions_as_json(&[(path, versions)]);
    }
    if versions.is_empty() {
        context.talk.line(format_args!("no earlier version of {path} is kept"));
        return Ok(Outcome::Clean);
    }
    let mut table = Table::new(["version", "links", "reviewed", "until", "replaced by"]);
    for version in &versions {
        let number = |number: Option<usize>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        table.line([
            version.number.to_string(),
            number(version.links),
            number(version.pinned),
            moment(version.time),
            if version.command.is_empty() {
                "–"
            } else {
                &version.command
            }
            .to_owned(),
        ]);
    }
    print(|out| out.write_all(table.render(2).as_bytes()))?;
    Ok(Outcome::Clean)
}

fn versions_as_json(histories: &[(String, Vec<Version>)]) -> Result<Outcome, CliError> {
    let lines = histories.iter().flat_map(|(alignment, versions)| {
        let line = move |version| Line { alignment, version };
        versions.iter().map(line)
    });
    print_json(&lines.collect::<Vec<_>>())?;
    Ok(Outcome::Clean)
}

fn list_all(project: &Project, json: bool, context: &Context) -> Result<Outcome, CliError> {
    let mut found = Vec::new();
    for (path, history) in project.histories()? {
        found.push((path, history.versions()?));
    }
    if json {
        return versions_as_json(&found);
    }
    found.retain(|(_, versions)| !versions.is_empty());
    if found.is_empty() {
        context.talk.line("no earlier versions are kept");
        return Ok(Outcome::Clean);
    }
    let mut table = Table::new(["alignment", "versions", "newest", "until"]);
    for (path, versions) in &found {
        let newest = versions.last();
        table.line([
            path.clone(),
            versions.len().to_string(),
            newest.map_or(0, |version| version.number).to_string(),
            moment(newest.map_or(0, |version| version.time)),
        ]);
    }
    print(|out| out.write_all(table.render(1).as_bytes()))?;
    Ok(Outcome::Clean)
}

/// The alignment that was typed, from the project's folder: one that is there, or of which versions are kept.
fn named(project: &Project, typed: &str) -> Result<String, CliError> {
    let settings = project.settings();
    let works = project.works(settings.source_lang, settings.target_lang)?.works;
    let kept = project.histories()?.into_iter().map(|(path, _)| path);
    let known: Vec<String> = works
        .iter()
        .map(cotejo::project::Work::alignment_path)
        .chain(kept)
        .collect();
    if let Some(path) = known.iter().find(|path| is_meant(project, path, typed)) {
        return Ok(path.clone());
    }
    if Path::new(typed).is_file() {
        return Ok(stored_path(project.root(), Path::new(typed)));
    }
    Err(
        CliError::new(format!("there is no work {typed}, and no version of it is kept"))
            .hint("cotejo history lists the works of which versions are kept"),
    )
}

fn restore(
    project: &Project,
    path: &str,
    history: &History,
    number: u64,
    context: &Context,
) -> Result<Outcome, CliError> {
    let place = project.locate(path);
    remove_leftovers(&project.locate(ALIGNMENTS));
    let bytes = history.read(number)?;
    let there = match read_stored(&place) {
        Ok(there) => Some(there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(CliError::new(format!("cannot read {}: {error}", place.display()))),
    };
    if there.as_ref() == Some(&bytes) {
        context.talk.line(format_args!("{path} is version {number} already"));
        return Ok(Outcome::Clean);
    }
    let read = |bytes: &[u8]| StoredAlignment::from_bytes(&place, bytes.to_vec()).ok();
    let version = read(&bytes);
    if let Some(there) = &there {
        let now = read(there);
        history.keep(
            there,
            now.as_ref().map(|now| &now.file),
            version.as_ref().map(|version| &version.file),
            "history --restore",
        )?;
    } else if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| CliError::new(format!("cannot make {}: {error}", folder.display())))?;
    }
    let before = there.as_deref().map_or(Before::Nothing, Before::Bytes);
    write_file(&place, &bytes, before)?;
    let links = version.map_or(0, |version| version.file.links.len());
    context.talk.line(format_args!(
        "{path}: version {number} is back, with {}",
        count(links, "link")
    ));
    if pending_path(&place).exists() {
        context
            .talk
            .note("what is pending for it was made for another version; cotejo diff shows what it would change now");
    }
    Ok(Outcome::Clean)
}

/// A time as people read it, in UTC.
fn moment(seconds: u64) -> String {
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    let shown = time.map(|time| humantime::format_rfc3339_seconds(time).to_string());
    // 2026-01-31T12:34:56Z
    shown.map_or_else(
        || "–".to_owned(),
        |shown| format!("{} UTC", shown.replace('T', " ").trim_end_matches('Z')),
    )
}
