//! Word documents: paragraphs, headings, list items; footnotes and endnotes at the end.
//!
//! What is marked as deleted is left out, what is marked as inserted is text. Headings are told by the name of their
//! style, which is the same in every language of Word, or by their outline level.

use std::collections::BTreeMap;

use super::page::Page;
use super::unpack::Archive;
use super::xml::{Attributes, Piece, walk};
use crate::text::PassageKind;

/// The text of a document.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Page, String> {
    let styles = match archive.text("word/styles.xml")? {
        Some(text) => styles(&text)?,
        None => BTreeMap::new(),
    };
    let document = archive.text("word/document.xml")?.unwrap_or_default();
    let mut page = part(&document, &styles, None)?;
    for (name, element) in [("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")] {
        if let Some(notes) = archive.text(name)? {
            page.append(part(&notes, &styles, Some(element))?);
        }
    }
    Ok(page)
}

/// By id the styles that make headings.
fn styles(text: &str) -> Result<BTreeMap<String, bool>, String> {
    let (mut styles, mut id) = (BTreeMap::new(), String::new());
    walk(text, |piece| {
        let Piece::Open(name, attributes) = piece else { return };
        match name {
            "style" => id = attributes.get("styleId").unwrap_or_default(),
            "name" => {
                let name = attributes.get("val").unwrap_or_default().to_lowercase();
                let is_heading = name.starts_with("heading ") || name == "title" || name == "subtitle";
                styles.entry(id.clone()).or_insert(is_heading);
            }
            "outlineLvl" if is_level(&attributes) => {
                styles.insert(id.clone(), true);
            }
            _ => {}
        }
    })
    .map_err(|problem| format!("word/styles.xml in it is {problem}"))?;
    Ok(styles)
}

/// Level 9 is that of running text.
fn is_level(attributes: &Attributes<'_>) -> bool {
    attributes.get("val").is_some_and(|level| level != "9")
}

/// The passages of one part; of notes, those in elements of a name.
fn part(text: &str, styles: &BTreeMap<String, bool>, notes: Option<&str>) -> Result<Page, String> {
    let mut reader = Reader {
        styles,
        notes,
        page: Page::default(),
        paragraph: String::new(),
        kind: PassageKind::Paragraph,
        skipped: 0,
        is_text: false,
        in_note: false,
        label: String::new(),
    };
    walk(text, |piece| match piece {
        Piece::Open(name, attributes) => reader.open(name, &attributes),
        Piece::Close(name) => reader.close(name),
        Piece::Text(text) => reader.text(text),
    })
    .map_err(|problem| format!("the document in it is {problem}"))?;
    reader.flush();
    Ok(reader.page)
}

struct Reader<'a> {
    styles: &'a BTreeMap<String, bool>,
    notes: Option<&'a str>,
    page: Page,
    paragraph: String,
    kind: PassageKind,
    /// Open elements whose content is no text.
    skipped: usize,
    is_text: bool,
    in_note: bool,
    /// The number of a note whose first paragraph was not written yet.
    label: String,
}

/// Deleted and moved-away text, the older twin of a drawing, and what a field was computed from.
const SKIPPED: [&str; 5] = ["del", "moveFrom", "Fallback", "instrText", "delText"];

impl Reader<'_> {
    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        if self.skipped > 0 || SKIPPED.contains(&name) {
            self.skipped += usize::from(SKIPPED.contains(&name));
            return;
        }
        match name {
            "p" => {
                self.flush();
                self.kind = PassageKind::Paragraph;
            }
            "pStyle" => {
                let style = attributes.get("val").unwrap_or_default();
                let by_name = || style.to_lowercase().starts_with("heading");
                if self.styles.get(&style).copied().unwrap_or_else(by_name) {
                    self.kind = PassageKind::Heading;
                }
            }
            "outlineLvl" if is_level(attributes) => self.kind = PassageKind::Heading,
            "numPr" if self.kind == PassageKind::Paragraph => self.kind = PassageKind::ListItem,
            "t" => self.is_text = true,
            "tab" | "ptab" if !self.paragraph.is_empty() => self.paragraph.push(' '),
            "br" | "cr" => match attributes.get("type").as_deref() {
                // A break of the page or column may stand in the middle of a sentence.
                Some("page" | "column") => self.paragraph.push(' '),
                _ => self.paragraph.push('\n'),
            },
            "noBreakHyphen" => self.paragraph.push('\u{2011}'),
            "footnoteReference" | "endnoteReference" => {
                if let Some(id) = attributes.get("id") {
                    self.paragraph.push_str(&format!("[{id}]"));
                }
            }
            _ if Some(name) == self.notes => {
                self.flush();
                // Lines that separate the notes from the text are notes of a type.
                self.in_note = attributes.get("type").is_none_or(|kind| kind == "normal");
                self.label = attributes.get("id").map(|id| format!("[{id}] ")).unwrap_or_default();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= usize::from(SKIPPED.contains(&name));
            return;
        }
        match name {
            "t" => self.is_text = false,
            "p" => self.flush(),
            _ if Some(name) == self.notes => self.in_note = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_text && self.skipped == 0 {
            self.paragraph.push_str(text);
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        if text.trim().is_empty() {
            return;
        }
        if self.notes.is_none() {
            self.page.text(self.kind, &text);
        } else if self.in_note {
            let label = std::mem::take(&mut self.label);
            self.page
                .text(PassageKind::Footnote, &format!("{label}{}", text.trim_start()));
        }
    }
}
