//! What the aligner takes for granted before it has read the two texts.

use crate::evidence::{LengthWeights, OmissionWeights, ShapeWeights, StructureWeights};
use crate::lexical::{Knowledge, LearnSettings};

use super::again::FreeWeights;
use super::bridge::BridgeWeights;

/// All constants that weigh evidence. Where each comes from stands beside its default;
/// `scripts/fit-weights` says which others would do better, and whether they do so on texts left out. On the
/// development gold and the project's own (36 documents, 24 families) none did, so all are as they were set by hand;
/// docs/DESIGN.md has the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    pub(crate) knowledge: Knowledge,
    pub(crate) learn: LearnSettings,
    pub(crate) length: LengthWeights,
    pub(crate) shape: ShapeWeights,
    pub(crate) structure: StructureWeights,
    pub(crate) omission: OmissionWeights,
    pub(super) bridge: BridgeWeights,
    pub(super) free: FreeWeights,
    /// Softens the posterior: the evidence of neighbouring words is not independent, so raw posteriors are too
    /// sure of themselves.
    pub(crate) temperature: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            knowledge: Knowledge::default(),
            learn: LearnSettings::default(),
            length: LengthWeights::default(),
            shape: ShapeWeights::default(),
            structure: StructureWeights::default(),
            omission: OmissionWeights::default(),
            bridge: BridgeWeights::default(),
            free: FreeWeights::default(),
            temperature: 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::io::{BufRead, Write};
    use std::path::PathBuf;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::align::gold::{Gold, read_golds};
    use crate::align::{Aligner, Alignment};
    use crate::eval::LooseBead;

    /// The weights that scripts/fit-weights knows, by name. Shares of words are `f32`, so they are copied back.
    fn edit(weights: &mut Weights, edit: &mut dyn FnMut(&'static str, &mut f64)) {
        let Weights {
            knowledge,
            learn,
            length,
            shape,
            structure,
            omission,
            bridge,
            free,
            temperature,
        } = weights;
        for (name, share) in [
            ("KNOWLEDGE_MARK", &mut knowledge.mark),
            ("KNOWLEDGE_COGNATE", &mut knowledge.cognate),
            ("KNOWLEDGE_IDENTITY", &mut knowledge.identity),
            ("KNOWLEDGE_LEXICON", &mut knowledge.lexicon),
            ("KNOWLEDGE_NAME", &mut knowledge.name),
            ("KNOWLEDGE_NUMBER", &mut knowledge.number),
            ("LEARN_DISCOUNT", &mut learn.discount),
            ("LEARN_PRIOR_STRENGTH", &mut learn.prior_strength),
        ] {
            let before = f64::from(*share);
            let mut after = before;
            edit(name, &mut after);
            #[expect(clippy::float_cmp, reason = "whether it was set at all")]
            if after != before {
                #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more than 24 bits")]
                let after = after as f32;
                *share = after;
            }
        }
        edit("LENGTH_WEIGHT", &mut length.weight);
        edit("LENGTH_VARIANCE", &mut length.variance);
        edit("LENGTH_LAWLESS", &mut length.lawless);
        edit("LENGTH_PRIOR_BEADS", &mut length.prior_beads);
        edit("SHAPE_SINGLE", &mut shape.single);
        edit("SHAPE_MORE", &mut shape.more);
        edit("SHAPE_FURTHER", &mut shape.further);
        edit("SHAPE_BOTH", &mut shape.both);
        edit("SHAPE_PRIOR_BEADS", &mut shape.prior_beads);
        edit("SAME_KIND", &mut structure.same_kind);
        edit("OTHER_KIND", &mut structure.other_kind);
        edit("MIXED", &mut structure.mixed);
        edit("STAGED", &mut structure.staged);
        edit("FIRST_OPEN", &mut omission.first.open);
        edit("FIRST_KNOWN", &mut omission.first.known);
        edit("FIRST_UNKNOWN", &mut omission.first.unknown);
        edit("LATER_OPEN", &mut omission.later.open);
        edit("LATER_KNOWN", &mut omission.later.known);
        edit("LATER_UNKNOWN", &mut omission.later.unknown);
        edit("OMISSION_PRIOR_BEADS", &mut omission.prior_beads);
        edit("OMISSION_PRIOR_SKIPPED", &mut omission.prior_skipped);
        edit("KNOWLEDGE_SCALE", &mut omission.knowledge_scale);
        edit("APPARATUS", &mut omission.apparatus);
        edit("MOVED", &mut bridge.moved);
        edit("PRIOR_BORDERS", &mut bridge.prior_borders);
        edit("CLAUSE_WORDS", &mut bridge.clause_words);
        edit("FREE_SHARE", &mut free.share);
        edit("FREE_KEPT", &mut free.kept);
        edit("TEMPERATURE", temperature);
    }

    fn read_weights(line: &str) -> Weights {
        let mut wanted: BTreeMap<&str, f64> = line
            .split_whitespace()
            .map(|setting| setting.split_once('=').expect("NAME=VALUE"))
            .map(|(name, value)| (name, value.parse().expect("a number")))
            .collect();
        let mut weights = Weights::default();
        edit(&mut weights, &mut |name, value| {
            if let Some(wanted) = wanted.remove(name) {
                *value = wanted;
            }
        });
        assert!(wanted.is_empty(), "no weights of these names: {wanted:?}");
        weights
    }

    type Links = BTreeSet<(Vec<u32>, Vec<u32>)>;

    /// Links with null beads cut into sentences, or without them.
    fn links(beads: &[LooseBead], nulls: bool) -> Links {
        let mut links = Links::new();
        for LooseBead { source, target } in beads {
            match (source.is_empty(), target.is_empty()) {
                (false, false) => drop(links.insert((source.clone(), target.clone()))),
                (false, true) if nulls => links.extend(source.iter().map(|&index| (vec![index], Vec::new()))),
                (true, false) if nulls => links.extend(target.iter().map(|&index| (Vec::new(), vec![index]))),
                _ => {}
            }
        }
        links
    }

    /// Links of the gold, found and right, without null beads and with them.
    fn counts(gold: &[LooseBead], found: &Alignment) -> [usize; 6] {
        let found: Vec<_> = found.beads.iter().map(LooseBead::from).collect();
        let of = |nulls| {
            let (gold, found) = (links(gold, nulls), links(&found, nulls));
            [gold.len(), found.len(), gold.intersection(&found).count()]
        };
        let ([a, b, c], [d, e, f]) = (of(false), of(true));
        [a, b, c, d, e, f]
    }

    #[test]
    fn a_line_of_settings_changes_what_it_names_only() {
        let weights = read_weights("LENGTH_LAWLESS=0.02 KNOWLEDGE_NAME=0.25");
        let mut differing = Vec::new();
        let mut defaults = BTreeMap::new();
        edit(&mut Weights::default(), &mut |name, value| {
            defaults.insert(name, *value);
        });
        edit(&mut weights.clone(), &mut |name, value| {
            if (*value - defaults[name]).abs() > 1e-9 {
                differing.push((name, *value));
            }
        });
        assert_eq!(differing, [("KNOWLEDGE_NAME", 0.25), ("LENGTH_LAWLESS", 0.02)]);
    }

    /// Aligns the gold in the folders of `GOLD` (separated by colons) with the weights of each line of standard
    /// input, `NAME=VALUE …`, and prints what was right. Begins with the names and defaults of all weights.
    #[test]
    #[ignore = "a source of numbers, run by scripts/fit-weights"]
    fn weights_of_the_gold() {
        let mut golds = read_golds(&std::env::var("GOLD").expect("GOLD names folders"));
        // Long texts first, so that no thread waits long for the other.
        golds.sort_by_key(|gold| std::cmp::Reverse(gold.source.len() * gold.target.len()));
        edit(&mut Weights::default(), &mut |name, value| {
            println!("weight\t{name}\t{value:.9}");
        });
        println!("done");
        let mut aligners = BTreeMap::new();
        for Gold { langs, .. } in &golds {
            aligners.entry(*langs).or_insert_with(|| Aligner::new(langs.0, langs.1));
        }
        for line in std::io::stdin().lock().lines() {
            let weights = read_weights(&line.unwrap());
            aligners.values_mut().for_each(|aligner| aligner.weights = weights);
            let (next, judged) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
            let work = || {
                while let Some(gold) = golds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = aligners[&gold.langs].align(&gold.source, &gold.target);
                    let counts = counts(&gold.beads, &found).map(|count| count.to_string());
                    judged.lock().unwrap().push((gold.path.clone(), counts));
                }
            };
            std::thread::scope(|scope| {
                scope.spawn(work);
                work();
            });
            let mut judged: Vec<(PathBuf, _)> = judged.into_inner().unwrap();
            judged.sort();
            for (path, counts) in judged {
                println!("count\t{}\t{}", path.display(), counts.join("\t"));
            }
            println!("done");
            std::io::stdout().flush().unwrap();
        }
    }
}
