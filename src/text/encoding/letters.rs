//! Which old encoding bytes are in, told by the letters and marks they would be.

use encoding_rs::{
    Encoding as Codec, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_6, ISO_8859_7, ISO_8859_16, KOI8_R, MACINTOSH,
    WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1256,
};

use super::{Doubt, Recognised, one, place};
use crate::text::Lang;

/// Most bytes, from lines with letters beyond ASCII, that readings are compared on: thousands of letters, while
/// an hour of reading a gigabyte in six encodings gains nothing.
const SAMPLE: usize = 256 << 10;

/// The lines with bytes beyond ASCII, as far as the sample goes.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if !line.is_ascii() {
            sample.extend_from_slice(&line[..line.len().min(SAMPLE)]);
        }
        if sample.len() >= SAMPLE {
            break;
        }
    }
    sample
}

/// The encoding in which the bytes make the likeliest words.
pub(super) fn by_letters(bytes: &[u8], lang: Option<Lang>) -> Recognised {
    let sample = sample(bytes);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&sample, true);
    let guess = detector.guess(lang.and_then(country), chardetng::Utf8Detection::Deny);
    let mut candidates = codecs(lang);
    if !candidates.contains(&guess) {
        candidates.push(guess);
    }
    let first = candidates[0];
    let mut rated: Vec<(f64, &'static Codec)> = candidates
        .into_iter()
        .filter_map(|codec| {
            let text = codec.decode_without_bom_handling_and_without_replacement(&sample)?;
            let handicap = if codec == first { 0.0 } else { HANDICAP };
            Some((rate(&text, lang) - handicap, codec))
        })
        .collect();
    // Stable: of readings that are as good the one stands first that the language prefers.
    rated.sort_by(|a, b| b.0.total_cmp(&a.0));
    let first_high = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let Some(&(best, codec)) = rated.first() else {
        return Recognised::Nothing {
            line: place(bytes, first_high).0,
            byte: bytes.get(first_high).copied().unwrap_or(0),
            readings: [
                (WINDOWS_1252.name(), word(bytes, first_high, WINDOWS_1252)),
                (MACINTOSH.name(), word(bytes, first_high, MACINTOSH)),
            ],
        };
    };
    let second = rated.get(1).map_or(MACINTOSH, |&(_, codec)| codec);
    let at = first_difference(bytes, codec, second).unwrap_or(first_high);
    let (line, byte) = (place(bytes, at).0, bytes.get(at).copied().unwrap_or(0));
    let found = word(bytes, at, codec);
    let other = word(bytes, at, second);
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if best < LEAST && high > FEW {
        return Recognised::Nothing {
            line,
            byte,
            readings: [(codec.name(), found), (second.name(), other)],
        };
    }
    let close = rated.get(1).is_some_and(|&(score, _)| best - score < CLOSE) && other != found;
    let other = close.then(|| (second.name(), other));
    Recognised::Whole(
        codec,
        Some(Doubt::Guess {
            line,
            byte,
            found,
            other,
        }),
    )
}

/// A reading whose marks and letters are right less often than wrong makes no words: one for each right one, one
/// less for each wrong one.
const LEAST: f64 = 0.0;

/// So few bytes beyond ASCII are an odd sign in a good text.
const FEW: usize = 2;

/// What another encoding than the usual one of a language must be better by: nearly every file is in the usual one,
/// and a few letters prove little.
const HANDICAP: f64 = 0.25;

/// Readings nearer to each other than this are told both: one letter in five says otherwise.
const CLOSE: f64 = 0.2;

/// The first byte that two encodings read differently.
fn first_difference(bytes: &[u8], a: &'static Codec, b: &'static Codec) -> Option<usize> {
    if !a.is_single_byte() || !b.is_single_byte() {
        return None;
    }
    let differs: Vec<bool> = (0..=255)
        .map(|byte| !u8::is_ascii(&byte) && one(byte, a) != one(byte, b))
        .collect();
    bytes.iter().position(|&byte| differs[usize::from(byte)])
}

/// The word around a byte, in some encoding.
fn word(bytes: &[u8], at: usize, codec: &'static Codec) -> String {
    let inside = |byte: &u8| !byte.is_ascii_whitespace();
    // Sixteen bytes each way: words, not lines without blanks.
    let from = bytes[at.saturating_sub(16)..at]
        .iter()
        .rev()
        .take_while(|byte| inside(byte))
        .count();
    let to = bytes[at..].iter().take(16).take_while(|byte| inside(byte)).count();
    let read = codec.decode_without_bom_handling(&bytes[at - from..at + to]).0;
    read.chars()
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .collect()
}

/// How well the letters and marks beyond ASCII of a reading fit: 1 where all do, −1 where none does.
fn rate(text: &str, lang: Option<Lang>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0_f64);
    let (mut before, mut small) = (' ', false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        small &= before.is_alphabetic();
        if !c.is_ascii() {
            sum += fit(before, c, chars.peek().copied().unwrap_or(' '), small, lang);
            count += 1.0;
        }
        small |= c.is_lowercase();
        before = c;
    }
    if count == 0.0 { 1.0 } else { sum / count }
}

/// How well a character fits between two others; `small` says that its word has a small letter before it.
fn fit(before: char, c: char, after: char, small: bool, lang: Option<Lang>) -> f64 {
    if c.is_alphabetic() && !matches!(c, 'ª' | 'º') {
        // "niÑo": what is read as a capital inside a word was another letter.
        if c.is_uppercase() && small {
            return -1.0;
        }
        let letter = c.to_lowercase().next().unwrap_or(c);
        let foreign = |c: char| c.is_alphabetic() && !c.is_ascii();
        let own = lang.map_or(WESTERN, alphabet);
        return if lang.is_some_and(|lang| in_script(c, lang)) {
            1.0
        } else if !is_latin(c) {
            // Another script than the language's: words are of one script.
            if [before, after].iter().any(|&c| c.is_alphabetic() && is_latin(c)) {
                -1.0
            } else {
                0.3
            }
        } else if foreign(before) && foreign(after) {
            // "ïðèâåò": words of nothing but accented letters are of another script.
            -1.0
        } else if own.contains(letter) {
            1.0
        } else if WESTERN.contains(letter) {
            // A foreign name, or another language than was said; less than a letter, by less than the handicap.
            0.8
        } else {
            -0.5
        };
    }
    let inside = before.is_alphabetic() && after.is_alphabetic();
    match c {
        '’' | '\u{ad}' => 1.0,
        '·' if !inside || before == 'l' && after == 'l' => 1.0,
        // Less than a letter, and by less than the handicap: English sets dashes without blanks.
        '—' | '–' | '…' if inside => 0.8,
        '¿' | '¡' if before.is_alphanumeric() || !(after.is_alphanumeric() || "¡¿«“\"'—-(… ".contains(after)) => {
            -1.0
        }
        '‘' | '«' | '“' | '„' | '‚' | '‹' if inside || before.is_alphanumeric() && !after.is_whitespace() => {
            -1.0
        }
        'ª' | 'º' if before.is_alphanumeric() || before == '.' => 1.0,
        'ª' | 'º' => -1.0,
        '£' | '€' | '¥' | '§' | '¶' if [before, after].iter().any(|&c| c.is_ascii_digit() || c.is_whitespace()) => {
            1.0
        }
        '°' if before.is_ascii_digit() || before == ' ' => 1.0,
        _ if inside => -1.0,
        '«' | '»' | '“' | '”' | '‘' | '„' | '‚' | '‹' | '›' | '—' | '–' | '…' | '¿' | '¡' | '\u{a0}' | '•' | '©'
        | '®' | '™' => 1.0,
        '½' | '¼' | '¾' | '×' | '±' | '²' | '³' | '¹' | '†' | '‡' | '´' | '`' | '¨' => 0.3,
        _ => -0.5,
    }
}

/// Letters beyond ASCII of the languages that Windows-1252 was made for, in lower case.
const WESTERN: &str = "áàâäãåæçéèêëíìîïñóòôöõøœúùûüýÿßðþ";

/// Letters beyond ASCII that a language writes, loan words included, in lower case. From the exemplar characters
/// of the Unicode CLDR, main and auxiliary.
fn alphabet(lang: Lang) -> &'static str {
    match lang.code() {
        "es" => "áéíñóúüïçàèêâôö",
        "en" => "éèêëïîçñöüôâàáíóúäåæœ",
        "de" => "äöüßéèêàçáñôâ",
        "fr" => "éèêëàâçîïôùûüÿœæñ",
        "it" => "àèéìíîòóùúç",
        "pt" => "ãõáâàçéêíóôúüñè",
        "nl" => "éëïóöüèêáíúçàäô",
        "da" | "no" => "æøåéèêóòôäöüà",
        "sv" | "fi" => "åäöéüšžàáèëñøæ",
        "hu" => "áéíóöőúüű",
        "ro" => "ăâîșşțţéèö",
        "tr" => "çğıöşüâîû",
        _ => "",
    }
}

/// Whether a letter is Latin: the blocks up to Latin Extended-B, and the Additional one.
const fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Whether a letter is of the script of a language that is not written in Latin letters.
fn in_script(c: char, lang: Lang) -> bool {
    let range = match lang.code() {
        "el" => '\u{370}'..='\u{3ff}',
        "ru" => '\u{410}'..='\u{451}',
        "ar" => '\u{600}'..='\u{6ff}',
        "ta" => '\u{b80}'..='\u{bff}',
        _ => return false,
    };
    range.contains(&c)
}

/// Whether a character that two or more bytes make as UTF-8 is one a text would hold.
pub(super) fn is_expected(c: char, lang: Option<Lang>) -> bool {
    !c.is_ascii()
        && (WESTERN.contains(c.to_lowercase().next().unwrap_or(c))
            || lang.is_some_and(|lang| {
                alphabet(lang).contains(c.to_lowercase().next().unwrap_or(c)) || in_script(c, lang)
            })
            || matches!(c, '\u{a0}'..='\u{bf}' | '\u{2010}'..='\u{203a}' | '€' | '™'))
}

/// The old encodings of a language, the likeliest first.
pub(super) fn codecs(lang: Option<Lang>) -> Vec<&'static Codec> {
    match lang.map(Lang::code) {
        Some("hu") => vec![WINDOWS_1250, ISO_8859_2, WINDOWS_1252],
        Some("ro") => vec![WINDOWS_1250, ISO_8859_16, ISO_8859_2, WINDOWS_1252],
        Some("tr") => vec![WINDOWS_1254],
        Some("el") => vec![WINDOWS_1253, ISO_8859_7],
        Some("ru") => vec![WINDOWS_1251, KOI8_R, IBM866, ISO_8859_5],
        Some("ar") => vec![WINDOWS_1256, ISO_8859_6],
        // ISO 8859-1 is the same but for marks that it lacks.
        _ => vec![WINDOWS_1252, MACINTOSH],
    }
}

/// A country in whose encodings the detector looks first.
const fn country(lang: Lang) -> Option<&'static [u8]> {
    Some(match lang.code().as_bytes() {
        b"el" => b"gr",
        b"ar" => b"eg",
        b"da" => b"dk",
        b"sv" => b"se",
        b"en" => b"uk",
        b"ta" => b"in",
        code => code,
    })
}
