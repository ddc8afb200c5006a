//! Faults of a translation that can be seen without understanding it.
//!
//! Everything here looks at an alignment alone, not at the texts beside it. A check is silent rather than
//! wrong: a translator reads every finding.

mod balance;
mod date;
mod length;
mod name;
mod number;
mod omission;
mod opening;
mod question;
#[cfg(test)]
mod tests;
mod untranslated;

use std::ops::Range;

use super::{Code, Finding, FoundLink, Part};
use crate::file::{AlignmentFile, Link, Positions};
use crate::text::{Lang, Side};

/// What a check found: the code, the links (from 0), what to say.
type Found = (Code, Range<usize>, String);

/// An alignment as the checks look at it.
struct Work<'a> {
    links: &'a [Link],
    positions: &'a Positions,
    source: Vec<String>,
    target: Vec<String>,
    langs: [Option<Lang>; 2],
}

impl<'a> Work<'a> {
    fn new(file: &'a AlignmentFile, positions: &'a Positions) -> Self {
        let joined = |side| file.links.iter().map(|link| link.texts(side).join(" ")).collect();
        Self {
            links: &file.links,
            positions,
            source: joined(Side::Source),
            target: joined(Side::Target),
            langs: [&file.source.lang, &file.target.lang].map(|lang| lang.parse().ok()),
        }
    }

    /// The sentences of a link on one side, in a row.
    fn text(&self, side: Side, link: usize) -> &str {
        match side {
            Side::Source => &self.source[link],
            Side::Target => &self.target[link],
        }
    }

    fn lang(&self, side: Side) -> Option<Lang> {
        match side {
            Side::Source => self.langs[0],
            Side::Target => self.langs[1],
        }
    }

    /// Links with sentences on both sides.
    fn pairs(&self) -> impl Iterator<Item = usize> {
        (0..self.links.len()).filter(|&link| !self.links[link].source.is_empty() && !self.links[link].target.is_empty())
    }

    /// The links around one, itself left out.
    fn around(&self, link: usize, reach: usize) -> impl Iterator<Item = usize> + use<> {
        let end = (link + reach + 1).min(self.links.len());
        (link.saturating_sub(reach)..end).filter(move |&other| other != link)
    }
}

/// Passages that stand elsewhere in the translation: the links, from 0, that hold each in the original, and those that hold it in
/// the translation.
#[must_use]
pub fn moved(file: &AlignmentFile, positions: &Positions) -> Vec<(Range<usize>, Range<usize>)> {
    omission::moved_passages(&Work::new(file, positions))
}

/// What may be wrong with the translation, link by link. `positions` tell the passages of the texts.
#[must_use]
pub fn quality(file: &AlignmentFile, positions: &Positions) -> Vec<Finding> {
    let work = Work::new(file, positions);
    let mut found: Vec<(Found, Part)> = Vec::new();
    for check in [
        number::check,
        date::check,
        name::check,
        untranslated::check,
        question::check,
        omission::check,
        length::check,
    ] {
        found.extend(check(&work).into_iter().map(|found| (found, Part::Whole)));
    }
    for side in Side::BOTH {
        for check in [balance::check, opening::check] {
            found.extend(check(&work, side).into_iter().map(|found| (found, Part::Text(side))));
        }
    }
    found.sort_by_key(|((code, links, _), _)| (links.start, *code));
    let finding = |((code, links, message), part): (Found, Part)| {
        let link = FoundLink::run(file.links.get(links.clone())?, links.start)?;
        Some(Finding::of_link(code, link, message).about(part))
    };
    found.into_iter().filter_map(finding).collect()
}
