//! Lines to passages: paragraphs, headings, verse, lists, letters, notes.

use crate::text::{PassageKind, Span};

use super::furniture;
use super::item;
use super::layout::Layout;
use super::line::{
    LetterPart, Line, Title, begins_sentence, ends_sentence, is_footnote, is_separator, letter_part, list_mark,
    opens_speech, title,
};
use super::look::{is_speaker, join_verse};
use super::rules::Rules;
use super::sentence::cut_sentences;

/// Longest heading that is one sentence whatever marks stand in it ("Work. Landscape. Figure"), in characters.
pub(super) const MAX_WHOLE: usize = 120;
/// Fewer speeches under a name do not make a play.
const MIN_SPEAKERS: usize = 3;

/// A passage before it is cut into sentences.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: PassageKind,
    /// Stretches no sentence crosses.
    pub(super) pieces: Vec<Span>,
    /// Each piece is one sentence.
    pub(super) whole: bool,
    /// Furniture inside that a sentence goes on over.
    pub(super) torn: Vec<Span>,
}

/// Cuts a text's lines into passages.
pub(super) fn passages(text: &str, lines: Vec<Line>, rules: &Rules) -> Vec<Block> {
    let (lines, torn) = furniture::set_apart(text, lines);
    let layout = Layout::of(text, &lines);
    let mut reader = Reader {
        text,
        rules,
        layout,
        out: Vec::new(),
        after_heading: true,
        closed: false,
        in_list: false,
        fenced: false,
        verse: 0,
        speakers: 0,
    };
    let mut start = 0;
    let mut item_before = false;
    while start < lines.len() {
        if lines[start].apart {
            reader.out.push(Block {
                kind: PassageKind::Furniture,
                pieces: vec![lines[start].span],
                whole: true,
                torn: Vec::new(),
            });
            start += 1;
            continue;
        }
        let mut end = start + 1;
        while end < lines.len() && lines[end].blanks == 0 && !lines[end].apart {
            end += 1;
        }
        let after = lines.get(end).map_or(usize::MAX, |line| line.blanks);
        let is_item = |line: &Line| list_mark(line.text(text)).is_some();
        let item_after = lines.get(end).is_some_and(is_item);
        reader.in_list = item_before || item_after;
        reader.fenced_or_block(&lines[start..end], after);
        item_before = is_item(&lines[start]);
        start = end;
    }
    // Verse in a novel or a play is read by sentences, as the prose around it and its translation are; a poem by lines.
    let poem = reader.verse * 2 > lines.len() && reader.speakers < MIN_SPEAKERS;
    let mut blocks = reader.out;
    if !poem {
        blocks
            .iter_mut()
            .filter(|block| block.kind == PassageKind::Verse)
            .for_each(|block| join_verse(text, block));
    }
    head_notes(text, &mut blocks);
    cover(text, &mut blocks);
    let mut torn = torn.into_iter().peekable();
    for block in &mut blocks {
        let end = block.pieces.last().map_or(0, |last| last.end);
        while let Some(mark) = torn.next_if(|mark| mark.start < end) {
            block.torn.push(mark);
        }
    }
    blocks
}

/// The heading above notes goes with them: an edition may set its notes elsewhere.
fn head_notes(text: &str, blocks: &mut [Block]) {
    const NAMES: [&str; 10] = [
        "footnotes",
        "footnote",
        "notes",
        "endnotes",
        "notas",
        "nota",
        "notas al pie",
        "anmerkungen",
        "notes de bas de page",
        "note",
    ];
    for at in 1..blocks.len() {
        let heading = &blocks[at - 1];
        if heading.kind == PassageKind::Heading && blocks[at].kind == PassageKind::Footnote && heading.pieces.len() == 1
        {
            let name = text[heading.pieces[0].range()]
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase();
            if NAMES.contains(&name.as_str()) {
                blocks[at - 1].kind = PassageKind::Footnote;
            }
        }
    }
}

/// Gives what stands between two pieces, a page number inside a poem or a list, to the piece before it.
fn cover(text: &str, blocks: &mut [Block]) {
    let mut last: Option<&mut Span> = None;
    for span in blocks.iter_mut().flat_map(|block| &mut block.pieces) {
        if let Some(last) = last
            && !text[last.end..span.start].trim().is_empty()
        {
            last.end = span.start;
        }
        last = Some(span);
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) rules: &'a Rules,
    pub(super) layout: Layout,
    pub(super) out: Vec<Block>,
    /// The passage before is a heading, or there is none.
    pub(super) after_heading: bool,
    /// The passage before closes a letter: a signature may follow.
    pub(super) closed: bool,
    /// The block before or after this one begins as a list's item does.
    pub(super) in_list: bool,
    /// Inside a fenced block of code, as Markdown has it.
    pub(super) fenced: bool,
    /// Lines read as verse, and blocks that begin with the name of a speaker.
    pub(super) verse: usize,
    pub(super) speakers: usize,
}

impl Reader<'_> {
    pub(super) fn push(&mut self, kind: PassageKind, pieces: Vec<Span>, whole: bool) {
        self.after_heading = kind == PassageKind::Heading;
        self.closed = false;
        self.out.push(Block {
            kind,
            pieces,
            whole,
            torn: Vec::new(),
        });
    }

    /// Code stands as it is: what stands between blank lines is one sentence.
    fn fenced_or_block(&mut self, block: &[Line], after: usize) {
        let fences = block
            .iter()
            .filter(|line| line.text(self.text).starts_with("```"))
            .count();
        if self.fenced || fences > 0 && block[0].text(self.text).starts_with("```") {
            self.fenced ^= fences % 2 == 1;
            self.push(PassageKind::Paragraph, vec![joined(block)], true);
        } else {
            self.block(block, after);
        }
    }

    /// Lines between blank lines; `after` is the number of blank lines below them.
    fn block(&mut self, block: &[Line], after: usize) {
        let text = self.text;
        // A heading underlined, as Markdown has it.
        if block.len() > 1 && is_underline(block[1].text(text), &block[0]) {
            self.push(PassageKind::Heading, vec![joined(&block[..2])], true);
            if block.len() > 2 {
                self.block(&block[2..], after);
            }
            return;
        }
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
        self.speakers += usize::from(block.len() > 1 && is_speaker(block[0].text(text)));
        if self.list(block) {
            return;
        }
        if self.layout.is_wrapped(text, block, self.rules) {
            self.wrapped(block, apart);
        } else if self.is_verse(block) {
            self.verse += block.len();
            self.push(PassageKind::Verse, block.iter().map(|line| line.span).collect(), true);
        } else {
            self.lines(block);
        }
    }

    /// A list with what leads to it and what follows it.
    fn list(&mut self, block: &[Line]) -> bool {
        let text = self.text;
        let starts = item::items(text, block);
        let Some(&first) = starts.first() else {
            return false;
        };
        let edge = block.iter().map(|line| line.indent + line.width).max().unwrap_or(0);
        if first > 0 {
            self.running(&block[..first]);
        }
        for (index, &start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(block.len());
            let mut item = start + 1;
            while item < end && item::goes_on(text, &block[item - 1], &block[item], edge) {
                item += 1;
            }
            self.push(PassageKind::ListItem, vec![joined(&block[start..item])], false);
            if item < end {
                self.running(&block[item..end]);
            }
        }
        true
    }

    /// Lines before or after the items of a list.
    fn running(&mut self, lines: &[Line]) {
        if lines.len() == 1 || self.layout.is_wrapped(self.text, lines, self.rules) {
            self.wrapped(lines, false);
        } else {
            self.lines(lines);
        }
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
        // "Muy Sr. mío:", "Madrid, 3 de mayo. 1897.", "[Thunder. Enter Ann.]" are one sentence each.
        let direction = first.len() <= MAX_WHOLE
            && first
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
                .is_some_and(|inside| !inside.contains(']'));
        let whole = direction || kind == PassageKind::Letter && !self.goes_on_after_date(first);
        self.push(kind, vec![span], whole);
        self.closed = closes;
    }

    /// `May 3, 1897. The mill is sold.`
    fn goes_on_after_date(&self, line: &str) -> bool {
        let mut spans = Vec::new();
        cut_sentences(line, Span::new(0, line.len()), self.rules, &mut spans);
        let dated = |span: &Span| line[span.range()].contains(|c: char| c.is_ascii_digit());
        spans.first().is_some_and(dated) && spans[1..].iter().any(|span| !dated(span))
    }

    fn letter(&self, line: &str) -> bool {
        letter_part(line, self.rules).is_some() || (self.closed && line.chars().count() < 50)
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

/// The line under a heading: `=====`, `-----`, at least half as wide.
fn is_underline(line: &str, above: &Line) -> bool {
    line.len() > 2
        && line.len() * 2 >= above.width
        && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

pub(super) fn joined(lines: &[Line]) -> Span {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::new(0, 0),
    }
}
