//! Questions that became statements.

use super::{Found, Work};
use crate::check::Code;
use crate::text::Side;

/// Question marks, of Arabic too; that of Greek is a semicolon elsewhere.
const MARKS: [char; 2] = ['?', '؟'];

/// Words of a question that only seeks assent, inside another sentence: «¿verdad?», «¿sabe usted?».
const TAG_WORDS: usize = 2;

/// Whether a sentence asks for more than assent.
fn asks(text: &str) -> bool {
    let words = |text: &str| {
        text.split_whitespace()
            .filter(|word| word.contains(char::is_alphabetic))
            .count()
    };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARKS) {
        let (lead, question) = match before.char_indices().rfind(|(_, c)| matches!(c, '¿' | '.' | '!' | ':')) {
            Some((at, c)) => (&before[..at], &before[at + c.len_utf8()..]),
            None => ("", before),
        };
        if words(question) > TAG_WORDS || words(lead) + words(after) == 0 {
            return true;
        }
        rest = after;
    }
    false
}

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let marks = |side, link| work.text(side, link).matches(MARKS).count();
    let mut found = Vec::new();
    for link in work.pairs() {
        let asked = work.links[link].source.iter().filter(|text| asks(text)).count();
        let kept = marks(Side::Target, link);
        // An exclamation asks often enough: «¿Cómo?» is “What!”.
        if asked == 0 || kept > 0 || work.text(Side::Target, link).contains('!') {
            continue;
        }
        let mut around = work.around(link, 1);
        if around.any(|next| marks(Side::Target, next) > marks(Side::Source, next)) {
            continue;
        }
        let message = "the original asks, the translation does not".to_owned();
        found.push((Code::Question, link..link + 1, message));
    }
    found
}
