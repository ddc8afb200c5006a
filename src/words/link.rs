//! From what two directions think to links.

use super::agree::Posteriors;
use super::function::Role;
use super::table::{NONE, Table};

/// How far a link can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Shown without reserve.
    Solid,
    /// Shown with reserve.
    Dotted,
    /// Not to be shown to a reader: a guess, or grammar that goes with the word it belongs to.
    Hidden,
}

impl Strength {
    /// The name, as in exports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dotted => "dotted",
            Self::Hidden => "hidden",
        }
    }
}

/// A word of the original and a word of the translation that translate each other.
///
/// A word may stand in several links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordLink {
    /// Position of the source word among its tokens, from 0.
    pub source: usize,
    /// Position of the target word among its tokens, from 0.
    pub target: usize,
    /// How far it can be trusted.
    pub strength: Strength,
}

/// Least √(p₁·p₂) of a link.
const LEAST: f32 = 0.1;

/// √(p₁·p₂) from which on a link is sure: of words that are known to go together, and of words that the others leave over. What
/// both directions think of the latter is too sure of itself: below, one in two is wrong on 105 pairs of encyclopaedic sentences.
const SURE_KNOWN: f32 = 0.5;
const SURE_LEFT_OVER: f32 = 0.98;

/// Meetings from which on two words are taken to go together without a lexicon. Of such links nineteen in twenty are right there.
const OFTEN: f32 = 3.0;

/// Words to either side whose links speak for a link, and how many of them must: then nine in ten are right there.
const NEAR: usize = 2;
const ENOUGH_NEAR: usize = 3;

/// What links are chosen by.
pub(super) struct Chooser<'a> {
    pub(super) posteriors: &'a Posteriors,
    pub(super) table: &'a Table,
    pub(super) from: &'a [u32],
    pub(super) to: &'a [u32],
    pub(super) cells: &'a [u32],
    /// By type of either side.
    pub(super) roles: [&'a [Role]; 2],
}

/// A link and why it was made.
struct Candidate {
    i: usize,
    j: usize,
    score: f32,
    known: bool,
    together: f32,
}

impl Chooser<'_> {
    /// The links of a pair of sentences, in order.
    ///
    /// # Complexity
    /// Linear in the pairs of words, but for the sorting of those that may be linked.
    ///
    /// # Source
    /// Competitive linking (Melamed 2000): the best link first, each word once.
    pub(super) fn links(&self) -> Vec<WordLink> {
        let (m, n) = (self.from.len(), self.to.len());
        let mut partners: [Vec<Option<usize>>; 2] = [vec![None; m], vec![None; n]];
        let mut chosen: Vec<Candidate> = Vec::new();
        for candidate in self.candidates() {
            let (i, j) = (candidate.i, candidate.j);
            if partners[0][i].is_none() && partners[1][j].is_none() {
                (partners[0][i], partners[1][j]) = (Some(j), Some(i));
                chosen.push(candidate);
            }
        }
        let known: Vec<Option<usize>> = {
            let mut known = vec![None; m];
            let sure = chosen.iter().filter(|link| link.known);
            sure.for_each(|link| known[link.i] = Some(link.j));
            known
        };
        let mut links: Vec<WordLink> = chosen
            .iter()
            .filter_map(|link| {
                let strength = self.strength(link, &known);
                let spoken = strength != Strength::Hidden || self.role(0, link.i) != Role::Content;
                spoken.then_some(WordLink {
                    source: link.i,
                    target: link.j,
                    strength,
                })
            })
            .collect();
        links.extend(self.leaning(0, &mut partners).into_iter().map(|(i, j)| hidden(i, j)));
        links.extend(self.leaning(1, &mut partners).into_iter().map(|(j, i)| hidden(i, j)));
        links.sort_unstable();
        links
    }

    /// Links worth a look, the best first.
    fn candidates(&self) -> Vec<Candidate> {
        let (m, n) = (self.from.len(), self.to.len());
        let mut found = Vec::new();
        for (i, j) in (0..m).flat_map(|i| (0..n).map(move |j| (i, j))) {
            let score = self.posteriors.both(i, j).sqrt();
            let cell = self.cells[j * m + i];
            let (known, together) = match cell {
                NONE => (false, 0.0),
                cell => (
                    self.table.prior[cell as usize] > 0.0,
                    self.table.together[cell as usize],
                ),
            };
            if score >= LEAST {
                found.push(Candidate {
                    i,
                    j,
                    score,
                    known,
                    together,
                });
            }
        }
        // Stable, so equal scores stay in the order of the words.
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }

    fn role(&self, side: usize, place: usize) -> Role {
        let ids = if side == 0 { self.from } else { self.to };
        self.roles[side][ids[place] as usize]
    }

    fn strength(&self, link: &Candidate, known: &[Option<usize>]) -> Strength {
        if link.known && link.score >= SURE_KNOWN {
            return Strength::Solid;
        }
        let content = self.role(0, link.i) == Role::Content && self.role(1, link.j) == Role::Content;
        if !content || !link.known && link.score < SURE_LEFT_OVER {
            return Strength::Hidden;
        }
        if link.known {
            return Strength::Dotted;
        }
        let beside = known
            .iter()
            .enumerate()
            .skip(link.i.saturating_sub(NEAR))
            .take(2 * NEAR + 1);
        let near = beside
            .filter(|&(i, j)| i != link.i && j.is_some_and(|j| j.abs_diff(link.j) <= NEAR))
            .count();
        if link.together >= OFTEN || near >= ENOUGH_NEAR {
            Strength::Dotted
        } else {
            Strength::Hidden
        }
    }

    /// Words of a side without a link that go with the partner of the word they belong to.
    fn leaning(&self, side: usize, partners: &mut [Vec<Option<usize>>; 2]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let own = &mut partners[side];
        for place in (0..own.len())
            .rev()
            .filter(|&place| own[place].is_none())
            .collect::<Vec<_>>()
        {
            let behind = own.get(place + 1).copied().flatten();
            let partner = match self.role(side, place) {
                Role::Leans => behind,
                Role::Joins => {
                    let before = own[..place].iter().rev().take(3).find_map(|&partner| partner);
                    behind.filter(|&behind| before.is_some_and(|before| behind < before))
                }
                Role::Article => {
                    let before = place.checked_sub(1).and_then(|before| own[before]);
                    before.filter(|&before| self.role(1 - side, before) == Role::Contracted)
                }
                Role::Content | Role::Function | Role::Contracted => None,
            };
            if let Some(partner) = partner {
                own[place] = Some(partner);
                found.push((place, partner));
            }
        }
        found
    }
}

const fn hidden(source: usize, target: usize) -> WordLink {
    WordLink {
        source,
        target,
        strength: Strength::Hidden,
    }
}
