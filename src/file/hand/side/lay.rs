//! Finding the texts of the links in the text of a side.

use super::{Old, squeeze};
use crate::file::hand::HandError;
use crate::file::hand::rough::Rough;
use crate::text::{SentenceId, Side};

/// A text of a link, and where it stands on the stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) link: usize,
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// All texts of a side in their places.
#[derive(Debug)]
pub(super) struct Laid {
    /// In the order of the text.
    pub(super) pieces: Vec<Piece>,
    /// Texts that are missing, stand twice, or out of order, each with its line.
    pub(super) faults: Vec<(usize, String)>,
    /// The sentences that stand twice.
    pub(super) doubled: Vec<SentenceId>,
}

impl Laid {
    pub(super) const fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }
}

/// How many sentences further on a text is looked for.
const WINDOW: usize = 200;

pub(super) fn lay(rough: &[Rough], side: Side, olds: &[Old]) -> Result<Laid, HandError> {
    let stream: String = olds.iter().map(|old| squeeze(&old.text)).collect();
    let mut laid = Laid {
        pieces: Vec::new(),
        faults: Vec::new(),
        doubled: Vec::new(),
    };
    let mut at = 0;
    let mut missing: Vec<&Old> = Vec::new();
    let texts = rough.iter().enumerate().flat_map(|(link, rough)| {
        let texts = rough.texts(side).iter();
        texts.map(move |(line, text)| (link, *line, text))
    });
    for (link, line, text) in texts {
        let squeezed = squeeze(text);
        let piece = |start: usize| Piece {
            link,
            line,
            text: text.clone(),
            start,
            end: start + squeezed.len(),
        };
        let next = olds.partition_point(|old| old.start < at);
        let rest = stream.get(at..).unwrap_or_default();
        if !squeezed.is_empty() && rest.starts_with(&squeezed) {
            laid.pieces.push(piece(at));
            at += squeezed.len();
        } else if let Some(index) = missing.iter().position(|old| squeeze(&old.text) == squeezed) {
            let old = missing.remove(index);
            laid.pieces.push(piece(old.start));
            laid.faults.push((
                line,
                format!("the text of {side} sentence {} stood out of order", old.id),
            ));
        } else if let Some(old) = olds
            .iter()
            .find(|old| old.end <= at && old.end + 4 * squeezed.len() >= at && squeeze(&old.text) == squeezed)
        {
            laid.doubled.push(old.id);
            laid.faults
                .push((line, format!("the text of {side} sentence {} stood twice", old.id)));
        } else if let Some(found) = olds
            .iter()
            .skip(next)
            .take(WINDOW)
            .find(|old| !squeezed.is_empty() && stream[old.start..].starts_with(&squeezed))
            .filter(|_| olds.get(next).is_none_or(|old| old.start == at))
        {
            missing.extend(olds.iter().filter(|old| old.start >= at && old.end <= found.start));
            laid.pieces.push(piece(found.start));
            at = found.start + squeezed.len();
        } else {
            let expected = olds
                .iter()
                .find(|old| old.end > at)
                .map_or("the end", |old| old.text.as_str());
            return Err(HandError::Wording {
                line,
                side,
                found: text.clone(),
                expected: expected.to_owned(),
            });
        }
    }
    missing.extend(olds.iter().filter(|old| old.start >= at));
    if let Some(cut) = olds.iter().find(|old| old.start < at && at < old.end) {
        return Err(HandError::Wording {
            line: laid.pieces.last().map_or(1, |piece| piece.line),
            side,
            found: laid.pieces.last().map(|piece| piece.text.clone()).unwrap_or_default(),
            expected: cut.text.clone(),
        });
    }
    for old in missing {
        let line = laid
            .pieces
            .iter()
            .rev()
            .find(|piece| piece.end <= old.start)
            .map_or(1, |piece| piece.line);
        laid.faults.push((
            line,
            format!("the text of {side} sentence {} was missing and is filled in", old.id),
        ));
    }
    laid.pieces.sort_by_key(|piece| piece.start);
    Ok(laid)
}
