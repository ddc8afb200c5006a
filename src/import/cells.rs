//! Tables of links: which column is which, and what its cells say. For TSV, CSV and spreadsheets.

use super::{Author, ImportError, Imported, Part, Place, Row};
use crate::cell::{escape, from_cell};
use crate::file::{Confidence, Status};
use crate::text::SentenceId;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Source,
    Target,
    Status,
    Confidence,
    Note,
    Reasons,
    /// Made for people to find a sentence by; the wording decides.
    SourceIds,
    TargetIds,
    Unknown,
}

impl Column {
    fn named(header: &str) -> Self {
        match header.trim().to_lowercase().as_str() {
            "source" => Self::Source,
            "target" => Self::Target,
            "status" => Self::Status,
            "confidence" => Self::Confidence,
            "note" => Self::Note,
            "reasons" => Self::Reasons,
            "source_ids" => Self::SourceIds,
            "target_ids" => Self::TargetIds,
            _ => Self::Unknown,
        }
    }
}

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Header {
    columns: Vec<Column>,
    /// What to tell of it.
    pub(super) notes: Vec<String>,
}

impl Header {
    /// Finds the columns by their names, in any order.
    pub(super) fn read(place: Place, cells: &[String]) -> Result<Self, ImportError> {
        let columns: Vec<Column> = cells.iter().map(|cell| Column::named(cell)).collect();
        for (column, name) in [(Column::Source, "source"), (Column::Target, "target")] {
            if !columns.contains(&column) {
                let named: Vec<_> = cells
                    .iter()
                    .map(|cell| cell.trim())
                    .filter(|cell| !cell.is_empty())
                    .collect();
                let found: String = named.join(", ").chars().take(80).collect();
                let problem = format!(
                    "expected a header with the columns source, target and status, found no \"{name}\" among: {found}"
                );
                return Err(ImportError::form(place, problem));
            }
        }
        let mut notes = Vec::new();
        for (index, (column, name)) in columns.iter().zip(cells).enumerate() {
            match column {
                Column::Unknown if name.trim().is_empty() => {}
                Column::Unknown => notes.push(format!("the column \"{}\" is passed over", name.trim())),
                column if columns[..index].contains(column) => {
                    let problem = format!("the column \"{}\" stands twice", name.trim());
                    return Err(ImportError::form(place, problem));
                }
                _ => {}
            }
        }
        if !columns.contains(&Column::Status) {
            notes.push("there is no column \"status\": links that stay together keep theirs".to_owned());
        }
        Ok(Self { columns, notes })
    }

    /// Where a column is.
    pub(super) fn position(&self, wanted: Column) -> Option<usize> {
        self.columns.iter().position(|&column| column == wanted)
    }

    /// Makes a row of cells.
    pub(super) fn row(&self, place: Place, cells: &[String]) -> Result<Row, ImportError> {
        let cell = |column| {
            let position = self.position(column)?;
            Some(cells.get(position).map_or("", String::as_str))
        };
        let text = |column| Part::Text(cell(column).unwrap_or_default().to_owned());
        let mut row = Row::new(place, text(Column::Source), text(Column::Target));
        row.exported_ids =
            [Column::SourceIds, Column::TargetIds].map(|column| exported_ids(cell(column).unwrap_or_default()));
        if row.is_empty() {
            // Where a reviewer moved the text away, its status and ids are left behind.
            return Ok(row);
        }
        row.status = cell(Column::Status)
            .filter(|cell| !cell.trim().is_empty())
            .map(|cell| status(place, cell))
            .transpose()?;
        row.confidence = cell(Column::Confidence)
            .filter(|cell| !cell.trim().is_empty())
            .map(|cell| confidence(place, cell))
            .transpose()?;
        row.note = cell(Column::Note).map(from_cell);
        row.reasons = cell(Column::Reasons).map(escape::split_words);
        Ok(row)
    }
}

/// The rows of a table that a person may have corrected.
pub(super) fn imported(header: Header, rows: Vec<Row>) -> Imported {
    Imported {
        rows,
        author: Author::Person,
        origin: None,
        notes: header.notes,
    }
}

/// Ids as they are exported; what is none, since a spreadsheet made a number of it, is passed over.
pub(super) fn exported_ids(cell: &str) -> Vec<SentenceId> {
    cell.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

fn status(place: Place, cell: &str) -> Result<Status, ImportError> {
    cell.parse::<Status>().map_err(|_| {
        let problem = format!(
            "the status is \"{}\"; expected auto, accepted, edited or disputed",
            cell.trim()
        );
        ImportError::form(place, problem)
    })
}

/// `0.97`, and what spreadsheets make of it: `0,97`, `97%`, `97 %`.
fn confidence(place: Place, cell: &str) -> Result<Confidence, ImportError> {
    let plain = cell.trim().replace(',', ".");
    let (number, unit) = match plain.strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (plain.as_str(), 1.0),
    };
    number
        .parse::<f64>()
        .ok()
        .map(|number| number / unit)
        .filter(|share| (0.0..=1.0).contains(share))
        .map(Confidence::new)
        .ok_or_else(|| {
            let problem = format!("the confidence is \"{}\"; expected a number from 0 to 1", cell.trim());
            ImportError::form(place, problem)
        })
}

/// Whether a file begins with the header of a table, in UTF-8 or UTF-16.
pub(super) fn begins_with_header(content: &[u8]) -> bool {
    let visible = content.iter().copied().filter(|&byte| byte.is_ascii() && byte != 0);
    let line: Vec<u8> = visible.take_while(|&byte| byte != b'\n').take(400).collect();
    let line = String::from_utf8_lossy(&line).to_lowercase();
    let names: Vec<&str> = line
        .split(['\t', ';', ','])
        .map(|name| name.trim_matches(['"', ' ', '\r']))
        .collect();
    names.contains(&"source") && names.contains(&"target")
}
