//! Months and days of the week that differ.

use super::{Found, Work};
use crate::check::Code;
use crate::text::{Lang, Side};

/// Months and days by their place in year and week, Spanish and English. English May and March are also
/// verbs: they count with their capital only.
const SPANISH: [&[&str]; 2] = [
    &[
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    &["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
];
const ENGLISH: [&[&str]; 2] = [
    &[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    &[
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
];

pub(super) fn check(work: &Work<'_>) -> Vec<Found> {
    let names = |side| match work.lang(side)?.code() {
        "es" => Some((Lang::ES, SPANISH)),
        "en" => Some((Lang::EN, ENGLISH)),
        _ => None,
    };
    let (Some(source), Some(target)) = (names(Side::Source), names(Side::Target)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for link in work.pairs() {
        let (here, there) = (work.text(Side::Source, link), work.text(Side::Target, link));
        for kind in 0..2 {
            let (mine, theirs) = (places(here, source, kind), places(there, target, kind));
            // One that is missing may have become “the same day”; another one is another date.
            let lone = mine.iter().find(|place| !theirs.contains(place));
            let other = theirs.iter().find(|place| !mine.contains(place));
            if let (Some(&lone), Some(&other)) = (lone, other) {
                let message = format!(
                    "the original has {}, the translation {}",
                    source.1[kind][lone], target.1[kind][other]
                );
                found.push((Code::Number, link..link + 1, message));
            }
        }
    }
    found
}

/// Which months or days a text names.
fn places(text: &str, (lang, names): (Lang, [&[&str]; 2]), kind: usize) -> Vec<usize> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let place = |word: &str| {
        names[kind].iter().position(|name| {
            if lang == Lang::EN {
                word == *name || word.strip_suffix('s') == Some(name)
            } else {
                let lower = word.to_lowercase();
                // Names of people and streets are no dates: «la calle de Mayo», «Domingo».
                word.starts_with(char::is_lowercase) && (lower == *name || lower.strip_suffix('s') == Some(name))
            }
        })
    };
    words.filter_map(place).collect()
}
