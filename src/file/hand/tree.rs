//! JSON as people leave it: commas too many or too few at the ends of lines, nothing else.

use crate::file::hand::{HandError, Understood};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// From 1.
    pub(super) line: usize,
    pub(super) value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Object(Vec<(Node, Node)>),
    List(Vec<Node>),
    Text(String),
    /// A number, `true`, `false` or `null`, as it stands.
    Word(String),
}

impl Value {
    /// What it is, for messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Object(_) => "an object in braces",
            Self::List(_) => "a list in brackets",
            Self::Text(_) => "a text in quotation marks",
            Self::Word(_) => "a word or number without quotation marks",
        }
    }
}

/// No alignment is nested deeper.
const DEEPEST: usize = 16;

/// Reads the whole of a file.
pub(super) fn parse(json: &str, understood: &mut Vec<Understood>) -> Result<Node, HandError> {
    let mut parser = Parser {
        rest: json,
        line: 1,
        understood,
    };
    let node = parser.value(DEEPEST)?;
    parser.skip_space();
    match parser.rest.chars().next() {
        None => Ok(node),
        Some(c) => Err(parser.fault(format!("{} stands after the brace that closes the file", shown(c)))),
    }
}

struct Parser<'a, 'u> {
    rest: &'a str,
    line: usize,
    understood: &'u mut Vec<Understood>,
}

impl Parser<'_, '_> {
    fn fault(&self, problem: String) -> HandError {
        HandError::Json {
            line: self.line,
            problem,
        }
    }

    fn note(&mut self, line: usize, what: &str) {
        self.understood.push(Understood {
            line,
            what: what.to_owned(),
        });
    }

    fn skip_space(&mut self) {
        let trimmed = self
            .rest
            .trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}', '\u{a0}']);
        let skipped = &self.rest[..self.rest.len() - trimmed.len()];
        self.line += skipped.matches('\n').count();
        self.rest = trimmed;
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.rest.strip_prefix(c);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn value(&mut self, depth: usize) -> Result<Node, HandError> {
        self.skip_space();
        let line = self.line;
        let Some(depth) = depth.checked_sub(1) else {
            return Err(self.fault("too many brackets inside each other".to_owned()));
        };
        let value = match self.rest.chars().next() {
            None => return Err(self.fault("the file ends too early".to_owned())),
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.text()?),
            Some(c) if c.is_ascii_alphanumeric() || c == '-' => self.word()?,
            Some(c) => return Err(self.fault(unexpected(c, self.rest, "a value"))),
        };
        Ok(Node { line, value })
    }

    fn object(&mut self, depth: usize) -> Result<Value, HandError> {
        self.eat('{');
        let mut members = Vec::new();
        while self.goes_on('}', members.is_empty())? {
            if !self.rest.starts_with('"') {
                let found = self.rest.chars().next().unwrap_or('}');
                return Err(self.fault(unexpected(found, self.rest, "a key in quotation marks")));
            }
            let key = Node {
                line: self.line,
                value: Value::Text(self.text()?),
            };
            self.skip_space();
            if !self.eat(':') {
                return Err(self.fault("a colon is missing after a key".to_owned()));
            }
            if members.iter().any(|(other, _): &(Node, Node)| other.value == key.value) {
                let Value::Text(name) = key.value else { continue };
                return Err(HandError::Json {
                    line: key.line,
                    problem: format!("the key \"{name}\" stands twice; delete one of the two"),
                });
            }
            members.push((key, self.value(depth)?));
        }
        Ok(Value::Object(members))
    }

    fn list(&mut self, depth: usize) -> Result<Value, HandError> {
        self.eat('[');
        let mut values = Vec::new();
        while self.goes_on(']', values.is_empty())? {
            values.push(self.value(depth)?);
        }
        Ok(Value::List(values))
    }

    /// Whether another member follows; takes the comma before it, or the bracket that closes.
    fn goes_on(&mut self, close: char, first: bool) -> Result<bool, HandError> {
        let line = self.line;
        self.skip_space();
        let mut commas = 0;
        let mut comma_line = self.line;
        while self.eat(',') {
            commas += 1;
            comma_line = self.line;
            self.skip_space();
        }
        if self.eat(close) {
            if commas > 0 {
                self.note(comma_line, "a comma with nothing after it was left out");
            }
            return Ok(false);
        }
        match self.rest.chars().next() {
            None => return Err(self.fault(format!("the file ends too early: {} is missing", shown(close)))),
            Some(c @ (']' | '}')) => {
                return Err(self.fault(format!("{} stands where {} was expected", shown(c), shown(close))));
            }
            Some(_) => {}
        }
        if commas > usize::from(!first) {
            self.note(comma_line, "a comma too many was left out");
        } else if commas == 0 && !first {
            // On one line it is more likely a quotation mark inside a text.
            if self.line == line {
                return Err(self.fault(format!(
                    "a comma or {} was expected; a quotation mark inside a text is written \\\"",
                    shown(close)
                )));
            }
            self.note(line, "a comma was missing at the end of the line");
        }
        Ok(true)
    }

    fn text(&mut self) -> Result<String, HandError> {
        let inside = &self.rest[1..];
        let mut end = None;
        let mut escaped = false;
        for (at, c) in inside.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    end = Some(at);
                    break;
                }
                '\n' => break,
                _ => {}
            }
        }
        let Some(end) = end else {
            return Err(self.fault("a text is not closed on its line; a quotation mark is missing".to_owned()));
        };
        let raw = &self.rest[..end + 2];
        // A tab, which editors put in, is the only character that JSON wants written otherwise.
        let text = serde_json::from_str(&raw.replace('\t', "\\t")).map_err(|error| {
            let told = error.to_string();
            let problem = told.split(" at line ").next().unwrap_or_default();
            self.fault(format!("a text cannot be read: {problem}; a backslash is written \\\\"))
        })?;
        self.rest = &self.rest[end + 2..];
        Ok(text)
    }

    fn word(&mut self) -> Result<Value, HandError> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.' | '_'))
            .unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        let known = matches!(word, "true" | "false" | "null") || word.parse::<f64>().is_ok_and(f64::is_finite);
        if !known {
            return Err(self.fault(format!("{word} stands without quotation marks")));
        }
        self.rest = &self.rest[end..];
        Ok(Value::Word(word.to_owned()))
    }
}

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
