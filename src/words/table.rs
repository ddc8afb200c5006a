//! Which word may come from which: one cell for every pair of words that is worth remembering.

/// No cell: the two stand together by chance as far as anybody knows.
pub(super) const NONE: u32 = u32::MAX;

/// Pairs of sentences as types, end to end.
#[derive(Debug)]
pub(super) struct Corpus {
    pub(super) source: Vec<u32>,
    pub(super) target: Vec<u32>,
    /// Where each pair begins in `source`, `target` and its cells; one more than there are pairs.
    pub(super) starts: Vec<[usize; 3]>,
}

impl Default for Corpus {
    fn default() -> Self {
        Self {
            source: Vec::new(),
            target: Vec::new(),
            starts: vec![[0; 3]],
        }
    }
}

impl Corpus {
    /// Closes a pair whose types were just added.
    pub(super) fn close_pair(&mut self) {
        let [source, target, cells] = self.starts[self.len()];
        let (from, to) = (self.source.len(), self.target.len());
        self.starts.push([from, to, cells + (from - source) * (to - target)]);
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The types of a pair's two sentences and the range of its cells.
    pub(super) fn pair(&self, index: usize) -> (&[u32], &[u32], std::ops::Range<usize>) {
        let ([s, t, c], [s_end, t_end, c_end]) = (self.starts[index], self.starts[index + 1]);
        (&self.source[s..s_end], &self.target[t..t_end], c..c_end)
    }
}

/// The cells of a corpus.
#[derive(Debug)]
pub(super) struct Table {
    /// For every pair of sentences, by target word, then source word: its cell or [`NONE`].
    pub(super) cells: Vec<u32>,
    /// By cell.
    pub(super) source: Vec<u32>,
    pub(super) target: Vec<u32>,
    /// What is known of the two before reading, in words seen.
    pub(super) prior: Vec<f32>,
    /// How often the two stand together.
    pub(super) together: Vec<f32>,
    /// How often each source type and each target type stands in the corpus.
    pub(super) counts: [Vec<u32>; 2],
}

/// A pair of words met once is remembered when both are met at most so often: a frequent word meets
/// every other one some time.
const RARE: u32 = 3;

impl Table {
    /// Gathers the cells. `priors` has for each source type the target types it is known to go with.
    ///
    /// # Complexity
    /// Linear in the pairs of words; works through one source type at a time, so that counters are an array.
    pub(super) fn collect(corpus: &Corpus, priors: &[Vec<(u32, f32)>], counts: [Vec<u32>; 2]) -> Self {
        let [source_counts, target_counts] = &counts;
        let mut uses: Vec<Vec<(u32, u32)>> = vec![Vec::new(); source_counts.len()];
        for pair in 0..corpus.len() {
            for (place, &id) in corpus.pair(pair).0.iter().enumerate() {
                uses[id as usize].push((narrow(pair), narrow(place)));
            }
        }
        let mut table = Self {
            cells: vec![NONE; corpus.starts.last().map_or(0, |last| last[2])],
            source: Vec::new(),
            target: Vec::new(),
            prior: Vec::new(),
            together: Vec::new(),
            counts: [Vec::new(), Vec::new()],
        };
        let mut together = vec![0u32; target_counts.len()];
        let mut prior = vec![0f32; target_counts.len()];
        let mut slot = vec![NONE; target_counts.len()];
        let mut met: Vec<u32> = Vec::new();
        for (id, uses) in (0u32..).zip(&uses) {
            for &(pair, _) in uses {
                for &other in corpus.pair(pair as usize).1 {
                    if together[other as usize] == 0 {
                        met.push(other);
                    }
                    together[other as usize] += 1;
                }
            }
            for &(other, weight) in &priors[id as usize] {
                prior[other as usize] = weight;
            }
            for &other in &met {
                let at = other as usize;
                let often = source_counts[id as usize].max(target_counts[at]);
                if prior[at] > 0.0 || together[at] > 1 || often <= RARE {
                    slot[at] = narrow(table.source.len());
                    table.source.push(id);
                    table.target.push(other);
                    table.prior.push(prior[at]);
                    #[expect(clippy::cast_precision_loss, reason = "a count of words")]
                    table.together.push(together[at] as f32);
                }
            }
            for &(pair, place) in uses {
                let (from, to, cells) = corpus.pair(pair as usize);
                for (row, &other) in to.iter().enumerate() {
                    table.cells[cells.start + row * from.len() + place as usize] = slot[other as usize];
                }
            }
            for &(other, _) in &priors[id as usize] {
                prior[other as usize] = 0.0;
            }
            for other in met.drain(..) {
                together[other as usize] = 0;
                slot[other as usize] = NONE;
            }
        }
        table.counts = counts;
        table
    }
}

fn narrow(x: usize) -> u32 {
    u32::try_from(x).expect("a piece is far smaller")
}
