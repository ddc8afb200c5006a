//! Alignments as OPUS has them.

use std::io::{self, Write};

use quick_xml::escape::escape as xml;

use super::escape::{escape, join_words};
use super::{Exporter, decimal, ids};
use crate::file::Status;
use crate::view::View;

/// XCES `cesAlign`: links of sentence ids, the original's before the `;`, and the confidence as `certainty`.
///
/// Status, note and reasons, which XCES has no place for, are attributes of their own where they say anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Xces;

impl Exporter for Xces {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let path = |lang: &str| {
            let sides = view.file.map(|file| [&file.source, &file.target]).into_iter().flatten();
            let mut known = sides.filter(|text| text.lang == lang);
            known
                .next()
                .map_or_else(|| format!("{lang}/{}", view.name), |text| text.path.clone())
        };
        writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
        writeln!(out, "<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">")?;
        writeln!(out, "<cesAlign version=\"1.0\">")?;
        writeln!(
            out,
            "<linkGrp targType=\"s\" fromDoc=\"{}\" toDoc=\"{}\">",
            xml(path(view.source_lang)),
            xml(path(view.target_lang))
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
                    write!(out, " {name}=\"{}\"", xml(super::visible(&value)))?;
                }
            }
            writeln!(out, "/>")?;
        }
        writeln!(out, "</linkGrp>")?;
        writeln!(out, "</cesAlign>")
    }
}
