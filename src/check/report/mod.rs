//! Findings in the forms that people and machines read. All of them say the same.

mod github;
mod json;
mod junit;
mod sarif;
#[cfg(test)]
mod tests;
mod text;

use super::{Checked, FailOn, Finding};
use crate::text::harmless_json;

/// A check of a project, ready to be told.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The works, in their order.
    pub works: &'a [Checked],
    /// What the project as a whole falls short of.
    pub project: &'a [Finding],
    /// What makes the check fail.
    pub fail_on: &'a FailOn,
    /// The project's folder as the reader names it: empty, or with `/` at its end.
    pub prefix: &'a str,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A line a finding, for people.
    Text,
    /// One JSON object with all works.
    Json,
    /// SARIF 2.1.0, which code scanning services read.
    Sarif,
    /// Commands that GitHub Actions shows beside the lines.
    Github,
    /// JUnit XML, which most CI servers read.
    Junit,
}

impl Report<'_> {
    /// Whether nothing that was found makes the check fail.
    #[must_use]
    pub fn passes(&self) -> bool {
        !self.all().any(|(_, finding)| self.fails(finding))
    }

    /// The report in a form, with a line end at its end unless it is empty.
    #[must_use]
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Text => text::write(self),
            Format::Json => harmless_json(&json::write(self)),
            Format::Sarif => harmless_json(&sarif::write(self)),
            Format::Github => github::write(self),
            Format::Junit => junit::write(self),
        }
    }

    fn fails(&self, finding: &Finding) -> bool {
        self.fail_on.includes(finding.code)
    }

    /// Everything found, with the work it was found in; what is about the project comes last.
    fn all(&self) -> impl Iterator<Item = (Option<&Checked>, &Finding)> {
        let of_works = self
            .works
            .iter()
            .flat_map(|work| work.findings.iter().map(move |finding| (Some(work), finding)));
        of_works.chain(self.project.iter().map(|finding| (None, finding)))
    }
}

/// A text as a report quotes it: its beginning, at a word's end where that is near.
fn shorten(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let kept = &text[..end];
    let kept = match kept.rfind(' ') {
        Some(at) if at * 3 > end * 2 => &kept[..at],
        _ => kept,
    };
    format!("{}…", kept.trim_end())
}
