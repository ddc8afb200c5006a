//! hunalign's ladder: a rung a line, the numbers of sentences before it and perhaps a score.

use super::{ImportError, Imported, Part, Place, Row};
use crate::file::Confidence;
use crate::text::Side;

/// What a rung looks like, for messages.
const EXPECTED: &str = "expected two numbers of sentences and perhaps a score, as in \"12<TAB>11<TAB>0.9\"";

/// Most sentences a rung may count; more is another number.
const MOST: usize = u32::MAX as usize;

struct Rung {
    place: Place,
    at: [usize; 2],
    score: Option<f64>,
}

/// Reads a ladder. The score of a rung is said of the bead that begins there.
pub(super) fn read(text: &str) -> Result<Imported, ImportError> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let rungs: Vec<Rung> = lines
        .map(|(line, number)| rung(line, Place::Line(number)))
        .collect::<Result<_, _>>()?;
    match rungs.first() {
        Some(first) if first.at != [0, 0] => {
            return Err(ImportError::form(
                first.place,
                format!("the first rung is {} {}; expected 0 0", first.at[0], first.at[1]),
            ));
        }
        Some(_) => {}
        None => return Err(ImportError::Empty),
    }
    let scores = are_probabilities(rungs.iter().map(|rung| rung.score));
    let mut rows = Vec::with_capacity(rungs.len());
    for pair in rungs.windows(2) {
        let (from, to) = (&pair[0], &pair[1]);
        for (index, side) in Side::BOTH.into_iter().enumerate() {
            if to.at[index] < from.at[index] {
                let problem = format!(
                    "the {side} goes back from {} to {}; rungs rise from line to line",
                    from.at[index], to.at[index]
                );
                return Err(ImportError::form(to.place, problem));
            }
        }
        if from.at == to.at {
            let problem = format!("the rung {} {} stands twice", to.at[0], to.at[1]);
            return Err(ImportError::form(to.place, problem));
        }
        let part = |side: usize| Part::Positions(from.at[side]..to.at[side]);
        let mut row = Row::new(from.place, part(0), part(1));
        row.confidence = from.score.filter(|_| scores).map(Confidence::new);
        rows.push(row);
    }
    Ok(Imported::of_program(rows))
}

/// Scores are taken for probabilities when each of them could be one.
pub(super) fn are_probabilities(scores: impl Iterator<Item = Option<f64>>) -> bool {
    let mut some = false;
    for score in scores.flatten() {
        if !(0.0..=1.0).contains(&score) {
            return false;
        }
        some = true;
    }
    some
}

fn rung(line: &str, place: Place) -> Result<Rung, ImportError> {
    let fault = || ImportError::form(place, format!("\"{}\" is no rung; {EXPECTED}", line.trim()));
    let mut cells = line.split_whitespace();
    let mut number = || {
        let cell = cells
            .next()
            .filter(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()));
        cell.and_then(|cell| cell.parse::<usize>().ok())
            .filter(|&number| number < MOST)
            .ok_or_else(fault)
    };
    let at = [number()?, number()?];
    let score = cells.next().map(|cell| cell.parse::<f64>().map_err(|_| fault()));
    Ok(Rung {
        place,
        at,
        score: score.transpose()?,
    })
}
