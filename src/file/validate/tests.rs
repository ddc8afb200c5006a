use insta::assert_snapshot;
use proptest::prelude::*;

use super::{check_texts, validate};
use crate::file::{AlignmentFile, Link};
use crate::fixture::{any_file, document, file, link, sample};
use crate::text::Side;

fn fault(links: Vec<Link>) -> String {
    validate(&file(links)).unwrap_err().to_string()
}

/// The fault of the sample after a change.
fn fault_after(change: fn(&mut AlignmentFile)) -> String {
    let mut file = sample();
    change(&mut file);
    validate(&file).unwrap_err().to_string()
}

#[test]
fn a_file_without_faults_is_valid() {
    assert_eq!(validate(&sample()), Ok(()));
    assert_eq!(validate(&file(Vec::new())), Ok(()));
}

#[test]
fn a_missing_sentence_is_named() {
    let first = || link("1.1 a", "1.1 b");
    assert_snapshot!(fault(vec![link("1.2 a", "1.1 b")]), @"link 1: source sentence 1.2 stands where 1.1 was expected: 1.1 is missing");
    assert_snapshot!(fault(vec![link("2.1 a", "1.1 b")]), @"link 1: source sentence 2.1 stands where 1.1 was expected: 1.1 is missing");
    assert_snapshot!(fault(vec![first(), link("1.3 a", "1.2 b")]), @"link 2: source sentence 1.3 stands where 1.2 was expected: 1.2 is missing");
    assert_snapshot!(fault(vec![first(), link("1.2 a", "2.2 b")]), @"link 2: target sentence 2.2 stands where 2.1 was expected: 2.1 is missing");
    assert_snapshot!(fault(vec![first(), link("3.1 a", "1.2 b")]), @"link 2: source sentence 3.1 stands where 2.1 was expected: 2.1 is missing");
    assert_snapshot!(fault(vec![first(), link("", "2.1 a | 2.3 b")]), @"link 2: target sentence 2.3 stands where 2.2 was expected: 2.2 is missing");
}

#[test]
fn a_sentence_in_two_places_is_named() {
    let first = || link("1.1 a", "1.1 b");
    assert_snapshot!(fault(vec![first(), link("1.2 a", "1.2 b"), link("1.3 a", "1.1 b")]), @"link 3: target sentence 1.1 stands twice, first in link 1");
    assert_snapshot!(fault(vec![first(), link("1.2 a | 1.2 a", "")]), @"link 2: source sentence 1.2 stands twice, first in link 2");
}

#[test]
fn the_wrong_order_names_both_links() {
    assert_snapshot!(fault_after(|file| file.links.swap(1, 2)), @"links 2 and 3 are in the wrong order: source sentence 2.3 stands before 2.1");
    assert_snapshot!(fault_after(|file| file.links.swap(3, 5)), @"links 4 and 5 are in the wrong order: source sentence 3.2 stands before 3.1");
    assert_snapshot!(fault_after(|file| file.links[2].target.reverse()), @"link 3: sentences are in the wrong order: target sentence 2.3 stands before 2.2");
    let early = vec![link("1.1 a", "1.1 b"), link("2.1 a", "1.2 b"), link("1.2 a", "1.3 b")];
    assert_snapshot!(fault(early), @"links 2 and 3 are in the wrong order: source sentence 2.1 stands before 1.2");
}

#[test]
fn ids_are_counted_from_one() {
    assert_snapshot!(fault_after(|file| file.links[0].source[0].sentence = 0), @"link 1: source sentence 1.0: passages and sentences are counted from 1");
    assert_snapshot!(fault_after(|file| file.links[5].target[0].passage = 0), @"link 6: target sentence 0.1: passages and sentences are counted from 1");
}

#[test]
fn ids_at_the_end_of_the_range_are_no_trouble() {
    for (passage, sentence) in [(u32::MAX, 1), (1, u32::MAX), (u32::MAX, u32::MAX)] {
        let mut file = sample();
        file.links[1].source[1] = crate::text::SentenceId { passage, sentence };
        assert!(validate(&file).is_err());
    }
}

#[test]
fn links_and_texts_hold_something() {
    let empty = |file: &mut AlignmentFile| file.links[3] = link("", "");
    assert_snapshot!(fault_after(empty), @"link 4 holds no sentence on either side; delete it");
    assert_snapshot!(fault_after(|file| file.links[1].source_text.truncate(1)), @r#"link 2: "source" names 2 sentences, but "es" holds 1; where ids were moved by hand, run `cotejo fmt`"#);
    assert_snapshot!(fault_after(|file| file.links[3].source_text.push("x".to_owned())), @r#"link 4: "source" names 0 sentences, but "es" holds 1; where ids were moved by hand, run `cotejo fmt`"#);
    assert_snapshot!(fault_after(|file| file.links[2].target_text[1] = " \u{a0}".to_owned()), @"link 3: the text of target sentence 2.3 is empty");
    assert_snapshot!(fault_after(|file| file.links[2].target_text[1].push('\n')), @"link 3: the text of target sentence 2.3 holds a line break; write a blank instead");
    assert_snapshot!(fault_after(|file| file.links[2].target_text[1].insert(2, '\u{2028}')), @"link 3: the text of target sentence 2.3 holds a line break; write a blank instead");
}

#[test]
fn the_sides_are_described() {
    for lang in ["", "e", "ES", "note", "source", "es-", "es_MX", "es-123456789"] {
        let mut file = sample();
        file.source.lang = lang.to_owned();
        assert!(validate(&file).is_err(), "{lang}");
    }
    assert_snapshot!(fault_after(|file| file.source.lang = "note".to_owned()), @r#"the source language is "note"; expected a code such as "es" or "pt-BR""#);
    for path in ["", "/a", "\\\\host\\a", "C:\\a", "c:/a"] {
        let mut file = sample();
        file.source.path = path.to_owned();
        assert!(validate(&file).is_err(), "{path}");
    }
    assert_snapshot!(fault_after(|file| file.target.sha256.make_ascii_uppercase()), @r#"the target sha256 is "54AE71017C8D1D9533CC62A8CC0DE298F55433DED5441734FECD029F062E90E5"; expected 64 lower-case hexadecimal digits"#);
}

const SOURCE: &str = "El faro\n\nLlovía.\nNadie salió de casa.\n—¿Quién va? —preguntó.\n\n=1+1\nFin.\n";

/// What the check says of the sample when the source text is this, and the hash fits.
fn mismatch(source: &str) -> String {
    let mut file = sample();
    let document = document(source);
    file.source.sha256 = document.text().sha256();
    check_texts(&file, Side::Source, &document).unwrap_err().to_string()
}

#[test]
fn a_file_fits_the_texts_it_was_made_from() {
    assert_eq!(check_texts(&sample(), Side::Source, &document(SOURCE)), Ok(()));
    let target = "The lighthouse\n\nIt rained, and nobody left the house.\n\"Who goes there?\"\nhe asked.\nNo answer came.\n\nThe end.\n";
    assert_eq!(check_texts(&sample(), Side::Target, &document(target)), Ok(()));
    assert!(check_texts(&sample(), Side::Target, &document(SOURCE)).is_err());
}

#[test]
fn an_edited_text_is_stale() {
    let edited = document(&SOURCE.replace("Llovía", "Llovió"));
    assert_snapshot!(check_texts(&sample(), Side::Source, &edited).unwrap_err(), @"texts/es/obra.txt has changed since it was aligned; run `cotejo align` to carry the links over");
}

#[test]
fn sentences_of_the_text_that_stand_in_no_link_are_named() {
    assert_snapshot!(mismatch(&format!("{SOURCE}Posdata.\nAdiós.\n")), @"texts/es/obra.txt goes on with source sentence 3.3, which stands in no link (2 missing in all); run `cotejo align`");
    assert_snapshot!(mismatch(&SOURCE.replace("Fin.\n", "")), @"link 6: source sentence 3.2 is not in texts/es/obra.txt, which ends before it");
}

#[test]
fn sentences_that_are_not_the_text_s_are_named() {
    assert_snapshot!(mismatch(&SOURCE.replace("Llovía", "Llovió")), @r#"link 2: source sentence 2.1 is "Llovía." here, but texts/es/obra.txt has sentence 2.1 there: "Llovió.""#);
    assert_snapshot!(mismatch(&SOURCE.replace("Llovía.\n", "Llovía. ")), @r#"link 2: source sentence 2.1 is "Llovía." here, but texts/es/obra.txt has sentence 2.1 there: "Llovía. Nadie salió de casa.""#);
    assert_snapshot!(mismatch(&SOURCE.replace("=1+1\n", "=1+1\n\n")), @r#"link 6: source sentence 3.2 is "Fin." here, but texts/es/obra.txt has sentence 4.1 there: "Fin.""#);
}

proptest! {
    #[test]
    fn no_link_can_be_lost_repeated_or_moved_unnoticed(
        file in any_file(),
        at in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
    ) {
        prop_assert_eq!(validate(&file), Ok(()));
        if file.links.len() < 2 {
            return Ok(());
        }
        let (at, to) = (at.index(file.links.len()), to.index(file.links.len()));

        let mut repeated = file.clone();
        repeated.links.insert(to, file.links[at].clone());
        prop_assert!(validate(&repeated).is_err());

        // Null beads of different sides may change places: no order holds between them.
        let link = &file.links[at];
        if at != to && !link.source.is_empty() && !link.target.is_empty() {
            let mut moved = file.clone();
            let link = moved.links.remove(at);
            moved.links.insert(to, link);
            prop_assert!(validate(&moved).is_err());
        }

        // Ids show a loss where the next sentence is of the same passage.
        let mut lost = file.clone();
        let gone = lost.links.remove(at);
        let mut later = file.links[at + 1..].iter().flat_map(|link| &link.source);
        if let (Some(first), Some(next)) = (gone.source.first(), later.next())
            && (next.passage == first.passage || next.sentence > 1 || next.passage > first.passage + 1)
        {
            prop_assert!(validate(&lost).is_err());
        }
    }
}
