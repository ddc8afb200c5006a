//! Learns word pairs from the beads found so far.

use super::translation::Translation;
use super::vocabulary::{TypeId, Vocabulary};
use crate::bead::Bead;
use crate::text::Side;
use crate::trace::traced;

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct LearnSettings {
    /// Rounds of expectation–maximisation. Four is where Model 1 stops gaining (Moore 2002, section 3.3).
    pub rounds: usize,
    /// Tokens' worth of trust in what was known before.
    pub prior_strength: f32,
    /// Taken off every expected count, so that pairs seen once do not vouch for the bead they were seen in.
    pub discount: f32,
    /// Words in more than this share of the beads are not learnt: they go with everything.
    pub most_common: f32,
    /// Beads looked at, at most; evenly spaced in longer texts.
    pub most_beads: usize,
}

impl Default for LearnSettings {
    fn default() -> Self {
        Self {
            rounds: 4,
            prior_strength: 3.0,
            discount: 0.9,
            most_common: 0.05,
            most_beads: 6_000,
        }
    }
}

/// Learns p(predicted | given) from beads, starting from `prior`.
///
/// `given` says which side of the beads is the given one.
///
/// # Complexity
/// Linear in the tokens times the tokens of the other side of each bead.
///
/// # Source
/// IBM Model 1 (Brown et al. 1993) with pseudo-counts; we estimate a mixture weight for each
/// predicted type as well, and discount counts as in absolute discounting (Ney et al. 1994).
#[must_use]
pub fn learn(
    beads: &[Bead],
    given_side: Side,
    given: &Vocabulary,
    predicted: &Vocabulary,
    prior: &Translation,
    settings: LearnSettings,
) -> Translation {
    traced!("learning words");
    let predicted_side = match given_side {
        Side::Source => Side::Target,
        Side::Target => Side::Source,
    };
    let matches: Vec<&Bead> = beads.iter().filter(|bead| !bead.is_null()).collect();
    let stride = matches.len().div_ceil(settings.most_beads).max(1);
    let examples: Vec<Example> = matches
        .iter()
        .step_by(stride)
        .map(|bead| {
            let tokens = |vocabulary: &Vocabulary, side| {
                let range = bead.side(side);
                bag(vocabulary.tokens(range.start.get(), range.end.get()))
            };
            Example {
                given: tokens(given, given_side),
                predicted: tokens(predicted, predicted_side),
            }
        })
        .filter(|example| example.given.len() <= MOST_TYPES && example.predicted.len() <= MOST_TYPES)
        .collect();
    let pairs = Pairs::collect(&examples, given, predicted, prior, settings);
    pairs.train(&examples, prior, settings)
}

/// Distinct types with how often each stands there, ascending.
type Bag = Vec<(TypeId, f32)>;

struct Example {
    given: Bag,
    predicted: Bag,
}

fn bag(tokens: &[TypeId]) -> Bag {
    let mut sorted = tokens.to_vec();
    sorted.sort_unstable();
    let mut bag: Bag = Vec::with_capacity(sorted.len());
    for id in sorted {
        match bag.last_mut() {
            Some((last, count)) if *last == id => *count += 1.0,
            _ => bag.push((id, 1.0)),
        }
    }
    bag
}

/// Pairs of types that stand together in the beads, with what is known of each.
struct Pairs {
    given: Vec<TypeId>,
    predicted: Vec<TypeId>,
    prior: Vec<f32>,
    /// By predicted type of each example, in order: where its uses begin. One more at the end.
    slots: Vec<u32>,
    /// Pairs that may explain the type of a slot, with how often the given type stands in the example.
    uses: Vec<(u32, f32)>,
}

/// Which types are worth learning about: those neither met once only nor everywhere.
struct Learnable {
    beads: Vec<u32>,
    limit: u32,
}

impl Learnable {
    fn count<'a>(bags: impl Iterator<Item = &'a Bag>, types: usize, limit: u32) -> Self {
        let mut beads = vec![0u32; types];
        for (id, _) in bags.flatten() {
            beads[id.get()] += 1;
        }
        Self { beads, limit }
    }

    fn is(&self, id: TypeId) -> bool {
        (2..=self.limit).contains(&self.beads[id.get()])
    }
}

impl Pairs {
    /// Gathers the pairs that stand together and are known already, or that stand together twice.
    ///
    /// # Complexity
    /// Linear in the pairs of tokens; works through one given type at a time, so that counters are an
    /// array and not a map.
    fn collect(
        examples: &[Example],
        given: &Vocabulary,
        predicted: &Vocabulary,
        prior: &Translation,
        settings: LearnSettings,
    ) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a threshold"
        )]
        let limit = (examples.len() as f32 * settings.most_common).max(8.0) as u32;
        let learn_given = Learnable::count(examples.iter().map(|e| &e.given), given.types().len(), limit);
        let learn_predicted = Learnable::count(examples.iter().map(|e| &e.predicted), predicted.types().len(), limit);
        // By example the predicted types that stand there with their positions: all, and those worth learning about, which
        // are less than half of them.
        let standing = |worth: &dyn Fn(TypeId) -> bool| -> Vec<Vec<(u32, TypeId)>> {
            let types = |example: &Example| {
                let types = (0u32..).zip(example.predicted.iter().map(|(t, _)| *t));
                types.filter(|(_, t)| worth(*t)).collect()
            };
            examples.iter().map(types).collect()
        };
        let (all, worthwhile) = (standing(&|_| true), standing(&|t| learn_predicted.is(t)));
        let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); given.types().len()];
        let mut first_slot = Vec::with_capacity(examples.len());
        let mut slots = 0u32;
        for (index, example) in (0u32..).zip(examples) {
            first_slot.push(slots);
            slots += u32::try_from(example.predicted.len()).expect("a bead has fewer than 2^32 words");
            for (id, times) in &example.given {
                postings[id.get()].push((index, *times));
            }
        }
        let mut pairs = Self {
            given: Vec::new(),
            predicted: Vec::new(),
            prior: Vec::new(),
            slots: Vec::new(),
            uses: Vec::new(),
        };
        let mut found: Vec<(u32, u32, f32)> = Vec::new();
        let mut together = vec![0u32; predicted.types().len()];
        // Position of the pair with the given type at hand, from 1; 0 where there is none.
        let mut pair_of = vec![0u32; predicted.types().len()];
        let mut touched: Vec<TypeId> = Vec::new();
        for (s, here) in (0u32..).map(TypeId).zip(&postings) {
            if here.is_empty() {
                continue;
            }
            let (first, first_found) = (pairs.given.len(), found.len());
            for (t, known) in &prior.rows[s.get()] {
                pair_of[t.get()] = pairs.add(s, *t, *known);
            }
            let met = match pairs.predicted[first..].iter().all(|t| learn_predicted.is(*t)) {
                true => &worthwhile,
                false => &all,
            };
            if learn_given.is(s) {
                for (example, _) in here {
                    for (_, t) in &worthwhile[*example as usize] {
                        if together[t.get()] == 0 {
                            touched.push(*t);
                        }
                        together[t.get()] += 1;
                    }
                }
                for t in touched.drain(..) {
                    if together[t.get()] > 1 && pair_of[t.get()] == 0 {
                        pair_of[t.get()] = pairs.add(s, t, 0.0);
                    }
                    together[t.get()] = 0;
                }
            }
            for (example, times) in here {
                let slot = first_slot[*example as usize];
                for (position, t) in &met[*example as usize] {
                    if let Some(pair) = pair_of[t.get()].checked_sub(1) {
                        found.push((slot + position, pair, *times));
                    }
                }
            }
            for t in &pairs.predicted[first..] {
                pair_of[t.get()] = 0;
            }
            pairs.keep_found(first, &mut found[first_found..]);
        }
        pairs.sort_uses(&found, slots);
        pairs
    }

    /// Adds a pair and tells its position, from 1.
    fn add(&mut self, given: TypeId, predicted: TypeId, prior: f32) -> u32 {
        self.given.push(given);
        self.predicted.push(predicted);
        self.prior.push(prior);
        u32::try_from(self.given.len()).expect("fewer than 2^32 pairs")
    }

    /// Forgets those of the pairs from `first` on that do not stand together anywhere, as most of those in a lexicon.
    fn keep_found(&mut self, first: usize, found: &mut [(u32, u32, f32)]) {
        let mut new: Vec<u32> = vec![0; self.given.len() - first];
        for (_, pair, _) in &*found {
            new[*pair as usize - first] = 1;
        }
        let mut kept = first;
        for (pair, new) in (first..).zip(&mut new) {
            if *new > 0 {
                *new = u32::try_from(kept).expect("fewer than 2^32 pairs");
                (self.given[kept], self.predicted[kept], self.prior[kept]) =
                    (self.given[pair], self.predicted[pair], self.prior[pair]);
                kept += 1;
            }
        }
        for (_, pair, _) in found {
            *pair = new[*pair as usize - first];
        }
        self.given.truncate(kept);
        self.predicted.truncate(kept);
        self.prior.truncate(kept);
    }

    /// Counting sort of (slot, pair, times) by slot.
    fn sort_uses(&mut self, found: &[(u32, u32, f32)], slots: u32) {
        let mut starts = vec![0u32; slots as usize + 1];
        for (slot, _, _) in found {
            starts[*slot as usize + 1] += 1;
        }
        for slot in 1..starts.len() {
            starts[slot] += starts[slot - 1];
        }
        let mut next = starts.clone();
        self.uses = vec![(0, 0.0); found.len()];
        for (slot, pair, times) in found {
            let at = &mut next[*slot as usize];
            self.uses[*at as usize] = (*pair, *times);
            *at += 1;
        }
        self.slots = starts;
    }

    /// Forgets where pairs stand that explain nothing: most that are not in the lexicon, after the first round. They
    /// would add nothing in later ones.
    fn keep_likely(&mut self, p: &[f32]) {
        let mut kept = 0;
        let mut from = 0;
        for slot in 1..self.slots.len() {
            let to = std::mem::replace(&mut self.slots[slot], 0) as usize;
            for at in from..to {
                let used = self.uses[at];
                if p[used.0 as usize] > 0.0 {
                    self.uses[kept] = used;
                    kept += 1;
                }
            }
            from = to;
            self.slots[slot] = u32::try_from(kept).expect("no more than before");
        }
        self.uses.truncate(kept);
    }

    fn train(mut self, examples: &[Example], prior: &Translation, settings: LearnSettings) -> Translation {
        // Unknown pairs start at chance, as if the words were independent.
        let mut p: Vec<f32> = self
            .prior
            .iter()
            .zip(&self.predicted)
            .map(|(&known, t)| known.max(prior.unigram[t.get()]))
            .collect();
        let mut known: Vec<f32> = prior.known.iter().map(|&share| share.max(UNKNOWN_SHARE)).collect();
        let mut given_total = vec![settings.prior_strength; prior.rows.len()];
        for round in 0..settings.rounds {
            if round == 1 {
                self.keep_likely(&p);
            }
            let mut count = vec![0.0f32; p.len()];
            let mut explained: Vec<(f32, f32)> = vec![(0.0, 0.0); known.len()];
            let mut slot = 0;
            for example in examples {
                let size: f32 = example.given.iter().map(|(_, n)| n).sum();
                for (t, times) in &example.predicted {
                    let pairs = &self.uses[self.slots[slot] as usize..self.slots[slot + 1] as usize];
                    slot += 1;
                    let mass: f32 = pairs.iter().map(|(id, n)| p[*id as usize] * n).sum();
                    let share = known[t.get()];
                    let from_given = share * mass / size;
                    let from_chance = (1.0 - share) * prior.unigram[t.get()];
                    let q = times * from_given / (from_given + from_chance);
                    let total = &mut explained[t.get()];
                    *total = (total.0 + q, total.1 + times);
                    if mass > 0.0 {
                        for (id, n) in pairs {
                            count[*id as usize] += q * p[*id as usize] * n / mass;
                        }
                    }
                }
            }
            given_total.fill(settings.prior_strength);
            for (id, c) in count.iter().enumerate() {
                given_total[self.given[id].get()] += c;
            }
            for (id, c) in count.iter().enumerate() {
                let counted = (c - settings.discount).max(0.0) + settings.prior_strength * self.prior[id];
                p[id] = counted / given_total[self.given[id].get()];
            }
            for ((share, (q, times)), &before) in known.iter_mut().zip(&explained).zip(&prior.known) {
                *share = ((q + before * settings.prior_strength) / (times + settings.prior_strength)).min(MOST_KNOWN);
            }
        }
        let rows = self.rows(&p, &given_total, prior, settings);
        Translation {
            rows,
            known,
            unigram: prior.unigram.clone(),
        }
    }

    /// The learnt probabilities, and the known ones of words that were not met together.
    fn rows(&self, p: &[f32], total: &[f32], prior: &Translation, settings: LearnSettings) -> Vec<Vec<(TypeId, f32)>> {
        let mut rows: Vec<Vec<(TypeId, f32)>> = prior
            .rows
            .iter()
            .zip(total)
            .map(|(row, total)| {
                row.iter()
                    .map(|(t, p)| (*t, p * settings.prior_strength / total))
                    .collect()
            })
            .collect();
        for (id, &p) in p.iter().enumerate() {
            let row = &mut rows[self.given[id].get()];
            match row.iter_mut().find(|(t, _)| *t == self.predicted[id]) {
                Some((_, known)) => *known = p,
                None if p > LEAST_PROBABILITY => row.push((self.predicted[id], p)),
                None => {}
            }
        }
        for row in &mut rows {
            row.sort_by_key(|(t, _)| *t);
        }
        rows
    }
}

/// Beads with more different words than this on one side teach nothing: everything goes with everything.
/// The longest periods of Golden Age prose have half as many.
const MOST_TYPES: usize = 400;

/// Where λ starts for words of which nothing is known: low enough to be sure of nothing, high enough
/// for learning to move it.
const UNKNOWN_SHARE: f32 = 0.3;

/// Nothing is known so well that its absence is impossible.
const MOST_KNOWN: f32 = 0.95;

/// Learnt pairs under this are noise: a word has fewer than a hundred translations.
const LEAST_PROBABILITY: f32 = 0.01;
