//! `cotejo pipe`

mod answer;
mod flow;
mod packed;
mod request;
mod tally;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use cotejo::align::Aligner;
use cotejo::project::AbbreviationList;
use cotejo::text::Lang;

use super::destination::{Destination, Guard};
use super::error::CliError;
use super::read::{AbbreviationArgs, LexiconArgs, STDIN};
use super::{Context, Outcome, language, whole};

use request::{Limits, Pair, Worker};
use tally::Tally;

/// Align document pairs from JSON lines, as the worker of a cluster engine.
///
/// Each line {"id": …, "source": "text", "target": "text"} (or lists of sentences) is answered by a line
/// {"id": …, "beads": [[[0],[0,1]], …], "source_sentences": […], "target_sentences": […],
/// "confidence": […]}, in the order of the input. A line that cannot be used is answered by
/// {"id": …, "line": N, "kind": "…", "error": "…"}, and the run goes on; when every line was such a line the command
/// exits with 1. Other keys of a line come back as they were; "source_lang" and "target_lang" say its languages. A
/// list of sentences may hold empty strings: they part passages and are not counted. The input may be compressed with
/// gzip or Zstandard.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    echo '{\"id\": 1, \"source\": \"Uno. Dos.\", \"target\": \"One. Two.\"}' | cotejo pipe")]
pub(crate) struct PipeArgs {
    /// Language of the originals.
    #[arg(long, value_name = "CODE", default_value = "es", value_parser = language::parser(), hide_possible_values = true)]
    source_lang: Lang,
    /// Language of the translations.
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language::parser(), hide_possible_values = true)]
    target_lang: Lang,
    /// Write answers as they are ready, not in the order of the input.
    #[arg(long)]
    unordered: bool,
    /// Give up a pair that takes longer, and answer with an error.
    #[arg(long, value_name = "N", value_parser = seconds)]
    max_seconds: Option<Duration>,
    /// Refuse a pair with more sentences in either text.
    #[arg(long, value_name = "N", value_parser = whole::<usize>)]
    max_sentences: Option<usize>,
    /// What to answer besides, separated by commas.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    with: Vec<Extra>,
    /// Write counts of the run there, as JSON.
    #[arg(long, value_name = "FILE")]
    stats: Option<PathBuf>,
    #[command(flatten)]
    abbreviations: AbbreviationArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
}

/// What is answered on demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Extra {
    /// How far the texts match, from 0 to 1.
    Quality,
    /// First byte of each sentence in the text given, and the one past its last.
    Spans,
    /// The texts of each bead.
    Segments,
}

fn seconds(typed: &str) -> Result<Duration, String> {
    let seconds = typed.parse().ok().filter(|seconds| *seconds > 0.0);
    let time = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.ok_or_else(|| "expected a number of seconds over 0".to_owned())
}

pub(crate) fn run(args: &PipeArgs, context: &Context) -> Result<Outcome, CliError> {
    let begin = Instant::now();
    let cannot_read = |error: io::Error| CliError::new(format!("cannot read {STDIN}: {error}"));
    if let Some(path) = &args.stats {
        refuse_others(path)?;
    }
    let worker = worker(args)?;
    let input = packed::unpacked(io::stdin()).map_err(cannot_read)?;
    let mut answers = flow::answers(input, worker, context.threads()?, !args.unordered);
    let mut output = BufWriter::new(io::stdout().lock());
    let mut tally = Tally::default();
    while let Some(answer) = answers.take() {
        let answer = answer.map_err(cannot_read)?;
        tally.add(&answer);
        serde_json::to_writer(&mut output, &answer)
            .map_err(io::Error::from)
            .and_then(|()| output.write_all(b"\n"))
            .map_err(|error| CliError::output(&error))?;
        // Whoever waits for an answer before the next line gets it.
        if !answers.is_next_ready() {
            output.flush().map_err(|error| CliError::output(&error))?;
        }
    }
    output.flush().map_err(|error| CliError::output(&error))?;
    tally.end(begin.elapsed());
    if let Some(path) = &args.stats {
        write_stats(path, &tally)?;
    }
    if tally.bad() > 0 {
        context.talk.note(format_args!(
            "{} of {} lines could not be aligned ({}); their answers say why",
            tally.bad(),
            tally.documents,
            tally.faults()
        ));
    }
    context.talk.line(tally.told());
    Ok(if tally.is_all_bad() {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

fn worker(args: &PipeArgs) -> Result<Worker, CliError> {
    let langs = [args.source_lang, args.target_lang];
    let added = args.lexicon.read(None, langs)?;
    let lists = args.abbreviations.read(None)?;
    Ok(Worker {
        usual: Pair {
            langs,
            aligner: Aligner::new(langs[0], langs[1]).with_lexicon(&added.pairs),
            rules: [
                AbbreviationList::rules(langs[0], &lists)?,
                AbbreviationList::rules(langs[1], &lists)?,
            ],
        },
        lists,
        named: Mutex::new(BTreeMap::new()),
        limits: Limits {
            time: args.max_seconds,
            sentences: args.max_sentences,
        },
        extras: args.with.clone(),
    })
}

/// Counts of an earlier run are written over, another file is not.
fn refuse_others(path: &Path) -> Result<(), CliError> {
    let counts = |bytes: &[u8]| {
        let value: Result<serde_json::Value, _> = serde_json::from_slice(bytes);
        value.is_ok_and(|value| value.get("documents").is_some())
    };
    if !path.is_file() || std::fs::read(path).is_ok_and(|there| there.is_empty() || counts(&there)) {
        return Ok(());
    }
    Err(CliError::new(format!(
        "{} is there and holds no counts of an earlier run; it is left as it is",
        path.display()
    ))
    .hint("name another file after --stats"))
}

fn write_stats(path: &Path, tally: &Tally) -> Result<(), CliError> {
    // Another file may be there by now.
    refuse_others(path)?;
    let guard = Guard {
        project: None,
        inputs: &[],
        shows: None,
        // Counts of an earlier run are no loss.
        force: true,
    };
    let json = serde_json::to_string_pretty(tally).map_err(|error| CliError::new(error.to_string()))?;
    Destination::new(path, &[])?.write((json + "\n").as_bytes(), &guard)
}
