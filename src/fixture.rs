//! Alignments for tests: one to look at, and arbitrary ones.

use proptest::prelude::*;

use crate::file::{AlignerInfo, AlignmentFile, Confidence, Link, Settings, Status, TextRef};
use crate::text::{Document, Lang, SentenceId, SourceText};

/// A document of sentences, one a line; blank lines part passages.
pub(crate) fn document(lines: &str) -> Document {
    crate::segment::one_per_line(SourceText::from_string(lines))
}

/// An `auto` link; ids and texts as in `"1.1 Hola. | 1.2 Adiós."`, an empty side as `""`.
pub(crate) fn link(source: &str, target: &str) -> Link {
    let side = |list: &str| -> (Vec<SentenceId>, Vec<String>) {
        let parts = list.split(" | ").filter(|part| !part.is_empty());
        parts
            .map(|part| part.split_once(' ').unwrap())
            .map(|(id, text)| (id.parse::<SentenceId>().unwrap(), text.to_owned()))
            .unzip()
    };
    let ((source, source_text), (target, target_text)) = (side(source), side(target));
    Link {
        source,
        target,
        status: Status::Auto,
        confidence: Confidence::new(0.9),
        note: None,
        reasons: Vec::new(),
        source_text,
        target_text,
    }
}

/// An alignment of these links, with texts that hold just their sentences.
pub(crate) fn file(links: Vec<Link>) -> AlignmentFile {
    let text = |side: fn(&Link) -> (&[SentenceId], &[String])| {
        let mut lines = String::new();
        for (id, text) in links.iter().flat_map(|link| side(link).0.iter().zip(side(link).1)) {
            if id.sentence == 1 && !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str(text);
            lines.push('\n');
        }
        document(&lines)
    };
    let source = text(|link| (&link.source, &link.source_text));
    let target = text(|link| (&link.target, &link.target_text));
    AlignmentFile {
        source: TextRef::new(&source, Lang::ES, "texts/es/obra.txt"),
        target: TextRef::new(&target, Lang::EN, "texts/en/obra.txt"),
        aligner: AlignerInfo {
            version: "0.1.0".to_owned(),
            settings: Settings::default(),
        },
        links,
    }
}

/// Every shape, every status, everything optional.
pub(crate) fn sample() -> AlignmentFile {
    let mut links = vec![
        link("1.1 El faro", "1.1 The lighthouse"),
        link(
            "2.1 Llovía. | 2.2 Nadie salió de casa.",
            "2.1 It rained, and nobody left the house.",
        ),
        link("2.3 —¿Quién va? —preguntó.", "2.2 \"Who goes there?\" | 2.3 he asked."),
        link("", "2.4 No answer came."),
        link("3.1 =1+1", ""),
        link("3.2 Fin.", "3.1 The end."),
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

const STATUSES: [Status; 4] = [Status::Auto, Status::Accepted, Status::Edited, Status::Disputed];

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
    /// A link without ids: how many sentences it holds follows from its texts.
    fn any_link()(
        source_text in prop::collection::vec(any_sentence(), 0..4),
        target_text in prop::collection::vec(any_sentence(), 0..4),
        filler in any_sentence(),
        status in prop::sample::select(STATUSES.as_slice()),
        ten_thousandths in 0..=10_000_u32,
        note in any_note(),
        reasons in prop::collection::vec("[a-z-]{1,8}", 0..3),
    ) -> Link {
        let empty = source_text.is_empty() && target_text.is_empty();
        Link {
            source: Vec::new(),
            target: Vec::new(),
            status,
            confidence: Confidence::new(f64::from(ten_thousandths) / 10_000.0),
            note,
            reasons,
            source_text: if empty { vec![filler] } else { source_text },
            target_text,
        }
    }
}

prop_compose! {
    /// Any valid file.
    pub(crate) fn any_file()(
        links in prop::collection::vec(any_link(), 0..12),
        breaks in prop::collection::vec(any::<bool>(), 80),
        langs in prop::sample::select(vec![("es", "en"), ("de", "fr"), ("pt-BR", "spa"), ("eu", "zh-Hant-TW")]),
        path in any_sentence(),
        encoding in prop::collection::btree_map("source|target", "[a-z0-9-]{1,12}", 0..3),
        one_per_line in any::<bool>(),
        lexicon in prop::collection::vec("[a-z/]{1,9}\\.tsv", 0..3),
        digits in "[0-9a-f]{64}",
    ) -> AlignmentFile {
        let mut links = links;
        let mut breaks = breaks.into_iter();
        let (mut source, mut target) = (None, None);
        let mut next = |last: &mut Option<SentenceId>| {
            let starts = breaks.next().unwrap_or(false);
            let id = match *last {
                None => SentenceId { passage: 1, sentence: 1 },
                Some(id) if starts => SentenceId { passage: id.passage + 1, sentence: 1 },
                Some(id) => SentenceId { sentence: id.sentence + 1, ..id },
            };
            *last = Some(id);
            id
        };
        for link in &mut links {
            link.source = link.source_text.iter().map(|_| next(&mut source)).collect();
            link.target = link.target_text.iter().map(|_| next(&mut target)).collect();
        }
        let text = |lang: &str| TextRef { lang: lang.to_owned(), path: path.clone(), sha256: digits.clone() };
        AlignmentFile {
            source: text(langs.0),
            target: text(langs.1),
            aligner: AlignerInfo { version: path.clone(), settings: Settings { one_per_line, encoding, lexicon } },
            links,
        }
    }
}
