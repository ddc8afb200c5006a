//! A work's page: its rows as the template wants them.

use minijinja::Error;
use serde::Serialize;

use super::anchor;
use super::emphasis::{self, Part};
use super::outline::{self, Entry, Heading};
use super::template::{Assets, Templates};
use super::title;
use crate::file::Status;
use crate::reasons::{UNCERTAIN_BELOW, in_words};
use crate::text::{Matter, PassageKind, Side};
use crate::view::{Cell, Row, View};

/// Rows are laid out by the browser in groups, and only those near the screen. A group ends at the
/// first passage after so many rows, and in any case after the second number.
const GROUP_ROWS: usize = 12;
const GROUP_ROWS_MOST: usize = 40;

/// What `page.html` is filled with.
#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    source: Text<'a>,
    target: Text<'a>,
    links: usize,
    reviewed: usize,
    uncertain: usize,
    unpaired: usize,
    title: Option<String>,
    rows: String,
    contents: Vec<Entry>,
    assets: Assets,
}

/// One of the two texts.
#[derive(Clone, Serialize)]
struct Text<'a> {
    lang: &'a str,
    /// The language's own name.
    language: &'a str,
    dir: &'static str,
    title: String,
    sentences: usize,
}

/// What `rows.html` is filled with.
#[derive(Serialize)]
struct Group<'a, 'v> {
    rows: &'a [PageRow<'v>],
    title: bool,
    source: &'a Text<'v>,
    target: &'a Text<'v>,
}

#[derive(Serialize)]
struct PageRow<'a> {
    /// Folded.
    #[serde(skip)]
    matter: bool,
    /// Holds a sentence of the work itself.
    #[serde(skip)]
    work: bool,
    id: String,
    class: String,
    doubt: Option<String>,
    note: Option<&'a str>,
    source: Vec<Block<'a>>,
    target: Vec<Block<'a>>,
}

/// Sentences of one passage.
#[derive(Serialize)]
struct Block<'a> {
    heading: bool,
    class: &'static str,
    sentences: Vec<Sentence<'a>>,
}

#[derive(Serialize)]
struct Sentence<'a> {
    id: String,
    parts: Vec<Part<'a>>,
}

/// The whole page.
pub(super) fn render(view: &View<'_>) -> Result<String, Error> {
    let templates = Templates::new()?;
    let text = |side, lang, sentences| Text {
        lang,
        language: language(lang),
        dir: direction(lang),
        title: emphasis::plain(title(view, side)),
        sentences,
    };
    let count = |cells: fn(&Row<'_>) -> usize| view.rows.iter().map(cells).sum();
    let source = text(Side::Source, view.source_lang, count(|row| row.source.len()));
    let target = text(Side::Target, view.target_lang, count(|row| row.target.len()));
    let headings = outline::headings(&view.rows);
    let has_title = headings.first() == Some(&Some(Heading::Title));
    let subtitles = headings
        .iter()
        .skip(1)
        .take_while(|&&it| it == Some(Heading::Subtitle))
        .count();

    let fill = |rows: &[PageRow<'_>], title| {
        templates.render(
            "rows.html",
            Group {
                rows,
                title,
                source: &source,
                target: &target,
            },
        )
    };
    let above = std::iter::once(None).chain(headings.iter().copied());
    let mut rows: Vec<PageRow<'_>> = (view.rows.iter().zip(&headings).zip(above))
        .map(|((row, &heading), above)| PageRow::new(row, heading, above))
        .collect();
    // A picture among the lines of a title page is folded with them.
    for at in 1..rows.len() {
        rows[at].matter |= rows[at - 1].matter && !rows[at].work;
    }
    let body = rows.split_off(if has_title { 1 + subtitles } else { 0 });
    let title = match rows.split_at_checked(1) {
        Some((title, [])) => Some(fill(title, true)?),
        Some((title, subtitles)) => Some(fill(title, true)? + &fill(subtitles, false)?),
        None => None,
    };
    let mut filled = String::new();
    let mut in_work = false;
    for run in body.chunk_by(|a, b| a.matter == b.matter) {
        in_work |= run.iter().any(|row| row.work);
        let mut part = String::new();
        for group in groups(run) {
            part.push_str(&fill(group, false)?);
        }
        if run[0].matter {
            let name = if in_work { "Back matter" } else { "Front matter" };
            part = format!("<details class=\"matter\">\n<summary>{name}</summary>\n{part}</details>\n");
        }
        filled.push_str(&part);
    }

    let of = |test: fn(&Row<'_>) -> bool| view.rows.iter().filter(|row| test(row)).count();
    let page = Page {
        name: view.name,
        links: view.rows.len(),
        reviewed: of(|row| row.status.is_pinned()),
        uncertain: of(|row| doubt(row).is_some()),
        unpaired: of(|row| (row.source.is_empty() || row.target.is_empty()) && !outline::is_matter(row)),
        title,
        rows: filled,
        contents: outline::contents(&view.rows, &headings),
        assets: Assets::page(),
        source: source.clone(),
        target: target.clone(),
    };
    templates.render("page.html", &page)
}

fn groups<'a, 'v>(mut rows: &'a [PageRow<'v>]) -> impl Iterator<Item = &'a [PageRow<'v>]> {
    std::iter::from_fn(move || {
        let within = rows
            .get(GROUP_ROWS..rows.len().min(GROUP_ROWS_MOST))
            .unwrap_or_default();
        let end = within.iter().position(PageRow::may_start_group);
        let end = end.map_or(rows.len().min(GROUP_ROWS_MOST), |at| GROUP_ROWS + at);
        let (group, rest) = rows.split_at(end);
        rows = rest;
        (!group.is_empty()).then_some(group)
    })
}

impl<'a> PageRow<'a> {
    fn new(row: &Row<'a>, heading: Option<Heading>, above: Option<Heading>) -> Self {
        let doubt = doubt(row);
        let first = row.source.first().or(row.target.first());
        let starts = first.is_some_and(Cell::starts_passage);
        let verse = first.is_some_and(|cell| cell.kind == PassageKind::Verse);
        let classes = [
            ("row", true),
            ("title", heading == Some(Heading::Title)),
            ("chapter", heading == Some(Heading::Chapter)),
            ("subtitle", heading == Some(Heading::Subtitle)),
            ("opening", heading.is_none() && above.is_some()),
            ("start", starts),
            ("line", verse),
            ("doubt", doubt.is_some()),
        ];
        let class = classes.iter().filter(|(_, on)| *on).map(|(name, _)| *name);
        Self {
            matter: outline::is_matter(row),
            work: row.source.iter().chain(&row.target).any(|cell| !cell.kind.is_apart()),
            id: anchor::of_row(row),
            class: class.collect::<Vec<_>>().join(" "),
            doubt,
            note: row.note,
            source: blocks(&row.source, 's'),
            target: blocks(&row.target, 't'),
        }
    }

    /// A heading stays with what follows it.
    fn may_start_group(&self) -> bool {
        let has = |name| self.class.split(' ').any(|class| class == name);
        has("start") && !has("subtitle") && !has("opening")
    }
}

fn blocks<'a>(cells: &[Cell<'a>], side: char) -> Vec<Block<'a>> {
    cells
        .chunk_by(|a, b| a.id.passage == b.id.passage)
        .map(|cells| {
            let (kind, starts) = (cells[0].kind, cells[0].starts_passage());
            let sentences = cells.iter().map(|cell| Sentence {
                id: anchor::of_sentence(cell, side),
                parts: emphasis::parts(cell.text),
            });
            Block {
                heading: matches!(kind, PassageKind::Heading | PassageKind::Matter(Matter::PrefaceHeading)),
                class: block_class(kind, starts),
                sentences: sentences.collect(),
            }
        })
        .collect()
}

const fn block_class(kind: PassageKind, starts: bool) -> &'static str {
    match kind {
        PassageKind::Paragraph if starts => "indent",
        PassageKind::Verse => "verse",
        PassageKind::Separator => "ornament",
        PassageKind::ListItem => "item",
        PassageKind::Letter => "letter",
        PassageKind::Footnote => "footnote",
        PassageKind::Furniture => "furniture",
        PassageKind::Matter(_) => "matter",
        PassageKind::Paragraph | PassageKind::Heading => "",
    }
}

/// Why a reader should not rely on a link; nothing once a person has agreed to it.
fn doubt(row: &Row<'_>) -> Option<String> {
    match row.status {
        Status::Accepted | Status::Edited => None,
        Status::Disputed => Some("Disputed link".to_owned()),
        Status::Auto if row.confidence.get() < UNCERTAIN_BELOW => {
            let percent = percent(row.confidence.get());
            let mut text = format!("Uncertain link, {percent} % sure");
            for (index, reason) in row.reasons.iter().enumerate() {
                text.push_str(if index == 0 { ": " } else { ", " });
                text.push_str(&in_words(reason));
            }
            Some(text)
        }
        Status::Auto => None,
    }
}

/// A share in whole percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=100 first; NaN becomes 0"
)]
pub(super) fn percent(share: f64) -> u32 {
    (share * 100.0).round().clamp(0.0, 100.0) as u32
}

/// Which way a language is written: `rtl`, or nothing for left to right.
pub(super) fn direction(lang: &str) -> &'static str {
    match lang.split('-').next() {
        Some("ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "syr" | "ug" | "ur" | "yi") => "rtl",
        _ => "",
    }
}

/// A language's own name; its code where the name is not known.
fn language(lang: &str) -> &str {
    match lang {
        "ar" => "العربية",
        "da" => "dansk",
        "de" => "Deutsch",
        "el" => "ελληνικά",
        "en" => "English",
        "es" => "español",
        "fi" => "suomi",
        "fr" => "français",
        "hu" => "magyar",
        "it" => "italiano",
        "nl" => "Nederlands",
        "no" => "norsk",
        "pt" => "português",
        "ro" => "română",
        "ru" => "русский",
        "sv" => "svenska",
        "ta" => "தமிழ்",
        "tr" => "Türkçe",
        code => code,
    }
}
