//! Carrying decisions over to texts that were edited.
//!
//! [`update`] brings a stored alignment up to date with its texts. Links are found again by what their sentences say:
//! every pinned link whose sentences stand in the texts as they were is carried over, wherever they stand now and
//! however the paragraphs are wrapped. A pinned link that was touched becomes stale: an `auto` link with a reason that
//! says what happened and a note that holds the old decision. A decision whose sentences are gone from both texts waits
//! in the file. As soon as the sentences of a decision stand again, it is decided again.

mod assemble;
mod carrier;
mod claims;
mod decision;
mod entry;
mod estimates;
mod lone;
mod place;
mod recut;
mod report;
mod restore;
mod swap;
#[cfg(test)]
mod tests;
mod text;
mod trace;
mod update;
mod wordings;

pub use decision::{Decision, clear_settled};
pub use report::{CarryError, Policy, Report, Update};
pub use text::Text;
pub use update::{fences, standing, update};
