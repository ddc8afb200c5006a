//! Words broken at the end of a line.

use rustc_hash::FxHashSet;

use super::rules::Rules;

/// First parts of English compounds that are written with a hyphen: where a text is too short to tell, a line that
/// ends in one of these ends inside a compound, not inside a word.
const ENGLISH_FIRST_PARTS: [&str; 33] = [
    "well", "self", "half", "ill", "all", "ever", "non", "ex", "co", "semi", "anti", "cross", "high", "low", "long",
    "short", "old", "new", "good", "far", "left", "right", "mother", "father", "brother", "sister", "so", "great",
    "twenty", "thirty", "forty", "fifty", "sixty",
];

/// The text with each broken word whole at the beginning of the line that it ended in, so that lines keep their numbers; nothing
/// where no word is broken.
///
/// A hyphen stays where the text itself says that it belongs to the word: it stands there in the middle of a line too, or both
/// parts are words of this text and the two together are not. Where the text says nothing, it is read as it does mostly.
///
/// # Complexity
/// Linear in the text.
pub(super) fn join_broken_words(text: &str, rules: &Rules) -> Option<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let broken: Vec<Option<Broken<'_>>> = lines.windows(2).map(|pair| Broken::read(pair[0], pair[1])).collect();
    if broken.iter().all(Option::is_none) {
        return None;
    }
    let words = Words::read(&lines, &broken);
    let says: Vec<Option<bool>> = broken
        .iter()
        .map(|one| one.as_ref().and_then(|one| words.says_whole(one)))
        .collect();
    let votes = |answer| says.iter().filter(|&&says| says == Some(answer)).count();
    let mostly = votes(true) >= votes(false);
    let english = rules.lang.code() == "en";
    let mut out = String::with_capacity(text.len());
    let mut carried = "";
    for (at, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let whole = broken.get(at).and_then(Option::as_ref).filter(|one| {
            let compound = english && ENGLISH_FIRST_PARTS.contains(&one.left.to_lowercase().as_str());
            one.soft || says[at].unwrap_or(mostly && !compound)
        });
        if at > 0 {
            out.push('\n');
        }
        if carried.is_empty() {
            out.push_str(&line[..indent]);
        } else {
            out.push_str(&line[..indent]);
            out.push_str(carried);
        }
        carried = "";
        match whole {
            // The line must not become blank.
            Some(one) if line[indent..one.start].contains(char::is_alphanumeric) => {
                out.push_str(line[indent..one.start].trim_end());
                carried = one.left;
            }
            _ => out.push_str(&line[indent..]),
        }
    }
    (out != text).then_some(out)
}

/// A word that may go on in the next line.
struct Broken<'a> {
    /// What stands before the hyphen, and where in its line.
    left: &'a str,
    start: usize,
    /// What the next line begins with.
    right: &'a str,
    /// The hyphen is a soft one, which stands nowhere but in a broken word.
    soft: bool,
}

impl<'a> Broken<'a> {
    fn read(line: &'a str, next: &'a str) -> Option<Self> {
        let line = line.trim_end();
        let soft = line.ends_with('\u{ad}');
        let body = line.strip_suffix(['-', '\u{2010}', '\u{ad}'])?;
        let start = body
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |at| at + body[at..].chars().next().map_or(1, char::len_utf8));
        let left = &body[start..];
        let next = next.trim_start();
        let right = &next[..next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len())];
        // "bien- hallado" and "3- a" are no words; a name goes on with a small letter too.
        let begun = left.ends_with(char::is_lowercase) && left.chars().count() > 1;
        let goes_on = right.starts_with(char::is_lowercase);
        let apart = !body[..start].ends_with(['-', '—', '–']);
        (begun && goes_on && apart).then_some(Self {
            left,
            start,
            right,
            soft,
        })
    }
}

/// The words that stand whole in the text, in small letters.
struct Words(FxHashSet<String>);

impl Words {
    fn read(lines: &[&str], broken: &[Option<Broken<'_>>]) -> Self {
        let mut words = FxHashSet::default();
        for (at, line) in lines.iter().enumerate() {
            let end = broken
                .get(at)
                .and_then(Option::as_ref)
                .map_or(line.len(), |one| one.start);
            let begun = at.checked_sub(1).and_then(|before| broken[before].as_ref());
            let start = begun.map_or(0, |one| line.len() - line.trim_start().len() + one.right.len());
            let line = line.get(start..end).unwrap_or_default();
            for compound in line.split(|c: char| !c.is_alphabetic() && c != '-') {
                let compound = compound.trim_matches('-').to_lowercase();
                if compound.contains('-') {
                    words.extend(compound.split('-').map(str::to_owned));
                }
                words.insert(compound);
            }
        }
        Self(words)
    }

    /// Whether a broken word is one word; nothing where the text does not say.
    fn says_whole(&self, broken: &Broken<'_>) -> Option<bool> {
        let (left, right) = (broken.left.to_lowercase(), broken.right.to_lowercase());
        let has = |word: &str| self.0.contains(word);
        if has(&format!("{left}{right}")) {
            Some(true)
        } else if has(&format!("{left}-{right}")) || has(&left) && has(&right) {
            Some(false)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn join(text: &str, lang: Lang) -> String {
        let joined = join_broken_words(text, &Rules::for_lang(lang));
        joined.unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn a_broken_word_is_whole_and_lines_keep_their_number() {
        assert_eq!(
            join("El carpintero vol-\nvió de noche a su ta-\nller.\n", Lang::ES),
            "El carpintero\nvolvió de noche a su\ntaller.\n"
        );
        assert_eq!(join("Un hom\u{ad}\nbre.\n", Lang::ES), "Un\nhombre.\n");
    }

    #[test]
    fn a_hyphen_of_the_text_stays() {
        let compound = "lo franco-\ninglés; lo inglés es una cosa y lo franco otra\n";
        assert_eq!(join(compound, Lang::ES), compound);
        let stands = "a well-built wall, and another well-\nbuilt one\n";
        assert_eq!(join(stands, Lang::EN), stands);
        let short = "It was a well-\nkept garden.\n";
        assert_eq!(join(short, Lang::EN), short);
        for other in [
            "No sé--\ndijo\n",
            "uno -\ndos\n",
            "Ana-\nMaría\n",
            "dos-\n\ntres\n",
            "vol-\n",
        ] {
            assert_eq!(join(other, Lang::ES), other);
        }
    }

    #[test]
    fn no_line_becomes_blank() {
        assert_eq!(join("vol-\nver\n", Lang::ES), "vol-\nver\n");
    }
}
