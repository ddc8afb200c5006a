//! `cotejo.toml`.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use serde::{Deserialize, Deserializer, de};

use crate::code::{Code, Severity};
use crate::reading;
use crate::segment::Bounds;
use crate::text::{Lang, LineColumn};

/// The name of the settings file.
pub const SETTINGS_FILE: &str = "cotejo.toml";

/// What a project says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ProjectSettings {
    /// Language of the originals.
    #[serde(deserialize_with = "lang")]
    pub source_lang: Lang,
    /// Language of the translations.
    #[serde(deserialize_with = "lang")]
    pub target_lang: Lang,
    /// Lists of abbreviations, relative to the project's folder.
    pub abbreviations: Vec<String>,
    /// Lexicons, relative to the project's folder.
    pub lexicon: Vec<String>,
    /// Encodings of texts that are not recognised rightly: path from the project's folder, then label.
    #[serde(deserialize_with = "encodings")]
    pub encoding: BTreeMap<String, String>,
    /// What `cotejo check` passes over.
    pub check: CheckSettings,
    /// What is known of single works, by name.
    pub works: BTreeMap<String, WorkSettings>,
}

/// What is known of a work. Tables have a language's code for a key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct WorkSettings {
    /// Its title in each language.
    #[serde(deserialize_with = "by_lang")]
    pub title: BTreeMap<String, String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who translated it.
    pub translator: Option<String>,
    /// First words of the heading or paragraph with which it begins.
    #[serde(deserialize_with = "by_lang")]
    pub begin: BTreeMap<String, String>,
    /// First words of the paragraph with which it ends.
    #[serde(deserialize_with = "by_lang")]
    pub end: BTreeMap<String, String>,
    /// Codes of warnings that are not told of it.
    #[serde(deserialize_with = "warnings")]
    pub ignore: Vec<Code>,
}

/// What `cotejo check` passes over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CheckSettings {
    /// Codes of warnings that are not told.
    #[serde(deserialize_with = "warnings")]
    pub ignore: Vec<Code>,
}

impl Default for ProjectSettings {
    fn default() -> Self {
        Self {
            source_lang: Lang::ES,
            target_lang: Lang::EN,
            abbreviations: Vec::new(),
            lexicon: Vec::new(),
            encoding: BTreeMap::new(),
            check: CheckSettings::default(),
            works: BTreeMap::new(),
        }
    }
}

/// What is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
#[non_exhaustive]
pub struct SettingsError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl ProjectSettings {
    /// Reads the settings from TOML.
    ///
    /// # Errors
    /// [`SettingsError`], with the line.
    pub fn parse(toml: &str) -> Result<Self, SettingsError> {
        toml::from_str(toml).map_err(|error| SettingsError {
            line: LineColumn::of(toml, error.span().map_or(0, |span| span.start)).line,
            message: error
                .message()
                .replace("unknown field", "unknown key")
                .replace('`', "\""),
        })
    }
}

impl ProjectSettings {
    /// Whether findings of a code are not told of a work.
    #[must_use]
    pub fn ignores(&self, work: &str, code: Code) -> bool {
        let of_work = self.works.get(work).map_or(&[][..], |work| &work.ignore);
        self.check.ignore.contains(&code) || of_work.contains(&code)
    }

    /// Where the work of a text, `texts/es/NAME.txt`, begins and ends in it.
    #[must_use]
    pub fn bounds_of(&self, path: &str) -> Bounds {
        let mut parts = path.rsplit('/');
        let name = parts.next().and_then(reading::stem).unwrap_or_default();
        let lang = parts.next().unwrap_or_default();
        let Some(work) = self.works.get(name) else {
            return Bounds::default();
        };
        Bounds {
            begin: work.begin.get(lang).cloned(),
            end: work.end.get(lang).cloned(),
            title: work.title.get(lang).cloned(),
        }
    }
}

fn by_lang<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let typed = BTreeMap::<String, String>::deserialize(deserializer)?;
    for code in typed.keys() {
        Lang::from_str(code).map_err(de::Error::custom)?;
    }
    Ok(typed)
}

fn lang<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Lang, D::Error> {
    let code = String::deserialize(deserializer)?;
    Lang::from_str(&code).map_err(de::Error::custom)
}

fn warnings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Code>, D::Error> {
    /// Checked one by one, so that the line named is the line at fault.
    #[derive(Deserialize)]
    #[serde(try_from = "String")]
    struct Warning(Code);

    impl TryFrom<String> for Warning {
        type Error = String;

        fn try_from(word: String) -> Result<Self, String> {
            let code = Code::from_str(&word).map_err(|error| error.to_string())?;
            match code.severity() {
                Severity::Warning => Ok(Self(code)),
                Severity::Error => Err(format!("\"{code}\" is an error and cannot be ignored; warnings can")),
            }
        }
    }

    let typed = Vec::<Warning>::deserialize(deserializer)?;
    Ok(typed.into_iter().map(|Warning(code)| code).collect())
}

fn encodings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    /// Checked one by one, so that the line named is the line at fault.
    #[derive(Deserialize)]
    #[serde(try_from = "String")]
    struct Label(String);

    impl TryFrom<String> for Label {
        type Error = String;

        fn try_from(label: String) -> Result<Self, String> {
            match encoding_rs::Encoding::for_label(label.as_bytes()) {
                Some(_) => Ok(Self(label)),
                None => Err(format!(
                    "unknown encoding \"{label}\"; use a name such as utf-8, windows-1252, utf-16le"
                )),
            }
        }
    }

    let typed = BTreeMap::<String, Label>::deserialize(deserializer)?;
    // People type paths as their system shows them.
    let path = |typed: String| typed.replace('\\', "/").trim_start_matches("./").to_owned();
    Ok(typed
        .into_iter()
        .map(|(file, Label(label))| (path(file), label))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read() {
        let settings = ProjectSettings::parse(
            "source-lang = \"fr\"\ntarget-lang = \"de\"\nabbreviations = [\"abbr.txt\"]\nlexicon = [\"own.tsv\"]\n\
             [encoding]\n\"./texts/fr/a.txt\" = \"latin1\"\n",
        )
        .unwrap();
        assert_eq!((settings.source_lang.code(), settings.target_lang.code()), ("fr", "de"));
        assert_eq!(settings.abbreviations, ["abbr.txt"]);
        assert_eq!(settings.lexicon, ["own.tsv"]);
        assert_eq!(settings.encoding["texts/fr/a.txt"], "latin1");
        assert_eq!(ProjectSettings::parse("").unwrap(), ProjectSettings::default());
        let settings = ProjectSettings::parse(
            "[works.molino]\ntitle = {fr = \"Le moulin\"}\nauthor = \"A. Ruiz\"\nbegin = {fr = \"Chapitre\"}\nend = {fr = \"Fin\"}\n",
        )
        .unwrap();
        let bounds = settings.bounds_of("texts/fr/molino.txt");
        assert_eq!(bounds.begin.as_deref(), Some("Chapitre"));
        assert_eq!(
            (bounds.end.as_deref(), bounds.title.as_deref()),
            (Some("Fin"), Some("Le moulin"))
        );
        assert_eq!(settings.bounds_of("texts/es/molino.txt"), Bounds::default());
        let settings = ProjectSettings::parse("[check]\nignore = [\"name\", \"length\"]\n").unwrap();
        assert_eq!(settings.check.ignore, [Code::Name, Code::Length]);
        let settings = ProjectSettings::parse("[works.molino]\nignore = [\"unrelated\"]\n").unwrap();
        assert!(settings.ignores("molino", Code::Unrelated) && !settings.ignores("faro", Code::Unrelated));
    }

    #[test]
    fn a_fault_names_its_line() {
        let fault = |toml| ProjectSettings::parse(toml).unwrap_err().to_string();
        insta::assert_snapshot!(fault("source-lang = \"es\"\n\nsorce-lang = \"es\"\n"), @r#"line 3: unknown key "sorce-lang", expected one of "source-lang", "target-lang", "abbreviations", "lexicon", "encoding", "check", "works""#);
        insta::assert_snapshot!(fault("\nsource-lang = \"xx\"\n"), @r#"line 2: unknown language "xx"; known are ar, da, de, el, en, es, fi, fr, hu, it, nl, no, pt, ro, ru, sv, ta, tr"#);
        insta::assert_snapshot!(fault("[encoding]\n\"a.txt\" = \"utf-8\"\n\"b.txt\" = \"latin-99\"\n"), @r#"line 3: unknown encoding "latin-99"; use a name such as utf-8, windows-1252, utf-16le"#);
        insta::assert_snapshot!(fault("[check]\nignore = [\n\"name\",\n\"invalid\"]\n"), @r#"line 2: "invalid" is an error and cannot be ignored; warnings can"#);
        insta::assert_snapshot!(fault("source-lang = es\n"), @"line 1: string values must be quoted, expected literal string");
    }
}
