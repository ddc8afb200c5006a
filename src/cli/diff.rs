//! `cotejo diff`

use std::path::PathBuf;

use clap::Args;
use cotejo::diff::{diff, render};

use super::Outcome;
use super::error::CliError;
use super::read::{alignment, is_dash};
use super::talk::print;

/// Compare two alignments bead by bead, with the text.
///
/// Exits with 0 when they are the same and with 1 when they differ.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo diff before.json alignments/cuento.json\n  \
    git show HEAD:alignments/cuento.json | cotejo diff - alignments/cuento.json")]
pub(crate) struct DiffArgs {
    /// The alignment before; - is standard input.
    #[arg(value_name = "A")]
    before: PathBuf,
    /// The alignment after; - is standard input.
    #[arg(value_name = "B")]
    after: PathBuf,
}

pub(crate) fn run(args: &DiffArgs) -> Result<Outcome, CliError> {
    if is_dash(&args.before) && is_dash(&args.after) {
        return Err(CliError::new("only one of the alignments can come from standard input"));
    }
    let before = alignment(&args.before)?.file;
    let after = alignment(&args.after)?.file;
    let found = diff(&before, &after);
    print(|out| out.write_all(render(&found).as_bytes()))?;
    Ok(if found.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}
