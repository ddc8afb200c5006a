//! What was found, for people and for programs.

use std::collections::HashSet;

use cotejo::file::Confidence;
use cotejo::matching::{Matching, Rival};
use cotejo::reasons::UNCERTAIN_BELOW;
use cotejo::text::ReadError;
use serde::Serialize;

use super::super::table::Table;
use super::super::talk::{count, plain};
use super::folder::Folder;

/// Which text goes with which.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pairs: Vec<Pair>,
    source_only: Vec<Alone>,
    target_only: Vec<Alone>,
    /// Texts that could not be read; they stand among those that are alone too.
    unreadable: Vec<Unreadable>,
}

/// Two texts that translate each other, or may.
#[derive(Debug, Serialize)]
struct Pair {
    source: String,
    target: String,
    confidence: f64,
    /// Pairs that one of the two could be in instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rivals: Vec<Self>,
}

/// A text without a partner.
#[derive(Debug, Serialize)]
struct Alone {
    text: String,
    /// Whether nothing is in it.
    #[serde(skip_serializing_if = "is_false")]
    empty: bool,
    /// The pair that comes nearest.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<Pair>,
}

/// Whether a member of a report says nothing.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[derive(Debug, Serialize)]
struct Unreadable {
    path: String,
    problem: String,
}

impl Report {
    pub(super) fn new(
        found: &Matching,
        folders: &[Folder; 2],
        faults: &[(usize, usize, ReadError)],
        empty: &HashSet<(usize, usize)>,
    ) -> Self {
        let pair = |source: usize, target: usize, confidence: f64, rivals: Vec<Pair>| Pair {
            source: folders[0].name(source),
            target: folders[1].name(target),
            confidence: Confidence::new(confidence).get(),
            rivals,
        };
        let rival = |rival: &Rival| pair(rival.source, rival.target, rival.confidence, Vec::new());
        let alone = |side: usize, texts: &[(usize, Option<Rival>)]| {
            let texts = texts.iter().map(|(text, nearest)| Alone {
                text: folders[side].name(*text),
                empty: empty.contains(&(side, *text)),
                nearest: nearest.as_ref().map(rival),
            });
            texts.collect()
        };
        Self {
            pairs: found
                .pairs
                .iter()
                .map(|found| {
                    let rivals = found.rivals.iter().map(rival).collect();
                    pair(found.source, found.target, found.confidence, rivals)
                })
                .collect(),
            source_only: alone(0, &found.source_only),
            target_only: alone(1, &found.target_only),
            unreadable: faults
                .iter()
                .map(|(side, text, error)| Unreadable {
                    path: folders[*side].path(*text).to_string_lossy().into_owned(),
                    problem: error.to_string(),
                })
                .collect(),
        }
    }

    /// The report for people: the pairs, what to look at, what is left.
    pub(super) fn in_words(&self, folders: &[Folder; 2]) -> String {
        let mut text = String::new();
        if !self.pairs.is_empty() {
            let mut table = Table::new(["original", "translation", "confidence"]);
            for pair in &self.pairs {
                table.line([
                    pair.source.clone(),
                    pair.target.clone(),
                    format!("{:.2}", pair.confidence),
                ]);
            }
            text.push_str(&table.render(2));
        }
        let unsure: Vec<&Pair> = self
            .pairs
            .iter()
            .filter(|pair| pair.confidence < UNCERTAIN_BELOW)
            .collect();
        if !unsure.is_empty() {
            text.push_str("\nto look at:\n");
            for pair in unsure {
                text.push_str(&format!("  {}\n", shown(pair)));
                for rival in &pair.rivals {
                    text.push_str(&format!("    or {}\n", shown(rival)));
                }
            }
        }
        for (texts, folder, without) in [
            (&self.source_only, &folders[0], "translation"),
            (&self.target_only, &folders[1], "original"),
        ] {
            if texts.is_empty() {
                continue;
            }
            let root = folder.root.display().to_string();
            text.push_str(&format!("\nin {} without {without}:\n", plain(&root)));
            for alone in texts {
                let empty = if alone.empty { " (empty)" } else { "" };
                text.push_str(&format!("  {}{empty}\n", plain(&alone.text)));
                if let Some(nearest) = &alone.nearest {
                    text.push_str(&format!("    nearest {}\n", shown(nearest)));
                }
            }
        }
        let alone = [&self.source_only, &self.target_only].map(Vec::len);
        text.push_str(&format!(
            "\n{}; {} and {} are left\n",
            count(self.pairs.len(), "pair"),
            count(alone[0], "original"),
            count(alone[1], "translation")
        ));
        text.trim_start().to_owned()
    }
}

fn shown(pair: &Pair) -> String {
    format!(
        "{} = {}  {:.2}",
        plain(&pair.source),
        plain(&pair.target),
        pair.confidence
    )
}
