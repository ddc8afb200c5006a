//! A closer look at one bead among others that stand: what else it could be, and what settling it would teach.

use std::ops::Range;

use crate::bead::Bead;
use crate::evidence::MAX_GROUP;
use crate::lexical::Vocabulary;
use crate::reasons::Rival;
use crate::text::Document;

use super::band::{Band, Border};
use super::deadline::Deadline;
use super::lattice::{Evidence, Lattice};
use super::parts::Parts;
use super::pins::{assert_pins, settle};
use super::posterior::Posterior;
use super::search::Chart;
use super::{Aligner, Alignment};

/// What is known of a bead and its surroundings.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Look {
    /// The probability of the bead.
    pub(crate) share: f64,
    /// What else its sentences could be grouped with, the likeliest first.
    pub(crate) rivals: Vec<Rival>,
    /// What each kind of evidence says of the bead.
    pub(crate) parts: Option<Parts>,
    /// How many errors fewer are to be expected around the block that it lies in, once somebody has said what it is.
    pub(crate) taught: f64,
}

impl Aligner {
    /// As [`align_with_pins`](Self::align_with_pins), searching around all pins at once: for a stretch in which most beads
    /// stand, such as the neighbourhood of a correction.
    pub(crate) fn align_around(&self, source: &Document, target: &Document, pins: &[Bead]) -> Alignment {
        assert_pins(pins, source.len(), target.len());
        let mut found = self.align_with_signs(source, target, pins).0;
        settle(&mut found, pins);
        found
    }

    /// Looks at a bead that lies between pins, at most so many rivals of it, and what the lattice makes of that gap outside
    /// of the `block` with the bead, and with each rival, as one more pin.
    ///
    /// # Complexity
    /// That of aligning the documents once, and the gap some times more.
    pub(crate) fn look_at(
        &self,
        source: &Document,
        target: &Document,
        pins: &[Bead],
        (bead, block): (&Bead, &Bead),
        most: usize,
    ) -> Look {
        assert_pins(pins, source.len(), target.len());
        let (mut start, mut end) = ((0, 0), (source.len(), target.len()));
        for pin in pins {
            if pin.source.end <= bead.source.start && pin.target.end <= bead.target.start {
                start = (pin.source.end.get(), pin.target.end.get());
            } else {
                end = (pin.source.start.get(), pin.target.start.get());
                break;
            }
        }
        if end.0 < bead.source.end.get() || end.1 < bead.target.end.get() {
            return Look::default();
        }
        let temperature = self.weights.temperature;
        let look = |evidence: &Evidence, texts: (&Vocabulary, &Vocabulary)| {
            let gap = Gap {
                evidence,
                texts,
                temperature,
            };
            gap.look(start..end, bead, block, most)
        };
        self.align_and_look(source, target, pins, Deadline::NEVER, look)
            .map_or_else(|_| Look::default(), |(.., looked)| looked)
    }
}

/// The texts, to look at stretches of them.
struct Gap<'a> {
    evidence: &'a Evidence,
    texts: (&'a Vocabulary, &'a Vocabulary),
    temperature: f64,
}

impl Gap<'_> {
    fn sum<T>(&self, start: Border, end: Border, ask: impl FnOnce(&Lattice<'_>, &Posterior<'_>, &[Bead]) -> T) -> T {
        let band = Band::full(end.0 - start.0, end.1 - start.1);
        let lattice = Lattice::new(&band, start, self.evidence, self.texts.0, self.texts.1, MAX_GROUP);
        let chart = Chart::fill(&lattice);
        ask(
            &lattice,
            &Posterior::sum(&chart, self.temperature),
            &chart.best_tiling(start),
        )
    }

    fn look(&self, Range { start, end }: Range<Border>, bead: &Bead, block: &Bead, most: usize) -> Look {
        let (share, rivals, parts, before) = self.sum(start, end, |lattice, posterior, best| {
            let share = posterior.of_beads(start, std::slice::from_ref(bead))[0];
            let before = doubt_outside(block, best, posterior, start);
            (
                share,
                posterior.rivals_of(start, bead, most),
                lattice.parts(bead),
                before,
            )
        });
        // What stands there in the end is this bead or one of its rivals, as far as is known.
        let known = share + rivals.iter().map(|rival| rival.share).sum::<f64>();
        let after = |bead: &Bead| {
            let first = self.doubt_between(start, (bead.source.start.get(), bead.target.start.get()), block);
            first + self.doubt_between((bead.source.end.get(), bead.target.end.get()), end, block)
        };
        let settled = share * after(bead) + rivals.iter().map(|rival| rival.share * after(&rival.bead)).sum::<f64>();
        let taught = if known > 0.0 { before - settled / known } else { 0.0 };
        Look {
            share,
            rivals,
            parts,
            taught: taught.max(0.0),
        }
    }

    /// How many errors are to be expected in the best tiling of a stretch, outside of the block.
    fn doubt_between(&self, start: Border, end: Border, block: &Bead) -> f64 {
        if start == end {
            return 0.0;
        }
        self.sum(start, end, |_, posterior, best| {
            doubt_outside(block, best, posterior, start)
        })
    }
}

fn doubt_outside(block: &Bead, best: &[Bead], posterior: &Posterior<'_>, start: Border) -> f64 {
    let outside: Vec<Bead> = best.iter().filter(|bead| !overlap(bead, block)).cloned().collect();
    let posteriors = posterior.of_beads(start, &outside);
    posteriors.iter().map(|posterior| 1.0 - posterior).sum()
}

fn overlap(a: &Bead, b: &Bead) -> bool {
    (a.source.start < b.source.end && b.source.start < a.source.end)
        || (a.target.start < b.target.end && b.target.start < a.target.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::one_per_line;
    use crate::text::{Lang, SourceText};

    const SPANISH: [&str; 6] = [
        "El perro duerme en la casa.",
        "Llueve.",
        "Mi hermano bebe leche.",
        "La montaña tiene nieve.",
        "El rey perdió su espada.",
        "El libro está sobre la mesa.",
    ];
    const ENGLISH: [&str; 6] = [
        "The dog sleeps in the house.",
        "It rains.",
        "My brother drinks milk.",
        "The mountain has snow.",
        "The king lost his sword.",
        "The book is on the table.",
    ];

    fn documents() -> [Document; 2] {
        [SPANISH, ENGLISH].map(|lines| one_per_line(SourceText::from_string(lines.join("\n"))))
    }

    #[test]
    fn a_bead_that_was_cut_wrong_has_its_rivals_and_teaches_its_neighbours() {
        let [source, target] = documents();
        let aligner = Aligner::new(Lang::ES, Lang::EN);
        let pins = [Bead::new(0..1, 0..1), Bead::new(5..6, 5..6)];
        let right = aligner.look_at(
            &source,
            &target,
            &pins,
            (&Bead::new(2..3, 2..3), &Bead::new(2..3, 2..3)),
            3,
        );
        let wrong = aligner.look_at(
            &source,
            &target,
            &pins,
            (&Bead::new(2..3, 1..3), &Bead::new(2..3, 1..3)),
            3,
        );
        assert!(right.share > 0.9, "{right:?}");
        assert!(wrong.share < 0.1, "{wrong:?}");
        // Both of its English sentences have a partner of their own.
        let first: Vec<&Bead> = wrong.rivals.iter().take(2).map(|rival| &rival.bead).collect();
        assert!(first.contains(&&Bead::new(1..2, 1..2)) && first.contains(&&Bead::new(2..3, 2..3)));
        assert!(wrong.rivals.windows(2).all(|pair| pair[0].share >= pair[1].share));
        assert!(right.taught >= 0.0 && wrong.taught >= 0.0);
        // What makes the difference is told: a word without a partner, and a sentence too many.
        let (of_right, of_wrong) = (right.parts.unwrap(), wrong.parts.unwrap());
        assert!(
            of_right.words > of_wrong.words && of_right.numbers > of_wrong.numbers,
            "{of_right:?} {of_wrong:?}"
        );
        assert!(of_right.omission.abs() < f64::EPSILON);
    }

    #[test]
    fn what_is_told_of_a_bead_is_what_it_was_searched_by() {
        let [source, target] = documents();
        let look = |evidence: &Evidence, texts: (&Vocabulary, &Vocabulary)| {
            let band = Band::full(SPANISH.len(), ENGLISH.len());
            let lattice = Lattice::new(&band, (0, 0), evidence, texts.0, texts.1, MAX_GROUP);
            let mut seen = 0;
            for (row, s, t) in (1..=6).flat_map(|row| (1..=row).flat_map(move |s| (1..=6).map(move |t| (row, s, t)))) {
                lattice.beads(row, (s, t), &mut Vec::new(), |column, score| {
                    let bead = Bead::new(row - s..row, column - t..column);
                    let told: f64 = lattice.parts(&bead).unwrap().named().iter().map(|(_, nats)| nats).sum();
                    // Each of the five is rounded.
                    assert!((told - score.nats()).abs() < 0.03, "{bead:?}: {told}, {}", score.nats());
                    seen += 1;
                });
            }
            seen
        };
        let aligner = Aligner::new(Lang::ES, Lang::EN);
        let (.., seen) = aligner
            .align_and_look(&source, &target, &[], Deadline::NEVER, look)
            .unwrap();
        assert!(seen > 36, "{seen}");
    }

    #[test]
    fn around_pins_the_rest_is_aligned_and_what_no_gap_holds_is_not_looked_at() {
        let [source, target] = documents();
        let aligner = Aligner::new(Lang::ES, Lang::EN);
        let pins = [Bead::new(0..2, 0..2)];
        let found = aligner.align_around(&source, &target, &pins);
        assert_eq!(found.beads[0], pins[0]);
        assert_eq!(found.beads.len(), 5);
        assert!((found.confidence[0] - 1.0).abs() < 1e-12 && found.reasons[0].is_empty());
        let look = aligner.look_at(
            &source,
            &target,
            &pins,
            (&Bead::new(1..3, 2..3), &Bead::new(1..3, 2..3)),
            3,
        );
        assert_eq!(look, Look::default());
    }
}
