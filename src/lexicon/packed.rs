//! The tables the build script makes, looked up in place.

use fst::Map;

/// Words to strings.
#[derive(Debug, Clone)]
pub(super) struct Strings {
    map: Map<&'static [u8]>,
    text: &'static str,
}

impl Strings {
    fn new(map: &'static [u8], text: &'static str) -> Self {
        Self { map: open(map), text }
    }

    /// The string of a word. Values hold where it begins and, in the low byte, its length.
    pub(super) fn get(&self, word: &str) -> Option<&'static str> {
        slice(self.text, self.map.get(word)?)
    }
}

/// Stems to weighted stems.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    map: Map<&'static [u8]>,
    /// For each stem a run of entries: where the other stem begins (3 bytes), its length, its weight.
    rows: &'static [u8],
    text: &'static str,
}

/// Bytes of an entry of `rows`.
const ENTRY: usize = 5;

impl Pairs {
    fn new(map: &'static [u8], rows: &'static [u8], text: &'static str) -> Self {
        Self {
            map: open(map),
            rows,
            text,
        }
    }

    /// The stems a stem goes with. Values hold the first entry and, in the low byte, their number.
    pub(super) fn get(&self, stem: &str) -> impl Iterator<Item = (&'static str, f32)> + use<> {
        let value = self.map.get(stem).unwrap_or(0);
        let (first, count) = (position(value >> 8), position(value & 0xff));
        let rows = self
            .rows
            .get(first * ENTRY..(first + count) * ENTRY)
            .unwrap_or_default();
        let text = self.text;
        rows.chunks_exact(ENTRY).filter_map(move |entry| {
            let start = u64::from(entry[0]) | u64::from(entry[1]) << 8 | u64::from(entry[2]) << 16;
            let word = slice(text, start << 8 | u64::from(entry[3]))?;
            Some((word, f32::from(entry[4]) / 255.0))
        })
    }

    pub(super) const fn len(&self) -> usize {
        self.rows.len() / ENTRY
    }
}

fn open(map: &'static [u8]) -> Map<&'static [u8]> {
    Map::new(map).expect("the build script wrote a whole map")
}

fn slice(text: &'static str, value: u64) -> Option<&'static str> {
    let start = position(value >> 8);
    text.get(start..start + position(value & 0xff))
}

fn position(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

macro_rules! table {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

macro_rules! strings {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

pub(super) fn forms_es() -> Strings {
    Strings::new(table!("forms-es.fst"), strings!("forms-es.txt"))
}

pub(super) fn forms_en() -> Strings {
    Strings::new(table!("forms-en.fst"), strings!("forms-en.txt"))
}

pub(super) fn pairs_es_en() -> Pairs {
    Pairs::new(table!("es-en.fst"), table!("es-en.rows"), strings!("es-en.txt"))
}

pub(super) fn pairs_en_es() -> Pairs {
    Pairs::new(table!("en-es.fst"), table!("en-es.rows"), strings!("en-es.txt"))
}

/// Headwords and translations as they stand in the sources.
pub(super) const fn readable_es_en() -> &'static str {
    strings!("readable-es-en.txt")
}
