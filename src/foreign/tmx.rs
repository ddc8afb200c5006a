//! Translation memories (TMX 1.4b, LISA 2005), as any program writes them.

use std::collections::BTreeSet;

use super::Fault;
use super::langs::{plain, primary};
use super::xml::{Element, Piece, Walk};

/// Elements whose text is a code of the original's format and not of its language.
const CODES: [&str; 5] = ["bpt", "ept", "it", "ph", "ut"];

/// A memory as it stands.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The properties of the header.
    pub(crate) header: Vec<(String, String)>,
    /// The units, in order.
    pub(crate) units: Vec<Unit>,
    /// The languages of the variants, as the file names them.
    pub(crate) langs: BTreeSet<String>,
    /// How many inline codes were left out.
    pub(crate) codes: usize,
}

/// A unit as it stands.
#[derive(Debug, Default)]
pub(crate) struct Unit {
    /// The line where it begins, from 1.
    pub(crate) line: usize,
    /// Language and text of each variant.
    variants: Vec<(String, String)>,
    props: Vec<(String, String)>,
    /// The note, of several lines where there are several.
    pub(crate) note: Option<String>,
}

impl Unit {
    /// The value of a property of this program, named without `x-cotejo-`.
    pub(crate) fn prop(&self, name: &str) -> Option<&str> {
        own(&self.props, name)
    }

    /// The segment in a language: of the same region where there is one, else the first. Says how many there are.
    pub(crate) fn segment(&self, lang: &str) -> Option<(&str, usize)> {
        let alike: Vec<_> = self
            .variants
            .iter()
            .filter(|(code, _)| primary(code) == primary(lang))
            .collect();
        let exact = alike.iter().find(|(code, _)| plain(code) == plain(lang));
        let (_, segment) = exact.or(alike.first())?;
        Some((segment, alike.len()))
    }
}

/// The value among properties that this program wrote under a name.
pub(crate) fn own<'p>(props: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let mut props = props.iter();
    let found = props.find(|(kind, _)| kind.strip_prefix("x-cotejo-") == Some(name));
    found.map(|(_, value)| value.as_str())
}

/// Reads a memory.
///
/// # Errors
/// Where it is none, is no well-formed XML, or where a variant has no language or no segment.
pub(crate) fn read(text: &str) -> Result<Memory, Fault> {
    let mut walk = Walk::new(text);
    match first_element(&mut walk)? {
        Some(root) if root.name == "tmx" => {}
        Some(root) => {
            let problem = format!("expected a translation memory, <tmx …>, found <{}>", root.name);
            return Err(walk.fault(problem));
        }
        None => {
            return Err(Fault::new(
                Some(1),
                "expected a translation memory, <tmx …>, found none",
            ));
        }
    }
    let mut memory = Memory::default();
    loop {
        match walk.next()? {
            Piece::Open(element) if element.name == "header" => {
                memory.header = read_unit(&mut walk, "header", &mut memory.codes)?.props;
            }
            Piece::Open(element) if element.name == "tu" => {
                let line = walk.line();
                let mut unit = read_unit(&mut walk, "tu", &mut memory.codes)?;
                unit.line = line;
                memory.langs.extend(unit.variants.iter().map(|(lang, _)| lang.clone()));
                memory.units.push(unit);
            }
            Piece::End => return Ok(memory),
            Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

fn first_element(walk: &mut Walk<'_>) -> Result<Option<Element>, Fault> {
    loop {
        match walk.next()? {
            Piece::Open(element) => return Ok(Some(element)),
            Piece::End => return Ok(None),
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

/// Reads to the end of a unit, or of the header, which has properties too.
fn read_unit(walk: &mut Walk<'_>, end: &str, left_out: &mut usize) -> Result<Unit, Fault> {
    let mut unit = Unit::default();
    let mut codes = 0_usize;
    let (mut in_variant, mut in_segment) = (None, false);
    let mut has_segment = false;
    let mut collected: Option<(String, String)> = None;
    loop {
        match walk.next()? {
            Piece::Open(element) => match element.name.as_str() {
                "tuv" => {
                    let lang = element.get("xml:lang").or_else(|| element.get("lang"));
                    let lang = lang.map(str::to_owned);
                    let lang = lang.ok_or_else(|| walk.fault("a <tuv> has no xml:lang"))?;
                    unit.variants.push((lang, String::new()));
                    in_variant = Some(walk.line());
                    has_segment = false;
                }
                "seg" => {
                    in_segment = in_variant.is_some();
                    has_segment = true;
                }
                "prop" | "note" if in_variant.is_none() => {
                    let kind = element.get("type").unwrap_or_default();
                    collected = Some((kind.to_owned(), String::new()));
                }
                code if CODES.contains(&code) => {
                    codes += 1;
                    *left_out += 1;
                }
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
                "tuv" => {
                    if let Some(line) = in_variant.take().filter(|_| !has_segment) {
                        return Err(Fault::new(line, format!("the <tuv> on line {line} has no <seg>")));
                    }
                }
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
        let error = read(text).unwrap_err();
        format!("line {}: {}", error.line.unwrap_or_default(), error.problem)
    }

    #[test]
    fn units_are_found_by_language_without_codes() {
        let memory = read(MEMORY).unwrap();
        let both = |unit: &Unit| ["es", "en"].map(|lang| unit.segment(lang).map(|(text, _)| text.to_owned()));
        let units: Vec<_> = memory.units.iter().map(both).collect();
        assert_eq!(
            units[0],
            [Some("Sal y pimienta".to_owned()), Some("Salt & pepper".to_owned())]
        );
        assert_eq!(units[1], [Some("sal".to_owned()), None]);
        assert_eq!(
            units[2],
            [Some("La sal finaé".to_owned()), Some("Fine salt".to_owned())]
        );
        assert_eq!(memory.units[2].note.as_deref(), Some("checked"));
        assert_eq!(memory.codes, 3);
        assert!(memory.langs.iter().eq(["EN", "ES", "en-US", "es", "es-MX", "fr"]));
    }

    #[test]
    fn languages_have_codes_of_two_or_three_letters_and_regions() {
        let text = MEMORY
            .replace("es-MX", "spa")
            .replace("<tuv xml:lang=\"fr\"><seg>sel", "<tuv xml:lang=\"es-AR\"><seg>la sal");
        let memory = read(&text).unwrap();
        assert_eq!(memory.units[0].segment("es"), Some(("Sal y pimienta", 1)));
        assert_eq!(memory.units[1].segment("es-AR"), Some(("la sal", 2)));
        assert_eq!(memory.units[1].segment("es"), Some(("sal", 2)));
        assert_eq!(memory.units[1].segment("es-CL"), Some(("la sal", 2)));
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
                MEMORY.replace("<seg>sal</seg>", "sal"),
                "line 7: the <tuv> on line 7 has no <seg>",
            ),
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
