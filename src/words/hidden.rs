//! The models of one direction: each observed word comes from a word of the other side (a state) or from nothing.

/// Farthest jump told apart; all longer ones are alike. Few words of a language pair move farther.
const REACH: usize = 12;

/// What one far jump weighs at first, beside 1 for a step to the next word.
const FIRST_FAR: f32 = 0.005;

/// The share of all far jumps at first.
const FIRST_FAR_SHARE: f32 = 0.05;

/// How fast a place loses weight away from the diagonal where the order of words is not known yet.
const DIAGONAL: f32 = 16.0;

/// How likely jumps are, from -[`REACH`] to [`REACH`], and beyond.
#[derive(Debug, Clone)]
pub(super) struct Jumps {
    near: [f32; 2 * REACH + 1],
    far: f32,
}

impl Jumps {
    /// Before anything is learnt: the next word likely comes from the next word.
    pub(super) fn first() -> Self {
        let mut near = [0.0; 2 * REACH + 1];
        for (index, slot) in near.iter_mut().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "at most 2 × REACH")]
            let off = index.abs_diff(REACH + 1) as f32;
            *slot = 1.0 / (1.0 + off * off);
        }
        Self { near, far: FIRST_FAR }
    }

    /// Jumps as often as they were seen, with what was thought before as that many further ones.
    pub(super) fn learn(counts: &JumpCounts, prior: f32) -> Self {
        let old = Self::first();
        let whole: f32 = old.near.iter().sum();
        let mut near = [0.0; 2 * REACH + 1];
        for ((slot, &count), &old) in near.iter_mut().zip(&counts.near).zip(&old.near) {
            *slot = count + prior * old / whole;
        }
        let total: f32 = near.iter().sum::<f32>() + counts.far;
        near.iter_mut().for_each(|slot| *slot /= total);
        // A far jump is shared by all places there are.
        #[expect(clippy::cast_precision_loss, reason = "a constant")]
        let places = (2 * REACH) as f32;
        Self {
            near,
            far: (counts.far + prior * FIRST_FAR_SHARE) / total / places,
        }
    }

    fn of(&self, from: isize, to: usize) -> f32 {
        let index = to.cast_signed() - from + REACH.cast_signed();
        usize::try_from(index)
            .ok()
            .and_then(|index| self.near.get(index))
            .copied()
            .unwrap_or(self.far)
    }
}

/// Jumps seen.
#[derive(Debug, Clone, Default)]
pub(super) struct JumpCounts {
    near: [f32; 2 * REACH + 1],
    far: f32,
}

impl JumpCounts {
    pub(super) fn add(&mut self, from: usize, to: usize, weight: f32) {
        let index = (to + REACH).checked_sub(from);
        match index.and_then(|index| self.near.get_mut(index)) {
            Some(slot) => *slot += weight,
            None => self.far += weight,
        }
    }
}

/// Room for the sums of one pair of sentences, used again and again.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// By observation and state: the sum over all ways that lead there, scaled.
    ahead: Vec<f32>,
    /// The same for an observation that comes from nothing; the state is where the last word came from.
    ahead_null: Vec<f32>,
    behind: Vec<f32>,
    before: Vec<f32>,
    next: Vec<f32>,
    norms: Vec<f32>,
    scales: Vec<f32>,
    edged: Vec<f32>,
    reached: Vec<f32>,
}

/// What one direction says of one pair of sentences.
pub(super) struct Direction<'a> {
    /// By observation, then state: p(observed word | word of the state).
    pub(super) emission: &'a [f32],
    /// By observation: p(observed word | nothing).
    pub(super) nothing: &'a [f32],
    /// States.
    pub(super) states: usize,
    /// Share of words that come from nothing.
    pub(super) null: f32,
}

impl Direction<'_> {
    /// The probability that an observation comes from a state, for all of both, into `out`, where any place is as
    /// likely but for a leaning towards the diagonal.
    ///
    /// # Source
    /// IBM model 1 (Brown et al. 1993); the leaning is that of Dyer, Chahuneau & Smith 2013 with a shape that
    /// needs no exponentials, which differ between machines.
    pub(super) fn in_any_order(&self, out: &mut Vec<f32>) {
        out.clear();
        out.resize(self.emission.len(), 0.0);
        if self.states == 0 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "sentences are short")]
        let place = |x: usize, of: usize| (x as f32 + 0.5) / of as f32;
        for (j, row) in out.chunks_exact_mut(self.states).enumerate() {
            let mut places = 0.0;
            for (i, slot) in row.iter_mut().enumerate() {
                let off = place(i, self.states) - place(j, self.nothing.len());
                let weight = 1.0 / (1.0 + DIAGONAL * off * off);
                places += weight;
                *slot = weight * self.emission[j * self.states + i];
            }
            let of_word = (1.0 - self.null) / places;
            let total = row.iter().sum::<f32>() * of_word + self.null * self.nothing[j];
            let share = if total > 0.0 { of_word / total } else { 0.0 };
            row.iter_mut().for_each(|slot| *slot *= share);
        }
    }

    /// The same where the place depends on that of the word before.
    ///
    /// # Complexity
    /// Observations × states × [`REACH`].
    ///
    /// # Source
    /// Vogel, Ney & Tillmann 1996; words from nothing keep the place, as in Och & Ney 2003.
    pub(super) fn in_order(&self, jumps: &Jumps, room: &mut Room, out: &mut Vec<f32>) {
        let (m, n) = (self.states, self.nothing.len());
        out.clear();
        out.resize(m * n, 0.0);
        if m == 0 || n == 0 {
            return;
        }
        room.prepare(m, n);
        room.norms.extend((0..m).map(|from| {
            let near: f32 = window(from, m).map(|to| jumps.of(from.cast_signed(), to)).sum();
            #[expect(clippy::cast_precision_loss, reason = "sentences are short")]
            let rest = (m - window(from, m).len()) as f32;
            1.0 / (near + rest * jumps.far)
        }));
        self.forward(jumps, room);
        self.backward(jumps, room, out);
    }

    fn forward(&self, jumps: &Jumps, room: &mut Room) {
        let (m, n) = (self.states, self.nothing.len());
        let start: f32 = (0..m).map(|to| jumps.of(-1, to)).sum();
        for j in 0..n {
            let (done, row) = room.ahead.split_at_mut(j * m);
            let row = &mut row[..m];
            let (done_null, row_null) = room.ahead_null.split_at_mut(j * m);
            let row_null = &mut row_null[..m];
            if j == 0 {
                for (to, (slot, null)) in row.iter_mut().zip(row_null.iter_mut()).enumerate() {
                    let p = jumps.of(-1, to) / start;
                    *slot = (1.0 - self.null) * p * self.emission[to];
                    *null = self.null * p * self.nothing[0];
                }
            } else {
                let last = &done[(j - 1) * m..];
                let last_null = &done_null[(j - 1) * m..];
                let mut sum = 0.0;
                for (from, before) in room.before.iter_mut().enumerate() {
                    let both = last[from] + last_null[from];
                    row_null[from] = self.null * self.nothing[j] * both;
                    *before = both * room.norms[from];
                    sum += *before;
                }
                // From the farthest place before to the farthest behind.
                let nearer = jumps.near.iter().rev().map(|near| near - jumps.far);
                let (before, reached) = (&room.before, &mut room.reached);
                add_near(before, nearer, sum * jumps.far, &mut room.edged, reached);
                let emission = &self.emission[j * m..][..m];
                for ((slot, reached), emission) in row.iter_mut().zip(reached).zip(emission) {
                    *slot = (1.0 - self.null) * emission * *reached;
                }
            }
            let total: f32 = row.iter().sum::<f32>() + row_null.iter().sum::<f32>();
            let scale = if total > 0.0 { 1.0 / total } else { 1.0 };
            row.iter_mut().chain(row_null).for_each(|x| *x *= scale);
            room.scales.push(scale);
        }
    }

    fn backward(&self, jumps: &Jumps, room: &mut Room, out: &mut [f32]) {
        let (m, n) = (self.states, self.nothing.len());
        room.behind.fill(1.0);
        for j in (0..n).rev() {
            let (ahead, ahead_null) = (&room.ahead[j * m..][..m], &room.ahead_null[j * m..][..m]);
            let total: f32 = (0..m).map(|i| (ahead[i] + ahead_null[i]) * room.behind[i]).sum();
            let share = if total > 0.0 { 1.0 / total } else { 0.0 };
            for (i, slot) in out[j * m..][..m].iter_mut().enumerate() {
                *slot = ahead[i] * room.behind[i] * share;
            }
            if j == 0 {
                break;
            }
            let mut sum = 0.0;
            for (to, next) in room.next.iter_mut().enumerate() {
                *next = (1.0 - self.null) * self.emission[j * m + to] * room.behind[to];
                sum += *next;
            }
            let nearer = jumps.near.iter().map(|near| near - jumps.far);
            let (next, reached) = (&room.next, &mut room.reached);
            add_near(next, nearer, sum * jumps.far, &mut room.edged, reached);
            for (from, before) in room.before.iter_mut().enumerate() {
                let reach = reached[from];
                *before = room.scales[j] * (reach * room.norms[from] + self.null * self.nothing[j] * room.behind[from]);
            }
            std::mem::swap(&mut room.before, &mut room.behind);
        }
    }
}

/// For each place `far` and, of each place within [`REACH`], its value with the weight of its distance, from the
/// farthest before to the farthest behind. `edged` is room for the values with nothing on either side.
///
/// Distance by distance rather than place by place, so that many places are worked out at once; each sum is
/// added up in the same order either way.
fn add_near(values: &[f32], weights: impl Iterator<Item = f32>, far: f32, edged: &mut Vec<f32>, sums: &mut Vec<f32>) {
    edged.clear();
    edged.resize(values.len() + 2 * REACH, 0.0);
    edged[REACH..][..values.len()].copy_from_slice(values);
    sums.clear();
    sums.resize(values.len(), far);
    for (distance, weight) in weights.enumerate() {
        for (sum, value) in sums.iter_mut().zip(&edged[distance..]) {
            *sum += value * weight;
        }
    }
}

impl Room {
    fn prepare(&mut self, states: usize, observations: usize) {
        for table in [&mut self.ahead, &mut self.ahead_null] {
            table.clear();
            table.resize(states * observations, 0.0);
        }
        for row in [&mut self.behind, &mut self.before, &mut self.next] {
            row.clear();
            row.resize(states, 0.0);
        }
        self.norms.clear();
        self.scales.clear();
    }
}

/// The places within [`REACH`] of a place.
fn window(place: usize, places: usize) -> std::ops::Range<usize> {
    place.saturating_sub(REACH)..(place + REACH + 1).min(places)
}
