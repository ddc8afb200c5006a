//! A spreadsheet to review in.

use std::io::{self, Cursor, Write};

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DataValidation, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use zip::{System, ZipArchive};

use super::Exporter;
use super::tsv::{HEADER, cells};
use crate::cell::sheet_note;
use crate::file::Status;
use crate::reasons::UNCERTAIN_BELOW;
use crate::view::{Row, View};

/// A workbook: a sheet of links, a row a link, and a sheet that says how to correct them.
///
/// Text is stored as text, so that a cell that begins with `=` is no formula. The same alignment is the same bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Xlsx;

/// Widths of the columns, in characters.
const WIDTHS: [f64; 10] = [60.0, 60.0, 11.0, 11.0, 11.0, 11.0, 30.0, 24.0, 7.0, 11.0];

/// The columns that hold no text, by position: numbers can be sorted by.
const CONFIDENCE: u16 = 3;
const ROW: u16 = 8;

/// Height of a line in points at the default size of letters, and the greatest height of a row (Excel's limit).
const LINE_HEIGHT: f64 = 15.0;
const MOST_HEIGHT: f64 = 409.0;

/// Characters that fit into a column are fewer than its width, which is counted in digits: words are not broken, and
/// capitals are wider.
const FILLED: f64 = 0.85;

/// Most characters that a cell of a spreadsheet holds.
const MOST_IN_CELL: usize = 32_767;

/// Most rows that a sheet holds, with its header.
const MOST_ROWS: usize = 1_048_576;

const HELP: [&str; 14] = [
    "How to correct this alignment",
    "",
    "Each row of the sheet \"links\" is a link: sentences of the original and the sentences that translate them.",
    "Move a sentence: cut it out of one cell and paste it into the cell above or below, in the same column.",
    "Merge two rows: put both texts into one row and leave the other row's cells empty, or delete that row.",
    "Split a row: insert a row below and move some of the text there. You may cut inside a sentence.",
    "Leave a cell empty where a sentence has no partner.",
    "Do not correct wording, and delete none: every sentence must stay, as it is. Wording belongs into the texts.",
    "status: accepted (right), edited (you changed it), disputed (you doubt it; say why under note), auto (nobody looked at it).",
    "A row whose sentences you moved becomes edited by itself. Changes under confidence, ids, reasons and check are passed over.",
    "Sort and filter as you like: the numbers under row bring the rows back in order.",
    "Rows that the program is not sure of are coloured.",
    "",
    "Save as xlsx, then take it back with: cotejo import FILE.xlsx",
];

impl Exporter for Xlsx {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        if view.rows.len() >= MOST_ROWS {
            return Err(io::Error::other(format!(
                "a sheet holds {MOST_ROWS} rows, the alignment has {} links; use tsv",
                view.rows.len()
            )));
        }
        out.write_all(&as_on_unix(workbook(view).map_err(io::Error::other)?)?)
    }
}

/// Where the header of a file in the directory of an archive says on what system it was packed, in bytes (APPNOTE
/// 6.3, 4.3.12: after the signature of four bytes and the version).
const SYSTEM: usize = 5;

/// A workbook as it is on Unix, since the library names the system that it was packed on.
fn as_on_unix(mut packed: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(&packed)).map_err(io::Error::other)?;
    let headers: Result<Vec<u64>, _> = (0..archive.len())
        .map(|at| archive.by_index_raw(at).map(|file| file.central_header_start()))
        .collect();
    for header in headers.map_err(io::Error::other)? {
        let system = usize::try_from(header)
            .ok()
            .and_then(|start| packed.get_mut(start + SYSTEM));
        *system.ok_or(io::ErrorKind::InvalidData)? = System::Unix.into();
    }
    Ok(packed)
}

fn workbook(view: &View<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A date of the run would make other bytes of the same alignment.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(view.name).set_creation_datetime(&day));
    let text = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@")
        .set_quote_prefix();
    let plain = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    let number = Format::new().set_align(FormatAlign::Top).set_num_format("0.0000");
    let bold = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00E8_EDF2));

    let sheet = book.add_worksheet();
    sheet.set_name("links")?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, (name, width)) in (0..).zip(HEADER.into_iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        // Rows that a reviewer inserts are text too.
        if column != CONFIDENCE && column != ROW {
            sheet.set_column_format(column, &plain)?;
        }
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    let whole = Format::new().set_align(FormatAlign::Top);
    for (at, row) in (1_u32..).zip(&view.rows) {
        let note = sheet_note(row.note.unwrap_or_default()).into_owned();
        let cells = cells(row, at as usize, note);
        sheet.set_row_height(at, height(&cells))?;
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            if column == CONFIDENCE || column == ROW {
                continue;
            }
            let cell_format = if is_formula(&cell) { &text } else { &plain };
            refuse_long(&cell, row)?;
            sheet.write_string_with_format(at, column, &cell, cell_format)?;
        }
        sheet.write_number_with_format(at, CONFIDENCE, row.confidence.get(), &number)?;
        sheet.write_number_with_format(at, ROW, f64::from(at), &whole)?;
    }
    let last = u32::try_from(view.rows.len()).unwrap_or(u32::MAX - 1).max(1);
    mark(sheet, last)?;
    let columns = u16::try_from(HEADER.len()).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last, columns - 1)?;

    let help = book.add_worksheet();
    help.set_name("help")?;
    help.set_column_width(0, 110)?;
    for (at, line) in (0..).zip(HELP) {
        let line_format = if at == 0 { &bold } else { &plain };
        help.write_string_with_format(at, 0, line, line_format)?;
    }
    book.save_to_buffer()
}

/// How high a row must be to show its cells whole, in points. Programs do not work it out when they open a workbook.
fn height(cells: &[String; HEADER.len()]) -> f64 {
    let lines = |(cell, width): (&String, f64)| {
        let fits = width * FILLED;
        let one = |line: &str| (count(line.chars().count()) / fits).ceil().max(1.0);
        cell.split('\n').map(one).sum::<f64>()
    };
    let most = cells.iter().zip(WIDTHS).map(lines).fold(1.0, f64::max);
    (most * LINE_HEIGHT).min(MOST_HEIGHT)
}

/// A number of characters in one cell.
fn count(characters: usize) -> f64 {
    f64::from(u32::try_from(characters).unwrap_or(u32::MAX))
}

/// Choices and colours of the status.
fn mark(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let words = [Status::Auto, Status::Accepted, Status::Edited, Status::Disputed].map(Status::as_str);
    let choice = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_title("status")?
        .set_error_message("auto, accepted, edited or disputed")?;
    sheet.add_data_validation(1, 2, last, 2, &choice)?;
    for (word, colour) in [
        ("accepted", 0x00D7_F0DB),
        ("edited", 0x00D7_E6F5),
        ("disputed", 0x00F8_D9D6),
    ] {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(word))
            .set_format(Format::new().set_background_color(Color::RGB(colour)));
        sheet.add_conditional_format(1, 2, last, 2, &rule)?;
    }
    let doubtful = ConditionalFormatFormula::new()
        .set_rule(format!("=AND($C2=\"auto\",$D2<{UNCERTAIN_BELOW})").as_str())
        .set_format(Format::new().set_background_color(Color::RGB(0x00FD_F1CC)));
    sheet.add_conditional_format(1, 0, last, 3, &doubtful)?;
    Ok(())
}

/// Whether a spreadsheet would take the text for a formula if it were typed.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'', '"'])
}

fn refuse_long(cell: &str, row: &Row<'_>) -> Result<(), XlsxError> {
    let length = cell.encode_utf16().count();
    if length <= MOST_IN_CELL {
        return Ok(());
    }
    let name = row
        .source
        .first()
        .or(row.target.first())
        .map(|cell| cell.id.to_string());
    Err(XlsxError::ParameterError(format!(
        "a cell of a spreadsheet holds {MOST_IN_CELL} characters, the link of sentence {} has {length}; use tsv",
        name.unwrap_or_default()
    )))
}

#[cfg(test)]
mod tests {
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn the_system_is_not_told() {
        let packed = |system| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            for name in ["one", "two"] {
                zip.start_file(name, SimpleFileOptions::default().system(system))
                    .unwrap();
                zip.write_all(b"PK\x01\x02 is how a header begins").unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        let [unix, windows] = [System::Unix, System::Dos].map(packed);
        assert_ne!(unix, windows);
        assert_eq!(as_on_unix(windows).unwrap(), unix);
        assert_eq!(as_on_unix(unix.clone()).unwrap(), unix);
    }
}
