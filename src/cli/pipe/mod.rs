//! `cotejo pipe`

mod request;

use std::io::{self, BufRead as _, BufWriter, Write as _};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use clap::Args;
use cotejo::align::Aligner;
use cotejo::text::Lang;
use rayon::prelude::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};

use super::error::CliError;
use super::read::{AbbreviationArgs, LexiconArgs, STDIN};
use super::{Context, Outcome, language};

use request::Worker;

/// Align document pairs from JSON lines, as the worker of a cluster engine.
///
/// Each line {"id": …, "source": "text", "target": "text"} (or lists of sentences) is answered by a line
/// {"id": …, "beads": [[[0],[0,1]], …], "source_sentences": […], "target_sentences": […],
/// "confidence": […]}, in the order of the input. A line that cannot be used is answered by
/// {"id": …, "line": N, "kind": "…", "error": "…"}, and the run goes on; when every line was such a line the command
/// exits with 1. Other keys of a line come back as they were. A list of sentences may hold empty strings: they part
/// passages and are not counted.
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
    #[command(flatten)]
    abbreviations: AbbreviationArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
}

/// Lines taken up at a time, for each thread: enough that none waits long for the others.
const LINES_PER_THREAD: usize = 4;

type Line = io::Result<Vec<u8>>;

pub(crate) fn run(args: &PipeArgs, context: &Context) -> Result<Outcome, CliError> {
    let added = args.lexicon.read(None, [args.source_lang, args.target_lang])?;
    let worker = Worker {
        aligner: Aligner::new(args.source_lang, args.target_lang).with_lexicon(&added.pairs),
        rules: [
            args.abbreviations.rules(args.source_lang, None)?,
            args.abbreviations.rules(args.target_lang, None)?,
        ],
    };
    let threads = context.threads()?;
    let most = threads.current_num_threads() * LINES_PER_THREAD;
    let lines = read_lines(most);
    let mut output = BufWriter::new(io::stdout().lock());
    let (mut answered, mut bad) = (0_usize, 0_usize);
    // What is there is answered at once: whoever waits for an answer before the next line gets it.
    while let Ok(first) = lines.recv() {
        let chunk = std::iter::once(first).chain(lines.try_iter().take(most - 1));
        let chunk = chunk
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| CliError::new(format!("cannot read {STDIN}: {error}")))?;
        let numbered = chunk.into_par_iter().enumerate();
        let answer = |(index, line): (usize, Vec<u8>)| worker.answer(&line, answered + index + 1);
        let answers: Vec<_> = threads.install(|| numbered.map(answer).collect());
        for answer in answers {
            answered += 1;
            bad += usize::from(answer.is_error());
            serde_json::to_writer(&mut output, &answer)
                .map_err(io::Error::from)
                .and_then(|()| output.write_all(b"\n"))
                .map_err(|error| CliError::output(&error))?;
        }
        output.flush().map_err(|error| CliError::output(&error))?;
    }
    if bad > 0 {
        context.talk.note(format_args!(
            "{bad} of {answered} lines could not be aligned; their answers say why"
        ));
    }
    Ok(if bad > 0 && bad == answered {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// Reads standard input ahead of the work, as far as `most` lines.
fn read_lines(most: usize) -> Receiver<Line> {
    let (sender, receiver) = sync_channel(most);
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let read = input.read_until(b'\n', &mut line);
            let line = match read {
                Ok(0) => break,
                Ok(_) => Ok(line),
                Err(error) => Err(error),
            };
            let last = line.is_err();
            if sender.send(line).is_err() || last {
                break;
            }
        }
    });
    receiver
}
