//! JSON as people leave it: commas too many or too few at the ends of lines are told as repairs, nothing else is
//! guessed.

use std::borrow::Cow;
use std::collections::HashSet;

use super::error::{Fault, FileError, Kind, Place};
use crate::text::LineColumn;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node<'a> {
    /// The byte at which it begins.
    pub(super) at: usize,
    /// The line, from 1.
    pub(super) line: usize,
    pub(super) value: Value<'a>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member<'a> {
    pub(super) key: Cow<'a, str>,
    /// The byte at which the key begins.
    pub(super) at: usize,
    pub(super) node: Node<'a>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Object(Vec<Member<'a>>),
    List(Vec<Node<'a>>),
    Text(Cow<'a, str>),
    /// A number, `true`, `false` or `null`, as it stands.
    Word(&'a str),
}

impl Value<'_> {
    /// What it is, for messages.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Object(_) => Kind::Object,
            Self::List(_) => Kind::List,
            Self::Text(_) => Kind::Text,
            Self::Word("true" | "false") => Kind::Truth,
            Self::Word("null") => Kind::Null,
            Self::Word(_) => Kind::Number,
        }
    }
}

/// Something that is not as JSON wants it, though only one thing can be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repair {
    pub(super) at: usize,
    pub(super) line: usize,
    pub(super) what: &'static str,
}

/// No alignment is nested deeper.
const DEEPEST: usize = 16;

/// Reads the whole of a file; returns what was repaired beside it.
///
/// # Complexity
/// Linear in the file.
pub(super) fn parse(json: &str) -> Result<(Node<'_>, Vec<Repair>), FileError> {
    let mut parser = Parser {
        json,
        rest: json,
        line: 1,
        link: None,
        repairs: Vec::new(),
    };
    let node = parser.value(DEEPEST)?;
    parser.skip_space();
    match parser.rest.chars().next() {
        None => Ok((node, parser.repairs)),
        Some(c) => Err(parser.fault(format!("{} stands after the brace that closes the file", shown(c)))),
    }
}

struct Parser<'a> {
    json: &'a str,
    rest: &'a str,
    line: usize,
    /// Number of the link being read, from 1.
    link: Option<usize>,
    repairs: Vec<Repair>,
}

impl<'a> Parser<'a> {
    const fn at(&self) -> usize {
        self.json.len() - self.rest.len()
    }

    fn place(&self, at: usize) -> Place {
        Place {
            at: LineColumn::of(self.json, at),
            link: self.link,
        }
    }

    fn fault(&self, problem: String) -> FileError {
        FileError::Syntax {
            // A file that ends with a newline does not end on the line after it.
            place: self.place(self.at().min(self.json.trim_end().len())),
            problem,
            cut_off: self.rest.is_empty(),
        }
    }

    fn repair(&mut self, at: usize, line: usize, what: &'static str) {
        self.repairs.push(Repair { at, line, what });
    }

    fn skip_space(&mut self) {
        let trimmed = self
            .rest
            .trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}', '\u{a0}']);
        let skipped = &self.rest[..self.rest.len() - trimmed.len()];
        self.line += skipped.bytes().filter(|&byte| byte == b'\n').count();
        self.rest = trimmed;
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.rest.strip_prefix(c);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn value(&mut self, depth: usize) -> Result<Node<'a>, FileError> {
        self.skip_space();
        let (at, line) = (self.at(), self.line);
        let Some(depth) = depth.checked_sub(1) else {
            return Err(self.fault("too many brackets inside each other".to_owned()));
        };
        let value = match self.rest.chars().next() {
            None => return Err(self.fault("a value is missing".to_owned())),
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.text()?),
            Some(c) if c.is_ascii_alphanumeric() || c == '-' => self.word()?,
            Some(c) => return Err(self.fault(unexpected(c, self.rest, "a value"))),
        };
        Ok(Node { at, line, value })
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, FileError> {
        self.eat('{');
        let mut members: Vec<Member<'a>> = Vec::new();
        // Few keys are compared faster than hashed; many must not be compared each with each.
        let mut seen: HashSet<Cow<'a, str>> = HashSet::new();
        while self.goes_on('}', members.is_empty())? {
            if !self.rest.starts_with('"') {
                let found = self.rest.chars().next().unwrap_or('}');
                return Err(self.fault(unexpected(found, self.rest, "a key in quotation marks")));
            }
            let at = self.at();
            let key = self.text()?;
            self.skip_space();
            if !self.eat(':') {
                return Err(self.fault("a colon is missing after a key".to_owned()));
            }
            if members.len() == FEW {
                seen = members.iter().map(|member| member.key.clone()).collect();
            }
            let twice = if members.len() < FEW {
                members.iter().any(|other| other.key == key)
            } else {
                !seen.insert(key.clone())
            };
            if twice {
                let key = key.into_owned();
                return Err(FileError::Content {
                    place: self.place(at),
                    fault: Fault::DuplicateKey { key },
                });
            }
            let node = self.value(depth)?;
            members.push(Member { key, at, node });
        }
        Ok(Value::Object(members))
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>, FileError> {
        self.eat('[');
        let mut values = Vec::new();
        while self.goes_on(']', values.is_empty())? {
            // The lists directly below the file are of links.
            if depth == DEEPEST - 2 {
                self.link = Some(values.len() + 1);
            }
            values.push(self.value(depth)?);
        }
        if depth == DEEPEST - 2 {
            self.link = None;
        }
        Ok(Value::List(values))
    }

    /// Whether another member follows; takes the comma before it, or the bracket that closes.
    fn goes_on(&mut self, close: char, first: bool) -> Result<bool, FileError> {
        let (at, line) = (self.at(), self.line);
        self.skip_space();
        let mut commas = 0;
        let (mut comma_at, mut comma_line) = (self.at(), self.line);
        while self.rest.starts_with(',') {
            (comma_at, comma_line) = (self.at(), self.line);
            self.eat(',');
            commas += 1;
            self.skip_space();
        }
        if self.eat(close) {
            if commas > 0 {
                self.repair(comma_at, comma_line, "a comma with nothing after it was left out");
            }
            return Ok(false);
        }
        match self.rest.chars().next() {
            None => return Err(self.fault(format!("{} is missing", shown(close)))),
            Some(c @ (']' | '}')) => {
                return Err(self.fault(format!("{} stands where {} was expected", shown(c), shown(close))));
            }
            Some(_) => {}
        }
        if commas > usize::from(!first) {
            self.repair(comma_at, comma_line, "a comma too many was left out");
        } else if commas == 0 && !first {
            // On one line it is more likely a quotation mark inside a text.
            if self.line == line {
                return Err(self.fault(format!(
                    "a comma or {} was expected; a quotation mark inside a text is written \\\"",
                    shown(close)
                )));
            }
            self.repair(at, line, "a comma was missing at the end of the line");
        }
        Ok(true)
    }

    fn text(&mut self) -> Result<Cow<'a, str>, FileError> {
        let inside = &self.rest[1..];
        let mut end = None;
        let (mut escaped, mut plain) = (false, true);
        for (at, byte) in inside.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => (escaped, plain) = (true, false),
                b'"' => {
                    end = Some(at);
                    break;
                }
                b'\n' => break,
                0..0x20 => plain = false,
                _ => {}
            }
        }
        let Some(end) = end else {
            let problem = "a text is not closed on its line; a quotation mark is missing".to_owned();
            return Err(FileError::Syntax {
                place: self.place(self.at()),
                problem,
                cut_off: !inside.contains('\n'),
            });
        };
        let raw = &self.rest[..end + 2];
        let text = if plain {
            Cow::Borrowed(&raw[1..=end])
        } else {
            // A tab, which editors put in, is the only character that JSON wants written otherwise.
            let text = serde_json::from_str(&raw.replace('\t', "\\t")).map_err(|error| {
                let told = error.to_string();
                let problem = told.split(" at line ").next().unwrap_or_default();
                self.fault(format!("a text cannot be read: {problem}; a backslash is written \\\\"))
            })?;
            if raw.contains('\t') {
                self.repair(self.at(), self.line, "a tab inside a text is written \\t");
            }
            Cow::Owned(text)
        };
        self.rest = &self.rest[end + 2..];
        Ok(text)
    }

    fn word(&mut self) -> Result<Value<'a>, FileError> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.' | '_'))
            .unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        let is_number = || serde_json::from_str::<f64>(word).is_ok_and(f64::is_finite);
        if !matches!(word, "true" | "false" | "null") && !is_number() {
            return Err(self.fault(format!("{word} stands without quotation marks")));
        }
        self.rest = &self.rest[end..];
        Ok(Value::Word(word))
    }
}

/// So many keys are compared one by one.
const FEW: usize = 16;

fn shown(c: char) -> String {
    format!("\"{c}\"").replace("\"\"\"", "a quotation mark")
}

fn unexpected(found: char, rest: &str, expected: &str) -> String {
    match found {
        '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' => {
            format!("{found} stands where a plain quotation mark belongs: \"")
        }
        '/' | '#' if rest.starts_with("//") || rest.starts_with("/*") || found == '#' => {
            "there are no comments in an alignment; write it as the link's \"note\"".to_owned()
        }
        found => format!("{} stands where {expected} was expected", shown(found)),
    }
}
