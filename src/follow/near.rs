//! Which sentences of two short lists are the same but for an edit: changed, cut in several, joined.

use super::wording::{Forms, Tokens};

/// Sentences of the stored text and sentences of the text as it is now that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// First stored sentence and one past the last.
    pub(crate) old: (usize, usize),
    /// First sentence now and one past the last.
    pub(crate) new: (usize, usize),
    /// Whether they hold the same words.
    pub(crate) same: bool,
}

/// A text on both sides of an edit.
pub(crate) struct Texts<'a> {
    pub(crate) old: &'a Tokens,
    pub(crate) new: &'a Tokens,
    pub(crate) forms: &'a Forms,
}

/// Most sentences that one was cut into, or that were joined.
const MOST: usize = 8;

/// Sentences are the same one edited when they share at least this much (Dice coefficient of their bigrams of letters).
pub(crate) const ALIKE: f64 = 0.5;

/// A sentence is part of another when at least so much of it is in the other.
const PART: f64 = 0.6;

/// A sentence that was only added to is part of the new one, if it has this many bigrams.
const LEAST_PART: f64 = 8.0;

/// What two equal sentences are worth beyond their length, so that short ones count.
const SAME: f64 = 4.0;

/// Most pairs of sentences that are compared; larger lists are compared along their diagonal.
const MOST_PAIRS: usize = 250_000;

/// Least number of sentences looked at on either side of the diagonal.
const LEAST_REACH: usize = 20;

/// For each of the first list which of the second is its like, worded otherwise; rising.
///
/// # Complexity
/// That of [`Texts::groups`].
pub(crate) fn alike_in_order(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let mut forms = Forms::default();
    let read = |texts: &[&str], forms: &mut Forms| Tokens::read(texts.iter().map(|text| (0, *text)), forms);
    let (of_old, of_new) = (read(old, &mut forms), read(new, &mut forms));
    let texts = Texts {
        old: &of_old,
        new: &of_new,
        forms: &forms,
    };
    let all = |count: usize| (0..count).collect::<Vec<_>>();
    let mut found = vec![None; old.len()];
    for group in texts.groups(&all(old.len()), &all(new.len())) {
        if group.old.1 - group.old.0 == 1 && group.new.1 - group.new.0 == 1 {
            found[group.old.0] = Some(group.new.0);
        }
    }
    found
}

impl Texts<'_> {
    /// Finds groups of sentences that belong together: those of `old` and of `new` not taken yet, both rising.
    ///
    /// # Complexity
    /// The product of the lists' lengths, bounded by a band along the diagonal for long ones.
    pub(crate) fn groups(&self, old: &[usize], new: &[usize]) -> Vec<Group> {
        if old.is_empty() || new.is_empty() {
            return Vec::new();
        }
        Grid::new(self, old, new).best()
    }

    /// The shortest groups from these sentences on that hold the same words, however they are cut.
    pub(crate) fn same_from(&self, old: usize, new: usize) -> Option<(usize, usize)> {
        let (mut o, mut n) = (old, new);
        let (mut of_old, mut of_new) = (self.old.of(old, old + 1).iter(), self.new.of(new, new + 1).iter());
        loop {
            let (mut old_ends, mut new_ends) = (of_old.len() == 0, of_new.len() == 0);
            if old_ends && new_ends {
                return Some((o + 1 - old, n + 1 - new));
            }
            if old_ends {
                o += 1;
                if o == self.old.len() {
                    return None;
                }
                of_old = self.old.of(o, o + 1).iter();
                old_ends = false;
            }
            if new_ends {
                n += 1;
                if n == self.new.len() {
                    return None;
                }
                of_new = self.new.of(n, n + 1).iter();
                new_ends = false;
            }
            if !old_ends && !new_ends && of_old.next() != of_new.next() {
                return None;
            }
        }
    }

    /// As [`same_from`](Self::same_from), from the ends of these sentences back.
    pub(crate) fn same_until(&self, old: usize, new: usize) -> Option<(usize, usize)> {
        let (mut o, mut n) = (old, new);
        let tokens = |tokens: &Tokens, index: usize| tokens.of(index, index + 1).to_vec();
        let (mut of_old, mut of_new) = (tokens(self.old, o), tokens(self.new, n));
        loop {
            if of_old.is_empty() && of_new.is_empty() {
                return Some((old + 1 - o, new + 1 - n));
            }
            if of_old.is_empty() {
                o = o.checked_sub(1)?;
                of_old = tokens(self.old, o);
            }
            if of_new.is_empty() {
                n = n.checked_sub(1)?;
                of_new = tokens(self.new, n);
            }
            if of_old.pop() != of_new.pop() {
                return None;
            }
        }
    }
}

/// Bigrams of letters with how often they stand there, ascending.
type Bigrams = Vec<(u64, u32)>;

fn bigrams(tokens: &Tokens, forms: &Forms, index: usize) -> (Bigrams, u32) {
    let mut all: Vec<u64> = Vec::new();
    let mut last = u64::from(u32::from(' '));
    for &token in tokens.of(index, index + 1) {
        for c in forms.form(token).chars().chain([' ']) {
            let c = u64::from(u32::from(c));
            all.push(last << 32 | c);
            last = c;
        }
    }
    let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
    all.sort_unstable();
    let mut counted: Bigrams = Vec::new();
    for bigram in all {
        match counted.last_mut() {
            Some((known, count)) if *known == bigram => *count += 1,
            _ => counted.push((bigram, 1)),
        }
    }
    (counted, count)
}

fn common(one: &Bigrams, other: &Bigrams) -> u32 {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut sum = 0;
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        match a.0.cmp(&b.0) {
            std::cmp::Ordering::Less => drop(one.next()),
            std::cmp::Ordering::Greater => drop(other.next()),
            std::cmp::Ordering::Equal => {
                sum += a.1.min(b.1);
                one.next();
                other.next();
            }
        }
    }
    sum
}

/// All pairs of two lists that are compared, in rows of the old one.
struct Grid<'a> {
    texts: &'a Texts<'a>,
    old: &'a [usize],
    new: &'a [usize],
    old_sizes: Vec<u32>,
    new_sizes: Vec<u32>,
    /// By row the first column compared, and the bigrams in common from there on.
    rows: Vec<(usize, Vec<u32>)>,
}

/// What is best done at a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// Leave the stored sentence out.
    Down,
    /// Leave the sentence of now out.
    Right,
    /// Take so many of both for each other; whether they hold the same words.
    Take(usize, usize, bool),
}

impl<'a> Grid<'a> {
    fn new(texts: &'a Texts<'a>, old: &'a [usize], new: &'a [usize]) -> Self {
        let read = |tokens: &Tokens, list: &[usize]| -> (Vec<Bigrams>, Vec<u32>) {
            list.iter().map(|&index| bigrams(tokens, texts.forms, index)).unzip()
        };
        let (old_bigrams, old_sizes) = read(texts.old, old);
        let (new_bigrams, new_sizes) = read(texts.new, new);
        let reach = if old.len() * new.len() <= MOST_PAIRS {
            new.len()
        } else {
            (MOST_PAIRS / (2 * old.len())).max(LEAST_REACH)
        };
        let row = |(row, bigrams): (usize, &Bigrams)| {
            let middle = row * new.len() / old.len();
            let (low, high) = (middle.saturating_sub(reach), (middle + reach + 1).min(new.len()));
            (
                low,
                new_bigrams[low..high]
                    .iter()
                    .map(|other| common(bigrams, other))
                    .collect(),
            )
        };
        Self {
            rows: old_bigrams.iter().enumerate().map(row).collect(),
            texts,
            old,
            new,
            old_sizes,
            new_sizes,
        }
    }

    fn common(&self, row: usize, column: usize) -> Option<u32> {
        let (low, found) = &self.rows[row];
        found.get(column.checked_sub(*low)?).copied()
    }

    /// What it is worth to take sentences that share so many bigrams for each other; nothing when they are not alike.
    fn alike(&self, shared: u32, old: u32, new: u32, one_with_one: bool) -> Option<f64> {
        let (old, new) = (f64::from(old), f64::from(new));
        let shared = f64::from(shared).min(old).min(new);
        let alike = 2.0 * shared / (old + new);
        let added_to = old.min(new) >= LEAST_PART && shared >= 0.9 * old.min(new);
        (alike >= ALIKE || (one_with_one && added_to)).then_some(alike * shared)
    }

    /// Whether neighbours in a list are neighbours in the text.
    fn adjacent(list: &[usize], from: usize, count: usize) -> bool {
        from + count <= list.len() && list[from + count - 1] - list[from] == count - 1
    }

    /// Offers what can be taken together from a cell on, and what it is worth.
    fn each_step(&self, row: usize, column: usize, mut offer: impl FnMut(Step, f64)) {
        let Some(shared) = self.common(row, column).filter(|&shared| shared > 0) else {
            return;
        };
        if let Some((p, q)) = self.texts.same_from(self.old[row], self.new[column])
            && Self::adjacent(self.old, row, p)
            && Self::adjacent(self.new, column, q)
        {
            let size: u32 = self.old_sizes[row..row + p].iter().sum();
            let count = u32::try_from(p.max(q)).unwrap_or(u32::MAX);
            offer(Step::Take(p, q, true), f64::from(size) + SAME * f64::from(count));
        }
        let (old, new) = (self.old_sizes[row], self.new_sizes[column]);
        if let Some(worth) = self.alike(shared, old, new, true) {
            offer(Step::Take(1, 1, false), worth);
        }
        let is_part = |shared: u32, part: u32| f64::from(shared) >= PART * f64::from(part);
        let (mut shared, mut size) = (0, 0);
        for p in 1..=MOST {
            if !Self::adjacent(self.old, row, p) {
                break;
            }
            let part = self.old_sizes[row + p - 1];
            let Some(found) = self.common(row + p - 1, column).filter(|&found| is_part(found, part)) else {
                break;
            };
            (shared, size) = (shared + found, size + part);
            if let Some(worth) = self.alike(shared, size, new, false).filter(|_| p > 1) {
                offer(Step::Take(p, 1, false), worth);
            }
        }
        let (mut shared, mut size) = (0, 0);
        for q in 1..=MOST {
            if !Self::adjacent(self.new, column, q) {
                break;
            }
            let part = self.new_sizes[column + q - 1];
            let Some(found) = self.common(row, column + q - 1).filter(|&found| is_part(found, part)) else {
                break;
            };
            (shared, size) = (shared + found, size + part);
            if let Some(worth) = self.alike(shared, old, size, false).filter(|_| q > 1) {
                offer(Step::Take(1, q, false), worth);
            }
        }
    }

    /// The groups that are worth most together.
    fn best(&self) -> Vec<Group> {
        // By row the worth of the best choice from each compared column on, and the column after them. From the end
        // back, so that of equally good choices the first sentences win.
        let mut worth: Vec<Vec<f64>> = vec![Vec::new(); self.old.len()];
        let mut steps: Vec<Vec<Step>> = vec![Vec::new(); self.old.len()];
        for row in (0..self.old.len()).rev() {
            let (low, compared) = &self.rows[row];
            let from = |row: usize, column: usize| -> f64 {
                let Some(worth) = worth.get(row) else { return 0.0 };
                let column = column.saturating_sub(self.rows[row].0).min(worth.len() - 1);
                worth[column]
            };
            let mut best = vec![0.0; compared.len() + 1];
            let mut chosen = vec![Step::Down; compared.len()];
            best[compared.len()] = from(row + 1, low + compared.len());
            for at in (0..compared.len()).rev() {
                let column = low + at;
                let (mut most, mut step) = (from(row + 1, column), Step::Down);
                if best[at + 1] > most {
                    (most, step) = (best[at + 1], Step::Right);
                }
                self.each_step(row, column, |taken, gain| {
                    let Step::Take(p, q, _) = taken else { return };
                    let after = from(row + p, column + q);
                    if gain + after >= most {
                        (most, step) = (gain + after, taken);
                    }
                });
                (best[at], chosen[at]) = (most, step);
            }
            worth[row] = best;
            steps[row] = chosen;
        }
        let (mut row, mut column) = (0, 0);
        let mut groups = Vec::new();
        while row < self.old.len() && column < self.new.len() {
            let low = self.rows[row].0;
            let step = match column.checked_sub(low) {
                None => Step::Right,
                Some(at) => steps[row].get(at).copied().unwrap_or(Step::Down),
            };
            match step {
                Step::Down => row += 1,
                Step::Right => column += 1,
                Step::Take(p, q, same) => {
                    groups.push(Group {
                        old: (self.old[row], self.old[row] + p),
                        new: (self.new[column], self.new[column] + q),
                        same,
                    });
                    (row, column) = (row + p, column + q);
                }
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(old: &[&str], new: &[&str]) -> Vec<Group> {
        let mut forms = Forms::default();
        let old_tokens = Tokens::read(old.iter().map(|text| (0, *text)), &mut forms);
        let new_tokens = Tokens::read(new.iter().map(|text| (0, *text)), &mut forms);
        let texts = Texts {
            old: &old_tokens,
            new: &new_tokens,
            forms: &forms,
        };
        let all = |list: &[&str]| (0..list.len()).collect::<Vec<_>>();
        texts.groups(&all(old), &all(new))
    }

    fn group(old: (usize, usize), new: (usize, usize), same: bool) -> Group {
        Group { old, new, same }
    }

    #[test]
    fn a_repeated_sentence_is_found_beside_its_edited_neighbours() {
        let old = ["El barco salió del puerto.", "—No.", "Nadie lo volvió a ver.", "—No."];
        let new = ["El barco salió de puerto.", "—No.", "Nadie le volvió a ver."];
        let expected = [(0, false), (1, true), (2, false)];
        assert_eq!(
            groups(&old, &new),
            expected.map(|(at, same)| group((at, at + 1), (at, at + 1), same))
        );
        let new = ["El barco salió de puerto.", "Nadie le volvió a ver.", "—No."];
        let expected = [((0, 1), (0, 1), false), ((2, 3), (1, 2), false), ((3, 4), (2, 3), true)];
        assert_eq!(
            groups(&old, &new),
            expected.map(|(old, new, same)| group(old, new, same))
        );
    }

    #[test]
    fn sentences_cut_or_joined_are_found() {
        let whole = "Subió al faro y contó los escalones uno por uno.";
        let parts = ["Subió al faro.", "Y contó los escalones uno por uno."];
        assert_eq!(groups(&[whole], &parts), [group((0, 1), (0, 2), false)]);
        assert_eq!(groups(&parts, &[whole]), [group((0, 2), (0, 1), false)]);
        let cut = ["Subió al faro", "y contó los escalones", "uno por uno."];
        assert_eq!(groups(&cut, &[whole]), [group((0, 3), (0, 1), true)]);
    }

    #[test]
    fn long_lists_are_compared_along_their_diagonal() {
        let old: Vec<String> = (0..1500).map(|n| format!("La frase número {n} es así.")).collect();
        let new: Vec<String> = (0..1500).map(|n| format!("La frase número {n} era así.")).collect();
        let (old, new): (Vec<&str>, Vec<&str>) = (
            old.iter().map(String::as_str).collect(),
            new.iter().map(String::as_str).collect(),
        );
        let found = groups(&old, &new);
        assert!(found.iter().filter(|group| group.old == group.new).count() > 1400);
    }
}
