//! Paragraphs of a page: rows that are read as one, with their sentences side by side.

use serde::Serialize;

use super::anchor;
use super::emphasis::{self, Part};
use super::outline::{self, Heading};
use super::page;
use crate::file::Status;
use crate::reasons::{UNCERTAIN_BELOW, in_words};
use crate::text::{Matter, PassageKind};
use crate::view::{Cell, Row};

/// Rows of a unit at most. The style sheet has a rule for each place in a unit.
pub(super) const MOST_ROWS: usize = 48;

/// So many rows between parts of the front matter are no part of the work: a preface or a chapter is longer, or has a heading.
const STRAY_ROWS: usize = 2;

/// A row and where it stands among the headings.
pub(super) struct Placed<'v, 'a> {
    pub(super) row: &'v Row<'a>,
    pub(super) heading: Option<Heading>,
    /// Below a heading.
    pub(super) opening: bool,
    /// Front or back matter.
    pub(super) matter: bool,
}

/// Sentences that only one text has, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Matter,
    Lone,
    Paired,
}

impl Placed<'_, '_> {
    pub(super) fn kind(&self) -> Kind {
        if self.matter {
            Kind::Matter
        } else if self.row.source.is_empty() || self.row.target.is_empty() {
            Kind::Lone
        } else {
            Kind::Paired
        }
    }

    /// Whether it holds a sentence of the work itself.
    pub(super) fn is_work(&self) -> bool {
        cells(self.row).any(|cell| !cell.kind.is_apart())
    }

    fn passage_kind(&self) -> Option<PassageKind> {
        cells(self.row).next().map(|cell| cell.kind)
    }
}

fn cells<'v, 'a>(row: &'v Row<'a>) -> impl Iterator<Item = &'v Cell<'a>> {
    row.source.iter().chain(&row.target)
}

/// A paragraph, heading or stanza with its translation: what the template of units is filled with.
#[derive(Serialize)]
pub(super) struct Unit<'a> {
    pub(super) class: String,
    /// Whether rows laid out together may begin with it.
    #[serde(skip)]
    pub(super) may_start_group: bool,
    #[serde(skip)]
    pub(super) rows: usize,
    source: Column<'a>,
    target: Column<'a>,
    /// What reviewers are told of its links.
    remarks: Vec<Remark<'a>>,
}

/// One side of a unit.
#[derive(Serialize)]
struct Column<'a> {
    heading: bool,
    class: &'static str,
    /// One a row, in order; empty where the row has nothing on this side.
    beads: Vec<Bead<'a>>,
}

#[derive(Serialize)]
struct Bead<'a> {
    doubt: bool,
    sentences: Vec<Sentence<'a>>,
}

#[derive(Serialize)]
struct Sentence<'a> {
    id: String,
    /// Begins a passage inside the unit.
    breaks: bool,
    parts: Vec<Part<'a>>,
}

/// Why a link is doubted, and what was noted of it.
#[derive(Serialize)]
struct Remark<'a> {
    id: String,
    doubt: Option<String>,
    note: Option<&'a str>,
}

/// Cuts rows into units.
///
/// One begins with a passage of the original; between passages of the original also with one of the translation.
pub(super) fn units<'a>(rows: &[Placed<'_, 'a>], review: bool) -> Vec<Unit<'a>> {
    let mut units = Vec::new();
    let mut start = 0;
    // Whether the next row that has a sentence of the original begins a passage.
    let mut fresh = vec![true; rows.len() + 1];
    for (at, placed) in rows.iter().enumerate().rev() {
        fresh[at] = placed.row.source.first().map_or(fresh[at + 1], Cell::starts_passage);
    }
    for at in 1..=rows.len() {
        let ends = rows.get(at).is_none_or(|next| {
            let begins = match (next.row.source.first(), next.row.target.first()) {
                (Some(cell), _) => cell.starts_passage(),
                (None, cell) => fresh[at] && cell.is_some_and(Cell::starts_passage),
            };
            begins
                || at - start >= MOST_ROWS
                || next.heading.is_some()
                || next.passage_kind() != rows[start].passage_kind()
        });
        if ends {
            units.push(Unit::new(&rows[start..at], review));
            start = at;
        }
    }
    units
}

impl<'a> Unit<'a> {
    fn new(rows: &[Placed<'_, 'a>], review: bool) -> Self {
        let first = &rows[0];
        let starts = cells(first.row).next().is_some_and(Cell::starts_passage);
        let verse = first.passage_kind() == Some(PassageKind::Verse);
        let subtitle = first.heading == Some(Heading::Subtitle);
        let classes = [
            ("unit", true),
            ("chapter", first.heading == Some(Heading::Chapter)),
            ("subtitle", subtitle),
            ("opening", first.heading.is_none() && first.opening),
            ("start", starts),
            ("stanza", verse),
        ];
        let class = classes.iter().filter(|(_, on)| *on).map(|(name, _)| *name);
        let remarks = rows.iter().filter(|_| review).filter_map(|placed| {
            let (doubt, note) = (doubt(placed.row), placed.row.note);
            let said = doubt.is_some() || note.is_some();
            said.then(|| Remark {
                id: anchor::of_row(placed.row),
                doubt,
                note,
            })
        });
        Self {
            class: class.collect::<Vec<_>>().join(" "),
            may_start_group: starts && !subtitle && !first.opening,
            rows: rows.len(),
            source: Column::new(rows, 's', review),
            target: Column::new(rows, 't', review),
            remarks: remarks.collect(),
        }
    }
}

impl<'a> Column<'a> {
    fn new(rows: &[Placed<'_, 'a>], side: char, review: bool) -> Self {
        let cells = |placed: &Placed<'_, 'a>| {
            if side == 's' {
                placed.row.source.clone()
            } else {
                placed.row.target.clone()
            }
        };
        let mut first: Option<(PassageKind, bool)> = None;
        let beads: Vec<Bead<'a>> = rows
            .iter()
            .map(|placed| {
                let sentences = cells(placed).into_iter().map(|cell| {
                    let breaks = first.is_some() && cell.starts_passage();
                    first.get_or_insert((cell.kind, cell.starts_passage()));
                    Sentence {
                        id: anchor::of_sentence(&cell, side),
                        breaks,
                        parts: emphasis::parts(cell.text),
                    }
                });
                Bead {
                    sentences: sentences.collect(),
                    doubt: review && doubt(placed.row).is_some(),
                }
            })
            .collect();
        let heading = matches!(
            first,
            Some((PassageKind::Heading | PassageKind::Matter(Matter::PrefaceHeading), _))
        );
        let class = first.map_or("none", |(kind, starts)| class(kind, starts));
        Self { heading, class, beads }
    }
}

const fn class(kind: PassageKind, starts: bool) -> &'static str {
    match kind {
        PassageKind::Paragraph if starts => "indent",
        PassageKind::Verse => "verse",
        PassageKind::Separator => "ornament",
        PassageKind::ListItem => "item",
        PassageKind::Footnote => "footnote",
        PassageKind::Furniture => "furniture",
        PassageKind::Matter(_) => "matter",
        PassageKind::Paragraph | PassageKind::Heading | PassageKind::Letter => "",
    }
}

/// Why a reader should not rely on a link; nothing once a person has agreed to it.
pub(super) fn doubt(row: &Row<'_>) -> Option<String> {
    match row.status {
        Status::Accepted | Status::Edited => None,
        Status::Disputed => Some("Disputed link".to_owned()),
        Status::Auto if row.confidence.get() < UNCERTAIN_BELOW => {
            let percent = page::percent(row.confidence.get());
            let mut text = format!("Uncertain link, {percent} % sure");
            for (index, reason) in row.reasons.iter().enumerate() {
                text.push_str(if index == 0 { ": " } else { ", " });
                text.push_str(&in_words(reason));
            }
            Some(text)
        }
        Status::Auto => None,
    }
}

/// The rows of a work with what the page knows of them.
pub(super) fn placed<'v, 'a>(rows: &'v [Row<'a>], headings: &[Option<Heading>]) -> Vec<Placed<'v, 'a>> {
    let above = std::iter::once(None).chain(headings.iter().copied());
    let mut placed: Vec<Placed<'v, 'a>> = (rows.iter().zip(headings).zip(above))
        .map(|((row, &heading), above)| Placed {
            row,
            heading,
            opening: heading.is_none() && above.is_some(),
            matter: outline::is_matter(row),
        })
        .collect();
    // A picture among the lines of a title page is folded with them.
    for at in 1..placed.len() {
        placed[at].matter |= placed[at - 1].matter && !placed[at].is_work();
    }
    // So is a line or two that stray between them, where a kind was not told.
    let lengths: Vec<usize> = placed.chunk_by(|a, b| a.matter == b.matter).map(<[_]>::len).collect();
    let mut start = 0;
    for (index, &length) in lengths.iter().enumerate() {
        let stretch = &mut placed[start..start + length];
        let between = (1..lengths.len().saturating_sub(1)).contains(&index);
        if between && length <= STRAY_ROWS && stretch.iter().all(|it| it.heading.is_none()) {
            stretch.iter_mut().for_each(|it| it.matter = true);
        }
        start += length;
    }
    placed
}
