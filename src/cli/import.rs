//! `cotejo import`

use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use cotejo::carry::clear_settled;
use cotejo::diff::{diff, render};
use cotejo::file::{self, AlignmentFile, Positions, Settings, TextRef};
use cotejo::import::{self, Base, Format, ImportError, MAX_BYTES, Settled};
use cotejo::project::{Before, Project, StoredAlignment, Written, stored_path, write_alignment};
use cotejo::text::{Document, Lang, Side, read_bytes};

use super::destination::refuse_inputs;
use super::error::CliError;
use super::named::stem;
use super::project::{LangArgs, ProjectArgs};
use super::read::{ReadArgs, STDIN, encoding_note, is_dash, plain_text, text};
use super::summary::moves;
use super::talk::{count, print};
use super::{Context, Outcome, named, near};

/// Take an alignment back that was corrected elsewhere, or take over one that was made elsewhere.
///
/// The sentences stay as they are in the alignment or the texts; the file says which of them go together, and perhaps
/// their status and notes. A file in which a sentence is lost, altered or moved is refused with its line, and nothing
/// is written. What changed is shown as `cotejo diff` shows it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo import cuento.xlsx                            onto alignments/cuento.json\n  \
    cotejo import review.tsv -o alignments/cuento.json --dry-run\n  \
    cotejo import memory.tmx --source es.txt --target en.txt -o cuento.json\n  \
    cotejo import hunalign.ladder --source es.txt --target en.txt --one-per-line -o cuento.json")]
pub(crate) struct ImportArgs {
    /// The file to take in; - is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What form it is in [default: told by its name].
    #[arg(long, value_name = "FORMAT", value_parser = form_parser())]
    from: Option<Format>,
    /// The alignment; when there is none yet it is made [default: the project's alignment of that name].
    #[arg(short, long, value_name = "ALIGNMENT")]
    output: Option<PathBuf>,
    /// The original, where there is no alignment yet [default: the project's text of that name].
    #[arg(long, value_name = "TEXT", requires = "target")]
    source: Option<PathBuf>,
    /// The translation, where there is no alignment yet.
    #[arg(long, value_name = "TEXT", requires = "source")]
    target: Option<PathBuf>,
    /// Show what would change and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Let the file win where it contradicts what a person decided and is itself no person's decision.
    #[arg(long)]
    replace_decisions: bool,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    read: ReadArgs,
}

/// Takes the name of a format, and lists them all when it is none.
fn form_parser() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.iter().map(|format| format.as_str());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>())
}

/// Where the result goes.
enum Place {
    Stdout,
    /// A file that is not there yet.
    New(PathBuf),
    Stored(Box<StoredAlignment>, PathBuf),
}

pub(crate) fn run(args: &ImportArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.find()?;
    let packed = read(&args.file)?;
    let bytes = import::unpack(packed.clone())
        .map_err(|error| CliError::new(format!("{}: {error}; nothing was written", args.file.display())))?;
    let format = format(args, &bytes)?;
    let place = place(args, project.as_ref(), context)?;
    let base = match &place {
        Place::Stored(stored, path) if args.source.is_some() => {
            let held = count(stored.pinned(), "decision");
            return Err(CliError::new(format!(
                "{} is there already and holds {held}; --source and --target go with a new alignment",
                path.display()
            ))
            .hint("leave them out to bring the file onto that alignment, or name another one with -o"));
        }
        Place::Stored(stored, path) => {
            let texts = named::texts(&stored.file, path, &args.project)?;
            Base::stored(&stored.file, texts.each_ref().map(Option::as_ref))
        }
        Place::New(path) => fresh(args, project.as_ref(), Some(path), context)?,
        Place::Stdout => fresh(args, project.as_ref(), None, context)?,
    };
    let companion = |name: &str| companion(&args.file, name);
    let (mut settled, notes) = import::import(format, &bytes, &base, &companion, args.replace_decisions)
        .map_err(|error| explain(&error, args, format, &place))?;
    notes
        .iter()
        .for_each(|note| context.talk.note(format_args!("{}: {note}", args.file.display())));
    for link in &mut settled.file.links {
        clear_settled(link);
    }
    report(&settled, &place, args, context)?;
    if !args.dry_run {
        write(&settled.file, &place, context)?;
        // What the file holds is taken in now, so the next export may write over it.
        let own = match &place {
            Place::Stored(_, path) | Place::New(path) => named::project_of(path, &args.project)?,
            Place::Stdout => None,
        };
        if let Some(own) = own.filter(|_| !is_dash(&args.file)) {
            Written::of(&own).remember(&args.file, &packed);
        }
    }
    Ok(Outcome::Clean)
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let cannot = |error: &std::io::Error| CliError::new(format!("cannot read {}: {error}", path.display()));
    if is_dash(path) {
        use std::io::Read as _;
        let mut bytes = Vec::new();
        let mut input = std::io::stdin().lock().take(MAX_BYTES + 1);
        input.read_to_end(&mut bytes).map_err(|error| cannot(&error))?;
        return Ok(bytes);
    }
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Err(CliError::new(format!(
            "{} is a folder; expected a file",
            path.display()
        ))),
        Ok(meta) if meta.len() > MAX_BYTES => Err(CliError::new(format!(
            "{} holds {} bytes; the limit is {MAX_BYTES}",
            path.display(),
            meta.len()
        ))),
        Ok(_) => Ok(read_bytes(path)?),
        Err(error) => Err(near::hints(path).into_iter().fold(cannot(&error), CliError::hint)),
    }
}

fn format(args: &ImportArgs, bytes: &[u8]) -> Result<Format, CliError> {
    if let Some(format) = args.from {
        return Ok(format);
    }
    let named = args.file.to_string_lossy();
    let unpacked = Path::new(named.strip_suffix(".gz").unwrap_or(&named));
    let extension = unpacked.extension().unwrap_or_default().to_string_lossy();
    Format::guess(&extension, bytes).ok_or_else(|| {
        let names: Vec<_> = Format::ALL.iter().map(|format| format.as_str()).collect();
        let error = CliError::new(format!("{}: its name does not tell its form", args.file.display()))
            .hint(format!("say it with --from: {}", names.join(", ")));
        match extension.to_lowercase().as_str() {
            "xliff" | "xlf" | "html" | "htm" | "epub" | "jsonl" | "apkg" => CliError::new(format!(
                "{}: this form is written by cotejo, and not read back",
                args.file.display()
            ))
            .hint(format!(
                "what is corrected in other programs comes back as one of {}",
                names.join(", ")
            )),
            "ods" | "xls" => error.hint("save it as xlsx first"),
            "json" => error
                .hint("an alignment file is corrected where it lies; cotejo diff compares two of them")
                .hint("to merge the decisions of two: cotejo merge-driver BASE OURS THEIRS, where BASE is what both began with, or an empty file"),
            _ => error,
        }
    })
}

fn place(args: &ImportArgs, project: Option<&Project>, context: &Context) -> Result<Place, CliError> {
    let path = match &args.output {
        Some(output) if is_dash(output) => return Ok(Place::Stdout),
        Some(output) => output.clone(),
        None => own_alignment(args, project)?,
    };
    refuse_inputs(&path, &[&args.file])?;
    if path.exists() && !path.is_file() {
        return Err(CliError::new(format!("{} is no file", path.display())).hint("name the alignment with -o"));
    }
    let stored = StoredAlignment::read_if_any(&path).map_err(|error| {
        CliError::from(error).hint("a file that is no alignment is not replaced; choose another name with -o")
    })?;
    Ok(match stored {
        Some(mut stored) => {
            let moved = moves(&path.to_string_lossy(), stored.take_moves());
            moved.iter().for_each(|note| context.talk.note(note));
            Place::Stored(Box::new(stored), path)
        }
        None => Place::New(path),
    })
}

/// The alignment of the work that has the file's name.
fn own_alignment(args: &ImportArgs, project: Option<&Project>) -> Result<PathBuf, CliError> {
    let unnamed = || CliError::new("which alignment is it for? name it with -o");
    if is_dash(&args.file) {
        return Err(unnamed());
    }
    let unpacked = args.file.to_string_lossy();
    let name = stem(Path::new(unpacked.strip_suffix(".gz").unwrap_or(&unpacked)));
    let Some(project) = project else {
        return Err(unnamed().hint(format!(
            "in a project, {name} would go onto alignments/{name}.json; no project is here"
        )));
    };
    let [source, target] = args.langs.resolve(Some(project))?;
    let works = project.works(source, target)?.works;
    match works.iter().find(|work| work.name == name) {
        Some(work) => Ok(project.locate(&work.alignment_path())),
        None => Err(unnamed().hint(format!("the project has no work \"{name}\""))),
    }
}

/// Two texts that have no alignment yet.
fn fresh(
    args: &ImportArgs,
    project: Option<&Project>,
    output: Option<&Path>,
    context: &Context,
) -> Result<Base, CliError> {
    let langs = args.langs.resolve(project)?;
    let texts = match (&args.source, &args.target) {
        (Some(source), Some(target)) => [source.clone(), target.clone()],
        _ => own_texts(project, langs, output)?,
    };
    if texts.iter().all(|text| is_dash(text)) || (is_dash(&args.file) && texts.iter().any(|text| is_dash(text))) {
        return Err(CliError::new("only one file can come from standard input"));
    }
    if let Some(output) = output {
        refuse_inputs(output, &[&texts[0], &texts[1]])?;
    }
    let mut settings = Settings {
        one_per_line: args.read.one_per_line,
        ..Settings::default()
    };
    let mut read = Vec::with_capacity(2);
    for ((side, path), reading) in Side::BOTH
        .into_iter()
        .zip(&texts)
        .zip(args.read.resolve(langs, project)?)
    {
        let name = if is_dash(path) {
            "-".to_owned()
        } else {
            stored_path(project.map_or(Path::new(""), Project::root), path)
        };
        let of_project = project.and_then(|project| project.settings().encoding.get(&name));
        let encoding = reading.encoding.as_ref().or(of_project);
        let text = text(path, encoding.map(String::as_str), reading.lang)?;
        if encoding.is_some() {
            settings
                .encoding
                .insert(side.to_string(), text.encoding().name.to_owned());
        }
        let shown = if is_dash(path) {
            STDIN.to_owned()
        } else {
            path.display().to_string()
        };
        encoding_note(&shown, text.encoding(), "--encoding")
            .iter()
            .for_each(|note| context.talk.note(note));
        let document = reading.cutter.cut(text);
        if document.is_empty() {
            return Err(CliError::new(format!(
                "{shown} holds no sentence: it is empty or only white space"
            )));
        }
        let reference = TextRef::new(&document, reading.lang, &name);
        read.push((document, reference));
    }
    let [source, target]: [(Document, TextRef); 2] =
        read.try_into().map_err(|_| CliError::new("two texts are needed"))?;
    Ok(Base::fresh((&source.0, source.1), (&target.0, target.1), settings))
}

/// The project's texts of the name that the alignment will have.
fn own_texts(project: Option<&Project>, langs: [Lang; 2], output: Option<&Path>) -> Result<[PathBuf; 2], CliError> {
    let missing = |what: &str| {
        CliError::new(format!("{what}: the texts are needed that it aligns"))
            .hint("name them: --source original.txt --target translation.txt")
    };
    let (Some(project), Some(output)) = (project, output) else {
        return Err(match output {
            Some(output) => missing(&format!("{} is not there", output.display())),
            None => missing("with -o - there is no alignment to correct"),
        });
    };
    let name = stem(output);
    let works = project.works(langs[0], langs[1])?.works;
    let work = works.into_iter().find(|work| work.name == name);
    match work.and_then(|work| Some([work.source?, work.target?])) {
        Some(texts) => Ok(texts.map(|text| project.locate(&text))),
        None => Err(missing(&format!(
            "{} is not there, and the project has no two texts \"{name}\"",
            output.display()
        ))),
    }
}

/// A file that the imported one names, if it lies in the same folder or below.
fn companion(file: &Path, name: &str) -> Option<Vec<u8>> {
    let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if is_dash(file) || !Path::new(name).components().all(inside) {
        return None;
    }
    let path = file.parent()?.join(name);
    let fits = fs::metadata(&path).is_ok_and(|meta| meta.is_file() && meta.len() <= MAX_BYTES);
    fits.then(|| fs::read(&path).ok()).flatten()
}

fn explain(error: &ImportError, args: &ImportArgs, format: Format, place: &Place) -> CliError {
    let shown = if is_dash(&args.file) {
        STDIN.to_owned()
    } else {
        args.file.display().to_string()
    };
    let join = if error.place().is_some() { ", " } else { ": " };
    let told = CliError::new(format!("{shown}{join}{error}; nothing was written"));
    match error {
        ImportError::Count { .. } | ImportError::UnknownId { .. } if matches!(place, Place::Stored(..)) => {
            told.hint("the alignment's own sentences count: the file must have been made of it, or of the same texts")
        }
        ImportError::Count {
            side, found, expected, ..
        } if args.read.one_per_line => match blank_lines(args, *side) {
            Some(blank) if blank > 0 && *found == expected + blank => told.hint(format!(
                "{} of the {side} text {} not counted here, and the other program counted {}: delete {} in both texts and \
                 align again there",
                count(blank, "blank line"),
                if blank == 1 { "was" } else { "were" },
                if blank == 1 { "it" } else { "them" },
                if blank == 1 { "it" } else { "them" },
            )),
            _ => told,
        },
        ImportError::Order { .. } if matches!(format, Format::Tsv | Format::Csv | Format::Xlsx) => {
            told.hint("if the table was sorted and has no column \"row\", undo that; filters do no harm")
        }
        error if error.is_of_sentences() && format == Format::Tmx => told
            .hint(
                "an alignment holds the whole of both texts, in order; a memory that is sorted or holds a part is none",
            )
            .hint(format!(
                "to learn its word pairs instead: cotejo align --lexicon {shown}"
            )),
        _ => told,
    }
}

/// How many lines of a text hold nothing.
fn blank_lines(args: &ImportArgs, side: Side) -> Option<usize> {
    let path = match side {
        Side::Source => args.source.as_ref()?,
        Side::Target => args.target.as_ref()?,
    };
    let text = plain_text(path).ok()?;
    Some(text.as_str().lines().filter(|line| line.trim().is_empty()).count())
}

fn report(settled: &Settled, place: &Place, args: &ImportArgs, context: &Context) -> Result<(), CliError> {
    let talk = context.talk;
    if settled.cut > 0 {
        talk.note(format_args!(
            "{} cut inside, and pinned",
            count(settled.cut, "sentence")
        ));
    }
    for (side, &alone) in Side::BOTH.into_iter().zip(&settled.alone) {
        if alone > 0 {
            talk.note(format_args!(
                "{} in no link of the file: {} alone",
                match alone {
                    1 => format!("1 {side} sentence is"),
                    more => format!("{more} {side} sentences are"),
                },
                if alone == 1 { "it stands" } else { "they stand" }
            ));
        }
    }
    for row in &settled.outdated {
        talk.note(format_args!(
            "{}, {} is not taken: its {} was changed in the text since it was exported, from \"{}\" to \"{}\"",
            args.file.display(),
            row.place,
            row.side,
            row.found,
            row.now
        ));
    }
    for (links, what) in [
        (
            &settled.replaced,
            "gave way to another: it was decided by a person, and its sentences are paired otherwise now",
        ),
        (&settled.withdrawn, "is auto now: it was decided by a person before"),
    ] {
        for link in links {
            talk.note(format_args!(
                "link {} ({}) {what}",
                link.name,
                link.link.status.as_str()
            ));
        }
    }
    if !settled.upheld.is_empty() {
        let names: Vec<_> = settled.upheld.iter().take(5).map(|link| link.name.as_str()).collect();
        let more = if settled.upheld.len() > 5 { ", …" } else { "" };
        talk.note(format_args!(
            "{} decided otherwise than the file says, which says auto or was exported before: the decision stands ({}{more}); \
             --replace-decisions takes what the file says",
            count(settled.upheld.len(), "link"),
            names.join(", ")
        ));
    }
    let would = if args.dry_run { "would be " } else { "" };
    match place {
        Place::Stored(stored, path) => {
            let found = diff(&stored.file, &settled.file);
            let changes = found.hunks.iter().map(|hunk| hunk.after.len()).sum::<usize>() + found.changes.len();
            if !context.talk.is_quiet() {
                let texts = named::texts(&stored.file, path, &args.project)?;
                let texts = texts.each_ref().map(Option::as_ref);
                let names = [&stored.file, &settled.file].map(|file| Positions::new(file, texts));
                let shown = render(&found, names.each_ref());
                print(|out| out.write_all(shown.as_bytes()))?;
            }
            let what = match changes {
                0 if stored.file == settled.file => "nothing changed".to_owned(),
                changes => format!("{} {would}changed", count(changes, "link")),
            };
            talk.line(format_args!("{}: {what}", path.display()));
        }
        Place::New(path) => talk.line(format_args!(
            "{}: {} {would}written",
            path.display(),
            count(settled.file.links.len(), "link")
        )),
        Place::Stdout => {}
    }
    Ok(())
}

fn write(file: &AlignmentFile, place: &Place, context: &Context) -> Result<(), CliError> {
    match place {
        Place::Stdout => print(|out| out.write_all(file::write(file).as_bytes())),
        Place::Stored(stored, _) => {
            if let Some(warning) = stored.replace_by("import", file)?.warning {
                context.talk.note(warning);
            }
            Ok(())
        }
        Place::New(path) => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                fs::create_dir_all(folder)
                    .map_err(|error| CliError::new(format!("cannot make the folder {}: {error}", folder.display())))?;
            }
            Ok(write_alignment(path, file, Before::Nothing)?)
        }
    }
}
