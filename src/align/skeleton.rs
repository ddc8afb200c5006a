//! Sparse anchors: pairs of sentences that share rare words, and the heaviest chain of them.

use rustc_hash::FxHashMap;

use crate::lexical::{Translation, Vocabulary};

use super::band::Border;

/// Words in more sentences than this anchor nothing (20 served in a first trial of this model on novels).
const MOST_SENTENCES: usize = 20;

/// Candidate partners kept for each source sentence (3 in the same trial).
const CANDIDATES: usize = 3;

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
    let mut by_source: Vec<FxHashMap<u32, f64>> = vec![FxHashMap::default(); source.sentences()];
    for (given, row) in to_target.rows.iter().enumerate() {
        let here = &from[given];
        if here.is_empty() || here.len() > MOST_SENTENCES {
            continue;
        }
        for (id, p) in row {
            let there = &to[id.get()];
            if there.is_empty() || there.len() > MOST_SENTENCES {
                continue;
            }
            // A word in ten sentences vouches for each of its ten possible partners a tenth as much.
            let idf = rarity(source.sentences(), here.len()) + rarity(target.sentences(), there.len());
            #[expect(clippy::cast_precision_loss, reason = "at most 20")]
            let weight = idf * f64::from(p.sqrt()) / here.len().max(there.len()) as f64;
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
        best.truncate(CANDIDATES);
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
