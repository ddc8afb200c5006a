//! `cotejo align`

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::carry::Policy;
use cotejo::check::Counts;
use cotejo::project::{
    ALIGNMENTS, AddedLexicon, Change, History, Ledger, PENDING_SUFFIX, Placement, Project, RealignError, Realigned,
    Realigner, SETTINGS_FILE, StoredAlignment, Work, orphan_of, remove_leftovers,
};
use cotejo::text::{Lang, Side, read_stored};
use indicatif::ProgressBar;
use rayon::prelude::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::error::CliError;
use super::format::{self, Form, ReportArgs, print_json};
use super::project::{LangArgs, ProjectArgs, gone_texts, lone_text, shown, works};
use super::read::{LexiconArgs, ReadArgs, encoding_note, project_abbreviations};
use super::summary::{fate, language_note, refused, summary};
use super::table::Table;
use super::talk::count;
use super::{Context, Outcome, named, pair};

/// Pair the sentences of every work of the project, or of two texts.
///
/// Without texts, every work of the project is aligned: texts/es/NAME.txt with texts/en/NAME.txt gives
/// alignments/NAME.json. What you have decided stands.
#[derive(Debug, Args)]
#[command(
    override_usage = "cotejo align [OPTIONS] [WORK]...\n       cotejo align [OPTIONS] SRC TGT [-o FILE] [--to FORMAT]"
)]
#[command(after_help = "Examples:\n  \
    cotejo align                                    every work of the project\n  \
    cotejo align marianela                          one of them\n  \
    cotejo align original.txt translation.txt       one pair, to the screen\n  \
    cotejo align original.txt translation.txt --to html -o book.html\n  \
    cotejo align uno.txt one.txt --one-per-line --to beads\n  \
    cotejo align - translation.txt < original.txt   one of the texts from standard input\n\n\
    The original comes first. Encodings are recognised; say --encoding where that goes wrong.")]
pub(crate) struct AlignArgs {
    /// Works of the project, or the original and its translation; nothing for the whole project. - is standard input.
    #[arg(value_name = "WORK | SRC TGT", num_args = 0..)]
    texts: Vec<PathBuf>,
    /// Where one pair goes; - is standard output [default: -].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What form one pair is written in [default: told by the ending of -o, else json, the alignment file].
    #[arg(long, value_name = "FORMAT", value_parser = format::form_parser())]
    to: Option<Form>,
    /// Write over an exported file that was changed since cotejo wrote it.
    #[arg(long)]
    force: bool,
    /// Exit with 1 when one pair matches by less than this, from 0 to 1: the mean confidence of its matched
    /// sentences times their share of all sentences.
    #[arg(long, value_name = "Q", value_parser = super::eval::share)]
    fail_under: Option<f64>,
    /// Leave alignments that are there as they are and put what would change beside them, as NAME.json.new;
    /// this is the default when the environment variable CI is set.
    #[arg(long, overrides_with = "no_pending")]
    pending: bool,
    /// Write alignments in their place, also when CI is set.
    #[arg(long, overrides_with = "pending")]
    no_pending: bool,
    /// Write alignments also where more than a third of the decided links become stale, or where the texts are hardly
    /// those of the alignment.
    #[arg(long)]
    accept_loss: bool,
    /// Write the confidence of every link anew; without it a confidence that hardly moved stays as it was.
    #[arg(long)]
    refresh: bool,
    /// Where only the texts of a work were renamed, rename its alignment too.
    #[arg(long)]
    follow: bool,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
}

/// Cells of the table that is told.
const CELLS: usize = 6;

impl AlignArgs {
    /// All that the result depends on beside the files of the works.
    fn fingerprint(&self, project: &Project, langs: [Lang; 2], added: &AddedLexicon) -> Vec<u8> {
        let read = self.read.fingerprint();
        let named = project.settings().abbreviations.iter().map(String::as_str);
        let files = named.chain([SETTINGS_FILE]);
        let files: Vec<_> = files.map(|path| read_stored(&project.locate(path)).ok()).collect();
        format!("{langs:?} {:?} {read} {files:?} {:?}", self.placement(), added.pairs).into_bytes()
    }

    const fn policy(&self) -> Policy {
        Policy {
            accept_loss: self.accept_loss,
            refresh: self.refresh,
        }
    }

    /// Where the project's alignments go.
    fn placement(&self) -> Placement {
        if self.pending || (!self.no_pending && is_set(std::env::var_os("CI").as_deref())) {
            Placement::Proposed
        } else {
            Placement::InPlace
        }
    }
}

/// Whether the value of an environment variable means yes.
fn is_set(value: Option<&OsStr>) -> bool {
    value.is_some_and(|value| !["", "0"].iter().any(|no| value == *no) && !value.eq_ignore_ascii_case("false"))
}

pub(crate) fn run(args: &AlignArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.find()?;
    if let Some(named) = named_works(args, project.as_ref())? {
        return align_project(args, &named, context);
    }
    if args.pending {
        return Err(
            CliError::new("--pending goes without texts, for the alignments of a project")
                .hint("what -o names is written unless a person decided anything in it"),
        );
    }
    match args.texts.as_slice() {
        [source, target] => {
            let langs = args.langs.resolve(project.as_ref())?;
            let settings = pair::PairSettings {
                texts: [source, target],
                sides: args.read.resolve(langs, project.as_ref())?,
                lexicon: args.lexicon.read(project.as_ref(), langs)?,
                one_per_line: args.read.one_per_line,
                output: args.output.as_deref(),
                form: format::form(args.to, args.output.as_deref())?,
                force: args.force,
                floor: args.fail_under,
                project: project.as_ref(),
                policy: args.policy(),
            };
            pair::align(&settings, context)
        }
        [only] => Err(one_text(only, args, project.as_ref())?),
        many => Err(CliError::new(format!("two texts can be aligned, not {}", many.len()))
            .hint("name the original and the translation: cotejo align original.txt translation.txt")
            .hint("put many works into texts/es and texts/en and run: cotejo align")),
    }
}

/// The works that were named, all of them when none was; nothing when texts were named.
fn named_works(args: &AlignArgs, project: Option<&Project>) -> Result<Option<Vec<String>>, CliError> {
    if args.texts.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let of_pair = args.output.is_some() || args.to.is_some() || args.fail_under.is_some();
    let Some(project) = project.filter(|_| !of_pair) else {
        return Ok(None);
    };
    let is_text = |text: &PathBuf| text.is_file() || text.as_os_str() == "-";
    let texts = args.texts.iter().filter(|text| is_text(text)).count();
    let works = project
        .works(
            args.langs.resolve(Some(project))?[0],
            args.langs.resolve(Some(project))?[1],
        )?
        .works;
    let named = |text: &PathBuf| -> Option<String> {
        let typed: String = text.to_string_lossy().nfc().collect();
        works
            .iter()
            .map(|work| &work.name)
            .find(|name| **name == typed)
            .cloned()
    };
    let found: Vec<Option<String>> = args.texts.iter().map(named).collect();
    if found.iter().all(Option::is_some) && texts < args.texts.len().max(2) {
        return Ok(Some(found.into_iter().flatten().collect()));
    }
    // A word without an ending that is no file was meant for a work.
    let is_word =
        |text: &PathBuf| text.as_os_str() != "-" && text.components().count() == 1 && text.extension().is_none();
    let unknown = args
        .texts
        .iter()
        .zip(&found)
        .find(|(text, found)| found.is_none() && !text.exists() && is_word(text));
    match unknown {
        Some((text, _)) => Err(named::unknown(
            &text.to_string_lossy(),
            works.iter().map(|work| work.name.as_str()),
        )),
        None => Ok(None),
    }
}

/// What is told when one path is not enough; the work it may mean is named.
fn one_text(only: &Path, args: &AlignArgs, project: Option<&Project>) -> Result<CliError, CliError> {
    let error = CliError::new(format!(
        "{} alone cannot be aligned: its partner is missing",
        only.display()
    ));
    let pair = "name the original and the translation: cotejo align original.txt translation.txt";
    let Some(project) = project else {
        return Ok(error.hint(pair));
    };
    let [source, target] = args.langs.resolve(Some(project))?;
    let works = project.works(source, target)?.works;
    let work = works
        .iter()
        .find(|work| Some(OsStr::new(&work.name)) == only.file_stem());
    let error = match work {
        Some(work) => error.hint(format!(
            "the work it belongs to is aligned by its name: cotejo align {}",
            work.name
        )),
        None => error.hint(pair),
    };
    Ok(error.hint("or nothing at all, for every work of the project: cotejo align"))
}

/// What is told of a work, once all are done. The alignments themselves would fill the memory.
struct Report {
    notes: Vec<String>,
    is_pending: bool,
    /// Whether another run would tell just the same.
    is_settled: bool,
    cells: [String; CELLS],
}

/// What is told when no work has both of its texts.
fn nothing_to_align(gone: &[String], names: &[String], [source, target]: [Lang; 2]) -> CliError {
    let same_name =
        format!("an original and its translation have the same file name, in texts/{source} and in texts/{target}");
    match (gone, names) {
        ([], []) => CliError::new("no text of the project has a partner").hint(same_name),
        ([], names) => {
            CliError::new(format!("{} cannot be aligned: a text is missing", names.join(", "))).hint(same_name)
        }
        ([first, others @ ..], _) => {
            let more = match others.len() {
                0 => String::new(),
                1 => "; one more alignment lost texts".to_owned(),
                count => format!("; {count} more alignments lost texts"),
            };
            CliError::new(format!("{first}: there is nothing to align{more}"))
                .hint("put the texts back under these names")
                .hint("or, where both were renamed, take the alignment along: cotejo align --follow")
                .hint("or delete the alignment if the work is given up; git keeps what was committed")
        }
    }
}

fn align_project(args: &AlignArgs, names: &[String], context: &Context) -> Result<Outcome, CliError> {
    if args.output.is_some() || args.to.is_some() {
        return Err(
            CliError::new("-o and --to go with two texts; the project's alignments stay in alignments/")
                .hint("cotejo export writes the project's alignments in other forms"),
        );
    }
    if args.fail_under.is_some() {
        return Err(CliError::new("--fail-under goes with two texts")
            .hint("cotejo status shows how sure each alignment of the project is"));
    }
    let project = args.project.require()?;
    let langs = args.langs.resolve(Some(&project))?;
    let [source, target] = args.read.resolve(langs, Some(&project))?;
    let talk = context.talk;
    if args.follow {
        follow_renamed(&project, langs, context)?;
    }
    let found = works(&project, langs)?;
    let is_meant = |work: &Work| names.is_empty() || names.contains(&work.name);
    talk.detail(format_args!("project: {}", shown(&project)));
    for path in &found.ignored {
        if let Some(note) = super::project::ignored_text(path, &found) {
            talk.note(note);
        } else {
            talk.detail(format_args!("{path} is not part of it"));
        }
    }
    for [a, b] in found.case_twins() {
        talk.note(format_args!(
            "{a} and {b} differ in capital letters: give both files the same name to pair them"
        ));
    }
    let meant = || found.works.iter().filter(|work| is_meant(work));
    meant()
        .filter_map(|work| lone_text(work, langs))
        .for_each(|note| talk.note(note));
    let gone: Vec<String> = meant().filter_map(|work| gone_texts(&project, work)).collect();
    let pairs: Vec<&Work> = found
        .works
        .iter()
        .filter(|work| is_meant(work) && work.source.is_some() && work.target.is_some())
        .collect();
    if pairs.is_empty() && found.faults.is_empty() {
        return Err(nothing_to_align(&gone, names, langs));
    }
    gone.iter().for_each(|note| talk.note(note));

    let added = args.lexicon.read(Some(&project), langs)?;
    let mut realigner = Realigner::new(&project, source, target, args.read.one_per_line)
        .with_placement(args.placement())
        .with_policy(args.policy())
        .with_works(&found.works)
        .with_lexicon(&added);
    let ledger = Ledger::open(&project, &found.works, &[&args.fingerprint(&project, langs, &added)]);
    let known = |work: &&Work| -> Option<Report> {
        let told = ledger.unchanged(&project, work).filter(|_| !args.refresh)?;
        let (cells, notes) = told.told.split_first_chunk::<CELLS>()?;
        Some(Report {
            notes: notes.to_vec(),
            is_pending: false,
            is_settled: false,
            cells: cells.clone(),
        })
    };
    let known: Vec<Option<Report>> = context.threads()?.install(|| pairs.par_iter().map(known).collect());
    let due = known.iter().filter(|known| known.is_none()).count();
    let taught = if due > 0 { realigner.learn_from(&found.works) } else { 0 };
    if taught > 0 {
        talk.detail(format_args!(
            "{} learnt from the links you decided",
            count(taught, "word pair")
        ));
    }
    match remove_leftovers(&project.locate(ALIGNMENTS)) {
        0 => {}
        left => talk.detail(format_args!(
            "{} of a run that was cut off removed",
            count(left, "temporary file")
        )),
    }
    let bar = talk.progress(due, "aligning");
    let results: Vec<Result<Report, CliError>> = context.threads()?.install(|| {
        pairs
            .par_iter()
            .zip(known)
            .map(|(work, known)| match known {
                Some(report) => Ok(report),
                None => align_work(&realigner, work, langs, &bar),
            })
            .collect()
    });
    bar.finish_and_clear();
    for (work, result) in pairs.iter().zip(&results) {
        if let Ok(Report {
            notes,
            is_settled: true,
            cells,
            ..
        }) = result
        {
            let mut told = cells.to_vec();
            told[CELLS - 1] = "unchanged".to_owned();
            told.extend_from_slice(notes);
            ledger.note(&project, work, told);
        }
    }
    ledger.close();

    if args.report.is_json() {
        let told: Vec<_> = pairs
            .iter()
            .zip(&results)
            .map(|(work, result)| as_json(&project, work, result))
            .collect();
        print_json(&told)?;
    }
    let mut pending = 0;
    let mut table = Table::default();
    let mut failed: Vec<CliError> = found.faults.iter().map(CliError::new).collect();
    for result in results {
        match result {
            Ok(report) => {
                report.notes.iter().for_each(|note| talk.note(note));
                pending += usize::from(report.is_pending);
                table.line(report.cells);
            }
            Err(error) => failed.push(error),
        }
    }
    talk.text(&table.render(1));
    if pending > 0 {
        talk.note(format_args!(
            "{} would change; see what with `cotejo diff`, then settle it with `cotejo accept` or `cotejo reject`",
            count(pending, "alignment")
        ));
    }
    failed.iter().for_each(|error| talk.error(error));
    if failed.is_empty() {
        return Ok(Outcome::Clean);
    }
    let all = pairs.len() + found.faults.len();
    talk.error(&CliError::new(format!(
        "{} of {} could not be aligned",
        failed.len(),
        count(all, "work")
    )));
    Ok(Outcome::Failed)
}

fn align_work(realigner: &Realigner<'_>, work: &Work, langs: [Lang; 2], bar: &ProgressBar) -> Result<Report, CliError> {
    let realigned = realigner.realign(work);
    bar.inc(1);
    let Realigned {
        change,
        file,
        withdrawn,
        moved,
        warning,
        report,
        encodings,
    } = realigned.map_err(|error| match error {
        RealignError::Carry { path, source } => refused(&source, &path.display().to_string()),
        RealignError::Renamed { ref name, ref orphan } => CliError::new(&error)
            .hint(format!(
                "rename it with the texts: cotejo align --follow, or mv {} alignments/{name}.json",
                orphan.alignment
            ))
            .hint("or move it away to start afresh"),
        error => error.into(),
    })?;
    let is_settled = change != Change::Proposed
        && warning.is_none()
        && moved == 0
        && report.became_stale + report.restored + report.carried == 0;
    let mut notes = Vec::new();
    for (side, encoding) in Side::BOTH.into_iter().zip(encodings) {
        let name = work.text(side).unwrap_or_default();
        notes.extend(encoding_note(
            name,
            encoding,
            "--encoding, or [encoding] in cotejo.toml,",
        ));
    }
    notes.extend(language_note(&file, langs));
    if moved > 0 {
        notes.push(format!(
            "{}: {} whose sentences you moved became edited",
            work.alignment_path(),
            count(moved, "link")
        ));
    }
    if let Some(fate) = fate(&report) {
        notes.push(format!("{}: {fate}", work.alignment_path()));
    }
    if report.became_stale > 0 {
        notes.extend(realigner.last_version(work).map(|version| {
            format!(
                "{}: the version before is kept; to go back to it: cotejo history {} --restore {version}",
                work.alignment_path(),
                work.name
            )
        }));
    }
    let done = match change {
        Change::Written => "written",
        Change::Proposed => "pending",
        Change::Unchanged => "unchanged",
    };
    if withdrawn {
        let path = work.alignment_path();
        notes.push(format!("{path}{PENDING_SUFFIX} is settled by this run and was removed"));
    }
    if let Some(warning) = warning {
        let path = work.alignment_path();
        notes.push(format!(
            "the version of {path} before this run could not be kept: {warning}"
        ));
    }
    let [source, target, links, confidence] = summary(&file);
    Ok(Report {
        notes,
        is_pending: change == Change::Proposed,
        is_settled,
        cells: [work.name.clone(), source, target, links, confidence, done.to_owned()],
    })
}

/// What became of a work, for programs.
fn as_json(project: &Project, work: &Work, result: &Result<Report, CliError>) -> serde_json::Value {
    let report = match result {
        Ok(report) => report,
        Err(error) => return json!({"work": work.name, "change": "failed", "error": error.message()}),
    };
    let stored = StoredAlignment::read(&project.locate(&work.alignment_path())).ok();
    let mut told = json!({
        "work": work.name,
        "alignment": work.alignment_path(),
        "change": report.cells[CELLS - 1],
        "notes": report.notes,
    });
    if let (Some(stored), Some(told)) = (stored, told.as_object_mut())
        && let Ok(serde_json::Value::Object(counts)) = serde_json::to_value(Counts::of(&stored.file))
    {
        told.extend(counts);
    }
    told
}

/// Renames alignments whose texts were renamed, and their histories.
fn follow_renamed(project: &Project, langs: [Lang; 2], context: &Context) -> Result<(), CliError> {
    let found = works(project, langs)?;
    let lists = project_abbreviations(project)?;
    for work in found.works.iter().filter(|work| work.alignment.is_none()) {
        let Some(orphan) = orphan_of(project, &found.works, work, langs, &lists)? else {
            continue;
        };
        let [from, to] = [&orphan.alignment, &work.alignment_path()].map(|path| project.locate(path));
        let histories = (History::of(&from), History::of(&to));
        std::fs::rename(&from, &to)
            .map_err(|error| CliError::new(format!("cannot rename {}: {error}", from.display())))?;
        if let (Ok(old), Ok(new)) = histories {
            old.move_to(&new)?;
        }
        context.talk.line(format_args!(
            "{} is {} now, as its texts are",
            orphan.alignment,
            work.alignment_path()
        ));
    }
    Ok(())
}
