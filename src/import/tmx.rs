//! Translation memories as alignments: a unit a link.
//!
//! What this program writes has everything an alignment has in `<prop type="x-cotejo-…">`. Other memories are taken
//! as alignments too when their units follow the texts.

use super::cells::exported_ids;
use super::{Author, ImportError, Imported, Origin, Part, Place, Row};
use crate::cell::escape::{split_words, unescape};
use crate::file::{AlignerInfo, Confidence, Settings, TextRef};
use crate::foreign::langs::primary;
use crate::foreign::tmx::{self, Memory, Unit, own};

/// Reads the units that have a segment in either language: as they stand, and where that may help without the tags that
/// some programs write as text.
pub(super) fn read(text: &str, langs: [&str; 2]) -> Result<Vec<Imported>, ImportError> {
    let memory = tmx::read(text)?;
    let plain = rows(&memory, langs, str::to_owned)?;
    let tagged = |row: &Row| {
        [&row.source, &row.target]
            .iter()
            .any(|part| matches!(part, Part::Text(text) if text.contains('<')))
    };
    if !plain.rows.iter().any(tagged) {
        return Ok(vec![plain]);
    }
    let bare = rows(&memory, langs, without_tags)?;
    Ok(vec![plain, bare])
}

fn rows(memory: &Memory, langs: [&str; 2], wording: fn(&str) -> String) -> Result<Imported, ImportError> {
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    let (mut others, mut several) = (0, 0);
    for unit in &memory.units {
        let sides = langs.map(|lang| unit.segment(lang));
        several += usize::from(sides.iter().flatten().any(|&(_, count)| count > 1));
        let [source, target] = sides.map(|side| side.map(|(text, _)| wording(text)));
        if source.is_none() && target.is_none() {
            others += 1;
            continue;
        }
        let part = |side: Option<String>| Part::Text(side.unwrap_or_default());
        rows.push(row(unit, part(source), part(target)));
    }
    let found = || memory.langs.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let lacks = |part: fn(&Row) -> &Part| rows.iter().all(|row| part(row).is_empty());
    let lacking = match (lacks(|row| &row.source), lacks(|row| &row.target)) {
        (true, true) => Some(format!("{} or {}", langs[0], langs[1])),
        (true, false) => Some(langs[0].to_owned()),
        (false, true) => Some(langs[1].to_owned()),
        (false, false) => None,
    };
    // A text may have no sentence with a partner; that its language is there under another name is likelier.
    let alien = |lang: &String| langs.iter().all(|known| primary(known) != primary(lang));
    if let Some(lacking) = lacking.filter(|_| rows.is_empty() || memory.langs.iter().any(alien)) {
        let problem = format!(
            "no unit has a segment in {lacking}; its languages are {}: name the right ones with --source-lang and --target-lang",
            found()
        );
        return Err(ImportError::form(None, problem));
    }
    if others > 0 {
        notes.push(format!(
            "units of other languages, passed over: {others} (its languages are {})",
            found()
        ));
    }
    if several > 0 {
        notes.push(format!(
            "units with several segments in one language, of which the first is taken or that of the region asked for: {several} \
             (its languages are {})",
            found()
        ));
    }
    if memory.codes > 0 {
        notes.push(format!("inline codes, left out: {}", memory.codes));
    }
    Ok(Imported {
        rows,
        author: Author::Program,
        origin: origin(&memory.header, langs),
        notes,
    })
}

fn row(unit: &Unit, source: Part, target: Part) -> Row {
    let mut row = Row::new(Place::Line(unit.line), source, target);
    row.status = unit.prop("status").and_then(|word| word.parse().ok());
    row.confidence = unit
        .prop("confidence")
        .and_then(|value| value.parse().ok())
        .map(Confidence::new);
    row.reasons = unit.prop("reasons").map(split_words);
    let ids = |side| exported_ids(unit.prop(side).unwrap_or_default());
    row.exported_ids = [ids("source-ids"), ids("target-ids")];
    row.note = match (unit.prop("note").map(unescape), &unit.note) {
        // The exact note counts unless somebody wrote another one.
        (Some(exact), Some(note)) if bare(&exact) != bare(note) => Some(note.clone()),
        (Some(exact), _) => Some(exact),
        (None, note) => note.clone(),
    };
    row
}

/// What of a note every program keeps.
fn bare(note: &str) -> Vec<char> {
    let kept = |c: &char| !c.is_whitespace();
    crate::cell::letters::of_cell(note).into_iter().filter(kept).collect()
}

/// A segment without what looks like tags: `<b>`, `</b>`, `<g id="1">`, `<br/>`.
fn without_tags(segment: &str) -> String {
    let mut text = String::with_capacity(segment.len());
    let mut rest = segment;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let inside = from[1..].trim_start_matches('/');
        let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic());
        match from.find('>').filter(|_| is_tag) {
            Some(end) if !from[1..end].contains('<') => rest = &from[end + 1..],
            _ => {
                text.push('<');
                rest = &from[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

/// What this program says in the header of the alignment it exported.
fn origin(props: &[(String, String)], langs: [&str; 2]) -> Option<Origin> {
    let text = |side: &str, lang: &str| {
        Some(TextRef {
            lang: lang.to_owned(),
            path: own(props, &format!("{side}-path"))?.to_owned(),
            sha256: own(props, &format!("{side}-sha256"))?.to_owned(),
        })
    };
    let settings: Settings = serde_json::from_str(own(props, "settings")?).ok()?;
    Some(Origin {
        source: text("source", langs[0])?,
        target: text("target", langs[1])?,
        aligner: AlignerInfo {
            version: own(props, "aligner")?.to_owned(),
            settings,
        },
    })
}
