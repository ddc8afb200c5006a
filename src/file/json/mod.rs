//! The canonical JSON form.

mod error;
mod layout;
mod lines;
mod reader;
#[cfg(test)]
mod tests;
mod tree;
mod wire;

use serde::Serialize;
use serde_json::ser::Serializer;

use super::AlignmentFile;

use crate::trace::traced;

pub use error::{Fault, FileError, Kind, Place};
pub use lines::Lines;
pub use reader::read;
pub(super) use reader::{TypedLink, take_apart};
pub(super) use wire::WireFile;
pub(crate) use wire::write_link;

/// The canonical form: the same alignment is the same bytes, one link a line.
#[must_use]
pub fn write(file: &AlignmentFile) -> String {
    traced!("making the file");
    let mut out = Vec::new();
    WireFile::new(file)
        .serialize(&mut Serializer::with_formatter(&mut out, layout::Layout::default()))
        .expect("memory takes every write, and all keys are strings");
    out.push(b'\n');
    String::from_utf8(out).expect("JSON of strings is UTF-8")
}
