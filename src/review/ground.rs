//! What the texts know of the sentences of an alignment, wherever these are cut.

use std::ops::Range;

use crate::file::AlignmentFile;
use crate::text::{Document, DocumentBuilder, PassageKind, SentenceId, Side, SourceText, Span, fold_space, letters};

/// Where the passages of both texts begin. Places are counted in letters, without white space, so that they stay right when
/// people cut and join sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ground {
    sides: [Vec<(usize, PassageKind)>; 2],
}

/// A part of a work that is read at one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its links.
    pub links: Range<usize>,
    /// Its heading, of the original; empty where it has none.
    pub title: String,
}

/// Most links of a chapter on one page; a longer one is parted. A table of so many rows is drawn at once.
const LONGEST_CHAPTER: usize = 1_000;

/// Headings nearer than this to the one before, in links, begin no chapter of their own: a number and its title, or the lines
/// of a title page.
const SHORTEST_CHAPTER: usize = 4;

/// Links of a chapter where nothing says where chapters begin: a quarter of an hour's reading.
const PLAIN_CHAPTER: usize = 200;

fn count(text: &str) -> usize {
    letters(text).count()
}

impl Ground {
    /// Reads it from the texts; a side whose text is not at hand is one paragraph.
    ///
    /// # Complexity
    /// Linear in the texts.
    #[must_use]
    pub fn new(texts: [Option<&Document>; 2]) -> Self {
        let of_side = |document: Option<&Document>| {
            let Some(document) = document else { return Vec::new() };
            let text = document.text().as_str();
            let (mut at, mut byte) = (0, 0);
            let starts = document.passages().iter().map(|passage| {
                let start = document.sentences()[passage.sentences.start.get()].span.start;
                at += text.get(byte..start).map_or(0, count);
                byte = start;
                (at, passage.kind)
            });
            starts.collect()
        };
        Self {
            sides: texts.map(of_side),
        }
    }

    /// The passage that holds a letter, from 0.
    fn passage(&self, side: Side, letter: usize) -> usize {
        let starts = &self.sides[side.index()];
        starts.partition_point(|start| start.0 <= letter).saturating_sub(1)
    }

    fn kind(&self, side: Side, passage: usize) -> PassageKind {
        let known = self.sides[side.index()].get(passage);
        known.map_or(PassageKind::Paragraph, |known| known.1)
    }

    /// By link and sentence of a side where it stands and what its passage is.
    ///
    /// # Complexity
    /// Linear in the texts.
    #[must_use]
    pub fn places(&self, file: &AlignmentFile, side: Side) -> Vec<Vec<(SentenceId, PassageKind)>> {
        let mut letter = 0;
        let mut last = (usize::MAX, 0);
        let mut place = |text: &String| {
            let passage = self.passage(side, letter);
            letter += count(text);
            last = if last.0 == passage {
                (passage, last.1 + 1)
            } else {
                (passage, 1)
            };
            let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            let id = SentenceId {
                passage: number(passage + 1),
                sentence: number(last.1),
            };
            (id, self.kind(side, passage))
        };
        file.links
            .iter()
            .map(|link| link.texts(side).iter().map(&mut place).collect())
            .collect()
    }

    /// A document of the sentences of some links on one side.
    ///
    /// # Complexity
    /// Linear in the text before them, and in theirs.
    pub(super) fn fragment(&self, file: &AlignmentFile, links: Range<usize>, side: Side) -> Document {
        let before = file.links[..links.start].iter().flat_map(|link| link.texts(side));
        let mut letter: usize = before.map(|text| count(text)).sum();
        let mut passages: Vec<(usize, usize)> = Vec::new();
        let mut lines = String::new();
        for text in file.links[links].iter().flat_map(|link| link.texts(side)) {
            let passage = self.passage(side, letter);
            letter += count(text);
            lines.push_str(&fold_space(text).replace('\n', " "));
            lines.push('\n');
            match passages.last_mut() {
                Some((last, count)) if *last == passage => *count += 1,
                _ => passages.push((passage, 1)),
            }
        }
        // Composing letters changes lengths, so the spans are those of the text as it is then.
        let text = SourceText::from_string(lines);
        let mut start = 0;
        let spans = text.as_str().split_inclusive('\n').map(|line| {
            let span = Span::new(start, start + line.trim_end().len());
            start += line.len();
            span
        });
        let mut spans = spans.collect::<Vec<Span>>().into_iter();
        let mut builder = DocumentBuilder::new(text);
        for (passage, count) in passages {
            builder.passage(self.kind(side, passage), spans.by_ref().take(count));
        }
        builder.finish()
    }

    /// The chapters of an alignment, covering all its links.
    ///
    /// # Complexity
    /// Linear in the texts.
    #[must_use]
    pub fn chapters(&self, file: &AlignmentFile) -> Vec<Chapter> {
        let places = self.places(file, Side::Source);
        let is_heading = |link: usize| {
            let first: Option<&(SentenceId, PassageKind)> = places[link].first();
            first.is_some_and(|(id, kind)| id.sentence == 1 && *kind == PassageKind::Heading)
        };
        let mut starts = vec![0];
        let mut since = 0;
        for link in 1..file.links.len() {
            if is_heading(link) && link - since >= SHORTEST_CHAPTER {
                starts.push(link);
                since = link;
            }
        }
        let has_headings = starts.len() > 1;
        let most = if has_headings { LONGEST_CHAPTER } else { PLAIN_CHAPTER };
        starts.push(file.links.len());
        let mut chapters = Vec::new();
        for pair in starts.windows(2) {
            let (start, end) = (pair[0], pair[1]);
            let parts = (end - start).div_ceil(most).max(1);
            for part in 0..parts {
                let bound = |part: usize| start + (end - start) * part / parts;
                let links = bound(part)..bound(part + 1);
                let title = file.links.get(links.start).and_then(|link| link.source.first());
                let title = title.filter(|_| is_heading(links.start)).cloned().unwrap_or_default();
                chapters.push(Chapter { links, title });
            }
        }
        chapters
    }
}
