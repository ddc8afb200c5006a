//! `cotejo split`

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::project::{Project, TEXTS};
use cotejo::segment::{Rules, segment, segment_text};
use cotejo::text::{Lang, SentenceIndex, fold_space};
use serde_json::value::RawValue;

use super::error::CliError;
use super::read::{AbbreviationArgs, STDIN, encoding, encoding_note, is_dash, json_fault, text};
use super::talk::print;
use super::{Context, Outcome, language};

/// Cut a text into sentences, one a line.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo split texts/es/cuento.txt                the sentences\n  \
    cotejo split letter.txt --lang en --passages    with a blank line between passages, as\n                                                  \
    cotejo align --one-per-line reads them\n  \
    echo '{\"text\": \"Uno. Dos.\"}' | cotejo split - --jsonl")]
pub(crate) struct SplitArgs {
    /// The text; - is standard input.
    #[arg(value_name = "FILE")]
    text: PathBuf,
    /// Language of the text [default: that of its folder in texts/, else es].
    #[arg(long, value_name = "CODE", value_parser = language::parser(), hide_possible_values = true)]
    lang: Option<Lang>,
    /// Put a blank line between passages.
    #[arg(long, conflicts_with = "jsonl")]
    passages: bool,
    /// Read lines {"text": …} and answer each with a line {"sentences": […]}.
    #[arg(long)]
    jsonl: bool,
    /// Encoding of the text, such as utf-8, windows-1252 or utf-16le [default: recognised].
    #[arg(long, value_name = "LABEL", value_parser = encoding, conflicts_with = "jsonl")]
    encoding: Option<String>,
    #[command(flatten)]
    abbreviations: AbbreviationArgs,
}

pub(crate) fn run(args: &SplitArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = Project::find(Path::new(""))?;
    let lang = args.lang.or_else(|| folder_lang(&args.text)).unwrap_or(Lang::ES);
    let rules = args.abbreviations.rules(lang, project.as_ref())?;
    if args.jsonl {
        split_lines(&args.text, &rules)
    } else {
        split_text(args, lang, &rules, context)
    }
}

/// The language of a text in `texts/<lang>/`.
pub(crate) fn folder_lang(path: &Path) -> Option<Lang> {
    let folder = path.parent()?;
    let inside_texts = folder.parent()?.file_name() == Some(OsStr::new(TEXTS));
    folder.file_name()?.to_str()?.parse().ok().filter(|_| inside_texts)
}

fn split_text(args: &SplitArgs, lang: Lang, rules: &Rules, context: &Context) -> Result<Outcome, CliError> {
    let text = text(&args.text, args.encoding.as_deref(), lang)?;
    let name = if is_dash(&args.text) {
        STDIN.into()
    } else {
        args.text.to_string_lossy()
    };
    if let Some(note) = encoding_note(&name, text.encoding(), "--encoding") {
        context.talk.note(note);
    }
    let document = segment(text, rules);
    print(|out| {
        for (index, line) in document.lines().enumerate() {
            if args.passages && index > 0 && document.starts_passage(SentenceIndex::from(index)) {
                writeln!(out)?;
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    })?;
    Ok(Outcome::Clean)
}

fn split_lines(path: &Path, rules: &Rules) -> Result<Outcome, CliError> {
    let unreadable = |error: io::Error| CliError::new(format!("cannot read {}: {error}", path.display()));
    let (input, answers_waited_for): (Box<dyn BufRead>, bool) = if is_dash(path) {
        (Box::new(io::stdin().lock()), true)
    } else {
        // Says what is wrong with a path, and what names are near, as for any other text.
        let file = File::open(path).map_err(|source| cotejo::text::ReadError::Io {
            path: path.to_owned(),
            source,
        })?;
        let regular = file.metadata().map_err(unreadable)?.is_file();
        (Box::new(BufReader::new(file)), !regular)
    };
    let mut output = BufWriter::new(io::stdout().lock());
    let (mut input, mut line, mut outcome) = (input, Vec::new(), Outcome::Clean);
    while input.read_until(b'\n', &mut line).map_err(unreadable)? > 0 {
        let answer = answer(&line, rules).unwrap_or_else(|(mut rest, error)| {
            outcome = Outcome::Findings;
            rest.insert("error".to_owned(), raw(&error));
            rest
        });
        line.clear();
        serde_json::to_writer(&mut output, &answer)
            .map_err(io::Error::from)
            .and_then(|()| output.write_all(b"\n"))
            .and_then(|()| if answers_waited_for { output.flush() } else { Ok(()) })
            .map_err(|error| CliError::output(&error))?;
    }
    output.flush().map_err(|error| CliError::output(&error))?;
    Ok(outcome)
}

/// The keys of a line as they were written.
type Keys = BTreeMap<String, Box<RawValue>>;

/// The keys of a line with its text cut, or what could be read of them and what is wrong.
fn answer(line: &[u8], rules: &Rules) -> Result<Keys, (Keys, String)> {
    let mut keys: Keys = serde_json::from_slice(line.trim_ascii_end()).map_err(|error| {
        (
            Keys::new(),
            format!("expected a line {{\"text\": \"…\"}}: {}", json_fault(&error)),
        )
    })?;
    let Some(text) = keys.remove("text") else {
        return Err((keys, "there is no \"text\"".to_owned()));
    };
    match serde_json::from_str::<String>(text.get()) {
        Ok(text) => {
            let spans = segment_text(&text, rules);
            let sentences: Vec<_> = spans.iter().map(|span| fold_space(&text[span.range()])).collect();
            keys.insert("sentences".to_owned(), raw(&sentences));
            Ok(keys)
        }
        Err(_) => Err((keys, "\"text\" is no string".to_owned())),
    }
}

fn raw(value: &impl serde::Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).expect("strings and lists of them are JSON")
}
