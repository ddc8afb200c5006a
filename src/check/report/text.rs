//! For people.

use std::fmt::Write as _;

use super::{Report, shorten};
use crate::text::harmless;

/// Characters of a sentence that are shown.
const MOST: usize = 100;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::new();
    for (work, finding) in report.all() {
        // Writing to a string cannot fail.
        let _ = match (work, &finding.link) {
            (None, _) => writeln!(out, "{}: {}", finding.code, one_line(&finding.message)),
            (Some(work), Some(link)) if finding.state().is_none() => {
                let in_alignment = place(&work.path, finding.line);
                let (place, alignment) = match finding.text() {
                    Some(text) => (place(&text.path, Some(text.line)), format!(" ({in_alignment})")),
                    None => (in_alignment, String::new()),
                };
                let _ = writeln!(
                    out,
                    "{place}: {}: {}{alignment}: {}",
                    finding.code,
                    link.ids,
                    one_line(&finding.message)
                );
                let [source, target] = [&link.source, &link.target].map(|text| match text.as_str() {
                    "" => "–".to_owned(),
                    text => harmless(&shorten(text, MOST)),
                });
                writeln!(out, "    {source}\n    {target}")
            }
            (Some(work), _) => {
                let place = place(&work.path, finding.line);
                writeln!(out, "{place}: {}: {}", finding.code, one_line(&finding.message))
            }
        };
    }
    out
}

/// A line of a file, as programs that jump to it read it.
fn place(path: &str, line: Option<usize>) -> String {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{line}", harmless(path))
}

/// A message without line breaks and control characters, as a note can hold them: it must not look like another
/// finding, nor move the cursor of a terminal.
fn one_line(message: &str) -> String {
    let parts = message.split(char::is_control).filter(|part| !part.is_empty());
    harmless(&parts.collect::<Vec<_>>().join(" "))
}
