//! Questions that became statements.

use super::{Found, Work};
use crate::check::Code;
use crate::text::Side;

/// Question marks, of Greek and Arabic too.
const MARKS: [char; 3] = ['?', ';', '؟'];

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let is_mark = |side: Side, c: char| match c {
        ';' => work.lang(side).is_some_and(|lang| lang.code() == "el"),
        c => MARKS.contains(&c),
    };
    let marks = |side, link| work.text(side, link).chars().filter(|&c| is_mark(side, c)).count();
    let mut found = Vec::new();
    for link in work.pairs() {
        let (asked, kept) = (marks(Side::Source, link), marks(Side::Target, link));
        // An exclamation asks often enough: «¿Cómo?» is “What!”.
        if asked == 0 || kept > 0 || work.text(Side::Target, link).contains('!') {
            continue;
        }
        let mut around = work.around(link, 1);
        if around.any(|next| marks(Side::Target, next) > marks(Side::Source, next)) {
            continue;
        }
        let message = "the original asks, the translation does not".to_owned();
        found.push((Code::Question, link, message));
    }
    found
}
