//! What a person decided, written into the note of a link that took its place.

use std::fmt::Write as _;

use crate::file::{Confidence, Link, Status};
use crate::text::{SentenceId, Side};

/// How the reason of a stale link begins.
pub const STALE: &str = "stale: ";

/// Whether a link is stale: a decision stood here and lost its sentences, and nobody has settled it.
#[must_use]
pub fn is_stale(link: &Link) -> bool {
    !link.status.is_pinned() && link.reasons.iter().any(|reason| is_stale_reason(reason))
}

/// Whether a reason says that a decision lost its sentences.
#[must_use]
pub fn is_stale_reason(reason: &str) -> bool {
    reason.starts_with(STALE.trim_end())
}

/// Takes out of a link that was stale and that a person has accepted or edited since what waited for this: the
/// reasons, and the old decision in its note. Returns whether there was anything of it.
pub fn clear_settled(link: &mut Link, langs: [&str; 2]) -> bool {
    let is_settled = matches!(link.status, Status::Accepted | Status::Edited);
    let waits = |reason: &String| is_stale_reason(reason);
    if !is_settled || !link.reasons.iter().any(waits) {
        return false;
    }
    link.reasons.retain(|reason| !waits(reason));
    link.note = link.note.take().and_then(|note| without_decisions(&note, langs));
    true
}

fn without_decisions(note: &str, langs: [&str; 2]) -> Option<String> {
    let mut inside = false;
    let belongs = |line: &str| {
        ["note: ", "reason: "].iter().any(|start| line.starts_with(start))
            || line.split_once(": ").is_some_and(|(id, _)| {
                let mut ids = langs
                    .into_iter()
                    .filter_map(|lang| id.strip_prefix(lang)?.strip_prefix(' '));
                ids.any(|id| id.parse::<SentenceId>().is_ok())
            })
    };
    let rest: Vec<_> = note
        .split('\n')
        .filter(|line| {
            inside = read_head(line).is_some() || (inside && belongs(line));
            !inside
        })
        .collect();
    (!rest.is_empty()).then(|| rest.join("\n"))
}

/// A decision as the note of a stale link holds it.
///
/// The note says in lines what stood there: `was accepted: 2.1+2.2 = 2.1, confidence 0.97`, each sentence after
/// its language and id (`es 2.1: Llovía.`), each line of the note after `note: `, each reason after `reason: `.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// What the person had decided.
    pub status: Status,
    /// The source sentences' ids at that time.
    pub source: Vec<SentenceId>,
    /// The target sentences' ids.
    pub target: Vec<SentenceId>,
    /// The confidence.
    pub confidence: Confidence,
    /// The source sentences.
    pub source_text: Vec<String>,
    /// The target sentences.
    pub target_text: Vec<String>,
    /// The note.
    pub note: Option<String>,
    /// The reasons.
    pub reasons: Vec<String>,
}

impl Decision {
    /// The decision of a link.
    #[must_use]
    pub fn of(link: &Link) -> Self {
        Self {
            status: link.status,
            source: link.source.clone(),
            target: link.target.clone(),
            confidence: link.confidence,
            source_text: link.source_text.clone(),
            target_text: link.target_text.clone(),
            note: link.note.clone(),
            reasons: link.reasons.iter().map(|reason| reason.replace('\n', " ")).collect(),
        }
    }

    /// The lines of a note that spell the decision out; `langs` are the codes of source and target.
    #[must_use]
    pub fn to_note(&self, langs: [&str; 2]) -> String {
        let ids = |ids: &[SentenceId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
        let mut note = format!("was {}:", self.status.as_str());
        for (text, after) in [(ids(&self.source), " ="), (ids(&self.target), ",")] {
            if !text.is_empty() {
                note.push(' ');
            }
            note.push_str(&text);
            note.push_str(after);
        }
        // Writing to a string cannot fail.
        let _ = write!(note, " confidence {}", self.confidence.get());
        let sides = [(&self.source, &self.source_text), (&self.target, &self.target_text)];
        for (lang, (ids, texts)) in langs.into_iter().zip(sides) {
            for (id, text) in ids.iter().zip(texts) {
                let _ = write!(note, "\n{lang} {id}: {text}");
            }
        }
        for line in self.note.iter().flat_map(|note| note.split('\n')) {
            let _ = write!(note, "\nnote: {line}");
        }
        for reason in &self.reasons {
            let _ = write!(note, "\nreason: {reason}");
        }
        note
    }

    /// Makes a link again what was decided of it; ids and sentences stay as they are.
    pub(super) fn restore(self, link: &mut Link) {
        link.status = self.status;
        link.confidence = self.confidence;
        link.note = self.note;
        link.reasons = self.reasons;
    }

    /// The decisions a note spells out; what else stands in it is passed over.
    #[must_use]
    pub fn read_all(note: &str, langs: [&str; 2]) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for line in note.split('\n') {
            if let Some(decision) = read_head(line) {
                found.push(decision);
            } else if let Some(decision) = found.last_mut() {
                decision.add(line, langs);
            }
        }
        found
    }

    fn add(&mut self, line: &str, langs: [&str; 2]) {
        if let Some(line) = line.strip_prefix("note: ") {
            match &mut self.note {
                Some(note) => {
                    note.push('\n');
                    note.push_str(line);
                }
                None => self.note = Some(line.to_owned()),
            }
        } else if let Some(reason) = line.strip_prefix("reason: ") {
            self.reasons.push(reason.to_owned());
        } else if let Some((id, text)) = line.split_once(": ") {
            let side = langs
                .into_iter()
                .zip([&mut self.source_text, &mut self.target_text])
                .find(|(lang, _)| id.strip_prefix(lang).is_some_and(|rest| rest.starts_with(' ')));
            if let Some((_, texts)) = side {
                texts.push(text.to_owned());
            }
        }
    }

    /// The sentences of one side.
    #[must_use]
    pub fn texts(&self, side: Side) -> &[String] {
        match side {
            Side::Source => &self.source_text,
            Side::Target => &self.target_text,
        }
    }
}

fn read_head(line: &str) -> Option<Decision> {
    let (status, rest) = line.strip_prefix("was ")?.split_once(':')?;
    let status = [Status::Accepted, Status::Edited, Status::Disputed, Status::Auto]
        .into_iter()
        .find(|known| known.as_str() == status)?;
    let (ids, confidence) = rest.rsplit_once(", confidence ")?;
    let (source, target) = ids.split_once(" =")?;
    let read = |ids: &str| -> Option<Vec<SentenceId>> {
        let ids = ids.trim().split('+').filter(|id| !id.is_empty());
        ids.map(|id| id.parse().ok()).collect()
    };
    Some(Decision {
        status,
        source: read(source)?,
        target: read(target)?,
        confidence: Confidence::new(confidence.parse().ok()?),
        source_text: Vec::new(),
        target_text: Vec::new(),
        note: None,
        reasons: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{any_file, sample};

    #[test]
    fn a_decision_is_spelt_out_for_people() {
        let link = &sample().links[2];
        insta::assert_snapshot!(Decision::of(link).to_note(["es", "en"]), @r#"
        was edited: 2.3 = 2.2+2.3, confidence 0.9
        es 2.3: —¿Quién va? —preguntó.
        en 2.2: "Who goes there?"
        en 2.3: he asked.
        note: speech	and frame
        note: belong together
        "#);
        let null = &sample().links[4];
        assert!(
            Decision::of(null)
                .to_note(["es", "en"])
                .starts_with("was disputed: 3.1 =, confidence 0.0001\n")
        );
    }

    #[test]
    fn what_waited_for_a_person_goes_once_it_is_settled() {
        let langs = ["es", "en"];
        let decided = sample().links[2].clone();
        let mut link = Link {
            status: Status::Auto,
            note: Some(format!("mine\n{}\nlater", Decision::of(&decided).to_note(langs))),
            reasons: vec!["stale: source sentence 2.3 was changed".to_owned(), "length".to_owned()],
            ..decided
        };
        let waiting = link.clone();
        for status in [Status::Auto, Status::Disputed] {
            link.status = status;
            assert!(!clear_settled(&mut link, langs));
            assert_eq!((&link.note, &link.reasons), (&waiting.note, &waiting.reasons));
        }
        link.status = Status::Accepted;
        assert!(clear_settled(&mut link, langs));
        assert_eq!(link.note.as_deref(), Some("mine\nlater"));
        assert_eq!(link.reasons, ["length"]);
        assert!(!clear_settled(&mut link, langs));
    }

    proptest::proptest! {
        #[test]
        fn programs_read_back_what_stands_in_a_note(file in any_file()) {
            let langs = [file.source.lang.as_str(), file.target.lang.as_str()];
            let mut note = String::from("something else\n");
            let mut expected = Vec::new();
            for link in &file.links {
                expected.push(Decision::of(link));
                note.push_str(&Decision::of(link).to_note(langs));
                note.push('\n');
            }
            proptest::prop_assert_eq!(Decision::read_all(&note, langs), expected);
        }
    }
}
