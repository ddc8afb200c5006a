//! Translation memories, TMX 1.4b (LISA 2005).

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};

use super::escape::join_words;
use super::{Exporter, decimal, ids, visible};
use crate::view::{Row, View};

/// A unit a link, a variant a side that has sentences. What TMX has no place for is in properties
/// `x-cotejo-…`, so that nothing of the alignment is lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tmx;

impl Exporter for Tmx {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml(Writer::new_with_indent(out, b' ', 2));
        xml.0
            .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.open("tmx", &[("version", "1.4")])?;
        xml.open(
            "header",
            &[
                ("creationtool", "cotejo"),
                ("creationtoolversion", env!("CARGO_PKG_VERSION")),
                ("segtype", "sentence"),
                ("o-tmf", "cotejo-alignment"),
                ("adminlang", "en"),
                ("srclang", view.source_lang),
                ("datatype", "plaintext"),
            ],
        )?;
        if let Some(file) = view.file {
            for (side, text) in [("source", &file.source), ("target", &file.target)] {
                xml.prop(&format!("{side}-path"), &text.path)?;
                xml.prop(&format!("{side}-sha256"), &text.sha256)?;
            }
            xml.prop("aligner", &file.aligner.version)?;
            xml.prop("settings", &serde_json::to_string(&file.aligner.settings)?)?;
        }
        xml.close("header")?;
        xml.open("body", &[])?;
        for row in &view.rows {
            unit(&mut xml, row, [view.source_lang, view.target_lang])?;
        }
        xml.close("body")?;
        xml.close("tmx")?;
        xml.0.get_mut().write_all(b"\n")
    }
}

fn unit(xml: &mut Xml<'_>, row: &Row<'_>, langs: [&str; 2]) -> io::Result<()> {
    xml.open("tu", &[])?;
    if let Some(note) = row.note {
        xml.text("note", &[], note)?;
    }
    xml.prop("status", row.status.as_str())?;
    xml.prop("confidence", &decimal(row.confidence.get()))?;
    for (name, value) in [
        ("source-ids", ids(&row.source)),
        ("target-ids", ids(&row.target)),
        ("reasons", join_words(row.reasons)),
    ] {
        if !value.is_empty() {
            xml.prop(name, &value)?;
        }
    }
    for (lang, cells) in langs.into_iter().zip([&row.source, &row.target]) {
        if cells.is_empty() {
            continue;
        }
        let sentences: Vec<_> = cells.iter().map(|cell| cell.text).collect();
        xml.open("tuv", &[("xml:lang", lang)])?;
        xml.text("seg", &[], &sentences.join(" "))?;
        xml.close("tuv")?;
    }
    xml.close("tu")
}

struct Xml<'o>(Writer<&'o mut dyn Write>);

impl Xml<'_> {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        let start = BytesStart::new(name);
        self.0.write_event(Event::End(start.to_end()))
    }

    fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        // A carriage return would come back as a line feed.
        let text = quick_xml::escape::partial_escape(visible(text)).replace('\r', "&#13;");
        self.0.write_event(Event::Text(BytesText::from_escaped(text)))?;
        self.close(name)
    }

    fn prop(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.text("prop", &[("type", &format!("x-cotejo-{name}"))], value)
    }
}
