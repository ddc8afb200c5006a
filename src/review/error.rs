//! Why an operation cannot be done, told to a translator.

use super::patch::PatchError;
use super::{Op, SentenceName};

/// Why an operation cannot be done. Nothing was changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpError {
    /// No sentence says this.
    #[error("there is no {name}; was it cut, joined or edited meanwhile?")]
    NoSentence {
        /// The sentence.
        name: SentenceName,
    },
    /// There is no link before the first.
    #[error("this is the first link: nothing stands before it")]
    First,
    /// There is no link after the last.
    #[error("this is the last link: nothing stands after it")]
    Last,
    /// The sentence is in the middle.
    #[error("the sentence stands between others of its link; split the link first")]
    Between,
    /// Nothing is left of a link that is to be split.
    #[error("nothing would stand before it; name a later sentence of the link")]
    NothingBefore,
    /// The sentences of a split stand in two links.
    #[error("the two sentences stand in different links; a link is split where both sides stand in it")]
    TwoLinks,
    /// The two are of one side.
    #[error("both sentences are of the {side} text; one of each is needed")]
    OneSide {
        /// The side.
        side: crate::text::Side,
    },
    /// A decision stands in the way.
    #[error("a link that somebody decided stands in the way: “{first}”; give it back first if it is wrong")]
    Decided {
        /// How it begins.
        first: String,
    },
    /// The sentences to be grouped are no stretch.
    #[error("the sentences of a link stand one after the other; these do not")]
    Scattered,
    /// Nothing was named.
    #[error("{op} names no sentence")]
    Nothing {
        /// The operation.
        op: &'static str,
    },
    /// The parts are not those of the sentence.
    #[error("the parts do not say together what the sentence says")]
    OtherWords,
    /// A corrected sentence would be empty.
    #[error("say what the sentence should read")]
    NoWords,
    /// There is nothing to join.
    #[error("the sentence is the last of its text: none stands after it")]
    NoNext,
    /// The patch would not be sound.
    #[error(transparent)]
    Patch(#[from] PatchError),
}

impl OpError {
    pub(super) const fn nothing(op: &Op) -> Self {
        Self::Nothing { op: op.as_str() }
    }
}
