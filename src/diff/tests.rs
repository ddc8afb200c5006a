use insta::assert_snapshot;
use proptest::prelude::*;

use super::{Numbered, diff, render};
use crate::file::{AlignmentFile, Confidence, Link, Positions, Status};
use crate::fixture::{any_file, file, link, sample};

fn shown(before: &AlignmentFile, after: &AlignmentFile) -> String {
    let names = [before, after].map(|file| Positions::new(file, [None, None]));
    render(&diff(before, after), names.each_ref())
}

#[test]
fn an_alignment_does_not_differ_from_itself() {
    let found = diff(&sample(), &sample()).is_empty();
    assert!(found);
    assert_eq!(shown(&sample(), &sample()), "");
}

#[test]
fn hunks_are_as_short_as_the_borders_allow() {
    let before = file(vec![
        link("Llegó.", "He arrived."),
        link("Llovía. | Nadie salió.", "It rained and no one went out."),
        link("Esperó.", "He waited."),
        link("Comió.", "He ate. | Then he slept."),
        link("Durmió.", ""),
        link("Fin.", "The end."),
    ]);
    let after = file(vec![
        link("Llegó.", "He arrived."),
        link("Llovía.", "It rained and no one went out."),
        link("Nadie salió.", ""),
        link("Esperó.", "He waited."),
        link("Comió.", "He ate."),
        link("Durmió.", "Then he slept."),
        link("Fin.", "The end."),
    ]);
    assert_snapshot!(shown(&before, &after), @r#"
- 1.2 + 1.3 = 1.2  "Llovía. Nadie salió."
-                  "It rained and no one went out."
+ 1.2 = 1.2        "Llovía."
+                  "It rained and no one went out."
+ 1.3 = –          "Nadie salió."

- 1.5 = 1.4 + 1.5  "Comió."
-                  "He ate. Then he slept."
- 1.6 = –          "Durmió."
+ 1.5 = 1.4        "Comió."
+                  "He ate."
+ 1.6 = 1.5        "Durmió."
+                  "Then he slept."
"#);
}

#[test]
fn null_beads_show_the_side_they_have() {
    let before = file(vec![link("Uno.", ""), link("", "Two.")]);
    let after = file(vec![link("Uno.", "Two.")]);
    assert_snapshot!(shown(&before, &after), @r#"
- 1.1 = –    "Uno."
- – = 1.1    "Two."
+ 1.1 = 1.1  "Uno."
+            "Two."
"#);
}

#[test]
fn what_is_said_of_a_bead_is_reported_apart() {
    let mut after = sample();
    after.links[1].status = Status::Accepted;
    after.links[1].confidence = Confidence::CERTAIN;
    after.links[2].note = None;
    after.links[3].confidence = Confidence::new(0.6);
    after.links[3].note = Some("added\nby the translator".to_owned());
    after.links[5].confidence = Confidence::new(0.8);
    let before = sample();
    let found = diff(&before, &after);
    assert_eq!(
        (found.hunks.len(), found.changes.len(), found.is_empty()),
        (0, 4, false)
    );
    assert_snapshot!(shown(&before, &after), @r#"
    ~ 1.2 + 1.3 = 1.2  auto -> accepted, confidence 0.9731 -> 1.0
    ~                  "Llovía. Nadie salió de casa."
    ~                  "It rained, and nobody left the house."

    ~ 1.4 = 1.3 + 1.4  note "speech and frame belong together" -> none
    ~                  "—¿Quién va? —preguntó."
    ~                  ""Who goes there?" he asked."

    ~ – = 1.5  confidence 0.5 -> 0.6, note none -> "added by the translator"
    ~          "No answer came."

    ~ 1 link differs in confidence or reasons only
    "#);
}

#[test]
fn edited_texts_are_compared_by_their_sentences() {
    let before = file(vec![
        link("Llegó.", "He arrived."),
        link("Sobra.", ""),
        link("Comió.", "He ate."),
        link("Durmió.", "He slept."),
        link("Soñó.", "He dreamt."),
    ]);
    let after = file(vec![
        link("Llegó.", "He arrived."),
        link("Comió.", "He ate something."),
        link("Durmió.", "He slept."),
        link("", "He snored."),
        link("Soñó.", "He dreamt."),
    ]);
    assert_snapshot!(shown(&before, &after), @r#"
    - 1.2 = –  "Sobra."

    - 1.3 = 1.2  "Comió."
    -            "He ate."
    + 1.2 = 1.2  "Comió."
    +            "He ate something."

    + – = 1.4  "He snored."
    "#);
}

#[test]
fn texts_with_nothing_in_common_are_one_hunk() {
    let before = file(vec![link("Uno.", "One."), link("Dos.", "Two.")]);
    let after = file(vec![link("Tres.", "Three.")]);
    let found = diff(&before, &after);
    assert_eq!(found.hunks.len(), 1);
    assert_eq!((found.hunks[0].before.len(), found.hunks[0].after.len()), (2, 1));
    let empty = file(Vec::new());
    assert_eq!(diff(&empty, &after).hunks[0].after.len(), 1);
    assert!(diff(&empty, &empty).is_empty());
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let before = file(vec![link("\u{1b}[31mrojo", "red")]);
    let after = file(vec![link("\u{1b}[31mrojo", ""), link("", "red")]);
    assert!(!shown(&before, &after).contains('\u{1b}'));
}

/// The same sentences in other beads: a border is taken away wherever `keep` says so.
fn rejoined(file: &AlignmentFile, keep: &[bool]) -> AlignmentFile {
    let mut links: Vec<Link> = Vec::new();
    for (index, link) in file.links.iter().enumerate() {
        match links.last_mut() {
            Some(open) if !keep[index % keep.len()] => {
                open.source.extend_from_slice(&link.source);
                open.target.extend_from_slice(&link.target);
            }
            _ => links.push(link.clone()),
        }
    }
    AlignmentFile { links, ..file.clone() }
}

fn border(links: &[Numbered<'_>]) -> (usize, usize) {
    let count = |texts: fn(&Link) -> &[String]| links.iter().map(|link| texts(link).len()).sum();
    (count(|link| &link.source), count(|link| &link.target))
}

proptest! {
    #[test]
    fn hunks_of_the_same_texts_are_minimal_and_complete(
        file in any_file(),
        first in prop::collection::vec(any::<bool>(), 1..8),
        second in prop::collection::vec(any::<bool>(), 1..8),
    ) {
        let (before, after) = (rejoined(&file, &first), rejoined(&file, &second));
        let found = diff(&before, &after);
        let mut shared = before.links.len();
        for hunk in &found.hunks {
            shared -= hunk.before.len();
            prop_assert_eq!(border(&hunk.before), border(&hunk.after));
            for old in 1..hunk.before.len() {
                for new in 1..hunk.after.len() {
                    prop_assert_ne!(border(&hunk.before[..old]), border(&hunk.after[..new]));
                }
            }
        }
        // What is in no hunk is in both.
        let hunked: usize = found.hunks.iter().map(|hunk| hunk.after.len()).sum();
        prop_assert_eq!(after.links.len() - hunked, shared);
    }

    #[test]
    fn any_two_files_can_be_compared(before in any_file(), after in any_file()) {
        let found = diff(&before, &after);
        let back = diff(&after, &before);
        prop_assert_eq!(found.is_empty(), back.is_empty());
        prop_assert_eq!(shown(&before, &after).is_empty(), found.is_empty());
        // What is in no hunk is in both.
        let hunked = |count: fn(&super::Hunk<'_>) -> usize| found.hunks.iter().map(count).sum::<usize>();
        let left = before.links.len() - hunked(|hunk| hunk.before.len());
        let kept = after.links.len() - hunked(|hunk| hunk.after.len());
        prop_assert_eq!(left, kept);
    }
}
