//! Alignments of OPUS: `<cesAlign>`, links of ids with `;` between the sides.

use super::ladder::are_probabilities;
use super::tei::{Linked, links, parts, swapped};
use super::xml::{Piece, Walk};
use super::{ImportError, Imported, Reading};
use crate::cell::escape;
use crate::file::{Confidence, Status};

/// Reads an alignment; `fromDoc` stands before the `;`. A file that aligns several documents is refused.
pub(super) fn read(text: &str, reading: &Reading<'_>) -> Result<Imported, ImportError> {
    let Linked { from, to, links } = links(text, &["cesAlign"])?;
    let scores = are_probabilities(
        links
            .iter()
            .map(|link| link.get("certainty").and_then(|score| score.parse().ok())),
    );
    let swap = swapped(&from, &to, reading.langs);
    let sides = [&from, &to].map(|name| super::tei::Sentences::of(name, reading));
    let mut rows = Vec::with_capacity(links.len());
    for link in &links {
        let mut row = parts(link, &sides, swap)?;
        let certainty = link.get("certainty").and_then(|score| score.parse().ok());
        row.confidence = certainty.filter(|_| scores).map(Confidence::new);
        row.status = link.get("status").and_then(own_status);
        row.note = link.get("note").map(escape::unescape);
        row.reasons = link.get("reasons").map(escape::split_words);
        rows.push(row);
    }
    Ok(Imported::of_program(rows))
}

fn own_status(word: &str) -> Option<Status> {
    let all = [Status::Auto, Status::Accepted, Status::Edited, Status::Disputed];
    all.into_iter().find(|status| status.as_str() == word)
}

/// The sentences of a document by id, if it is XML with `<s id="…">`.
pub(super) fn sentences(text: &str) -> Option<Vec<(String, String)>> {
    let mut walk = Walk::new(text);
    let (mut found, mut open) = (Vec::<(String, String)>::new(), false);
    loop {
        match walk.next().ok()? {
            Piece::Open(element) if element.name == "s" => {
                let id = element.get("id").or_else(|| element.get("xml:id"))?;
                found.push((id.to_owned(), String::new()));
                open = true;
            }
            Piece::Close(name) if name == "s" => open = false,
            Piece::Text(text) => {
                if let Some((_, sentence)) = found.last_mut().filter(|_| open) {
                    sentence.push_str(&text);
                }
            }
            Piece::End => return (!found.is_empty()).then_some(found),
            Piece::Open(_) | Piece::Close(_) => {}
        }
    }
}
