//! Indices and ids: which sentence, which passage, which side.

use std::fmt;
use std::str::FromStr;

/// Which of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The original.
    Source,
    /// The translation.
    Target,
}

impl Side {
    /// Both, the original first.
    pub const BOTH: [Self; 2] = [Self::Source, Self::Target];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Source => Self::Target,
            Self::Target => Self::Source,
        }
    }

    /// Its place in what is kept by side: 0 for the original, 1 for the translation.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Source => 0,
            Self::Target => 1,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Source => "source",
            Self::Target => "target",
        })
    }
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as an array position.
            #[must_use]
            pub const fn get(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            /// # Panics
            /// Past 2³² − 1; texts are limited far below that when they are read.
            fn from(index: usize) -> Self {
                Self(u32::try_from(index).expect("texts hold fewer than 2^32 sentences"))
            }
        }
    };
}

index! {
    /// Position of a sentence in its [`Document`](super::Document), from 0.
    SentenceIndex
}
index! {
    /// Position of a passage in its [`Document`](super::Document), from 0.
    PassageIndex
}

/// Where a sentence stands in its text, for people: `passage.sentence`, both from 1. It is worked out from the text and
/// never stored, since it shifts with every sentence put before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SentenceId {
    /// Passage, from 1.
    pub passage: u32,
    /// Sentence inside the passage, from 1.
    pub sentence: u32,
}

impl fmt::Display for SentenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.passage, self.sentence)
    }
}

/// A string that is not a sentence id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no sentence id; expected passage.sentence, both counted from 1, as in \"12.3\"")]
pub struct ParseIdError(pub String);

impl FromStr for SentenceId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // `u32::from_str` takes "+1" and "01"; an id has one spelling only.
        let number = |part: &str| -> Option<u32> {
            let canonical = !part.starts_with(['0', '+']);
            part.parse().ok().filter(|_| canonical)
        };
        text.split_once('.')
            .and_then(|(passage, sentence)| {
                Some(Self {
                    passage: number(passage)?,
                    sentence: number(sentence)?,
                })
            })
            .ok_or_else(|| ParseIdError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::SentenceId;

    #[test]
    fn an_id_has_one_spelling() {
        assert_eq!(
            "12.3".parse(),
            Ok(SentenceId {
                passage: 12,
                sentence: 3
            })
        );
        for bad in [
            "", "1", "1.", ".1", "0.1", "1.0", "01.1", "+1.1", "1.1.1", "a.b", "1.-1",
        ] {
            assert!(bad.parse::<SentenceId>().is_err(), "{bad}");
        }
    }
}
