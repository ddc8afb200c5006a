//! Whether this program would make the same links.

use std::collections::HashSet;

use super::{Checker, Code, Finding, Part};
use crate::align::Aligner;
use crate::bead::Bead;
use crate::file::{AlignmentFile, Positions, check_texts};
use crate::project::pinned_pairs;
use crate::text::{Document, Lang, Side};

/// When alignments are made again to be compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Realigning {
    /// Never.
    #[default]
    Never,
    /// When another version made them, or one with other lexicons: the same version makes the same of the same.
    WhenDue,
    /// Always.
    Always,
}

/// Links named in a message.
const NAMED: usize = 5;

impl Checker<'_> {
    /// How the links that nobody decided differ from those that this program would make.
    pub(super) fn check_aligner(
        &self,
        file: &AlignmentFile,
        source: &Document,
        target: &Document,
        positions: &Positions,
    ) -> Option<Finding> {
        let other_version = file.aligner.version != env!("CARGO_PKG_VERSION");
        let other_lexicon = file.aligner.settings.lexicon != self.lexicon.names;
        let due = match self.realigning {
            Realigning::Never => false,
            Realigning::WhenDue => other_version || other_lexicon,
            Realigning::Always => true,
        };
        if !due || file.links.iter().all(|link| link.status.is_pinned()) {
            return None;
        }
        let same_cuts = [(Side::Source, source), (Side::Target, target)]
            .into_iter()
            .all(|(side, document)| check_texts(file, side, document).is_ok());
        if !same_cuts {
            return None;
        }
        let langs = [file.source.lang.parse::<Lang>().ok()?, file.target.lang.parse().ok()?];
        let aligner = Aligner::new(langs[0], langs[1])
            .with_lexicon(&self.lexicon.pairs)
            .with_lexicon(self.taught(langs));
        let beads = file.beads();
        // The grouping of a stale link is kept too, until a person settles it.
        let pins: Vec<Bead> = beads
            .iter()
            .zip(&file.links)
            .filter(|(_, link)| link.status.is_pinned() || link.is_stale())
            .map(|(bead, _)| bead.clone())
            .collect();
        let fresh: HashSet<Bead> = aligner
            .align_with_pins(source, target, &pins)
            .beads
            .into_iter()
            .collect();
        let differing: Vec<String> = beads
            .iter()
            .zip(&file.links)
            .enumerate()
            .filter(|(_, (bead, link))| !link.status.is_pinned() && !fresh.contains(bead))
            .map(|(index, _)| positions.short_name(index))
            .collect();
        let (first, count) = (differing.first()?, differing.len());
        let named = match count {
            1 => first.clone(),
            2..=NAMED => differing.join(", "),
            _ => format!("{}, …", differing[..NAMED].join(", ")),
        };
        let cause = if other_version {
            format!(" (it was made by version {})", file.aligner.version)
        } else if other_lexicon {
            " (it was made with other lexicons than cotejo.toml names)".to_owned()
        } else {
            String::new()
        };
        let links = if count == 1 { "link" } else { "links" };
        let message = format!(
            "this version would make {count} of its {links} otherwise{cause}: {named}; run `cotejo align --pending` \
             and look at what changes"
        );
        Some(Finding::new(Code::StaleAligner, message).about(Part::Aligner))
    }

    /// What the links that people decided teach, found out when first needed.
    fn taught(&self, langs: [Lang; 2]) -> &[crate::lexicon::WordPair] {
        self.taught.get_or_init(|| {
            let works = self.project.works(langs[0], langs[1]).map(|found| found.works);
            pinned_pairs(self.project, &works.unwrap_or_default(), langs)
        })
    }
}
