//! Workflow commands of GitHub Actions, which shows each finding beside its line.

use std::fmt::Write as _;

use super::{Report, shorten};
use crate::text::harmless;

/// Characters of a sentence that are shown.
const MOST: usize = 200;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = String::new();
    for (work, finding) in report.all() {
        let command = if report.fails(finding) { "error" } else { "warning" };
        let mut properties = Vec::new();
        if let Some(work) = work {
            let (path, line) = match finding.text() {
                Some(text) => (&text.path, Some(text.line)),
                None => (&work.path, finding.line),
            };
            properties.push(format!("file={}{}", property(report.prefix), property(path)));
            properties.extend(line.map(|line| format!("line={line}")));
        }
        properties.push(format!("title={}", property(&title(finding))));
        let mut message = finding.message.clone();
        if let Some(link) = &finding.link {
            for text in [&link.source, &link.target] {
                let _ = write!(message, "\n{}", shorten(text, MOST));
            }
            if let (Some(work), Some(line), Some(_)) = (work, finding.line, finding.text()) {
                let _ = write!(message, "\n{}{}:{line}", report.prefix, work.path);
            }
        }
        let _ = writeln!(out, "::{command} {}::{}", properties.join(","), data(&message));
    }
    out
}

fn title(finding: &crate::check::Finding) -> String {
    match &finding.link {
        Some(link) => format!("{} {}", finding.code, link.ids),
        None => finding.code.to_string(),
    }
}

/// Escapes what would end a message, and what would do something to the terminal that shows the log.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    harmless(&text)
}

/// Escapes what would end a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
