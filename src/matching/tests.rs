use proptest::prelude::*;

use super::choice::choose;
use super::likeness::Scored;
use super::*;
use crate::text::SourceText;

fn scored(pairs: &[(u32, u32, f64)]) -> Vec<Scored> {
    let pair = |&(source, target, likeness): &(u32, u32, f64)| Scored {
        source,
        target,
        likeness,
    };
    pairs.iter().map(pair).collect()
}

fn pairs(found: &Matching) -> Vec<(usize, usize)> {
    found.pairs.iter().map(|pair| (pair.source, pair.target)).collect()
}

#[test]
fn what_is_clear_is_not_aligned_and_frees_its_rivals() {
    // The second original comes nearest to the translation of the first, which is taken.
    let candidates = scored(&[(0, 0, 9.0), (1, 0, 5.0), (1, 1, 4.0)]);
    let found = choose([2, 2], &candidates, &|_, _| panic!("nothing is in doubt"));
    assert_eq!(pairs(&found), [(0, 0), (1, 1)]);
    assert!(found.source_only.is_empty() && found.target_only.is_empty());
}

#[test]
fn what_is_in_doubt_is_what_aligns_best() {
    let candidates = scored(&[(0, 0, 2.0), (0, 1, 1.9)]);
    let found = choose([1, 2], &candidates, &|_, target| Some([0.0, 0.8][target]));
    assert_eq!(pairs(&found), [(0, 1)]);
    assert_eq!(found.target_only[0].0, 0);
    assert_eq!(found.pairs[0].rivals[0].target, 0);
}

#[test]
fn of_equals_the_first_is_taken_and_trusted_by_half() {
    let candidates = scored(&[(0, 0, 7.0), (0, 1, 7.0)]);
    let found = choose([1, 2], &candidates, &|_, _| Some(0.9));
    assert_eq!(pairs(&found), [(0, 0)]);
    assert!((found.pairs[0].confidence - 0.5).abs() < 1e-9);
}

#[test]
fn what_aligns_badly_stays_alone() {
    let candidates = scored(&[(0, 0, 0.2)]);
    let found = choose([1, 1], &candidates, &|_, _| Some(0.02));
    assert!(found.pairs.is_empty());
    assert_eq!((found.source_only[0].0, found.target_only[0].0), (0, 0));
}

#[test]
fn texts_without_words_are_left() {
    let read = |lang| {
        Collection::read(lang, 2, |text| {
            (text == 0).then(|| SourceText::from_string("…\n\n* * *\n"))
        })
    };
    let found = Matcher::new(Lang::ES, Lang::EN).pair(&read(Lang::ES), &read(Lang::EN), &|_, _| None);
    assert!(found.pairs.is_empty());
    assert_eq!((found.source_only.len(), found.target_only.len()), (2, 2));
    let none = Collection::read(Lang::ES, 0, |_| None);
    assert_eq!(
        Matcher::new(Lang::ES, Lang::EN).pair(&none, &none, &|_, _| None),
        Matching::default()
    );
}

proptest! {
    /// Every text is told of once: in one pair, or among those that are left.
    #[test]
    fn every_text_is_told_of_once(
        candidates in proptest::collection::btree_map((0u32..6, 0u32..6), -3.0..6.0f64, 0..24),
        qualities in proptest::collection::vec(proptest::option::of(0.0..1.0f64), 36),
    ) {
        let candidates: Vec<_> = candidates.into_iter().map(|((s, t), likeness)| (s, t, likeness)).collect();
        let found = choose([6, 6], &scored(&candidates), &|source, target| qualities[source * 6 + target]);
        for side in 0..2 {
            let left = [&found.source_only, &found.target_only][side];
            let mut texts: Vec<usize> = found.pairs.iter().map(|pair| [pair.source, pair.target][side]).collect();
            texts.extend(left.iter().map(|(text, _)| *text));
            texts.sort_unstable();
            prop_assert_eq!(texts, [0, 1, 2, 3, 4, 5]);
        }
        prop_assert!(found.pairs.iter().all(|pair| (0.5..=1.0).contains(&pair.confidence)));
    }
}
