//! Words as evidence: types, and what is known of which word translates which.

mod association;
mod cognate;
mod learn;
mod translation;
mod vocabulary;

pub use association::{Associations, Knowledge};
pub(crate) use cognate::key as spelling_key;
pub use learn::{LearnSettings, learn};
pub use translation::Translation;
#[cfg(feature = "parallel")]
pub(crate) use vocabulary::TypeReader;
pub use vocabulary::{TypeId, Vocabulary, WordType};
