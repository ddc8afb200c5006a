//! Learns word pairs from the beads found so far.

use rustc_hash::FxHashMap;

use super::translation::Translation;
use super::vocabulary::{TypeId, Vocabulary};
use crate::bead::Bead;
use crate::text::Side;

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
        Self { rounds: 4, prior_strength: 3.0, discount: 0.7, most_common: 0.2, most_beads: 20_000 }
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
            Example { given: tokens(given, given_side), predicted: tokens(predicted, predicted_side) }
        })
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
    /// By example: for each predicted type in it, the pairs with the given types in it.
    uses: Vec<Vec<(TypeId, f32, Vec<(u32, f32)>)>>,
}

impl Pairs {
    fn collect(
        examples: &[Example],
        given: &Vocabulary,
        predicted: &Vocabulary,
        prior: &Translation,
        settings: LearnSettings,
    ) -> Self {
        let frequent = |bags: &mut dyn Iterator<Item = &Bag>, types: usize| {
            let mut count = vec![0u32; types];
            for (id, _) in bags.flatten() {
                count[id.get()] += 1;
            }
            #[expect(clippy::cast_precision_loss, reason = "a threshold needs no more")]
            let limit = (examples.len() as f32 * settings.most_common).max(8.0);
            #[expect(clippy::cast_precision_loss, reason = "a threshold needs no more")]
            count.into_iter().map(|n| (n, n as f32 > limit)).collect::<Vec<_>>()
        };
        let common_given = frequent(&mut examples.iter().map(|e| &e.given), given.types().len());
        let common_predicted = frequent(&mut examples.iter().map(|e| &e.predicted), predicted.types().len());
        // A pair is worth a counter when it is known already or met twice.
        let mut met: FxHashMap<u64, u32> = FxHashMap::default();
        let learnable = |s: TypeId, t: TypeId| {
            let (a, b) = (common_given[s.get()], common_predicted[t.get()]);
            !a.1 && !b.1 && a.0 > 1 && b.0 > 1
        };
        let key = |s: TypeId, t: TypeId| u64::from(s.0) << 32 | u64::from(t.0);
        for example in examples {
            for (s, _) in &example.given {
                for (t, _) in &example.predicted {
                    if learnable(*s, *t) {
                        *met.entry(key(*s, *t)).or_default() += 1;
                    }
                }
            }
        }
        let mut pairs =
            Self { given: Vec::new(), predicted: Vec::new(), prior: Vec::new(), uses: Vec::with_capacity(examples.len()) };
        let mut index: FxHashMap<u64, u32> = FxHashMap::default();
        let mut row_of: Vec<f32> = vec![0.0; predicted.types().len()];
        for example in examples {
            let mut uses: Vec<(TypeId, f32, Vec<(u32, f32)>)> =
                example.predicted.iter().map(|(t, n)| (*t, *n, Vec::new())).collect();
            for (s, times) in &example.given {
                let row = &prior.rows[s.get()];
                row.iter().for_each(|(t, p)| row_of[t.get()] = *p);
                for (t, _, list) in &mut uses {
                    let known = row_of[t.get()];
                    let key = key(*s, *t);
                    if known > 0.0 || met.get(&key).is_some_and(|&n| n > 1) {
                        let next = u32::try_from(index.len()).expect("fewer than 2^32 pairs");
                        let id = *index.entry(key).or_insert(next);
                        if id == next {
                            pairs.given.push(*s);
                            pairs.predicted.push(*t);
                            pairs.prior.push(known);
                        }
                        list.push((id, *times));
                    }
                }
                row.iter().for_each(|(t, _)| row_of[t.get()] = 0.0);
            }
            pairs.uses.push(uses);
        }
        pairs
    }

    fn train(&self, examples: &[Example], prior: &Translation, settings: LearnSettings) -> Translation {
        // Unknown pairs start at chance, as if the words were independent.
        let mut p: Vec<f32> =
            self.prior.iter().zip(&self.predicted).map(|(&known, t)| known.max(prior.unigram[t.get()])).collect();
        let mut known: Vec<f32> = prior.known.iter().map(|&share| share.max(0.3)).collect();
        let mut rows = Vec::new();
        for _ in 0..settings.rounds {
            let mut count = vec![0.0f32; p.len()];
            let mut given_total = vec![settings.prior_strength; prior.rows.len()];
            let mut explained: Vec<(f32, f32)> = prior.known.iter().map(|_| (0.0, 0.0)).collect();
            for (example, uses) in examples.iter().zip(&self.uses) {
                let size: f32 = example.given.iter().map(|(_, n)| n).sum();
                for (t, times, pairs) in uses {
                    let mass: f32 = pairs.iter().map(|(id, n)| p[*id as usize] * n).sum();
                    let share = known[t.get()];
                    let from_given = share * mass / size;
                    let from_chance = (1.0 - share) * prior.unigram[t.get()];
                    let q = times * from_given / (from_given + from_chance);
                    let slot = &mut explained[t.get()];
                    *slot = (slot.0 + q, slot.1 + times);
                    if mass > 0.0 {
                        for (id, n) in pairs {
                            count[*id as usize] += q * p[*id as usize] * n / mass;
                        }
                    }
                }
            }
            for (id, c) in count.iter().enumerate() {
                given_total[self.given[id].get()] += c;
            }
            for (id, c) in count.iter().enumerate() {
                let counted = (c - settings.discount).max(0.0) + settings.prior_strength * self.prior[id];
                p[id] = counted / given_total[self.given[id].get()];
            }
            for ((share, (q, times)), &before) in known.iter_mut().zip(&explained).zip(&prior.known) {
                *share = ((q + before * settings.prior_strength) / (times + settings.prior_strength)).min(0.95);
            }
            rows = self.rows(&p, &given_total, prior, settings);
        }
        Translation { rows, known, unigram: prior.unigram.clone() }
    }

    /// The learnt probabilities, and the known ones of words that were not met together.
    fn rows(&self, p: &[f32], total: &[f32], prior: &Translation, settings: LearnSettings) -> Vec<Vec<(TypeId, f32)>> {
        let mut rows: Vec<Vec<(TypeId, f32)>> = prior
            .rows
            .iter()
            .zip(total)
            .map(|(row, total)| row.iter().map(|(t, p)| (*t, p * settings.prior_strength / total)).collect())
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

/// Learnt pairs under this are noise: a word has fewer than a hundred translations.
const LEAST_PROBABILITY: f32 = 0.01;
