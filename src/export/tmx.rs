//! Translation memories, TMX 1.4b (LISA 2005).

use std::io::{self, Write};

use super::xml::Xml;
use super::{Exporter, decimal, ids, joined};
use crate::cell::escape::{escape, join_words};
use crate::view::{Row, View};

/// A unit a link, a variant a side that has sentences. What TMX has no place for is in properties
/// `x-cotejo-…`, so that nothing of the alignment is lost.
///
/// A segment is one line: tools that translate by the memory hold it against sentences whose line breaks are gone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tmx;

impl Exporter for Tmx {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml::new(out)?;
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
                prop(&mut xml, &format!("{side}-path"), &text.path)?;
                prop(&mut xml, &format!("{side}-sha256"), &text.sha256)?;
            }
            prop(&mut xml, "aligner", &file.aligner.version)?;
            prop(&mut xml, "settings", &serde_json::to_string(&file.aligner.settings)?)?;
        }
        xml.close("header")?;
        xml.open("body", &[])?;
        for row in &view.rows {
            unit(&mut xml, row, [view.source_lang, view.target_lang])?;
        }
        xml.close("body")?;
        xml.close("tmx")?;
        xml.end()
    }
}

fn unit(xml: &mut Xml<'_>, row: &Row<'_>, langs: [&str; 2]) -> io::Result<()> {
    xml.open("tu", &[])?;
    let mut exact = String::new();
    if let Some(note) = row.note {
        xml.text("note", &[], note)?;
        // What XML cannot hold, or what a program that reads it would change.
        let escaped = escape(note);
        if escaped != note.replace('\\', r"\\").replace('\n', r"\n").replace('\t', r"\t") {
            exact = escaped;
        }
    }
    prop(xml, "status", row.status.as_str())?;
    prop(xml, "confidence", &decimal(row.confidence.get()))?;
    for (name, value) in [
        ("source-ids", ids(&row.source)),
        ("target-ids", ids(&row.target)),
        ("reasons", join_words(row.reasons)),
        ("note", exact),
    ] {
        if !value.is_empty() {
            prop(xml, name, &value)?;
        }
    }
    for (lang, cells) in langs.into_iter().zip([&row.source, &row.target]) {
        if cells.is_empty() {
            continue;
        }
        xml.open("tuv", &[("xml:lang", lang)])?;
        xml.text("seg", &[], &joined(cells))?;
        xml.close("tuv")?;
    }
    xml.close("tu")
}

fn prop(xml: &mut Xml<'_>, name: &str, value: &str) -> io::Result<()> {
    xml.text("prop", &[("type", &format!("x-cotejo-{name}"))], value)
}
