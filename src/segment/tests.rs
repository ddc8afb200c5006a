//! What kinds of passages are told apart, on texts made for it.

use super::*;
use crate::text::Lang;
use crate::text::PassageKind::{Footnote, Heading, Letter, ListItem, Paragraph, Separator, Verse};

fn kinds(text: &str, lang: Lang) -> Vec<(PassageKind, usize)> {
    let document = segment(SourceText::from_string(text), &Rules::for_lang(lang));
    let passages = document.passages().iter();
    passages
        .map(|one| (one.kind, one.sentences.end.get() - one.sentences.start.get()))
        .collect()
}

fn es(text: &str) -> Vec<(PassageKind, usize)> {
    kinds(text, Lang::ES)
}

fn en(text: &str) -> Vec<(PassageKind, usize)> {
    kinds(text, Lang::EN)
}

/// A paragraph of `lines` wrapped lines, two sentences each three lines.
fn wrapped(lines: usize) -> String {
    let three = "El molino de la ribera llevaba cerrado desde que murió el viejo y nadie\n\
                 quería acercarse a él. Decían en el pueblo que por las noches sonaba la\n\
                 rueda, aunque el cauce estaba seco. Bruno no lo creía y quiso ir allá a\n";
    let all: Vec<&str> = three.lines().cycle().take(lines).collect();
    format!("{}\nverlo.\n", all.join("\n"))
}

#[test]
fn wrapped_paragraphs_are_joined() {
    let text = format!("{}\n{}\n{}", wrapped(6), wrapped(3), wrapped(9));
    let found = es(&text);
    assert_eq!(found.iter().map(|one| one.0).collect::<Vec<_>>(), [Paragraph; 3]);
    assert_eq!(found[1].1, 3);
}

#[test]
fn a_number_and_its_title_are_headings() {
    let text = format!(
        "-I-\n\nEl molino\n\n\n{}\n\nCAPÍTULO SEGUNDO\n\nLa rueda\n\n\n{}",
        wrapped(6),
        wrapped(6)
    );
    let found: Vec<_> = es(&text).into_iter().map(|one| one.0).collect();
    assert_eq!(found, [Heading, Heading, Paragraph, Heading, Heading, Paragraph]);
}

#[test]
fn a_wrapped_title_is_one_sentence_and_a_number_line_another() {
    let text = format!(
        "Capítulo IV. De lo que le sucedió a Bruno cuando entró en el molino y de\nlo que allí encontró\n\n\n{}\n\n\
         CAPÍTULO V\nOF THE WHEEL THAT TURNED AND OF WHAT WAS SAID IN THE VILLAGE ABOUT THE\nMILLER\n\n{}",
        wrapped(6),
        wrapped(6)
    );
    let found = es(&text);
    assert_eq!(found[0], (Heading, 1));
    assert_eq!(found[2], (Heading, 2));
}

#[test]
fn ornaments_are_separators() {
    let text = format!("{0}\n* * * * *\n\n{0}\n----\n\n{0}\n⁂\n\n{0}", wrapped(4));
    let found: Vec<_> = es(&text).into_iter().map(|one| one.0).collect();
    assert_eq!(
        found,
        [
            Paragraph, Separator, Paragraph, Separator, Paragraph, Separator, Paragraph
        ]
    );
}

#[test]
fn each_line_of_verse_is_a_sentence() {
    let stanza = "    Rueda, molino de viento,\n    que el trigo ya está segado,\n    y el agua que no ha llegado\n    la trae mi pensamiento.\n";
    let text = format!("{0}\n{stanza}\n{0}", wrapped(8));
    assert_eq!(es(&text)[1], (Verse, 4));
    assert_eq!(
        en("Turn, mill, turn,\nThe corn is mown,\nThe fires burn\nAnd I am alone.\n"),
        [(Verse, 4)]
    );
}

#[test]
fn list_items_are_passages() {
    assert_eq!(es("- harina de trigo\n- sal\n- agua tibia\n"), [(ListItem, 1); 3]);
    assert_eq!(
        en("1. Grind the corn.\n2. Sift the flour.\n3. Bake.\n"),
        [(ListItem, 1); 3]
    );
    assert_eq!(en("a) grind the corn\nb) sift the flour\n"), [(ListItem, 1); 2]);
}

#[test]
fn a_letter_has_its_lines() {
    let text = format!(
        "Cádiz, 3 de mayo de 1897.\n\nMuy Sr. mío:\n\n{}\nSu amigo,\n\nBruno Salas\n",
        wrapped(5)
    );
    let found: Vec<_> = es(&text).into_iter().map(|one| one.0).collect();
    assert_eq!(found, [Letter, Letter, Paragraph, Letter, Letter]);
    let found: Vec<_> = en("London, May 3rd, 1897\n\nDear Sir,\n\nThe mill is sold.\n\nYours truly,\nB. Hale\n");
    let found: Vec<_> = found.into_iter().map(|one| one.0).collect();
    assert_eq!(found, [Letter, Letter, Paragraph, Letter, Letter]);
}

#[test]
fn footnotes_are_told_from_line_numbers() {
    let text = format!("{}\n[1] Molino de agua.\n\n[Nota 2: Así en el original.]\n", wrapped(9));
    assert_eq!(es(&text)[1..], [(Footnote, 1), (Footnote, 1)]);
    let numbered: String = wrapped(12)
        .lines()
        .enumerate()
        .map(|(n, line)| {
            if n % 3 == 2 {
                format!("[{}] {line}\n", n + 3)
            } else {
                format!("     {line}\n")
            }
        })
        .collect();
    let plain = es(&wrapped(12));
    assert_eq!(es(&numbered), plain);
}

#[test]
fn page_numbers_in_the_right_margin_end_nothing() {
    let text = wrapped(6).replacen("quería acercarse a él.", "quería acercarse a él.         20\n", 1);
    assert_eq!(es(&text).iter().map(|one| one.1).sum::<usize>(), es(&wrapped(6))[0].1);
}

#[test]
fn indents_alone_mark_paragraphs() {
    let one = format!("   {}", wrapped(4));
    assert_eq!(es(&one.repeat(5)).len(), 5);
}

#[test]
fn every_line_may_be_a_paragraph() {
    let long = "Llovía sobre el valle y nadie salía de casa. ".repeat(6);
    let text = format!("Capítulo I\n{long}\n—Voy.\n{long}\n—No.\n—¿Por qué?\n{long}\n");
    let found = es(&text);
    assert_eq!(found.len(), 7);
    assert_eq!(found[0].0, Heading);
    assert_eq!(found[1], (Paragraph, 6));
}

#[test]
fn a_short_line_in_wrapped_prose_ends_a_paragraph() {
    let text = format!("{}{}{}", wrapped(6), wrapped(6), wrapped(6));
    assert_eq!(es(&text).len(), 3);
}

#[test]
fn nothing_gives_nothing() {
    assert!(es("").is_empty());
    assert!(es(" \n\n\t\n").is_empty());
    assert_eq!(segment_text("\n", &Rules::for_lang(Lang::ES)), []);
}
