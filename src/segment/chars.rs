//! Classes of characters and steps through a text.

/// Marks that can end a sentence, the full stop apart.
pub(super) fn is_strong_mark(c: char) -> bool {
    matches!(
        c,
        '!' | '?'
            | '‽'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
            | '。'
            | '！'
            | '？'
            | '؟'
            | '।'
            | '॥'
            | '۔'
            | '։'
            | '።'
            | '။'
            | '។'
    )
}

/// Final marks of scripts that set no blank after them.
pub(super) fn is_wide_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

/// Characters that show nothing: zero-width blanks and joiners, marks of direction.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Whether letters have case and all of them are capitals; false for scripts without case.
pub(super) fn is_in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Any mark that can end a sentence.
pub(super) fn is_final_mark(c: char) -> bool {
    c == '.' || c == '…' || is_strong_mark(c)
}

/// Quotes that only close (German ones are dealt with where they matter).
pub(super) fn is_closing_quote(c: char) -> bool {
    matches!(c, '”' | '’' | '»' | '›')
}

/// Brackets that close.
pub(super) fn is_closing_bracket(c: char) -> bool {
    matches!(c, ')' | ']' | '}')
}

/// Quotes and brackets that open, and those that do both.
pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '«' | '‹' | '„' | '‚' | '(' | '[' | '{' | '_' | '*' | '¿' | '¡'
    )
}

/// Dashes that introduce speech or set off a remark.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '‒')
}

/// Superscript figures, as used for notes.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// The character that begins at `at`.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// The character that ends at `at`.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// Where the white space that begins at `at` ends, and whether it holds a line break.
pub(super) fn skip_space(text: &str, at: usize) -> (usize, bool) {
    let mut newline = false;
    for (offset, c) in text[at..].char_indices() {
        if !c.is_whitespace() {
            return (at + offset, newline);
        }
        newline |= c == '\n';
    }
    (text.len(), newline)
}

/// The word (letters, figures, apostrophes and inner full stops) that begins at `at`, at most
/// `limit` characters of it.
pub(super) fn word_at(text: &str, at: usize, limit: usize) -> &str {
    let rest = &text[at..];
    let mut end = 0;
    for (offset, c) in rest.char_indices().take(limit) {
        let inside = c.is_alphanumeric()
            || (matches!(c, '\'' | '’' | '-')
                && offset > 0
                && rest[offset + c.len_utf8()..].starts_with(char::is_alphanumeric));
        if !inside {
            break;
        }
        end = offset + c.len_utf8();
    }
    &rest[..end]
}

/// Whether a word begins with a capital and goes on, if it does, in small letters.
pub(super) fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
