//! `cotejo explain`

use clap::Args;
use cotejo::align::{Aligner, Parts};
use cotejo::file::{Link, Positions, Status};
use cotejo::project::{StoredAlignment, TextOpener};
use cotejo::reasons;
use cotejo::review::{Ground, Lit, Reach, SentenceName, State, evidence};
use cotejo::text::Side;
use cotejo::words::WordAligner;
use serde::Serialize;

use super::edit::known_pairs;
use super::error::CliError;
use super::format::{ReportArgs, print_json};
use super::named::{no_sentence, not_aligned, one, sentence};
use super::project::{LangArgs, ProjectArgs};
use super::read::project_abbreviations;
use super::talk::{argument, plain, print};
use super::{Context, Outcome};

/// Explain a link: what speaks for it and against it, the words that translate each other, and what it could be instead.
///
/// The sentence is named by its place, as `cotejo list` shows it: 12.3 or es:12.3 in the original, en:11.2 in the translation. The
/// figures are in nats: a kind of evidence with +2.3 makes the link ten times likelier, one with -2.3 ten times less likely, before all
/// kinds are weighed together and against what else the sentences could be.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo explain cuento 57.3                   the link that holds a sentence of the original\n  \
    cotejo explain cuento en:55.2                the same, by a sentence of the translation\n  \
    cotejo explain cuento 57.3 --format json     for a program")]
pub(crate) struct ExplainArgs {
    /// The work.
    #[arg(value_name = "WORK")]
    work: String,
    /// Where a sentence of the link stands, such as 12.3 or en:11.2.
    #[arg(value_name = "SENTENCE")]
    sentence: String,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    langs: LangArgs,
    #[command(flatten)]
    project: ProjectArgs,
}

/// A link, explained.
#[derive(Debug, Serialize)]
struct Explained<'a> {
    work: &'a str,
    link: String,
    source: &'a [String],
    target: &'a [String],
    status: Status,
    confidence: f64,
    reasons: &'a [String],
    /// What each kind of evidence says, in nats.
    evidence: Option<Parts>,
    /// Words that translate each other.
    words: Vec<[String; 2]>,
    /// How likely this grouping is among all around it.
    share: f64,
    alternatives: Vec<Alternative>,
}

/// What the sentences could be instead.
#[derive(Debug, Serialize)]
struct Alternative {
    source: Vec<String>,
    target: Vec<String>,
    share: f64,
}

pub(crate) fn run(args: &ExplainArgs, _: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(&[&args.work])?;
    let langs = args.langs.resolve(Some(&project))?;
    let work = one(&project, langs, &args.work)?;
    let Some(path) = &work.alignment else {
        return Err(not_aligned(&work.name));
    };
    let stored = StoredAlignment::read(&project.locate(path))?;
    let texts = TextOpener::new(&project, project_abbreviations(&project)?).unchanged(&stored.file);
    if texts.iter().any(Option::is_none) {
        return Err(CliError::new(format!(
            "the texts of {} are not as they were when it was aligned",
            work.name
        ))
        .hint(format!("cotejo align {}", argument(&work.name))));
    }
    let texts = texts.each_ref().map(Option::as_ref);
    let positions = Positions::new(&stored.file, texts);
    let (side, id) = sentence(&args.sentence, "", langs.each_ref().map(|lang| lang.code()))?;
    let Some(link) = positions.find(side, id) else {
        return Err(no_sentence(side, id));
    };
    let pairs = known_pairs(&project, &super::project::works(&project, langs)?.works, langs)?;
    let (aligner, words) = (Aligner::new(langs[0], langs[1]), WordAligner::new(langs[0], langs[1]));
    let (aligner, words) = (aligner.with_lexicon(&pairs), words.with_lexicon(&pairs));
    let (state, ground) = (State::new(stored.file), Ground::new(texts));
    let found = evidence(&state, &ground, (&aligner, &words), link, Reach::Whole);
    let of = &state.links()[link];
    let texts = |names: Vec<SentenceName>| names.into_iter().map(|name| name.text).collect();
    let explained = Explained {
        work: &work.name,
        link: positions.short_name(link),
        source: &of.source,
        target: &of.target,
        status: of.status,
        confidence: of.confidence.get(),
        reasons: &of.reasons,
        evidence: found.parts,
        words: found
            .lit
            .iter()
            .map(|pair| [lit(of, Side::Source, pair[0]), lit(of, Side::Target, pair[1])])
            // Marks go with marks; that says little.
            .filter(|pair| pair.iter().all(|word| word.contains(char::is_alphanumeric)))
            .collect(),
        share: found.share,
        alternatives: found
            .alternatives
            .into_iter()
            .map(|other| Alternative {
                source: texts(other.source),
                target: texts(other.target),
                share: other.share,
            })
            .collect(),
    };
    if args.report.is_json() {
        print_json(&explained)?;
    } else {
        print(|out| out.write_all(shown(&explained).as_bytes()))?;
    }
    Ok(Outcome::Clean)
}

/// A word of a link.
fn lit(link: &Link, side: Side, at: Lit) -> String {
    let units: Vec<u16> = link.texts(side)[at.sentence].encode_utf16().collect();
    String::from_utf16_lossy(&units[at.start..at.end])
}

/// The longest bar, of a mark a nat: what is beyond changes nothing.
const LONGEST: usize = 30;

fn shown(link: &Explained<'_>) -> String {
    let mut text = format!("{} {}  ", plain(link.work), link.link);
    match link.status {
        Status::Auto => text.push_str(&format!("{:.2}", link.confidence)),
        status => text.push_str(status.as_str()),
    }
    let reasons: Vec<String> = link.reasons.iter().map(|reason| reasons::in_words(reason)).collect();
    if !reasons.is_empty() {
        text.push_str(&format!("  {}", plain(&reasons.join("; "))));
    }
    text.push_str(&format!("\n{}", sides(link.source, link.target)));
    if let Some(parts) = &link.evidence {
        text.push_str("\nwhat each kind of evidence says, for (+) and against (-):\n");
        for (name, nats) in parts.named().into_iter().filter(|(_, nats)| *nats != 0.0) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a few dozen at most"
            )]
            let marks = (nats.abs().ceil() as usize).min(LONGEST);
            let bar = if nats > 0.0 { "+" } else { "-" }.repeat(marks);
            text.push_str(&format!("  {name:<20} {nats:>+7.2}  {bar}\n"));
        }
    }
    if !link.words.is_empty() {
        let words = link.words.iter().map(|[source, target]| format!("{source} = {target}"));
        text.push_str(&format!(
            "\nwords that translate each other:\n  {}\n",
            plain(&words.collect::<Vec<_>>().join(", "))
        ));
    }
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    if link.evidence.is_some() {
        text.push_str(&format!(
            "\namong all ways to group these sentences and their neighbours this one has {}\n",
            percent(link.share)
        ));
        if !link.alternatives.is_empty() {
            text.push_str("it could also be\n");
        }
    }
    for (number, other) in (1..).zip(&link.alternatives) {
        text.push_str(&format!(
            "{number}. {}, {}\n{}",
            percent(other.share),
            compared(other.share, link.share),
            sides(&other.source, &other.target)
        ));
    }
    text
}

/// Both sides of a link, a line each.
fn sides(source: &[String], target: &[String]) -> String {
    let line = |mark: &str, texts: &[String]| match texts {
        [] => format!("  {mark} –\n"),
        texts => format!("  {mark} {}\n", plain(&texts.join(" | "))),
    };
    line("<", source) + &line(">", target)
}

/// How much worse or better an alternative is than the link.
fn compared(share: f64, own: f64) -> String {
    // The least that is told apart; more than a thousand times nobody does.
    let (share, own) = (share.max(0.001), own.max(0.001));
    let ratio = if share < own { own / share } else { share / own };
    match format!("{ratio:.1}").as_str() {
        "1.0" => "as likely".to_owned(),
        times if share < own => format!("{times} times less likely"),
        times => format!("{times} times likelier"),
    }
}
