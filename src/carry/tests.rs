//! What is undone is as it was: the decisions, and the links between them.

use proptest::prelude::*;

use super::{Policy, Text, Update, update};
use crate::align::Aligner;
use crate::file::{AlignmentFile, Confidence, Link, STALE, Settings, Status, TextRef, validate};
use crate::fixture::document;
use crate::text::Lang;

/// Paragraphs of pairs; `|` stands between sentences, and each paragraph of one text is one of the other.
type Work<'a> = Vec<Vec<(&'a str, &'a str)>>;

fn work() -> Work<'static> {
    vec![
        vec![("La casa del puerto", "The house by the harbour")],
        vec![
            ("Llovía desde el martes.", "It had been raining since Tuesday."),
            ("—¿Viene usted? —preguntó Ana.", "“Are you coming?” Ana asked."),
            ("—No.", "“No.”"),
        ],
        vec![
            ("El barco no salió del puerto.", "The boat did not leave the harbour."),
            ("—No.", "“No.”"),
            ("—No.", "“No.”"),
        ],
        vec![
            ("Ana cerró la ventana.", "Ana closed the window."),
            ("—No.", "“No.”"),
            (
                "Tomás pagó 14 pesetas por el pan.",
                "Tomás paid 14 pesetas for the bread.",
            ),
        ],
        vec![("Luego se durmió.", "Then she fell asleep.")],
    ]
}

/// Both texts, a sentence a line.
fn texts(work: &Work<'_>) -> [String; 2] {
    let side = |of: fn(&(&str, &str)) -> String| {
        let paragraphs = work
            .iter()
            .map(|pairs| pairs.iter().map(of).collect::<Vec<_>>().join("\n"));
        paragraphs
            .filter(|lines| !lines.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    [side(|pair| pair.0.to_owned()), side(|pair| pair.1.to_owned())]
}

fn decided(pair: &(&str, &str), number: usize) -> Link {
    Link {
        source: vec![pair.0.to_owned()],
        target: vec![pair.1.to_owned()],
        status: [Status::Accepted, Status::Edited, Status::Disputed][number % 3],
        confidence: Confidence::new(0.75),
        note: (!number.is_multiple_of(3)).then(|| format!("note {number}")),
        reasons: Vec::new(),
    }
}

/// The same with no sentence in it twice.
fn work_without_repeats() -> Work<'static> {
    let mut others = [
        ("—Nunca.", "“Never.”"),
        ("—Tal vez.", "“Perhaps.”"),
        ("—Mañana.", "“Tomorrow.”"),
        ("—Basta ya.", "“Enough.”"),
    ]
    .into_iter();
    let mut work = work();
    for pair in work.iter_mut().flatten().filter(|pair| pair.0 == "—No.") {
        *pair = others.next().unwrap();
    }
    work
}

/// The alignment of a work with each link decided.
fn pinned(work: &Work<'_>) -> AlignmentFile {
    let [source, target] = texts(work).map(|text| document(&text));
    AlignmentFile {
        source: TextRef::new(&source, Lang::ES, "texts/es/casa.txt"),
        target: TextRef::new(&target, Lang::EN, "texts/en/casa.txt"),
        links: work
            .concat()
            .iter()
            .zip(0..)
            .map(|(pair, number)| decided(pair, number))
            .collect(),
        ..crate::fixture::file(Vec::new())
    }
}

fn run(stored: &AlignmentFile, [source, target]: &[String; 2]) -> Update {
    let text = |text: &str, lang, path: &str| {
        let document = document(text);
        let reference = TextRef::new(&document, lang, path);
        Text { document, reference }
    };
    let policy = Policy {
        accept_loss: true,
        refresh: false,
    };
    let done = update(
        &Aligner::new(Lang::ES, Lang::EN),
        Some(stored),
        text(source, Lang::ES, "texts/es/casa.txt"),
        text(target, Lang::EN, "texts/en/casa.txt"),
        Settings::default(),
        policy,
    )
    .unwrap();
    assert_eq!(validate(&done.file), Ok(()));
    done
}

/// Edits the texts, aligns, undoes the edit, aligns, and holds the links against those before. Returns what the edit did.
fn undone(edit: impl Fn(&mut [String; 2])) -> Update {
    let before = pinned(&work());
    let mut edited = texts(&work());
    edit(&mut edited);
    let torn = run(&before, &edited);
    let back = run(&torn.file, &texts(&work()));
    assert_eq!(back.file.links, before.links, "after {edited:?}");
    assert_eq!(back.file.waiting, []);
    let again = run(&back.file, &texts(&work()));
    assert_eq!(again.file, back.file, "a second run changes nothing");
    torn
}

fn replace(text: &mut String, from: &str, to: &str) {
    assert!(text.contains(from), "{from} is not in {text}");
    *text = text.replacen(from, to, 1);
}

const PARAGRAPH: [&str; 2] = [
    "El barco no salió del puerto.\n—No.\n—No.\n\n",
    "The boat did not leave the harbour.\n“No.”\n“No.”\n\n",
];

#[test]
fn a_deleted_paragraph_of_the_translation_is_put_back() {
    let torn = undone(|texts| replace(&mut texts[1], PARAGRAPH[1], ""));
    assert_eq!(torn.report.became_stale, 3);
}

#[test]
fn a_deleted_paragraph_of_the_original_is_put_back() {
    let torn = undone(|texts| replace(&mut texts[0], PARAGRAPH[0], ""));
    assert_eq!(torn.report.became_stale, 3);
}

#[test]
fn a_paragraph_deleted_from_both_sides_is_put_back() {
    let torn = undone(|texts| {
        for (text, paragraph) in texts.iter_mut().zip(PARAGRAPH) {
            replace(text, paragraph, "");
        }
    });
    // Nothing of it stands, so no link could hold the decisions.
    assert_eq!(torn.report.waiting, 3);
    let kept = torn.file.links.iter().filter(|link| link.status.is_pinned()).count();
    assert_eq!(kept, pinned(&work()).links.len() - 3);
}

#[test]
fn swapped_paragraphs_are_put_back() {
    undone(|texts| {
        let mut paragraphs: Vec<_> = texts[1].split("\n\n").collect();
        paragraphs.swap(1, 3);
        texts[1] = paragraphs.join("\n\n");
    });
    undone(|texts| {
        for text in texts {
            let mut paragraphs: Vec<_> = text.split("\n\n").collect();
            paragraphs.swap(2, 3);
            *text = paragraphs.join("\n\n");
        }
    });
}

#[test]
fn joined_sentences_are_parted_again() {
    undone(|texts| replace(&mut texts[1], "Ana closed the window.\n", "Ana closed the window; "));
    undone(|texts| {
        replace(
            &mut texts[0],
            "Llovía desde el martes.\n—¿Viene",
            "Llovía desde el martes —¿Viene",
        );
    });
}

#[test]
fn the_same_sentence_often_finds_each_its_own_place() {
    // One of four, the third, in one text or in both.
    undone(|texts| replace(&mut texts[1], "“No.”\n“No.”\n", "“No.”\n"));
    undone(|texts| {
        replace(&mut texts[0], "—No.\n—No.\n", "—No.\n");
        replace(&mut texts[1], "“No.”\n“No.”\n", "“No.”\n");
    });
    undone(|texts| texts[1] = texts[1].replace("“No.”\n", ""));
}

#[test]
fn a_text_cut_off_or_emptied_is_put_back() {
    undone(|texts| {
        let end = texts[1].find("Ana closed").unwrap();
        texts[1].truncate(end);
    });
    undone(|texts| texts[1].clear());
}

#[test]
fn a_correction_that_is_kept_leaves_one_decision_stale_and_touches_no_other_link() {
    let mut corrected = texts(&work());
    replace(&mut corrected[1], "closed the window", "shut the window");
    let before = pinned(&work());
    let done = run(&before, &corrected);
    assert_eq!(
        (done.report.became_stale, done.report.kept),
        (1, before.links.len() - 1)
    );
    let touched: Vec<_> = (0..before.links.len())
        .filter(|&at| done.file.links[at] != before.links[at])
        .collect();
    assert_eq!(touched, [7]);
    assert!(done.file.links[7].reasons[0].starts_with(STALE));
}

/// Decisions that wait stand after all others; of sentences that are the same each comes back to its own place.
#[test]
fn decisions_that_wait_come_back_where_their_sentences_stand() {
    let repeats: Work<'_> = vec![
        vec![("El faro.", "Nobody."), ("—No.", "Nobody.")],
        vec![("Ana cerró la ventana.", "Ana closed the window.")],
        vec![("—No.", "“No.”"), ("Luego se durmió.", "Then she fell asleep.")],
        vec![("Se fue.", "Nobody.")],
        vec![("—Ni uno.", "“No.”"), ("El faro.", "The light.")],
    ];
    let before = pinned(&repeats);
    for gone in 0..repeats.len() {
        let mut without = repeats.clone();
        without.remove(gone);
        let torn = run(&before, &texts(&without));
        let back = run(&torn.file, &texts(&repeats));
        assert_eq!(back.file.links, before.links, "without paragraph {gone}");
        assert_eq!(back.file.waiting, []);
    }
}

/// Where an edit puts the sentence of another decision in the place of one, the stale link must not keep it.
#[test]
fn a_stale_link_gives_a_sentence_back_to_the_decision_it_belongs_to() {
    let texts = |target: &str| [String::new(), target.to_owned()];
    let links = ["Nobody left the house.", "It rained all afternoon.", "“No.”"];
    let mut before = pinned(&Vec::new());
    before.links = links
        .iter()
        .zip(0..)
        .map(|(target, number)| Link {
            source: Vec::new(),
            ..decided(&("", *target), number)
        })
        .collect();
    let before = run(&before, &texts(&links.join("\n"))).file;
    assert!(before.links.iter().all(|link| link.status.is_pinned()));
    let torn = run(&before, &texts("It rained all afternoon.\nIt rained all afternoon."));
    let back = run(&torn.file, &texts(&links.join("\n")));
    assert_eq!(back.file.links, before.links);
    assert_eq!(back.file.waiting, []);
}

/// Of two decisions about the same words one stood all the time; the other finds the place that it leaves.
#[test]
fn a_decision_that_stands_keeps_no_other_from_its_place() {
    let links = ["Nobody left the house.", "“No.”", "“No.”", "It rained all afternoon."];
    let texts = |lines: &[&str]| [String::new(), lines.join("\n")];
    let null = |(target, number): (&&str, usize)| Link {
        source: Vec::new(),
        ..decided(&("", *target), number)
    };
    let mut before = pinned(&Vec::new());
    before.links = links.iter().zip(0..).map(null).collect();
    let before = run(&before, &texts(&links)).file;
    for left in [
        vec!["The light went on.", "“No.”"],
        vec!["“No.”", "The light went on."],
        vec!["A ship.", "“No.”", "Who?"],
    ] {
        let torn = run(&before, &texts(&left));
        let back = run(&torn.file, &texts(&links));
        let pinned = back.file.links.iter().filter(|link| link.status.is_pinned()).count();
        assert_eq!(
            (pinned, &back.file.waiting[..]),
            (4, &[][..]),
            "{left:?}: {:#?}",
            back.file.links
        );
    }
}

/// Sentences that stand so often that no trace of single ones keeps those of a decision together.
#[test]
fn a_decision_among_sentences_that_repeat_finds_them_in_one_piece() {
    let light = "El faro se encendió solo.";
    let texts = |source: &[&str], target: &[&str]| [source.join("\n"), target.join("\n")];
    let whole = texts(
        &[light, "¿Quién va?"],
        &["* * *", light, "* * *", "* * *", light, light],
    );
    let mut before = pinned(&Vec::new());
    before.links = vec![Link {
        source: vec![light.to_owned(), "¿Quién va?".to_owned()],
        target: vec!["* * *".to_owned(), light.to_owned()],
        ..decided(&("", ""), 1)
    }];
    let before = run(&before, &whole).file;
    assert!(before.links[0].status.is_pinned());
    let torn = run(&before, &texts(&["—No."], &["Nobody left the house."]));
    assert_eq!(torn.file.waiting.len(), 1);
    let back = run(&torn.file, &whole);
    assert_eq!(
        (&back.file.links[0], &back.file.waiting[..]),
        (&before.links[0], &[][..])
    );
}

/// A decision that became stale stays where it is, though another link that is edited holds the same words.
#[test]
fn a_stale_decision_does_not_go_off_to_the_same_words_elsewhere() {
    let texts = |no: &str, then: &str| {
        let target = [
            "It rained.",
            no,
            "Ana closed the window.",
            then,
            "“No.”",
            "She fell asleep.",
        ];
        let source = [
            "Llovía.",
            "—No.",
            "Ana cerró la ventana.",
            "Luego.",
            "—No.",
            "Se durmió.",
        ];
        [source.join("\n"), target.join("\n")]
    };
    let link = |source: &[&str], target: &[&str], status| Link {
        source: source.iter().map(ToString::to_string).collect(),
        target: target.iter().map(ToString::to_string).collect(),
        status,
        ..decided(&("", ""), 0)
    };
    let mut before = pinned(&Vec::new());
    before.links = vec![
        link(&["Llovía."], &["It rained."], Status::Auto),
        link(&["—No."], &["“No.”"], Status::Accepted),
        link(
            &["Ana cerró la ventana."],
            &["Ana closed the window."],
            Status::Accepted,
        ),
        link(&["Luego.", "—No."], &["Then.", "“No.”"], Status::Auto),
        link(&["Se durmió."], &["She fell asleep."], Status::Auto),
    ];
    let before = run(&before, &texts("“No.”", "Then.")).file;
    let stale = run(&before, &texts("“Not at all, and never.”", "Then.")).file;
    assert!(stale.links[1].is_stale(), "{:#?}", stale.links);
    let later = run(&stale, &texts("“Not at all, and never.”", "Afterwards, and slowly.")).file;
    assert!(later.links[1].is_stale(), "{:#?}", later.links);
    assert_eq!(later.links.iter().filter(|link| link.status.is_pinned()).count(), 1);
}

/// The decision is the first half of a sentence that a link without a decision held while they were joined.
#[test]
fn a_decision_comes_back_when_its_sentence_is_parted_from_the_next_again() {
    let work = work_without_repeats();
    let (before, whole) = (pinned(&work), texts(&work));
    let [mut source, mut target] = whole
        .clone()
        .map(|text| text.split('\n').map(str::to_owned).collect::<Vec<_>>());
    let line = |lines: &[String], words| lines.iter().position(|line| line.contains(words)).expect("it is there");
    let (enough, asleep) = (line(&source, "Basta"), line(&source, "Luego"));
    source.swap(enough, asleep);
    let enough = line(&target, "Enough");
    let paid = target.remove(enough + 1);
    target[enough] = format!("{} {paid}", target[enough]);
    let torn = run(&before, &[source.join("\n"), target.join("\n")]).file;
    assert!(torn.links.iter().any(Link::is_stale));
    let back = run(&torn, &whole).file;
    assert_eq!(back.links, before.links);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever lines are taken away, put elsewhere, joined or reworded, where no sentence stands twice.
    #[test]
    fn every_edit_that_is_undone_gives_back_every_decision(
        edits in prop::collection::vec((0..2_usize, any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..5_u8), 1..5),
    ) {
        let before = pinned(&work_without_repeats());
        let mut edited = texts(&work_without_repeats());
        for (side, at, to, what) in edits {
            let mut lines: Vec<String> = edited[side].split('\n').map(str::to_owned).collect();
            let (at, to) = (at.index(lines.len()), to.index(lines.len()));
            match what {
                0 => drop(lines.remove(at)),
                1 => lines.swap(at, to),
                2 => lines[at].push_str(" ¡Ay!"),
                3 => lines.insert(at, "Alguien habló.".to_owned()),
                _ if at + 1 < lines.len() => {
                    let next = lines.remove(at + 1);
                    lines[at] = format!("{} {next}", lines[at]);
                }
                _ => {}
            }
            edited[side] = lines.join("\n");
        }
        let torn = run(&before, &edited);
        let back = run(&torn.file, &texts(&work_without_repeats()));
        prop_assert_eq!(&back.file.links, &before.links, "after {:?}: {:#?}", edited, torn.file.links);
        prop_assert!(back.file.waiting.is_empty());
    }
}
