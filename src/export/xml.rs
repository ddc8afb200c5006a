//! Writing XML.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};

/// A document that is being written, indented by two.
pub(super) struct Xml<'o>(Writer<&'o mut dyn Write>);

impl<'o> Xml<'o> {
    /// Begins a document in UTF-8.
    pub(super) fn new(out: &'o mut dyn Write) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(writer))
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        let start = BytesStart::new(name);
        self.0.write_event(Event::End(start.to_end()))
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element that holds a text and nothing else.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        // A carriage return would come back as a line feed.
        let text = quick_xml::escape::partial_escape(visible(text)).replace('\r', "&#13;");
        self.0.write_event(Event::Text(BytesText::from_escaped(text)))?;
        self.close(name)
    }

    /// Ends the file with a line break.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.0.get_mut().write_all(b"\n")
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let shown = attributes.iter().map(|&(name, value)| (name, visible(value)));
    let shown: Vec<_> = shown.collect();
    BytesStart::new(name).with_attributes(shown.iter().map(|(name, value)| (*name, &**value)))
}

/// Text that XML can hold: characters that it cannot are left out. None of them can be seen.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| is_allowed(c)).collect())
}

/// Whether XML 1.0 can hold a character.
pub(super) fn is_allowed(c: char) -> bool {
    let control = c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    !control && !matches!(c, '\u{fffe}' | '\u{ffff}')
}
