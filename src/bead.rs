//! Beads: minimal groups of contiguous sentences that translate each other.

use std::fmt;
use std::ops::Range;

use crate::text::{SentenceIndex, Side};

/// A group of contiguous source sentences and the contiguous target sentences that translate it.
///
/// Either side may be empty (a *null bead*), not both. (Brown et al. 1991; Gale & Church 1993.)
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Bead {
    /// The source sentences.
    pub source: Range<SentenceIndex>,
    /// The target sentences.
    pub target: Range<SentenceIndex>,
}

impl Bead {
    /// A bead from plain positions.
    #[must_use]
    pub fn new(source: Range<usize>, target: Range<usize>) -> Self {
        Self {
            source: source.start.into()..source.end.into(),
            target: target.start.into()..target.end.into(),
        }
    }

    /// How many sentences on each side.
    #[must_use]
    pub fn shape(&self) -> Shape {
        Shape {
            source: self.source.end.0 - self.source.start.0,
            target: self.target.end.0 - self.target.start.0,
        }
    }

    /// Whether one side is empty.
    #[must_use]
    pub fn is_null(&self) -> bool {
        let shape = self.shape();
        shape.source == 0 || shape.target == 0
    }

    /// The sentences of one side.
    #[must_use]
    pub fn side(&self, side: Side) -> Range<SentenceIndex> {
        match side {
            Side::Source => self.source.clone(),
            Side::Target => self.target.clone(),
        }
    }

    /// The positions of one side, in order.
    pub fn indices(&self, side: Side) -> impl ExactSizeIterator<Item = SentenceIndex> + use<> {
        let range = self.side(side);
        (range.start.0..range.end.0).map(SentenceIndex)
    }
}

/// The number of sentences on each side of a bead, written `2-1`, source first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shape {
    /// Source sentences.
    pub source: u32,
    /// Target sentences.
    pub target: u32,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.source, self.target)
    }
}

/// Where a list of beads fails to cover both texts in order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TilingError {
    /// A bead does not begin where the one before ended.
    #[error("bead {bead}: its {side} side begins at sentence {found}, expected {expected}")]
    Gap {
        /// Which bead, from 0.
        bead: usize,
        /// Which side.
        side: Side,
        /// Where it should begin.
        expected: u32,
        /// Where it begins.
        found: u32,
    },
    /// A bead holds nothing.
    #[error("bead {bead} is empty on both sides")]
    Empty {
        /// Which bead, from 0.
        bead: usize,
    },
    /// Sentences are left over at the end.
    #[error("the last bead ends at {side} sentence {found}, but the text has {expected}")]
    Short {
        /// Which side.
        side: Side,
        /// Number of sentences of the text.
        expected: u32,
        /// Where the beads end.
        found: u32,
    },
}

/// Checks that the beads cover `source` and `target` sentences exactly once, in order.
///
/// # Errors
/// The first place where they do not.
pub fn check_tiling(beads: &[Bead], source: usize, target: usize) -> Result<(), TilingError> {
    let mut next = [0, 0];
    for (index, bead) in beads.iter().enumerate() {
        for (side, next) in Side::BOTH.into_iter().zip(&mut next) {
            let range = bead.side(side);
            if range.start.0 != *next || range.end < range.start {
                return Err(TilingError::Gap {
                    bead: index,
                    side,
                    expected: *next,
                    found: range.start.0,
                });
            }
            *next = range.end.0;
        }
        if bead.shape() == (Shape { source: 0, target: 0 }) {
            return Err(TilingError::Empty { bead: index });
        }
    }
    let sizes = [source, target].map(|size| SentenceIndex::from(size).0);
    for (side, (found, expected)) in Side::BOTH.into_iter().zip(next.into_iter().zip(sizes)) {
        if found != expected {
            return Err(TilingError::Short { side, expected, found });
        }
    }
    Ok(())
}
