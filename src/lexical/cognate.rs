//! Words that look alike in both languages.

use rustc_hash::FxHashMap;
use strsim::normalized_levenshtein;

use super::vocabulary::{TypeId, WordType};
use crate::text::TokenKind;

/// Least similarity of two keys that counts as evidence. Below three quarters most pairs of
/// Spanish and English words that are alike are alike by chance.
const LEAST_SIMILARITY: f64 = 0.75;

/// Shortest key compared; shorter words are alike by chance too often.
const SHORTEST_KEY: usize = 4;

/// A pair of types that look alike, with their similarity from [`LEAST_SIMILARITY`] to 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cognate {
    pub(crate) source: TypeId,
    pub(crate) target: TypeId,
    pub(crate) similarity: f32,
}

/// All pairs of words that look alike once spelling habits are levelled.
///
/// # Complexity
/// Words are compared within buckets of the same first two letters, about the same length and
/// mostly the same letters; for two vocabularies of 20,000 that leaves some 10⁵ comparisons.
pub(crate) fn cognates(source: &[WordType], target: &[WordType]) -> Vec<Cognate> {
    let mut buckets: FxHashMap<[u8; 2], Vec<Key>> = FxHashMap::default();
    for key in keys(target) {
        buckets.entry(key.start()).or_default().push(key);
    }
    let mut found = Vec::new();
    for a in keys(source) {
        for b in buckets.get(&a.start()).into_iter().flatten() {
            let (short, long) = (a.text.len().min(b.text.len()), a.text.len().max(b.text.len()));
            let different = (a.letters ^ b.letters).count_ones() as usize;
            // Each edit changes the length by at most one and the set of letters by at most two.
            let edits = long / 4;
            if long - short > edits || different > 2 * edits {
                continue;
            }
            let similarity = normalized_levenshtein(&a.text, &b.text);
            if similarity >= LEAST_SIMILARITY {
                #[expect(clippy::cast_possible_truncation, reason = "a similarity needs no more digits")]
                found.push(Cognate {
                    source: a.id,
                    target: b.id,
                    similarity: similarity as f32,
                });
            }
        }
    }
    found
}

struct Key {
    id: TypeId,
    text: String,
    letters: u32,
}

impl Key {
    fn start(&self) -> [u8; 2] {
        let bytes = self.text.as_bytes();
        [bytes[0], bytes[1]]
    }
}

fn keys(types: &[WordType]) -> impl Iterator<Item = Key> {
    types
        .iter()
        .enumerate()
        .filter(|(_, class)| class.kind == TokenKind::Word)
        .filter_map(|(index, class)| {
            let text = key(&class.stem);
            (text.len() >= SHORTEST_KEY).then(|| {
                let letters = text
                    .bytes()
                    .filter(u8::is_ascii_lowercase)
                    .fold(0, |set, b| set | 1 << (b - b'a'));
                Key {
                    id: TypeId(u32::try_from(index).expect("fewer than 2^32 types")),
                    text,
                    letters,
                }
            })
        })
}

/// Endings of Latin words as Spanish and English stems write them, longest first.
/// Source: the regular correspondences any grammar of the two lists (-ción/-tion, -dad/-ty,
/// -oso/-ous, -cia/-ce, -io/-y), seen through their Snowball stems.
const ENDINGS: [(&str, &str); 12] = [
    ("cion", "ti"),
    ("tion", "ti"),
    ("sion", "ti"),
    ("xion", "ti"),
    ("idad", "it"),
    ("iti", "it"),
    ("ity", "it"),
    ("ety", "it"),
    ("anci", "anc"),
    ("enci", "enc"),
    ("ous", "os"),
    ("eri", "er"),
];

/// Levels spelling habits: `ph`/`f`, `qu`/`c`, `y`/`i`, doubled letters, `es-` before a consonant.
pub(crate) fn key(stem: &str) -> String {
    let mut text = String::with_capacity(stem.len());
    let mut chars = stem.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let c = match (c, next) {
            ('p', Some('h')) => {
                chars.next();
                'f'
            }
            ('t' | 'c' | 'r', Some('h')) => {
                chars.next();
                c
            }
            ('q', Some('u')) | ('c', Some('k' | 'q')) => {
                chars.next();
                'c'
            }
            ('h', _) if text.is_empty() => continue,
            ('k' | 'q', _) => 'c',
            ('y', _) => 'i',
            ('z', _) => 'c',
            ('x', _) => 'j',
            ('w', _) => 'v',
            _ => c,
        };
        if !text.ends_with(c) {
            text.push(c);
        }
    }
    let impure = text
        .strip_prefix("es")
        .filter(|rest| rest.starts_with(['c', 'p', 't', 'f', 'm', 'n', 'l']));
    if let Some(rest) = impure {
        text = format!("s{rest}");
    }
    for (ending, level) in ENDINGS {
        if let Some(root) = text.strip_suffix(ending).filter(|root| root.len() >= 2) {
            return format!("{root}{level}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_habits_are_levelled() {
        for (a, b) in [
            ("filosof", "philosoph"),
            ("espiritu", "spiritu"),
            ("ocasion", "occasion"),
            ("quijot", "quixot"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
    }

    #[test]
    fn chance_is_not_kinship() {
        assert!(normalized_levenshtein(&key("carg"), &key("card")) < 1.0);
        assert_ne!(key("cas"), key("cash"));
    }
}
