//! `cotejo match`

mod folder;
mod link;
mod report;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use clap::Args;
use cotejo::align::Aligner;
use cotejo::matching::{Collection, Matcher};
use cotejo::project::Cutter;
use cotejo::text::Lang;
use cotejo::text::guess::{self, Told};

use super::error::CliError;
use super::format::{ReportArgs, print_json};
use super::read::{LexiconArgs, encoding};
use super::talk::{argument, count, print};
use super::{Context, Outcome, language};

use folder::Folder;
use report::Report;

/// Tell which text of one folder translates which of another, whatever they are called.
///
/// Names, numbers and words of the lexicon tell; where they leave a doubt, the texts are aligned, and how well that goes decides. Each
/// text is paired with one other at most. Folders inside are looked through too.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo match originals translations                    which goes with which, and what is left\n  \
    cotejo match originals translations --link project     the pairs as a project for cotejo align\n  \
    cotejo match originals translations --format json      for a program")]
pub(crate) struct MatchArgs {
    /// The folder of the originals.
    #[arg(value_name = "SRC_DIR")]
    source: PathBuf,
    /// The folder of the translations.
    #[arg(value_name = "TGT_DIR")]
    target: PathBuf,
    /// Copy the pairs into this folder as a project: texts/es/NAME.txt and texts/en/NAME.txt.
    #[arg(long, value_name = "DIR")]
    link: Option<PathBuf>,
    /// Language of the originals.
    #[arg(long, value_name = "CODE", default_value = "es", value_parser = language::parser(), hide_possible_values = true)]
    source_lang: Lang,
    /// Language of the translations.
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language::parser(), hide_possible_values = true)]
    target_lang: Lang,
    /// Encoding of all texts, such as utf-8, windows-1252 or utf-16le [default: recognised, text by text].
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    encoding: Option<String>,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    lexicon: LexiconArgs,
}

/// Texts of a side that tell its language.
const SAMPLED: usize = 5;

pub(crate) fn run(args: &MatchArgs, context: &Context) -> Result<Outcome, CliError> {
    let langs = [args.source_lang, args.target_lang];
    let pairs = args.lexicon.read(None, langs)?.pairs;
    let folders = [
        Folder::list(&args.source, langs[0], args.encoding.as_deref())?,
        Folder::list(&args.target, langs[1], args.encoding.as_deref())?,
    ];
    if let Some(root) = &args.link {
        link::refuse_inside(root, &folders)?;
    }
    if let Some(doubt) = doubt(&folders, langs) {
        context.talk.note(doubt);
    }
    let aligner = Aligner::new(langs[0], langs[1]).with_lexicon(&pairs);
    let cutters = [Cutter::sentences(langs[0], &[])?, Cutter::sentences(langs[1], &[])?];
    let judge = |source: usize, target: usize| {
        let source = cutters[0].cut(folders[0].read(source).ok()?);
        let target = cutters[1].cut(folders[1].read(target).ok()?);
        Some(aligner.align(&source, &target).quality())
    };
    let bar = context
        .talk
        .progress(folders.iter().map(|folder| folder.texts.len()).sum(), "reading");
    let faults = Mutex::new(Vec::new());
    let empty = Mutex::new(HashSet::new());
    let found = context.threads()?.install(|| {
        let read = |side: usize| {
            Collection::read(langs[side], folders[side].texts.len(), |text| {
                bar.inc(1);
                let read = folders[side].read(text);
                if read.as_ref().is_ok_and(|text| text.as_str().trim().is_empty()) {
                    locked(&empty).insert((side, text));
                }
                read.map_err(|error| locked(&faults).push((side, text, error))).ok()
            })
        };
        let sides = [read(0), read(1)];
        bar.finish_and_clear();
        let matcher = Matcher::new(langs[0], langs[1]).with_lexicon(&pairs);
        matcher.pair(&sides[0], &sides[1], &judge)
    });
    let mut faults = faults.into_inner().unwrap_or_else(PoisonError::into_inner);
    faults.sort_by_key(|(side, text, _)| (*side, *text));
    let report = Report::new(&found, &folders, &faults, &locked(&empty));
    if args.report.is_json() {
        print_json(&report)?;
    } else {
        print(|out| out.write_all(report.in_words(&folders).as_bytes()))?;
    }
    if let Some(root) = args.link.as_ref().filter(|_| !found.pairs.is_empty()) {
        link::lay_out(root, &found, &folders, langs)?;
        let pairs = count(found.pairs.len(), "pair");
        context.talk.line(format_args!(
            "{pairs} in {}: cotejo align --project {}",
            root.display(),
            argument(&root.to_string_lossy())
        ));
    }
    if faults.is_empty() {
        return Ok(Outcome::Clean);
    }
    for (_, _, error) in &faults {
        context.talk.error(&CliError::new(error));
    }
    Ok(Outcome::Failed)
}

/// What is behind a lock, also where another thread ended with an error.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is odd about the languages of the folders.
fn doubt(folders: &[Folder; 2], langs: [Lang; 2]) -> Option<String> {
    let samples = folders.each_ref().map(|folder| {
        let step = folder.texts.len().div_ceil(SAMPLED);
        let texts: Vec<_> = (0..folder.texts.len())
            .step_by(step)
            .filter_map(|text| folder.read(text).ok())
            .collect();
        // The same of each: a long one in another language is not the whole folder.
        let beginnings = texts.iter().map(|text| beginning(text.as_str()));
        guess::sample(beginnings)
    });
    let names = folders.each_ref().map(|folder| folder.root.display().to_string());
    let doubt = guess::doubt(samples.each_ref().map(String::as_str), langs)?;
    Some(doubt.message(names.each_ref().map(String::as_str), langs, Told::ByOptions))
}

/// Characters of a text that are looked at to tell its language: a page.
const PAGE: usize = 2_000;

fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(PAGE).map_or(text.len(), |(end, _)| end);
    &text[..end]
}
