//! The words of a work as notes: each headword once, where it stands first with a partner that is sure.

use std::collections::BTreeSet;

use crate::export::html::{self, emphasis, outline};
use crate::export::partners::{RowWords, row_words};
use crate::lexicon::{Entry, Glossary};
use crate::text::{Lang, Side, Span};
use crate::view::{Cell, Row, View};
use crate::words::{Strength, WordLink, is_function_word};

/// What a note holds, in the order of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Made of work, headword and sentence: the same however the translation changes.
    pub(super) guid: String,
    pub(super) lemma: String,
    pub(super) form: String,
    pub(super) partner: String,
    pub(super) senses: String,
    /// The sentences as HTML, word and partner in bold.
    pub(super) source: String,
    pub(super) target: String,
    /// Work and chapter.
    pub(super) place: String,
}

/// Senses on a card.
const SENSES: usize = 4;

/// Most bytes of a sentence on a card: two pages of a book. Longer ones are no help to remember a word by, and a note has
/// to fit on a page of the database even where each letter is five in HTML.
const LONGEST: usize = 4_000;

/// Most characters of a title or heading on a card.
const SHOWN: usize = 200;

/// The notes of a work in the order of the text; none where the program does not know its languages.
pub(super) fn notes(view: &View<'_>) -> Vec<Note> {
    let langs = [view.source_lang, view.target_lang].map(|lang| lang.parse::<Lang>().ok());
    let ([Some(source), Some(target)], Some(rows)) = (langs, row_words(view)) else {
        return Vec::new();
    };
    let glossary = Glossary::embedded(source, target);
    let title = shorten(html::title(view, Side::Source));
    let headings = outline::headings(&view.rows);
    let mut place = title.clone();
    let mut seen = BTreeSet::new();
    let mut notes = Vec::new();
    for ((row, words), heading) in view.rows.iter().zip(&rows).zip(&headings) {
        if *heading == Some(outline::Heading::Chapter)
            && let Some(cell) = row.source.first()
        {
            place = format!("{title}, {}", shorten(cell.text));
        }
        if words.texts.iter().any(|text| text.len() > LONGEST) {
            continue;
        }
        for link in words.words.links.iter().filter(|link| link.strength == Strength::Solid) {
            let [form, partner] = said(words, *link);
            let same = form.to_lowercase() == partner.to_lowercase();
            let letters = form.chars().filter(|c| c.is_alphabetic()).count();
            if same || letters < 2 || is_function_word(form, source) || is_function_word(partner, target) {
                continue;
            }
            let entry = choose(&glossary.look_up(form), partner);
            let lemma = entry.map_or_else(|| form.to_lowercase(), |entry| entry.headword.clone());
            if !seen.insert(lemma.clone()) {
                continue;
            }
            let senses = entry.map_or(&[][..], |entry| &entry.senses);
            let span = words.words.source[link.source];
            notes.push(Note {
                guid: guid(view, &lemma, row, span),
                form: form.to_owned(),
                partner: partner.to_owned(),
                senses: senses[..senses.len().min(SENSES)].join(", "),
                source: bold(&words.texts[0], span),
                target: bold(&words.texts[1], words.words.target[link.target]),
                place: place.clone(),
                lemma,
            });
        }
    }
    notes
}

/// A title or heading as it stands on a card.
pub(super) fn shorten(text: &str) -> String {
    emphasis::plain(text).chars().take(SHOWN).collect()
}

fn said(row: &RowWords, link: WordLink) -> [&str; 2] {
    [
        &row.texts[0][row.words.source[link.source].range()],
        &row.texts[1][row.words.target[link.target].range()],
    ]
}

/// The headword whose senses hold the partner, or the likeliest. The page does the same.
fn choose<'a>(entries: &[&'a Entry], partner: &str) -> Option<&'a Entry> {
    let partner = partner.to_lowercase();
    let length = partner.chars().count();
    let stem: String = partner.chars().take(length.saturating_sub(3).max(3)).collect();
    let fits = |entry: &&&Entry| entry.senses.iter().any(|sense| sense.to_lowercase().starts_with(&stem));
    entries.iter().find(fits).or(entries.first()).copied()
}

fn guid(view: &View<'_>, lemma: &str, row: &Row<'_>, span: Span) -> String {
    let work = html::work_id(view.name, view.source_lang, view.target_lang);
    let mut at = 0;
    let holds = |cell: &&Cell<'_>| {
        at += cell.text.len() + 1;
        span.start < at
    };
    let anchor = row.source.iter().find(holds).map_or("", |cell| &cell.anchor);
    format!("{work}/{lemma}/{anchor}")
}

/// A text as HTML with a stretch of it in bold, and without the underscores of emphasis.
fn bold(text: &str, span: Span) -> String {
    let escape = |text: &str| html_escape::encode_text(&text.replace('_', "")).into_owned();
    let (before, word, after) = (&text[..span.start], &text[span.range()], &text[span.end..]);
    format!("{}<b>{}</b>{}", escape(before), escape(word), escape(after))
}
