//! What a block of lines is as a whole: a heading, a stanza, a speech under a name.

use crate::text::{PassageKind, Span};

use super::chars::is_in_capitals;
use super::layout::MAX_STANZA;
use super::line::{
    Line, Title, begins_sentence, ends_sentence, is_footnote, letter_part, list_mark, opens_speech, title,
};
use super::passage::{Block, MAX_WHOLE, Reader, joined};
use super::sentence::cut_sentences;

/// Most lines of a heading.
const MAX_HEADING_LINES: usize = 6;
/// Widest line of verse, in characters.
const MAX_VERSE: usize = 62;

impl Reader<'_> {
    /// A block that is a heading as a whole.
    pub(super) fn heading(&mut self, block: &[Line], apart: bool) -> bool {
        let text = self.text;
        if block.len() > MAX_HEADING_LINES {
            return false;
        }
        let span = joined(block);
        let whole = &text[span.range()];
        if whole.len() > 600 {
            return false;
        }
        let first = title(block[0].text(text), self.rules);
        if first != Title::Number && is_in_capitals(whole) && self.is_running_capitals(whole) {
            return false;
        }
        let is_heading = match block.len() {
            1 => match first {
                Title::Number => true,
                Title::Likely => list_mark(whole).is_none() || apart || !self.in_list,
                Title::Maybe => apart && letter_part(whole, self.rules).is_none() && !self.closed,
                Title::No => is_furniture(whole),
            },
            _ => {
                let own = |line: &Line| title(line.text(text), self.rules);
                let capitals = is_in_capitals(whole) && first != Title::No;
                let titled = first == Title::Number && block[1..].iter().all(|line| own(line) >= Title::Maybe);
                let keyed = first >= Title::Likely
                    && list_mark(whole).is_none()
                    && block[0].text(text).chars().any(char::is_lowercase)
                    && !ends_sentence(whole)
                    && apart;
                capitals || titled || keyed || is_furniture(whole)
            }
        };
        if !is_heading {
            return false;
        }
        // A number line and the title below it are two; a wrapped title is one.
        let pieces = match block.split_first() {
            Some((number, rest)) if first == Title::Number && !rest.is_empty() => {
                vec![number.span, joined(rest)]
            }
            _ => vec![span],
        };
        let short = whole.chars().count() <= MAX_WHOLE;
        self.push(PassageKind::Heading, pieces, short);
        true
    }

    /// Whether capitals are text: two sentences at least, each of several words.
    fn is_running_capitals(&self, whole: &str) -> bool {
        /// "Obra. Paisaje. Figura" is a heading, and so is "CHAPTER I. THE HOUSE".
        const LEAST_WORDS: usize = 3;
        let mut spans = Vec::new();
        cut_sentences(whole, Span::new(0, whole.len()), self.rules, &mut spans);
        spans.len() > 1
            && whole.ends_with(['.', '!', '?', '…', '"', '»', '”'])
            && spans
                .iter()
                .all(|span| whole[span.range()].split_whitespace().count() >= LEAST_WORDS)
    }

    /// Uneven short lines in stanzas.
    pub(super) fn is_verse(&self, block: &[Line]) -> bool {
        let text = self.text;
        if block.len() < 2 {
            return false;
        }
        let count = |test: &dyn Fn(&Line) -> bool| block.iter().filter(|line| test(line)).count();
        let all = block.len();
        let widest = if self.layout.stanzas { MAX_STANZA } else { MAX_VERSE };
        let narrow = count(&|line| line.width <= widest) * 10 >= all * 9;
        let closed = count(&|line| ends_sentence(line.text(text)));
        let speech = count(&|line| opens_speech(line.text(text)));
        let marks = count(&|line| list_mark(line.text(text)).is_some() || is_footnote(line.text(text)));
        let letter = count(&|line| letter_part(line.text(text), self.rules).is_some());
        let capital = count(&|line| begins_sentence(line.text(text)));
        let indented = count(&|line| line.indent > self.layout.base + 1);
        let set_in = indented * 10 >= all * 8;
        let unfilled = self.layout.stanzas || self.layout.is_unfilled(text, block);
        if narrow && self.layout.stanzas && all > 2 {
            return true;
        }
        // The stanza before says what this is, whatever its sentences do.
        if narrow && unfilled && self.out.last().is_some_and(|last| last.kind == PassageKind::Verse) {
            return true;
        }
        narrow
            && (letter == 0 || all > 3 && letter * 3 < all)
            && marks * 2 < all
            && (set_in || all > 2 || closed < all)
            && (closed * 10 <= all * 7 || set_in && speech * 2 < all)
            && (speech * 2 < all || set_in || unfilled && closed * 2 <= all)
            && (capital * 10 >= all * 6 || set_in || unfilled || all > 2 && self.layout.is_too_narrow(block))
            && all > 1
    }
}

/// The name of a speaker above a speech: `MACBETH.`
pub(super) fn is_speaker(line: &str) -> bool {
    line.len() <= 40 && line.ends_with(['.', ':']) && is_in_capitals(line)
}

/// Lines that Project Gutenberg sets around its texts.
fn is_furniture(text: &str) -> bool {
    let bare = text.trim_matches(['*', ' ']);
    text.starts_with("***") && (bare.starts_with("START OF") || bare.starts_with("END OF"))
        || bare.starts_with("End of the Project Gutenberg")
        || bare.starts_with("End of Project Gutenberg")
}

/// Makes one running text of the lines of a stanza; the name of who speaks it stays apart.
pub(super) fn join_verse(text: &str, block: &mut Block) {
    let named = block
        .pieces
        .first()
        .is_some_and(|first| is_speaker(&text[first.range()]));
    let verses = block.pieces.split_off(usize::from(named && block.pieces.len() > 1));
    if let (Some(first), Some(last)) = (verses.first(), verses.last()) {
        block.pieces.push(Span::new(first.start, last.end));
    }
    block.whole = false;
}
