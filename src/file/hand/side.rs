//! Holding the ids of one side against its texts.
//!
//! Both are laid on one stream, the text of the side without white space. Ids say where the borders
//! between links are, and so do the texts; where they differ, something was moved, cut or joined.

mod borders;
mod lay;

use std::collections::{BTreeMap, BTreeSet};

use borders::{Choice, choose};
use lay::{Laid, Piece, lay};

use super::rough::Rough;
use super::{HandError, Understood};
use crate::text::{SentenceId, Side};

/// What is known of the sentences that the ids name.
#[derive(Debug)]
pub(super) enum Reference {
    /// The alignment as it was: its sentences by passage, and how many of this side and of the other
    /// stand up to the end of each link.
    Before {
        passages: Vec<Vec<String>>,
        ends: Vec<[usize; 2]>,
    },
    /// The text as the program cuts it, by passage.
    Text(Vec<Vec<String>>),
    /// Nothing.
    None,
}

/// One side, understood.
#[derive(Debug)]
pub(super) struct Fitted {
    pub(super) links: Vec<LinkSide>,
}

/// One side of a link.
#[derive(Debug, Clone, Default)]
pub(super) struct LinkSide {
    pub(super) sentences: (Vec<SentenceId>, Vec<String>),
    /// Whether it is grouped or cut otherwise than ids or texts said.
    pub(super) changed: bool,
}

/// A sentence as an id names it.
#[derive(Debug, Clone, PartialEq)]
struct Old {
    id: SentenceId,
    text: String,
    start: usize,
    end: usize,
}

/// One side of the file.
struct Fitter<'a> {
    rough: &'a [Rough],
    side: Side,
    /// The ids of each link, in order.
    ids: Vec<Vec<SentenceId>>,
    olds: Vec<Old>,
    /// Sentences of this side and the other up to the end of each link, in the alignment as it was.
    before: Option<&'a [[usize; 2]]>,
}

pub(super) fn fit(
    rough: &[Rough],
    side: Side,
    reference: &Reference,
    understood: &mut Vec<Understood>,
) -> Result<Fitted, HandError> {
    let ids = rough
        .iter()
        .map(|link| {
            let mut ids = link.ids(side).to_vec();
            ids.sort_unstable();
            if ids != link.ids(side) {
                understood.push(Understood {
                    line: link.line,
                    what: format!("{side} ids were put in order"),
                });
            }
            ids
        })
        .collect();
    let mut fitter = Fitter {
        rough,
        side,
        ids,
        olds: Vec::new(),
        before: None,
    };
    let laid = match reference {
        Reference::None => fitter.by_rank()?,
        Reference::Before { passages, ends } => {
            fitter.olds = olds(passages);
            fitter.before = Some(ends);
            lay(rough, side, &fitter.olds)?
        }
        Reference::Text(passages) => {
            fitter.olds = olds(passages);
            let laid = lay(rough, side, &fitter.olds)?;
            if laid.is_clean() {
                fitter.renumber_as_before(&laid.pieces);
            }
            laid
        }
    };
    fitter.decide(&laid, understood)
}

/// White space does not count.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn counted(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

fn olds(passages: &[Vec<String>]) -> Vec<Old> {
    let mut olds = Vec::new();
    let mut start = 0;
    for (passage, sentences) in (1..).zip(passages) {
        for (sentence, text) in (1..).zip(sentences) {
            let end = start + squeeze(text).len();
            olds.push(Old {
                id: SentenceId { passage, sentence },
                text: text.clone(),
                start,
                end,
            });
            start = end;
        }
    }
    olds
}

impl Fitter<'_> {
    fn line(&self, link: usize) -> usize {
        self.rough.get(link).map_or(1, |link| link.line)
    }

    /// Without anything to hold them against, the first text belongs to the first id, and so on.
    fn by_rank(&mut self) -> Result<Laid, HandError> {
        let mut last = BTreeMap::<u32, u32>::new();
        for id in self.ids.iter().flatten() {
            let most = last.entry(id.passage).or_default();
            *most = id.sentence.max(*most);
        }
        let named = self.ids.iter().map(Vec::len).sum::<usize>();
        let passages = last.keys().next_back().copied().unwrap_or_default();
        // A slip of the finger in an id must not count up to it.
        let ids = (1..=passages).flat_map(|passage| {
            let most = last.get(&passage).copied().unwrap_or(1);
            (1..=most).map(move |sentence| SentenceId { passage, sentence })
        });
        let ids: Vec<_> = ids.take(named + 1).collect();
        let texts = self.rough.iter().enumerate().flat_map(|(link, rough)| {
            let texts = rough.texts(self.side).iter();
            texts.map(move |(line, text)| (link, *line, text))
        });
        let mut start = 0;
        let pieces: Vec<_> = texts
            .map(|(link, line, text)| {
                let end = start + squeeze(text).len();
                let piece = Piece {
                    link,
                    line,
                    text: text.clone(),
                    start,
                    end,
                };
                start = end;
                piece
            })
            .collect();
        let texts = pieces.iter().map(Some).chain(std::iter::repeat(None));
        self.olds = ids
            .iter()
            .zip(texts)
            .map(|(&id, piece)| Old {
                id,
                text: piece.map_or_else(String::new, |piece| piece.text.clone()),
                start: piece.map_or(start, |piece| piece.start),
                end: piece.map_or(start, |piece| piece.end),
            })
            .collect();
        self.check_ids()?;
        if let Some(link) = (0..self.ids.len())
            .find(|&link| self.ids[link].len() != self.rough[link].texts(self.side).len())
            .filter(|_| pieces.len() != ids.len())
        {
            return Err(HandError::Ambiguous {
                line: self.line(link),
                ids: format!(
                    "the link has {}",
                    counted(self.ids[link].len(), &format!("{} id", self.side))
                ),
                texts: counted(self.rough[link].texts(self.side).len(), "text"),
                remedy: "without the text file it cannot be told what was cut, joined or lost; \
                         put the text in its place and run the command again",
            });
        }
        Ok(Laid {
            pieces,
            faults: Vec::new(),
            doubled: Vec::new(),
        })
    }

    /// The text tells how the program would number the sentences; a passage that a person cut otherwise
    /// before was numbered as it was cut then.
    fn renumber_as_before(&mut self, pieces: &[Piece]) {
        let mut places = BTreeMap::<u32, Vec<(usize, SentenceId)>>::new();
        for (link, ids) in self.ids.iter().enumerate() {
            for &id in ids {
                places.entry(id.passage).or_default().push((link, id));
            }
        }
        let mut olds = Vec::with_capacity(self.olds.len());
        let mut rest = pieces;
        for passage in self.olds.chunk_by(|one, other| one.id.passage == other.id.passage) {
            let end = passage.last().map_or(0, |old| old.end);
            let (inside, after) = rest.split_at(rest.partition_point(|piece| piece.start < end));
            rest = after;
            let number = passage.first().map_or(0, |old| old.id.passage);
            let none = Vec::new();
            let named = places.get(&number).unwrap_or(&none);
            let ranked = || {
                (1..).zip(inside).map(|(sentence, piece)| {
                    let id = SentenceId {
                        passage: number,
                        sentence,
                    };
                    (piece, id)
                })
            };
            let distinct: BTreeSet<_> = named.iter().map(|&(_, id)| id).collect();
            let agrees = ranked().map(|(piece, id)| (piece.link, id)).eq(named.iter().copied());
            let as_cut_now = agrees
                || (!distinct.iter().copied().eq(passage.iter().map(|old| old.id))
                    && distinct.into_iter().eq(ranked().map(|(_, id)| id)));
            if as_cut_now {
                olds.extend(ranked().map(|(piece, id)| Old {
                    id,
                    text: piece.text.clone(),
                    start: piece.start,
                    end: piece.end,
                }));
            } else {
                olds.extend_from_slice(passage);
            }
        }
        self.olds = olds;
    }

    /// Whether the ids name every sentence once, in order.
    fn check_ids(&self) -> Result<(), HandError> {
        let named = || (self.ids.iter().enumerate()).flat_map(|(link, ids)| ids.iter().map(move |&id| (link, id)));
        if named().map(|(_, id)| id).eq(self.olds.iter().map(|old| old.id)) {
            return Ok(());
        }
        let fault = |link: usize, sentence: SentenceId, problem: String| HandError::Coverage {
            line: self.line(link),
            side: self.side,
            sentence,
            problem,
        };
        let known: BTreeSet<_> = self.olds.iter().map(|old| old.id).collect();
        let mut places = BTreeMap::<SentenceId, usize>::new();
        for (link, id) in named() {
            if !known.contains(&id) {
                return Err(fault(link, id, "does not exist".to_owned()));
            }
            if let Some(first) = places.insert(id, link) {
                let first = self.line(first);
                return Err(fault(
                    link,
                    id,
                    format!("stands twice, first in line {first}; delete one of the two"),
                ));
            }
        }
        let mut before = 0;
        for old in &self.olds {
            match places.get(&old.id) {
                None => {
                    let text = if old.text.is_empty() {
                        String::new()
                    } else {
                        format!(": \"{}\"", old.text)
                    };
                    return Err(fault(
                        before,
                        old.id,
                        format!("stands in no link any more{text}; it belongs in this line or the next"),
                    ));
                }
                Some(&link) if link < before => {
                    let line = self.line(before);
                    return Err(fault(
                        link,
                        old.id,
                        format!(
                            "stands before sentences of line {line} that come before it; links keep the order of the text"
                        ),
                    ));
                }
                Some(&link) => before = link,
            }
        }
        Ok(())
    }

    fn decide(&self, laid: &Laid, understood: &mut Vec<Understood>) -> Result<Fitted, HandError> {
        let ids = self.check_ids();
        if laid.is_clean() {
            let by_text = self.by_text(&laid.pieces);
            return match ids {
                Ok(()) => {
                    let choice = choose(self, &laid.pieces, understood)?;
                    Ok(self.partition(&laid.pieces, &choice, understood))
                }
                Err(_) if self.is_explained_by_cuts(&laid.pieces, &by_text) => {
                    let choice = Choice::by_texts(self, &laid.pieces);
                    Ok(self.partition(&laid.pieces, &choice, understood))
                }
                Err(fault) => Err(fault),
            };
        }
        ids?;
        // Every sentence has its place by its id; texts that are whole sentences can be put there.
        let whole = |piece: &&Piece| self.is_old(piece);
        if let Some(piece) = laid.pieces.iter().find(|piece| !whole(piece)) {
            let (line, what) = laid.faults.first().cloned().unwrap_or_default();
            return Err(HandError::Ambiguous {
                line,
                ids: "every sentence has its id".to_owned(),
                texts: format!("{what}, and in line {} a sentence was cut or joined", piece.line),
                remedy: "put the texts in order first, one string an id",
            });
        }
        for (line, what) in &laid.faults {
            understood.push(Understood {
                line: *line,
                what: what.clone(),
            });
        }
        let by_id: BTreeMap<_, _> = self.olds.iter().map(|old| (old.id, old)).collect();
        let moved = |ids: &[SentenceId]| laid.doubled.iter().any(|id| ids.contains(id));
        let links = self.ids.iter().zip(self.rough).map(|(ids, rough)| {
            let texts: Vec<_> = ids
                .iter()
                .filter_map(|id| by_id.get(id))
                .map(|old| old.text.clone())
                .collect();
            let typed = rough.texts(self.side).iter().map(|(_, text)| squeeze(text));
            LinkSide {
                changed: moved(ids) || !typed.eq(texts.iter().map(|text| squeeze(text))),
                sentences: (ids.clone(), texts),
            }
        });
        Ok(Fitted { links: links.collect() })
    }

    /// Whether a text is a sentence as it was.
    fn is_old(&self, piece: &Piece) -> bool {
        let at = self.olds.partition_point(|old| old.end <= piece.start);
        let old = self.olds.get(at);
        old.is_some_and(|old| (old.start, old.end) == (piece.start, piece.end))
    }

    /// For each link the ids its texts had, and those they have when the passages are numbered anew.
    fn by_text(&self, pieces: &[Piece]) -> Vec<[Vec<SentenceId>; 2]> {
        let mut found = vec![[Vec::new(), Vec::new()]; self.rough.len()];
        for (piece, id) in pieces.iter().zip(self.numbers(pieces)) {
            let Some([old, new]) = found.get_mut(piece.link) else {
                continue;
            };
            let first = self.olds.partition_point(|old| old.end <= piece.start);
            let touched = self.olds.get(first..).unwrap_or_default().iter();
            for touched in touched.take_while(|old| old.start < piece.end) {
                if old.last() != Some(&touched.id) {
                    old.push(touched.id);
                }
            }
            new.push(id);
        }
        found
    }

    /// Ids for the texts as they are cut now.
    fn numbers(&self, pieces: &[Piece]) -> Vec<SentenceId> {
        let mut last = SentenceId {
            passage: 0,
            sentence: 0,
        };
        let number = |piece: &Piece| {
            let at = self.olds.partition_point(|old| old.end <= piece.start);
            let passage = self.olds.get(at).map_or(1, |old| old.id.passage);
            let sentence = if passage == last.passage { last.sentence + 1 } else { 1 };
            last = SentenceId { passage, sentence };
            last
        };
        pieces.iter().map(number).collect()
    }

    /// A person who cuts or joins a sentence may number anew by hand, here and there or everywhere.
    fn is_explained_by_cuts(&self, pieces: &[Piece], by_text: &[[Vec<SentenceId>; 2]]) -> bool {
        let was = |piece: &Piece| self.is_old(piece);
        let recut: BTreeSet<u32> = pieces
            .iter()
            .zip(self.numbers(pieces))
            .filter(|(piece, _)| !was(piece))
            .map(|(_, id)| id.passage)
            .collect();
        let in_recut = |ids: &[SentenceId]| {
            ids.iter()
                .filter(|id| recut.contains(&id.passage))
                .copied()
                .collect::<Vec<_>>()
        };
        let elsewhere = |ids: &[SentenceId]| {
            ids.iter()
                .filter(|id| !recut.contains(&id.passage))
                .copied()
                .collect::<Vec<_>>()
        };
        self.ids.iter().zip(by_text).all(|(ids, [old, new])| {
            // A second half may carry the id of the whole again.
            let mut once = ids.clone();
            once.dedup();
            elsewhere(ids) == elsewhere(old)
                && (in_recut(ids) == in_recut(new)
                    || in_recut(ids) == in_recut(old)
                    || in_recut(&once) == in_recut(old))
        })
    }

    /// Gives each link its texts, and says what was cut and joined.
    fn partition(&self, pieces: &[Piece], choice: &Choice, understood: &mut Vec<Understood>) -> Fitted {
        let mut links = vec![LinkSide::default(); self.rough.len()];
        for (link, &changed) in links.iter_mut().zip(&choice.changed) {
            link.changed = changed;
        }
        let mut recut = BTreeMap::<(SentenceId, SentenceId), (usize, usize)>::new();
        for (piece, id) in pieces.iter().zip(self.numbers(pieces)) {
            let at = choice.ends.partition_point(|&end| end <= piece.start);
            let Some(link) = links.get_mut(at) else { continue };
            link.sentences.0.push(id);
            link.sentences.1.push(piece.text.clone());
            let first = self.olds.partition_point(|old| old.end <= piece.start);
            let touched = self.olds.get(first..).unwrap_or_default();
            let touched: Vec<_> = touched.iter().take_while(|old| old.start < piece.end).collect();
            if let [first, .., last] | [first @ last] = touched[..]
                && (first.start, last.end, touched.len()) != (piece.start, piece.end, 1)
            {
                link.changed = true;
                recut.entry((first.id, last.id)).or_insert((piece.line, 0)).1 += 1;
            }
        }
        for ((first, last), (line, count)) in recut {
            let side = self.side;
            let what = match count {
                1 => format!("{side} sentences {first} to {last} are joined"),
                count if first == last => format!("{side} sentence {first} is cut in {count}"),
                count => format!("{side} sentences {first} to {last} are cut into {count}"),
            };
            understood.push(Understood {
                line,
                what: format!("{what}; the sentences of passage {} are numbered anew", first.passage),
            });
        }
        Fitted { links }
    }
}
