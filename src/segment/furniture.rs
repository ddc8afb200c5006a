//! What the page brought into the text: running heads, page numbers, places of pictures.

use rustc_hash::{FxHashMap, FxHashSet};

use super::chars::is_dash;
use super::line::{Line, begins_sentence, ends_sentence};
use crate::text::Span;

/// Widest running head, in characters.
const MAX_HEAD: usize = 60;
/// Most lines of the legend of a picture.
const MAX_LEGEND: usize = 12;
/// One in so many marks of a kind must tear a sentence for all of them to be taken for furniture.
const OFTEN: usize = 4;
/// Widest line before a page's end that may be a heading or a line of verse, in characters.
const NARROW: usize = 45;

/// What a line is to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Text.
    None,
    /// A running head, if others like it are.
    Head,
    /// A figure, which numbers a page or a chapter.
    Number,
    /// Nothing but furniture: `[p. 41]`, `[Illustration]`.
    Sure,
}

/// Finds the furniture among lines. A line that tears a sentence is taken out and given apart, so that what goes on after it
/// follows at once and the sentence holds it; one that stands between sentences is marked as apart.
///
/// Figures and running heads are furniture only where one of them tears a sentence: else they are numbers of chapters, names of speakers,
/// refrains.
///
/// # Complexity
/// Linear in the lines.
pub(super) fn set_apart(text: &str, lines: Vec<Line>) -> (Vec<Line>, Vec<Span>) {
    let lines = join_legends(text, lines);
    let mut marks: Vec<Mark> = lines.iter().map(|line| mark(line.text(text))).collect();
    find_heads(text, &lines, &mut marks);
    if marks.iter().all(|&mark| mark == Mark::None) {
        return (lines, Vec::new());
    }
    let heads = torn_heads(text, &lines, &marks);
    for (line, mark) in lines.iter().zip(&mut marks) {
        if *mark == Mark::Head && !heads.contains(&key(line.text(text))) {
            *mark = Mark::None;
        }
    }
    let runs = runs(&marks);
    let torn: Vec<bool> = runs.iter().map(|run| tears(text, &lines, run)).collect();
    let numbered = |torn_only: bool| {
        let some = runs.iter().zip(&torn).filter(|(_, torn)| **torn || !torn_only);
        some.flat_map(|(run, _)| &marks[run.clone()])
            .filter(|&&mark| mark == Mark::Number)
            .count()
    };
    // A page ends inside a sentence more often than not.
    let numbers = numbered(true) > 0 && numbered(true) * OFTEN >= numbered(false);
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut inside = Vec::new();
    let mut at = 0;
    let mut close = false;
    for (run, torn) in runs.iter().zip(torn) {
        for line in &lines[at..run.start] {
            out.push(if close { Line { blanks: 0, ..*line } } else { *line });
            close = false;
        }
        at = run.end;
        close = torn;
        if torn {
            inside.extend(lines[run.clone()].iter().map(|line| line.span));
            continue;
        }
        for index in run.clone() {
            let apart = match marks[index] {
                Mark::Sure => true,
                Mark::Number => numbers,
                Mark::Head => true,
                Mark::None => false,
            };
            out.push(Line { apart, ..lines[index] });
        }
    }
    for line in &lines[at..] {
        out.push(if close { Line { blanks: 0, ..*line } } else { *line });
        close = false;
    }
    (out, inside)
}

/// Judges one line by itself.
fn mark(line: &str) -> Mark {
    let inside = line
        .strip_prefix(['[', '{', '(', '<'])
        .and_then(|rest| rest.strip_suffix([']', '}', ')', '>']));
    if let Some(inside) = inside {
        let picture = [
            "Illustration",
            "ILLUSTRATION",
            "Ilustración",
            "ILUSTRACIÓN",
            "Ilustracion",
            "Image",
            "Imagen",
            "Picture",
            "Grabado",
            "Lámina",
            "LÁMINA",
            "Figura",
            "Plate",
            "Frontispiece",
            "Frontispicio",
            "Blank Page",
            "Página en blanco",
            "Decoration",
            "Music",
            "Música",
        ];
        let named = picture.iter().any(|name| {
            inside
                .strip_prefix(name)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        let square = line.starts_with(['[', '{']);
        return if named && square || is_page(inside) || line.starts_with('{') && is_number(inside) {
            Mark::Sure
        } else {
            Mark::None
        };
    }
    if is_page(line) {
        return Mark::Sure;
    }
    let bare = line.trim_matches(|c: char| is_dash(c) || c.is_whitespace() || c == '.');
    if is_number(bare) { Mark::Number } else { Mark::None }
}

/// `p. 41`, `Pág. 23`, `Page xii`, `Pg 7`, `página 12`.
fn is_page(line: &str) -> bool {
    let names = [
        "pagina", "página", "pages", "page", "págs", "pags", "pág", "pag", "pgs", "pp", "pg", "p", "seite", "s", "fol",
        "folio", "f",
    ];
    let small = line.trim().to_lowercase();
    names.iter().any(|name| {
        small.strip_prefix(name).is_some_and(|rest| {
            let number = rest.trim_start_matches('.').trim_start();
            number.len() < rest.len() + usize::from(name.len() > 2) && is_number(number.trim_end_matches('.'))
        })
    })
}

/// A page's number: figures or small Roman ones, a range of them, or a leaf (`12v`).
fn is_number(text: &str) -> bool {
    let figures = |part: &str| {
        let digits = part.trim_end_matches(['r', 'v']);
        !digits.is_empty() && digits.len() < 5 && digits.bytes().all(|b| b.is_ascii_digit())
            || !part.is_empty() && part.len() < 8 && part.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l' | b'c'))
    };
    text.len() < 16 && text.split(['-', '–']).all(figures)
}

/// A running head without the page's number beside it, in small letters.
fn key(line: &str) -> String {
    let bare =
        line.trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || is_dash(c) || "[](){}|.".contains(c));
    bare.to_lowercase()
}

/// Marks lines that stand by themselves again and again.
fn find_heads(text: &str, lines: &[Line], marks: &mut [Mark]) {
    const LEAST: usize = 2;
    let alone = |at: usize| {
        let after = lines.get(at + 1).is_none_or(|next| next.blanks > 0);
        let number_beside = |other: Option<usize>| other.is_some_and(|other| marks.get(other) == Some(&Mark::Number));
        let numbered = lines[at].text(text).starts_with(|c: char| c.is_ascii_digit())
            || lines[at].text(text).ends_with(|c: char| c.is_ascii_digit());
        numbered || lines[at].blanks > 0 && after || number_beside(at.checked_sub(1)) || number_beside(Some(at + 1))
    };
    let candidates: Vec<(usize, String)> = (0..lines.len())
        .filter(|&at| marks[at] == Mark::None && lines[at].width <= MAX_HEAD && alone(at))
        .filter(|&at| begins_sentence(lines[at].text(text)) && !ends_sentence(lines[at].text(text)))
        .map(|at| (at, key(lines[at].text(text))))
        .filter(|(_, key)| key.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for (_, key) in &candidates {
        *counts.entry(key).or_default() += 1;
    }
    for (at, key) in &candidates {
        if counts[key.as_str()] >= LEAST {
            marks[*at] = Mark::Head;
        }
    }
}

/// The running heads that tear sentences often enough; one that has the page's number beside it needs less.
fn torn_heads(text: &str, lines: &[Line], marks: &[Mark]) -> FxHashSet<String> {
    let mut counts: FxHashMap<String, (usize, usize, bool)> = FxHashMap::default();
    for run in runs(marks) {
        let torn = tears(text, lines, &run);
        for index in run.filter(|&index| marks[index] == Mark::Head) {
            let line = lines[index].text(text);
            let count = counts.entry(key(line)).or_default();
            count.0 += 1;
            count.1 += usize::from(torn);
            count.2 |= line.contains(|c: char| c.is_ascii_digit());
        }
    }
    let often = counts
        .into_iter()
        .filter(|(_, (all, torn, numbered))| torn * OFTEN >= *all && *torn > 0 && (*numbered || *torn > 1 && *all > 2));
    often.map(|(key, _)| key).collect()
}

/// Stretches of lines that may be furniture.
fn runs(marks: &[Mark]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in marks.iter().enumerate().filter(|(_, mark)| **mark != Mark::None) {
        match runs.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// Whether a sentence goes on from the line above to the line below.
fn tears(text: &str, lines: &[Line], run: &std::ops::Range<usize>) -> bool {
    let Some(before) = run.start.checked_sub(1).map(|at| &lines[at]) else {
        return false;
    };
    let Some(after) = lines.get(run.end) else {
        return false;
    };
    let (above, below) = (before.text(text), after.text(text));
    // A word may go on over the page.
    let word =
        above.ends_with('-') && above.trim_end_matches('-').ends_with(char::is_lowercase) && !above.ends_with("--");
    if ends_sentence(above) && !word || run.len() > 3 {
        return false;
    }
    let small = below.starts_with(char::is_lowercase);
    let open = above.ends_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | '-' | '—'));
    // A heading or a line of verse ends without a mark too.
    let prose = before.width >= NARROW || before.blanks == 0 && before.width * 2 > NARROW;
    let goes_on = below.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '«' | '"' | '“' | '¿' | '¡' | '('));
    small && (open || prose || above.ends_with(char::is_uppercase)) && above.contains(char::is_lowercase)
        || open && prose && goes_on && before.width >= NARROW
}

/// The legend of a picture goes over several lines: `[Illustration: The mill` … `by night]`.
fn join_legends(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let opens = |line: &Line| {
        let line = line.text(text);
        ["[Illustration", "[Ilustración", "[ILLUSTRATION", "[ILUSTRACIÓN"]
            .iter()
            .any(|name| line.starts_with(name))
            && !line.ends_with(']')
    };
    if !lines.iter().any(opens) {
        return lines;
    }
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let mut line = lines[at];
        at += 1;
        if opens(&line) {
            let rest = &lines[at..lines.len().min(at + MAX_LEGEND)];
            if let Some(more) = rest.iter().position(|line| line.text(text).ends_with(']')) {
                line.span.end = rest[more].span.end;
                at += more + 1;
            }
        }
        out.push(line);
    }
    out
}
