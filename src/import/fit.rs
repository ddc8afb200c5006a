//! Where the rows of a file fall in a text: whose sentences they hold, in the text's own words.

use std::collections::BTreeMap;

use super::misfit;
use super::{ImportError, Part, Row};
use crate::cell::letters::{letters, of_cell};
use crate::text::{SentenceId, Side};

/// A sentence that rows are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its id.
    pub(super) id: SentenceId,
    /// Its text on one line.
    pub(super) text: String,
}

/// A place between two letters of a text: so many bytes into a sentence; 0 is before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Border {
    /// The sentence, or the number of sentences at the end of the text.
    pub(super) sentence: usize,
    /// Bytes into it.
    pub(super) byte: usize,
}

/// One side of what rows are held against.
#[derive(Debug)]
pub(super) struct Text<'a> {
    /// Which side.
    pub(super) side: Side,
    /// Its sentences, in order.
    pub(super) sentences: &'a [Sentence],
    /// Where links begin that are there already, ascending.
    pub(super) starts: &'a [usize],
}

/// A letter of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) letter: char,
    pub(super) sentence: usize,
    /// The byte of the sentence after the character that the letter comes from.
    pub(super) end: usize,
}

/// The letters of a whole text.
pub(super) struct Letters {
    pub(super) all: Vec<Placed>,
    /// For each sentence its first letter, and the number of letters at the end.
    pub(super) first: Vec<usize>,
}

impl Letters {
    fn of(sentences: &[Sentence]) -> Self {
        let (mut all, mut first) = (Vec::new(), Vec::with_capacity(sentences.len() + 1));
        for (sentence, text) in sentences.iter().enumerate() {
            first.push(all.len());
            let placed = letters(&text.text).map(|letter| Placed {
                letter: letter.letter,
                sentence,
                end: letter.end,
            });
            all.extend(placed);
        }
        first.push(all.len());
        Self { all, first }
    }
}

/// The border before each row and the one after the last. Rows without any sentence are not among them.
///
/// # Errors
/// The first place where the rows do not hold the text's sentences, each once and in order.
pub(super) fn fit(text: &Text<'_>, rows: &[Row]) -> Result<Vec<Border>, ImportError> {
    let side = text.side;
    if rows.iter().any(|row| matches!(row.part(side), Part::Positions(_))) {
        return fit_positions(text, rows);
    }
    if rows.iter().any(|row| matches!(row.part(side), Part::Ids(_))) {
        return fit_ids(text, rows);
    }
    fit_wording(text, rows)
}

fn fit_wording(text: &Text<'_>, rows: &[Row]) -> Result<Vec<Border>, ImportError> {
    let known = Letters::of(text.sentences);
    let mut borders = vec![Border { sentence: 0, byte: 0 }];
    let mut starts = Vec::with_capacity(rows.len());
    let mut at = 0;
    for row in rows {
        starts.push(at);
        let cell = match row.part(text.side) {
            Part::Text(cell) => of_cell(cell),
            Part::Positions(_) | Part::Ids(_) => Vec::new(),
        };
        let there = known.all.get(at..).unwrap_or_default();
        let same = cell
            .iter()
            .zip(there)
            .take_while(|(cell, known)| **cell == known.letter)
            .count();
        let border = border(text, &known, at + same);
        let (true, Some(border)) = (same == cell.len(), border) else {
            return Err(misfit::explain(text, &known, rows, &starts, &cell, same));
        };
        at += same;
        borders.push(border);
    }
    if at < known.all.len() {
        return Err(misfit::short(text, &known, rows, at));
    }
    let end = Border {
        sentence: text.sentences.len(),
        byte: 0,
    };
    if let Some(last) = borders.last_mut() {
        *last = end;
    }
    Ok(borders)
}

/// The border before a letter; none inside a character that stands for several letters.
fn border(text: &Text<'_>, known: &Letters, at: usize) -> Option<Border> {
    let lowest = known.first.partition_point(|&first| first < at);
    if known.first.get(lowest) == Some(&at) {
        // Sentences without letters could go to either row: they stay with the link they are in.
        let alike = known.first[lowest..].iter().take_while(|&&first| first == at).count();
        let sentence = (lowest..lowest + alike).find(|index| text.starts.binary_search(index).is_ok());
        return Some(Border {
            sentence: sentence.unwrap_or(lowest),
            byte: 0,
        });
    }
    let before = known.all.get(at.checked_sub(1)?)?;
    let inside = known
        .all
        .get(at)
        .is_some_and(|after| (after.sentence, after.end) == (before.sentence, before.end));
    (!inside).then_some(Border {
        sentence: before.sentence,
        byte: before.end,
    })
}

fn fit_positions(text: &Text<'_>, rows: &[Row]) -> Result<Vec<Border>, ImportError> {
    let mut ends = vec![0];
    for row in rows {
        let last = ends.last().copied().unwrap_or_default();
        ends.push(match row.part(text.side) {
            Part::Positions(range) if !range.is_empty() => range.end,
            _ => last,
        });
    }
    let (found, expected) = (ends.last().copied().unwrap_or_default(), text.sentences.len());
    match rows.last() {
        Some(last) if found != expected => Err(ImportError::Count {
            place: last.place,
            side: text.side,
            found,
            expected,
        }),
        _ => Ok(ends.into_iter().map(|sentence| Border { sentence, byte: 0 }).collect()),
    }
}

fn fit_ids(text: &Text<'_>, rows: &[Row]) -> Result<Vec<Border>, ImportError> {
    let side = text.side;
    let ids = |row: &Row| match row.part(side) {
        Part::Ids(ids) => ids.clone(),
        Part::Text(_) | Part::Positions(_) => Vec::new(),
    };
    let named: Vec<_> = rows
        .iter()
        .flat_map(|row| ids(row).into_iter().map(move |id| (row.place, id)))
        .collect();
    let by_id: BTreeMap<SentenceId, usize> = text
        .sentences
        .iter()
        .enumerate()
        .map(|(index, sentence)| (sentence.id, index))
        .collect();
    let direct: Option<Vec<usize>> = named.iter().map(|(_, id)| by_id.get(&own_id(id)?).copied()).collect();
    let places = match direct {
        Some(places) => places,
        None => by_order(text, &named)?,
    };
    for (next, (&found, (place, _))) in places.iter().zip(&named).enumerate() {
        if found != next {
            return Err(misfit::of_ids(text, &places, &named, next, found, *place));
        }
    }
    if let (Some(missing), Some(last)) = (text.sentences.get(places.len()), rows.last()) {
        return Err(ImportError::Short {
            place: last.place,
            side,
            sentence: missing.id,
            expected: misfit::clipped(&missing.text),
            more: text.sentences.len() - places.len() - 1,
        });
    }
    let mut sentence = 0;
    let mut borders = vec![Border { sentence, byte: 0 }];
    for row in rows {
        sentence += ids(row).len();
        borders.push(Border { sentence, byte: 0 });
    }
    Ok(borders)
}

/// Ids of a numbering of the file's own: the first is the first sentence, and so on.
fn by_order(text: &Text<'_>, named: &[(super::Place, String)]) -> Result<Vec<usize>, ImportError> {
    let mut last: Option<(Vec<u64>, &str)> = None;
    for (place, id) in named {
        let numbers = numbers(id);
        if numbers.is_empty() {
            return Err(ImportError::UnknownId {
                place: *place,
                side: text.side,
                id: id.clone(),
                expected: "expected ids that hold numbers, such as 12.3 or s12".to_owned(),
            });
        }
        if let Some((before, name)) = last.filter(|(before, _)| *before >= numbers) {
            let again = if before == numbers { "a second time" } else { "too late" };
            return Err(ImportError::UnknownId {
                place: *place,
                side: text.side,
                id: id.clone(),
                expected: format!("it stands here {again}, after \"{name}\"; ids stay in the order of the text"),
            });
        }
        last = Some((numbers, id));
    }
    match named.last() {
        Some((place, _)) if named.len() != text.sentences.len() => Err(ImportError::Count {
            place: *place,
            side: text.side,
            found: named.len(),
            expected: text.sentences.len(),
        }),
        _ => Ok((0..named.len()).collect()),
    }
}

/// An id as alignment files have it, whatever stands before the numbers or between them: `12.3`, `s12:3`.
fn own_id(id: &str) -> Option<SentenceId> {
    match numbers(id).as_slice() {
        [.., passage, sentence] => Some(SentenceId {
            passage: u32::try_from(*passage).ok()?,
            sentence: u32::try_from(*sentence).ok()?,
        }),
        _ => None,
    }
}

fn numbers(id: &str) -> Vec<u64> {
    id.split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}
