//! Translation memories (TMX 1.4b, LISA 2005): what a lexicon can use of them.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::text::{Lang, LineColumn};

/// A memory as read.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Source and target segment of each unit that has both.
    pub(super) units: Vec<[String; 2]>,
    /// All units.
    pub(super) all: usize,
    /// The languages of its segments.
    pub(super) langs: BTreeSet<String>,
}

/// What is wrong, and where.
#[derive(Debug)]
pub(super) struct TmxError {
    pub(super) line: usize,
    pub(super) problem: String,
}

/// Elements whose text is a code of the original's format and not of its language.
const CODES: [&str; 5] = ["bpt", "ept", "it", "ph", "ut"];

/// What has been read of the unit that is open.
#[derive(Debug, Default)]
struct Unit {
    source: Option<String>,
    target: Option<String>,
    /// The language of the variant that is open.
    lang: String,
}

/// Reads the units of a memory that have both languages. Regions are not told apart: `es-MX` is `es`.
pub(super) fn read(text: &str, langs: [Lang; 2]) -> Result<Memory, TmxError> {
    let mut reader = Reader::from_str(text);
    let mut memory = Memory::default();
    let mut unit = Unit::default();
    let mut open: Vec<String> = Vec::new();
    let mut segment: Option<String> = None;
    let mut codes = 0usize;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let fault = |offset: usize, problem: String| TmxError {
            line: LineColumn::of(text, offset.min(text.len())).line,
            problem,
        };
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let offset = usize::try_from(reader.error_position()).unwrap_or(at);
                return Err(fault(offset, format!("this is no well-formed XML: {error}")));
            }
        };
        match event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if open.is_empty() && name != "tmx" {
                    return Err(fault(
                        at,
                        format!("expected a translation memory, <tmx …>, found <{name}>"),
                    ));
                }
                match name.as_str() {
                    "tu" => unit = Unit::default(),
                    "tuv" => {
                        unit.lang = language(&start).ok_or_else(|| fault(at, "a <tuv> has no xml:lang".to_owned()))?;
                        memory.langs.insert(unit.lang.clone());
                    }
                    "seg" => segment = Some(String::new()),
                    code if CODES.contains(&code) => codes += 1,
                    _ => {}
                }
                open.push(name);
            }
            Event::End(_) => match open.pop().unwrap_or_default().as_str() {
                "seg" => {
                    let found = segment.take().unwrap_or_default();
                    if unit.lang == langs[0].code() {
                        unit.source.get_or_insert(found);
                    } else if unit.lang == langs[1].code() {
                        unit.target.get_or_insert(found);
                    }
                }
                "tu" => {
                    memory.all += 1;
                    if let (Some(source), Some(target)) = (unit.source.take(), unit.target.take()) {
                        memory.units.push([source, target]);
                    }
                }
                code if CODES.contains(&code) => codes = codes.saturating_sub(1),
                _ => {}
            },
            Event::Text(found) => {
                if let Some(segment) = segment.as_mut().filter(|_| codes == 0) {
                    segment.push_str(&found);
                }
            }
            Event::CData(found) => {
                if let Some(segment) = segment.as_mut().filter(|_| codes == 0) {
                    segment.push_str(&found);
                }
            }
            Event::GeneralRef(reference) => {
                let Some(segment) = segment.as_mut().filter(|_| codes == 0) else {
                    continue;
                };
                let unknown = || fault(at, format!("\"&{};\" stands for nothing", &*reference));
                match reference.resolve_char_ref() {
                    Ok(Some(c)) => segment.push(c),
                    Ok(None) => segment.push_str(resolve_predefined_entity(&reference).ok_or_else(unknown)?),
                    Err(_) => return Err(unknown()),
                }
            }
            Event::Eof => {
                return match open.last() {
                    None if memory.all == 0 && memory.langs.is_empty() && !text.contains("<tmx") => Err(fault(
                        0,
                        "expected a translation memory, <tmx …>, found none".to_owned(),
                    )),
                    None => Ok(memory),
                    Some(name) => Err(fault(
                        text.trim_end().len(),
                        format!("the file ends inside <{name}>: it is cut off"),
                    )),
                };
            }
            _ => {}
        }
    }
}

/// The language of a variant without its region, in small letters. `lang` was the attribute before TMX 1.4.
fn language(variant: &BytesStart<'_>) -> Option<String> {
    let named = |name: &str| variant.try_get_attribute(name).ok().flatten();
    let value = named("xml:lang").or_else(|| named("lang"))?.value.to_ascii_lowercase();
    value.split(['-', '_']).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMORY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header srclang="en" segtype="sentence"/>
  <body>
    <tu><tuv xml:lang="en-US"><seg>Salt &amp; pepper</seg></tuv><tuv xml:lang="es-MX"><seg>Sal y pimienta</seg></tuv></tu>
    <tu><tuv xml:lang="fr"><seg>sel</seg></tuv><tuv xml:lang="es"><seg>sal</seg></tuv></tu>
    <tu tuid="3">
      <note>checked</note>
      <tuv lang="ES"><seg>La <bpt i="1">&lt;b&gt;</bpt>sal<ept i="1">&lt;/b&gt;</ept><hi> fina</hi>&#233;</seg></tuv>
      <tuv lang="EN"><seg>Fine <![CDATA[salt]]><ph/></seg></tuv>
    </tu>
  </body>
</tmx>
"#;

    fn fault(text: &str) -> String {
        let error = read(text, [Lang::ES, Lang::EN]).unwrap_err();
        format!("line {}: {}", error.line, error.problem)
    }

    #[test]
    fn units_are_found_by_language_without_codes() {
        let memory = read(MEMORY, [Lang::ES, Lang::EN]).unwrap();
        let expected = [["Sal y pimienta", "Salt & pepper"], ["La sal finaé", "Fine salt"]];
        assert_eq!(memory.units, expected.map(|unit| unit.map(str::to_owned)));
        assert_eq!(memory.all, 3);
        assert!(memory.langs.iter().eq(["en", "es", "fr"]));
    }

    #[test]
    fn faults_name_the_line() {
        let cut = &MEMORY[..MEMORY.find("<note>").unwrap()];
        let cases = [
            (
                MEMORY.replace("</note>", "</not>"),
                "line 9: this is no well-formed XML",
            ),
            (
                MEMORY.replace("&#233;", "&eacute;"),
                "line 10: \"&eacute;\" stands for nothing",
            ),
            (MEMORY.replace(" lang=\"ES\"", ""), "line 10: a <tuv> has no xml:lang"),
            (cut.to_owned(), "line 8: the file ends inside <tu>: it is cut off"),
            (
                "<html>\n</html>".to_owned(),
                "line 1: expected a translation memory, <tmx …>, found <html>",
            ),
            (
                "sal\tsalt\n".to_owned(),
                "line 1: expected a translation memory, <tmx …>, found none",
            ),
        ];
        for (text, expected) in cases {
            let told = fault(&text);
            assert!(told.starts_with(expected), "{told}");
        }
    }
}
