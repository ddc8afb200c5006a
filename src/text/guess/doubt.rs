//! What is odd about the languages of two texts.

use super::{either, is_long, nearest};
use crate::text::{Lang, Side};

/// What is odd about the languages of original and translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LanguageDoubt {
    /// Each is in the language of the other.
    Swapped,
    /// Both are in this one of the two.
    Same(Lang),
    /// Some are in a language that nobody spoke of.
    Other(Vec<OtherLanguage>),
}

/// A text in another language than was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherLanguage {
    /// Which text it is.
    pub side: Side,
    /// What it is in.
    pub found: Lang,
    /// Whether it is that and none of its kin.
    pub is_sure: bool,
}

/// Where a person says what language a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// With the options of a command.
    ByOptions,
    /// In the settings of a project.
    BySettings,
}

/// What is odd about the languages of two texts, if they are told clearly: given the wrong way round, both the same, or
/// in another language than was said.
///
/// # Complexity
/// Linear in the texts: give it [samples](super::sample).
#[must_use]
pub fn doubt(samples: [&str; 2], langs: [Lang; 2]) -> Option<LanguageDoubt> {
    if langs[0] != langs[1]
        && let Some(doubt) = swapped(samples, langs)
    {
        return Some(doubt);
    }
    let others: Vec<_> = Side::BOTH
        .into_iter()
        .filter_map(|side| {
            let (found, is_sure) = other(samples[side.index()], langs[side.index()])?;
            Some(OtherLanguage { side, found, is_sure })
        })
        .collect();
    (!others.is_empty()).then_some(LanguageDoubt::Other(others))
}

impl LanguageDoubt {
    /// What it says of texts of these names, and what to do, for a person.
    #[must_use]
    pub fn message(&self, names: [&str; 2], langs: [Lang; 2], told: Told) -> String {
        let [a, b] = names;
        match self {
            Self::Swapped => format!(
                "{a} reads like {} and {b} like {}: are they the wrong way round?{}",
                langs[1].name(),
                langs[0].name(),
                match told {
                    Told::ByOptions => " The original comes first",
                    Told::BySettings => "",
                }
            ),
            Self::Same(lang) => format!(
                "{a} and {b} both read like {}: are they original and translation?",
                lang.name()
            ),
            Self::Other(others) => {
                let others: Vec<_> = others.iter().map(|other| other.message(names, langs, told)).collect();
                others.join("; ")
            }
        }
    }
}

impl OtherLanguage {
    fn message(self, names: [&str; 2], langs: [Lang; 2], told: Told) -> String {
        let name = self.found.name();
        let name = if self.is_sure {
            name.to_owned()
        } else {
            let kin = KIN.iter().map(|code| code.parse().map_or(*code, Lang::name));
            let kin: Vec<_> = kin.filter(|kin| *kin != name).collect();
            format!("{name}, or {}", kin.join(" or "))
        };
        let (key, found) = (format!("{}-lang", self.side), self.found);
        let advice = match told {
            Told::ByOptions => format!("use --{key} {found}"),
            Told::BySettings => format!("is it another text, or is {key} = \"{found}\" missing in cotejo.toml?"),
        };
        let (text, said) = (names[self.side.index()], langs[self.side.index()].name());
        format!("{text} looks {name}, not {said}: {advice}")
    }
}

fn swapped(samples: [&str; 2], langs: [Lang; 2]) -> Option<LanguageDoubt> {
    // Of two languages one is always the nearer; a third one makes no pair the wrong way round.
    let is_third = |text: &str| is_long(text) && nearest(text).is_some_and(|(found, _)| !langs.contains(&found));
    if samples.into_iter().any(is_third) {
        return None;
    }
    let [first, second] = samples.map(|text| either(text, langs));
    match (first?, second?) {
        (first, second) if [second, first] == langs => Some(LanguageDoubt::Swapped),
        (first, second) if first == second => Some(LanguageDoubt::Same(first)),
        _ => None,
    }
}

/// Languages so near to each other that a page does not tell which of them it is in, only that it is in one of them.
const KIN: [&str; 3] = ["da", "no", "sv"];

/// A language that stands for those it is hardly told from.
fn family(lang: Lang) -> &'static str {
    let code = lang.code();
    if KIN.contains(&code) { KIN[0] } else { code }
}

/// The language that a text is in, among all that are known, if it is clearly another one, and whether it is that and
/// none of its kin.
fn other(sample: &str, said: Lang) -> Option<(Lang, bool)> {
    if !is_long(sample) {
        return None;
    }
    let is_kin = |lang: Lang| KIN.contains(&lang.code());
    let told = |text: &str| {
        nearest(text)
            .filter(|&(lang, is_reliable)| is_reliable || (is_kin(lang) && either(text, [lang, said]) == Some(lang)))
    };
    let (found, is_sure) = told(sample).filter(|&(found, is_sure)| found != said && (is_sure || !is_kin(said)))?;
    // A page of quotations or of names at the beginning is not the whole text: its halves must agree, if they are sure.
    let middle = (sample.len() / 2..sample.len()).find(|&at| sample.is_char_boundary(at))?;
    let (first, second) = sample.split_at(middle);
    let agrees = |half| told(half).is_none_or(|(lang, _)| family(lang) == family(found));
    (agrees(first) && agrees(second)).then_some((found, is_sure))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt(samples: [&str; 2], names: [&str; 2], langs: [Lang; 2]) -> Option<String> {
        super::doubt(samples, langs).map(|doubt| doubt.message(names, langs, Told::ByOptions))
    }

    const ES: &str = "El viejo farero subió despacio la escalera y miró el mar, que aquella noche no decía nada.";
    const EN: &str = "The old keeper climbed the stairs slowly and looked at the sea, which said nothing that night.";

    #[test]
    fn swapped_and_equal_texts_are_noticed() {
        let doubt = |a, b| doubt([a, b], ["a", "b"], [Lang::ES, Lang::EN]);
        assert_eq!(doubt(ES, EN), None);
        assert!(doubt(EN, ES).unwrap().contains("wrong way round"));
        assert!(doubt(EN, EN).unwrap().contains("both read like English"));
        assert_eq!(doubt("1999", "2000"), None);
    }

    #[test]
    fn a_text_in_another_language_is_told_with_the_option_that_says_so() {
        let texts = [
            (
                "ar",
                "ذهب الولد إلى البحر في الصباح الباكر وجلس على الشاطئ ينتظر عودة أبيه من الصيد كما كان يفعل كل يوم.",
            ),
            // Much of Danish might be Norwegian; this has words that are not.
            (
                "da",
                "Hun havde sat maden på bordet og lagt brænde i ovnen, og hver gang vinden tog fat i døren, løftede hun hovedet og lyttede efter skridt, der ikke kom.",
            ),
            (
                "de",
                "Der alte Leuchtturmwärter stieg langsam die Treppe hinauf und blickte auf das Meer, das in jener Nacht nichts sagte.",
            ),
            (
                "el",
                "Ο γέρος φαροφύλακας ανέβηκε αργά τη σκάλα και κοίταξε τη θάλασσα, που εκείνη τη νύχτα δεν έλεγε τίποτα.",
            ),
            (
                "fi",
                "Vanha majakanvartija nousi hitaasti portaita ja katsoi merta, joka ei sinä yönä sanonut mitään kenellekään.",
            ),
            (
                "fr",
                "Le vieux gardien du phare monta lentement l'escalier et regarda la mer, qui cette nuit-là ne disait rien.",
            ),
            (
                "hu",
                "Az öreg világítótorony őre lassan felment a lépcsőn, és nézte a tengert, amely azon az éjszakán nem szólt semmit.",
            ),
            (
                "it",
                "Il vecchio guardiano del faro salì lentamente la scala e guardò il mare, che quella notte non diceva niente.",
            ),
            (
                "nl",
                "De oude vuurtorenwachter klom langzaam de trap op en keek naar de zee, die die nacht helemaal niets zei.",
            ),
            (
                "pt",
                "O velho faroleiro subiu devagar a escada e olhou para o mar, que naquela noite não dizia nada a ninguém.",
            ),
            (
                "ro",
                "Bătrânul paznic al farului urcă încet scara și privi marea, care în noaptea aceea nu spunea nimic nimănui.",
            ),
            (
                "ru",
                "Старый смотритель маяка медленно поднялся по лестнице и посмотрел на море, которое в ту ночь молчало.",
            ),
            (
                "sv",
                "Den gamle fyrvaktaren gick långsamt uppför trappan och såg ut över havet, som den natten inte sade någonting.",
            ),
            (
                "ta",
                "வயதான கலங்கரை விளக்கக் காவலர் மெதுவாகப் படிக்கட்டில் ஏறி கடலைப் பார்த்தார்; அன்றிரவு அது எதுவும் சொல்லவில்லை.",
            ),
            (
                "tr",
                "Yaşlı fener bekçisi merdiveni yavaşça çıktı ve o gece hiçbir şey söylemeyen denize uzun uzun baktı.",
            ),
        ];
        for (code, text) in texts {
            let told = doubt([text, EN], ["a.txt", "b.txt"], [Lang::ES, Lang::EN]).unwrap_or_default();
            let expected = format!(
                "a.txt looks {}, not Spanish: use --source-lang {code}",
                code.parse::<Lang>().unwrap().name()
            );
            assert_eq!(told, expected);
            let right = [code.parse().unwrap(), Lang::EN];
            assert_eq!(doubt([text, EN], ["a.txt", "b.txt"], right), None);
        }
    }

    #[test]
    fn a_text_that_is_nearest_to_a_third_language_is_not_called_one_of_the_two() {
        let danish =
            "Den gamle fyrpasser gik langsomt op ad trappen og så ud over havet, som ikke sagde noget den nat.";
        let told = doubt([danish, EN], ["a", "b"], [Lang::ES, Lang::EN]).unwrap_or_default();
        assert!(!told.contains("both read like"), "{told}");
    }

    #[test]
    fn languages_hardly_told_from_each_other_are_told_from_others() {
        let kin = [
            (
                "sv",
                "Den gamle fiskaren gick långsamt hem över isen. Ingen hade sett honom på hela dagen, och ingen frågade.",
            ),
            (
                "da",
                "Den gamle fisker gik langsomt hjem over isen. Ingen havde set ham hele dagen, og der var ingen, der spurgte.",
            ),
            (
                "no",
                "Den gamle fiskeren gikk sakte hjem over isen. Ingen hadde sett ham hele dagen, og det var ingen som spurte.",
            ),
        ];
        for (code, text) in kin {
            let told = doubt([text, EN], ["a", "b"], [Lang::ES, Lang::EN]).unwrap_or_default();
            assert!(told.contains(code.parse::<Lang>().unwrap().name()), "{code}: {told}");
            // Which of the three it is is not told of so few words.
            for (said, _) in kin {
                let said: Lang = said.parse().unwrap();
                let told = doubt([text, EN], ["a", "b"], [said, Lang::EN]).unwrap_or_default();
                assert!(said.code() != code || told.is_empty(), "{told}");
            }
        }
    }

    #[test]
    fn two_texts_of_one_language_are_no_doubt_when_that_was_said() {
        assert_eq!(doubt([ES, ES], ["a", "b"], [Lang::ES, Lang::ES]), None);
        let told = doubt([ES, EN], ["a", "b"], [Lang::ES, Lang::ES]).unwrap();
        assert_eq!(told, "b looks English, not Spanish: use --target-lang en");
    }
}
