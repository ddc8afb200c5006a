//! HTML to text and tags, as browsers take it apart, in one pass over it.
//!
//! Attributes are read and, but for the few that say what a passage is, forgotten: however many a tag has, it costs
//! their length once.

use std::borrow::Cow;

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Piece<'t> {
    /// Text with its entities resolved.
    Text(Cow<'t, str>),
    /// A tag that opens an element.
    Open(Tag),
    /// The end of an element, its name in lower case.
    Close(String),
}

/// A tag that opens an element, with what of it matters here.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// In lower case.
    pub(super) name: String,
    pub(super) class: String,
    /// `epub:type`.
    pub(super) kind: String,
    pub(super) role: String,
    pub(super) href: String,
    pub(super) is_hidden: bool,
    /// It ends with a slash.
    pub(super) is_closed: bool,
}

/// Longest name of an element or attribute that is told apart, in bytes.
const LONGEST_NAME: usize = 64;

/// The pieces of a page.
pub(super) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0, raw: None }
}

/// Walks through a page.
#[derive(Debug)]
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
    /// An element was opened whose content is no markup.
    raw: Option<String>,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            if let Some(name) = self.raw.take() {
                self.at += end_of(rest, &name);
                continue;
            }
            let Some(inside) = rest.strip_prefix('<') else {
                let length = rest.find('<').unwrap_or(rest.len());
                return Some(self.text(length));
            };
            let first = inside.chars().next().unwrap_or(' ');
            if let Some(content) = inside.strip_prefix("![CDATA[") {
                let length = content.find("]]>").unwrap_or(content.len());
                self.at += 9 + length;
                self.at += content[length..].len().min(3);
                return Some(Piece::Text(Cow::Borrowed(&content[..length])));
            }
            if inside.starts_with("!--") {
                // "<!-->" and "<!--->" are whole comments.
                let length = rest[2..].find("-->").map_or(rest.len(), |end| end + 5);
                self.at += length;
            } else if first == '!' || first == '?' {
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
            } else if first.is_ascii_alphabetic() {
                return Some(Piece::Open(self.open(1)));
            } else if first == '/' && inside[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Some(Piece::Close(self.open(2).name));
            } else {
                let length = rest[1..].find('<').map_or(rest.len(), |end| end + 1);
                return Some(self.text(length));
            }
        }
    }
}

impl<'t> Pieces<'t> {
    fn text(&mut self, length: usize) -> Piece<'t> {
        let text = &self.text[self.at..self.at + length];
        self.at += length;
        Piece::Text(html_escape::decode_html_entities(text))
    }

    /// Reads a tag whose name begins `skip` bytes on.
    fn open(&mut self, skip: usize) -> Tag {
        self.at += skip;
        let mut tag = Tag {
            name: short(self.take(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'))),
            ..Tag::default()
        };
        loop {
            let between = self.take(|byte| byte.is_ascii_whitespace() || byte == b'/');
            let slash = between.ends_with('/');
            match self.peek() {
                None => break,
                Some(b'>') => {
                    tag.is_closed = slash;
                    self.at += 1;
                    break;
                }
                Some(_) => self.attribute(&mut tag),
            }
        }
        let raw = [
            "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
        ];
        if skip == 1 && !tag.is_closed && raw.contains(&tag.name.as_str()) {
            self.raw = Some(tag.name.clone());
        }
        tag
    }

    fn attribute(&mut self, tag: &mut Tag) {
        let start = self.at;
        // A sign of equality may begin a name.
        self.at += usize::from(self.peek() == Some(b'='));
        self.take(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'='));
        let name = short(&self.text[start..self.at]);
        let after = self.at;
        self.take(|byte| byte.is_ascii_whitespace());
        let mut value = "";
        if self.peek() == Some(b'=') {
            self.at += 1;
            self.take(|byte| byte.is_ascii_whitespace());
            value = match self.peek() {
                Some(quote @ (b'"' | b'\'')) => {
                    self.at += 1;
                    let value = self.take(|byte| byte != quote);
                    self.at = (self.at + 1).min(self.text.len());
                    value
                }
                _ => self.take(|byte| !byte.is_ascii_whitespace() && byte != b'>'),
            };
        } else {
            self.at = after;
        }
        let place = match name.as_str() {
            "class" => &mut tag.class,
            "epub:type" => &mut tag.kind,
            "role" => &mut tag.role,
            "href" => &mut tag.href,
            "hidden" => {
                tag.is_hidden = true;
                return;
            }
            _ => return,
        };
        // The first of two attributes counts.
        if place.is_empty() {
            *place = html_escape::decode_html_entities(value).into_owned();
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes on while bytes are such, which a part of a character beyond ASCII must be too.
    fn take(&mut self, is_such: impl Fn(u8) -> bool) -> &'t str {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().position(|&byte| !is_such(byte)).unwrap_or(rest.len());
        let taken = self.text.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        taken
    }
}

fn short(name: &str) -> String {
    if name.len() > LONGEST_NAME {
        String::new()
    } else {
        name.to_ascii_lowercase()
    }
}

/// Where an element ends whose content is no markup.
fn end_of(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = text[at..].find("</") {
        at += found;
        let there = bytes.get(at + 2..at + 2 + name.len());
        if there.is_some_and(|there| there.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    text.len()
}
