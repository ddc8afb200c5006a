//! A text that was given.

use std::path::Path;

use cotejo::reading::{Reading, stem};
use cotejo::text::{Lang, Side, SourceText, guess};
use serde_json::{Value, json};

/// A text that was given, as it is read.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    /// The name of its file.
    pub(crate) name: String,
    pub(crate) lang: Lang,
    /// Whether its own letters told the language.
    is_told: bool,
    /// The encoding that a person said.
    pub(crate) encoding: Option<String>,
    pub(crate) text: SourceText,
}

/// Lines of the beginning that the page shows, so that a person sees which text it is.
const SHOWN: usize = 3;

/// Letters of a line that are shown.
const SHOWN_LETTERS: usize = 160;

impl Given {
    /// Reads a file. Where nobody said the language, its letters tell it; where they do not, it is that of its side.
    pub(crate) fn read(
        name: String,
        bytes: Vec<u8>,
        side: Side,
        lang: Option<&str>,
        encoding: Option<String>,
    ) -> Result<Self, String> {
        let said = lang.map(str::parse::<Lang>).transpose();
        let said = said.map_err(|error| error.to_string())?;
        let read = |bytes, lang| {
            let encoding = encoding.as_deref();
            let reading = Reading { encoding, lang };
            reading
                .decode(bytes, Path::new(&name))
                .map_err(|error| error.to_string())
        };
        if let Some(lang) = said {
            let text = read(bytes, said)?;
            return Ok(Self {
                name,
                lang,
                is_told: false,
                encoding,
                text,
            });
        }
        let text = read(bytes.clone(), None)?;
        let sample = guess::sample(text.as_str().lines());
        let told = guess::nearest(&sample).filter(|&(_, is_clear)| is_clear && guess::is_long(&sample));
        let otherwise = [Lang::ES, Lang::EN][side.index()];
        let lang = told.map_or(otherwise, |(lang, _)| lang);
        // As the program reads it that was told the language.
        let text = read(bytes, Some(lang))?;
        Ok(Self {
            name,
            lang,
            is_told: told.is_some(),
            encoding,
            text,
        })
    }

    /// What the alignment and its exports are called: as the file, without its ending.
    pub(crate) fn stem(&self) -> &str {
        stem(&self.name).unwrap_or(&self.name)
    }

    /// What the page shows of it.
    pub(crate) fn told(&self) -> Value {
        let lines = self.text.as_str().lines().map(str::trim);
        let short = |line: &str| line.chars().take(SHOWN_LETTERS).collect::<String>();
        let start: Vec<String> = lines.filter(|line| !line.is_empty()).take(SHOWN).map(short).collect();
        let encoding = self.text.encoding();
        json!({
            "name": self.name,
            "lang": self.lang.code(),
            "told": self.is_told,
            "encoding": encoding.name,
            "guessed": encoding.guessed,
            "doubt": encoding.doubt.map(|doubt| doubt.to_string()),
            "letters": self.text.as_str().chars().filter(|c| c.is_alphabetic()).count(),
            "start": start,
        })
    }
}
