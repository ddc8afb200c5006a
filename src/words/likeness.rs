//! Words that look alike, with less in common than the cognates that sentences are aligned by: inside a pair of
//! sentences chance has less room.

use rustc_hash::FxHashMap;
use strsim::normalized_levenshtein;

use crate::lexical::{WordType, spelling_key};
use crate::text::TokenKind;

/// Two types that look alike, and what that is worth, from above 0 to 1.
pub(super) struct Alike {
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) weight: f32,
}

/// Letters two words must begin with in common. Shorter words are the same word only if both are names.
const START: usize = 4;

/// Normalised Levenshtein similarity from which on two words are worth something: half a word beside the common start.
const LEAST: f64 = 0.4;

/// All types of both sides that begin alike and go on so, and words that are the same.
///
/// # Complexity
/// Words are compared when their first letters are the same.
pub(super) fn alike(source: &[WordType], target: &[WordType]) -> Vec<Alike> {
    let mut found = Vec::new();
    let mut by_form: FxHashMap<&str, u32> = FxHashMap::default();
    let mut by_start: FxHashMap<Vec<char>, Vec<(u32, String)>> = FxHashMap::default();
    for (id, class) in words(target) {
        by_form.entry(&class.form).or_insert(id);
        let key = form_key(&class.form);
        if let Some(start) = start(&key) {
            by_start.entry(start).or_default().push((id, key));
        }
    }
    for (id, class) in words(source) {
        let same = by_form.get(class.form.as_str()).copied().filter(|&other| {
            class.form.chars().count() > START || class.looks_like_name() && target[other as usize].looks_like_name()
        });
        if let Some(target) = same {
            found.push(Alike {
                source: id,
                target,
                weight: 1.0,
            });
        }
        let key = form_key(&class.form);
        let Some(start) = start(&key) else { continue };
        for (other, other_key) in by_start.get(&start).into_iter().flatten() {
            let likeness = normalized_levenshtein(&key, other_key);
            if likeness > LEAST && Some(*other) != same {
                #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
                let weight = ((likeness - LEAST) / (1.0 - LEAST)) as f32;
                found.push(Alike {
                    source: id,
                    target: *other,
                    weight,
                });
            }
        }
    }
    found
}

fn words(types: &[WordType]) -> impl Iterator<Item = (u32, &WordType)> {
    (0..).zip(types).filter(|(_, class)| class.kind == TokenKind::Word)
}

/// A form as it is compared: without an English genitive or a plural's last letter, spelling habits levelled.
fn form_key(form: &str) -> String {
    let bare = form
        .strip_suffix("'s")
        .or_else(|| form.strip_suffix("\u{2019}s"))
        .unwrap_or(form);
    let singular = bare.strip_suffix('s').filter(|rest| rest.len() > START);
    spelling_key(singular.unwrap_or(bare))
}

fn start(key: &str) -> Option<Vec<char>> {
    let start: Vec<char> = key.chars().take(START).collect();
    (start.len() == START).then_some(start)
}
