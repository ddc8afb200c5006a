//! What a page promises.

use std::sync::LazyLock;

use super::{Html, IndexEntry, index_page, title};
use crate::export::Exporter;
use crate::file::{Confidence, Link, Status};
use crate::text::PassageKind::{Footnote, Heading, Letter, ListItem, Paragraph, Separator, Verse};
use crate::text::{Matter, PassageKind, Side};
use crate::view::{Cell, Row, View};

type Said<'a> = (&'a str, PassageKind, &'a str);

/// Pages are made of the cells of a row; the link behind them is of no account.
static BEHIND: LazyLock<Link> = LazyLock::new(|| crate::fixture::link("", ""));

/// A certain link of sentences given as id, kind and text.
pub(super) fn row<'a>(source: &[Said<'a>], target: &[Said<'a>]) -> Row<'a> {
    let cells = |said: &[Said<'a>]| {
        let cell = |&(id, kind, text): &Said<'a>| Cell {
            // As the positions, so that the page can be read.
            anchor: id.to_owned(),
            id: id.parse().unwrap(),
            text,
            kind,
        };
        said.iter().map(cell).collect()
    };
    Row {
        source: cells(source),
        target: cells(target),
        link: &BEHIND,
        status: Status::Auto,
        confidence: Confidence::CERTAIN,
        note: None,
        reasons: &[],
    }
}

fn view<'a>(rows: Vec<Row<'a>>) -> View<'a> {
    View {
        name: "obra",
        source_lang: "es",
        target_lang: "en",
        rows,
        file: None,
    }
}

fn page(view: &View<'_>) -> String {
    let mut out = Vec::new();
    let html = Html {
        review: true,
        ..Html::default()
    };
    html.export(view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn main_of(page: &str) -> &str {
    let start = page.find("<main>").unwrap();
    &page[start..page.find("</main>").unwrap() + "</main>".len()]
}

/// The page without its style and script, which are constant and hold no text of a work.
fn without_assets(page: &str) -> String {
    let after = |text: &str, open: &str, close: &str| {
        let (before, rest) = text.split_once(open).unwrap();
        format!("{before}{}", rest.split_once(close).unwrap().1)
    };
    after(&after(page, "<style>", "</style>"), "<script>", "</script>")
}

fn entry<'a>(href: &'a str, source: &'a str, target: &'a str) -> IndexEntry<'a> {
    IndexEntry {
        href,
        name: "obra",
        title_source: source,
        title_target: target,
        source_lang: "es",
        target_lang: "en",
        source_sentences: 90,
        target_sentences: 92,
        links: 88,
        reviewed: 87,
        mean_confidence: 0.957,
        minutes: 9,
        drift: None,
    }
}

fn every_kind(reasons: &[String]) -> View<'_> {
    let mut rows = vec![
        row(&[("1.1", Heading, "EL RÍO")], &[("1.1", Heading, "THE RIVER")]),
        row(&[("2.1", Heading, "_Cuento_")], &[("2.1", Heading, "_A Tale_")]),
        row(&[("3.1", Heading, "I")], &[("3.1", Heading, "I")]),
        row(&[("4.1", Letter, "Muy Sr. mío:")], &[("4.1", Letter, "Dear Sir,")]),
        row(
            &[("5.1", Paragraph, "Uno."), ("5.2", Paragraph, "Dos.")],
            &[("5.1", Paragraph, "One and two.")],
        ),
        row(
            &[("5.3", Paragraph, "Tres.")],
            &[("5.2", Paragraph, "Three,"), ("6.1", Paragraph, "or four.")],
        ),
        row(&[("5.4", Paragraph, "Sobra.")], &[]),
        row(&[], &[("7.1", Footnote, "Added.")]),
        row(&[("6.1", Separator, "* * *")], &[("8.1", Separator, "* * *")]),
        row(&[("7.1", Heading, "II")], &[("9.1", Heading, "II")]),
        row(&[("8.1", Verse, "Se fue el río")], &[("10.1", Verse, "The river left")]),
        row(&[("9.1", ListItem, "- pan")], &[("11.1", ListItem, "- bread")]),
    ];
    rows[4].confidence = Confidence::new(0.54);
    rows[4].reasons = reasons;
    rows[5].status = Status::Disputed;
    rows[5].note = Some("¿Tres o cuatro?");
    rows[6].status = Status::Accepted;
    rows[6].confidence = Confidence::new(0.2);
    view(rows)
}

#[test]
fn a_page_shows_every_kind_of_passage_and_link() {
    let reasons = ["length-ratio".to_owned(), "near-tie".to_owned()];
    insta::assert_snapshot!(main_of(&page(&every_kind(&reasons))));
}

#[test]
fn the_index_lists_works_in_their_order() {
    let entries = [
        entry("uno.html", "El río", "The River"),
        entry("día 2#?.html", "_Dos_", "Two & a half"),
    ];
    insta::assert_snapshot!(main_of(&index_page(&entries, true)));
}

#[test]
fn whatever_a_text_holds_is_shown_as_text() {
    let evil = r#"</span></style></script><script>alert(1)</script><img src=x onerror=a> "q" 'p' & {{ 7*7 }}"#;
    let mut rows = vec![
        row(&[("1.1", Heading, evil)], &[("1.1", Heading, evil)]),
        row(&[("2.1", Heading, evil)], &[("2.1", Heading, evil)]),
        row(&[("3.1", Paragraph, evil)], &[("3.1", Verse, evil)]),
    ];
    let reasons = [evil.to_owned()];
    rows[2].note = Some(evil);
    rows[2].reasons = &reasons;
    rows[2].confidence = Confidence::new(0.1);
    let hostile = View {
        name: evil,
        source_lang: evil,
        target_lang: evil,
        rows,
        file: None,
    };
    let mut work = entry(evil, evil, evil);
    (work.name, work.source_lang, work.target_lang) = (evil, evil, evil);
    for page in [page(&hostile), index_page(&[work], true)] {
        let shown = without_assets(&page);
        assert!(!shown.contains("<script") && !shown.contains("</script"), "{shown}");
        assert!(!shown.contains("<img") && !shown.contains("</style"), "{shown}");
        // The hashes of the policy may hold any two digits.
        let mut told = shown.lines().filter(|line| !line.contains("Content-Security-Policy"));
        assert!(told.all(|line| !line.contains("49")), "{shown}");
        assert!(!shown.contains("\"q\""), "{shown}");
        assert!(shown.contains("&lt;script&gt;alert(1)&lt;"), "{shown}");
    }
}

#[test]
fn a_page_refers_to_nothing_outside_itself() {
    for page in [
        page(&every_kind(&[])),
        index_page(&[entry("//evil.example/x", "Uno", "One")], true),
    ] {
        for address in ["http:", "https:", "//", "url(", "@import", "src=", "fetch(", "import("] {
            // In the script "//" begins a comment.
            let text = if address == "//" {
                without_assets(&page)
            } else {
                page.clone()
            };
            assert!(!text.contains(address), "{address} in {text}");
        }
        assert!(page.contains("content=\"default-src &#x27;none&#x27;; style-src &#x27;sha256-"));
    }
}

#[test]
fn the_same_work_is_the_same_bytes() {
    let reasons = ["near-tie".to_owned()];
    assert_eq!(page(&every_kind(&reasons)), page(&every_kind(&reasons)));
}

#[test]
fn every_sentence_has_an_id_of_its_own_and_every_link_leads_to_one() {
    let numbers: Vec<String> = (1..=300).map(|n| format!("{}.{}", n / 7 + 1, n % 7 + 1)).collect();
    let rows = numbers.iter().map(|id| {
        let kind = if id.ends_with(".1") { Heading } else { Paragraph };
        row(&[(id, kind, "Sí.")], &[(id, kind, "Yes.")])
    });
    let page = page(&view(rows.collect()));
    let attributes = |open: &str| -> Vec<String> {
        let values = page.split(open).skip(1).map(|rest| rest.split('"').next().unwrap());
        values.map(str::to_owned).collect()
    };
    let mut ids = attributes(" id=\"");
    for number in &numbers {
        assert!(ids.contains(&format!("s{number}")) && ids.contains(&format!("t{number}")));
    }
    assert!(attributes("href=\"#").iter().all(|link| ids.contains(link)));
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
    assert_eq!(page.matches("<span><span id=\"s").count(), 300);
}

#[test]
fn a_work_without_sentences_is_a_page_with_its_name() {
    let page = page(&view(Vec::new()));
    assert!(page.contains("<h1 class=\"name\">obra</h1>"), "{}", main_of(&page));
}

#[test]
fn a_title_is_the_first_heading_of_its_side() {
    let rows = vec![
        row(&[("1.1", Paragraph, "1894")], &[]),
        row(&[("2.1", Heading, "El río")], &[("1.1", Paragraph, "The River")]),
    ];
    let view = view(rows);
    assert_eq!(
        (title(&view, Side::Source), title(&view, Side::Target)),
        ("El río", "obra")
    );
}

#[test]
fn a_language_written_from_the_right_says_so() {
    let rows = vec![row(&[("1.1", Paragraph, "Sí.")], &[("1.1", Paragraph, "نعم.")])];
    let page = page(&View {
        target_lang: "ar",
        ..view(rows)
    });
    assert!(
        page.contains("<p class=\"t indent\" lang=\"ar\" dir=\"rtl\">"),
        "{}",
        main_of(&page)
    );
    assert!(
        page.contains("<p class=\"o indent\" lang=\"es\"><span>"),
        "{}",
        main_of(&page)
    );
}

#[test]
fn front_and_back_matter_is_folded_and_gives_the_title() {
    let matter = PassageKind::Matter;
    let rows = vec![
        row(&[("1.1", matter(Matter::Producer), "Preparado por un amigo")], &[]),
        row(
            &[("2.1", matter(Matter::Title), "LA RUEDA")],
            &[("1.1", matter(Matter::Title), "THE WHEEL")],
        ),
        row(&[], &[("2.1", matter(Matter::PrefaceHeading), "TO THE READER")]),
        row(&[("3.1", Heading, "I")], &[("3.1", Heading, "I")]),
        row(&[("4.1", Paragraph, "Uno.")], &[("4.1", Paragraph, "One.")]),
        row(&[("5.1", Heading, "II")], &[("5.1", Heading, "II")]),
        row(&[("6.1", matter(Matter::Closing), "FIN")], &[]),
    ];
    let view = view(rows);
    assert_eq!(
        (title(&view, Side::Source), title(&view, Side::Target)),
        ("LA RUEDA", "THE WHEEL")
    );
    let page = page(&view);
    assert!(page.contains("<title>LA RUEDA · THE WHEEL</title>"));
    let main = main_of(&page);
    let at = |part: &str| main.find(part).unwrap_or_else(|| panic!("no {part} in {main}"));
    assert!(at("Front matter") < at("Preparado") && at("TO THE READER") < at("</details>"));
    assert!(at("</details>") < at("Uno.") && at("Uno.") < at("Back matter") && at("Back matter") < at("FIN"));
    assert!(!without_assets(&page).contains("in one text only"));
    assert!(
        !without_assets(&page)
            .split("<main>")
            .next()
            .unwrap()
            .contains("TO THE READER")
    );
}

#[test]
fn front_matter_goes_on_over_a_stray_line_and_between_two_parts() {
    let matter = PassageKind::Matter;
    let rows = vec![
        row(&[("1.1", matter(Matter::Title), "LA RUEDA")], &[]),
        row(&[("2.1", Paragraph, "B.")], &[("1.1", Paragraph, "B.")]),
        row(&[], &[("2.1", matter(Matter::Producer), "Made by a friend")]),
        row(&[("3.1", Heading, "I")], &[("3.1", Heading, "I")]),
        row(&[("4.1", Paragraph, "Uno.")], &[("4.1", Paragraph, "One.")]),
        row(&[("5.1", matter(Matter::Title), "SEGUNDA PARTE")], &[]),
        row(&[("6.1", Heading, "II")], &[("6.1", Heading, "II")]),
        row(&[("7.1", Paragraph, "Dos.")], &[("7.1", Paragraph, "Two.")]),
    ];
    let page = page(&view(rows));
    let main = main_of(&page);
    assert_eq!(main.matches("Front matter").count(), 2, "{main}");
    assert!(!main.contains("Back matter"), "{main}");
}

#[test]
fn a_long_work_is_hours_long() {
    use super::page::length;
    assert_eq!([length(9), length(119), length(2542)], ["9 min", "119 min", "42 h"]);
}

#[test]
fn a_learners_page_says_nothing_of_links() {
    let reasons = ["near-tie".to_owned()];
    let view = every_kind(&reasons);
    let mut out = Vec::new();
    Html::default().export(&view, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    let shown = without_assets(&page);
    for word in [
        "doubt",
        "Uncertain",
        "Disputed",
        "reviewed",
        "confidence",
        "¿Tres o cuatro?",
    ] {
        assert!(!shown.contains(word), "{word} in {}", main_of(&page));
    }
    let index = index_page(&[entry("uno.html", "Uno", "One")], false);
    assert!(!index.contains("Reviewed") && !index.contains("onfidence"));
}

#[test]
fn long_runs_of_one_text_are_folded_and_short_ones_are_not() {
    let alone = |count: usize| {
        let ids: Vec<String> = (1..=count).map(|n| format!("{n}.1")).collect();
        let rows = ids.iter().map(|id| row(&[(id, Paragraph, "Sola.")], &[])).collect();
        let page = page(&view(rows));
        main_of(&page).to_owned()
    };
    let folded = alone(40);
    assert!(folded.contains("<details class=\"lone\">"), "{folded}");
    assert!(folded.contains("40 sentences only in the original"), "{folded}");
    assert!(!alone(3).contains("<details"));
}

#[test]
fn prose_of_one_paragraph_is_one_paragraph_of_the_page() {
    let rows = vec![
        row(&[("1.1", Paragraph, "Uno.")], &[("1.1", Paragraph, "One.")]),
        row(&[("1.2", Paragraph, "Dos.")], &[]),
        row(&[("1.3", Paragraph, "Tres.")], &[("1.2", Paragraph, "Three.")]),
        row(&[("2.1", Paragraph, "Otro.")], &[("1.3", Paragraph, "Another.")]),
    ];
    let page = page(&view(rows));
    let main = main_of(&page);
    assert_eq!(main.matches("<div class=\"unit").count(), 2, "{main}");
    assert!(
        main.contains("<span><span id=\"t1.1\">One.</span></span> <span></span> <span><span id=\"t1.2\">"),
        "{main}"
    );
}
