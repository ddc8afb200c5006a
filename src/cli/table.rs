//! Tables in columns.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::talk::plain;

/// Lines of cells, the first a heading; the first column is set left, the others right.
#[derive(Debug, Default)]
pub(crate) struct Table {
    lines: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<const N: usize>(heading: [&str; N]) -> Self {
        Self {
            lines: vec![heading.map(str::to_owned).to_vec()],
        }
    }

    pub(crate) fn line<const N: usize>(&mut self, cells: [String; N]) {
        self.lines.push(cells.iter().map(|cell| plain(cell)).collect());
    }

    /// The table as text; the last columns named in `left` are set left too.
    pub(crate) fn render(&self, left: usize) -> String {
        let columns = self.lines.first().map_or(0, Vec::len);
        let width = |column: usize| self.lines.iter().map(|line| line[column].width()).max().unwrap_or(0);
        let widths: Vec<_> = (0..columns).map(width).collect();
        let mut text = String::new();
        for line in &self.lines {
            let mut row = String::new();
            for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(width - cell.width());
                let gap = if column == 0 { "" } else { "  " };
                let _ = if column == 0 || column >= columns - left {
                    write!(row, "{gap}{cell}{pad}")
                } else {
                    write!(row, "{gap}{pad}{cell}")
                };
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }
}
