//! Why rows do not hold the sentences of a text: lost, altered, moved, or there twice.

use super::fit::{Letters, Placed, Text};
use super::{ImportError, Part, Place, Row};
use crate::cell::letters::{is_quote, letters, nfc, of_cell};
use crate::text::fold_space;

/// How much of a sentence a message quotes, in characters.
const QUOTED: usize = 60;

/// How much is quoted before a difference.
const LEAD: usize = 20;

/// Explains why a cell does not go on as the text does.
///
/// `starts` are the letters where the rows up to this one begin; the first `same` letters of `cell` are as expected.
pub(super) fn explain(
    text: &Text<'_>,
    known: &Letters,
    rows: &[Row],
    starts: &[usize],
    cell: &[char],
    same: usize,
) -> ImportError {
    let (row, at) = (
        starts.len().saturating_sub(1),
        starts.last().copied().unwrap_or_default(),
    );
    let place = place(rows, row);
    if let Some(emptied) = emptied(text, known, rows.get(..=row).unwrap_or(rows), starts, false) {
        return emptied;
    }
    let raw = raw_of(text, rows, row);
    let Some(Placed { sentence, .. }) = known.all.get(at + same).copied() else {
        let rest = cell.get(same..).unwrap_or_default();
        let found = clipped(raw.get(byte_of(&raw, same)..).unwrap_or_default());
        return match find(known, rest, 0..text.sentences.len()) {
            Some(earlier) => repeated(text, known, rows, starts, earlier, place, found),
            None => ImportError::Surplus {
                place,
                side: text.side,
                found,
            },
        };
    };
    // The cell from where the sentence begins that it does not hold.
    let begun = known.first[sentence];
    let from = begun.saturating_sub(at).min(same);
    let rest = cell.get(from..).unwrap_or_default();
    let found = || clipped(raw.get(byte_of(&raw, from)..).unwrap_or_default());
    let length = known.first[sentence + 1] - begun;
    let mostly_there = (same - from) * 2 >= length.max(1);
    if !mostly_there {
        if let Some(later) = find(known, rest, sentence + 1..text.sentences.len()) {
            let wanted: Vec<char> = letters_of(known, sentence).collect();
            let elsewhere = rows.iter().skip(row).find(|row| match row.part(text.side) {
                Part::Text(cell) => holds(&of_cell(cell), &wanted),
                Part::Positions(_) | Part::Ids(_) => false,
            });
            // A sentence that an earlier row began lost its end there.
            let continued = at > begun && same == 0;
            return match elsewhere.filter(|_| !continued) {
                Some(other) => ImportError::Order {
                    place,
                    other: other.place,
                    side: text.side,
                    later: text.sentences[later].id,
                    earlier: text.sentences[sentence].id,
                },
                None => ImportError::Missing {
                    place: match lost_from(text, rows, sentence) {
                        Some(place) => place,
                        None if continued => previous(text, rows, row),
                        None => place,
                    },
                    side: text.side,
                    sentence: text.sentences[sentence].id,
                    expected: remainder(text, known, at.max(begun)),
                    found: found(),
                    more: later - sentence - 1,
                },
            };
        }
        if let Some(earlier) = find(known, rest, 0..sentence) {
            return repeated(text, known, rows, starts, earlier, place, found());
        }
    }
    // A few letters behind a whole sentence are added to it; they are not what became of the next.
    let held = rows.get(row).map_or(0, |row| row.exported_ids[text.side.index()].len());
    let first = known.all.get(at).map_or(sentence, |placed| placed.sentence);
    let whole = held > 0 && sentence == first + held;
    let added = from == same && from > 0 && (whole || rest.len() * 2 < length);
    if let Some(before) = sentence.checked_sub(1).filter(|_| added) {
        let held = text.sentences[before].text.as_str();
        return ImportError::Changed {
            place,
            side: text.side,
            sentence: text.sentences[before].id,
            found: around(&raw, byte_of(&raw, same)),
            expected: around(held, held.len()),
            quotes: false,
        };
    }
    let expected = text.sentences[sentence].text.as_str();
    let difference = match (at + same).checked_sub(1).and_then(|before| known.all.get(before)) {
        Some(before) if before.sentence == sentence => before.end,
        _ => 0,
    };
    ImportError::Changed {
        place,
        side: text.side,
        sentence: text.sentences[sentence].id,
        found: around(&raw, byte_of(&raw, same)),
        expected: around(expected, difference),
        quotes: only_quotes_differ(cell, &known.all[at..]),
    }
}

/// Explains that the rows end before the text.
pub(super) fn short(text: &Text<'_>, known: &Letters, rows: &[Row], starts: &[usize], at: usize) -> ImportError {
    if let Some(emptied) = emptied(text, known, rows, starts, true) {
        return emptied;
    }
    let sentence = known.all[at].sentence;
    ImportError::Short {
        place: lost_from(text, rows, sentence).unwrap_or_else(|| previous(text, rows, rows.len())),
        side: text.side,
        sentence: text.sentences[sentence].id,
        expected: remainder(text, known, at),
        more: text.sentences.len() - sentence - 1,
    }
}

/// The loss of a whole cell, where all rows after it go on as if it were still there.
///
/// Where a text says the same twice ("No. No."), the next row fits in the place of the lost one, and what does not fit
/// is found further down: the sentence to name is that of the empty cell.
fn emptied(text: &Text<'_>, known: &Letters, rows: &[Row], starts: &[usize], to_end: bool) -> Option<ImportError> {
    let side = text.side.index();
    let candidates = |exported: bool| {
        let empty = move |&index: &usize| {
            let row = &rows[index];
            row.part(text.side).is_empty() && row.exported_ids[side].is_empty() != exported
        };
        (0..rows.len().saturating_sub(1)).rev().filter(empty)
    };
    // A row that was exported with a sentence has lost it; of rows that say nothing the last that would explain it.
    for index in candidates(true).chain(candidates(false)) {
        let Ok(sentence) = known.first.binary_search(starts.get(index)?) else {
            continue;
        };
        let held = rows[index].exported_ids[side].len().max(1);
        let Some(&after) = known.first.get(sentence + held) else {
            continue;
        };
        let mut rest = known.all.get(after..)?.iter().map(|placed| placed.letter);
        let goes_on = rows[index + 1..].iter().all(|row| match row.part(text.side) {
            Part::Text(cell) => of_cell(cell).into_iter().all(|letter| rest.next() == Some(letter)),
            Part::Positions(_) | Part::Ids(_) => true,
        });
        if goes_on && (!to_end || rest.next().is_none()) {
            let next = rows[index + 1..]
                .iter()
                .position(|row| !row.part(text.side).is_empty())?;
            return Some(ImportError::Missing {
                place: rows[index].place,
                side: text.side,
                sentence: text.sentences[sentence].id,
                expected: clipped(&text.sentences[sentence].text),
                found: clipped(&raw_of(text, rows, index + 1 + next)),
                more: held - 1,
            });
        }
    }
    None
}

/// The cell of a row as it is written.
fn raw_of(text: &Text<'_>, rows: &[Row], row: usize) -> String {
    match rows.get(row).map(|row| row.part(text.side)) {
        Some(Part::Text(raw)) => nfc(raw).into_owned(),
        _ => String::new(),
    }
}

fn repeated(
    text: &Text<'_>,
    known: &Letters,
    rows: &[Row],
    starts: &[usize],
    sentence: usize,
    place: Place,
    found: String,
) -> ImportError {
    let first = starts.partition_point(|&start| start <= known.first[sentence]);
    ImportError::Repeated {
        place,
        first: self::place(rows, first.saturating_sub(1)),
        side: text.side,
        sentence: text.sentences[sentence].id,
        found,
    }
}

/// The first sentence of a range with which letters begin, or which begins with the letters.
fn find(known: &Letters, rest: &[char], mut range: std::ops::Range<usize>) -> Option<usize> {
    range.find(|&sentence| {
        let length = known.first[sentence + 1] - known.first[sentence];
        let same = letters_of(known, sentence)
            .zip(rest)
            .take_while(|(known, rest)| known == *rest)
            .count();
        same > 0 && same == length.min(rest.len())
    })
}

fn letters_of(known: &Letters, sentence: usize) -> impl Iterator<Item = char> {
    known.all[known.first[sentence]..known.first[sentence + 1]]
        .iter()
        .map(|placed| placed.letter)
}

fn holds(cell: &[char], wanted: &[char]) -> bool {
    !wanted.is_empty() && cell.windows(wanted.len()).any(|window| window == wanted)
}

fn only_quotes_differ(cell: &[char], known: &[Placed]) -> bool {
    let mut known = known.iter().map(|placed| placed.letter).filter(|&c| !is_quote(c));
    let mut cell = cell.iter().copied().filter(|&c| !is_quote(c)).peekable();
    cell.peek().is_some() && cell.all(|letter| known.next() == Some(letter))
}

fn place(rows: &[Row], row: usize) -> Place {
    rows.get(row)
        .or_else(|| rows.last())
        .map_or(Place::Line(1), |row| row.place)
}

/// The row that held a sentence when it was exported.
fn lost_from(text: &Text<'_>, rows: &[Row], sentence: usize) -> Option<Place> {
    let id = text.sentences.get(sentence)?.id;
    let row = rows
        .iter()
        .find(|row| row.exported_ids[text.side as usize].contains(&id))?;
    Some(row.place)
}

/// The last row before this one that has a sentence on the side.
fn previous(text: &Text<'_>, rows: &[Row], row: usize) -> Place {
    rows[..row.min(rows.len())]
        .iter()
        .rfind(|row| !row.part(text.side).is_empty())
        .map_or_else(|| place(rows, row), |row| row.place)
}

/// A sentence from a letter on.
fn remainder(text: &Text<'_>, known: &Letters, at: usize) -> String {
    let sentence = known.all[at].sentence;
    let byte = match at.checked_sub(1).map(|before| known.all[before]) {
        Some(before) if before.sentence == sentence => before.end,
        _ => 0,
    };
    clipped(text.sentences[sentence].text.get(byte..).unwrap_or_default())
}

/// The byte of a cell before which so many letters stand.
fn byte_of(cell: &str, count: usize) -> usize {
    match count.checked_sub(1) {
        None => 0,
        Some(before) => letters(cell).nth(before).map_or(cell.len(), |letter| letter.end),
    }
}

/// The beginning of a text, for a message.
pub(super) fn clipped(text: &str) -> String {
    let shown = printable(text);
    match shown.char_indices().nth(QUOTED) {
        None => shown,
        Some((end, _)) => format!("{}…", shown[..end].trim_end()),
    }
}

/// What stands around a byte of a text, for a message.
fn around(text: &str, byte: usize) -> String {
    let before = text.get(..byte).unwrap_or(text);
    let near = before.char_indices().rev().nth(LEAD).map_or(0, |(at, _)| at);
    let start = before[..near].rfind(' ').map_or(0, |at| at + 1);
    let shown = clipped(&text[start..]);
    if start == 0 { shown } else { format!("…{shown}") }
}

fn printable(text: &str) -> String {
    fold_space(&text.replace(char::is_control, " ")).into_owned()
}
