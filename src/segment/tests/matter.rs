//! Front and back matter, on title pages and adverts made for it.

use super::*;
use crate::text::{Matter, SentenceIndex};

const FRONT: &str = "Produced by a friend of old books

MARTA LOS ARCOS

LA RUEDA QUIETA

(NOVELA)

3.000 EJEMPLARES

MADRID
IMPRENTA DE LOS HERMANOS SOTO
1891

ES PROPIEDAD

ÍNDICE

  I.--El cauce.            5
 II.--La presa.           31

LA RUEDA QUIETA
";

const BACK: &str = "FIN

Cádiz, 1890.

OBRAS DE LA MISMA CASA

El pozo. Una peseta.

La noria. 2 pesetas.
";

fn chapter(number: &str, title: &str) -> String {
    format!(
        "{number}\n\n{title}\n\n{}\n{}\n{}\n",
        wrapped(6),
        wrapped(9),
        wrapped(6)
    )
}

fn work() -> String {
    let chapters = [
        ("I", "EL CAUCE"),
        ("II", "LA PRESA"),
        ("III", "LA ACEQUIA"),
        ("IV", "EL MAR"),
    ];
    chapters.map(|(number, title)| chapter(number, title)).join("\n")
}

/// What was taken for matter, and the first sentence that was not, and the last.
fn read(text: &str, bounds: &Bounds) -> (Vec<(Matter, String)>, String, String) {
    let document = segment_work(SourceText::from_string(text), &Rules::for_lang(Lang::ES), bounds);
    let matter = document
        .matter()
        .map(|(sentences, matter)| (matter, document.sentence(sentences.start).into_owned()));
    let matter = matter.collect();
    let mut kept = (0..document.len())
        .map(SentenceIndex::from)
        .filter(|&index| !document.passage_of(index).kind.is_apart())
        .map(|index| document.sentence(index).into_owned());
    let first = kept.next().unwrap_or_default();
    let last = kept.next_back().unwrap_or_default();
    (matter, first, last)
}

#[test]
fn what_stands_before_and_after_the_work_is_told_from_it() {
    let text = format!("{FRONT}\n{}\n{BACK}", work());
    let (matter, first, last) = read(&text, &Bounds::default());
    assert_eq!(
        (first.as_str(), last.as_str()),
        ("I", "Bruno no lo creía y quiso ir allá a verlo.")
    );
    let of = |kind: Matter| {
        matter
            .iter()
            .filter(|one| one.0 == kind)
            .map(|one| one.1.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Matter::Producer), ["Produced by a friend of old books"]);
    assert_eq!(of(Matter::Title), ["LA RUEDA QUIETA", "LA RUEDA QUIETA"]);
    assert_eq!(of(Matter::Closing), ["FIN", "Cádiz, 1890."]);
    assert!(of(Matter::Contents).contains(&"ÍNDICE"));
    assert!(of(Matter::Publisher).contains(&"ES PROPIEDAD"));
    assert!(of(Matter::Advert).contains(&"La noria. 2 pesetas."));
}

#[test]
fn a_preface_is_no_chapter() {
    let preface = format!("AL LECTOR\n\n{}\n{}\n", wrapped(6), wrapped(6));
    let text = format!("Produced by a friend\n\nLA RUEDA QUIETA\n\n{preface}\n{}", work());
    let (matter, first, _) = read(&text, &Bounds::default());
    assert_eq!(first, "I");
    assert!(
        matter.contains(&(Matter::PrefaceHeading, "AL LECTOR".to_owned())),
        "{matter:?}"
    );
    assert!(
        matter.contains(&(Matter::Title, "LA RUEDA QUIETA".to_owned())),
        "{matter:?}"
    );
}

#[test]
fn the_part_that_the_first_chapter_begins_is_of_the_work() {
    let text = format!(
        "Por\n\nMarta Los Arcos\n\nPRIMERA PARTE\n\n{}\nSEGUNDA PARTE\n\n{}",
        work(),
        work()
    );
    assert_eq!(read(&text, &Bounds::default()).1, "PRIMERA PARTE");
}

#[test]
fn the_end_of_a_part_is_not_the_end() {
    let text = format!("{}\nFIN DE LA PRIMERA PARTE\n\n{}", work(), work());
    assert!(read(&text, &Bounds::default()).0.is_empty());
}

#[test]
fn a_text_that_begins_at_once_has_no_front_matter() {
    for text in [
        work(),
        wrapped(9),
        format!("LA RUEDA QUIETA\n\n{}", work()),
        format!("{}\n{}", wrapped(6), work()),
        format!(
            "Cádiz, 3 de mayo de 1897\n\nSres. Hale & Sons, Londres\n\nMuy Sres. míos:\n\n{}",
            wrapped(9)
        ),
    ] {
        assert!(read(&text, &Bounds::default()).0.is_empty());
    }
}

#[test]
fn a_person_says_where_the_work_begins_and_ends() {
    let bounds = Bounds {
        begin: Some("la presa".to_owned()),
        end: Some("El mar".to_owned()),
        title: Some("La rueda quieta".to_owned()),
    };
    let (matter, first, last) = read(&format!("{FRONT}\n{}\n{BACK}", work()), &bounds);
    assert_eq!((first.as_str(), last.as_str()), ("LA PRESA", "EL MAR"));
    assert!(matter.contains(&(Matter::Title, "LA RUEDA QUIETA".to_owned())));
}
