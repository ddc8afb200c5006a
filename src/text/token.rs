//! Cuts a sentence into the tokens that count as evidence: words, numbers, marks.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits, perhaps with separators inside.
    Number,
    /// A mark that translations tend to keep.
    Mark,
}

/// Marks that are evidence, each with the class it stands for: quotation marks of all shapes are
/// one class, dashes another. Full stops and commas follow the syntax of each language and are left out.
fn mark_class(c: char) -> Option<&'static str> {
    Some(match c {
        '?' => "?",
        '!' => "!",
        ':' => ":",
        ';' => ";",
        '—' | '–' | '―' => "—",
        '"' | '“' | '”' | '«' | '»' | '„' | '‟' | '‹' | '›' => "\"",
        '(' | ')' => "(",
        '[' | ']' => "[",
        '…' => "…",
        '*' => "*",
        '%' => "%",
        '$' => "$",
        '&' => "&",
        _ => return None,
    })
}

/// Calls `each` with every token of `text`: its kind and its form.
///
/// A number's form is its digits, so that `1.200.000` and `1,200,000` are equal. A word ends at an
/// apostrophe or hyphen. `--` is a dash, `...` an ellipsis.
///
/// # Complexity
/// Linear in the text.
pub(crate) fn for_each_token<'a>(text: &'a str, digits: &mut String, mut each: impl FnMut(TokenKind, &str, &'a str)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphabetic() {
            let end = rest.find(|c: char| !is_word_part(c)).unwrap_or(rest.len());
            each(TokenKind::Word, &rest[..end], &rest[..end]);
            end
        } else if first.is_numeric() {
            let end = number_end(rest);
            digits.clear();
            digits.extend(rest[..end].chars().filter(|c| c.is_numeric()));
            each(TokenKind::Number, digits, &rest[..end]);
            end
        } else if rest.starts_with("--") {
            each(TokenKind::Mark, "—", &rest[..2]);
            rest.find(|c| c != '-').unwrap_or(rest.len())
        } else if rest.starts_with("...") {
            each(TokenKind::Mark, "…", &rest[..3]);
            rest.find(|c| c != '.').unwrap_or(rest.len())
        } else {
            if let Some(class) = mark_class(first) {
                each(TokenKind::Mark, class, &rest[..first.len_utf8()]);
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
}

fn is_word_part(c: char) -> bool {
    // Combining marks that have no composed form, and soft hyphens, stand inside words.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}')
}

/// End of a number: digits, and single separators between digits.
fn number_end(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '.' | ',' | '\'' | '\u{a0}' | '\u{202f}')
            && chars.peek().is_some_and(|(_, next)| next.is_numeric());
        if !c.is_numeric() && !joins {
            return end;
        }
        end = at + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for_each_token(text, &mut String::new(), |_, form, _| found.push(form.to_owned()));
        found
    }

    #[test]
    fn separators_of_thousands_do_not_matter() {
        assert_eq!(
            tokens("1.200.000 ptas. (1,200,000)"),
            ["1200000", "ptas", "(", "1200000", "("]
        );
        assert_eq!(tokens("In 1971, 3."), ["In", "1971", "3"]);
    }

    #[test]
    fn typed_dashes_and_dots_are_marks() {
        assert_eq!(tokens("--No...—dijo-"), ["—", "No", "…", "—", "dijo"]);
        assert_eq!(tokens("mother's well-to-do"), ["mother", "s", "well", "to", "do"]);
    }
}
