//! Words between underscores: how plain text writes italics.

use serde::Serialize;

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::export) struct Part<'a> {
    /// Its words, without the underscores.
    pub(in crate::export) text: &'a str,
    /// Whether underscores stood around it.
    pub(in crate::export) emphasis: bool,
}

/// Cuts a sentence where `_emphasis_` begins and ends. An underscore inside a word, or without a
/// second one in the same sentence, is only an underscore.
pub(in crate::export) fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut push = |text, emphasis| {
        if !str::is_empty(text) {
            parts.push(Part { text, emphasis });
        }
    };
    let (mut plain, mut from) = (0, 0);
    while let Some(at) = sentence[from..].find('_') {
        let open = from + at;
        from = open + 1;
        let Some(length) = sentence[from..].find('_') else {
            break;
        };
        let (close, inner) = (from + length, &sentence[from..from + length]);
        let outside = [
            sentence[..open].chars().next_back(),
            sentence[close + 1..].chars().next(),
        ];
        let apart = outside.iter().flatten().all(|&c| !c.is_alphanumeric() && c != '_');
        if apart && !inner.is_empty() && inner.trim() == inner {
            push(&sentence[plain..open], false);
            push(inner, true);
            (plain, from) = (close + 1, close + 1);
        }
    }
    push(&sentence[plain..], false);
    parts
}

/// The sentence without the underscores of emphasis.
pub(in crate::export) fn plain(sentence: &str) -> String {
    parts(sentence).iter().map(|part| part.text).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{parts, plain};

    fn shown(sentence: &str) -> String {
        let show = |part: &super::Part<'_>| {
            if part.emphasis {
                format!("<{}>", part.text)
            } else {
                part.text.to_owned()
            }
        };
        parts(sentence).iter().map(show).collect()
    }

    #[test]
    fn pairs_of_underscores_around_words_are_emphasis() {
        assert_eq!(shown("El vapor _Dorset_ llegó."), "El vapor <Dorset> llegó.");
        assert_eq!(shown("_Uno_, «_dos tres_»"), "<Uno>, «<dos tres>»");
        assert_eq!(plain("_Cartas de un relojero_"), "Cartas de un relojero");
    }

    #[test]
    fn other_underscores_stay() {
        for sentence in ["a_b_c", "____", "_ x _", "_sin cerrar", "núm_ 3_", "__init__", ""] {
            assert_eq!(shown(sentence), sentence);
        }
        assert_eq!(shown("a_b _c_ d"), "a_b <c> d");
    }

    proptest! {
        #[test]
        fn nothing_but_underscores_is_taken(sentence in "[_ aé.<]{0,24}") {
            let strip = |text: &str| text.replace('_', "");
            prop_assert_eq!(strip(&plain(&sentence)), strip(&sentence));
        }
    }
}
