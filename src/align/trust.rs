//! From the posterior of a bead to the probability that it is right.

use crate::bead::Bead;
use crate::evidence::LengthEvidence;
use crate::lexical::Vocabulary;

/// What tells right beads from wrong ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    /// The probability summed over all tilings.
    pub(super) posterior: f64,
    /// Sentences beyond one on each side.
    pub(super) more: u32,
    /// Standard deviations from the expected length, without sign; 0 for a null bead.
    pub(super) deviations: f64,
}

// Fitted by scripts/fit-calibration on 3,918 links of the development gold (with the project's own), 63 of them
// wrong. Left out document by document, the error expected of the confidence falls from .018 to .003 and the share
// of the errors in the least sure tenth of links rises from .68 to .81. The signs were chosen among some fifty
// sets by that same figure, so expect a little less elsewhere. Word coverage, the neighbours' posteriors, whether
// one side is empty and how doubtful the whole text is brought nothing on top.
const CONSTANT: f64 = 2.441;
const POSTERIOR: f64 = 0.602;
const MORE: f64 = -0.766;
const DEVIATIONS: f64 = -0.276;

/// Posteriors are not told apart nearer to 0 and 1 than this.
const NEAREST: f64 = 1e-5;

/// Standard deviations beyond these say no more.
const MOST_DEVIATIONS: f64 = 5.0;

impl Signs {
    pub(super) fn of(
        bead: &Bead,
        posterior: f64,
        length: &LengthEvidence,
        (source, target): (&Vocabulary, &Vocabulary),
    ) -> Self {
        let shape = bead.shape();
        let deviations = if bead.is_null() {
            0.0
        } else {
            let s = source.characters(bead.source.start.get(), bead.source.end.get());
            let t = target.characters(bead.target.start.get(), bead.target.end.get());
            length.deviations(s.max(1), t.max(1)).abs().min(MOST_DEVIATIONS)
        };
        Self {
            posterior,
            more: (shape.source + shape.target).saturating_sub(2),
            deviations,
        }
    }

    /// The probability that the bead is right.
    pub(super) fn confidence(self) -> f64 {
        let posterior = self.posterior.clamp(NEAREST, 1.0 - NEAREST);
        let logit = CONSTANT
            + POSTERIOR * libm::log(posterior / (1.0 - posterior))
            + MORE * f64::from(self.more)
            + DEVIATIONS * self.deviations;
        1.0 / (1.0 + libm::exp(-logit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Aligner;
    use crate::align::gold::read_golds;
    use crate::calibration::judge;
    use crate::eval::LooseBead;

    const PLAIN: Signs = Signs {
        posterior: 0.99,
        more: 0,
        deviations: 0.0,
    };

    #[test]
    fn each_sign_moves_the_confidence() {
        // 1 / (1 + exp(−2.441 − 0.602 · ln 99))
        assert!((PLAIN.confidence() - 0.994_552).abs() < 1e-5, "{}", PLAIN.confidence());
        let less = [
            Signs {
                posterior: 0.9,
                ..PLAIN
            },
            Signs { more: 1, ..PLAIN },
            Signs {
                deviations: 3.0,
                ..PLAIN
            },
        ];
        assert!(less.iter().all(|signs| signs.confidence() < PLAIN.confidence()));
        for posterior in [0.0, 1.0] {
            let confidence = Signs { posterior, ..PLAIN }.confidence();
            assert!(confidence > 0.0 && confidence < 1.0, "{confidence}");
        }
    }

    /// Prints the signs of every link of the gold in the folders of `GOLD` (separated by colons):
    /// what scripts/fit-calibration reads.
    #[test]
    #[ignore = "a source of numbers, run by scripts/fit-calibration"]
    fn signs_of_the_gold() {
        for gold in read_golds(&std::env::var("GOLD").expect("GOLD names folders")) {
            let (from, to) = gold.langs;
            let (found, signs) = Aligner::new(from, to).align_with_signs(&gold.source, &gold.target, &[]);
            let beads: Vec<_> = found.beads.iter().map(|bead| (LooseBead::from(bead), 0.0)).collect();
            let judged = judge(&gold.beads, &beads);
            for (signs, (_, right)) in signs.iter().zip(judged) {
                let Signs {
                    posterior,
                    more,
                    deviations,
                } = signs;
                println!(
                    "sign\t{}\t{posterior:.8}\t{more}\t{deviations:.4}\t{}",
                    gold.path.display(),
                    u8::from(right)
                );
            }
        }
    }
}
