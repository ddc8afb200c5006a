//! Beads as indices of sentences: gold files and what other aligners write.

use std::collections::BTreeMap;

use super::{ImportError, Imported, Part, Place, Row};
use crate::bead::Bead;
use crate::eval::LooseBead;
use crate::text::{SentenceIndex, Side};

/// A bead file that cannot be read. The caller knows the path and names it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BeadsError {
    /// The line is no bead.
    #[error("line {line}: \"{found}\" is no bead; expected source indices, a colon and target indices, as in 0,1:0")]
    Form {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// An index is no number.
    #[error("line {line}: the {side} index \"{found}\" is no number that counts from 0; expected a form such as 0,1:0")]
    Index {
        /// The line, from 1.
        line: usize,
        /// Which side.
        side: Side,
        /// What stands there.
        found: String,
    },
    /// A bead without sentences.
    #[error("line {line}: the bead is empty on both sides; delete the line")]
    Empty {
        /// The line, from 1.
        line: usize,
    },
    /// A sentence is in no bead.
    #[error(
        "line {line}: {side} sentence {found} stands where {expected} was expected: {expected} is \
         missing; a sentence without a partner has a line of its own, such as {}", null_bead(*.side, *.expected)
    )]
    Missing {
        /// The line after the gap, from 1.
        line: usize,
        /// Which side.
        side: Side,
        /// The first sentence missing, from 0.
        expected: u32,
        /// The sentence after the gap.
        found: u32,
    },
    /// A sentence stands in a second place, or after a later one.
    #[error("line {line}: {side} sentence {found} stands in line {first} already")]
    Repeated {
        /// The line of the second place, from 1.
        line: usize,
        /// Which side.
        side: Side,
        /// The sentence, from 0.
        found: u32,
        /// The line of the first place.
        first: usize,
    },
    /// Beads are not in the text's order.
    #[error("{}: {side} sentence {later} stands before {earlier}", wrong_order(*.first, *.line))]
    Order {
        /// The line that comes first, from 1.
        first: usize,
        /// The line that should come before it.
        line: usize,
        /// Which side.
        side: Side,
        /// A sentence of the first line, from 0.
        later: u32,
        /// A sentence of the second line.
        earlier: u32,
    },
}

fn wrong_order(first: usize, second: usize) -> String {
    if first == second {
        format!("line {first}: sentences are in the wrong order")
    } else {
        format!("lines {first} and {second} are in the wrong order")
    }
}

fn null_bead(side: Side, sentence: u32) -> String {
    match side {
        Side::Source => format!("{sentence}:"),
        Side::Target => format!(":{sentence}"),
    }
}

/// A line as it stands: its number, and the indices of each side.
struct Line {
    number: usize,
    sides: [Vec<u32>; 2],
}

/// Reads beads, one a line: `0,1:0`, either side may be empty. `[0, 1]:[0]` is read too, and anything
/// after it, such as a score, is passed over; so are blank lines.
///
/// Sentences are counted from 0. Every sentence up to the last one named must be there, in order;
/// how many the texts have is not known here: see [`check_tiling`](crate::bead::check_tiling).
///
/// # Errors
/// The first fault, with its line.
pub fn read(text: &str) -> Result<Vec<Bead>, BeadsError> {
    Ok(read_numbered(text)?.into_iter().map(|(_, bead)| bead).collect())
}

/// Reads beads as rows of an import; sentences may be left out, and beads without a partner stand anywhere. Scores are
/// costs in vecalign's files, so they are passed over.
pub(super) fn read_rows(text: &str) -> Result<Imported, ImportError> {
    let fault = |error: BeadsError| ImportError::form(None, error.to_string());
    let mut rows = Vec::new();
    for Line { number, sides } in parse(text).map_err(fault)? {
        if sides.iter().all(Vec::is_empty) {
            return Err(fault(BeadsError::Empty { line: number }));
        }
        let place = Place::Line(number);
        let part = |side: Side| {
            let indices = &sides[side.index()];
            if let Some(pair) = indices.windows(2).find(|pair| pair[1] != pair[0] + 1) {
                let problem = format!(
                    "{side} sentence {} stands after {}; the sentences of a bead follow each other",
                    pair[1], pair[0]
                );
                return Err(ImportError::form(place, problem));
            }
            let first = indices.first().map_or(0, |&first| first as usize);
            Ok(Part::Positions(first..first + indices.len()))
        };
        rows.push(Row::new(place, part(Side::Source)?, part(Side::Target)?));
    }
    Ok(Imported::of_program(rows))
}

fn read_numbered(text: &str) -> Result<Vec<(usize, Bead)>, BeadsError> {
    let lines = parse(text)?;
    let mut next = [0_u32; 2];
    let mut beads = Vec::with_capacity(lines.len());
    for line in &lines {
        let start = next;
        for ((indices, next), side) in line.sides.iter().zip(&mut next).zip(Side::BOTH) {
            for &found in indices {
                if found != *next {
                    return Err(explain(&lines, line.number, side, *next, found));
                }
                *next += 1;
            }
        }
        if start == next {
            return Err(BeadsError::Empty { line: line.number });
        }
        let [source, target] = [0, 1].map(|side| SentenceIndex(start[side])..SentenceIndex(next[side]));
        beads.push((line.number, Bead { source, target }));
    }
    Ok(beads)
}

/// Reads beads as [`read`] does, without asking that they cover the texts, or stand in order.
///
/// Gold made elsewhere has beads that cross or have gaps, and leaves null beads out. It can be
/// evaluated against ([`evaluate_loose`](crate::eval::evaluate_loose)), but it is no alignment.
///
/// # Errors
/// The first line that is no bead.
pub fn read_loose(text: &str) -> Result<Vec<LooseBead>, BeadsError> {
    let loose = |Line {
                     sides: [source, target],
                     ..
                 }| LooseBead { source, target };
    Ok(parse(text)?.into_iter().map(loose).collect())
}

/// Whether each sentence stands in one bead at most, and, where `in_order` asks for it, whether no two beads cross.
///
/// # Errors
/// The first fault, with its lines.
///
/// # Complexity
/// That of sorting the beads.
pub fn check_loose(text: &str, in_order: bool) -> Result<(), BeadsError> {
    let lines = parse(text)?;
    for side in Side::BOTH {
        let mut seen = BTreeMap::new();
        for line in &lines {
            for &found in &line.sides[side.index()] {
                if let Some(first) = seen.insert(found, line.number) {
                    return Err(BeadsError::Repeated {
                        line: line.number,
                        side,
                        found,
                        first,
                    });
                }
            }
        }
    }
    if !in_order {
        return Ok(());
    }
    let mut full: Vec<&Line> = lines
        .iter()
        .filter(|line| line.sides.iter().all(|side| !side.is_empty()))
        .collect();
    full.sort_by_key(|line| line.sides[0].iter().min());
    for pair in full.windows(2) {
        for side in Side::BOTH {
            let [before, after] = [pair[0], pair[1]].map(|line| &line.sides[side.index()]);
            if let (Some(&later), Some(&earlier)) = (before.iter().max(), after.iter().min())
                && later > earlier
            {
                return Err(BeadsError::Order {
                    first: pair[0].number,
                    line: pair[1].number,
                    side,
                    later,
                    earlier,
                });
            }
        }
    }
    Ok(())
}

fn parse(text: &str) -> Result<Vec<Line>, BeadsError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines.map(|(line, number)| parse_line(line, number)).collect()
}

/// Why `found` stands where `expected` was due: missing, repeated or in the wrong order.
fn explain(lines: &[Line], line: usize, side: Side, expected: u32, found: u32) -> BeadsError {
    let holds = |wanted: u32| {
        let indices = |line: &&Line| match side {
            Side::Source => line.sides[0].contains(&wanted),
            Side::Target => line.sides[1].contains(&wanted),
        };
        lines.iter().find(indices).map(|line| line.number)
    };
    // Up to here every sentence below `expected` has been seen.
    if found < expected {
        let first = holds(found).unwrap_or(line);
        return BeadsError::Repeated {
            line,
            side,
            found,
            first,
        };
    }
    match holds(expected) {
        Some(second) => BeadsError::Order {
            first: line,
            line: second,
            side,
            later: found,
            earlier: expected,
        },
        None => BeadsError::Missing {
            line,
            side,
            expected,
            found,
        },
    }
}

fn parse_line(line: &str, number: usize) -> Result<Line, BeadsError> {
    let form = || BeadsError::Form {
        line: number,
        found: line.trim().to_owned(),
    };
    let (source, rest) = take_side(line.trim()).ok_or_else(form)?;
    let rest = rest.trim_start().strip_prefix(':').ok_or_else(form)?;
    let (target, _) = take_side(rest.trim_start()).ok_or_else(form)?;
    Ok(Line {
        number,
        sides: [
            parse_indices(source, number, Side::Source)?,
            parse_indices(target, number, Side::Target)?,
        ],
    })
}

/// The indices at the head of a line, and the rest: up to the closing bracket, or else the next colon or tab.
fn take_side(text: &str) -> Option<(&str, &str)> {
    if let Some(inside) = text.strip_prefix('[') {
        return inside.split_once(']');
    }
    Some(text.split_at(text.find([':', '\t']).unwrap_or(text.len())))
}

fn parse_indices(list: &str, line: usize, side: Side) -> Result<Vec<u32>, BeadsError> {
    if list.trim().is_empty() {
        return Ok(Vec::new());
    }
    let index = |part: &str| {
        let part = part.trim();
        // `parse` alone would take a sign.
        let digits = Some(part).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let parsed = digits.and_then(|digits| digits.parse().ok());
        parsed.ok_or_else(|| BeadsError::Index {
            line,
            side,
            found: part.to_owned(),
        })
    };
    list.split(',').map(index).collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::{read, read_loose};
    use crate::bead::Bead;
    use crate::eval::LooseBead;

    fn error(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn beads_of_every_shape_are_read() {
        let expected = vec![
            Bead::new(0..2, 0..1),
            Bead::new(2..3, 1..1),
            Bead::new(3..3, 1..3),
            Bead::new(3..4, 3..4),
        ];
        assert_eq!(read("0,1:0\n2:\n:1,2\n3:3\n"), Ok(expected.clone()));
        assert_eq!(
            read("[0, 1]:[0]:0.3\n[2]:[]:0.0\n[]:[1, 2]\n[3]:[3] # end"),
            Ok(expected.clone())
        );
        assert_eq!(
            read("\u{feff}0,1:0:0.3\r\n\r\n 2 : \r\n:1, 2\r\n[3] : 3\t0.5"),
            Ok(expected)
        );
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn a_run_of_null_sentences_may_share_a_line() {
        assert_eq!(
            read("0:0\n1,2:\n"),
            Ok(vec![Bead::new(0..1, 0..1), Bead::new(1..3, 1..1)])
        );
    }

    #[test]
    fn a_missing_sentence_is_named() {
        assert_snapshot!(error("0:0\n1:1\n4:2\n"), @"line 3: source sentence 4 stands where 2 was expected: 2 is missing; a sentence without a partner has a line of its own, such as 2:");
        assert_snapshot!(error("1:0\n"), @"line 1: source sentence 1 stands where 0 was expected: 0 is missing; a sentence without a partner has a line of its own, such as 0:");
        assert_snapshot!(error("0:0\n1:2\n"), @"line 2: target sentence 2 stands where 1 was expected: 1 is missing; a sentence without a partner has a line of its own, such as :1");
        assert_snapshot!(error("0,2:0\n"), @"line 1: source sentence 2 stands where 1 was expected: 1 is missing; a sentence without a partner has a line of its own, such as 1:");
    }

    #[test]
    fn a_sentence_in_two_places_is_named() {
        assert_snapshot!(error("0,1:0\n2:1\n\n1:2\n"), @"line 4: source sentence 1 stands in line 1 already");
        assert_snapshot!(error("0,0:0\n"), @"line 1: source sentence 0 stands in line 1 already");
    }

    #[test]
    fn beads_in_the_wrong_order_are_named() {
        assert_snapshot!(error("0:0\n2:1\n1:2\n"), @"lines 2 and 3 are in the wrong order: source sentence 2 stands before 1");
        assert_snapshot!(error("1,0:0\n"), @"line 1: sentences are in the wrong order: source sentence 1 stands before 0");
    }

    #[test]
    fn gold_with_gaps_and_crossings_can_be_read_to_evaluate_against() {
        let bead = |source: &[u32], target: &[u32]| LooseBead {
            source: source.into(),
            target: target.into(),
        };
        let expected = vec![bead(&[1], &[5, 7]), bead(&[0], &[6]), bead(&[3], &[])];
        assert_eq!(read_loose("1:5,7\n0:6\n[3]:[]:0.2\n"), Ok(expected));
        assert!(read_loose("1:5\n2\n").is_err());
    }

    #[test]
    fn what_is_no_bead_is_quoted() {
        assert_snapshot!(error("0:0\n1 1\n"), @r#"line 2: "1 1" is no bead; expected source indices, a colon and target indices, as in 0,1:0"#);
        assert_snapshot!(error("[0]\n"), @r#"line 1: "[0]" is no bead; expected source indices, a colon and target indices, as in 0,1:0"#);
        assert_snapshot!(error("[0, 1:[0]\n"), @r#"line 1: "[0, 1:[0]" is no bead; expected source indices, a colon and target indices, as in 0,1:0"#);
        assert_snapshot!(error("0:a\n"), @r#"line 1: the target index "a" is no number that counts from 0; expected a form such as 0,1:0"#);
        assert_snapshot!(error("-1:0\n"), @r#"line 1: the source index "-1" is no number that counts from 0; expected a form such as 0,1:0"#);
        assert_snapshot!(error("0,:0\n"), @r#"line 1: the source index "" is no number that counts from 0; expected a form such as 0,1:0"#);
        assert_snapshot!(error("0:99999999999999999999999\n"), @r#"line 1: the target index "99999999999999999999999" is no number that counts from 0; expected a form such as 0,1:0"#);
        assert_snapshot!(error("0:0\n:\n"), @"line 2: the bead is empty on both sides; delete the line");
        assert_snapshot!(error("[]:[]:0.1\n"), @"line 1: the bead is empty on both sides; delete the line");
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_the_reader_panic(text in "[0-9,:\\[\\] \n\ta]{0,40}|\\PC{0,20}") {
            if let Ok(beads) = read(&text) {
                let size = |end: fn(&Bead) -> usize| beads.last().map_or(0, end);
                let (source, target) = (size(|bead| bead.source.end.get()), size(|bead| bead.target.end.get()));
                proptest::prop_assert_eq!(crate::bead::check_tiling(&beads, source, target), Ok(()));
            }
        }
    }
}
