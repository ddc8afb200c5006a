//! `cotejo lexicon coverage`

use std::path::PathBuf;

use clap::Args;
use cotejo::align::Aligner;
use cotejo::induction::{Coverage, coverage};
use cotejo::lexicon::{Forms, Lexicon, WordPair};
use cotejo::text::Document;
use serde::Serialize;

use super::super::error::CliError;
use super::super::project::{LangArgs, ProjectArgs};
use super::super::read::{LexiconArgs, ReadArgs, text};
use super::super::table::Table;
use super::super::talk::print;
use super::super::{Context, Outcome};

/// Tell how much of two texts the lexicon knows.
///
/// The texts are aligned; then, for both, it is counted how many of the running content words have an entry, and of how
/// many a translation stands in the aligned sentences. Content words have four letters at least, are not names, and
/// do not stand in more than a tenth of the sentences.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cotejo lexicon coverage texts/es/cuento.txt texts/en/cuento.txt --lexicon own.tsv")]
pub(crate) struct CoverageArgs {
    /// The original.
    #[arg(value_name = "SRC")]
    source: PathBuf,
    /// The translation.
    #[arg(value_name = "TGT")]
    target: PathBuf,
    /// Write one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    read: ReadArgs,
}

#[derive(Debug, Serialize)]
struct Report {
    source: Coverage,
    target: Coverage,
}

pub(crate) fn run(args: &CoverageArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.find()?;
    let langs = args.langs.resolve(project.as_ref())?;
    let sides = args.read.resolve(langs, project.as_ref())?;
    let pairs = args.lexicon.read(project.as_ref(), langs)?.pairs;
    let document = |path, side: &cotejo::project::SideSettings| -> Result<Document, CliError> {
        Ok(side.cutter.cut(text(path, side.encoding.as_deref(), side.lang)?))
    };
    let (source, target) = (document(&args.source, &sides[0])?, document(&args.target, &sides[1])?);
    let aligner = Aligner::new(langs[0], langs[1]).with_lexicon(&pairs);
    let beads = context.threads()?.install(|| aligner.align(&source, &target)).beads;
    let swapped: Vec<WordPair> = pairs.iter().map(WordPair::swapped).collect();
    let lexicon = |pairs: &[WordPair], [from, to]: [_; 2]| {
        let mut lexicon = Lexicon::embedded(from, to);
        lexicon.add_pairs(pairs, [from, to], &Forms::embedded());
        lexicon
    };
    let lexicons = [lexicon(&pairs, langs), lexicon(&swapped, [langs[1], langs[0]])];
    let [source, target] = coverage(
        [(&source, langs[0], &lexicons[0]), (&target, langs[1], &lexicons[1])],
        &beads,
    );
    if args.json {
        let json = serde_json::to_string(&Report { source, target }).map_err(CliError::new)?;
        print(|out| writeln!(out, "{json}"))?;
        return Ok(Outcome::Clean);
    }
    let mut table = Table::new(["", "content words", "with an entry", "translation met", "share"]);
    for (lang, side) in langs.into_iter().zip([source, target]) {
        table.line([
            lang.to_string(),
            side.words.to_string(),
            side.with_entry.to_string(),
            side.met.to_string(),
            format!("{:.1} %", side.share() * 100.0),
        ]);
    }
    print(|out| out.write_all(table.render(0).as_bytes()))?;
    Ok(Outcome::Clean)
}
