//! Links that go and links that come: the one way in which a review changes an alignment.

use serde::{Deserialize, Serialize};

use super::{LinkForm, Mark};
use crate::file::Link;
use crate::text::Side;

/// A change of neighbouring links. Both hold the same letters in the same order, so coverage holds by construction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Patch {
    at: usize,
    before: Vec<Link>,
    after: Vec<Link>,
    marks: Vec<Mark>,
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

fn letters(links: &[Link], side: Side) -> impl Iterator<Item = char> + '_ {
    let sentences = links.iter().flat_map(move |link| link.texts(side));
    sentences.flat_map(|text| text.chars().filter(|c| !c.is_whitespace()))
}

impl Patch {
    /// A change of the links from the `at`th on.
    ///
    /// # Errors
    /// [`PatchError`] when coverage would not hold.
    pub fn new(at: usize, before: Vec<Link>, after: Vec<Link>) -> Result<Self, PatchError> {
        for side in Side::BOTH {
            if !letters(&before, side).eq(letters(&after, side)) {
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
        })
    }

    /// A change of a mark alone.
    pub(super) fn of_mark(mark: Mark) -> Self {
        Self {
            at: 0,
            before: Vec::new(),
            after: Vec::new(),
            marks: vec![mark],
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
        }
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
}

impl TryFrom<Form> for Patch {
    type Error = PatchError;

    fn try_from(form: Form) -> Result<Self, PatchError> {
        let links = |forms: Vec<LinkForm>| forms.into_iter().map(Link::from).collect();
        Ok(Self {
            marks: form.marks,
            ..Self::new(form.at, links(form.before), links(form.after))?
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
        }
    }
}
