//! What settling a place would teach about the places around it, worked out when there is time and remembered.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use super::evidence::{NEAR, taught};
use super::queue::{Item, blocks, item};
use super::{Ground, Pace, State};
use crate::align::Aligner;
use crate::file::Link;

/// Errors that settling a block removes around it, by what stands there: what was worked out once holds until that changes.
#[derive(Debug, Clone, Default)]
pub struct Gains {
    known: FxHashMap<u64, f64>,
}

/// Places that are remembered; when there are more, all are worked out anew as they are needed.
const MOST: usize = 20_000;

/// A place is worth working out if it could come among so many first ones of the queue.
const AHEAD: usize = 40;

/// How many errors more than its own a block may remove around it: in a chain of shifted links all follow from one. Beyond this
/// it cannot climb in the queue, so that not every place of a work has to be worked out.
const LARGEST: f64 = 2.0;

impl Gains {
    /// What is known of a block.
    pub(super) fn known(&self, links: &[Link], block: &Range<usize>) -> Option<f64> {
        self.known.get(&key(links, block)).copied()
    }

    /// Works out one place that may come early in the queue and is not known yet; whether there was one.
    ///
    /// # Complexity
    /// That of aligning some 130 links.
    pub fn learn_one(&mut self, state: &State, ground: &Ground, aligner: &Aligner, pace: &Pace) -> bool {
        let links = state.links();
        let mut rates = Vec::new();
        let mut unknown: Option<(f64, Range<usize>)> = None;
        for block in blocks(links) {
            let known = self.known(links, &block);
            let own = item(links, block.clone(), pace, known.unwrap_or(0.0));
            rates.push(own.rate());
            if known.is_none() {
                let best = Item { taught: LARGEST, ..own }.rate();
                if unknown.as_ref().is_none_or(|(other, _)| best > *other) {
                    unknown = Some((best, block));
                }
            }
        }
        rates.sort_by(|a, b| b.total_cmp(a));
        let Some((best, block)) = unknown else { return false };
        if rates.get(AHEAD).is_some_and(|last| *last > best) {
            return false;
        }
        if self.known.len() >= MOST {
            self.known.clear();
        }
        let gain = taught(state, ground, aligner, &block).min(LARGEST);
        self.known.insert(key(links, &block), gain);
        true
    }
}

/// What stands in a block and around it.
fn key(links: &[Link], block: &Range<usize>) -> u64 {
    let around = block.start.saturating_sub(NEAR)..(block.end + NEAR).min(links.len());
    let mut hasher = FxHasher::default();
    (block.start - around.start, block.len()).hash(&mut hasher);
    for link in &links[around] {
        (&link.source, &link.target, link.status as u8).hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{Confidence, Status};
    use crate::fixture::{file, link};
    use crate::review::queue;
    use crate::text::Lang;

    /// A slip in the middle of a row, and a doubt that stands alone between decisions.
    fn work() -> State {
        let rows = [
            ("El perro duerme en la casa.", "The dog sleeps in the house.", 0.97),
            (
                "Mi hermano bebe leche.",
                "My brother drinks milk. | The mountain has snow.",
                0.6,
            ),
            ("La montaña tiene nieve.", "The king lost his sword.", 0.7),
            ("El rey perdió su espada.", "The book is on the table.", 0.7),
            ("El libro está sobre la mesa.", "", 0.7),
            ("El mar estaba tranquilo.", "The sea was calm.", 0.97),
            ("La lluvia cae en la calle.", "The rain falls on the street.", 0.6),
            ("Fin.", "The end.", 0.97),
        ];
        let links = rows.iter().enumerate().map(|(at, (source, target, confidence))| Link {
            confidence: Confidence::new(*confidence),
            status: if [5, 7].contains(&at) {
                Status::Accepted
            } else {
                Status::Auto
            },
            ..link(source, target)
        });
        State::new(file(links.collect()))
    }

    #[test]
    fn each_place_is_worked_out_once_and_what_stands_alone_teaches_nothing() {
        let state = work();
        let (ground, pace) = (Ground::default(), Pace::default());
        let aligner = Aligner::new(Lang::ES, Lang::EN);
        let mut gains = Gains::default();
        let mut rounds = 0;
        while gains.learn_one(&state, &ground, &aligner, &pace) {
            rounds += 1;
        }
        assert_eq!(rounds, blocks(state.links()).len());
        let items = queue(&state.file, &pace, &gains);
        assert!(items.iter().all(|item| item.taught >= 0.0));
        let alone = items.iter().find(|item| item.link == 6).unwrap();
        assert!(alone.taught < 1e-6, "{alone:?}");
        assert!(items.windows(2).all(|pair| pair[0].rate() >= pair[1].rate()));
    }

    #[test]
    fn what_is_known_of_a_place_holds_until_something_changes_there() {
        let mut state = work();
        let block = 1..5;
        let before = key(state.links(), &block);
        state.file.links[7].note = Some("fin".to_owned());
        assert_eq!(key(state.links(), &block), before);
        state.file.links[0].status = Status::Accepted;
        assert_ne!(key(state.links(), &block), before);
    }
}
