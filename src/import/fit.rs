//! Where the rows of a file fall in a text: whose sentences they hold, in the text's own words.

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

/// Where rows fall in a text.
pub(super) struct Fitted {
    /// The border before each row and the one after the last.
    pub(super) borders: Vec<Border>,
    /// Rows that hold what they were exported with, while the text was changed since.
    pub(super) outdated: Vec<usize>,
}

/// Fits rows into a text. Rows without any sentence are not among them.
///
/// # Errors
/// The first place where the rows do not hold the text's sentences, each once and in order.
pub(super) fn fit(text: &Text<'_>, rows: &[Row]) -> Result<Fitted, ImportError> {
    let side = text.side;
    if rows.iter().any(|row| matches!(row.part(side), Part::Positions(_))) {
        let borders = fit_positions(text, rows)?;
        return Ok(Fitted {
            borders,
            outdated: Vec::new(),
        });
    }
    fit_wording(text, rows)
}

fn fit_wording(text: &Text<'_>, rows: &[Row]) -> Result<Fitted, ImportError> {
    let known = Letters::of(text.sentences);
    let mut borders = vec![Border { sentence: 0, byte: 0 }];
    let mut starts = Vec::with_capacity(rows.len());
    let (mut at, mut outdated) = (0, Vec::new());
    for (index, row) in rows.iter().enumerate() {
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
        let end = border(text, &known, at + same).filter(|_| same == cell.len());
        // A row that begins alike may have been longer: what it was exported with decides.
        let whole = end.filter(|_| !ends_early(&known, row, at + same));
        if let Some(border) = whole {
            at += same;
            borders.push(border);
        } else if let Some(end) = changed_since(text, &known, row, &cell, at) {
            at = known.first[end];
            borders.push(Border { sentence: end, byte: 0 });
            outdated.push(index);
        } else if let Some(border) = end {
            at += same;
            borders.push(border);
        } else {
            return Err(misfit::explain(text, &known, rows, &starts, &cell, same));
        }
    }
    if at < known.all.len() {
        return Err(misfit::short(text, &known, rows, &starts, at));
    }
    let end = Border {
        sentence: text.sentences.len(),
        byte: 0,
    };
    if let Some(last) = borders.last_mut() {
        *last = end;
    }
    Ok(Fitted { borders, outdated })
}

/// Whether a row that nobody touched ends inside a sentence of the text, which was longer when it was exported or is now.
fn ends_early(known: &Letters, row: &Row, end: usize) -> bool {
    let inside = known.first.binary_search(&end).is_err();
    row.as_exported && inside
}

/// The least share of letters that a sentence keeps when it is corrected. A sentence of which more is changed is another.
const LEAST_KEPT: f64 = 0.5;

/// More letters than these are not compared: a cell of a sheet holds no more.
const MOST_COMPARED: usize = 33_000;

/// The sentence after those that an untouched row held when it was exported, where they have been corrected since.
fn changed_since(text: &Text<'_>, known: &Letters, row: &Row, cell: &[char], at: usize) -> Option<usize> {
    if !row.as_exported {
        return None;
    }
    // Sentences without letters begin where the next one does.
    let first = known.first.partition_point(|&first| first < at);
    let first = Some(first).filter(|&first| known.first.get(first) == Some(&at))?;
    let end = first + row.exported_ids[text.side.index()].len();
    let held = known.all.get(at..*known.first.get(end)?)?;
    if cell.is_empty() || held.is_empty() || cell.len().max(held.len()) > MOST_COMPARED {
        return None;
    }
    let held: Vec<char> = held.iter().map(|placed| placed.letter).collect();
    let changes = similar::capture_diff_slices(similar::Algorithm::Myers, cell, &held);
    let kept = similar::diff_ratio(&changes, cell.len(), held.len());
    (f64::from(kept) >= LEAST_KEPT).then_some(end)
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
    let mut last = 0;
    let mut borders = vec![Border { sentence: 0, byte: 0 }];
    for row in rows {
        if let Part::Positions(range) = row.part(text.side)
            && !range.is_empty()
        {
            if range.start != last {
                let problem = format!(
                    "{} sentence {} is due here, and {} stands here",
                    text.side,
                    last + 1,
                    range.start + 1
                );
                return Err(ImportError::form(row.place, problem));
            }
            last = range.end;
        }
        borders.push(Border {
            sentence: last,
            byte: 0,
        });
    }
    match rows.last() {
        Some(row) if last != text.sentences.len() => Err(ImportError::Count {
            place: row.place,
            side: text.side,
            found: last,
            expected: text.sentences.len(),
        }),
        _ => Ok(borders),
    }
}
