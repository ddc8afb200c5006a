//! Where links end, when ids and texts say different things.

use super::{Fitter, Old, Piece};
use crate::file::hand::{HandError, Understood, other};

/// Where each link ends on the stream.
pub(super) struct Choice {
    pub(super) ends: Vec<usize>,
    /// Links whose ids or texts stood elsewhere.
    pub(super) changed: Vec<bool>,
}

/// Without the text to hold them against, a longer row of shifted links is more than moving explains.
const LONGEST_SHIFT: usize = 4;

impl Choice {
    /// As the texts say.
    pub(super) fn by_texts(fitter: &Fitter<'_>, pieces: &[Piece]) -> Self {
        let total = fitter.olds.last().map_or(0, |old| old.end);
        Self {
            ends: text_ends(fitter.rough.len(), pieces, total),
            changed: vec![false; fitter.rough.len()],
        }
    }
}

fn text_ends(links: usize, pieces: &[Piece], total: usize) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..links)
        .map(|link| {
            let count = pieces.partition_point(|piece| piece.link <= link);
            count
                .checked_sub(1)
                .and_then(|last| pieces.get(last))
                .map_or(0, |piece| piece.end)
        })
        .collect();
    if let Some(last) = ends.last_mut() {
        *last = total;
    }
    ends
}

/// Holds the borders that ids and texts make against each other.
pub(super) fn choose(
    fitter: &Fitter<'_>,
    pieces: &[Piece],
    understood: &mut Vec<Understood>,
) -> Result<Choice, HandError> {
    let links = fitter.rough.len();
    let total = fitter.olds.last().map_or(0, |old| old.end);
    let by_text = text_ends(links, pieces, total);
    let mut count = 0;
    let by_id: Vec<(usize, usize)> = fitter
        .ids
        .iter()
        .map(|ids| {
            count += ids.len();
            let end = count
                .checked_sub(1)
                .and_then(|last| fitter.olds.get(last))
                .map_or(0, |old| old.end);
            (count, end)
        })
        .collect();
    let mut choice = Choice {
        ends: Vec::with_capacity(links),
        changed: vec![false; links],
    };
    let mut shift = 0;
    for (link, (&text, &(count, id))) in by_text.iter().zip(&by_id).enumerate() {
        if text == id {
            shift = 0;
            choice.ends.push(id);
            continue;
        }
        shift += 1;
        let cut = fitter.olds.iter().find(|old| old.start < text && text < old.end);
        let texts_moved = fitter.texts_moved(link, count, text);
        let end = match cut {
            Some(cut) if id == cut.start || id == cut.end => text,
            Some(_) => return Err(ambiguous(fitter, link, text, id)),
            None if texts_moved => text,
            None if pieces.iter().any(|piece| piece.start < id && id < piece.end)
                || shift > LONGEST_SHIFT && fitter.before.is_none() =>
            {
                return Err(ambiguous(fitter, link, text, id));
            }
            None => id,
        };
        if choice.ends.last().is_some_and(|&last| end < last) {
            return Err(ambiguous(fitter, link, text, id));
        }
        for changed in choice.changed.iter_mut().skip(link).take(2) {
            *changed = true;
        }
        choice.ends.push(end);
        if cut.is_none() {
            // What was moved went to this link, or from it to the next.
            let (to_here, why) = if end == id {
                (id > text, "id")
            } else {
                (text > id, "text")
            };
            let moved = names(&fitter.olds, text.min(id), text.max(id));
            let thing = if moved.contains('+') { "sentences" } else { "sentence" };
            let (line, from) = if to_here {
                (fitter.line(link), "the link after")
            } else {
                (fitter.line(link + 1), "the link before")
            };
            understood.push(Understood {
                line,
                what: format!(
                    "{} {thing} {moved} moved here from {from}, as its {why} says",
                    fitter.side
                ),
            });
        }
    }
    Ok(choice)
}

impl Fitter<'_> {
    /// Whether the ids end this link where it ended before, and the texts do not.
    fn texts_moved(&self, link: usize, count: usize, text: usize) -> bool {
        let Some(before) = self.before else {
            return false;
        };
        let texts = self.olds.partition_point(|old| old.end <= text);
        let ids = self.rough.iter().take(link + 1);
        let opposite = ids.map(|rough| rough.ids(other(self.side)).len()).sum();
        let (by_id, by_text) = ([count, opposite], [texts, opposite]);
        // Links joined or split further up shift the numbers of those that follow.
        let shifted = (link + before.len()).checked_sub(self.rough.len());
        let places = [Some(link), shifted];
        let mut ends = places
            .iter()
            .flatten()
            .filter_map(|&place| before.get(place))
            .peekable();
        if before.len() == self.rough.len() || ends.clone().any(|end| *end == by_id || *end == by_text) {
            return ends.peek().is_some() && ends.clone().any(|end| *end == by_id) && ends.all(|end| *end != by_text);
        }
        before.contains(&by_id) && !before.contains(&by_text)
    }
}

/// The sentences between two places of the stream.
fn names(olds: &[Old], from: usize, to: usize) -> String {
    let inside = olds.iter().filter(|old| old.start >= from && old.end <= to);
    inside.map(|old| old.id.to_string()).collect::<Vec<_>>().join(" + ")
}

fn ambiguous(fitter: &Fitter<'_>, link: usize, text: usize, id: usize) -> HandError {
    let last = |end: usize| {
        let index = fitter.olds.partition_point(|old| old.start < end);
        index
            .checked_sub(1)
            .and_then(|index| fitter.olds.get(index))
            .map_or_else(|| "nothing".to_owned(), |old| format!("{} \"{}\"", old.id, old.text))
    };
    HandError::Ambiguous {
        line: fitter.line(link),
        ids: format!("by its {} ids the link ends with {}", fitter.side, last(id)),
        texts: format!("by its texts it ends in {}", last(text)),
        remedy: "put each text into the link that has its id",
    }
}
