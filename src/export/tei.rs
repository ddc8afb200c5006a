//! Both texts and their links in one document, TEI P5.

use std::io::{self, Write};

use super::xml::Xml;
use super::{Exporter, decimal, one_cell};
use crate::cell::escape::{escape, join_words};
use crate::file::Status;
use crate::text::Side;
use crate::view::{Cell, Row, View};

/// The two texts, an `<s>` a sentence with its id, and a `<link>` for each link that has sentences on both sides or says
/// anything; pointers to the original's sentences stand first.
///
/// The confidence is `cert`, a status that a person set `type`. Notes and reasons point to their link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tei;

impl Exporter for Tei {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml::new(out)?;
        xml.open("TEI", &[("xmlns", "http://www.tei-c.org/ns/1.0")])?;
        header(&mut xml, view)?;
        xml.open("standOff", &[])?;
        xml.open("linkGrp", &[("type", "alignment")])?;
        for (row, number) in view.rows.iter().zip(1_usize..) {
            link(&mut xml, view, row, number)?;
        }
        xml.close("linkGrp")?;
        remarks(&mut xml, view)?;
        xml.close("standOff")?;
        xml.open("text", &[])?;
        xml.open("group", &[])?;
        for side in Side::BOTH {
            text(&mut xml, view, side)?;
        }
        xml.close("group")?;
        xml.close("text")?;
        xml.close("TEI")?;
        xml.end()
    }
}

fn header(xml: &mut Xml<'_>, view: &View<'_>) -> io::Result<()> {
    xml.open("teiHeader", &[])?;
    xml.open("fileDesc", &[])?;
    xml.open("titleStmt", &[])?;
    xml.text("title", &[], view.name)?;
    xml.close("titleStmt")?;
    for (name, held) in [
        ("publicationStmt", "An alignment made with cotejo"),
        ("sourceDesc", "Two texts, sentence by sentence"),
    ] {
        xml.open(name, &[])?;
        xml.text("p", &[], held)?;
        xml.close(name)?;
    }
    xml.close("fileDesc")?;
    xml.close("teiHeader")
}

fn cells<'v>(row: &'v Row<'_>, side: Side) -> &'v [Cell<'v>] {
    match side {
        Side::Source => &row.source,
        Side::Target => &row.target,
    }
}

/// How the ids of a side begin.
fn prefix<'v>(view: &View<'v>, side: Side) -> &'v str {
    match side {
        _ if view.source_lang == view.target_lang => ["source", "target"][side.index()],
        Side::Source => view.source_lang,
        Side::Target => view.target_lang,
    }
}

fn link(xml: &mut Xml<'_>, view: &View<'_>, row: &Row<'_>, number: usize) -> io::Result<()> {
    let pointers = Side::BOTH.into_iter().flat_map(|side| {
        let prefix = prefix(view, side);
        cells(row, side)
            .iter()
            .map(move |cell| format!("#{prefix}.{}", cell.id))
    });
    let pointers = pointers.collect::<Vec<_>>().join(" ");
    let (id, cert) = (format!("link.{number}"), decimal(row.confidence.get()));
    let mut attributes = vec![("xml:id", id.as_str()), ("target", &pointers), ("cert", &cert)];
    if row.status != Status::Auto {
        attributes.push(("type", row.status.as_str()));
    }
    xml.empty("link", &attributes)
}

fn remarks(xml: &mut Xml<'_>, view: &View<'_>) -> io::Result<()> {
    for (row, number) in view.rows.iter().zip(1_usize..) {
        let link = format!("#link.{number}");
        if let Some(note) = row.note {
            xml.text("note", &[("type", "note"), ("target", &link)], &escape(note))?;
        }
        if !row.reasons.is_empty() {
            let reasons = join_words(row.reasons);
            xml.text("note", &[("type", "reasons"), ("target", &link)], &reasons)?;
        }
    }
    Ok(())
}

/// A text, passage by passage.
fn text(xml: &mut Xml<'_>, view: &View<'_>, side: Side) -> io::Result<()> {
    let lang = [view.source_lang, view.target_lang][side.index()];
    xml.open("text", &[("xml:lang", lang)])?;
    xml.open("body", &[])?;
    let prefix = prefix(view, side);
    let mut passage = None;
    for cell in view.rows.iter().flat_map(|row| cells(row, side)) {
        if passage != Some(cell.id.passage) {
            if passage.is_some() {
                xml.close("ab")?;
            }
            xml.open("ab", &[])?;
            passage = Some(cell.id.passage);
        }
        xml.text(
            "s",
            &[("xml:id", &format!("{prefix}.{}", cell.id))],
            &one_cell(cell.text),
        )?;
    }
    match passage {
        Some(_) => xml.close("ab")?,
        // A body holds something.
        None => xml.empty("ab", &[])?,
    }
    xml.close("body")?;
    xml.close("text")
}
