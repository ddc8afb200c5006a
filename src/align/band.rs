//! Which cells of the lattice the search visits.

/// The visited part of the lattice of sentence borders: row `r` is the border before source sentence
/// `r`, column `c` the border before target sentence `c`. Each row visits one interval of columns.
///
/// # Invariants
/// There is a row for every border, first to last. The intervals' ends never fall from one row to the
/// next, neighbouring intervals overlap, the first begins at 0 and the last ends at the last border.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    /// First and last visited column of each row, both included.
    rows: Vec<(usize, usize)>,
    columns: usize,
    /// Where each row begins in an array of all visited cells.
    offsets: Vec<usize>,
}

/// A border both texts are thought to share: source sentences before it, target sentences before it.
pub(crate) type Border = (usize, usize);

/// Most cells of a stretch between two anchors that are visited as a full rectangle.
/// 60,000 cells are 250 × 250 sentences: a chapter missing on both sides; larger stretches get a
/// diagonal strip and their two edges.
const FULL_RECTANGLE: usize = 60_000;

impl Band {
    /// All cells.
    pub(crate) fn full(source: usize, target: usize) -> Self {
        Self::from_rows(vec![(0, target); source + 1], target)
    }

    /// The cells around a path of borders: within `slack` target sentences of it. Where the path jumps over a stretch on both sides the whole rectangle is visited, if it is not too large.
    pub(crate) fn around(path: &[Border], source: usize, target: usize, slack: usize) -> Self {
        let mut rows = vec![(usize::MAX, 0); source + 1];
        let mut cover = |from: usize, to: usize, low: usize, high: usize| {
            for row in &mut rows[from..=to] {
                *row = (
                    row.0.min(low.saturating_sub(slack)),
                    row.1.max((high + slack).min(target)),
                );
            }
        };
        let ends = [(0, 0), (source, target)];
        let points = ends[..1].iter().chain(path).chain(&ends[1..]);
        let mut last = (0, 0);
        for &(r, c) in points {
            let (height, width) = (r - last.0, c - last.1);
            if height * width <= FULL_RECTANGLE {
                cover(last.0, r, last.1, c);
            } else {
                // A strip along the diagonal, as wide as the rectangle allows.
                let reach = FULL_RECTANGLE / (2 * height.max(width));
                for row in last.0..=r {
                    let middle = last.1 + (row - last.0) * width / height;
                    let low = middle.saturating_sub(reach).max(last.1);
                    cover(row, row, low, (middle + reach).min(c));
                }
                cover(last.0, last.0, last.1, last.1);
            }
            last = (r, c);
        }
        Self::from_rows(rows, target)
    }

    fn from_rows(mut rows: Vec<(usize, usize)>, columns: usize) -> Self {
        if let Some(first) = rows.first_mut() {
            first.0 = 0;
        }
        if let Some(last) = rows.last_mut() {
            last.1 = columns;
        }
        // Ends never fall, neighbours overlap.
        let mut high = 0;
        for row in &mut rows {
            high = high.max(row.1);
            row.1 = high;
        }
        let mut low = columns;
        for row in rows.iter_mut().rev() {
            low = low.min(row.0);
            row.0 = low;
        }
        for index in 1..rows.len() {
            rows[index].0 = rows[index].0.min(rows[index - 1].1);
        }
        let mut offsets = Vec::with_capacity(rows.len() + 1);
        let mut next = 0;
        for (low, high) in &rows {
            offsets.push(next);
            next += high - low + 1;
        }
        offsets.push(next);
        Self { rows, columns, offsets }
    }

    /// Number of source sentences.
    pub(crate) fn source(&self) -> usize {
        self.rows.len() - 1
    }

    /// Number of target sentences.
    pub(crate) const fn target(&self) -> usize {
        self.columns
    }

    /// First and last visited column of a row.
    pub(crate) fn row(&self, row: usize) -> (usize, usize) {
        self.rows[row]
    }

    /// Number of visited cells.
    pub(crate) fn cells(&self) -> usize {
        self.offsets[self.rows.len()]
    }

    /// Where a cell stands in an array of all visited cells, if it is visited.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<usize> {
        let (low, high) = self.rows[row];
        (low <= column && column <= high).then(|| self.offsets[row] + column - low)
    }

    /// The same cells with the two texts swapped.
    pub(crate) fn transposed(&self) -> Self {
        let mut rows = vec![(usize::MAX, 0); self.columns + 1];
        let mut first = 0;
        // Rows' ends never fall, so each column's rows are one interval found by two pointers.
        for (column, row) in rows.iter_mut().enumerate() {
            while self.rows[first].1 < column {
                first += 1;
            }
            row.0 = first;
        }
        let mut last = self.source();
        for (column, row) in rows.iter_mut().enumerate().rev() {
            while self.rows[last].0 > column {
                last -= 1;
            }
            row.1 = last;
        }
        Self::from_rows(rows, self.source())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(band: &Band) -> Vec<(usize, usize)> {
        (0..=band.source())
            .flat_map(|r| (band.row(r).0..=band.row(r).1).map(move |c| (r, c)))
            .collect()
    }

    #[test]
    fn a_band_joins_both_ends() {
        let band = Band::around(&[(10, 3), (11, 90)], 40, 120, 4);
        assert_eq!(band.row(0).0, 0);
        assert_eq!(band.row(40).1, 120);
        assert!((1..=40).all(|r| band.row(r).0 <= band.row(r - 1).1 && band.row(r).0 >= band.row(r - 1).0));
        assert!(band.cell(10, 60).is_some());
    }

    #[test]
    fn transposing_twice_changes_nothing() {
        let band = Band::around(&[(3, 9), (20, 14), (33, 33)], 40, 50, 3);
        let mut mirrored: Vec<_> = cells(&band.transposed()).into_iter().map(|(c, r)| (r, c)).collect();
        mirrored.sort_unstable();
        assert_eq!(mirrored, cells(&band));
    }
}
