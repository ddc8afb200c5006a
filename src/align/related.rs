//! Whether two texts belong together at all.
//!
//! The search pairs what it is given: of two short texts that have nothing to do with each other it makes links, as
//! nothing fits better. No link is surer than that the texts translate each other, and of a few sentences that often
//! cannot be known.

use crate::bead::Bead;
use crate::evidence::LengthEvidence;
use crate::lexical::{Translation, Vocabulary};
use crate::text::TokenKind;

use super::mass::Mass;

/// Letters up to which a word is an article, a preposition or a pronoun more often than not: such words stand in any
/// sentence, and that one has its partner says nothing.
const LITTLE: usize = 3;

/// Tokens of the language at large that the tokens of a text are counted among. A short text has few words, so that each
/// is a large share of it; in the language a word that says something is hardly more than one in so many.
const AT_LARGE: f32 = 500.0;

/// By how much the lengths of sentences that do not translate each other deviate more than those that do: on the
/// development gold, sentences taken at random deviate by some three standard deviations.
const SPREAD: f64 = 3.0;

/// What speaks for texts that belong together beyond any doubt, in nats; the rest of the beads need not be looked at.
const CERTAIN: f64 = 100.0;

/// What words say of strangers, in nats: seven times likelier on their own. A few short words say less without one that agrees.
const STRANGERS: f64 = -2.0;

type Sentences = (usize, usize);

/// What was known of the words of two texts before they were read.
pub(super) struct Known<'a> {
    texts: (&'a Vocabulary, &'a Vocabulary),
    to_source: Mass<'a>,
    to_target: Mass<'a>,
}

impl<'a> Known<'a> {
    pub(super) fn new(
        texts: (&'a Vocabulary, &'a Vocabulary),
        (to_source, to_target): (&'a Translation, &'a Translation),
    ) -> Self {
        Self {
            texts,
            to_source: Mass::new(to_source),
            to_target: Mass::new(to_target),
        }
    }

    /// The probability that two texts belong together, from the beads found in them.
    ///
    /// Half where neither words nor lengths say anything. `temperature` softens what they say, as that of the posterior does.
    ///
    /// # Complexity
    /// For each bead, what its tokens speak of.
    pub(super) fn related(&mut self, beads: &[Bead], length: &LengthEvidence, temperature: f64) -> f64 {
        let (source, target) = self.texts;
        let mut nats = 0.0;
        for bead in beads.iter().filter(|bead| !bead.is_null()) {
            let s = (bead.source.start.get(), bead.source.end.get());
            let t = (bead.target.start.get(), bead.target.end.get());
            let (said, _) = self.spoken(bead);
            let deviations = length.deviations(source.characters(s.0, s.1).max(1), target.characters(t.0, t.1).max(1));
            // The normal density of translations against the wider one of strangers.
            let lengths = libm::log(SPREAD) - deviations * deviations / 2.0 * (1.0 - 1.0 / (SPREAD * SPREAD));
            nats += said + lengths.min(0.0);
            if nats > CERTAIN {
                return 1.0;
            }
        }
        1.0 / (1.0 + libm::exp(-nats * temperature))
    }

    /// Whether words are known on both sides of a bead and speak against it, so that it holds by its place alone.
    pub(super) fn by_place_alone(&mut self, bead: &Bead) -> bool {
        let (nats, any) = self.spoken(bead);
        any && nats <= STRANGERS
    }

    /// What the words of the two sides of a bead say, in nats: how much likelier they are as translations of each other than on
    /// their own, in the mean of both directions; and whether words are known on both sides that say something.
    fn spoken(&mut self, bead: &Bead) -> (f64, bool) {
        let (source, target) = self.texts;
        let s = (bead.source.start.get(), bead.source.end.get());
        let t = (bead.target.start.get(), bead.target.end.get());
        let (there, target_known) = words(&mut self.to_target, (source, s), (target, t));
        let (back, source_known) = words(&mut self.to_source, (target, t), (source, s));
        (f64::midpoint(there, back), source_known && target_known)
    }
}

/// How much likelier the words of sentences are as a translation of those given than on their own, in nats, and whether more
/// than little words are known.
fn words(
    mass: &mut Mass<'_>,
    (given, from): (&Vocabulary, Sentences),
    (predicted, to): (&Vocabulary, Sentences),
) -> (f64, bool) {
    let here = given.tokens(from.0, from.1);
    mass.hear(here);
    let translation = mass.translation;
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 24 bits")]
    let (all, most) = (here.len().max(1) as f32, predicted.token_count() as f32);
    let (mut nats, mut of_little, mut any) = (0.0, 0.0, false);
    for &token in predicted.tokens(to.0, to.1) {
        let class = &predicted.types()[token.get()];
        let known = translation.known[token.get()];
        let little = class.kind == TokenKind::Word && class.form.chars().nth(LITTLE).is_none();
        if known <= 0.0 || class.kind == TokenKind::Mark {
            continue;
        }
        let alone = translation.unigram[token.get()] * most / (most + AT_LARGE);
        let translated = mass.of(token) / all;
        let token_nats = libm::log(f64::from(known * translated / alone + 1.0 - known));
        if little {
            of_little += token_nats;
        } else {
            nats += token_nats;
            any = true;
        }
    }
    // "Yes." and "No." say all that there is.
    if any { (nats, true) } else { (of_little, false) }
}
