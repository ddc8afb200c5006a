//! Spreadsheets, as Excel and LibreOffice save them.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read as _};

use calamine::{DataRef, Dimensions, Reader as _, Xlsx};
use zip::ZipArchive;

use super::cells::{Column, Header, Notes, imported};
use super::{ImportError, Imported, Part, Place, Row};
use crate::text::Side;

/// Most bytes that a workbook may hold once unpacked. The longest novel has some 20 MB.
const MOST_UNPACKED: u64 = 512 << 20;

/// Columns past this are not looked at: a table of links has nine.
const MOST_COLUMNS: u32 = 256;

/// The cells of a sheet, by row from 1; rows without any are not there.
type Rows = BTreeMap<usize, Vec<String>>;

/// Reads the first sheet that has the columns of a table of links.
pub(super) fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    check_size(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut first_fault = None;
    for name in book.sheet_names() {
        let rows = rows(&mut book, &name).map_err(|error| broken(&error))?;
        let Some((&number, header)) = rows.iter().next() else {
            continue;
        };
        match Header::read(Place::Row(number), header) {
            Ok(header) => {
                let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                return table(header, number, &rows, &merged);
            }
            Err(error) => {
                first_fault.get_or_insert(error);
            }
        }
    }
    Err(first_fault.unwrap_or(ImportError::Empty))
}

fn broken(error: &dyn std::fmt::Display) -> ImportError {
    ImportError::form(
        None,
        format!("it is no xlsx workbook, or a damaged one ({error}); save it again as xlsx"),
    )
}

/// A few kilobytes can unpack to any size; what they really unpack to is counted, not what they say.
fn check_size(bytes: &[u8]) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        left -= io::copy(&mut file.take(left), &mut io::sink()).map_err(|error| broken(&error))?;
        if left == 0 {
            let problem = format!("it unpacks to more than {} MB", MOST_UNPACKED >> 20);
            return Err(ImportError::form(None, problem));
        }
    }
    Ok(())
}

fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Rows, calamine::XlsxError> {
    let mut rows = Rows::new();
    let mut reader = book.worksheet_cells_reader(name)?;
    // Cell by cell: the area between the first cell and the last can be all of the sheet's 17 thousand million.
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        let cells = rows.entry(row as usize + 1).or_default();
        let column = column as usize;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }
    Ok(rows)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string().to_uppercase(),
        DataRef::DateTime(moment) => moment.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Makes rows of links. Where a text cell spans several rows, these are one link.
fn table(header: Header, first: usize, rows: &Rows, merged: &[Dimensions]) -> Result<Imported, ImportError> {
    let text_columns = [Column::Source, Column::Target].map(|column| header.position(column));
    let spans: Vec<(usize, usize)> = merged
        .iter()
        .filter(|area| text_columns.contains(&Some(area.start.1 as usize)) && area.start.0 < area.end.0)
        .map(|area| (area.start.0 as usize + 1, area.end.0 as usize + 1))
        .collect();
    let mut links: Vec<(usize, Row)> = Vec::new();
    for (&number, cells) in rows.range(first + 1..) {
        let row = header.row(Place::Row(number), cells, Notes::Plain)?;
        match links.last_mut() {
            Some((last, before)) if spans.iter().any(|&(from, to)| from <= *last && number <= to) => {
                join(before, row);
                *last = number;
            }
            _ => links.push((number, row)),
        }
    }
    Ok(imported(header, links.into_iter().map(|(_, row)| row).collect()))
}

fn join(before: &mut Row, row: Row) {
    for side in [Side::Source, Side::Target] {
        if let Part::Text(more) = row.part(side).clone() {
            let part = match side {
                Side::Source => &mut before.source,
                Side::Target => &mut before.target,
            };
            if let Part::Text(text) = part {
                text.push('\n');
                text.push_str(&more);
            }
        }
    }
    before.status = before.status.max(row.status);
    before.confidence = None;
    before.reasons = None;
    before.note = match (before.note.take(), row.note) {
        (Some(a), Some(b)) if !a.is_empty() && !b.is_empty() && a != b => Some(format!("{a}\n{b}")),
        (Some(a), Some(b)) if a.is_empty() => Some(b),
        (a, b) => a.or(b),
    };
}
