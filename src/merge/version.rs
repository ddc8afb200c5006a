//! The links of one version, laid on the merged sentences.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::frame::{Frame, Place};
use crate::file::{AlignmentFile, Link, Status};
use crate::text::Side;

/// Which merged sentences a link holds. An empty side is `0..0`, wherever the link stands: what was
/// decided is that its sentences have no partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) sides: [Range<usize>; 2],
}

impl Group {
    pub(super) fn new(source: Range<usize>, target: Range<usize>) -> Self {
        let tidy = |range: Range<usize>| if range.is_empty() { 0..0 } else { range };
        Self {
            sides: [tidy(source), tidy(target)],
        }
    }

    /// Whether both sides hold sentences.
    pub(super) fn is_pair(&self) -> bool {
        self.sides.iter().all(|side| !side.is_empty())
    }

    fn key(&self) -> [usize; 4] {
        let [source, target] = &self.sides;
        [source.start, source.end, target.start, target.end]
    }
}

impl PartialOrd for Group {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Group {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// A version of the alignment on the merged sentences.
pub(super) struct Version<'a> {
    pub(super) file: &'a AlignmentFile,
    /// What each link holds, where all of its sentences still stand side by side.
    pub(super) groups: Vec<Option<Group>>,
    /// Whether a sentence of the link is worded otherwise now.
    pub(super) touched: Vec<bool>,
    pub(super) by_group: BTreeMap<Group, usize>,
    /// For each merged sentence of a side the link that holds it.
    pub(super) holders: [Vec<Option<usize>>; 2],
    /// For each link the side and the number of a merged sentence it holds.
    firsts: Vec<Option<(usize, usize)>>,
}

impl<'a> Version<'a> {
    /// `number` is the version's place among base, ours and theirs.
    pub(super) fn new(file: &'a AlignmentFile, number: usize, frames: &[Frame; 2]) -> Self {
        let mut version = Self {
            file,
            groups: Vec::with_capacity(file.links.len()),
            touched: Vec::with_capacity(file.links.len()),
            by_group: BTreeMap::new(),
            firsts: vec![None; file.links.len()],
            holders: [0, 1].map(|side: usize| vec![None; frames[side].texts.len()]),
        };
        let mut next = [0; 2];
        for (index, link) in file.links.iter().enumerate() {
            let mut ranges = [Some(0..0), Some(0..0)];
            let mut touched = false;
            for (number_of_side, side) in Side::BOTH.into_iter().enumerate() {
                let end = next[number_of_side] + link.texts(side).len();
                let places = frames[number_of_side].places[number]
                    .get(next[number_of_side]..end)
                    .unwrap_or_default();
                next[number_of_side] = end;
                for place in places.iter().flatten() {
                    version.holders[number_of_side][place.index] = Some(index);
                    version.firsts[index].get_or_insert((number_of_side, place.index));
                    touched |= place.touched;
                }
                ranges[number_of_side] = side_by_side(places);
            }
            let group = match ranges {
                [Some(source), Some(target)] => Some(Group::new(source, target)),
                _ => None,
            };
            if let Some(group) = &group {
                version.by_group.insert(group.clone(), index);
            }
            version.groups.push(group);
            version.touched.push(touched);
        }
        version
    }

    /// The link that holds exactly these sentences.
    pub(super) fn find(&self, group: &Group) -> Option<&'a Link> {
        self.by_group.get(group).map(|&index| &self.file.links[index])
    }

    /// Whether the wording under the link has changed since.
    pub(super) fn is_touched(&self, group: &Group) -> bool {
        self.by_group.get(group).is_some_and(|&index| self.touched[index])
    }

    /// Numbers of the links that hold any of these sentences, in order.
    pub(super) fn overlapping(&self, group: &Group) -> Vec<usize> {
        let sides = group.sides.iter().zip(&self.holders);
        let mut found: Vec<usize> = sides
            .flat_map(|(range, holders)| holders[range.clone()].iter().flatten().copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A merged sentence of the link or, where none of its sentences is left, of one before it.
    pub(super) fn nearest(&self, link: usize) -> Option<Group> {
        let (side, index) = self.firsts[..=link].iter().rev().flatten().next()?;
        let mut sides = [0..0, 0..0];
        sides[*side] = *index..index + 1;
        Some(Group { sides })
    }

    /// Whether a person decided about any of these sentences.
    pub(super) fn decides(&self, group: &Group) -> bool {
        self.overlapping(group)
            .into_iter()
            .any(|index| self.file.links[index].status.is_pinned())
    }
}

/// The range of sentences that all stand, one after the other; the empty range for no sentence.
fn side_by_side(places: &[Option<Place>]) -> Option<Range<usize>> {
    let Some(first) = places.first() else {
        return Some(0..0);
    };
    let start = (*first)?.index;
    let all = places
        .iter()
        .zip(start..)
        .all(|(place, index)| place.is_some_and(|place| place.index == index));
    all.then_some(start..start + places.len())
}

/// What a version says of some sentences, in words: `“Llovía.” = “It rained.” (edited)`.
pub(super) fn spell(link: &Link) -> String {
    let side = |side| match link.texts(side) {
        [] => "–".to_owned(),
        texts => texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(" + "),
    };
    let (source, target) = (side(Side::Source), side(Side::Target));
    let mut said = format!("{source} = {target} ({}", link.status.as_str());
    if let Some(note) = link.note.as_deref().filter(|_| link.status != Status::Auto) {
        let _ = write!(said, ", noting “{}”", note.replace('\n', " "));
    }
    said.push(')');
    said
}

/// As much of a sentence as it takes to know it again.
fn quote(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => {
            let cut = text[..end].rfind(' ').unwrap_or(end);
            format!("“{}…”", &text[..cut])
        }
        None => format!("“{text}”"),
    }
}
