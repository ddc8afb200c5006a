//! `cotejo check`

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use cotejo::check::report::{Format, Report};
use cotejo::check::{Bounds, Checked, Checker, Counts, Earlier, FailOn, Realigning, Severity, State, keep_new};
use cotejo::project::{Project, Work};
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};
use unicode_normalization::UnicodeNormalization as _;

use super::error::CliError;
use super::near;
use super::project::{ProjectArgs, lone_text, lost_texts, unknown_names, works};
use super::read::{LexiconArgs, project_abbreviations};
use super::talk::{argument, count, print};
use super::{Context, Outcome};

/// Check that every alignment of the project is whole and fits its texts, and look for faults of the translation.
///
/// Each work is fresh, stale-source or stale-target (a text changed since), stale-aligner (this version would
/// make other links), pending (a new alignment waits), orphan (a text is gone), missing (two texts without an
/// alignment), invalid, or in conflict (an unfinished merge). These are errors. What may be wrong with a translation,
/// such as another number or a missing name, is a warning. Every code is explained in docs/CODES.md.
///
/// Nothing in the project is ever written. Exits with 0 when there is nothing that --fail-on names, else with 1.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo check\n  \
    cotejo check quijote alignments/cuento.json     these works only\n  \
    cotejo check --fail-on error,number,untranslated\n  \
    cotejo check --against origin/main --format github\n  \
    cotejo check --min-reviewed 80% --max-expected-errors 20\n  \
    cotejo check --format json | jq '.works[].findings[].message'")]
pub(crate) struct CheckArgs {
    /// Works, by their names or by the paths of their files [default: all].
    #[arg(value_name = "WORK")]
    works: Vec<PathBuf>,
    /// How the findings are written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ReportFormat,
    /// What makes the check fail: error, warning (errors too), codes, or several with commas between.
    #[arg(long, value_name = "WHAT", default_value = "error")]
    fail_on: FailOn,
    /// Tell only what was not there at this revision of the Git repository, such as origin/main.
    #[arg(long, value_name = "REV")]
    against: Option<String>,
    /// Fail when a smaller share of all links of the works checked is reviewed, such as 80%.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    min_reviewed: Option<f64>,
    /// Fail when more links of the works checked are expected to be wrong.
    #[arg(long, value_name = "N", value_parser = number)]
    max_expected_errors: Option<f64>,
    /// Align everything anew to see whether this version makes the same links; by default only what another
    /// version, or one with other lexicons, made.
    #[arg(long)]
    realign: bool,
    #[command(flatten)]
    project: ProjectArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// Lines for people.
    Text,
    /// One JSON object with all works.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Commands that GitHub Actions shows beside the lines.
    Github,
    /// JUnit XML, for CI servers.
    Junit,
}

impl From<ReportFormat> for Format {
    fn from(format: ReportFormat) -> Self {
        match format {
            ReportFormat::Text => Self::Text,
            ReportFormat::Json => Self::Json,
            ReportFormat::Sarif => Self::Sarif,
            ReportFormat::Github => Self::Github,
            ReportFormat::Junit => Self::Junit,
        }
    }
}

/// Takes `80%` or `0.8`.
fn share(typed: &str) -> Result<f64, String> {
    let (number, divisor) = match typed.strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (typed, 1.0),
    };
    let share = number.parse::<f64>().ok().map(|number| number / divisor);
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "expected a share such as 80% or 0.8".to_owned())
}

fn number(typed: &str) -> Result<f64, String> {
    let number = typed.parse::<f64>().ok();
    number
        .filter(|number| number.is_finite() && *number >= 0.0)
        .ok_or_else(|| "expected a number from 0".to_owned())
}

pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<Outcome, CliError> {
    let project = args.project.of(&args.works)?;
    let realigning = if args.realign {
        Realigning::Always
    } else {
        Realigning::WhenDue
    };
    let mut checked = check_all(&project, context, &args.works, |project| {
        quality_checker(project, realigning)
    })?;
    if project.is_lone() {
        name_alignment(&mut checked, &args.works);
    }
    lost_texts(&project)
        .into_iter()
        .for_each(|note| context.talk.note(note));
    let bounds = Bounds {
        min_reviewed: args.min_reviewed,
        max_expected_errors: args.max_expected_errors,
    };
    let short = bounds.check(&checked);
    if let Some(revision) = &args.against {
        if project.is_lone() {
            return Err(CliError::new(
                "--against goes with a project, whose files are read from its repository",
            ));
        }
        let earlier = Earlier::read(&project, revision).map_err(CliError::new)?;
        let before = check_earlier(earlier.project(), context, realigning)?;
        keep_new(&mut checked, &before);
    }
    let prefix = prefix(&project);
    let report = Report {
        works: &checked,
        project: &short,
        fail_on: &args.fail_on,
        prefix: &prefix,
    };
    let written = report.write(args.format.into());
    print(|out| out.write_all(written.as_bytes()))?;
    context.talk.line(totals(&checked, args.against.as_deref()));
    let refused = checked
        .iter()
        .flat_map(|work| &work.findings)
        .any(|finding| finding.refused);
    Ok(if refused {
        Outcome::Failed
    } else if report.passes() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// Puts the alignment that was named into the advice: without a project there is nothing that `cotejo align` would align.
fn name_alignment(checked: &mut [Checked], typed: &[PathBuf]) {
    let [path] = typed else { return };
    let align = format!("`cotejo align {}`", argument(&path.to_string_lossy()));
    for finding in checked.iter_mut().flat_map(|work| &mut work.findings) {
        finding.message = finding.message.replace("`cotejo align`", &align);
    }
}

fn quality_checker(project: &Project, realigning: Realigning) -> Result<Checker<'_>, CliError> {
    let langs = [project.settings().source_lang, project.settings().target_lang];
    let lexicon = LexiconArgs { lexicon: Vec::new() }.read(Some(project), langs)?;
    Ok(Checker::new(project, project_abbreviations(project)?)
        .with_quality()
        .with_realigning(realigning, lexicon))
}

/// Checks every work of a project for its state alone; says which texts have no partner.
pub(super) fn check_states(project: &Project, context: &Context) -> Result<Vec<Checked>, CliError> {
    check_all(project, context, &[], |project| {
        Ok(Checker::new(project, project_abbreviations(project)?))
    })
}

/// Checks the works that were asked for; says which texts have no partner.
fn check_all<'a>(
    project: &'a Project,
    context: &Context,
    wanted: &[PathBuf],
    checker: impl FnOnce(&'a Project) -> Result<Checker<'a>, CliError>,
) -> Result<Vec<Checked>, CliError> {
    let langs = [project.settings().source_lang, project.settings().target_lang];
    let mut found = works(project, langs)?;
    unknown_names(project, &found)
        .into_iter()
        .for_each(|note| context.talk.note(note));
    if !wanted.is_empty() {
        let chosen = choose(project, &found.works, wanted)?;
        found.works = chosen;
        found.faults.clear();
    }
    found
        .works
        .iter()
        .filter_map(|work| lone_text(work, langs))
        .for_each(|note| context.talk.note(note));
    let mut checked = check_works(&checker(project)?, &found.works, context)?;
    checked.extend(found.faults.iter().map(Checked::misnamed));
    Ok(checked)
}

/// Checks an earlier state of the project, which may hold nothing.
fn check_earlier(project: &Project, context: &Context, realigning: Realigning) -> Result<Vec<Checked>, CliError> {
    let found = project.works(project.settings().source_lang, project.settings().target_lang)?;
    let mut checked = check_works(&quality_checker(project, realigning)?, &found.works, context)?;
    checked.extend(found.faults.iter().map(Checked::misnamed));
    Ok(checked)
}

fn check_works(checker: &Checker<'_>, works: &[Work], context: &Context) -> Result<Vec<Checked>, CliError> {
    let bar = context.talk.progress(works.len(), "checking");
    let checked = context.threads()?.install(|| {
        let checked = works.par_iter().filter_map(|work| {
            let checked = checker.check(work);
            bar.inc(1);
            checked
        });
        checked.collect()
    });
    bar.finish_and_clear();
    Ok(checked)
}

/// The works that were named, in the project's order.
fn choose(project: &Project, works: &[Work], wanted: &[PathBuf]) -> Result<Vec<Work>, CliError> {
    let mut chosen = vec![false; works.len()];
    for typed in wanted {
        let name: String = typed.to_string_lossy().nfc().collect();
        let is_meant = |work: &Work| {
            let alignment = Some(work.alignment_path());
            let files = [&work.source, &work.target, &alignment, &work.pending];
            let is_file = |file: &String| same_file(&project.locate(file), typed);
            name == work.name || files.into_iter().flatten().any(is_file)
        };
        let Some(index) = works.iter().position(is_meant) else {
            let error = CliError::new(format!("no work of the project is called {}", typed.display()));
            let names = works.iter().map(|work| work.name.as_str());
            return Err(match near::nearest(&typed.to_string_lossy(), names) {
                Some(name) => error.hint(format!("did you mean {name}?")),
                None => error.hint("cotejo status lists the works"),
            });
        };
        chosen[index] = true;
    }
    let chosen = works.iter().zip(chosen).filter(|(_, chosen)| *chosen);
    Ok(chosen.map(|(work, _)| work.clone()).collect())
}

/// Whether two paths name the same place; there need not be a file.
fn same_file(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        Some(folder.join(path.file_name()?))
    };
    place(one).is_some_and(|one| place(other) == Some(one))
}

/// How the project's folder is named from here, where it lies here or below.
fn prefix(project: &Project) -> String {
    let root = project.root();
    let below = root.is_relative() && !root.starts_with("..") && !root.as_os_str().is_empty();
    let root = root.to_string_lossy().replace('\\', "/");
    let root = root.trim_start_matches("./").trim_end_matches('/');
    if below && !root.is_empty() && root != "." {
        format!("{root}/")
    } else {
        String::new()
    }
}

/// What a check proves that finds every alignment fresh.
fn coverage(checked: &[Checked]) -> String {
    let all = checked.iter().filter_map(|work| work.counts.as_ref());
    let all = all.fold(Counts::default(), |sum, counts| sum.and(counts));
    format!(
        "each of {} and {} sentences stands in one of {}, {} of them on one side only",
        all.source_sentences,
        all.target_sentences,
        count(all.links, "link"),
        all.null_links
    )
}

fn totals(checked: &[Checked], against: Option<&str>) -> String {
    let mut states = BTreeMap::new();
    for state in checked.iter().flat_map(Checked::states) {
        *states.entry(state).or_insert(0_usize) += 1;
    }
    let states: Vec<_> = states
        .iter()
        .map(|(state, count)| format!("{count} {}", state.as_str()))
        .collect();
    let of = |severity| {
        let all = checked.iter().flat_map(|work| &work.findings);
        all.filter(|finding| finding.state().is_none() && finding.severity() == severity)
            .count()
    };
    let mut told = format!("{} checked: {}", count(checked.len(), "work"), states.join(", "));
    for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        if of(severity) > 0 {
            told = format!("{told}; {}", count(of(severity), word));
        }
    }
    if checked.iter().all(|work| work.states() == [State::Fresh]) {
        told = format!("{told}; {}", coverage(checked));
    }
    match against {
        Some(revision) => format!("{told}; only what is new since {revision} counts"),
        None => told,
    }
}
