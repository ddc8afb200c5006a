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

/// The languages of Porter's Snowball collection as shipped by `rust-stemmers`: code, English name, stemmer.
const KNOWN: [(&str, &str, Algorithm); 18] = [
    ("ar", "Arabic", Algorithm::Arabic),
    ("da", "Danish", Algorithm::Danish),
    ("de", "German", Algorithm::German),
    ("el", "Greek", Algorithm::Greek),
    ("en", "English", Algorithm::English),
    ("es", "Spanish", Algorithm::Spanish),
    ("fi", "Finnish", Algorithm::Finnish),
    ("fr", "French", Algorithm::French),
    ("hu", "Hungarian", Algorithm::Hungarian),
    ("it", "Italian", Algorithm::Italian),
    ("nl", "Dutch", Algorithm::Dutch),
    ("no", "Norwegian", Algorithm::Norwegian),
    ("pt", "Portuguese", Algorithm::Portuguese),
    ("ro", "Romanian", Algorithm::Romanian),
    ("ru", "Russian", Algorithm::Russian),
    ("sv", "Swedish", Algorithm::Swedish),
    ("ta", "Tamil", Algorithm::Tamil),
    ("tr", "Turkish", Algorithm::Turkish),
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
        KNOWN.iter().map(|(code, ..)| *code)
    }

    /// Its English name, such as `Spanish`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.known().1
    }

    pub(crate) fn algorithm(self) -> Algorithm {
        self.known().2
    }

    fn known(self) -> &'static (&'static str, &'static str, Algorithm) {
        KNOWN
            .iter()
            .find(|(code, ..)| *code == self.0)
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
            .find(|(known, ..)| *known == code)
            .map(|(known, ..)| Self(known))
            .ok_or_else(|| UnknownLang { code: code.to_owned() })
    }
}
