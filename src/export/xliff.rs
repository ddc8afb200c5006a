//! Files for translators' programs, XLIFF 1.2 (OASIS 2008).

use std::io::{self, Write};

use super::xml::Xml;
use super::{Exporter, decimal, joined};
use crate::cell;
use crate::cell::escape::join_words;
use crate::file::Status;
use crate::view::View;

/// A unit a link. What people agreed to is approved; a side without sentences is empty.
///
/// Confidence and reasons, which XLIFF has no place for, are attributes of a namespace of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Xliff;

impl Exporter for Xliff {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml::new(out)?;
        xml.open(
            "xliff",
            &[
                ("version", "1.2"),
                ("xmlns", "urn:oasis:names:tc:xliff:document:1.2"),
                ("xmlns:cotejo", "urn:cotejo:alignment"),
            ],
        )?;
        xml.open(
            "file",
            &[
                ("original", view.name),
                ("source-language", view.source_lang),
                ("target-language", view.target_lang),
                ("datatype", "plaintext"),
            ],
        )?;
        xml.open("body", &[])?;
        for (row, number) in view.rows.iter().zip(1_usize..) {
            let (id, confidence) = (number.to_string(), decimal(row.confidence.get()));
            let (approved, state) = match row.status {
                // A program for translators would take what has no text for done.
                Status::Auto if row.target.is_empty() => ("no", "needs-translation"),
                Status::Auto => ("no", "translated"),
                Status::Accepted | Status::Edited => ("yes", "signed-off"),
                Status::Disputed => ("no", "needs-review-translation"),
            };
            let reasons = join_words(row.reasons);
            let mut attributes = vec![
                ("id", id.as_str()),
                ("approved", approved),
                ("cotejo:status", row.status.as_str()),
                ("cotejo:confidence", &confidence),
            ];
            if !reasons.is_empty() {
                attributes.push(("cotejo:reasons", &reasons));
            }
            xml.open("trans-unit", &attributes)?;
            xml.text("source", &[("xml:lang", view.source_lang)], &joined(&row.source))?;
            let target = [("xml:lang", view.target_lang), ("state", state)];
            xml.text("target", &target, &joined(&row.target))?;
            if let Some(note) = row.note {
                xml.text("note", &[], &cell::sheet_note(note))?;
            }
            xml.close("trans-unit")?;
        }
        xml.close("body")?;
        xml.close("file")?;
        xml.close("xliff")?;
        xml.end()
    }
}
