//! Why the aligner is not sure of a link, as stable codes. Each is explained in docs/REASONS.md.

mod number;

use std::fmt;

use crate::bead::Bead;

pub(crate) use number::{number_words, roman};

/// Links less sure than this carry their reasons.
pub const UNCERTAIN_BELOW: f64 = 0.9;

/// The codes, in the order in which a link lists them.
pub const CODES: [&str; 6] = ["length", "number", "name", "lexicon", "omission", "near-tie"];

/// Why the aligner is not sure of a link.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// One side is longer, or shorter, than the rest of the texts lets expect.
    Length,
    /// Digits of one side are missing on the other, as digits, as words and as Roman numerals.
    Number,
    /// A name of one side is missing on the other.
    Name,
    /// Hardly any word with a known translation has it on the other side.
    Lexicon,
    /// A sentence without a counterpart might have one.
    Omission,
    /// Another grouping of the same sentences is nearly as likely.
    NearTie(Rival),
}

/// A grouping that excludes a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    /// The bead that would stand instead.
    pub bead: Bead,
    /// Its probability.
    pub share: f64,
}

impl Reason {
    /// The code without particulars, one of [`CODES`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Number => "number",
            Self::Name => "name",
            Self::Lexicon => "lexicon",
            Self::Omission => "omission",
            Self::NearTie(_) => "near-tie",
        }
    }
}

impl fmt::Display for Reason {
    /// The form in alignment files: the code, for a near tie followed by the shape of the rival and its probability, as
    /// in `near-tie:2-1@0.31`. It names no sentence by its place, so that it stays the same when others are put before.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        match self {
            Self::NearTie(Rival { bead, share }) => write!(f, ":{}@{share:.2}", bead.shape()),
            _ => Ok(()),
        }
    }
}

/// A reason of an alignment file as a reader would put it; a code that is not known stands as it is.
#[must_use]
pub fn in_words(reason: &str) -> String {
    let words = match reason {
        "length" => "one side is unusually long",
        "number" => "the numbers differ",
        "name" => "a name is missing",
        "lexicon" => "hardly a known word agrees",
        "omission" => "it may have a counterpart",
        other => {
            let rival = other
                .strip_prefix("near-tie:")
                .and_then(|rival| rival.split('@').next());
            return match rival {
                Some(shape) => format!("it might be {shape}"),
                None if other.starts_with("stale") => other.to_owned(),
                None => other.replace(['-', '_'], " "),
            };
        }
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_tie_names_the_shape_and_the_share_of_its_rival() {
        let rival = |bead| Reason::NearTie(Rival { bead, share: 0.314 }).to_string();
        assert_eq!(rival(Bead::new(1..3, 1..2)), "near-tie:2-1@0.31");
        assert_eq!(rival(Bead::new(2..3, 1..1)), "near-tie:1-0@0.31");
        assert_eq!(Reason::Omission.to_string(), "omission");
    }

    #[test]
    fn reasons_are_put_into_words() {
        assert_eq!(in_words("near-tie:2-1@0.30"), "it might be 2-1");
        assert_eq!(in_words("number"), "the numbers differ");
        assert_eq!(in_words("some-other_code"), "some other code");
    }

    #[test]
    fn the_list_and_the_documentation_agree() {
        let docs = include_str!("../../docs/REASONS.md");
        let headings: Vec<_> = docs
            .lines()
            .filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'))
            .collect();
        assert_eq!(headings, CODES);
        for section in docs.split("\n## ").skip(1) {
            assert!(section.contains("Example:"), "no example: {section}");
        }
        let rival = Rival {
            bead: Bead::new(0..1, 0..1),
            share: 0.3,
        };
        let all = [
            Reason::Length,
            Reason::Number,
            Reason::Name,
            Reason::Lexicon,
            Reason::Omission,
            Reason::NearTie(rival),
        ];
        assert_eq!(all.map(|reason| reason.code()), CODES);
    }
}
