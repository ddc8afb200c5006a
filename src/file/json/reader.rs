//! From JSON to an alignment, strict or as a person left it.

use std::borrow::Cow;

use super::error::{Fault, FileError, Kind, Place};
use super::tree::{Member, Node, Repair, Value, parse};
use crate::file::validate::{check_refs, check_waiting};
use crate::file::{
    AlignerInfo, AlignmentFile, Confidence, FORMAT, InvalidAlignment, Link, Status, TextRef, VERSION, validate,
};
use crate::text::{LineColumn, Side};
use crate::trace::traced;

/// Reads an alignment file and checks everything that can be checked without its texts.
///
/// A byte order mark, CRLF line ends and any layout are accepted; [`write`](super::write) brings the
/// file back to its one canonical form.
///
/// # Errors
/// [`FileError`] with line and link.
pub fn read(json: &str) -> Result<AlignmentFile, FileError> {
    traced!("reading the file");
    let Typed {
        mut file,
        links,
        repairs,
    } = take_apart(json)?;
    let json = without_mark(json);
    if let Some(repair) = repairs.first() {
        return Err(FileError::Syntax {
            place: Place {
                at: LineColumn::of(json, repair.at),
                link: None,
            },
            problem: format!(
                "{}; `cotejo fmt` mends this",
                repair.what.replace("was left out", "stands here")
            ),
            cut_off: false,
        });
    }
    let lines: Vec<usize> = links.iter().map(|link| link.line).collect();
    file.links = links
        .into_iter()
        .map(|link| link.strict(json))
        .collect::<Result<_, _>>()?;
    validate(&file).map_err(|fault| FileError::at(&lines, fault))?;
    Ok(file)
}

impl FileError {
    /// A broken rule, with the line of the link that breaks it.
    pub(in crate::file) fn at(lines: &[usize], fault: InvalidAlignment) -> Self {
        let line = fault.link().and_then(|link| lines.get(link.checked_sub(1)?).copied());
        Self::Invalid {
            line: line.unwrap_or(1),
            fault,
        }
    }
}

/// A file as it was typed.
pub(in crate::file) struct Typed {
    /// Everything but the links.
    pub(in crate::file) file: AlignmentFile,
    pub(in crate::file) links: Vec<TypedLink>,
    pub(super) repairs: Vec<Repair>,
}

impl Typed {
    /// What is no JSON and could be understood all the same, by line.
    pub(in crate::file) fn repairs(&self) -> impl Iterator<Item = (usize, &'static str)> {
        self.repairs.iter().map(|repair| (repair.line, repair.what))
    }
}

/// A link as it was typed.
#[derive(Debug, Clone)]
pub(in crate::file) struct TypedLink {
    pub(in crate::file) line: usize,
    at: usize,
    number: usize,
    /// The sentences of each side with their lines; nothing where the key is missing.
    pub(in crate::file) texts: [Option<Vec<(usize, String)>>; 2],
    pub(in crate::file) status: Option<Status>,
    pub(in crate::file) confidence: Option<Confidence>,
    pub(in crate::file) note: Option<String>,
    pub(in crate::file) reasons: Vec<String>,
}

impl TypedLink {
    /// The link, if nothing is missing.
    fn strict(self, json: &str) -> Result<Link, FileError> {
        let (at, number) = (self.at, self.number);
        let missing = |key: &str| {
            let reader = Reader {
                json,
                link: Some(number),
            };
            reader.fault(at, Fault::MissingKey { key: key.to_owned() })
        };
        let [source, target] = self.texts;
        let plain = |texts: Vec<(usize, String)>| texts.into_iter().map(|(_, text)| text).collect();
        Ok(Link {
            source: source.map(plain).ok_or_else(|| missing("source"))?,
            target: target.map(plain).ok_or_else(|| missing("target"))?,
            status: self.status.ok_or_else(|| missing("status"))?,
            confidence: self.confidence.ok_or_else(|| missing("confidence"))?,
            note: self.note,
            reasons: self.reasons,
        })
    }
}

pub(super) fn without_mark(json: &str) -> &str {
    json.strip_prefix('\u{feff}').unwrap_or(json)
}

/// Takes a file apart. Keys may stand in any order.
///
/// # Errors
/// [`FileError`].
pub(in crate::file) fn take_apart(json: &str) -> Result<Typed, FileError> {
    let json = without_mark(json);
    refuse_conflict_markers(json)?;
    let (tree, repairs) = parse(json)?;
    let reader = Reader { json, link: None };
    let file = reader.members(&tree, "the file")?;
    check_header(&tree, file)?;
    reader.refuse_unknown(
        file,
        &["format", "version", "source", "target", "aligner", "waiting", "links"],
    )?;
    let require = |key| reader.require(&tree, file, key);
    let (source, target) = (require("source")?, require("target")?);
    let mut head = AlignmentFile {
        source: reader.text_ref(source, "source")?,
        target: reader.text_ref(target, "target")?,
        aligner: reader.aligner(require("aligner")?)?,
        waiting: Vec::new(),
        links: Vec::new(),
    };
    check_refs(&head.source, &head.target).map_err(|fault| FileError::Invalid {
        line: if fault.side() == Some(Side::Target) {
            target
        } else {
            source
        }
        .line,
        fault,
    })?;
    let links = |key: &str, node: &Node<'_>| -> Result<Vec<TypedLink>, FileError> {
        let numbered = reader.list(node, key)?.iter().zip(1..);
        numbered.map(|(node, number)| link(json, node, number)).collect()
    };
    if let Some(waiting) = get(file, "waiting") {
        for (typed, number) in links("waiting", waiting)?.into_iter().zip(1..) {
            let line = typed.line;
            let link = typed.strict(json)?;
            check_waiting(&link, number).map_err(|fault| FileError::Invalid { line, fault })?;
            head.waiting.push(link);
        }
    }
    let links = links("links", require("links")?)?;
    Ok(Typed {
        file: head,
        links,
        repairs,
    })
}

/// No line of a JSON file begins like this: strings hold no line breaks.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

fn refuse_conflict_markers(json: &str) -> Result<(), FileError> {
    let marked = |line: &str| CONFLICT_MARKERS.iter().any(|marker| line.starts_with(marker));
    match json.split('\n').position(marked) {
        Some(index) => Err(FileError::Conflict { line: index + 1 }),
        None => Ok(()),
    }
}

/// Comes before everything else, so that a file of another version is not blamed for its keys.
fn check_header(tree: &Node<'_>, file: &[Member<'_>]) -> Result<(), FileError> {
    let shown = |node: Option<&Node<'_>>| node.map_or_else(|| "missing".to_owned(), |node| show(&node.value));
    let line = |node: Option<&Node<'_>>| node.unwrap_or(tree).line;
    let format = get(file, "format");
    if !matches!(format, Some(Node { value: Value::Text(format), .. }) if format == FORMAT) {
        return Err(FileError::Format {
            line: line(format),
            found: shown(format),
        });
    }
    let version = get(file, "version");
    if !matches!(version, Some(Node { value: Value::Word(word), .. }) if word.parse() == Ok(VERSION)) {
        return Err(FileError::Version {
            line: line(version),
            found: shown(version),
        });
    }
    Ok(())
}

fn link(json: &str, node: &Node<'_>, number: usize) -> Result<TypedLink, FileError> {
    let reader = Reader {
        json,
        link: Some(number),
    };
    let link = reader.members(node, "a link")?;
    // A key that is missing is most likely there misspelt, so unknown ones come first.
    reader.refuse_unknown(link, &["source", "target", "status", "confidence", "note", "reasons"])?;
    let texts = |key: &str| -> Result<Option<Vec<(usize, String)>>, FileError> {
        let Some(node) = get(link, key) else { return Ok(None) };
        let texts = reader.list(node, key)?.iter();
        texts
            .map(|node| Ok((node.line, reader.text(node, key)?.to_owned())))
            .collect::<Result<_, _>>()
            .map(Some)
    };
    let note = get(link, "note").map(|node| reader.text(node, "note")).transpose()?;
    let reasons = get(link, "reasons").map_or(Ok(&[][..]), |node| reader.list(node, "reasons"))?;
    Ok(TypedLink {
        line: node.line,
        at: node.at,
        number,
        texts: [texts("source")?, texts("target")?],
        status: get(link, "status").map(|node| reader.status(node)).transpose()?,
        confidence: get(link, "confidence")
            .map(|node| reader.confidence(node))
            .transpose()?,
        note: note.filter(|note| !note.is_empty()).map(str::to_owned),
        reasons: reasons
            .iter()
            .map(|node| Ok(reader.text(node, "reasons")?.to_owned()))
            .collect::<Result<_, _>>()?,
    })
}

fn get<'t, 'a>(members: &'t [Member<'a>], key: &str) -> Option<&'t Node<'a>> {
    members
        .iter()
        .find(|member| member.key == key)
        .map(|member| &member.node)
}

/// Reads values, and knows how to say where one is at fault.
struct Reader<'a> {
    json: &'a str,
    link: Option<usize>,
}

impl Reader<'_> {
    fn fault(&self, at: usize, fault: Fault) -> FileError {
        FileError::Content {
            place: Place {
                at: LineColumn::of(self.json, at),
                link: self.link,
            },
            fault,
        }
    }

    fn wrong_kind(&self, node: &Node<'_>, key: &str, expected: Kind) -> FileError {
        let (key, found) = (key.to_owned(), node.value.kind());
        self.fault(node.at, Fault::Kind { key, found, expected })
    }

    fn members<'t, 'j>(&self, node: &'t Node<'j>, key: &str) -> Result<&'t [Member<'j>], FileError> {
        match &node.value {
            Value::Object(members) => Ok(members),
            _ => Err(self.wrong_kind(node, key, Kind::Object)),
        }
    }

    fn require<'t, 'j>(&self, of: &Node<'j>, members: &'t [Member<'j>], key: &str) -> Result<&'t Node<'j>, FileError> {
        get(members, key).ok_or_else(|| self.fault(of.at, Fault::MissingKey { key: key.to_owned() }))
    }

    fn refuse_unknown(&self, members: &[Member<'_>], known: &[&str]) -> Result<(), FileError> {
        match members.iter().find(|member| !known.contains(&&*member.key)) {
            None => Ok(()),
            Some(member) => {
                let expected = known.iter().map(|&key| key.to_owned()).collect();
                let key = member.key.clone().into_owned();
                Err(self.fault(member.at, Fault::UnknownKey { key, expected }))
            }
        }
    }

    fn list<'t, 'j>(&self, node: &'t Node<'j>, key: &str) -> Result<&'t [Node<'j>], FileError> {
        match &node.value {
            Value::List(values) => Ok(values),
            _ => Err(self.wrong_kind(node, key, Kind::List)),
        }
    }

    fn text<'t>(&self, node: &'t Node<'_>, key: &str) -> Result<&'t str, FileError> {
        match &node.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.wrong_kind(node, key, Kind::Text)),
        }
    }

    fn status(&self, node: &Node<'_>) -> Result<Status, FileError> {
        let typed = self.text(node, "status")?;
        typed.parse().map_err(|fault| self.fault(node.at, Fault::Status(fault)))
    }

    fn confidence(&self, node: &Node<'_>) -> Result<Confidence, FileError> {
        let number = match node.value {
            Value::Word(word) => word.parse::<f64>().ok(),
            _ => None,
        };
        let number = number.ok_or_else(|| self.wrong_kind(node, "confidence", Kind::Number))?;
        if (0.0..=1.0).contains(&number) {
            Ok(Confidence::new(number))
        } else {
            Err(self.fault(node.at, Fault::Confidence(number)))
        }
    }

    fn text_ref(&self, node: &Node<'_>, key: &str) -> Result<TextRef, FileError> {
        let members = self.members(node, key)?;
        self.refuse_unknown(members, &["lang", "path", "sha256"])?;
        let text = |key| Ok(self.text(self.require(node, members, key)?, key)?.to_owned());
        Ok(TextRef {
            lang: text("lang")?,
            path: text("path")?,
            sha256: text("sha256")?,
        })
    }

    fn aligner(&self, node: &Node<'_>) -> Result<AlignerInfo, FileError> {
        let members = self.members(node, "aligner")?;
        self.refuse_unknown(members, &["version", "settings"])?;
        let version = self.text(self.require(node, members, "version")?, "version")?;
        let settings = self.require(node, members, "settings")?;
        self.members(settings, "settings")?;
        // They hold no texts of people, so their own type may read them.
        let read = serde_json::from_value(to_json(&settings.value)).map_err(|error| {
            let problem = error.to_string().replace('`', "\"");
            let key = "settings".to_owned();
            self.fault(settings.at, Fault::Value { key, problem })
        })?;
        Ok(AlignerInfo {
            version: version.to_owned(),
            settings: read,
        })
    }
}

/// Recursion is as deep as the parser allows.
fn to_json(value: &Value<'_>) -> serde_json::Value {
    match value {
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|member| (member.key.clone().into_owned(), to_json(&member.node.value)));
            serde_json::Value::Object(members.collect())
        }
        Value::List(values) => values.iter().map(|node| to_json(&node.value)).collect(),
        Value::Text(text) => serde_json::Value::String(text.clone().into_owned()),
        Value::Word(word) => serde_json::from_str(word).unwrap_or_default(),
    }
}

/// A value as a message quotes it.
fn show(value: &Value<'_>) -> String {
    const MOST: usize = 40;
    let shown: Cow<'_, str> = match value {
        Value::Text(text) => format!("\"{text}\"").into(),
        Value::Word(word) => (*word).into(),
        other => other.kind().to_string().into(),
    };
    match shown.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown.into_owned(),
    }
}
