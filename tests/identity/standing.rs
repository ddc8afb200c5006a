//! Which decisions an edit must leave standing.

use std::collections::HashMap;

use crate::folded;
use crate::world::World;

/// The decisions that must stand: nobody touched their sentences, these stand together as before, their order is
/// the same on both sides as that of every other such decision, and where a sentence has its like elsewhere its
/// neighbours tell which it is.
pub(crate) fn must_stand(before: &World, after: &World) -> Vec<bool> {
    // By side and origin where it stands now.
    let now = [0, 1].map(|side| {
        let sentences = after.sides[side].sentences().enumerate();
        let known = sentences.filter_map(|(at, sentence)| Some((sentence.origin?, (at, sentence.touched))));
        known.collect::<HashMap<usize, (usize, bool)>>()
    });
    let counts = |world: &World, side: usize| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for sentence in world.sides[side].sentences() {
            *counts.entry(folded(&sentence.text)).or_default() += 1;
        }
        counts
    };
    let often = [0, 1].map(|side| [counts(before, side), counts(after, side)]);
    let texts = [0, 1].map(|side| {
        let sentences = before.sides[side].sentences();
        sentences.map(|sentence| folded(&sentence.text)).collect::<Vec<_>>()
    });
    let is_unique = |side: usize, text: &String| often[side].iter().all(|often| often.get(text) == Some(&1));
    // By side the sentences before the script, in order.
    let order = [0, 1].map(|side| {
        let sentences = before.sides[side].sentences();
        sentences.map(|sentence| sentence.origin).collect::<Vec<_>>()
    });
    let untouched = |side: usize, origin: usize| {
        now[side]
            .get(&origin)
            .filter(|(_, touched)| !touched)
            .map(|(at, _)| *at)
    };
    let known_by_context = |side: usize, origin: usize| {
        let place = order[side].iter().position(|&other| other == Some(origin)).unwrap();
        if is_unique(side, &texts[side][place]) {
            return true;
        }
        let at = untouched(side, origin).unwrap();
        let neighbour = |place: Option<usize>, expected: Option<usize>| {
            let Some(place) = place.filter(|&place| place < order[side].len()) else {
                return false;
            };
            order[side][place].is_some_and(|other| untouched(side, other) == expected && expected.is_some())
                && is_unique(side, &texts[side][place])
        };
        neighbour(place.checked_sub(1), at.checked_sub(1)) && neighbour(Some(place + 1), Some(at + 1))
    };
    let places: Vec<Option<[Vec<usize>; 2]>> = before
        .beads
        .iter()
        .map(|bead| {
            let side = |side: usize| -> Option<Vec<usize>> {
                let places: Option<Vec<usize>> = bead[side].iter().map(|&origin| untouched(side, origin)).collect();
                places.filter(|places| places.windows(2).all(|two| two[0] + 1 == two[1]))
            };
            Some([side(0)?, side(1)?])
        })
        .collect();
    let first = |places: &Option<[Vec<usize>; 2]>| {
        let [source, target] = places.as_ref()?;
        Some((*source.first()?, *target.first()?))
    };
    let crosses = |bead: usize| {
        let Some((s, t)) = first(&places[bead]) else {
            return false;
        };
        places
            .iter()
            .any(|other| first(other).is_some_and(|(os, ot)| (os < s) != (ot < t) && (os, ot) != (s, t)))
    };
    // A bead with sentences that have their like elsewhere could also be there. Where that crosses another bead,
    // nobody can tell which of the two moved.
    let everywhere = [0, 1].map(|side| {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, sentence) in after.sides[side].sentences().enumerate() {
            places.entry(folded(&sentence.text)).or_default().push(at);
        }
        places
    });
    let readings: Vec<[Vec<usize>; 2]> = before
        .beads
        .iter()
        .filter(|bead| {
            // It stands elsewhere too, or only there, its own sentence being gone.
            let copies = |side: usize| {
                bead[side].iter().any(|&origin| {
                    let own = now[side].get(&origin).map(|(at, _)| at);
                    let all = everywhere[side].get(&before.first[side][origin]);
                    let known = untouched(side, origin).is_some() && known_by_context(side, origin);
                    !known && all.is_some_and(|all| all.iter().any(|at| Some(at) != own))
                })
            };
            copies(0) || copies(1)
        })
        .map(|bead| {
            [0, 1].map(|side| {
                let all = bead[side]
                    .iter()
                    .filter_map(|&origin| everywhere[side].get(&before.first[side][origin]));
                all.flatten().copied().collect()
            })
        })
        .collect();
    let could_cross = |bead: usize| {
        let Some((s, t)) = first(&places[bead]) else {
            return false;
        };
        readings.iter().any(|[source, target]| {
            let mut pairs = source.iter().flat_map(|os| target.iter().map(move |ot| (*os, *ot)));
            pairs.any(|(os, ot)| (os < s) != (ot < t) && os != s && ot != t)
        })
    };
    (0..before.beads.len())
        .map(|bead| {
            let all_known = || {
                (0..2).all(|side| {
                    before.beads[bead][side]
                        .iter()
                        .all(|&origin| known_by_context(side, origin))
                })
            };
            places[bead].is_some() && !crosses(bead) && !could_cross(bead) && all_known()
        })
        .collect()
}
