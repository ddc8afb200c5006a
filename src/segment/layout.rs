//! How a text is set: hard-wrapped or a paragraph a line.

use super::line::{Line, begins_sentence};
use super::rules::{Rules, Words};

/// Lines wider than this are not wrapped by hand or by a program for plain text, in characters.
const MAX_WRAP: usize = 160;
/// Lines narrower than this are not wrapped prose, in characters.
const MIN_WRAP: usize = 45;
/// Fewer lines than this say nothing about the width of a text.
const MIN_LINES: usize = 12;
/// Widest line of a stanza, in characters.
pub(super) const MAX_STANZA: usize = 80;
/// Most lines of a stanza: a sonnet's and a blank more; the Raven has eleven.
const MOST_STANZA_LINES: usize = 17;
/// Fewer stanzas of one size may be chance.
const MIN_STANZAS: usize = 4;
/// Characters by which a full line may miss the width.
const SLACK: usize = 3;

/// What the lengths of all lines tell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Right edge of wrapped lines, in columns; none when the text is too short to tell.
    pub(super) edge: Option<usize>,
    /// Column at which most lines begin.
    pub(super) base: usize,
    /// Numbers in brackets at line starts count lines; they are no footnotes.
    pub(super) numbered_lines: bool,
    /// Paragraphs begin with an indented line.
    pub(super) indents: bool,
    /// The text is set in stanzas of the same number of lines.
    pub(super) stanzas: bool,
}

impl Layout {
    /// Reads the statistics of all lines.
    pub(super) fn of(text: &str, lines: &[Line]) -> Self {
        let (mut widths, mut indents) = ([0_usize; MAX_WRAP + 2], [0_usize; 64]);
        let (mut marked, mut indented, mut paragraphs) = (0, 0, 0);
        for line in lines {
            widths[(line.indent + line.width).min(MAX_WRAP + 1)] += 1;
            indents[line.indent.min(63)] += 1;
            marked += usize::from(line.marked && line.blanks == 0);
        }
        let base = (0..64)
            .max_by_key(|&column| (indents[column], 64 - column))
            .unwrap_or(0);
        for line in lines {
            if line.blanks == 0 && (base + 1..base + 10).contains(&line.indent) {
                indented += 1;
                paragraphs += usize::from(begins_sentence(line.text(text)));
            }
        }
        // 97 of 100: a few lines stick out of most wrapped texts.
        let mut above = lines.len() * 3 / 100;
        let edge = (0..=MAX_WRAP + 1).rev().find(|&width| {
            let found = widths[width];
            let reached = found > above;
            above = above.saturating_sub(found);
            reached
        });
        let layout = Self {
            edge: edge.filter(|_| lines.len() >= MIN_LINES),
            base,
            numbered_lines: marked > 2,
            stanzas: false,
            indents: lines.len() >= MIN_LINES && indented * 20 > lines.len() && paragraphs * 10 >= indented * 9,
        };
        Self {
            stanzas: layout.has_stanzas(text, lines),
            ..layout
        }
    }

    /// Whether most blocks of a text have the same number of lines, and these end of their own accord: prose ends its
    /// paragraphs where it will, and fills its lines.
    fn has_stanzas(&self, text: &str, lines: &[Line]) -> bool {
        let Some(edge) = self.edge else {
            return false;
        };
        let mut sizes = [0_usize; MOST_STANZA_LINES + 1];
        let (mut blocks, mut pairs, mut full, mut wide) = (0, 0, 0, 0);
        let mut start = 0;
        for at in 1..=lines.len() {
            if at < lines.len() && lines[at].blanks == 0 {
                continue;
            }
            let block = &lines[start..at];
            start = at;
            if block.len() > 2 {
                blocks += 1;
                sizes[block.len().min(MOST_STANZA_LINES)] += 1;
                pairs += block.len() - 1;
                full += block
                    .windows(2)
                    .filter(|pair| self.is_full(text, &pair[0], &pair[1], edge))
                    .count();
                wide += usize::from(block.iter().any(|line| line.width > MAX_STANZA));
            }
        }
        let most = sizes[3..MOST_STANZA_LINES].iter().copied().max().unwrap_or(0);
        most >= MIN_STANZAS && most * 10 >= blocks * 6 && full * 4 <= pairs * 3 && wide * 10 <= blocks
    }

    /// Whether the first word of `next` would not have fitted behind `line`.
    pub(super) fn is_full(&self, text: &str, line: &Line, next: &Line, edge: usize) -> bool {
        let word = next
            .text(text)
            .chars()
            .take(40)
            .take_while(|c| !c.is_whitespace())
            .count();
        line.indent + line.width + 1 + word + SLACK > edge
    }

    /// Whether the lines of a block end of their own accord: prose would have gone on at least to the
    /// first word of the next line, and nobody wraps prose as narrow as verse.
    pub(super) fn is_unfilled(&self, text: &str, block: &[Line]) -> bool {
        self.edge.is_some_and(|edge| {
            let full = |pair: &&[Line]| self.is_full(text, &pair[0], &pair[1], edge);
            edge < MIN_WRAP || block.windows(2).filter(full).count() * 5 <= block.len()
        })
    }

    /// Whether the lines of a block in a short text are narrower than anybody wraps prose.
    pub(super) fn is_too_narrow(&self, block: &[Line]) -> bool {
        self.edge.is_none() && block.iter().all(|line| line.indent + line.width < MIN_WRAP)
    }

    /// Whether the lines of a block are one running text, wrapped.
    pub(super) fn is_wrapped(&self, text: &str, block: &[Line], rules: &Rules) -> bool {
        let widest = block.iter().map(|line| line.indent + line.width).max().unwrap_or(0);
        if block.len() < 2 || widest > MAX_WRAP {
            return block.len() < 2;
        }
        if self.edge.is_some_and(|edge| edge < MIN_WRAP) || self.stanzas && widest <= MAX_STANZA {
            return false;
        }
        let pairs = block.len() - 1;
        let share = |edge: usize| {
            block
                .windows(2)
                .filter(|pair| self.is_full(text, &pair[0], &pair[1], edge))
                .count()
        };
        let small = block[1..]
            .iter()
            .filter(|line| !begins_sentence(line.text(text)))
            .count();
        let mean = block[..pairs].iter().map(|line| line.width).sum::<usize>() / pairs;
        let edge = self.edge.unwrap_or(widest);
        if (40..=MAX_WRAP).contains(&edge)
            && share(edge) * 10 >= pairs * 6
            && (self.edge.is_some() || small * 3 >= pairs)
        {
            return true;
        }
        // A few lines and nothing to compare with: prose breaks anywhere, verse mostly at a comma.
        let stopped = block[..pairs]
            .iter()
            .filter(|line| line.text(text).ends_with(|c: char| !c.is_alphanumeric()))
            .count();
        if self.edge.is_none() && small == pairs && stopped * 3 <= pairs {
            return true;
        }
        // No line of verse as wide as prose ends in an article or a preposition, and none of a list.
        let dangling = block[..pairs].iter().filter(|line| {
            let word = line
                .text(text)
                .rsplit(|c: char| c.is_whitespace())
                .next()
                .unwrap_or_default();
            word.starts_with(char::is_lowercase) && rules.has(Words::Starter, word)
        });
        let dangling = dangling.count();
        if self.edge.is_none()
            && widest >= MIN_WRAP
            && dangling > 0
            && share(widest) * 10 >= pairs * 8
            && (dangling + small) * 3 >= pairs
        {
            return true;
        }
        // Narrower than the rest (a quoted letter), or set with a ragged edge.
        small * 2 >= pairs && (mean >= 45 || mean >= 28 && share(widest) * 10 >= pairs * 9)
    }
}
