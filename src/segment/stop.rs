//! Whether a full stop ends a sentence or belongs to an abbreviation, an initial or a number.

use super::chars::{char_before, is_capitalised, word_at};
use super::marks::{Kind, Next};
use super::rules::{Class, Rules, Words, abbreviation_key};
use crate::text::normal::is_roman;

/// Most characters of the word before a full stop that are looked at; longer ones are no abbreviations.
const MAX_TOKEN: usize = 20;
/// Most characters of the word after it.
const MAX_WORD: usize = 24;

/// Decides on the full stop at `dot`; `start` is where the sentence begins, `next` what follows.
pub(super) fn full_stop_is_final(text: &str, start: usize, dot: usize, next: &Next, rules: &Rules) -> bool {
    let from = token_start(text, start, dot);
    let token = &text[from..dot];
    if token.is_empty() {
        return true;
    }
    let key = abbreviation_key(token);
    let word = word_at(text, next.core, MAX_WORD);
    let starter = || {
        let opened = next.inverted || next.quoted || next.dash && next.gap;
        next.kind != Kind::Lower
            && (opened || rules.has(Words::Starter, word) && !is_title_in_text(text, next.core, word))
    };
    // Only opening marks stand before it: an item's number or letter.
    let leads = !text[start..from]
        .chars()
        .rev()
        .take(MAX_TOKEN)
        .any(char::is_alphanumeric)
        && from - start <= MAX_TOKEN;

    if token.bytes().all(|b| b.is_ascii_digit()) {
        // German writes ordinals with a full stop, and nouns with a capital.
        if rules.lang.code() == "de" && token.len() < 3 && next.kind == Kind::Upper {
            return !leads && starter();
        }
        return !leads && (next.kind != Kind::Upper || !rules.has(Words::Ordinal, word));
    }
    let single = token.chars().nth(1).is_none();
    let small_roman = token.len() <= 4 && token.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    if leads && (single || is_roman(token) || small_roman) && next.kind != Kind::Lower && !next.inverted {
        return false;
    }
    let previous = previous_word(text, start, from);
    // "120.5 °C."
    if single && text[start..from].ends_with(['°', 'º']) {
        return next.kind != Kind::Lower;
    }
    let numbered = rules.has(Words::Numbered, previous);
    if is_roman(token) && (token != "I" || numbered) {
        // "artículo L. 1114-4"
        if single && next.kind == Kind::Digit {
            return false;
        }
        if numbered && start_of(text, start) == from - trailing(text, previous, from) {
            return false;
        }
        if numbered || rules.has(Words::Regnal, previous) {
            return true;
        }
    }
    if let Some(class) = compound_or_single(text, start, from, &key, next, rules) {
        return match class {
            Outcome::Inside | Outcome::Class(Class::Never) => false,
            // "et al. [2011]"
            Outcome::Class(Class::BeforeCapital) if next.kind == Kind::Digit && next.core > next.start => false,
            Outcome::Class(Class::BeforeCapital) => next.kind != Kind::Lower || next.inverted,
            // "until 6 p.m. Mr. Hale", but "6 p.m. Monday"
            Outcome::Class(Class::BeforeStarter) if is_hour(&key) && next.kind == Kind::Upper => {
                starter() || !goes_with_hour(word, rules)
            }
            Outcome::Class(Class::BeforeStarter) => starter(),
            // One letter alone, as in "v. Smith", hardly ever ends a sentence.
            Outcome::Class(Class::Numeric) if single => starter(),
            // "Dijo que no. ¿Y tú?"
            Outcome::Class(Class::Numeric) if next.inverted => true,
            Outcome::Class(Class::Numeric) => match next.kind {
                Kind::Digit | Kind::Lower => false,
                Kind::Upper => !is_roman(word) && !is_label(text, next.core, word, rules),
                Kind::Symbol | Kind::End => true,
            },
        };
    }
    if single {
        return match token {
            "I" if rules.lang.code() == "en" => !is_capitalised(previous) || rules.has(Words::Starter, previous),
            _ if token.starts_with(|c: char| c.is_alphabetic()) => starter(),
            _ => true,
        };
    }
    let acronym = token.contains('.') && key.split(' ').all(|part| part.chars().count() <= 2);
    if acronym || is_vowelless(token) {
        return starter();
    }
    true
}

/// A Spanish article before another capital begins a name: "¿Ha visto Vd. Las Hilanderas?"
fn is_title_in_text(text: &str, at: usize, word: &str) -> bool {
    let article = matches!(word, "El" | "La" | "Los" | "Las");
    article
        && text[at + word.len()..]
            .trim_start_matches(' ')
            .starts_with(char::is_uppercase)
}

/// "p. m." and "a. m."
fn is_hour(key: &str) -> bool {
    let mut letters = key
        .chars()
        .filter(|c| c.is_alphabetic())
        .map(|c| c.to_ascii_lowercase());
    matches!(letters.next(), Some('a' | 'p')) && letters.next() == Some('m') && letters.next().is_none()
}

/// Whether a capital after an hour goes on with it: a day, a month, a time zone.
fn goes_with_hour(word: &str, rules: &Rules) -> bool {
    let zone = matches!(
        word,
        "Eastern" | "Central" | "Mountain" | "Pacific" | "Greenwich" | "Universal"
    );
    let letters = word.len() > 1 && word.len() < 5 && word.bytes().all(|b| b.is_ascii_uppercase());
    zone || letters || word.ends_with("day") || rules.has(Words::Month, word)
}

/// Whether a capital letter alone is the name of a figure, a table, a part: "Fig. A for details".
fn is_label(text: &str, at: usize, word: &str, rules: &Rules) -> bool {
    let mut letters = word.chars();
    let lone = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word != "I";
    lone && {
        let after = text[at + word.len()..].trim_start_matches(' ');
        let follows = word_at(after, 0, MAX_WORD);
        !after.starts_with(|c: char| c.is_alphanumeric())
            || follows.starts_with(char::is_lowercase) && rules.has(Words::Starter, follows)
    }
}

enum Outcome {
    /// Between two parts of one abbreviation.
    Inside,
    Class(Class),
}

fn compound_or_single(text: &str, start: usize, from: usize, key: &str, next: &Next, rules: &Rules) -> Option<Outcome> {
    let last = key.rsplit(' ').next().unwrap_or(key);
    if next.core == next.start {
        let word = word_at(text, next.core, MAX_WORD);
        let dotted = text[next.core + word.len()..].starts_with('.');
        if (dotted || !word.is_empty()) && rules.joins(last, word) {
            return Some(Outcome::Inside);
        }
    }
    let pair = |first: &str, second: &str| rules.class_of(&format!("{first} {second}"));
    let mut parts = key.rsplit(' ');
    if let (Some(second), Some(first)) = (parts.next(), parts.next())
        && let Some(class) = pair(first, second)
    {
        return Some(Outcome::Class(class));
    }
    // Parts set apart: "p. m.", "EE. UU.", "a. de C."
    let gap = text[start..from].trim_end();
    if !key.contains(' ') && gap.len() < from - start {
        let end = start + gap.len();
        let before = if gap.ends_with('.') { end - 1 } else { end };
        let first = &text[token_start(text, start, before)..before];
        if !first.is_empty()
            && let Some(class) = pair(&abbreviation_key(first), key)
        {
            return Some(Outcome::Class(class));
        }
    }
    rules.class_of(key).map(Outcome::Class)
}

/// Whether the word before the full stop at `dot` is an everyday one: small letters that can be
/// spoken, no abbreviation. After it even a small letter begins a sentence.
pub(super) fn is_plain_word(text: &str, start: usize, dot: usize, rules: &Rules) -> bool {
    let token = &text[token_start(text, start, dot)..dot];
    let vowels = token.chars().filter(|c| "aeiouáéíóúü".contains(*c)).count();
    // No abbreviation ends in a stressed vowel.
    (token.chars().count() > 3 || token.len() > 2 && token.ends_with(['á', 'é', 'í', 'ó', 'ú']))
        && vowels > 0
        && token.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’'))
        && rules.class_of(token).is_none()
}

/// Whether what stands before the full stop at `dot` is a word of letters, and no abbreviation.
pub(super) fn is_word(text: &str, start: usize, dot: usize, rules: &Rules) -> bool {
    let token = &text[token_start(text, start, dot)..dot];
    token.chars().count() > 1 && token.chars().all(char::is_alphabetic) && rules.class_of(token).is_none()
}

/// Where the word that ends at `end` begins: letters, figures and full stops between them.
fn token_start(text: &str, start: usize, end: usize) -> usize {
    let mut from = end;
    for (count, c) in text[start..end].chars().rev().enumerate() {
        // The "t" of "didn't" is no initial.
        let apostrophe = matches!(c, '\'' | '’') && text[start..from - c.len_utf8()].ends_with(char::is_alphanumeric);
        let inside = c.is_alphanumeric() || matches!(c, '.' | '&' | '/') || apostrophe;
        if count == MAX_TOKEN || !inside {
            break;
        }
        from -= c.len_utf8();
    }
    from
}

/// The word before the one at `from`, without its full stop.
fn previous_word(text: &str, start: usize, from: usize) -> &str {
    let mut end = from;
    for c in text[start..from].chars().rev().take(4) {
        if !(c.is_whitespace() || c == '.') {
            break;
        }
        end -= c.len_utf8();
    }
    let mut begin = end;
    for c in text[start..end].chars().rev().take(MAX_WORD) {
        if !c.is_alphanumeric() {
            break;
        }
        begin -= c.len_utf8();
    }
    &text[begin..end]
}

/// Bytes from the start of `word`, which stands before `from`, to `from`.
fn trailing(text: &str, word: &str, from: usize) -> usize {
    let offset = word.as_ptr() as usize - text.as_ptr() as usize;
    from - offset
}

/// The first letter of the sentence.
fn start_of(text: &str, start: usize) -> usize {
    let skipped: usize = text[start..]
        .chars()
        .take(MAX_TOKEN)
        .take_while(|c| !c.is_alphanumeric())
        .map(char::len_utf8)
        .sum();
    start + skipped
}

/// "Blvd", "hrs": words of up to four letters that cannot be spoken are abbreviations.
fn is_vowelless(token: &str) -> bool {
    let mut count = 0;
    for c in token.chars() {
        count += 1;
        let consonant = c.is_alphabetic()
            && !matches!(
                c.to_lowercase().next(),
                Some('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'á' | 'é' | 'í' | 'ó' | 'ú' | 'ü')
            );
        if !consonant || !c.is_ascii() || count > 4 {
            return false;
        }
    }
    count > 1 && token.chars().any(char::is_lowercase) && char_before(token, token.len()).is_some()
}
