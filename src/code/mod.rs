//! The codes of findings: they keep their meaning from version to version. Each is explained in docs/CODES.md.

mod state;

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

pub use state::State;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// An alignment does not stand as it should; fails a check by default.
    Error,
    /// The translation, or a link, may be at fault; a person has to look.
    Warning,
}

impl Severity {
    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The original changed since it was aligned.
    StaleSource,
    /// The translation changed since it was aligned.
    StaleTarget,
    /// This program would make other links.
    StaleAligner,
    /// A new alignment waits to be accepted.
    Pending,
    /// A text that the alignment names is gone.
    Orphan,
    /// There are two texts and no alignment.
    Missing,
    /// The file is no alignment, or not one of its texts.
    Invalid,
    /// The file holds the marks of an unfinished merge.
    Conflict,
    /// A person's decision no longer stands, because its sentences were edited.
    StaleLink,
    /// Fewer links were reviewed than asked for.
    Unreviewed,
    /// More links are expected to be wrong than allowed.
    ExpectedErrors,
    /// A person doubts a link.
    Disputed,
    /// A text is in another language than was said.
    Language,
    /// The texts are hardly original and translation of one work.
    Unrelated,
    /// Numbers differ.
    Number,
    /// A name is missing, or is another one.
    Name,
    /// A sentence stands in the translation as it was.
    Untranslated,
    /// A question became a statement.
    Question,
    /// A quotation mark or bracket is not closed or not opened.
    Balance,
    /// A passage of the original is not there.
    Omission,
    /// A passage of the translation has no original.
    Addition,
    /// A passage stands elsewhere in the translation.
    Moved,
    /// A translation is far longer or shorter than others.
    Length,
}

impl Code {
    /// All codes, in the order of the documentation.
    pub const ALL: [Self; 23] = [
        Self::StaleSource,
        Self::StaleTarget,
        Self::StaleAligner,
        Self::Pending,
        Self::Orphan,
        Self::Missing,
        Self::Invalid,
        Self::Conflict,
        Self::StaleLink,
        Self::Unreviewed,
        Self::ExpectedErrors,
        Self::Disputed,
        Self::Language,
        Self::Unrelated,
        Self::Number,
        Self::Name,
        Self::Untranslated,
        Self::Question,
        Self::Balance,
        Self::Omission,
        Self::Addition,
        Self::Moved,
        Self::Length,
    ];

    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StaleSource => "stale-source",
            Self::StaleTarget => "stale-target",
            Self::StaleAligner => "stale-aligner",
            Self::Pending => "pending",
            Self::Orphan => "orphan",
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Conflict => "conflict",
            Self::StaleLink => "stale-link",
            Self::Unreviewed => "unreviewed",
            Self::ExpectedErrors => "expected-errors",
            Self::Disputed => "disputed",
            Self::Language => "language",
            Self::Unrelated => "unrelated",
            Self::Number => "number",
            Self::Name => "name",
            Self::Untranslated => "untranslated",
            Self::Question => "question",
            Self::Balance => "balance",
            Self::Omission => "omission",
            Self::Addition => "addition",
            Self::Moved => "moved",
            Self::Length => "length",
        }
    }

    /// What the code says, in one line.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::StaleSource => "The original changed since it was aligned",
            Self::StaleTarget => "The translation changed since it was aligned",
            Self::StaleAligner => "This version would make other links",
            Self::Pending => "A new alignment waits to be accepted or rejected",
            Self::Orphan => "A text that the alignment names is gone",
            Self::Missing => "There are two texts and no alignment",
            Self::Invalid => "The file is no valid alignment of its texts",
            Self::Conflict => "The file holds the marks of an unfinished merge",
            Self::StaleLink => "A decision no longer stands because its sentences were edited",
            Self::Unreviewed => "Fewer links are reviewed than asked for",
            Self::ExpectedErrors => "More links are expected to be wrong than allowed",
            Self::Disputed => "Somebody doubts this link",
            Self::Language => "A text is in another language than was said",
            Self::Unrelated => "The texts are hardly original and translation of one work",
            Self::Number => "Numbers of original and translation differ",
            Self::Name => "A name of the original is missing in the translation",
            Self::Untranslated => "A sentence was left as it is in the original",
            Self::Question => "A question became a statement",
            Self::Balance => "A quotation mark or bracket has no partner",
            Self::Omission => "A passage of the original has no translation",
            Self::Addition => "A passage of the translation has no original",
            Self::Moved => "A passage stands elsewhere in the translation",
            Self::Length => "The translation is unusually long or short",
        }
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::StaleSource
            | Self::StaleTarget
            | Self::StaleAligner
            | Self::Pending
            | Self::Orphan
            | Self::Missing
            | Self::Invalid
            | Self::Conflict
            | Self::StaleLink
            | Self::Unreviewed
            | Self::ExpectedErrors => Severity::Error,
            Self::Disputed
            | Self::Language
            | Self::Unrelated
            | Self::Number
            | Self::Name
            | Self::Untranslated
            | Self::Question
            | Self::Balance
            | Self::Omission
            | Self::Addition
            | Self::Moved
            | Self::Length => Severity::Warning,
        }
    }

    /// The state of the whole alignment that it stands for, if it is one.
    #[must_use]
    pub const fn state(self) -> Option<State> {
        Some(match self {
            Self::StaleSource => State::StaleSource,
            Self::StaleTarget => State::StaleTarget,
            Self::StaleAligner => State::StaleAligner,
            Self::Pending => State::Pending,
            Self::Orphan => State::Orphan,
            Self::Missing => State::Missing,
            Self::Invalid => State::Invalid,
            Self::Conflict => State::Conflict,
            _ => return None,
        })
    }

    /// Whether it is told of an alignment or a link, not of the project as a whole.
    #[must_use]
    pub const fn is_of_work(self) -> bool {
        !matches!(self, Self::Unreviewed | Self::ExpectedErrors)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A word that is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown code \"{word}\"; known are {}", Code::ALL.map(Code::as_str).join(", "))]
pub struct UnknownCode {
    /// The word.
    pub word: String,
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|code| code.as_str() == word)
            .ok_or_else(|| UnknownCode { word: word.to_owned() })
    }
}

/// Which findings make a check fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailOn(Vec<Code>);

impl FailOn {
    /// These codes and no others.
    #[must_use]
    pub fn codes(codes: impl IntoIterator<Item = Code>) -> Self {
        let mut codes: Vec<_> = codes.into_iter().collect();
        codes.sort_unstable();
        codes.dedup();
        Self(codes)
    }

    /// All codes at least this bad.
    #[must_use]
    pub fn severity(least: Severity) -> Self {
        Self::codes(Code::ALL.into_iter().filter(|code| code.severity() <= least))
    }

    /// Whether a finding of this code makes the check fail. A bound that was asked for always does.
    #[must_use]
    pub fn includes(&self, code: Code) -> bool {
        !code.is_of_work() || self.0.contains(&code)
    }
}

impl Default for FailOn {
    fn default() -> Self {
        Self::severity(Severity::Error)
    }
}

impl FromStr for FailOn {
    type Err = UnknownCode;

    /// `error`, `warning` (which means errors too), codes, or some of them with commas between.
    fn from_str(list: &str) -> Result<Self, Self::Err> {
        let mut codes = Vec::new();
        for word in list.split(',').map(str::trim) {
            match word {
                "error" => codes.extend(Self::severity(Severity::Error).0),
                "warning" => codes.extend(Self::severity(Severity::Warning).0),
                word => codes.push(word.parse()?),
            }
        }
        Ok(Self::codes(codes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_spelling_each() {
        for code in Code::ALL {
            assert_eq!(code.as_str().parse(), Ok(code));
            if let Some(state) = code.state() {
                assert_eq!(state.as_str(), code.as_str());
                assert_eq!(code.severity(), Severity::Error);
            }
        }
        let mut sorted = Code::ALL.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted, Code::ALL);
    }

    #[test]
    fn states_fail_by_default_and_quality_when_asked() {
        let fails = |list: &str| list.parse::<FailOn>().unwrap();
        assert_eq!(fails("error"), FailOn::default());
        assert!(fails("error").includes(Code::Pending) && !fails("error").includes(Code::Number));
        assert!(fails("warning").includes(Code::Pending) && fails("warning").includes(Code::Number));
        assert!(fails("name, number").includes(Code::Number) && !fails("name,number").includes(Code::Invalid));
        assert!(fails("error,number").includes(Code::Number) && fails("error,number").includes(Code::Invalid));
        assert!(fails("name").includes(Code::Unreviewed), "a bound that was asked for");
        assert!("".parse::<FailOn>().is_err() && "errors".parse::<FailOn>().is_err());
    }
}
