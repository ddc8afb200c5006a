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
    /// What the whole tiling says of each of its beads.
    pub(super) text: TextSigns,
}

/// How hard two texts are.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextSigns {
    /// The logarithm of the share of null beads. Where many are left out for good reason, null beads are more often right.
    nulls: f64,
    /// The logarithm of what the posteriors of matches lack of 1 in the mean. It says how free a translation is, and a free one
    /// misleads in more places than the posterior of each bead can know.
    doubt: f64,
}

/// Beads' worth of texts without null beads: the share of a few beads says little.
const NULLS_PRIOR: f64 = 20.0;

/// Doubt is not told apart under this.
const LEAST_DOUBT: f64 = 0.003;

impl TextSigns {
    /// Of the beads that nobody decided.
    #[expect(clippy::cast_precision_loss, reason = "counts of beads")]
    pub(super) fn of<'a>(beads: impl Iterator<Item = (&'a Bead, f64)>) -> Self {
        let (mut nulls, mut doubt, mut matches) = (0usize, 0.0, 0usize);
        for (bead, posterior) in beads {
            if bead.is_null() {
                nulls += 1;
            } else {
                matches += 1;
                doubt += 1.0 - posterior;
            }
        }
        Self {
            nulls: libm::log((nulls as f64 + 1.0) / ((nulls + matches) as f64 + NULLS_PRIOR)),
            doubt: libm::log(doubt / matches.max(1) as f64 + LEAST_DOUBT),
        }
    }
}

// Fitted by scripts/fit-calibration on 5,154 links of the development gold (with the project's own), 256 of them
// wrong. Left out family by family, the error expected of the confidence is .025 in the mean of the families (.038 of the
// posterior alone) and .086 at most (.106), and the least sure tenth of links holds .70 of the errors. The signs were
// chosen among some thirty sets by that same figure, so expect a little less elsewhere. Whether the bead is a null
// bead, whether the other side has one beside it, the neighbours' posteriors and the size of the texts brought nothing on top.
const CONSTANT: f64 = 1.107;
const POSTERIOR: f64 = 0.729;
const MORE: f64 = -0.448;
const DEVIATIONS: f64 = -0.177;
const NULLS: f64 = 0.290;
const DOUBT: f64 = -0.470;

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
        text: TextSigns,
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
            text,
        }
    }

    /// The probability that the bead is right.
    pub(super) fn confidence(self) -> f64 {
        let posterior = self.posterior.clamp(NEAREST, 1.0 - NEAREST);
        let logit = CONSTANT
            + POSTERIOR * libm::log(posterior / (1.0 - posterior))
            + MORE * f64::from(self.more)
            + DEVIATIONS * self.deviations
            + NULLS * self.text.nulls
            + DOUBT * self.text.doubt;
        1.0 / (1.0 + libm::exp(-logit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::gold::read_golds;
    use crate::align::{Aligner, BY_PLACE};
    use crate::calibration::judge;
    use crate::eval::LooseBead;

    const PLAIN: Signs = Signs {
        posterior: 0.99,
        more: 0,
        deviations: 0.0,
        text: TextSigns {
            nulls: -3.0,
            doubt: -4.0,
        },
    };

    #[test]
    fn each_sign_moves_the_confidence() {
        // 1 / (1 + exp(−1.107 − 0.729 · ln 99 + 0.290 · 3 − 0.470 · 4))
        assert!((PLAIN.confidence() - 0.995_793).abs() < 1e-5, "{}", PLAIN.confidence());
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
            Signs {
                text: TextSigns {
                    doubt: -1.5,
                    ..PLAIN.text
                },
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
            for ((signs, (_, right)), confidence) in signs.iter().zip(judged).zip(&found.confidence) {
                if (confidence - BY_PLACE).abs() < 1e-9 {
                    println!("place\t{}", u8::from(right));
                }
                let Signs {
                    posterior,
                    more,
                    deviations,
                    text: TextSigns { nulls, doubt },
                } = signs;
                println!(
                    "sign\t{}\t{posterior:.8}\t{more}\t{deviations:.4}\t{nulls:.6}\t{doubt:.6}\t{}",
                    gold.path.display(),
                    u8::from(right)
                );
            }
        }
    }
}
