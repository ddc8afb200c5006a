//! `cotejo align SRC TGT`

use std::path::Path;

use cotejo::align::Aligner;
use cotejo::carry::{self, Policy, Text};
use cotejo::check::pair;
use cotejo::file::{self, Settings, TextRef};
use cotejo::project::{
    AddedLexicon, Before, History, Project, SideSettings, StoredAlignment, regrouped, remove_leftovers, stored_path,
    write_alignment,
};
use cotejo::text::guess::Told;
use cotejo::text::{Side, SourceText};
use cotejo::view::View;

use super::destination::{Destination, Guard};
use super::error::CliError;
use super::format::Form;
use super::read::{STDIN, encoding_note, is_dash, text};
use super::summary::{fate, refused, summary};
use super::talk::{argument, count};
use super::{Context, Outcome, export};

/// What is to be aligned, and what becomes of it.
#[derive(Debug)]
pub(super) struct PairSettings<'a> {
    pub(super) texts: [&'a Path; 2],
    pub(super) sides: [SideSettings; 2],
    pub(super) lexicon: AddedLexicon,
    pub(super) one_per_line: bool,
    pub(super) output: Option<&'a Path>,
    pub(super) form: Form,
    pub(super) force: bool,
    /// The least matched share, as [`matched`] has it, that is no finding.
    pub(super) floor: Option<f64>,
    pub(super) project: Option<&'a Project>,
    pub(super) policy: Policy,
}

/// Aligns two texts.
pub(super) fn align(settings: &PairSettings<'_>, context: &Context) -> Result<Outcome, CliError> {
    let [source_path, target_path] = settings.texts;
    if is_dash(source_path) && is_dash(target_path) {
        return Err(
            CliError::new("only one of the texts can come from standard input").hint("name a file for the other one")
        );
    }
    let destination = match settings.output {
        Some(output) => Destination::new(output, &settings.texts)?,
        None => Destination::Stdout,
    };
    let mut recorded = Settings {
        one_per_line: settings.one_per_line,
        lexicon: settings.lexicon.names.clone(),
        ..Settings::default()
    };
    let source = open(settings, Side::Source, &mut recorded, context)?;
    let target = open(settings, Side::Target, &mut recorded, context)?;
    let threads = context.threads()?;
    let (source, target) = threads.install(|| rayon::join(|| source.cut(), || target.cut()));
    let (source, target) = (source.told(context)?, target.told(context)?);

    let stored = match (&destination, settings.form) {
        // What is no regular file, such as /dev/null, holds no alignment.
        (Destination::File(path), Form::Json) if path.is_file() => {
            StoredAlignment::read_if_any(path).map_err(|error| {
                CliError::from(error).hint("a file that is no alignment is not replaced; choose another name with -o")
            })?
        }
        _ => None,
    };
    if let Some(stored) = &stored {
        stored
            .check_languages(&source.reference, &target.reference)
            .map_err(CliError::new)?;
        let root = settings.project.map_or(Path::new(""), Project::root);
        stored
            .check_texts(root, &source.reference, &target.reference)
            .map_err(CliError::new)?;
    }

    let langs = [settings.sides[0].lang, settings.sides[1].lang];
    let aligner = Aligner::new(langs[0], langs[1]).with_lexicon(&settings.lexicon.pairs);
    let old = stored.as_ref().map(|stored| &stored.file);
    let update = threads
        .install(|| carry::update(&aligner, old, source, target, recorded, settings.policy))
        .map_err(|error| {
            let [source, target] = settings.texts.map(|text| argument(&text.to_string_lossy()));
            let shown = argument(&destination.to_string());
            let look = format!("cotejo align {source} {target} -o new.json, then cotejo diff {shown} new.json");
            refused(&error, &destination.to_string(), &look)
        })?;
    let file = update.file;
    let guard = Guard {
        project: settings.project,
        inputs: &settings.texts,
        shows: None,
        force: settings.force,
    };
    let names = settings.texts.map(shown);
    let names = names.each_ref().map(String::as_str);
    if let Some(doubt) = pair::doubt(&file, langs) {
        context.talk.note(doubt.message(names, langs, Told::ByOptions));
    }
    match (settings.form, &destination) {
        (Form::Json, Destination::File(path)) => {
            remove_leftovers(path.parent().unwrap_or(Path::new("")));
            match &stored {
                Some(stored) => {
                    let regrouped = regrouped(&stored.file, &file);
                    if let Some(warning) = stored.replace_by("align", &file)?.warning {
                        context
                            .talk
                            .note(format_args!("the version before this run could not be kept: {warning}"));
                    } else if regrouped > 0 {
                        tell_regrouped(path, regrouped, context);
                    }
                }
                None => write_alignment(path, &file, before(path))?,
            };
        }
        (Form::Json, Destination::Stdout) => destination.write(file::write(&file).as_bytes(), &guard)?,
        (Form::Export(format), _) => {
            let name = name(settings, &destination);
            let view = View::new(&name, &file, Some(&update.source), Some(&update.target));
            export::write(format, &view, &destination, &guard)?;
            // What a fresh alignment holds beside its beads can be had again: only decisions are lost, and it has none.
            export::tell_formulas(format, &view, context.talk);
        }
    }
    if destination != Destination::Stdout {
        context
            .talk
            .line(format_args!("{destination}: {}", summary(&file).join(", ")));
        if let Some(fate) = fate(&update.report) {
            context.talk.note(format_args!("{destination}: {fate}"));
        }
    }
    if let Some(floor) = settings.floor {
        let found = pair::match_of(&file);
        if found < floor {
            context.talk.note(format_args!(
                "{} and {} match by {found:.3} only, under the floor of {floor}: \
                 are they original and translation of the same work?",
                names[0], names[1]
            ));
            return Ok(Outcome::Findings);
        }
    } else if let Some(note) = pair::unrelated(&file, names) {
        context.talk.note(note);
    }
    Ok(Outcome::Clean)
}

/// What must stand at a path that held no alignment when it was looked at.
fn before(path: &Path) -> Before<'static> {
    if path.exists() {
        Before::Anything
    } else {
        Before::Nothing
    }
}

/// The text of a side, before it is cut.
struct Opened<'a> {
    /// What people call it.
    shown: String,
    /// What its alignment calls it.
    name: String,
    text: SourceText,
    reading: &'a SideSettings,
}

/// The text of a side, cut.
struct CutText {
    shown: String,
    encoding: &'static str,
    text: Text,
}

fn open<'a>(
    settings: &'a PairSettings<'_>,
    side: Side,
    recorded: &mut Settings,
    context: &Context,
) -> Result<Opened<'a>, CliError> {
    let (path, reading) = match side {
        Side::Source => (settings.texts[0], &settings.sides[0]),
        Side::Target => (settings.texts[1], &settings.sides[1]),
    };
    let root = settings.project.map_or(Path::new(""), Project::root);
    let name = if is_dash(path) {
        "-".to_owned()
    } else {
        stored_path(root, path)
    };
    let of_project = settings
        .project
        .and_then(|project| project.settings().encoding.get(&name));
    let encoding = reading.encoding.as_ref().or(of_project);
    let text = text(path, encoding.map(String::as_str), reading.lang)?;
    if encoding.is_some() {
        recorded
            .encoding
            .insert(side.to_string(), text.encoding().name.to_owned());
    }
    let shown = shown(path);
    if let Some(note) = encoding_note(&shown, text.encoding(), "--encoding") {
        context.talk.note(note);
    }
    Ok(Opened {
        shown,
        name,
        text,
        reading,
    })
}

/// Says that links hold other sentences than before though nothing else changed: a person may have moved them.
fn tell_regrouped(path: &Path, regrouped: usize, context: &Context) {
    let versions = History::of(path).and_then(|history| history.versions());
    let Some(version) = versions
        .ok()
        .and_then(|versions| versions.last().map(|version| version.number))
    else {
        return;
    };
    let typed = path.to_string_lossy();
    context.talk.note(format_args!(
        "{typed}: the sentences of {} were grouped anew, though the texts are the same. Where you had moved sentences, bring them back \
         and set their status to edited: cotejo history {} --restore {version}",
        count(regrouped, "link"),
        argument(&typed)
    ));
}

/// What messages call a text.
fn shown(path: &Path) -> String {
    if is_dash(path) {
        STDIN.to_owned()
    } else {
        path.display().to_string()
    }
}

impl Opened<'_> {
    fn cut(self) -> CutText {
        let encoding = self.text.encoding().name;
        let document = self.reading.cutter.cut(self.text);
        let reference = TextRef::new(&document, self.reading.lang, &self.name);
        CutText {
            shown: self.shown,
            encoding,
            text: Text { document, reference },
        }
    }
}

impl CutText {
    fn told(self, context: &Context) -> Result<Text, CliError> {
        let document = &self.text.document;
        context.talk.detail(format_args!(
            "{}: {}, {} in {}",
            self.shown,
            self.encoding,
            count(document.len(), "sentence"),
            count(document.passages().len(), "passage")
        ));
        if document.is_empty() {
            return Err(CliError::new(format!(
                "{} holds no sentence: it is empty or only white space",
                self.shown
            )));
        }
        Ok(self.text)
    }
}

/// What the work is called in its exports: as the file it goes to, else as the original.
fn name(settings: &PairSettings<'_>, destination: &Destination) -> String {
    let named = match destination {
        Destination::File(path) => path,
        Destination::Stdout if is_dash(settings.texts[0]) => settings.texts[1],
        Destination::Stdout => settings.texts[0],
    };
    named.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
