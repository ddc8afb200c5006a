//! Questions and exclamations of a Spanish text that are not opened with ¿ or ¡, or not closed.

use super::{Found, Work};
use crate::check::Code;
use crate::text::{Lang, Side};

/// A text that leaves out more than this share of its opening marks, and more than [`HABIT_LEAST`] of them, does so by
/// habit, as some old editions do; a few are oversights.
const HABIT: f64 = 0.2;
const HABIT_LEAST: usize = 20;

pub(super) fn check(work: &Work<'_>, side: Side) -> Vec<Found> {
    if work.lang(side) != Some(Lang::ES) {
        return Vec::new();
    }
    let (mut unopened, mut unclosed) = (Vec::new(), Vec::new());
    let mut closing = 0;
    // A mark that was opened, with its link and passage. A question goes on over sentences, not over passages.
    let mut open: Option<(char, usize, u32)> = None;
    for (link, of) in work.links.iter().enumerate() {
        for (id, text) in work.positions.of(link, side).iter().zip(of.texts(side)) {
            if let Some((mark, at, _)) = open.take_if(|(_, _, passage)| *passage != id.passage) {
                unclosed.push((mark, at));
            }
            let mut last = ' ';
            for c in text.chars() {
                match c {
                    '¿' | '¡' => {
                        // «¡¿Qué?!»: two that stand together are closed together.
                        open.get_or_insert((c, link, id.passage));
                    }
                    '?' | '!' if !matches!(last, '?' | '!' | '(') => {
                        closing += 1;
                        if open.take().is_none() {
                            unopened.push((c, link));
                        }
                    }
                    _ => {}
                }
                last = c;
            }
        }
    }
    unclosed.extend(open.map(|(mark, link, _)| (mark, link)));
    #[expect(clippy::cast_precision_loss, reason = "texts have far fewer than 2^53 marks")]
    let is_habit = unopened.len() > HABIT_LEAST && unopened.len() as f64 > HABIT * closing as f64;
    if is_habit {
        unopened.clear();
    }
    let text = match side {
        Side::Source => "original",
        Side::Target => "translation",
    };
    let opener = |mark: char| if mark == '?' { '¿' } else { '¡' };
    let closer = |mark: char| if mark == '¿' { '?' } else { '!' };
    let unopened = unopened.into_iter().map(|(mark, link)| {
        let message = format!("{mark} of the {text} is not opened with {}", opener(mark));
        (Code::Balance, link..link + 1, message)
    });
    let unclosed = unclosed.into_iter().map(|(mark, link)| {
        let message = format!("{mark} of the {text} is not closed with {}", closer(mark));
        (Code::Balance, link..link + 1, message)
    });
    unopened.chain(unclosed).collect()
}
