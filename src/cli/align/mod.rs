//! `cotejo align`

mod works;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::carry::Policy;
use cotejo::project::{AddedLexicon, Placement, Project, SETTINGS_FILE, StoredAlignment, begin_memory, text_ref};
use cotejo::text::{Lang, Side, read_stored};
use unicode_normalization::UnicodeNormalization as _;

use super::error::CliError;
use super::format::{self, Form, ReportArgs};
use super::project::{LangArgs, ProjectArgs, is_alignment, lost_texts};
use super::read::{LexiconArgs, ReadArgs};
use super::talk::argument;
use super::{Context, Outcome, named, pair};

/// Pair the sentences of every work of the project, or of two texts.
///
/// Without texts, every work of the project is aligned: texts/es/NAME.txt with texts/en/NAME.txt gives
/// alignments/NAME.json. What you have decided stands.
#[derive(Debug, Args)]
#[command(
    override_usage = "cotejo align [OPTIONS] [WORK]...\n       cotejo align [OPTIONS] SRC TGT [-o FILE] [--to FORMAT]\n       cotejo align [OPTIONS] FILE.json"
)]
#[command(after_help = "Examples:\n  \
    cotejo align                                    every work of the project\n  \
    cotejo align marianela                          one of them\n  \
    cotejo align original.txt translation.txt       one pair, to the screen\n  \
    cotejo align original.txt translation.txt --to html -o book.html\n  \
    cotejo align uno.txt one.txt --one-per-line --to beads\n  \
    cotejo align - translation.txt < original.txt   one of the texts from standard input\n  \
    cotejo align original.txt translation.txt -o pair.json\n  \
    cotejo align pair.json                          the texts of this alignment again\n\n\
    The original comes first. Encodings are recognised; say --encoding where that goes wrong.")]
pub(crate) struct AlignArgs {
    /// Works of the project, or the original and its translation, or an alignment of two files; nothing for the whole project.
    /// - is standard input.
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
    #[arg(long, value_name = "Q", value_parser = crate::cli::eval::share)]
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
        return works::align(args, &named, context);
    }
    if args.pending {
        return Err(
            CliError::new("--pending goes without texts, for the alignments of a project")
                .hint("to look at what would change, name another file with -o, then: cotejo diff"),
        );
    }
    match args.texts.as_slice() {
        [source, target] => {
            let form = format::form(args.to, args.output.as_deref())?;
            let pair = Pair {
                texts: [source, target],
                output: args.output.as_deref(),
                form,
                one_per_line: args.read.one_per_line,
            };
            align_pair(args, &pair, project.as_ref(), context)
        }
        [only] if args.output.is_none() && args.to.is_none() && is_alignment(only) => {
            let lone = args.project.of(&[only])?;
            if !lone.is_lone() {
                return Err(one_text(only, args, Some(&lone))?);
            }
            if let Some(hint) = lost_texts(&lone) {
                return Err(CliError::new(format!("{} cannot be aligned again", only.display())).hint(hint));
            }
            let file = StoredAlignment::read(only)?.file;
            let texts = Side::BOTH.map(|side| lone.locate(&text_ref(&file, side).path));
            let pair = Pair {
                texts: texts.each_ref().map(PathBuf::as_path),
                output: Some(only),
                form: Form::Json,
                one_per_line: args.read.one_per_line || file.aligner.settings.one_per_line,
            };
            let outcome = align_pair(args, &pair, Some(&lone), context)?;
            begin_memory(only);
            Ok(outcome)
        }
        [only] => Err(one_text(only, args, project.as_ref())?),
        many => Err(CliError::new(format!("two texts can be aligned, not {}", many.len()))
            .hint("name the original and the translation: cotejo align original.txt translation.txt")
            .hint("put many works into texts/es and texts/en and run: cotejo align")),
    }
}

/// Two texts, and where their alignment goes.
struct Pair<'a> {
    texts: [&'a Path; 2],
    output: Option<&'a Path>,
    form: Form,
    one_per_line: bool,
}

fn align_pair(
    args: &AlignArgs,
    pair: &Pair<'_>,
    project: Option<&Project>,
    context: &Context,
) -> Result<Outcome, CliError> {
    let langs = args.langs.resolve(project)?;
    let settings = pair::PairSettings {
        texts: pair.texts,
        sides: args.read.resolve_lines(langs, project, pair.one_per_line)?,
        lexicon: args.lexicon.read(project, langs)?,
        one_per_line: pair.one_per_line,
        output: pair.output,
        form: pair.form,
        force: args.force,
        floor: args.fail_under,
        project,
        policy: args.policy(),
    };
    pair::align(&settings, context)
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
        Some(work) if args.to.is_some() || args.output.is_some() => error.hint(format!(
            "the alignment of a work is exported: cotejo export {} --to FORMAT -o FILE",
            argument(&work.name)
        )),
        Some(work) => error.hint(format!(
            "the work it belongs to is aligned by its name: cotejo align {}",
            argument(&work.name)
        )),
        None => error.hint(pair),
    };
    Ok(error.hint("or nothing at all, for every work of the project: cotejo align"))
}
