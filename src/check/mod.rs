//! Whether the alignments of a project still fit their texts. Nothing here writes.

mod counts;
mod texts;

use serde::Serialize;

pub use counts::Counts;

use crate::file::{AlignmentFile, FileError};
use crate::project::{AbbreviationList, NameFault, Project, StoreError, StoredAlignment, TEXTS, Work, text_ref};
use crate::text::Side;

/// How an alignment stands to its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum State {
    /// It fits both.
    Fresh,
    /// The original changed since.
    StaleSource,
    /// The translation changed since.
    StaleTarget,
    /// A text it names is gone.
    Orphan,
    /// There are two texts and no alignment.
    Missing,
    /// The file is no alignment, or not one of its texts.
    Invalid,
    /// The file holds the marks of an unfinished merge.
    Conflict,
}

impl State {
    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::StaleSource => "stale-source",
            Self::StaleTarget => "stale-target",
            Self::Orphan => "orphan",
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Conflict => "conflict",
        }
    }

    const fn stale(side: Side) -> Self {
        match side {
            Side::Source => Self::StaleSource,
            Side::Target => Self::StaleTarget,
        }
    }
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it makes of the alignment.
    pub state: State,
    /// What was found and what to do, for a person.
    pub message: String,
}

/// A work after the check.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The work's name.
    pub name: String,
    /// Where its alignment is or should be, from the project's folder.
    pub path: String,
    /// The alignment in numbers, when it could be read.
    pub counts: Option<Counts>,
    /// What was found; nothing when it is fresh.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// A file whose name makes no work.
    #[must_use]
    pub fn misnamed(fault: &NameFault) -> Self {
        let path = match fault {
            NameFault::NotUnicode { path } | NameFault::Twice { second: path, .. } => path.clone(),
        };
        let findings = vec![Finding {
            state: State::Invalid,
            message: fault.to_string(),
        }];
        Self {
            name: path.clone(),
            path,
            counts: None,
            findings,
        }
    }

    /// The states of the work, each once: `fresh` alone, or what was found.
    #[must_use]
    pub fn states(&self) -> Vec<State> {
        let mut states: Vec<_> = self.findings.iter().map(|finding| finding.state).collect();
        if states.is_empty() {
            states.push(State::Fresh);
        }
        states.sort_unstable();
        states.dedup();
        states
    }
}

/// Checks the works of a project.
#[derive(Debug)]
pub struct Checker<'a> {
    project: &'a Project,
    abbreviations: Vec<AbbreviationList>,
}

impl<'a> Checker<'a> {
    /// Checks works of `project`, whose texts are cut with these abbreviations.
    #[must_use]
    pub const fn new(project: &'a Project, abbreviations: Vec<AbbreviationList>) -> Self {
        Self { project, abbreviations }
    }

    /// Checks a work; nothing when it has no alignment and lacks a text, so that none is due.
    #[must_use]
    pub fn check(&self, work: &Work) -> Option<Checked> {
        let path = work.alignment_path();
        let mut checked = Checked {
            name: work.name.clone(),
            path,
            counts: None,
            findings: Vec::new(),
        };
        if work.alignment.is_none() {
            let (Some(source), Some(target)) = (&work.source, &work.target) else {
                return None;
            };
            checked.findings.push(Finding {
                state: State::Missing,
                message: format!("there is no alignment of {source} and {target}; run: cotejo align"),
            });
            return Some(checked);
        }
        match StoredAlignment::read(&self.project.locate(&checked.path)) {
            Ok(stored) => {
                checked.findings = self.check_file(&work.name, &stored.file);
                checked.counts = Some(Counts::of(&stored.file));
            }
            Err(error) => {
                let conflict = |fault: &FileError| matches!(fault, FileError::Conflict { .. });
                let state = match &error {
                    StoreError::Invalid { source, .. } if conflict(source) => State::Conflict,
                    _ => State::Invalid,
                };
                checked.findings.push(Finding {
                    state,
                    message: error.fault(),
                });
            }
        }
        Some(checked)
    }

    fn check_file(&self, name: &str, file: &AlignmentFile) -> Vec<Finding> {
        let mut findings = Vec::new();
        for side in [Side::Source, Side::Target] {
            findings.extend(self.check_place(name, file, side));
            findings.extend(self.document(file, side).err());
        }
        findings
    }

    /// An alignment belongs to the texts of its own name, where there are some.
    fn check_place(&self, name: &str, file: &AlignmentFile, side: Side) -> Option<Finding> {
        let text = text_ref(file, side);
        let expected = format!("{TEXTS}/{}/{name}.txt", text.lang);
        (text.path != expected && self.project.locate(&expected).is_file()).then(|| Finding {
            state: State::Invalid,
            message: format!(
                "it names {} as its {side} text, but {expected} is there and has its name",
                text.path
            ),
        })
    }
}
