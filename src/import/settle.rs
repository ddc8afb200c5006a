//! Bringing the rows of a file onto an alignment that is there, or onto two texts.

use std::collections::BTreeMap;

use super::cuts::{Cuts, Key, Ranges};
use super::fit::{Sentence, Text, fit};
use super::tile::cover;
use super::{Author, ImportError, Imported, Part, Place, Row, misfit};
use crate::cell::letters::{nfc, of_cell};
use crate::file::{AlignerInfo, AlignmentFile, Confidence, Link, Positions, Settings, Status, TextRef, validate};
use crate::text::{Document, SentenceId, Side};

/// What rows are brought onto: the sentences of two texts, and perhaps an alignment of them.
#[derive(Debug, Clone)]
pub struct Base {
    source: TextRef,
    target: TextRef,
    aligner: AlignerInfo,
    sentences: [Vec<Sentence>; 2],
    waiting: Vec<Link>,
    links: Option<Vec<Link>>,
    /// What the links are called.
    names: Vec<String>,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Settled {
    /// The alignment.
    pub file: AlignmentFile,
    /// Links of the base that people had decided and whose sentences are in other groups now.
    pub replaced: Vec<NamedLink>,
    /// Links of the base that people had decided and that are `auto` now.
    pub withdrawn: Vec<NamedLink>,
    /// Links of the base that people decided and that are `auto` in the file: the decision stands.
    pub upheld: Vec<NamedLink>,
    /// How many sentences were cut by the rows.
    pub cut: usize,
    /// How many sentences no row names, source first: they stand alone.
    pub alone: [usize; 2],
    /// Rows that were passed over, since their text was changed after they were exported.
    pub outdated: Vec<Outdated>,
}

/// A row whose text was changed after it was exported.
#[derive(Debug, Clone, PartialEq)]
pub struct Outdated {
    /// Where it stands.
    pub place: Place,
    /// Which side was changed.
    pub side: Side,
    /// What the row holds.
    pub found: String,
    /// What stands in the text now.
    pub now: String,
}

/// A link of the base, with its name for people, as in `12.1 + 12.2 = 11.4`.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedLink {
    /// Where its sentences stand.
    pub name: String,
    /// The link.
    pub link: Link,
}

/// What a confidence is where nobody estimated any.
const UNKNOWN: f64 = 0.5;

impl Base {
    /// An alignment that is there. The texts, where at hand, tell where sentences stand.
    #[must_use]
    pub fn stored(file: &AlignmentFile, texts: [Option<&Document>; 2]) -> Self {
        let positions = Positions::new(file, texts);
        let sentences = |side: Side| {
            let sentences = positions.of_side(side).iter().zip(file.sentences(side));
            sentences
                .map(|(&id, text)| Sentence {
                    id,
                    text: text.to_owned(),
                })
                .collect()
        };
        Self {
            source: file.source.clone(),
            target: file.target.clone(),
            aligner: file.aligner.clone(),
            sentences: Side::BOTH.map(sentences),
            waiting: file.waiting.clone(),
            links: Some(file.links.clone()),
            names: (0..file.links.len()).map(|link| positions.name(link)).collect(),
        }
    }

    /// Two texts without an alignment.
    #[must_use]
    pub fn fresh(
        (source, source_ref): (&Document, TextRef),
        (target, target_ref): (&Document, TextRef),
        settings: Settings,
    ) -> Self {
        let sentences = |document: &Document| {
            let lines = document.lines().enumerate();
            lines
                .map(|(index, line)| Sentence {
                    id: document.id(index.into()),
                    text: line.into_owned(),
                })
                .collect()
        };
        Self {
            source: source_ref,
            target: target_ref,
            aligner: AlignerInfo {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                settings,
            },
            sentences: [sentences(source), sentences(target)],
            waiting: Vec::new(),
            links: None,
            names: Vec::new(),
        }
    }

    /// The letters of each side without what editors alter.
    pub(super) fn letters(&self) -> [String; 2] {
        let side = |sentences: &Vec<Sentence>| sentences.iter().flat_map(|sentence| of_cell(&sentence.text)).collect();
        [side(&self.sentences[0]), side(&self.sentences[1])]
    }

    /// The names of the texts' files without folder and ending.
    pub(super) fn names(&self) -> [String; 2] {
        let stem = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.split('.').next().unwrap_or_default().to_owned()
        };
        [stem(&self.source.path), stem(&self.target.path)]
    }

    /// The language codes, source first.
    #[must_use]
    pub fn langs(&self) -> [&str; 2] {
        [&self.source.lang, &self.target.lang]
    }

    /// Gives the sentences of this base the groups of a file.
    ///
    /// Every sentence must be there, once and in order, and no word altered; a row may end inside a sentence, which
    /// cuts it. A link whose sentences stay together is kept as it is, but for a status and a note that the file gives.
    /// What people decided gives way to another person's decision, and to anything else only when `replace_decisions`.
    ///
    /// # Errors
    /// [`ImportError`]; most name a row.
    pub fn settle(&self, imported: &Imported, replace_decisions: bool) -> Result<Settled, ImportError> {
        let rows: Vec<Row> = imported.rows.iter().filter(|row| !row.is_empty()).cloned().collect();
        if rows.is_empty() {
            return Err(ImportError::Empty);
        }
        let (mut rows, alone) = cover(rows, [&self.sentences[0], &self.sentences[1]])?;
        if self.links.is_none() {
            // Without an alignment there is nothing that a row could be older than.
            for row in &mut rows {
                (row.as_exported, row.decision_as_exported) = (false, false);
            }
        }
        let known = self.ranges();
        let (mut cuts, mut outdated) = (Vec::with_capacity(2), Vec::new());
        for (side, sentences) in Side::BOTH.into_iter().zip(&self.sentences) {
            let starts: Vec<usize> = known.iter().map(|ranges| ranges.0[side as usize].start).collect();
            let text = Text {
                side,
                sentences,
                starts: &starts,
            };
            let fitted = fit(&text, &rows)?;
            let side_cuts = Cuts::new(sentences, fitted.borders);
            for row in fitted.outdated {
                outdated.push((row, side, side_cuts.pieces(row).join(" ")));
            }
            cuts.push(side_cuts);
        }
        let outdated: Vec<Outdated> = outdated
            .into_iter()
            .map(|(index, side, now)| {
                let row = &mut rows[index];
                row.outdated();
                let found = match row.part(side) {
                    Part::Text(text) => text.clone(),
                    Part::Positions(_) | Part::Ids(_) => String::new(),
                };
                Outdated {
                    place: row.place,
                    side,
                    found: misfit::clipped(&found),
                    now: misfit::clipped(&now),
                }
            })
            .collect();
        let mut settled = self.links(&rows, replace_decisions, &known, &cuts);
        settled.alone = alone;
        settled.outdated = outdated;
        if let Some(links) = &self.links {
            let kept: Vec<bool> = self.kept(&rows, &cuts, &known);
            let decided = |link: &Link| link.status.is_pinned() || link.is_stale();
            for (index, link) in links
                .iter()
                .enumerate()
                .filter(|&(index, link)| decided(link) && !kept[index])
            {
                let ranges = &known[index];
                let mut against = opposing(&rows, &cuts, ranges).peekable();
                if let Some(&(_, row)) = against.peek()
                    && !replace_decisions
                    && !against.any(|(index, row)| is_decision(row, index, imported.author, &cuts))
                {
                    return Err(ImportError::Decision {
                        place: row.place,
                        link: self.names[index].clone(),
                        status: if link.is_stale() {
                            "decided"
                        } else {
                            link.status.as_str()
                        },
                    });
                }
                settled.replaced.push(self.named(index));
            }
        }
        let aligner = match &imported.origin {
            Some(origin)
                if self.links.is_none()
                    && (&origin.source.sha256, &origin.target.sha256) == (&self.source.sha256, &self.target.sha256) =>
            {
                &origin.aligner
            }
            _ => &self.aligner,
        };
        settled.file.aligner = aligner.clone();
        validate(&settled.file)?;
        self.check_wording(&settled.file)?;
        Ok(settled)
    }

    fn named(&self, index: usize) -> NamedLink {
        let links = self.links.as_deref().unwrap_or_default();
        NamedLink {
            name: self.names[index].clone(),
            link: links[index].clone(),
        }
    }

    /// Which sentences each link of the base holds.
    fn ranges(&self) -> Vec<Ranges> {
        let mut next = [0, 0];
        let links = self.links.as_deref().unwrap_or_default();
        links
            .iter()
            .map(|link| {
                Ranges(Side::BOTH.map(|side| {
                    let start = next[side as usize];
                    next[side as usize] += link.texts(side).len();
                    start..next[side as usize]
                }))
            })
            .collect()
    }

    /// Which links of the base hold just what a row holds.
    fn kept(&self, rows: &[Row], cuts: &[Cuts], known: &[Ranges]) -> Vec<bool> {
        let whole: std::collections::BTreeSet<_> = (0..rows.len())
            .filter_map(|row| Some(Ranges::of_row(cuts, row)?.key()))
            .collect();
        known.iter().map(|ranges| whole.contains(&ranges.key())).collect()
    }

    fn links(&self, rows: &[Row], replace_decisions: bool, known: &[Ranges], cuts: &[Cuts]) -> Settled {
        let by_range: BTreeMap<Key, usize> = known
            .iter()
            .enumerate()
            .map(|(index, ranges)| (ranges.key(), index))
            .collect();
        let (mut withdrawn, mut upheld) = (Vec::new(), Vec::new());
        let link = |(index, row): (usize, &Row)| {
            let [source, target] = [&cuts[0], &cuts[1]].map(|cuts| cuts.pieces(index).to_vec());
            let before = Ranges::of_row(cuts, index).and_then(|ranges| by_range.get(&ranges.key()));
            let before = before.copied();
            if let Some((at, before)) = before.and_then(|at| Some((at, self.links.as_ref()?.get(at)?))) {
                let mut link = Link {
                    source,
                    target,
                    ..before.clone()
                };
                // In a table, `auto` means that nobody looked at it, perhaps because it is older than the decision; and a row that
                // nobody touched says what was decided when it was exported.
                // Of a decision that no longer stands it says that it does, in these very words.
                let as_exported = row.decision_as_exported && !before.is_stale();
                let untouched = as_exported && row.status.is_some_and(|status| status != before.status);
                let older = (row.status == Some(Status::Auto) && before.status.is_pinned()) || untouched;
                if older && !replace_decisions {
                    upheld.push(self.named(at));
                } else {
                    link.status = row.status.unwrap_or(before.status);
                }
                if older && replace_decisions {
                    withdrawn.push(self.named(at));
                }
                if let Some(note) = &row.note
                    && (!as_exported || replace_decisions)
                    && !same_note(before.note.as_deref().unwrap_or_default(), note)
                {
                    let note = Some(note.clone()).filter(|note| !note.trim().is_empty());
                    let unsettled = before.is_stale() && !row.status.is_some_and(Status::is_pinned);
                    if note.is_some() || !(older || unsettled) || replace_decisions {
                        link.note = note;
                    }
                }
                return link;
            }
            let is_cut = cuts.iter().any(|cuts| cuts.is_cut(index));
            let fresh = self.links.is_none();
            let status = match row.status {
                Some(status) if status.is_pinned() => status,
                _ if row.is_outdated() => Status::Auto,
                _ if is_cut || !fresh => Status::Edited,
                status => status.unwrap_or(Status::Auto),
            };
            let confidence = match row.confidence {
                Some(confidence) if fresh || status == Status::Disputed => confidence,
                _ if matches!(status, Status::Accepted | Status::Edited) => Confidence::CERTAIN,
                _ => Confidence::new(UNKNOWN),
            };
            Link {
                source,
                target,
                status,
                confidence,
                note: row.note.clone().filter(|note| !note.trim().is_empty()),
                reasons: row.reasons.clone().filter(|_| fresh).unwrap_or_default(),
            }
        };
        let links = rows.iter().enumerate().map(link).collect();
        Settled {
            file: AlignmentFile {
                source: self.source.clone(),
                target: self.target.clone(),
                aligner: self.aligner.clone(),
                waiting: self.waiting.clone(),
                links,
            },
            replaced: Vec::new(),
            withdrawn,
            upheld,
            cut: cuts.iter().map(Cuts::count).sum(),
            alone: [0, 0],
            outdated: Vec::new(),
        }
    }

    /// The last guard: letter by letter, the result holds what the base holds.
    fn check_wording(&self, file: &AlignmentFile) -> Result<(), ImportError> {
        for (side, sentences) in Side::BOTH.into_iter().zip(&self.sentences) {
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
            let before = sentences.iter().flat_map(|sentence| letters(&sentence.text));
            let after = file
                .links
                .iter()
                .flat_map(|link| link.texts(side))
                .flat_map(|text| letters(text));
            if !before.eq(after) {
                return Err(ImportError::form(
                    None,
                    format!("the {side} sentences would not come out whole; please report this as a bug"),
                ));
            }
        }
        Ok(())
    }
}

/// The rows that hold a sentence of a link, with their numbers.
fn opposing<'r>(rows: &'r [Row], cuts: &'r [Cuts], ranges: &'r Ranges) -> impl Iterator<Item = (usize, &'r Row)> {
    rows.iter().enumerate().filter(|(index, _)| {
        let mut sides = cuts.iter().zip(&ranges.0);
        sides.any(|(cuts, range)| {
            let touched = cuts.touched(*index);
            touched.start < range.end && range.start < touched.end
        })
    })
}

/// Whether a person made a row what it is: a pinned status says so, or text that was moved in a table.
fn is_decision(row: &Row, index: usize, author: Author, cuts: &[Cuts]) -> bool {
    if row.is_outdated() || (row.as_exported && row.decision_as_exported) {
        return false;
    }
    if row.status.is_some_and(Status::is_pinned) {
        return true;
    }
    let held: Vec<Vec<SentenceId>> = cuts.iter().map(|cuts| cuts.ids(index)).collect();
    // As it was exported, and unreviewed: the table is older than the decision.
    let untouched = row.status == Some(Status::Auto) && row.exported_ids.iter().eq(&held);
    author == Author::Person && !untouched
}

/// Whether two notes say the same, whatever became of their line ends and letters' forms on the way.
fn same_note(a: &str, b: &str) -> bool {
    let plain = |note: &str| {
        let breaks = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
        let lost = |c: char| (c.is_control() && !c.is_whitespace()) || matches!(c, '\u{fffe}' | '\u{ffff}');
        let lines = note.split(breaks).map(|line| {
            let visible = line.replace(lost, "");
            visible.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
        nfc(&lines.join("\n")).into_owned()
    };
    a == b || plain(a) == plain(b)
}
