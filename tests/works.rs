//! Snapshots of the alignment of every bundled work, with the text, so that a change of the aligner or
//! the segmenter can be judged by reading the difference.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cotejo::align::Aligner;
use cotejo::segment::{Rules, segment};
use cotejo::text::{Document, Lang, Side, SourceText};

fn texts(lang: Lang) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("texts").join(lang.code())
}

fn document(name: &str, lang: Lang) -> Document {
    let path = texts(lang).join(format!("{name}.txt"));
    segment(SourceText::read(&path, None).unwrap(), &Rules::for_lang(lang))
}

/// One block a bead: shape and confidence, then the sentences of both sides with their ids.
fn rendered(name: &str) -> String {
    let (source, target) = (document(name, Lang::ES), document(name, Lang::EN));
    let alignment = Aligner::new(Lang::ES, Lang::EN).align(&source, &target);
    let mut text = String::new();
    for (bead, confidence) in alignment.beads.iter().zip(&alignment.confidence) {
        // One digit: enough to see doubt, and steady.
        writeln!(text, "{} {confidence:.1}", bead.shape()).unwrap();
        for (mark, side, document) in [('<', Side::Source, &source), ('>', Side::Target, &target)] {
            for index in bead.indices(side) {
                writeln!(text, "{mark} {} {}", document.id(index), document.sentence(index)).unwrap();
            }
        }
    }
    text
}

#[test]
fn every_bundled_work_is_aligned_as_it_was() {
    let mut names: Vec<String> = fs::read_dir(texts(Lang::ES))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert_eq!(names.len(), 8);
    for name in names {
        insta::assert_snapshot!(name.clone(), rendered(&name));
    }
}
