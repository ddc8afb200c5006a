//! What bytes of old encodings are read as.

use std::path::Path;

use encoding_rs::Encoding as Codec;
use insta::assert_snapshot;

use super::*;
use crate::text::SourceText;

const ES: &str = "El pingüino cruzó la bahía al atardecer. «¿Adónde vas?», preguntó la niña desde el muelle. \
    Nadie contestó: sólo se oía el rumor del agua, ¡y qué agua! Mi tía Begoña decía siempre que en agosto no había \
    quien durmiera. Costó 3 €, o quizá más; el 2.º piso estaba vacío. —No sé —murmuró el capitán—. Mañana lo veré. \
    Señores: aquí termina el capítulo último. Él, Óscar y Íñigo rieron… “Así es”, añadió. ÁRBOL, NIÑO, CAMIÓN» y \
    más: la Mª del Carmen tenía 25º de fiebre. ¿Quién? ¿Cómo? ¡Ay! Fue el número 7½, según creo. Ésta es la razón. ";

const EN: &str = "The naïve tourist paid £5 for a café au lait and “two slices” of cake. It’s a cliché, she thought, \
    but the façade was beautiful — almost too beautiful… Mrs. Brontë’s fiancé had left his résumé at the hotel. \
    ‘Well,’ he said, ‘that is that.’ The jalapeño was hot: 40°C at noon, and the rent was €700, plus £12 for the \
    piñata. Zoë coöperated, as the saying goes; nobody else did. Section § 4 covers it – see © 1999 Müller & Söhne. \
    The señor smiled. An entrée, an omelette and 1½ pints of cider came to £9. Déjà vu! What a soirée it was. ";

fn read(bytes: &[u8], lang: &str) -> SourceText {
    SourceText::decode_in(bytes, None, Some(lang.parse().unwrap()), Path::new("t.txt")).unwrap()
}

/// A text as another program would save it.
fn saved(text: &str, label: &str) -> Vec<u8> {
    let (bytes, _, unmapped) = Codec::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!unmapped, "{label} cannot hold {text}");
    bytes.into_owned()
}

#[test]
fn a_thousand_cuts_of_spanish_and_english_are_windows_1252() {
    let (mut seen, mut wrong) = (0, Vec::new());
    let mut look = |cut: String, lang| {
        let read = SourceText::decode_in(&saved(&cut, "windows-1252"), None, Some(lang), Path::new("t.txt"));
        match read {
            Ok(text) if text.as_str() == cut => {}
            Ok(text) => wrong.push(format!(
                "{cut:?} is read as {:?} in {}",
                text.as_str(),
                text.encoding().name
            )),
            Err(error) => wrong.push(format!("{cut:?}: {error}")),
        }
        seen += usize::from(!cut.is_ascii());
    };
    for (text, lang) in [(ES, Lang::ES), (EN, Lang::EN)] {
        let words: Vec<&str> = text.split_inclusive(' ').collect();
        // From one word to a paragraph, from every place.
        for length in [1, 2, 3, 5, 8, 13, 30] {
            for start in 0..words.len() - length {
                look(words[start..start + length].concat(), lang);
            }
        }
        // In the middle of words too.
        let letters: Vec<char> = text.chars().collect();
        for start in (0..letters.len() - 25).step_by(3) {
            look(letters[start..start + 25].iter().collect(), lang);
        }
    }
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 1000, "{seen} cuts hold letters beyond ASCII");
}

#[test]
fn the_old_encodings_of_every_language_are_read() {
    for (lang, label, text) in [
        (
            "de",
            "windows-1252",
            "Die Tür war größer, als wir dächten; „schön“, sagte er.",
        ),
        (
            "fr",
            "windows-1252",
            "L’été où elle est née, on n’a rien créé : « ça, c’est l’œuvre de Noël ».",
        ),
        (
            "fi",
            "windows-1252",
            "Yöllä järvi jäätyi, eikä kukaan päässyt pois häävieraista.",
        ),
        (
            "pt",
            "windows-1252",
            "NÃO há razão: a lição não é só tua, João. ÀS VEZES.",
        ),
        (
            "sv",
            "windows-1252",
            "Så går en dag än från vår tid och kommer icke åter.",
        ),
        (
            "hu",
            "iso-8859-2",
            "A fűtő ősszel hűvös erdőben járt, és öt őzet látott.",
        ),
        (
            "ro",
            "windows-1250",
            "Băiatul şi fata aşteptau în faţa gării; ţipau pescăruşii.",
        ),
        ("tr", "windows-1254", "Işıklı şehirde güneş doğdu; çocuklar ağladı."),
        ("el", "iso-8859-7", "Το παιδί έτρεξε προς τη θάλασσα και φώναξε."),
        ("ru", "windows-1251", "Мальчик вышел на берег и посмотрел на море."),
        ("ru", "koi8-r", "Мальчик вышел на берег и посмотрел на море."),
        ("ar", "windows-1256", "ذهب الولد إلى البحر في الصباح"),
        ("es", "macintosh", "El niño subió al árbol y gritó: «¿Quién está ahí?»"),
        // The language is not said right.
        (
            "es",
            "windows-1252",
            "Die Tür war größer, als wir dächten; „schön“, sagte er.",
        ),
        ("es", "windows-1251", "Мальчик вышел на берег и посмотрел на море."),
    ] {
        assert_eq!(read(&saved(text, label), lang).as_str(), text, "{lang} in {label}");
    }
}

#[test]
fn one_foreign_byte_makes_no_mojibake_of_a_text() {
    let mut bytes = ES.as_bytes().to_vec();
    let at = ES.find("Nadie").unwrap();
    bytes.splice(at..at, *b"\x96 ");
    let text = read(&bytes, "es");
    assert_eq!(text.as_str(), ES.replace("Nadie", "– Nadie"));
    assert_eq!((text.encoding().name, text.encoding().guessed), ("UTF-8", false));
    assert_snapshot!(text.encoding().doubt.unwrap(), @r#"line 1, byte 101 (0x96) is not valid UTF-8, while the rest of the file is; it was read as "–", its meaning in windows-1252"#);
    // The last letter was cut in two.
    let text = read("Él cantó.\nAsí durmi\u{f3}".as_bytes().split_last().unwrap().1, "es");
    assert!(matches!(
        text.encoding().doubt,
        Some(Doubt::Stray {
            line: 2,
            column: 11,
            byte: 0xc3,
            count: 1,
            ..
        })
    ));
}

#[test]
fn two_files_put_together_are_each_read_in_their_own_encoding() {
    let mut bytes = saved(ES, "windows-1252");
    bytes.extend_from_slice(ES.as_bytes());
    let text = read(&bytes, "es");
    assert_eq!(text.as_str(), format!("{ES}{ES}"));
    assert!(matches!(
        text.encoding().doubt,
        Some(Doubt::Stray {
            line: 1,
            count: 40..,
            ..
        })
    ));
}

#[test]
fn a_guess_says_where_it_matters_and_what_else_it_could_be() {
    let told = |bytes: &[u8], lang| read(bytes, lang).encoding().doubt.unwrap().to_string();
    assert_snapshot!(told(b"Hola.\nEl ping\xfcino.", "es"), @r#"line 2, byte 0xFC in "pingüino.""#);
    assert_snapshot!(told(b"It cost \xa35.", "en"), @r#"line 1, byte 0xA3 in "£5.""#);
}

#[test]
fn what_makes_no_words_in_any_encoding_is_refused() {
    // Code page 850, of DOS.
    let error = SourceText::decode_in(
        b"El ni\xa4o\ncant\xa2 en espa\xa4ol.",
        None,
        Some(Lang::ES),
        Path::new("t.txt"),
    );
    assert_snapshot!(error.unwrap_err(), @r#"t.txt, line 1: cannot tell the encoding: byte 0xA4 would make "ni¤o" in windows-1252 and "ni§o" in macintosh; save the file as UTF-8, or name its encoding with --encoding"#);
}

#[test]
fn text_encoded_twice_is_told_and_left_alone() {
    let twice = |text: &str| {
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
        text.into_owned()
    };
    for text in [ES, EN] {
        let found = read(twice(text).as_bytes(), "es");
        assert!(
            matches!(found.encoding().doubt, Some(Doubt::Twice { line: 1, .. })),
            "{text}"
        );
        assert_eq!(read(text.as_bytes(), "es").encoding().doubt, None);
    }
    let found = read(twice("Uno.\nEl niño — «¿sí?»").as_bytes(), "es")
        .encoding()
        .doubt
        .unwrap();
    assert_snapshot!(found, @r#"line 2 holds "niÃ±o", which was "niño" before the file was converted to UTF-8 a second time"#);
    // A text that speaks of it.
    assert_eq!(encoded_twice("Así, «ñ» y «é» se leen «Ã±» y «Ã©» en la página."), None);
}
