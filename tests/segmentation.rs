//! The segmenter against our own cases, and its promises for any text.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::fs;
use std::time::Instant;

use cotejo::segment::{Rules, segment, segment_text};
use cotejo::text::{Lang, SourceText, fold_space};
use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};

/// The text of a case, and its sentences.
fn case(marked: &str) -> (String, Vec<String>) {
    let marked = marked.replace('⏎', "\n");
    let paragraphs = marked.split("\n\n");
    let sentences = paragraphs
        .flat_map(|one| one.split('‖'))
        .map(|one| fold_space(one).into_owned());
    (
        marked.replace('‖', ""),
        sentences.filter(|one| !one.is_empty()).collect(),
    )
}

fn sentences(text: &str, rules: &Rules) -> Vec<String> {
    segment_text(text, rules)
        .into_iter()
        .map(|span| fold_space(&text[span.range()]).into_owned())
        .collect()
}

fn read(name: &str) -> String {
    fs::read_to_string(format!("{}/tests/segmentation/{name}.txt", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn run_cases(lang: Lang) {
    let rules = Rules::for_lang(lang);
    let mut failures = String::new();
    let mut count = 0;
    for line in read(lang.code()).lines().filter(|line| !line.starts_with('#')) {
        let (kind, marked) = line.split_once('\t').unwrap_or_else(|| panic!("no tab in {line:?}"));
        let (text, expected) = case(marked);
        let found = sentences(&text, &rules);
        count += 1;
        if found != expected {
            failures += &format!("{kind}: {}\n   found: {}\n", expected.join("‖"), found.join("‖"));
        }
    }
    assert!(count >= 80, "{count} cases");
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn spanish_cases() {
    run_cases(Lang::ES);
}

#[test]
fn english_cases() {
    run_cases(Lang::EN);
}

fn run_dialogue(lang: Lang) {
    let rules = Rules::for_lang(lang);
    let file = read(&format!("dialogue-{}", lang.code()));
    let (text, expected) = case(file.split_once('\n').unwrap().1);
    let document = segment(SourceText::from_string(text.as_str()), &rules);
    let found: Vec<String> = document.lines().map(|line| line.into_owned()).collect();
    let odd = |some: &[String], others: &[String]| {
        some.iter()
            .filter(|one| !others.contains(one))
            .map(|one| format!("   {one}\n"))
            .collect::<String>()
    };
    assert!(expected.len() >= 60, "{} sentences", expected.len());
    assert!(
        found == expected,
        "\nmissing:\n{}found:\n{}",
        odd(&expected, &found),
        odd(&found, &expected)
    );
    assert_eq!(document.passages().len(), text.split("\n\n").count());
    assert_eq!(sentences(&text, &rules), expected);
}

#[test]
fn spanish_dialogue() {
    run_dialogue(Lang::ES);
}

#[test]
fn english_dialogue() {
    run_dialogue(Lang::EN);
}

/// Doubling these must not take much more than double the time; a look-back without bound would
/// take minutes at this length.
#[test]
fn no_text_takes_more_than_linear_time() {
    const LENGTH: usize = 300_000;
    let rules = [Rules::for_lang(Lang::ES), Rules::for_lang(Lang::EN)];
    let bits = [
        "\"", ".", "\n", " ", "a", "(", "[1", "--", "—", "¿", "A.", ". ", "! ", "\". ", " \n.", "a.b", "@", "http://",
        "I", "*", "* ", "?\" Ann ", "- x\n", "...) ", "’", "a a\n", "\u{a0}", "1 ", "_", "<>",
    ];
    for bit in bits {
        let text = bit.repeat(LENGTH / bit.len());
        for rules in &rules {
            let start = Instant::now();
            let _ = segment_text(&text, rules);
            let _ = segment(SourceText::from_string(text.as_str()), rules);
            assert!(start.elapsed().as_secs() < 10, "{bit:?} took {:?}", start.elapsed());
        }
    }
}

/// Marks alone are what a file holds that was begun or cut off.
#[test]
fn the_shortest_texts_are_cut() {
    let signs: Vec<String> = (' '..='~')
        .chain("¿¡«»“”’—…ª·\n\t\u{a0}é漢".chars())
        .map(String::from)
        .collect();
    let words = ["", "Ana", "dijo", "Sr.", "1.", "IV", "[3]", "***", "Dear"].map(str::to_owned);
    let [spanish, english] = ["es", "en"].map(|code| Rules::for_lang(code.parse().unwrap()));
    for first in signs.iter().chain(&words) {
        for second in signs.iter().chain(&words) {
            for (rules, third) in [(&spanish, ""), (&english, ""), (&spanish, "\n"), (&english, "\n\na")] {
                let text = format!("{first}{second}{third}");
                if let Err(fault) = check_tiling(&text, rules) {
                    panic!("{text:?}: {fault}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn sentences_tile_any_text(
        text in prop::collection::vec(
            prop::sample::select(vec![
                "a", "Ana", "dijo", " ", " ", "\n", "\n\n", ".", "...", "…", "?", "!", "\"", "”", "’", "»", "«", "¿", "¡",
                "--", "—", "-", "(", ")", "[3]", "[15] ", "Sr.", "a. C.", "U.S.", "IV", "1.", "20", "    ", "¹", "_", "*",
                "***", ":)", "http://x.y", "a@b.c", "<a@b.c>", ":", ";", ",", "CAPÍTULO", "Dear", "\u{a0}", "é", "漢。", "\u{301}",
            ]), 0..60),
        code in prop::sample::select(vec!["es", "en", "de", "fr", "fi"]),
    ) {
        check_tiling(&text.concat(), &Rules::for_lang(code.parse().unwrap()))?;
    }

    #[test]
    fn sentences_tile_any_string(text in any::<String>()) {
        check_tiling(&text, &Rules::for_lang("es".parse().unwrap()))?;
    }
}

fn check_tiling(text: &str, rules: &Rules) -> Result<(), proptest::test_runner::TestCaseError> {
    let mut end = 0;
    for span in segment_text(text, rules) {
        prop_assert!(text[end..span.start].trim().is_empty(), "lost before {span:?}");
        prop_assert!(span.start < span.end);
        prop_assert_eq!(text[span.range()].trim(), &text[span.range()]);
        end = span.end;
    }
    prop_assert!(text[end..].trim().is_empty(), "lost at the end");
    let document = segment(SourceText::from_string(text), rules);
    let solid = |text: &str| text.split_whitespace().collect::<String>();
    let joined: String = document
        .sentences()
        .iter()
        .map(|one| &document.text().as_str()[one.span.range()])
        .collect();
    prop_assert_eq!(solid(&joined), solid(document.text().as_str()));
    Ok(())
}

/// Where no letter is a capital, a full stop, an exclamation or a question mark before a blank ends a sentence.
#[test]
fn scripts_without_capitals_and_the_greek_question_mark() {
    for (lang, expected) in [
        (
            "ar",
            &[
                "كان الدكان مغلقا.",
                "لم يفتح أحد.",
                "هل سمعت الجرس؟",
                "عاد الرجل إلى بيته.",
            ][..],
        ),
        (
            "ta",
            &["கடை மூடியிருந்தது.", "மழை பெய்தது.", "நீ எங்கே போகிறாய்?", "வீட்டுக்கு!"],
        ),
        ("el", &["Το παράθυρο ήταν κλειστό.", "Μίλησε κανείς;", "Ναι.", "Βγήκε."]),
    ] {
        let rules = Rules::for_lang(lang.parse().unwrap());
        assert_eq!(sentences(&expected.join(" "), &rules), expected, "{lang}");
    }
}
