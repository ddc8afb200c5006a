//! Reading the word pairs that a user brings.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::learned::{Example, LearnedPair, Support, learn_pairs};
use crate::foreign::tmx;
use crate::lexicon::{WordPair, words};
use crate::text::{Lang, ReadError, SourceText, fold_space};

/// A lexicon as a user brings it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UserLexicon {
    /// Words and phrases of at most [`UserLexicon::LONGEST_PHRASE`] words, in the order of the file.
    pub pairs: Vec<WordPair>,
    /// Longer stretches that translate each other: pairs are learnt from them.
    pub examples: Vec<Example>,
}

/// What form a lexicon is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LexiconForm {
    /// `source<TAB>target[<TAB>weight]`, lines of `#` are comments.
    Tsv,
    /// Translation Memory eXchange 1.4b.
    Tmx,
    /// hunalign's: `target @ source`.
    Dic,
}

impl LexiconForm {
    /// The form that the name of a file tells; TSV where it tells none.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        extension.parse().unwrap_or(Self::Tsv)
    }
}

/// A name that is no form of lexicons.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown form \"{0}\"; known are tsv, tmx, dic")]
pub struct UnknownForm(String);

impl FromStr for LexiconForm {
    type Err = UnknownForm;

    fn from_str(name: &str) -> Result<Self, UnknownForm> {
        match name.to_ascii_lowercase().as_str() {
            "tsv" => Ok(Self::Tsv),
            "tmx" => Ok(Self::Tmx),
            "dic" => Ok(Self::Dic),
            _ => Err(UnknownForm(name.to_owned())),
        }
    }
}

/// Why a lexicon cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A line of it is at fault.
    #[error("{path}, line {line}: {problem}", path = path.display())]
    Line {
        /// The lexicon.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there and what was expected.
        problem: String,
    },
    /// A translation memory holds other languages.
    #[error(
        "{path} holds nothing in both {source_lang} and {target_lang}; its languages are {found}. \
         Say --source-lang and --target-lang, or correct its xml:lang",
        path = path.display()
    )]
    Languages {
        /// The lexicon.
        path: PathBuf,
        /// The language of the originals.
        source_lang: Lang,
        /// The language of the translations.
        target_lang: Lang,
        /// The languages it has.
        found: String,
    },
}

impl UserLexicon {
    /// Longer phrases are examples: their words do not all translate each other.
    pub const LONGEST_PHRASE: usize = 3;

    /// Reads a lexicon in the form that its name tells.
    ///
    /// # Errors
    /// [`LexiconError`], naming file and line.
    pub fn read(path: &Path, langs: [Lang; 2]) -> Result<Self, LexiconError> {
        let text = SourceText::read(path, None)?;
        Self::parse(text.as_str(), LexiconForm::of(path), path, langs)
    }

    /// Reads a lexicon from memory; `path` is only named in messages.
    ///
    /// # Errors
    /// [`LexiconError`], naming file and line.
    pub fn parse(text: &str, form: LexiconForm, path: &Path, langs: [Lang; 2]) -> Result<Self, LexiconError> {
        let fault = |line, problem| LexiconError::Line {
            path: path.to_owned(),
            line,
            problem,
        };
        let mut lexicon = Self::default();
        if form == LexiconForm::Tmx {
            let memory = tmx::read(text).map_err(|error| fault(error.line.unwrap_or(1), error.problem))?;
            let both = |unit: &tmx::Unit| {
                let [source, target] = langs.map(|lang| unit.segment(lang.code()).map(|(text, _)| text.to_owned()));
                Some([source?, target?])
            };
            let units: Vec<[String; 2]> = memory.units.iter().filter_map(both).collect();
            if units.is_empty() && !memory.units.is_empty() {
                return Err(LexiconError::Languages {
                    path: path.to_owned(),
                    source_lang: langs[0],
                    target_lang: langs[1],
                    found: memory.langs.into_iter().collect::<Vec<_>>().join(", "),
                });
            }
            for [source, target] in units {
                lexicon.add(&source, &target, 1.0);
            }
            return Ok(lexicon);
        }
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim_end();
            if line.trim().is_empty() || (form == LexiconForm::Tsv && line.starts_with('#')) {
                continue;
            }
            let parsed = match form {
                LexiconForm::Dic => dic_line(line),
                LexiconForm::Tsv | LexiconForm::Tmx => tsv_line(line),
            };
            let (source, target, weight) = parsed.map_err(|problem| fault(number, problem))?;
            lexicon.add(source, target, weight);
        }
        Ok(lexicon)
    }

    /// Sorts what translates each other into pairs and examples. What has no word says nothing: numbers
    /// and marks are known without a lexicon.
    fn add(&mut self, source: &str, target: &str, weight: f32) {
        let (source, target) = (fold_space(source).into_owned(), fold_space(target).into_owned());
        let sizes = [&source, &target].map(|phrase| words(phrase).len());
        if sizes.contains(&0) {
            return;
        }
        if sizes.iter().all(|&size| size <= Self::LONGEST_PHRASE) {
            self.pairs.push(WordPair { source, target, weight });
        } else {
            self.examples.push(Example { source, target });
        }
    }

    /// The pairs, and those that the examples teach.
    #[must_use]
    pub fn all_pairs(&self, langs: [Lang; 2]) -> Vec<WordPair> {
        let learned = learn_pairs(&self.examples, langs, &Support::default());
        let learned = learned.into_iter().map(|LearnedPair { pair, .. }| pair);
        self.pairs.iter().cloned().chain(learned).collect()
    }
}

type Parsed<'a> = Result<(&'a str, &'a str, f32), String>;

/// Source and target, perhaps a weight; what follows is for people, such as the counts that learning writes.
fn tsv_line(line: &str) -> Parsed<'_> {
    let mut cells = line.split('\t').map(str::trim);
    let (source, target) = (cells.next().unwrap_or_default(), cells.next());
    let Some(target) = target else {
        return Err("there is no tab; expected source, a tab and target, and perhaps a tab and a weight".to_owned());
    };
    if source.is_empty() || target.is_empty() {
        return Err("one side is empty; expected a word on both sides of the tab".to_owned());
    }
    let weight = match cells.next() {
        None | Some("") => 1.0,
        Some(typed) => match typed.parse::<f32>() {
            Ok(weight) if weight > 0.0 && weight <= 1.0 => weight,
            _ => {
                return Err(format!(
                    "\"{typed}\" is no weight; expected a number above 0 and at most 1, such as 0.5"
                ));
            }
        },
    };
    Ok((source, target, weight))
}

/// A phrase of the target, `@`, and one of the source, in hunalign's order.
fn dic_line(line: &str) -> Parsed<'_> {
    let Some((target, source)) = line.split_once(" @ ") else {
        return Err(
            "there is no \" @ \"; expected a phrase of the translation, \" @ \" and one of the original".to_owned(),
        );
    };
    if source.trim().is_empty() || target.trim().is_empty() {
        return Err("one side is empty; expected a phrase on both sides of \" @ \"".to_owned());
    }
    Ok((source.trim(), target.trim(), 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, form: LexiconForm) -> Result<UserLexicon, String> {
        UserLexicon::parse(text, form, Path::new("own.lex"), [Lang::ES, Lang::EN]).map_err(|error| error.to_string())
    }

    fn pairs(lexicon: &UserLexicon) -> Vec<(&str, &str, f32)> {
        let pairs = lexicon.pairs.iter();
        pairs
            .map(|pair| (pair.source.as_str(), pair.target.as_str(), pair.weight))
            .collect()
    }

    #[test]
    fn tsv_has_comments_weights_and_further_columns() {
        let text = "# ours\n\ncocreta\tcroquette\nchurro \t fritter\t0.5\nporra\tbig fritter\t0.25\t3.0\n39\t39\n";
        let lexicon = parse(text, LexiconForm::Tsv).unwrap();
        assert_eq!(
            pairs(&lexicon),
            [
                ("cocreta", "croquette", 1.0),
                ("churro", "fritter", 0.5),
                ("porra", "big fritter", 0.25)
            ]
        );
    }

    #[test]
    fn dic_names_the_translation_first() {
        let lexicon = parse("croquette @ cocreta\nlike hot cakes @ a porrillo\n", LexiconForm::Dic).unwrap();
        assert_eq!(
            pairs(&lexicon),
            [("cocreta", "croquette", 1.0), ("a porrillo", "like hot cakes", 1.0)]
        );
    }

    #[test]
    fn long_phrases_are_examples() {
        let lexicon = parse(
            "no hay mal que por bien no venga\tevery cloud has a silver lining\n",
            LexiconForm::Tsv,
        );
        let lexicon = lexicon.unwrap();
        assert_eq!((lexicon.pairs.len(), lexicon.examples.len()), (0, 1));
    }

    #[test]
    fn faults_name_file_and_line() {
        let fault = |text, form| parse(text, form).unwrap_err();
        insta::assert_snapshot!(fault("# x\na b\n", LexiconForm::Tsv), @"own.lex, line 2: there is no tab; expected source, a tab and target, and perhaps a tab and a weight");
        insta::assert_snapshot!(fault("a\tb\n\n\tb\n", LexiconForm::Tsv), @"own.lex, line 3: one side is empty; expected a word on both sides of the tab");
        insta::assert_snapshot!(fault("a\tb\t1.5\n", LexiconForm::Tsv), @r#"own.lex, line 1: "1.5" is no weight; expected a number above 0 and at most 1, such as 0.5"#);
        insta::assert_snapshot!(fault("a\tb\tNaN\n", LexiconForm::Tsv), @r#"own.lex, line 1: "NaN" is no weight; expected a number above 0 and at most 1, such as 0.5"#);
        insta::assert_snapshot!(fault("a @ b\nc = d\n", LexiconForm::Dic), @r#"own.lex, line 2: there is no " @ "; expected a phrase of the translation, " @ " and one of the original"#);
    }

    #[test]
    fn names_of_files_tell_the_form() {
        let of = |name| LexiconForm::of(Path::new(name));
        assert_eq!(of("a/own.TMX"), LexiconForm::Tmx);
        assert_eq!(of("es-en.dic"), LexiconForm::Dic);
        assert_eq!(of("words.txt"), LexiconForm::Tsv);
    }
}
