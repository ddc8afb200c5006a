//! Words as evidence: tokens, types, and what is known of which word translates which.

mod association;
mod cognate;
mod learn;
pub(crate) mod stem;
mod token;
mod translation;
mod vocabulary;

pub use association::{Associations, Knowledge};
pub use learn::{LearnSettings, learn};
pub use token::TokenKind;
pub(crate) use token::for_each_token;
pub use translation::Translation;
pub use vocabulary::{TypeId, Vocabulary, WordType};
