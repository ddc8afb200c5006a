//! `cotejo lexicon`

mod coverage;
mod form;
mod learn;
mod list;
mod transfer;

use clap::{Args, Subcommand};

use super::error::CliError;
use super::{Context, Outcome};

/// Learn word pairs from corrected alignments, look them up, bring your own.
///
/// The program knows some ten thousand Spanish words with their English translations. What you add to them with
/// --lexicon or in cotejo.toml helps it with the words of a field, an author or another pair of languages.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo lexicon learn -o own.tsv                 what the project's alignments teach\n  \
    cotejo align --lexicon own.tsv                  align with it\n  \
    cotejo lexicon list casa                        what is known of a word\n  \
    cotejo lexicon import memory.tmx -o memory.tsv  a translation memory as word pairs")]
pub(crate) struct LexiconCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Learn(learn::LearnArgs),
    List(list::ListArgs),
    Export(transfer::ExportArgs),
    Import(transfer::ImportArgs),
    Coverage(coverage::CoverageArgs),
}

pub(crate) fn run(command: &LexiconCommand, context: &Context) -> Result<Outcome, CliError> {
    match &command.action {
        Action::Learn(args) => learn::run(args, context),
        Action::List(args) => list::run(args, context),
        Action::Export(args) => transfer::export(args),
        Action::Import(args) => transfer::import(args, context),
        Action::Coverage(args) => coverage::run(args, context),
    }
}
