//! Tables as text: TSV as the program writes it, and TSV and CSV as spreadsheet and other programs save them.

use super::cells::{Header, Line, imported};
use super::{ImportError, Imported, Place, Reading, Readings};

/// What stands between cells besides tabs, likeliest first.
const OTHERS: [u8; 3] = [b';', b'|', b','];

/// Columns past this are not looked at: a table of links has ten.
const MOST_COLUMNS: usize = 256;

/// Reads TSV, first with quotation marks as they stand, then as spreadsheet programs mean them; and with other marks
/// between the cells where tabs make no table.
pub(super) fn read_tsv(text: &str, reading: &Reading<'_>) -> Readings {
    let raw = text.lines().zip(1..).map(|(line, number)| {
        (
            Place::Line(number),
            line.split('\t').take(MOST_COLUMNS).map(str::to_owned).collect(),
        )
    });
    let raw: Vec<Line> = raw.collect();
    let mut tables = vec![raw];
    if text.contains('"') {
        // Where every quotation mark is one of a quoted cell, a spreadsheet program put them there.
        let place = if is_quoted_throughout(text) { 0 } else { 1 };
        tables.insert(place, split(text, b'\t'));
    }
    let mut readings = Readings::default();
    tables.into_iter().for_each(|lines| readings.add(table(lines, reading)));
    if readings.fine.is_empty() {
        for mark in OTHERS.into_iter().filter(|&mark| text.contains(char::from(mark))) {
            readings.add(table(split(text, mark), reading));
        }
    }
    readings
}

/// Reads CSV with commas, semicolons, tabs or bars: the one that a line `sep=` names, else those of the first line, most
/// frequent first.
pub(super) fn read_csv(text: &str, reading: &Reading<'_>) -> Readings {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let named = first.trim().trim_matches('"').to_lowercase();
    let named = named.strip_prefix("sep=").and_then(|mark| mark.bytes().next());
    let mut marks = match named {
        Some(mark) => vec![mark],
        None => vec![b',', b';', b'\t', b'|'],
    };
    let often = |mark: u8| first.bytes().filter(|&byte| byte == mark).count();
    marks.sort_by_key(|&mark| std::cmp::Reverse(often(mark)));
    let mut readings = Readings::default();
    for mark in marks {
        let mut lines = split(text, mark);
        if named.is_some() {
            let begins = |(_, cells): &Line| {
                cells
                    .first()
                    .is_some_and(|cell| cell.to_lowercase().starts_with("sep="))
            };
            if let Some(at) = lines.iter().position(begins) {
                lines.drain(..=at);
            }
        }
        readings.add(table(lines, reading));
    }
    readings
}

pub(super) fn table(lines: Vec<Line>, reading: &Reading<'_>) -> Result<Imported, ImportError> {
    let blank = |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty());
    let lines: Vec<Line> = lines.into_iter().filter(|(_, cells)| !blank(cells)).collect();
    let (header, above) = Header::find(&lines, reading)?;
    let rows = lines[above..].iter().map(|(place, cells)| header.row(*place, cells));
    let rows = rows.collect::<Result<_, _>>()?;
    Ok(imported(header, rows))
}

/// Cells as RFC 4180 has them: a cell in quotation marks holds delimiters and line breaks, and doubled marks.
fn split(text: &str, delimiter: u8) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let (mut lines, mut counted) = (Vec::new(), (0, 1));
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).is_ok_and(|more| more) {
        // The reader's own lines do not count those that are empty before a record.
        let from = record
            .position()
            .map_or(0, |at| usize::try_from(at.byte()).unwrap_or(usize::MAX));
        let rest = text.get(from..).unwrap_or_default();
        let start = from + (rest.len() - rest.trim_start_matches(['\n', '\r']).len());
        let passed = text.get(counted.0..start).unwrap_or_default();
        counted = (start, counted.1 + passed.matches('\n').count());
        lines.push((Place::Line(counted.1), record.iter().map(str::to_owned).collect()));
    }
    lines
}

fn is_quoted_throughout(text: &str) -> bool {
    let mut cells = text.split(['\t', '\n']).filter(|cell| cell.contains('"'));
    cells.all(|cell| {
        let inside = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
        inside.is_some_and(|inside| !inside.replace("\"\"", "").contains('"'))
    })
}
