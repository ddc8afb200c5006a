//! One to one: which of the candidates are pairs.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::likeness::Scored;

/// A pair of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched {
    /// Position of the original.
    pub source: usize,
    /// Position of the translation.
    pub target: usize,
    /// How likely it is that they translate each other, from 0 to 1.
    pub confidence: f64,
    /// What each of them could go with instead, the likeliest first.
    pub rivals: Vec<Rival>,
}

/// Another pair that one of two texts could be in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rival {
    /// Position of the original.
    pub source: usize,
    /// Position of the translation.
    pub target: usize,
    /// How likely it is, from 0 to 1.
    pub confidence: f64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matching {
    /// The pairs, in the order of the originals.
    pub pairs: Vec<Matched>,
    /// Originals without a translation, with what comes nearest.
    pub source_only: Vec<(usize, Option<Rival>)>,
    /// Translations without an original, with what comes nearest.
    pub target_only: Vec<(usize, Option<Rival>)>,
}

/// From which likeness on, and from which lead over all rivals, the words alone are believed: of seven novels cut into blocks of
/// fifteen sentences, half of them without a partner, hardly a true pair has less and hardly another has both.
const SURE: f64 = 1.5;
const LEAD: f64 = 1.0;

/// Below it no pair is thought of: nine of ten texts whose partner is missing have less with any other.
const LEAST: f64 = -1.0;

/// Pairs of a text that are aligned to tell which of them it is.
const JUDGED: usize = 3;

/// The quality of an alignment that says nothing: most true pairs of those novels that were in doubt have more, one in
/// twenty of the others.
const INDIFFERENT: f64 = 0.1;

/// How much of likeness a whole of quality is worth: as the range of the one is to that of the other among pairs in doubt.
const QUALITY: f64 = 10.0;

/// The likeness of pairs of which half are right, once what is in doubt was judged, and how steeply trust rises above it, or with
/// the lead if that is less. `scripts/measure-match` prints how many are right by how far they are trusted.
const EVEN: f64 = 1.0;
const STEEP: f64 = 3.0;

/// Rivals that are told of, and how likely they have to be.
const RIVALS: usize = 3;
const MENTIONED: f64 = 0.05;

/// How far a pair can be trusted that leads by so much over its rivals.
fn trust(likeness: f64, lead: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-STEEP * (likeness - EVEN).min(lead)))
}

/// The candidates that no text of which is taken, the likeliest first.
struct Board {
    taken: [Vec<bool>; 2],
    free: Vec<Scored>,
}

impl Board {
    fn new(counts: [usize; 2], scored: &[Scored]) -> Self {
        let mut board = Self {
            taken: counts.map(|count| vec![false; count]),
            free: scored.to_vec(),
        };
        board.sort();
        board
    }

    fn sort(&mut self) {
        let likelier = |a: &Scored, b: &Scored| b.likeness.total_cmp(&a.likeness);
        self.free
            .sort_by(|a, b| likelier(a, b).then((a.source, a.target).cmp(&(b.source, b.target))));
    }

    /// By side and text the numbers of the free pairs it is in, the likeliest first.
    fn of_texts(&self) -> [Vec<Vec<usize>>; 2] {
        let mut found = self.taken.each_ref().map(|texts| vec![Vec::new(); texts.len()]);
        for (number, pair) in self.free.iter().enumerate() {
            for (side, text) in pair.texts().into_iter().enumerate() {
                found[side][text].push(number);
            }
        }
        found
    }

    fn is_free(&self, pair: &Scored) -> bool {
        let [source, target] = pair.texts();
        !self.taken[0][source] && !self.taken[1][target]
    }

    fn take(&mut self, pair: &Scored) {
        let [source, target] = pair.texts();
        self.taken[0][source] = true;
        self.taken[1][target] = true;
    }

    fn drop_taken(&mut self) {
        let taken = &self.taken;
        self.free.retain(|pair| {
            let [source, target] = pair.texts();
            !taken[0][source] && !taken[1][target]
        });
    }

    /// By how much a pair is likelier than the free ones that its texts are in.
    fn lead(&self, number: usize, of_texts: &[Vec<Vec<usize>>; 2]) -> f64 {
        let pair = &self.free[number];
        let is_rival = |other: &&usize| **other != number && self.is_free(&self.free[**other]);
        let first_other = |(side, text): (usize, usize)| of_texts[side][text].iter().find(is_rival);
        let rivals = pair.texts().into_iter().enumerate().filter_map(first_other);
        let rival = rivals
            .map(|rival| self.free[*rival].likeness)
            .fold(f64::NEG_INFINITY, f64::max);
        pair.likeness - rival
    }
}

/// Chooses among the candidates: first what the words say clearly, then, of the rest, what aligns best.
pub(super) fn choose(
    counts: [usize; 2],
    scored: &[Scored],
    judge: &(dyn Fn(usize, usize) -> Option<f64> + Sync),
) -> Matching {
    let mut board = Board::new(counts, scored);
    let mut chosen = Vec::new();
    loop {
        let of_texts = board.of_texts();
        let sure: Vec<(Scored, f64)> = (0..board.free.len())
            .filter(|number| board.free[*number].likeness >= SURE)
            .map(|number| (board.free[number], board.lead(number, &of_texts)))
            .filter(|(_, lead)| *lead >= LEAD)
            .collect();
        if sure.is_empty() {
            break;
        }
        for (pair, lead) in sure {
            if board.is_free(&pair) {
                board.take(&pair);
                chosen.push((pair, lead));
            }
        }
        board.drop_taken();
    }
    ask(&mut board, judge);
    let of_texts = board.of_texts();
    for number in 0..board.free.len() {
        let pair = board.free[number];
        // What a likelier pair has taken is no rival any more.
        if pair.likeness > EVEN && board.is_free(&pair) {
            chosen.push((pair, board.lead(number, &of_texts)));
            board.take(&pair);
        }
    }
    told(&board, scored, chosen)
}

/// Aligns what is in doubt, and lets the quality speak.
fn ask(board: &mut Board, judge: &(dyn Fn(usize, usize) -> Option<f64> + Sync)) {
    board.free.retain(|pair| pair.likeness >= LEAST);
    let of_texts = board.of_texts();
    let first =
        |number: usize, (side, text): (usize, usize)| of_texts[side][text].iter().take(JUDGED).any(|n| *n == number);
    let asked: Vec<Scored> = board
        .free
        .iter()
        .enumerate()
        .filter(|(number, pair)| pair.texts().into_iter().enumerate().any(|text| first(*number, text)))
        .map(|(_, pair)| *pair)
        .collect();
    board.free = asked
        .into_par_iter()
        .map(|pair| {
            let [source, target] = pair.texts();
            let said = judge(source, target).map_or(0.0, |quality| QUALITY * (quality - INDIFFERENT));
            Scored {
                likeness: pair.likeness + said,
                ..pair
            }
        })
        .collect();
    board.sort();
}

/// What was chosen, and what is left, with what else each could be.
fn told(board: &Board, scored: &[Scored], mut chosen: Vec<(Scored, f64)>) -> Matching {
    // What was judged counts as it was judged.
    let judged: FxHashMap<(u32, u32), f64> = board
        .free
        .iter()
        .map(|pair| ((pair.source, pair.target), pair.likeness))
        .collect();
    let rival = |pair: &Scored| Rival {
        source: pair.source as usize,
        target: pair.target as usize,
        confidence: trust(
            judged
                .get(&(pair.source, pair.target))
                .copied()
                .unwrap_or(pair.likeness),
            f64::INFINITY,
        ),
    };
    let mut rivals = board
        .taken
        .each_ref()
        .map(|texts| vec![Vec::<Rival>::new(); texts.len()]);
    for pair in scored {
        let rival = rival(pair);
        if rival.confidence >= MENTIONED {
            rivals[0][rival.source].push(rival);
            rivals[1][rival.target].push(rival);
        }
    }
    let likelier = |a: &Rival, b: &Rival| {
        b.confidence
            .total_cmp(&a.confidence)
            .then((a.source, a.target).cmp(&(b.source, b.target)))
    };
    chosen.sort_by_key(|(pair, _)| pair.source);
    let pairs = chosen.iter().map(|(pair, lead)| {
        let [source, target] = pair.texts();
        let others = rivals[0][source].iter().chain(&rivals[1][target]);
        let mut others: Vec<Rival> = others
            .filter(|other| (other.source, other.target) != (source, target))
            .copied()
            .collect();
        others.sort_by(likelier);
        others.truncate(RIVALS);
        let confidence = trust(pair.likeness, *lead);
        for other in &mut others {
            // One of the two is right at most.
            other.confidence = other.confidence.min(1.0 - confidence);
        }
        Matched {
            source,
            target,
            confidence,
            rivals: others,
        }
    });
    let pairs = pairs.collect();
    let left = |side: usize| {
        let texts = (0..board.taken[side].len()).filter(|text| !board.taken[side][*text]);
        texts
            .map(|text| (text, rivals[side][text].iter().min_by(|a, b| likelier(a, b)).copied()))
            .collect()
    };
    Matching {
        source_only: left(0),
        target_only: left(1),
        pairs,
    }
}
