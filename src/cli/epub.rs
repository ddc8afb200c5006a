//! What only e-books have, on the command line.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use cotejo::export::Format;
use cotejo::export::epub::{Cover, Epub, Layout};
use cotejo::text::ReadError;

use super::error::CliError;

/// How an e-book is made.
#[derive(Debug, Args)]
#[command(next_help_heading = "E-books (--to epub)")]
pub(crate) struct EpubArgs {
    /// How the texts stand: each paragraph above its translation (interleaved), beside it (side), or the original alone
    /// with translations as notes that pop up (popup) [default: interleaved].
    #[arg(long, value_name = "LAYOUT", value_parser = layout_parser(), hide_possible_values = true)]
    layout: Option<Layout>,
    /// Title of the book [default: that of the original].
    #[arg(long)]
    title: Option<String>,
    /// Who wrote the original; can be given more than once.
    #[arg(long, value_name = "NAME")]
    author: Vec<String>,
    /// Who translated it; can be given more than once.
    #[arg(long, value_name = "NAME")]
    translator: Vec<String>,
    /// A PNG or JPEG picture for the cover [default: one drawn from the title].
    #[arg(long, value_name = "FILE")]
    cover: Option<PathBuf>,
}

fn layout_parser() -> impl clap::builder::TypedValueParser<Value = Layout> {
    let find = |name: String| Layout::ALL.into_iter().find(|layout| layout.as_str() == name);
    PossibleValuesParser::new(Layout::ALL.map(Layout::as_str)).try_map(move |name| find(name).ok_or("no such layout"))
}

impl EpubArgs {
    /// What was asked for; an error where anything was, but not an e-book.
    pub(crate) fn book(&self, format: Format) -> Result<Epub, CliError> {
        let given = [
            ("--layout", self.layout.is_some()),
            ("--title", self.title.is_some()),
            ("--author", !self.author.is_empty()),
            ("--translator", !self.translator.is_empty()),
            ("--cover", self.cover.is_some()),
        ];
        if format != Format::Epub
            && let Some((name, _)) = given.iter().find(|(_, given)| *given)
        {
            return Err(
                CliError::new(format!("{name} is for e-books, and the form is {format}")).hint("say --to epub"),
            );
        }
        let cover = |path: &PathBuf| {
            let bytes = std::fs::read(path).map_err(|source| ReadError::Io {
                path: path.clone(),
                source,
            })?;
            Cover::from_bytes(bytes).map_err(|error| CliError::new(format!("{}: {error}", path.display())))
        };
        Ok(Epub {
            layout: self.layout.unwrap_or_default(),
            title: self.title.clone(),
            authors: self.author.clone(),
            translators: self.translator.clone(),
            cover: self.cover.as_ref().map(cover).transpose()?,
        })
    }
}
