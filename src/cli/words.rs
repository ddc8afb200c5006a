//! `cotejo words`

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use cotejo::text::Lang;
use cotejo::words::{TokenPair, WordAligner, WordLink};
use serde::Serialize;

use super::error::CliError;
use super::read::{LexiconArgs, STDIN, is_dash, stdin};
use super::talk::print;
use super::{Outcome, language};

/// Link the words of sentences that translate each other.
///
/// Each line holds the tokens of a sentence, ` ||| `, and those of its translation, with blanks between tokens. It is answered by
/// a line of pairs of positions, such as 0-0 1-2: the first token of the original goes with the first of the translation, the second
/// with the third. The lines learn from one another, so they should come from one work or be of one kind.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    echo 'el faro rojo ||| the red lighthouse' | cotejo words\n  \
    cotejo words pairs.txt --format json            with how far each link can be trusted\n  \
    cotejo words pairs.txt --lexicon marinero.tsv   with word pairs of your own")]
pub(crate) struct WordsArgs {
    /// The lines; - is standard input.
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    input: PathBuf,
    /// Language of the originals.
    #[arg(long, value_name = "CODE", default_value = "es", value_parser = language::parser(), hide_possible_values = true)]
    source_lang: Lang,
    /// Language of the translations.
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language::parser(), hide_possible_values = true)]
    target_lang: Lang,
    /// Form of the answers: pairs of positions, or JSON lines that say how far each link can be trusted.
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    lexicon: LexiconArgs,
}

/// How links are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Pairs of positions.
    Text,
    /// JSON lines.
    Json,
}

/// What parts the two sides of a line.
const BAR: &str = "|||";

#[derive(Serialize)]
struct Answer {
    links: Vec<JsonLink>,
}

#[derive(Serialize)]
struct JsonLink {
    source: usize,
    target: usize,
    strength: &'static str,
}

pub(crate) fn run(args: &WordsArgs) -> Result<Outcome, CliError> {
    let langs = [args.source_lang, args.target_lang];
    let added = args.lexicon.read(None, langs)?;
    let (name, bytes) = if is_dash(&args.input) {
        (STDIN.to_owned(), stdin()?)
    } else {
        (args.input.display().to_string(), read(&args.input)?)
    };
    let pairs = pairs(&name, &bytes)?;
    let aligner = WordAligner::new(langs[0], langs[1]).with_lexicon(&added.pairs);
    let answers = aligner.align(&pairs);
    print(|out| {
        for links in &answers {
            match args.format {
                Form::Text => {
                    let pairs: Vec<_> = links
                        .iter()
                        .map(|link| format!("{}-{}", link.source, link.target))
                        .collect();
                    writeln!(out, "{}", pairs.join(" "))?;
                }
                Form::Json => {
                    let answer = Answer {
                        links: links.iter().map(json).collect(),
                    };
                    serde_json::to_writer(&mut *out, &answer)?;
                    writeln!(out)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(Outcome::Clean)
}

fn json(link: &WordLink) -> JsonLink {
    JsonLink {
        source: link.source,
        target: link.target,
        strength: link.strength.as_str(),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let unreadable = |source: io::Error| cotejo::text::ReadError::Io {
        path: path.to_owned(),
        source,
    };
    Ok(std::fs::read(path).map_err(unreadable)?)
}

/// The sides of every line as tokens.
fn pairs<'a>(name: &str, bytes: &'a [u8]) -> Result<Vec<TokenPair<'a>>, CliError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let lines = bytes.split(|&byte| byte == b'\n').enumerate();
    lines
        .map(|(index, line)| {
            let fault = |what: &str| {
                CliError::new(format!("{name}, line {}: {what}", index + 1))
                    .hint("a line is the tokens of the original, |||, and those of the translation: el faro ||| the lighthouse")
            };
            let line = str::from_utf8(line).map_err(|_| fault("this is no UTF-8"))?;
            let sides: Vec<Vec<&str>> = line
                .split(BAR)
                .map(|side| side.split_whitespace().collect())
                .collect();
            let found = sides.len() - 1;
            sides.try_into().map_err(|_| match found {
                0 => fault("there is no ||| in it"),
                found => fault(&format!("there are {found} ||| in it, expected one")),
            })
        })
        .collect()
}
