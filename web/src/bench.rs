//! What is open in the page: two texts, an alignment of them, and what a person does to it.

use cotejo::align::Aligner;
use cotejo::carry::{self, Policy, Text};
use cotejo::export::html::Html;
use cotejo::export::{Exporter, Format, losses};
use cotejo::file::{self, AlignmentFile, Settings, TextRef};
use cotejo::review::{Ground, Session, told};
use cotejo::segment::{Rules, one_per_line, segment};
use cotejo::text::{Document, Lang, Side};
use cotejo::view::View;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::question::{Ask, Question};
use crate::review;
use crate::text::Given;

/// All that the module knows.
#[derive(Debug, Default)]
pub struct Bench {
    texts: [Option<Given>; 2],
    stored: Option<AlignmentFile>,
    work: Option<Work>,
}

/// An alignment that is open.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) name: String,
    pub(crate) session: Session,
    /// The texts as they were cut; nothing where only the alignment was given.
    documents: [Option<Document>; 2],
    /// The last entry when all of the queue was worked out.
    settled: Option<u64>,
}

impl Bench {
    /// Answers a question.
    pub fn answer(&mut self, question: Question) -> Answer {
        let Question { ask, file } = question;
        let answer = match ask {
            Ask::Text {
                side,
                name,
                lang,
                encoding,
            } => self.take_text(side, name, lang, encoding, file),
            Ask::NoText { side } => {
                self.texts[side.index()] = None;
                Ok(Answer::told(json!({})))
            }
            Ask::Alignment { name } => self.take_alignment(&name, file),
            Ask::NoAlignment => {
                self.stored = None;
                Ok(Answer::told(json!({})))
            }
            Ask::Align {
                one_per_line,
                accept_loss,
            } => self.align(one_per_line, accept_loss),
            Ask::Export { to, plain } => self.export(&to, plain),
            Ask::Page { path, body } => self.work().map(|work| {
                let (status, body) = review::answer(work, &path, body);
                Answer::told(json!({"status": status, "body": body}))
            }),
            Ask::Known => Ok(Answer::told(json!({
                "langs": Lang::codes().collect::<Vec<_>>(),
                "forms": forms().map(Format::as_str).collect::<Vec<_>>(),
            }))),
            Ask::Learn => self.work().map(Work::learn),
        };
        answer.unwrap_or_else(Answer::failed)
    }

    fn work(&mut self) -> Result<&mut Work, String> {
        self.work.as_mut().ok_or_else(|| "nothing is aligned yet".to_owned())
    }

    fn take_text(
        &mut self,
        side: Side,
        name: String,
        lang: Option<String>,
        encoding: Option<String>,
        bytes: Vec<u8>,
    ) -> Result<Answer, String> {
        self.texts[side.index()] = None;
        let given = Given::read(name, bytes, side, lang.as_deref(), encoding)?;
        let told = given.told();
        self.texts[side.index()] = Some(given);
        Ok(Answer::told(told))
    }

    fn take_alignment(&mut self, name: &str, bytes: Vec<u8>) -> Result<Answer, String> {
        self.stored = None;
        let json = String::from_utf8(bytes).map_err(|_| format!("{name} is no alignment: it is not UTF-8"))?;
        let read = file::read(&json).map_err(|error| format!("{name}, {error}"))?;
        let decided = read.links.iter().filter(|link| link.status.is_pinned()).count();
        let told = json!({
            "name": name,
            "langs": read.langs(),
            "paths": [read.source.path, read.target.path],
            "links": read.links.len(),
            "decided": decided,
        });
        self.stored = Some(read);
        Ok(Answer::told(told))
    }

    /// Aligns the texts; without them, opens the alignment as it is.
    fn align(&mut self, is_one_per_line: bool, accept_loss: bool) -> Result<Answer, String> {
        self.work = None;
        let (source, target) = match (&self.texts, &self.stored) {
            ([Some(source), Some(target)], _) => (source, target),
            ([None, None], Some(stored)) => return self.open(stored.clone()),
            _ => return Err("an original and a translation are needed".to_owned()),
        };
        let langs = [source.lang, target.lang];
        if let Some(stored) = &self.stored
            && stored.langs() != langs.map(Lang::code)
        {
            let [from, to] = stored.langs();
            let [found_from, found_to] = langs;
            return Err(format!(
                "the alignment is of {from} with {to}, and the texts are {found_from} with {found_to}"
            ));
        }
        let mut settings = Settings {
            one_per_line: is_one_per_line,
            ..Settings::default()
        };
        for (side, given) in Side::BOTH.into_iter().zip([source, target]) {
            if given.encoding.is_some() {
                let name = given.text.encoding().name.to_owned();
                settings.encoding.insert(side.to_string(), name);
            }
        }
        let cut = |given: &Given| {
            let text = given.text.clone();
            let document = if is_one_per_line {
                one_per_line(text)
            } else {
                segment(text, &Rules::for_lang(given.lang))
            };
            if document.is_empty() {
                return Err(format!(
                    "{} holds no sentence: it is empty or only white space",
                    given.name
                ));
            }
            let reference = TextRef::new(&document, given.lang, &given.name);
            Ok(Text { document, reference })
        };
        let (name, texts) = (source.stem().to_owned(), [cut(source)?, cut(target)?]);
        let [source, target] = texts;
        let aligner = Aligner::new(langs[0], langs[1]);
        let policy = Policy {
            accept_loss,
            ..Policy::default()
        };
        let update = carry::update(&aligner, self.stored.as_ref(), source, target, settings, policy);
        let update = match update {
            Ok(update) => update,
            // Not an error: a person may mean it.
            Err(loss) => return Ok(Answer::told(json!({"loss": loss.to_string()}))),
        };
        let became_stale = update.report.became_stale;
        let ground = Ground::new([Some(&update.source), Some(&update.target)]);
        let work = Work::new(
            name,
            Session::new(update.file, ground, langs, &[]),
            [Some(update.source), Some(update.target)],
        );
        let mut told = work.told();
        told["stale"] = became_stale.into();
        self.work = Some(work);
        Ok(Answer::told(told))
    }

    /// Opens an alignment without its texts: it holds their sentences.
    fn open(&mut self, file: AlignmentFile) -> Result<Answer, String> {
        let [source, target] = file.langs().map(str::parse::<Lang>);
        let unknown = |error: cotejo::text::UnknownLang| error.to_string();
        let langs = [source.map_err(unknown)?, target.map_err(unknown)?];
        let path = &file.source.path;
        let named = path.rsplit('/').next().unwrap_or(path);
        let name = cotejo::reading::stem(named).unwrap_or(named).to_owned();
        let session = Session::new(file, Ground::default(), langs, &[]);
        let work = Work::new(name, session, [None, None]);
        let told = work.told();
        self.work = Some(work);
        Ok(Answer::told(told))
    }

    fn export(&mut self, to: &str, is_plain: bool) -> Result<Answer, String> {
        let work = self.work()?;
        let alignment = &work.session.state().file;
        if to == "json" {
            let bytes = file::write(alignment).into_bytes();
            let told = json!({"name": format!("{}.json", work.name)});
            return Ok(Answer { told, file: bytes });
        }
        let format: Format = to
            .parse()
            .map_err(|error: cotejo::export::UnknownFormat| error.to_string())?;
        let exporter: Box<dyn Exporter> = match format {
            Format::Html => Box::new(Html {
                words: !is_plain,
                ..Html::default()
            }),
            other => other.exporter(),
        };
        let [source, target] = work.documents.each_ref().map(Option::as_ref);
        let view = View::new(&work.name, alignment, source, target);
        let mut bytes = Vec::new();
        exporter.export(&view, &mut bytes).map_err(|error| error.to_string())?;
        let lost: Vec<Value> = losses(format, &view)
            .iter()
            .map(|loss| json!({"what": loss.what, "count": loss.count}))
            .collect();
        let told = json!({"name": format!("{}.{}", work.name, format.extension()), "lost": lost});
        Ok(Answer { told, file: bytes })
    }
}

/// The forms that are one file: what trains Moses is two, and XCES links two others.
fn forms() -> impl Iterator<Item = Format> {
    let alone = |form: &Format| !matches!(form, Format::Moses | Format::Xces);
    Format::ALL.iter().copied().filter(alone)
}

impl Work {
    const fn new(name: String, session: Session, documents: [Option<Document>; 2]) -> Self {
        Self {
            name,
            session,
            documents,
            settled: None,
        }
    }

    /// What came of aligning.
    fn told(&self) -> Value {
        let file = &self.session.state().file;
        let links = &file.links;
        let sure: f64 = links.iter().map(|link| link.confidence.get()).sum();
        let doubtful = links
            .iter()
            .filter(|link| !link.status.is_pinned() && !link.reasons.is_empty())
            .count();
        json!({
            "name": self.name,
            "langs": file.langs(),
            "sentences": Side::BOTH.map(|side| file.sentences(side).count()),
            "links": links.len(),
            "confidence": sure / links.len().max(1) as f64,
            "doubtful": doubtful,
            "counts": told::counts(file, self.session.trust()),
            "source": file.source.sha256,
            "target": file.target.sha256,
        })
    }

    /// Works out what settling one more place of the queue would teach; tells the page when all is known.
    fn learn(&mut self) -> Answer {
        let last = self.session.journal().last();
        if self.settled == Some(last) {
            return Answer::told(json!({"more": false}));
        }
        if self.session.learn_one() {
            return Answer::told(json!({"more": true}));
        }
        self.settled = Some(last);
        Answer::told(json!({"more": false, "news": told::news(&self.name, &self.session, &[])}))
    }
}
