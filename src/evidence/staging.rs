//! What a play says beside its speeches: stage directions, and who speaks.

use std::collections::HashMap;

use crate::text::Document;

/// What a sentence is in a play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Staging {
    /// All of it stands in brackets. In prose that is an aside.
    Direction,
    /// The name of who speaks, on a line of its own.
    Speaker,
}

/// Most words of a speaker's name: "The second gentleman of Verona".
const MOST_WORDS: usize = 5;

/// Times a name stands on a line of its own if it is a speaker's: headings in capitals say something else each.
const LEAST_TURNS: usize = 2;

/// What each sentence of a text is in a play, if it is one.
///
/// # Complexity
/// Linear in the text.
pub(super) fn staging(document: &Document) -> Vec<Option<Staging>> {
    let texts: Vec<_> = (0..document.len())
        .map(|index| document.sentence(index.into()))
        .collect();
    let names: Vec<Option<&str>> = texts.iter().map(|text| name(text)).collect();
    let mut turns: HashMap<&str, usize> = HashMap::new();
    for name in names.iter().flatten() {
        *turns.entry(name).or_default() += 1;
    }
    let of_sentence = |(text, name): (&str, Option<&str>)| {
        if name.is_some_and(|name| turns[name] >= LEAST_TURNS) {
            Some(Staging::Speaker)
        } else {
            is_direction(text).then_some(Staging::Direction)
        }
    };
    texts.iter().map(AsRef::as_ref).zip(names).map(of_sentence).collect()
}

/// Marks of emphasis, as plain texts have them, and dashes.
const fn dresses(c: char) -> bool {
    c.is_whitespace() || matches!(c, '_' | '*' | '-' | '–' | '—' | '―')
}

/// The name in capitals that a sentence consists of.
fn name(text: &str) -> Option<&str> {
    let name = text.trim_matches(dresses);
    let name = name.strip_suffix(['.', ':']).unwrap_or(name).trim_matches(dresses);
    let shouted = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | '\'' | '’' | '-');
    (shouted && name.chars().all(plain) && name.split_whitespace().count() <= MOST_WORDS).then_some(name)
}

fn is_direction(text: &str) -> bool {
    let inner = |text: &str| {
        let text = text.trim_matches(dresses);
        let text = text.strip_suffix('.').unwrap_or(text).trim_end_matches(dresses);
        let pair = [('[', ']'), ('(', ')')]
            .into_iter()
            .find(|(open, _)| text.starts_with(*open))?;
        let inner = text.strip_prefix(pair.0)?.strip_suffix(pair.1)?;
        Some(!inner.contains(pair.1) && inner.chars().any(char::is_alphabetic))
    };
    inner(text).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_around_all_of_it_make_a_direction() {
        for text in [
            "[Enter the nurse.]",
            "(_Vase._)",
            "_(A su hermana.)_",
            "--[Thunder.]",
            "(They leave).",
        ] {
            assert!(is_direction(text), "{text}");
        }
        for text in [
            "(a) The first (b) and the second",
            "[12]",
            "(He laughed.) Then he left.",
            "Enter the nurse.",
        ] {
            assert!(!is_direction(text), "{text}");
        }
    }

    #[test]
    fn a_name_in_capitals_speaks_more_than_once() {
        assert_eq!(name("DOÑA INÉS."), Some("DOÑA INÉS"));
        assert_eq!(name("_SEYTON._"), Some("SEYTON"));
        assert_eq!(name("¡FUEGO!"), None);
        assert_eq!(name("He left."), None);
        let text = "INÉS.\n\nVete.\n\nFIN DEL ACTO\n\nINÉS.\n\n(Sale.)\n";
        let document = crate::segment::one_per_line(crate::text::SourceText::from_string(text));
        let staged = staging(&document);
        let (speaker, direction) = (Some(Staging::Speaker), Some(Staging::Direction));
        assert_eq!(staged, [speaker, None, None, speaker, direction]);
    }
}
