//! What speaks against a bead, from what the aligner knows after the last pass.

use crate::bead::Bead;
use crate::evidence::LengthEvidence;
use crate::lexical::{Associations, Translation, TypeId, Vocabulary};
use crate::reasons::{Reason, Rival, UNCERTAIN_BELOW, number_words, roman};
use crate::text::TokenKind;
use crate::text::{Document, Lang, SentenceIndex};

/// Standard deviations from the expected length that are outside what the texts show: one bead in
/// twenty, were lengths normal.
const ODD_LENGTH: f64 = 2.0;

/// Rivals at least this likely are named.
const RIVAL_SHARE: f64 = 0.05;

/// Known words, each counted as far as it is known, that a bead must hold before their partners are missed.
const KNOWN_WORDS: f64 = 1.5;

/// Share of the known words with a partner under which hardly any has one.
const FEW_PARTNERS: f64 = 0.25;

/// One text, and what its words are thought to be in the other.
pub(super) struct SideView<'a> {
    pub(super) document: &'a Document,
    pub(super) lang: Lang,
    pub(super) words: &'a Vocabulary,
    pub(super) partners: &'a Associations,
    /// Predicts this side.
    pub(super) prior: &'a Translation,
}

/// Finds the reasons of uncertain beads.
pub(super) struct Doubts<'a> {
    pub(super) source: SideView<'a>,
    pub(super) target: SideView<'a>,
    pub(super) length: &'a LengthEvidence,
}

type Sentences = (usize, usize);

impl Doubts<'_> {
    /// The reasons against each bead; none for a sure one.
    ///
    /// # Complexity
    /// Linear in the words of the uncertain beads.
    pub(super) fn of_beads(&self, beads: &[Bead], confidence: &[f64], rivals: &[Option<Rival>]) -> Vec<Vec<Reason>> {
        let each = beads.iter().zip(confidence).zip(rivals);
        each.map(|((bead, &confidence), rival)| {
            if confidence < UNCERTAIN_BELOW {
                self.of_bead(bead, rival.as_ref())
            } else {
                Vec::new()
            }
        })
        .collect()
    }

    fn of_bead(&self, bead: &Bead, rival: Option<&Rival>) -> Vec<Reason> {
        let source = (bead.source.start.get(), bead.source.end.get());
        let target = (bead.target.start.get(), bead.target.end.get());
        let mut reasons = Vec::new();
        if bead.is_null() {
            reasons.push(Reason::Omission);
        } else {
            let lengths = (
                self.source.words.characters(source.0, source.1),
                self.target.words.characters(target.0, target.1),
            );
            if self.length.deviations(lengths.0, lengths.1).abs() > ODD_LENGTH {
                reasons.push(Reason::Length);
            }
            let there = self.source.missing(source, &self.target, target);
            let back = self.target.missing(target, &self.source, source);
            if there.number || back.number {
                reasons.push(Reason::Number);
            }
            // Names without any partner may be each other's: a translated name the lexicon does not have.
            if there.names + back.names > 0 || there.strangers != back.strangers {
                reasons.push(Reason::Name);
            }
            let known = there.known + back.known;
            if known >= KNOWN_WORDS && there.met + back.met < FEW_PARTNERS * known {
                reasons.push(Reason::Lexicon);
            }
        }
        if let Some(rival) = rival.filter(|rival| rival.share >= RIVAL_SHARE) {
            reasons.push(Reason::NearTie(rival.clone()));
        }
        reasons
    }
}

/// What of one side is not on the other.
#[derive(Default)]
struct Missing {
    number: bool,
    /// Names whose partner stands elsewhere.
    names: usize,
    /// Names that have no partner in the whole other text.
    strangers: usize,
    /// Words with known translations, and those of them that have one on the other side.
    known: f64,
    met: f64,
}

impl SideView<'_> {
    fn missing(&self, mine: Sentences, other: &Self, theirs: Sentences) -> Missing {
        let mut there: Vec<TypeId> = other.words.tokens(theirs.0, theirs.1).to_vec();
        there.sort_unstable();
        let mut missing = Missing::default();
        let mut here: Vec<TypeId> = self.words.tokens(mine.0, mine.1).to_vec();
        here.sort_unstable();
        here.dedup();
        for id in here {
            let class = &self.words.types()[id.get()];
            let partners = &self.partners.rows[id.get()];
            let met = || partners.iter().any(|partner| there.binary_search(&partner.id).is_ok());
            match class.kind {
                TokenKind::Mark => {}
                TokenKind::Number => missing.number |= !met() && !other.spells(theirs, &class.form),
                TokenKind::Word => {
                    let met = met();
                    let known = f64::from(self.prior.known[id.get()]);
                    missing.known += known;
                    missing.met += if met { known } else { 0.0 };
                    if class.looks_like_name() && class.form.chars().count() > 2 {
                        let as_names = partners
                            .iter()
                            .any(|partner| other.words.types()[partner.id.get()].looks_like_name());
                        missing.names += usize::from(as_names && !met);
                        missing.strangers += usize::from(partners.is_empty());
                    }
                }
            }
        }
        missing
    }

    /// Whether the sentences hold a number in words or in Roman numerals.
    fn spells(&self, sentences: Sentences, digits: &str) -> bool {
        let numeral = roman(digits);
        (sentences.0..sentences.1).any(|index| {
            let text = self.document.raw(SentenceIndex::from(index));
            number_words(text, self.lang).iter().any(|number| number == digits)
                || numeral
                    .as_deref()
                    .is_some_and(|numeral| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == numeral))
        })
    }
}
