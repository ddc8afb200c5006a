//! One line of input and its answer.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cotejo::align::{Aligner, Deadline};
use cotejo::file::Confidence;
use cotejo::project::AbbreviationList;
use cotejo::segment::{Rules, one_per_line, segment};
use cotejo::text::{Document, Lang, Side, SourceText, fold_space};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::{Aligned, Answer, Keys, Kind, More, OWN_KEYS, Spans};
use super::{Extra, flow::Line};
use crate::cli::read::json_fault;

/// Answers lines; each answer depends on its line alone.
#[derive(Debug)]
pub(super) struct Worker {
    /// For lines that name no languages.
    pub(super) usual: Pair,
    pub(super) lists: Vec<AbbreviationList>,
    /// What lines have named so far.
    pub(super) named: Mutex<BTreeMap<[&'static str; 2], Arc<Pair>>>,
    pub(super) limits: Limits,
    pub(super) extras: Vec<Extra>,
}

/// How the texts of two languages are cut and aligned.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) langs: [Lang; 2],
    pub(super) aligner: Aligner,
    pub(super) rules: [Rules; 2],
}

/// How much work a line may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) time: Option<Duration>,
    /// Of either text.
    pub(super) sentences: Option<usize>,
}

/// A text whole, or in sentences.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a string or a list of strings")]
enum Text {
    Whole(String),
    Sentences(Vec<String>),
}

/// A text that was cut, and as it was given.
struct Cut {
    document: Document,
    given: Text,
}

type Fault = (Kind, String);

impl Worker {
    /// The answer to a line of the input, which is the `number`th, from 1.
    pub(super) fn answer(&self, line: &Line, number: usize) -> Answer {
        let bad = |id, (kind, error), rest| Answer::Bad {
            id,
            line: number,
            kind,
            error,
            rest,
        };
        let Line::Whole(line) = line else {
            let error = "the line is longer than any pair of texts may be".to_owned();
            return bad(None, (Kind::TooLarge, error), Keys::new());
        };
        let mut keys: Keys = match serde_json::from_slice(line.trim_ascii_end()) {
            Ok(keys) => keys,
            Err(error) => {
                let error = format!("expected a JSON object: {}", json_fault(&error));
                return bad(None, (Kind::NotJson, error), Keys::new());
            }
        };
        let id = keys.remove("id");
        let texts = ["source", "target"].map(|key| (key, keys.remove(key)));
        let langs = ["source_lang", "target_lang"].map(|key| keys.get(key).cloned());
        keys.retain(|key, _| !OWN_KEYS.contains(&key.as_str()));
        // One document that shows a fault of ours must not end the others.
        let aligned = catch_unwind(AssertUnwindSafe(|| self.align(texts, langs)));
        let fault = || {
            (
                Kind::Internal,
                "this pair of texts shows a fault of cotejo; please report it".to_owned(),
            )
        };
        match aligned.unwrap_or_else(|_| Err(fault())) {
            Ok(aligned) => Answer::Aligned {
                id,
                aligned,
                rest: keys,
            },
            Err(fault) => bad(id, fault, keys),
        }
    }

    fn align(
        &self,
        texts: [(&str, Option<Box<RawValue>>); 2],
        langs: [Option<Box<RawValue>>; 2],
    ) -> Result<Aligned, Fault> {
        let deadline = self.limits.time.map_or(Deadline::NEVER, Deadline::after);
        let named = self.pair(langs)?;
        let pair = named.as_deref().unwrap_or(&self.usual);
        let [source, target] = texts;
        let cuts = [cut(source, &pair.rules[0])?, cut(target, &pair.rules[1])?];
        self.check_size(&cuts)?;
        let [source, target] = &cuts;
        let alignment = pair
            .aligner
            .align_until(&source.document, &target.document, deadline)
            .map_err(|error| (Kind::TimedOut, error.to_string()))?;
        let beads = alignment
            .beads
            .iter()
            .map(|bead| Side::BOTH.map(|side| bead.indices(side).map(|index| index.0).collect()));
        let confidence = alignment.confidence.iter().map(|&share| Confidence::new(share).get());
        let mut aligned = Aligned {
            beads: beads.collect(),
            source_sentences: source.document.lines().map(String::from).collect(),
            target_sentences: target.document.lines().map(String::from).collect(),
            confidence: confidence.collect(),
            more: More::default(),
        };
        for extra in &self.extras {
            match extra {
                Extra::Quality => aligned.more.quality = Some(Confidence::new(alignment.quality()).get()),
                Extra::Spans => {
                    aligned.more.source_spans = Some(source.spans());
                    aligned.more.target_spans = Some(target.spans());
                }
                Extra::Segments => aligned.more.segments = Some(segments(&aligned)),
            }
        }
        Ok(aligned)
    }

    fn check_size(&self, cuts: &[Cut; 2]) -> Result<(), Fault> {
        let Some(most) = self.limits.sentences else {
            return Ok(());
        };
        let long = ["source", "target"]
            .into_iter()
            .zip(cuts)
            .find(|(_, cut)| cut.document.len() > most);
        long.map_or(Ok(()), |(key, cut)| {
            let error = format!(
                "\"{key}\" has {} sentences, more than --max-sentences {most}",
                cut.document.len()
            );
            Err((Kind::TooLarge, error))
        })
    }

    /// The languages that a line names; nothing where they are the usual ones.
    fn pair(&self, named: [Option<Box<RawValue>>; 2]) -> Result<Option<Arc<Pair>>, Fault> {
        let mut langs = self.usual.langs;
        for ((lang, named), key) in langs.iter_mut().zip(named).zip(["source_lang", "target_lang"]) {
            let Some(named) = named else { continue };
            let known: Option<Lang> = serde_json::from_str::<String>(named.get())
                .ok()
                .and_then(|code| code.parse().ok());
            *lang = known.ok_or_else(|| {
                let codes: Vec<_> = Lang::codes().collect();
                let error = format!("\"{key}\" is {named}; the languages are {}", codes.join(", "));
                (Kind::UnknownLanguage, error)
            })?;
        }
        if langs == self.usual.langs {
            return Ok(None);
        }
        let mut known = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pair) = known.get(&langs.map(Lang::code)) {
            return Ok(Some(Arc::clone(pair)));
        }
        let rules = |lang| {
            AbbreviationList::rules(lang, &self.lists).map_err(|error| (Kind::UnknownLanguage, error.to_string()))
        };
        let pair = Arc::new(Pair {
            langs,
            aligner: Aligner::new(langs[0], langs[1]),
            rules: [rules(langs[0])?, rules(langs[1])?],
        });
        known.insert(langs.map(Lang::code), Arc::clone(&pair));
        Ok(Some(pair))
    }
}

/// The texts of each bead, its sentences joined by blanks.
fn segments(aligned: &Aligned) -> Vec<[String; 2]> {
    let sides = [&aligned.source_sentences, &aligned.target_sentences];
    let text = |(indices, sentences): (&Vec<u32>, &Vec<String>)| {
        let sentences = indices.iter().map(|&index| sentences[index as usize].as_str());
        sentences.collect::<Vec<_>>().join(" ")
    };
    let of_bead = |[source, target]: &[Vec<u32>; 2]| [text((source, sides[0])), text((target, sides[1]))];
    aligned.beads.iter().map(of_bead).collect()
}

fn cut((key, text): (&str, Option<Box<RawValue>>), rules: &Rules) -> Result<Cut, Fault> {
    let text = text.ok_or_else(|| (Kind::MissingKey, format!("there is no \"{key}\"")))?;
    let given = serde_json::from_str(text.get())
        .map_err(|error| (Kind::WrongType, format!("\"{key}\": {}", json_fault(&error))))?;
    let document = match &given {
        Text::Whole(text) => segment(SourceText::from_string(text), rules),
        Text::Sentences(sentences) => {
            let lines: Vec<_> = sentences.iter().map(|sentence| fold_space(sentence)).collect();
            one_per_line(SourceText::from_string(lines.join("\n")))
        }
    };
    Ok(Cut { document, given })
}

impl Cut {
    fn spans(&self) -> Spans {
        let Text::Whole(given) = &self.given else {
            return None;
        };
        let spans = self.document.spans_in(given)?;
        Some(spans.into_iter().map(|span| [span.start, span.end]).collect())
    }
}
