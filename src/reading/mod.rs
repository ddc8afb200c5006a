//! Files of any form as texts: plain text, HTML, subtitles, Markdown, EPUB, DOCX, and any of them compressed.
//!
//! What a form tells of its passages (headings, notes, verse) goes along with the text, so that nothing of it has to
//! be guessed; its marks-up, times and counters do not. The plain text that comes out is *the* text of the file: its
//! hash, sentences and line numbers are those of that text, and the same file gives it again.
//!
//! A form is told by what is in the file, then by its ending: a page saved as `book.txt` is still a page. Forms that
//! are no texts are refused by name. No input costs more than its size: archives are unpacked up to a limit and a
//! ratio, and no tree of elements is built.

mod docx;
mod epub;
mod gzip;
mod html;
#[cfg(feature = "markdown")]
mod markdown;
mod other;
mod page;
mod subtitles;
mod tags;
mod unpack;
mod xml;

use std::path::{Path, PathBuf};

#[cfg(test)]
use crate::text::TextBlock;
use crate::text::{Lang, ReadError, SourceText, check_inside, read_bytes};
use crate::trace::traced;

/// The endings of files that are read as texts, in lower case and without the dot; each may be followed by `.gz`.
pub const ENDINGS: [&str; 10] = [
    "txt", "html", "htm", "xhtml", "srt", "vtt", "md", "markdown", "epub", "docx",
];

/// How a text is to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'a> {
    /// The encoding, if it is not to be recognised.
    pub encoding: Option<&'a str>,
    /// The language, which helps to recognise the encoding.
    pub lang: Option<Lang>,
}

impl Reading<'_> {
    /// Reads a text that a person named: links and pipes are followed wherever they lead.
    ///
    /// # Errors
    /// [`ReadError`], naming the file.
    pub fn read(&self, path: &Path) -> Result<SourceText, ReadError> {
        self.decode(read_bytes(path)?, path)
    }

    /// Reads a text that a project names: a regular file inside the folder `root`, links followed.
    ///
    /// # Errors
    /// [`ReadError`], naming the file.
    pub fn read_inside(&self, root: &Path, path: &Path) -> Result<SourceText, ReadError> {
        check_inside(root, path)?;
        self.read(path)
    }

    /// Reads bytes; `path` tells the form where they do not, and is named in messages.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn decode(&self, bytes: Vec<u8>, path: &Path) -> Result<SourceText, ReadError> {
        traced!("reading a text");
        let bad = |problem| ReadError::BadForm {
            path: path.to_owned(),
            problem,
        };
        let (bytes, name) = if gzip::is_gzip(&bytes) {
            (gzip::unpack(&bytes).map_err(bad)?, without_gz(path))
        } else {
            (bytes, path.to_owned())
        };
        if let Some((what, remedy)) = other::by_bytes(&bytes) {
            return Err(ReadError::OtherForm {
                path: path.to_owned(),
                what,
                remedy,
            });
        }
        if unpack::is_zip(&bytes) {
            return self.archive(&bytes, path);
        }
        let ending = ending(&name);
        let named = self
            .encoding
            .map(str::to_owned)
            .or_else(|| html::named_encoding(&bytes, &ending));
        let text = SourceText::decode_in(&bytes, named.as_deref(), self.lang, path)?;
        drop(bytes);
        if let Some((what, remedy)) = other::by_text(text.as_str(), &ending) {
            return Err(ReadError::OtherForm {
                path: path.to_owned(),
                what,
                remedy,
            });
        }
        let page = if subtitles::is_subtitles(text.as_str()) {
            subtitles::read(text.as_str())
        } else if html::is_html(text.as_str(), &ending) {
            html::read(text.as_str())
        } else if matches!(ending.as_str(), "md" | "markdown") || has_table(text.as_str()) {
            match markdown_page(text.as_str()) {
                Some(page) => page,
                None => {
                    return Err(bad("this build of the program does not read Markdown".to_owned()));
                }
            }
        } else {
            return Ok(text);
        };
        Ok(SourceText::from_blocks(&page.finish(), text.encoding()))
    }

    fn archive(&self, bytes: &[u8], path: &Path) -> Result<SourceText, ReadError> {
        let bad = |problem| ReadError::BadForm {
            path: path.to_owned(),
            problem,
        };
        let mut archive = unpack::Archive::open(bytes).map_err(bad)?;
        let page = if archive.has("word/document.xml") {
            docx::read(&mut archive).map_err(bad)?
        } else if archive.has("META-INF/container.xml") {
            epub::read(&mut archive, self.lang).map_err(bad)?
        } else {
            let (what, remedy) = other::archive(&mut archive);
            return Err(ReadError::OtherForm {
                path: path.to_owned(),
                what,
                remedy,
            });
        };
        Ok(SourceText::from_blocks(
            &page.finish(),
            SourceText::from_string("").encoding(),
        ))
    }
}

#[cfg(feature = "markdown")]
fn has_table(text: &str) -> bool {
    markdown::has_table(text)
}

#[cfg(not(feature = "markdown"))]
fn has_table(_: &str) -> bool {
    false
}

#[cfg(feature = "markdown")]
fn markdown_page(text: &str) -> Option<page::Page> {
    Some(markdown::read(text))
}

#[cfg(not(feature = "markdown"))]
fn markdown_page(_: &str) -> Option<page::Page> {
    None
}

/// The name of a file in lower case after its last dot.
fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

fn without_gz(path: &Path) -> PathBuf {
    if ending(path) == "gz" {
        path.with_extension("")
    } else {
        path.to_owned()
    }
}

/// The stem of a file that is read as a text, by its name: `libro` for `libro.txt` and `libro.HTML.gz`.
#[must_use]
pub fn stem(name: &str) -> Option<&str> {
    let cut = |name: &'_ str, ending: &str| {
        let dot = name.len().checked_sub(ending.len() + 1)?;
        let found = name.get(dot..)?;
        (found.starts_with('.') && found[1..].eq_ignore_ascii_case(ending)).then_some(dot)
    };
    let name = cut(name, "gz").map_or(name, |dot| &name[..dot]);
    ENDINGS
        .iter()
        .find_map(|ending| cut(name, ending))
        .map(|dot| &name[..dot])
}

/// Passages as a test reads them.
#[cfg(test)]
fn shown(blocks: &[TextBlock]) -> String {
    let line = |block: &TextBlock| format!("{:?}: {}\n", block.kind, block.text.replace('\n', " / "));
    blocks.iter().map(line).collect()
}

#[cfg(test)]
mod tests;
