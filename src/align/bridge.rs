//! Sentences that reach over the border of two beads: a clause that the translator moved.
//!
//! The search takes the words of a bead with several sentences on both sides to come from anywhere in it, which
//! makes such beads dear. Where a clause moved, all words but that clause's stay on their side of the border.
//! This is looked at here, along the best tiling only: beads of two neighbours are joined, or cut anew, when the
//! words of one clause at the border speak for it in both directions.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::bead::Bead;
use crate::evidence::{ClassScores, MAX_BOTH, MAX_GROUP};
use crate::lexical::{Translation, TypeId, Vocabulary};
use crate::reasons::Rival;
use crate::text::Side;
use crate::trace::traced;

use super::lattice::Evidence;
use super::mass::Mass;
use super::parallel::map;
use super::pass::Found;
use super::pins::undecided;

/// What is known of moved clauses before these texts are looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct BridgeWeights {
    /// How often a clause moves over the border of two beads.
    pub(super) moved: f64,
    /// Borders' worth of trust in that.
    pub(super) prior_borders: f64,
    /// Words and marks of a clause: the places where one may begin are that much fewer than the words.
    pub(super) clause_words: f64,
}

/// On the development gold some 20 of 2,200 borders of found beads lie inside a bead of the gold on both sides.
impl Default for BridgeWeights {
    fn default() -> Self {
        Self {
            moved: 0.01,
            prior_borders: 50.0,
            clause_words: 3.0,
        }
    }
}

/// Rounds in which these texts teach how often clauses move in them. The estimate settles in two or three.
const ROUNDS: usize = 4;

/// Borders of beads that are both at least this sure are not looked at: on the development gold they hide no
/// moved clause that would be found here.
const SURE: f64 = 0.995;

/// Borders that are looked at one after the other; such stretches of a long text are looked at side by side.
const BORDERS_AT_ONCE: usize = 1000;

/// Joins beads, or cuts them anew, where a clause moved over their border. A changed bead has the probability
/// that the change is right, and what stood before as its rival; `pins` stay as they are.
pub(super) fn bridge(
    found: &mut Found,
    pins: &[Bead],
    evidence: &Evidence,
    weights: &BridgeWeights,
    (source, target): (&Vocabulary, &Vocabulary),
) {
    traced!("moved clauses");
    let free = free_beads(&found.beads, pins);
    let seconds: Vec<usize> = (1..found.beads.len()).collect();
    let stretches: Vec<&[usize]> = seconds.chunks(BORDERS_AT_ONCE).collect();
    let changes = map(&stretches, |stretch| {
        let mut bridges = Bridges::new(evidence, weights, source, target);
        let change = |&next: &usize| {
            let last = next - 1;
            let doubtful = found.confidence[last].min(found.confidence[next]) < SURE;
            (doubtful && free[last] && free[next])
                .then(|| bridges.best_change(&found.beads[last], &found.beads[next]))?
        };
        stretch.iter().map(change).collect::<Vec<Option<Change>>>()
    });
    let mut changes: Vec<Option<Change>> = changes.into_iter().flatten().collect();
    let borders = free.windows(2).filter(|pair| pair[0] && pair[1]).count();
    let moved = weights.rate(borders, &changes);
    for change in changes.iter_mut().flatten() {
        change.gain += moved;
    }
    // After the last bead there is no border.
    changes.push(None);
    let before = std::mem::take(found);
    let mut next = 0;
    while next < before.beads.len() {
        if let Some(change) = changes[next].take_if(|change| change.gain > 0.0) {
            let share = 1.0 - chance(change.gain);
            for bead in change.beads {
                found.beads.push(bead);
                found.confidence.push(1.0 - share);
                let bead = before.beads[next].clone();
                found.rivals.push(Some(Rival { bead, share }));
            }
            next += 2;
            continue;
        }
        found.beads.push(before.beads[next].clone());
        found.confidence.push(before.confidence[next]);
        found.rivals.push(before.rivals[next].clone());
        next += 1;
    }
}

/// Whether each bead is a match that nobody decided.
fn free_beads(beads: &[Bead], pins: &[Bead]) -> Vec<bool> {
    let undecided = undecided(beads, pins).into_iter();
    beads
        .iter()
        .zip(undecided)
        .map(|(bead, free)| free && !bead.is_null())
        .collect()
}

impl BridgeWeights {
    /// The logarithm of how often clauses move over borders in these texts.
    fn rate(&self, borders: usize, changes: &[Option<Change>]) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of beads")]
        let borders = borders as f64;
        let mut moved = libm::log(self.moved);
        for _ in 0..ROUNDS {
            let expected: f64 = changes.iter().flatten().map(|change| chance(change.gain + moved)).sum();
            moved = libm::log((expected + self.prior_borders * self.moved) / (borders + self.prior_borders));
        }
        moved
    }
}

/// The probability that belongs to a log-likelihood ratio.
fn chance(gain: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-gain))
}

/// Whether the search itself can make beads of this shape.
fn plain(s: usize, t: usize) -> bool {
    s.min(t) == 1 || s.max(t) <= MAX_BOTH
}

/// Sentences of both sides.
#[derive(Debug, Clone)]
struct Block {
    source: Range<usize>,
    target: Range<usize>,
}

impl Block {
    fn of(bead: &Bead) -> Self {
        Self {
            source: bead.source.start.get()..bead.source.end.get(),
            target: bead.target.start.get()..bead.target.end.get(),
        }
    }

    fn bead(&self) -> Bead {
        Bead::new(self.source.clone(), self.target.clone())
    }

    fn is_plain(&self) -> bool {
        plain(self.source.len(), self.target.len())
    }

    /// Cuts before these sentences.
    fn cut(&self, (s, t): (usize, usize)) -> (Self, Self) {
        (
            Self {
                source: self.source.start..s,
                target: self.target.start..t,
            },
            Self {
                source: s..self.source.end,
                target: t..self.target.end,
            },
        )
    }

    /// All places to cut into two parts with sentences on both sides.
    fn cuts(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let target = self.target.start + 1..self.target.end;
        (self.source.start + 1..self.source.end).flat_map(move |s| target.clone().map(move |t| (s, t)))
    }
}

/// Other beads for the sentences of two.
struct Change {
    beads: Vec<Bead>,
    /// How much more likely they are, in nats.
    gain: f64,
}

struct Bridges<'a> {
    evidence: &'a Evidence,
    clause_words: f64,
    source: &'a Vocabulary,
    target: &'a Vocabulary,
    structure: &'a ClassScores,
    to_target: Voice<'a>,
    to_source: Voice<'a>,
}

impl<'a> Bridges<'a> {
    fn new(evidence: &'a Evidence, weights: &BridgeWeights, source: &'a Vocabulary, target: &'a Vocabulary) -> Self {
        Self {
            evidence,
            clause_words: weights.clause_words,
            source,
            target,
            structure: evidence.structure.scores(),
            to_target: Voice::new(&evidence.to_target, source, target),
            to_source: Voice::new(&evidence.to_source, target, source),
        }
    }

    /// The most likely other beads with a moved clause.
    fn best_change(&mut self, first: &Bead, second: &Bead) -> Option<Change> {
        let (first, second) = (Block::of(first), Block::of(second));
        let whole = Block {
            source: first.source.start..second.source.end,
            target: first.target.start..second.target.end,
        };
        if whole.source.len().max(whole.target.len()) > MAX_GROUP {
            return None;
        }
        self.to_target.look_at(&whole.target);
        self.to_source.look_at(&whole.source);
        let before = self.score(&first) + self.score(&second);
        let mut best: Option<Change> = None;
        let mut offer = |gain: f64, beads: &dyn Fn() -> Vec<Bead>| {
            if best.as_ref().is_none_or(|best| gain > best.gain) {
                best = Some(Change { beads: beads(), gain });
            }
        };
        if let Some(score) = self.joined(&whole) {
            offer(score - before, &|| vec![whole.bead()]);
        }
        for at in whole.cuts() {
            let (a, b) = whole.cut(at);
            if b.is_plain()
                && let Some(score) = self.joined(&a)
            {
                offer(score + self.score(&b) - before, &|| vec![a.bead(), b.bead()]);
            }
            if a.is_plain()
                && let Some(score) = self.joined(&b)
            {
                offer(score + self.score(&a) - before, &|| vec![a.bead(), b.bead()]);
            }
        }
        best
    }

    /// The score of a plain bead.
    fn score(&mut self, block: &Block) -> f64 {
        self.words(block) + self.evidence.shape.score(block.source.len(), block.target.len()).nats() + self.form(block)
    }

    /// What lengths and passages say.
    fn form(&self, Block { source, target }: &Block) -> f64 {
        let group = |side, vocabulary: &Vocabulary, range: &Range<usize>| {
            let characters = vocabulary.characters(range.start, range.end);
            let class = self.evidence.structure.class(side, range.start, range.end);
            (self.evidence.length.group(side, characters, range.len()), class)
        };
        let (source, target) = (
            group(Side::Source, self.source, source),
            group(Side::Target, self.target, target),
        );
        (self.evidence.length.score(source.0, target.0) + self.structure[source.1.get()][target.1.get()]).nats()
    }

    fn words(&mut self, Block { source, target }: &Block) -> f64 {
        let forward: f64 = self.to_target.nats(source, target).iter().sum();
        let backward: f64 = self.to_source.nats(target, source).iter().sum();
        0.5 * (forward + backward)
    }

    /// The score of a bead inside which a clause moved: the best of all places for the border it moved over.
    fn joined(&mut self, block: &Block) -> Option<f64> {
        let form = self.form(block);
        let mut best: Option<f64> = None;
        for at in block.cuts() {
            let (a, b) = block.cut(at);
            if !a.is_plain() || !b.is_plain() {
                continue;
            }
            let shape = self.evidence.shape.score(a.source.len(), a.target.len())
                + self.evidence.shape.score(b.source.len(), b.target.len());
            let score = shape.nats() + self.words(&a) + self.words(&b) + self.moved(&a, &b) + form;
            if best.is_none_or(|best| score > best) {
                best = Some(score);
            }
        }
        best
    }

    /// What is gained by a clause that moved over the border of two blocks, in the better direction.
    fn moved(&mut self, a: &Block, b: &Block) -> f64 {
        let last = |range: &Range<usize>| range.end - 1..range.end;
        let first = |range: &Range<usize>| range.start..range.start + 1;
        // The translation comes earlier: the end of one sentence translates the beginning of another.
        let earlier = {
            let (tail, head) = (last(&a.target), first(&b.source));
            let forward = self.to_target.gains(&a.source, &b.source, &tail);
            let backward = self.to_source.gains(&b.target, &a.target, &head);
            0.5 * (best_sum(forward.iter().rev()) + best_sum(backward.iter())) - self.extents(&head, &tail)
        };
        let later = {
            let (head, tail) = (first(&b.target), last(&a.source));
            let forward = self.to_target.gains(&b.source, &a.source, &head);
            let backward = self.to_source.gains(&a.target, &b.target, &tail);
            0.5 * (best_sum(forward.iter()) + best_sum(backward.iter().rev())) - self.extents(&tail, &head)
        };
        earlier.max(later)
    }

    /// The price of saying where in both sentences the clause begins or ends, halved as all words are.
    fn extents(&self, source: &Range<usize>, target: &Range<usize>) -> f64 {
        let clauses = |vocabulary: &Vocabulary, range: &Range<usize>| {
            #[expect(clippy::cast_precision_loss, reason = "a sentence's words")]
            let words = vocabulary.tokens(range.start, range.end).len() as f64;
            libm::log((words / self.clause_words).max(1.0))
        };
        0.5 * (clauses(self.source, source) + clauses(self.target, target))
    }
}

/// One direction of the word evidence, word by word.
struct Voice<'a> {
    mass: Mass<'a>,
    given: &'a Vocabulary,
    predicted: &'a Vocabulary,
    /// The predicted sentences that are looked at.
    looked_at: Range<usize>,
    /// By given sentences what they say of each word of those looked at, in nats: a border is looked at in many ways.
    said: FxHashMap<Range<usize>, Vec<f64>>,
}

impl<'a> Voice<'a> {
    fn new(translation: &'a Translation, given: &'a Vocabulary, predicted: &'a Vocabulary) -> Self {
        Self {
            mass: Mass::new(translation),
            given,
            predicted,
            looked_at: 0..0,
            said: FxHashMap::default(),
        }
    }

    /// What is asked from now on is about some of these predicted sentences.
    fn look_at(&mut self, predicted: &Range<usize>) {
        self.looked_at = predicted.clone();
        self.said.clear();
    }

    /// For each word of `predicted` sentences what the `given` ones say of it, in nats.
    fn nats(&mut self, given: &Range<usize>, predicted: &Range<usize>) -> &[f64] {
        self.listen(given);
        self.heard(given, predicted)
    }

    fn listen(&mut self, given: &Range<usize>) {
        if self.said.contains_key(given) {
            return;
        }
        let tokens = self.given.tokens(given.start, given.end);
        self.mass.hear(tokens);
        #[expect(clippy::cast_precision_loss, reason = "sentences are far shorter than 2^24 tokens")]
        let size = tokens.len().max(1) as f32;
        let translation = self.mass.translation;
        let nats = |id: &TypeId| {
            let (known, share) = (translation.known[id.get()], translation.unigram[id.get()]);
            let factor = 1.0 - known + known * self.mass.of(*id) / (size * share);
            libm::log(f64::from(factor))
        };
        let predicted = self.predicted.tokens(self.looked_at.start, self.looked_at.end);
        self.said.insert(given.clone(), predicted.iter().map(nats).collect());
    }

    /// What `given` sentences that were listened to say of each word of `predicted` ones.
    fn heard(&self, given: &Range<usize>, predicted: &Range<usize>) -> &[f64] {
        let words_until = |sentence| self.predicted.tokens(self.looked_at.start, sentence).len();
        &self.said[given][words_until(predicted.start)..words_until(predicted.end)]
    }

    /// For each word by how much better others explain it than its own bead does.
    fn gains(&mut self, own: &Range<usize>, others: &Range<usize>, predicted: &Range<usize>) -> Vec<f64> {
        self.listen(own);
        self.listen(others);
        let (own, others) = (self.heard(own, predicted), self.heard(others, predicted));
        own.iter().zip(others).map(|(own, others)| others - own).collect()
    }
}

/// The largest sum of the first so many numbers, be it of none.
fn best_sum<'a>(numbers: impl Iterator<Item = &'a f64>) -> f64 {
    let mut sum = 0.0;
    numbers.fold(0.0, |best: f64, number| {
        sum += number;
        best.max(sum)
    })
}
