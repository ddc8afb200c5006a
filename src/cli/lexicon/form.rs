//! How lexicons are written.

use std::fmt::Write as _;

use clap::ValueEnum;
use cotejo::induction::LearnedPair;
use cotejo::lexicon::WordPair;

/// The forms a lexicon can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum WrittenForm {
    /// source, tab, target, tab, weight
    Tsv,
    /// hunalign's: target @ source
    Dic,
}

impl WrittenForm {
    pub(super) fn write(self, pairs: &[WordPair]) -> String {
        let mut text = String::new();
        if self == Self::Tsv {
            text.push_str("# source\ttarget\tweight\n");
        }
        for WordPair { source, target, weight } in pairs {
            let _ = match self {
                Self::Tsv => writeln!(text, "{source}\t{target}\t{}", shown(*weight)),
                Self::Dic => writeln!(text, "{target} @ {source}"),
            };
        }
        text
    }
}

/// Learnt pairs as TSV, with their counts.
pub(super) fn learned_tsv(pairs: &[LearnedPair]) -> String {
    let mut text = "# source\ttarget\tweight\tcount\n".to_owned();
    for LearnedPair { pair, count, .. } in pairs {
        let WordPair { source, target, weight } = pair;
        let _ = writeln!(text, "{source}\t{target}\t{}\t{count:.1}", shown(*weight));
    }
    text
}

/// A weight that reads as one again: never 0.
pub(super) fn shown(weight: f32) -> String {
    format!("{:.4}", weight.max(0.0001))
}
