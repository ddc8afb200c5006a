//! Which word translates which, in the rows of a view.

use crate::text::Lang;
use crate::view::{Cell, View};
use crate::words::{BeadWords, WordAligner};

/// A row's sides as texts, and the words in them.
#[derive(Debug)]
pub(super) struct RowWords {
    pub(super) texts: [String; 2],
    pub(super) words: BeadWords,
}

/// The words of every row, which learn from one another; nothing where the program does not know one of the languages.
pub(super) fn row_words(view: &View<'_>) -> Option<Vec<RowWords>> {
    let source: Lang = view.source_lang.parse().ok()?;
    let target: Lang = view.target_lang.parse().ok()?;
    let texts: Vec<[String; 2]> = view
        .rows
        .iter()
        .map(|row| [&row.source, &row.target].map(|cells| text(cells)))
        .collect();
    let beads: Vec<[&str; 2]> = texts.iter().map(|sides| sides.each_ref().map(String::as_str)).collect();
    let words = WordAligner::new(source, target).align_texts(&beads);
    let rows = texts.into_iter().zip(words);
    Some(rows.map(|(texts, words)| RowWords { texts, words }).collect())
}

/// The sentences of a side, with a blank between them.
fn text(cells: &[Cell<'_>]) -> String {
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text).collect();
    texts.join(" ")
}
