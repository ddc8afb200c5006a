//! Languages as files of other programs name them.

/// The code of two letters, those of three (ISO 639-2, terminological and bibliographic), and names.
///
/// # Source
/// The Library of Congress' table of ISO 639-2; the names are English and the language's own, that of English Spanish
/// too: most tables come from people who translate between the two.
const NAMES: [(&str, &[&str]); 20] = [
    ("ar", &["ara", "arabic", "العربية"]),
    ("ca", &["cat", "catalan", "català"]),
    ("da", &["dan", "danish", "dansk"]),
    ("de", &["deu", "ger", "german", "deutsch"]),
    ("el", &["ell", "gre", "greek", "ελληνικά"]),
    ("en", &["eng", "english", "inglés", "ingles"]),
    (
        "es",
        &["spa", "spanish", "español", "espanol", "castellano", "castilian"],
    ),
    ("fi", &["fin", "finnish", "suomi"]),
    ("fr", &["fra", "fre", "french", "français", "francais"]),
    ("gl", &["glg", "galician", "galego"]),
    ("hu", &["hun", "hungarian", "magyar"]),
    ("it", &["ita", "italian", "italiano"]),
    ("nl", &["nld", "dut", "dutch", "nederlands"]),
    ("no", &["nor", "nob", "nb", "norwegian", "norsk"]),
    ("pt", &["por", "portuguese", "português", "portugues"]),
    ("ro", &["ron", "rum", "romanian", "română"]),
    ("ru", &["rus", "russian", "русский"]),
    ("sv", &["swe", "swedish", "svenska"]),
    ("ta", &["tam", "tamil", "தமிழ்"]),
    ("tr", &["tur", "turkish", "türkçe"]),
];

/// A language code without its script and region, of two letters where there is one: `spa` and `es-MX` are `es`.
pub(crate) fn primary(code: &str) -> String {
    let plain = plain(code);
    let first = plain.split('-').next().unwrap_or_default();
    let known = NAMES
        .iter()
        .find(|(two, others)| *two == first || others.contains(&first));
    known.map_or(first, |(two, _)| two).to_owned()
}

/// A code in small letters, with `-` between its parts.
pub(crate) fn plain(code: &str) -> String {
    code.trim().replace('_', "-").to_lowercase()
}

/// Whether a heading names a language, by code or by name: `es`, `es-ES`, `Spanish`, `Español (España)`.
pub(crate) fn names(heading: &str, lang: &str) -> bool {
    let heading = plain(heading);
    let word = heading.split([' ', '(', '[', '/', ',', ':']).next().unwrap_or_default();
    let is_code = |word: &str| (2..=3).contains(&word.split('-').next().unwrap_or_default().len());
    !word.is_empty()
        && primary(word) == primary(lang)
        && (is_code(word) || NAMES.iter().any(|(_, names)| names.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_code_and_by_name() {
        for heading in [
            "es",
            "ES",
            "es-ES",
            "es_MX",
            "spa",
            "Spanish",
            "Español",
            "Castellano",
            "español (España)",
        ] {
            assert!(names(heading, "es"), "{heading}");
            assert!(!names(heading, "en"), "{heading}");
        }
        for heading in ["", "essay", "note", "status", "English", "Luego me fui."] {
            assert!(!names(heading, "es"), "{heading}");
        }
        assert!(names("Inglés", "en"));
        assert_eq!(primary("en-Latn-US"), "en");
        assert_eq!(primary("xx-YY"), "xx");
    }
}
