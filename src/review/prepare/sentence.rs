//! Cutting and joining sentences themselves. Only a decision fixes where a sentence is cut, so the link becomes one.

use super::{Link, OpError, Patch, Place, SentenceName, State, by_side, decided, rest};
use crate::review::Correction;
use crate::text::{Side, fold_space, letters};

impl State {
    pub(super) fn cut(&self, at: &SentenceName, parts: &[String]) -> Result<Patch, OpError> {
        let Place { link, position } = self.find(at)?;
        let parts: Vec<String> = parts.iter().map(|part| fold_space(part).trim().to_owned()).collect();
        let said = parts.iter().flat_map(|part| letters(part));
        if parts.len() < 2 || parts.iter().any(String::is_empty) || !said.eq(letters(&at.text)) {
            return Err(OpError::OtherWords);
        }
        let own = self.file.links[link].texts(at.side);
        let own = [&own[..position], &parts, &own[position + 1..]].concat();
        self.change(link, 1, vec![self.with_side(link, at.side, own)])
    }

    pub(super) fn correct(&self, at: &SentenceName, words: &str) -> Result<Patch, OpError> {
        let Place { link, position } = self.find(at)?;
        let words = fold_space(words).trim().to_owned();
        if words.is_empty() {
            return Err(OpError::NoWords);
        }
        let correction = Correction {
            side: at.side,
            position,
        };
        Ok(Patch::of_correction(
            link,
            self.file.links[link].clone(),
            correction,
            &words,
        )?)
    }

    pub(super) fn join(&self, at: &SentenceName) -> Result<Patch, OpError> {
        let (Place { link, position }, side) = (self.find(at)?, at.side);
        let own = self.file.links[link].texts(side);
        let joined = |next: &String| format!("{} {next}", at.text);
        if let Some(next) = own.get(position + 1) {
            let own = [&own[..position], &[joined(next)], &own[position + 2..]].concat();
            return self.change(link, 1, vec![self.with_side(link, side, own)]);
        }
        let later = self.file.links[link + 1..]
            .iter()
            .position(|link| !link.texts(side).is_empty());
        // Links between that hold nothing of this side stay where they are.
        let donor = link + 1 + later.ok_or(OpError::NoNext)?;
        let theirs = self.file.links[donor].texts(side);
        let own = [&own[..position], &[joined(&theirs[0])]].concat();
        let mut after = vec![self.with_side(link, side, own)];
        after.extend_from_slice(&self.file.links[link + 1..donor]);
        let giver = &self.file.links[donor];
        let (source, target) = by_side(side, theirs[1..].to_vec(), giver.texts(side.other()).to_vec());
        after.extend(rest(giver, source, target));
        self.change(link, donor - link + 1, after)
    }

    /// A link as a person left it, with other sentences on one side.
    fn with_side(&self, link: usize, side: Side, own: Vec<String>) -> Link {
        let of = &self.file.links[link];
        let (source, target) = by_side(side, own, of.texts(side.other()).to_vec());
        decided(source, target, std::iter::once(of))
    }
}
