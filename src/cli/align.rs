//! `cotejo align`

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::carry::{self, Policy};
use cotejo::check::Counts;
use cotejo::file::AlignmentFile;
use cotejo::project::{ALIGNMENTS, Change, PENDING_SUFFIX, Placement, Realigned, Realigner, Work, remove_leftovers};
use cotejo::text::{Lang, Side};
use indicatif::ProgressBar;
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::error::CliError;
use super::format::{self, Form};
use super::project::{LangArgs, ProjectArgs, lone_text, shown, works};
use super::read::{LexiconArgs, ReadArgs, encoding_note};
use super::table::Table;
use super::talk::count;
use super::{Context, Outcome, language, pair};

/// Pair the sentences of every work of the project, or of two texts.
///
/// Without texts, every work of the project is aligned: texts/es/NAME.txt with texts/en/NAME.txt gives
/// alignments/NAME.json. What you have decided stands.
#[derive(Debug, Args)]
#[command(override_usage = "cotejo align [OPTIONS]\n       cotejo align [OPTIONS] SRC TGT [-o FILE] [--to FORMAT]")]
#[command(after_help = "Examples:\n  \
    cotejo align                                    every work of the project\n  \
    cotejo align original.txt translation.txt       one pair, to the screen\n  \
    cotejo align original.txt translation.txt --to html -o book.html\n  \
    cotejo align uno.txt one.txt --one-per-line --to beads\n  \
    cotejo align - translation.txt < original.txt   one of the texts from standard input\n\n\
    The original comes first. Encodings are recognised; say --encoding where that goes wrong.")]
pub(crate) struct AlignArgs {
    /// The original and its translation, or nothing for the whole project; - is standard input.
    #[arg(value_name = "SRC TGT", num_args = 0..)]
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
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
}

impl AlignArgs {
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
    if args.pending && !args.texts.is_empty() {
        return Err(
            CliError::new("--pending goes without texts, for the alignments of a project")
                .hint("what -o names is written unless a person decided anything in it"),
        );
    }
    match args.texts.as_slice() {
        [] => align_project(args, context),
        [source, target] => {
            let project = args.project.find()?;
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
        [only] => Err(one_text(only, args)?),
        many => Err(CliError::new(format!("two texts can be aligned, not {}", many.len()))
            .hint("name the original and the translation: cotejo align original.txt translation.txt")
            .hint("put many works into texts/es and texts/en and run: cotejo align")),
    }
}

/// What is told when one path is not enough; the work it may mean is named.
fn one_text(only: &Path, args: &AlignArgs) -> Result<CliError, CliError> {
    let error = CliError::new(format!(
        "{} alone cannot be aligned: its partner is missing",
        only.display()
    ));
    let Some(project) = args.project.find()? else {
        return Ok(error.hint("name the original and the translation: cotejo align original.txt translation.txt"));
    };
    let [source, target] = args.langs.resolve(Some(&project))?;
    let found = project.works(source, target)?.works.into_iter().find(|work| {
        let name = Some(OsStr::new(&work.name));
        name == only.file_stem() || name == only.file_name()
    });
    let hint = match found {
        Some(Work {
            source: Some(source),
            target: Some(target),
            ..
        }) => {
            let [source, target] = [source, target].map(|text| project.locate(&text).display().to_string());
            format!("name both texts: cotejo align '{source}' '{target}'")
        }
        _ => "name the original and the translation: cotejo align original.txt translation.txt".to_owned(),
    };
    Ok(error
        .hint(hint)
        .hint("or nothing at all, for every work of the project: cotejo align"))
}

/// What is told of a work, once all are done. The alignments themselves would fill the memory.
struct Report {
    notes: Vec<String>,
    is_pending: bool,
    cells: [String; 6],
}

fn align_project(args: &AlignArgs, context: &Context) -> Result<Outcome, CliError> {
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
    let found = works(&project, langs)?;
    let talk = context.talk;
    talk.detail(format_args!("project: {}", shown(&project)));
    found
        .ignored
        .iter()
        .for_each(|path| talk.detail(format_args!("{path} is not part of it")));
    found
        .works
        .iter()
        .filter_map(|work| lone_text(work, langs))
        .for_each(|note| talk.note(note));
    let pairs: Vec<&Work> = found
        .works
        .iter()
        .filter(|work| work.source.is_some() && work.target.is_some())
        .collect();
    if pairs.is_empty() && found.faults.is_empty() {
        return Err(CliError::new("no text of the project has a partner")
            .hint("an original and its translation have the same file name, in texts/es and in texts/en"));
    }

    let added = args.lexicon.read(Some(&project), langs)?;
    let mut realigner = Realigner::new(&project, source, target, args.read.one_per_line)
        .with_placement(args.placement())
        .with_policy(args.policy())
        .with_lexicon(&added);
    let taught = realigner.learn_from(&found.works);
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
    let bar = talk.progress(pairs.len(), "aligning");
    let results: Vec<Result<Report, CliError>> = context.threads()?.install(|| {
        pairs
            .par_iter()
            .map(|work| align_work(&realigner, work, langs, &bar))
            .collect()
    });
    bar.finish_and_clear();

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
        warning,
        report,
        encodings,
    } = realigned?;
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
    if let Some(fate) = fate(&report) {
        notes.push(format!("{}: {fate}", work.alignment_path()));
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
        cells: [work.name.clone(), source, target, links, confidence, done.to_owned()],
    })
}

/// What became of people's decisions, where there were any.
pub(super) fn fate(report: &carry::Report) -> Option<String> {
    let mut parts = Vec::new();
    if report.kept + report.carried > 0 {
        parts.push(format!("{} kept", count(report.kept + report.carried, "decided link")));
    }
    if report.carried > 0 {
        parts.push(format!("{} of them carried over to the edited text", report.carried));
    }
    if report.became_stale > 0 {
        parts.push(format!("{} became stale", count(report.became_stale, "link")));
    }
    if report.restored > 0 {
        parts.push(format!("{} decided again", count(report.restored, "stale link")));
    }
    if report.waiting > 0 {
        parts.push(format!(
            "{} for sentences that are gone from the texts",
            match report.waiting {
                1 => "1 decision waits".to_owned(),
                waiting => format!("{waiting} decisions wait"),
            }
        ));
    }
    let waiting = report.stale.saturating_sub(report.became_stale);
    if waiting > 0 {
        parts.push(format!("{} stale from before", count(waiting, "link")));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Sentences, links and mean confidence of an alignment, for a line of talk.
pub(super) fn summary(file: &AlignmentFile) -> [String; 4] {
    let counts = Counts::of(file);
    [
        count(counts.source_sentences, &format!("{} sentence", file.source.lang)),
        count(counts.target_sentences, &format!("{} sentence", file.target.lang)),
        count(counts.links, "link"),
        format!("mean confidence {:.3}", counts.mean_confidence),
    ]
}

/// What is odd about the languages of an alignment's texts.
pub(super) fn language_note(file: &AlignmentFile, langs: [Lang; 2]) -> Option<String> {
    let [source, target] = Side::BOTH
        .map(|side| language::sample(file.links.iter().flat_map(|link| link.texts(side)).map(String::as_str)));
    language::doubt([&source, &target], [&file.source.path, &file.target.path], langs)
}
