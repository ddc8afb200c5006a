//! Links between documents: InterText's and TEI's `<linkGrp>`, with the texts in files of their own or in the same one.

use std::collections::BTreeMap;

use super::ladder::are_probabilities;
use super::tile::{Untiled, tile};
use super::{ImportError, Imported, Part, Place, Reading, Readings, Row};
use crate::cell::escape::{split_words, unescape};
use crate::file::{Confidence, Status};
use crate::foreign::langs::names;
use crate::foreign::xml::{Element, Piece, Walk, decode};

/// The links between two documents.
pub(super) struct Group {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) links: Vec<Link>,
}

/// A link as it stands.
pub(super) struct Link {
    pub(super) place: Place,
    element: Element,
}

impl Link {
    pub(super) fn get(&self, attribute: &str) -> Option<&str> {
        self.element.get(attribute)
    }
}

/// Most groups that are tried one after the other where no name tells which is meant.
const MOST_TRIED: usize = 20;

/// Reads an alignment. InterText names the sentences of `toDoc` first, and `man` is what a person confirmed; TEI points
/// to the sentences of both sides in one attribute.
pub(super) fn read(text: &str, reading: &Reading<'_>) -> Result<Readings, ImportError> {
    let groups = groups(text, &["linkGrp", "TEI", "teiCorpus"])?;
    let remarks = remarks(text);
    let within = within(text);
    let mut readings = Readings::default();
    for (group, notes) in chosen(&groups, reading)? {
        let read = if group.links.iter().any(|link| link.get("xtargets").is_some()) {
            inter_text(group, reading)
        } else {
            pointing(group, within.as_ref(), &remarks, reading)
        };
        readings.add(read.map(|rows| Imported {
            notes,
            ..Imported::of_program(rows)
        }));
    }
    Ok(readings)
}

fn inter_text(group: &Group, reading: &Reading<'_>) -> Result<Vec<Row>, ImportError> {
    let swap = swapped(&group.from, &group.to, reading.langs);
    let documents = [&group.to, &group.from].map(|name| Document::of(name, reading));
    let status = |link: &Link, row: &mut Row| {
        row.status = (link.get("status") == Some("man")).then_some(Status::Accepted);
    };
    rows(group, &documents, !swap, targets, status)
}

/// Reads the groups of links that there are.
pub(super) fn groups(text: &str, roots: &[&str]) -> Result<Vec<Group>, ImportError> {
    let mut walk = Walk::new(text);
    let (mut groups, mut rooted, mut inside) = (Vec::<Group>::new(), false, false);
    loop {
        match walk.next()? {
            Piece::Open(element) => {
                if !rooted && !roots.contains(&element.name.as_str()) {
                    let problem = format!("expected <{}>, found <{}>", roots.join("> or <"), element.name);
                    return Err(walk.fault(problem).into());
                }
                rooted = true;
                match element.name.as_str() {
                    "linkGrp" => {
                        inside = true;
                        let both = element
                            .get("corresp")
                            .and_then(|both| both.split_once(char::is_whitespace));
                        let name = |attribute, other: Option<&str>| {
                            let named = element.get(attribute).or(other).unwrap_or_default();
                            named.trim().to_owned()
                        };
                        groups.push(Group {
                            from: name("fromDoc", both.map(|(from, _)| from)),
                            to: name("toDoc", both.map(|(_, to)| to)),
                            links: Vec::new(),
                        });
                    }
                    "link" if inside => {
                        let place = Place::Line(walk.line());
                        if let Some(group) = groups.last_mut() {
                            group.links.push(Link { place, element });
                        }
                    }
                    _ => {}
                }
            }
            Piece::Close(name) if name == "linkGrp" => inside = false,
            Piece::End => break,
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    groups.retain(|group| !group.links.is_empty());
    if groups.is_empty() {
        return Err(ImportError::form(
            None,
            "it holds no links: expected <linkGrp> with <link xtargets=\"…\"/> or <link target=\"…\"/>",
        ));
    }
    Ok(groups)
}

/// The groups that may be meant, with what is told of each: those that name the texts, else all of them.
pub(super) fn chosen<'g>(
    groups: &'g [Group],
    reading: &Reading<'_>,
) -> Result<Vec<(&'g Group, Vec<String>)>, ImportError> {
    let stem = |name: &str| {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.split('.').next().unwrap_or_default().to_owned()
    };
    let is_named = |group: &&Group| {
        let stems = [stem(&group.from), stem(&group.to)];
        stems == reading.names || (&stems[1], &stems[0]) == (&reading.names[0], &reading.names[1])
    };
    let mut found: Vec<&Group> = groups.iter().filter(is_named).collect();
    if found.is_empty() {
        found = groups.iter().collect();
    }
    if found.len() > MOST_TRIED {
        let problem = format!(
            "it aligns {} pairs of documents, and none is named {} and {}: put the <linkGrp> of these texts into a file of its own",
            groups.len(),
            reading.names[0],
            reading.names[1]
        );
        return Err(ImportError::form(None, problem));
    }
    let note = |group: &Group| match groups.len() {
        1 => Vec::new(),
        all => vec![format!(
            "it aligns {all} pairs of documents; the links between {} and {} are taken",
            group.from, group.to
        )],
    };
    Ok(found.into_iter().map(|group| (group, note(group))).collect())
}

/// Whether the names of the documents say that `toDoc` is the original.
pub(super) fn swapped(from: &str, to: &str, langs: [&str; 2]) -> bool {
    let says = |name: &str, lang: &str| {
        name.split(['/', '.', '_', '-', '\\'])
            .any(|part| part.eq_ignore_ascii_case(lang))
    };
    let [source, target] = langs;
    let plain = says(from, source) && says(to, target);
    !plain && says(from, target) && says(to, source)
}

/// The sentences of a document, where the document is at hand.
#[derive(Default)]
pub(super) struct Document {
    name: String,
    /// Ids and wording, in order.
    sentences: Vec<(String, String)>,
    positions: BTreeMap<String, usize>,
}

impl Document {
    pub(super) fn of(name: &str, reading: &Reading<'_>) -> Self {
        let content = Some(name)
            .filter(|name| !name.is_empty())
            .and_then(|name| (reading.companion)(name))
            .and_then(|bytes| super::unpack(bytes).ok());
        let sentences = content.and_then(|bytes| sentences(&decode(&bytes).ok()?));
        Self::new(name, sentences.unwrap_or_default())
    }

    fn new(name: &str, sentences: Vec<(String, String)>) -> Self {
        let positions = sentences
            .iter()
            .enumerate()
            .map(|(position, (id, _))| (id.clone(), position));
        Self {
            name: name.to_owned(),
            positions: positions.collect(),
            sentences,
        }
    }

    fn is_known(&self) -> bool {
        !self.sentences.is_empty()
    }

    /// The stretch of the document that ids name.
    fn stretch(&self, place: Place, ids: &[String]) -> Result<std::ops::Range<usize>, ImportError> {
        let mut positions = Vec::with_capacity(ids.len());
        for id in ids {
            let Some(&position) = self.positions.get(id) else {
                let end = |sentence: Option<&(String, String)>| sentence.map_or(String::new(), |(id, _)| id.clone());
                let problem = format!(
                    "{} has no sentence \"{id}\"; its sentences are {} to {}",
                    self.name,
                    end(self.sentences.first()),
                    end(self.sentences.last())
                );
                return Err(ImportError::form(place, problem));
            };
            positions.push(position);
        }
        if let Some(at) = positions.windows(2).position(|pair| pair[1] != pair[0] + 1) {
            let problem = format!(
                "\"{}\" and \"{}\" are in one link and do not follow each other",
                ids[at],
                ids[at + 1]
            );
            return Err(ImportError::form(place, problem));
        }
        Ok(positions.first().map_or(0..0, |&first| first..first + positions.len()))
    }

    fn wording(&self, range: std::ops::Range<usize>) -> Part {
        let held = self.sentences.get(range).unwrap_or_default();
        let texts: Vec<&str> = held.iter().map(|(_, text)| text.as_str()).collect();
        Part::Text(texts.join(" "))
    }
}

/// The ids of both sides of a link, in the order of its attribute.
type Ids = [Vec<String>; 2];

/// Makes rows of links whose sides stand in the order of `documents`; `swap` when the second is the original. Where both
/// documents are at hand, sentences that no link names stand alone.
pub(super) fn rows(
    group: &Group,
    documents: &[Document; 2],
    swap: bool,
    ids: impl Fn(&Link) -> Result<Ids, ImportError>,
    finish: impl Fn(&Link, &mut Row),
) -> Result<Vec<Row>, ImportError> {
    let both = documents.iter().all(Document::is_known);
    let mut rows = Vec::with_capacity(group.links.len());
    for link in &group.links {
        let [first, second] = ids(link)?;
        let part = |document: &Document, ids: Vec<String>| -> Result<Part, ImportError> {
            if !document.is_known() {
                return Ok(Part::Ids(ids));
            }
            let stretch = document.stretch(link.place, &ids)?;
            Ok(if both {
                Part::Positions(stretch)
            } else {
                document.wording(stretch)
            })
        };
        let [first, second] = [part(&documents[0], first)?, part(&documents[1], second)?];
        let mut row = Row::new(link.place, first, second);
        finish(link, &mut row);
        rows.push(row);
    }
    if both {
        let totals = documents.each_ref().map(|document| document.sentences.len());
        rows.retain(|row| !row.is_empty());
        rows = tile(rows, totals).map_err(|fault| crossed(&fault))?.0;
        for row in &mut rows {
            let worded = |part: &Part, document: &Document| match part {
                Part::Positions(range) => document.wording(range.clone()),
                other => other.clone(),
            };
            row.source = worded(&row.source, &documents[0]);
            row.target = worded(&row.target, &documents[1]);
        }
    }
    if swap {
        for row in &mut rows {
            std::mem::swap(&mut row.source, &mut row.target);
        }
    }
    Ok(rows)
}

fn crossed(fault: &Untiled) -> ImportError {
    match fault {
        Untiled::Beyond { place, .. } => {
            ImportError::form(*place, "it names a sentence that the document does not have")
        }
        Untiled::Twice { place, first, .. } => {
            ImportError::form(*place, format!("it names a sentence that stands in {first} already"))
        }
        Untiled::Crossing { place, other, .. } => ImportError::form(
            *place,
            format!("it crosses the link in {other}; links follow the order of both texts"),
        ),
    }
}

/// The ids of `xtargets`.
pub(super) fn targets(link: &Link) -> Result<Ids, ImportError> {
    let targets = link.get("xtargets").and_then(|targets| targets.split_once(';'));
    let Some((first, second)) = targets.filter(|(_, second)| !second.contains(';')) else {
        return Err(ImportError::form(
            link.place,
            "expected xtargets with one \";\" between the ids of both sides, as in xtargets=\"1.1 1.2;1.1\"",
        ));
    };
    Ok([first, second].map(|ids| ids.split_whitespace().map(str::to_owned).collect()))
}

/// Rows of links that point to the sentences of both sides; the documents tell which side a pointer is of.
fn pointing(
    group: &Group,
    within: Option<&Within>,
    remarks: &BTreeMap<(String, String), String>,
    reading: &Reading<'_>,
) -> Result<Vec<Row>, ImportError> {
    let mut documents = [&group.from, &group.to].map(|name| Document::of(name, reading));
    let mut swap = swapped(&group.from, &group.to, reading.langs);
    if let (Some(within), false) = (within, documents.iter().any(Document::is_known)) {
        documents = within
            .each_ref()
            .map(|(lang, sentences)| Document::new(lang, sentences.clone()));
        swap = names(&within[0].0, reading.langs[1]) && names(&within[1].0, reading.langs[0]);
    }
    // In the order of the documents.
    let mut langs = reading.langs;
    if swap {
        langs.reverse();
    }
    let side = |pointer: &str| {
        let (document, id) = pointer.split_once('#').unwrap_or(("", pointer));
        let known = documents.each_ref().map(|document| document.positions.contains_key(id));
        let named = [&group.from, &group.to].map(|name| !document.is_empty() && name == document);
        let said = langs.map(|lang| id.split(['.', '_', '-', ':']).next().is_some_and(|word| word == lang));
        [known, named, said]
            .into_iter()
            .find_map(|[first, second]| (first != second).then_some(usize::from(second)))
            .map(|side| (side, id.to_owned()))
    };
    let ids = |link: &Link| {
        let mut ids = Ids::default();
        for pointer in link
            .get("target")
            .or(link.get("targets"))
            .unwrap_or_default()
            .split_whitespace()
        {
            let Some((side, id)) = side(pointer) else {
                let problem = format!(
                    "\"{pointer}\" does not tell which text it is of; put {} and {} beside the file",
                    or_text(&group.from),
                    or_text(&group.to)
                );
                return Err(ImportError::form(link.place, problem));
            };
            ids[side].push(id);
        }
        Ok(ids)
    };
    let cert = |link: &Link| link.get("cert").and_then(|cert| cert.parse::<f64>().ok());
    let scores = are_probabilities(group.links.iter().map(cert));
    let finish = |link: &Link, row: &mut Row| {
        let status = link.get("type").or(link.get("status"));
        row.status = status.and_then(|word| word.parse().ok());
        row.confidence = cert(link).filter(|_| scores).map(Confidence::new);
        let remark = |kind: &str| remarks.get(&(link.get("xml:id")?.to_owned(), kind.to_owned()));
        row.note = remark("note").map(|note| unescape(note));
        row.reasons = remark("reasons").map(|reasons| split_words(reasons));
    };
    rows(group, &documents, swap, ids, finish)
}

fn or_text(name: &str) -> &str {
    if name.is_empty() { "the text" } else { name }
}

/// What this program says of links, by the id of the link and the kind of what is said.
fn remarks(text: &str) -> BTreeMap<(String, String), String> {
    let (mut walk, mut found) = (Walk::new(text), BTreeMap::new());
    let mut open: Option<(String, String)> = None;
    loop {
        match walk.next() {
            Ok(Piece::Open(element)) if element.name == "note" => {
                let of = |name| element.get(name).map(str::to_owned);
                open = of("target")
                    .zip(of("type"))
                    .map(|(target, kind)| (target.trim_start_matches('#').to_owned(), kind));
            }
            Ok(Piece::Text(more)) => {
                if let Some(key) = &open {
                    found.entry(key.clone()).or_insert_with(String::new).push_str(&more);
                }
            }
            Ok(Piece::Close(name)) if name == "note" => open = None,
            Ok(Piece::Open(_) | Piece::Close(_)) => {}
            Ok(Piece::End) | Err(_) => return found,
        }
    }
}

/// Ids and wording of sentences, in order.
type Sentences = Vec<(String, String)>;

/// Two texts that stand in one file, each with its language.
type Within = [(String, Sentences); 2];

/// The two texts that stand in the file itself, with their languages.
fn within(text: &str) -> Option<Within> {
    let mut walk = Walk::new(text);
    let mut texts: Vec<(String, Sentences)> = Vec::new();
    let mut open = false;
    loop {
        match walk.next().ok()? {
            Piece::Open(element) if element.name == "text" => {
                texts.push((element.get("xml:lang").unwrap_or_default().to_owned(), Vec::new()));
            }
            Piece::Open(element) if is_sentence(&element) => {
                let (_, sentences) = texts.last_mut()?;
                sentences.push((id(&element)?.to_owned(), String::new()));
                open = true;
            }
            Piece::Close(name) if name == "s" || name == "seg" => open = false,
            Piece::Text(more) => {
                let last = texts.last_mut().and_then(|(_, sentences)| sentences.last_mut());
                if let Some((_, sentence)) = last.filter(|_| open) {
                    sentence.push_str(&more);
                }
            }
            Piece::End => break,
            Piece::Open(_) | Piece::Close(_) => {}
        }
    }
    texts.retain(|(_, sentences)| !sentences.is_empty());
    texts.try_into().ok()
}

fn id(element: &Element) -> Option<&str> {
    element.get("id").or_else(|| element.get("xml:id"))
}

fn is_sentence(element: &Element) -> bool {
    matches!(element.name.as_str(), "s" | "seg") && id(element).is_some()
}

/// The sentences of a document by id, if it is XML with `<s id="…">` or `<seg xml:id="…">`.
fn sentences(text: &str) -> Option<Vec<(String, String)>> {
    let mut walk = Walk::new(text);
    let (mut found, mut open) = (Vec::<(String, String)>::new(), false);
    loop {
        match walk.next().ok()? {
            Piece::Open(element) if is_sentence(&element) => {
                found.push((id(&element)?.to_owned(), String::new()));
                open = true;
            }
            Piece::Close(name) if name == "s" || name == "seg" => open = false,
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
