//! Alignments of InterText: one `<linkGrp>`, with the texts in two files of their own.

use std::collections::BTreeMap;

use super::xces::sentences;
use super::xml::{Element, Piece, Walk, decode};
use super::{ImportError, Imported, Part, Place, Reading, Row};
use crate::file::Status;

/// A file of links between two documents.
pub(super) struct Linked {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) links: Vec<Link>,
}

/// A link as it stands.
pub(super) struct Link {
    place: Place,
    element: Element,
}

impl Link {
    pub(super) fn get(&self, attribute: &str) -> Option<&str> {
        self.element.get(attribute)
    }
}

/// Reads an alignment. InterText names the sentences of `toDoc` first, and `man` is what a person confirmed.
pub(super) fn read(text: &str, reading: &Reading<'_>) -> Result<Imported, ImportError> {
    let Linked { from, to, links } = links(text, &["linkGrp", "TEI"])?;
    let swap = swapped(&from, &to, reading.langs);
    let sides = [&to, &from].map(|name| Sentences::of(name, reading));
    let mut rows = Vec::with_capacity(links.len());
    for link in &links {
        let mut row = parts(link, &sides, !swap)?;
        row.status = match link.get("status") {
            Some("man") => Some(Status::Accepted),
            _ => None,
        };
        rows.push(row);
    }
    Ok(Imported::of_program(rows))
}

/// Reads the links of the only group there is.
pub(super) fn links(text: &str, roots: &[&str]) -> Result<Linked, ImportError> {
    let mut walk = Walk::new(text);
    let mut group: Option<(String, String)> = None;
    let (mut links, mut rooted) = (Vec::new(), false);
    loop {
        match walk.next()? {
            Piece::Open(element) => {
                if !rooted && !roots.contains(&element.name.as_str()) {
                    let problem = format!("expected <{}>, found <{}>", roots.join("> or <"), element.name);
                    return Err(walk.fault(problem));
                }
                rooted = true;
                match element.name.as_str() {
                    "linkGrp" => {
                        if group.is_some() {
                            return Err(walk.fault(
                                "the file aligns several pairs of documents; an alignment is of one: \
                                 put each <linkGrp> into a file of its own",
                            ));
                        }
                        let name = |attribute| element.get(attribute).unwrap_or_default().to_owned();
                        group = Some((name("fromDoc"), name("toDoc")));
                    }
                    "link" if group.is_some() => {
                        let place = walk.place();
                        links.push(Link { place, element });
                    }
                    _ => {}
                }
            }
            Piece::End => break,
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    match group {
        Some((from, to)) if !links.is_empty() => Ok(Linked { from, to, links }),
        _ => Err(ImportError::form(
            None,
            "it holds no links: expected <linkGrp> with <link xtargets=\"…\"/>",
        )),
    }
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
pub(super) struct Sentences {
    known: Option<BTreeMap<String, String>>,
    name: String,
    order: Vec<String>,
}

impl Sentences {
    pub(super) fn of(name: &str, reading: &Reading<'_>) -> Self {
        let content = Some(name)
            .filter(|name| !name.is_empty())
            .and_then(|name| (reading.companion)(name));
        let found = content.and_then(|bytes| sentences(&decode(&bytes).ok()?));
        let order = found.iter().flatten().map(|(id, _)| id.clone()).collect();
        Self {
            known: found.map(|found| found.into_iter().collect()),
            name: name.to_owned(),
            order,
        }
    }

    fn part(&self, place: Place, ids: &str) -> Result<Part, ImportError> {
        let ids = ids.split_whitespace().map(str::to_owned);
        let Some(known) = &self.known else {
            return Ok(Part::Ids(ids.collect()));
        };
        let mut texts = Vec::new();
        for id in ids {
            match known.get(&id) {
                Some(text) => texts.push(text.clone()),
                None => {
                    let problem = format!(
                        "{} has no sentence \"{id}\"; its sentences are {} to {}",
                        self.name,
                        self.order.first().map_or("", String::as_str),
                        self.order.last().map_or("", String::as_str)
                    );
                    return Err(ImportError::form(place, problem));
                }
            }
        }
        Ok(Part::Text(texts.join(" ")))
    }
}

/// The sides of a link, which stand in the order of `sides`; `swap` when the second is the original.
pub(super) fn parts(link: &Link, sides: &[Sentences; 2], swap: bool) -> Result<Row, ImportError> {
    let targets = link.get("xtargets").and_then(|targets| targets.split_once(';'));
    let Some((first, second)) = targets.filter(|(_, second)| !second.contains(';')) else {
        return Err(ImportError::form(
            link.place,
            "expected xtargets with one \";\" between the ids of both sides, as in xtargets=\"1.1 1.2;1.1\"",
        ));
    };
    let [first, second] = [sides[0].part(link.place, first)?, sides[1].part(link.place, second)?];
    Ok(if swap {
        Row::new(link.place, second, first)
    } else {
        Row::new(link.place, first, second)
    })
}
