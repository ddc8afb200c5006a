//! Tables as text: TSV as the program writes it, and TSV and CSV as spreadsheet programs save them.

use super::cells::{Header, imported};
use super::{ImportError, Imported, Place};

/// A line of a table: where it begins, and its cells.
type Line = (usize, Vec<String>);

/// Reads TSV, first with quotation marks as they stand, then as spreadsheet programs mean them.
pub(super) fn read_tsv(text: &str) -> Result<Vec<Imported>, ImportError> {
    let raw: Vec<Line> = text
        .lines()
        .zip(1..)
        .map(|(line, number)| (number, line.split('\t').map(str::to_owned).collect()))
        .collect();
    let mut readings = vec![table(raw)];
    if text.contains('"') {
        let quoted = table(split(text, '\t'));
        // Where every quotation mark is one of a quoted cell, a spreadsheet program put them there.
        let place = if is_quoted_throughout(text) { 0 } else { 1 };
        readings.insert(place, quoted);
    }
    let fine: Vec<Imported> = readings
        .iter()
        .filter_map(|reading| reading.as_ref().ok().cloned())
        .collect();
    match readings.into_iter().next() {
        Some(Err(error)) if fine.is_empty() => Err(error),
        _ => Ok(fine),
    }
}

/// Reads CSV with commas, semicolons or tabs, whichever its header has.
pub(super) fn read_csv(text: &str) -> Result<Imported, ImportError> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|&delimiter| header.matches(delimiter).count())
        .unwrap_or(',');
    table(split(text, delimiter))
}

fn table(lines: Vec<Line>) -> Result<Imported, ImportError> {
    let blank = |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty());
    let mut lines = lines.into_iter().filter(|(_, cells)| !blank(cells));
    let (number, cells) = lines.next().ok_or(ImportError::Empty)?;
    let header = Header::read(Place::Line(number), &cells)?;
    let rows = lines
        .map(|(number, cells)| header.row(Place::Line(number), &cells))
        .collect::<Result<_, _>>()?;
    Ok(imported(header, rows))
}

/// Cells as RFC 4180 has them: a cell in quotation marks holds delimiters and line breaks, and doubled marks.
fn split(text: &str, delimiter: char) -> Vec<Line> {
    let (mut lines, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut number, mut begun) = (1, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if cell.is_empty() => {
                while let Some(inside) = chars.next() {
                    match inside {
                        '"' if chars.peek() == Some(&'"') => {
                            chars.next();
                            cell.push('"');
                        }
                        '"' => break,
                        inside => {
                            number += usize::from(inside == '\n');
                            cell.push(inside);
                        }
                    }
                }
            }
            '\n' => {
                number += 1;
                cells.push(std::mem::take(&mut cell));
                lines.push((begun, std::mem::take(&mut cells)));
                begun = number;
            }
            c if c == delimiter => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        lines.push((begun, cells));
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
