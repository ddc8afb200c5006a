//! Texts that stand on the wrong side.

use std::collections::HashSet;

use crate::file::AlignmentFile;
use crate::text::{Document, Side};

/// Whether each text holds more than half of the sentences that the alignment has on the other side, and fewer of its own: two
/// editions in one language hold most of both.
pub(super) fn swapped(stored: &AlignmentFile, texts: [&Document; 2]) -> bool {
    let there = texts.map(|text| text.lines().collect::<HashSet<_>>());
    Side::BOTH.iter().all(|&side| {
        let (own, other) = (&there[side.index()], &there[1 - side.index()]);
        let (mut all, mut straight, mut crossed) = (0usize, 0usize, 0usize);
        for sentence in stored.sentences(side) {
            all += 1;
            straight += usize::from(own.contains(sentence));
            crossed += usize::from(other.contains(sentence));
        }
        crossed * 2 > all && crossed > straight
    })
}
