//! Stems: what makes forms of one word equal.
//!
//! The build script includes this file too, so that the lexicon is stemmed as texts are.

use std::borrow::Cow;

use rust_stemmers::Stemmer;

use crate::text::normal::{SOFT_HYPHEN, strip_accents};

/// Between the stems of a form that belongs to several lemmas (`sueño`: dream, and I dream).
pub(crate) const READING_SEPARATOR: char = '|';

/// The readings of a stem: usually one.
pub(crate) fn readings(stem: &str) -> impl Iterator<Item = &str> {
    stem.split(READING_SEPARATOR)
}

/// The stem of a word without accents: that of its lemma where the form is irregular, those of all
/// its lemmas where it is ambiguous (see [`readings`]). `irregular` knows the stems of irregular forms.
pub(crate) fn stem_of<'a>(
    form: &str,
    lang: &str,
    stemmer: &Stemmer,
    irregular: impl Fn(&str) -> Option<&'a str>,
) -> String {
    let mut lower = form.to_lowercase();
    lower.retain(|c| c != SOFT_HYPHEN);
    if let Some(stems) = irregular(&lower) {
        return stems.to_owned();
    }
    let verb = if lang == "es" {
        detach_clitics(&lower, irregular)
    } else {
        None
    };
    match verb {
        Some(Verb::Irregular(stems)) => stems.to_owned(),
        Some(Verb::Regular(verb)) => plain_stem(&verb, stemmer),
        None => plain_stem(&lower, stemmer),
    }
}

/// The Snowball stem of a lower-case word without accents.
pub(crate) fn plain_stem(word: &str, stemmer: &Stemmer) -> String {
    strip_accents(&stemmer.stem(word)).into_owned()
}

/// A verb without the pronouns that were written on to it.
enum Verb<'w, 'a> {
    /// The stems of an irregular form.
    Irregular(&'a str),
    /// A form still to be stemmed.
    Regular(Cow<'w, str>),
}

/// The verb in older Spanish forms such as `díjome`, `acomodóse`, `viéndolo`.
///
/// Snowball takes pronouns from infinitives and gerunds only. A finite verb carries them in older
/// prose and then has an accent that the bare verb would not have (`díjo-me`, `mostrába-se`, `cálla-te`) or has
/// at its very end (`acomodó-se`); modern words of that shape are few.
fn detach_clitics<'w, 'a>(word: &'w str, irregular: impl Fn(&str) -> Option<&'a str>) -> Option<Verb<'w, 'a>> {
    const CLITICS: [&str; 11] = ["me", "te", "se", "le", "lo", "la", "les", "los", "las", "nos", "os"];
    const ACCENTED: [char; 5] = ['á', 'é', 'í', 'ó', 'ú'];
    let mut verb = word;
    for _ in 0..2 {
        let clitic = CLITICS.into_iter().find(|&clitic| verb.ends_with(clitic))?;
        verb = &verb[..verb.len() - clitic.len()];
        if verb.chars().count() < 2 {
            return None;
        }
        if let Some(stems) = irregular(verb) {
            return Some(Verb::Irregular(stems));
        }
        if verb.ends_with(ACCENTED) {
            return Some(Verb::Regular(Cow::Borrowed(verb)));
        }
        let bare = strip_accents(verb);
        if bare != verb
            && let Some(stems) = irregular(&bare)
        {
            return Some(Verb::Irregular(stems));
        }
        // The stemmer knows this ending with its accent only.
        if verb.ends_with("ía") || verb.ends_with("ían") {
            return Some(Verb::Regular(Cow::Borrowed(verb)));
        }
        if bare != verb && is_finite(verb, clitic) {
            return Some(Verb::Regular(bare));
        }
    }
    None
}

/// Whether a word that ends in a pronoun and has an accent before its last vowel is a verb: an imperfect with
/// any pronoun, an imperative or a subjunctive with one that hardly any noun ends in (`límite`, `escándalo` and
/// `ángeles` are none).
fn is_finite(verb: &str, clitic: &str) -> bool {
    verb.ends_with("ába")
        || verb.ends_with("ában")
        || verb.chars().count() >= 4
            && match clitic {
                "me" | "te" | "se" => verb.ends_with(['a', 'e']),
                "le" | "les" => verb.ends_with('a'),
                _ => false,
            }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_stemmers::Algorithm;

    fn stem(word: &str) -> String {
        let forms = [("dijo", "dec")];
        let irregular = |form: &str| forms.iter().find(|(known, _)| *known == form).map(|(_, stem)| *stem);
        stem_of(word, "es", &Stemmer::create(Algorithm::Spanish), irregular)
    }

    #[test]
    fn a_finite_verb_is_found_under_its_pronouns() {
        for (written, bare) in [
            ("díjome", "dijo"),
            ("acomodósele", "acomodó"),
            ("mostrábase", "mostraba"),
            ("paseábanla", "paseaban"),
            ("temíanse", "temían"),
            ("cállate", "calla"),
            ("perdóneme", "perdone"),
            ("pregúntales", "pregunta"),
        ] {
            assert_eq!(stem(written), stem(bare), "{written}");
        }
    }

    #[test]
    fn nouns_that_end_like_pronouns_keep_their_stem() {
        let stemmer = Stemmer::create(Algorithm::Spanish);
        for noun in [
            "límite",
            "escándalo",
            "ángeles",
            "película",
            "múltiple",
            "célebres",
            "órganos",
        ] {
            assert_eq!(stem(noun), plain_stem(noun, &stemmer), "{noun}");
        }
    }
}
