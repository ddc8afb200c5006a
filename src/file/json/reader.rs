//! The strict reader.
//!
//! The file is first taken apart into keys and raw values, which know where they stand; then each
//! value is read by itself. So every message can name line, column and link, however the file is
//! laid out.

use super::error::{Fault, FileError};
use super::parts::{Context, Members, locate_link};
use crate::file::validate::check_refs;
use crate::file::{
    AlignerInfo, AlignmentFile, Confidence, FORMAT, InvalidAlignment, Link, Status, TextRef, VERSION, validate,
};
use crate::text::{SentenceId, Side};

/// Reads an alignment file and checks everything that can be checked without its texts.
///
/// A byte order mark, CRLF line ends and any layout are accepted; [`write`](super::write) brings the
/// file back to its one canonical form.
///
/// # Errors
/// [`FileError`] with line and link.
pub fn read(json: &str) -> Result<AlignmentFile, FileError> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    refuse_conflict_markers(json)?;
    let whole = Context::new(json);
    let file = whole
        .members(json, "the file")
        .map_err(|error| locate_link(json, error))?;
    check_header(&whole, &file)?;
    file.refuse_unknown(&whole, &["format", "version", "source", "target", "aligner", "links"])?;
    let raw_refs = [file.require(&whole, "source")?, file.require(&whole, "target")?];
    let source = read_ref(&whole, "source", raw_refs[0])?;
    let target = read_ref(&whole, "target", raw_refs[1])?;
    let aligner = read_aligner(&whole, file.require(&whole, "aligner")?)?;
    let raw_links = whole.list("links", file.require(&whole, "links")?)?;

    let invalid = |fault: InvalidAlignment| {
        let link = fault
            .link()
            .and_then(|link| raw_links.get(link.checked_sub(1)?).copied());
        let side = raw_refs[usize::from(fault.side() == Some(Side::Target))];
        FileError::Invalid {
            line: whole.line(link.unwrap_or(side)),
            fault,
        }
    };
    // Before the links: their keys follow from the languages.
    check_refs(&source, &target).map_err(invalid)?;
    let languages = [source.lang.as_str(), target.lang.as_str()];
    let links = raw_links
        .iter()
        .zip(1..)
        .map(|(raw, number)| read_link(json, number, raw, languages));
    let links = links.collect::<Result<_, _>>()?;
    let file = AlignmentFile {
        source,
        target,
        aligner,
        links,
    };
    validate(&file).map_err(invalid)?;
    Ok(file)
}

/// No line of a JSON file begins like this: strings hold no line breaks.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

fn refuse_conflict_markers(json: &str) -> Result<(), FileError> {
    let marked = |line: &str| CONFLICT_MARKERS.iter().any(|marker| line.starts_with(marker));
    match json.split('\n').position(marked) {
        Some(index) => Err(FileError::Conflict { line: index + 1 }),
        None => Ok(()),
    }
}

/// Comes before everything else, so that a file of another version is not blamed for its keys.
fn check_header(whole: &Context<'_>, file: &Members<'_>) -> Result<(), FileError> {
    let line = |raw: Option<&str>| raw.map_or(1, |raw| whole.line(raw));
    let shown = |raw: Option<&str>| raw.map_or_else(|| "missing".to_owned(), shorten);
    let format = file.get("format");
    if format.and_then(|raw| serde_json::from_str(raw).ok()) != Some(FORMAT.to_owned()) {
        return Err(FileError::Format {
            line: line(format),
            found: shown(format),
        });
    }
    let version = file.get("version");
    if version.and_then(|raw| serde_json::from_str(raw).ok()) != Some(VERSION) {
        return Err(FileError::Version {
            line: line(version),
            found: shown(version),
        });
    }
    Ok(())
}

/// A value as a message quotes it.
fn shorten(raw: &str) -> String {
    const MOST: usize = 40;
    let folded = crate::text::fold_space(raw);
    match folded.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &folded[..end]),
        None => folded.into_owned(),
    }
}

fn read_ref(whole: &Context<'_>, key: &str, raw: &str) -> Result<TextRef, FileError> {
    let members = whole.members(raw, key)?;
    members.refuse_unknown(whole, &["lang", "path", "sha256"])?;
    let text = |key| whole.text(key, members.require(whole, key)?);
    Ok(TextRef {
        lang: text("lang")?,
        path: text("path")?,
        sha256: text("sha256")?,
    })
}

fn read_aligner(whole: &Context<'_>, raw: &str) -> Result<AlignerInfo, FileError> {
    let members = whole.members(raw, "aligner")?;
    members.refuse_unknown(whole, &["version", "settings"])?;
    let version = whole.text("version", members.require(whole, "version")?)?;
    let raw_settings = members.require(whole, "settings")?;
    let settings = whole.value("settings", raw_settings)?;
    // Maps inside would keep the last of two.
    whole.refuse_duplicates("settings", raw_settings)?;
    Ok(AlignerInfo { version, settings })
}

fn read_link(json: &str, number: usize, raw: &str, languages: [&str; 2]) -> Result<Link, FileError> {
    let mut context = Context::of_link(json, number);
    let members = context.members(raw, "a link")?;
    context.sentence = first_sentence(&members);
    let [source_lang, target_lang] = languages;
    // A key that is missing is most likely there misspelt, so unknown ones come first.
    let known = [
        "source",
        "target",
        "status",
        "confidence",
        "note",
        "reasons",
        source_lang,
        target_lang,
    ];
    members.refuse_unknown(&context, &known)?;
    let require = |key: &str| members.require(&context, key);
    let note = members.get("note").map(|raw| context.text("note", raw)).transpose()?;
    let reasons = members
        .get("reasons")
        .map(|raw| context.texts("reasons", raw))
        .transpose()?;
    Ok(Link {
        source: read_ids(&context, "source", require("source")?)?,
        target: read_ids(&context, "target", require("target")?)?,
        status: read_status(&context, require("status")?)?,
        confidence: read_confidence(&context, require("confidence")?)?,
        note: note.filter(|note| !note.is_empty()),
        reasons: reasons.unwrap_or_default(),
        source_text: context.texts(source_lang, require(source_lang)?)?,
        target_text: context.texts(target_lang, require(target_lang)?)?,
    })
}

/// The first sentence of a link that can be read, to name the link by.
fn first_sentence(members: &Members<'_>) -> Option<(Side, SentenceId)> {
    [(Side::Source, "source"), (Side::Target, "target")]
        .into_iter()
        .find_map(|(side, key)| {
            let ids: Vec<String> = serde_json::from_str(members.get(key)?).ok()?;
            Some((side, ids.first()?.parse().ok()?))
        })
}

fn read_ids(context: &Context<'_>, key: &'static str, raw: &str) -> Result<Vec<SentenceId>, FileError> {
    let id = |raw: &str| {
        let id = context.text(key, raw)?;
        id.parse()
            .map_err(|problem| context.fault(raw, Fault::Id { key, problem }))
    };
    context.list(key, raw)?.into_iter().map(id).collect()
}

fn read_status(context: &Context<'_>, raw: &str) -> Result<Status, FileError> {
    let word = context.text("status", raw)?;
    [Status::Auto, Status::Accepted, Status::Edited, Status::Disputed]
        .into_iter()
        .find(|status| status.as_str() == word)
        .ok_or_else(|| context.fault(raw, Fault::Status(word)))
}

fn read_confidence(context: &Context<'_>, raw: &str) -> Result<Confidence, FileError> {
    let probability = context.number("confidence", raw)?;
    if (0.0..=1.0).contains(&probability) {
        Ok(Confidence::new(probability))
    } else {
        Err(context.fault(raw, Fault::Confidence(probability)))
    }
}
