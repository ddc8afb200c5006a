//! `cotejo align` of a project

use cotejo::check::{Counts, pair};
use cotejo::project::{
    ALIGNMENTS, Change, History, Ledger, PENDING_SUFFIX, Project, RealignError, Realigned, Realigner, StoredAlignment,
    Work, orphan_of, remove_leftovers,
};
use cotejo::segment::UnmetBound;
use cotejo::text::guess::Told;
use cotejo::text::{Lang, Side};
use indicatif::ProgressBar;
use rayon::prelude::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use serde_json::json;

use super::AlignArgs;
use crate::cli::error::CliError;
use crate::cli::format::print_json;
use crate::cli::project::{gone_texts, ignored_text, lone_text, shown, unknown_names, works};
use crate::cli::read::{encoding_note, project_abbreviations};
use crate::cli::summary::{PROPOSE, fate, moves, refused, summary};
use crate::cli::table::Table;
use crate::cli::talk::{argument, count};
use crate::cli::{Context, Outcome};
/// Cells of the table that is told.
const CELLS: usize = 6;

/// What is told of a work, once all are done. The alignments themselves would fill the memory.
struct Report {
    notes: Vec<String>,
    is_pending: bool,
    /// Whether another run would tell just the same.
    is_settled: bool,
    cells: [String; CELLS],
}

/// What is told when no work has both of its texts.
fn nothing_to_align(gone: &[String], names: &[String], [source, target]: [Lang; 2]) -> CliError {
    let same_name =
        format!("an original and its translation have the same file name, in texts/{source} and in texts/{target}");
    match (gone, names) {
        ([], []) => CliError::new("no text of the project has a partner").hint(same_name),
        ([], names) => {
            CliError::new(format!("{} cannot be aligned: a text is missing", names.join(", "))).hint(same_name)
        }
        ([first, others @ ..], _) => {
            let more = match others.len() {
                0 => String::new(),
                1 => "; one more alignment lost texts".to_owned(),
                count => format!("; {count} more alignments lost texts"),
            };
            CliError::new(format!("{first}: there is nothing to align{more}"))
                .hint("put the texts back under these names")
                .hint("or, where both were renamed, take the alignment along: cotejo align --follow")
                .hint("or delete the alignment if the work is given up; git keeps what was committed")
        }
    }
}

pub(super) fn align(args: &AlignArgs, names: &[String], context: &Context) -> Result<Outcome, CliError> {
    if args.output.is_some() || args.to.is_some() {
        return Err(
            CliError::new("-o and --to go with two texts; the project's alignments stay in alignments/")
                .hint("cotejo export writes the project's alignments in other forms"),
        );
    }
    if args.fail_under.is_some() {
        return Err(CliError::new("--fail-under goes with two texts")
            .hint("cotejo status shows how sure each alignment of the project is"));
    }
    let project = args.project.require()?;
    let langs = args.langs.resolve(Some(&project))?;
    let [source, target] = args.read.resolve(langs, Some(&project))?;
    let talk = context.talk;
    if args.follow {
        follow_renamed(&project, langs, context)?;
    }
    let found = works(&project, langs)?;
    let is_meant = |work: &Work| names.is_empty() || names.contains(&work.name);
    talk.detail(format_args!("project: {}", shown(&project)));
    for path in &found.ignored {
        if let Some(note) = ignored_text(path, &found) {
            talk.note(note);
        } else {
            talk.detail(format_args!("{path} is not part of it"));
        }
    }
    unknown_names(&project, &found)
        .into_iter()
        .for_each(|note| talk.note(note));
    for [a, b] in found.case_twins() {
        talk.note(format_args!(
            "{a} and {b} differ in capital letters: give both files the same name to pair them"
        ));
    }
    let meant = || found.works.iter().filter(|work| is_meant(work));
    meant()
        .filter_map(|work| lone_text(work, langs))
        .for_each(|note| talk.note(note));
    let gone: Vec<String> = meant().filter_map(|work| gone_texts(&project, work)).collect();
    let pairs: Vec<&Work> = found
        .works
        .iter()
        .filter(|work| is_meant(work) && work.source.is_some() && work.target.is_some())
        .collect();
    if pairs.is_empty() && found.faults.is_empty() {
        return Err(nothing_to_align(&gone, names, langs));
    }
    gone.iter().for_each(|note| talk.note(note));

    let added = args.lexicon.read(Some(&project), langs)?;
    let mut realigner = Realigner::new(&project, source, target, args.read.one_per_line)
        .with_placement(args.placement())
        .with_policy(args.policy())
        .with_works(&found.works)
        .with_lexicon(&added);
    let ledger = Ledger::open(&project, &found.works, &[&args.fingerprint(&project, langs, &added)]);
    let known = |work: &&Work| -> Option<Report> {
        let told = ledger.unchanged(&project, work).filter(|_| !args.refresh)?;
        let (cells, notes) = told.told.split_first_chunk::<CELLS>()?;
        Some(Report {
            notes: notes.to_vec(),
            is_pending: false,
            is_settled: false,
            cells: cells.clone(),
        })
    };
    let known: Vec<Option<Report>> = context.threads()?.install(|| pairs.par_iter().map(known).collect());
    let due = known.iter().filter(|known| known.is_none()).count();
    let taught = if due > 0 { realigner.learn_from(&found.works) } else { 0 };
    if taught > 0 {
        talk.detail(format_args!(
            "{} learnt from the links you decided",
            count(taught, "word pair")
        ));
    }
    match remove_leftovers(&project.locate(ALIGNMENTS)) {
        0 => {}
        left => talk.detail(format_args!(
            "{} of a run that was cut off removed",
            count(left, "temporary file")
        )),
    }
    let bar = talk.progress(due, "aligning");
    let results: Vec<Result<Report, CliError>> = context.threads()?.install(|| {
        pairs
            .par_iter()
            .zip(known)
            .map(|(work, known)| match known {
                Some(report) => Ok(report),
                None => align_work(&realigner, work, langs, &bar),
            })
            .collect()
    });
    bar.finish_and_clear();
    for (work, result) in pairs.iter().zip(&results) {
        if let Ok(Report {
            notes,
            is_settled: true,
            cells,
            ..
        }) = result
        {
            let mut told = cells.to_vec();
            told[CELLS - 1] = "unchanged".to_owned();
            told.extend_from_slice(notes);
            ledger.note(&project, work, told);
        }
    }
    ledger.close();

    if args.report.is_json() {
        let told: Vec<_> = pairs
            .iter()
            .zip(&results)
            .map(|(work, result)| as_json(&project, work, result))
            .collect();
        print_json(&told)?;
    }
    let mut pending = 0;
    let mut table = Table::default();
    let mut failed: Vec<CliError> = found.faults.iter().map(CliError::new).collect();
    for result in results {
        match result {
            Ok(report) => {
                report.notes.iter().for_each(|note| talk.note(note));
                pending += usize::from(report.is_pending);
                table.line(report.cells);
            }
            Err(error) => failed.push(error),
        }
    }
    talk.text(&table.render(1));
    if pending > 0 {
        talk.note(format_args!(
            "{} would change; see what with `cotejo diff`, then settle it with `cotejo accept` or `cotejo reject`",
            count(pending, "alignment")
        ));
    }
    failed.iter().for_each(|error| talk.error(error));
    if failed.is_empty() {
        return Ok(Outcome::Clean);
    }
    let all = pairs.len() + found.faults.len();
    talk.error(&CliError::new(format!(
        "{} of {} could not be aligned",
        failed.len(),
        count(all, "work")
    )));
    Ok(Outcome::Failed)
}

fn align_work(realigner: &Realigner<'_>, work: &Work, langs: [Lang; 2], bar: &ProgressBar) -> Result<Report, CliError> {
    let realigned = realigner.realign(work);
    bar.inc(1);
    let Realigned {
        change,
        file,
        withdrawn,
        moved,
        warning,
        report,
        encodings,
        unmet_bounds,
    } = realigned.map_err(|error| match error {
        RealignError::Carry { path, source } => refused(&source, &path.display().to_string(), PROPOSE),
        RealignError::Renamed { ref name, ref orphan } => CliError::new(&error)
            .hint(format!(
                "rename it with the texts: cotejo align --follow, or mv {} alignments/{name}.json",
                orphan.alignment
            ))
            .hint("or move it away to start afresh"),
        error => error.into(),
    })?;
    let is_settled = change != Change::Proposed
        && warning.is_none()
        && moved == 0
        && report.became_stale + report.restored + report.carried == 0;
    let mut notes = Vec::new();
    for (side, encoding) in Side::BOTH.into_iter().zip(encodings) {
        let name = work.text(side).unwrap_or_default();
        notes.extend(encoding_note(
            name,
            encoding,
            "--encoding, or [encoding] in cotejo.toml,",
        ));
    }
    for (side, bounds) in Side::BOTH.into_iter().zip(&unmet_bounds) {
        let (text, lang) = (work.text(side).unwrap_or_default(), langs[side.index()]);
        notes.extend(bounds.iter().map(|UnmetBound { key, words }| {
            format!(
                "cotejo.toml: works.{}.{key}.{lang}: no passage of {text} begins with \"{words}\"; write its first words",
                work.name
            )
        }));
    }
    let names = [file.source.path.as_str(), &file.target.path];
    let doubt = pair::doubt(&file, langs);
    notes.extend(doubt.map(|doubt| doubt.message(names, langs, Told::BySettings)));
    notes.extend(pair::unrelated(&file, names));
    notes.extend(moves(&work.alignment_path(), moved));
    if let Some(fate) = fate(&report) {
        notes.push(format!("{}: {fate}", work.alignment_path()));
    }
    if report.became_stale > 0 {
        notes.extend(realigner.last_version(work).map(|version| {
            format!(
                "{}: the version before is kept; to go back to it: cotejo history {} --restore {version}",
                work.alignment_path(),
                argument(&work.name)
            )
        }));
    }
    let done = match change {
        Change::Written => "written",
        Change::Proposed => "pending",
        Change::Unchanged => "unchanged",
    };
    if withdrawn {
        let path = work.alignment_path();
        notes.push(format!("{path}{PENDING_SUFFIX} is settled by this run and was removed"));
    }
    if let Some(warning) = warning {
        let path = work.alignment_path();
        notes.push(format!(
            "the version of {path} before this run could not be kept: {warning}"
        ));
    }
    let [source, target, links, confidence] = summary(&file);
    Ok(Report {
        notes,
        is_pending: change == Change::Proposed,
        is_settled,
        cells: [work.name.clone(), source, target, links, confidence, done.to_owned()],
    })
}

/// What became of a work, for programs.
fn as_json(project: &Project, work: &Work, result: &Result<Report, CliError>) -> serde_json::Value {
    let report = match result {
        Ok(report) => report,
        Err(error) => return json!({"work": work.name, "change": "failed", "error": error.message()}),
    };
    let stored = StoredAlignment::read(&project.locate(&work.alignment_path())).ok();
    let mut told = json!({
        "work": work.name,
        "alignment": work.alignment_path(),
        "change": report.cells[CELLS - 1],
        "notes": report.notes,
    });
    if let (Some(stored), Some(told)) = (stored, told.as_object_mut())
        && let Ok(serde_json::Value::Object(counts)) = serde_json::to_value(Counts::of(&stored.file))
    {
        told.extend(counts);
    }
    told
}

/// Renames alignments whose texts were renamed, and their histories.
fn follow_renamed(project: &Project, langs: [Lang; 2], context: &Context) -> Result<(), CliError> {
    let found = works(project, langs)?;
    let lists = project_abbreviations(project)?;
    for work in found.works.iter().filter(|work| work.alignment.is_none()) {
        let Some(orphan) = orphan_of(project, &found.works, work, langs, &lists)? else {
            continue;
        };
        let [from, to] = [&orphan.alignment, &work.alignment_path()].map(|path| project.locate(path));
        let histories = (History::of(&from), History::of(&to));
        std::fs::rename(&from, &to)
            .map_err(|error| CliError::new(format!("cannot rename {}: {error}", from.display())))?;
        if let (Ok(old), Ok(new)) = histories {
            old.move_to(&new)?;
        }
        context.talk.line(format_args!(
            "{} is {} now, as its texts are",
            orphan.alignment,
            work.alignment_path()
        ));
    }
    Ok(())
}
