//! Where the canonical form breaks lines.

use std::io::{self, Write};

use serde_json::ser::Formatter;

use crate::json::OneLine;

/// Breaks lines between the keys of the file and between links; the rest stays on one line.
#[derive(Default)]
pub(super) struct Layout {
    /// Objects and arrays open.
    depth: usize,
    /// Keys of the outermost object written so far.
    keys: usize,
    /// Whether the list of links holds any.
    links: bool,
}

/// Depth inside the outermost object.
const FILE: usize = 1;
/// Depth inside the lists of links, the only arrays directly below the outermost object.
const LINKS: usize = 2;

impl Formatter for Layout {
    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        OneLine.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.depth == FILE {
            out.write_all(b"\n")?;
        }
        self.depth -= 1;
        OneLine.end_object(out)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        self.links &= self.depth != LINKS;
        OneLine.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.depth == LINKS && self.links {
            out.write_all(b"\n  ")?;
        }
        self.depth -= 1;
        OneLine.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if self.depth == LINKS {
            self.links = true;
            return out.write_all(if first { b"\n    " } else { b",\n    " });
        }
        OneLine.begin_array_value(out, first)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if self.depth != FILE {
            return OneLine.begin_object_key(out, first);
        }
        self.keys += 1;
        // The second key is the version, which shares the first line with the format.
        out.write_all(match self.keys {
            1 => b"\n  ",
            2 => b", ",
            _ => b",\n  ",
        })
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        OneLine.begin_object_value(out)
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        OneLine.write_string_fragment(out, fragment)
    }
}
