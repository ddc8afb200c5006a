//! What to look at first.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use rustc_hash::FxHasher;
use serde::Serialize;

use super::{Gains, Pace};
use crate::file::{AlignmentFile, Link, Status};
use crate::reasons::UNCERTAIN_BELOW;

/// Neighbouring doubtful links, looked at together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Item {
    /// The first link.
    pub link: usize,
    /// How many there are.
    pub count: usize,
    /// How many errors are expected in them.
    pub errors: f64,
    /// How many errors fewer are expected around them, once they are settled and the aligner has looked again.
    pub taught: f64,
    /// How long looking at them will take, in seconds.
    pub seconds: f64,
    /// Whether they were drawn by lot.
    pub drawn: bool,
}

/// Every so many items one is drawn from those that the aligner is sure of, so that what it says of its own errors can be
/// believed.
const DRAWN: usize = 20;

/// Most links of an item: as many as are seen at once.
const MOST: usize = 6;

/// How many errors are expected in a link.
fn errors(link: &Link) -> f64 {
    match link.status {
        Status::Disputed => 1.0,
        Status::Auto if link.is_stale() => 1.0,
        Status::Auto => 1.0 - link.confidence.get(),
        Status::Accepted | Status::Edited => 0.0,
    }
}

/// How many errors are expected in the links that nobody decided. `trust` is what those drawn by lot say of the links that
/// the aligner is sure of; see [`trust`](super::trust).
#[must_use]
pub fn expected_errors(file: &AlignmentFile, trust: f64) -> f64 {
    let open = file.links.iter().filter(|link| !link.status.is_pinned());
    open.map(|link| {
        let doubt = 1.0 - link.confidence.get();
        if is_open(link) { doubt } else { doubt * trust }
    })
    .sum()
}

fn is_open(link: &Link) -> bool {
    link.status == Status::Disputed
        || link.is_stale()
        || (link.status == Status::Auto && link.confidence.get() < UNCERTAIN_BELOW)
}

fn words(link: &Link) -> usize {
    let texts = link.source.iter().chain(&link.target);
    texts.map(|text| text.split_whitespace().count()).sum()
}

/// The links to look at, those first by which most errors are removed in a second of the reader's time.
///
/// # Complexity
/// Linear in the links, with a sort of the doubtful ones.
#[must_use]
pub fn queue(file: &AlignmentFile, pace: &Pace, gains: &Gains) -> Vec<Item> {
    let links = &file.links;
    let mut items: Vec<Item> = blocks(links)
        .into_iter()
        .map(|block| {
            let taught = gains.known(links, &block);
            item(links, block, pace, taught.unwrap_or(0.0))
        })
        .collect();
    // Stable: equals stay in the order of the text.
    items.sort_by(|a, b| b.rate().total_cmp(&a.rate()));
    let sure = drawn(links, items.len() / DRAWN);
    for (nth, link) in sure.into_iter().enumerate() {
        let place = (nth + 1) * DRAWN - 1 + nth;
        let drawn = Item {
            drawn: true,
            ..item(links, link..link + 1, pace, 0.0)
        };
        items.insert(place.min(items.len()), drawn);
    }
    items
}

/// Runs of doubtful links, each as many as are seen at once. What lies between two of them is decided, or as good as that.
pub(super) fn blocks(links: &[Link]) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < links.len() {
        let run = links[at..].iter().take(MOST).take_while(|link| is_open(link)).count();
        if run > 0 {
            blocks.push(at..at + run);
        }
        at += run.max(1);
    }
    blocks
}

impl Item {
    /// Errors removed in a second.
    pub(super) fn rate(&self) -> f64 {
        (self.errors + self.taught) / self.seconds
    }
}

pub(super) fn item(links: &[Link], block: Range<usize>, pace: &Pace, taught: f64) -> Item {
    let of = &links[block.clone()];
    let errors: f64 = of.iter().map(errors).sum();
    // Each link is thought about and settled by a key; an error takes about one more.
    let keys = block.len() as f64 + errors;
    let read: usize = of.iter().map(words).sum();
    Item {
        link: block.start,
        count: block.len(),
        errors,
        taught,
        seconds: pace.thought * block.len() as f64 + pace.word * read as f64 + pace.key * keys,
        drawn: false,
    }
}

/// So many of the links that the aligner is sure of, drawn by what they say: any run draws the same, and what is decided
/// meanwhile changes nothing in the rest of the lots.
fn drawn(links: &[Link], count: usize) -> Vec<usize> {
    if count == 0 {
        return Vec::new();
    }
    let is_sure = |at: &usize| links[*at].status == Status::Auto && !is_open(&links[*at]);
    let mut lots: Vec<(u64, usize)> = (0..links.len())
        .filter(is_sure)
        .map(|at| (lot(&links[at]), at))
        .collect();
    lots.sort_unstable();
    lots.truncate(count);
    lots.into_iter().map(|(_, at)| at).collect()
}

fn lot(link: &Link) -> u64 {
    let mut hasher = FxHasher::default();
    (&link.source, &link.target).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Confidence;
    use crate::fixture::{file, link};

    fn of(confidences: &[f64]) -> Vec<Item> {
        let links = confidences.iter().enumerate().map(|(at, &confidence)| Link {
            confidence: Confidence::new(confidence),
            ..link(&format!("Una frase {at}."), "A sentence.")
        });
        queue(&file(links.collect()), &Pace::default(), &Gains::default())
    }

    #[test]
    fn the_most_errors_a_second_come_first_and_neighbours_come_together() {
        let items = of(&[0.95, 0.8, 1.0, 0.3, 0.4, 0.97]);
        let shown: Vec<_> = items.iter().map(|item| (item.link, item.count)).collect();
        assert_eq!(shown, [(3, 2), (1, 1)]);
        assert!((items[0].errors - 1.3).abs() < 1e-9);
    }

    #[test]
    fn every_twentieth_item_is_drawn_from_the_sure_ones() {
        let confidences: Vec<f64> = (0..100).map(|at| if at % 2 == 0 { 0.5 } else { 0.99 }).collect();
        let items = of(&confidences);
        let drawn: Vec<_> = (0..items.len()).filter(|&at| items[at].drawn).collect();
        assert_eq!(drawn, [19, 40]);
        assert!(drawn.iter().all(|&at| items[at].link % 2 == 1));
        assert_ne!(items[19].link, items[40].link);
    }

    #[test]
    fn nothing_is_left_of_what_was_decided() {
        let mut decided = file(vec![link("Uno.", "One."), link("Dos.", "Two.")]);
        for link in &mut decided.links {
            link.confidence = Confidence::new(0.1);
            link.status = Status::Accepted;
        }
        assert!(queue(&decided, &Pace::default(), &Gains::default()).is_empty());
    }
}
