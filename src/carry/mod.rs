//! Brings a stored alignment over to texts that were edited: links are found again by what their sentences say.
//!
//! A pinned link all of whose sentences are untouched stays as it is; only its ids, and the typography of its
//! strings, follow the text. One that was touched becomes *stale*: an `auto` link whose reasons say what happened
//! and whose note holds the old decision, which stands as the program's proposal until a person settles it.

mod decision;
mod exact;
mod fold;
mod near;
mod place;
mod recut;
mod trace;
mod update;

pub use decision::{Decision, STALE, clear_settled, is_stale, is_stale_reason};
pub(crate) use fold::folded;
pub use update::{CarryError, Report, Text, Update, fences, standing, update};
