//! Numbers that stand on one side only.

mod other;
mod read;

use super::{Found, Work};
use crate::check::Code;
use crate::text::Side;

use other::{Other, speaks_of_halves};
use read::{Number, numbers};

/// Numbers in words under this are articles, pronouns and idioms as often as numbers.
const LEAST_IN_WORDS: u64 = 3;

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let read = |side| {
        let numbers = |link| numbers(work.text(side, link), work.lang(side));
        (0..work.links.len()).map(numbers).collect::<Vec<_>>()
    };
    let (source, target) = (read(Side::Source), read(Side::Target));
    let lone = |side: Side, link: usize| -> Vec<&Number> {
        let (mine, theirs, other) = match side {
            Side::Source => (&source, &target, Side::Target),
            Side::Target => (&target, &source, Side::Source),
        };
        if mine[link].is_empty() {
            return Vec::new();
        }
        let text = work.text(other, link);
        let there = Other {
            numbers: &theirs[link],
            text,
            halves: [text, work.text(side, link)].into_iter().any(speaks_of_halves),
        };
        let counts = |number: &&Number| !number.in_words || number.value().is_some_and(|value| value >= LEAST_IN_WORDS);
        mine[link]
            .iter()
            .filter(counts)
            .filter(|number| !number.in_date && !there.has(number))
            .collect()
    };
    let links = 0..work.links.len();
    let lone: Vec<_> = links
        .map(|link| (lone(Side::Source, link), lone(Side::Target, link)))
        .collect();
    let mut found = Vec::new();
    for link in work.pairs() {
        let (mut here, mut there) = lone[link].clone();
        if here.iter().chain(&there).all(|number| number.in_words) && (here.is_empty() || there.is_empty()) {
            continue;
        }
        // A number that waits next door went there with its sentence.
        for next in work.around(link, 1) {
            let (before, after) = &lone[next];
            here.retain(|number| !after.iter().any(|other| other.equals(number)));
            there.retain(|number| !before.iter().any(|other| other.equals(number)));
        }
        // Words alone say little: «cuatro palabras» are a few words.
        let plain = |numbers: &[&Number]| numbers.iter().any(|number| !number.in_words);
        if !plain(&here) && !plain(&there) && (here.is_empty() || there.is_empty()) {
            continue;
        }
        let list = |numbers: &[&Number]| {
            let shown: Vec<_> = numbers.iter().map(|number| number.shown.as_str()).collect();
            shown.join(", ")
        };
        let message = match (here.is_empty(), there.is_empty()) {
            (true, true) => continue,
            (false, true) => format!("{} of the original is not in the translation", list(&here)),
            (true, false) => format!("{} of the translation is not in the original", list(&there)),
            (false, false) => format!("the original has {}, the translation {}", list(&here), list(&there)),
        };
        found.push((Code::Number, link..link + 1, message));
    }
    found
}
