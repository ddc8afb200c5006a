use insta::assert_snapshot;
use proptest::prelude::*;

use super::{diff, render};
use crate::file::{AlignmentFile, Confidence, Link, Status};
use crate::fixture::{any_file, file, link, sample};

fn shown(before: &AlignmentFile, after: &AlignmentFile) -> String {
    render(&diff(before, after))
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
        link("1.1 Llegó.", "1.1 He arrived."),
        link("1.2 Llovía. | 1.3 Nadie salió.", "1.2 It rained and no one went out."),
        link("1.4 Esperó.", "1.3 He waited."),
        link("1.5 Comió.", "1.4 He ate. | 1.5 Then he slept."),
        link("1.6 Durmió.", ""),
        link("2.1 Fin.", "2.1 The end."),
    ]);
    let after = file(vec![
        link("1.1 Llegó.", "1.1 He arrived."),
        link("1.2 Llovía.", "1.2 It rained and no one went out."),
        link("1.3 Nadie salió.", ""),
        link("1.4 Esperó.", "1.3 He waited."),
        link("1.5 Comió.", "1.4 He ate."),
        link("1.6 Durmió.", "1.5 Then he slept."),
        link("2.1 Fin.", "2.1 The end."),
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
    let before = file(vec![link("1.1 Uno.", ""), link("", "1.1 Two.")]);
    let after = file(vec![link("1.1 Uno.", "1.1 Two.")]);
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
    assert_snapshot!(render(&found), @r#"
    ~ 2.1 + 2.2 = 2.1  auto -> accepted, confidence 0.9731 -> 1.0
    ~                  "Llovía. Nadie salió de casa."
    ~                  "It rained, and nobody left the house."

    ~ 2.3 = 2.2 + 2.3  note "speech and frame belong together" -> none
    ~                  "—¿Quién va? —preguntó."
    ~                  ""Who goes there?" he asked."

    ~ – = 2.4  confidence 0.5 -> 0.6, note none -> "added by the translator"
    ~          "No answer came."

    ~ 1 link differs in confidence or reasons only
    "#);
}

#[test]
fn edited_texts_are_compared_by_their_sentences() {
    let before = file(vec![
        link("1.1 Llegó.", "1.1 He arrived."),
        link("1.2 Sobra.", ""),
        link("1.3 Comió.", "1.2 He ate."),
        link("1.4 Durmió.", "1.3 He slept."),
        link("1.5 Soñó.", "1.4 He dreamt."),
    ]);
    let after = file(vec![
        link("1.1 Llegó.", "1.1 He arrived."),
        link("1.2 Comió.", "1.2 He ate something."),
        link("2.1 Durmió.", "2.1 He slept."),
        link("", "2.2 He snored."),
        link("2.2 Soñó.", "2.3 He dreamt."),
    ]);
    assert_snapshot!(shown(&before, &after), @r#"
- 1.2 = –  "Sobra."

- 1.3 = 1.2  "Comió."
-            "He ate."
+ 1.2 = 1.2  "Comió."
+            "He ate something."

+ – = 2.2  "He snored."
"#);
}

#[test]
fn texts_with_nothing_in_common_are_one_hunk() {
    let before = file(vec![link("1.1 Uno.", "1.1 One."), link("1.2 Dos.", "1.2 Two.")]);
    let after = file(vec![link("1.1 Tres.", "1.1 Three.")]);
    let found = diff(&before, &after);
    assert_eq!(found.hunks.len(), 1);
    assert_eq!((found.hunks[0].before.len(), found.hunks[0].after.len()), (2, 1));
    let empty = file(Vec::new());
    assert_eq!(diff(&empty, &after).hunks[0].after.len(), 1);
    assert!(diff(&empty, &empty).is_empty());
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let before = file(vec![link("1.1 \u{1b}[31mrojo", "1.1 red")]);
    let after = file(vec![link("1.1 \u{1b}[31mrojo", ""), link("", "1.1 red")]);
    assert!(!shown(&before, &after).contains('\u{1b}'));
}

/// The same sentences in other beads: a border is taken away wherever `keep` says so.
fn rejoined(file: &AlignmentFile, keep: &[bool]) -> AlignmentFile {
    let mut links: Vec<Link> = Vec::new();
    for (index, link) in file.links.iter().enumerate() {
        match links.last_mut() {
            Some(open) if !keep[index % keep.len()] => {
                open.source.extend(&link.source);
                open.target.extend(&link.target);
                open.source_text.extend_from_slice(&link.source_text);
                open.target_text.extend_from_slice(&link.target_text);
            }
            _ => links.push(link.clone()),
        }
    }
    AlignmentFile { links, ..file.clone() }
}

fn border(links: &[&Link]) -> (usize, usize) {
    let count = |texts: fn(&Link) -> &[String]| links.iter().map(|link| texts(link).len()).sum();
    (count(|link| &link.source_text), count(|link| &link.target_text))
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
        prop_assert_eq!(render(&found).is_empty(), found.is_empty());
        // What is in no hunk is in both.
        let hunked = |count: fn(&super::Hunk<'_>) -> usize| found.hunks.iter().map(count).sum::<usize>();
        let left = before.links.len() - hunked(|hunk| hunk.before.len());
        let kept = after.links.len() - hunked(|hunk| hunk.after.len());
        prop_assert_eq!(left, kept);
    }
}
