//! Links of front and back matter, of which nothing is to be told.

use crate::file::AlignmentFile;
use crate::text::{Document, PassageKind, SentenceIndex, Side};

/// For each link whether it holds nothing of the work itself: editions have their own title pages, contents and adverts, and nobody
/// translates them. A preface that both texts have is looked at as the work is.
///
/// # Complexity
/// Linear in the sentences.
pub(super) fn links_apart(file: &AlignmentFile, source: &Document, target: &Document) -> Vec<bool> {
    let mut next = [0_usize; 2];
    let mut links = Vec::with_capacity(file.links.len());
    for link in &file.links {
        let (mut apart, mut text) = (true, true);
        let mut sides = 0;
        for (at, (side, document)) in [(Side::Source, source), (Side::Target, target)].into_iter().enumerate() {
            let count = link.texts(side).len();
            sides += usize::from(count > 0);
            for index in next[at]..(next[at] + count).min(document.len()) {
                let kind = document.passage_of(SentenceIndex::from(index)).kind;
                apart &= kind.is_apart();
                text &= matches!(kind, PassageKind::Matter(matter) if matter.is_text());
            }
            next[at] += count;
        }
        links.push(apart && (sides < 2 || !text));
    }
    links
}
