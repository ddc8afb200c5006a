//! JSON Lines.

use std::io::{self, Write};

use super::Exporter;
use super::partners::{RowWords, row_words};
use crate::file::write_link;
use crate::view::View;

/// One link a line, as it stands in alignment files:
/// `{"source": ["…"], "target": ["…"], "status": "auto", "confidence": 0.97}`, with `note` and `reasons` where they
/// hold something. A side without sentences is an empty array.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Jsonl {
    /// Whether each line says too which word translates which: `source_words` and `target_words`, with blanks between the words, and
    /// `words`, pairs of their positions from 0.
    pub words: bool,
}

impl Exporter for Jsonl {
    fn export(&self, view: &View<'_>, mut out: &mut dyn Write) -> io::Result<()> {
        let words = if self.words { row_words(view) } else { None };
        for (index, row) in view.rows.iter().enumerate() {
            match &words {
                None => write_link(row.link, &mut out)?,
                Some(words) => {
                    let mut line = Vec::new();
                    write_link(row.link, &mut line)?;
                    let open = line.strip_suffix(b"}").expect("a link is an object");
                    out.write_all(open)?;
                    write_words(&words[index], out)?;
                    out.write_all(b"}")?;
                }
            }
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

fn write_words(row: &RowWords, out: &mut dyn Write) -> io::Result<()> {
    let spans = [&row.words.source, &row.words.target];
    for (side, key) in ["source_words", "target_words"].into_iter().enumerate() {
        let words: Vec<&str> = spans[side].iter().map(|span| &row.texts[side][span.range()]).collect();
        write!(out, ", \"{key}\": {}", serde_json::to_string(&words.join(" "))?)?;
    }
    let mut pairs: Vec<_> = row.words.links.iter().map(|link| (link.source, link.target)).collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(source, target)| format!("{source}-{target}"))
        .collect();
    write!(out, ", \"words\": \"{}\"", pairs.join(" "))
}
