//! Languages the program knows how to stem.

use std::fmt;
use std::str::FromStr;

use rust_stemmers::Algorithm;

/// A language code (ISO 639-1) that has a Snowball stemmer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lang(&'static str);

/// A language code without a Snowball stemmer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language \"{code}\"; known are {}", Lang::codes().collect::<Vec<_>>().join(", "))]
pub struct UnknownLang {
    /// What was asked for.
    pub code: String,
}

/// The languages of Porter's Snowball collection as shipped by `rust-stemmers`.
const KNOWN: [(&str, Algorithm); 18] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

impl Lang {
    /// Spanish.
    pub const ES: Self = Self("es");
    /// English.
    pub const EN: Self = Self("en");

    /// The two-letter code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// All codes, sorted.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(code, _)| *code)
    }

    pub(crate) fn algorithm(self) -> Algorithm {
        KNOWN
            .iter()
            .find(|(code, _)| *code == self.0)
            .map(|(_, algorithm)| *algorithm)
            .expect("a Lang is only made from a known code")
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        KNOWN
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(known, _)| Self(known))
            .ok_or_else(|| UnknownLang { code: code.to_owned() })
    }
}
