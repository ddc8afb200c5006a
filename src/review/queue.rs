//! What to look at first.

use serde::Serialize;

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
    /// How long looking at them will take, in seconds.
    pub seconds: f64,
    /// Whether they were drawn by lot.
    pub drawn: bool,
}

/// Seconds to read a word silently: 238 words a minute (Brysbaert 2019).
const WORD: f64 = 60.0 / 238.0;

/// Seconds to make up one's mind and to press a key (Card, Moran & Newell 1980).
const THOUGHT: f64 = 1.35;
const KEY: f64 = 0.28;

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

fn is_open(link: &Link) -> bool {
    link.status == Status::Disputed
        || link.is_stale()
        || (link.status == Status::Auto && link.confidence.get() < UNCERTAIN_BELOW)
}

fn seconds(link: &Link) -> f64 {
    let words: usize = link
        .source
        .iter()
        .chain(&link.target)
        .map(|text| text.split_whitespace().count())
        .sum();
    words as f64 * WORD
}

/// The links to look at, those first by which most errors are removed in a second.
///
/// # Complexity
/// Linear in the links, with a sort of the doubtful ones.
#[must_use]
pub fn queue(file: &AlignmentFile) -> Vec<Item> {
    let links = &file.links;
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    while at < links.len() {
        let run = links[at..].iter().take(MOST).take_while(|link| is_open(link)).count();
        if run > 0 {
            items.push(item(links, at, run, false));
        }
        at += run.max(1);
    }
    let rate = |item: &Item| item.errors / item.seconds;
    // Stable: equals stay in the order of the text.
    items.sort_by(|a, b| rate(b).total_cmp(&rate(a)));
    let sure: Vec<usize> = (0..links.len())
        .filter(|&at| links[at].status == Status::Auto && !is_open(&links[at]))
        .collect();
    let mut drawn = Vec::new();
    for place in (DRAWN..=items.len()).step_by(DRAWN) {
        if let Some(link) = draw(&sure, place) {
            drawn.push((place - 1 + drawn.len(), item(links, link, 1, true)));
        }
    }
    for (place, item) in drawn {
        items.insert(place, item);
    }
    items
}

fn item(links: &[Link], link: usize, count: usize, drawn: bool) -> Item {
    let of = &links[link..link + count];
    Item {
        link,
        count,
        errors: of.iter().map(errors).sum(),
        seconds: THOUGHT + KEY + of.iter().map(seconds).sum::<f64>(),
        drawn,
    }
}

/// One of these, the same for the same place: a lot that any run draws alike.
fn draw(of: &[usize], place: usize) -> Option<usize> {
    // Knuth's multiplicative hash; its high bits are the mixed ones.
    let mixed = (place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    of.get((mixed % (of.len().max(1) as u64)) as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Confidence;
    use crate::fixture::{file, link};

    fn of(confidences: &[f64]) -> Vec<Item> {
        let links = confidences.iter().map(|&confidence| Link {
            confidence: Confidence::new(confidence),
            ..link("Una frase.", "A sentence.")
        });
        queue(&file(links.collect()))
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
    }

    #[test]
    fn nothing_is_left_of_what_was_decided() {
        let mut decided = file(vec![link("Uno.", "One."), link("Dos.", "Two.")]);
        for link in &mut decided.links {
            link.confidence = Confidence::new(0.1);
            link.status = Status::Accepted;
        }
        assert!(queue(&decided).is_empty());
    }
}
