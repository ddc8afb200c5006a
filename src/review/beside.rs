//! Taking back a step beside which the aligner has grouped sentences otherwise since.

use std::ops::Range;

use super::Patch;
use super::prepare::undecided;
use crate::file::Link;
use crate::text::Side;

/// What takes a change back where the links that a person decided stand as it left them, and only the aligner's own beside them do
/// not. `back` is the change turned round. The sentences that it is not about stay with the aligner; nothing where a person had a
/// hand in any other link.
///
/// # Complexity
/// Linear in the links.
pub(super) fn beside(links: &[Link], back: &Patch) -> Option<Patch> {
    let (have, want) = (back.before(), back.after());
    if back.correction().is_some() {
        return None;
    }
    let first = have.iter().position(|link| link.status.is_pinned())?;
    let last = have.iter().rposition(|link| link.status.is_pinned())?;
    let core = &have[first..=last];
    let fits = |at: &usize| links.get(*at..at + core.len()).is_some_and(|there| there == core);
    let at = (0..links.len())
        .filter(fits)
        .min_by_key(|at| at.abs_diff(back.at() + first))?;

    let mut around = at..at + core.len();
    let mut spans = [0..0, 0..0];
    for side in Side::BOTH {
        let (span, held) = span(links, side, at..at + core.len(), have, first)?;
        around = around.start.min(held.start)..around.end.max(held.end);
        spans[side.index()] = span;
    }
    let is_free = |link: &Link| !link.status.is_pinned() && !link.is_stale() && link.note.is_none();
    let is_core = |index: usize| (at..at + core.len()).contains(&index);
    if !around.clone().all(|index| is_core(index) || is_free(&links[index])) {
        return None;
    }
    // Of the links around, what stands before the sentences in question and after them.
    let rest = |is_before: bool| {
        let side = |side: Side| -> Vec<String> {
            let start: usize = links[..around.start].iter().map(|link| link.texts(side).len()).sum();
            let sentences = links[around.clone()].iter().flat_map(|link| link.texts(side));
            let span = &spans[side.index()];
            let is_meant = |position: usize| {
                if is_before {
                    position < span.start
                } else {
                    position >= span.end
                }
            };
            let kept = (start..).zip(sentences).filter(|(position, _)| is_meant(*position));
            kept.map(|(_, sentence)| sentence.clone()).collect()
        };
        let [source, target] = Side::BOTH.map(side);
        (!source.is_empty() || !target.is_empty()).then(|| undecided(source, target))
    };
    let after = rest(true)
        .into_iter()
        .chain(want.iter().cloned())
        .chain(rest(false))
        .collect();
    Patch::new(around.start, links[around].to_vec(), after).ok()
}

/// Which sentences of a side a change is about, counted over the whole text, and which links hold them; nothing where other
/// sentences stand there. `core` are the links that stand as the change left them, from the `first`th of `have` on.
fn span(
    links: &[Link],
    side: Side,
    core: Range<usize>,
    have: &[Link],
    first: usize,
) -> Option<(Range<usize>, Range<usize>)> {
    let count = |links: &[Link]| links.iter().map(|link| link.texts(side).len()).sum::<usize>();
    let before = count(&links[..core.start]);
    let start = before.checked_sub(count(&have[..first]))?;
    let end = before + count(&have[first..]);
    let (mut held, mut next) = (core, 0);
    let mut there: Vec<&String> = Vec::with_capacity(end - start);
    for (index, link) in links.iter().enumerate() {
        for sentence in link.texts(side) {
            if (start..end).contains(&next) {
                there.push(sentence);
                held = held.start.min(index)..held.end.max(index + 1);
            }
            next += 1;
        }
    }
    let meant = have.iter().flat_map(|link| link.texts(side));
    there.into_iter().eq(meant).then_some((start..end, held))
}
