//! `cotejo reject`

use clap::Args;

use super::error::CliError;
use super::pending::{PendingArgs, Verb, settle};
use super::{Context, Outcome};

/// Drop pending alignments, whole or change by change.
///
/// NAME.json stays as it is. The next run proposes the same again, unless you set the status of the links to
/// accepted, edited or disputed, which aligning never changes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo reject cuento                all that is pending for one work\n  \
    cotejo reject cuento --link en:4.1  the change that holds sentence 4.1 of the translation\n  \
    cotejo reject --all")]
pub(crate) struct RejectArgs {
    #[command(flatten)]
    pending: PendingArgs,
}

pub(crate) fn run(args: &RejectArgs, context: &Context) -> Result<Outcome, CliError> {
    settle(&args.pending, Verb::Reject, context)
}
