//! Languages on the command line and in the texts.

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use cotejo::text::Lang;
use whatlang::Detector;

/// Takes the code of a language, and lists them all when it is none.
pub(crate) fn parser() -> impl clap::builder::TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::codes()).try_map(|code| code.parse::<Lang>())
}

/// Enough of a text to tell its language, in bytes.
const SAMPLE: usize = 20_000;

/// A start of a text, long enough to tell its language by.
pub(crate) fn sample<'a>(sentences: impl Iterator<Item = &'a str>) -> String {
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

/// What is odd about the languages of two texts, if they are told clearly: given the wrong way round,
/// or both the same.
pub(crate) fn doubt(samples: [&str; 2], names: [&str; 2], langs: [Lang; 2]) -> Option<String> {
    let known = langs.map(detectable);
    let (Some(source), Some(target)) = (known[0], known[1]) else {
        return None;
    };
    let detector = Detector::with_allowlist(vec![source, target]);
    let found = |text| {
        detector
            .detect(text)
            .filter(whatlang::Info::is_reliable)
            .map(|info| info.lang())
    };
    let [first, second] = samples.map(found);
    let ([a, b], [from, to]) = (names, langs);
    match (first?, second?) {
        (first, second) if first == target && second == source => Some(format!(
            "{a} reads like {to} and {b} like {from}: are they the wrong way round? The original comes first"
        )),
        (first, second) if first == second => {
            let lang = if first == source { from } else { to };
            Some(format!(
                "{a} and {b} both read like {lang}: are they original and translation?"
            ))
        }
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const ES: &str = "El viejo farero subió despacio la escalera y miró el mar, que aquella noche no decía nada.";
    const EN: &str = "The old keeper climbed the stairs slowly and looked at the sea, which said nothing that night.";

    #[test]
    fn swapped_and_equal_texts_are_noticed() {
        let doubt = |a, b| doubt([a, b], ["a", "b"], [Lang::ES, Lang::EN]);
        assert_eq!(doubt(ES, EN), None);
        assert!(doubt(EN, ES).unwrap().contains("wrong way round"));
        assert!(doubt(EN, EN).unwrap().contains("both read like en"));
        assert_eq!(doubt("1999", "2000"), None);
    }
}
