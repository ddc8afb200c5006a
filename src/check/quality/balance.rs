//! Quotation marks and brackets without a partner.

use super::{Found, Work};
use crate::check::Code;
use crate::text::Side;

/// Pairs of marks. Single quotation marks are left out: closing ones are apostrophes too.
const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('“', '”')];

/// Passages that a mark waits for its partner: quotations and parentheses may go on for some.
const REACH: usize = 40;

/// Passages that a straight mark waits, which tells less.
const STRAIGHT_REACH: usize = 4;

/// A mark without a partner so far.
struct Lone {
    mark: char,
    opens: bool,
    link: usize,
    passage: usize,
    /// «»» at the start of a passage: what another said goes on.
    goes_on: bool,
}

pub(super) fn check(work: &Work<'_>, side: Side) -> Vec<Found> {
    let passages = passages(work, side);
    let mut lone: Vec<Lone> = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        lone.extend(lone_marks(passage, index));
    }
    let first = |index: usize| passages.get(index).and_then(Passage::first);
    let mut waiting: Vec<Lone> = Vec::new();
    let mut found: Vec<Lone> = Vec::new();
    for mark in lone {
        let pair = PAIRS.iter().find(|(open, close)| [*open, *close].contains(&mark.mark));
        let Some((open, close)) = pair else {
            if first(mark.passage + 1) == Some(mark.mark) {
                continue;
            }
            // A straight mark: one that opens and one that closes look the same.
            let partner = waiting
                .iter()
                .rposition(|other| other.mark == mark.mark && near(other, &mark));
            match partner {
                Some(partner) => drop(waiting.remove(partner)),
                None => waiting.push(mark),
            }
            continue;
        };
        if mark.opens {
            // Speech that goes on opens its next passage anew and closes the last only.
            let is_quotation = !matches!(open, '(' | '[' | '{');
            let next = first(mark.passage + 1);
            if !is_quotation || !next.is_some_and(|next| next == *open || next == *close) {
                waiting.push(mark);
            }
            continue;
        }
        let partner = waiting
            .iter()
            .rposition(|other| other.mark == *open && near(other, &mark));
        match partner {
            Some(partner) => drop(waiting.remove(partner)),
            None => found.push(mark),
        }
    }
    found.extend(waiting.into_iter().filter(|mark| !mark.goes_on));
    found.sort_by_key(|mark| mark.link);
    let text = match side {
        Side::Source => "original",
        Side::Target => "translation",
    };
    let message = |mark: Lone| {
        let fault = match (mark.opens, mark.mark) {
            (_, '"') => "has no partner",
            (true, _) => "is opened and not closed",
            (false, _) => "is closed and not opened",
        };
        let Lone { mark, link, .. } = mark;
        (
            Code::Balance,
            link..link + 1,
            format!("{mark} {fault} in this passage of the {text}"),
        )
    };
    found.into_iter().map(message).collect()
}

fn near(open: &Lone, close: &Lone) -> bool {
    let reach = if open.mark == '"' { STRAIGHT_REACH } else { REACH };
    close.passage - open.passage <= reach
}

/// A passage: its sentences, each with its link.
struct Passage<'a> {
    sentences: Vec<(usize, &'a str)>,
}

impl Passage<'_> {
    /// Its first mark or letter.
    fn first(&self) -> Option<char> {
        self.sentences
            .first()?
            .1
            .chars()
            .find(|c| !matches!(c, '—' | '–' | '-' | ' '))
    }
}

fn passages<'a>(work: &Work<'a>, side: Side) -> Vec<Passage<'a>> {
    let mut passages: Vec<(u32, Passage<'a>)> = Vec::new();
    for (index, link) in work.links.iter().enumerate() {
        for (id, text) in work.positions.of(index, side).iter().zip(link.texts(side)) {
            match passages.last_mut() {
                Some((number, passage)) if *number == id.passage => passage.sentences.push((index, text)),
                _ => passages.push((
                    id.passage,
                    Passage {
                        sentences: vec![(index, text)],
                    },
                )),
            }
        }
    }
    passages.into_iter().map(|(_, passage)| passage).collect()
}

/// The marks of a passage that have no partner in it.
fn lone_marks(passage: &Passage<'_>, index: usize) -> Vec<Lone> {
    let mut open: Vec<Lone> = Vec::new();
    let mut lone: Vec<Lone> = Vec::new();
    let mut straight: Option<usize> = None;
    let mut at_start = true;
    for (link, text) in &passage.sentences {
        for (at, c) in text.char_indices() {
            let mark = |opens| Lone {
                mark: c,
                opens,
                link: *link,
                passage: index,
                goes_on: false,
            };
            if c == '"' {
                straight = if straight.is_some() { None } else { Some(*link) };
            } else if PAIRS.iter().any(|(opening, _)| *opening == c) {
                open.push(mark(true));
            } else if let Some((opening, _)) = PAIRS.iter().find(|(_, closing)| *closing == c) {
                match open.iter().rposition(|other| other.mark == *opening) {
                    Some(partner) => drop(open.remove(partner)),
                    None if at_start && c == '»' => open.push(Lone {
                        mark: '«',
                        goes_on: true,
                        ..mark(true)
                    }),
                    // «a)»: an item of a list.
                    None if c == ')' && is_label(&text[..at]) => {}
                    None => lone.push(mark(false)),
                }
            }
            at_start &= !c.is_alphanumeric();
        }
    }
    lone.extend(open);
    lone.extend(straight.map(|link| Lone {
        mark: '"',
        opens: true,
        link,
        passage: index,
        goes_on: false,
    }));
    lone
}

/// Whether what stands before a bracket is the number or letter of an item.
fn is_label(before: &str) -> bool {
    let word = before.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let is_roman = |c: char| "ivxlc".contains(c.to_ascii_lowercase());
    let letters = word.chars().count();
    letters == 1 || (letters > 1 && (word.chars().all(is_roman) || word.bytes().all(|byte| byte.is_ascii_digit())))
}
