//! Alignments for tests: one to look at, and arbitrary ones.

use proptest::prelude::*;

use crate::file::{AlignerInfo, AlignmentFile, Confidence, Link, Settings, Status, TextRef};
use crate::text::{Document, Lang, Side, SourceText, fold_space};

/// A document of sentences, one a line; blank lines part passages.
pub(crate) fn document(lines: &str) -> Document {
    crate::segment::one_per_line(SourceText::from_string(lines))
}

/// An `auto` link; sentences as in `"Hola. | Adiós."`, an empty side as `""`.
pub(crate) fn link(source: &str, target: &str) -> Link {
    let side = |list: &str| -> Vec<String> {
        let parts = list.split(" | ").filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    Link {
        source: side(source),
        target: side(target),
        status: Status::Auto,
        confidence: Confidence::new(0.9),
        note: None,
        reasons: Vec::new(),
    }
}

/// An alignment of these links, with texts that hold just their sentences, one a line.
pub(crate) fn file(links: Vec<Link>) -> AlignmentFile {
    let text = |side: Side| {
        let lines = links
            .iter()
            .flat_map(|link| link.texts(side))
            .map(|text| format!("{text}\n"));
        document(&lines.collect::<String>())
    };
    AlignmentFile {
        source: TextRef::new(&text(Side::Source), Lang::ES, "texts/es/obra.txt"),
        target: TextRef::new(&text(Side::Target), Lang::EN, "texts/en/obra.txt"),
        aligner: AlignerInfo {
            version: "0.1.0".to_owned(),
            settings: Settings::default(),
        },
        waiting: Vec::new(),
        links,
    }
}

/// Every shape, every status, everything optional.
pub(crate) fn sample() -> AlignmentFile {
    let mut links = vec![
        link("El faro", "The lighthouse"),
        link(
            "Llovía. | Nadie salió de casa.",
            "It rained, and nobody left the house.",
        ),
        link("—¿Quién va? —preguntó.", "\"Who goes there?\" | he asked."),
        link("", "No answer came."),
        link("=1+1", ""),
        link("Fin.", "The end."),
    ];
    links[0].confidence = Confidence::CERTAIN;
    links[0].status = Status::Accepted;
    links[1].confidence = Confidence::new(0.9731);
    links[2].status = Status::Edited;
    links[2].note = Some("speech\tand frame\nbelong together".to_owned());
    links[3].confidence = Confidence::new(0.5);
    links[3].reasons = vec!["null".to_owned(), "length".to_owned()];
    links[4].status = Status::Disputed;
    links[4].confidence = Confidence::new(0.0001);
    links[4].note = Some("left out on purpose?".to_owned());
    file(links)
}

/// The texts of the sample, in passages.
pub(crate) fn sample_texts() -> [Document; 2] {
    [
        "El faro\n\nLlovía.\nNadie salió de casa.\n—¿Quién va? —preguntó.\n\n=1+1\nFin.\n",
        "The lighthouse\n\nIt rained, and nobody left the house.\n\"Who goes there?\"\nhe asked.\nNo answer came.\n\nThe end.\n",
    ]
    .map(document)
}

/// Texts that break careless writers and readers.
const ODD: [&str; 12] = [
    "\"",
    "\\",
    "\\u0041",
    "\t",
    "\u{0}\u{1f}",
    "\u{7f}",
    "\u{200f}שלום",
    "👩‍👩‍👧",
    "e\u{301}",
    "<<<<<<< HEAD",
    "\u{feff}",
    "]}",
];

fn any_sentence() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(ODD.as_slice()).prop_map(str::to_owned);
    let visible = prop_oneof![odd, "[a-zñ¿«]{1,6}", any::<char>().prop_map(String::from)];
    prop::collection::vec(visible, 1..4).prop_map(|parts| {
        let line_break = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        format!("¡{}!", parts.join(" ").replace(line_break, " "))
    })
}

fn any_note() -> impl Strategy<Value = Option<String>> {
    let breaks = prop::sample::select(vec!["\n", "\r\n", "\u{2028}", "\u{85}", ",\n    {", ""]);
    prop::option::of((any_sentence(), breaks).prop_map(|(text, tail)| format!("{text}{tail}{text}")))
}

prop_compose! {
    /// A link that holds something.
    fn any_link()(
        source in prop::collection::vec(any_sentence(), 0..4),
        target in prop::collection::vec(any_sentence(), 0..4),
        filler in any_sentence(),
        status in prop::sample::select(Status::ALL.as_slice()),
        ten_thousandths in 0..=10_000_u32,
        note in any_note(),
        reasons in prop::collection::vec("[a-z-]{1,8}", 0..3),
    ) -> Link {
        let empty = source.is_empty() && target.is_empty();
        Link {
            source: if empty { vec![filler] } else { source },
            target,
            status,
            confidence: Confidence::new(f64::from(ten_thousandths) / 10_000.0),
            note,
            reasons,
        }
    }
}

/// Any valid file whose sentences are spelt as texts spell them: composed, and with single blanks.
pub(crate) fn any_aligned_file() -> impl Strategy<Value = AlignmentFile> {
    any_file().prop_map(|mut file| {
        for link in &mut file.links {
            for text in link.source.iter_mut().chain(&mut link.target) {
                *text = fold_space(SourceText::from_string(text.as_str()).as_str()).into_owned();
            }
        }
        file
    })
}

prop_compose! {
    /// Any valid file.
    pub(crate) fn any_file()(
        links in prop::collection::vec(any_link(), 0..12),
        waiting in prop::collection::vec(any_link(), 0..2),
        langs in prop::sample::select(vec![("es", "en"), ("de", "fr"), ("pt-BR", "spa"), ("eu", "zh-Hant-TW")]),
        path in any_sentence(),
        encoding in prop::collection::btree_map("source|target", "[a-z0-9-]{1,12}", 0..3),
        one_per_line in any::<bool>(),
        lexicon in prop::collection::vec("[a-z/]{1,9}\\.tsv", 0..3),
        digits in "[0-9a-f]{64}",
    ) -> AlignmentFile {
        let text = |lang: &str| TextRef { lang: lang.to_owned(), path: path.clone(), sha256: digits.clone() };
        AlignmentFile {
            source: text(langs.0),
            target: text(langs.1),
            aligner: AlignerInfo { version: path.clone(), settings: Settings { one_per_line, encoding, lexicon } },
            waiting,
            links,
        }
    }
}
