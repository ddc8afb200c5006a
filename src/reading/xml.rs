//! The small documents of XML inside an archive. Entities of a document type are never expanded, nothing is fetched.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A piece of a document; names are without their prefix. An empty element opens and closes.
pub(super) enum Piece<'a> {
    Open(&'a str, Attributes<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// The attributes of an element.
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of an attribute, by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes
            .with_checks(false)
            .take(64)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().as_ref() == name)
            .and_then(|attribute| Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()))
    }
}

/// Calls `visit` with each piece of a document.
pub(super) fn walk(text: &str, mut visit: impl FnMut(Piece<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => visit(Piece::Open(start.local_name().as_ref(), Attributes(&start))),
            Ok(Event::End(end)) => visit(Piece::Close(end.local_name().as_ref())),
            Ok(Event::Text(text)) => visit(Piece::Text(&text)),
            Ok(Event::CData(text)) => visit(Piece::Text(&text)),
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(c)) => visit(Piece::Text(c.encode_utf8(&mut [0; 4]))),
                _ => visit(Piece::Text(resolve_predefined_entity(&name).unwrap_or_default())),
            },
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(format!("no well-formed XML: {error}")),
        }
    }
}
