//! For every text the few of the other side that it may go with.

use rayon::prelude::*;

use super::collection::Collection;
use super::links::{SideLinks, WordLinks};
use crate::text::Side;

/// Candidates for a text.
const MOST: usize = 12;

/// Postings that are read for a text, those of rare words first: what bounds the time for large collections.
const POSTINGS: usize = 20_000;

/// Pairs of positions to look at, in order, each once.
///
/// # Complexity
/// For every text of both sides, [`POSTINGS`] at most.
pub(super) fn find(source: &Collection, target: &Collection, links: &WordLinks) -> Vec<(u32, u32)> {
    let mut pairs = from(source, target, links.from(Side::Source));
    let back = from(target, source, links.from(Side::Target));
    pairs.extend(back.into_iter().map(|(target, source)| (source, target)));
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The candidates for the texts of one side.
fn from(here: &Collection, there: &Collection, links: &SideLinks) -> Vec<(u32, u32)> {
    let postings = there.postings();
    // What a word says for a text that holds a partner of it, and how many texts it leads to.
    let worth: Vec<(f32, usize)> = (0..links.partners.len())
        .map(|id| {
            let chance = -libm::expm1f(links.absent[id]);
            let reach = links.partners[id].iter().map(|id| postings[*id as usize].len()).sum();
            let nats = libm::log1pf(links.kept[id] * (1.0 - chance) / chance.max(f32::MIN_POSITIVE));
            (nats, reach)
        })
        .collect();
    (0..here.len())
        .into_par_iter()
        .map_init(
            || (vec![0.0f32; there.len()], Vec::new()),
            |(sums, touched), text| {
                let mut words: Vec<u32> = here.texts[text].clone();
                words.retain(|id| worth[*id as usize].1 > 0);
                words.sort_by_key(|id| worth[*id as usize].1);
                let mut left = POSTINGS;
                for id in words {
                    let (nats, reach) = worth[id as usize];
                    if reach > left {
                        break;
                    }
                    left -= reach;
                    for &other in links.partners[id as usize]
                        .iter()
                        .flat_map(|id| &postings[*id as usize])
                    {
                        let sum: &mut f32 = &mut sums[other as usize];
                        if *sum == 0.0 {
                            touched.push(other);
                        }
                        *sum += nats;
                    }
                }
                let best = |a: &u32, b: &u32| sums[*b as usize].total_cmp(&sums[*a as usize]).then(a.cmp(b));
                if touched.len() > MOST {
                    touched.select_nth_unstable_by(MOST - 1, best);
                }
                let number = u32::try_from(text).expect("texts are numbered in 32 bits");
                let found: Vec<(u32, u32)> = touched.iter().take(MOST).map(|other| (number, *other)).collect();
                touched.drain(..).for_each(|other| sums[other as usize] = 0.0);
                found
            },
        )
        .flatten_iter()
        .collect()
}
