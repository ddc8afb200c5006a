//! What people decided of links: decisions that no longer stand, doubts, and findings they allow.

use super::{Code, Finding, FoundLink, Part};
use crate::file::{AlignmentFile, Status};

/// What stands before the codes that a note allows.
const ALLOW: &str = "cotejo: allow";

/// Links whose decision no longer stands, links that a person doubts, and decisions that wait for their sentences.
pub(super) fn decisions(file: &AlignmentFile) -> impl Iterator<Item = Finding> {
    let of_links = file.links.iter().enumerate().filter_map(|(index, link)| {
        let found = |code, message| Some(Finding::of_link(code, FoundLink::new(link, index), message));
        let said = |lines: String| if lines.is_empty() { lines } else { format!(": {lines}") };
        let note = link.note.as_deref().unwrap_or_default();
        if let Some(reason) = link.stale_reason().filter(|_| link.is_stale()) {
            let why = match reason.split_once(": ") {
                Some((_, why)) if !why.is_empty() => why,
                _ => "its sentences were edited",
            };
            return found(
                Code::StaleLink,
                // Its first line says the decision, the others the sentences as they were.
                format!(
                    "a person's decision no longer stands ({why}){}; look at it and set its status",
                    said(note.lines().next().unwrap_or_default().to_owned())
                ),
            );
        }
        if link.status == Status::Disputed {
            return found(
                Code::Disputed,
                format!(
                    "somebody doubts this link{}",
                    said(note.lines().collect::<Vec<_>>().join(" / "))
                ),
            );
        }
        None
    });
    of_links.chain(waiting(file))
}

/// What is told of decisions whose sentences are gone: once for all of them, as there is nothing to look at.
fn waiting(file: &AlignmentFile) -> Option<Finding> {
    let count = file.waiting.len();
    let decisions = match count {
        0 => return None,
        1 => "1 decision waits".to_owned(),
        count => format!("{count} decisions wait"),
    };
    let message = format!(
        "{decisions} under \"waiting\": neither text holds the sentences any more. Put them back and align again, or \
         delete the lines there to give the decisions up"
    );
    Some(Finding::new(Code::StaleLink, message).about(Part::Waiting))
}

/// Whether the note of a link that a person accepted or made allows what was found in it.
///
/// Only warnings can be allowed: an alignment that does not stand as it should is mended, not excused.
pub(super) fn allows(file: &AlignmentFile, finding: &Finding) -> bool {
    let Some(link) = finding.link.as_ref().and_then(|found| file.links.get(found.number - 1)) else {
        return false;
    };
    let decided = matches!(link.status, Status::Accepted | Status::Edited);
    let warning = finding.severity() == super::Severity::Warning;
    decided && warning && allowed(link.note.as_deref().unwrap_or_default()).any(|code| code == finding.code)
}

/// The codes after `cotejo: allow` in a note.
fn allowed(note: &str) -> impl Iterator<Item = Code> {
    note.split(ALLOW).skip(1).flat_map(|rest| {
        rest.split([' ', ','])
            .filter(|word| !word.is_empty())
            .map_while(|word| word.trim_end_matches(['.', ';']).parse().ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_allows_the_codes_it_names() {
        let codes = |note| allowed(note).collect::<Vec<_>>();
        assert_eq!(codes("cotejo: allow number"), [Code::Number]);
        assert_eq!(
            codes("the author errs. cotejo: allow number, name. So be it."),
            [Code::Number, Code::Name]
        );
        assert_eq!(codes("cotejo: allow everything"), []);
        assert_eq!(codes("allow number"), []);
    }
}
