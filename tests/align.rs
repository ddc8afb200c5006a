//! What the aligner promises: beads tile both texts, swapping the texts mirrors the result, the same
//! input gives the same output, and accuracy on the project's own gold does not fall.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cotejo::align::{Aligner, Alignment};
use cotejo::bead::{Bead, check_tiling};
use cotejo::eval::evaluate;
use cotejo::import::beads;
use cotejo::segment::one_per_line;
use cotejo::text::{Document, Lang, SourceText};
use proptest::prelude::*;

fn lines(text: &str) -> Document {
    one_per_line(SourceText::from_string(text))
}

fn align(source: &Document, target: &Document) -> Alignment {
    Aligner::new(Lang::ES, Lang::EN).align(source, target)
}

/// Beads as intervals, runs of null beads sorted: the order inside a run says nothing.
fn canonical(beads: &[Bead]) -> Vec<(u32, u32, u32, u32)> {
    let mut all: Vec<_> = beads
        .iter()
        .filter(|bead| !bead.is_null())
        .map(|bead| {
            (
                bead.source.start.0,
                bead.source.end.0,
                bead.target.start.0,
                bead.target.end.0,
            )
        })
        .collect();
    all.sort_unstable();
    all
}

fn mirrored(beads: &[Bead]) -> Vec<Bead> {
    beads
        .iter()
        .map(|bead| Bead {
            source: bead.target.clone(),
            target: bead.source.clone(),
        })
        .collect()
}

/// Sentences that translate each other, in order.
const PAIRS: [(&str, &str); 9] = [
    ("IV", "CHAPTER IV"),
    (
        "El barco salió del puerto el 3 de mayo de 1871.",
        "The ship left port on May 3, 1871.",
    ),
    ("—No lo sé —dijo Carlos.", "“I don't know,” said Charles."),
    ("¿Por qué?", "Why?"),
    ("La casa era grande y vieja.", "The house was old."),
    (
        "El viento entraba por todas las ventanas rotas.",
        "The wind came in through every broken window.",
    ),
    ("Nadie contestó.", "No one answered."),
    ("* * *", "* * *"),
    ("La mar no da nada de balde.", "The sea gives nothing for nothing."),
];

/// Some of the sentences of one language, each at most once and in order.
fn some(of: fn(&(&'static str, &'static str)) -> &'static str) -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(PAIRS.iter().map(of).collect::<Vec<_>>(), 1..=PAIRS.len())
}

fn spanish() -> impl Strategy<Value = Vec<&'static str>> {
    some(|pair| pair.0)
}

fn english() -> impl Strategy<Value = Vec<&'static str>> {
    some(|pair| pair.1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn beads_tile_both_texts(source in spanish().prop_shuffle(), target in english().prop_shuffle()) {
        let (source, target) = (lines(&source.join("\n")), lines(&target.join("\n")));
        let found = align(&source, &target);
        prop_assert_eq!(check_tiling(&found.beads, source.len(), target.len()), Ok(()));
        prop_assert_eq!(found.beads.len(), found.confidence.len());
        prop_assert!(found.confidence.iter().all(|p| (0.0..=1.0).contains(p)));
    }

    #[test]
    fn any_strings_are_safe(source in "\\PC{0,200}(\n\\PC{0,80}){0,6}", target in "(\\PC{0,60}\n){0,8}") {
        let (source, target) = (lines(&source), lines(&target));
        let found = align(&source, &target);
        prop_assert_eq!(check_tiling(&found.beads, source.len(), target.len()), Ok(()));
    }

    // Of texts in order: where everything crosses, several tilings are as good as each other, and which
    // one wins cannot be mirrored.
    #[test]
    fn swapping_the_texts_mirrors_the_beads(source in spanish(), target in english()) {
        let (source, target) = (lines(&source.join("\n")), lines(&target.join("\n")));
        let forward = align(&source, &target);
        let backward = Aligner::new(Lang::EN, Lang::ES).align(&target, &source);
        prop_assert_eq!(canonical(&forward.beads), canonical(&mirrored(&backward.beads)));
    }
}

#[test]
fn the_same_texts_give_the_same_beads() {
    let (source, target) = gold_texts("leyenda");
    let first = align(&source, &target);
    assert_eq!(first, align(&source, &target));
}

#[test]
fn an_empty_side_is_all_null() {
    let found = align(&lines("Uno.\nDos."), &lines(""));
    assert_eq!(found.beads, [Bead::new(0..1, 0..0), Bead::new(1..2, 0..0)]);
}

#[test]
fn other_languages_work_without_a_lexicon() {
    let german = lines("Der Hund schläft.\nIm Jahr 1871 kam Peter nach Hamburg.\nWarum?\nNiemand weiß es.");
    let french = lines("Le chien dort.\nEn 1871, Pierre vint à Hambourg.\nPourquoi ?\nPersonne ne le sait.");
    let aligner = Aligner::new("de".parse().unwrap(), "fr".parse().unwrap());
    let expected: Vec<_> = (0..4).map(|i| Bead::new(i..i + 1, i..i + 1)).collect();
    assert_eq!(aligner.align(&german, &french).beads, expected);
}

fn gold_texts(name: &str) -> (Document, Document) {
    let read = |lang: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/{name}.{lang}.txt"));
        one_per_line(SourceText::read(&path, None).unwrap())
    };
    (read("es"), read("en"))
}

/// Strict F1 on the project's own gold; raise a floor when it is beaten for good.
const FLOORS: [(&str, f64); 4] = [
    ("cartas", 0.97),
    ("cuento", 0.99),
    ("discurso", 0.97),
    ("leyenda", 0.93),
];

#[test]
fn accuracy_on_the_own_gold_does_not_fall() {
    let mut report = String::new();
    let mut low = false;
    for (name, floor) in FLOORS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/gold/{name}.beads"));
        let gold = beads::read(&fs::read_to_string(path).unwrap()).unwrap();
        let (source, target) = gold_texts(name);
        let found = align(&source, &target);
        let f1 = evaluate(&[(gold, found.beads)]).strict.f1;
        low |= f1 < floor;
        writeln!(report, "{name}: strict F1 {f1:.4}, floor {floor}").unwrap();
    }
    assert!(!low, "\n{report}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn pins_stand_and_the_rest_tiles(
        source in spanish(),
        target in english(),
        cuts in prop::collection::vec((0..10_usize, 0..10_usize), 0..6),
    ) {
        let (source, target) = (lines(&source.join("\n")), lines(&target.join("\n")));
        // Every second stretch between borders is pinned, whatever its shape.
        let mut borders: Vec<_> = cuts.iter().map(|(s, t)| (*s.min(&source.len()), *t.min(&target.len()))).collect();
        borders.sort_unstable();
        borders.dedup();
        let mut pins: Vec<Bead> = Vec::new();
        let mut last = (0, 0);
        for (at, border) in borders.into_iter().enumerate() {
            if border.0 >= last.0 && border.1 >= last.1 && border != last {
                if at % 2 == 0 {
                    pins.push(Bead::new(last.0..border.0, last.1..border.1));
                }
                last = border;
            }
        }
        let found = Aligner::new(Lang::ES, Lang::EN).align_with_pins(&source, &target, &pins);
        prop_assert_eq!(check_tiling(&found.beads, source.len(), target.len()), Ok(()));
        prop_assert_eq!((found.beads.len(), found.beads.len()), (found.confidence.len(), found.reasons.len()));
        for pin in &pins {
            let at = found.beads.iter().position(|bead| bead == pin);
            prop_assert!(at.is_some_and(|at| found.confidence[at] >= 1.0 && found.reasons[at].is_empty()), "{:?}", pin);
        }
    }
}

#[test]
fn pins_that_the_search_finds_by_itself_move_nothing() {
    let (source, target) = gold_texts("leyenda");
    let aligner = Aligner::new(Lang::ES, Lang::EN);
    let free = aligner.align(&source, &target);
    let agreed: Vec<Bead> = free.beads.iter().step_by(7).cloned().collect();
    let pinned = aligner.align_with_pins(&source, &target, &agreed);
    assert_eq!(pinned.beads, free.beads);
    for (index, (bead, confidence)) in pinned.beads.iter().zip(&pinned.confidence).enumerate() {
        if agreed.contains(bead) {
            assert!((confidence - 1.0).abs() < f64::EPSILON && pinned.reasons[index].is_empty());
        } else {
            assert!((confidence - free.confidence[index]).abs() < f64::EPSILON, "{bead:?}");
            assert_eq!(pinned.reasons[index], free.reasons[index]);
        }
    }
    // One that contradicts it is kept, and so are the others.
    let at = free
        .beads
        .windows(2)
        .position(|pair| pair.iter().all(|bead| !bead.is_null()))
        .unwrap();
    let [first, second] = [&free.beads[at], &free.beads[at + 1]];
    let joined = Bead {
        source: first.source.start..second.source.end,
        target: first.target.start..second.target.end,
    };
    let mut pins: Vec<Bead> = agreed.into_iter().filter(|pin| pin != first && pin != second).collect();
    pins.push(joined);
    pins.sort_by_key(|pin| (pin.source.start, pin.target.start));
    let forced = aligner.align_with_pins(&source, &target, &pins);
    assert!(pins.iter().all(|pin| forced.beads.contains(pin)));
}

#[test]
fn a_pin_keeps_its_neighbours_in_their_place() {
    let spanish = lines("Uno.\nEl perro duerme.\nDos.");
    let english = lines("One.\nThe dog sleeps.\nTwo.");
    let pin = Bead::new(0..1, 0..2);
    let found = Aligner::new(Lang::ES, Lang::EN).align_with_pins(&spanish, &english, std::slice::from_ref(&pin));
    assert_eq!(found.beads[0], pin);
    assert!(found.beads[1..].iter().all(|bead| bead.target.start.get() == 2));
}
