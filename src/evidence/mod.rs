//! What speaks for and against a bead. One file for each kind of evidence.

mod length;
mod omission;
mod shape;
mod structure;

pub use length::LengthEvidence;
pub use omission::{OmissionEvidence, OmissionPrices};
pub(crate) use shape::shapes;
pub use shape::{MAX_GROUP, ShapeEvidence};
pub use structure::StructureEvidence;
