//! The words that moved from one link to another, marked.

use std::collections::HashSet;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Hunk;
use crate::file::Link;
use crate::text::{Side, fold_space, harmless};

/// What stands before and after words that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks<'a> {
    /// Around words that the link loses.
    pub removed: [&'a str; 2],
    /// Around words that the link gains.
    pub added: [&'a str; 2],
}

impl Marks<'static> {
    /// Marks made of characters.
    pub const BRACKETS: Self = Self {
        removed: ["[-", "-]"],
        added: ["{+", "+}"],
    };
}

/// Past this many comparisons a hunk is no longer one change that a reader could follow word by word.
const MOST_COMPARISONS: usize = 2_500;

impl Marks<'_> {
    /// The text of a link's side on one line, with the words marked that the link of the other version lacks
    /// which has most in common with it.
    pub(super) fn mark(&self, hunk: &Hunk<'_>, link: &Link, side: Side, is_before: bool) -> String {
        let text = one_line(&link.texts(side).join(" "));
        let (others, [open, close]) = if is_before {
            (&hunk.after, self.removed)
        } else {
            (&hunk.before, self.added)
        };
        let unmarked = open.is_empty() && close.is_empty();
        if unmarked || others.is_empty() || hunk.before.len() * hunk.after.len() > MOST_COMPARISONS {
            return text;
        }
        let partner = others.iter().rev().map(|other| (shared_bytes(link, other), other));
        let partner = partner
            .filter(|(shared, _)| *shared > 0)
            .max_by_key(|(shared, _)| *shared);
        let other = partner.map_or_else(String::new, |(_, other)| one_line(&other.texts(side).join(" ")));
        let mut marked = String::new();
        let mut end = 0;
        for range in lacking(&text, &other) {
            marked.push_str(&text[end..range.start]);
            marked.push_str(open);
            marked.push_str(&text[range.clone()]);
            marked.push_str(close);
            end = range.end;
        }
        marked.push_str(&text[end..]);
        marked
    }
}

/// How many bytes of words two links have in common, whatever the order.
fn shared_bytes(link: &Link, other: &Link) -> usize {
    let words = |link: &Link| -> HashSet<(Side, String)> {
        let of = |side: Side| {
            let words = link.texts(side).iter().flat_map(|text| text.split_whitespace());
            words.map(move |word| (side, word.to_owned())).collect::<Vec<_>>()
        };
        Side::BOTH.into_iter().flat_map(of).collect()
    };
    words(link)
        .intersection(&words(other))
        .map(|(_, word)| word.len())
        .sum()
}

/// The stretches of words of a text that another lacks, without the blanks around them.
fn lacking(text: &str, other: &str) -> Vec<Range<usize>> {
    let (places, others) = (words(text), words(other));
    let [ours, theirs] = [(text, &places), (other, &others)]
        .map(|(text, places)| places.iter().map(|place| &text[place.clone()]).collect::<Vec<_>>());
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &ours, &theirs) {
        let (DiffOp::Delete { old_index, old_len, .. } | DiffOp::Replace { old_index, old_len, .. }) = op else {
            continue;
        };
        for place in &places[old_index..old_index + old_len] {
            match stretches.last_mut() {
                Some(last) if text[last.end..place.start].trim().is_empty() => last.end = place.end,
                _ => stretches.push(place.clone()),
            }
        }
    }
    stretches
}

/// The places of the words of a text: what stands between blanks.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut end = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if !word.is_empty() {
            places.push(end..end + word.len());
        }
        end += part.len();
    }
    places
}

/// A text on one line that does nothing to a terminal.
pub(super) fn one_line(text: &str) -> String {
    harmless(&fold_space(&text.replace(char::is_control, " ")))
}
