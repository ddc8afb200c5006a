//! `cotejo lexicon learn`

use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::file::{AlignmentFile, Confidence};
use cotejo::induction::{Example, Support, examples, learn_pairs};
use cotejo::text::Lang;

use super::super::destination::{Destination, Guard};
use super::super::error::CliError;
use super::super::project::{ProjectArgs, shown, works};
use super::super::read::alignment;
use super::super::talk::count;
use super::super::{Context, Outcome};
use super::form::learned_tsv;
use crate::cli::named;

/// Learn word pairs from alignments.
///
/// Links that you accepted or edited teach, and those of the aligner that it is sure of. A pair is kept when each word
/// is likely where the other stands and the two are met together twice. The result is a lexicon for --lexicon: source,
/// target, weight and how often the two were met, in the forms met most often.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo lexicon learn -o own.tsv                    from all alignments of the project\n  \
    cotejo lexicon learn alignments/cuento.json --new  what the program does not know yet")]
pub(crate) struct LearnArgs {
    /// The alignments; all of the project when none is named.
    #[arg(value_name = "ALIGNMENT")]
    alignments: Vec<PathBuf>,
    /// Where the pairs go; - is standard output [default: -].
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,
    /// Least confidence of a link that nobody reviewed, from 0 to 1.
    #[arg(long, value_name = "SHARE", default_value = "0.9", value_parser = super::super::eval::share)]
    min_confidence: f64,
    /// Learn from links that a person accepted or edited only.
    #[arg(long, conflicts_with = "min_confidence")]
    pinned: bool,
    /// Least probability of each word of a pair given the other, from 0 to 1.
    #[arg(long, value_name = "SHARE", default_value = "0.1", value_parser = super::super::eval::share)]
    min_probability: f64,
    /// Leave out the pairs that come with the program.
    #[arg(long)]
    new: bool,
    /// Write over a file that was changed since cotejo wrote it.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    project: ProjectArgs,
}

pub(crate) fn run(args: &LearnArgs, context: &Context) -> Result<Outcome, CliError> {
    let paths = match args.alignments.as_slice() {
        [] => project_alignments(args)?,
        named => named
            .iter()
            .map(|path| named::path(path, &args.project))
            .collect::<Result<_, _>>()?,
    };
    let inputs: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let destination = Destination::new(&args.output, &inputs)?;
    let least = (!args.pinned).then(|| Confidence::new(args.min_confidence));
    let mut taught: Vec<Example> = Vec::new();
    let mut langs = None;
    for path in &paths {
        let file = alignment(path)?.file;
        let found = languages(path, &file)?;
        let [source, target] = *langs.get_or_insert(found);
        if found != [source, target] {
            return Err(CliError::new(format!(
                "{} aligns {} with {}, the alignments before it {source} with {target}",
                path.display(),
                found[0],
                found[1]
            ))
            .hint("name alignments of the same two languages"));
        }
        taught.extend(examples(&file, least));
    }
    let Some(langs) = langs else {
        return Err(CliError::new("the project holds no alignment to learn from").hint("run `cotejo align` first"));
    };
    #[expect(clippy::cast_possible_truncation, reason = "a threshold needs no more digits")]
    let support = Support {
        probability: args.min_probability as f32,
        ..Support::default()
    };
    let mut learned = learn_pairs(&taught, langs, &support);
    learned.retain(|pair| !(args.new && pair.known));
    let project = args.project.find()?;
    let guard = Guard {
        project: project.as_ref(),
        inputs: &inputs,
        shows: None,
        force: args.force,
    };
    destination.write(learned_tsv(&learned).as_bytes(), &guard)?;
    let (pairs, links) = (count(learned.len(), "pair"), count(taught.len(), "link"));
    context.talk.line(format_args!("{destination}: {pairs} from {links}"));
    Ok(Outcome::Clean)
}

fn project_alignments(args: &LearnArgs) -> Result<Vec<PathBuf>, CliError> {
    let project = args.project.require()?;
    let settings = project.settings();
    let found = works(&project, [settings.source_lang, settings.target_lang])?;
    let alignments = found.works.iter().filter_map(|work| work.alignment.as_deref());
    let paths: Vec<_> = alignments.map(|path| project.locate(path)).collect();
    if paths.is_empty() {
        return Err(CliError::new(format!(
            "the project in {} holds no alignment to learn from",
            shown(&project)
        ))
        .hint("run `cotejo align` first"));
    }
    Ok(paths)
}

fn languages(path: &Path, file: &AlignmentFile) -> Result<[Lang; 2], CliError> {
    let read = |code: &str| {
        code.parse::<Lang>()
            .map_err(|error| CliError::new(format!("{}: {error}", path.display())))
    };
    Ok([read(&file.source.lang)?, read(&file.target.lang)?])
}
