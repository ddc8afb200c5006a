//! What the tokens of some sentences say of the words of the other text, taken together.

use crate::lexical::{Translation, TypeId};

/// p(type | group), summed over the tokens of a group of sentences.
pub(super) struct Mass<'a> {
    pub(super) translation: &'a Translation,
    /// By predicted type; zero where no token speaks of it.
    sums: Vec<f32>,
    touched: Vec<TypeId>,
}

impl<'a> Mass<'a> {
    pub(super) fn new(translation: &'a Translation) -> Self {
        Self {
            translation,
            sums: vec![0.0; translation.unigram.len()],
            touched: Vec::new(),
        }
    }

    /// Listens to these tokens, and no longer to those before.
    ///
    /// # Complexity
    /// The types that the tokens speak of.
    pub(super) fn hear(&mut self, tokens: &[TypeId]) {
        for id in self.touched.drain(..) {
            self.sums[id.get()] = 0.0;
        }
        for token in tokens {
            for (id, p) in &self.translation.rows[token.get()] {
                self.touched.push(*id);
                self.sums[id.get()] += p;
            }
        }
    }

    /// What they say of a type, summed over them.
    pub(super) fn of(&self, id: TypeId) -> f32 {
        self.sums[id.get()]
    }
}
