//! Operations with which a person corrects an alignment, and their record.
//!
//! An [`Op`] names sentences by what they say, so that it means the same after others have worked on the alignment.
//! [`State::prepare`] makes a [`Patch`] of it: the links that go and the links that come. A patch cannot be made that loses,
//! doubles or moves a letter, so every sentence stays in exactly one link whatever is done; only a correction of the text's
//! own words changes letters, and those of one sentence. The patch turned round undoes it. A [`Journal`] holds a state and the [`Entry`]s that led to it; replaying them gives the same file.

mod beside;
mod entry;
mod error;
mod evidence;
mod form;
mod gains;
mod ground;
mod journal;
mod name;
mod nearby;
mod op;
mod pace;
mod patch;
mod prepare;
mod queue;
mod session;
mod state;
mod stretch;
#[cfg(test)]
mod tests;
pub mod told;

pub use entry::{Action, Author, Entry, Request};
pub use error::OpError;
pub use evidence::{Alternative, Evidence, Lit, Reach, evidence};
pub use form::LinkForm;
pub use gains::Gains;
pub use ground::{Chapter, Ground};
pub use journal::{Done, Journal, Known, Refused, ReplayError};
pub use name::SentenceName;
pub use nearby::realign_nearby;
pub use op::{Mark, Op};
pub use pace::{Pace, Spent, trust};
pub use patch::{Correction, Patch, PatchError};
pub use queue::{Item, expected_errors, queue};
pub use session::Session;
pub use state::State;
