//! `cotejo export`

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::check::{Checker, Counts, Finding, moved};
use cotejo::export::html::{self, IndexEntry};
use cotejo::export::{Drift, Format, Loss, Moses, Xces, formulas, losses};
use cotejo::file::{AlignmentFile, Positions};
use cotejo::project::Project;
use cotejo::text::{Document, Side};
use cotejo::view::View;
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::destination::{Destination, Guard};
use super::epub::EpubArgs;
use super::error::CliError;
use super::named::stem;
use super::project::ProjectArgs;
use super::read::{alignment, is_dash, project_abbreviations};
use super::talk::{Talk, argument, count};
use super::written::{Written, WrittenArgs};
use super::{Context, Outcome, format, named};

/// Write alignments in a form for readers or other programs.
///
/// One alignment goes to standard output or the file named by -o. Several, or all of the project when
/// none is named, go to the folder named by -o, one file a work; web pages go to site/ by default and
/// get a page index.html that lists them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo export --to html                                   the project as a website in site/\n  \
    cotejo export cuento -o cuento.html\n  \
    cotejo export cuento -o cuento.epub --layout popup\n  \
    cotejo export alignments/cuento.json --to tsv | less -S\n  \
    cotejo export --to moses -o training                      training/NAME.es and training/NAME.en")]
pub(crate) struct ExportArgs {
    /// The alignments; - is standard input [default: all of the project].
    #[arg(value_name = "ALIGNMENT")]
    alignments: Vec<PathBuf>,
    /// What form they are written in [default: told by the ending of -o].
    #[arg(long, value_name = "FORMAT", value_parser = format::format_parser())]
    to: Option<Format>,
    /// File for one alignment, folder for several; - is standard output.
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Write over files that were changed since cotejo wrote them.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    written: WrittenArgs,
    #[command(flatten)]
    epub: EpubArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

/// Where web pages of a project go.
const SITE: &str = "site";

/// The list of web pages, beside them.
const INDEX: &str = "index.html";

/// One alignment to export.
struct Item {
    path: PathBuf,
    /// The name of the work and of its file.
    name: String,
}

/// What became of an alignment in a folder of exports.
struct Exported {
    notes: Vec<String>,
    lost: Vec<Loss>,
    entry: Entry,
}

/// A work in the list of web pages.
struct Entry {
    href: String,
    name: String,
    titles: [String; 2],
    langs: [String; 2],
    counts: Counts,
    minutes: usize,
    /// A picture for reviewers.
    drift: Option<String>,
}

pub(crate) fn run(args: &ExportArgs, context: &Context) -> Result<Outcome, CliError> {
    let format = format::format(args.to, args.output.as_deref())?;
    let found = args.project.find()?;
    let project = found
        .clone()
        .unwrap_or_else(|| Project::without_settings(Path::new("")));
    let checker = Checker::new(&project, project_abbreviations(&project)?);
    match args.alignments.as_slice() {
        [] => {
            let project = args.project.require()?;
            let works = project.works(project.settings().source_lang, project.settings().target_lang)?;
            let paths: Vec<_> = works
                .works
                .iter()
                .filter_map(|work| work.alignment.as_ref())
                .map(|path| project.locate(path))
                .collect();
            if paths.is_empty() {
                return Err(CliError::new("the project has no alignments yet").hint("make them with: cotejo align"));
            }
            export_many(&paths, format, args, found.as_ref(), &checker, context)
        }
        [only] => export_one(only, format, args, found.as_ref(), context),
        many => {
            let paths: Vec<PathBuf> = many
                .iter()
                .map(|path| named::path(path, &args.project))
                .collect::<Result<_, _>>()?;
            export_many(&paths, format, args, found.as_ref(), &checker, context)
        }
    }
}

fn export_one(
    path: &Path,
    format: Format,
    args: &ExportArgs,
    here: Option<&Project>,
    context: &Context,
) -> Result<Outcome, CliError> {
    let path = named::path(path, &args.project)?;
    let path = path.as_path();
    // The alignment may lie in another project than the one of this folder.
    let own = named::project_of(path, &args.project)?;
    let known = own.as_ref().or(here);
    let project = known
        .cloned()
        .unwrap_or_else(|| Project::without_settings(Path::new("")));
    let checker = &Checker::new(&project, project_abbreviations(&project)?);
    let file = alignment(path)?.file;
    let name = if is_dash(path) {
        stem(Path::new(&file.source.path))
    } else {
        stem(path)
    };
    let (documents, notes) = documents(checker, &file, &path.display().to_string());
    notes.iter().for_each(|note| context.talk.note(note));
    let texts = [project.locate(&file.source.path), project.locate(&file.target.path)];
    let inputs = [path, &texts[0], &texts[1]];
    let destination = match &args.output {
        None => Destination::Stdout,
        Some(folder) if names_folder(folder) => {
            make_folder(folder)?;
            Destination::new(&folder.join(file_name(&name, format)), &inputs)?
        }
        Some(output) => Destination::new(output, &inputs)?,
    };
    let [source, target] = &documents;
    let view = View::new(&name, &file, source.as_ref(), target.as_ref());
    let guard = Guard {
        project: known,
        inputs: &inputs,
        shows: Some((&file, [source.as_ref(), target.as_ref()])),
        force: args.force,
    };
    let written = args.written.of(format, args.epub.book(format)?)?;
    write_as(&written, &view, &destination, &guard)?;
    tell_losses(format, &losses(format, &view), context.talk);
    tell_formulas(format, &view, context.talk);
    Ok(Outcome::Clean)
}

fn export_many(
    paths: &[PathBuf],
    format: Format,
    args: &ExportArgs,
    project: Option<&Project>,
    checker: &Checker<'_>,
    context: &Context,
) -> Result<Outcome, CliError> {
    let folder = match (&args.output, project) {
        (Some(output), _) if is_dash(output) => {
            return Err(CliError::new("several alignments do not go to standard output")
                .hint("name a folder with -o, or one alignment"));
        }
        (Some(output), _)
            if !names_folder(output) && output.extension().is_some_and(|ending| *ending == *format.extension()) =>
        {
            let folder = output.with_extension("");
            return Err(CliError::new(format!(
                "{} alignments go to a folder, a file each, and {} looks like a file",
                paths.len(),
                output.display()
            ))
            .hint(format!("-o {}/", argument(&folder.to_string_lossy()))));
        }
        (Some(output), _) => output.clone(),
        (None, Some(project)) if format == Format::Html => project.locate(SITE),
        (None, _) => {
            return Err(
                CliError::new(format!("{} alignments need a folder to go to", paths.len()))
                    .hint("name it with -o, or name one alignment"),
            );
        }
    };
    let items = items(paths)?;
    let mut written = args.written.of(format, args.epub.book(format)?)?;
    written.page.index = Some(INDEX.to_owned());
    make_folder(&folder)?;

    let bar = context.talk.progress(items.len(), "exporting");
    let results: Vec<_> = context.threads()?.install(|| {
        let exported = items.par_iter().map(|item| {
            bar.inc(1);
            export_into(&folder, item, &written, checker, (project, args.force))
        });
        exported.collect()
    });
    bar.finish_and_clear();

    let (mut entries, mut lost, mut failed) = (Vec::new(), Vec::new(), 0);
    for result in results {
        match result {
            Ok(exported) => {
                exported.notes.iter().for_each(|note| context.talk.note(note));
                lost.extend(exported.lost);
                entries.push(exported.entry);
            }
            Err(error) => {
                context.talk.error(&error);
                failed += 1;
            }
        }
    }
    if format == Format::Html && !entries.is_empty() {
        let inputs: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        let guard = Guard {
            project,
            inputs: &inputs,
            shows: None,
            force: args.force,
        };
        let list = index(&entries, written.page.review);
        guard.write(&folder.join(INDEX), list.as_bytes())?;
    }
    tell_losses(format, &lost, context.talk);
    context.talk.line(format_args!(
        "{} written to {}",
        count(entries.len(), "work"),
        folder.display()
    ));
    if failed == 0 {
        return Ok(Outcome::Clean);
    }
    context.talk.error(&CliError::new(format!(
        "{failed} of {} could not be exported",
        count(items.len(), "work")
    )));
    Ok(Outcome::Failed)
}

/// Names of the files to write; two of the same name cannot stand in one folder.
fn items(paths: &[PathBuf]) -> Result<Vec<Item>, CliError> {
    let mut seen = BTreeMap::<String, &Path>::new();
    for path in paths {
        let name = stem(path);
        // Some file systems do not tell case.
        if let Some(first) = seen.insert(name.to_lowercase(), path) {
            return Err(CliError::new(format!(
                "{} and {} would be written to one file",
                first.display(),
                path.display()
            ))
            .hint("export them one by one"));
        }
    }
    Ok(paths
        .iter()
        .map(|path| Item {
            path: path.clone(),
            name: stem(path),
        })
        .collect())
}

fn export_into(
    folder: &Path,
    item: &Item,
    written: &Written,
    checker: &Checker<'_>,
    (project, force): (Option<&Project>, bool),
) -> Result<Exported, CliError> {
    let file = alignment(&item.path)?.file;
    let (documents, notes) = documents(checker, &file, &item.path.display().to_string());
    let view = View::new(&item.name, &file, documents[0].as_ref(), documents[1].as_ref());
    let href = file_name(&item.name, written.format);
    let output = folder.join(&href);
    let guard = Guard {
        project,
        inputs: &[&item.path],
        shows: Some((&file, documents.each_ref().map(Option::as_ref))),
        force,
    };
    write_as(written, &view, &Destination::File(output), &guard)?;
    Ok(Exported {
        notes,
        lost: losses(written.format, &view),
        entry: Entry {
            drift: written.page.review.then(|| drift(&view, &file, &documents)),
            ..entry(href, &view, &file)
        },
    })
}

/// What the file of a work is called; Moses data get their endings, two of them, when they are written.
fn file_name(name: &str, format: Format) -> String {
    match format {
        Format::Moses => name.to_owned(),
        format => format!("{name}.{}", format.extension()),
    }
}

/// Whether a path is a folder, or is typed as one.
fn names_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

fn make_folder(folder: &Path) -> Result<(), CliError> {
    fs::create_dir_all(folder)
        .map_err(|error| CliError::new(format!("cannot make the folder {}: {error}", folder.display())))
}

fn entry(href: String, view: &View<'_>, file: &AlignmentFile) -> Entry {
    Entry {
        href,
        name: view.name.to_owned(),
        titles: Side::BOTH.map(|side| html::title(view, side).to_owned()),
        langs: [file.source.lang.clone(), file.target.lang.clone()],
        counts: Counts::of(file),
        minutes: html::minutes(view),
        drift: None,
    }
}

/// A picture of an alignment.
pub(super) fn drift(view: &View<'_>, file: &AlignmentFile, texts: &[Option<Document>; 2]) -> String {
    let positions = Positions::new(file, texts.each_ref().map(Option::as_ref));
    let drift = Drift {
        moved: &moved(file, &positions),
    };
    let mut picture = Vec::new();
    drift
        .draw(view, &mut picture)
        .expect("nothing keeps bytes from being added to a list");
    String::from_utf8_lossy(&picture).into_owned()
}

fn index(entries: &[Entry], review: bool) -> String {
    let entries: Vec<_> = entries
        .iter()
        .map(|entry| IndexEntry {
            href: &entry.href,
            name: &entry.name,
            title_source: &entry.titles[0],
            title_target: &entry.titles[1],
            source_lang: &entry.langs[0],
            target_lang: &entry.langs[1],
            source_sentences: entry.counts.source_sentences,
            target_sentences: entry.counts.target_sentences,
            links: entry.counts.links,
            reviewed: entry.counts.pinned,
            mean_confidence: entry.counts.mean_confidence,
            minutes: entry.minutes,
            drift: entry.drift.as_deref(),
        })
        .collect();
    html::index_page(&entries, review)
}

/// Writes a view. Moses data are two files, of the destination's name and the languages' endings; an alignment in XCES
/// has the documents that it links beside it.
pub(super) fn write(
    format: Format,
    view: &View<'_>,
    destination: &Destination,
    guard: &Guard<'_>,
) -> Result<(), CliError> {
    write_as(&Written::usual(format), view, destination, guard)
}

/// The same, with what was asked for of the form.
fn write_as(written: &Written, view: &View<'_>, destination: &Destination, guard: &Guard<'_>) -> Result<(), CliError> {
    let format = written.format;
    if !format.is_text() && *destination == Destination::Stdout && io::stdout().is_terminal() {
        return Err(CliError::new(format!("{format} is no text that a terminal can show")).hint("name a file with -o"));
    }
    let mut bytes = Vec::new();
    match (format, destination) {
        (Format::Moses, Destination::File(stem)) => return write_moses(view, stem, guard),
        (Format::Xces, Destination::File(path)) => write_xces(view, path, guard, &mut bytes)?,
        _ => written.write(view, &mut bytes).map_err(CliError::new)?,
    }
    destination.write(&bytes, guard)
}

fn write_moses(view: &View<'_>, stem: &Path, guard: &Guard<'_>) -> Result<(), CliError> {
    let (mut source, mut target) = (Vec::new(), Vec::new());
    Moses
        .export_pair(view, &mut source, &mut target)
        .map_err(CliError::new)?;
    for (lang, bytes) in [(view.source_lang, source), (view.target_lang, target)] {
        let mut path = stem.to_owned().into_os_string();
        path.push(format!(".{lang}"));
        guard.write(Path::new(&path), &bytes)?;
    }
    Ok(())
}

/// Writes the two documents, and gives the links, which name them.
fn write_xces(view: &View<'_>, path: &Path, guard: &Guard<'_>, links: &mut Vec<u8>) -> Result<(), CliError> {
    let names = [view.source_lang, view.target_lang].map(|lang| format!("{}.{lang}.xml", stem(path)));
    for (side, name) in Side::BOTH.into_iter().zip(&names) {
        let mut bytes = Vec::new();
        Xces.document(view, side, &mut bytes).map_err(CliError::new)?;
        guard.write(&path.with_file_name(name), &bytes)?;
    }
    Xces.export_with(view, names.each_ref().map(String::as_str), links)
        .map_err(CliError::new)
}

/// Says what the form cannot hold.
pub(super) fn tell_losses(format: Format, lost: &[Loss], talk: Talk) {
    let mut counts = Vec::<(&str, usize)>::new();
    for loss in lost {
        match counts.iter_mut().find(|(what, _)| *what == loss.what) {
            Some((_, sum)) => *sum += loss.count,
            None => counts.push((loss.what, loss.count)),
        }
    }
    if counts.is_empty() {
        return;
    }
    let named: Vec<String> = counts.into_iter().map(|(what, number)| plural(what, number)).collect();
    talk.note(format_args!(
        "{format} cannot hold everything; left out: {}",
        named.join(", ")
    ));
}

/// A number with its word. The words of losses that are more than one have their plural inside.
fn plural(what: &str, number: usize) -> String {
    let many = match what {
        "status" => "statuses",
        "border between sentences" => "borders between sentences",
        "link without a partner" => "links without a partner",
        "decision that waits for its sentences" => "decisions that wait for their sentences",
        one => return count(number, one),
    };
    format!("{number} {}", if number == 1 { what } else { many })
}

/// Says which cells a spreadsheet program would compute.
pub(super) fn tell_formulas(format: Format, view: &View<'_>, talk: Talk) {
    if !matches!(format, Format::Tsv | Format::Csv) {
        return;
    }
    let lines = formulas(view);
    if let Some(first) = lines.first() {
        talk.note(format_args!(
            "text that begins with =, +, - or @ is computed by spreadsheet programs: {}, the first in line {first}; \
             --to xlsx keeps it as text",
            count(lines.len(), "line")
        ));
    }
}

/// The texts of an alignment, where they are at hand and in step with it, and what is said where not.
fn documents(checker: &Checker<'_>, file: &AlignmentFile, name: &str) -> ([Option<Document>; 2], Vec<String>) {
    let mut notes = Vec::new();
    let documents = Side::BOTH.map(|side| match checker.document(file, side) {
        Ok(document) => Some(document),
        Err(Finding { message, .. }) => {
            notes.push(format!("{name}: {message}; exported without its headings"));
            None
        }
    });
    (documents, notes)
}
