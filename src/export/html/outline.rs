//! Which headings begin a chapter, and the table of contents.

use std::collections::HashMap;

use serde::Serialize;

use super::{anchor, emphasis};
use crate::text::{Matter, PassageKind};
use crate::view::{Cell, Row};

/// The place of a heading row among the headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum Heading {
    /// The work's title: the first row.
    Title,
    /// Begins a chapter or section.
    Chapter,
    /// Goes with the heading above it.
    Subtitle,
}

/// A line of the table of contents.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    /// Id of the row.
    pub(super) id: String,
    /// Words of the original: the heading and its subtitles.
    pub(super) source: Vec<String>,
    /// Words of the translation.
    pub(super) target: Vec<String>,
}

/// Lines of the table of contents that stand together: those of both texts, or those of one, which are folded where they are many.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Run {
    folded: bool,
    entries: Vec<Entry>,
}

/// Lines of one text alone that stand unfolded.
const LONE_LINES: usize = 1;

/// Folds what only one text has.
pub(super) fn runs(entries: Vec<Entry>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for entry in entries {
        let lone = entry.source.is_empty() || entry.target.is_empty();
        match runs.last_mut() {
            Some(run) if run.folded == lone => run.entries.push(entry),
            _ => runs.push(Run {
                folded: lone,
                entries: vec![entry],
            }),
        }
    }
    for run in &mut runs {
        run.folded &= run.entries.len() > LONE_LINES;
    }
    runs
}

/// For each row its place among the headings, if it is one.
///
/// Plain text does not say how deep a heading is. The first of a run of headings begins a chapter,
/// and the others are its subtitles, but for those that look like it or like a commoner kind of
/// heading in this work (`PART ONE`, `CHAPTER I`, `Of what befell`): they begin chapters too. After
/// a title, whatever looks like no other heading is its subtitle.
pub(in crate::export) fn headings(rows: &[Row<'_>]) -> Vec<Option<Heading>> {
    let mut alike: HashMap<String, usize> = HashMap::new();
    for row in rows.iter().filter(|row| is_heading(row)) {
        *alike.entry(look(row)).or_default() += 1;
    }
    let mut found: Vec<Option<Heading>> = Vec::with_capacity(rows.len());
    let mut chapter = (String::new(), 1);
    for (index, row) in rows.iter().enumerate() {
        if !is_heading(row) {
            found.push(None);
            continue;
        }
        let begins_run = found.last().is_none_or(Option::is_none);
        let look = look(row);
        let count = alike.get(&look).copied().unwrap_or_default();
        found.push(Some(if index == 0 && is_title(row) {
            Heading::Title
        } else if begins_run || count > chapter.1 || look == chapter.0 {
            chapter = (look, count);
            Heading::Chapter
        } else {
            Heading::Subtitle
        }));
    }
    found
}

/// The table of contents: a line for each chapter.
pub(super) fn contents(rows: &[Row<'_>], headings: &[Option<Heading>]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut above = None;
    for (row, heading) in rows.iter().zip(headings) {
        let words = |cells: &[Cell<'_>]| -> Vec<String> {
            let headings = cells.iter().filter(|cell| is_heading_cell(cell));
            headings.map(|cell| emphasis::plain(cell.text)).collect()
        };
        let under_chapter = matches!(above, Some(Heading::Chapter | Heading::Subtitle));
        match (heading, entries.last_mut()) {
            (Some(Heading::Chapter), _) => entries.push(Entry {
                id: anchor::of_row(row),
                source: words(&row.source),
                target: words(&row.target),
            }),
            (Some(Heading::Subtitle), Some(entry)) if under_chapter => {
                entry.source.extend(words(&row.source));
                entry.target.extend(words(&row.target));
            }
            _ => {}
        }
        above = *heading;
    }
    entries
}

/// A heading of the work, or that of a preface which both texts have.
fn is_heading(row: &Row<'_>) -> bool {
    let sides = [&row.source, &row.target];
    let firsts = || sides.iter().filter_map(|cells| cells.first());
    firsts().any(|cell| cell.kind == PassageKind::Heading) || firsts().count() > 1 && firsts().all(is_heading_cell)
}

fn is_heading_cell(cell: &Cell<'_>) -> bool {
    matches!(
        cell.kind,
        PassageKind::Heading | PassageKind::Matter(Matter::PrefaceHeading)
    )
}

/// Whether a row is front or back matter to be folded: that of one edition, or what no reader looks for in either. A preface that
/// both texts have is read as the work is.
pub(super) fn is_matter(row: &Row<'_>) -> bool {
    let cells = || row.source.iter().chain(&row.target);
    let preface = |cell: &Cell<'_>| matches!(cell.kind, PassageKind::Matter(Matter::Preface | Matter::PrefaceHeading));
    cells().all(|cell| matches!(cell.kind, PassageKind::Matter(_)))
        && (row.source.is_empty() || row.target.is_empty() || !cells().any(preface))
}

/// A title stands in both texts and there is nothing else in its link.
fn is_title(row: &Row<'_>) -> bool {
    [&row.source, &row.target]
        .iter()
        .all(|cells| !cells.is_empty() && cells.iter().all(|cell| cell.kind == PassageKind::Heading))
}

/// What headings of one rank have in common: a number, a Roman number, or the first word.
fn look(row: &Row<'_>) -> String {
    let text = row.source.first().or(row.target.first()).map_or("", |cell| cell.text);
    let word: String = text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    if word.starts_with(|c: char| c.is_numeric()) {
        "1".to_owned()
    } else if !word.is_empty() && word.chars().all(|c| "IVXLC".contains(c)) {
        "I".to_owned()
    } else {
        word.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::{Heading, contents, headings};
    use crate::export::html::tests::row;
    use crate::text::PassageKind::{Heading as H, Paragraph as P};

    #[test]
    fn chapters_are_told_from_titles_and_subtitles() {
        let rows = [
            row(&[("1.1", H, "LOS RELOJES")], &[("1.1", H, "THE CLOCKS")]),
            row(
                &[("2.1", H, "Cuento de la costa")],
                &[("2.1", H, "A Tale of the Coast")],
            ),
            row(&[("3.1", H, "CAPÍTULO PRIMERO")], &[("3.1", H, "CHAPTER ONE")]),
            row(&[("4.1", H, "De cómo se apagó")], &[("4.1", H, "How It Went Out")]),
            row(&[("5.1", P, "Uno.")], &[("5.1", P, "One.")]),
            row(&[("6.1", H, "CAPÍTULO II")], &[]),
            row(&[("7.1", P, "Dos.")], &[("7.1", P, "Two.")]),
        ];
        let found = headings(&rows);
        let (title, chapter, sub) = (Heading::Title, Heading::Chapter, Heading::Subtitle);
        let expected = [
            Some(title),
            Some(sub),
            Some(chapter),
            Some(sub),
            None,
            Some(chapter),
            None,
        ];
        assert_eq!(found, expected);
        let lines: Vec<_> = contents(&rows, &found)
            .iter()
            .map(|entry| {
                format!(
                    "{} {} / {}",
                    entry.id,
                    entry.source.join(" · "),
                    entry.target.join(" · ")
                )
            })
            .collect();
        let expected = [
            "s3.1 CAPÍTULO PRIMERO · De cómo se apagó / CHAPTER ONE · How It Went Out",
            "s6.1 CAPÍTULO II / ",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_first_row_that_only_one_text_has_is_no_title() {
        let rows = [
            row(&[("1.1", H, "I")], &[]),
            row(&[("2.1", H, "II")], &[("1.1", H, "II")]),
        ];
        assert_eq!(headings(&rows), [Some(Heading::Chapter), Some(Heading::Chapter)]);
    }

    #[test]
    fn a_list_of_chapters_is_a_list_of_chapters() {
        let texts = [
            "CHAPTER I",
            "Of Sancho",
            "CHAPTER II",
            "Of Rocinante",
            "CHAPTER III",
            "The end",
        ];
        let rows = texts.map(|text| row(&[("1.1", H, text)], &[]));
        let found: Vec<_> = headings(&rows).into_iter().flatten().collect();
        let (chapter, sub) = (Heading::Chapter, Heading::Subtitle);
        assert_eq!(found, [chapter, sub, chapter, sub, chapter, sub]);
    }
}
