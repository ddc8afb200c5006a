//! JSON as this project writes it: a blank after each comma and colon, and nothing inside a string
//! that an editor or a line reader takes for the end of a line.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Characters that JSON allows inside strings but many programs break lines at.
const LINE_BREAKS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Everything on one line.
pub(crate) struct OneLine;

impl Formatter for OneLine {
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(LINE_BREAKS) {
            let (before, from) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            let mut chars = from.chars();
            if let Some(c) = chars.next() {
                write!(out, "\\u{:04x}", u32::from(c))?;
            }
            rest = chars.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;
    use serde_json::ser::Serializer;

    use super::OneLine;

    #[test]
    fn a_value_stays_on_one_line_for_every_reader() {
        let mut out = Vec::new();
        let value = serde_json::json!({"a": ["x\u{2028}y\u{85}\u{2029}", "\n\t\u{b}\u{c}\r"], "b": {}});
        value
            .serialize(&mut Serializer::with_formatter(&mut out, OneLine))
            .unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line, r#"{"a": ["x\u2028y\u0085\u2029", "\n\t\u000b\f\r"], "b": {}}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap(), value);
    }
}
