//! What is gathered from a form: passages whose kind the form itself tells.

use crate::text::{PassageKind, TextBlock};

/// Longest line of verse, in characters; as for plain text.
const MAX_VERSE: usize = 62;

/// Passages as they come, each a line or several.
#[derive(Debug, Default)]
pub(super) struct Page {
    blocks: Vec<TextBlock>,
}

impl Page {
    /// Adds running text: its line breaks are those that the form sets on purpose.
    ///
    /// Short lines are verse or an address, each a sentence; an empty line ends a passage; long ones are passages.
    pub(super) fn text(&mut self, kind: PassageKind, text: &str) {
        let mut run: Vec<String> = Vec::new();
        for line in text.split('\n') {
            let line = folded(line);
            if line.is_empty() {
                self.run(kind, &mut run);
            } else {
                run.push(line);
            }
        }
        self.run(kind, &mut run);
    }

    fn run(&mut self, kind: PassageKind, lines: &mut Vec<String>) {
        let short = lines.iter().all(|line| line.chars().count() <= MAX_VERSE);
        if kind == PassageKind::Paragraph && short && lines.len() > 1 {
            self.lines(PassageKind::Verse, std::mem::take(lines));
        }
        for text in lines.drain(..) {
            self.blocks.push(TextBlock {
                kind,
                text,
                whole: false,
            });
        }
    }

    /// Adds a passage of which each line is a sentence.
    pub(super) fn lines(&mut self, kind: PassageKind, lines: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
        if !lines.is_empty() {
            self.blocks.push(TextBlock {
                kind,
                text: lines.join("\n"),
                whole: true,
            });
        }
    }

    /// Adds what another page holds.
    pub(super) fn append(&mut self, mut other: Self) {
        self.blocks.append(&mut other.blocks);
    }

    /// The passages.
    pub(super) fn finish(self) -> Vec<TextBlock> {
        self.blocks
    }
}

/// A line with blanks as they are seen: runs of them are one. No-break spaces are kept.
pub(super) fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line
        .split(|c: char| c.is_ascii_whitespace() || c == '\u{feff}')
        .filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
