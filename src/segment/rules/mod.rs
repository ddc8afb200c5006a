//! What the segmenter knows of a language: abbreviations, first words, headings, letters.
//!
//! The data stand in text files beside this one, written so that a translator can read and extend
//! them; their format is described at the top of `en.txt`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::Lang;

/// Longest entry taken, in bytes: longer ones are sentences, not abbreviations.
const MAX_ENTRY: usize = 40;

/// When a full stop after an abbreviation ends a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Never: `Sr.`, `Mrs.`
    Never,
    /// Before a capital or an opening mark: `etc.`
    BeforeCapital,
    /// Before a word that begins sentences but no names: `U.S.`
    BeforeStarter,
    /// Unless a number follows: `No.`, `p.`
    Numeric,
}

#[derive(Debug, Clone)]
struct Abbreviation {
    /// The spelling it is bound to; none when any case will do.
    exact: Option<String>,
    class: Class,
}

/// The rules of one language.
///
/// # Examples
/// ```
/// use cotejo::segment::{Rules, segment_text};
/// use cotejo::text::Lang;
///
/// let mut rules = Rules::for_lang(Lang::ES);
/// rules.add_abbreviations("Bco.\n[numeric-only]\nrollo").unwrap();
/// assert_eq!(segment_text("Fue al Bco. Central. Volvió.", &rules).len(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Rules {
    pub(super) lang: Lang,
    /// Keys: small letters, parts of a compound (`p. m.`) joined by one blank.
    abbreviations: FxHashMap<String, Vec<Abbreviation>>,
    /// Neighbouring parts of compounds: a full stop between them ends nothing.
    joints: FxHashSet<String>,
    words: [FxHashSet<String>; WORD_SECTIONS.len()],
}

/// A line of an abbreviation list that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// A section no list has.
    #[error("line {line}: unknown section [{name}]; known are {}", section_names())]
    UnknownSection {
        /// The line, from 1.
        line: usize,
        /// What stands in the brackets.
        name: String,
    },
    /// An entry that is no abbreviation or word.
    #[error("line {line}: \"{entry}\" is no abbreviation; expected one with a letter and of at most {MAX_ENTRY} bytes")]
    BadEntry {
        /// The line, from 1.
        line: usize,
        /// The entry.
        entry: String,
    },
}

fn section_names() -> String {
    ABBREVIATION_SECTIONS
        .iter()
        .map(|(name, _)| *name)
        .chain(WORD_SECTIONS.iter().map(|(name, _)| *name))
        .collect::<Vec<_>>()
        .join(", ")
}

const ABBREVIATION_SECTIONS: [(&str, Class); 4] = [
    ("never-final", Class::Never),
    ("final-before-capital", Class::BeforeCapital),
    ("final-before-starter", Class::BeforeStarter),
    ("numeric-only", Class::Numeric),
];

/// A list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Ordinal,
    Starter,
    Regnal,
    Numbered,
    Heading,
    Salutation,
    Closing,
    Speech,
    Month,
    Semicolon,
}

const WORD_SECTIONS: [(&str, Words); 10] = [
    ("ordinal", Words::Ordinal),
    ("starter", Words::Starter),
    ("regnal", Words::Regnal),
    ("numbered", Words::Numbered),
    ("heading", Words::Heading),
    ("salutation", Words::Salutation),
    ("closing", Words::Closing),
    ("speech", Words::Speech),
    ("month", Words::Month),
    ("after-semicolon", Words::Semicolon),
];

#[derive(Clone, Copy)]
enum Section {
    Abbreviations(Class),
    Words(Words),
}

impl Section {
    fn named(name: &str) -> Option<Self> {
        let abbreviations = ABBREVIATION_SECTIONS.iter().find(|(known, _)| *known == name);
        let words = WORD_SECTIONS.iter().find(|(known, _)| *known == name);
        abbreviations
            .map(|(_, class)| Self::Abbreviations(*class))
            .or_else(|| words.map(|(_, words)| Self::Words(*words)))
    }
}

impl Rules {
    /// The rules that come with the program; a language without a file of its own gets a short
    /// general list.
    #[must_use]
    pub fn for_lang(lang: Lang) -> Self {
        let data = match lang.code() {
            "es" => include_str!("es.txt"),
            "en" => include_str!("en.txt"),
            "de" => include_str!("de.txt"),
            "fr" => include_str!("fr.txt"),
            "it" => include_str!("it.txt"),
            "pt" => include_str!("pt.txt"),
            _ => include_str!("generic.txt"),
        };
        let mut rules = Self {
            lang,
            abbreviations: FxHashMap::default(),
            joints: FxHashSet::default(),
            words: Default::default(),
        };
        rules
            .add_abbreviations(data)
            .expect("a test reads every file that comes with the program");
        rules
    }

    /// Adds a user's list. Lines before the first `[section]` hold abbreviations that never end a
    /// sentence; an entry already known is replaced.
    ///
    /// # Errors
    /// [`RulesError`], naming the first line that cannot be used; what stood above it is in force.
    pub fn add_abbreviations(&mut self, text: &str) -> Result<(), RulesError> {
        let mut section = Section::Abbreviations(Class::Never);
        for (index, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default();
            let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = Section::named(name.trim()).ok_or_else(|| RulesError::UnknownSection {
                    line: index + 1,
                    name: name.trim().to_owned(),
                })?;
                continue;
            }
            for entry in line.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
                if entry.len() > MAX_ENTRY || !entry.chars().any(|c| c.is_alphabetic() || c == '&') {
                    return Err(RulesError::BadEntry {
                        line: index + 1,
                        entry: entry.to_owned(),
                    });
                }
                self.add(section, entry);
            }
        }
        Ok(())
    }

    fn add(&mut self, section: Section, entry: &str) {
        match section {
            Section::Words(words) => {
                self.words[words as usize].insert(entry.to_lowercase());
            }
            Section::Abbreviations(class) => {
                let spelling = abbreviation_key(entry);
                let key = spelling.to_lowercase();
                let parts: Vec<&str> = key.split(' ').collect();
                for pair in parts.windows(2) {
                    self.joints.insert(format!("{} {}", pair[0], pair[1]));
                }
                let exact = (spelling != key).then(|| tail(&spelling));
                let known = self.abbreviations.entry(tail(&key)).or_default();
                known.retain(|other| other.exact != exact);
                known.push(Abbreviation { exact, class });
            }
        }
    }

    /// The class of an abbreviation, written as [`abbreviation_key`] does.
    pub(super) fn class_of(&self, spelling: &str) -> Option<Class> {
        let known = self.abbreviations.get(&spelling.to_lowercase())?;
        let lone = spelling.chars().nth(1).is_none();
        let capitals = !lone && !spelling.chars().any(char::is_lowercase);
        known
            .iter()
            .find(|one| one.exact.as_deref() == Some(spelling))
            // "m" is metres; "M" is an initial.
            .or_else(|| {
                let initial = lone && spelling.starts_with(char::is_uppercase);
                known.iter().find(|one| !initial && (one.exact.is_none() || capitals))
            })
            .map(|one| one.class)
    }

    /// Whether `first. second.` are neighbouring parts of an abbreviation.
    pub(super) fn joins(&self, first: &str, second: &str) -> bool {
        self.joints
            .contains(&format!("{} {}", first.to_lowercase(), second.to_lowercase()))
    }

    /// Whether a list holds a word, in any case.
    pub(super) fn has(&self, words: Words, word: &str) -> bool {
        let list = &self.words[words as usize];
        if word.bytes().any(|b| !b.is_ascii_lowercase()) {
            list.contains(&word.replace('’', "'").to_lowercase())
        } else {
            list.contains(word)
        }
    }

    /// Whether `text` begins with an entry of a list, up to four words long, that a word border follows.
    pub(super) fn begins_with(&self, words: Words, text: &str) -> bool {
        let mut ends = 0;
        for (at, c) in text.char_indices().take(MAX_ENTRY) {
            if !c.is_alphanumeric() && !matches!(c, '\'' | '’') {
                if at > 0 && self.has(words, &text[..at]) {
                    return true;
                }
                ends += 1;
                if ends > 6 {
                    return false;
                }
            }
        }
        text.len() <= MAX_ENTRY && self.has(words, text)
    }
}

/// The last two parts of an abbreviation: only these are looked at where a sentence might end.
fn tail(whole: &str) -> String {
    let parts: Vec<&str> = whole.split(' ').collect();
    parts[parts.len().saturating_sub(2)..].join(" ")
}

/// An abbreviation without its full stops, parts joined by one blank: `a. C.`, `a.C.` give `a C`.
pub(super) fn abbreviation_key(text: &str) -> String {
    let parts = text
        .split(|c: char| c == '.' || c.is_whitespace())
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_comes_with_the_program_can_be_read() {
        for code in Lang::codes() {
            let rules = Rules::for_lang(code.parse().unwrap());
            assert_eq!(
                rules.class_of("etc").is_some(),
                code != "it" || rules.class_of("ecc").is_some()
            );
        }
    }

    /// The later of two entries would win, and the reader of the list could not tell.
    #[test]
    fn every_entry_has_one_home() {
        for file in [
            "es.txt",
            "en.txt",
            "de.txt",
            "fr.txt",
            "it.txt",
            "pt.txt",
            "generic.txt",
        ] {
            let path = format!("{}/src/segment/rules/{file}", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            let mut section = "";
            let mut homes: FxHashMap<(bool, String), (&str, String)> = FxHashMap::default();
            for line in text
                .lines()
                .map(|line| line.split('#').next().unwrap_or_default().trim())
            {
                if line.starts_with('[') {
                    section = line;
                    continue;
                }
                for entry in line.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
                    let name = section.trim_matches(['[', ']']);
                    let abbreviation = ABBREVIATION_SECTIONS.iter().any(|(known, _)| *known == name);
                    let key = if abbreviation {
                        tail(&abbreviation_key(entry))
                    } else {
                        format!("{section} {}", entry.to_lowercase())
                    };
                    let home = (section, abbreviation_key(entry));
                    if let Some(first) = homes.insert((abbreviation, key), home.clone()) {
                        // `a. J. C.` and `d. J. C.` end alike and may stand in one section.
                        assert!(
                            abbreviation && first.0 == section && first.1 != home.1,
                            "{file}: \"{entry}\" stands in {} already, and again in {section}",
                            first.0
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_word_list_is_found_under_its_own_name() {
        for (index, (_, words)) in WORD_SECTIONS.iter().enumerate() {
            assert_eq!(*words as usize, index);
        }
    }

    #[test]
    fn a_capital_in_an_entry_binds_its_case() {
        let rules = Rules::for_lang(Lang::EN);
        assert_eq!(rules.class_of("Sat"), Some(Class::BeforeStarter));
        assert_eq!(rules.class_of("SAT"), Some(Class::BeforeStarter));
        assert_eq!(rules.class_of("sat"), None);
        assert_eq!(rules.class_of("Etc"), Some(Class::BeforeCapital));
    }

    #[test]
    fn a_bad_list_names_the_line() {
        let mut rules = Rules::for_lang(Lang::EN);
        assert_eq!(
            rules.add_abbreviations("foo.\n\n[sometimes]\n"),
            Err(RulesError::UnknownSection {
                line: 3,
                name: "sometimes".to_owned()
            })
        );
        assert!(matches!(
            rules.add_abbreviations("a\n12"),
            Err(RulesError::BadEntry { line: 2, .. })
        ));
        assert_eq!(rules.class_of("foo"), Some(Class::Never));
    }
}
