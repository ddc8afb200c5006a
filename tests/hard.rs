//! Cases that break aligners, each on a text made for it.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

mod tale;

use cotejo::align::{Aligner, Alignment};
use cotejo::bead::{Bead, check_tiling};
use cotejo::import::beads;
use cotejo::segment::{Rules, segment};
use cotejo::text::{Document, Lang, SourceText};

use tale::{en, es, lines};

/// Another book: nothing of it is in the tale.
const OTHER: [&str; 20] = [
    "The stock exchange closed higher on Thursday.",
    "Analysts credited an unexpected fall in unemployment.",
    "Three airlines reported record profits.",
    "Engineers tested the satellite's antenna in a vacuum chamber.",
    "The laboratory refused to comment on the patent.",
    "Voters will choose a senator in November.",
    "A spokeswoman denied that the tax would increase.",
    "The orchestra recorded the symphony in Berlin.",
    "Its conductor had studied mathematics in Toronto.",
    "Critics called the performance mechanical.",
    "Doctors recommend vaccination against influenza.",
    "The hospital bought four electronic microscopes.",
    "Students complained about the price of textbooks.",
    "A professor of chemistry published the formula.",
    "The championship begins on Saturday at the stadium.",
    "Their goalkeeper injured his shoulder in training.",
    "Police arrested two drivers after the collision.",
    "The motorway stayed blocked for six hours.",
    "Meteorologists measured the ocean's temperature.",
    "The committee will publish its report online.",
];

fn align(source: &Document, target: &Document) -> Alignment {
    let found = Aligner::new(Lang::ES, Lang::EN).align(source, target);
    check_tiling(&found.beads, source.len(), target.len()).unwrap();
    found
}

/// Matches and null sentences, in an order of their own: where a null bead stands says nothing.
fn canonical(beads: &[Bead]) -> Vec<String> {
    let mut all = Vec::new();
    for bead in beads {
        let (s, t) = (
            bead.source.start.0..bead.source.end.0,
            bead.target.start.0..bead.target.end.0,
        );
        if bead.is_null() {
            all.extend(s.map(|i| format!("{i}:")));
            all.extend(t.map(|j| format!(":{j}")));
        } else {
            all.push(format!("{s:?}:{t:?}"));
        }
    }
    all.sort();
    all
}

#[track_caller]
fn assert_beads(found: &Alignment, expected: &str) {
    let expected = beads::read(
        &expected
            .split_whitespace()
            .map(|bead| format!("{bead}\n"))
            .collect::<String>(),
    )
    .unwrap();
    assert_eq!(canonical(&found.beads), canonical(&expected));
}

/// The tale's pairs `range` as one-to-one beads that begin at these sentences.
fn diagonal(length: usize, source: usize, target: usize) -> String {
    (0..length).map(|i| format!("{}:{} ", source + i, target + i)).collect()
}

fn nulls(source: std::ops::Range<usize>, target: std::ops::Range<usize>) -> String {
    let source = source.map(|i| format!("{i}: "));
    source.chain(target.map(|j| format!(":{j} "))).collect()
}

#[track_caller]
fn assert_sure_of_nulls(found: &Alignment) {
    let null = found
        .beads
        .iter()
        .zip(&found.confidence)
        .filter(|(bead, _)| bead.is_null());
    let (sum, count) = null.fold((0.0, 0.0), |(sum, count), (_, c)| (sum + c, count + 1.0));
    assert!(sum / count > 0.9, "mean confidence of null beads {}", sum / count);
}

#[test]
fn a_long_period_becomes_three_to_eight_sentences() {
    let clauses: [(&str, &str); 8] = [
        (
            "Salió mi padre de la casa con la escopeta vieja al hombro",
            "My father left the house with the old shotgun on his shoulder.",
        ),
        (
            "cruzó el puente sin mirar el agua turbia",
            "He crossed the bridge without looking at the muddy water.",
        ),
        (
            "saludó al cura, que leía debajo de un olmo",
            "He greeted the priest, who was reading under an elm.",
        ),
        (
            "compró tabaco y pólvora en la tienda de la viuda",
            "He bought tobacco and powder in the widow's shop.",
        ),
        (
            "subió por el camino del cementerio entre cipreses",
            "He climbed the cemetery road between cypresses.",
        ),
        (
            "se detuvo a beber en la fuente de los lobos",
            "He stopped to drink at the fountain of the wolves.",
        ),
        (
            "escuchó a lo lejos los perros de los cazadores",
            "He heard the hunters' dogs in the distance.",
        ),
        (
            "y nunca más volvimos a saber de él ni de su escopeta",
            "And we never heard again of him or his shotgun.",
        ),
    ];
    for size in 3..=8 {
        let period = clauses[..size]
            .iter()
            .map(|clause| clause.0)
            .collect::<Vec<_>>()
            .join("; ")
            + ".";
        let source = lines(es(0, 6).chain([period.as_str()]).chain(es(6, 12)));
        let target = lines(
            en(0, 6)
                .chain(clauses[..size].iter().map(|clause| clause.1))
                .chain(en(6, 12)),
        );
        let parts = (6..6 + size).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
        let expected = format!("{} 6:{parts} {}", diagonal(6, 0, 0), diagonal(6, 7, 6 + size));
        assert_beads(&align(&source, &target), &expected);
    }
}

#[test]
fn a_clause_moves_between_two_sentences() {
    let source = lines(
        es(0, 6)
            .chain([
                "El capitán bebía ron en la cubierta.",
                "Cuando sonó el cañón, los marineros, que dormían sobre las velas, corrieron a las bombas.",
            ])
            .chain(es(6, 12)),
    );
    let target = lines(
        en(0, 6)
            .chain([
                "The captain was drinking rum on deck when the cannon sounded.",
                "The sailors, who had been sleeping on the sails, ran to the pumps.",
            ])
            .chain(en(6, 12)),
    );
    let found = align(&source, &target);
    let expected = format!("{} 6,7:6,7 {}", diagonal(6, 0, 0), diagonal(6, 8, 8));
    assert_beads(&found, &expected);
}

#[test]
fn speech_tags_move_across_the_border() {
    let source = lines(
        es(0, 6)
            .chain([
                "—Abre la puerta.",
                "—Hace frío —dijo la abuela, y se envolvió en la manta de lana.",
                "—No tengo la llave —contestó el niño.",
            ])
            .chain(es(6, 12)),
    );
    let target = lines(
        en(0, 6)
            .chain([
                "\"Open the door.",
                "It's cold,\" said the grandmother.",
                "She wrapped herself in the woollen blanket.",
                "The boy answered: \"I haven't got the key.\"",
            ])
            .chain(en(6, 12)),
    );
    assert_beads(
        &align(&source, &target),
        &format!("{} 6:6 7:7,8 8:9 {}", diagonal(6, 0, 0), diagonal(6, 9, 10)),
    );
}

#[test]
fn very_short_turns_stay_in_step() {
    let turns = [
        ("—¿Quién?", "\"Who?\""),
        ("—Yo.", "\"Me.\""),
        ("—¿Tú?", "\"You?\""),
        ("—Sí.", "\"Yes.\""),
        ("—¿Solo?", "\"Alone?\""),
        ("—No.", "\"No.\""),
        ("—¿Con ella?", "\"With her?\""),
        ("—Con ella.", "\"With her.\""),
        ("—¡Dios mío!", "\"My God!\""),
    ];
    let source = lines(es(0, 6).chain(turns.iter().map(|turn| turn.0)).chain(es(6, 12)));
    let target = lines(en(0, 6).chain(turns.iter().map(|turn| turn.1)).chain(en(6, 12)));
    assert_beads(&align(&source, &target), &diagonal(21, 0, 0));
}

#[test]
fn refrains_of_a_litany_stay_in_step() {
    let verses = [
        ("Torre de marfil.", "Tower of ivory."),
        ("Ruega por nosotros.", "Pray for us."),
        ("Casa de oro.", "House of gold."),
        ("Ruega por nosotros.", "Pray for us."),
        ("Puerta del cielo.", "Gate of heaven."),
        ("Ruega por nosotros.", "Pray for us."),
        ("Estrella de la mañana.", "Morning star."),
        ("Ruega por nosotros.", "Pray for us."),
        ("Salud de los enfermos.", "Health of the sick."),
        ("Ruega por nosotros.", "Pray for us."),
    ];
    let source = lines(verses.iter().map(|verse| verse.0));
    let target = lines(verses.iter().map(|verse| verse.1));
    assert_beads(&align(&source, &target), &diagonal(10, 0, 0));
    // One verse and its refrain are left out.
    let target = lines(verses[..4].iter().chain(&verses[6..]).map(|verse| verse.1));
    let found = align(&source, &target);
    let all: Vec<_> = found.beads.iter().map(|bead| bead.shape().to_string()).collect();
    assert!(
        all.iter().filter(|shape| *shape == "1-0").count() == 2
            && !canonical(&found.beads).contains(&"4..5:4..5".to_owned()),
        "{all:?}"
    );
}

#[test]
fn stage_directions_and_speakers_of_one_side_stay_alone() {
    let source = lines([
        "GUARDIA.",
        "¿Quién golpea a estas horas?",
        "No hay noche en que me dejen dormir.",
        "MARQUÉS.",
        "Abre, que traigo frío.",
        "GUARDIA.",
        "Ya voy, ya voy.",
        "Esta puerta pesa más que mis pecados.",
        "MARQUÉS.",
        "¿Se ha levantado tu señor?",
        "GUARDIA.",
        "(_Aparte._)",
        "Aquí llega, y con mala cara.",
    ]);
    let target = lines([
        "[Knocking within.]",
        "GUARD.",
        "Who knocks at this hour?",
        "There is no night when they let me sleep.",
        "MARQUIS.",
        "Open, for I am cold.",
        "GUARD.",
        "I am coming, I am coming.",
        "[Opens the gate.]",
        "This door weighs more than my sins.",
        "MARQUIS.",
        "Has your lord got up?",
        "[Enter the Duke.]",
        "GUARD.",
        "Here he comes, and with an ill face.",
    ]);
    assert_beads(
        &align(&source, &target),
        ":0 0:1 1:2 2:3 3:4 4:5 5:6 6:7 :8 7:9 8:10 9:11 :12 10:13 11: 12:14",
    );
}

#[test]
fn notes_separators_and_page_numbers_on_one_side_stay_alone() {
    let source = lines(
        es(0, 5)
            .chain(["* * * * *"])
            .chain(es(5, 9))
            .chain(["[Pág. 47]"])
            .chain(es(9, 14))
            .chain(["(1) Véase la edición de Salamanca, impresa por Juan de Junta, folio 12."])
            .chain(es(14, 24)),
    );
    let target = lines(en(0, 24));
    let expected = [
        diagonal(5, 0, 0),
        nulls(5..6, 0..0),
        diagonal(4, 6, 5),
        nulls(10..11, 0..0),
        diagonal(5, 11, 9),
        nulls(16..17, 0..0),
        diagonal(10, 17, 14),
    ];
    assert_beads(&align(&source, &target), &expected.concat());
}

#[test]
fn a_part_of_the_original_inside_a_longer_document() {
    let source = lines(es(0, 24));
    let target = lines(
        OTHER[..10]
            .iter()
            .copied()
            .chain(en(8, 18))
            .chain(OTHER[10..].iter().copied()),
    );
    let found = align(&source, &target);
    let expected = [nulls(0..8, 0..10), diagonal(10, 8, 10), nulls(18..24, 20..30)];
    assert_beads(&found, &expected.concat());
    assert_sure_of_nulls(&found);
}

#[test]
fn a_missing_chapter_leaves_the_others_whole() {
    let found = align(&lines(es(0, 24)), &lines(en(0, 8).chain(en(16, 24))));
    assert_beads(
        &found,
        &[diagonal(8, 0, 0), nulls(8..16, 0..0), diagonal(8, 16, 8)].concat(),
    );
    assert_sure_of_nulls(&found);
}

#[test]
fn half_of_the_translation_is_missing() {
    let found = align(&lines(es(0, 24)), &lines(en(0, 12)));
    assert_beads(&found, &[diagonal(12, 0, 0), nulls(12..24, 0..0)].concat());
    assert_sure_of_nulls(&found);
    let found = align(&lines(es(12, 24)), &lines(en(0, 24)));
    assert_beads(&found, &[nulls(0..0, 0..12), diagonal(12, 0, 12)].concat());
    assert_sure_of_nulls(&found);
}

#[test]
fn a_preface_on_one_side_stays_alone() {
    let found = align(&lines(es(0, 24)), &lines(OTHER.iter().copied().chain(en(0, 24))));
    assert_beads(&found, &[nulls(0..0, 0..20), diagonal(24, 0, 20)].concat());
    assert_sure_of_nulls(&found);
}

#[test]
fn chapters_numbered_differently_are_still_paired() {
    let source = lines(
        ["CAPÍTULO IV"]
            .into_iter()
            .chain(es(0, 8))
            .chain(["CAPÍTULO V"])
            .chain(es(8, 16))
            .chain(["CAPÍTULO VI"])
            .chain(es(16, 24)),
    );
    let target = lines(
        ["Chapter 5"]
            .into_iter()
            .chain(en(0, 8))
            .chain(["Chapter 6"])
            .chain(en(8, 16))
            .chain(["Chapter 7"])
            .chain(en(16, 24)),
    );
    assert_beads(&align(&source, &target), &diagonal(27, 0, 0));
}

#[test]
fn numbers_as_words_on_one_side() {
    let dates = [
        ("Nació en 1871.", "He was born in eighteen hundred and seventy-one."),
        ("Murió en 1902.", "He died in nineteen hundred and two."),
        ("Tuvo 12 hijos.", "He had twelve children."),
        ("Enterró a 7.", "He buried seven."),
        (
            "Dejó 3 casas y 40 olivos.",
            "He left three houses and forty olive trees.",
        ),
    ];
    let source = lines(es(0, 4).chain(dates.iter().map(|date| date.0)).chain(es(4, 8)));
    let target = lines(en(0, 4).chain(dates.iter().map(|date| date.1)).chain(en(4, 8)));
    let found = align(&source, &target);
    assert_beads(&found, &diagonal(13, 0, 0));
    for reasons in &found.reasons {
        assert!(reasons.iter().all(|reason| reason.code() != "number"), "{reasons:?}");
    }
}

#[test]
fn names_that_are_translated() {
    let names = [
        ("Juan vivía en Sevilla.", "John lived in Seville."),
        ("Guillermo vivía en Londres.", "William lived in London."),
        ("Carlos vivía en Nueva York.", "Charles lived in New York."),
        ("Isabel vivía en La Coruña.", "Elizabeth lived in Corunna."),
        ("Enrique no vivía en ninguna parte.", "Henry did not live anywhere."),
    ];
    let source = lines(es(0, 4).chain(names.iter().map(|name| name.0)).chain(es(4, 8)));
    let target = lines(en(0, 4).chain(names.iter().map(|name| name.1)).chain(en(4, 8)));
    assert_beads(&align(&source, &target), &diagonal(13, 0, 0));
}

#[test]
fn verse_against_prose() {
    let source = lines([
        "La luna baja del monte",
        "con su vestido de plata,",
        "y los niños de la aldea",
        "la esperan junto al agua.",
        "Un gato negro la mira",
        "desde la torre más alta;",
        "el herrero, que no duerme,",
        "le ha forjado una espada.",
    ]);
    let target = lines([
        "The moon comes down from the mountain in her dress of silver.",
        "The children of the village wait for her beside the water.",
        "A black cat watches her from the highest tower.",
        "The blacksmith, who does not sleep, has forged her a sword.",
    ]);
    assert_beads(&align(&source, &target), "0,1:0 2,3:1 4,5:2 6,7:3");
}

#[test]
fn a_translation_of_another_book_matches_nothing() {
    let (source, target) = (lines(es(0, 24)), lines(OTHER));
    let found = align(&source, &target);
    let mut sum = 0.0;
    for (bead, confidence) in found
        .beads
        .iter()
        .zip(&found.confidence)
        .filter(|(bead, _)| !bead.is_null())
    {
        let shape = bead.shape();
        sum += f64::from(shape.source + shape.target) * confidence;
    }
    assert!(sum / 44.0 < 0.1, "{}", sum / 44.0);
}

/// The matched sentences of both texts, each with the confidence of its bead.
fn matched(found: &Alignment) -> Vec<f64> {
    let each = found.beads.iter().zip(&found.confidence);
    each.filter(|(bead, _)| !bead.is_null()).map(|(_, &c)| c).collect()
}

#[test]
fn of_a_few_unrelated_sentences_nothing_is_sure() {
    let pairs: [(&[&str], &[&str]); 3] = [
        (
            &[
                "Pele las patatas.",
                "Fría la cebolla a fuego lento.",
                "Sirva el plato muy caliente.",
            ],
            &[
                "The minister resigned.",
                "Shares fell sharply on Monday.",
                "No successor was named.",
            ],
        ),
        (&["Se vende bicicleta azul."], &["The jury heard two witnesses."]),
        (
            &["El tren llegó con retraso.", "Los viajeros protestaron."],
            &["Mix the flour with butter.", "Bake it for an hour."],
        ),
    ];
    for (source, target) in pairs {
        let found = align(&lines(source.iter().copied()), &lines(target.iter().copied()));
        let sure = matched(&found).into_iter().fold(0.0, f64::max);
        assert!(sure < 0.5, "{sure}: {source:?} {target:?}");
    }
    // As few sentences that do translate each other are known to.
    let found = align(
        &lines(["El tren llegó con retraso.", "Los viajeros protestaron."]),
        &lines(["The train arrived late.", "The passengers protested."]),
    );
    assert!(matched(&found).iter().all(|&c| c > 0.8), "{:?}", found.confidence);
}

#[test]
fn a_free_translation_between_sure_neighbours_is_not_surely_left_out() {
    let source = lines([
        "La puerta que se abre no es la puerta.",
        "Quien corre tras el viento se cansa; quien grita a las olas enronquece; quien mira fijo al sol se ciega.",
        "La lluvia gasta el hierro.",
    ]);
    let target = lines([
        "The door that opens is not the door.",
        "Chase storms and your legs will give out, argue with tides and lose your voice, stare and lose your eyes.",
        "Rain wears iron away.",
    ]);
    let found = align(&source, &target);
    assert_beads(&found, &diagonal(3, 0, 0));
    // Its words say nothing, and it is left to its reader.
    assert!(found.confidence[1] < 0.9, "{:?}", found.confidence);
    assert!(
        found.confidence[0] > 0.9 && found.confidence[2] > 0.9,
        "{:?}",
        found.confidence
    );
}

/// What only numbers an article belongs to nobody where the other text does not number.
#[test]
fn the_number_of_an_article_stays_alone() {
    let cut = |text: &str, lang| segment(SourceText::from_string(text), &Rules::for_lang(lang));
    let source = cut(
        "Artículo 7. Para los fines de este reglamento, las palabras siguientes significan:\n\
         a) Molino: todo edificio con muela que mueva el agua del canal, sea quien sea su dueño;\n\
         b) Molinero: la persona que muela grano ajeno por cuenta del municipio;\n\
         c) Maquila: la parte de la harina que cobra el molinero.\n",
        Lang::ES,
    );
    let bare = cut(
        "In these rules the following words mean:\n\n\
         (a) “mill” is any building with a stone that the water of the canal moves, whoever its owner is;\n\n\
         (b) “miller” is the person who grinds the grain of others on behalf of the town;\n\n\
         (c) “toll” is the share of the flour that the miller takes.\n",
        Lang::EN,
    );
    assert_beads(&align(&source, &bare), "0: 1:0 2:1 3:2 4:3");
    // With a number on both sides the two belong together.
    let numbered = cut(
        "Article 7. In these rules the following words mean:\n\n\
         (a) “mill” is any building with a stone that the water of the canal moves, whoever its owner is;\n\n\
         (b) “miller” is the person who grinds the grain of others on behalf of the town;\n\n\
         (c) “toll” is the share of the flour that the miller takes.\n",
        Lang::EN,
    );
    assert_beads(&align(&source, &numbered), &diagonal(5, 0, 0));
}
