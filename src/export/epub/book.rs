//! The chapters of a book and what belongs together in them.

use crate::export::html::outline::{Heading, headings};
use crate::text::PassageKind;
use crate::view::{Cell, Row};

/// A stretch of the book that begins with a heading, or the text before the first.
#[derive(Debug, Default)]
pub(super) struct Chapter<'v, 'a> {
    /// The headings it begins with, of the original and of the translation; none before the first.
    pub(super) names: [Vec<&'a str>; 2],
    pub(super) pairs: Vec<Pair<'v, 'a>>,
}

/// Rows that begin passages on both sides at the same place: usually a paragraph and its translation.
#[derive(Debug, Default)]
pub(super) struct Pair<'v, 'a> {
    pub(super) rows: Vec<&'v Row<'a>>,
    /// How high a heading it is, from 1; 0 for text.
    pub(super) level: u8,
}

/// Sentences of one passage, or the part of it that a pair holds.
pub(super) struct Passage<'v, 'a> {
    pub(super) kind: PassageKind,
    pub(super) cells: Vec<&'v Cell<'a>>,
}

/// Most rows of a pair: where the two texts begin no paragraph together for so long, a reader needs a place to look up.
const MOST_ROWS: usize = 24;

/// Cuts rows into chapters.
pub(super) fn chapters<'v, 'a>(rows: &'v [Row<'a>]) -> Vec<Chapter<'v, 'a>> {
    let mut chapters: Vec<Chapter<'v, 'a>> = vec![Chapter::default()];
    let mut named = false;
    for (row, heading) in rows.iter().zip(headings(rows)) {
        if heading == Some(Heading::Chapter) {
            chapters.push(Chapter::default());
            named = true;
        }
        let chapter = chapters.last_mut().expect("there is one from the start");
        named &= heading.is_some();
        let first = chapter.pairs.is_empty();
        if heading == Some(Heading::Title) || named {
            for (names, cells) in chapter.names.iter_mut().zip([&row.source, &row.target]) {
                let headings = cells.iter().filter(|cell| cell.kind == PassageKind::Heading);
                names.extend(headings.map(|cell| cell.text));
            }
        }
        let level = match heading {
            None => 0,
            Some(Heading::Title | Heading::Chapter) => 1,
            Some(Heading::Subtitle) => 2,
        };
        let goes_on = chapter
            .pairs
            .last()
            .is_some_and(|pair| pair.level == 0 && level == 0 && !begins(row) && pair.rows.len() < MOST_ROWS);
        if goes_on && !first {
            chapter.pairs.last_mut().expect("one goes on").rows.push(row);
        } else {
            chapter.pairs.push(Pair { rows: vec![row], level });
        }
    }
    chapters.retain(|chapter| !chapter.pairs.is_empty());
    chapters
}

/// Whether a row begins passages on all the sides it has.
fn begins(row: &Row<'_>) -> bool {
    let starts = |cells: &[Cell<'_>]| cells.first().is_none_or(Cell::starts_passage);
    starts(&row.source) && starts(&row.target)
}

impl<'v, 'a> Pair<'v, 'a> {
    /// The passages of a side.
    pub(super) fn passages(&self, side: usize) -> Vec<Passage<'v, 'a>> {
        let mut passages: Vec<Passage<'v, 'a>> = Vec::new();
        for cell in self.rows.iter().flat_map(|row| [&row.source, &row.target][side]) {
            match passages.last_mut() {
                Some(passage) if !cell.starts_passage() => passage.cells.push(cell),
                _ => passages.push(Passage {
                    kind: cell.kind,
                    cells: vec![cell],
                }),
            }
        }
        passages
    }
}
