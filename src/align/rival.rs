//! What else the sentences of an uncertain bead could be grouped with.

use crate::bead::Bead;
use crate::reasons::Rival;

use super::band::Border;
use super::posterior::Posterior;

/// Rivals less likely than this are none.
const LEAST_SHARE: f64 = 0.02;

impl Posterior<'_> {
    /// For each bead less sure than `sure` the likeliest bead that excludes it, if there is one.
    ///
    /// # Complexity
    /// For each uncertain bead, the cells around it that are on a likely path.
    pub(super) fn rivals(&self, origin: Border, beads: &[Bead], confidence: &[f64], sure: f64) -> Vec<Option<Rival>> {
        let rival =
            |(bead, confidence): (&Bead, &f64)| (*confidence < sure).then(|| self.rival(origin, bead)).flatten();
        beads.iter().zip(confidence).map(rival).collect()
    }

    fn rival(&self, origin: Border, bead: &Bead) -> Option<Rival> {
        let mut best: Option<Rival> = None;
        self.offers(origin, bead, |bead, share| {
            if share >= best.as_ref().map_or(LEAST_SHARE, |best| best.share) {
                best = Some(Rival { bead, share });
            }
        });
        best
    }

    /// The likeliest beads that exclude one, at most so many of them and the likeliest first.
    ///
    /// # Complexity
    /// The cells around it, times the shapes of beads.
    pub(super) fn rivals_of(&self, origin: Border, bead: &Bead, most: usize) -> Vec<Rival> {
        let mut all = Vec::new();
        self.offers(origin, bead, |bead, share| {
            if share >= LEAST_SHARE {
                all.push(Rival { bead, share });
            }
        });
        // Stable: of equals the first stays first.
        all.sort_by(|a, b| b.share.total_cmp(&a.share));
        all.truncate(most);
        all
    }

    /// Calls `each` with every bead that excludes one, and its probability.
    fn offers(&self, origin: Border, bead: &Bead, mut each: impl FnMut(Bead, f64)) {
        let (a, b) = (bead.source.start.get() - origin.0, bead.source.end.get() - origin.0);
        let (c, d) = (bead.target.start.get() - origin.1, bead.target.end.get() - origin.1);
        let (band, most) = (self.chart.lattice.band, self.chart.lattice.most());
        let mut offer = |source: (usize, usize), target: (usize, usize), share: f64| {
            let bead = Bead::new(
                origin.0 + source.0..origin.0 + source.1,
                origin.1 + target.0..origin.1 + target.1,
            );
            each(bead, share);
        };
        // Sentences of a match may be left alone; those of a null bead are.
        let (mut source_alone, mut target_alone) = (vec![0.0; b - a], vec![0.0; d - c]);
        for row in a.saturating_sub(most)..=(b + most).min(band.source()) {
            let (low, high) = band.row(row);
            for column in low.max(c.saturating_sub(most))..=high.min(d + most) {
                let Some(cell) = self.cell(row, column) else {
                    continue;
                };
                let [source_run, target_run] = self.alone(cell);
                if a < row && row <= b {
                    source_alone[row - a - 1] += source_run;
                }
                if c < column && column <= d {
                    target_alone[column - c - 1] += target_run;
                }
                for (index, &(s, t)) in self.chart.shapes.iter().enumerate() {
                    if s > row || t > column || ((row - s, row), (column - t, column)) == ((a, b), (c, d)) {
                        continue;
                    }
                    if (row - s < b && a < row) || (column - t < d && c < column) {
                        let share = self.of_shape((row, column), cell, index).unwrap_or(0.0);
                        offer((row - s, row), (column - t, column), share);
                    }
                }
            }
        }
        if a < b && c < d {
            for (index, share) in source_alone.into_iter().enumerate() {
                offer((a + index, a + index + 1), (d, d), share);
            }
            for (index, share) in target_alone.into_iter().enumerate() {
                offer((b, b), (c + index, c + index + 1), share);
            }
        }
    }
}
