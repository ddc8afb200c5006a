//! From a tree of JSON to links that may still contradict themselves.

use super::HandError;
use super::tree::{Node, Value};
use crate::file::{AlignerInfo, AlignmentFile, Confidence, FORMAT, FileError, Link, Status, TextRef, VERSION};
use crate::text::{SentenceId, Side};

/// Everything but the links.
#[derive(Debug)]
pub(super) struct Head {
    source: TextRef,
    target: TextRef,
    aligner: AlignerInfo,
}

/// A link as it was typed.
#[derive(Debug, Clone)]
pub(super) struct Rough {
    pub(super) line: usize,
    ids: [Vec<SentenceId>; 2],
    texts: [Vec<(usize, String)>; 2],
    pub(super) status: Option<Status>,
    pub(super) confidence: Option<Confidence>,
    pub(super) note: Option<String>,
    pub(super) reasons: Vec<String>,
}

const fn index(side: Side) -> usize {
    match side {
        Side::Source => 0,
        Side::Target => 1,
    }
}

impl Head {
    pub(super) const fn text(&self, side: Side) -> &TextRef {
        match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        }
    }

    pub(super) fn into_file(self, links: Vec<Link>) -> AlignmentFile {
        AlignmentFile {
            source: self.source,
            target: self.target,
            aligner: self.aligner,
            links,
        }
    }
}

impl Rough {
    pub(super) fn ids(&self, side: Side) -> &[SentenceId] {
        &self.ids[index(side)]
    }

    /// The texts, each with its line.
    pub(super) fn texts(&self, side: Side) -> &[(usize, String)] {
        &self.texts[index(side)]
    }
}

/// Takes the file apart. Keys may stand in any order.
pub(super) fn take_apart(tree: &Node) -> Result<(Head, Vec<Rough>), HandError> {
    let file = Members::of(tree, "the file")?;
    let found = |key: &str| {
        file.get(key)
            .map_or_else(|| "missing".to_owned(), |node| show(&node.value))
    };
    if found("format") != format!("\"{FORMAT}\"") {
        return Err(FileError::Format {
            line: tree.line,
            found: found("format"),
        }
        .into());
    }
    if found("version") != VERSION.to_string() {
        return Err(FileError::Version {
            line: tree.line,
            found: found("version"),
        }
        .into());
    }
    file.refuse_unknown(&["format", "version", "source", "target", "aligner", "links"])?;
    let aligner = file.require("aligner")?;
    let head = Head {
        source: from_json(file.require("source")?, "source")?,
        target: from_json(file.require("target")?, "target")?,
        aligner: from_json(aligner, "aligner")?,
    };
    crate::file::validate::check_refs(&head.source, &head.target).map_err(|fault| {
        let key = if fault.side() == Some(Side::Target) {
            "target"
        } else {
            "source"
        };
        FileError::Invalid {
            line: file.get(key).map_or(tree.line, |node| node.line),
            fault,
        }
    })?;
    let links = list(file.require("links")?, "links")?;
    let links = links.iter().map(|node| rough(node, &head)).collect::<Result<_, _>>()?;
    Ok((head, links))
}

fn rough(node: &Node, head: &Head) -> Result<Rough, HandError> {
    let link = Members::of(node, "a link")?;
    let langs = [head.source.lang.as_str(), head.target.lang.as_str()];
    link.refuse_unknown(&[
        "source",
        "target",
        "status",
        "confidence",
        "note",
        "reasons",
        langs[0],
        langs[1],
    ])?;
    let ids = |key: &str| -> Result<Vec<SentenceId>, HandError> {
        list(link.require(key)?, key)?
            .iter()
            .map(|node| id(node, key))
            .collect()
    };
    let texts = |key: &str| -> Result<Vec<(usize, String)>, HandError> {
        let Some(node) = link.get(key) else {
            return Ok(Vec::new());
        };
        list(node, key)?
            .iter()
            .map(|node| Ok((node.line, text(node, key)?)))
            .collect()
    };
    let reasons = link.get("reasons").map_or(Ok(&[][..]), |node| list(node, "reasons"))?;
    Ok(Rough {
        line: node.line,
        ids: [ids("source")?, ids("target")?],
        texts: [texts(langs[0])?, texts(langs[1])?],
        status: link.get("status").map(status).transpose()?,
        confidence: link.get("confidence").map(confidence).transpose()?,
        note: link.get("note").map(|node| text(node, "note")).transpose()?,
        reasons: reasons
            .iter()
            .map(|node| text(node, "reasons"))
            .collect::<Result<_, _>>()?,
    })
}

struct Members<'t> {
    line: usize,
    pairs: Vec<(&'t str, &'t Node, usize)>,
}

impl<'t> Members<'t> {
    fn of(node: &'t Node, what: &str) -> Result<Self, HandError> {
        let Value::Object(members) = &node.value else {
            return Err(wrong(node, what, "an object in braces"));
        };
        let mut pairs: Vec<(&str, &Node, usize)> = Vec::with_capacity(members.len());
        for (key, value) in members {
            let Value::Text(name) = &key.value else { continue };
            pairs.push((name, value, key.line));
        }
        Ok(Self { line: node.line, pairs })
    }

    fn get(&self, key: &str) -> Option<&'t Node> {
        self.pairs
            .iter()
            .find(|(name, ..)| *name == key)
            .map(|&(_, node, _)| node)
    }

    fn require(&self, key: &str) -> Result<&'t Node, HandError> {
        self.get(key).ok_or_else(|| HandError::Json {
            line: self.line,
            problem: format!("the key \"{key}\" is missing"),
        })
    }

    fn refuse_unknown(&self, known: &[&str]) -> Result<(), HandError> {
        match self.pairs.iter().find(|(name, ..)| !known.contains(name)) {
            None => Ok(()),
            Some((name, _, line)) => Err(HandError::Json {
                line: *line,
                problem: format!(
                    "unknown key \"{name}\"; expected {}",
                    known
                        .iter()
                        .map(|key| format!("\"{key}\""))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            }),
        }
    }
}

fn wrong(node: &Node, key: &str, expected: &str) -> HandError {
    let name = if key.contains(' ') {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    };
    HandError::Json {
        line: node.line,
        problem: format!("{name} is {}; expected {expected}", node.value.kind()),
    }
}

fn list<'t>(node: &'t Node, key: &str) -> Result<&'t [Node], HandError> {
    match &node.value {
        Value::List(values) => Ok(values),
        _ => Err(wrong(node, key, "a list in brackets")),
    }
}

fn text(node: &Node, key: &str) -> Result<String, HandError> {
    match &node.value {
        Value::Text(text) => Ok(text.clone()),
        _ => Err(wrong(node, key, "a text in quotation marks")),
    }
}

fn id(node: &Node, key: &str) -> Result<SentenceId, HandError> {
    let (Value::Text(typed) | Value::Word(typed)) = &node.value else {
        return Err(wrong(node, key, "a sentence id such as \"12.3\""));
    };
    typed.trim().parse().map_err(|problem| HandError::Json {
        line: node.line,
        problem: format!("\"{key}\": {problem}"),
    })
}

fn status(node: &Node) -> Result<Status, HandError> {
    let typed = text(node, "status")?;
    [Status::Auto, Status::Accepted, Status::Edited, Status::Disputed]
        .into_iter()
        .find(|status| status.as_str() == typed.trim().to_lowercase())
        .ok_or_else(|| HandError::Json {
            line: node.line,
            problem: format!("\"status\" is \"{typed}\"; expected \"auto\", \"accepted\", \"edited\" or \"disputed\""),
        })
}

fn confidence(node: &Node) -> Result<Confidence, HandError> {
    let number = match &node.value {
        Value::Word(word) => word.parse::<f64>().ok(),
        _ => None,
    };
    number
        .filter(|number| (0.0..=1.0).contains(number))
        .map(Confidence::new)
        .ok_or_else(|| HandError::Json {
            line: node.line,
            problem: format!("\"confidence\" is {}; expected a number from 0 to 1", show(&node.value)),
        })
}

/// Reads what has no texts of people in it as its own type.
fn from_json<T: serde::de::DeserializeOwned>(node: &Node, key: &str) -> Result<T, HandError> {
    let value = to_json(&node.value);
    serde_json::from_value(value).map_err(|error| HandError::Json {
        line: node.line,
        problem: format!("\"{key}\": {}", error.to_string().replace('`', "\"")),
    })
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter_map(|(key, node)| match &key.value {
                Value::Text(key) => Some((key.clone(), to_json(&node.value))),
                _ => None,
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::List(values) => values.iter().map(|node| to_json(&node.value)).collect(),
        Value::Text(text) => text.as_str().into(),
        Value::Word(word) => serde_json::from_str(word).unwrap_or_default(),
    }
}

/// A value as a message quotes it.
fn show(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        Value::Word(word) => word.clone(),
        other => other.kind().to_owned(),
    }
}
