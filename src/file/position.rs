//! Where the sentences of an alignment stand, for people: `passage.sentence`, worked out from the texts.

use super::AlignmentFile;
use crate::text::stream::lay;
use crate::text::{Document, SentenceId, Side};

/// The positions of all sentences of an alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Positions {
    /// By side each sentence's position.
    ids: [Vec<SentenceId>; 2],
    /// By link and side where its sentences begin in `ids`; one more at the end.
    starts: Vec<[usize; 2]>,
}

impl Positions {
    /// Works them out. A side whose text is not at hand, or has changed, counts as one passage.
    ///
    /// # Complexity
    /// Linear in the texts.
    #[must_use]
    pub fn new(file: &AlignmentFile, texts: [Option<&Document>; 2]) -> Self {
        let mut starts = Vec::with_capacity(file.links.len() + 1);
        let mut next = [0, 0];
        for link in &file.links {
            starts.push(next);
            next = [next[0] + link.source.len(), next[1] + link.target.len()];
        }
        starts.push(next);
        let of_side = |side: Side| {
            let count = next[side.index()];
            let known = texts[side.index()].and_then(|document| of_passages(file, side, document));
            known.unwrap_or_else(|| (1..=count).map(|number| id(1, number)).collect())
        };
        Self {
            ids: Side::BOTH.map(of_side),
            starts,
        }
    }

    /// The positions of the sentences of a link, by its index.
    #[must_use]
    pub fn of(&self, link: usize, side: Side) -> &[SentenceId] {
        let at = |link: usize| self.starts.get(link).map_or(0, |starts| starts[side.index()]);
        self.ids[side.index()].get(at(link)..at(link + 1)).unwrap_or_default()
    }

    /// The positions of all sentences of a side.
    #[must_use]
    pub fn of_side(&self, side: Side) -> &[SentenceId] {
        &self.ids[side.index()]
    }

    /// A link's name for people: `12.1 + 12.2 = 11.4`, with `–` for an empty side.
    #[must_use]
    pub fn name(&self, link: usize) -> String {
        let side = |side| match self.of(link, side) {
            [] => "–".to_owned(),
            ids => joined(ids, " + "),
        };
        format!("{} = {}", side(Side::Source), side(Side::Target))
    }

    /// A link's name on one word: `12.1+12.2=11.4`; an empty side is empty.
    #[must_use]
    pub fn short_name(&self, link: usize) -> String {
        let side = |side| joined(self.of(link, side), "+");
        format!("{}={}", side(Side::Source), side(Side::Target))
    }

    /// The link that holds the sentence at a position, by its index.
    #[must_use]
    pub fn find(&self, side: Side, id: SentenceId) -> Option<usize> {
        let at = self.ids[side.index()].binary_search(&id).ok()?;
        Some(self.starts.partition_point(|starts| starts[side.index()] <= at) - 1)
    }
}

fn joined(ids: &[SentenceId], with: &str) -> String {
    ids.iter().map(SentenceId::to_string).collect::<Vec<_>>().join(with)
}

fn id(passage: usize, sentence: usize) -> SentenceId {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    SentenceId {
        passage: number(passage),
        sentence: number(sentence),
    }
}

/// Counts sentences passage by passage; nothing where they are not those of the text.
fn of_passages(file: &AlignmentFile, side: Side, document: &Document) -> Option<Vec<SentenceId>> {
    let spans = lay(file.sentences(side), document.text().as_str()).ok()?;
    let mut ids: Vec<SentenceId> = Vec::with_capacity(spans.len());
    let mut sentences = document.sentences().iter().peekable();
    let mut passage = 0;
    for span in spans {
        // A person's cut may lie inside a sentence of the document, which then began before.
        while let Some(sentence) = sentences.next_if(|sentence| sentence.span.start <= span.start) {
            passage = sentence.passage.get() + 1;
        }
        let number = match ids.last() {
            Some(last) if last.passage as usize == passage => last.sentence as usize + 1,
            _ => 1,
        };
        ids.push(id(passage.max(1), number));
    }
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{document, file, link};

    #[test]
    fn positions_follow_the_passages_of_the_text_and_the_cuts_of_the_links() {
        let file = file(vec![
            link("El faro", "The lighthouse"),
            link("Llovía | mucho.", "It was raining hard."),
            link("", "Nobody went out."),
        ]);
        let texts = [
            document("El faro\n\nLlovía mucho.\n"),
            document("The lighthouse\n\nIt was raining hard.\n\nNobody went out.\n"),
        ];
        let known = Positions::new(&file, texts.each_ref().map(Some));
        let names: Vec<_> = (0..3).map(|link| known.name(link)).collect();
        assert_eq!(names, ["1.1 = 1.1", "2.1 + 2.2 = 2.1", "– = 3.1"]);
        assert_eq!(known.short_name(2), "=3.1");
        assert_eq!(known.find(Side::Target, id(2, 1)), Some(1));
        assert_eq!(known.find(Side::Source, id(2, 2)), Some(1));
        assert_eq!(known.find(Side::Source, id(2, 3)), None);
        let alone = Positions::new(&file, [None, None]);
        assert_eq!(alone.name(1), "1.2 + 1.3 = 1.2");
    }
}
