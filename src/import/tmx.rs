//! Translation memories, TMX 1.4b (LISA 2005): a unit a link.
//!
//! What this program writes has everything an alignment has in `<prop type="x-cotejo-…">`. Other memories are taken
//! as alignments too when their units follow the texts.

use super::cells::exported_ids;
use super::xml::{Element, Piece, Walk};
use super::{Author, ImportError, Imported, Origin, Part, Row};
use crate::cell::escape;
use crate::file::{AlignerInfo, Confidence, Settings, Status, TextRef};

/// Elements whose text is a code of the original's format and not of its language.
const CODES: [&str; 5] = ["bpt", "ept", "it", "ph", "ut"];

/// What has been read of a unit.
#[derive(Default)]
struct Unit {
    /// Language and text of each variant.
    variants: Vec<(String, String)>,
    props: Vec<(String, String)>,
    note: Option<String>,
}

/// Reads the units that have a segment in either language.
pub(super) fn read(text: &str, langs: [&str; 2]) -> Result<Imported, ImportError> {
    let mut walk = Walk::new(text);
    match first_element(&mut walk)? {
        Some(root) if root.name == "tmx" => {}
        Some(root) => {
            let problem = format!("expected a translation memory, <tmx …>, found <{}>", root.name);
            return Err(walk.fault(problem));
        }
        None => {
            return Err(ImportError::form(
                None,
                "expected a translation memory, <tmx …>, found none",
            ));
        }
    }
    let (mut rows, mut header, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    let mut others = 0;
    loop {
        match walk.next()? {
            Piece::Open(element) if element.name == "header" => {
                header = read_unit(&mut walk, "header")?.props;
            }
            Piece::Open(element) if element.name == "tu" => {
                let place = walk.place();
                let unit = read_unit(&mut walk, "tu")?;
                let mut sides = Vec::new();
                for lang in langs {
                    sides.push(
                        unit.segment(lang)
                            .map_err(|problem| ImportError::form(place, problem))?,
                    );
                }
                let [source, target] = [0, 1].map(|side| sides[side].clone());
                if source.is_none() && target.is_none() {
                    others += 1;
                    continue;
                }
                let part = |side: Option<String>| Part::Text(side.unwrap_or_default());
                let mut row = Row::new(place, part(source), part(target));
                row.status = unit.prop("status").and_then(status);
                row.confidence = unit
                    .prop("confidence")
                    .and_then(|value| value.parse().ok())
                    .map(Confidence::new);
                row.reasons = unit.prop("reasons").map(escape::split_words);
                let ids = |side| exported_ids(unit.prop(side).unwrap_or_default());
                row.exported_ids = [ids("source-ids"), ids("target-ids")];
                row.note = unit.note;
                rows.push(row);
            }
            Piece::End => break,
            Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    if rows.is_empty() {
        let problem = format!(
            "no unit has a segment in {} or {}; say --source-lang and --target-lang",
            langs[0], langs[1]
        );
        return Err(ImportError::form(None, problem));
    }
    if others > 0 {
        notes.push(format!("units of other languages, passed over: {others}"));
    }
    Ok(Imported {
        rows,
        author: Author::Program,
        origin: origin(&header, langs),
        notes,
    })
}

fn first_element(walk: &mut Walk<'_>) -> Result<Option<Element>, ImportError> {
    loop {
        match walk.next()? {
            Piece::Open(element) => return Ok(Some(element)),
            Piece::End => return Ok(None),
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

/// Reads to the end of a unit, or of the header, which has properties too.
fn read_unit(walk: &mut Walk<'_>, end: &str) -> Result<Unit, ImportError> {
    let mut unit = Unit::default();
    let mut codes = 0_usize;
    let (mut in_variant, mut in_segment) = (false, false);
    let mut collected: Option<(String, String)> = None;
    loop {
        match walk.next()? {
            Piece::Open(element) => match element.name.as_str() {
                "tuv" => {
                    let lang = element.get("xml:lang").or_else(|| element.get("lang"));
                    let lang = lang.map(str::to_owned);
                    let lang = lang.ok_or_else(|| walk.fault("a <tuv> has no xml:lang"))?;
                    unit.variants.push((lang, String::new()));
                    in_variant = true;
                }
                "seg" => in_segment = in_variant,
                "prop" | "note" if !in_variant => {
                    let kind = element.get("type").unwrap_or_default();
                    collected = Some((kind.to_owned(), String::new()));
                }
                code if CODES.contains(&code) => codes += 1,
                _ => {}
            },
            Piece::Text(text) => {
                if let Some((_, collected)) = &mut collected {
                    collected.push_str(&text);
                } else if in_segment
                    && codes == 0
                    && let Some((_, segment)) = unit.variants.last_mut()
                {
                    segment.push_str(&text);
                }
            }
            Piece::Close(name) => match name.as_str() {
                "tuv" => in_variant = false,
                "seg" => in_segment = false,
                "prop" => unit.props.extend(collected.take()),
                "note" => {
                    if let Some((_, text)) = collected.take() {
                        unit.note = Some(match unit.note.take() {
                            Some(before) => format!("{before}\n{text}"),
                            None => text,
                        });
                    }
                }
                code if CODES.contains(&code) => codes = codes.saturating_sub(1),
                name if name == end => return Ok(unit),
                _ => {}
            },
            Piece::End => return Ok(unit),
        }
    }
}

impl Unit {
    fn prop(&self, name: &str) -> Option<&str> {
        find(&self.props, name)
    }

    /// The segment in a language: of the same region where there is one, else of any.
    fn segment(&self, lang: &str) -> Result<Option<String>, String> {
        let plain = |code: &str| code.replace('_', "-").to_lowercase();
        let primary = |code: &str| plain(code).split('-').next().unwrap_or_default().to_owned();
        let exact = self.variants.iter().filter(|(code, _)| plain(code) == plain(lang));
        let mut found: Vec<_> = exact.collect();
        if found.is_empty() {
            let alike = self.variants.iter().filter(|(code, _)| primary(code) == primary(lang));
            found = alike.collect();
        }
        match found.as_slice() {
            [] => Ok(None),
            [(_, segment)] => Ok(Some(segment.clone())),
            more => Err(format!(
                "the unit has {} segments in \"{lang}\"; an alignment has one on each side",
                more.len()
            )),
        }
    }
}

fn find<'p>(props: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let mut props = props.iter();
    props
        .find(|(kind, _)| kind.strip_prefix("x-cotejo-") == Some(name))
        .map(|(_, value)| value.as_str())
}

fn status(word: &str) -> Option<Status> {
    let all = [Status::Auto, Status::Accepted, Status::Edited, Status::Disputed];
    all.into_iter().find(|status| status.as_str() == word.trim())
}

/// What this program says in the header of the alignment it exported.
fn origin(props: &[(String, String)], langs: [&str; 2]) -> Option<Origin> {
    let text = |side: &str, lang: &str| {
        Some(TextRef {
            lang: lang.to_owned(),
            path: find(props, &format!("{side}-path"))?.to_owned(),
            sha256: find(props, &format!("{side}-sha256"))?.to_owned(),
        })
    };
    let settings: Settings = serde_json::from_str(find(props, "settings")?).ok()?;
    Some(Origin {
        source: text("source", langs[0])?,
        target: text("target", langs[1])?,
        aligner: AlignerInfo {
            version: find(props, "aligner")?.to_owned(),
            settings,
        },
    })
}
