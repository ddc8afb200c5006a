//! Numbers written as words or as Roman numerals.

use crate::text::Lang;
use crate::text::normal::fold_word;

/// The numbers that words of a text spell out, in digits; none for a language other than Spanish and English.
pub(crate) fn number_words(text: &str, lang: Lang) -> Vec<String> {
    let value: fn(&str) -> Option<Word> = match lang.code() {
        "es" => spanish,
        "en" => english,
        _ => return Vec::new(),
    };
    let mut sum = Sum::default();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        sum.read(value(&fold_word(word)));
    }
    sum.close();
    sum.found
}

/// A number from 1 to 3999 in Roman numerals.
pub(crate) fn roman(digits: &str) -> Option<String> {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest: u32 = digits.parse().ok().filter(|n| (1..4000).contains(n))?;
    let mut text = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            text.push_str(letters);
            rest -= value;
        }
    }
    Some(text)
}

/// What a word adds to a number.
#[derive(Clone, Copy)]
enum Word {
    /// A number under a thousand.
    Plain(u64),
    /// `hundred`: multiplies what stands before it.
    Hundred,
    /// `thousand`, `million`: closes a group.
    Group(u64),
    /// `and`: joins.
    And,
}

#[derive(Default)]
struct Sum {
    total: u64,
    group: u64,
    open: bool,
    found: Vec<String>,
}

impl Sum {
    fn read(&mut self, word: Option<Word>) {
        match word {
            None => self.close(),
            Some(Word::And) => {}
            Some(Word::Plain(n)) => {
                let fits = self.group.is_multiple_of(100) && (n < 100 || self.group == 0)
                    || self.group % 100 >= 20 && self.group.is_multiple_of(10) && n < 10;
                if !fits {
                    self.close();
                }
                self.group += n;
                self.open = true;
            }
            Some(Word::Hundred) => {
                self.group = self.group.max(1).saturating_mul(100);
                self.open = true;
            }
            Some(Word::Group(size)) => {
                self.total = self.total.saturating_add(self.group.max(1).saturating_mul(size));
                self.group = 0;
                self.open = true;
            }
        }
    }

    fn close(&mut self) {
        if self.open {
            self.found.push(self.total.saturating_add(self.group).to_string());
        }
        (self.total, self.group, self.open) = (0, 0, false);
    }
}

fn spanish(word: &str) -> Option<Word> {
    let plain = match word {
        "cero" => 0,
        "un" | "uno" | "una" | "primer" | "primero" | "primera" => 1,
        "dos" | "segundo" | "segunda" => 2,
        "tres" | "tercer" | "tercero" | "tercera" => 3,
        "cuatro" | "cuarto" | "cuarta" => 4,
        "cinco" | "quinto" | "quinta" => 5,
        "seis" | "sexto" | "sexta" => 6,
        "siete" | "septimo" | "septima" => 7,
        "ocho" | "octavo" | "octava" => 8,
        "nueve" | "noveno" | "novena" => 9,
        "diez" | "decimo" | "decima" => 10,
        "once" => 11,
        "doce" => 12,
        "trece" => 13,
        "catorce" => 14,
        "quince" => 15,
        "dieciseis" => 16,
        "diecisiete" => 17,
        "dieciocho" => 18,
        "diecinueve" => 19,
        "veinte" => 20,
        "veintiun" | "veintiuno" | "veintiuna" => 21,
        "veintidos" => 22,
        "veintitres" => 23,
        "veinticuatro" => 24,
        "veinticinco" => 25,
        "veintiseis" => 26,
        "veintisiete" => 27,
        "veintiocho" => 28,
        "veintinueve" => 29,
        "treinta" => 30,
        "cuarenta" => 40,
        "cincuenta" => 50,
        "sesenta" => 60,
        "setenta" => 70,
        "ochenta" => 80,
        "noventa" => 90,
        "cien" | "ciento" => 100,
        "doscientos" | "doscientas" => 200,
        "trescientos" | "trescientas" => 300,
        "cuatrocientos" | "cuatrocientas" => 400,
        "quinientos" | "quinientas" => 500,
        "seiscientos" | "seiscientas" => 600,
        "setecientos" | "setecientas" => 700,
        "ochocientos" | "ochocientas" => 800,
        "novecientos" | "novecientas" => 900,
        "mil" => return Some(Word::Group(1000)),
        "millon" | "millones" => return Some(Word::Group(1_000_000)),
        "y" => return Some(Word::And),
        _ => return None,
    };
    Some(Word::Plain(plain))
}

fn english(word: &str) -> Option<Word> {
    let plain = match word {
        "zero" => 0,
        "one" | "first" => 1,
        "two" | "second" => 2,
        "three" | "third" => 3,
        "four" | "fourth" => 4,
        "five" | "fifth" => 5,
        "six" | "sixth" => 6,
        "seven" | "seventh" => 7,
        "eight" | "eighth" => 8,
        "nine" | "ninth" => 9,
        "ten" | "tenth" => 10,
        "eleven" | "eleventh" => 11,
        "twelve" | "twelfth" => 12,
        "thirteen" | "thirteenth" => 13,
        "fourteen" | "fourteenth" => 14,
        "fifteen" | "fifteenth" => 15,
        "sixteen" | "sixteenth" => 16,
        "seventeen" | "seventeenth" => 17,
        "eighteen" | "eighteenth" => 18,
        "nineteen" | "nineteenth" => 19,
        "twenty" | "twentieth" => 20,
        "thirty" | "thirtieth" => 30,
        "forty" | "fortieth" => 40,
        "fifty" | "fiftieth" => 50,
        "sixty" | "sixtieth" => 60,
        "seventy" | "seventieth" => 70,
        "eighty" | "eightieth" => 80,
        "ninety" | "ninetieth" => 90,
        "hundred" | "hundredth" => return Some(Word::Hundred),
        "thousand" | "thousandth" => return Some(Word::Group(1000)),
        "million" | "millions" => return Some(Word::Group(1_000_000)),
        "and" => return Some(Word::And),
        _ => return None,
    };
    Some(Word::Plain(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_spell_the_same_numbers() {
        let es = |text| number_words(text, Lang::ES);
        let en = |text| number_words(text, Lang::EN);
        assert_eq!(es("mil ochocientos setenta y uno"), ["1871"]);
        assert_eq!(en("eighteen hundred and seventy-one"), ["1871"]);
        assert_eq!(en("one thousand eight hundred seventy-one"), ["1871"]);
        assert_eq!(
            es("El tercero llegó con veintidós mulas y doscientas cinco cabras."),
            ["3", "22", "205"]
        );
        assert_eq!(en("two million three hundred thousand"), ["2300000"]);
        assert_eq!(en("once upon a time"), [""; 0]);
        assert_eq!(es("once hombres"), ["11"]);
        assert_eq!(en("one, two, three"), ["1", "2", "3"]);
        assert_eq!(number_words("drei", "de".parse().unwrap()), [""; 0]);
    }

    #[test]
    fn roman_numerals() {
        assert_eq!(roman("1994").as_deref(), Some("MCMXCIV"));
        assert_eq!(roman("18").as_deref(), Some("XVIII"));
        assert_eq!(roman("0"), None);
        assert_eq!(roman("99999999999"), None);
    }
}
