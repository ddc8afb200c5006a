//! The word types of one text and its sentences as lists of them.

use rust_stemmers::Stemmer;
use rustc_hash::FxHashMap;

use crate::lexicon::Forms;
use crate::text::normal::{fold_word, is_roman, roman_value};
use crate::text::stem::stem_of;
use crate::text::{Document, Lang, PassageKind, SentenceIndex, TokenKind, for_each_token};
use crate::trace::traced;

/// Position of a word type in its [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub(crate) u32);

impl TypeId {
    pub(crate) const fn get(self) -> usize {
        self.0 as usize
    }
}

/// A class of tokens that count as the same: all forms with one stem.
#[derive(Debug, Clone)]
pub struct WordType {
    /// Word, number or mark.
    pub kind: TokenKind,
    /// The Snowball stem without accents; the digits of a number; the class of a mark.
    pub stem: String,
    /// The first form met, folded.
    pub form: String,
    /// Number of tokens in the text.
    pub tokens: u32,
    /// Number of those written with a capital inside a sentence.
    pub capitals: u32,
}

impl WordType {
    /// Whether the word is written as names are: more often than not with a capital.
    #[must_use]
    pub const fn looks_like_name(&self) -> bool {
        self.capitals * 2 > self.tokens
    }
}

/// The tokens of a text by sentence, as types.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    types: Vec<WordType>,
    /// All tokens of all sentences in order.
    tokens: Vec<TypeId>,
    /// Where each sentence begins in `tokens`; one more than there are sentences.
    starts: Vec<u32>,
    /// Characters that are not white space, by sentence, summed from the start of the text.
    characters: Vec<u32>,
    /// Whether a sentence is nothing but the number of an article or a section.
    labels: Vec<bool>,
}

impl Vocabulary {
    /// Reads all sentences of a document.
    ///
    /// # Complexity
    /// Linear in the text; every distinct form is stemmed once.
    #[must_use]
    pub fn read(document: &Document, lang: Lang, forms: &Forms) -> Self {
        traced!("reading the words");
        let mut reader = TypeReader::new(lang, forms);
        let mut vocabulary = Self {
            types: Vec::new(),
            tokens: Vec::new(),
            starts: vec![0],
            characters: vec![0],
            labels: Vec::new(),
        };
        let (mut digits, mut characters) = (String::new(), 0u32);
        for index in 0..document.len() {
            let raw = document.raw(SentenceIndex::from(index));
            let mut first = true;
            let is_numbered = is_numbered(document, index.into());
            for_each_token(raw, &mut digits, |kind, form, _| {
                // "I" is a number here, not the English pronoun.
                let figures = roman_value(form).filter(|_| is_numbered).map(|value| value.to_string());
                let (kind, form) = match &figures {
                    Some(figures) => (TokenKind::Number, figures.as_str()),
                    None => (kind, form),
                };
                vocabulary.tokens.push(reader.count(kind, form, first));
                first &= kind != TokenKind::Word;
            });
            characters += u32::try_from(raw.chars().filter(|c| !c.is_whitespace()).count()).unwrap_or(u32::MAX);
            vocabulary
                .starts
                .push(u32::try_from(vocabulary.tokens.len()).expect("texts are limited to 1 GiB"));
            vocabulary.characters.push(characters);
            vocabulary.labels.push(is_label(document, index.into()));
        }
        vocabulary.types = reader.types;
        vocabulary
    }

    /// A vocabulary of types whose sentences do not matter.
    pub(crate) fn of_types(types: Vec<WordType>) -> Self {
        Self {
            types,
            tokens: Vec::new(),
            starts: vec![0],
            characters: vec![0],
            labels: Vec::new(),
        }
    }

    /// All types; a [`TypeId`] is a position here.
    #[must_use]
    pub fn types(&self) -> &[WordType] {
        &self.types
    }

    /// Number of sentences.
    #[must_use]
    pub fn sentences(&self) -> usize {
        self.starts.len() - 1
    }

    /// The tokens of sentences `from` to `to` (excluded).
    pub(crate) fn tokens(&self, from: usize, to: usize) -> &[TypeId] {
        &self.tokens[self.starts[from] as usize..self.starts[to] as usize]
    }

    /// Number of all tokens.
    pub(crate) fn token_count(&self) -> usize {
        self.tokens.len()
    }

    /// Characters that are not white space in sentences `from` to `to` (excluded).
    pub(crate) fn characters(&self, from: usize, to: usize) -> u32 {
        self.characters[to] - self.characters[from]
    }

    /// Whether a sentence belongs to the book rather than to its text: no word in it (a separator, a page
    /// number), a number in square brackets with hardly a word (`[p. 47]`), or the number of an article or section
    /// before its text (`Artículo 2.`).
    pub(crate) fn is_apparatus(&self, sentence: usize) -> bool {
        if self.labels.get(sentence) == Some(&true) {
            return true;
        }
        const MOST_WORDS: usize = 3;
        let class = |id: &TypeId| &self.types[id.get()];
        let tokens = self.tokens(sentence, sentence + 1);
        let count = |kind| tokens.iter().filter(|id| class(id).kind == kind).count();
        let words = count(TokenKind::Word);
        let bracket = |id: Option<&TypeId>| id.is_some_and(|id| class(id).stem == "[");
        let in_brackets = tokens.len() > 1 && bracket(tokens.first()) && bracket(tokens.last());
        words == 0 || in_brackets && words <= MOST_WORDS && count(TokenKind::Number) > 0
    }

    /// For every type the sentences it stands in, each once, in order.
    pub(crate) fn postings(&self) -> Vec<Vec<u32>> {
        let mut postings = vec![Vec::new(); self.types.len()];
        for sentence in 0..self.sentences() {
            let index = u32::try_from(sentence).expect("fewer than 2^32 sentences");
            for id in self.tokens(sentence, sentence + 1) {
                let list: &mut Vec<u32> = &mut postings[id.get()];
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
        }
        postings
    }
}

/// Whether a sentence is a heading that only numbers: `IV`, `CHAPTER I.`
fn is_numbered(document: &Document, index: SentenceIndex) -> bool {
    let mut words = document.raw(index).split_whitespace();
    let last = words
        .next_back()
        .map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()));
    document.passage_of(index).kind == PassageKind::Heading
        && words.count() <= 1
        && last.and_then(roman_value).is_some()
}

/// Whether a sentence before running text is a name and a number: `Artículo 2.`, `Section IV.—`, `Art. 5.º`.
///
/// Headings are told by the look of their line already, and a translation keeps them; this is for what stands in the
/// line of the text that it numbers.
fn is_label(document: &Document, index: SentenceIndex) -> bool {
    let kind = document.passage_of(index).kind;
    if !matches!(kind, PassageKind::Paragraph | PassageKind::ListItem) || !document.starts_passage(index) {
        return false;
    }
    let raw = document.raw(index).trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut words = raw.split_whitespace();
    let (Some(name), Some(number), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    let named = name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic);
    let counted = number.trim_end_matches(['º', 'ª', 'o', 'a', '.']);
    // A longer number is a year or a sum.
    let digits = (1..=3).contains(&counted.len()) && counted.bytes().all(|byte| byte.is_ascii_digit());
    named && name.chars().nth(2).is_some() && (digits || is_roman(number))
}

/// Gathers the word types of running text.
pub(crate) struct TypeReader<'a> {
    stemmer: Stemmer,
    lang: Lang,
    forms: &'a Forms,
    /// Case as written: the hash is taken of the text itself, nothing is copied for a known form.
    by_form: FxHashMap<Box<str>, TypeId>,
    by_stem: FxHashMap<(TokenKind, String), TypeId>,
    types: Vec<WordType>,
}

impl<'a> TypeReader<'a> {
    pub(crate) fn new(lang: Lang, forms: &'a Forms) -> Self {
        Self {
            stemmer: Stemmer::create(lang.algorithm()),
            lang,
            forms,
            by_form: FxHashMap::default(),
            by_stem: FxHashMap::default(),
            types: Vec::new(),
        }
    }

    /// Counts a token, and gives its type. The capital of the `first` word of a sentence says nothing.
    pub(crate) fn count(&mut self, kind: TokenKind, form: &str, first: bool) -> TypeId {
        let id = self.intern(kind, form);
        let class = &mut self.types[id.get()];
        class.tokens += 1;
        let is_capital = kind == TokenKind::Word && !first && form.starts_with(char::is_uppercase);
        class.capitals += u32::from(is_capital);
        id
    }

    /// The types that were met; a [`TypeId`] is a position here.
    #[cfg(feature = "parallel")]
    pub(crate) fn into_types(self) -> Vec<WordType> {
        self.types
    }

    fn intern(&mut self, kind: TokenKind, form: &str) -> TypeId {
        if let Some(id) = self.by_form.get(form) {
            return *id;
        }
        let (folded, stem) = match kind {
            TokenKind::Word => (
                fold_word(form).into_owned(),
                stem_of(form, self.lang.code(), &self.stemmer, |form| {
                    self.forms.stems(self.lang, form)
                }),
            ),
            TokenKind::Number | TokenKind::Mark => (form.to_owned(), form.to_owned()),
        };
        let next = TypeId(u32::try_from(self.types.len()).expect("texts are limited to 1 GiB"));
        let id = *self.by_stem.entry((kind, stem.clone())).or_insert(next);
        if id == next {
            self.types.push(WordType {
                kind,
                stem,
                form: folded,
                tokens: 0,
                capitals: 0,
            });
        }
        self.by_form.insert(form.into(), id);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{Rules, segment};
    use crate::text::SourceText;

    fn labels(text: &str) -> Vec<bool> {
        let document = segment(SourceText::from_string(text), &Rules::for_lang(Lang::ES));
        let vocabulary = Vocabulary::read(&document, Lang::ES, &Forms::embedded());
        (0..document.len())
            .map(|index| vocabulary.is_apparatus(index))
            .collect()
    }

    #[test]
    fn a_heading_that_only_numbers_has_a_number_and_no_pronoun() {
        let text = "CHAPTER I\n\nI came home late, and it rained.\n\nCHAPTER IV.\n\nI slept until noon, and nobody came.\n\nWHAT I SAW\n\nI woke.";
        let document = segment(SourceText::from_string(text), &Rules::for_lang(Lang::EN));
        let vocabulary = Vocabulary::read(&document, Lang::EN, &Forms::embedded());
        let numbers = |sentence: usize| -> Vec<&str> {
            let types = vocabulary
                .tokens(sentence, sentence + 1)
                .iter()
                .map(|id| &vocabulary.types[id.get()]);
            types
                .filter(|class| class.kind == TokenKind::Number)
                .map(|class| class.stem.as_str())
                .collect()
        };
        let all: Vec<Vec<&str>> = (0..document.len()).map(numbers).collect();
        assert_eq!(all, [vec!["1"], vec![], vec!["4"], vec![], vec![], vec![]]);
    }

    #[test]
    fn the_number_of_an_article_is_no_text() {
        assert_eq!(
            labels("Artículo 7. Los vecinos riegan de noche y nadie lo impide."),
            [true, false]
        );
        assert_eq!(
            labels("Artículo 12.- Los vecinos riegan de noche y nadie lo impide."),
            [true, false]
        );
        // A year, a speech and the end of a paragraph are text.
        assert_eq!(
            labels("Año 1870. Los vecinos riegan de noche y nadie lo impide."),
            [false, false]
        );
        assert_eq!(labels("Llegaron todos a la vez. Eran 3."), [false, false]);
    }
}
