//! Tables of links: which column is which, and what its cells say. For TSV, CSV and spreadsheets.

use super::{Author, ImportError, Imported, Part, Place, Reading, Row};
use crate::cell::{check, check_decision, escape, from_cell};
use crate::file::{Confidence, Status};
use crate::foreign::langs::names;
use crate::text::{SentenceId, Side};

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
    /// The number of the row, by which a sorted table is brought back in order.
    Row,
    /// The mark of what the row held.
    Check,
    Unknown,
}

impl Column {
    /// What the heading of a column says; languages are those of the texts, source first.
    fn named(heading: &str, langs: [&str; 2]) -> Self {
        let heading = heading.trim().to_lowercase();
        let begins = |word: &str| {
            heading
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with([' ', '(', '[', ':']))
        };
        match heading.as_str() {
            "source" => Self::Source,
            "target" => Self::Target,
            "status" => Self::Status,
            "confidence" => Self::Confidence,
            "note" => Self::Note,
            "reasons" => Self::Reasons,
            "source_ids" => Self::SourceIds,
            "target_ids" => Self::TargetIds,
            "row" => Self::Row,
            "check" => Self::Check,
            _ if begins("source") => Self::Source,
            _ if begins("target") => Self::Target,
            _ if langs[0] == langs[1] => Self::Unknown,
            heading if names(heading, langs[0]) => Self::Source,
            heading if names(heading, langs[1]) => Self::Target,
            _ => Self::Unknown,
        }
    }
}

/// A line of a table: where it begins, and its cells.
pub(super) type Line = (Place, Vec<String>);

/// A header is looked for in so many lines: titles, dates and empty lines stand above some.
const HEADER_WITHIN: usize = 10;

/// So many lines tell which columns hold the texts.
const SAMPLED: usize = 50;

/// Columns past this are not looked at for texts.
const MOST_COLUMNS: usize = 12;

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Header {
    columns: Vec<Column>,
    /// What to tell of it.
    pub(super) notes: Vec<String>,
}

impl Header {
    /// Finds the columns of a table, and how many lines stand before the links: by a header in its first lines, else by
    /// which columns hold the two texts.
    pub(super) fn find(lines: &[Line], reading: &Reading<'_>) -> Result<(Self, usize), ImportError> {
        let Some((place, first)) = lines.first() else {
            return Err(ImportError::Empty);
        };
        let named =
            |cells: &[String]| -> Vec<Column> { cells.iter().map(|cell| Column::named(cell, reading.langs)).collect() };
        for (index, (place, cells)) in lines.iter().take(HEADER_WITHIN).enumerate() {
            let columns = named(cells);
            if columns.contains(&Column::Source) && columns.contains(&Column::Target) {
                let mut header = Self::read(*place, columns, cells)?;
                if index > 0 {
                    let (from, to) = (lines[0].0, lines[index - 1].0);
                    let above = if from == to {
                        from.to_string()
                    } else {
                        format!("{from} to {to}")
                    };
                    header
                        .notes
                        .push(format!("what stands above the header is passed over ({above})"));
                }
                return Ok((header, index + 1));
            }
        }
        let columns = named(first);
        let halved = columns.contains(&Column::Source) != columns.contains(&Column::Target);
        if let Some(found) = Self::by_content(lines, reading).filter(|_| !halved) {
            return Ok(found);
        }
        let lacking = if columns.contains(&Column::Source) {
            "target"
        } else {
            "source"
        };
        let named = first.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let found: String = named.collect::<Vec<_>>().join(", ").chars().take(80).collect();
        let problem = format!(
            "expected a header with the columns source, target and status, found no \"{lacking}\" among: {found}"
        );
        Err(ImportError::form(*place, problem))
    }

    fn read(place: Place, mut columns: Vec<Column>, cells: &[String]) -> Result<Self, ImportError> {
        let mut notes = Vec::new();
        let says = |index: usize, word: &str| cells[index].trim().to_lowercase().starts_with(word);
        for (column, word) in [(Column::Source, "source"), (Column::Target, "target")] {
            // Where one says "target", another that says "English" is not it.
            let of_side: Vec<usize> = (0..columns.len()).filter(|&index| columns[index] == column).collect();
            if of_side.iter().any(|&index| says(index, word)) {
                for index in of_side.into_iter().filter(|&index| !says(index, word)) {
                    columns[index] = Column::Unknown;
                }
            }
        }
        for index in 0..columns.len() {
            let (column, name) = (columns[index], cells[index].trim());
            let is_language = matches!(column, Column::Source | Column::Target)
                && !name.eq_ignore_ascii_case("source")
                && !name.eq_ignore_ascii_case("target");
            if column == Column::Unknown {
                if !name.is_empty() {
                    notes.push(format!("the column \"{name}\" is passed over"));
                }
            } else if columns[..index].contains(&column) {
                if !is_language {
                    return Err(ImportError::form(place, format!("the column \"{name}\" stands twice")));
                }
                columns[index] = Column::Unknown;
                notes.push(format!(
                    "the column \"{name}\" is passed over: another one before it is taken"
                ));
            }
        }
        if !columns.contains(&Column::Status) {
            notes.push("there is no column \"status\": links that stay together keep theirs".to_owned());
        }
        Ok(Self { columns, notes })
    }

    /// Tells the two columns by what they hold; lines above them that are in neither text are passed over.
    fn by_content(lines: &[Line], reading: &Reading<'_>) -> Option<(Self, usize)> {
        let width = lines.iter().map(|(_, cells)| cells.len()).max()?.min(MOST_COLUMNS);
        let step = lines.len().div_ceil(SAMPLED).max(1);
        let share = |column: usize, side: Side| {
            let cells = lines.iter().step_by(step).filter_map(|(_, cells)| cells.get(column));
            let cells: Vec<&String> = cells.filter(|cell| !cell.trim().is_empty()).collect();
            let held = cells.iter().filter(|cell| (reading.holds)(side, cell)).count();
            (held, cells.len())
        };
        let best = |side: Side, other: Option<usize>| {
            let columns = (0..width).filter(|&column| Some(column) != other);
            let counted = columns.map(|column| (column, share(column, side)));
            let mostly = counted.filter(|&(_, (held, all))| held > 0 && held * 2 >= all);
            mostly
                .max_by_key(|&(column, (held, _))| (held, width - column))
                .map(|(column, _)| column)
        };
        let source = best(Side::Source, None)?;
        let target = best(Side::Target, Some(source))?;
        let is_held = |cells: &[String]| {
            let held = |column: usize, side| cells.get(column).is_some_and(|cell| (reading.holds)(side, cell));
            held(source, Side::Source) || held(target, Side::Target)
        };
        let above = lines
            .iter()
            .take(HEADER_WITHIN)
            .take_while(|(_, cells)| !is_held(cells))
            .count();
        let mut columns = vec![Column::Unknown; source.max(target) + 1];
        columns[source] = Column::Source;
        columns[target] = Column::Target;
        let mut notes = vec![format!(
            "the columns are told by the texts: the original is column {}, the translation column {}",
            source + 1,
            target + 1
        )];
        let others = (0..width).filter(|column| ![source, target].contains(column)).count();
        if others > 0 {
            notes.push(format!("other columns, passed over: {others}"));
        }
        if above > 0 {
            notes.push(format!(
                "lines before the first that is in the texts, passed over: {above}"
            ));
        }
        Some((Self { columns, notes }, above))
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
        row.number = cell(Column::Row).and_then(|cell| cell.trim().parse().ok());
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
        let held = [Column::Source, Column::Target].map(|column| cell(column).unwrap_or_default());
        let mark = cell(Column::Check).and_then(|mark| mark.trim().strip_prefix(&*check(held[0], held[1])));
        row.as_exported = mark.is_some();
        let said = row.status.zip(row.note.as_deref());
        let said = said.map(|(status, note)| check_decision(status.as_str(), note));
        row.decision_as_exported = mark.is_some_and(|mark| said.is_some_and(|said| said == mark));
        row.reasons = cell(Column::Reasons).map(escape::split_words);
        Ok(row)
    }
}

/// The rows of a table that a person may have corrected, in the order of their numbers.
pub(super) fn imported(header: Header, mut rows: Vec<Row>) -> Imported {
    let mut notes = header.notes;
    let numbers: Vec<usize> = rows.iter().filter_map(|row| row.number).collect();
    if !numbers.is_sorted() {
        // A row that somebody put in stays after the one that it was put after.
        let mut last = 0;
        let mut keyed: Vec<(usize, Row)> = Vec::with_capacity(rows.len());
        for row in rows {
            last = row.number.unwrap_or(last);
            keyed.push((last, row));
        }
        keyed.sort_by_key(|(number, _)| *number);
        rows = keyed.into_iter().map(|(_, row)| row).collect();
        notes.push("the table was sorted; its rows are taken in the order of their numbers".to_owned());
    }
    Imported {
        rows,
        author: Author::Person,
        origin: None,
        notes,
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
