//! Texts as the word types in them.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::lexical::{TypeReader, WordType};
use crate::lexicon::Forms;
use crate::text::{Lang, SourceText, TokenKind, for_each_token};

/// Texts read together: enough that the forms of a language are stemmed once for many of them.
const TOGETHER: usize = 64;

/// The texts of one side, each as the word types in it.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    pub(super) types: Vec<WordType>,
    /// By text its types, in order, each once.
    pub(super) texts: Vec<Vec<u32>>,
}

impl Collection {
    /// Reads `count` texts, which `read` gives by their position; nothing for one that cannot be read, which then matches
    /// no other. No more texts than there are threads are held at a time.
    ///
    /// # Complexity
    /// Linear in the texts.
    pub fn read(lang: Lang, count: usize, read: impl Fn(usize) -> Option<SourceText> + Sync) -> Self {
        let forms = Forms::embedded();
        let parts: Vec<Part> = (0..count.div_ceil(TOGETHER))
            .into_par_iter()
            .map(|part| {
                let mut reader = TypeReader::new(lang, &forms);
                let from = part * TOGETHER;
                let texts = (from..count.min(from + TOGETHER))
                    .map(|text| read(text).map_or_else(Vec::new, |text| types_of(text.as_str(), &mut reader)))
                    .collect();
                Part {
                    types: reader.into_types(),
                    texts,
                }
            })
            .collect();
        let mut all = Self::default();
        let mut known = FxHashMap::default();
        for part in parts {
            all.add(part, &mut known);
        }
        all
    }

    /// Number of texts.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    fn add(&mut self, part: Part, known: &mut FxHashMap<(TokenKind, String), u32>) {
        let here: Vec<u32> = part
            .types
            .into_iter()
            .map(|class| {
                let next = u32::try_from(self.types.len()).expect("fewer than 2^32 word types");
                let id = *known.entry((class.kind, class.stem.clone())).or_insert(next);
                match self.types.get_mut(id as usize) {
                    Some(all) => {
                        all.tokens = all.tokens.saturating_add(class.tokens);
                        all.capitals = all.capitals.saturating_add(class.capitals);
                    }
                    None => self.types.push(class),
                }
                id
            })
            .collect();
        self.texts.extend(part.texts.into_iter().map(|text| {
            let mut types: Vec<u32> = text.into_iter().map(|id| here[id as usize]).collect();
            types.sort_unstable();
            types
        }));
    }

    /// For every type in how many texts it stands.
    pub(super) fn frequencies(&self) -> Vec<u32> {
        let mut frequencies = vec![0; self.types.len()];
        self.texts
            .iter()
            .flatten()
            .for_each(|id| frequencies[*id as usize] += 1);
        frequencies
    }

    /// For every type the texts it stands in, in order.
    pub(super) fn postings(&self) -> Vec<Vec<u32>> {
        let mut postings = vec![Vec::new(); self.types.len()];
        for (number, text) in (0u32..).zip(&self.texts) {
            for &id in text {
                postings[id as usize].push(number);
            }
        }
        postings
    }
}

/// Texts that were read together; types are positions in their own list.
struct Part {
    types: Vec<WordType>,
    texts: Vec<Vec<u32>>,
}

/// The types of the words and numbers of a text, each once.
fn types_of(text: &str, reader: &mut TypeReader<'_>) -> Vec<u32> {
    let mut digits = String::new();
    let mut found = Vec::new();
    for line in text.lines() {
        let mut first = true;
        for_each_token(line, &mut digits, |kind, form, _| {
            if kind != TokenKind::Mark {
                found
                    .push(u32::try_from(reader.count(kind, form, first).get()).expect("types are numbered in 32 bits"));
                first = false;
            }
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}
