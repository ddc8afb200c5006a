//! What was found, and where.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Code, Severity, State};
use crate::file::{Link, Positions};
use crate::text::{Side, hex};

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// What was found and what to do, for a person.
    pub message: String,
    /// The line of the alignment file, from 1; none for what is about the project and no file.
    pub line: Option<usize>,
    /// What it is about in the alignment file, where it is about no link.
    pub part: Part,
    /// The link, when it is about one.
    pub link: Option<Box<FoundLink>>,
    /// Whether it is about a file that was not read, as it lies outside of the project or is no regular file.
    pub refused: bool,
}

/// The part of an alignment file that a finding is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// What it says of one of its texts.
    Text(Side),
    /// What it says of how it was aligned.
    Aligner,
    /// The decisions that wait for their sentences.
    Waiting,
    /// A link, by its number from 1.
    Link(usize),
}

/// A line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// The text's path in the project.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
}

/// The link that a finding is about, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLink {
    /// Its number in the file, from 1.
    pub number: usize,
    /// How many links it is, when it is several in a row.
    pub count: usize,
    /// Where its sentences stand, such as `12.3+12.4=11.2`; empty until [`place`](Self::place) says so.
    pub ids: String,
    /// The sentences of the original, in a row.
    pub source: String,
    /// The sentences of the translation, in a row.
    pub target: String,
    /// Where the wording that is at fault stands, where the finding is about wording: in the text that it is about; else in
    /// the translation, or in the original where nothing of the translation is in the link.
    pub text: Option<TextLine>,
}

impl FoundLink {
    /// The link at a position, from 0.
    #[must_use]
    pub fn new(link: &Link, index: usize) -> Self {
        Self {
            number: index + 1,
            count: 1,
            ids: String::new(),
            source: link.source.join(" "),
            target: link.target.join(" "),
            text: None,
        }
    }

    /// Links in a row, from a position on, from 0.
    #[must_use]
    pub(super) fn run(links: &[Link], index: usize) -> Option<Self> {
        links.first()?;
        let texts = |side| {
            let texts: Vec<_> = links
                .iter()
                .flat_map(|link| link.texts(side))
                .map(String::as_str)
                .collect();
            texts.join(" ")
        };
        Some(Self {
            number: index + 1,
            count: links.len(),
            ids: String::new(),
            source: texts(Side::Source),
            target: texts(Side::Target),
            text: None,
        })
    }

    /// Says where its sentences stand: `12.3=11.2`, of several links the first and the last.
    pub fn place(&mut self, positions: &Positions) {
        let first = positions.short_name(self.number - 1);
        self.ids = match self.count {
            0 | 1 => first,
            count => format!("{first}…{}", positions.short_name(self.number + count - 2)),
        };
    }
}

impl Finding {
    /// About an alignment as a whole.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            line: None,
            part: Part::Whole,
            link: None,
            refused: false,
        }
    }

    /// About a link.
    #[must_use]
    pub fn of_link(code: Code, link: FoundLink, message: impl Into<String>) -> Self {
        Self {
            link: Some(Box::new(link)),
            ..Self::new(code, message)
        }
    }

    /// About a part of the alignment file.
    #[must_use]
    pub fn about(self, part: Part) -> Self {
        Self { part, ..self }
    }

    /// The line of a text that it is about, where it is about wording.
    #[must_use]
    pub fn text(&self) -> Option<&TextLine> {
        self.link.as_ref()?.text.as_ref()
    }

    /// The state that it puts the alignment in, if it is one.
    #[must_use]
    pub const fn state(&self) -> Option<State> {
        self.code.state()
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What stays the same when the link moves to another line or gets other ids, as hexadecimal digits.
    ///
    /// Of a link it is the code, its sentences and what is said of them; of an alignment the code and `path`.
    #[must_use]
    pub fn fingerprint(&self, path: &str) -> String {
        let parts = match &self.link {
            Some(link) => [&link.source, &link.target, self.message.as_str()],
            None => [path, "", ""],
        };
        let mut hash = Sha256::new();
        hash.update(self.code.as_str());
        for part in parts {
            hash.update([0]);
            hash.update(part);
        }
        hex(&hash.finalize()[..16])
    }
}

/// The form in JSON reports.
#[derive(Serialize)]
struct WireFinding<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<State>,
    code: Code,
    severity: Severity,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ids: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
}

impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let link = self.link.as_deref();
        WireFinding {
            state: self.state(),
            code: self.code,
            severity: self.severity(),
            message: &self.message,
            line: self.line,
            text: self.text().map(|text| text.path.as_str()),
            text_line: self.text().map(|text| text.line),
            link: link.map(|link| link.number),
            ids: link.map(|link| link.ids.as_str()),
            source: link.map(|link| link.source.as_str()),
            target: link.map(|link| link.target.as_str()),
        }
        .serialize(serializer)
    }
}
