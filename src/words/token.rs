//! Tokens of one side as types that count as the same.

use rust_stemmers::Stemmer;
use rustc_hash::FxHashMap;

use crate::lexical::WordType;
use crate::lexicon::Forms;
use crate::text::normal::fold_word;
use crate::text::stem::{READING_SEPARATOR, stem_of};
use crate::text::{Lang, TokenKind, for_each_token};

/// Reads the tokens of one side.
pub(super) struct TypeReader<'a> {
    stemmer: Stemmer,
    lang: Lang,
    forms: &'a Forms,
    /// Whether the lexicon has an entry for a stem.
    knows: &'a dyn Fn(&str) -> bool,
    by_form: FxHashMap<Box<str>, u32>,
    by_stem: FxHashMap<(TokenKind, String), u32>,
    types: Vec<WordType>,
}

impl<'a> TypeReader<'a> {
    pub(super) fn new(lang: Lang, forms: &'a Forms, knows: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            stemmer: Stemmer::create(lang.algorithm()),
            lang,
            forms,
            knows,
            by_form: FxHashMap::default(),
            by_stem: FxHashMap::default(),
            types: Vec::new(),
        }
    }

    /// All types met, in the order of their numbers.
    pub(super) fn into_types(self) -> Vec<WordType> {
        self.types
    }

    /// Adds the types of a sentence's tokens to `out`.
    pub(super) fn read(&mut self, tokens: &[&str], out: &mut Vec<u32>) {
        let mut first = true;
        for token in tokens {
            let id = self.intern(token);
            let class = &mut self.types[id as usize];
            class.tokens += 1;
            if class.kind == TokenKind::Word {
                // The first word of a sentence has its capital from there.
                class.capitals += u32::from(!first && token.starts_with(char::is_uppercase));
                first = false;
            }
            out.push(id);
        }
    }

    fn intern(&mut self, token: &str) -> u32 {
        if let Some(&id) = self.by_form.get(token) {
            return id;
        }
        let (kind, stem) = self.class(token);
        let next = u32::try_from(self.types.len()).expect("texts are limited to 1 GiB");
        let id = *self.by_stem.entry((kind, stem.clone())).or_insert(next);
        if id == next {
            self.types.push(WordType {
                kind,
                stem,
                form: fold_word(token).into_owned(),
                tokens: 0,
                capitals: 0,
            });
        }
        self.by_form.insert(token.into(), id);
        id
    }

    /// What makes a token equal to others. A compound (`well-known`) has the stems of its parts as readings; a
    /// mark beside a word does not count.
    fn class(&self, token: &str) -> (TokenKind, String) {
        let mut found: Option<(TokenKind, String)> = None;
        for_each_token(token, &mut String::new(), |kind, form, _| {
            let stem = match kind {
                TokenKind::Word => self.stem(form),
                TokenKind::Number | TokenKind::Mark => form.to_owned(),
            };
            match &mut found {
                Some((known, stems)) if *known != TokenKind::Mark => {
                    let possessive = self.lang == Lang::EN && stem == "s";
                    if kind != TokenKind::Mark && !possessive {
                        *known = (*known).min(kind);
                        stems.push(READING_SEPARATOR);
                        stems.push_str(&stem);
                    }
                }
                _ => found = Some((kind, stem)),
            }
        });
        found.unwrap_or_else(|| (TokenKind::Mark, token.to_owned()))
    }

    fn stem(&self, form: &str) -> String {
        let stem = |form: &str| {
            let irregular = |form: &str| self.forms.stems(self.lang, form);
            stem_of(form, self.lang.code(), &self.stemmer, irregular)
        };
        let plain = stem(form);
        if (self.knows)(&plain) {
            return plain;
        }
        let singular = singulars(form, self.lang).map(stem).find(|stem| (self.knows)(stem));
        singular.unwrap_or(plain)
    }
}

/// What a Spanish plural may be the plural of. Snowball leaves the ending of short words that begin with a
/// vowel (`armas`, `años`), and cuts `líder` but not `líderes` to `lid`.
fn singulars(form: &str, lang: Lang) -> impl Iterator<Item = &str> {
    let cut = move |ending: &str| {
        form.strip_suffix(ending)
            .filter(|rest| lang == Lang::ES && rest.len() > 1)
    };
    [cut("s"), cut("es")].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(lang: Lang, tokens: &[&str]) -> Vec<String> {
        let (forms, knows) = (Forms::embedded(), |stem: &str| ["arma", "lid", "libr"].contains(&stem));
        let mut reader = TypeReader::new(lang, &forms, &knows);
        let mut ids = Vec::new();
        reader.read(tokens, &mut ids);
        let types = reader.into_types();
        ids.iter().map(|&id| types[id as usize].stem.clone()).collect()
    }

    #[test]
    fn plurals_are_the_type_of_their_singular() {
        let found = stems(Lang::ES, &["armas", "arma", "líderes", "líder", "libros"]);
        assert_eq!([&found[0], &found[2]], [&found[1], &found[3]]);
        assert_eq!(found[4], "libr");
        assert_ne!(found[0], found[2]);
    }

    #[test]
    fn compounds_have_the_readings_of_their_parts() {
        assert_eq!(
            stems(Lang::EN, &["sea-green", "Mary's", ".", "«Sea", "10-30"]),
            ["sea|green", "mari", ".", "sea", "10|30"]
        );
    }
}
