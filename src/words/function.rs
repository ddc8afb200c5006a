//! Words that carry grammar rather than meaning, of the languages the program knows best.

use crate::lexical::WordType;
use crate::text::normal::fold_word;
use crate::text::{Lang, TokenKind};

/// What a word does where no counterpart of its own is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It means something: without a counterpart it has no translation.
    Content,
    /// Grammar that can be left out.
    Function,
    /// It belongs to the word behind it and is translated with it: Spanish articles where English has none, `se`.
    Leans,
    /// Spanish *de* where English puts the other noun first (*vestido de seda*, silk dress).
    Joins,
    /// A preposition with its article (*del*).
    Contracted,
    /// The article, which a [contraction](Self::Contracted) on the other side holds as well.
    Article,
}

/// Grammatical words of Spanish, without accents. Closed classes, as any grammar lists them, with the usual forms of *ser*,
/// *estar*, *haber*.
const SPANISH: &str = "a al algo algun alguna algunas alguno algunos ante antes aquel aquella aquellas aquello aquellos aqui \
    asi aun aunque bajo bien cada casi como con contra cual cuales cualquier cuando cuanto de del desde donde dos durante e el \
    ella ellas ello ellos en entonces entre era eran eres es esa esas ese eso esos esta estaba estaban estan estar estas este \
    esto estos estoy fue fueron ha habia habian han has hasta hay he la las le les lo los mas me mi mis mucha muchas mucho \
    muchos muy nada ni no nos nosotros o os otra otras otro otros para pero poco por porque pues que quien quienes se sea \
    ser si sido sin sino sobre solo son soy su sus tal tambien tan tanto te ti toda todas todo todos tras tu tus u un una unas \
    uno unos usted ustedes y ya yo";

/// The same of English, with its auxiliary verbs.
const ENGLISH: &str = "a about after again against all also am an and any are as at be because been before being between both \
    but by can could did do does down during each either else ever every few for from had has have having he her here hers him \
    his how i if in into is it its just let like may me might mine more most much must my neither no nor not now of off on \
    once one only or other our out over own shall she should so some such than that the their them then there these they \
    this those though through till to too under until up upon us very was we were what when where whether which while who \
    whom whose why will with would yet you your";

/// Whether a word carries grammar rather than meaning; never of languages other than Spanish and English.
#[must_use]
pub fn is_function_word(form: &str, lang: Lang) -> bool {
    listed(lang)
        .split_ascii_whitespace()
        .any(|listed| listed == fold_word(form))
}

fn listed(lang: Lang) -> &'static str {
    match lang {
        Lang::ES => SPANISH,
        Lang::EN => ENGLISH,
        _ => "",
    }
}

/// What each type does.
pub(super) fn roles(types: &[WordType], lang: Lang) -> Vec<Role> {
    let listed: Vec<&str> = listed(lang).split_ascii_whitespace().collect();
    let role = |class: &WordType| {
        let form = class.form.as_str();
        match (lang, form) {
            _ if class.kind == TokenKind::Mark => Role::Function,
            (Lang::ES, "el" | "la" | "los" | "las" | "un" | "una" | "lo" | "se" | "mas") => Role::Leans,
            (Lang::ES, "de") => Role::Joins,
            (Lang::ES, "del" | "al") => Role::Contracted,
            (Lang::EN, "the") => Role::Article,
            _ if listed.contains(&form) => Role::Function,
            _ => Role::Content,
        }
    };
    types.iter().map(role).collect()
}
