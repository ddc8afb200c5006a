//! The pages of a book, as XHTML.

use std::fmt::Write as _;

use quick_xml::escape::escape as xml;

use super::book::{Chapter, Pair, Passage};
use super::{Epub, Layout};
use crate::export::html::emphasis::parts;
use crate::export::xml::visible;
use crate::text::PassageKind;
use crate::view::{Cell, View};

/// A page of the book.
pub(super) struct File {
    /// Its name, without a folder.
    pub(super) name: String,
    pub(super) xhtml: String,
    /// What the contents call it, of the original and of the translation; nothing for a part that goes on.
    pub(super) names: [String; 2],
}

/// Bytes of a page after which a long chapter goes on in another: readers lay out a page whole, and some give up on longer ones.
const LONG: usize = 240_000;

/// What marks a sentence that has a note.
const MARK: &str = "°";

/// The pages of all chapters.
pub(super) fn files(chapters: &[Chapter<'_, '_>], view: &View<'_>, book: &Epub) -> Vec<File> {
    let mut files = Vec::new();
    let mut writer = Writer {
        langs: [view.source_lang, view.target_lang],
        layout: book.layout,
        pairs: 0,
        body: String::new(),
        notes: String::new(),
        note: 0,
        waiting: String::new(),
    };
    for chapter in chapters {
        let names = chapter.names.each_ref().map(|names| plain_joined(names));
        let title = names
            .iter()
            .find(|name| !name.is_empty())
            .map_or(view.name, String::as_str)
            .to_owned();
        let mut names = Some(names);
        for (index, pair) in chapter.pairs.iter().enumerate() {
            writer.pair(pair);
            let last = index + 1 == chapter.pairs.len();
            if last || writer.body.len() + writer.notes.len() > LONG {
                files.push(File {
                    name: format!("text-{:04}.xhtml", files.len() + 1),
                    xhtml: writer.page(&title),
                    names: names.take().unwrap_or_default(),
                });
            }
        }
    }
    files
}

/// Text of a book: escaped, without what XML cannot hold and without the underscores of emphasis.
pub(super) fn plain(text: &str) -> String {
    let words: String = parts(text).iter().map(|part| part.text).collect();
    xml(visible(&words).as_ref()).into_owned()
}

fn plain_joined(texts: &[&str]) -> String {
    texts.iter().map(|text| plain(text)).collect::<Vec<_>>().join(". ")
}

/// An XHTML document of one language.
pub(super) fn document(lang: &str, title: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{lang}\" xml:lang=\"{lang}\">\n\
         <head>\n<meta charset=\"utf-8\"/>\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n{body}</html>\n"
    )
}

struct Writer<'a> {
    langs: [&'a str; 2],
    layout: Layout,
    /// Pairs so far, in the whole book.
    pairs: usize,
    body: String,
    notes: String,
    /// Notes so far, in the whole book.
    note: usize,
    /// Translation that no sentence of the original has led to yet.
    waiting: String,
}

impl Writer<'_> {
    /// Ends a page.
    fn page(&mut self, title: &str) -> String {
        let mut body = String::from("<body>\n<section epub:type=\"chapter\" role=\"doc-chapter\">\n");
        body.push_str(&std::mem::take(&mut self.body));
        let waiting = std::mem::take(&mut self.waiting);
        if !waiting.is_empty() {
            let _ = writeln!(body, "<p class=\"t\"{}>{waiting}</p>", self.lang(1));
        }
        body.push_str("</section>\n");
        let notes = std::mem::take(&mut self.notes);
        if !notes.is_empty() {
            let lang = self.lang(1);
            let _ = write!(
                body,
                "<section epub:type=\"footnotes\" role=\"doc-endnotes\" class=\"notes\"{lang}>\n<h2>{}</h2>\n{notes}</section>\n",
                notes_title(self.langs[1])
            );
        }
        body.push_str("</body>\n");
        document(self.langs[0], title, &body)
    }

    fn lang(&self, side: usize) -> String {
        format!(" lang=\"{0}\" xml:lang=\"{0}\"", self.langs[side])
    }

    fn pair(&mut self, pair: &Pair<'_, '_>) {
        self.pairs += 1;
        if self.layout == Layout::Popup {
            self.with_notes(pair);
            return;
        }
        let _ = writeln!(self.body, "<div class=\"pair\" id=\"p{}\">", self.pairs);
        for side in 0..2 {
            let passages = pair.passages(side);
            // The side layout needs a box a side, whatever is in it.
            let boxed = self.layout == Layout::Side;
            if boxed {
                let _ = writeln!(self.body, "<div class=\"side\">");
            }
            for passage in &passages {
                let text = sentences(passage);
                self.passage(side, pair.level, passage.kind, &text);
            }
            if boxed {
                let _ = writeln!(self.body, "</div>");
            }
        }
        let _ = writeln!(self.body, "</div>");
    }

    /// Writes a passage of one side. The heading of a chapter is that of the original; its translation is a line below.
    fn passage(&mut self, side: usize, level: u8, kind: PassageKind, text: &str) {
        let lang = self.lang(side);
        let of_side = ["o cp-original", "t cp-translation"][side];
        let tag = match (kind, side, level) {
            (PassageKind::Heading, 0, 1) => "h1",
            (PassageKind::Heading, 0, 2) => "h2",
            _ => "p",
        };
        let kind = match kind {
            PassageKind::Heading => " heading",
            PassageKind::Verse => " verse",
            PassageKind::Separator => " separator",
            PassageKind::ListItem => " item",
            PassageKind::Letter => " letter",
            PassageKind::Footnote => " footnote",
            _ => "",
        };
        let _ = writeln!(self.body, "<{tag} class=\"{of_side}{kind}\"{lang}>{text}</{tag}>");
    }

    /// The original with a mark behind each row that leads to its translation. Translation without an original goes with the
    /// row before, or with the next where none is before.
    fn with_notes(&mut self, pair: &Pair<'_, '_>) {
        let mut passages: Vec<(PassageKind, String)> = Vec::new();
        for row in &pair.rows {
            let translation = joined(&row.target);
            if row.source.is_empty() {
                if !self.waiting.is_empty() {
                    self.waiting.push(' ');
                }
                self.waiting.push_str(&translation);
                continue;
            }
            for cell in &row.source {
                match passages.last_mut() {
                    Some((kind, text)) if !cell.starts_passage() => {
                        text.push_str(between(*kind));
                        text.push_str(&marked_up(cell));
                    }
                    _ => passages.push((cell.kind, marked_up(cell))),
                }
            }
            let mut note = std::mem::take(&mut self.waiting);
            if !note.is_empty() && !translation.is_empty() {
                note.push(' ');
            }
            note.push_str(&translation);
            if note.is_empty() {
                continue;
            }
            self.note += 1;
            let number = self.note;
            if let Some((_, text)) = passages.last_mut() {
                let _ = write!(
                    text,
                    "<a class=\"mark\" epub:type=\"noteref\" role=\"doc-noteref\" id=\"r{number}\" href=\"#n{number}\" aria-label=\"{}\">{MARK}</a>",
                    mark_label(self.langs[0])
                );
            }
            let _ = writeln!(
                self.notes,
                "<div id=\"n{number}\" epub:type=\"footnote\" role=\"doc-footnote\"><p><a role=\"doc-backlink\" href=\"#r{number}\">{number}</a> {note}</p></div>"
            );
        }
        for (kind, text) in passages {
            self.passage(0, pair.level, kind, &text);
        }
    }
}

/// The sentences of a passage; verses one a line.
fn sentences(passage: &Passage<'_, '_>) -> String {
    let texts: Vec<String> = passage.cells.iter().map(|cell| marked_up(cell)).collect();
    texts.join(between(passage.kind))
}

fn joined(cells: &[Cell<'_>]) -> String {
    let mut text = String::new();
    for cell in cells {
        if !text.is_empty() {
            text.push_str(between(cell.kind));
        }
        text.push_str(&marked_up(cell));
    }
    text
}

const fn between(kind: PassageKind) -> &'static str {
    match kind {
        PassageKind::Verse => "<br/>\n",
        _ => " ",
    }
}

fn marked_up(cell: &Cell<'_>) -> String {
    let mut text = String::new();
    for part in parts(cell.text) {
        let visible = visible(part.text);
        let words = xml(visible.as_ref());
        if part.emphasis {
            let _ = write!(text, "<em>{words}</em>");
        } else {
            text.push_str(&words);
        }
    }
    text
}

/// What the heading over the notes says, in their language.
const fn notes_title(lang: &str) -> &'static str {
    match lang.as_bytes() {
        b"es" => "Traducción",
        b"fr" => "Traduction",
        b"de" => "Übersetzung",
        b"it" => "Traduzione",
        b"pt" => "Tradução",
        _ => "Translation",
    }
}

/// What a screen reader says of a mark, in the language of the text around it.
const fn mark_label(lang: &str) -> &'static str {
    match lang.as_bytes() {
        b"es" => "traducción",
        b"fr" => "traduction",
        b"de" => "Übersetzung",
        b"it" => "traduzione",
        b"pt" => "tradução",
        _ => "translation",
    }
}
