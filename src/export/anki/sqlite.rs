//! A database in the form of SQLite 3, written once: tables of rows in the order of their numbers, without indices.
//!
//! # Source
//! "Database File Format" of SQLite's documentation, sections 1.3, 1.6 and 2. A page is as large as they may be, so a table of
//! millions of rows has two levels; a row must fit into a page.

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing; also the column that is the row's number itself.
    Null,
    Integer(i64),
    Text(String),
}

/// A table, and the statement that would make it.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) sql: &'static str,
    /// Sorted by number, each number once.
    pub(super) rows: Vec<(i64, Vec<Value>)>,
}

/// A row too long for the file.
#[derive(Debug, thiserror::Error)]
#[error("a row of the table {0} does not fit into a page of the database")]
pub(super) struct TooLong(&'static str);

const PAGE: usize = 65_536;
const FILE_HEADER: usize = 100;
const LEAF_HEADER: usize = 8;
const INTERIOR_HEADER: usize = 12;
const LEAF: u8 = 0x0d;
const INTERIOR: u8 = 0x05;

/// The longest row that stands whole on its page.
const LONGEST: usize = PAGE - 35;

/// The bytes of a database.
pub(super) fn database(tables: &[Table]) -> Result<Vec<u8>, TooLong> {
    // The first page lists the tables, which follow it.
    let mut pages: Vec<Vec<u8>> = vec![Vec::new()];
    let mut master = Vec::new();
    for (table, number) in tables.iter().zip(1..) {
        let root = write(table, &mut pages)?;
        let text = |text: &str| Value::Text(text.to_owned());
        let row = vec![
            text("table"),
            text(table.name),
            text(table.name),
            Value::Integer(root),
            text(table.sql),
        ];
        master.push((number, row));
    }
    let cells: Vec<Vec<u8>> = master.iter().map(|(number, row)| cell(*number, row)).collect();
    let mut first = page(LEAF, FILE_HEADER, &cells, None);
    first[..FILE_HEADER].copy_from_slice(&file_header(pages.len()));
    pages[0] = first;
    Ok(pages.concat())
}

/// Adds the pages of a table; the number of its root, from 1.
fn write(table: &Table, pages: &mut Vec<Vec<u8>>) -> Result<i64, TooLong> {
    let mut leaves: Vec<(i64, Vec<Vec<u8>>)> = vec![(0, Vec::new())];
    let mut room = PAGE - LEAF_HEADER;
    for (number, row) in &table.rows {
        let cell = cell(*number, row);
        if cell.len() > LONGEST {
            return Err(TooLong(table.name));
        }
        if cell.len() + 2 > room {
            leaves.push((0, Vec::new()));
            room = PAGE - LEAF_HEADER;
        }
        room -= cell.len() + 2;
        let leaf = leaves.last_mut().expect("there is one from the start");
        leaf.0 = *number;
        leaf.1.push(cell);
    }
    let first = pages.len() + 1;
    pages.extend(leaves.iter().map(|(_, cells)| page(LEAF, 0, cells, None)));
    if leaves.len() == 1 {
        return Ok(as_integer(first));
    }
    let last = leaves.len() - 1;
    let children: Vec<Vec<u8>> = leaves[..last]
        .iter()
        .zip(first..)
        .map(|((number, _), child)| {
            let mut cell = page_number(child).to_vec();
            varint(*number, &mut cell);
            cell
        })
        .collect();
    let taken: usize = children.iter().map(|cell| cell.len() + 2).sum();
    if taken > PAGE - INTERIOR_HEADER {
        return Err(TooLong(table.name));
    }
    pages.push(page(INTERIOR, 0, &children, Some(first + last)));
    Ok(as_integer(pages.len()))
}

/// A page with its cells at its end, the first last.
fn page(kind: u8, from: usize, cells: &[Vec<u8>], rightmost: Option<usize>) -> Vec<u8> {
    let mut page = vec![0; PAGE];
    let mut end = PAGE;
    let mut pointer = from
        + if rightmost.is_some() {
            INTERIOR_HEADER
        } else {
            LEAF_HEADER
        };
    for cell in cells {
        end -= cell.len();
        page[end..end + cell.len()].copy_from_slice(cell);
        page[pointer..pointer + 2].copy_from_slice(&short(end));
        pointer += 2;
    }
    page[from] = kind;
    page[from + 3..from + 5].copy_from_slice(&short(cells.len()));
    // The end of a page of this size is written as 0.
    page[from + 5..from + 7].copy_from_slice(&short(end % PAGE));
    if let Some(rightmost) = rightmost {
        page[from + 8..from + 12].copy_from_slice(&page_number(rightmost));
    }
    page
}

fn cell(number: i64, row: &[Value]) -> Vec<u8> {
    let (mut types, mut body) = (Vec::new(), Vec::new());
    for value in row {
        match value {
            Value::Null => varint(0, &mut types),
            Value::Integer(0) => varint(8, &mut types),
            Value::Integer(1) => varint(9, &mut types),
            Value::Integer(number) => {
                varint(6, &mut types);
                body.extend(number.to_be_bytes());
            }
            Value::Text(text) => {
                varint(as_integer(13 + 2 * text.len()), &mut types);
                body.extend(text.as_bytes());
            }
        }
    }
    // The length of the header counts itself; two bytes are enough for a header of 16 kB.
    let header = types.len() + if types.len() + 1 < 0x80 { 1 } else { 2 };
    let mut payload = Vec::with_capacity(header + body.len());
    varint(as_integer(header), &mut payload);
    payload.extend(types);
    payload.extend(body);
    let mut cell = Vec::with_capacity(payload.len() + 12);
    varint(as_integer(payload.len()), &mut cell);
    varint(number, &mut cell);
    cell.extend(payload);
    cell
}

fn file_header(pages: usize) -> [u8; FILE_HEADER] {
    let mut header = [0; FILE_HEADER];
    header[..16].copy_from_slice(b"SQLite format 3\0");
    // A page of 65,536 bytes; readable and writable by every version.
    header[16..24].copy_from_slice(&[0, 1, 1, 1, 0, 64, 32, 32]);
    header[24..28].copy_from_slice(&page_number(1));
    header[28..32].copy_from_slice(&page_number(pages));
    header[40..44].copy_from_slice(&page_number(1));
    header[44..48].copy_from_slice(&page_number(4));
    // UTF-8.
    header[56..60].copy_from_slice(&page_number(1));
    header[92..96].copy_from_slice(&page_number(1));
    header[96..100].copy_from_slice(&page_number(3_040_001));
    header
}

/// One to nine bytes, seven bits in each.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bits of a number"
)]
fn varint(number: i64, out: &mut Vec<u8>) {
    let mut rest = number as u64;
    if rest >> 56 != 0 {
        let low = rest as u8;
        rest >>= 8;
        (0..8).rev().for_each(|at| out.push((rest >> (7 * at)) as u8 | 0x80));
        out.push(low);
        return;
    }
    let bytes = (1..=8).find(|&bytes| rest >> (7 * bytes) == 0).unwrap_or(8);
    for at in (0..bytes).rev() {
        let more = if at == 0 { 0 } else { 0x80 };
        out.push((rest >> (7 * at)) as u8 & 0x7f | more);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
fn short(place: usize) -> [u8; 2] {
    (place as u16).to_be_bytes()
}

fn page_number(number: usize) -> [u8; 4] {
    u32::try_from(number)
        .expect("a database of more than 2^32 pages has no room in memory")
        .to_be_bytes()
}

fn as_integer(number: usize) -> i64 {
    i64::try_from(number).expect("lengths in memory are below 2^63")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_as_many_bytes_as_they_need() {
        let bytes = |number| {
            let mut out = Vec::new();
            varint(number, &mut out);
            out
        };
        assert_eq!(bytes(0), [0]);
        assert_eq!(bytes(127), [0x7f]);
        assert_eq!(bytes(128), [0x81, 0]);
        assert_eq!(bytes(16_384), [0x81, 0x80, 0]);
        assert_eq!(bytes(-1), [0xff; 9]);
    }

    #[test]
    fn a_table_of_many_rows_has_two_levels() {
        let row = |number: i64| (number, vec![Value::Null, Value::Text("x".repeat(1000))]);
        let table = Table {
            name: "t",
            sql: "CREATE TABLE t (id integer primary key, x text)",
            rows: (1..=200).map(row).collect(),
        };
        let bytes = database(&[table]).unwrap();
        assert_eq!(bytes.len() % PAGE, 0);
        let root = bytes.len() - PAGE;
        assert_eq!(bytes[root], INTERIOR);
    }

    #[test]
    fn a_row_longer_than_a_page_is_refused() {
        let table = Table {
            name: "t",
            sql: "CREATE TABLE t (x text)",
            rows: vec![(1, vec![Value::Text("x".repeat(PAGE))])],
        };
        assert!(database(&[table]).is_err());
    }
}
