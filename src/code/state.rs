//! How an alignment stands to its texts.

use serde::Serialize;

/// How an alignment stands to its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// It fits both.
    Fresh,
    /// The original changed since.
    StaleSource,
    /// The translation changed since.
    StaleTarget,
    /// This program would make other links.
    StaleAligner,
    /// A new alignment waits to be accepted.
    Pending,
    /// A text it names is gone.
    Orphan,
    /// There are two texts and no alignment.
    Missing,
    /// The file is no alignment, or not one of its texts.
    Invalid,
    /// The file holds the marks of an unfinished merge.
    Conflict,
}

impl State {
    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::StaleSource => "stale-source",
            Self::StaleTarget => "stale-target",
            Self::StaleAligner => "stale-aligner",
            Self::Pending => "pending",
            Self::Orphan => "orphan",
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Conflict => "conflict",
        }
    }
}
