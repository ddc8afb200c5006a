//! `cotejo lexicon export` and `import`

use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::induction::UserLexicon;
use cotejo::lexicon::{WordPair, known_pairs};

use super::super::destination::{Destination, Guard};
use super::super::error::CliError;
use super::super::project::{LangArgs, ProjectArgs};
use super::super::read::LexiconArgs;
use super::super::talk::count;
use super::super::{Context, Outcome};
use super::form::WrittenForm;

/// Write the pairs of a run in another form.
///
/// These are the pairs that come with the program and yours (--lexicon, or lexicon in cotejo.toml).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo lexicon export -o es-en.dic\n  \
    cotejo lexicon export --own --lexicon own.tsv --format dic")]
pub(crate) struct ExportArgs {
    /// What form they are written in [default: told by the ending of -o, else tsv].
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<WrittenForm>,
    /// Where they go; - is standard output [default: -].
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,
    /// Write over a file that was changed since cotejo wrote it.
    #[arg(long)]
    force: bool,
    /// Leave out the pairs that come with the program.
    #[arg(long)]
    own: bool,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

pub(crate) fn export(args: &ExportArgs) -> Result<Outcome, CliError> {
    let project = args.project.find()?;
    let langs = args.langs.resolve(project.as_ref())?;
    let inputs: Vec<&Path> = args.lexicon.lexicon.iter().map(PathBuf::as_path).collect();
    let destination = Destination::new(&args.output, &inputs)?;
    let mut pairs = args.lexicon.read(project.as_ref(), langs)?.pairs;
    if !args.own {
        pairs.extend(known_pairs(langs[0], langs[1]));
    }
    let guard = Guard {
        project: project.as_ref(),
        inputs: &inputs,
        shows: None,
        force: args.force,
    };
    let is_dic = args
        .output
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("dic"));
    let of_ending = if is_dic { WrittenForm::Dic } else { WrittenForm::Tsv };
    let form = args.format.unwrap_or(of_ending);
    destination.write(form.write(&sorted(pairs)).as_bytes(), &guard)?;
    Ok(Outcome::Clean)
}

/// Turn a translation memory or a hunalign dictionary into a lexicon.
///
/// Segments of at most three words become pairs as they are; longer ones teach pairs as aligned sentences do.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cotejo lexicon import memory.tmx -o memory.tsv")]
pub(crate) struct ImportArgs {
    /// A file .tmx, .dic or .tsv.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where the pairs go, as TSV; - is standard output [default: -].
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,
    /// Write over a file that was changed since cotejo wrote it.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

pub(crate) fn import(args: &ImportArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.find()?;
    let langs = args.langs.resolve(project.as_ref())?;
    let inputs = [args.file.as_path()];
    let destination = Destination::new(&args.output, &inputs)?;
    let lexicon = UserLexicon::read(&args.file, langs)?;
    let pairs = sorted(lexicon.all_pairs(langs));
    let guard = Guard {
        project: project.as_ref(),
        inputs: &inputs,
        shows: None,
        force: args.force,
    };
    destination.write(WrittenForm::Tsv.write(&pairs).as_bytes(), &guard)?;
    let learned = match lexicon.examples.len() {
        0 => String::new(),
        examples => format!(", some of them learnt from {}", count(examples, "longer segment")),
    };
    let pairs = count(pairs.len(), "pair");
    context.talk.line(format_args!("{destination}: {pairs}{learned}"));
    Ok(Outcome::Clean)
}

/// By source and target, each pair once, with the larger of two weights.
fn sorted(mut pairs: Vec<WordPair>) -> Vec<WordPair> {
    pairs.sort_by(|a, b| {
        let by_words = a.source.cmp(&b.source).then_with(|| a.target.cmp(&b.target));
        by_words.then(b.weight.total_cmp(&a.weight))
    });
    pairs.dedup_by(|again, kept| again.source == kept.source && again.target == kept.target);
    pairs
}
