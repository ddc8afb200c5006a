//! Alignments as OPUS has them.

use std::io::{self, Write};

use quick_xml::escape::escape as xml;

use super::xml::visible;
use super::{Exporter, decimal, ids, one_cell};
use crate::cell::escape::{escape, join_words};
use crate::file::Status;
use crate::text::Side;
use crate::view::View;

/// XCES `cesAlign`: links of sentence ids, the original's before the `;`, and the confidence as `certainty`.
///
/// Status, note and reasons, which XCES has no place for, are attributes of their own where they say anything. Through
/// [`Exporter`] the documents are named by the paths of the texts; [`export_with`](Xces::export_with) names those that
/// [`document`](Xces::document) writes, which programs for OPUS can read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Xces;

impl Xces {
    /// Writes the links, with the names of the two documents.
    ///
    /// # Errors
    /// Whatever `out` says.
    pub fn export_with(self, view: &View<'_>, documents: [&str; 2], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
        writeln!(out, "<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">")?;
        writeln!(out, "<cesAlign version=\"1.0\">")?;
        writeln!(
            out,
            "<linkGrp targType=\"s\" fromDoc=\"{}\" toDoc=\"{}\">",
            xml(visible(documents[0])),
            xml(visible(documents[1]))
        )?;
        for (row, number) in view.rows.iter().zip(1..) {
            write!(
                out,
                "<link id=\"SL{number}\" certainty=\"{}\" xtargets=\"{};{}\"",
                decimal(row.confidence.get()),
                ids(&row.source),
                ids(&row.target)
            )?;
            let note = row.note.map(escape).unwrap_or_default();
            let status = (row.status != Status::Auto).then(|| row.status.as_str().to_owned());
            for (name, value) in [
                ("status", status.unwrap_or_default()),
                ("note", note),
                ("reasons", join_words(row.reasons)),
            ] {
                if !value.is_empty() {
                    write!(out, " {name}=\"{}\"", xml(visible(&value)))?;
                }
            }
            writeln!(out, "/>")?;
        }
        writeln!(out, "</linkGrp>")?;
        writeln!(out, "</cesAlign>")
    }

    /// Writes the document of a side: passages as `<p>`, sentences as `<s>` with the ids that the links name.
    ///
    /// # Errors
    /// Whatever `out` says.
    pub fn document(self, view: &View<'_>, side: Side, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<text>")?;
        let mut passage = None;
        let cells = view.rows.iter().flat_map(|row| match side {
            Side::Source => &row.source,
            Side::Target => &row.target,
        });
        for cell in cells {
            if passage != Some(cell.id.passage) {
                if passage.is_some() {
                    writeln!(out, "</p>")?;
                }
                writeln!(out, "<p id=\"{}\">", cell.id.passage)?;
                passage = Some(cell.id.passage);
            }
            let text = one_cell(cell.text);
            writeln!(out, "<s id=\"{}\">{}</s>", cell.id, xml(visible(&text)))?;
        }
        if passage.is_some() {
            writeln!(out, "</p>")?;
        }
        writeln!(out, "</text>")
    }
}

impl Exporter for Xces {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let path = |side: Side| match view.file {
            Some(file) => [&file.source, &file.target][side.index()].path.clone(),
            None => format!("{}/{}", [view.source_lang, view.target_lang][side.index()], view.name),
        };
        let [source, target] = Side::BOTH.map(path);
        self.export_with(view, [&source, &target], out)
    }
}
