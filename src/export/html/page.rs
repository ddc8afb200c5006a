//! A work's page: its parts as the template wants them.

use minijinja::Error;
use serde::Serialize;

use super::Html;
use super::emphasis;
use super::help::Help;
use super::outline::{self, Heading, Run};
use super::template::{Assets, Templates};
use super::title;
use super::unit::{self, Kind, Placed, Unit};
use crate::text::Side;
use crate::view::{Cell, Row, View};
use crate::words::CHECKED;

/// Units are laid out by the browser in groups, and only those near the screen. A group ends at the
/// first passage after so many rows, and in any case after the second number.
const GROUP_ROWS: usize = 12;
const GROUP_ROWS_MOST: usize = 60;

/// So many rows of one text in a row are folded: a few stand in the flow of the text, where they belong.
const FOLDED_ROWS: usize = 6;

/// Words that a learner reads in a minute.
const WORDS_A_MINUTE: usize = 150;

/// What `page.html` is filled with.
#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    /// What the page keeps of its reader is kept under this name.
    work: String,
    source: Text<'a>,
    target: Text<'a>,
    length: String,
    review: Option<Review>,
    index: Option<&'a str>,
    title: Option<String>,
    rows: String,
    contents: Vec<Run>,
    help: Option<Help>,
    /// How often sure and likely partners were right: of how many.
    checked: [[usize; 2]; 2],
    assets: Assets,
}

/// Figures for those who check links.
#[derive(Serialize)]
struct Review {
    links: usize,
    reviewed: usize,
    uncertain: usize,
    unpaired: usize,
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

/// What `units.html` is filled with.
#[derive(Serialize)]
struct Group<'a, 'v> {
    units: &'a [Unit<'v>],
    title: bool,
    source: &'a Text<'v>,
    target: &'a Text<'v>,
}

/// Under which name a reader's place and words are kept: that of the work, not of the file.
pub(super) fn work_id(name: &str, source_lang: &str, target_lang: &str) -> String {
    format!("{name}.{source_lang}-{target_lang}")
}

/// How long reading takes, as people say it: in minutes, and in hours from the third on.
pub(super) fn length(minutes: usize) -> String {
    if minutes < 120 {
        format!("{minutes} min")
    } else {
        format!("{} h", (minutes + 30) / 60)
    }
}

/// Minutes that reading the originals takes a learner.
pub(super) fn minutes(view: &View<'_>) -> usize {
    let words = |cell: &Cell<'_>| cell.text.split_whitespace().count();
    let all: usize = view.rows.iter().flat_map(|row| &row.source).map(words).sum();
    all.div_ceil(WORDS_A_MINUTE)
}

/// The whole page.
pub(super) fn render(view: &View<'_>, settings: &Html) -> Result<String, Error> {
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

    let fill = |units: &[Unit<'_>], title| {
        templates.render(
            "units.html",
            Group {
                units,
                title,
                source: &source,
                target: &target,
            },
        )
    };
    let fill_all = |rows: &[Placed<'_, '_>]| -> Result<String, Error> {
        let units = unit::units(rows, settings.review);
        groups(&units).map(|group| fill(group, false)).collect()
    };
    let rows = unit::placed(&view.rows, &headings);
    let (head, body) = rows.split_at(if has_title { 1 + subtitles } else { 0 });
    let title = match head.split_at_checked(1) {
        Some((title, below)) => Some(fill(&unit::units(title, settings.review), true)? + &fill_all(below)?),
        None => None,
    };
    let mut filled = String::new();
    let last = body
        .iter()
        .rposition(|it| it.kind() == Kind::Paired)
        .unwrap_or(body.len());
    let mut rows_before = 0;
    for part in body.chunk_by(|a, b| a.matter == b.matter) {
        rows_before += part.len();
        if part[0].matter {
            // Between two parts of a work stands the front matter of the second.
            let name = if rows_before > last {
                "Back matter"
            } else {
                "Front matter"
            };
            filled.push_str(&folded(
                "matter",
                &format!("<summary data-t>{name}</summary>"),
                &fill_all(part)?,
            ));
            continue;
        }
        for stretch in stretches(part) {
            let inside = fill_all(stretch)?;
            if is_folded(stretch) {
                filled.push_str(&folded("lone", &lone_summary(stretch), &inside));
            } else {
                filled.push_str(&inside);
            }
        }
    }

    let of = |test: fn(&Row<'_>) -> bool| view.rows.iter().filter(|row| test(row)).count();
    let review = Review {
        links: view.rows.len(),
        reviewed: of(|row| row.status.is_pinned()),
        uncertain: of(|row| unit::doubt(row).is_some()),
        unpaired: of(|row| (row.source.is_empty() || row.target.is_empty()) && !outline::is_matter(row)),
    };
    let help = if settings.words {
        Help::new(view).map_err(unpacked)?
    } else {
        None
    };
    let page = Page {
        name: view.name,
        work: work_id(view.name, view.source_lang, view.target_lang),
        length: length(minutes(view)),
        review: settings.review.then_some(review),
        index: settings.index.as_deref(),
        title,
        rows: filled,
        contents: outline::runs(outline::contents(&view.rows, &headings)),
        help,
        checked: CHECKED,
        assets: Assets::page(),
        source: source.clone(),
        target: target.clone(),
    };
    templates.render("page.html", &page)
}

fn unpacked(error: std::io::Error) -> Error {
    Error::new(minijinja::ErrorKind::WriteFailure, "the dictionary cannot be packed").with_source(error)
}

fn is_folded(rows: &[Placed<'_, '_>]) -> bool {
    rows.len() >= FOLDED_ROWS && rows.iter().all(|placed| placed.kind() == Kind::Lone)
}

/// Long runs of rows that one text has alone, and what is between them.
fn stretches<'s, 'v, 'a>(rows: &'s [Placed<'v, 'a>]) -> Vec<&'s [Placed<'v, 'a>]> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for run in rows.chunk_by(|a, b| a.kind() == b.kind()) {
        if is_folded(run) {
            found.push(&rows[start..at]);
            found.push(run);
            start = at + run.len();
        }
        at += run.len();
    }
    found.push(&rows[start..]);
    found.retain(|stretch| !stretch.is_empty());
    found
}

fn folded(class: &str, summary: &str, inside: &str) -> String {
    format!("<details class=\"{class}\">\n{summary}\n{inside}</details>\n")
}

/// The line that a folded run is. The script says it in other languages.
fn lone_summary(rows: &[Placed<'_, '_>]) -> String {
    let count = |cells: fn(&Row<'_>) -> usize| -> usize { rows.iter().map(|placed| cells(placed.row)).sum() };
    let (source, target) = (count(|row| row.source.len()), count(|row| row.target.len()));
    let said = |count: usize, text: &str| {
        let sentences = if count == 1 { "sentence" } else { "sentences" };
        format!(
            "<span data-t=\"{{n}} sentences only in the {text}\" data-n=\"{count}\">{count} {sentences} only in the {text}</span>"
        )
    };
    let text = match (source, target) {
        (source, 0) => said(source, "original"),
        (0, target) => said(target, "translation"),
        (source, target) => format!("{}, {}", said(source, "original"), said(target, "translation")),
    };
    format!("<summary>{text}</summary>")
}

fn groups<'a, 'v>(mut units: &'a [Unit<'v>]) -> impl Iterator<Item = &'a [Unit<'v>]> {
    std::iter::from_fn(move || {
        let mut rows = 0;
        let end = units.iter().position(|unit| {
            let full = rows >= GROUP_ROWS && unit.may_start_group || rows >= GROUP_ROWS_MOST;
            rows += unit.rows;
            full
        });
        let (group, rest) = units.split_at(end.unwrap_or(units.len()));
        units = rest;
        (!group.is_empty()).then_some(group)
    })
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
