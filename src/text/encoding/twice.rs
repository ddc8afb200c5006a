//! UTF-8 that was converted to UTF-8 once more.

use encoding_rs::WINDOWS_1252;

use super::Doubt;
use super::letters::is_expected;

/// Whether the decoded text was UTF-8 that was taken for Windows-1252 and converted once more: where, a word of
/// it, and what it was.
///
/// "Ã±" for "ñ", "â€”" for "—": pairs that nobody writes. They must be most of what is not ASCII.
pub(in crate::text) fn encoded_twice(text: &str) -> Option<Doubt> {
    if text.is_ascii() {
        return None;
    }
    let (mut twice, mut once, mut first, mut skip) = (0_usize, 0_usize, None, 0);
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
        if at < skip {
            continue;
        }
        match undo(&text[at..]) {
            Some((_, length)) => {
                twice += 1;
                first.get_or_insert(at);
                skip = at + length;
            }
            None => {
                once += 1;
                skip = at + c.len_utf8();
            }
        }
    }
    // A text about encodings quotes a few.
    let first = first.filter(|_| twice > 1 && twice > once)?;
    let from = text[..first]
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    // U+00A0 stands for a byte here, not for a blank.
    let word = text[from..]
        .split(|c: char| c.is_ascii_whitespace())
        .next()
        .unwrap_or_default();
    let found: String = word.chars().take(40).collect();
    let (mut meant, mut rest) = (String::new(), found.as_str());
    while let Some(c) = rest.chars().next() {
        let (letter, length) = undo(rest).unwrap_or((c, c.len_utf8()));
        meant.push(letter);
        rest = &rest[length..];
    }
    Some(Doubt::Twice {
        line: text[..first].matches('\n').count() + 1,
        found,
        meant,
    })
}

/// The character that the first two to four were when their bytes in Windows-1252 are UTF-8, and their length.
fn undo(text: &str) -> Option<(char, usize)> {
    let lead = text.chars().next()?;
    let wanted = match lead {
        'Â'..='ß' => 2,
        'à'..='ï' => 3,
        'ð'..='ô' => 4,
        _ => return None,
    };
    let length: usize = text.chars().take(wanted).map(char::len_utf8).sum();
    let (bytes, _, unmapped) = WINDOWS_1252.encode(&text[..length]);
    if unmapped || bytes.len() != wanted {
        return None;
    }
    let c = str::from_utf8(&bytes).ok()?.chars().next()?;
    // "É»" is a capital before a closing mark and would be a letter of phonetics.
    is_expected(c, None).then_some((c, length))
}
