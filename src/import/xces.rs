//! Alignments of OPUS: `<cesAlign>`, links of ids with `;` between the sides.

use super::ladder::are_probabilities;
use super::tei::{Document, Link, chosen, groups, rows, swapped, targets};
use super::{ImportError, Imported, Reading, Readings, Row};
use crate::cell::escape::{split_words, unescape};
use crate::file::Confidence;

/// Reads an alignment; `fromDoc` stands before the `;`. Of several pairs of documents that pair is taken that the texts
/// are named like, or that fits.
pub(super) fn read(text: &str, reading: &Reading<'_>) -> Result<Readings, ImportError> {
    let groups = groups(text, &["cesAlign"])?;
    let mut readings = Readings::default();
    for (group, mut notes) in chosen(&groups, reading)? {
        let certainty = |link: &Link| link.get("certainty").and_then(|score| score.parse().ok());
        let scores = are_probabilities(group.links.iter().map(certainty));
        if !scores && group.links.iter().any(|link| certainty(link).is_some()) {
            notes.push("its certainties are no probabilities and are passed over".to_owned());
        }
        let swap = swapped(&group.from, &group.to, reading.langs);
        let documents = [&group.from, &group.to].map(|name| Document::of(name, reading));
        let finish = |link: &Link, row: &mut Row| {
            row.confidence = certainty(link).filter(|_| scores).map(Confidence::new);
            row.status = link.get("status").and_then(|word| word.parse().ok());
            row.note = link.get("note").map(unescape);
            row.reasons = link.get("reasons").map(split_words);
        };
        let rows = rows(group, &documents, swap, targets, finish);
        readings.add(rows.map(|rows| Imported {
            notes,
            ..Imported::of_program(rows)
        }));
    }
    Ok(readings)
}
