//! Texts that stand on the wrong side.

use std::collections::HashSet;

use crate::file::AlignmentFile;
use crate::text::{Document, Side};

/// Whether each text holds more than half of the sentences that the alignment has on the other side.
pub(super) fn swapped(stored: &AlignmentFile, texts: [&Document; 2]) -> bool {
    Side::BOTH.iter().all(|&side| {
        let other = texts[1 - side.index()];
        let there: HashSet<_> = other.lines().collect();
        let held = stored.links.iter().flat_map(|link| link.texts(side));
        let (all, found) = held.fold((0usize, 0usize), |(all, found), sentence| {
            (all + 1, found + usize::from(there.contains(sentence.as_str())))
        });
        found * 2 > all
    })
}
