//! Rows that name sentences by position or id, brought to cover both texts: what no row names stands alone.

use std::collections::BTreeMap;

use super::fit::Sentence;
use super::{ImportError, Part, Place, Row, misfit};
use crate::text::{SentenceId, Side};

/// No row.
const NONE: usize = usize::MAX;

/// Why rows cannot cover two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Untiled {
    /// A position is past the end of the text.
    Beyond { place: Place, side: Side, found: usize },
    /// A position stands in two rows.
    Twice {
        place: Place,
        first: Place,
        side: Side,
        position: usize,
    },
    /// Two rows cross.
    Crossing {
        place: Place,
        other: Place,
        later: usize,
        earlier: usize,
    },
}

/// Puts rows of positions in the order of the texts and adds one for each sentence that stands in none. Rows that cover
/// the texts in order already stay as they are. Gives how many were added, by side.
///
/// # Complexity
/// That of sorting the rows.
pub(super) fn tile(rows: Vec<Row>, totals: [usize; 2]) -> Result<(Vec<Row>, [usize; 2]), Untiled> {
    let range = |row: &Row, side: Side| match row.part(side) {
        Part::Positions(range) => range.clone(),
        Part::Text(_) | Part::Ids(_) => 0..0,
    };
    let mut owners = totals.map(|total| vec![NONE; total]);
    for (index, row) in rows.iter().enumerate() {
        for side in Side::BOTH {
            for position in range(row, side) {
                let place = row.place;
                match owners[side.index()].get_mut(position) {
                    None => {
                        let found = rows.iter().map(|row| range(row, side).end).max().unwrap_or_default();
                        return Err(Untiled::Beyond { place, side, found });
                    }
                    Some(owner) if *owner != NONE => {
                        let first = rows[*owner].place;
                        return Err(Untiled::Twice {
                            place,
                            first,
                            side,
                            position,
                        });
                    }
                    Some(owner) => *owner = index,
                }
            }
        }
    }
    let mut next = [0, 0];
    let in_order = rows.iter().all(|row| {
        Side::BOTH.into_iter().all(|side| {
            let range = range(row, side);
            let fits = range.is_empty() || range.start == next[side.index()];
            next[side.index()] = next[side.index()].max(range.end);
            fits
        })
    });
    if in_order && next == totals {
        return Ok((rows, [0, 0]));
    }
    let mut full: Vec<&Row> = rows
        .iter()
        .filter(|row| !row.source.is_empty() && !row.target.is_empty())
        .collect();
    full.sort_by_key(|row| range(row, Side::Source).start);
    for pair in full.windows(2) {
        let [earlier, later] = [pair[0], pair[1]].map(|row| range(row, Side::Target).start);
        if earlier > later {
            return Err(Untiled::Crossing {
                place: pair[0].place,
                other: pair[1].place,
                later: earlier,
                earlier: later,
            });
        }
    }
    let mut tiled = Vec::with_capacity(rows.len());
    let (mut at, mut added) = ([0, 0], [0, 0]);
    for row in full.into_iter().map(Some).chain([None]) {
        for side in Side::BOTH {
            let end = row.map_or(totals[side.index()], |row| range(row, side).start);
            let mut position = at[side.index()];
            while position < end {
                let known = rows.get(owners[side.index()][position]);
                let alone = known.cloned().unwrap_or_else(|| {
                    added[side.index()] += 1;
                    let place = row.or(rows.last()).map_or(Place::Line(1), |row| row.place);
                    let part = Part::Positions(position..position + 1);
                    match side {
                        Side::Source => Row::new(place, part, Part::Positions(0..0)),
                        Side::Target => Row::new(place, Part::Positions(0..0), part),
                    }
                });
                position = range(&alone, side).end;
                tiled.push(alone);
            }
            at[side.index()] = row.map_or(end, |row| range(row, side).end);
        }
        tiled.extend(row.cloned());
    }
    Ok((tiled, added))
}

/// Brings rows that name sentences onto the sentences of two texts. Rows that give wording stay.
pub(super) fn cover(rows: Vec<Row>, texts: [&[Sentence]; 2]) -> Result<(Vec<Row>, [usize; 2]), ImportError> {
    let mut rows = rows;
    for side in Side::BOTH {
        if rows.iter().any(|row| matches!(row.part(side), Part::Ids(_))) {
            resolve(&mut rows, side, texts[side.index()])?;
        }
    }
    let worded = |row: &Row| {
        [&row.source, &row.target]
            .iter()
            .any(|part| matches!(part, Part::Text(_)) && !part.is_empty())
    };
    if rows.iter().any(worded) {
        return Ok((rows, [0, 0]));
    }
    let totals = texts.map(<[Sentence]>::len);
    let last = rows.last().map_or(Place::Line(1), |row| row.place);
    let (rows, added) = tile(rows, totals).map_err(|fault| explain(&fault, texts, last))?;
    for side in Side::BOTH {
        let (added, expected) = (added[side.index()], totals[side.index()]);
        // Where most are missing, the file is of other texts.
        if added * 2 > expected {
            return Err(ImportError::Count {
                place: last,
                side,
                found: expected - added,
                expected,
            });
        }
    }
    Ok((rows, added))
}

fn explain(fault: &Untiled, texts: [&[Sentence]; 2], last: Place) -> ImportError {
    let sentence = |side: Side, position: usize| &texts[side.index()][position];
    match *fault {
        Untiled::Beyond { side, found, .. } => ImportError::Count {
            place: last,
            side,
            found,
            expected: texts[side.index()].len(),
        },
        Untiled::Twice {
            place,
            first,
            side,
            position,
        } => ImportError::Repeated {
            place,
            first,
            side,
            sentence: sentence(side, position).id,
            found: misfit::clipped(&sentence(side, position).text),
        },
        Untiled::Crossing {
            place,
            other,
            later,
            earlier,
        } => ImportError::Order {
            place,
            other,
            side: Side::Target,
            later: sentence(Side::Target, later).id,
            earlier: sentence(Side::Target, earlier).id,
        },
    }
}

/// Puts positions in the place of ids.
fn resolve(rows: &mut [Row], side: Side, sentences: &[Sentence]) -> Result<(), ImportError> {
    let ids = |row: &Row| match row.part(side) {
        Part::Ids(ids) => ids.clone(),
        Part::Text(_) | Part::Positions(_) => Vec::new(),
    };
    let named: Vec<(Place, String)> = rows
        .iter()
        .flat_map(|row| ids(row).into_iter().map(move |id| (row.place, id)))
        .collect();
    let by_id: BTreeMap<SentenceId, usize> = sentences
        .iter()
        .enumerate()
        .map(|(index, sentence)| (sentence.id, index))
        .collect();
    let direct: Option<Vec<usize>> = named.iter().map(|(_, id)| by_id.get(&own_id(id)?).copied()).collect();
    let counted = || {
        let all: Option<Vec<usize>> = named.iter().map(|(_, id)| single(id)?.checked_sub(1)).collect();
        all.filter(|all| all.iter().all(|&position| position < sentences.len()))
    };
    let positions = match direct {
        Some(positions) => positions,
        None => match by_order(side, sentences, &named) {
            Ok(positions) => positions,
            Err(fault) => counted().ok_or(fault)?,
        },
    };
    let mut positions = positions.into_iter();
    for row in rows {
        let held: Vec<usize> = positions.by_ref().take(ids(row).len()).collect();
        if let Some(gap) = held.windows(2).find(|pair| pair[1] != pair[0] + 1) {
            let told = |position: usize| sentences[position].id;
            let problem = format!(
                "{side} sentences {} and {} are in one link, but do not follow each other",
                told(gap[0]),
                told(gap[1])
            );
            return Err(ImportError::form(row.place, problem));
        }
        let part = held.first().map_or(0..0, |&first| first..first + held.len());
        match side {
            Side::Source => row.source = Part::Positions(part),
            Side::Target => row.target = Part::Positions(part),
        }
    }
    Ok(())
}

/// Ids of a numbering of the file's own: the first is the first sentence, and so on.
fn by_order(side: Side, sentences: &[Sentence], named: &[(Place, String)]) -> Result<Vec<usize>, ImportError> {
    let mut last: Option<(Vec<u64>, &str)> = None;
    for (place, id) in named {
        let numbers = numbers(id);
        if numbers.is_empty() {
            return Err(ImportError::UnknownId {
                place: *place,
                side,
                id: id.clone(),
                expected: "expected ids that hold numbers, such as 12.3 or s12".to_owned(),
            });
        }
        if let Some((before, name)) = last.filter(|(before, _)| *before >= numbers) {
            let again = if before == numbers { "a second time" } else { "too late" };
            return Err(ImportError::UnknownId {
                place: *place,
                side,
                id: id.clone(),
                expected: format!("it stands here {again}, after \"{name}\"; ids stay in the order of the text"),
            });
        }
        last = Some((numbers, id));
    }
    match named.last() {
        Some((place, _)) if named.len() != sentences.len() => Err(ImportError::Count {
            place: *place,
            side,
            found: named.len(),
            expected: sentences.len(),
        }),
        _ => Ok((0..named.len()).collect()),
    }
}

/// An id as people see it, whatever stands before the numbers or between them: `12.3`, `s12:3`.
fn own_id(id: &str) -> Option<SentenceId> {
    match numbers(id).as_slice() {
        [.., passage, sentence] => Some(SentenceId {
            passage: u32::try_from(*passage).ok()?,
            sentence: u32::try_from(*sentence).ok()?,
        }),
        _ => None,
    }
}

/// The number of an id that has one only.
fn single(id: &str) -> Option<usize> {
    match numbers(id).as_slice() {
        [number] => usize::try_from(*number).ok(),
        _ => None,
    }
}

fn numbers(id: &str) -> Vec<u64> {
    id.split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: usize, source: std::ops::Range<usize>, target: std::ops::Range<usize>) -> Row {
        Row::new(Place::Line(line), Part::Positions(source), Part::Positions(target))
    }

    fn shown(rows: Vec<Row>, totals: [usize; 2]) -> String {
        let (rows, added) = tile(rows, totals).unwrap();
        let beads = rows.iter().map(|row| match (&row.source, &row.target) {
            (Part::Positions(source), Part::Positions(target)) => format!("{source:?}={target:?}"),
            other => format!("{other:?}"),
        });
        format!("{} +{added:?}", beads.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn what_no_row_names_stands_alone() {
        let rows = vec![row(1, 0..1, 0..1), row(2, 3..4, 2..3)];
        assert_eq!(
            shown(rows, [4, 4]),
            "0..1=0..1 1..2=0..0 2..3=0..0 0..0=1..2 3..4=2..3 0..0=3..4 +[2, 2]"
        );
    }

    #[test]
    fn rows_without_a_partner_may_stand_anywhere() {
        let rows = vec![row(1, 0..1, 0..1), row(2, 3..4, 1..2), row(3, 1..3, 0..0)];
        assert_eq!(shown(rows, [4, 2]), "0..1=0..1 1..3=0..0 3..4=1..2 +[0, 0]");
    }

    #[test]
    fn only_what_crosses_repeats_or_is_not_there_is_refused() {
        let crossing = tile(vec![row(1, 0..1, 1..2), row(2, 1..2, 0..1)], [2, 2]);
        assert!(matches!(
            crossing,
            Err(Untiled::Crossing {
                later: 1,
                earlier: 0,
                ..
            })
        ));
        let twice = tile(vec![row(1, 0..1, 0..1), row(2, 0..1, 1..2)], [2, 2]);
        assert!(matches!(
            twice,
            Err(Untiled::Twice {
                side: Side::Source,
                position: 0,
                ..
            })
        ));
        let beyond = tile(vec![row(1, 0..1, 0..3)], [2, 2]);
        assert!(matches!(
            beyond,
            Err(Untiled::Beyond {
                side: Side::Target,
                found: 3,
                ..
            })
        ));
    }
}
