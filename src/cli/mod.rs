//! What was typed, what it means, and the library call it comes to: one file a command.
//!
//! Results go to standard output, everything else to standard error.

mod accept;
mod align;
mod check;
mod colours;
mod complete;
mod destination;
mod diff;
mod edit;
mod epub;
pub(crate) mod error;
mod eval;
mod explain;
mod export;
mod fmt;
mod format;
mod generate;
mod history;
mod import;
pub(crate) mod language;
mod lexicon;
mod list;
mod manual;
mod matching;
mod merge_driver;
mod named;
mod near;
mod pair;
mod pending;
mod pipe;
mod project;
pub(crate) mod read;
mod reject;
#[cfg(feature = "review")]
mod review;
pub(crate) mod split;
mod status;
pub(crate) mod summary;
mod table;
mod talk;
mod trace;
mod words;
mod written;

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::error::ErrorKind;
use clap::{Args, ColorChoice, Parser, Subcommand};

use error::CliError;
use talk::Talk;
use trace::Trace;

/// Pairs originals with their translations, sentence by sentence.
#[derive(Debug, Parser)]
#[command(
    name = "cotejo",
    version,
    max_term_width = 100,
    propagate_version = false,
    long_about = "Pairs originals with their translations, sentence by sentence.\n\n\
                  A project is a folder with the originals in texts/es/NAME.txt and the translations in \
                  texts/en/NAME.txt; the pairs are kept in alignments/NAME.json, where you correct them.",
    after_help = "Examples:\n  \
                  cotejo align                              every work of the project\n  \
                  cotejo align original.txt translation.txt --to html -o book.html\n  \
                  cotejo export --to html                   the whole project as a website in site/\n  \
                  cotejo status                             what is reviewed, what is doubtful\n  \
                  cotejo review cuento                      correct the pairs in the browser\n\n\
                  Say `cotejo COMMAND --help` for more on a command."
)]
struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "General options")]
struct GlobalArgs {
    /// Say nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more about what is done.
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to use colours; NO_COLOR is honoured.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    /// How many works to do at the same time [default: one for each processor].
    #[arg(short, long, global = true, value_name = "N", value_parser = jobs)]
    jobs: Option<NonZeroUsize>,
    /// Write what takes how long to a file, for chrome://tracing, Perfetto or Speedscope.
    #[arg(long, global = true, value_name = "FILE")]
    trace: Option<PathBuf>,
}

fn jobs(typed: &str) -> Result<NonZeroUsize, String> {
    typed.parse().map_err(|_| "expected a whole number from 1".to_owned())
}

/// Takes a number of things.
fn whole<T: FromStr>(typed: &str) -> Result<T, String> {
    typed.parse().map_err(|_| "expected a whole number".to_owned())
}

#[derive(Debug, Subcommand)]
enum Command {
    Align(align::AlignArgs),
    Split(split::SplitArgs),
    Export(export::ExportArgs),
    Import(Box<import::ImportArgs>),
    Fmt(fmt::FmtArgs),
    Check(check::CheckArgs),
    Status(status::StatusArgs),
    List(list::ListArgs),
    #[cfg(feature = "review")]
    Review(review::ReviewArgs),
    Explain(explain::ExplainArgs),
    Edit(edit::EditArgs),
    Eval(eval::EvalArgs),
    Diff(diff::DiffArgs),
    Accept(accept::AcceptArgs),
    Reject(reject::RejectArgs),
    History(history::HistoryArgs),
    Lexicon(lexicon::LexiconCommand),
    MergeDriver(merge_driver::MergeDriverArgs),
    Words(words::WordsArgs),
    Match(matching::MatchArgs),
    Pipe(pipe::PipeArgs),
    Completions(generate::CompletionsArgs),
    Man(generate::ManArgs),
    #[command(hide = true)]
    Works(complete::WorksArgs),
}

/// How a command ended that could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done, and nothing to report.
    Clean,
    /// Done, and something was found.
    Findings,
    /// Some of it could not be done; what could not was said.
    Failed,
}

/// What every command needs to know.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) talk: Talk,
    /// The file that runs this program.
    pub(crate) program: Option<PathBuf>,
    jobs: Option<NonZeroUsize>,
}

impl Context {
    /// Threads for as many works at a time as were asked for.
    pub(crate) fn threads(&self) -> Result<rayon::ThreadPool, CliError> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.jobs.map_or(0, NonZeroUsize::get))
            .build()
            .map_err(|error| CliError::new(format!("cannot start threads: {error}")))
    }
}

/// Runs the program, which lies in a file, with arguments that begin with its name; returns its exit code.
///
/// The Python package compiles these modules too: there the running file is Python, and the arguments are handed over.
pub(crate) fn main(program: Option<PathBuf>, arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let told = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // Nobody is left to tell when even this cannot be printed.
            let _ = error.print();
            return if told { 0 } else { 2 };
        }
    };
    let context = Context {
        talk: Talk::new(&cli.global),
        program,
        jobs: cli.global.jobs,
    };
    match traced(&cli, &context) {
        Ok(Outcome::Clean) | Err(CliError::ClosedPipe) => 0,
        Ok(Outcome::Findings) => 1,
        Ok(Outcome::Failed) => 2,
        Err(error) => {
            context.talk.error(&error);
            2
        }
    }
}

/// Runs a command, and writes a trace of it where one is wanted.
fn traced(cli: &Cli, context: &Context) -> Result<Outcome, CliError> {
    let trace = cli.global.trace.as_deref().map(Trace::begin).transpose()?;
    let outcome = run(&cli.command, context);
    let written = trace.map_or(Ok(()), Trace::end);
    outcome.and_then(|outcome| written.map(|()| outcome))
}

fn run(command: &Command, context: &Context) -> Result<Outcome, CliError> {
    match command {
        Command::Align(args) => align::run(args, context),
        Command::Split(args) => split::run(args, context),
        Command::Export(args) => export::run(args, context),
        Command::Import(args) => import::run(args, context),
        Command::Fmt(args) => fmt::run(args, context),
        Command::Check(args) => check::run(args, context),
        Command::Status(args) => status::run(args, context),
        Command::List(args) => list::run(args, context),
        #[cfg(feature = "review")]
        Command::Review(args) => review::run(args, context),
        Command::Explain(args) => explain::run(args, context),
        Command::Edit(args) => edit::run(args, context),
        Command::Eval(args) => eval::run(args),
        Command::Diff(args) => diff::run(args, context),
        Command::Accept(args) => accept::run(args, context),
        Command::Reject(args) => reject::run(args, context),
        Command::History(args) => history::run(args, context),
        Command::Lexicon(args) => lexicon::run(args, context),
        Command::MergeDriver(args) => merge_driver::run(args, context),
        Command::Words(args) => words::run(args),
        Command::Match(args) => matching::run(args, context),
        Command::Pipe(args) => pipe::run(args, context),
        Command::Completions(args) => generate::completions(args),
        Command::Man(args) => generate::man(args),
        Command::Works(args) => complete::works(args),
    }
}
