//! An alignment as rows to show or export, with what the texts know of each sentence.

use crate::file::{AlignmentFile, Confidence, Link, Positions, Status};
use crate::text::{Document, PassageKind, SentenceId, Side};

/// A work ready to be shown: its name, its sides and its links as rows.
#[derive(Debug, Clone, PartialEq)]
pub struct View<'a> {
    /// The work's name: the stem of its file.
    pub name: &'a str,
    /// Language code of the original.
    pub source_lang: &'a str,
    /// Language code of the translation.
    pub target_lang: &'a str,
    /// One row a link, in order.
    pub rows: Vec<Row<'a>>,
    /// The alignment itself, for forms that keep what it says of its texts.
    pub file: Option<&'a AlignmentFile>,
}

/// A link to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The original's sentences.
    pub source: Vec<Cell<'a>>,
    /// The translation's sentences.
    pub target: Vec<Cell<'a>>,
    /// The link itself.
    pub link: &'a Link,
    /// Who decided the link.
    pub status: Status,
    /// How likely it is to be right.
    pub confidence: Confidence,
    /// A note, if there is one.
    pub note: Option<&'a str>,
    /// Codes of why the program is not sure.
    pub reasons: &'a [String],
}

/// A sentence to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell<'a> {
    /// Where it stands.
    pub id: SentenceId,
    /// Its text on one line.
    pub text: &'a str,
    /// What its passage is; a paragraph where the text is not at hand.
    pub kind: PassageKind,
}

impl Cell<'_> {
    /// Whether the sentence is the first of its passage.
    #[must_use]
    pub const fn starts_passage(&self) -> bool {
        self.id.sentence == 1
    }
}

impl<'a> View<'a> {
    /// Rows of a file. The documents, where at hand and in step with the file, tell what each passage is.
    #[must_use]
    pub fn new(name: &'a str, file: &'a AlignmentFile, source: Option<&Document>, target: Option<&Document>) -> Self {
        let texts = [source, target];
        let positions = Positions::new(file, texts);
        let cells = |link: usize, side: Side| {
            let kind = |id: SentenceId| {
                let passages = texts[side.index()].map_or(&[][..], Document::passages);
                let passage = passages.get((id.passage as usize).saturating_sub(1));
                passage.map_or(PassageKind::Paragraph, |passage| passage.kind)
            };
            let held = file.links[link].texts(side).iter();
            let ids = positions.of(link, side).iter();
            ids.zip(held)
                .map(|(&id, text)| Cell {
                    id,
                    text,
                    kind: kind(id),
                })
                .collect()
        };
        let rows = file
            .links
            .iter()
            .enumerate()
            .map(|(index, link)| Row {
                source: cells(index, Side::Source),
                target: cells(index, Side::Target),
                link,
                status: link.status,
                confidence: link.confidence,
                note: link.note.as_deref(),
                reasons: &link.reasons,
            })
            .collect();
        Self {
            name,
            source_lang: &file.source.lang,
            target_lang: &file.target.lang,
            rows,
            file: Some(file),
        }
    }
}
