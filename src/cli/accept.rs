//! `cotejo accept`

use clap::Args;

use super::error::CliError;
use super::pending::{PendingArgs, Verb, settle};
use super::{Context, Outcome};

/// Take over pending alignments, whole or change by change.
///
/// A pending alignment is NAME.json.new beside NAME.json. Without arguments every change is shown and asked for;
/// where there is no terminal, what is pending is listed. What a person decided in NAME.json after the proposal was made
/// is never taken away. The version before goes to the history.
///
/// Links keep the status they have in the proposal: to take over what the aligner made is not to have
/// reviewed it. Say --as-reviewed when you have.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo accept                       ask about each change\n  \
    cotejo accept cuento                all that is pending for one work\n  \
    cotejo accept cuento --link 12.3    the change that holds sentence 12.3 of the original\n  \
    cotejo accept --all")]
pub(crate) struct AcceptArgs {
    #[command(flatten)]
    pending: PendingArgs,
    /// Set the status of the links that are taken over to accepted: a person has looked at each of them.
    #[arg(long)]
    as_reviewed: bool,
}

pub(crate) fn run(args: &AcceptArgs, context: &Context) -> Result<Outcome, CliError> {
    let reviewed = args.as_reviewed;
    settle(&args.pending, Verb::Accept { reviewed }, context)
}
