//! hunalign's text form: both sides and a score a line, with tabs between them.

use super::ladder::are_probabilities;
use super::{ImportError, Imported, Part, Place, Row};
use crate::file::Confidence;

/// What stands between the sentences of a side.
const JOINT: &str = "~~~";

/// The mark of a paragraph's end, a sentence of its own to hunalign.
const PARAGRAPH: &str = "<p>";

/// Reads the text form. Marks of paragraphs are passed over.
pub(super) fn read(text: &str) -> Result<Imported, ImportError> {
    let mut scores = Vec::new();
    let mut rows = Vec::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let place = Place::Line(number);
        let cells: Vec<&str> = line.split('\t').collect();
        let score = match cells.as_slice() {
            [_, _] => None,
            [_, _, score] => Some(score.trim().parse::<f64>().map_err(|_| {
                ImportError::form(place, format!("the score is \"{}\"; expected a number", score.trim()))
            })?),
            _ => {
                let problem = format!(
                    "it has {} columns; expected original, translation and perhaps a score, with tabs between them",
                    cells.len()
                );
                return Err(ImportError::form(place, problem));
            }
        };
        let part = |cell: &str| {
            let sentences = cell.split(JOINT).map(str::trim);
            Part::Text(sentences.filter(|&one| one != PARAGRAPH).collect::<Vec<_>>().join(" "))
        };
        rows.push(Row::new(place, part(cells[0]), part(cells[1])));
        scores.push(score);
    }
    if are_probabilities(scores.iter().copied()) {
        for (row, score) in rows.iter_mut().zip(scores) {
            row.confidence = score.map(Confidence::new);
        }
    }
    Ok(Imported::of_program(rows))
}
