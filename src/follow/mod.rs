//! Following sentences from one version of a text to another: the one foundation under carrying over, merging,
//! comparing and importing.
//!
//! `wording` knows when two wordings are the same but for typography; `sequence` finds what stands in both versions in
//! the same order; `near` finds in what is left sentences that were changed, cut or joined.

pub(crate) mod near;
pub(crate) mod sequence;
pub(crate) mod wording;
