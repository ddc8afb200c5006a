use insta::assert_snapshot;
use proptest::prelude::*;

use super::{check_coverage, check_texts, validate};
use crate::file::{AlignmentFile, Link};
use crate::fixture::{any_aligned_file, document, file, link, sample};
use crate::text::{Document, Side};

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
fn links_and_texts_hold_something() {
    let empty = |file: &mut AlignmentFile| file.links[3] = link("", "");
    assert_snapshot!(fault_after(empty), @"link 4 holds no sentence on either side; delete it");
    assert_snapshot!(fault_after(|file| file.links[2].target[1] = " \u{a0}".to_owned()), @r#"link 3: sentence 2 of the target side is empty; delete the """#);
    assert_snapshot!(fault_after(|file| file.links[1].source[0].clear()), @r#"link 2: sentence 1 of the source side is empty; delete the """#);
    insta::allow_duplicates!(
        for line_break in ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'] {
            let mut file = sample();
            file.links[2].target[1].insert(2, line_break);
            assert_snapshot!(validate(&file).unwrap_err(), @"link 3: sentence 2 of the target side holds a line break; write a blank instead");
        }
    );
}

#[test]
fn what_waits_holds_to_the_same_rules() {
    let mut file = sample();
    file.waiting = vec![link("Nadie contestó.", "No answer.")];
    assert_eq!(validate(&file), Ok(()));
    let waits = |waiting: Link| {
        let mut file = sample();
        file.waiting = vec![link("Nadie contestó.", ""), waiting];
        validate(&file).unwrap_err().to_string()
    };
    assert_snapshot!(waits(link("", "")), @r#"under "waiting", link 2 holds no sentence on either side; delete it"#);
    assert_snapshot!(waits(link("a", " ")), @r#"under "waiting", link 2: sentence 1 of the target side is empty; delete the """#);
    assert_snapshot!(waits(link("a\nb", "a")), @r#"under "waiting", link 2: sentence 1 of the source side holds a line break; write a blank instead"#);
}

#[test]
fn two_texts_of_one_language_can_be_aligned() {
    let mut file = sample();
    file.target.lang = "es".to_owned();
    assert_eq!(validate(&file), Ok(()));
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
    assert_snapshot!(fault_after(|file| file.target.sha256.make_ascii_uppercase()), @r#"the target sha256 is "A3728D83729CA43A4D1A2568BA0CBE98C1D971C79AA8BC74D3773EA3E7D4D49C"; expected 64 lower-case hexadecimal digits"#);
}

/// The texts of the sample, in passages.
const SOURCE: &str = "El faro\n\nLlovía.\nNadie salió de casa.\n—¿Quién va? —preguntó.\n\n=1+1\nFin.\n";
const TARGET: &str = "The lighthouse\n\nIt rained, and nobody left the house.\n\"Who goes there?\"\nhe asked.\nNo answer came.\n\nThe end.\n";

/// The sample as an alignment of these texts.
fn sample_of(source: &str, target: &str) -> ([Document; 2], AlignmentFile) {
    let (documents, mut file) = ([document(source), document(target)], sample());
    file.source.sha256 = documents[0].text().sha256();
    file.target.sha256 = documents[1].text().sha256();
    (documents, file)
}

/// What the check says of the sample when the source text is this, and the hash fits.
fn mismatch(source: &str) -> String {
    let ([source, _], file) = sample_of(source, TARGET);
    check_texts(&file, Side::Source, &source).unwrap_err().to_string()
}

/// What the check says of the sample after a change, against its own texts.
fn uncovered(change: impl Fn(&mut AlignmentFile)) -> String {
    let (documents, mut file) = sample_of(SOURCE, TARGET);
    change(&mut file);
    assert_eq!(validate(&file), Ok(()), "only the texts tell");
    let mut faults = Side::BOTH
        .into_iter()
        .filter_map(|side| check_texts(&file, side, &documents[side.index()]).err());
    faults.next().expect("the change breaks coverage").to_string()
}

#[test]
fn a_file_fits_the_texts_it_was_made_from() {
    let (documents, file) = sample_of(SOURCE, TARGET);
    for side in Side::BOTH {
        assert_eq!(check_texts(&file, side, &documents[side.index()]), Ok(()));
        assert!(check_texts(&file, side, &documents[side.other().index()]).is_err());
    }
}

#[test]
fn the_same_sentence_may_stand_in_a_text_as_often_as_it_does() {
    let file = file(vec![
        link("—No.", "\"No.\""),
        link("—No. | —No.", "\"No, no.\""),
        link("—No.", ""),
    ]);
    let text = |times: usize| document(&"—No.\n".repeat(times));
    assert_eq!(
        check_coverage(&file, Side::Source, &text(4)).map(|spans| spans.len()),
        Ok(4)
    );
    let fault = |times| check_coverage(&file, Side::Source, &text(times)).unwrap_err();
    assert_snapshot!(fault(5).1, @r#"source sentence 1.5 stands in no link: "—No."; it belongs here or in the link before"#);
    assert_eq!(fault(5).0, 2);
    assert_snapshot!(fault(3).1, @r#"source sentence 1.1 stands here a second time: "—No."; delete one of the two"#);
    assert_eq!(fault(3).0, 2);
}

#[test]
fn an_edited_text_is_stale() {
    let (_, file) = sample_of(SOURCE, TARGET);
    let edited = document(&SOURCE.replace("Llovía", "Llovió"));
    assert_snapshot!(check_texts(&file, Side::Source, &edited).unwrap_err(), @"texts/es/obra.txt has changed since it was aligned; run `cotejo align` to carry the links over");
}

#[test]
fn a_missing_sentence_is_named() {
    assert_snapshot!(uncovered(|file| drop(file.links[1].source.remove(0))), @r#"link 2: source sentence 2.1 stands in no link: "Llovía."; it belongs here or in the link before"#);
    assert_snapshot!(uncovered(|file| drop(file.links[1].source.remove(1))), @r#"link 3: source sentence 2.2 stands in no link: "Nadie salió de casa."; it belongs here or in the link before"#);
    assert_snapshot!(uncovered(|file| drop(file.links[2].target.remove(1))), @r#"link 4: target sentence 2.3 stands in no link: "he asked."; it belongs here or in the link before"#);
    assert_snapshot!(uncovered(|file| drop(file.links.remove(3))), @r#"link 5: target sentence 2.4 stands in no link: "No answer came."; it belongs here or in the link before"#);
    assert_snapshot!(uncovered(|file| drop(file.links.remove(4))), @r#"link 5: source sentence 3.1 stands in no link: "=1+1"; it belongs here or in the link before"#);
    assert_snapshot!(uncovered(|file| file.links[5].source.clear()), @r#"link 6: source sentence 3.2 stands in no link: "Fin."; it belongs here or in the link before"#);
    assert_snapshot!(uncovered(|file| file.links[0].target.clear()), @r#"link 2: target sentence 1.1 stands in no link: "The lighthouse"; it belongs here or in the link before"#);
    assert_snapshot!(mismatch(&format!("{SOURCE}Posdata.\nAdiós.\n")), @r#"link 6: source sentence 3.3 stands in no link: "Posdata."; it belongs here or in the link before"#);
}

#[test]
fn a_sentence_in_two_places_is_named() {
    assert_snapshot!(uncovered(|file| file.links[3].source.push("Llovía.".to_owned())), @r#"link 4: source sentence 2.1 stands here a second time: "Llovía."; delete one of the two"#);
    assert_snapshot!(uncovered(|file| file.links[3].target.insert(0, "he asked.".to_owned())), @r#"link 4: target sentence 2.3 stands here a second time: "he asked."; delete one of the two"#);
    assert_snapshot!(uncovered(|file| file.links[0].source.push("Llovía.".to_owned())), @r#"link 2: source sentence 2.1 stands here a second time: "Llovía."; delete one of the two"#);
    assert_snapshot!(uncovered(|file| file.links[5].target.push("The end.".to_owned())), @r#"link 6: target sentence 3.1 stands here a second time: "The end."; delete one of the two"#);
    assert_snapshot!(uncovered(|file| file.links.insert(4, file.links[3].clone())), @r#"link 5: target sentence 2.4 stands here a second time: "No answer came."; delete one of the two"#);
    assert_snapshot!(uncovered(|file| file.links[5].target.push("The lighthouse".to_owned())), @r#"link 6: target sentence 1.1 stands here a second time: "The lighthouse"; delete one of the two"#);
}

#[test]
fn the_wrong_order_names_both_sentences() {
    assert_snapshot!(uncovered(|file| file.links[2].target.reverse()), @"link 3: target sentence 2.3 stands before sentence 2.2: links keep the order of the text");
    assert_snapshot!(uncovered(|file| file.links.swap(3, 5)), @"link 4: source sentence 3.2 stands before sentence 3.1: links keep the order of the text");
    assert_snapshot!(uncovered(|file| file.links[1].source.reverse()), @"link 2: source sentence 2.2 stands before sentence 2.1: links keep the order of the text");
    assert_snapshot!(uncovered(|file| {
        let first = file.links[0].source.remove(0);
        file.links[5].source.push(first);
    }), @"link 2: source sentence 2.1 stands before sentence 1.1: links keep the order of the text");
}

#[test]
fn words_that_are_not_the_text_s_are_named() {
    assert_snapshot!(uncovered(|file| file.links[1].source[0] = "Llovió.".to_owned()), @r#"link 2: "Llovió." is not in the source text at this place; expected "Llovía." (sentence 2.1). Words are corrected in the text itself, then `cotejo align` takes them over"#);
    assert_snapshot!(uncovered(|file| file.links[5].target[0].push_str(" Really.")), @r#"link 6: "The end. Really." is not in the target text at this place; expected "The end." (sentence 3.1). Words are corrected in the text itself, then `cotejo align` takes them over"#);
    assert_snapshot!(uncovered(|file| file.links[0].source[0] = "Un faro".to_owned()), @r#"link 1: "Un faro" is not in the source text at this place; expected "El faro" (sentence 1.1). Words are corrected in the text itself, then `cotejo align` takes them over"#);
    assert_snapshot!(mismatch(&SOURCE.replace("Llovía", "Llovió")), @r#"link 2: "Llovía." is not in the source text at this place; expected "Llovió." (sentence 2.1). Words are corrected in the text itself, then `cotejo align` takes them over"#);
    assert_snapshot!(mismatch(&SOURCE.replace("Fin.\n", "")), @r#"link 6: "Fin." stands after the end of the source text; delete it, or write it into the text as well and run `cotejo align`"#);
    assert_snapshot!(mismatch(""), @r#"link 1: "El faro" stands after the end of the source text; delete it, or write it into the text as well and run `cotejo align`"#);
    assert_snapshot!(uncovered(|file| file.links[1].source[1] = "palabra ".repeat(1000).trim_end().to_owned()), @r#"link 2: "palabra palabra palabra palabra palabra palabra palabra palabra palabra palabra …" is not in the source text at this place; expected "Nadie salió de casa." (sentence 2.2). Words are corrected in the text itself, then `cotejo align` takes them over"#);
}

#[test]
fn a_sentence_cut_otherwise_than_the_text_is_named() {
    assert_snapshot!(mismatch(&SOURCE.replace("Llovía.\n", "Llovía. ")), @r#"link 2: "Llovía." is not one sentence of texts/es/obra.txt but is cut otherwise there"#);
    assert_snapshot!(uncovered(|file| file.links[1].source = vec!["Llovía. Nadie salió de casa.".to_owned()]), @r#"link 2: "Llovía. Nadie salió de casa." is not one sentence of texts/es/obra.txt but is cut otherwise there"#);
}

#[test]
fn white_space_and_passages_are_the_text_s_affair() {
    let ([source, _], file) = sample_of(
        &SOURCE
            .replace("=1+1\n", "=1+1\n\n")
            .replace("Nadie salió", "Nadie  salió"),
        TARGET,
    );
    assert_eq!(check_texts(&file, Side::Source, &source), Ok(()));
}

proptest! {
    #[test]
    fn no_sentence_can_be_lost_repeated_or_moved_unnoticed(
        file in any_aligned_file(),
        side in prop::sample::select(Side::BOTH.as_slice()),
        at in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
    ) {
        prop_assert_eq!(validate(&file), Ok(()));
        let texts: Vec<String> = file.sentences(side).map(str::to_owned).collect();
        if texts.is_empty() {
            return Ok(());
        }
        let text = document(&texts.iter().map(|text| format!("{text}\n")).collect::<String>());
        prop_assert!(check_coverage(&file, side, &text).is_ok());
        let (at, to) = (at.index(texts.len()), to.index(texts.len()));
        // Each sentence in a link of its own, so that one can be taken, doubled and moved.
        let alone: Vec<Link> = texts.iter().map(|text| {
            let mut link = link("", "");
            match side {
                Side::Source => link.source.push(text.clone()),
                Side::Target => link.target.push(text.clone()),
            }
            link
        }).collect();
        let of = |links: Vec<Link>| AlignmentFile { links, ..file.clone() };
        prop_assert!(check_coverage(&of(alone.clone()), side, &text).is_ok());

        let mut repeated = alone.clone();
        repeated.insert(to, alone[at].clone());
        prop_assert!(check_coverage(&of(repeated), side, &text).is_err());

        let mut lost = alone.clone();
        lost.remove(at);
        prop_assert!(check_coverage(&of(lost), side, &text).is_err());

        let mut moved = alone.clone();
        let link = moved.remove(at);
        moved.insert(to, link);
        let letters = |links: &[Link]| -> String {
            let held = links.iter().flat_map(|link| link.texts(side));
            held.flat_map(|text| text.chars()).filter(|c| !c.is_whitespace()).collect()
        };
        let noticed = letters(&moved) != letters(&alone);
        let fault = check_coverage(&of(moved), side, &text);
        prop_assert_eq!(fault.is_err(), noticed);
        if let Err((link, _)) = fault {
            prop_assert!(link >= at.min(to) && link < alone.len());
        }
    }
}
