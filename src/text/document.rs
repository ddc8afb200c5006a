//! A text cut into passages and sentences.

use std::borrow::Cow;
use std::ops::Range;

use super::{PassageIndex, SentenceId, SentenceIndex, SourceText, Span};

/// What a passage is, as far as its look tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PassageKind {
    /// Running text.
    Paragraph,
    /// A title, chapter number or section heading.
    Heading,
    /// Lines of verse; each line is a sentence.
    Verse,
    /// An ornament between passages, such as `* * * * *`.
    Separator,
    /// An item of a list.
    ListItem,
    /// The dateline, salutation, closing or signature of a letter.
    Letter,
    /// A footnote, set apart from the text.
    Footnote,
    /// What the page brought: a running head, a page number, the place of a picture.
    Furniture,
    /// Front or back matter: what stands before the work begins or after it ends.
    Matter(Matter),
}

impl PassageKind {
    /// Whether the passage belongs to the book rather than to the work: a translation need not have it.
    #[must_use]
    pub const fn is_apart(self) -> bool {
        matches!(self, Self::Furniture | Self::Matter(_))
    }
}

/// What front or back matter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Matter {
    /// The work's title on its title page.
    Title,
    /// The rest of the title page: author, translator, kind of work.
    TitlePage,
    /// Who made the electronic text.
    Producer,
    /// Under what terms it may be used.
    Licence,
    /// What a transcriber says of the text.
    Transcriber,
    /// Publisher, place, year, printings, rights.
    Publisher,
    /// A printed table of contents.
    Contents,
    /// Other books that are to be sold.
    Advert,
    /// The heading of a preface or dedication.
    PrefaceHeading,
    /// A preface, dedication or approval: text, but not the work's.
    Preface,
    /// The end mark, and the place and date below it.
    Closing,
}

impl Matter {
    /// The reason in a word or two, as lists show it.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::TitlePage => "title page",
            Self::Producer => "producer",
            Self::Licence => "licence",
            Self::Transcriber => "transcriber's note",
            Self::Publisher => "publisher",
            Self::Contents => "printed contents",
            Self::Advert => "advert",
            Self::PrefaceHeading | Self::Preface => "before the work begins",
            Self::Closing => "after the work ends",
        }
    }

    /// Whether it is text that a translation may well have too.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(self, Self::PrefaceHeading | Self::Preface | Self::Title)
    }
}

/// A passage whose kind the form of its file tells, as an e-book or a web page does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextBlock {
    /// What it is.
    pub kind: PassageKind,
    /// Its text, without blank lines.
    pub text: String,
    /// Each line is one sentence.
    pub whole: bool,
}

/// Where a passage stands whose kind the form of its file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkedPassage {
    /// What it is.
    pub kind: PassageKind,
    /// From its first to its last character.
    pub span: Span,
    /// Each line is one sentence.
    pub whole: bool,
}

/// A block of text: paragraph, heading, stanza.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// Its sentences.
    pub sentences: Range<SentenceIndex>,
}

/// A sentence: a span of the text inside one passage, without white space at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// The passage it belongs to.
    pub passage: PassageIndex,
}

/// A text with its passages and sentences.
///
/// # Invariants
/// Sentences follow each other in the text without overlapping, none is empty, and every character
/// that is not white space belongs to exactly one; every passage holds at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    text: SourceText,
    passages: Vec<Passage>,
    sentences: Vec<Sentence>,
}

impl Document {
    /// The decoded text.
    #[must_use]
    pub const fn text(&self) -> &SourceText {
        &self.text
    }

    /// All passages in order.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// All sentences in order.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Number of sentences.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether there is no sentence.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// The sentence as it stands in the text, line breaks included.
    #[must_use]
    pub fn raw(&self, index: SentenceIndex) -> &str {
        &self.text.as_str()[self.sentences[index.get()].span.range()]
    }

    /// The sentence on one line: runs of blanks, tabs and line breaks become one blank.
    #[must_use]
    pub fn sentence(&self, index: SentenceIndex) -> Cow<'_, str> {
        fold_space(self.raw(index))
    }

    /// All sentences on one line each.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = Cow<'_, str>> {
        self.sentences
            .iter()
            .map(|s| fold_space(&self.text.as_str()[s.span.range()]))
    }

    /// The passage a sentence belongs to.
    #[must_use]
    pub fn passage_of(&self, index: SentenceIndex) -> &Passage {
        &self.passages[self.sentences[index.get()].passage.get()]
    }

    /// Whether the sentence is the first of its passage.
    #[must_use]
    pub fn starts_passage(&self, index: SentenceIndex) -> bool {
        self.passage_of(index).sentences.start == index
    }

    /// What was taken for front or back matter: the sentences of each such passage, and what it is.
    pub fn matter(&self) -> impl Iterator<Item = (Range<SentenceIndex>, Matter)> {
        self.passages.iter().filter_map(|passage| match passage.kind {
            PassageKind::Matter(matter) => Some((passage.sentences.clone(), matter)),
            _ => None,
        })
    }

    /// Whether all of these sentences belong to the book rather than to the work; true of none.
    #[must_use]
    pub fn is_apart(&self, sentences: &Range<SentenceIndex>) -> bool {
        (sentences.start.get()..sentences.end.get()).all(|index| self.passage_of(index.into()).kind.is_apart())
    }

    /// The work's title as its title page has it, if one was found.
    #[must_use]
    pub fn title(&self) -> Option<Cow<'_, str>> {
        let (sentences, _) = self.matter().find(|(_, matter)| *matter == Matter::Title)?;
        Some(self.sentence(sentences.start))
    }

    /// The sentence's id in an alignment file.
    #[must_use]
    pub fn id(&self, index: SentenceIndex) -> SentenceId {
        let passage = self.sentences[index.get()].passage;
        let first = self.passages[passage.get()].sentences.start;
        SentenceId {
            passage: passage.0 + 1,
            sentence: index.0 - first.0 + 1,
        }
    }

    /// The sentence with an id, if there is one.
    #[must_use]
    pub fn index_of(&self, id: SentenceId) -> Option<SentenceIndex> {
        let passage = self.passages.get((id.passage as usize).checked_sub(1)?)?;
        let index = passage.sentences.start.0.checked_add(id.sentence.checked_sub(1)?)?;
        (index < passage.sentences.end.0).then_some(SentenceIndex(index))
    }
}

/// The letters of a text without the white space between them: what it says, however it is wrapped.
pub(crate) fn letters(text: &str) -> impl DoubleEndedIterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace())
}

/// Joins hard-wrapped lines: runs of blanks, tabs and line breaks become one blank.
///
/// No-break spaces are kept: they are part of how a text is set.
#[must_use]
pub fn fold_space(raw: &str) -> Cow<'_, str> {
    let foldable = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}');
    let mut previous = false;
    let untouched = raw.chars().all(|c| {
        let fine = !foldable(c) || (c == ' ' && !previous);
        previous = foldable(c);
        fine
    });
    if untouched && !raw.starts_with(' ') && !raw.ends_with(' ') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(
        raw.split(foldable)
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    )
}

/// Puts a [`Document`] together, passage by passage.
#[derive(Debug)]
pub struct DocumentBuilder {
    text: SourceText,
    passages: Vec<Passage>,
    sentences: Vec<Sentence>,
}

impl DocumentBuilder {
    /// Starts on a text.
    #[must_use]
    pub const fn new(text: SourceText) -> Self {
        Self {
            text,
            passages: Vec::new(),
            sentences: Vec::new(),
        }
    }

    /// Puts another wording in the place of the text; it keeps its hash.
    pub(crate) fn reword(self, text: String) -> Self {
        Self {
            text: self.text.reworded(text),
            ..self
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// The passages that the form of the file tells.
    #[must_use]
    pub fn marked(&self) -> &[MarkedPassage] {
        self.text.marked()
    }

    /// Adds a passage with its sentences in order; white space at their ends is cut off, spans that
    /// hold nothing else are left out, and so is a passage without any.
    pub fn passage(&mut self, kind: PassageKind, spans: impl IntoIterator<Item = Span>) {
        let start = SentenceIndex::from(self.sentences.len());
        let passage = PassageIndex::from(self.passages.len());
        for span in spans {
            let span = span.trim(self.text.as_str());
            debug_assert!(self.sentences.last().is_none_or(|last| last.span.end <= span.start));
            if !span.is_empty() {
                self.sentences.push(Sentence { span, passage });
            }
        }
        let end = SentenceIndex::from(self.sentences.len());
        if start != end {
            self.passages.push(Passage {
                kind,
                sentences: start..end,
            });
        }
    }

    /// The finished document.
    #[must_use]
    pub fn finish(self) -> Document {
        Document {
            text: self.text,
            passages: self.passages,
            sentences: self.sentences,
        }
    }
}
