//! What was asked for of the form that is written, on the command line.

use std::io::{self, Write};

use clap::Args;
use cotejo::export::epub::Epub;
use cotejo::export::html::Html;
use cotejo::export::{Exporter as _, Format, Jsonl};
use cotejo::view::View;

use super::error::CliError;

/// How web pages and lines of JSON are made.
#[derive(Debug, Args)]
#[command(next_help_heading = "Web pages and JSON lines")]
pub(crate) struct WrittenArgs {
    /// Show in web pages what those who check links want to see: figures, doubts and their reasons, notes.
    #[arg(long)]
    review: bool,
    /// Leave out of web pages which word translates which, and the dictionary.
    #[arg(long)]
    no_words: bool,
    /// Say in JSON lines which word translates which.
    #[arg(long)]
    words: bool,
}

/// A form and what was asked for of it.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) format: Format,
    pub(crate) book: Epub,
    pub(crate) page: Html,
    lines: Jsonl,
}

impl Written {
    /// A form as it is written without being asked for more.
    pub(crate) fn usual(format: Format) -> Self {
        Self {
            format,
            book: Epub::default(),
            page: Html::default(),
            lines: Jsonl::default(),
        }
    }

    pub(crate) fn write(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Format::Epub => self.book.export(view, out),
            Format::Html => self.page.export(view, out),
            Format::Jsonl => self.lines.export(view, out),
            format => format.exporter().export(view, out),
        }
    }
}

impl WrittenArgs {
    /// What was asked for; an error where it is of another form.
    pub(crate) fn of(&self, format: Format, book: Epub) -> Result<Written, CliError> {
        let given = [
            ("--review", self.review, Format::Html, "web pages"),
            ("--no-words", self.no_words, Format::Html, "web pages"),
            ("--words", self.words, Format::Jsonl, "JSON lines"),
        ];
        if let Some((name, _, wanted, what)) = given.iter().find(|(_, given, wanted, _)| *given && *wanted != format) {
            return Err(CliError::new(format!("{name} is for {what}, and the form is {format}"))
                .hint(format!("say --to {wanted}")));
        }
        let page = Html {
            review: self.review,
            words: !self.no_words,
            index: None,
        };
        Ok(Written {
            format,
            book,
            page,
            lines: Jsonl { words: self.words },
        })
    }
}
