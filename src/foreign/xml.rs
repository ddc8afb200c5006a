//! XML piece by piece, with lines for messages. Entities of a document type are never expanded, nothing is fetched.

use std::path::Path;

use encoding_rs::Encoding;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Fault, unreadable};
use crate::text::SourceText;

/// Longest tag, in bytes. A link of XCES names a hundred sentences in a few kilobytes; each attribute is compared with
/// the others and copied.
const LONGEST_TAG: usize = 256 << 10;

/// A piece of a document. An empty element opens and closes.
pub(crate) enum Piece {
    Open(Element),
    Close(String),
    Text(String),
    End,
}

/// An element that opens.
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute, named with its prefix.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes.find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Walks through a document.
pub(crate) struct Walk<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// A byte and its line, from which on lines are counted.
    counted: (usize, usize),
    at: usize,
    open: Vec<String>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            text,
            reader,
            counted: (0, 1),
            at: 0,
            open: Vec::new(),
        }
    }

    /// Where the last piece begins.
    pub(crate) fn line(&mut self) -> usize {
        self.line_of(self.at)
    }

    fn line_of(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let (from, line) = self.counted;
        let bytes = self.text.as_bytes();
        let line = match bytes.get(from..offset) {
            Some(between) => line + between.iter().filter(|&&byte| byte == b'\n').count(),
            None => bytes[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1,
        };
        self.counted = (offset, line);
        line
    }

    /// A fault where the last piece begins.
    pub(crate) fn fault(&mut self, problem: impl Into<String>) -> Fault {
        Fault::new(self.line(), problem)
    }

    /// The next piece; comments, instructions and the document type are passed over.
    pub(crate) fn next(&mut self) -> Result<Piece, Fault> {
        loop {
            self.at = offset(self.reader.buffer_position());
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let line = self.line_of(offset(self.reader.error_position()));
                    return Err(Fault::new(line, format!("this is no well-formed XML: {error}")));
                }
            };
            return Ok(match event {
                Event::Start(start) => {
                    let element = self.element(&start)?;
                    self.open.push(element.name.clone());
                    Piece::Open(element)
                }
                Event::End(_) => Piece::Close(self.open.pop().unwrap_or_default()),
                Event::Text(text) => Piece::Text((*text).to_owned()),
                Event::CData(text) => Piece::Text((*text).to_owned()),
                Event::GeneralRef(reference) if half(&reference, HIGH).is_some() => {
                    let high = half(&reference, HIGH).unwrap_or_default();
                    Piece::Text(self.whole(high)?.to_string())
                }
                Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                    Ok(Some(c)) => Piece::Text(c.to_string()),
                    Ok(None) => match resolve_predefined_entity(&reference) {
                        Some(text) => Piece::Text(text.to_owned()),
                        None => return Err(self.unknown_entity(&reference)),
                    },
                    Err(_) => return Err(self.unknown_entity(&reference)),
                },
                Event::Eof => match self.open.last().cloned() {
                    None => Piece::End,
                    Some(name) => {
                        let line = self.line_of(self.text.trim_end().len());
                        let problem = format!("the file ends inside <{name}>: it is cut off");
                        return Err(Fault::new(line, problem));
                    }
                },
                _ => continue,
            });
        }
    }

    /// The character of which some programs write the two halves of UTF-16 as if they were characters.
    fn whole(&mut self, high: u32) -> Result<char, Fault> {
        let low = match self.reader.read_event() {
            Ok(Event::GeneralRef(reference)) => half(&reference, LOW),
            _ => None,
        };
        let whole = low.and_then(|low| char::from_u32(0x1_0000 + ((high - HIGH) << 10) + (low - LOW)));
        whole.ok_or_else(|| self.fault("half a character stands here (a surrogate); its other half must follow"))
    }

    fn unknown_entity(&mut self, name: &str) -> Fault {
        let name: String = name.chars().take(40).collect();
        self.fault(format!(
            "\"&{name};\" stands for nothing; entities of a document type are not read"
        ))
    }

    fn element(&mut self, start: &BytesStart<'_>) -> Result<Element, Fault> {
        if start.len() > LONGEST_TAG {
            let problem = format!(
                "a tag of {} bytes: no alignment has tags over {LONGEST_TAG}",
                start.len()
            );
            return Err(self.fault(problem));
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let (key, value) = match attribute {
                Ok(attribute) => match attribute.normalized_value(XmlVersion::Implicit1_0) {
                    Ok(value) => (attribute.key.as_ref().to_owned(), value.into_owned()),
                    Err(error) => return Err(self.fault(format!("this is no well-formed XML: {error}"))),
                },
                Err(error) => return Err(self.fault(format!("this is no well-formed XML: {error}"))),
            };
            attributes.push((key, value));
        }
        Ok(Element {
            name: start.local_name().as_ref().to_owned(),
            attributes,
        })
    }
}

/// Where the two halves of UTF-16 begin, each of 1,024.
const HIGH: u32 = 0xd800;
const LOW: u32 = 0xdc00;

/// The number of a reference to a half that begins at `first`.
fn half(reference: &str, first: u32) -> Option<u32> {
    let number = reference.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    (first..first + 0x400).contains(&code).then_some(code)
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The name of the outermost element, as far as the beginning of the file tells.
pub(crate) fn root(content: &[u8]) -> Option<String> {
    let text = decode(content).ok()?;
    let mut walk = Walk::new(&text);
    loop {
        match walk.next().ok()? {
            Piece::Open(element) => return Some(element.name),
            Piece::End => return None,
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

/// Decodes a document: by its byte order mark, else by the encoding that it names, else as UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Fault> {
    let marked = Encoding::for_bom(bytes).is_some();
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let named = head
        .split_once("?>")
        .and_then(|(declaration, _)| declaration.split_once("encoding="))
        .and_then(|(_, value)| value.get(1..)?.split(['"', '\'']).next().map(str::to_owned));
    let lies = |label: &str| label.to_ascii_lowercase().starts_with("utf-16") && str::from_utf8(bytes).is_ok();
    // Without a mark, UTF-16 shows by its zeros, whatever the file says of itself.
    let encoding = match named {
        Some(label) if !marked && !bytes.contains(&0) && lies(&label) => Some("utf-8".to_owned()),
        _ if marked || bytes.iter().take(4).any(|&byte| byte == 0) => None,
        Some(label) => Some(label),
        None => Some("utf-8".to_owned()),
    };
    SourceText::decode(bytes, encoding.as_deref(), Path::new("it"))
        .map(|text| text.as_str().to_owned())
        .map_err(|error| unreadable(bytes, &error))
}
