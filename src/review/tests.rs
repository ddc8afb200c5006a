//! What must hold whatever a person does.

mod reader;

use proptest::prelude::*;

use super::*;
use crate::align::Aligner;
use crate::file::{AlignmentFile, Link, Status, validate};
use crate::fixture::{any_aligned_file, file, link};
use crate::text::{Lang, Side};

/// An operation told by numbers, to be tried on any alignment.
#[derive(Debug, Clone)]
struct Dice {
    kind: u8,
    side: bool,
    first: usize,
    second: usize,
    third: usize,
}

fn any_dice() -> impl Strategy<Value = Dice> {
    (0..21_u8, any::<bool>(), any::<usize>(), any::<usize>(), any::<usize>()).prop_map(
        |(kind, side, first, second, third)| Dice {
            kind,
            side,
            first,
            second,
            third,
        },
    )
}

/// All sentences of a side, by name.
fn names(state: &State, side: Side) -> Vec<SentenceName> {
    let links = state.links().iter().enumerate();
    let places = links.flat_map(|(link, of)| (0..of.texts(side).len()).map(move |position| (link, position)));
    places
        .filter_map(|(link, position)| state.name(link, side, position))
        .collect()
}

fn op(state: &State, dice: &Dice) -> Option<Op> {
    let side = if dice.side { Side::Source } else { Side::Target };
    let own = names(state, side);
    let other = names(state, side.other());
    let pick = |of: &[SentenceName], number: usize| (!of.is_empty()).then(|| of[number % of.len()].clone());
    let at = pick(&own, dice.first)?;
    let some = |of: &[SentenceName], number: usize, count: usize| {
        let start = number % of.len().max(1);
        of[start.min(of.len())..(start + count).min(of.len())].to_vec()
    };
    Some(match dice.kind {
        0 => Op::Accept { at },
        1 => Op::AcceptAll {
            from: at,
            to: pick(&own, dice.second)?,
        },
        2 => Op::Back { at },
        3 => Op::Dispute {
            at,
            note: (dice.second.is_multiple_of(2)).then(|| "¿seguro?".to_owned()),
        },
        4 => Op::Note {
            at,
            note: ["", "mira esto"][dice.second % 2].to_owned(),
        },
        5 => Op::Bookmark {
            at,
            on: dice.second.is_multiple_of(2),
        },
        6 => Op::FirstUp { at },
        7 => Op::LastDown { at },
        8 => Op::ShiftUp { at },
        9 => Op::ShiftDown { at },
        10 => Op::MergeNext { at },
        11 => Op::MergePrevious { at },
        12 | 13 => Op::Split {
            at,
            with: pick(&other, dice.second).filter(|_| dice.third.is_multiple_of(2)),
        },
        14 => Op::NullOut { at },
        15 => Op::Put {
            at,
            to: pick(&other, dice.second)?,
        },
        16 => {
            let (own, other) = (
                some(&own, dice.first, dice.third % 4),
                some(&other, dice.second, dice.third / 4 % 4),
            );
            let (source, target) = if dice.side { (own, other) } else { (other, own) };
            Op::Group { source, target }
        }
        17 | 18 => {
            let middle = at
                .text
                .char_indices()
                .map(|(byte, _)| byte)
                .nth(dice.second % at.text.chars().count())?;
            let (left, right) = at.text.split_at(middle);
            Op::Cut {
                parts: vec![left.to_owned(), right.to_owned()],
                at,
            }
        }
        19 => Op::Join { at },
        _ => Op::Correct {
            words: format!("{} y más", at.text),
            at,
        },
    })
}

fn letters(file: &AlignmentFile, side: Side) -> String {
    file.sentences(side)
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// The letters of each side that stand in decided links.
fn decided(file: &AlignmentFile, side: Side) -> Vec<bool> {
    let of = |link: &Link| {
        let count: usize = link
            .texts(side)
            .iter()
            .map(|text| text.chars().filter(|c| !c.is_whitespace()).count())
            .sum();
        vec![link.status.is_pinned(); count]
    };
    file.links.iter().flat_map(of).collect()
}

proptest! {
    #[test]
    fn nothing_is_lost_and_undo_brings_everything_back(
        file in any_aligned_file().prop_filter("something to work on", |file| !file.links.is_empty()),
        dice in prop::collection::vec(any_dice(), 1..12),
    ) {
        let start = State::new(file.clone());
        let mut journal = Journal::new(file.clone());
        let mut states = vec![start];
        for (seq, dice) in (1..).zip(&dice) {
            let Some(op) = op(journal.state(), dice) else { continue };
            let before = journal.state().file.clone();
            let is_back = matches!(op, Op::Back { .. });
            let corrects = matches!(op, Op::Correct { .. });
            match journal.handle(&Request::to_do("test", seq, op), None) {
                Ok(Done::New(new)) => {
                    prop_assert_eq!(new.len(), 1);
                    states.push(journal.state().clone());
                }
                Ok(_) => prop_assert_eq!(&journal.state().file, &before),
                Err(_) => prop_assert_eq!(&journal.state().file, &before),
            }
            let now = &journal.state().file;
            prop_assert!(validate(now).is_ok(), "{:?}", validate(now));
            // A correction changes the words of one sentence, and nothing but these.
            if corrects {
                prop_assert_eq!(now.links.len(), before.links.len());
                let changed = now.links.iter().zip(&before.links).filter(|(now, before)| now != before).count();
                prop_assert!(changed <= 1);
                continue;
            }
            for side in Side::BOTH {
                prop_assert_eq!(letters(now, side), letters(&before, side));
                let kept = decided(&before, side).into_iter().zip(decided(now, side)).all(|(then, now)| !then || now);
                prop_assert!(is_back || kept, "a decision was lost");
            }
        }
        // The record, written and read, gives the same file.
        let record: Vec<String> = journal.entries().iter().map(|entry| serde_json::to_string(entry).unwrap()).collect();
        let mut replayed = Journal::new(file);
        for line in &record {
            replayed.replay(serde_json::from_str(line).unwrap()).unwrap();
        }
        prop_assert_eq!(replayed.state(), journal.state());
        // Undo, one by one, then redo.
        let last = states.pop();
        let mut seq = 1000;
        let mut ask = |journal: &mut Journal, action| {
            seq += 1;
            journal.handle(&Request { client: "test".to_owned(), seq, base: 0, action, spent: None }, None)
        };
        while let Some(number) = journal.to_undo() {
            prop_assert!(ask(&mut journal, Action::Undo(number)).is_ok());
            let then = states.pop();
            prop_assert_eq!(Some(journal.state()), then.as_ref());
        }
        while let Some(number) = journal.to_redo() {
            prop_assert!(ask(&mut journal, Action::Redo(number)).is_ok());
        }
        prop_assert_eq!(Some(journal.state()), last.as_ref());
    }
}

fn text(side: Side, text: &str) -> SentenceName {
    SentenceName::new(side, text)
}

fn es(words: &str) -> SentenceName {
    text(Side::Source, words)
}

fn en(words: &str) -> SentenceName {
    text(Side::Target, words)
}

fn shown(file: &AlignmentFile) -> Vec<String> {
    let line = |link: &Link| {
        let mark = match link.status {
            Status::Auto => "",
            Status::Accepted => " +",
            Status::Edited => " *",
            Status::Disputed => " ?",
        };
        format!("{}={}{mark}", link.source.join(" | "), link.target.join(" | "))
    };
    file.links.iter().map(line).collect()
}

fn three() -> AlignmentFile {
    file(vec![link("a", "A | B"), link("b", "C"), link("c | d", "D")])
}

fn after(op: Op) -> Vec<String> {
    let mut state = State::new(three());
    let patch = state.prepare(&op).unwrap();
    state.apply(&patch).unwrap();
    shown(&state.file)
}

#[test]
fn each_operation_does_what_its_name_says() {
    assert_eq!(after(Op::Accept { at: es("b") })[1], "b=C +");
    assert_eq!(
        after(Op::AcceptAll {
            from: es("a"),
            to: en("C")
        }),
        ["a=A | B +", "b=C +", "c | d=D"]
    );
    assert_eq!(after(Op::FirstUp { at: en("D") }), ["a=A | B", "b=C | D *", "c | d="]);
    assert_eq!(after(Op::LastDown { at: en("A") }), ["a=A", "b=B | C *", "c | d=D"]);
    assert_eq!(
        after(Op::ShiftUp { at: en("C") }),
        ["a=A | B | C *", "b=D *", "c | d= *"]
    );
    assert_eq!(
        after(Op::ShiftDown { at: es("a") }),
        ["=A | B *", "a=C *", "b | c | d=D *"]
    );
    assert_eq!(after(Op::MergeNext { at: es("a") }), ["a | b=A | B | C *", "c | d=D"]);
    assert_eq!(
        after(Op::MergePrevious { at: es("d") }),
        ["a=A | B", "b | c | d=C | D *"]
    );
    let split = Op::Split {
        at: es("d"),
        with: Some(en("D")),
    };
    assert_eq!(after(split), ["a=A | B", "b=C", "c= *", "d=D *"]);
    assert_eq!(after(Op::NullOut { at: es("d") }), ["a=A | B", "b=C", "c=D", "d= *"]);
    assert_eq!(
        after(Op::Put {
            at: en("B"),
            to: es("d")
        }),
        ["a=A", "b=", "c | d=B | C | D *"]
    );
    assert_eq!(
        after(Op::Put {
            at: es("d"),
            to: es("a")
        }),
        ["a | b | c | d=A | B *", "=C", "=D"]
    );
    let group = Op::Group {
        source: vec![es("b"), es("c")],
        target: vec![en("C")],
    };
    assert_eq!(after(group), ["a=A | B", "b | c=C *", "d=D"]);
    let null = Op::Group {
        source: vec![es("c")],
        target: vec![],
    };
    assert_eq!(after(null), ["a=A | B", "b=C", "c= *", "d=D"]);
    assert_eq!(after(Op::Join { at: en("B") }), ["a=A | B C *", "b=", "c | d=D"]);
}

#[test]
fn a_decision_in_the_way_is_named_and_left() {
    let mut file = three();
    file.links[1].status = Status::Accepted;
    let state = State::new(file);
    let refused = state
        .prepare(&Op::Put {
            at: en("B"),
            to: es("d"),
        })
        .unwrap_err();
    assert!(refused.to_string().contains("“b”"), "{refused}");
    let gone = state.prepare(&Op::Accept { at: es("z") }).unwrap_err();
    assert!(gone.to_string().contains("there is no source sentence “z”"), "{gone}");
}

#[test]
fn a_request_is_done_once() {
    let mut journal = Journal::new(three());
    let request = Request::to_do("page", 1, Op::FirstUp { at: en("C") });
    assert!(matches!(journal.handle(&request, None), Ok(Done::New(_))));
    assert_eq!(journal.handle(&request, None), Ok(Done::Before(1)));
    assert_eq!(journal.entries().len(), 1);
}

#[test]
fn an_operation_in_json_names_its_sentence() {
    let op: Op = serde_json::from_str(r#"{"op": "first-up", "at": {"target": "C"}}"#).unwrap();
    assert_eq!(op, Op::FirstUp { at: en("C") });
    for bad in [
        r#"{"op": "first-up", "at": {"target": "C", "source": "b"}}"#,
        r#"{"op": "first-up", "at": {"target": "C", "count": 0}}"#,
        r#"{"op": "first-up", "at": {"target": "C"}, "row": 3}"#,
        r#"{"op": "delete", "at": {"target": "C"}}"#,
    ] {
        assert!(serde_json::from_str::<Op>(bad).is_err(), "{bad}");
    }
    let forged = r#"{"at":0,"before":[{"source":["a"],"target":[],"status":"auto","confidence":1}],"after":[]}"#;
    assert!(serde_json::from_str::<Patch>(forged).is_err());
}

#[test]
fn one_correction_sets_right_what_follows() {
    let pairs = [
        ("El perro duerme en la casa.", "The dog sleeps in the house."),
        ("Mi hermano bebe leche.", "My brother drinks milk."),
        ("La montaña tiene nieve.", "The mountain has snow."),
        ("El rey perdió su espada.", "The king lost his sword."),
        ("Nadie abrió la puerta.", "Nobody opened the door."),
    ];
    // Every translation has slipped down by one.
    let mut links = vec![link(pairs[0].0, "")];
    for pair in pairs.windows(2) {
        links.push(link(pair[1].0, pair[0].1));
    }
    links.push(link("", pairs[4].1));
    let aligner = Aligner::new(Lang::ES, Lang::EN);
    let ground = Ground::default();
    let known = Known {
        ground: &ground,
        aligner: &aligner,
    };
    let mut journal = Journal::new(file(links));
    let start = journal.state().clone();
    let up = Request::to_do("page", 1, Op::FirstUp { at: en(pairs[0].1) });
    let Ok(Done::New(new)) = journal.handle(&up, Some(&known)) else {
        panic!("it can be done");
    };
    assert_eq!(new.len(), 2, "the aligner has looked again");
    let right: Vec<_> = pairs.iter().map(|(es, en)| format!("{es}={en}")).collect();
    let now: Vec<_> = shown(&journal.state().file)
        .iter()
        .map(|line| line.trim_end_matches(" *").to_owned())
        .collect();
    assert_eq!(now, right);
    let undo = Request {
        seq: 2,
        action: Action::Undo(1),
        ..up
    };
    journal.handle(&undo, Some(&known)).unwrap();
    assert_eq!(journal.state(), &start);
}

#[test]
fn a_step_is_taken_back_where_the_aligner_has_grouped_its_neighbours_anew() {
    let undo = |number| Request {
        seq: 9,
        action: Action::Undo(number),
        ..Request::to_do("page", 9, Op::Join { at: es("a") })
    };
    let mut journal = Journal::new(three());
    let done = journal.handle(&Request::to_do("page", 1, Op::LastDown { at: en("A") }), None);
    assert!(done.is_ok());
    assert_eq!(shown(&journal.state().file), ["a=A", "b=B | C *", "c | d=D"]);
    // An alignment of the whole work groups what it is free to group; not where a person had a hand in it.
    let mut moved = journal.state().file.links.clone();
    moved.splice(0..1, [link("a", ""), link("", "A")]);
    let mut decided = moved.clone();
    decided[0].status = Status::Accepted;
    journal.replace_file(file(decided.clone()));
    assert_eq!(journal.handle(&undo(1), None), Err(Refused::ChangedSince));
    assert_eq!(journal.state().links(), decided);
    journal.replace_file(file(moved));
    journal.handle(&undo(1), None).unwrap();
    assert_eq!(shown(&journal.state().file), ["a=A | B", "b=C", "c | d=D"]);

    // Sentences that it is not about stay, and stay with the aligner.
    let mut journal = Journal::new(file(vec![
        link("a", "A"),
        link("b", "B | C"),
        link("c", ""),
        link("d", "D"),
    ]));
    let done = journal.handle(&Request::to_do("page", 1, Op::LastDown { at: en("B") }), None);
    assert!(done.is_ok());
    assert_eq!(shown(&journal.state().file), ["a=A", "b=B", "c=C *", "d=D"]);
    let mut links = journal.state().file.links.clone();
    links.splice(0..2, [link("a | b", "A | B")]);
    journal.replace_file(file(links));
    journal.handle(&undo(1), None).unwrap();
    assert_eq!(shown(&journal.state().file), ["a=A", "b=B | C", "c=", "d=D"]);
    assert!(validate(&journal.state().file).is_ok());
}

#[test]
fn every_operation_is_known_by_its_name() {
    for name in Op::NAMES {
        let op = serde_json::from_value::<Op>(serde_json::json!({ "op": name }));
        // Only what it is about is missing.
        let fault = op.unwrap_err().to_string();
        assert!(!fault.contains("unknown"), "{fault}");
    }
    let unknown = serde_json::from_str::<Op>(r#"{"op": "zap"}"#).unwrap_err().to_string();
    assert_eq!(unknown.matches('`').count(), 2 * (Op::NAMES.len() + 1), "{unknown}");
}
