//! Bringing the alignment of one work up to date.

use std::path::PathBuf;

use super::lexicon::pairs_of;
use super::orphan::{self, Orphan};
use super::{
    AddedLexicon, Cutter, History, Placement, Project, ReplaceError, StoreError, StoredAlignment, Work, WriteError,
};
use crate::align::Aligner;
use crate::carry::{self, CarryError, Policy, Report, Text};
use crate::file::{AlignmentFile, Settings, TextRef};
use crate::reading::Reading;
use crate::segment::UnmetBound;
use crate::text::{Document, Encoding, Lang, ReadError, Side};
use crate::trace::traced;

/// How the texts of one side are read.
#[derive(Debug, Clone)]
pub struct SideSettings {
    /// Their language.
    pub lang: Lang,
    /// Cuts them into sentences.
    pub cutter: Cutter,
    /// Their encoding, where it was named; goes before what the project says.
    pub encoding: Option<String>,
}

/// Aligns the works of a project.
#[derive(Debug)]
pub struct Realigner<'a> {
    project: &'a Project,
    aligner: Aligner,
    source: SideSettings,
    target: SideSettings,
    one_per_line: bool,
    lexicons: Vec<String>,
    placement: Placement,
    policy: Policy,
    works: Vec<Work>,
}

/// What became of a work's alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is new or differs from what was there.
    Written,
    /// It differs from what was there and was put beside it, for a person to accept or reject.
    Proposed,
    /// It came out as it was there.
    Unchanged,
}

/// A work that was aligned.
#[derive(Debug, Clone, PartialEq)]
pub struct Realigned {
    /// What became of its alignment.
    pub change: Change,
    /// The alignment that now stands, or is proposed.
    pub file: AlignmentFile,
    /// What became of people's decisions.
    pub report: Report,
    /// Whether an earlier proposal was removed because this run settles it.
    pub withdrawn: bool,
    /// Links that the aligner had made and that are edited now, as a person moved their sentences.
    pub moved: usize,
    /// Why the version before could not be kept.
    pub warning: Option<String>,
    /// How each text was read.
    pub encodings: [Encoding; 2],
    /// Where the settings say that the work begins or ends, and its text does not.
    pub unmet_bounds: [Vec<UnmetBound>; 2],
}

/// Why a work was not aligned. Nothing was written then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RealignError {
    /// A text cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A text holds nothing to align.
    #[error("{path} holds no sentence: it is empty or only white space", path = path.display())]
    Empty {
        /// The text.
        path: PathBuf,
    },
    /// The stored alignment cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stored alignment must not be replaced.
    #[error(transparent)]
    Replace(#[from] ReplaceError),
    /// Decisions of the stored alignment have no place in the new one.
    #[error("{path}: {source}", path = path.display())]
    Carry {
        /// The alignment.
        path: PathBuf,
        /// What stands in the way.
        source: CarryError,
    },
    /// There is an alignment of these very texts under another name, whose texts are gone.
    #[error(
        "{orphan_path} holds {decided} decided or annotated links of these very texts, under another name than theirs; \
         nothing was written",
        orphan_path = .orphan.alignment, decided = .orphan.decided
    )]
    Renamed {
        /// The work.
        name: String,
        /// The alignment.
        orphan: Box<Orphan>,
    },
    /// The new alignment cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// There is no text on one side.
    #[error("{name} has no {side} text")]
    NoText {
        /// The work.
        name: String,
        /// The side.
        side: Side,
    },
}

impl<'a> Realigner<'a> {
    /// Aligns works of `project` whose texts are read in these ways.
    #[must_use]
    pub fn new(project: &'a Project, source: SideSettings, target: SideSettings, one_per_line: bool) -> Self {
        let aligner = Aligner::new(source.lang, target.lang);
        Self {
            project,
            aligner,
            source,
            target,
            one_per_line,
            lexicons: Vec::new(),
            placement: Placement::default(),
            policy: Policy::default(),
            works: Vec::new(),
        }
    }

    /// Says where alignments go that differ from those that are there.
    #[must_use]
    pub const fn with_placement(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    /// Says which works there are, so that an alignment whose texts were renamed is found.
    #[must_use]
    pub fn with_works(mut self, works: &[Work]) -> Self {
        self.works = works.to_vec();
        self
    }

    /// Says what may be done beyond what is safe without asking.
    #[must_use]
    pub const fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Adds word pairs; the lexicons they come from are named in the alignments.
    #[must_use]
    pub fn with_lexicon(mut self, added: &AddedLexicon) -> Self {
        self.aligner = self.aligner.with_lexicon(&added.pairs);
        self.lexicons.extend_from_slice(&added.names);
        self
    }

    /// Adds the word pairs taught by the links that people decided in these works, where there are enough; returns how
    /// many.
    ///
    /// Links teach in the words of the texts as they are now, and stale ones not at all, so that a run finds what the
    /// run before it left.
    pub fn learn_from(&mut self, works: &[Work]) -> usize {
        let pairs = pairs_of(
            works.iter().filter_map(|work| self.decided(work)),
            [self.source.lang, self.target.lang],
        );
        if !pairs.is_empty() {
            self.aligner = self.aligner.clone().with_lexicon(&pairs);
        }
        pairs.len()
    }

    /// The number of the newest earlier version of a work's alignment.
    #[must_use]
    pub fn last_version(&self, work: &Work) -> Option<u64> {
        let history = History::of(&self.project.locate(&work.alignment_path())).ok()?;
        history.versions().ok()?.last().map(|version| version.number)
    }

    /// The links of a work that stand as people decided them.
    fn decided(&self, work: &Work) -> Option<AlignmentFile> {
        let path = self.project.locate(work.alignment.as_deref()?);
        let stored = StoredAlignment::read(&path).ok().filter(|stored| stored.pinned() > 0)?;
        let mut settings = Settings::default();
        let source = self.read(work, Side::Source, &mut settings).ok()?;
        let target = self.read(work, Side::Target, &mut settings).ok()?;
        stored.check_languages(&source.reference, &target.reference).ok()?;
        Some(AlignmentFile {
            links: carry::standing(&stored.file, source, target),
            ..stored.file
        })
    }

    /// Aligns a work and writes the result. What people decided stands, as far as the texts let it.
    ///
    /// # Errors
    /// [`RealignError`].
    pub fn realign(&self, work: &Work) -> Result<Realigned, RealignError> {
        traced!("a work", work = work.name);
        let path = self.project.locate(&work.alignment_path());
        let mut stored = StoredAlignment::read_if_any(&path)?;
        let moved = stored.as_mut().map_or(0, StoredAlignment::take_moves);
        let mut settings = Settings {
            one_per_line: self.one_per_line,
            lexicon: self.lexicons.clone(),
            ..Settings::default()
        };
        let source = self.read(work, Side::Source, &mut settings)?;
        let target = self.read(work, Side::Target, &mut settings)?;
        let encodings = [&source, &target].map(|text| text.document.text().encoding());
        if let Some(stored) = &stored {
            stored.check_languages(&source.reference, &target.reference)?;
            stored.check_texts(self.project.root(), &source.reference, &target.reference)?;
        } else if let Some(orphan) = orphan::find(self.project, &self.works, [&source, &target]) {
            return Err(RealignError::Renamed {
                name: work.name.clone(),
                orphan: Box::new(orphan),
            });
        }
        let before = stored.as_ref().map(|stored| &stored.file);
        let policy = Policy {
            // What is proposed is lost to nobody.
            accept_loss: self.policy.accept_loss || self.placement == Placement::Proposed,
            ..self.policy
        };
        let update = carry::update(&self.aligner, before, source, target, settings, policy);
        let update = update.map_err(|source| RealignError::Carry {
            path: path.clone(),
            source,
        })?;
        let bounds = |document: &Document, side| {
            let path = work.text(side).unwrap_or_default();
            self.project.settings().bounds_of(path).unmet(document)
        };
        let unmet_bounds = [
            bounds(&update.source, Side::Source),
            bounds(&update.target, Side::Target),
        ];
        let placed = self.placement.put(&path, stored.as_ref(), &update.file, "align")?;
        Ok(Realigned {
            change: placed.change,
            file: update.file,
            report: update.report,
            withdrawn: placed.withdrawn,
            moved,
            warning: placed.warning,
            encodings,
            unmet_bounds,
        })
    }

    fn read(&self, work: &Work, side: Side, settings: &mut Settings) -> Result<Text, RealignError> {
        let name = work.text(side).ok_or_else(|| RealignError::NoText {
            name: work.name.clone(),
            side,
        })?;
        let reading = match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        };
        let path = self.project.locate(name);
        let encoding = reading
            .encoding
            .as_ref()
            .or_else(|| self.project.settings().encoding.get(name));
        let how = Reading {
            encoding: encoding.map(String::as_str),
            lang: Some(reading.lang),
        };
        let text = self.project.read_text(name, &how)?;
        if encoding.is_some() {
            settings
                .encoding
                .insert(side.to_string(), text.encoding().name.to_owned());
        }
        let document = reading.cutter.cut_work(text, &self.project.settings().bounds_of(name));
        if document.is_empty() {
            return Err(RealignError::Empty { path });
        }
        let reference = TextRef::new(&document, reading.lang, name);
        Ok(Text { document, reference })
    }
}
