//! What a form cannot hold of an alignment.

use super::xml::is_allowed;
use super::{Format, joined};
use crate::cell::is_formula;
use crate::file::Status;
use crate::view::{Cell, View};

/// Something of an alignment that a form has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What, in the singular.
    pub what: &'static str,
    /// How often it is met.
    pub count: usize,
}

/// What of an alignment a form leaves out, each kind with its number; what the alignment does not hold is not named.
///
/// The reading page is no form to bring back, and is not judged.
///
/// # Complexity
/// Linear in the alignment.
#[must_use]
pub fn losses(format: Format, view: &View<'_>) -> Vec<Loss> {
    let rows = || view.rows.iter();
    let decided = rows().filter(|row| row.status != Status::Auto).count();
    let notes = rows().filter(|row| row.note.is_some()).count();
    let reasons = rows().filter(|row| !row.reasons.is_empty()).count();
    let alone = rows().filter(|row| row.link.is_null()).count();
    let waiting = view.file.map_or(0, |file| file.waiting.len());
    let sides = || rows().flat_map(|row| [&row.source, &row.target]);
    let borders = sides().map(|cells| cells.len().saturating_sub(1)).sum();
    let unheld = |cell: &Cell<'_>| cell.text.chars().filter(|&c| !is_allowed(c)).count();
    let controls = sides().flatten().map(unheld).sum();

    let of_links = [("status", decided), ("note", notes), ("reason", reasons)];
    let mut lost: Vec<(&'static str, usize)> = Vec::new();
    match format {
        Format::Beads | Format::Vecalign => {
            lost.extend(of_links);
            lost.push(("confidence", view.rows.len()));
        }
        Format::Ladder | Format::Text => lost.extend(of_links),
        Format::Moses => {
            lost.push(("link without a partner", alone));
            lost.extend(of_links);
            lost.push(("confidence", view.rows.len()));
            lost.push(("border between sentences", borders));
        }
        Format::Tmx | Format::Xliff => {
            lost.push(("border between sentences", borders));
            lost.push(("control character", controls));
        }
        Format::Tsv | Format::Csv => lost.push(("border between sentences", borders)),
        #[cfg(feature = "xlsx")]
        Format::Xlsx => lost.push(("border between sentences", borders)),
        Format::Xces | Format::Tei => lost.push(("control character", controls)),
        Format::Jsonl => {}
        #[cfg(feature = "html")]
        Format::Html | Format::Epub | Format::Anki => return Vec::new(),
    }
    lost.push(("decision that waits for its sentences", waiting));
    let some = lost.into_iter().filter(|&(_, count)| count > 0);
    some.map(|(what, count)| Loss { what, count }).collect()
}

/// Cells of text that a spreadsheet program computes when it opens the table, by the number of their line, from 1.
#[must_use]
pub fn formulas(view: &View<'_>) -> Vec<usize> {
    let lines = view.rows.iter().zip(2..);
    let computed = lines.filter(|(row, _)| {
        [&row.source, &row.target]
            .into_iter()
            .any(|cells| is_formula(&joined(cells)))
    });
    computed.map(|(_, line)| line).collect()
}
