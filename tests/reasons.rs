//! Every doubt of the aligner is given its reason.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

mod tale;

use cotejo::align::Aligner;
use cotejo::reasons::{CODES, UNCERTAIN_BELOW};
use cotejo::text::{Lang, Side};

use tale::{TALE, en, es, lines};

/// The codes given for the link that holds a sentence, which must be an uncertain one.
fn reasons(source: &[&str], target: &[&str], (side, sentence): (Side, usize)) -> Vec<&'static str> {
    let (source, target) = (lines(source.iter().copied()), lines(target.iter().copied()));
    let found = Aligner::new(Lang::ES, Lang::EN).align(&source, &target);
    for (reasons, confidence) in found.reasons.iter().zip(&found.confidence) {
        assert!(reasons.is_empty() || *confidence < UNCERTAIN_BELOW);
    }
    let at = found
        .beads
        .iter()
        .position(|bead| bead.indices(side).any(|index| index.get() == sentence))
        .unwrap();
    assert!(
        found.confidence[at] < UNCERTAIN_BELOW,
        "{:?} {}",
        found.beads[at],
        found.confidence[at]
    );
    found.reasons[at].iter().map(|reason| reason.code()).collect()
}

/// The tale with other sentences after its eighth.
fn in_the_tale(source: &[&'static str], target: &[&'static str]) -> [Vec<&'static str>; 2] {
    [
        es(0, 8).chain(source.iter().copied()).chain(es(8, 24)).collect(),
        en(0, 8).chain(target.iter().copied()).chain(en(8, 24)).collect(),
    ]
}

#[test]
fn a_clear_text_needs_no_reasons() {
    let (source, target) = (lines(es(0, 24)), lines(en(0, 24)));
    let found = Aligner::new(Lang::ES, Lang::EN).align(&source, &target);
    assert_eq!(found.beads.len(), TALE.len());
    assert!(found.reasons.iter().all(Vec::is_empty), "{:?}", found.reasons);
}

#[test]
fn what_is_missing_is_named() {
    let [source, target] = in_the_tale(
        &["Ramón Ortega trajo 20 sacos.", "Los dejó en la puerta."],
        &[
            "Nobody came.",
            "The door was where 35 hens slept, and the whole night long there was such a noise that even the old \
             priest got up to look.",
        ],
    );
    let found = reasons(&source, &target, (Side::Source, 8));
    assert_eq!(found, ["number", "name", "near-tie"]);
}

#[test]
fn a_silent_lexicon_is_told() {
    let source: Vec<_> = es(0, 3)
        .chain(["Ya lo creo.", "Eso.", "Así fue."])
        .chain(es(3, 6))
        .collect();
    let target: Vec<_> = en(0, 3)
        .chain([
            "Rather.",
            "Never before had the hall seen such a crowd of strangers with umbrellas.",
        ])
        .chain(en(3, 6))
        .collect();
    let found = reasons(&source, &target, (Side::Target, 3));
    assert_eq!(found, ["lexicon", "near-tie"]);
}

#[test]
fn a_sentence_that_stands_twice_is_an_omission_with_a_rival() {
    let source: Vec<_> = es(5, 13).collect();
    let target: Vec<_> = en(5, 6).chain(en(7, 10)).chain(en(9, 13)).collect();
    let (from, to) = (lines(source.iter().copied()), lines(target.iter().copied()));
    let found = Aligner::new(Lang::ES, Lang::EN).align(&from, &to);
    let null = found
        .beads
        .iter()
        .position(|bead| bead.indices(Side::Target).len() == 1 && bead.is_null());
    let codes: Vec<_> = found.reasons[null.unwrap()]
        .iter()
        .map(|reason| reason.code())
        .collect();
    assert_eq!(codes, ["omission", "near-tie"]);
}

#[test]
fn an_odd_length_is_told() {
    let [source, target] = in_the_tale(
        &["Quince centavos menos por libra.", "Parece poca cosa, quince centavos."],
        &["Fifteen cents seems nothing much."],
    );
    let found = reasons(&source, &target, (Side::Source, 9));
    assert!(found.contains(&"length"), "{found:?}");
    assert!(found.iter().all(|code| CODES.contains(code)));
}
