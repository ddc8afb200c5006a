//! Spreadsheets, as Excel and LibreOffice save them.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read as _};

use calamine::{DataRef, Dimensions, Reader as _, Xlsx};
use zip::ZipArchive;

use super::cells::{Column, Header, Line, imported};
use super::{ImportError, Imported, Part, Place, Reading, Row};
use crate::foreign::xml::{Piece, Walk};
use crate::text::Side;

/// Most bytes that a workbook may hold once unpacked. The longest novel has some 20 MB.
const MOST_UNPACKED: u64 = 128 << 20;

/// Most bytes of text in the cells of a sheet: three times the longest novel, in both languages.
const MOST_TEXT: usize = 48 << 20;

/// Columns past this are not looked at: a table of links has nine.
const MOST_COLUMNS: u32 = 256;

/// The cells of a sheet, by row from 1; rows without any are not there.
type Rows = BTreeMap<usize, Vec<String>>;

/// Reads the first sheet that has the columns of a table of links.
pub(super) fn read(bytes: &[u8], reading: &Reading<'_>) -> Result<Imported, ImportError> {
    check_size(bytes, MOST_UNPACKED)?;
    check_claims(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut first_fault = None;
    for name in book.sheet_names() {
        let rows = rows(&mut book, &name)?;
        let lines: Vec<Line> = rows
            .into_iter()
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
            .map(|(number, cells)| (Place::Row(number), cells))
            .collect();
        if lines.is_empty() {
            continue;
        }
        match Header::find(&lines, reading) {
            Ok((header, above)) => {
                let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                return table(header, &lines[above..], &merged);
            }
            Err(error) => {
                first_fault.get_or_insert(error);
            }
        }
    }
    Err(first_fault.unwrap_or(ImportError::Empty))
}

fn broken(error: &dyn std::fmt::Display) -> ImportError {
    // What the library says of a file that is no archive is about archives.
    let told = error.to_string();
    let told = match told.split_once("invalid Zip archive") {
        Some(_) => String::new(),
        None => format!(" ({told})"),
    };
    ImportError::form(
        None,
        format!("it is no xlsx workbook, or a damaged one{told}; save it again as xlsx"),
    )
}

/// A few kilobytes can unpack to any size; what they really unpack to is counted, not what they say.
fn check_size(bytes: &[u8], most: u64) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut left = most;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        left -= io::copy(&mut file.take(left), &mut io::sink()).map_err(|error| broken(&error))?;
        if left == 0 {
            let problem = format!("it unpacks to more than {} MB", most >> 20);
            return Err(ImportError::form(None, problem));
        }
    }
    Ok(())
}

/// A workbook says how many strings its cells share, and whoever believes it sets memory aside for them.
fn check_claims(bytes: &[u8]) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        let is_shared = |name: &str| name.to_ascii_lowercase().ends_with("sharedstrings.xml");
        if !file.name().is_ok_and(|name| is_shared(&name)) {
            continue;
        }
        let mut content = Vec::new();
        file.take(MOST_UNPACKED)
            .read_to_end(&mut content)
            .map_err(|error| broken(&error))?;
        let text = String::from_utf8_lossy(&content);
        let there = text.matches("<si").count() + text.matches(":si").count();
        let mut walk = Walk::new(&text);
        let claimed = loop {
            match walk.next() {
                Ok(Piece::Open(root)) => break root.get("uniqueCount").map(str::to_owned),
                Ok(Piece::End) | Err(_) => break None,
                Ok(Piece::Close(_) | Piece::Text(_)) => {}
            }
        };
        let Some(claimed) = claimed else { continue };
        // Some programs miscount a little.
        let fits = claimed
            .trim()
            .parse::<usize>()
            .is_ok_and(|claimed| claimed <= 2 * there + 1000);
        if !fits {
            let problem = format!("it claims to share {claimed} strings and holds {there}; save it again as xlsx");
            return Err(ImportError::form(None, problem));
        }
    }
    Ok(())
}

fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Rows, ImportError> {
    let mut rows = Rows::new();
    let mut left = MOST_TEXT;
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
    // Cell by cell: the area between the first cell and the last can be all of the sheet's 17 thousand million.
    while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        // One string may stand in every cell.
        left = left.checked_sub(text.len()).ok_or_else(|| {
            ImportError::form(None, format!("its cells hold more than {} MB of text", MOST_TEXT >> 20))
        })?;
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
fn table(header: Header, lines: &[Line], merged: &[Dimensions]) -> Result<Imported, ImportError> {
    let text_columns = [Column::Source, Column::Target].map(|column| header.position(column));
    let spans: Vec<(usize, usize)> = merged
        .iter()
        .filter(|area| text_columns.contains(&Some(area.start.1 as usize)) && area.start.0 < area.end.0)
        .map(|area| (area.start.0 as usize + 1, area.end.0 as usize + 1))
        .collect();
    let mut links: Vec<(usize, Row)> = Vec::new();
    for (place, cells) in lines {
        let Place::Row(number) = *place else { continue };
        let row = header.row(*place, cells)?;
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
    for side in Side::BOTH {
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
    before.as_exported = false;
    before.decision_as_exported = false;
    before.reasons = None;
    before.note = match (before.note.take(), row.note) {
        (Some(a), Some(b)) if !a.is_empty() && !b.is_empty() && a != b => Some(format!("{a}\n{b}")),
        (Some(a), Some(b)) if a.is_empty() => Some(b),
        (a, b) => a.or(b),
    };
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use insta::assert_snapshot;
    use proptest::prelude::*;
    use rust_xlsxwriter::{Format, Workbook, Worksheet};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::export;
    use crate::file::Status;
    use crate::fixture::sample;
    use crate::view::View;

    fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        let first = book.add_worksheet();
        first.write_string(0, 0, "my own notes").unwrap();
        let sheet = book.add_worksheet();
        for (column, name) in (0..).zip(["target", "", "status", "source", "note"]) {
            sheet.write_string(2, column, name).unwrap();
        }
        fill(sheet);
        book.save_to_buffer().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
        let reading = Reading {
            langs: ["es", "en"],
            names: [String::new(), String::new()],
            companion: &|_| None,
            holds: &|_, _| false,
        };
        super::read(bytes, &reading)
    }

    fn shown(bytes: &[u8]) -> String {
        let rows = read(bytes).unwrap().rows;
        let line = |row: &Row| {
            let text = |side| match row.part(side) {
                Part::Text(text) => text.clone(),
                other => format!("{other:?}"),
            };
            let status = row.status.map_or("none", Status::as_str);
            let (source, target) = (text(Side::Source), text(Side::Target));
            format!(
                "{}: {source:?} = {target:?} {status} {:?}",
                row.place,
                row.note.as_deref().unwrap_or_default()
            )
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn any_sheet_and_any_kind_of_cell_is_read() {
        let bytes = workbook(|sheet| {
            sheet.write_string(3, 3, "=1+1").unwrap();
            sheet.write_number(3, 0, 1984).unwrap();
            sheet.write_string(3, 2, " Accepted").unwrap();
            sheet.write_number(5, 3, 2.5).unwrap();
            sheet.write_boolean(5, 0, true).unwrap();
            sheet.write_string(5, 4, "uno\r\ndos _x0041_ \u{1}").unwrap();
            // The last cell that a sheet has: the area up to it is larger than any memory.
            sheet.write_string(1_048_575, 16_383, "stray").unwrap();
        });
        assert_snapshot!(shown(&bytes), @r#"
        row 4: "=1+1" = "1984" accepted ""
        row 6: "2.5" = "TRUE" none "uno\r\ndos _x0041_ \u{1}"
        "#);
    }

    #[test]
    fn a_cell_merged_over_rows_makes_them_one_link() {
        let plain = Format::new();
        let bytes = workbook(|sheet| {
            sheet.merge_range(3, 0, 5, 0, "All three.", &plain).unwrap();
            for (row, text) in (3..).zip(["Uno.", "Dos.", "Tres.", "Cuatro."]) {
                sheet.write_string(row, 3, text).unwrap();
                sheet.write_string(row, 4, text).unwrap();
            }
            sheet.write_string(4, 2, "accepted").unwrap();
            sheet.merge_range(7, 2, 9, 2, "", &plain).unwrap();
        });
        assert_snapshot!(shown(&bytes), @r#"
        row 4: "Uno.\nDos.\nTres." = "All three.\n\n" accepted "Uno.\nDos.\nTres."
        row 7: "Cuatro." = "" none "Cuatro."
        "#);
    }

    #[test]
    fn a_workbook_without_the_columns_is_refused() {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(3, 1, "Quelle").unwrap();
        assert_snapshot!(read(&book.save_to_buffer().unwrap()).unwrap_err(), @r#"row 4: expected a header with the columns source, target and status, found no "source" among: Quelle"#);
        assert_snapshot!(read(&Workbook::new().save_to_buffer().unwrap()).unwrap_err(), @"it holds no rows; expected one a link");
    }

    /// A workbook, its parts one by one.
    fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let count = archive.len();
        let mut part = |index| {
            let mut file = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        };
        (0..count).map(&mut part).collect()
    }

    fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn exported() -> Vec<u8> {
        let mut out = Vec::new();
        let file = sample();
        let view = View::new("obra", &file, None, None);
        export::Format::Xlsx.exporter().export(&view, &mut out).unwrap();
        out
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let mut parts = parts(&exported());
        parts.push(("xl/bomb.xml".to_owned(), vec![b' '; 3 << 20]));
        let bomb = packed(&parts);
        assert!(bomb.len() < 50_000);
        assert_snapshot!(check_size(&bomb, 2 << 20).unwrap_err(), @"it unpacks to more than 2 MB");
        assert_eq!(check_size(&bomb, 4 << 20), Ok(()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn damage_inside_a_workbook_makes_no_panic(
            which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
        ) {
            let mut parts = parts(&exported());
            let which = which.index(parts.len());
            let (_, content) = &mut parts[which];
            let at = at.index(content.len());
            content[at] = byte;
            if cut {
                content.truncate(at);
            }
            drop(read(&packed(&parts)));
        }
    }
}
