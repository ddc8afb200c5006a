//! Which source types may translate which target types, before the two texts have taught anything.

use rustc_hash::FxHashMap;

use super::cognate::cognates;
use super::vocabulary::{TypeId, Vocabulary};
use crate::lexicon::Lexicon;
use crate::text::TokenKind;
use crate::text::stem::readings;
use crate::trace::traced;

/// Why two types are thought to translate each other; decides how far absence counts against a pair
/// of sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// Marks of the same class.
    Mark,
    /// Words that look alike.
    Cognate,
    /// Words of the lexicon.
    Lexicon,
    /// The same word on both sides.
    Identity,
    /// Cognate or identical, and written as a name on both sides.
    Name,
    /// The same digits.
    Number,
}

/// The share of a type's tokens that are expected to have their partner in the translation, before
/// learning, by why the two are thought to translate each other.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge {
    /// Marks of the same class.
    pub mark: f32,
    /// Words that look alike.
    pub cognate: f32,
    /// The same word on both sides.
    pub identity: f32,
    /// Words of the lexicon.
    pub lexicon: f32,
    /// Cognate or identical, and written as a name on both sides.
    pub name: f32,
    /// The same digits.
    pub number: f32,
}

/// MODEL figure for lexicon words 0.6; the others are set around it by how often each
/// kind is kept in literary translation. Learning moves them (see `learn`).
impl Default for Knowledge {
    fn default() -> Self {
        Self {
            mark: 0.3,
            cognate: 0.4,
            identity: 0.5,
            lexicon: 0.6,
            name: 0.7,
            number: 0.75,
        }
    }
}

impl Knowledge {
    pub(crate) const fn of(&self, origin: Origin) -> f32 {
        match origin {
            Origin::Mark => self.mark,
            Origin::Cognate => self.cognate,
            Origin::Identity => self.identity,
            Origin::Lexicon => self.lexicon,
            Origin::Name => self.name,
            Origin::Number => self.number,
        }
    }
}

/// A possible translation with its weight relative to the others of the same word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Partner {
    pub(crate) id: TypeId,
    pub(crate) weight: f32,
    pub(crate) origin: Origin,
}

/// For every source type its possible target types.
#[derive(Debug, Clone)]
pub struct Associations {
    pub(crate) rows: Vec<Vec<Partner>>,
    /// By target type, whether the lexicon knows it.
    pub(crate) listed: Vec<bool>,
    listed_source: Vec<bool>,
}

impl Associations {
    /// Gathers identity of form, cognates and the lexicon for the types of two texts.
    #[must_use]
    pub fn gather(source: &Vocabulary, target: &Vocabulary, lexicon: &Lexicon) -> Self {
        Self::gather_in(source, target, lexicon, false)
    }

    /// As [`gather`](Self::gather); of texts in one language every word is its own translation.
    #[must_use]
    pub fn gather_in(source: &Vocabulary, target: &Vocabulary, lexicon: &Lexicon, one_language: bool) -> Self {
        traced!("known words");
        let mut rows: Vec<Vec<Partner>> = vec![Vec::new(); source.types().len()];
        let mut by_stem: FxHashMap<(TokenKind, &str), TypeId> = FxHashMap::default();
        let mut by_reading: FxHashMap<&str, Vec<TypeId>> = FxHashMap::default();
        for (index, class) in (0..).zip(target.types()) {
            by_stem.insert((class.kind, &class.stem), TypeId(index));
            if class.kind == TokenKind::Word {
                for reading in readings(&class.stem) {
                    by_reading.entry(reading).or_default().push(TypeId(index));
                }
            }
        }
        for (row, class) in rows.iter_mut().zip(source.types()) {
            if let Some(&id) = by_stem.get(&(class.kind, class.stem.as_str())) {
                let both_names = class.looks_like_name() && target.types()[id.get()].looks_like_name();
                let origin = match class.kind {
                    TokenKind::Number => Some(Origin::Number),
                    TokenKind::Mark => Some(Origin::Mark),
                    TokenKind::Word if both_names => Some(Origin::Name),
                    TokenKind::Word if one_language => Some(Origin::Identity),
                    // Shorter words that are spelt alike mean something else more often than not
                    // (son, once, red, come).
                    TokenKind::Word if class.form.chars().count() > 4 => Some(Origin::Identity),
                    TokenKind::Word => None,
                };
                if let Some(origin) = origin {
                    offer(
                        row,
                        Partner {
                            id,
                            weight: 1.0,
                            origin,
                        },
                    );
                }
            }
            if class.kind == TokenKind::Word {
                for (translation, weight) in lexicon.translations(&class.stem) {
                    for &id in by_reading.get(translation).into_iter().flatten() {
                        offer(
                            row,
                            Partner {
                                id,
                                weight,
                                origin: Origin::Lexicon,
                            },
                        );
                    }
                }
            }
        }
        for pair in cognates(source.types(), target.types()) {
            let both_names = source.types()[pair.source.get()].looks_like_name()
                && target.types()[pair.target.get()].looks_like_name();
            let origin = if both_names && pair.similarity > 0.8 {
                Origin::Name
            } else {
                Origin::Cognate
            };
            // At the least similarity a pair is as likely chance as kinship.
            let weight = (pair.similarity - 0.5).clamp(0.0, 0.5) * 2.0;
            offer(
                &mut rows[pair.source.get()],
                Partner {
                    id: pair.target,
                    weight,
                    origin,
                },
            );
        }
        for row in &mut rows {
            row.sort_by_key(|partner| partner.id);
        }
        let listed = |vocabulary: &Vocabulary, knows: &dyn Fn(&str) -> bool| {
            let types = vocabulary.types().iter();
            types
                .map(|class| class.kind == TokenKind::Word && knows(&class.stem))
                .collect()
        };
        Self {
            rows,
            listed: listed(target, &|stem| lexicon.knows_target(stem)),
            listed_source: listed(source, &|stem| lexicon.knows_source(stem)),
        }
    }

    /// The same pairs seen from the target.
    pub(crate) fn reversed(&self, target_types: usize) -> Self {
        let mut rows: Vec<Vec<Partner>> = vec![Vec::new(); target_types];
        for (index, row) in (0..).zip(&self.rows) {
            for partner in row {
                rows[partner.id.get()].push(Partner {
                    id: TypeId(index),
                    ..*partner
                });
            }
        }
        Self {
            rows,
            listed: self.listed_source.clone(),
            listed_source: self.listed.clone(),
        }
    }
}

/// Adds a partner; of two reasons for the same pair the stronger counts.
fn offer(row: &mut Vec<Partner>, new: Partner) {
    match row.iter_mut().find(|known| known.id == new.id) {
        Some(known) => {
            known.weight = known.weight.max(new.weight);
            known.origin = known.origin.max(new.origin);
        }
        None => row.push(new),
    }
}
