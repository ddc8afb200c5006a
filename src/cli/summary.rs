//! What is told of an alignment that was made.

use cotejo::carry::{CarryError, Report};
use cotejo::check::Counts;
use cotejo::file::AlignmentFile;

use super::error::CliError;
use super::talk::count;

/// How a work is looked at before its alignment is written.
pub(super) const PROPOSE: &str = "cotejo align --pending, then cotejo diff";

/// What is told of a loss of decisions, and what to do; `look` says how the result can be looked at before.
pub(crate) fn refused(error: &CarryError, path: &str, look: &str) -> CliError {
    let told = CliError::new(format!("{path}: {error}"));
    let told = match error {
        CarryError::Swapped { .. } => {
            told.hint("give the original first and the translation second, or put the files back in their folders")
        }
        CarryError::Damaged { .. } => {
            return told
                .hint("cotejo fmt names the line; put it right there")
                .hint("or bring a version back that is whole: cotejo history lists them")
                .hint("if it is meant: --accept-loss aligns anew what the links no longer hold");
        }
        CarryError::OtherTexts { .. } => {
            told.hint("name the texts it belongs to, or move the alignment away to start afresh")
        }
        _ => told.hint("if a text is not as it should be, put it right and align again"),
    };
    told.hint(format!("to look at it first: {look}"))
        .hint("if it is meant: --accept-loss; what was decided stays in the notes and in cotejo history")
}

/// That links became decided because a person moved their sentences in the alignment itself, where there are some.
pub(super) fn moves(path: &str, moved: usize) -> Option<String> {
    (moved > 0).then(|| {
        format!(
            "{path}: {} whose sentences you moved became edited",
            count(moved, "link")
        )
    })
}

/// What became of people's decisions, where there were any.
pub(super) fn fate(report: &Report) -> Option<String> {
    let mut parts = Vec::new();
    if report.kept + report.carried > 0 {
        parts.push(format!("{} kept", count(report.kept + report.carried, "decided link")));
    }
    if report.carried > 0 {
        parts.push(format!("{} of them carried over to the edited text", report.carried));
    }
    // What waits is told below.
    let became_stale = report.became_stale.saturating_sub(report.set_aside);
    if became_stale > 0 {
        parts.push(format!("{} became stale", count(became_stale, "link")));
    }
    if report.restored > 0 {
        parts.push(format!("{} decided again", count(report.restored, "stale link")));
    }
    if report.waiting > 0 {
        parts.push(format!(
            "{} for sentences that are gone from the texts",
            match report.waiting {
                1 => "1 decision waits".to_owned(),
                waiting => format!("{waiting} decisions wait"),
            }
        ));
    }
    let waiting = report.stale.saturating_sub(became_stale);
    if waiting > 0 {
        parts.push(format!("{} stale from before", count(waiting, "link")));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Sentences, links and mean confidence of an alignment, for a line of talk.
pub(super) fn summary(file: &AlignmentFile) -> [String; 4] {
    let counts = Counts::of(file);
    [
        count(counts.source_sentences, &format!("{} sentence", file.source.lang)),
        count(counts.target_sentences, &format!("{} sentence", file.target.lang)),
        count(counts.links, "link"),
        format!("mean confidence {:.3}", counts.mean_confidence),
    ]
}
