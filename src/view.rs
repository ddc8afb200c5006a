//! An alignment as rows to show or export, with what the texts know of each sentence.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::file::{AlignmentFile, Confidence, Link, Positions, Status};
use crate::follow::wording::folded;
use crate::text::{Document, PassageKind, SentenceId, Side, hex};

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
    /// Made of what it says, and of how many say the same before it on its side: the same in every version of the texts
    /// that has it, so that a link to it outlives edits.
    pub anchor: String,
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
        let mut anchors = [Anchors::default(), Anchors::default()];
        let mut cells = |link: usize, side: Side| {
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
                    anchor: anchors[side.index()].of(text),
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

/// Gives sentences of a side their anchors, in order.
#[derive(Debug, Default)]
struct Anchors(HashMap<String, usize>);

impl Anchors {
    /// Ten hexadecimal digits of the words, typography apart; of the second that has them and so on, its number too.
    /// Among twenty thousand sentences two different ones share ten digits once in five thousand books.
    fn of(&mut self, text: &str) -> String {
        let digest = Sha256::digest(folded(text).as_bytes());
        let digits = hex(&digest[..5]);
        let count = self.0.entry(digits.clone()).or_default();
        *count += 1;
        match *count {
            1 => digits,
            count => format!("{digits}-{count}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{file, link};

    #[test]
    fn an_anchor_is_made_of_words_and_of_how_often_they_stood_before() {
        let anchors = |links| {
            let file = file(links);
            let view = View::new("obra", &file, None, None);
            let cells = view.rows.iter().flat_map(|row| &row.source);
            cells.map(|cell| cell.anchor.clone()).collect::<Vec<_>>()
        };
        let before = anchors(vec![
            link("—No.", "“No.”"),
            link("Llovía.", "It rained."),
            link("—No.", "“No.”"),
        ]);
        assert_eq!(before[2], format!("{}-2", before[0]));
        // A sentence put before, other dashes, another partner: the anchors stay.
        let after = anchors(vec![
            link("Cero. | –No.", "Zero. No."),
            link("Llovía.", ""),
            link("—No.", "“No.”"),
        ]);
        assert_eq!(after[1..], before[..]);
    }
}
