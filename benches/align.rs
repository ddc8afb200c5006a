//! How fast sentences are aligned: `cargo bench --bench align`.
//!
//! The texts are made of the beads of the project's own gold, shuffled anew for each repetition, so
//! that they stay translations of each other at any length.

use std::fs;
use std::path::Path;

use cotejo::align::Aligner;
use cotejo::segment::one_per_line;
use cotejo::text::{Document, Lang, SourceText};
use divan::Bencher;
use divan::counter::ItemsCount;

const GOLD: [&str; 4] = ["cartas", "cuento", "discurso", "leyenda"];

fn main() {
    divan::main();
}

/// The sentences of a bead, a line each: the original's, the translation's.
type Bead = [String; 2];

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold").join(name);
    fs::read_to_string(path).expect("the gold is there")
}

/// All beads of the gold, null beads too.
fn gold() -> Vec<Bead> {
    let mut all = Vec::new();
    for name in GOLD {
        let texts = ["es", "en"].map(|lang| read(&format!("{name}.{lang}.txt")));
        let sentences = texts
            .each_ref()
            .map(|text| text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>());
        for line in read(&format!("{name}.beads")).lines() {
            let (source, target) = line.split_once(':').expect("a bead has two sides");
            let side = |indices: &str, sentences: &[&str]| -> String {
                let indices = indices.split(',').filter(|index| !index.is_empty());
                let one = |index: &str| sentences[index.parse::<usize>().expect("an index is a number")];
                indices.map(|index| format!("{}\n", one(index))).collect()
            };
            all.push([side(source, &sentences[0]), side(target, &sentences[1])]);
        }
    }
    all
}

/// Shuffles, always in the same way: Fisher–Yates on the linear congruence of Knuth's MMIX.
fn shuffle(beads: &mut [Bead], state: &mut u64) {
    for last in (1..beads.len()).rev() {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let chosen = usize::try_from((*state >> 33) % (last as u64 + 1)).expect("it is at most `last`");
        beads.swap(last, chosen);
    }
}

/// Texts of at least so many source sentences.
fn texts(sentences: usize) -> [Document; 2] {
    let mut beads = gold();
    let (mut texts, mut lines, mut state) = ([String::new(), String::new()], 0, 1);
    'full: loop {
        shuffle(&mut beads, &mut state);
        for bead in &beads {
            if lines >= sentences {
                break 'full;
            }
            lines += bead[0].lines().count();
            for (text, side) in texts.iter_mut().zip(bead) {
                text.push_str(side);
            }
        }
    }
    texts.map(|text| one_per_line(SourceText::from_string(text)))
}

/// From documents to beads with their probabilities.
#[divan::bench(args = [1_000, 10_000], sample_count = 5, sample_size = 1)]
fn align(bencher: Bencher<'_, '_>, sentences: usize) {
    let [source, target] = texts(sentences);
    let aligner = Aligner::new(Lang::ES, Lang::EN);
    bencher
        .counter(ItemsCount::new(source.len()))
        .bench(|| aligner.align(&source, &target));
}
