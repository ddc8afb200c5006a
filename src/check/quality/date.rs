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
        let mine = places(work.text(Side::Source, link), source);
        if mine.is_empty() {
            continue;
        }
        let theirs = places(work.text(Side::Target, link), target);
        for kind in 0..2 {
            // One that is missing may have become “the same day”; another one is another date.
            let lone = |mine: &[Place], theirs: &[Place]| {
                let mut lone = mine.iter().filter(|place| place.0 == kind && !theirs.contains(place));
                lone.next().map(|place| place.1)
            };
            if let (Some(lone), Some(other)) = (lone(&mine, &theirs), lone(&theirs, &mine)) {
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

/// A month (0) or a day of the week (1), and which of them.
type Place = (usize, usize);

/// Which months and days a text names.
fn places(text: &str, (lang, names): (Lang, [&[&str]; 2])) -> Vec<Place> {
    let words = text.split(|c: char| !c.is_alphabetic());
    // Names of people and streets are no dates: «la calle de Mayo», «Domingo»; and English writes all with a capital.
    let words = words.filter(|word| word.starts_with(char::is_uppercase) == (lang == Lang::EN));
    let place = |word: &str| {
        let is = |name: &&str| word == *name || word.strip_suffix('s') == Some(name);
        let of = |kind: usize| Some((kind, names[kind].iter().position(&is)?));
        of(0).or_else(|| of(1))
    };
    words.filter_map(place).collect()
}
