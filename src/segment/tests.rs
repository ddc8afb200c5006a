//! What kinds of passages are told apart, on texts made for it.

mod matter;

use super::*;
use crate::text::Lang;
use crate::text::PassageKind::{Footnote, Furniture, Heading, Letter, ListItem, Paragraph, Separator, Verse};

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
fn verse_is_read_by_lines_in_a_poem_and_by_sentences_in_prose() {
    let stanza = "    Rueda, molino de viento,\n    que el trigo ya está segado,\n    y el agua que no ha llegado\n    la trae mi pensamiento.\n";
    let text = format!("{0}\n{stanza}\n{0}", wrapped(8));
    assert_eq!(es(&text)[1], (Verse, 1));
    assert_eq!(es(stanza), [(Verse, 4)]);
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

#[test]
fn stanzas_without_capitals_or_indents_are_verse() {
    let stanzas: String = [
        [
            "en la orilla del molino que cantaba,",
            "sin que nadie lo escuchara,",
            "la corriente por la noche se llevaba",
            "lo que el día nos dejara;",
        ],
        [
            "y la rueda, que de tanto dar la vuelta",
            "ya no sabe dónde empieza,",
            "va diciendo con el agua que se suelta",
            "su dolor y su pereza,",
        ],
        [
            "como aquel que vio pasar toda su vida",
            "desde el borde del camino,",
            "y no tuvo más consuelo ni salida",
            "que la harina y el molino,",
        ],
        [
            "hasta el alba que despierta los trigales",
            "y el rumor de los sembrados,",
            "y se acuestan a dormir los vendavales",
            "en los álamos cansados.",
        ],
    ]
    .map(|lines| format!("{}\n\n", lines.join("\n")))
    .concat();
    assert_eq!(es(&stanzas), [(Verse, 4); 4]);
}

#[test]
fn a_list_under_a_lead_in_stays_apart_however_it_is_wrapped() {
    let text = "Artículo 7. El guarda del molino tiene a su cargo:\n1.º abrir la compuerta al alba y cerrarla en cuanto se oiga la\n\
                campana de la ermita;\n2.º apuntar en el libro los sacos que entran y los que\nsalen;\n3.º avisar al dueño.\n";
    assert_eq!(es(text), [(Paragraph, 2), (ListItem, 1), (ListItem, 1), (ListItem, 1)]);
}

#[test]
fn a_page_mark_tears_no_sentence() {
    let torn = |mark: &str| {
        format!(
            "La barca bajaba muy despacio por el canal, con las velas recogidas y\n{mark}\nsin una sola luz. Nadie cantaba.\n"
        )
    };
    for mark in [
        "[Pág. 41]",
        "\n41\n",
        "{41}",
        "\n[Illustration: La barca. Dibujo del autor.]\n",
        "[p. 41]",
        "\n— 41 —\n",
    ] {
        assert_eq!(es(&torn(mark)), [(Paragraph, 2)], "{mark}");
    }
    let whole = "La barca bajaba muy despacio.\n\n[p. 41]\n\nNadie cantaba en ella.\n";
    assert_eq!(es(whole), [(Paragraph, 1), (Furniture, 1), (Paragraph, 1)]);
}

#[test]
fn running_heads_tear_no_sentence() {
    let page = |number: usize, text: &str| format!("{text}\n\nEL MOLINO DEL RÍO   {number}\n\n");
    let text = page(
        11,
        "El viejo se levantó temprano aquella mañana y miró hacia el valle, donde",
    ) + &page(
        12,
        "la niebla cubría las casas. Después bajó por la escalera y abrió la puerta,",
    ) + &page(
        13,
        "pero no había nadie en el camino. Entonces volvió a la cocina y encendió el",
    ) + "fuego. Nadie lo oyó.\n";
    let found = es(&text);
    assert_eq!(found.iter().map(|one| one.1).sum::<usize>(), 4, "{found:?}");
}

#[test]
fn chapter_numbers_are_no_page_numbers() {
    let text = format!("1\n\n{0}\n2\n\n{0}\n3\n\n{0}", wrapped(6));
    let found: Vec<_> = es(&text).into_iter().map(|one| one.0).collect();
    assert_eq!(found, [Heading, Paragraph, Heading, Paragraph, Heading, Paragraph]);
}

#[test]
fn markdown_is_read_by_its_own_marks() {
    let text = "What does it grind?\n-------------------\n\nCorn. And rye.\n\n```\nmill --corn 3. --rye 4.\nmill --stop\n```\n";
    assert_eq!(en(text), [(Heading, 1), (Paragraph, 2), (Paragraph, 1)]);
}

#[test]
fn capitals_may_be_text() {
    assert_eq!(
        es("EL MOLINERO NO VINO AYER. LA RUEDA SIGUE PARADA.\n"),
        [(Paragraph, 2)]
    );
    assert_eq!(es("EL MOLINO. PAISAJE\n"), [(Heading, 1)]);
}

#[test]
fn a_date_is_a_letter_s_only_where_it_stands_alone() {
    assert_eq!(en("December 31, 1888. The mill burnt.\n"), [(Letter, 2)]);
}

#[test]
fn a_line_that_is_a_tag_is_a_mark_between_passages() {
    let document = one_per_line(SourceText::from_string("<p>\nUno.\nDos.\n<p>\nTres.\n"));
    let found: Vec<_> = document.passages().iter().map(|one| one.kind).collect();
    assert_eq!(found, [Separator, Paragraph, Separator, Paragraph]);
    assert_eq!(document.len(), 5);
}

#[test]
fn a_question_after_no_is_another_sentence() {
    assert_eq!(es("—Ella dijo que no. ¿Y Bruno?"), [(Paragraph, 2)]);
    assert_eq!(es("—Ella dijo que no. —¿Y Bruno?"), [(Paragraph, 2)]);
    assert_eq!(es("Vive en la calle del Molino, no. 5, desde mayo."), [(Paragraph, 1)]);
}
