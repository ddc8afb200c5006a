//! The texts that an alignment is brought over to.

use crate::file::TextRef;
use crate::text::Document;

/// A text as it is now, and how an alignment names it.
#[derive(Debug, Clone)]
pub struct Text {
    /// The text, as the segmenter cuts it.
    pub document: Document,
    /// What the alignment says of it.
    pub reference: TextRef,
}
