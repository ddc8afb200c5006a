//! Sparse anchors: pairs of sentences that share rare words, and the heaviest chain of them.

use rustc_hash::FxHashMap;

use crate::lexical::{Translation, Vocabulary};
use crate::trace::traced;

use super::band::Border;

/// Words in more sentences than this anchor nothing (20 served in a first trial of this model on novels).
const MOST_SENTENCES: usize = 20;

/// Candidate partners kept for each source sentence (3 in the same trial).
const CANDIDATES: usize = 3;

/// Candidates nearly as heavy as the heaviest are kept as well: where a text repeats itself, the first three would all
/// be of its first copies, and only the chain can tell which copy is meant.
const NEARLY: f64 = 0.8;

/// A word in more than [`MOST_SENTENCES`] sentences still anchors where it comes in one text about as often as its partner
/// in the other: its nth place then belongs to about the nth there, by this many places more or less.
const RANKS: usize = 3;

/// The places that makes.
const RANKED: f64 = 7.0;

/// Words in more sentences than this are of no use even so: they would be most of the work.
const MOST_RANKED: usize = 400;

/// Sentences on both sides, multiplied, from which that is tried: shorter texts have rare words enough.
const LONG: usize = 150_000_000;

/// Least summed weight of an anchor, in nats: one word shared that stands once on both sides of a
/// text of a thousand sentences.
const LEAST_WEIGHT: f64 = 6.0;

/// A pair of sentences with the weight of the rare words they share.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    source: usize,
    target: usize,
    weight: f64,
}

/// The heaviest chain of anchors that rises on both sides.
///
/// # Complexity
/// O(k log k) in the number of candidate pairs, which is linear in the text.
pub(crate) fn skeleton(source: &Vocabulary, target: &Vocabulary, to_target: &Translation) -> Vec<Border> {
    traced!("the skeleton");
    let candidates = candidates(source, target, to_target);
    let chain = heaviest_chain(&candidates, target.sentences());
    supported(&chain)
        .into_iter()
        .map(|anchor| (anchor.source, anchor.target))
        .collect()
}

fn candidates(source: &Vocabulary, target: &Vocabulary, to_target: &Translation) -> Vec<Anchor> {
    let (from, to) = (source.postings(), target.postings());
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences")]
    let rarity = |total: usize, found: usize| libm::log(total as f64 / found as f64);
    let long = source.sentences().saturating_mul(target.sentences()) > LONG;
    let most = if long { MOST_RANKED } else { MOST_SENTENCES };
    let mut by_source: Vec<FxHashMap<u32, f64>> = vec![FxHashMap::default(); source.sentences()];
    for (given, row) in to_target.rows.iter().enumerate() {
        let here = &from[given];
        if here.is_empty() || here.len() > most {
            continue;
        }
        for (id, p) in row {
            let there = &to[id.get()];
            if there.is_empty() || there.len() > most {
                continue;
            }
            // A word in ten sentences vouches for each of its ten possible partners a tenth as much.
            let idf = rarity(source.sentences(), here.len()) + rarity(target.sentences(), there.len());
            let sum = idf * f64::from(p.sqrt());
            if here.len().max(there.len()) > MOST_SENTENCES {
                // Twice as often here as there, it means more than one thing.
                if here.len() <= 2 * there.len() && there.len() <= 2 * here.len() {
                    for (rank, s) in here.iter().enumerate() {
                        let middle = rank * there.len() / here.len();
                        for t in &there[middle.saturating_sub(RANKS)..(middle + RANKS + 1).min(there.len())] {
                            *by_source[*s as usize].entry(*t).or_default() += sum / RANKED;
                        }
                    }
                }
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "at most 20")]
            let weight = sum / here.len().max(there.len()) as f64;
            for s in here {
                for t in there {
                    *by_source[*s as usize].entry(*t).or_default() += weight;
                }
            }
        }
    }
    let mut anchors = Vec::new();
    for (index, found) in by_source.into_iter().enumerate() {
        let mut best: Vec<(u32, f64)> = found
            .into_iter()
            .filter(|(_, weight)| *weight >= LEAST_WEIGHT)
            .collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let heaviest = best.first().map_or(0.0, |(_, weight)| *weight);
        let nearly = best.partition_point(|(_, weight)| *weight >= NEARLY * heaviest);
        best.truncate(nearly.clamp(CANDIDATES, MOST_SENTENCES));
        anchors.extend(best.into_iter().map(|(t, weight)| Anchor {
            source: index,
            target: t as usize,
            weight,
        }));
    }
    anchors
}

/// Longest increasing subsequence by weight, with a Fenwick tree of prefix maxima.
fn heaviest_chain(anchors: &[Anchor], targets: usize) -> Vec<Anchor> {
    let mut order: Vec<usize> = (0..anchors.len()).collect();
    // Of one source sentence the later target first, so that none can follow another of the same sentence.
    order.sort_by_key(|&index| (anchors[index].source, usize::MAX - anchors[index].target));
    let mut tree: Vec<(f64, usize)> = vec![(0.0, usize::MAX); targets + 1];
    let mut before = vec![usize::MAX; anchors.len()];
    let mut best = (0.0, usize::MAX);
    for index in order {
        let anchor = anchors[index];
        let mut slot = anchor.target;
        let mut prefix = (0.0, usize::MAX);
        while slot > 0 {
            if tree[slot].0 > prefix.0 {
                prefix = tree[slot];
            }
            slot &= slot - 1;
        }
        before[index] = prefix.1;
        let weight = prefix.0 + anchor.weight;
        let mut slot = anchor.target + 1;
        while slot <= targets {
            if weight > tree[slot].0 {
                tree[slot] = (weight, index);
            }
            slot += slot & slot.wrapping_neg();
        }
        if weight > best.0 {
            best = (weight, index);
        }
    }
    let mut chain = Vec::new();
    let mut at = best.1;
    while at != usize::MAX {
        chain.push(anchors[at]);
        at = before[at];
    }
    chain.reverse();
    chain
}

/// Anchors that a near neighbour in the chain agrees with: a lone pair of unlike sentences can fit
/// into the chain where the texts have no other anchor.
fn supported(chain: &[Anchor]) -> Vec<Anchor> {
    let agrees = |a: &Anchor, b: &Anchor| {
        let (height, width) = (b.source.abs_diff(a.source), b.target.abs_diff(a.target));
        // Neighbours of a true path lie within a slope of two, give or take a few sentences.
        height <= 2 * width + 5 && width <= 2 * height + 5
    };
    (0..chain.len())
        .filter(|&index| {
            let near = index.saturating_sub(2)..(index + 3).min(chain.len());
            near.clone()
                .filter(|other| *other != index)
                .any(|other| agrees(&chain[index], &chain[other]))
        })
        .map(|index| chain[index])
        .collect()
}
