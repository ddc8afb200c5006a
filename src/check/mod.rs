//! Whether the alignments of a project still fit their texts, and whether translations have faults that
//! can be seen. Nothing here writes into a project.
//!
//! [`Checker`] looks at one work after the other and gives [`Finding`]s, each with a [`Code`];
//! [`Earlier`] takes away those that an earlier state of the project had too, and [`report`] brings them
//! into the form that people and machines read.

mod bound;
mod counts;
mod decision;
mod earlier;
mod finding;
mod lines;
mod matter;
pub mod pair;
mod quality;
mod realign;
pub mod report;
mod texts;

use std::io;
use std::path::Path;
use std::sync::OnceLock;

pub use crate::code::{Code, FailOn, Severity, State, UnknownCode};
pub use bound::Bounds;
pub use counts::Counts;
pub use earlier::{Earlier, EarlierError, keep_new};
pub use finding::{Finding, FoundLink, Part, TextLine};
pub use quality::{moved, quality};
pub use realign::Realigning;

use crate::file::{self, AlignmentFile, FileError, InvalidAlignment, Positions};
use crate::lexicon::WordPair;
use crate::project::{
    ALIGNMENTS, AbbreviationList, AddedLexicon, NameFault, Project, StoreError, StoredAlignment, TEXTS, TextOpener,
    Work, text_ref,
};
use crate::reading;
use crate::text::{Document, Side, read_stored};
use crate::trace::traced;

/// A work after the check.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The work's name.
    pub name: String,
    /// Where its alignment is or should be, from the project's folder.
    pub path: String,
    /// The alignment in numbers, when it could be read.
    pub counts: Option<Counts>,
    /// Where the last link stands that a person decided, such as `12.3=11.2`.
    pub last_reviewed: Option<String>,
    /// What was found; nothing when it is fresh and without faults.
    pub findings: Vec<Finding>,
    /// The states of an earlier version that it still has, and of which nothing is told.
    pub known: Vec<State>,
}

impl Checked {
    fn new(name: &str, path: String) -> Self {
        Self {
            name: name.to_owned(),
            path,
            counts: None,
            last_reviewed: None,
            findings: Vec::new(),
            known: Vec::new(),
        }
    }

    /// A file whose name makes no work.
    #[must_use]
    pub fn misnamed(fault: &NameFault) -> Self {
        let path = match fault {
            NameFault::NotUnicode { path }
            | NameFault::Twice { second: path, .. }
            | NameFault::TwoForms { second: path, .. } => path.clone(),
        };
        let mut checked = Self::new(&path, path.clone());
        checked.findings.push(Finding::new(Code::Invalid, fault.to_string()));
        lines::add(&mut checked.findings, None);
        checked
    }

    /// The states of the work, each once: `fresh` alone, or what was found.
    #[must_use]
    pub fn states(&self) -> Vec<State> {
        let mut states: Vec<_> = self.findings.iter().filter_map(Finding::state).collect();
        states.extend(&self.known);
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
    opener: TextOpener<'a>,
    quality: bool,
    realigning: Realigning,
    lexicon: AddedLexicon,
    taught: OnceLock<Vec<WordPair>>,
}

impl<'a> Checker<'a> {
    /// Checks works of `project`, whose texts are cut with these abbreviations: whether they stand to their
    /// texts as they should.
    #[must_use]
    pub const fn new(project: &'a Project, abbreviations: Vec<AbbreviationList>) -> Self {
        Self {
            project,
            opener: TextOpener::new(project, abbreviations),
            quality: false,
            realigning: Realigning::Never,
            lexicon: AddedLexicon {
                names: Vec::new(),
                pairs: Vec::new(),
            },
            taught: OnceLock::new(),
        }
    }

    /// Looks at the translations too.
    #[must_use]
    pub const fn with_quality(mut self) -> Self {
        self.quality = true;
        self
    }

    /// Looks whether the aligner, with the word pairs of the project, would make other links.
    #[must_use]
    pub fn with_realigning(mut self, realigning: Realigning, lexicon: AddedLexicon) -> Self {
        self.realigning = realigning;
        self.lexicon = lexicon;
        self
    }

    /// Checks a work; nothing when it has no alignment and lacks a text, so that none is due.
    #[must_use]
    pub fn check(&self, work: &Work) -> Option<Checked> {
        traced!("checking", work = work.name);
        let mut checked = Checked::new(&work.name, work.alignment_path());
        if let Some(pending) = &work.pending {
            let message = format!(
                "{pending} waits: it is a new alignment that nobody has accepted; see `cotejo diff {} {pending}`, \
                 then run `cotejo accept` or `cotejo reject`",
                checked.path
            );
            checked.findings.push(Finding::new(Code::Pending, message));
        }
        if work.alignment.is_none() {
            let texts = (work.source.as_ref(), work.target.as_ref());
            if let ((Some(source), Some(target)), None) = (texts, &work.pending) {
                let message = format!("there is no alignment of {source} and {target}; run: cotejo align");
                checked.findings.push(Finding::new(Code::Missing, message));
            }
            // Programs that read reports want a line of everything, also of the file that is to be.
            lines::add(&mut checked.findings, None);
            return (!checked.findings.is_empty()).then_some(checked);
        }
        let json = match read(&self.project.locate(&checked.path)) {
            Ok((json, file)) => {
                let positions = self.check_file(&mut checked, &file);
                checked.counts = Some(Counts::of(&file));
                let last = file.links.iter().rposition(|link| link.status.is_pinned());
                checked.last_reviewed = last.map(|link| positions.short_name(link));
                let links = checked.findings.iter_mut().filter_map(|finding| finding.link.as_mut());
                links.for_each(|link| link.place(&positions));
                let settings = self.project.settings();
                checked
                    .findings
                    .retain(|finding| !settings.ignores(&work.name, finding.code) && !decision::allows(&file, finding));
                Some(json)
            }
            Err(error) => {
                checked.findings.push(unreadable(&error));
                None
            }
        };
        lines::add(&mut checked.findings, json.as_deref());
        Some(checked)
    }

    /// Returns where the sentences stand.
    fn check_file(&self, checked: &mut Checked, file: &AlignmentFile) -> Positions {
        let findings = &mut checked.findings;
        let mut documents = [None, None];
        findings.extend(self.check_languages(file));
        for side in Side::BOTH {
            findings.extend(self.check_place(&checked.name, file, side));
            match self.document(file, side) {
                Ok(document) => documents[side.index()] = Some(document),
                Err(finding) => findings.push(finding),
            }
        }
        let positions = Positions::new(file, documents.each_ref().map(Option::as_ref));
        if let [Some(source), Some(target)] = &documents {
            findings.extend(self.check_aligner(file, source, target, &positions));
        }
        findings.extend(decision::decisions(file));
        // Of a file that holds other words than its text nothing can be said.
        let is_valid = findings.iter().all(|finding| finding.code != Code::Invalid);
        if self.quality && is_valid {
            findings.extend(self.translation(&checked.name, file, &documents, &positions));
        }
        positions
    }

    /// What may be wrong with the translation.
    fn translation(
        &self,
        work: &str,
        file: &AlignmentFile,
        documents: &[Option<Document>; 2],
        positions: &Positions,
    ) -> Vec<Finding> {
        let settings = self.project.settings();
        let mut findings = pair::findings(file, [settings.source_lang, settings.target_lang]);
        findings.retain(|finding| !settings.ignores(work, finding.code));
        // Of the wording of a text that is not the translation nothing is to be said, and it would be said of every sentence.
        if findings.iter().any(|finding| finding.part == Part::Whole) {
            return findings;
        }
        let apart = match documents {
            [Some(source), Some(target)] => matter::links_apart(file, source, target),
            _ => Vec::new(),
        };
        let concerns_work = |finding: &Finding| {
            let link = finding.link.as_ref();
            link.is_none_or(|link| !apart.get(link.number - 1).is_some_and(|&apart| apart))
        };
        let mut wording: Vec<_> = quality(file, positions).into_iter().filter(concerns_work).collect();
        lines::place_in_texts(&mut wording, file, documents);
        findings.extend(wording);
        findings
    }

    /// What `align` would refuse, the check refuses too.
    fn check_languages(&self, file: &AlignmentFile) -> Option<Finding> {
        let settings = self.project.settings();
        let [source, target] = [settings.source_lang.code(), settings.target_lang.code()];
        if file.langs() == [source, target] {
            return None;
        }
        let found = file.langs().join(" with ");
        let message = format!(
            "it aligns {found}, but the project is of {source} with {target}; set source-lang and target-lang in \
             cotejo.toml, or move the alignment away"
        );
        let side = if file.source.lang == source {
            Side::Target
        } else {
            Side::Source
        };
        Some(Finding::new(Code::Invalid, message).about(Part::Text(side)))
    }

    /// An alignment belongs to the texts of its own name, where there are some.
    fn check_place(&self, name: &str, file: &AlignmentFile, side: Side) -> Option<Finding> {
        let text = text_ref(file, side);
        let expected = format!("{TEXTS}/{}/{name}.txt", text.lang);
        let folder = format!("{TEXTS}/{}/", text.lang);
        let own = text.path.strip_prefix(&folder).and_then(reading::stem);
        if text.path == expected || own == Some(name) || self.project.is_lone() {
            return None;
        }
        let is_there = |path: &str| self.project.locate(path).is_file();
        let message = if is_there(&expected) && !is_there(&text.path) {
            format!(
                "it names {} as its {side} text, which is gone, and {expected} is there and has its name; run \
                 `cotejo align`, which takes it where it holds the same sentences",
                text.path
            )
        } else if is_there(&expected) {
            format!(
                "it names {} as its {side} text, but {expected} is there and has its name",
                text.path
            )
        } else {
            let other = own?;
            let owner = format!("{ALIGNMENTS}/{other}.json");
            if !self.project.locate(&owner).is_file() {
                return None;
            }
            format!(
                "it names {} as its {side} text, which {owner} is the alignment of",
                text.path
            )
        };
        Some(Finding::new(Code::Invalid, message).about(Part::Text(side)))
    }
}

/// The alignment at a path, and the text it was read from.
fn read(path: &Path) -> Result<(String, AlignmentFile), StoreError> {
    let bytes = read_stored(path).map_err(|source| StoreError::Io {
        path: path.to_owned(),
        source,
    })?;
    match String::from_utf8(bytes) {
        Ok(json) => match file::read(&json) {
            Ok(file) => Ok((json, file)),
            Err(source) => Err(StoreError::Invalid {
                path: path.to_owned(),
                source: Box::new(source),
            }),
        },
        // Says which line.
        Err(error) => StoredAlignment::from_bytes(path, error.into_bytes()).map(|stored| (String::new(), stored.file)),
    }
}

fn unreadable(error: &StoreError) -> Finding {
    let code = match error {
        StoreError::Invalid { source, .. } if matches!(**source, FileError::Conflict { .. }) => Code::Conflict,
        _ => Code::Invalid,
    };
    let line = match error {
        StoreError::Invalid { source, .. } => Some(source.line()),
        StoreError::NotUtf8 { line, .. } => Some(*line),
        StoreError::Io { .. } => None,
    };
    let refused = match error {
        StoreError::Io { source, .. } => source.kind() == io::ErrorKind::InvalidInput,
        StoreError::Invalid { source, .. } => matches!(
            &**source,
            FileError::Invalid { fault: InvalidAlignment::Path { path, .. }, .. } if !path.is_empty()
        ),
        StoreError::NotUtf8 { .. } => false,
    };
    Finding {
        line,
        refused,
        ..Finding::new(code, error.fault())
    }
}
