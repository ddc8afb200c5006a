//! Links that go and links that come: the one way in which a review changes an alignment.

use serde::{Deserialize, Serialize};

use super::{LinkForm, Mark};
use crate::file::Link;
use crate::text::{Side, letters};

/// A change of neighbouring links. Both hold the same letters in the same order, so coverage holds by construction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Patch {
    at: usize,
    before: Vec<Link>,
    after: Vec<Link>,
    marks: Vec<Mark>,
    /// Where words of the text itself were corrected.
    correction: Option<Correction>,
}

/// One sentence of a link that says something else than it did, because the text does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// Whose sentence.
    pub side: Side,
    /// Which of its side, in the one link of the patch.
    pub position: usize,
}

/// Why a patch is none. It is a fault of what made it, never of a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatchError {
    /// Letters would be lost, doubled or moved.
    #[error("a change would not keep every word of the {side} text in its place; nothing was changed")]
    Letters {
        /// The side.
        side: Side,
    },
    /// A link or a sentence would be empty.
    #[error("a change would leave an empty link or sentence; nothing was changed")]
    Empty,
    /// What it changes is not there any more.
    #[error("the links were changed meanwhile")]
    Gone,
}

fn letters_of(links: &[Link], side: Side) -> impl Iterator<Item = char> + '_ {
    let sentences = links.iter().flat_map(move |link| link.texts(side));
    sentences.flat_map(|text| letters(text))
}

impl Patch {
    /// A change of the links from the `at`th on.
    ///
    /// # Errors
    /// [`PatchError`] when coverage would not hold.
    pub fn new(at: usize, before: Vec<Link>, after: Vec<Link>) -> Result<Self, PatchError> {
        for side in Side::BOTH {
            if !letters_of(&before, side).eq(letters_of(&after, side)) {
                return Err(PatchError::Letters { side });
            }
        }
        let is_empty = |link: &Link| {
            let mut texts = link.source.iter().chain(&link.target).peekable();
            texts.peek().is_none() || texts.any(|text| text.trim().is_empty() || text.contains(['\n', '\r']))
        };
        if after.iter().any(is_empty) {
            return Err(PatchError::Empty);
        }
        Ok(Self {
            at,
            before,
            after,
            marks: Vec::new(),
            correction: None,
        })
    }

    /// A correction of the words of one sentence, in a link that stays as it is otherwise. It is the one change that does not
    /// keep the letters, and goes along with the same change of the text.
    ///
    /// # Errors
    /// [`PatchError`] when there is no such sentence, or nothing would be left of it.
    pub fn of_correction(at: usize, link: Link, correction: Correction, words: &str) -> Result<Self, PatchError> {
        let Correction { side, position } = correction;
        let mut after = link.clone();
        let own = match side {
            Side::Source => &mut after.source,
            Side::Target => &mut after.target,
        };
        let sentence = own.get_mut(position).ok_or(PatchError::Gone)?;
        if words.trim().is_empty() || words.contains(['\n', '\r']) {
            return Err(PatchError::Empty);
        }
        words.clone_into(sentence);
        Ok(Self {
            at,
            before: vec![link],
            after: vec![after],
            marks: Vec::new(),
            correction: Some(correction),
        })
    }

    /// A change of a mark alone.
    pub(super) fn of_mark(mark: Mark) -> Self {
        Self {
            at: 0,
            before: Vec::new(),
            after: Vec::new(),
            marks: vec![mark],
            correction: None,
        }
    }

    /// Where it begins.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The links that go.
    #[must_use]
    pub fn before(&self) -> &[Link] {
        &self.before
    }

    /// The links that come.
    #[must_use]
    pub fn after(&self) -> &[Link] {
        &self.after
    }

    /// The marks that are set or taken away.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.before == self.after && self.marks.is_empty()
    }

    /// What undoes it.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let undone = |mark: &Mark| Mark {
            on: !mark.on,
            ..mark.clone()
        };
        Self {
            at: self.at,
            before: self.after.clone(),
            after: self.before.clone(),
            marks: self.marks.iter().rev().map(undone).collect(),
            correction: self.correction,
        }
    }

    /// The sentence whose words it corrects, as they were and as they are.
    #[must_use]
    pub fn correction(&self) -> Option<(Correction, &str, &str)> {
        let Correction { side, position } = self.correction?;
        let before = self.before.first()?.texts(side).get(position)?;
        let after = self.after.first()?.texts(side).get(position)?;
        Some((Correction { side, position }, before, after))
    }

    /// The same change where its links stand now: where they stood, else the nearest place that has them.
    ///
    /// # Errors
    /// [`PatchError::Gone`].
    pub fn found_in(&self, links: &[Link]) -> Result<Self, PatchError> {
        let length = self.before.len();
        if length == 0 {
            return Ok(self.clone());
        }
        let fits = |at: &usize| links.get(*at..at + length).is_some_and(|there| there == self.before);
        if fits(&self.at) {
            return Ok(self.clone());
        }
        let places = (0..links.len()).filter(fits);
        let nearest = places.min_by_key(|place| place.abs_diff(self.at));
        let at = nearest.ok_or(PatchError::Gone)?;
        Ok(Self { at, ..self.clone() })
    }

    /// Puts the links in their place; they must stand there.
    pub(super) fn put(&self, links: &mut Vec<Link>) {
        links.splice(self.at..self.at + self.before.len(), self.after.iter().cloned());
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    at: usize,
    before: Vec<LinkForm>,
    after: Vec<LinkForm>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<Mark>,
    /// Side and position of a corrected sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<usize>,
}

impl TryFrom<Form> for Patch {
    type Error = PatchError;

    fn try_from(form: Form) -> Result<Self, PatchError> {
        let links = |forms: Vec<LinkForm>| forms.into_iter().map(Link::from).collect::<Vec<Link>>();
        let (before, after) = (links(form.before), links(form.after));
        let corrected = match (form.source, form.target) {
            (Some(position), None) => Some((Side::Source, position)),
            (None, Some(position)) => Some((Side::Target, position)),
            _ => None,
        };
        if let Some((side, position)) = corrected {
            let correction = Correction { side, position };
            let ([link], [then]) = (before.as_slice(), after.as_slice()) else {
                return Err(PatchError::Letters { side });
            };
            let words = then.texts(side).get(position).ok_or(PatchError::Gone)?;
            let patch = Self::of_correction(form.at, link.clone(), correction, words)?;
            return if patch.after == after {
                Ok(patch)
            } else {
                Err(PatchError::Letters { side })
            };
        }
        Ok(Self {
            marks: form.marks,
            ..Self::new(form.at, before, after)?
        })
    }
}

impl From<Patch> for Form {
    fn from(patch: Patch) -> Self {
        let forms = |links: &[Link]| links.iter().map(LinkForm::from).collect();
        Self {
            at: patch.at,
            before: forms(&patch.before),
            after: forms(&patch.after),
            marks: patch.marks,
            source: patch
                .correction
                .filter(|it| it.side == Side::Source)
                .map(|it| it.position),
            target: patch
                .correction
                .filter(|it| it.side == Side::Target)
                .map(|it| it.position),
        }
    }
}
