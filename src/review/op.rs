//! What a person can do to an alignment.

use serde::{Deserialize, Serialize};

use super::SentenceName;

/// One thing a person does. `at` names any sentence of the link that is meant; where a side or a place inside the link
/// matters, it is that of the named sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Op {
    /// The link is right.
    Accept {
        /// A sentence of the link.
        at: SentenceName,
    },
    /// All links that nobody has decided are right, from one link to another.
    AcceptAll {
        /// A sentence of the first link.
        from: SentenceName,
        /// A sentence of the last one.
        to: SentenceName,
    },
    /// Gives the link back to the aligner.
    Back {
        /// A sentence of the link.
        at: SentenceName,
    },
    /// The link is doubted.
    Dispute {
        /// A sentence of the link.
        at: SentenceName,
        /// Why; nothing leaves the note as it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Writes the note of the link.
    Note {
        /// A sentence of the link.
        at: SentenceName,
        /// The note; an empty one is removed.
        note: String,
    },
    /// Marks a sentence to come back to, or takes the mark away. The alignment file knows nothing of it.
    Bookmark {
        /// The sentence.
        at: SentenceName,
        /// Whether it is marked.
        on: bool,
    },
    /// The first sentence of the side goes to the link before.
    FirstUp {
        /// A sentence of the side.
        at: SentenceName,
    },
    /// The last sentence of the side goes to the link after.
    LastDown {
        /// A sentence of the side.
        at: SentenceName,
    },
    /// From this link on, each cell of the side goes to the link before, as far as the next decided link or empty cell.
    ShiftUp {
        /// A sentence of the side.
        at: SentenceName,
    },
    /// From this link on, each cell of the side goes to the link after, as far as the next decided link or empty cell.
    ShiftDown {
        /// A sentence of the side.
        at: SentenceName,
    },
    /// The link and the next become one.
    MergeNext {
        /// A sentence of the link.
        at: SentenceName,
    },
    /// The link and the one before become one.
    MergePrevious {
        /// A sentence of the link.
        at: SentenceName,
    },
    /// A new link begins with this sentence.
    Split {
        /// The first sentence of the new link.
        at: SentenceName,
        /// Its first sentence on the other side; without it the other side stays in the first link whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<SentenceName>,
    },
    /// The sentence, the first or the last of its side, has no counterpart and gets a link of its own.
    NullOut {
        /// The sentence.
        at: SentenceName,
    },
    /// The sentence goes to the link of another, with all of its side that stand between.
    Put {
        /// The sentence.
        at: SentenceName,
        /// A sentence of the link where it belongs.
        to: SentenceName,
    },
    /// Neighbouring sentences become one link; what else stood in theirs stays beside it.
    Group {
        /// Those of the original, in order.
        source: Vec<SentenceName>,
        /// Those of the translation, in order.
        target: Vec<SentenceName>,
    },
    /// Cuts the sentence itself.
    Cut {
        /// The sentence.
        at: SentenceName,
        /// Its parts, which say together what it says.
        parts: Vec<String>,
    },
    /// Joins the sentence itself with the next of its side.
    Join {
        /// The sentence.
        at: SentenceName,
    },
    /// Corrects the words of the sentence, in the text as well.
    Correct {
        /// The sentence.
        at: SentenceName,
        /// What it is to say.
        words: String,
    },
}

/// A sentence to come back to, marked or not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// The sentence.
    pub at: SentenceName,
    /// Whether it is marked.
    pub on: bool,
}

impl Op {
    /// The word in files and on the command line.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::AcceptAll { .. } => "accept-all",
            Self::Back { .. } => "back",
            Self::Dispute { .. } => "dispute",
            Self::Note { .. } => "note",
            Self::Bookmark { .. } => "bookmark",
            Self::FirstUp { .. } => "first-up",
            Self::LastDown { .. } => "last-down",
            Self::ShiftUp { .. } => "shift-up",
            Self::ShiftDown { .. } => "shift-down",
            Self::MergeNext { .. } => "merge-next",
            Self::MergePrevious { .. } => "merge-previous",
            Self::Split { .. } => "split",
            Self::NullOut { .. } => "null-out",
            Self::Put { .. } => "put",
            Self::Group { .. } => "group",
            Self::Cut { .. } => "cut",
            Self::Join { .. } => "join",
            Self::Correct { .. } => "correct",
        }
    }

    /// All of these words.
    pub const NAMES: [&str; 19] = [
        "accept",
        "accept-all",
        "back",
        "dispute",
        "note",
        "bookmark",
        "first-up",
        "last-down",
        "shift-up",
        "shift-down",
        "merge-next",
        "merge-previous",
        "split",
        "null-out",
        "put",
        "group",
        "cut",
        "join",
        "correct",
    ];

    /// Whether links may be grouped anew by it, so that the aligner has something to say about what stands beside them.
    /// To accept what it found changes nothing that it would find.
    #[must_use]
    pub const fn regroups(&self) -> bool {
        !matches!(
            self,
            Self::Accept { .. }
                | Self::AcceptAll { .. }
                | Self::Dispute { .. }
                | Self::Note { .. }
                | Self::Bookmark { .. }
                | Self::Correct { .. }
        )
    }
}
