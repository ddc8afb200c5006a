//! Signs of the web and of mail: addresses, ornaments in running text, smileys.

use super::chars::{char_before, skip_space, word_at};
use super::rules::{Rules, Words};

/// Most characters of an address that are looked at.
const MAX_ADDRESS: usize = 240;

/// The end of an ornament at `at` that stands by itself: `***`, `=====`, `----------`.
pub(super) fn ornament(text: &str, at: usize) -> Option<usize> {
    let sign = *text.as_bytes().get(at)?;
    let least = match sign {
        b'*' => 3,
        b'=' | b'~' | b'#' => 4,
        b'-' | b'_' => 8,
        _ => return None,
    };
    if char_before(text, at).is_some_and(|c| !c.is_whitespace()) {
        return None;
    }
    let length = text.as_bytes()[at..].iter().take_while(|&&b| b == sign).count();
    let end = at + length;
    let border = text[end..].chars().next().is_none_or(char::is_whitespace);
    (length >= least && border).then_some(end)
}

/// The end of a smiley at `at` that stands by itself: `:-)`, `;)`, `=(`.
pub(super) fn emoticon(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if !matches!(bytes.get(at)?, b':' | b';' | b'=') || char_before(text, at).is_some_and(|c| !c.is_whitespace()) {
        return None;
    }
    let mut end = at + 1;
    if matches!(bytes.get(end), Some(b'-' | b'\'' | b'o')) {
        end += 1;
    }
    if !matches!(bytes.get(end)?, b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'|') {
        return None;
    }
    end += bytes[end..].iter().take(8).take_while(|&&b| b == bytes[end]).count();
    text[end..]
        .chars()
        .next()
        .is_none_or(char::is_whitespace)
        .then_some(end)
}

/// The end of an address around `at` after which a sentence may begin: `<ann@example.org>` before a
/// capital; a web or mail address before another one or before a word that begins sentences.
pub(super) fn address(text: &str, at: usize, rules: &Rules) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes[at] {
        b'>' => {
            let end = at + 1;
            let before = &bytes[at.saturating_sub(64)..at];
            let inside = before
                .rsplit(|&b| matches!(b, b'<' | b' ' | b'\n'))
                .next()
                .unwrap_or_default();
            let opened = before.len() > inside.len() && before[before.len() - inside.len() - 1] == b'<';
            let doubled = before.ends_with(b">");
            let border = text[end..].starts_with(char::is_whitespace);
            (border && (doubled || opened && (inside.is_empty() || inside.contains(&b'@')))).then_some(end)
        }
        b'/' | b'@' => {
            let web = bytes[at] == b'/'
                && text[at..].starts_with("//")
                && text[..at].ends_with("http:") | text[..at].ends_with("https:");
            let mail = bytes[at] == b'@' && char_before(text, at).is_some_and(char::is_alphanumeric);
            if !web && !mail {
                return None;
            }
            let length: usize = text[at..]
                .chars()
                .take(MAX_ADDRESS)
                .take_while(|c| !c.is_whitespace())
                .map(char::len_utf8)
                .sum();
            let end = at + length;
            if text[..end].ends_with(['.', ',', ';', ':', '!', '?', ')', '"', '>', ']']) {
                return None;
            }
            let next = skip_space(text, end).0;
            let word = word_at(text, next, 24);
            let another = is_web_address(&text[next..]);
            let opens = word.starts_with(char::is_uppercase) && rules.has(Words::Starter, word);
            (another || opens).then_some(end)
        }
        _ => None,
    }
}

/// Whether the word around a mark is a web address, an e-mail address, a file name or another name with points inside, such as
/// `Major.Minor.Patch`.
pub(super) fn is_part_of_address(text: &str, mark: usize, next: usize) -> bool {
    let odd = |c: &char| matches!(c, '/' | '@' | '=' | '\\' | '_' | '~' | '%');
    let before = text[..mark].chars().rev().take(48).take_while(|c| !c.is_whitespace());
    let after = text[next..].chars().take(48).take_while(|c| !c.is_whitespace());
    let word = word_at(text, next, 24);
    let file = text[next + word.len()..].starts_with(['.', '(']) && {
        text[next + word.len() + 1..].starts_with(char::is_alphanumeric)
    };
    let inside: Vec<char> = before.clone().collect();
    let dotted = inside
        .windows(3)
        .any(|part| part[1] == '.' && part[0].is_alphabetic() && part[2].is_alphabetic());
    let domain = matches!(word, "Com" | "Net" | "Org" | "Co" | "Info");
    file || dotted || domain || before.clone().any(|c| odd(&c)) || after.clone().any(|c| odd(&c)) || {
        let start: usize = before.map(char::len_utf8).sum();
        text[mark - start..].starts_with("www.")
    }
}

/// Whether a text begins with a web address.
pub(super) fn is_web_address(text: &str) -> bool {
    ["http://", "https://", "www."]
        .iter()
        .any(|start| text.starts_with(start))
}
