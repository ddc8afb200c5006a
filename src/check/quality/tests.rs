//! Each check finds its example and leaves alone what only looks like it.

use crate::check::report::{Format, Report};
use crate::check::{Checked, Code, FailOn, Finding, quality};
use crate::file::{AlignerInfo, AlignmentFile, Confidence, Link, Positions, Settings, Status, TextRef};
use crate::fixture::document;
use crate::text::Side;

/// An alignment of these pairs; `|` parts sentences, each pair is a passage of its own.
fn aligned(pairs: &[(&str, &str)]) -> AlignmentFile {
    let text = |lang: &str| TextRef {
        lang: lang.to_owned(),
        path: format!("texts/{lang}/faro.txt"),
        sha256: "0".repeat(64),
    };
    let link = |(es, en): &(&str, &str)| {
        let texts = |text: &str| -> Vec<String> {
            let sentences = text.split('|').map(str::trim).filter(|text| !text.is_empty());
            sentences.map(str::to_owned).collect()
        };
        Link {
            source: texts(es),
            target: texts(en),
            status: Status::Auto,
            confidence: Confidence::new(0.99),
            note: None,
            reasons: Vec::new(),
        }
    };
    AlignmentFile {
        source: text("es"),
        target: text("en"),
        aligner: AlignerInfo {
            version: "1".to_owned(),
            settings: Settings::default(),
        },
        waiting: Vec::new(),
        links: pairs.iter().map(link).collect(),
    }
}

/// Where the sentences stand when each pair is a passage of its own.
fn positions(file: &AlignmentFile) -> Positions {
    let text = |side| {
        let passages = file.links.iter().map(|link| link.texts(side).join("\n"));
        document(&passages.collect::<Vec<_>>().join("\n\n"))
    };
    let texts = Side::BOTH.map(text);
    Positions::new(file, texts.each_ref().map(Some))
}

fn look(file: &AlignmentFile) -> Vec<Finding> {
    let positions = positions(file);
    let mut findings = quality(file, &positions);
    for link in findings.iter_mut().filter_map(|finding| finding.link.as_mut()) {
        link.place(&positions);
    }
    findings
}

fn found(pairs: &[(&str, &str)]) -> Vec<(Code, usize)> {
    let findings = look(&aligned(pairs));
    let place = |finding: &Finding| (finding.code, finding.link.as_ref().unwrap().number);
    findings.iter().map(place).collect()
}

fn fires(code: Code, es: &str, en: &str) {
    assert_eq!(found(&[(es, en)]), [(code, 1)], "{es} / {en}");
}

fn silent(es: &str, en: &str) {
    assert_eq!(found(&[(es, en)]), [], "{es} / {en}");
}

#[test]
fn other_numbers_are_found() {
    fires(Code::Number, "Contó 39 escalones.", "She counted 93 steps.");
    fires(
        Code::Number,
        "Contó treinta y nueve escalones.",
        "She counted forty-nine steps.",
    );
    fires(Code::Number, "En 1871 ardió.", "It burnt down that year.");
    fires(Code::Number, "Ardió aquel año.", "It burnt down in 1871.");
    fires(Code::Number, "Costó 1.250.000 pesos.", "It cost 1,350,000 pesos.");
    fires(Code::Number, "Diez y seis millones.", "Seventeen millions.");
}

#[test]
fn the_same_numbers_written_otherwise_are_none() {
    for (es, en) in [
        ("Contó 39 escalones.", "She counted thirty-nine steps."),
        ("Mil ochocientos setenta y uno.", "It was 1871."),
        ("En 1871.", "In MDCCCLXXI."),
        ("Capítulo 4", "CHAPTER IV"),
        ("Costó 1.250.000 pesos.", "It cost 1,250,000 pesos."),
        ("Son 3,5 metros.", "That is 3.5 metres."),
        ("Costó 4,5 millones.", "It cost 4.5 million."),
        ("Cuatro millones y medio.", "It was 4.5 million."),
        ("A las 20:15.", "At 8:15 in the evening."),
        ("Dos y cuatro minutos.", "It was 2:04."),
        ("Costaban 3 dólares con 25.", "They cost $3.25."),
        ("En los años 20.", "In the 1920s."),
        ("Diez y seis hombres.", "Sixteen men."),
        ("Trescientos o cuatrocientos años.", "Three or four hundred years."),
        ("Docientos hombres.", "Two hundred men."),
        ("Una docena de huevos y 12 gallinas.", "A dozen eggs and a dozen hens."),
        ("Tenía 24 años.", "He was four-and-twenty."),
        (
            "Vale un millón; un inglés lo pagó.",
            "It is worth a million; an Englishman paid it.",
        ),
        ("Subió al cuarto.", "She went up to her room."),
        ("Espera un segundo.", "Wait a second."),
        ("Le dijo cuatro palabras.", "He gave her a piece of his mind."),
        ("Lo leí [12] ayer.", "I read it yesterday."),
        ("Sale a las 8:00.", "It leaves at 8."),
    ] {
        silent(es, en);
    }
}

#[test]
fn a_number_that_went_next_door_is_not_told() {
    assert_eq!(
        found(&[
            ("Eran 39.", "There were some."),
            ("Subió.", "All 39 of them. She climbed.")
        ]),
        []
    );
}

#[test]
fn other_dates_are_found() {
    fires(
        Code::Number,
        "Volvió un martes de marzo.",
        "He came back one Tuesday in May.",
    );
    fires(Code::Number, "Volvió el lunes.", "He came back on Thursday.");
    silent("Volvió el lunes.", "He came back on Monday.");
    silent("Volvió el lunes.", "He came back the same day.");
    silent(
        "Marzo y Domingo no vinieron.",
        "Marzo and Domingo may march, but did not come.",
    );
}

/// Enough of a work for a name to be usual in it.
const FULGENCIO: [(&str, &str); 5] = [
    ("Era el viejo Fulgencio.", "It was old Fulgencio."),
    ("Vieron a Fulgencio.", "They saw Fulgencio."),
    ("Oyeron a Fulgencio.", "They heard Fulgencio."),
    ("Temían a Fulgencio.", "They feared Fulgencio."),
    ("Creían a Fulgencio.", "They believed Fulgencio."),
];

/// Enough of a work for nobody to be near.
const RAIN: [(&str, &str); 9] = [("Llovía.", "It rained."); 9];

fn after_fulgencio(more: &[(&str, &str)]) -> Vec<(Code, usize)> {
    found(&[&FULGENCIO, more].concat())
}

#[test]
fn a_missing_name_is_found_where_nobody_near_is_named() {
    let missing = ("Entonces habló Fulgencio de la deuda.", "Then he spoke of the debt.");
    assert_eq!(after_fulgencio(&[&RAIN[..], &[missing]].concat()), [(Code::Name, 15)]);
    assert_eq!(after_fulgencio(&[missing]), [], "a pronoun");
}

#[test]
fn another_name_is_found() {
    let other = (
        "Entonces habló Fulgencio de la deuda.",
        "Then it was Ramiro who spoke of the debt.",
    );
    assert_eq!(after_fulgencio(&[other]), [(Code::Name, 6)]);
    assert_eq!(after_fulgencio(&[other, other]), [], "he has two names");
    let same = (
        "Entonces habló Fulgencio de la deuda.",
        "Then it was Fulgentius who spoke of the debt.",
    );
    assert_eq!(after_fulgencio(&[same]), []);
}

#[test]
fn a_translated_name_is_the_same_name() {
    let london: Vec<_> = [("Vivía en Londres.", "He lived in London.")]
        .into_iter()
        .cycle()
        .take(6)
        .chain(RAIN)
        .chain([("Venía de Londres.", "He came from London.")])
        .collect();
    assert_eq!(found(&london), []);
}

#[test]
fn sentences_left_as_they_were_are_found() {
    fires(Code::Untranslated, "Nadie la vio bajar.", "Nadie la vio bajar.");
    fires(
        Code::Untranslated,
        "Nadie la vio bajar.| Volvió.",
        "She came back.| NADIE la vio bajar",
    );
}

#[test]
fn what_is_the_same_in_both_languages_is_not_untranslated() {
    silent("No.", "No.");
    silent("1, 2, 3.", "1, 2, 3.");
    silent("María de los Ángeles Quiroga", "María de los Ángeles Quiroga");
    silent("No, no, no, no.", "No, no, no, no.");
    silent("Errare humanum est semper.", "Errare humanum est semper.");
    silent("_Viva el rey de todos._", "_Viva el rey de todos._");
}

#[test]
fn questions_that_became_statements_are_found() {
    fires(Code::Question, "¿Viste a alguien?", "You saw somebody.");
    fires(Code::Question, "—¿Y yo?", "“And I.”");
}

#[test]
fn questions_that_are_asked_otherwise_are_not_told() {
    silent("¿Viste a alguien?", "Did you see anybody?");
    silent("¿Cómo?", "What!");
    silent("Vuelves pronto, ¿verdad?", "You will be back soon.");
    assert_eq!(found(&[("¿Quién?", "It was dark."), ("Era de noche.", "Who?")]), []);
}

#[test]
fn marks_without_partner_are_found_on_both_sides() {
    fires(Code::Balance, "«Vuelvo», dijo.", "“I shall be back, he said.");
    fires(Code::Balance, "«Vuelvo, dijo.", "“I shall be back,” he said.");
    fires(Code::Balance, "Volvió (tarde.", "He came back (late).");
    fires(Code::Balance, "Volvió tarde.", "He came back late).");
    fires(Code::Balance, "Dijo que sí.", "\"Yes, he said.");
}

#[test]
fn speech_over_several_passages_is_balanced() {
    assert_eq!(
        found(&[
            ("«Primero fui al faro.", "“First I went to the lighthouse."),
            ("»Después bajé.", "“Then I came down."),
            ("»Nadie me vio.»", "“Nobody saw me.”"),
        ]),
        []
    );
    assert_eq!(
        found(&[("Fui al faro.", "\"I went there."), ("Bajé.", "\"I came down.\"")]),
        []
    );
    assert_eq!(
        found(&[("Fui (de noche.", "I went (at night."), ("Bajé.)", "I came down.)")]),
        []
    );
    silent("a) el faro; b) la torre", "a) the lighthouse; b) the tower");
    silent("—Era el ’98 —dijo—.", "‘It was ’98,’ he said, ‘the fishermen’s year.’");
}

const LONG: &str = "Aquella noche, como todas las noches de noviembre, el viento no dejó dormir a nadie en el pueblo.";

#[test]
fn passages_without_translation_are_found_with_their_length() {
    let file = aligned(&[
        ("Uno.", "One."),
        (LONG, ""),
        ("Subió al faro.| No vio a nadie.", ""),
        ("Dos.", "Two."),
    ]);
    let [finding] = &look(&file)[..] else { panic!("one run") };
    assert_eq!(
        finding.message,
        "3 sentences of the original, 25 words, have no translation"
    );
    let link = finding.link.as_ref().unwrap();
    assert_eq!((link.ids.as_str(), link.number), ("2.1=…3.1+3.2=", 2));
    assert!(link.source.starts_with("Aquella noche") && link.source.ends_with("No vio a nadie."));
    assert_eq!(found(&[(LONG, "")]), [(Code::Omission, 1)]);
    assert_eq!(
        found(&[
            ("Subió al faro.", ""),
            ("", "He said a great many things that nobody had ever asked him to say.")
        ]),
        [(Code::Addition, 2)]
    );
    assert_eq!(
        found(&[("Subió al faro.", ""), ("", "He said a great many things.")]),
        []
    );
}

#[test]
fn a_passage_that_changed_places_is_told_as_moved_and_not_as_missing() {
    let storm = "Una noche de noviembre la tormenta arrancó las tejas de la iglesia y hundió tres barcos en el puerto.";
    let told = "One November night the storm tore the tiles off the church and sank three boats in the harbour.";
    let work = [
        ("Uno.", "One."),
        (storm, ""),
        ("Dos.", "Two."),
        ("", told),
        ("Tres.", "Three."),
    ];
    assert_eq!(found(&work), [(Code::Moved, 2)]);
    // Of two passages that have nothing to do with each other one is missing and one was added.
    let other = "The mayor's daughter had studied medicine in Paris and did not mean to come back before spring.";
    let work = [
        ("Uno.", "One."),
        (storm, ""),
        ("Dos.", "Two."),
        ("", other),
        ("Tres.", "Three."),
    ];
    assert_eq!(found(&work), [(Code::Omission, 2), (Code::Addition, 4)]);
}

#[test]
fn numbers_are_compared_by_value_as_each_language_writes_them() {
    for (es, en) in [
        ("Pesaba 2,75 kilos.", "It weighed 275 kilos."),
        ("Costó 1.500 pesetas.", "It cost 1.5 pesetas."),
        ("Creció un 0,8 % al año.", "It grew 8% a year."),
    ] {
        fires(Code::Number, es, en);
    }
    for (es, en) in [
        ("Pesaba 2,75 kilos.", "It weighed 2.75 kilos."),
        ("Costó 12.500,40 pesetas.", "It cost 12,500.40 pesetas."),
        ("Nació el 07/11/1936.", "She was born on 7 November 1936."),
        ("El tren sale a las 00:40.", "The train leaves at 12:40 a.m."),
        ("Fue en los años 30.", "It was in the thirties."),
        ("Esperó 1,5 horas.", "He waited an hour and a half."),
    ] {
        silent(es, en);
    }
}

#[test]
fn spanish_questions_and_exclamations_are_opened_and_closed() {
    let balance = |es: &str| {
        let found = found(&[(es, "Who sang? How lovely! Come in.")]);
        found.iter().filter(|(code, _)| *code == Code::Balance).count()
    };
    assert_eq!(balance("Quién cantaba? ¡Qué hermoso! Pasa."), 1);
    assert_eq!(balance("¿Quién cantaba? Qué hermoso! Pasa."), 1);
    assert_eq!(balance("¿Quién cantaba?| ¡Qué hermoso.| Pasa."), 1);
    for fine in [
        "¿Quién cantaba? ¡Qué hermoso! Pasa.",
        "Pero ¿quién cantaba? —¡qué hermoso!— Pasa.",
        "¡¿Quién cantaba?! ¡Qué hermoso!! Pasa.",
        "¿Quién cantaba,| y para quién? ¡Qué hermoso! Cantó en 1912 (?). Pasa.",
    ] {
        assert_eq!(balance(fine), 0, "{fine}");
    }
}

#[test]
fn unusual_lengths_are_found() {
    let usual = [(
        "Nadie la vio bajar aquella noche.",
        "Nobody saw her come down that night.",
    ); 30];
    let with = |pair| found(&[&usual[..], &[pair]].concat());
    assert_eq!(with((LONG, "Nobody slept.")), [(Code::Length, 31)]);
    let translated = "That night, as on all the nights of November, the wind let nobody in the village sleep.";
    assert_eq!(with((LONG, translated)), []);
    assert_eq!(with(("—Ya.", "“I know, I know.”")), []);
    assert_eq!(
        found(&[(LONG, "Nobody slept.")]),
        [],
        "one pair does not tell what is usual"
    );
}

/// The documentation has a section for each code, in order, that says what, why, shows an example, and says
/// what to do; the examples of links are true.
#[test]
fn the_codes_and_their_documentation_agree() {
    let docs = include_str!("../../../docs/CODES.md");
    let sections: Vec<&str> = docs.split("\n## `").skip(1).collect();
    let names: Vec<_> = sections
        .iter()
        .map(|section| section.split('`').next().unwrap())
        .collect();
    assert_eq!(names, Code::ALL.map(Code::as_str));
    for (code, section) in Code::ALL.into_iter().zip(sections) {
        let severity = if code.severity() == crate::check::Severity::Error {
            "Error"
        } else {
            "Warning"
        };
        for part in ["\nWhy: ", "\nWhat to do: ", &format!(" {severity}")] {
            assert!(section.contains(part), "{code}: no {part}");
        }
        let output = block(section, "text").unwrap_or_else(|| panic!("{code}: no example"));
        assert!(output.contains(&format!("{code}: ")), "{code}");
        let Some(line) = block(section, "json") else {
            // It takes two links to be moved, and all of them to tell what texts are.
            let of_links = !matches!(code, Code::Language | Code::Unrelated | Code::Moved);
            let is_shown = code.state().is_none() && code.is_of_work() && of_links;
            assert!(!is_shown, "{code}: no line of an alignment");
            continue;
        };
        // The numbers of the lines belong to files that are not shown.
        let (place, rest) = output.split_once(": ").unwrap();
        let of_wording = !matches!(code, Code::StaleLink | Code::Disputed);
        assert_eq!(place.starts_with("texts/"), of_wording, "{code}: {place}");
        let rest = match rest.split_once(" (alignments/faro.json:") {
            Some((ids, rest)) => {
                let (_, message) = rest.split_once(')').unwrap();
                format!("{ids}{message}")
            }
            None => rest.to_owned(),
        };
        let shown = format!("alignments/faro.json: {rest}");
        // Nor do its positions.
        let (_, ids) = shown.split_once(&format!("{code}: ")).unwrap();
        let ids = ids.split(": ").next().unwrap();
        assert_eq!(told_of(code, line, ids), shown, "{code}");
    }
}

fn block<'a>(section: &'a str, language: &str) -> Option<&'a str> {
    let (_, rest) = section.split_once(&format!("```{language}\n"))?;
    rest.split_once("```").map(|(block, _)| block)
}

/// What is said of one line of an alignment that stands in a work of many others.
fn told_of(code: Code, line: &str, ids: &str) -> String {
    let mut around = FULGENCIO.to_vec();
    around.extend(RAIN);
    around.extend(
        [(
            "Nadie la vio bajar aquella noche.",
            "Nobody saw her come down that night.",
        ); 20],
    );
    let mut file = aligned(&around);
    let link = read_link(line);
    file.links.insert(14, link);
    let mut findings = look(&file);
    findings.extend(super::super::decision::decisions(&file));
    findings.retain(|finding| finding.code == code);
    for link in findings.iter_mut().filter_map(|finding| finding.link.as_mut()) {
        ids.clone_into(&mut link.ids);
    }
    let mut checked = Checked::new("faro", "alignments/faro.json".to_owned());
    checked.findings = findings;
    let report = Report {
        works: &[checked],
        project: &[],
        fail_on: &FailOn::default(),
        prefix: "",
    };
    report.write(Format::Text)
}

/// The link of a line, wherever in a text it may stand.
fn read_link(line: &str) -> Link {
    let value: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let texts = |key: &str| -> Vec<String> {
        let list = value[key].as_array().unwrap();
        list.iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let status = match value["status"].as_str() {
        Some("auto") => Status::Auto,
        Some("disputed") => Status::Disputed,
        other => panic!("{other:?}"),
    };
    Link {
        source: texts("source"),
        target: texts("target"),
        status,
        confidence: Confidence::new(value["confidence"].as_f64().unwrap()),
        note: value["note"].as_str().map(str::to_owned),
        reasons: if value["reasons"].is_array() {
            texts("reasons")
        } else {
            Vec::new()
        },
    }
}
