//! Probabilities of one text's words given the other's, and how far they can be trusted.

use super::association::{Associations, Knowledge};
use super::vocabulary::{TypeId, Vocabulary};

/// How likely each type of one text (*predicted*) is where a type of the other (*given*) stands.
///
/// In the spirit of IBM Model 1 (Brown et al. 1993; Moore 2002), with a mixture weight for every
/// predicted type: a word that nothing is known about must not count against a pair of sentences.
#[derive(Debug, Clone)]
pub struct Translation {
    /// By given type: predicted types with p(predicted | given), ascending by type.
    pub(crate) rows: Vec<Vec<(TypeId, f32)>>,
    /// By predicted type: the share λ of its tokens that `rows` explains in a true translation.
    pub(crate) known: Vec<f32>,
    /// By predicted type: its share of the tokens of its text, p(predicted).
    pub(crate) unigram: Vec<f32>,
}

impl Translation {
    /// Turns associations into probabilities, before anything is learnt from the texts.
    #[must_use]
    pub fn prior(
        associations: &Associations,
        given: &Vocabulary,
        predicted: &Vocabulary,
        knowledge: &Knowledge,
    ) -> Self {
        debug_assert_eq!(associations.rows.len(), given.types().len());
        // A word of the lexicon whose translations stand nowhere in the other text says as much against
        // being translated as one whose translations stand elsewhere.
        let mut known: Vec<f32> = associations
            .listed
            .iter()
            .map(|&listed| if listed { knowledge.lexicon } else { 0.0 })
            .collect();
        let mut rows = Vec::with_capacity(associations.rows.len());
        for row in &associations.rows {
            // Rare partners of a word with many are not the less likely in their place, so the mass
            // is shared by weight only, not by frequency.
            let total: f32 = row.iter().map(|partner| partner.weight).sum::<f32>().max(1.0);
            rows.push(row.iter().map(|partner| (partner.id, partner.weight / total)).collect());
            for partner in row {
                let share = knowledge.of(partner.origin) * partner.weight.min(1.0).sqrt();
                let slot = &mut known[partner.id.get()];
                *slot = slot.max(share);
            }
        }
        Self {
            rows,
            known,
            unigram: unigrams(predicted),
        }
    }
}

/// The share of each type among the tokens of its text.
pub(crate) fn unigrams(vocabulary: &Vocabulary) -> Vec<f32> {
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 24 bits")]
    let total = vocabulary.token_count().max(1) as f32;
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 24 bits")]
    let share = |class: &super::WordType| class.tokens as f32 / total;
    vocabulary.types().iter().map(share).collect()
}
