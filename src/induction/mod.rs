//! Lexicon induction: word pairs learnt from sentences that translate each other, and how much of two aligned texts
//! a lexicon knows. Lexicons of users come in here too, as long phrases in them are learnt from.

mod coverage;
mod learned;
mod user;

pub use coverage::{Coverage, coverage};
pub use learned::{Example, LearnedPair, Support, examples, learn_pairs};
pub use user::{LexiconError, LexiconForm, UserLexicon};
