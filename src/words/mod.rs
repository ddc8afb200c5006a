//! Which word translates which, inside sentences that translate each other.
//!
//! There is no model to load: what the lexicon knows, what looks alike, and the sentences themselves are enough. Two
//! directions learn from one another until they agree, and each word gets at most one partner of meaning.

mod agree;
mod cut;
mod function;
mod hidden;
mod learn;
mod likeness;
mod link;
mod table;
mod token;

use std::ops::Range;

use crate::lexical::{Associations, Vocabulary};
use crate::lexicon::{Forms, Lexicon, WordPair};
use crate::text::{Lang, Span};
use crate::trace::traced;

use agree::Posteriors;
use learn::Model;
use link::Chooser;
use table::{Corpus, Table};
use token::TypeReader;

pub use cut::words;
pub use function::is_function_word;
pub use link::{Strength, WordLink};

/// Sentences that translate each other, as tokens: of the original, of the translation.
pub type TokenPair<'a> = [Vec<&'a str>; 2];

/// The words of a bead and their links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeadWords {
    /// Where the tokens of the original stand in its text.
    pub source: Vec<Span>,
    /// Where the tokens of the translation stand in its text.
    pub target: Vec<Span>,
    /// Links by positions in `source` and `target`.
    pub links: Vec<WordLink>,
}

/// How often help with words was right where it spoke, of words judged by reading (`tests/gold/words.tsv`): solid links and
/// dotted ones, each as right and all. Readers are told so; `tests/words.rs` holds it to what is found.
pub const CHECKED: [[usize; 2]; 2] = [[195, 198], [7, 7]];

/// Words' worth of trust in two words that the lexicon, or their looks, say to go together. One to three give the same F1
/// to two tenths of a point on 105 pairs of encyclopaedic sentences.
const KNOWN: f32 = 2.0;

/// Tokens of one sentence looked at together; longer ones are cut into so many equal stretches.
const LONGEST: usize = 256;

/// Pairs of sentences, and pairs of words, that learn together at most. What more text could teach is little beside the lexicon, and
/// so memory does not grow with the text.
const PIECE: usize = 10_000;
const PIECE_CELLS: usize = 1 << 24;

/// Aligns the words of one pair of languages.
#[derive(Debug, Clone)]
pub struct WordAligner {
    source: Lang,
    target: Lang,
    forms: Forms,
    lexicon: Lexicon,
}

impl WordAligner {
    /// An aligner with what the program knows of the two languages.
    #[must_use]
    pub fn new(source: Lang, target: Lang) -> Self {
        Self {
            source,
            target,
            forms: Forms::embedded(),
            lexicon: Lexicon::embedded(source, target),
        }
    }

    /// Adds word pairs to what the aligner knows; of two weights of a pair the larger counts.
    #[must_use]
    pub fn with_lexicon(mut self, pairs: &[WordPair]) -> Self {
        self.lexicon.add_pairs(pairs, [self.source, self.target], &self.forms);
        self
    }

    /// Links the words of beads of one work, given as texts: of the original, of the translation. A null bead has an empty text and
    /// no links.
    ///
    /// # Complexity
    /// As [`align`](Self::align).
    #[must_use]
    pub fn align_texts(&self, beads: &[[&str; 2]]) -> Vec<BeadWords> {
        let spans: Vec<[Vec<Span>; 2]> = beads.iter().map(|bead| bead.map(words)).collect();
        let tokens: Vec<TokenPair<'_>> = beads
            .iter()
            .zip(&spans)
            .map(|(bead, spans)| [0, 1].map(|side| spans[side].iter().map(|span| &bead[side][span.range()]).collect()))
            .collect();
        let links = self.align(&tokens);
        let beads = spans.into_iter().zip(links);
        beads
            .map(|([source, target], links)| BeadWords { source, target, links })
            .collect()
    }

    /// Links the words of pairs of sentences, which learn from one another: one work, or texts of one kind.
    ///
    /// # Complexity
    /// Linear in the pairs of words that stand in one pair of sentences; memory is bounded beside the text itself.
    #[must_use]
    pub fn align(&self, pairs: &[TokenPair<'_>]) -> Vec<Vec<WordLink>> {
        traced!("words within links");
        let mut links: Vec<Vec<WordLink>> = vec![Vec::new(); pairs.len()];
        let stretches: Vec<Stretch> = (0..)
            .zip(pairs)
            .flat_map(|(pair, tokens)| stretches(pair, tokens))
            .collect();
        for piece in pieces(&stretches) {
            let piece = &stretches[piece];
            for (stretch, found) in piece.iter().zip(self.align_piece(pairs, piece)) {
                links[stretch.pair].extend(found.into_iter().map(|link| WordLink {
                    source: link.source + stretch.sides[0].start,
                    target: link.target + stretch.sides[1].start,
                    ..link
                }));
            }
        }
        links
    }

    fn align_piece(&self, pairs: &[TokenPair<'_>], piece: &[Stretch]) -> Vec<Vec<WordLink>> {
        let knows: [&dyn Fn(&str) -> bool; 2] = [&|stem| self.lexicon.knows_source(stem), &|stem| {
            self.lexicon.knows_target(stem)
        }];
        let mut readers = [
            TypeReader::new(self.source, &self.forms, knows[0]),
            TypeReader::new(self.target, &self.forms, knows[1]),
        ];
        let mut corpus = Corpus::default();
        for stretch in piece {
            let [source, target] = &pairs[stretch.pair];
            readers[0].read(&source[stretch.sides[0].clone()], &mut corpus.source);
            readers[1].read(&target[stretch.sides[1].clone()], &mut corpus.target);
            corpus.close_pair();
        }
        let sides = readers.map(|reader| Vocabulary::of_types(reader.into_types()));
        let counts = sides
            .each_ref()
            .map(|side| side.types().iter().map(|class| class.tokens).collect());
        let table = Table::collect(&corpus, &self.priors(&sides), counts);
        let model = Model::learn(&corpus, &table);
        let roles = [
            function::roles(sides[0].types(), self.source),
            function::roles(sides[1].types(), self.target),
        ];
        let mut posteriors = Posteriors::default();
        let links = |pair| {
            let (from, to, range) = corpus.pair(pair);
            let cells = &table.cells[range];
            posteriors.read(&model, from, to, cells);
            let chooser = Chooser {
                posteriors: &posteriors,
                table: &table,
                from,
                to,
                cells,
                roles: [&roles[0], &roles[1]],
            };
            chooser.links()
        };
        (0..corpus.len()).map(links).collect()
    }

    /// By source type the target types it is known to go with, in words' worth of trust.
    fn priors(&self, [source, target]: &[Vocabulary; 2]) -> Vec<Vec<(u32, f32)>> {
        let known = Associations::gather(source, target, &self.lexicon);
        let rows = known.rows.iter();
        let mut priors: Vec<Vec<(u32, f32)>> = rows
            .map(|row| {
                row.iter()
                    .map(|partner| (partner.id.0, KNOWN * partner.weight))
                    .collect()
            })
            .collect();
        for alike in likeness::alike(source.types(), target.types()) {
            let (row, weight) = (&mut priors[alike.source as usize], KNOWN * alike.weight);
            match row.iter_mut().find(|(id, _)| *id == alike.target) {
                Some((_, known)) => *known = known.max(weight),
                None => row.push((alike.target, weight)),
            }
        }
        priors
    }
}

/// A pair of sentences, or a part of one too long to be looked at whole.
struct Stretch {
    pair: usize,
    sides: [Range<usize>; 2],
}

fn stretches(pair: usize, tokens: &TokenPair<'_>) -> impl Iterator<Item = Stretch> + use<> {
    let lengths = tokens.each_ref().map(Vec::len);
    let count = lengths[0].max(lengths[1]).div_ceil(LONGEST).max(1);
    // No product of lengths: a line may be as long as memory.
    let border = move |length: usize, part: usize| length / count * part + (length % count).min(part);
    (0..count).map(move |part| Stretch {
        pair,
        sides: lengths.map(|length| border(length, part)..border(length, part + 1)),
    })
}

/// Cuts stretches into pieces of about the same work.
fn pieces(stretches: &[Stretch]) -> Vec<Range<usize>> {
    let cells = |stretch: &Stretch| stretch.sides[0].len() * stretch.sides[1].len() + PIECE_CELLS / PIECE;
    let total: usize = stretches.iter().map(cells).sum();
    let share = total.div_ceil(total.div_ceil(2 * PIECE_CELLS).max(1)).max(1);
    let (mut pieces, mut start, mut sum) = (Vec::new(), 0, 0);
    for (index, stretch) in stretches.iter().enumerate() {
        sum += cells(stretch);
        if sum >= share {
            pieces.push(start..index + 1);
            (start, sum) = (index + 1, 0);
        }
    }
    if start < stretches.len() {
        pieces.push(start..stretches.len());
    }
    pieces
}
