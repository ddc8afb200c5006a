//! A whole column set right: its cells go up or down by one link.

use std::iter::once;

use super::{Link, OpError, Patch, SentenceName, State, by_side, decided, decided_in_the_way};
use crate::text::Side;

impl State {
    pub(super) fn shift_up(&self, at: &SentenceName) -> Result<Patch, OpError> {
        let (link, side) = (self.find(at)?.link, at.side);
        let before = link.checked_sub(1).ok_or(OpError::First)?;
        self.check_free(link)?;
        // The last link that gives its cell; what it leaves is empty or takes nothing from beyond a decision.
        let last = self.last_to_shift(link, side);
        let links = &self.file.links[before..=last];
        let mut shares: Vec<Vec<String>> = links[1..].iter().map(|link| link.texts(side).to_vec()).collect();
        shares[0] = [links[0].texts(side), &shares[0]].concat();
        shares.push(Vec::new());
        self.share_out(before, last, side, shares)
    }

    pub(super) fn shift_down(&self, at: &SentenceName) -> Result<Patch, OpError> {
        let (link, side) = (self.find(at)?.link, at.side);
        self.check_free(link)?;
        let last = self.last_to_shift(link, side);
        // An empty cell takes the last one; where there is none, the last link holds two.
        let gap = self.file.links.get(last + 1).filter(|link| !link.status.is_pinned());
        let end = if gap.is_some() { last + 1 } else { last };
        if end == link {
            return Err(OpError::Last);
        }
        let cells = self.file.links[link..=end].iter().map(|link| link.texts(side).to_vec());
        let mut shares: Vec<Vec<String>> = once(Vec::new()).chain(cells).collect();
        let over = shares.pop().unwrap_or_default();
        if let Some(share) = shares.last_mut() {
            share.extend(over);
        }
        self.share_out(link, end, side, shares)
    }

    /// A decision is not shifted with the rest.
    fn check_free(&self, link: usize) -> Result<(), OpError> {
        let link = &self.file.links[link];
        if link.status.is_pinned() {
            return Err(decided_in_the_way(link));
        }
        Ok(())
    }

    /// The last link of a run from `link` on that nobody decided and whose cell of the side holds something.
    fn last_to_shift(&self, link: usize, side: Side) -> usize {
        let goes = |link: &&Link| !link.status.is_pinned() && !link.texts(side).is_empty();
        let run = self.file.links[link + 1..].iter().take_while(goes).count();
        link + run
    }

    fn share_out(&self, from: usize, to: usize, side: Side, shares: Vec<Vec<String>>) -> Result<Patch, OpError> {
        let links = &self.file.links[from..=to];
        let shared = links.iter().zip(shares).filter_map(|(link, share)| {
            let (source, target) = by_side(side, share, link.texts(side.other()).to_vec());
            (!source.is_empty() || !target.is_empty()).then(|| decided(source, target, once(link)))
        });
        self.change(from, to - from + 1, shared.collect())
    }
}
