//! A work as one web page to read, and a page that lists works.
//!
//! A page is one file that loads nothing else: style and script stand in it, and its content
//! security policy names their hashes and forbids everything besides. It can be read without the
//! script, which adds reading modes, help with words, search, keys and the place where one stopped.

mod anchor;
pub(super) mod emphasis;
mod help;
pub(super) mod outline;
mod page;
mod template;
mod unit;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::export::Exporter;
use crate::text::{Matter, PassageKind, Side};
use crate::view::View;

use template::{Assets, Templates};

/// The web page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html {
    /// Whether it shows what only those who check links want to see: figures, doubts and their reasons, notes.
    pub review: bool,
    /// Whether it holds which word translates which, and a dictionary of the words in it.
    pub words: bool,
    /// Where the list of works lies as seen from the page, if there is one.
    pub index: Option<String>,
}

impl Default for Html {
    fn default() -> Self {
        Self {
            review: false,
            words: true,
            index: None,
        }
    }
}

impl Exporter for Html {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let page = page::render(view, self).map_err(io::Error::other)?;
        out.write_all(page.as_bytes())
    }
}

/// A work in the list that [`index_page`] writes.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexEntry<'a> {
    /// Path of the work's page as seen from the list, with `/`; characters that a link cannot hold
    /// are encoded when it is written.
    pub href: &'a str,
    /// Name of the work.
    pub name: &'a str,
    /// Title of the original, as [`title`] finds it.
    pub title_source: &'a str,
    /// Title of the translation.
    pub title_target: &'a str,
    /// Language code of the original.
    pub source_lang: &'a str,
    /// Language code of the translation.
    pub target_lang: &'a str,
    /// Sentences of the original.
    pub source_sentences: usize,
    /// Sentences of the translation.
    pub target_sentences: usize,
    /// Links.
    pub links: usize,
    /// Links that a person decided.
    pub reviewed: usize,
    /// Mean confidence of the links, from 0 to 1.
    pub mean_confidence: f64,
    /// Minutes that reading the original takes a learner, as [`minutes`] reckons them.
    pub minutes: usize,
    /// A picture of the alignment for reviewers, as [`Drift`](crate::export::Drift) draws it.
    pub drift: Option<&'a str>,
}

/// Minutes that reading the original takes a learner.
#[must_use]
pub fn minutes(view: &View<'_>) -> usize {
    page::minutes(view)
}

/// The title of one side: that of its title page, or its first heading, or the work's name where it has none.
#[must_use]
pub fn title<'a>(view: &View<'a>, side: Side) -> &'a str {
    let first = |kind| {
        let cells = view.rows.iter().flat_map(|row| match side {
            Side::Source => &row.source,
            Side::Target => &row.target,
        });
        cells.filter(|cell| cell.kind == kind).map(|cell| cell.text).next()
    };
    first(PassageKind::Matter(Matter::Title))
        .or_else(|| first(PassageKind::Heading))
        .unwrap_or(view.name)
}

/// Under which name a reader's place and words are kept, on a page and in Anki: that of the work, not of a file.
pub(super) fn work_id(name: &str, source_lang: &str, target_lang: &str) -> String {
    page::work_id(name, source_lang, target_lang)
}

/// A page that lists works, in the order given; for reviewers with the figures of their links.
///
/// # Panics
/// Never on any entry: only if the template that is part of the program were broken.
#[must_use]
pub fn index_page(entries: &[IndexEntry<'_>], review: bool) -> String {
    let works: Vec<Work<'_>> = entries.iter().map(Work::new).collect();
    let index = Index {
        sentences: works.iter().map(|work| work.source_sentences).sum(),
        links: works.iter().map(|work| work.links).sum(),
        reviewed: works.iter().map(|work| work.reviewed).sum(),
        works,
        review,
        assets: Assets::index(),
    };
    let page = Templates::new().and_then(|templates| templates.render("index.html", &index));
    page.expect("the template takes every list of works")
}

/// What `index.html` is filled with.
#[derive(Serialize)]
struct Index<'a> {
    works: Vec<Work<'a>>,
    sentences: usize,
    links: usize,
    reviewed: usize,
    review: bool,
    assets: Assets,
}

#[derive(Serialize)]
struct Work<'a> {
    href: &'a str,
    name: &'a str,
    /// What its page keeps of its reader is kept under this name.
    work: String,
    length: String,
    source: Title<'a>,
    target: Title<'a>,
    source_sentences: usize,
    target_sentences: usize,
    links: usize,
    reviewed: usize,
    reviewed_percent: usize,
    confidence_percent: u32,
    /// The picture as base64, since a page brings all that it shows.
    drift: Option<String>,
}

#[derive(Serialize)]
struct Title<'a> {
    text: String,
    lang: &'a str,
    dir: &'static str,
}

impl<'a> Work<'a> {
    fn new(entry: &IndexEntry<'a>) -> Self {
        let title = |text, lang| Title {
            text: emphasis::plain(text),
            lang,
            dir: page::direction(lang),
        };
        Self {
            // A path that began with "//" would name another host.
            href: entry.href.trim_start_matches('/'),
            name: entry.name,
            work: page::work_id(entry.name, entry.source_lang, entry.target_lang),
            length: page::length(entry.minutes),
            source: title(entry.title_source, entry.source_lang),
            target: title(entry.title_target, entry.target_lang),
            source_sentences: entry.source_sentences,
            target_sentences: entry.target_sentences,
            links: entry.links,
            reviewed: entry.reviewed,
            // Rounded down: "100 %" says that nothing is left to do.
            reviewed_percent: entry.reviewed * 100 / entry.links.max(1),
            confidence_percent: page::percent(entry.mean_confidence),
            drift: entry.drift.map(|picture| STANDARD.encode(picture)),
        }
    }
}
