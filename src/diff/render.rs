//! A difference as text to read.

use std::fmt::Write as _;

use super::words::{Marks, one_line};
use super::{Diff, Hunk, StatusChange};
use crate::file::{Link, Positions};
use crate::text::Side;

/// The difference as text: `-` and `+` for beads, with their sentences, `~` for what is said of a
/// bead. What did not change is not shown, and estimates of the aligner are only counted. `names` tell where the
/// sentences of both alignments stand.
#[must_use]
pub fn render(diff: &Diff<'_>, names: [&Positions; 2]) -> String {
    render_marked(diff, names, &Marks::default())
}

/// As [`render`], with the words marked that moved from one link to another.
#[must_use]
pub fn render_marked(diff: &Diff<'_>, names: [&Positions; 2], marks: &Marks<'_>) -> String {
    let mut blocks: Vec<String> = diff.hunks.iter().map(|hunk| render_hunk(hunk, names, marks)).collect();
    let (estimates, judged): (Vec<_>, Vec<_>) = diff.changes.iter().partition(|change| change.is_estimate_only());
    blocks.extend(judged.into_iter().map(|change| render_change(change, names[1])));
    match estimates.len() {
        0 => {}
        1 => blocks.push("~ 1 link differs in confidence or reasons only\n".to_owned()),
        count => {
            blocks.push(format!("~ {count} links differ in confidence or reasons only\n"));
        }
    }
    blocks.join("\n")
}

/// Past this the sentences begin where they can, not in one column.
const WIDEST_NAME: usize = 32;

fn render_hunk(hunk: &Hunk<'_>, names: [&Positions; 2], marks: &Marks<'_>) -> String {
    let (before, after) = (
        hunk.before.iter().map(|link| ('-', link)),
        hunk.after.iter().map(|link| ('+', link)),
    );
    let lines: Vec<_> = before
        .chain(after)
        .map(|(sign, link)| (sign, names[usize::from(sign == '+')].name(link.index), link))
        .collect();
    let widths = lines.iter().map(|(_, name, _)| name.chars().count());
    let width = widths.filter(|&width| width <= WIDEST_NAME).max().unwrap_or_default();
    let mut text = String::new();
    for (sign, name, link) in lines {
        let mut name = name.as_str();
        let sides = Side::BOTH.into_iter();
        for side in sides.filter(|&side| !link.texts(side).is_empty()) {
            let sentence = marks.mark(hunk, link, side, sign == '-');
            let _ = writeln!(text, "{sign} {name:width$}  \"{sentence}\"");
            name = "";
        }
    }
    text
}

fn render_change(change: &StatusChange<'_>, names: &Positions) -> String {
    let StatusChange { before, after } = change;
    let mut said = Vec::new();
    if before.status != after.status {
        said.push(format!("{} -> {}", before.status.as_str(), after.status.as_str()));
    }
    if before.confidence != after.confidence {
        said.push(format!(
            "confidence {:?} -> {:?}",
            before.confidence.get(),
            after.confidence.get()
        ));
    }
    if before.note != after.note {
        let note = |link: &Link| link.note.as_deref().map_or_else(|| "none".to_owned(), quoted);
        said.push(format!("note {} -> {}", note(before), note(after)));
    }
    let name = names.name(after.index);
    let width = name.chars().count();
    let mut text = format!("~ {name}  {}\n", said.join(", "));
    for sentence in quoted_sides(after) {
        let _ = writeln!(text, "~ {:width$}  {sentence}", "");
    }
    text
}

fn quoted_sides(link: &Link) -> impl Iterator<Item = String> {
    let sides = link.words().into_iter();
    sides
        .filter(|texts| !texts.is_empty())
        .map(|texts| quoted(&texts.join(" ")))
}

/// A text in quotes and on one line.
fn quoted(text: &str) -> String {
    format!("\"{}\"", one_line(text))
}
