//! Forms an alignment can be written in. One file each.

pub mod html;

use std::io::{self, Write};

use crate::view::View;

/// A form an alignment can be written in.
pub trait Exporter {
    /// Writes the view.
    ///
    /// # Errors
    /// Whatever `out` says.
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()>;
}
