//! What a person decided, written into the note of a link that took its place: the one form that every command writes
//! and reads.

use std::fmt::Write as _;

use crate::file::{Confidence, Link, STALE, Status};
use crate::text::Side;

/// Takes out of a link that was stale and that a person has accepted or edited since what waited for this: the
/// reasons, and the old decision in its note. What the person had noted with that decision stays. Returns whether there
/// was anything of it.
pub fn clear_settled(link: &mut Link) -> bool {
    let is_settled = matches!(link.status, Status::Accepted | Status::Edited);
    if !is_settled || link.stale_reason().is_none() {
        return false;
    }
    link.reasons.retain(|reason| !reason.starts_with(STALE.trim_end()));
    link.note = link.note.take().and_then(|note| Decision::remarks(&note));
    true
}

/// A decision as the note of a stale link holds it.
///
/// The note says in lines what stood there: `was accepted, confidence 0.97`, each sentence after its side
/// (`source: Llovía.`), each line of the note after `note: `, each reason after `reason: `.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision(pub Link);

impl Decision {
    /// The lines of a note that spell the decision of a link out.
    #[must_use]
    pub fn to_note(link: &Link) -> String {
        let mut note = format!("was {}, confidence {}", link.status.as_str(), link.confidence.get());
        // Writing to a string cannot fail.
        for side in Side::BOTH {
            for text in link.texts(side) {
                let _ = write!(note, "\n{side}: {text}");
            }
        }
        for line in link.note.iter().flat_map(|note| note.split('\n')) {
            let _ = write!(note, "\nnote: {line}");
        }
        for reason in &link.reasons {
            let _ = write!(note, "\nreason: {}", reason.replace('\n', " "));
        }
        note
    }

    /// The decisions a note spells out; what else stands in it is passed over.
    #[must_use]
    pub fn read_all(note: &str) -> Vec<Self> {
        Self::split(note).0
    }

    /// What people noted: beside the decisions that a note spells out, and with them.
    pub fn remarks(note: &str) -> Option<String> {
        let (decisions, beside) = Self::split(note);
        let mut remarks: Vec<String> = beside.into_iter().collect();
        for with in decisions.into_iter().filter_map(|decision| decision.0.note) {
            if !remarks.contains(&with) {
                remarks.push(with);
            }
        }
        (!remarks.is_empty()).then(|| remarks.join("\n"))
    }

    /// The decisions a note spells out, and what else stands in it.
    #[must_use]
    pub fn split(note: &str) -> (Vec<Self>, Option<String>) {
        let mut found: Vec<Self> = Vec::new();
        let mut rest: Vec<&str> = Vec::new();
        let mut inside = false;
        for line in note.split('\n') {
            if let Some(decision) = read_head(line) {
                found.push(decision);
                inside = true;
            } else {
                inside = inside && found.last_mut().is_some_and(|decision| decision.add(line));
                if !inside {
                    rest.push(line);
                }
            }
        }
        let rest = (!rest.is_empty()).then(|| rest.join("\n"));
        (found, rest)
    }

    /// Takes in a line of its own; returns whether it is one.
    fn add(&mut self, line: &str) -> bool {
        let link = &mut self.0;
        let Some((what, text)) = line.split_once(": ") else {
            return false;
        };
        match what {
            "note" => match &mut link.note {
                Some(note) => {
                    note.push('\n');
                    note.push_str(text);
                }
                None => link.note = Some(text.to_owned()),
            },
            "reason" => link.reasons.push(text.to_owned()),
            "source" => link.source.push(text.to_owned()),
            "target" => link.target.push(text.to_owned()),
            _ => return false,
        }
        true
    }
}

fn read_head(line: &str) -> Option<Decision> {
    let (status, confidence) = line.strip_prefix("was ")?.split_once(", confidence ")?;
    let mut all = Status::ALL.into_iter();
    Some(Decision(Link {
        source: Vec::new(),
        target: Vec::new(),
        status: all.find(|known| known.as_str() == status)?,
        confidence: Confidence::new(confidence.parse().ok()?),
        note: None,
        reasons: Vec::new(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{any_file, sample};

    #[test]
    fn a_decision_is_spelt_out_for_people() {
        let link = &sample().links[2];
        insta::assert_snapshot!(Decision::to_note(link), @r#"
        was edited, confidence 0.9
        source: —¿Quién va? —preguntó.
        target: "Who goes there?"
        target: he asked.
        note: speech	and frame
        note: belong together
        "#);
    }

    #[test]
    fn what_waited_for_a_person_goes_once_it_is_settled() {
        let decided = sample().links[2].clone();
        let mut link = Link {
            status: Status::Auto,
            note: Some(format!("mine\n{}\nlater", Decision::to_note(&decided))),
            reasons: vec!["stale: a source sentence was changed".to_owned(), "length".to_owned()],
            ..decided
        };
        let waiting = link.clone();
        for status in [Status::Auto, Status::Disputed] {
            link.status = status;
            assert!(!clear_settled(&mut link));
            assert_eq!((&link.note, &link.reasons), (&waiting.note, &waiting.reasons));
        }
        link.status = Status::Accepted;
        assert!(clear_settled(&mut link));
        let noted = waiting.note.as_deref().and_then(Decision::remarks);
        assert_eq!(link.note, noted);
        assert_eq!(
            link.note.as_deref(),
            Some("mine\nlater\nspeech\tand frame\nbelong together")
        );
        assert_eq!(link.reasons, ["length"]);
        assert!(!clear_settled(&mut link));
    }

    proptest::proptest! {
        #[test]
        fn programs_read_back_what_stands_in_a_note(file in any_file()) {
            let mut note = String::from("something else\n");
            let mut expected = Vec::new();
            for link in &file.links {
                expected.push(Decision(link.clone()));
                note.push_str(&Decision::to_note(link));
                note.push('\n');
            }
            let (found, rest) = Decision::split(&note);
            proptest::prop_assert_eq!(found, expected);
            proptest::prop_assert_eq!(rest, Some("something else\n".to_owned()));
        }
    }
}
