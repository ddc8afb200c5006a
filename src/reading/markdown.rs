//! Markdown to passages.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::page::Page;
use crate::text::PassageKind;

/// Whether a text without the ending of Markdown is Markdown all the same: it has a table, which nothing else draws so.
pub(super) fn has_table(text: &str) -> bool {
    let mut before = "";
    text.lines().any(|line| {
        let line = line.trim();
        let rule = line.contains("--")
            && line.contains('|')
            && line
                .bytes()
                .all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'));
        let found = rule && before.contains('|') && before.chars().any(char::is_alphanumeric);
        before = line;
        found
    })
}

/// The passages of a Markdown text. Cells of tables are passages, as are lines of code.
pub(super) fn read(text: &str) -> Page {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options) {
        reader.event(event);
    }
    reader.flush();
    reader.page
}

#[derive(Default)]
struct Reader {
    page: Page,
    current: String,
    html: String,
    heading: bool,
    metadata: bool,
    notes: usize,
    /// An item was opened and nothing of it was written yet.
    items: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text)
                if !self.metadata =>
            {
                self.current.push_str(&text);
            }
            Event::SoftBreak => self.current.push(' '),
            Event::HardBreak => self.current.push('\n'),
            Event::FootnoteReference(name) => self.current.push_str(&format!("[{name}]")),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) if html.starts_with("<br") => self.current.push('\n'),
            Event::Rule => self.page.lines(PassageKind::Separator, ["* * *".to_owned()]),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => self.heading = true,
            Tag::MetadataBlock(_) => self.metadata = true,
            Tag::FootnoteDefinition(name) => {
                self.flush();
                self.notes += 1;
                self.current = format!("[{name}] ");
            }
            Tag::Item => {
                self.flush();
                self.items += 1;
            }
            Tag::CodeBlock(_) | Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_) | Tag::TableCell => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = false;
            }
            TagEnd::CodeBlock => {
                let code = std::mem::take(&mut self.current);
                self.page.lines(
                    PassageKind::Paragraph,
                    code.lines().map(str::trim_end).map(str::to_owned),
                );
            }
            TagEnd::MetadataBlock(_) => self.metadata = false,
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.notes = self.notes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.flush();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::Paragraph | TagEnd::TableCell | TagEnd::BlockQuote(_) => self.flush(),
            TagEnd::HtmlBlock => {
                self.flush();
                let html = std::mem::take(&mut self.html);
                self.page.append(super::html::read(&html));
            }
            _ => {}
        }
    }

    fn flush(&mut self) {
        let kind = if self.heading {
            PassageKind::Heading
        } else if self.notes > 0 {
            PassageKind::Footnote
        } else if self.items > 0 {
            PassageKind::ListItem
        } else {
            PassageKind::Paragraph
        };
        let text = std::mem::take(&mut self.current);
        self.page.text(kind, &text);
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::shown;
    use super::*;

    #[test]
    fn markup_is_no_text() {
        assert_snapshot!(shown(&read(
            "---\ntitle: no\n---\n\nEl faro\n=======\n\nMaría *subió* al [faro](http://x.invalid)\nde **noche**.[^1]\n\n\
             ## Lista\n\n- Uno.\n- Dos:\n  1. Tres.\n\n| a | b |\n|---|:-:|\n| c. | `d` |\n\n```\nx = 1\ny = 2\n```\n\n\
             <div><p>Una <b>caja</b>.</p></div>\n\n* * *\n\n[^1]: Una nota.\n"
        ).finish()), @r#"
        Heading: El faro
        Paragraph: María subió al faro de noche.[1]
        Heading: Lista
        ListItem: Uno.
        ListItem: Dos:
        ListItem: Tres.
        Paragraph: a
        Paragraph: b
        Paragraph: c.
        Paragraph: d
        Paragraph: x = 1 / y = 2
        Paragraph: Una caja.
        Separator: * * *
        Footnote: [1] Una nota.
        "#);
    }

    #[test]
    fn a_table_tells_markdown() {
        assert!(has_table("Uno | dos\n--- | ---\n1 | 2\n"));
        assert!(!has_table("Uno\n---\n\n| a |\n\n—|—\n"));
    }
}
