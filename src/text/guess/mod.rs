//! Telling the language of a text. Most texts say which it is; where nobody does, or where they were given the wrong way
//! round, their letters tell it (trigrams, as in Cavnar and Trenkle, 1994).

mod doubt;

use whatlang::Detector;

pub use doubt::{LanguageDoubt, OtherLanguage, Told, doubt};

use super::Lang;

/// Enough of a text to tell its language, in bytes.
const SAMPLE: usize = 20_000;

/// Fewest letters of a text whose language is told among all: a line or two. Shorter ones are names and numbers.
const LEAST: usize = 60;

/// A start of a text, long enough to tell its language by.
#[must_use]
pub fn sample<'a>(sentences: impl Iterator<Item = &'a str>) -> String {
    let mut sample = String::new();
    for sentence in sentences {
        sample.push_str(sentence);
        sample.push('\n');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    sample
}

/// Whether a text has letters enough to tell its language among all.
#[must_use]
pub fn is_long(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= LEAST
}

/// The language that a text is nearest to, among all that are known, and whether it is told clearly.
///
/// # Complexity
/// Linear in the text: give it a [`sample`].
#[must_use]
pub fn nearest(text: &str) -> Option<(Lang, bool)> {
    let languages = || Lang::codes().filter_map(|code| code.parse::<Lang>().ok());
    let info = Detector::with_allowlist(languages().filter_map(detectable).collect()).detect(text)?;
    let lang = languages().find(|&lang| detectable(lang) == Some(info.lang()))?;
    Some((lang, info.is_reliable()))
}

/// Which of two languages a text is clearly in; nothing where that is not told, or one of them cannot be.
#[must_use]
pub fn either(text: &str, langs: [Lang; 2]) -> Option<Lang> {
    let [Some(first), Some(second)] = langs.map(detectable) else {
        return None;
    };
    let told = Detector::with_allowlist(vec![first, second]).detect(text)?;
    let found = if told.lang() == first { langs[0] } else { langs[1] };
    told.is_reliable().then_some(found)
}

fn detectable(lang: Lang) -> Option<whatlang::Lang> {
    use whatlang::Lang as Found;
    Some(match lang.code() {
        "ar" => Found::Ara,
        "da" => Found::Dan,
        "de" => Found::Deu,
        "el" => Found::Ell,
        "en" => Found::Eng,
        "es" => Found::Spa,
        "fi" => Found::Fin,
        "fr" => Found::Fra,
        "hu" => Found::Hun,
        "it" => Found::Ita,
        "nl" => Found::Nld,
        "no" => Found::Nob,
        "pt" => Found::Por,
        "ro" => Found::Ron,
        "ru" => Found::Rus,
        "sv" => Found::Swe,
        "ta" => Found::Tam,
        "tr" => Found::Tur,
        _ => return None,
    })
}
