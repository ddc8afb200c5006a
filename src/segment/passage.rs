//! Lines to passages: paragraphs, headings, verse, lists, letters, notes.

use crate::text::{PassageKind, Span};

use super::layout::Layout;
use super::line::{
    LetterPart, Line, Title, begins_sentence, ends_sentence, is_footnote, is_separator, letter_part, list_mark,
    opens_speech, title,
};
use super::rules::Rules;

/// Most lines of a heading.
const MAX_HEADING_LINES: usize = 6;
/// Longest heading that is one sentence whatever marks stand in it ("Work. Landscape. Figure"), in characters.
pub(super) const MAX_WHOLE: usize = 120;
/// Widest line of verse, in characters.
const MAX_VERSE: usize = 62;

/// A passage before it is cut into sentences.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: PassageKind,
    /// Stretches no sentence crosses.
    pub(super) pieces: Vec<Span>,
    /// Each piece is one sentence.
    pub(super) whole: bool,
}

/// Cuts a text's lines into passages.
pub(super) fn passages(text: &str, lines: &[Line], rules: &Rules) -> Vec<Block> {
    let layout = Layout::of(text, lines);
    let mut reader = Reader {
        text,
        rules,
        layout,
        out: Vec::new(),
        after_heading: true,
        closed: false,
        in_list: false,
    };
    let mut start = 0;
    let mut item_before = false;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && lines[end].blanks == 0 {
            end += 1;
        }
        let after = lines.get(end).map_or(usize::MAX, |line| line.blanks);
        let is_item = |line: &Line| list_mark(line.text(text)).is_some();
        let item_after = lines.get(end).is_some_and(is_item);
        reader.in_list = item_before || item_after;
        reader.block(&lines[start..end], after);
        item_before = is_item(&lines[start]);
        start = end;
    }
    reader.out
}

struct Reader<'a> {
    text: &'a str,
    rules: &'a Rules,
    layout: Layout,
    out: Vec<Block>,
    /// The passage before is a heading, or there is none.
    after_heading: bool,
    /// The passage before closes a letter: a signature may follow.
    closed: bool,
    /// The block before or after this one begins as a list's item does.
    in_list: bool,
}

impl Reader<'_> {
    fn push(&mut self, kind: PassageKind, pieces: Vec<Span>, whole: bool) {
        self.after_heading = kind == PassageKind::Heading;
        self.closed = false;
        self.out.push(Block { kind, pieces, whole });
    }

    /// Lines between blank lines; `after` is the number of blank lines below them.
    fn block(&mut self, block: &[Line], after: usize) {
        let text = self.text;
        if let Some((first, rest)) = block.split_first().filter(|(first, _)| is_separator(first.text(text))) {
            self.push(PassageKind::Separator, vec![first.span], true);
            if !rest.is_empty() {
                self.block(rest, after);
            }
            return;
        }
        let apart = block[0].blanks > 1 || after > 1 || self.after_heading;
        if self.heading(block, apart) {
            return;
        }
        if self.layout.is_wrapped(text, block) {
            self.wrapped(block, apart);
        } else if self.is_verse(block) {
            self.push(PassageKind::Verse, block.iter().map(|line| line.span).collect(), true);
        } else {
            self.lines(block);
        }
    }

    /// A block that is a heading as a whole.
    fn heading(&mut self, block: &[Line], apart: bool) -> bool {
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
        let is_heading = match block.len() {
            1 => match first {
                Title::Number => true,
                Title::Likely => list_mark(whole).is_none() || apart || !self.in_list,
                Title::Maybe => apart && letter_part(whole, self.rules).is_none() && !self.closed,
                Title::No => is_furniture(whole),
            },
            _ => {
                let own = |line: &Line| title(line.text(text), self.rules);
                let capitals = !whole.chars().any(char::is_lowercase) && first != Title::No;
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

    /// Wrapped running text: one paragraph, or several told apart by indents, marks or short lines.
    fn wrapped(&mut self, block: &[Line], apart: bool) {
        let text = self.text;
        let mut start = 0;
        let first = block[0].text(text);
        if block.len() > 1
            && !self
                .layout
                .is_full(text, &block[0], &block[1], self.layout.edge.unwrap_or(usize::MAX))
        {
            if letter_part(first, self.rules).is_some() {
                self.push(PassageKind::Letter, vec![block[0].span], true);
                start = 1;
            } else if title(first, self.rules) == Title::Number && apart {
                self.push(PassageKind::Heading, vec![block[0].span], true);
                start = 1;
            }
        }
        let notes = !self.layout.numbered_lines && is_footnote(first);
        let list = list_mark(first).map(|(_, kind)| kind);
        for at in start + 1..=block.len() {
            let begins = at == block.len() || {
                let (line, before) = (&block[at], &block[at - 1]);
                let here = line.text(text);
                (notes && is_footnote(here))
                    || (list.is_some() && list_mark(here).map(|(_, kind)| kind) == list)
                    || self.begins_paragraph(before, line)
            };
            if begins {
                self.paragraph(&block[start..at]);
                start = at;
            }
        }
    }

    /// Whether `line`, in a wrapped block, begins a paragraph.
    fn begins_paragraph(&self, before: &Line, line: &Line) -> bool {
        let text = self.text;
        if !ends_sentence(before.text(text)) || !begins_sentence(line.text(text)) {
            return false;
        }
        let Some(edge) = self.layout.edge else {
            return false;
        };
        let indented = line.indent > self.layout.base && before.indent <= line.indent;
        if self.layout.indents && indented {
            return true;
        }
        if self.layout.is_full(text, before, line, edge) {
            return false;
        }
        let speech = opens_speech(line.text(text)) && !self.layout.is_full(text, before, line, edge.saturating_sub(8));
        // A line that leaves a quarter of the width empty is a paragraph's last.
        speech || !self.layout.is_full(text, before, line, edge * 3 / 4)
    }

    fn paragraph(&mut self, lines: &[Line]) {
        let text = self.text;
        let span = joined(lines);
        let first = &text[span.range()];
        let kind = if !self.layout.numbered_lines && is_footnote(first) {
            PassageKind::Footnote
        } else if lines.len() == 1 && self.letter(first) {
            PassageKind::Letter
        } else if list_mark(first).is_some() {
            PassageKind::ListItem
        } else {
            PassageKind::Paragraph
        };
        let closes = kind == PassageKind::Letter && letter_part(first, self.rules) == Some(LetterPart::Closing);
        // "Muy Sr. mío:", "Madrid, 3 de mayo. 1897." are one sentence each.
        self.push(kind, vec![span], kind == PassageKind::Letter);
        self.closed = closes;
    }

    fn letter(&self, line: &str) -> bool {
        letter_part(line, self.rules).is_some() || (self.closed && line.chars().count() < 50)
    }

    /// Uneven short lines in stanzas.
    fn is_verse(&self, block: &[Line]) -> bool {
        let text = self.text;
        if block.len() < 2 {
            return false;
        }
        let count = |test: &dyn Fn(&Line) -> bool| block.iter().filter(|line| test(line)).count();
        let all = block.len();
        let narrow = count(&|line| line.width <= MAX_VERSE) * 10 >= all * 9;
        let closed = count(&|line| ends_sentence(line.text(text)));
        let speech = count(&|line| opens_speech(line.text(text)));
        let marks = count(&|line| list_mark(line.text(text)).is_some() || is_footnote(line.text(text)));
        let letter = count(&|line| letter_part(line.text(text), self.rules).is_some());
        let capital = count(&|line| begins_sentence(line.text(text)));
        let indented = count(&|line| line.indent > self.layout.base + 1);
        let set_in = indented * 10 >= all * 8;
        let unfilled = self.layout.is_unfilled(text, block);
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
            && (capital * 10 >= all * 6 || set_in || unfilled)
            && all > 1
    }

    /// Lines that are passages of their own.
    fn lines(&mut self, block: &[Line]) {
        let text = self.text;
        let edge = self.layout.edge.unwrap_or(usize::MAX);
        let mut start = 0;
        for at in 1..=block.len() {
            // An item or a note may go on in the next line.
            let goes_on = at < block.len() && {
                let (before, line) = (&block[at - 1], &block[at]);
                !begins_sentence(line.text(text))
                    && list_mark(line.text(text)).is_none()
                    && !ends_sentence(before.text(text))
                    && (line.indent > block[start].indent || self.layout.is_full(text, before, line, edge))
            };
            if goes_on {
                continue;
            }
            let lines = &block[start..at];
            let line = &text[joined(lines).range()];
            let after = block.get(at).map_or(0, |next| next.width);
            if is_separator(line) {
                self.push(PassageKind::Separator, vec![joined(lines)], true);
            } else if list_mark(line).is_none()
                && !self.letter(line)
                && match title(line, self.rules) {
                    Title::Number => true,
                    Title::Likely => !line.chars().any(char::is_lowercase) || start == 0,
                    Title::Maybe => start == 0 && after > 80 && self.after_heading,
                    Title::No => false,
                }
            {
                self.push(PassageKind::Heading, vec![joined(lines)], true);
            } else {
                self.paragraph(lines);
            }
            start = at;
        }
    }
}

/// Lines that Project Gutenberg sets around its texts.
fn is_furniture(text: &str) -> bool {
    let bare = text.trim_matches(['*', ' ']);
    text.starts_with("***") && (bare.starts_with("START OF") || bare.starts_with("END OF"))
        || bare.starts_with("End of the Project Gutenberg")
        || bare.starts_with("End of Project Gutenberg")
}

fn joined(lines: &[Line]) -> Span {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::new(0, 0),
    }
}
