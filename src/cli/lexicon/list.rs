//! `cotejo lexicon list`

use clap::Args;
use cotejo::lexicon::{WordPair, known_pairs, matches_word};

use super::super::error::CliError;
use super::super::project::{LangArgs, ProjectArgs};
use super::super::read::LexiconArgs;
use super::super::talk::print;
use super::super::{Context, Outcome};
use super::form::shown;

/// Show the pairs of a word, or all pairs.
///
/// The word may be of either language and in any form. Pairs are shown one a line: source, target, weight, and
/// whether they come with the program or are yours (--lexicon, or lexicon in cotejo.toml).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo lexicon list casa\n  \
    cotejo lexicon list houses --lexicon own.tsv")]
pub(crate) struct ListArgs {
    /// A word; all pairs when none is given.
    #[arg(value_name = "WORD")]
    word: Option<String>,
    #[command(flatten)]
    lexicon: LexiconArgs,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

pub(crate) fn run(args: &ListArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.find()?;
    let langs = args.langs.resolve(project.as_ref())?;
    let own = args.lexicon.read(project.as_ref(), langs)?.pairs;
    let known = known_pairs(langs[0], langs[1]);
    let all = known.iter().map(|pair| (pair, "program"));
    let all = all.chain(own.iter().map(|pair| (pair, "own")));
    let mut found: Vec<(&WordPair, &str)> = match &args.word {
        None => all.collect(),
        Some(word) => {
            let [source, target] = langs.map(|lang| matches_word(word, lang));
            all.filter(|(pair, _)| source(&pair.source) || target(&pair.target))
                .collect()
        }
    };
    found.sort_by(|(a, _), (b, _)| {
        let by_weight = b.weight.total_cmp(&a.weight);
        a.source.cmp(&b.source).then(by_weight).then(a.target.cmp(&b.target))
    });
    if let (Some(word), []) = (&args.word, found.as_slice()) {
        let [source, target] = langs;
        context
            .talk
            .note(format_args!("no pair of {source} and {target} words holds \"{word}\""));
    }
    print(|out| {
        found.iter().try_for_each(|(pair, origin)| {
            let WordPair { source, target, weight } = pair;
            writeln!(out, "{source}\t{target}\t{}\t{origin}", shown(*weight))
        })
    })?;
    Ok(Outcome::Clean)
}
