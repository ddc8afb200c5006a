//! A stored alignment and its texts as they are now, made into an alignment of these texts.

use super::carrier::Carrier;
use super::entry::{Origin, weight};
use super::estimates::keep_estimates;
use super::place::Weight;
use super::report::{CarryError, Policy, Report, Update};
use super::swap::swapped;
use super::text::Text;
use super::trace::Fate;
use crate::align::Aligner;
use crate::bead::Bead;
use crate::file::{AlignmentFile, Link, Settings, Uncovered, check_coverage};
use crate::text::Side;
use crate::trace::traced;

/// A run that makes a larger share of the decisions stale than one in so many is refused.
const MOST_LOST: usize = 3;

/// So few decisions that become stale are told and not refused: the edit of a sentence or two is no accident.
const FEW_LOST: usize = 2;

/// Texts that hold a smaller share of an alignment's sentences than one in so many are other texts. Of two texts of
/// different works none to three in a hundred sentences are the same (“—No.”, “* * *”); a translation made anew
/// leaves the half that is the original.
const OTHER_TEXTS: usize = 5;

/// The beads that the aligner must keep: those of pinned and of stale links.
#[must_use]
pub fn fences(file: &AlignmentFile) -> Vec<Bead> {
    let links = file.beads().into_iter().zip(&file.links);
    links
        .filter(|(_, link)| weight(link) != Weight::Free)
        .map(|(bead, _)| bead)
        .collect()
}

/// Aligns two texts, keeping what people decided in the alignment that is stored of them.
///
/// # Errors
/// [`CarryError`].
pub fn update(
    aligner: &Aligner,
    stored: Option<&AlignmentFile>,
    source: Text,
    target: Text,
    settings: Settings,
    policy: Policy,
) -> Result<Update, CarryError> {
    traced!("an alignment and its texts");
    let is_bare = |link: &Link| weight(link) == Weight::Free && link.note.is_none();
    let holds = |stored: &AlignmentFile| !stored.waiting.is_empty() || !stored.links.iter().all(is_bare);
    let Some(held) = stored.filter(|stored| holds(stored)) else {
        let alignment = aligner.align(&source.document, &target.document);
        let mut file = AlignmentFile::new(
            (&source.document, source.reference),
            (&target.document, target.reference),
            &alignment,
            settings,
        );
        if let Some(stored) = stored.filter(|_| !policy.refresh) {
            keep_estimates(&mut file, stored);
        }
        return Ok(Update {
            file,
            source: source.document,
            target: target.document,
            report: Report::default(),
        });
    };
    let stored = held;
    let paths = [source.reference.path.clone(), target.reference.path.clone()];
    let decided = stored.links.iter().filter(|link| link.status.is_pinned()).count();
    if !policy.accept_loss && decided > 0 && swapped(stored, [&source.document, &target.document]) {
        let [source_path, target_path] = paths;
        return Err(CarryError::Swapped {
            pinned: decided,
            source_path,
            target_path,
        });
    }
    // Words that differ are followed like an edit of the text: a text editor may have set other quotation marks. But of what
    // is lost or stands twice nothing says what was decided.
    if !policy.accept_loss && decided > 0 {
        for (side, text) in Side::BOTH.into_iter().zip([&source, &target]) {
            if stored.text(side).sha256 == text.reference.sha256
                && let Err((_, fault)) = check_coverage(stored, side, &text.document)
                && !matches!(fault, Uncovered::Wording { .. })
            {
                let path = text.reference.path.clone();
                return Err(CarryError::Damaged { path, fault });
            }
        }
    }
    let carrier = Carrier::new(stored, source, target);
    if !policy.accept_loss && decided > 0 {
        let fates = || carrier.entries.iter().filter(|entry| entry.origin == Origin::Link);
        let fates = || fates().flat_map(|entry| entry.traced.fates.iter().flatten());
        let (sentences, found) = (fates().count(), fates().filter(|fate| **fate != Fate::Gone).count());
        if found * OTHER_TEXTS < sentences {
            let [source_path, target_path] = paths;
            return Err(CarryError::OtherTexts {
                pinned: decided,
                sentences,
                found,
                source_path,
                target_path,
            });
        }
    }
    let mut update = carrier.finish(aligner, settings);
    let lost = update.report.became_stale;
    if !policy.accept_loss && lost > FEW_LOST && lost * MOST_LOST > decided {
        return Err(CarryError::MassLoss { lost, decided });
    }
    if !policy.refresh {
        keep_estimates(&mut update.file, stored);
    }
    Ok(update)
}

/// The pinned links of a stored alignment that stand in texts as they are now, worded as these word them; what
/// [`update`] keeps of them.
#[must_use]
pub fn standing(stored: &AlignmentFile, source: Text, target: Text) -> Vec<Link> {
    let carrier = Carrier::new(stored, source, target);
    let placed = carrier.placed.stretches.iter().filter_map(|(at, members)| {
        let pinned = members.iter().copied().find(|&entry| carrier.placed.pinned[entry])?;
        Some((&carrier.entries[pinned].link, carrier.bead(at.sides)))
    });
    placed
        .map(|(link, bead)| {
            let texts = |text: &Text, side| {
                bead.indices(side)
                    .map(|at| text.document.sentence(at).into_owned())
                    .collect()
            };
            Link {
                source: texts(&carrier.source, Side::Source),
                target: texts(&carrier.target, Side::Target),
                ..link.clone().into_owned()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::align::Alignment;
    use crate::file::{Status, TextRef};
    use crate::fixture::document;
    use crate::text::Lang;

    fn text(lines: &str, lang: Lang) -> Text {
        let document = document(lines);
        Text {
            reference: TextRef::new(&document, lang, &format!("{lang}.txt")),
            document,
        }
    }

    /// As many numbered sentences as a long novel has.
    fn long(word: &str) -> String {
        let mut text = String::new();
        for number in 0..10_000 {
            let _ = writeln!(text, "{word} {number}.");
            if number % 7 == 0 {
                text.push_str("—No.\n");
            }
            if number % 5 == 0 {
                text.push('\n');
            }
        }
        text
    }

    #[test]
    fn a_long_text_with_every_link_pinned_takes_moments_however_it_is_edited() {
        let (source, target) = (text(&long("Verso"), Lang::ES), text(&long("Verse"), Lang::EN));
        let beads: Vec<Bead> = (0..source.document.len())
            .map(|at| Bead::new(at..at + 1, at..at + 1))
            .collect();
        let alignment = Alignment {
            confidence: vec![1.0; beads.len()],
            reasons: vec![Vec::new(); beads.len()],
            beads,
        };
        let mut stored = AlignmentFile::new(
            (&source.document, source.reference.clone()),
            (&target.document, target.reference.clone()),
            &alignment,
            Settings::default(),
        );
        stored.links.iter_mut().for_each(|link| link.status = Status::Accepted);
        let find = |source: &str| {
            let started = Instant::now();
            let standing = standing(&stored, text(source, Lang::ES), target.clone()).len();
            // A quadratic search takes minutes.
            assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
            standing
        };
        let all = stored.links.len();
        assert_eq!(find(&long("Verso")), all);
        assert_eq!(find(&long("Verso").replace("Verso 4999.\n", "")), all - 1);
        // Every numbered sentence changed; only what is repeated is left.
        assert!(find(&long("Versos")) <= all - 10_000);
        // Nothing in common at all.
        assert_eq!(find(&long("Otra cosa").replace("—No.", "—Sí.")), 0);
    }
}
